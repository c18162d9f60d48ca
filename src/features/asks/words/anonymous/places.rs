//! What is said when a post or a thread is gone, or cannot be.

use crate::custom_id::AskClick;
use crate::features::asks::words::{
    never_mind_button, skill, solved_button, still_needed_button, with_fewer,
};
use crate::markdown::escape_line;
use crate::post::{Button, Post};
use crate::store::asks::Ask;

/// The thread is gone, to the asker.
pub(crate) fn thread_gone(ask: &Ask, guild: &str) -> Post {
    let post = Post::text(format!(
        "The thread about **{}** in **{}** was removed, so nobody can answer you there any more. \
         **Still need help** puts your question up again, without your name, and whoever helps gets a new thread.",
        skill(ask),
        escape_line(guild)
    ))
    .and_buttons([
        solved_button(ask.id),
        still_needed_button(ask.id),
        never_mind_button(ask.id),
    ]);
    with_fewer(post, guild)
}

/// The post is gone or could not be put up, to the asker.
pub(crate) fn post_gone(ask: &Ask, guild: &str) -> Post {
    let next = if ask.has_thread() {
        "The thread goes on as it was."
    } else {
        "I put it up again, without your name, as soon as the channel takes it; until then nobody can answer."
    };
    let post = Post::text(format!(
        "The post with your question about **{}** isn't in the help channel of **{}**. {next}",
        skill(ask),
        escape_line(guild)
    ))
    .and_buttons([solved_button(ask.id), never_mind_button(ask.id)]);
    with_fewer(post, guild)
}

/// The thread could not be opened, to the asker.
pub(crate) fn no_thread_for_asker(ask: &Ask, guild: &str) -> Post {
    let post = Post::text(format!(
        "Somebody wanted to help you with **{}** in **{}**, but I couldn't open a thread for it; an admin can see why with `/setup`. \
         You stay unnamed, and the post takes **I can help** again.",
        skill(ask),
        escape_line(guild)
    ))
    .and_buttons([solved_button(ask.id), never_mind_button(ask.id)]);
    with_fewer(post, guild)
}

/// The thread could not be opened, to the one who wanted to help.
pub(crate) fn no_thread_for_helper(ask: &Ask, guild: &str) -> Post {
    let post = Post::text(format!(
        "Thank you for wanting to help with **{}** in **{}**! It was asked anonymously, and I couldn't open a thread to answer in; an admin can see why with `/setup`. \
         It's off your list for now, and the button works again once that is mended.",
        skill(ask),
        escape_line(guild)
    ))
    .and_buttons([Button::primary("I can help", AskClick::Help { ask: ask.id })]);
    with_fewer(post, guild)
}

/// The answer to **I can help** while there is nowhere to answer.
pub(crate) const NO_PLACE: &str = "Thank you! This one was asked anonymously, and there is no help channel to answer in at the moment. As soon as there is one, the question goes up there, and **I can help** works.";
