//! `/teach` and `/learn` as forms.

use crate::custom_id::CustomId;
use crate::error::Error;
use crate::features::skills::forms::{LEVEL, NOTE, SKILLS};
use crate::markdown::{escape_line, quote, truncate};
use crate::post::{Field, Modal};

/// Characters of the field that takes several skills, as in the command.
const LIST: u16 = 600;
/// Characters of the level, as somebody writes it.
const LEVEL_TYPED: u16 = 40;
/// Characters of the note, as in the command.
const NOTE_TYPED: u16 = 200;
/// Characters of what was typed that are repeated.
const SHOWN: usize = 900;

/// What somebody could teach.
pub(in crate::features::skills) fn teach_form(id: CustomId) -> Modal {
    Modal {
        id,
        title: "I could teach…".to_owned(),
        fields: vec![
            skills("What? Several go with commas", "Postgres, public speaking"),
            optional(
                LEVEL,
                "How far can you take somebody?",
                LEVEL_TYPED,
                "start you off / use it daily / could give a talk",
            ),
            optional(
                NOTE,
                "What do you like to teach about it?",
                NOTE_TYPED,
                "query plans are my hobby",
            ),
        ],
    }
}

/// What somebody would like to learn.
pub(in crate::features::skills) fn learn_form(id: CustomId) -> Modal {
    Modal {
        id,
        title: "I'd like to learn…".to_owned(),
        fields: vec![
            skills("What? Several go with commas", "Kubernetes, Spanish"),
            optional(
                NOTE,
                "What would you like to know about it?",
                NOTE_TYPED,
                "enough to read our own charts",
            ),
        ],
    }
}

fn skills(label: &str, example: &str) -> Field {
    Field {
        name: SKILLS.to_owned(),
        label: label.to_owned(),
        long: false,
        required: true,
        max_length: LIST,
        placeholder: Some(example.to_owned()),
        value: None,
    }
}

fn optional(name: &str, label: &str, max_length: u16, example: &str) -> Field {
    Field {
        name: name.to_owned(),
        label: label.to_owned(),
        long: false,
        required: false,
        max_length,
        placeholder: Some(example.to_owned()),
        value: None,
    }
}

/// What somebody typed to teach or learn something: the skills, a level and a note, each perhaps empty.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::features::skills) struct Typed<'a> {
    /// The skills.
    pub(in crate::features::skills) skills: &'a str,
    /// The level, where it was not chosen from a list.
    pub(in crate::features::skills) level: &'a str,
    /// The note.
    pub(in crate::features::skills) note: &'a str,
}

/// What could not be read. All that was typed is given back.
pub(in crate::features::skills) fn unreadable(why: &str, typed: Typed<'_>) -> Error {
    let lines: Vec<&str> = [typed.skills, typed.level, typed.note]
        .into_iter()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect();
    if lines.is_empty() {
        return Error::user(why);
    }
    Error::user(format!(
        "{why}\nNothing was added. You typed:\n{}",
        quote(&lines.join("\n"), SHOWN)
    ))
}

/// A level that is none.
pub(in crate::features::skills) fn unknown_level(typed: Typed<'_>) -> Error {
    unreadable(
        &format!(
            "I can't tell which level “{}” is. It is one of: *can start you off*, *use it daily*, *could give a talk*; or leave it empty.",
            escape_line(&truncate(typed.level, usize::from(LEVEL_TYPED)))
        ),
        Typed { level: "", ..typed },
    )
}
