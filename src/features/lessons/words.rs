//! Every sentence about lessons.

mod samples;

pub use samples::samples;

use super::list::{FoundPage, LessonsPage};
use crate::custom_id::LessonClick;
use crate::domain::ids::AskId;
use crate::domain::text::LessonText;
use crate::markdown::{escape_line, label, quote, truncate};
use crate::post::{Block, Button, Field, MAX_MODAL_TEXT, Modal, Post, Quote, QuoteOf};
use crate::store::lessons::Lesson;

/// The field of every form for a lesson.
pub const FIELD: &str = "lesson";
/// Characters of a lesson on its own page: all of it, unless nearly every one needs protecting.
const ROOM: usize = 2_500;
/// Characters of a lesson in a list, as typed and as shown.
const EXCERPT: usize = 300;
const EXCERPT_ROOM: usize = 500;
/// Characters of a search that are repeated.
const SEARCH: usize = 100;

/// What stands above a lesson: its skill, who wrote it where that may be known, and when.
pub fn heading(lesson: &Lesson) -> String {
    let by = lesson
        .author
        .map(|author| format!(" · {}", author.mention()))
        .unwrap_or_default();
    format!(
        "**{}**{by} · <t:{}:D>",
        escape_line(&lesson.skill_name),
        lesson.created_at.timestamp()
    )
}

/// The title of a form for a lesson about this skill, as written (not escaped).
pub fn form_title(skill: &str) -> String {
    label(&format!("A lesson about {skill}"), MAX_MODAL_TEXT)
}

/// The field of a form for a lesson, with what is there already.
pub fn field(value: Option<&str>, required: bool) -> Field {
    Field {
        name: FIELD.to_owned(),
        label: "What would have helped you to know?".to_owned(),
        long: true,
        required,
        max_length: u16::try_from(LessonText::MAX).unwrap_or(u16::MAX),
        placeholder: Some("It was slow because… What fixed it was…".to_owned()),
        value: value.map(str::to_owned),
    }
}

/// The form for the lesson of a solved ask about this skill, with what the lesson it has says.
pub(super) fn write_form(ask: AskId, skill: &str, lesson: Option<&str>) -> Modal {
    Modal {
        id: LessonClick::Written { ask }.into(),
        title: form_title(skill),
        fields: vec![field(lesson, true)],
    }
}

/// The form for changing a lesson.
pub(super) fn edit_form(lesson: &Lesson) -> Modal {
    Modal {
        id: LessonClick::Edited { lesson: lesson.id }.into(),
        title: form_title(&lesson.skill_name),
        fields: vec![field(Some(&lesson.text), true)],
    }
}

/// All lessons, the newest first. `own` is how many of them the reader wrote.
pub(super) fn newest(page: &LessonsPage, own: i64) -> Post {
    if page.lessons.is_empty() {
        return Post::text(
            "No lessons here yet. They are written where a question ends: **Solved** has a place for what you learned, and whoever asks next \
             reads it first. `/askfor` asks the team.",
        );
    }
    let mut buttons = page.page.buttons(|page| LessonClick::Newest { page });
    if own > 0 {
        buttons.push(Button::plain("My lessons", LessonClick::Own { page: 0 }));
    }
    list(
        "What colleagues have learned, the newest first. `/lessons search:` looks for words in it."
            .to_owned(),
        page,
    )
    .and_buttons(buttons)
}

/// What a search found, best first.
pub(super) fn found(found: &FoundPage) -> Post {
    let typed = escape_line(&truncate(&found.typed, SEARCH));
    if found.found.lessons.is_empty() {
        return Post::text(format!(
            "Nobody has written anything down about “{typed}” yet. Fewer words, or only their beginnings, find more; and `/askfor` asks the team."
        ));
    }
    let buttons = found
        .draft
        .map(|draft| {
            found
                .found
                .page
                .buttons(|page| LessonClick::Found { draft, page })
        })
        .unwrap_or_default();
    list(
        format!("What colleagues have learned about “{typed}”, best first:"),
        &found.found,
    )
    .and_buttons(buttons)
}

/// What the reader wrote themselves.
pub(super) fn own(page: &LessonsPage) -> Post {
    if page.lessons.is_empty() {
        return Post::text(
            "You haven't written a lesson yet. When a question of yours is solved, **Write down a lesson** keeps what you learned for whoever asks next.",
        );
    }
    list(
        "Your lessons, the newest first. **Open** one to change or remove it.".to_owned(),
        page,
    )
    .and_buttons(page.page.buttons(|page| LessonClick::OwnPage { page }))
}

fn list(heading: String, page: &LessonsPage) -> Post {
    let mut post = Post::text(page.page.under(heading));
    for lesson in &page.lessons {
        post.blocks.push(Block::Section {
            text: excerpt(lesson),
            button: open(lesson),
        });
    }
    post
}

