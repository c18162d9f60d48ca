//! The thread of the two is gone.

use super::TheTwo;
use super::checks::{answers, question};
use super::introductions::hand_over;
use crate::features::messages::with_fewer;
use crate::markdown::escape_line;
use crate::post::Post;

/// To a newcomer. `asked` is the question that was to be put in the thread just now, if any, counted from 1; `server` its name as written.
pub(in crate::features::newcomers) fn thread_is_gone(
    two: &TheTwo,
    asked: Option<u8>,
    server: &str,
) -> Post {
    let mut post = Post::text(format!(
        "Your thread with {} in **{}** is no longer there. Just write to each other directly, your buddy is there for you as before.",
        two.buddy.in_full(),
        escape_line(server)
    ));
    if let Some(number) = asked {
        post = post
            .and_text(format!("Meanwhile, {}", question(number)))
            .and_buttons(answers(two.id));
    }
    with_fewer(post, server)
}

/// To the buddy. `nudged`: they were to read just now that the newcomer would be glad to hear from them. `server` is its name as written.
pub(in crate::features::newcomers) fn thread_is_gone_to_buddy(
    two: &TheTwo,
    nudged: bool,
    server: &str,
) -> Post {
    let mut text = format!(
        "Your thread with {} in **{}**, whose buddy you are, is no longer there. Just write to each other directly.",
        two.newcomer.in_full(),
        escape_line(server)
    );
    if nudged {
        text.push_str(
            " They would be glad to hear from you: a hello and a time for half an hour is plenty.",
        );
    }
    with_fewer(Post::text(text).and_buttons([hand_over(two.id)]), server)
}
