//! What is said around somebody who lost their partner.

use chrono::{DateTime, Utc};

use super::{Changed, Introduction, Leaver, bold, buttons, mentioned, mentions, names, occasion};
use crate::custom_id::RoundClick;
use crate::domain::ids::MemberId;
use crate::features::messages::with_fewer;
use crate::markdown::escape_line;
use crate::post::{Button, Post};
use crate::store::pairings::{Pairing, Seat};

pub(super) const NOBODY: &str = "Nobody new for you this time; you are first next time.";

pub(super) fn look_for_another(pairing: &Pairing) -> [Button; 2] {
    let find = RoundClick::FindMe {
        pairing: pairing.id,
    };
    [
        Button::primary("Find me somebody else", find),
        sit_out_button(pairing),
    ]
}

pub(super) fn sit_out_button(pairing: &Pairing) -> Button {
    let sit_out = RoundClick::SitOut {
        pairing: pairing.id,
    };
    Button::plain("I'll sit this one out", sit_out)
}

pub(super) fn place_buttons(pairing: &Pairing, member: MemberId) -> [Button; 2] {
    let pairing = pairing.id;
    [
        Button::primary("Happy to be three", RoundClick::BeThree { pairing, member }),
        Button::plain(
            "We'd rather stay two",
            RoundClick::StayTwo { pairing, member },
        ),
    ]
}

/// What is said where it is not said who is not there.
const NOT_THIS_TIME: &str = "It doesn't work out with your partner this time";

/// The other one is not there: in the thread.
pub(crate) fn freed(pairing: &Pairing, leaver: Leaver<'_>, alone: MemberId) -> Post {
    Post::text(format!(
        "{}. {}, shall I look for somebody else for you?",
        leaver.clause(mentioned, NOT_THIS_TIME),
        alone.mention()
    ))
    .and_buttons(look_for_another(pairing))
    .pinging([alone])
}

/// The same by private message.
pub(crate) fn freed_privately(pairing: &Pairing, leaver: Leaver<'_>, guild: &str) -> Post {
    let post = Post::text(format!(
        "{} ({} in **{}**). Shall I look for somebody else for you?",
        leaver.clause(bold, NOT_THIS_TIME),
        occasion(pairing),
        escape_line(guild)
    ))
    .and_buttons(look_for_another(pairing));
    with_fewer(post, guild)
}

/// Why nobody is looked for, and what they have of it.
const TOO_LATE: &str = "It's too late in the round to find another, so nobody new for you this time; you are first next time.";

/// The other one is not there, so late that nobody else is looked for: in the thread.
pub(crate) fn freed_too_late(leaver: Leaver<'_>, alone: MemberId) -> Post {
    Post::text(format!(
        "{}. {} {TOO_LATE}",
        leaver.clause(mentioned, NOT_THIS_TIME),
        alone.mention()
    ))
    .pinging([alone])
}

/// The same by private message.
pub(crate) fn freed_too_late_privately(pairing: &Pairing, leaver: Leaver<'_>, guild: &str) -> Post {
    let post = Post::text(format!(
        "{} ({} in **{}**). {TOO_LATE}",
        leaver.clause(bold, NOT_THIS_TIME),
        occasion(pairing),
        escape_line(guild)
    ));
    with_fewer(post, guild)
}

/// There is nobody: in the thread.
pub(crate) fn nobody(alone: MemberId) -> Post {
    Post::text(format!("{}: {NOBODY}", alone.mention())).pinging([alone])
}

/// The same by private message.
pub(crate) fn nobody_privately(pairing: &Pairing, guild: &str) -> Post {
    with_fewer(
        Post::text(format!(
            "{NOBODY} That is about {} in **{}**.",
            occasion(pairing),
            escape_line(guild)
        )),
        guild,
    )
}

/// The answer to **Find me somebody else** while pairs are asked, or nobody could be.
pub(crate) fn searching(pairs: usize) -> Post {
    Post::text(match pairs {
        0 => NOBODY.to_owned(),
        1 => "I've asked a pair whether they'd like to be three with you. You'll hear within a working day.".to_owned(),
        pairs => format!(
            "I've asked {pairs} pairs whether they'd like to be three with you. The first that says yes gets you, and you'll hear within a working day."
        ),
    })
}

