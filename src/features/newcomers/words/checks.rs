//! "How is it going?", and the end of the first thirty days.

use super::Named;
use super::introductions::hand_over;
use crate::custom_id::NewcomerClick;
use crate::domain::ids::{MemberId, NewcomerId};
use crate::features::messages::with_fewer;
use crate::markdown::escape_line;
use crate::post::{Button, Post};

/// What "how is it going?" is answered with.
pub(super) fn answers(newcomer: NewcomerId) -> [Button; 2] {
    [
        Button::success("All is well", NewcomerClick::Well { newcomer }),
        Button::plain("We have not talked yet", NewcomerClick::NotYet { newcomer }),
    ]
}

/// The question, as it is put after one working day and after seven, to go on a sentence.
pub(super) const fn question(number: u8) -> &'static str {
    match number {
        0 | 1 => {
            "your first day is behind you. How is it going, and have the two of you said hello?"
        }
        _ => {
            "a good week is behind you. How is it going, and have the two of you found time to talk?"
        }
    }
}

/// In their thread.
pub(in crate::features::newcomers) fn check_in(
    id: NewcomerId,
    newcomer: MemberId,
    buddy: MemberId,
    number: u8,
) -> Post {
    Post::text(format!("<@{newcomer}>, {}", question(number)))
        .and_buttons(answers(id))
        .and_text(format!(
            "-# Either of you may answer; <@{buddy}>, that means you, too."
        ))
        .pinging([newcomer])
}

/// To a newcomer who can have no thread with their buddy. `server` is its name as written.
pub(in crate::features::newcomers) fn check_in_privately(
    id: NewcomerId,
    buddy: &Named,
    number: u8,
    server: &str,
) -> Post {
    let post = Post::text(format!(
        "In **{}**, {} Your buddy is {}.",
        escape_line(server),
        question(number),
        buddy.in_full()
    ))
    .and_buttons(answers(id));
    with_fewer(post, server)
}

/// To a newcomer who has no buddy yet. `server` is its name as written.
pub(in crate::features::newcomers) fn check_in_alone(number: u8, server: &str) -> Post {
    let behind = if number <= 1 {
        "Your first day"
    } else {
        "A good week"
    };
    let post = Post::text(format!(
        "{behind} in **{}** is behind you. I am still looking for a buddy for you, every day. Until then `/askfor` finds somebody for any \
         question, and `/me` has everything that is yours.",
        escape_line(server)
    ));
    with_fewer(post, server)
}

/// To the buddy in their thread, after a **We have not talked yet**.
pub(in crate::features::newcomers) fn nudge(newcomer: MemberId, buddy: MemberId) -> Post {
    Post::text(format!(
        "<@{buddy}>, <@{newcomer}> would be glad to hear from you. A hello and a time for half an hour is plenty."
    ))
    .pinging([buddy])
}

/// The same by private message. `name` and `server` are as written.
pub(in crate::features::newcomers) fn nudge_privately(
    id: NewcomerId,
    name: &str,
    newcomer: MemberId,
    server: &str,
) -> Post {
    let post = Post::text(format!(
        "**{}** (<@{newcomer}>), whose buddy you are in **{}**, would be glad to hear from you. A hello and a time for half an hour is \
         plenty.",
        escape_line(name),
        escape_line(server)
    ))
    .and_buttons([hand_over(id)]);
    with_fewer(post, server)
}

/// In their thread, after thirty working days.
pub(in crate::features::newcomers) fn last_day(
    id: NewcomerId,
    newcomer: MemberId,
    buddy: MemberId,
) -> Post {
    Post::text(format!(
        "Thirty working days! 🎉 <@{buddy}>, thank you for being there for <@{newcomer}>: that is on record as help you gave."
    ))
    .and_text(format!(
        "<@{newcomer}>, how has it been? Nothing ends here but my questions. `/thanks` adds words of your own, and one day you may be \
         somebody's buddy yourself."
    ))
    .and_buttons(answers(id))
    .pinging([newcomer, buddy])
}

/// What was done for who was their buddy. Who does not want to hear of thanks has it on record all the same.
fn thanks_to(buddy: &str, thanked: bool) -> String {
    let done = if thanked {
        format!("I have thanked {buddy} for having been there for you")
    } else {
        format!("That {buddy} was there for you is on record as help they gave")
    };
    format!("{done}, and `/thanks` adds words of your own.")
}

/// The same to a newcomer who can have no thread with their buddy, who was `thanked` or does not want to hear of it. `server` is its name
/// as written.
pub(in crate::features::newcomers) fn last_day_privately(
    id: NewcomerId,
    buddy: &Named,
    thanked: bool,
    server: &str,
) -> Post {
    let post = Post::text(format!(
        "🎉 Thirty working days in **{}**! {} How has it been? Nothing ends here but my questions.",
        escape_line(server),
        thanks_to(&format!("your buddy {}", buddy.in_full()), thanked)
    ))
    .and_buttons(answers(id));
    with_fewer(post, server)
}

/// To the buddy who has no thread. `name` and `server` are as written.
pub(in crate::features::newcomers) fn thanks_privately(
    name: &str,
    newcomer: MemberId,
    server: &str,
) -> Post {
    let post = Post::text(format!(
        "🎉 Thirty working days ago **{}** (<@{newcomer}>) came to **{}**. Thank you for having been their buddy: that is on record as help you gave.",
        escape_line(name),
        escape_line(server)
    ));
    with_fewer(post, server)
}

/// To somebody for whom no buddy was found in all the time. `server` is its name as written.
pub(in crate::features::newcomers) fn last_day_alone(server: &str) -> Post {
    let post = Post::text(format!(
        "🎉 Thirty working days in **{}**! I am sorry that no buddy could be found for you in that time. `/askfor` finds somebody for any \
         question, and `/me` has coffee chats to join.",
        escape_line(server)
    ));
    with_fewer(post, server)
}

/// To somebody who had a buddy and has none as the thirty days end. `buddy` is who was it for the longest time, if they are still there, and
/// whether they were thanked; `server` is its name as written.
pub(in crate::features::newcomers) fn last_day_without(
    buddy: Option<(&Named, bool)>,
    server: &str,
) -> Post {
    let thanks = buddy.map_or_else(String::new, |(buddy, thanked)| {
        format!(" {}", thanks_to(&buddy.in_full(), thanked))
    });
    let text = format!(
        "🎉 Thirty working days in **{}**! I am sorry that nobody could be found to go on as your buddy.{thanks} `/askfor` finds somebody for \
         any question, and `/me` has coffee chats to join.",
        escape_line(server)
    );
    with_fewer(Post::text(text), server)
}
