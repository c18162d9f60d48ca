//! What is said of a programme when something cannot be done with it, and the names it begins with.

use chrono::NaiveTime;

use super::{MOST, NAME_LENGTH};
use crate::domain::ids::RoleId;
use crate::domain::schedule::parse_time;
use crate::domain::text::TextError;
use crate::error::{Error, Result};
use crate::features::samples::{Reader, Said, Sample, Shown};
use crate::markdown::{escape_line, quote, truncate};
use crate::store::programmes::Programme;

/// What coffee rounds are called until an admin says otherwise.
pub(super) const COFFEE: &str = "Coffee chats";
/// What skill swaps are called until an admin says otherwise.
pub(super) const SWAPS: &str = "Skill swaps";
/// Characters of what was typed that are given back.
const TYPED: usize = 200;

/// When rounds start until an admin says otherwise.
pub(super) fn usual_time() -> NaiveTime {
    NaiveTime::from_hms_opt(10, 0, 0).unwrap_or_default()
}

/// A time of day as typed.
pub(super) fn time(typed: &str) -> Result<NaiveTime> {
    parse_time(typed).ok_or_else(|| bad_time(typed))
}

/// What was typed is no time of day.
fn bad_time(typed: &str) -> Error {
    Error::user(format!(
        "I can't read that as a time of day. Something like `10:00` or `2 pm` works. Nothing was changed. You typed:\n{}",
        quote(typed, TYPED)
    ))
}

/// What was typed is no name.
pub(super) fn bad_name(error: &TextError, typed: &str) -> Error {
    Error::user(match error {
        TextError::Empty => "A programme needs a name. Nothing was changed.".to_owned(),
        TextError::TooLong { .. } => format!(
            "That name is too long: it stands in the names of threads, so it has {NAME_LENGTH} characters at most. You typed:\n{}",
            quote(typed, TYPED)
        ),
    })
}

/// Another programme is called that.
pub(super) fn name_taken(name: &str) -> Error {
    Error::user(format!(
        "There is another programme called **{}**. Please choose a name that tells them apart.",
        escape_line(name)
    ))
}

/// The programme was removed, or never was.
pub(crate) fn gone() -> Error {
    Error::user(
        "That programme isn't there any more. `/me` shows those that there are, and `/settings` where admins begin new ones.",
    )
}

/// There is no room for another one.
pub(super) fn too_many() -> Error {
    Error::user(format!(
        "There are {MOST} programmes already, and that is the most. Please remove one first, or change one of them."
    ))
}

/// It is for people with another role.
pub(super) fn for_others(programme: &Programme, role: RoleId) -> Error {
    Error::user(format!(
        "**{}** is for people with {}, and I don't see that role with you. An admin of this server can help.",
        escape_line(&programme.name),
        role.mention()
    ))
}

/// Somebody who is not of the guild.
pub(super) fn not_a_member() -> Error {
    Error::user("I don't see you in that server any more. Its rounds are for the people there.")
}

/// Nothing usable came with a choice.
pub(super) fn nothing_chosen() -> Error {
    Error::user("Nothing was chosen there. Please choose again.")
}

/// Every sentence, with when and to whom it is said.
pub(crate) fn samples() -> Vec<Sample> {
    use crate::domain::ids::{GuildId, ProgrammeId};
    use crate::domain::pairing::Emphasis;
    use crate::domain::round::ProgrammeKind;
    let programme = Programme {
        id: ProgrammeId(1),
        guild: GuildId(1),
        kind: ProgrammeKind::Coffee,
        name: COFFEE.to_owned(),
        channel: None,
        role: Some(RoleId(201)),
        weekday: chrono::Weekday::Tue,
        time: usual_time(),
        every_weeks: 1,
        anchor: chrono::NaiveDate::default(),
        group_size: 2,
        names_shown: false,
        emphasis: Emphasis::default(),
        running: true,
    };
    let said = |reader, when, error: Error| Sample {
        reader,
        place: Shown::Answer,
        when,
        said: Said::Sentence(truncate(&error.to_string(), 2000)),
    };
    vec![
        said(
            Reader::Admin,
            "when the time of a programme cannot be read",
            bad_time("after lunch"),
        ),
        said(
            Reader::Admin,
            "when a programme is given no name",
            bad_name(&TextError::Empty, " "),
        ),
        said(
            Reader::Admin,
            "when a programme is given a long name",
            bad_name(
                &TextError::TooLong {
                    length: 60,
                    max: NAME_LENGTH,
                },
                "The coffee chats of everybody who is here on Tuesdays at ten",
            ),
        ),
        said(
            Reader::Admin,
            "when another programme has that name",
            name_taken(SWAPS),
        ),
        said(
            Reader::Admin,
            "when there are as many programmes as there can be",
            too_many(),
        ),
        said(
            Reader::Admin,
            "when nothing usable was chosen of a programme",
            nothing_chosen(),
        ),
        said(
            Reader::Teammate,
            "when a programme was removed meanwhile",
            gone(),
        ),
        said(
            Reader::Teammate,
            "when a programme is for people with another role",
            for_others(&programme, RoleId(201)),
        ),
        said(
            Reader::Teammate,
            "when they left the server and click on an old post",
            not_a_member(),
        ),
    ]
}
