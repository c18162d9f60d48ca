//! The answers to clicks, and the page of a pairing in `/me`.

use std::fmt::Write as _;

use chrono::{DateTime, Utc};

use super::regroup::{NOBODY, look_for_another, place_buttons, sit_out_button};
use super::{
    Introduction, calendar_button, cant_button, meeting, met_button, names, not_yet_button,
    occasion, planned_button,
};
use crate::custom_id::RoundClick;
use crate::domain::ask::Face;
use crate::domain::ids::{DraftId, MemberId, PairingId, SkillId};
use crate::domain::regroup::FreedState;
use crate::domain::round::{PairingState, SeatAnswer};
use crate::domain::skill::{MAX_SKILL_NAME, SkillName};
use crate::features::lessons;
use crate::markdown::{escape_line, label, quote, truncate};
use crate::post::{
    Button, Field, File, MAX_LABEL, MAX_MODAL_TEXT, MAX_OPTION_TEXT, MAX_OPTIONS, Modal, Post,
    Select, SelectKind, SelectOption, Style,
};
use crate::store::pairings::{Pairing, Seat};

/// The field in which a skill is named.
pub(crate) const LESSON_FIELD_SKILL: &str = "skill";
/// The option that stands for a skill which is not among those shown.
pub(crate) const OTHER_SKILL: &str = "other";
/// Characters of a lesson that is shown again.
const LESSON_ROOM: usize = 1_500;

pub(crate) const GONE: &str =
    "This belongs to a round that is long over. Your pairings are in `/me`.";
pub(crate) const NOT_YOURS: &str =
    "These buttons are for the people who were put together here. Your own pairings are in `/me`.";
pub(crate) const NOT_A_MEMBER: &str =
    "I don't see you in that server (yet). If you have just joined, please try again in a minute.";
pub(crate) const NO_SUCH_FACE: &str = "Please choose one of the three faces.";
pub(crate) const NO_HOUR: &str = "Your working hours don't meet before the next round, so there's no hour to put down. Any time that suits everybody is a good one.";
pub(crate) const CALENDAR_TOO_LATE: &str = "This round is nearly over, and no hour is left in which everybody is at work. Any time that suits everybody is a good one.";
pub(crate) const NOT_FREED: &str = "That has settled itself: you're not waiting for anybody in this round any more. Your pairings are in `/me`.";
pub(crate) const MEANT_IS_OVER: &str = "This question is more than a day old, so I no longer have what you wrote. **We met** lets you write it down again.";
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

/// **Can't this time**. `two`: the others go on without.
pub(crate) fn cannot(others: &[&Seat]) -> Post {
    Post::text(match others {
        [] => "That's fine, and nobody is waiting for you. See you next time!".to_owned(),
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

/// About which skill the lesson is. `skills` are those that they teach or wish for.
pub(crate) fn lesson_select(pairing: PairingId, skills: &[(SkillId, String)]) -> Post {
    let mut options: Vec<SelectOption> = skills
        .iter()
        .take(MAX_OPTIONS - 1)
        .map(|(skill, name)| option(label(name, MAX_OPTION_TEXT), skill.to_string()))
        .collect();
    options.push(option("Something else".to_owned(), OTHER_SKILL.to_owned()));
    Post::text("What is it about?").and_select(Select {
        id: RoundClick::LessonAbout { pairing }.into(),
        placeholder: "Choose a skill".to_owned(),
        kind: SelectKind::Options(options),
        min: 1,
        max: 1,
    })
}

fn option(label: String, value: String) -> SelectOption {
    SelectOption {
        label,
        value,
        description: None,
        chosen: false,
    }
}

/// The form for a lesson about a skill, with what was written before.
pub(crate) fn lesson_form(
    pairing: PairingId,
    skill: (SkillId, &str),
    written: Option<&str>,
) -> Modal {
    Modal {
        id: RoundClick::LessonOn {
            pairing,
            skill: skill.0,
        }
        .into(),
        title: lessons::form_title(skill.1),
        fields: vec![lessons::field(written, true)],
    }
}

/// The form for a lesson about a skill that is named in it.
pub(crate) fn lesson_form_with_skill(pairing: PairingId, written: Option<&str>) -> Modal {
    let skill = Field {
        name: LESSON_FIELD_SKILL.to_owned(),
        label: "What is it about?".to_owned(),
        long: false,
        required: true,
        max_length: u16::try_from(MAX_SKILL_NAME).unwrap_or(u16::MAX),
        placeholder: Some("Postgres".to_owned()),
        value: None,
    };
    Modal {
        id: RoundClick::LessonWritten { pairing }.into(),
        title: label("What you learned", MAX_MODAL_TEXT),
        fields: vec![skill, lessons::field(written, true)],
    }
}

/// "Did you mean …?"
pub(crate) fn lesson_meant(draft: DraftId, typed: &SkillName, candidates: &[SkillName]) -> Post {
    let mut buttons: Vec<Button> = (0..)
        .zip(candidates)
        .map(|(choice, name): (u8, _)| {
            Button::plain(
                label(name.as_str(), MAX_LABEL),
                RoundClick::LessonMeant { draft, choice },
            )
        })
        .collect();
    buttons.push(Button::plain(
        label(&format!("No, {}", typed.as_str()), MAX_LABEL),
        RoundClick::LessonMeant {
            draft,
            choice: u8::MAX,
        },
    ));
    Post::text(format!(
        "“{}” looks much like something that is there already. Did you mean one of these?",
        escape_line(typed.as_str())
    ))
    .and_buttons(buttons)
}

/// The lesson is written.
pub(crate) fn lesson_written(skill: &str, text: &str) -> Post {
    Post::text(format!(
        "Written down under **{}**, for whoever asks next. `/lessons` has it, and lets you change or remove it.\n{}",
        escape_line(skill),
        quote(&truncate(text, LESSON_ROOM), LESSON_ROOM)
    ))
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

/// **I'm back**.
pub(crate) fn back(programme: &str, was_in: bool, paused_until: Option<DateTime<Utc>>) -> Post {
    let programme = escape_line(programme);
    let mut text = if was_in {
        format!("You're in **{programme}** already, and will be paired in its next round.")
    } else {
        format!("Welcome back! You'll be paired in the next round of **{programme}**.")
    };
    if let Some(until) = paused_until {
        let _ = write!(
            text,
            " You're paused until <t:{}:D>; `/me` ends that earlier.",
            until.timestamp()
        );
    }
    Post::text(text)
}

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
            .and_text("I'm looking for somebody else for you: pairs are asked whether they'd like to be three.")
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
