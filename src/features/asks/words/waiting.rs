//! What the two hear whose thread cannot be opened yet, because the server has as many open threads as Discord allows.

use super::{give_back_button, never_mind_button, skill, with_fewer};
use crate::markdown::escape_line;
use crate::post::Post;
use crate::store::asks::Ask;

/// To the asker: somebody helps, and the thread comes later.
pub(crate) fn your_thread_waits(ask: &Ask, guild: &str) -> Post {
    let post = Post::text(format!(
        "👋 Somebody can help you with **{}** in **{}**. Your thread isn't open yet: the server has as many open threads as Discord allows. \
         I try again every ten minutes, and you'll find it under your question. There is nothing you need to do.",
        skill(ask),
        escape_line(guild)
    ))
    .and_buttons([never_mind_button(ask.id)]);
    with_fewer(post, guild)
}

/// To the helper.
pub(crate) fn their_thread_waits(ask: &Ask, guild: &str) -> Post {
    let post = Post::text(format!(
        "Thank you for helping with **{}** in **{}**! The thread isn't open yet: the server has as many open threads as Discord allows. \
         I try again every ten minutes, and add you as soon as it opens. There is nothing you need to do.",
        skill(ask),
        escape_line(guild)
    ))
    .and_buttons([give_back_button(ask.id)]);
    with_fewer(post, guild)
}
