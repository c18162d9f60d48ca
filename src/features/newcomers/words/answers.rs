//! What is answered to clicks, by whomever and however late.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::Named;
use crate::custom_id::NewcomerClick;
use crate::domain::ids::GuildId;
use crate::domain::schedule::zones::Place;
use crate::error::Error;
use crate::features::newcomers::buddies::Met;
use crate::features::times;
use crate::markdown::{escape_line, truncate};
use crate::post::{Modal, Post};

/// Characters of what was typed that an answer repeats.
const TYPED: usize = 80;

/// **Hand over**: what came of it.
pub(in crate::features::newcomers) fn handed_over(met: Option<&Met>) -> Post {
    Post::text(match met {
        Some(met) => format!(
            "Done: **{}** takes over from here. Thank you for the time you gave!",
            escape_line(&met.buddy.name)
        ),
        None => "Done: I am looking for somebody else, every day, and the managers hear of it. Thank you for the time you gave!".to_owned(),
    })
}

/// **Hand over**, once more.
pub(in crate::features::newcomers) fn handed_over_already() -> Error {
    Error::user(
        "You have handed over already, so there is nothing left to do. Thank you for the time you gave!",
    )
}

/// **Hand over** by somebody else. `buddy` is a name as written; `None`: there is no buddy just now.
pub(in crate::features::newcomers) fn only_the_buddy(buddy: Option<&str>) -> Error {
    Error::user(match buddy {
        Some(buddy) => format!(
            "That button is for the buddy, who is {} at present.",
            escape_line(buddy)
        ),
        None => "That button is for the buddy. There is none just now; I look for one every day."
            .to_owned(),
    })
}

/// What the button was about is not kept any more.
pub(in crate::features::newcomers) fn is_gone() -> Error {
    Error::user(
        "I no longer have what that was about. `/me` shows everything that is going on with you.",
    )
}

/// A button about somebody who left.
pub(in crate::features::newcomers) fn newcomer_is_gone() -> Error {
    Error::user("The new colleague has left the server, so there is nothing left to do. Thank you!")
}

/// **Hand over**, later than the first thirty days.
pub(in crate::features::newcomers) fn thirty_days_are_over() -> Error {
    Error::user(
        "Those first thirty days are over, so there is nothing to hand over any more. Thank you for having been there!",
    )
}

/// An answer by somebody who was not asked.
pub(in crate::features::newcomers) fn not_asked() -> Error {
    Error::user(
        "That question is for the new colleague and their buddy. `/me` shows what is going on with you.",
    )
}

/// **All is well**.
pub(in crate::features::newcomers) fn glad(from_newcomer: bool) -> Post {
    Post::text(if from_newcomer {
        "Good to hear! Whenever a question comes up, your buddy is there for it, and so is `/askfor`."
    } else {
        "Good to hear, and thank you for being there!"
    })
}

/// **We have not talked yet**, by the newcomer.
pub(in crate::features::newcomers) fn not_yet(buddy: &Named) -> Post {
    Post::text(format!(
        "That happens in full weeks. I have let {} know that you would be glad to hear from them; a first line of your own is just as \
         welcome.",
        buddy.in_full()
    ))
}

/// The same, once more.
pub(in crate::features::newcomers) fn not_yet_twice(buddy: &Named) -> Post {
    Post::text(format!(
        "{} knows already that you would be glad to hear from them. A first line of your own is just as welcome: “Hi! When would half an \
         hour suit you?” is plenty.",
        buddy.in_full()
    ))
}

/// The same, by the buddy.
pub(in crate::features::newcomers) fn not_yet_from_buddy(newcomer: &Named) -> Post {
    Post::text(format!(
        "That happens in full weeks. A short line to {} is plenty: “Hi! When would half an hour suit you?” And if it does not fit at \
         present, **Hand over** finds somebody else, here or in `/me`.",
        newcomer.in_full()
    ))
}

/// The same, where there is no buddy just now.
pub(in crate::features::newcomers) fn not_yet_without() -> Post {
    Post::text(
        "There is no buddy just now; I look for one every day. Until then `/askfor` finds somebody for any question.",
    )
}

/// The same, when the thirty days are over.
pub(in crate::features::newcomers) fn not_yet_at_the_end() -> Post {
    Post::text(
        "It is never too late for half an hour together. Coffee chats, in `/me`, bring you together with others, too.",
    )
}

/// Somebody who is not, or no longer, in the server.
pub(in crate::features::newcomers) fn not_a_member() -> Error {
    Error::user(
        "I don't see you in that server (yet). If you have just joined, please try again in a minute.",
    )
}

/// The form for the city.
pub(in crate::features::newcomers) fn city_form(guild: GuildId) -> Modal {
    times::form(
        NewcomerClick::CityTyped { guild },
        "Your time zone",
        "Which city's time is yours?",
        "Lisbon",
        None,
    )
}

/// Several places may be meant. `typed` is as written.
pub(in crate::features::newcomers) fn which_place(
    guild: GuildId,
    typed: &str,
    places: &[Place],
    now: DateTime<Utc>,
) -> Post {
    Post::text(format!(
        "Which place did you mean by “{}”?",
        escape_line(&truncate(typed, TYPED))
    ))
    .and_select(times::place_select(
        NewcomerClick::CityChosen { guild },
        places,
        now,
    ))
}

/// A place that is not known. `typed` is as written.
pub(in crate::features::newcomers) fn unknown_city(typed: &str) -> Error {
    Error::user(format!(
        "I don't know a place called “{}”. Please try the nearest big city, or a name like `Europe/Lisbon`.",
        escape_line(&truncate(typed, TYPED))
    ))
}

/// Nothing usable came with a choice.
pub(in crate::features::newcomers) fn nothing_chosen() -> Error {
    Error::user("Nothing was chosen there. Please choose again.")
}

/// Their zone is known now.
pub(in crate::features::newcomers) fn zone_is(zone: Tz, now: DateTime<Utc>) -> Post {
    Post::text(format!(
        "Thank you: your time is that of **{}**, where it is {} now. Messages from me keep to your working hours; **Hours** in `/me` \
         changes them.",
        times::zone_name(zone),
        times::clock(zone, now)
    ))
}
