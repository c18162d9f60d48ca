//! The page of a pairing in `/me`.

use chrono::{DateTime, Utc};

use super::regroup::{NOBODY, asked_later, look_for_another, place_buttons, sit_out_button};
use super::{
    Introduction, calendar_button, cant_button, met_button, names, not_yet_button, occasion,
    planned_button,
};
use crate::custom_id::RoundClick;
use crate::domain::ids::MemberId;
use crate::domain::regroup::FreedState;
use crate::domain::round::{PairingState, SeatAnswer};
use crate::markdown::escape_line;
use crate::post::{Button, Post};
use crate::store::pairings::Seat;

/// What the page of a pairing is made from.
#[derive(Clone, Debug)]
pub(crate) struct Page {
    /// Who is in it, and what was proposed.
    pub(crate) introduction: Introduction,
    /// The reader's seat.
    pub(crate) seat: Seat,
    /// What a swap asks still.
    pub(crate) question: Option<(String, Vec<Button>)>,
    /// How it stands where the reader lost their partner in it.
    pub(crate) freed: Option<FreedState>,
    /// Where another is looked for and nobody is asked yet: when pairs are.
    pub(crate) asked_from: Option<DateTime<Utc>>,
    /// Who could join them, with their names as written.
    pub(crate) asked: Vec<(MemberId, String)>,
}

/// A pairing on the page of one of its members, with everything they can do now.
pub(crate) fn page(page: &Page) -> Post {
    let (introduction, seat) = (&page.introduction, &page.seat);
    let pairing = &introduction.pairing;
    let others = pairing.others(seat.member);
    let with = if others.is_empty() {
        String::new()
    } else {
        format!(" with {}", names(&others))
    };
    let mut post = Post::text(format!(
        "{}, round {}{with}.",
        occasion(pairing),
        pairing.number
    ));
    if seat.left_at.is_some() || !pairing.is_going_on() {
        return ended(page, post);
    }
    if let Some(thread) = pairing.thread {
        post = post.and_text(format!("Your thread: {}", thread.mention()));
    }
    let others: Vec<String> = introduction
        .people
        .iter()
        .filter(|person| person.member != seat.member)
        .map(|person| {
            format!(
                "- **{}**: {}",
                escape_line(&person.name),
                introduction.about(person)
            )
        })
        .collect();
    if !others.is_empty() {
        post = post.and_text(others.join("\n"));
    }
    if let Some(swap) = &introduction.swap {
        post = post.and_text(swap.clone());
    }
    post = post.and_text(match (pairing.state, seat.answer) {
        (PairingState::Met, _) => "You met.".to_owned(),
        (_, Some(SeatAnswer::Planned)) => format!("It's planned. {}", introduction.when()),
        _ => introduction.when(),
    });
    let mut buttons = vec![met_button(pairing.id)];
    if pairing.state == PairingState::Open {
        buttons.extend([
            planned_button(pairing.id),
            not_yet_button(pairing.id),
            cant_button(pairing.id),
        ]);
    }
    if pairing.common_at.is_some() {
        buttons.push(calendar_button(pairing.id));
    }
    post = post.and_buttons(buttons);
    for (member, name) in &page.asked {
        post = post
            .and_text(format!(
                "Would the two of you like to be three, with **{}**?",
                escape_line(name)
            ))
            .and_buttons(place_buttons(pairing, *member));
    }
    match &page.question {
        Some((line, buttons)) => post.and_text(line.clone()).and_buttons(buttons.clone()),
        None => post,
    }
}

/// The page of a pairing that is over for the reader.
fn ended(page: &Page, post: Post) -> Post {
    let pairing = &page.introduction.pairing;
    let state = match (pairing.state, page.seat.left_at) {
        (_, Some(_)) if page.seat.answer == Some(SeatAnswer::Cant) => "You couldn't this time.",
        (_, Some(_)) => "It didn't come about with you.",
        (PairingState::Met, None) => "You met.",
        (PairingState::Off, None) => "It didn't come about.",
        (PairingState::Open | PairingState::Over, None) => "That round has ended.",
    };
    let mut post = post.and_text(state);
    post = match page.freed {
        Some(FreedState::Asked) => post
            .and_text("Shall I look for somebody else for you?")
            .and_buttons(look_for_another(pairing)),
        Some(FreedState::Looking) => post
            .and_text(page.asked_from.map_or_else(
                || "I'm looking for somebody else for you: pairs are asked whether they'd like to be three.".to_owned(),
                asked_later,
            ))
            .and_buttons([sit_out_button(pairing)]),
        Some(FreedState::Nobody) => post.and_text(NOBODY),
        Some(FreedState::Placed | FreedState::Out) | None => post,
    };
    if pairing.state == PairingState::Met && page.seat.left_at.is_none() {
        post = post.and_buttons([Button::plain(
            "Write down what I learned",
            RoundClick::Lesson {
                pairing: pairing.id,
            },
        )]);
    }
    match &page.question {
        Some((line, buttons)) => post.and_text(line.clone()).and_buttons(buttons.clone()),
        None => post,
    }
}
