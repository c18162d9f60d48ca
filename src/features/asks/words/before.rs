//! What is said on the way to an ask: which skill is meant, the form, lessons that may answer it, and why not now.

use super::super::command::{Question, Typed};
use super::super::open::{NotNow, OpenAsk};
use crate::custom_id::AskClick;
use crate::domain::ids::DraftId;
use crate::domain::skill::SkillName;
use crate::domain::text::{Details, clean_line, clean_lines};
use crate::features::lessons;
use crate::markdown::{escape_line, label, quote, truncate};
use crate::post::{Block, Button, Field, MAX_LABEL, MAX_MODAL_TEXT, Modal, Post, Style};
use crate::store::lessons::Lesson;

/// The field of the form for what is to be done.
pub(crate) const DETAILS_FIELD: &str = "details";
/// The field of the form for the skill, where it is not known yet.
pub(crate) const SKILL_FIELD: &str = "skill";
/// Characters that may be typed as a skill: more than a name has, so that what is too long is answered in our words.
const SKILL_TYPED: u16 = 200;
/// Characters that a question may take where it is given back.
const KEPT_ROOM: usize = 2_400;
/// Characters that one of three lessons may take.
const LESSON_ROOM: usize = 1_050;

/// Asks which skill was meant.
pub(crate) fn did_you_mean(typed: &SkillName, candidates: &[SkillName], draft: DraftId) -> Post {
    let meant = candidates.iter().zip(1_u8..).map(|(name, choice)| {
        Button::primary(
            label(name.as_str(), MAX_LABEL),
            AskClick::Meant { draft, choice },
        )
    });
    let mut buttons: Vec<Button> = meant.collect();
    for button in buttons.iter_mut().skip(1) {
        button.style = Style::Plain;
    }
    buttons.push(Button::plain(
        label(&format!("No, {typed}"), MAX_LABEL),
        AskClick::Meant { draft, choice: 0 },
    ));
    let names: Vec<String> = candidates
        .iter()
        .map(|name| format!("**{}**", escape_line(name.as_str())))
        .collect();
    Post::text(format!(
        "Nobody here has spoken of **{}** yet. Did you mean {}?",
        escape_line(typed.as_str()),
        names.join(" or ")
    ))
    .and_buttons(buttons)
}

/// The form, with what was typed into it before. Where the skill is not known, it asks for it, too.
pub(crate) fn ask_form(skill: Option<&SkillName>, typed: &Typed, draft: DraftId) -> Modal {
    let (title, mut fields) = match skill {
        Some(skill) => (
            label(&format!("Ask about {skill}"), MAX_MODAL_TEXT),
            Vec::new(),
        ),
        None => (
            "Ask the team about this".to_owned(),
            vec![Field {
                name: SKILL_FIELD.to_owned(),
                label: "Which skill is it about?".to_owned(),
                long: false,
                required: true,
                max_length: SKILL_TYPED,
                placeholder: Some("For example: Postgres".to_owned()),
                value: filled_in(&clean_line(&typed.skill), usize::from(SKILL_TYPED)),
            }],
        ),
    };
    fields.push(Field {
        name: DETAILS_FIELD.to_owned(),
        label: "What would you like help with?".to_owned(),
        long: true,
        required: true,
        max_length: u16::try_from(Details::MAX).unwrap_or(u16::MAX),
        placeholder: Some("What are you trying to do, and where does it stop?".to_owned()),
        value: filled_in(&clean_lines(&typed.details), Details::MAX),
    });
    Modal {
        id: AskClick::Details { draft }.into(),
        title,
        fields,
    }
}

fn filled_in(typed: &str, max: usize) -> Option<String> {
    (!typed.is_empty()).then(|| truncate(typed, max))
}

/// What was written could not be taken; nothing of it is lost.
pub(crate) fn change_it(sentence: &str, draft: DraftId) -> Post {
    Post::text(sentence).and_buttons([Button::primary("Change it", AskClick::Again { draft })])
}

/// Lessons that may answer the question, before anybody is asked.
pub(crate) fn before_the_ask(skill: &SkillName, lessons: &[Lesson], draft: DraftId) -> Post {
    let name = escape_line(skill.as_str());
    let (written, one) = if lessons.len() == 1 {
        ("a colleague has written something down", "it")
    } else {
        ("colleagues have written something down", "one of these")
    };
    let mut post = Post::text(format!(
        "Before I ask the team about **{name}**: {written}. Maybe {one} answers your question?"
    ));
    for lesson in lessons {
        post.blocks.push(Block::Section {
            text: format!(
                "{}\n{}",
                lessons::heading(lesson),
                quote(&lesson.text, LESSON_ROOM)
            ),
            button: Button::success(
                "This answers it",
                AskClick::Answered {
                    draft,
                    lesson: lesson.id,
                },
            ),
        });
    }
    post.and_buttons([Button::primary(
        "Ask the team",
        AskClick::AskTheTeam { draft },
    )])
    .and_text("-# Nobody has been asked yet. I keep your question for a day.")
}

/// A lesson answered the question.
pub(crate) fn answered_by_lesson(skill: &SkillName) -> Post {
    Post::text(format!(
        "Lovely: **{}** is answered, and nobody had to be asked. Whoever wrote that down would be glad.",
        escape_line(skill.as_str())
    ))
}