/// The beginning of a lesson, under its heading.
fn excerpt(lesson: &Lesson) -> String {
    format!(
        "{}\n{}",
        heading(lesson),
        quote(&truncate(&lesson.text, EXCERPT), EXCERPT_ROOM)
    )
}

fn open(lesson: &Lesson) -> Button {
    Button::plain("Open", LessonClick::Open { lesson: lesson.id })
}

/// A lesson as it is quoted in a channel, as lists show it.
pub fn quoted(lesson: &Lesson) -> Quote {
    Quote {
        of: QuoteOf::Lesson(lesson.id),
        text: excerpt(lesson),
        button: Some(open(lesson)),
    }
}

/// One lesson whole, with what the reader may do about it.
pub(super) fn lesson(lesson: &Lesson, may_edit: bool, may_remove: bool) -> Post {
    let answered = match lesson.answered {
        0 => String::new(),
        1 => "\n-# It has answered one question.".to_owned(),
        many => format!("\n-# It has answered {many} questions."),
    };
    let mut buttons = Vec::new();
    if may_edit {
        buttons.push(Button::plain(
            "Edit",
            LessonClick::Edit { lesson: lesson.id },
        ));
    }
    if may_remove {
        buttons.push(Button::plain(
            "Remove",
            LessonClick::Remove { lesson: lesson.id },
        ));
    }
    Post::text(format!("{}{answered}", heading(lesson)))
        .and_text(quote(&lesson.text, ROOM))
        .and_buttons(buttons)
}

/// Whether they are sure.
pub(super) fn remove(lesson: &Lesson) -> Post {
    Post::text("Remove this lesson for good? Nobody will find it any more.")
        .and_text(format!(
            "{}\n{}",
            heading(lesson),
            quote(&truncate(&lesson.text, EXCERPT), EXCERPT_ROOM)
        ))
        .and_buttons([
            Button::danger(
                "Yes, remove it",
                LessonClick::RemoveNow { lesson: lesson.id },
            ),
            Button::plain("Keep it", LessonClick::Keep { lesson: lesson.id }),
        ])
}

/// It is gone.
pub(super) fn removed(lesson: &Lesson) -> Post {
    Post::text(format!(
        "The lesson about **{}** is gone. `/lessons` shows the others.",
        escape_line(&lesson.skill_name)
    ))
}

/// A lesson was written down after its ask.
pub(super) fn written(lesson: &Lesson) -> Post {
    let name = escape_line(&lesson.skill_name);
    let text = format!("Thank you! Whoever asks about **{name}** next reads this first.");
    let post = Post::text(text).and_text(quote(&lesson.text, ROOM));
    if lesson.author.is_none() {
        return post.and_text("-# It stands there without your name.");
    }
    post.and_buttons([
        Button::plain("Edit", LessonClick::Edit { lesson: lesson.id }),
        Button::plain("Remove", LessonClick::Remove { lesson: lesson.id }),
    ])
}

pub(super) const LESSON_IS_GONE: &str =
    "That lesson isn't there any more. `/lessons` shows those there are.";
pub(super) const SEARCH_IS_GONE: &str =
    "I keep a search for a day, and this one is gone. `/lessons` starts it afresh.";
pub(super) const ONLY_ITS_AUTHOR: &str = "Only whoever wrote a lesson can change it, and remove it; whoever manages the server can remove it, too.";
pub(super) const ONLY_IN_A_SERVER: &str =
    "Lessons belong to a server: `/lessons` there shows them.";

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::domain::ids::{DraftId, GuildId, LessonId, MemberId, SkillId};
    use crate::features::paging::Page;
    use crate::features::trial::assert_fits;
    use crate::store::types::at;

    /// The longest there can be, of characters that need protecting.
    fn longest(id: i64) -> Lesson {
        Lesson {
            id: LessonId(id),
            guild: GuildId(1),
            author: Some(MemberId(i64::MAX)),
            skill: SkillId(1),
            skill_name: "#".repeat(50),
            text: "*".repeat(1_000),
            answered: 12,
            created_at: at(0),
        }
    }

    #[test]
    fn every_page_fits_whatever_is_written() {
        let page = LessonsPage {
            page: Page::new(15, 5, 1),
            lessons: (0..5).map(longest).collect(),
        };
        assert_fits(&newest(&page, 1));
        assert_fits(&own(&page));
        assert_fits(&found(&FoundPage {
            typed: "*".repeat(200),
            draft: Some(DraftId(1)),
            found: page,
        }));
        assert_fits(&lesson(&longest(1), true, true));
        assert_fits(&remove(&longest(1)));
        assert_fits(&written(&longest(1)));
    }

    #[test]
    fn a_lesson_without_an_author_names_nobody() {
        let nobodys = Lesson {
            author: None,
            ..longest(1)
        };
        assert!(!heading(&nobodys).contains("<@"));
        assert!(heading(&longest(1)).contains("<@9223372036854775807>"));
    }
}
