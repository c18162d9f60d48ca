//! What is read in private messages about a pairing.

use super::{
    Changed, Introduction, Leaver, bold, buttons, meeting, met_button, names, not_yet_button,
    occasion,
};
use crate::custom_id::RoundClick;
use crate::domain::ids::{MemberId, ProgrammeId};
use crate::domain::round::PairingState;
use crate::features::messages::with_fewer;
use crate::markdown::escape_line;
use crate::post::{Button, Post};
use crate::store::pairings::Pairing;

/// Whom somebody is with, where there is no thread to say it in.
pub(crate) fn told(introduction: &Introduction, member: MemberId, guild: &str) -> Post {
    let pairing = &introduction.pairing;
    let mut post = Post::text(format!(
        "👋 This round of {} in **{}** brings you together with {}. There is no thread for it, so please write to each other directly.",
        occasion(pairing),
        escape_line(guild),
        names(&pairing.others(member))
    ));
    let name = |member: MemberId| {
        let seat = pairing.seat(member);
        seat.map_or_else(String::new, bold)
    };
    let people: Vec<String> = introduction
        .people
        .iter()
        .filter(|person| person.member != member)
        .map(|person| {
            format!(
                "- **{}** ({}): {}",
                escape_line(&person.name),
                person.member.mention(),
                introduction.about(person)
            )
        })
        .collect();
    if !people.is_empty() {
        post = post.and_text(people.join("\n"));
    }
    if let Some(swap) = &introduction.swap {
        post = post.and_text(swap.clone());
    }
    // Whoever has met needs no hour to meet in, which may be past by then.
    if pairing.state != PairingState::Met {
        post = post.and_text(introduction.when());
    }
    if let Some(starter) = introduction.to_talk_about(name) {
        post = post.and_text(format!("To begin with: {starter}"));
    }
    if let Some(line) = writes_first(pairing, member) {
        post = post.and_text(line);
    }
    with_fewer(post.and_buttons(buttons(pairing)), guild)
}

/// The thread is gone, or was locked, and they go on without.
pub(crate) fn goes_on_privately(pairing: &Pairing, member: MemberId, guild: &str) -> Post {
    let post = Post::text(format!(
        "The thread with {} for {} in **{}** is no longer there. You can write to each other directly.",
        names(&pairing.others(member)),
        occasion(pairing),
        escape_line(guild)
    ))
    .and_buttons(buttons(pairing));
    with_fewer(post, guild)
}

/// "Did you meet?", where there is no thread to ask it in.
pub(crate) fn asked_privately(pairing: &Pairing, member: MemberId, guild: &str) -> Post {
    let post = Post::text(format!(
        "Did you get to your {} with {} ({} in **{}**)?",
        meeting(pairing.kind),
        names(&pairing.others(member)),
        occasion(pairing),
        escape_line(guild)
    ))
    .and_buttons([met_button(pairing.id), not_yet_button(pairing.id)]);
    with_fewer(post, guild)
}

/// The same once more. It names no day: it may be read long after it was written down, and the end of the round may have moved by then.
pub(crate) fn asked_again_privately(pairing: &Pairing, member: MemberId, guild: &str) -> Post {
    let post = Post::text(format!(
        "Has your {} with {} happened meanwhile ({} in **{}**)? I won't ask again; **We met** works until the next round begins.",
        meeting(pairing.kind),
        names(&pairing.others(member)),
        occasion(pairing),
        escape_line(guild)
    ))
    .and_buttons([met_button(pairing.id), not_yet_button(pairing.id)]);
    with_fewer(post, guild)
}

/// One of three cannot, and the others go on. `to` is who reads it, and in which server that is.
pub(crate) fn two_go_on_privately(
    introduction: &Introduction,
    leaver: Leaver<'_>,
    changed: Changed,
    to: (MemberId, &str),
) -> Post {
    let (member, guild) = to;
    let pairing = &introduction.pairing;
    let said = format!(
        "{}, so for {} in **{}** it's you and {}.",
        leaver.clause(bold, "One of the three of you can't this time"),
        occasion(pairing),
        escape_line(guild),
        names(&pairing.others(member))
    );
    let mut post = if introduction.stays(changed) {
        Post::text(format!("{said} Everything else stays as it is."))
    } else {
        Post::text(said)
    };
    for change in introduction.changes(changed) {
        post = post.and_text(change);
    }
    if changed.first_writer
        && let Some(line) = writes_first(pairing, member)
    {
        post = post.and_text(line);
    }
    with_fewer(post.and_buttons(buttons(pairing)), guild)
}

/// Who is asked to write first, as this one reads it.
fn writes_first(pairing: &Pairing, reader: MemberId) -> Option<String> {
    let first = pairing.first_writer?;
    if first == reader {
        let line = "Would you write first? A “hello, does the time suit you?” is plenty.";
        return Some(line.to_owned());
    }
    let name = pairing.seat(first).map_or_else(String::new, bold);
    Some(format!("{name} is asked to write first."))
}

/// Three rounds without a sign of somebody: they rest.
pub(crate) fn rests(programme: ProgrammeId, name: &str, guild: &str) -> Post {
    let post = Post::text(format!(
        "You seem to have your hands full, so I'm keeping your seat in **{}** of **{}** free for now: you won't be paired. Whenever it suits you again, one click is enough.",
        escape_line(name),
        escape_line(guild)
    ))
    .and_buttons([Button::primary("I'm back", RoundClick::Back { programme })]);
    with_fewer(post, guild)
}
