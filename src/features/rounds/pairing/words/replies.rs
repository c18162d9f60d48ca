//! The answers to clicks.

use chrono::{DateTime, Utc};

use super::{calendar_button, meeting, names, occasion};
use crate::custom_id::RoundClick;
use crate::domain::ask::Face;
use crate::domain::ids::PairingId;
use crate::domain::round::{PairingState, SeatAnswer};
use crate::markdown::quote;
use crate::post::{Button, File, Post, Style};
use crate::store::pairings::{Pairing, Seat};

/// Characters of a lesson that is shown again.
pub(super) const LESSON_ROOM: usize = 1_500;

pub(crate) const GONE: &str =
    "This belongs to a round that is long over. Your pairings are in `/me`.";
pub(crate) const NOT_YOURS: &str =
    "These buttons are for the people who were put together here. Your own pairings are in `/me`.";
pub(crate) const NOT_A_MEMBER: &str =
    "I don't see you in that server (yet). If you have just joined, please try again in a minute.";
pub(crate) const NO_SUCH_FACE: &str = "Please choose one of the three faces.";
pub(crate) const NO_HOUR: &str = "Your working hours don't meet before the next round, so there's no hour to put down. Any time that suits everybody is a good one.";
pub(crate) const CALENDAR_TOO_LATE: &str = "No hour is left before the next round in which everybody is at work. Any time that suits everybody is a good one.";
pub(crate) const NOT_FREED: &str = "That has settled itself: you're not waiting for anybody in this round any more. Your pairings are in `/me`.";
pub(crate) const MET_ALREADY: &str = "One of you said that you met, so there's nothing to call off. If you'd rather sit the next one out, the next post has **Skip this one**.";

/// A click after the round has ended. `met`: one of them said that they met.
pub(crate) fn over(pairing: &Pairing) -> String {
    match pairing.state {
        PairingState::Off => format!(
            "This one of {} didn't come about. Your pairings are in `/me`.",
            occasion(pairing)
        ),
        _ => round_over(pairing),
    }
}

/// A click after the round has ended.
pub(crate) fn round_over(pairing: &Pairing) -> String {
    format!(
        "This round of {} has ended, so there's nothing left to say here. Your pairings are in `/me`.",
        occasion(pairing)
    )
}

/// **Find me somebody else**, by somebody who is not to be paired.
pub(crate) fn not_looking(pairing: &Pairing) -> String {
    format!(
        "You're paused, or no longer in {}, so I'm not looking for anybody for you. `/me` changes that.",
        occasion(pairing)
    )
}

/// A click by somebody who is no longer in it: they said that they cannot, or it did not come about with them.
pub(crate) const fn you_left(seat: &Seat) -> &'static str {
    match seat.answer {
        Some(SeatAnswer::Cant) => {
            "You said that you can't this time, and the others know. You're in again next time; `/me` has everything that's yours."
        }
        _ => {
            "You're no longer in this one. You're in again next time; `/me` has everything that's yours."
        }
    }
}

/// **We met**: how was it?
pub(crate) fn met(pairing: &Pairing, seat: &Seat, lesson: Option<&str>) -> Post {
    let mut post = Post::text(format!(
        "Lovely that your {} with {} came about! How was it? Only sums over many are ever shown.",
        meeting(pairing.kind),
        names(&pairing.others(seat.member))
    ))
    .and_buttons(faces(pairing.id, seat.face));
    if let Some(text) = lesson {
        post = post.and_text(format!(
            "Your lesson, for whoever asks next:\n{}",
            quote(text, LESSON_ROOM)
        ));
    }
    let label = if lesson.is_some() {
        "Change what I learned"
    } else {
        "Write down what I learned"
    };
    post.and_buttons([Button::plain(
        label,
        RoundClick::Lesson {
            pairing: pairing.id,
        },
    )])
}

fn faces(pairing: PairingId, chosen: Option<Face>) -> [Button; 3] {
    let button = |emoji: &str, face: Face, number: u8| Button {
        style: if chosen == Some(face) {
            Style::Success
        } else {
            Style::Plain
        },
        ..Button::plain(
            emoji,
            RoundClick::Face {
                pairing,
                face: number,
            },
        )
    };
    [
        button("🙁", Face::Sad, 1),
        button("😐", Face::Neutral, 2),
        button("🙂", Face::Happy, 3),
    ]
}

/// **It's planned**.
pub(crate) fn planned(pairing: &Pairing) -> Post {
    let post =
        Post::text("Good to know, enjoy it! Afterwards, **We met** has room for how it was.");
    if pairing.common_at.is_some() {
        post.and_buttons([calendar_button(pairing.id)])
    } else {
        post
    }
}

/// **It's planned**, though one of them said that they met.
pub(crate) fn planned_but_met() -> Post {
    Post::text("One of you said already that you met. If you're planning another, all the better!")
}

/// **Not yet**; asked again at this instant, or not.
pub(crate) fn not_yet(pairing: &Pairing, again: Option<DateTime<Utc>>) -> Post {
    let until = format!(
        "**We met** works until <t:{}:F>.",
        pairing.next_at.timestamp()
    );
    Post::text(match again {
        Some(at) => format!(
            "No hurry. I'll ask once more <t:{}:R>, and {until}",
            at.timestamp()
        ),
        None => format!("No hurry: {until}"),
    })
}

/// **Not yet**, though one of them said that they met.
pub(crate) fn met_by_another() -> Post {
    Post::text(
        "One of you said already that you met, so I'm not asking again. If that was a slip, never mind: meet whenever you like.",
    )
}

/// **Can't this time**; `looked_for`: who is left alone is offered another.
pub(crate) fn cannot(others: &[&Seat], looked_for: bool) -> Post {
    Post::text(match others {
        [] => "That's fine, and nobody is waiting for you. See you next time!".to_owned(),
        [one] if !looked_for => format!(
            "That's fine. I'm telling {}. See you next time!",
            names(&[*one])
        ),
        [one] => format!(
            "That's fine. I'm telling {}, and offering to look for somebody else. See you next time!",
            names(&[*one])
        ),
        others => format!(
            "That's fine: {} go on as two. See you next time!",
            names(others)
        ),
    })
}

/// **Can't this time**, pressed again.
pub(crate) fn cannot_again() -> Post {
    Post::text("I know already, and so do the others. See you next time!")
}

/// **Add to calendar**.
pub(crate) fn calendar(file: File, hour: &str) -> Post {
    let mut post = Post::text(format!(
        "Here it is, for your calendar: {hour}. If you agree on another time, just move it there."
    ));
    post.files.push(file);
    post
}

/// What the event in a calendar says of itself. Plain text: calendars know no markdown.
pub(crate) fn calendar_note(pairing: &Pairing) -> String {
    let place = pairing
        .thread
        .map(|thread| {
            format!(
                " Your thread: https://discord.com/channels/{}/{thread}",
                pairing.guild
            )
        })
        .unwrap_or_default();
    format!(
        "{}, round {}. A proposal by Potluck: move it to whenever suits everybody.{place}",
        pairing.programme_name, pairing.number
    )
}
