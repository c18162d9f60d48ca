//! What somebody learned in a pairing: about which skill, and the forms for it.

use super::replies::LESSON_ROOM;
use crate::custom_id::RoundClick;
use crate::domain::ids::{DraftId, PairingId, SkillId};
use crate::domain::skill::{MAX_SKILL_NAME, SkillName};
use crate::features::lessons;
use crate::markdown::{escape_line, label, quote, truncate};
use crate::post::{
    Button, Field, MAX_LABEL, MAX_MODAL_TEXT, MAX_OPTION_TEXT, MAX_OPTIONS, Modal, Post, Select,
    SelectKind, SelectOption,
};

/// The field in which a skill is named.
pub(crate) const LESSON_FIELD_SKILL: &str = "skill";
/// The option that stands for a skill which is not among those shown.
pub(crate) const OTHER_SKILL: &str = "other";
pub(crate) const MEANT_IS_OVER: &str = "This question is more than a day old, so I no longer have what you wrote. **We met** lets you write it down again.";

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
