//! What is said when a moderator closes one.

use super::{STILL_NOBODY_KNOWS, private_buttons};
use crate::custom_id::AskClick;
use crate::features::asks::words::{skill, with_fewer};
use crate::markdown::escape_line;
use crate::post::{Button, Post};
use crate::store::asks::{Ask, Asker};

/// Whether a moderator means it.
pub(crate) fn close_page(ask: &Ask) -> Post {
    Post::text(format!(
        "Close the question about **{}**? Nobody is invited to it any more, and whoever asked hears privately that a moderator closed it.",
        skill(ask)
    ))
    .and_buttons([Button::danger(
        "Close it",
        AskClick::CloseAsk { ask: ask.id },
    )])
}

/// A moderator has closed it: to them.
pub(crate) fn closed(ask: &Ask) -> Post {
    Post::text(format!("The question about **{}** is closed.", skill(ask)))
}

/// A moderator has closed it: in the thread.
pub(crate) fn closed_in_thread() -> Post {
    Post::text("A moderator has closed this. Thank you for having been there!")
}

/// A moderator has closed it: to the asker.
pub(crate) fn closed_privately(ask: &Ask, guild: &str) -> Post {
    let post = Post::text(format!(
        "A moderator of **{}** has closed your question about **{}**. `/askfor` starts another one, any time.",
        escape_line(guild),
        skill(ask)
    ));
    let post = match ask.asker {
        Asker::Anonymous => post
            .and_text(format!(
                "They don't know whose it was. {STILL_NOBODY_KNOWS} The next question without your name has to wait until these three days are over."
            ))
            .and_buttons(private_buttons(ask)),
        _ => post,
    };
    with_fewer(post, guild)
}

/// Clicks of moderators that cannot be done.
pub(crate) const NOT_AN_ASK: &str = "That message belongs to no question. Use this on the post of a question in the help channel, or on a message in its thread.";
pub(crate) const ONLY_MODERATORS: &str =
    "That is for moderators: it takes the permission to manage messages.";