/// Why it cannot be asked just now, and what to do.
pub(crate) fn not_now(reason: &NotNow) -> String {
    match reason {
        NotNow::TooMany(open) => format!(
            "{} of your questions are open, which is the most at a time: {}. Once one of them is **Solved**, or you say **Never mind** there or in `/me`, there is room for the next.",
            number(open.len()),
            super::and(&open.iter().map(open_ask).collect::<Vec<_>>())
        ),
        NotNow::OneAnonymous(ask) => format!(
            "One question without a name can be open at a time, and yours about {} is. Once it is **Solved**, or you say **Never mind** in `/me`, there is room for the next.",
            open_ask(ask)
        ),
        NotNow::ClosedLately(ask) => format!(
            "A moderator closed your question without a name about {} within the last three days, so the next one without a name has to wait until they are over. You can ask with your name right away.",
            open_ask(ask)
        ),
        NotNow::NamesOnly => {
            "Questions without a name are switched off in this server. You can ask with yours.".to_owned()
        }
        NotNow::NoHelpChannel => {
            "Without a help channel I can't ask for you without your name; an admin can choose one with `/setup`. You can ask with your name right away.".to_owned()
        }
    }
}

fn number(count: usize) -> String {
    match count {
        3 => "Three".to_owned(),
        other => other.to_string(),
    }
}

fn open_ask(ask: &OpenAsk) -> String {
    let name = escape_line(&ask.skill);
    let place = match ask.link.as_deref() {
        Some(link) if link.starts_with("https") => format!(" ([here]({link}))"),
        Some(thread) => format!(" ({thread})"),
        None => String::new(),
    };
    let hidden = if ask.anonymous {
        ", asked without your name"
    } else {
        ""
    };
    format!("**{name}**{place}{hidden}")
}

/// The same, with what was written given back, since it is not kept.
pub(crate) fn not_now_and_not_kept(reason: &NotNow, written: &str) -> String {
    let why = not_now(reason);
    if written.trim().is_empty() {
        return why;
    }
    format!(
        "{why}\nSo that nothing ties you to it, I keep nothing of what you wrote. Here it is, to copy:\n{}",
        quote(written, KEPT_ROOM)
    )
}

/// The same, with the question given back and kept.
pub(crate) fn not_now_but_kept(reason: &NotNow, question: &Question, draft: DraftId) -> Post {
    let by_name = Button::plain("Ask with my name", AskClick::AskByName { draft });
    let try_again = Button::primary("Try again", AskClick::AskTheTeam { draft });
    let buttons = match reason {
        NotNow::TooMany(_) => vec![try_again],
        NotNow::OneAnonymous(_) | NotNow::ClosedLately(_) | NotNow::NoHelpChannel => {
            vec![try_again, by_name]
        }
        NotNow::NamesOnly => vec![by_name],
    };
    Post::text(not_now(reason))
        .and_text(format!(
            "Your question about **{}** is safe for a day:\n{}",
            escape_line(question.skill.as_str()),
            quote(question.details.as_str(), KEPT_ROOM)
        ))
        .and_buttons(buttons)
}

pub(crate) const DRAFT_IS_GONE: &str =
    "I keep a half-written question for a day, and this one is gone. `/askfor` starts it afresh.";
pub(crate) const DRAFT_IS_USED: &str = "That question is up already; `/me` shows it.";
pub(crate) const DRAFT_IS_ANSWERED: &str =
    "A lesson has answered that question. If there is more to it, `/askfor` asks the team.";
pub(crate) const NOT_YOUR_DRAFT: &str =
    "That form is somebody else's. `/askfor` opens one for you.";
pub(crate) const ONE_AT_A_TIME: &str =
    "One skill at a time, please: each question finds its own helpers.";
pub(crate) const MY_OWN_MESSAGE: &str = "That message is one of mine. `/askfor` asks the team about anything else; on a colleague's message, this menu does.";

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::super::super::command::Manner;
    use super::*;
    use crate::domain::ids::{GuildId, LessonId, MemberId, SkillId};
    use crate::features::trial::assert_fits;
    use crate::store::types::at;

    const DRAFT: DraftId = DraftId(i64::MAX);

    /// The longest there can be, of characters that need protecting.
    fn lesson(id: i64) -> Lesson {
        Lesson {
            id: LessonId(id),
            guild: GuildId(1),
            author: Some(MemberId(i64::MAX)),
            skill: SkillId(1),
            skill_name: "#".repeat(50),
            text: "*".repeat(1_000),
            answered: 0,
            created_at: at(0),
        }
    }

    #[test]
    fn three_long_lessons_fit_before_an_ask() {
        let skill = SkillName::parse(&"x".repeat(50)).unwrap();
        let lessons = [lesson(1), lesson(2), lesson(3)];
        assert_fits(&before_the_ask(&skill, &lessons, DRAFT));
        assert_fits(&before_the_ask(&skill, &lessons[..1], DRAFT));
    }

    #[test]
    fn the_longest_question_is_given_back_within_the_limit() {
        let link = format!("https://discord.com/channels/{0}/{0}/{0}", i64::MAX);
        let open = OpenAsk {
            skill: "#".repeat(50),
            anonymous: true,
            link: Some(link),
        };
        let question = Question {
            skill: SkillName::parse(&"x".repeat(50)).unwrap(),
            details: Details::parse(&"*".repeat(1_500)).unwrap(),
            manner: Manner::default(),
            drafts: Vec::new(),
        };
        for reason in [
            NotNow::TooMany(vec![open.clone(), open.clone(), open.clone()]),
            NotNow::OneAnonymous(open.clone()),
            NotNow::ClosedLately(open),
            NotNow::NamesOnly,
            NotNow::NoHelpChannel,
        ] {
            assert_fits(&Post::text(not_now_and_not_kept(
                &reason,
                question.details.as_str(),
            )));
            assert_fits(&not_now_but_kept(&reason, &question, DRAFT));
        }
    }
}
