//! Every sentence of recognition and reflection.

mod asking;
mod month;
mod samples;

use crate::custom_id::SkillClick;
use crate::domain::recognition::{Answer, Month, NewSkill, Table, Thanks};
use crate::features::lessons;
use crate::features::settings::is_learning;
use crate::markdown::{escape_line, truncate};
use crate::post::{Button, Post, Quote, QuoteOf};
use crate::store::lessons::Lesson;

pub(super) use asking::{
    and_before, declined, form, laid_already, may_say, no_table, not_a_leader, not_asked_yet,
    not_laid, not_yours, question, says, taken_back, unsaid, unsaid_by_role, will_be_asked,
    will_not_be_asked, will_say, without_you,
};
pub(super) use month::{month, months_again, no_months};
pub use samples::samples;

/// Characters of somebody's line of thanks that are quoted.
const THANKS: usize = 200;
/// Characters of a name.
const NAME: usize = 100;
/// Teachers of a new skill who are named.
const TEACHERS: usize = 3;

/// The lessons of a week, for everybody.
pub(super) fn lessons(chosen: &[Lesson]) -> Post {
    let heading = if chosen.len() == 1 {
        "### A lesson from one of us"
    } else {
        "### Lessons from among us"
    };
    Post::default()
        .and_quotes(heading, chosen.iter().map(lessons::quoted).collect())
        .and_text(
            "-# Written down by colleagues for whoever comes after them. `/lessons` finds more.",
        )
        .for_its_quotes()
}

/// The table of a month, for everybody.
pub(super) fn table(month: Month, table: &Table) -> Post {
    let mut text = format!("### The table of {}", month.name());
    if !table.taught.is_empty() {
        let names: Vec<String> = table.taught.iter().map(|name| bold(name)).collect();
        let names = if table.more {
            format!("{} and more", names.join(", "))
        } else {
            listed(&names)
        };
        text.extend(["\nWhat we taught each other: ", &names, "."]);
    }
    if !table.new.is_empty() {
        text.push_str("\n**New on the table**");
        for skill in &table.new {
            text.push_str(&new_skill(skill));
        }
    }
    let learning = table.answers.iter();
    let post = Post::text(text)
        .and_quotes(
            "**Thank you**",
            table.thanks.iter().map(thank_you).collect(),
        )
        .and_quotes(
            "**Also learning**",
            learning.map(|answer| of_leader(month, answer)).collect(),
        )
        .and_text("What will you bring next month?")
        .and_buttons([
            Button::plain("I could teach…", SkillClick::OpenTeach {}),
            Button::plain("I'd like to learn…", SkillClick::OpenLearn {}),
        ])
        .and_text("-# Thanks are quoted where both agreed: **Quoting** in `/me`.");
    if table.taught.is_empty() && table.new.is_empty() {
        // An empty table would read as a reproach.
        post.for_its_quotes()
    } else {
        post
    }
}

fn new_skill(skill: &NewSkill) -> String {
    let mut who: Vec<String> = skill
        .teachers
        .iter()
        .take(TEACHERS)
        .map(|teacher| teacher.mention())
        .collect();
    if skill.teachers.len() > TEACHERS {
        who.push("others".to_owned());
    }
    format!("\n- {}, by {}", bold(&skill.name), listed(&who))
}

fn thank_you(thanks: &Thanks) -> Quote {
    let skill = thanks
        .skill
        .as_ref()
        .map(|skill| format!(", for {}", escape_line(&truncate(skill, NAME))))
        .unwrap_or_default();
    Quote {
        of: QuoteOf::Thanks(thanks.help),
        text: format!(
            "> “{}” {} to {}{skill}",
            escape_line(&truncate(&thanks.words, THANKS)),
            thanks.by.mention(),
            thanks.to.mention(),
        ),
        button: None,
    }
}

fn of_leader(month: Month, answer: &Answer) -> Quote {
    Quote {
        of: QuoteOf::Answer {
            member: answer.member,
            month: month.first(),
        },
        text: is_learning(answer.member, &answer.learning),
        button: None,
    }
}

/// A name in bold, as written.
fn bold(name: &str) -> String {
    format!("**{}**", escape_line(&truncate(name, NAME)))
}

/// "one", "one and two", or "one, two and three".
fn listed(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [before @ .., last] => format!("{} and {last}", before.join(", ")),
    }
}
