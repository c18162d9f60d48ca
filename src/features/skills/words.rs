//! Every sentence about offers, wishes and the list of skills.

mod forms;
mod samples;

use super::browse::{Availability, MemberPage, SkillsPage, TeacherLine, TeachersPage};
use super::{Intent, Outcome, Put, Question, Recorded};
use crate::custom_id::SkillClick;
use crate::domain::ids::MemberId;
use crate::domain::skill::{Level, SkillName};
use crate::error::Error;
use crate::features::paging::Page;
use crate::markdown::{escape_line, label, truncate};
use crate::post::{Button, MAX_LABEL, Post};

pub(super) use forms::{Typed, learn_form, teach_form, unknown_level, unreadable};
pub use samples::samples;

/// Characters of a note that a list shows.
const NOTE: usize = 100;

/// What was recorded, what happens next, and what has to be asked.
pub(super) fn outcome(outcome: &Outcome) -> Post {
    let mut post = Post::default();
    if !outcome.recorded.is_empty() {
        let lines: Vec<String> = outcome
            .recorded
            .iter()
            .map(|one| recorded(&outcome.intent, one))
            .collect();
        post = post
            .and_text(lines.join("\n"))
            .and_text(next_step(&outcome.intent, &outcome.recorded))
            .and_buttons(outcome.recorded.iter().map(|one| {
                let text = label(&format!("Remove {}", one.name), MAX_LABEL);
                match outcome.intent {
                    Intent::Teach { .. } => {
                        Button::plain(text, SkillClick::RemoveOffer { skill: one.skill })
                    }
                    Intent::Learn => {
                        Button::plain(text, SkillClick::RemoveWish { skill: one.skill })
                    }
                }
            }));
    }
    let Some(question) = &outcome.question else {
        return post;
    };
    if !post.blocks.is_empty() {
        post = post.and_divider();
    }
    did_you_mean(post, question)
}

fn recorded(intent: &Intent, one: &Recorded) -> String {
    let name = escape_line(&one.name);
    match (intent, one.put) {
        (Intent::Teach { .. }, put) => {
            let level = one
                .level
                .map(|level| format!(" (“{}”)", level.label()))
                .unwrap_or_default();
            let start = match put {
                Put::New => format!("You teach **{name}** now{level}."),
                Put::Updated => format!("Updated: you teach **{name}**{level}."),
            };
            let wish = match one.wish {
                0 => "Nobody else wishes to learn it yet.".to_owned(),
                1 => "One person wishes to learn it.".to_owned(),
                many => format!("{many} people wish to learn it."),
            };
            format!("{start} {wish}")
        }
        (Intent::Learn, put) => {
            let start = match put {
                Put::New => format!("**{name}** is on your list of wishes."),
                Put::Updated => format!("Updated: **{name}** is on your list of wishes."),
            };
            let teach = match one.teach {
                0 => "Nobody teaches it yet.".to_owned(),
                1 => "One person teaches it.".to_owned(),
                many => format!("{many} people teach it."),
            };
            format!("{start} {teach}")
        }
    }
}

fn next_step(intent: &Intent, recorded: &[Recorded]) -> String {
    match intent {
        Intent::Teach { .. } => "What happens next: when somebody asks about it, I may invite you to help and say why. **Not now** is always a fine \
             answer, and `/me` is the place for a pause or a limit."
            .to_owned(),
        Intent::Learn if recorded.iter().any(|one| one.teach > 0) => {
            let taught = recorded.iter().find(|one| one.teach > 0).map_or("", |one| one.name.as_str());
            format!(
                "What happens next: when you have a question, `/askfor` finds somebody who knows. `/skills skill:{}` shows who teaches it.",
                taught.replace('`', "")
            )
        }
        Intent::Learn => "What happens next: it stands in `/skills` as wished for, where whoever could teach it will see it. You can also ask \
             right away with `/askfor`."
            .to_owned(),
    }
}

