//! `/teach` and `/learn` as forms, for the buttons of the opening post and of `/me`: the same transition, the same answers.

use std::collections::BTreeMap;

use super::{Intent, words};
use crate::custom_id::CustomId;
use crate::domain::ids::{GuildId, MemberId};
use crate::domain::skill::{Level, parse_list};
use crate::domain::text::Note;
use crate::error::Result;
use crate::features::{Ctx, settings};
use crate::post::{Modal, Post};

/// The names of the fields.
pub(super) const SKILLS: &str = "skills";
pub(super) const LEVEL: &str = "level";
pub(super) const NOTE: &str = "note";

/// Which of the two forms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// What somebody could teach.
    Teach,
    /// What somebody would like to learn.
    Learn,
}

/// The form, empty; it comes back with this id.
pub fn form(which: Form, id: impl Into<CustomId>) -> Modal {
    match which {
        Form::Teach => words::teach_form(id.into()),
        Form::Learn => words::learn_form(id.into()),
    }
}

/// Records what was written in a form, and says what became of it. What cannot be read is given back with the reason, so that
/// nothing typed is lost.
pub async fn filled_in(
    ctx: &Ctx,
    guild: GuildId,
    member: MemberId,
    which: Form,
    fields: &BTreeMap<String, String>,
) -> Result<Post> {
    let guild = settings::turned_on(ctx, guild).await?;
    let field = |name: &str| fields.get(name).map(String::as_str).unwrap_or_default();
    let typed = words::Typed {
        skills: field(SKILLS),
        level: field(LEVEL),
        note: field(NOTE),
    };
    let names =
        parse_list(typed.skills).map_err(|error| words::unreadable(&error.to_string(), typed))?;
    let intent = match which {
        Form::Teach => Intent::Teach {
            level: level(typed.level).map_err(|()| words::unknown_level(typed))?,
        },
        Form::Learn => Intent::Learn,
    };
    let note = Note::parse_optional(Some(typed.note))
        .map_err(|error| words::unreadable(&error.to_string(), typed))?;
    let outcome = super::say(ctx, guild.id, member, intent, note, names).await?;
    Ok(words::outcome(&outcome))
}

/// A form has no list to choose from, so a level is written: its number, or any of its words.
fn level(typed: &str) -> Result<Option<Level>, ()> {
    let typed = typed.trim().to_lowercase();
    let has = |word: &str| typed.contains(word);
    match typed.as_str() {
        "" => Ok(None),
        "1" => Ok(Some(Level::Starter)),
        "2" => Ok(Some(Level::Daily)),
        "3" => Ok(Some(Level::Talk)),
        _ if has("start") => Ok(Some(Level::Starter)),
        _ if has("daily") || has("every day") => Ok(Some(Level::Daily)),
        _ if has("talk") => Ok(Some(Level::Talk)),
        _ => Err(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(typed: &str, expected: Result<Option<Level>, ()>) {
        assert_eq!(level(typed), expected, "{typed:?}");
    }

    #[test]
    fn a_level_is_read_as_people_write_it() {
        check("", Ok(None));
        check("  ", Ok(None));
        check("2", Ok(Some(Level::Daily)));
        check("I could start you off", Ok(Some(Level::Starter)));
        check("Use it DAILY", Ok(Some(Level::Daily)));
        check("every day", Ok(Some(Level::Daily)));
        check("a talk", Ok(Some(Level::Talk)));
        check("expert", Err(()));
        check("4", Err(()));
        for level in [Level::Starter, Level::Daily, Level::Talk] {
            check(level.label(), Ok(Some(level)));
        }
    }
}
