//! What is read in the thread of a pairing.

use super::{
    Changed, Introduction, Leaver, and, buttons, meeting, mentioned, mentions, met_button,
    not_yet_button, occasion,
};
use crate::domain::ids::MemberId;
use crate::domain::round::PairingState;
use crate::markdown::label;
use crate::post::Post;
use crate::store::pairings::Pairing;

/// Characters of a thread's name, by Discord's limit.
const MAX_THREAD_NAME: usize = 100;

/// What is asked of the one who is to write first.
const WRITE_FIRST: &str = "would you write first? A “hello, does the time suit you?” is plenty.";

/// The name of the thread. Names are plain text to Discord.
pub(crate) fn thread_name(pairing: &Pairing) -> String {
    let here = pairing.here().into_iter();
    let who: Vec<String> = here.map(|seat| seat.name.clone()).collect();
    named(pairing, &who)
}

/// The same with "somebody" in the place of one who is nobody's business any more.
pub(crate) fn thread_name_without(pairing: &Pairing, member: MemberId) -> String {
    let who = pairing.seats.iter().map(|seat| {
        if seat.member == member {
            "somebody".to_owned()
        } else {
            seat.name.clone()
        }
    });
    named(pairing, &who.collect::<Vec<_>>())
}

fn named(pairing: &Pairing, who: &[String]) -> String {
    let who: Vec<String> = who
        .iter()
        .map(|name| label(name, MAX_THREAD_NAME))
        .collect();
    label(
        &format!(
            "{} · {} {}",
            and(&who),
            pairing.programme_name,
            pairing.number
        ),
        MAX_THREAD_NAME,
    )
}

/// The first message of the thread, as things are now.
pub(crate) fn intro(introduction: &Introduction) -> Post {
    let pairing = &introduction.pairing;
    let members = pairing.members();
    if pairing.state == PairingState::Off {
        return Post::text(format!(
            "This one of {} doesn't come about.",
            occasion(pairing)
        ));
    }
    let mut post = Post::text(format!(
        "👋 {}, this round of {} brings you together.",
        mentions(&members),
        occasion(pairing)
    ));
    let people: Vec<String> = introduction
        .people
        .iter()
        .map(|person| {
            format!(
                "- {}: {}",
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
    let starter = introduction.to_talk_about(|member: MemberId| member.mention());
    let mut how = Vec::new();
    if let Some(starter) = starter {
        how.push(format!("To begin with: {starter}"));
    }
    if let Some(first) = pairing.first_writer.filter(|first| members.contains(first)) {
        how.push(format!("{}, {WRITE_FIRST}", first.mention()));
    }
    if !how.is_empty() {
        post = post.and_text(how.join("\n"));
    }
    if pairing.state == PairingState::Met {
        post = post.and_text(
            "**You met**, how nice. Whoever hasn't said yet how it was still can, with **We met**.",
        );
    }
    post.and_buttons(buttons(pairing)).and_text(
        "-# Moderators of this server can read this thread. Potluck only notices that somebody wrote, never what. `/me` has your pairings, pauses and how often.",
    )
}

/// Half-way, and nobody has written or clicked yet.
pub(crate) fn nudge(pairing: &Pairing) -> Post {
    let members = pairing.members();
    let first = pairing
        .first_writer
        .filter(|first| members.contains(first))
        .map(|first| format!("{}, over to you: ", first.mention()))
        .unwrap_or_default();
    let ask = match pairing.common_at {
        Some(at) => format!("would <t:{}:F> suit everybody?", at.timestamp()),
        None => "which day would suit everybody?".to_owned(),
    };
    Post::text(format!(
        "There is still time to meet before the next round. {first}{ask} If it's not a good time, **Can't this time** is a fine answer, too."
    ))
    .and_buttons(buttons(pairing))
    .pinging(pairing.first_writer.filter(|first| members.contains(first)))
}

/// "Did you meet?"
pub(crate) fn asked(pairing: &Pairing) -> Post {
    let members = pairing.members();
    Post::text(format!(
        "{}, did you get to your {}?",
        mentions(&members),
        meeting(pairing.kind)
    ))
    .and_buttons([met_button(pairing.id), not_yet_button(pairing.id)])
    .pinging(members)
}

/// The same once more.
pub(crate) fn asked_again(pairing: &Pairing) -> Post {
    let members = pairing.members();
    Post::text(format!(
        "{}, has your {} happened meanwhile? I won't ask again; **We met** works until <t:{}:F>.",
        mentions(&members),
        meeting(pairing.kind),
        pairing.next_at.timestamp()
    ))
    .and_buttons([met_button(pairing.id), not_yet_button(pairing.id)])
    .pinging(members)
}

/// One of three cannot, and the others go on.
pub(crate) fn two_go_on(introduction: &Introduction, leaver: Leaver<'_>, changed: Changed) -> Post {
    let pairing = &introduction.pairing;
    let members = pairing.members();
    let said = format!(
        "{}, so it's the two of you: {}.",
        leaver.clause(mentioned, "One of you can't this time"),
        mentions(&members)
    );
    if introduction.stays(changed) {
        return Post::text(format!("{said} Everything else stays as it is."));
    }
    let mut post = Post::text(said);
    for change in introduction.changes(changed) {
        post = post.and_text(change);
    }
    match pairing.first_writer.filter(|_| changed.first_writer) {
        Some(first) => post
            .and_text(format!("{}, {WRITE_FIRST}", first.mention()))
            .pinging([first]),
        None => post,
    }
}