fn did_you_mean(post: Post, question: &Question) -> Post {
    let typed = escape_line(question.typed.as_str());
    let names: Vec<String> = question
        .candidates
        .iter()
        .map(|name| format!("**{}**", escape_line(name.as_str())))
        .collect();
    let click = |choice| SkillClick::Meant {
        draft: question.draft,
        word: question.word,
        choice,
    };
    let candidates = (1..=u8::MAX).zip(&question.candidates);
    let mut buttons: Vec<Button> = candidates
        .map(|(choice, name)| Button::plain(label(name.as_str(), MAX_LABEL), click(choice)))
        .collect();
    buttons.push(Button::plain(
        label(&format!("No, {} it is", question.typed), MAX_LABEL),
        click(0),
    ));
    post.and_text(format!(
        "You typed “{typed}”. Did you mean {}?",
        names.join(" or ")
    ))
    .and_buttons(buttons)
}

/// The draft is gone: a day has passed, or it never was one of ours.
pub(super) fn question_is_gone() -> Error {
    Error::user(
        "That question is more than a day old, so I no longer have what you typed. Please use `/teach` or `/learn` again.",
    )
}

/// Somebody else pressed.
pub(super) fn question_of_somebody_else() -> Error {
    Error::user(
        "That question is for the one who typed it. To add a skill of your own, use `/teach` or `/learn`.",
    )
}

/// Pressed twice.
pub(super) fn question_was_answered(typed: &SkillName) -> Error {
    Error::user(format!(
        "You have answered that about “{}” already. `/me` shows everything you teach and wish for.",
        escape_line(typed.as_str())
    ))
}

/// An offer ended.
pub(super) fn offer_removed(name: &str) -> Post {
    Post::text(format!(
        "Done: you no longer teach **{}**. `/teach` brings it back whenever you like.",
        escape_line(name)
    ))
}

/// A wish ended.
pub(super) fn wish_removed(name: &str) -> Post {
    Post::text(format!(
        "Done: **{}** is off your list of wishes. `/learn` brings it back whenever you like.",
        escape_line(name)
    ))
}

/// There was no such offer: pressed twice, or removed elsewhere.
pub(super) fn no_such_offer() -> Error {
    Error::user(
        "You don't teach that any more, so there is nothing to remove. `/me` shows what you teach.",
    )
}

/// There was no such wish: pressed twice, or removed elsewhere.
pub(super) fn no_such_wish() -> Error {
    Error::user(
        "That is no longer on your list of wishes, so there is nothing to remove. `/me` shows what you wish for.",
    )
}

/// The button was pressed where no server is known.
pub(super) fn only_in_a_server() -> Error {
    Error::user("I can't tell which server this is about. Please use `/skills` in your server.")
}

/// The skill of an old button is not there.
pub(super) fn no_such_skill() -> Error {
    Error::user("That skill is no longer on the list. `/skills` shows what there is now.")
}

/// Bots have no skills.
pub(super) fn a_bot() -> Error {
    Error::user(
        "That is a bot: it neither teaches nor learns here. Choose a person, or use `/skills` alone for everything there is.",
    )
}

/// The guild's skills.
pub(super) fn skills(list: &SkillsPage) -> Post {
    if list.skills.is_empty() {
        return Post::text(
            "Nobody has added a skill yet, so you can be the first: `/teach` what you could start somebody off with, or `/learn` \
             what you would like to know.",
        );
    }
    let lines: Vec<String> = list
        .skills
        .iter()
        .map(|skill| {
            format!(
                "**{}** · {}",
                escape_line(&skill.name),
                teach_and_wish(skill.teach, skill.wish)
            )
        })
        .collect();
    let text = format!(
        "### What this team teaches and wishes to learn\n{}\n\n`/skills skill:…` shows who teaches one, most available first.",
        lines.join("\n")
    );
    paged(text, list.page, |page| SkillClick::Page { page })
}

fn teach_and_wish(teach: i64, wish: i64) -> String {
    let teach = match teach {
        0 => "nobody teaches it yet".to_owned(),
        1 => "1 teaches it".to_owned(),
        many => format!("{many} teach it"),
    };
    let wish = match wish {
        0 => String::new(),
        1 => ", 1 wishes for it".to_owned(),
        many => format!(", {many} wish for it"),
    };
    format!("{teach}{wish}")
}

