//! Every sentence about learners who become teachers.

pub(super) mod samples;

use crate::custom_id::LearningClick;
use crate::domain::ids::SkillId;
use crate::error::Error;
use crate::features::messages::with_fewer;
use crate::markdown::{escape_line, label};
use crate::post::{Button, MAX_LABEL, Post};

/// Somebody who is not, or no longer, in the server.
pub(super) const NOT_A_MEMBER: &str =
    "I don't see you in that server (yet). If you have just joined, please try again in a minute.";

/// The button with which a skill is added; a long name is cut, not the rest. `skill` is its name as written.
pub(super) fn add_label(skill: &str) -> String {
    let rest = "Add  to what I teach".len();
    format!("Add {} to what I teach", label(skill, MAX_LABEL - rest))
}

/// The question to somebody who learned a skill. `skill` and `guild` are names as written.
pub(super) fn question(skill: SkillId, name: &str, guild: &str) -> Post {
    let name = escape_line(name);
    let post = Post::text(format!(
        "A while ago you got a hand with **{name}** in **{}**. Could you start someone off with it now?",
        escape_line(guild)
    ))
    .and_text("The first steps are plenty: whoever has just learned something often explains it best. I ask this once for each skill.")
    .and_buttons([
        Button::primary("Yes, add it", LearningClick::Yes { skill }),
        Button::plain("Not yet", LearningClick::NotYet { skill }),
    ]);
    with_fewer(post, guild)
}

/// **Not yet**. `name` and `guild` are as written.
pub(super) fn not_yet(name: &str, guild: &str) -> Post {
    Post::text(format!(
        "That's fine, and I won't ask about **{}** again. Whenever you feel like it, `/teach` in **{}** adds it.",
        escape_line(name),
        escape_line(guild)
    ))
}

/// Added before, here or with `/teach`. `name` is as written.
pub(super) fn teaches_already(name: &str) -> Post {
    Post::text(format!(
        "You teach **{}** already, so there is nothing to add. `/me` shows everything you teach, and changes it.",
        escape_line(name)
    ))
}

/// Somebody else pressed. `name` is as written.
pub(super) fn only_for_helpers(name: &str) -> Error {
    Error::user(format!(
        "That button is for those who helped there. If you could start somebody off with **{}**, too, `/teach` adds it.",
        escape_line(name)
    ))
}

/// What the button was about is not kept any more.
pub(super) fn help_is_gone() -> Error {
    Error::user(
        "I no longer have what that was about. `/teach` adds anything you could start somebody off with.",
    )
}

/// Somebody else pressed, or the question is not kept any more.
pub(super) fn question_is_gone() -> Error {
    Error::user(
        "That question was for somebody else, or I no longer have it. `/teach` adds anything you could start somebody off with.",
    )
}
