//! The Solved page: who helped, a face, a line of thanks.

use super::{anonymous, mentions, over, skill, solved_button};
use crate::custom_id::{AskClick, LessonClick};
use crate::domain::ask::{Face, MAX_HELPERS};
use crate::domain::ids::{AskId, MemberId};
use crate::domain::text::ThanksLine;
use crate::features::lessons;
use crate::markdown::{label, quote};
use crate::post::{
    Button, Field, MAX_LABEL, MAX_OPTION_TEXT, MAX_OPTIONS, Modal, Post, Select, SelectKind,
    SelectOption, Style,
};
use crate::store::asks::Ask;

/// The field of the thank-you form.
pub(crate) const THANKS_FIELD: &str = "thanks";
/// The field in which a name is searched for.
pub(crate) const NAME_FIELD: &str = "name";
/// Characters of a thank-you shown on the page.
const THANKS_ROOM: usize = 1_000;
/// Characters of a lesson shown on the page.
const LESSON_ROOM: usize = 1_800;

/// How people are chosen on the page.
pub(crate) enum Picker {
    /// With Discord's member picker, which knows everybody in a guild's channels.
    Everybody,
    /// From these, each with their name: in private messages Discord's picker knows only two.
    Suggestions(Vec<(MemberId, String)>),
}

/// The page as it stands.
pub(crate) fn solved_page(ask: &Ask, chosen: &[MemberId], picker: &Picker) -> Post {
    let who = if chosen.is_empty() {
        "Nobody is chosen: that's right if you found it yourself.".to_owned()
    } else {
        format!("Chosen: {}", mentions(chosen))
    };
    let mut post = Post::text(format!(
        "Great that **{}** is solved! Who helped you? Several are fine.",
        skill(ask)
    ));
    // A select needs something to select.
    if !matches!(picker, Picker::Suggestions(people) if people.is_empty()) {
        post = post.and_select(helper_select(ask.id, chosen, picker));
    }
    post = post.and_text(who);
    if matches!(picker, Picker::Suggestions(_)) {
        post = post.and_buttons([Button::plain(
            "Somebody else",
            AskClick::SolvedBySomebodyElse { ask: ask.id },
        )]);
    }
    post = post
        .and_text("How was it? Only sums over many are ever shown.")
        .and_buttons(faces(ask));
    let thank = match ask.thanks.as_deref() {
        Some(line) => {
            post = post.and_text(format!("Your thank-you:\n{}", quote(line, THANKS_ROOM)));
            "Change the thank-you"
        }
        None => "Write a thank-you",
    };
    let teach = match ask.lesson.as_deref() {
        Some(text) => {
            post = post.and_text(format!(
                "Your lesson, for whoever asks next:\n{}",
                quote(text, LESSON_ROOM)
            ));
            "Change the lesson"
        }
        None => "Write down a lesson",
    };
    post.and_buttons([
        Button::plain(thank, AskClick::WriteThanks { ask: ask.id }),
        Button::plain(teach, AskClick::WriteLesson { ask: ask.id }),
        Button::success("Done", AskClick::SolvedDone { ask: ask.id }),
    ])
}

fn helper_select(ask: AskId, chosen: &[MemberId], picker: &Picker) -> Select {
    let most = u8::try_from(MAX_HELPERS).unwrap_or(u8::MAX);
    let (kind, max) = match picker {
        Picker::Everybody => (SelectKind::Members(chosen.to_vec()), most),
        Picker::Suggestions(people) => {
            let options: Vec<SelectOption> = people
                .iter()
                .take(MAX_OPTIONS)
                .map(|(member, name)| SelectOption {
                    label: label(name, MAX_OPTION_TEXT),
                    value: member.to_string(),
                    description: None,
                    chosen: chosen.contains(member),
                })
                .collect();
            let max = u8::try_from(options.len()).unwrap_or(most).min(most);
            (SelectKind::Options(options), max)
        }
    };
    Select {
        id: AskClick::SolvedBy { ask }.into(),
        placeholder: "Who helped?".to_owned(),
        kind,
        min: 0,
        max,
    }
}

fn faces(ask: &Ask) -> [Button; 3] {
    let face = |emoji: &str, face: Face, number: u8| Button {
        style: if ask.face == Some(face) {
            Style::Success
        } else {
            Style::Plain
        },
        ..Button::plain(
            emoji,
            AskClick::Face {
                ask: ask.id,
                face: number,
            },
        )
    };
    [
        face("🙁", Face::Sad, 1),
        face("😐", Face::Neutral, 2),
        face("🙂", Face::Happy, 3),
    ]
}