/// Who teaches a skill.
pub(super) fn teachers(list: &TeachersPage) -> Post {
    let name = escape_line(&list.skill.name);
    let wish = match list.skill.wish {
        0 => String::new(),
        1 => " One person wishes to learn it.".to_owned(),
        many => format!(" {many} people wish to learn it."),
    };
    if list.teachers.is_empty() {
        return Post::text(format!(
            "Nobody teaches **{name}** yet.{wish} If you could start somebody off with it, `/teach` it; if you would like to learn \
             it, `/learn` puts it on your list; and `/askfor` asks the whole team."
        ));
    }
    let lines: Vec<String> = list.teachers.iter().map(teacher).collect();
    let text = format!(
        "### Who teaches {name}\n{}\n\n`/askfor` asks them for you, so that it falls on who has room.{wish}",
        lines.join("\n")
    );
    paged(text, list.page, |page| SkillClick::Teachers {
        skill: list.skill.skill,
        page,
    })
}

fn teacher(line: &TeacherLine) -> String {
    let availability = match line.availability {
        Availability::Now => "has room now",
        Availability::InTheirHours => "has room, outside their hours right now",
        Availability::Busy => "has enough on their plate right now",
        Availability::Away => "away for now",
    };
    format!(
        "{} · {availability}{}{}",
        line.member.mention(),
        level_words(line.level),
        note_words(line.note.as_deref())
    )
}

/// The skill is known to nobody here; what it may be instead.
pub(super) fn unknown_skill(typed: &SkillName, buttons: Vec<Button>) -> Post {
    let name = escape_line(typed.as_str());
    let text = format!("Nobody here teaches **{name}** or wishes for it yet.");
    if buttons.is_empty() {
        return Post::text(format!(
            "{text} Be the first with `/teach` or `/learn`, or ask the whole team with `/askfor`."
        ));
    }
    Post::text(format!("{text} Did you mean one of these?")).and_buttons(buttons)
}

/// What one member teaches and wishes to learn, as somebody sees it.
pub(super) fn member(list: &MemberPage, viewer: MemberId) -> Post {
    let own = list.member == viewer;
    let who = list.member.mention();
    if list.offers.is_empty() && list.wishes.is_empty() {
        return Post::text(if own {
            "There is nothing of yours here yet. `/teach` what you could start somebody off with, or `/learn` what you would like to know.".to_owned()
        } else {
            format!(
                "{who} has not added any skills yet. `/skills` shows who teaches what, and `/askfor` asks the whole team."
            )
        });
    }
    let mut parts = Vec::new();
    if !list.offers.is_empty() {
        let lines = list.offers.iter().map(|offer| {
            format!(
                "- **{}**{}{}",
                escape_line(&offer.name),
                level_words(offer.level),
                note_words(offer.note.as_deref())
            )
        });
        let title = if own {
            "**You teach**".to_owned()
        } else {
            format!("{who} **teaches**")
        };
        parts.push(format!("{title}\n{}", lines.collect::<Vec<_>>().join("\n")));
    }
    if !list.wishes.is_empty() {
        let lines = list.wishes.iter().map(|wish| {
            format!(
                "- **{}**{}",
                escape_line(&wish.name),
                note_words(wish.note.as_deref())
            )
        });
        let title = if own {
            "**You wish to learn**".to_owned()
        } else {
            format!("{who} **wishes to learn**")
        };
        parts.push(format!("{title}\n{}", lines.collect::<Vec<_>>().join("\n")));
    }
    paged(parts.join("\n\n"), list.page, |page| {
        SkillClick::MemberPage {
            member: list.member,
            page,
        }
    })
}

fn level_words(level: Option<Level>) -> String {
    level
        .map(|level| format!(" · “{}”", level.label()))
        .unwrap_or_default()
}

fn note_words(note: Option<&str>) -> String {
    note.map(|note| format!(" · {}", escape_line(&truncate(note, NOTE))))
        .unwrap_or_default()
}

fn paged(text: String, page: Page, to: impl Fn(u16) -> SkillClick) -> Post {
    Post::text(page.under(text)).and_buttons(page.buttons(to))
}
