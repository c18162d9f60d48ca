//! Every sentence about thanks for help that happened elsewhere.

pub(super) mod samples;

use super::command::{SKILL, WORDS};
use crate::custom_id::ThanksClick;
use crate::domain::ids::{DraftId, MemberId, MessageId};
use crate::domain::skill::SkillName;
use crate::domain::thanks::ThanksRefusal;
use crate::error::Error;
use crate::features::messages::with_fewer;
use crate::markdown::{escape_line, label, quote, truncate};
use crate::post::{Button, Field, MAX_LABEL, Modal, Post};
use crate::store::helps::Help;

/// The field of the form that takes the skill.
pub(super) const SKILL_FIELD: &str = "skill";
/// The field of the form that takes the words.
pub(super) const WORDS_FIELD: &str = "for";
/// Characters that a line of thanks may take in a message.
const WORDS_ROOM: usize = 1_000;
/// Characters of a mistyped skill that are given back.
const TYPED: usize = 100;

/// More than one skill was named.
pub(super) const ONE_AT_A_TIME: &str = "One skill at a time, please: each gets thanks of its own.";
/// The question is too old.
pub(super) const DRAFT_IS_GONE: &str = "That question is more than a day old, so I no longer have what you typed. `/thanks` still works, and late thanks are as good as early ones.";
/// Somebody else's question.
pub(super) const NOT_YOUR_DRAFT: &str =
    "That question is for the one who typed it. To thank somebody yourself, use `/thanks`.";
/// Pressed twice.
pub(super) const DRAFT_IS_USED: &str =
    "You have answered that already, and your thanks are on record. `/me` shows them.";
/// Thanks from the thread of an anonymous ask of theirs.
pub(super) const WITHOUT_YOUR_NAME: &str = "Thanks from here would carry your name, and this question has none. **Solved** says thank you without it; if you'd rather say it in your name, that's `/thanks`.";
/// The form came back from where no server is known.
pub(super) const ONLY_IN_A_SERVER: &str =
    "I can't tell which server this is about. Please use `/thanks` in your server.";

/// What the one who thanks reads.
pub(super) fn recorded(help: &Help, to: MemberId) -> Post {
    let with = help
        .skill
        .as_ref()
        .map(|(_, name)| format!(" for help with **{}**", escape_line(name)))
        .unwrap_or_default();
    let to = to.mention();
    Post::text(format!(
        "💛 Your thanks to {to}{with} are on record. You both find them in `/me`, under **Helps**."
    ))
}

/// What the one who is thanked reads. `from` and `guild` are names as written; `about` is a link to the message it was for.
pub(super) fn told(
    help: &Help,
    from: Option<&str>,
    about: Option<&str>,
    add: Option<Button>,
    guild: &str,
) -> Post {
    let from = from.map_or_else(|| "Somebody".to_owned(), escape_line);
    let guild_name = escape_line(guild);
    let mut post = Post::text(match &help.skill {
        Some((_, name)) => format!(
            "💛 **{from}** from **{guild_name}** says thank you: you helped with **{}**.",
            escape_line(name)
        ),
        None => format!("💛 **{from}** from **{guild_name}** says thank you for your help."),
    });
    if let Some(words) = &help.thanks {
        post = post.and_text(quote(words, WORDS_ROOM));
    }
    let about = about.map(|link| Button::link("What it was for", link));
    let buttons: Vec<Button> = add.into_iter().chain(about).collect();
    if !buttons.is_empty() {
        post = post.and_buttons(buttons);
    }
    with_fewer(post, guild)
}

/// The form of "Thanks for this".
pub(super) fn form(author: MemberId, message: MessageId) -> Modal {
    let field = |name: &str, label: &str, long, max_length, placeholder: &str| Field {
        name: name.to_owned(),
        label: label.to_owned(),
        long,
        required: false,
        max_length,
        placeholder: Some(placeholder.to_owned()),
        value: None,
    };
    Modal {
        id: ThanksClick::Written {
            member: author,
            message,
        }
        .into(),
        title: "Thanks for this".to_owned(),
        fields: vec![
            field(
                SKILL_FIELD,
                "A skill it was about (may stay empty)",
                false,
                SKILL,
                "Postgres",
            ),
            field(
                WORDS_FIELD,
                "A line of thanks (may stay empty)",
                true,
                WORDS,
                "That saved my afternoon!",
            ),
        ],
    }
}

/// "Did you mean …?"
pub(super) fn did_you_mean(
    to: MemberId,
    typed: &SkillName,
    candidates: &[SkillName],
    draft: DraftId,
) -> Post {
    let names: Vec<String> = candidates
        .iter()
        .map(|name| format!("**{}**", escape_line(name.as_str())))
        .collect();
    let click = |choice| ThanksClick::Meant { draft, choice };
    let mut buttons: Vec<Button> = (1..=u8::MAX)
        .zip(candidates)
        .map(|(choice, name)| Button::plain(label(name.as_str(), MAX_LABEL), click(choice)))
        .collect();
    buttons.push(Button::plain(
        label(&format!("No, {typed} it is"), MAX_LABEL),
        click(0),
    ));
    Post::text(format!(
        "You typed “{}”. Did you mean {}? Your thanks to {} wait for the answer.",
        escape_line(typed.as_str()),
        names.join(" or "),
        to.mention()
    ))
    .and_buttons(buttons)
}

/// Who cannot be thanked, and what was typed for them.
pub(super) fn refused(
    refusal: ThanksRefusal,
    to: MemberId,
    skill: Option<&str>,
    words: Option<&str>,
) -> Error {
    let to = to.mention();
    let why = match refusal {
        ThanksRefusal::Yourself => {
            "Well done for helping yourself! Thanks are for somebody else, so nothing was recorded."
                .to_owned()
        }
        ThanksRefusal::Bot => {
            "Bots don't need thanks, not even me, so nothing was recorded. Whoever set it up might like some."
                .to_owned()
        }
        ThanksRefusal::Left => format!(
            "{to} has left the server and would not hear of it, so nothing was recorded."
        ),
        ThanksRefusal::Unknown => format!(
            "I don't see {to} among the people here, so nothing was recorded. If they have just joined, please try again in a minute."
        ),
    };
    with_what_was_typed(why, skill, words)
}

/// What was typed cannot be read.
pub(super) fn unreadable(why: &str, skill: Option<&str>, words: Option<&str>) -> Error {
    with_what_was_typed(format!("{why} Nothing was recorded yet."), skill, words)
}

/// What was typed goes back with the refusal, so that nobody has to think of it twice.
fn with_what_was_typed(why: String, skill: Option<&str>, words: Option<&str>) -> Error {
    let written = |typed: Option<&str>| {
        typed
            .map(str::trim)
            .filter(|typed| !typed.is_empty())
            .map(str::to_owned)
    };
    let mut text = why;
    if let Some(skill) = written(skill) {
        let skill = escape_line(&truncate(&skill, TYPED));
        text = format!("{text}\nThe skill you typed: {skill}");
    }
    if let Some(words) = written(words) {
        text.push_str("\nYour words, so that they aren't lost:\n");
        text.push_str(&quote(&words, WORDS_ROOM));
    }
    Error::user(text)
}
