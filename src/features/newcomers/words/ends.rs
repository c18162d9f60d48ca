//! Somebody left, handed over, or was never found.

use super::Named;
use super::introductions::because;
use crate::domain::ids::MemberId;
use crate::features::messages::with_fewer;
use crate::features::newcomers::buddies::Why;
use crate::markdown::escape_line;
use crate::post::Post;

/// The most newcomers that are named in one message.
const NAMED: usize = 20;

/// In a thread whose newcomer left. `name` is as written.
pub(in crate::features::newcomers) fn newcomer_left(name: &str) -> Post {
    Post::text(format!(
        "**{}** has left the server, so this ends here. Thank you for having been there!",
        escape_line(name)
    ))
}

/// To a buddy who has no thread. `name` and `server` are as written.
pub(in crate::features::newcomers) fn newcomer_left_privately(name: &str, server: &str) -> Post {
    let post = Post::text(format!(
        "**{}**, whose buddy you were in **{}**, has left the server. Thank you for having been there!",
        escape_line(name),
        escape_line(server)
    ));
    with_fewer(post, server)
}

/// In a thread that is of no use any more, without a name.
pub(in crate::features::newcomers) fn it_is_over() -> Post {
    Post::text("This ends here. Thank you for having been there!")
}

/// The same to a buddy who has no thread. `server` is its name as written.
pub(in crate::features::newcomers) fn it_is_over_privately(server: &str) -> Post {
    let post = Post::text(format!(
        "The first weeks for which you were somebody's buddy in **{}** end here. Thank you for having been there!",
        escape_line(server)
    ));
    with_fewer(post, server)
}

/// The name of a thread that names nobody.
pub(in crate::features::newcomers) fn thread_of_nobody() -> String {
    "Welcome".to_owned()
}

/// To a newcomer in their thread, whose buddy is theirs no longer and who has no other yet.
pub(in crate::features::newcomers) fn looking_in_thread(newcomer: MemberId, why: Why<'_>) -> Post {
    Post::text(format!(
        "<@{newcomer}>, {}I am looking for somebody else, every day, and you hear of it here. Until then `/askfor` finds somebody for any \
         question.",
        because(why)
    ))
    .pinging([newcomer])
}

/// The same by private message. `server` is its name as written.
pub(in crate::features::newcomers) fn looking_privately(why: Why<'_>, server: &str) -> Post {
    let post = Post::text(format!(
        "About your buddy in **{}**: {}I am looking for somebody else, every day. Until then `/askfor` finds somebody for any question.",
        escape_line(server),
        because(why)
    ));
    with_fewer(post, server)
}

fn without(newcomers: &[Named]) -> String {
    let mut names: Vec<String> = newcomers
        .iter()
        .take(NAMED)
        .map(|newcomer| format!("**{}** (<@{}>)", escape_line(&newcomer.name), newcomer.id))
        .collect();
    if let more @ 1.. = newcomers.len().saturating_sub(NAMED) {
        names.push(format!("{more} more"));
    }
    let last = names.pop().unwrap_or_default();
    if names.is_empty() {
        format!("{last} is new and has no buddy yet")
    } else {
        format!(
            "{} and {last} are new and have no buddy yet",
            names.join(", ")
        )
    }
}

const WHAT_HELPS: &str = "I look again every day. Whoever has been here for 90 days can be a buddy, unless they have said under **New \
                          colleagues** in `/me` that they would rather not; and anybody can say hello right away.";

/// In the managers' channel.
pub(in crate::features::newcomers) fn nobody_suitable(newcomers: &[Named]) -> Post {
    Post::text(format!(
        "{}: I found nobody suitable who has room just now. {WHAT_HELPS}",
        without(newcomers)
    ))
}

/// To a manager, where there is no channel for them. `server` is its name as written.
pub(in crate::features::newcomers) fn nobody_suitable_privately(
    newcomers: &[Named],
    server: &str,
) -> Post {
    let post = Post::text(format!(
        "In **{}**, {}: I found nobody suitable who has room just now. {WHAT_HELPS}",
        escape_line(server),
        without(newcomers)
    ));
    with_fewer(post, server)
}
