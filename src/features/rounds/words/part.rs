//! What is answered to **Skip this one** and **Count me in**.

use chrono::{DateTime, Utc};

use super::when;
use crate::custom_id::RoundClick;
use crate::domain::round::RoundState;
use crate::error::Error;
use crate::features::rounds::programmes::Standing;
use crate::markdown::escape_line;
use crate::post::{Button, Post};
use crate::store::programmes::Programme;
use crate::store::rounds::Round;

/// From whom nothing is known in that server.
pub(in crate::features::rounds) fn not_a_member() -> Error {
    Error::user("That is about a server you aren't in any more, so there is nothing to change.")
}

/// The round is not there any more.
pub(in crate::features::rounds) fn gone() -> Error {
    Error::user("That round is gone, with everything in it. `/me` shows what you are part of now.")
}

/// The programme is not there any more.
pub(in crate::features::rounds) fn programme_gone() -> Error {
    Error::user("That programme isn't there any more. `/me` shows those that are.")
}

/// They sit it out from now on, or did before.
pub(in crate::features::rounds) fn skipped(
    programme: &Programme,
    round: &Round,
    anew: bool,
) -> Post {
    let name = escape_line(&programme.name);
    let already = if anew { "" } else { " already" };
    Post::text(format!(
        "You sit out round {} of **{name}**{already}. After that it goes on as before, without a click.",
        round.number
    ))
    .and_buttons([Button::plain(
        "Count me in after all",
        RoundClick::CountMeIn {
            programme: programme.id,
        },
    )])
}

/// They are not in the programme, so no round of it needs skipping.
pub(in crate::features::rounds) fn nothing_to_skip(
    programme: &Programme,
    standing: Standing,
) -> Post {
    let name = escape_line(&programme.name);
    let count_me_in = Button::primary(
        "Count me in",
        RoundClick::CountMeIn {
            programme: programme.id,
        },
    );
    match (standing, programme.role) {
        (Standing::NotForThem, Some(role)) => Post::text(format!(
            "**{name}** is for {}, so nobody puts you together with anyone there. Nothing to skip.",
            role.mention()
        )),
        (Standing::Resting, _) => Post::text(format!(
            "**{name}** is taking a break from you, so there is nothing to skip. One click and you are back."
        ))
        .and_buttons([count_me_in]),
        _ => Post::text(format!(
            "You aren't in **{name}**, so there is nothing to skip. It would be nice to have you!"
        ))
        .and_buttons([count_me_in]),
    }
}

/// The round cannot be skipped any more.
pub(in crate::features::rounds) fn too_late(programme: &Programme, round: &Round) -> Post {
    let name = escape_line(&programme.name);
    let number = round.number;
    Post::text(match round.state {
        RoundState::Paired => format!(
            "Round {number} of **{name}** has begun. If you are in it and can't make it, **Can't this time** is in your thread and in `/me`."
        ),
        RoundState::Closed | RoundState::Announced => format!(
            "Round {number} of **{name}** is over. The next one has a **Skip this one** of its own, when it is announced."
        ),
        RoundState::Cancelled | RoundState::Missed => {
            format!("Round {number} of **{name}** isn't held, so there is nothing to skip.")
        }
    })
}

/// What **Count me in** did.
#[derive(Clone, Debug)]
pub(in crate::features::rounds) struct In<'a> {
    /// In which programme.
    pub(in crate::features::rounds) programme: &'a Programme,
    /// How they stood before.
    pub(in crate::features::rounds) before: Standing,
    /// They had skipped the round that is announced.
    pub(in crate::features::rounds) unskipped: bool,
    /// When the next round starts that has room for them.
    pub(in crate::features::rounds) starts_at: DateTime<Utc>,
    /// Until when they are away all the same.
    pub(in crate::features::rounds) paused_until: Option<DateTime<Utc>>,
    /// They like to meet less often, and are in again from then on.
    pub(in crate::features::rounds) not_before: Option<DateTime<Utc>>,
}

/// They are in.
pub(in crate::features::rounds) fn counted_in(done: &In<'_>) -> Post {
    let name = escape_line(&done.programme.name);
    let opening = match (done.before, done.unskipped) {
        (Standing::In, true) => format!("Lovely, you are in **{name}** this time after all."),
        (Standing::In, false) => format!("You are in **{name}** already."),
        (Standing::Resting, _) => format!("Welcome back to **{name}**!"),
        (Standing::Out | Standing::NotForThem, _) => format!("You are in **{name}**!"),
    };
    let next = if !done.programme.running {
        "An admin has stopped it for now; when it goes on, so do you.".to_owned()
    } else if done.programme.channel.is_none() {
        "It has no channel at the moment; when it goes on, so do you.".to_owned()
    } else if let Some(until) = done.paused_until {
        format!(
            "You have paused until {}, though: rounds leave you out until then. `/me` ends the pause.",
            when(until)
        )
    } else if let Some(from) = done.not_before {
        format!(
            "You like to take part every few weeks, so your next round is the first one after <t:{}:D>. `/me` changes that.",
            from.timestamp()
        )
    } else {
        format!("The next round is {}.", when(done.starts_at))
    };
    Post::text(format!(
        "{opening} {next}\n-# Out again, or less often: `/me`."
    ))
}