/// The answer to **Find me somebody else** at night, or on a day off.
pub(crate) fn searching_later(at_work: DateTime<Utc>) -> Post {
    Post::text(asked_later(at_work))
}

/// Pairs are asked to be three with somebody only when people are at work.
pub(super) fn asked_later(at_work: DateTime<Utc>) -> String {
    format!(
        "I'm looking for somebody else for you: <t:{}:R>, when people are at work again, I ask pairs whether they'd like to be three with you.",
        at_work.timestamp()
    )
}

/// The answer where another was found at once.
pub(crate) fn together(with: &[&Seat]) -> Post {
    Post::text(format!(
        "Found: you're with {} now. I'm introducing you to each other.",
        names(with)
    ))
}

/// Another was found for somebody who waited: in the thread of the pairing that fell apart. The new one says the rest.
pub(crate) fn found_in_thread(member: MemberId) -> Post {
    Post::text(format!(
        "{}, I've found somebody for you, and am introducing you to each other.",
        member.mention()
    ))
}

/// The answer to **I'll sit this one out**.
pub(crate) fn sat_out() -> Post {
    Post::text("That's fine. You're in again next time, and among the first.")
}

/// A pair is asked to be three: in their thread.
pub(crate) fn asked_for_a_place(pairing: &Pairing, freed: MemberId) -> Post {
    let members = pairing.members();
    Post::text(format!(
        "{}, somebody's partner can't make it this time: would you like to be three, with {}? It takes a yes from both of you, and staying two is just as fine.",
        mentions(&members),
        freed.mention()
    ))
    .and_buttons(place_buttons(pairing, freed))
    .pinging(members)
}

/// The same by private message.
pub(crate) fn asked_for_a_place_privately(
    pairing: &Pairing,
    freed: (MemberId, &str),
    member: MemberId,
    guild: &str,
) -> Post {
    let post = Post::text(format!(
        "Somebody's partner can't make it this time: would you and {} like to be three, with **{}** ({} in **{}**)? It takes a yes from both of you, and staying two is just as fine.",
        names(&pairing.others(member)),
        escape_line(freed.1),
        occasion(pairing),
        escape_line(guild)
    ))
    .and_buttons(place_buttons(pairing, freed.0));
    with_fewer(post, guild)
}

/// The answer to one of the pair. `waits` is for whose yes it waits still.
pub(crate) fn place_answered(yes: bool, waits: &[&Seat]) -> Post {
    Post::text(match (yes, waits) {
        (true, []) => "Three it is. Have a good time!".to_owned(),
        (true, waits) => format!("Thank you! It only needs a yes from {} now.", names(waits)),
        (false, _) => "That's fine: you stay two.".to_owned(),
    })
}

/// What was asked of the pair is no longer open.
pub(crate) fn place_is_over() -> Post {
    Post::text("Thank you! That has settled itself meanwhile, so you stay as you are.")
}

/// The pair said yes only once it had been asked whether it met.
pub(crate) fn place_is_over_as_asked() -> Post {
    Post::text(
        "Thank you! It has got late for a third: I've asked you already whether you met, so you stay as you are.",
    )
}

/// They are three: in the thread.
pub(crate) fn three_now(introduction: &Introduction, joined: MemberId, changed: Changed) -> Post {
    let pairing = &introduction.pairing;
    let mut post = Post::text(format!(
        "👋 Welcome, {}! You're three now: {}. Who you are to each other, and when you could meet, is in the first message.",
        joined.mention(),
        mentions(&pairing.members())
    ));
    if changed.hour {
        post = post.and_text(introduction.when());
    }
    post.pinging([joined])
}

/// They are three: to those who were two, by private message.
pub(crate) fn three_now_privately(
    introduction: &Introduction,
    joined: &str,
    changed: Changed,
    guild: &str,
) -> Post {
    let pairing = &introduction.pairing;
    let mut post = Post::text(format!(
        "**{}** joins you for {} in **{}**: you're three now.",
        escape_line(joined),
        occasion(pairing),
        escape_line(guild)
    ));
    if changed.hour {
        post = post.and_text(introduction.when());
    }
    with_fewer(post.and_buttons(buttons(pairing)), guild)
}
