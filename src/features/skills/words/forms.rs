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
const SHOWN: usize = 600;

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

/// A form that could not be read. What was typed is given back.
pub(in crate::features::skills) fn form_unreadable(why: &str, typed: &str) -> Error {
    Error::user(format!(
        "{why}\nNothing was added. You typed:\n{}",
        quote(typed, SHOWN)
    ))
}

/// A level that is none.
pub(in crate::features::skills) fn unknown_level(level: &str, typed: &str) -> Error {
    form_unreadable(
        &format!(
            "I can't tell which level “{}” is. It is one of: *can start you off*, *use it daily*, *could give a talk*; or leave it empty.",
            escape_line(&truncate(level, usize::from(LEVEL_TYPED)))
        ),
        typed,
    )
}