/// The form for the line of thanks.
pub(crate) fn thanks_form(ask: &Ask) -> Modal {
    Modal {
        id: AskClick::Thanks { ask: ask.id }.into(),
        title: "A line of thanks".to_owned(),
        fields: vec![Field {
            name: THANKS_FIELD.to_owned(),
            label: "What did it change for you?".to_owned(),
            long: true,
            required: false,
            max_length: u16::try_from(ThanksLine::MAX).unwrap_or(u16::MAX),
            placeholder: Some("You saved my afternoon!".to_owned()),
            value: ask.thanks.clone(),
        }],
    }
}

/// The form for the lesson.
pub(crate) fn lesson_form(ask: &Ask) -> Modal {
    Modal {
        id: AskClick::Lesson { ask: ask.id }.into(),
        title: lessons::form_title(&ask.skill_name),
        fields: vec![lessons::field(ask.lesson.as_deref(), false)],
    }
}

/// The form in which somebody else is searched for.
pub(crate) fn name_form(ask: AskId) -> Modal {
    Modal {
        id: AskClick::SolvedByName { ask }.into(),
        title: "Who helped?".to_owned(),
        fields: vec![Field {
            name: NAME_FIELD.to_owned(),
            label: "Their name, or the beginning of it".to_owned(),
            long: false,
            required: true,
            max_length: 100,
            placeholder: None,
            value: None,
        }],
    }
}

/// Those found for a name.
pub(crate) fn people_found(ask: AskId, people: &[(MemberId, String)]) -> Post {
    let buttons = people.iter().map(|(member, name)| {
        Button::plain(
            label(name, MAX_LABEL),
            AskClick::SolvedByMember {
                ask,
                member: *member,
            },
        )
    });
    Post::text("Which of them?")
        .and_buttons(buttons)
        .and_buttons([Button::plain("Back", AskClick::SolvedPage { ask })])
}

/// Nobody found for a name.
pub(crate) fn nobody_found(ask: AskId) -> Post {
    Post::text(
        "I found nobody of that name in the server. Try another spelling, or only the beginning.",
    )
    .and_buttons([
        Button::plain("Somebody else", AskClick::SolvedBySomebodyElse { ask }),
        Button::plain("Back", AskClick::SolvedPage { ask }),
    ])
}

/// The page of an ask that is over, for its asker, who can still say who helped.
pub(crate) fn over_but_for_thanks(ask: &Ask) -> Post {
    Post::text(over(ask))
        .and_text("If somebody helped you, **Solved** still takes your thanks.")
        .and_buttons([solved_button(ask.id)])
}

/// Done.
pub(crate) fn recorded(ask: &Ask, helpers: &[MemberId]) -> Post {
    let name = skill(ask);
    let mut text = if helpers.is_empty() {
        format!("**{name}** is solved. Well done!")
    } else {
        format!(
            "**{name}** is solved, and your thanks to {} are on record.",
            mentions(helpers)
        )
    };
    if ask.lesson.is_some() {
        text.push_str(" Your lesson is in `/lessons`, where it answers whoever asks next.");
    }
    let mut post = Post::text(text);
    if ask.is_anonymous() {
        post = anonymous::afterwards(ask, post);
    }
    if ask.lesson.is_some() {
        return post;
    }
    post.and_buttons([Button::plain(
        "Write down a lesson",
        LessonClick::Write { ask: ask.id },
    )])
}

/// The answer to a face that is none of the three.
pub(crate) const NO_SUCH_FACE: &str = "Please choose one of the three faces.";

/// A person who cannot be put down as a helper.
pub(crate) const NOT_YOURSELF: &str =
    "Well done for finding it yourself! Leave the list empty then, and press **Done**.";
pub(crate) const NOT_A_BOT: &str = "Bots don't need thanks, not even me. Please choose people.";
pub(crate) const NOT_HERE: &str =
    "I don't know that person in this server. Please choose somebody who is here.";
pub(crate) const TOO_MANY_HELPERS: &str =
    "Ten people are the most I can put down for one question. Please choose those who helped most.";

/// Lessons that cannot be written.
pub(crate) const LESSON_OF_ANOTHER: &str =
    "Only whoever asked can write down what they learned from it. Your own questions are in `/me`.";
pub(crate) const LESSON_TOO_EARLY: &str = "A lesson can be written down once the question is solved: **Solved** in `/me` has a place for it.";
