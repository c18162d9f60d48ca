//! The sentences of lessons, one by one.

use super::{
    LESSON_IS_GONE, ONLY_IN_A_SERVER, ONLY_ITS_AUTHOR, SEARCH_IS_GONE, edit_form, form_title,
    found, heading, lesson, newest, own, remove, removed, write_form, written,
};
use crate::domain::ids::{AskId, DraftId, GuildId, LessonId, MemberId, SkillId};
use crate::features::lessons::list::{FoundPage, LessonsPage};
use crate::features::paging::Page;
use crate::features::samples::{Reader, Said, Sample, Shown};
use crate::post::{Modal, Post};
use crate::store::lessons::Lesson;
use crate::store::types::at;

/// Every sentence, with when and to whom it is said.
pub fn samples() -> Vec<Sample> {
    let answer = |when, post: Post| Sample {
        reader: Reader::Teammate,
        place: Shown::Answer,
        when,
        said: Said::Post(post),
    };
    let form = |when, form: Modal| Sample {
        reader: Reader::Teammate,
        place: Shown::Form,
        when,
        said: Said::Form(form),
    };
    let sentence = |when, sentence: &str| Sample {
        reader: Reader::Teammate,
        place: Shown::Answer,
        when,
        said: Said::Sentence(sentence.to_owned()),
    };
    let one = Lesson {
        id: LessonId(1),
        guild: GuildId(1),
        author: Some(MemberId(1)),
        skill: SkillId(1),
        skill_name: "PostgreSQL".to_owned(),
        text: "A slow report mostly wants an index: EXPLAIN ANALYZE shows which.".to_owned(),
        answered: 2,
        created_at: at(1_772_618_400_000),
    };
    let nobodys = Lesson {
        author: None,
        answered: 1,
        ..one.clone()
    };
    let page = |lessons: &[&Lesson], of: usize| LessonsPage {
        page: Page::new(of, 5, 0),
        lessons: lessons.iter().copied().cloned().collect(),
    };
    let searched = |lessons: &[&Lesson]| FoundPage {
        typed: "slow report".to_owned(),
        draft: Some(DraftId(1)),
        found: page(lessons, lessons.len() * 5),
    };
    vec![
        answer("on `/lessons`", newest(&page(&[&one, &nobodys], 12), 1)),
        answer(
            "on `/lessons` before there is one",
            newest(&page(&[], 0), 0),
        ),
        answer(
            "on `/lessons search:slow report`",
            found(&searched(&[&one, &nobodys])),
        ),
        answer("when a search finds nothing", found(&searched(&[]))),
        answer("on **My lessons**, and in `/me`", own(&page(&[&one], 1))),
        answer(
            "on **My lessons** when there are none any more",
            own(&page(&[], 0)),
        ),
        answer("on **Open**", lesson(&nobodys, false, false)),
        answer("on **Open**, when they wrote it", lesson(&one, true, true)),
        answer("on **Remove**", remove(&one)),
        answer("once it is removed", removed(&one)),
        answer("once they have written a lesson", written(&one)),
        answer(
            "once they have written one for a question without a name",
            written(&nobodys),
        ),
        sentence("above each lesson", &heading(&one)),
        form("on **Edit**", edit_form(&one)),
        sentence("above a form for a lesson", &form_title("PostgreSQL")),
        form(
            "on **Write down a lesson**",
            write_form(AskId(1), "PostgreSQL", None),
        ),
        form(
            "on **Write down a lesson**, having written one",
            write_form(AskId(1), "PostgreSQL", Some(&one.text)),
        ),
        sentence("on a lesson that was removed", LESSON_IS_GONE),
        sentence("on the pages of a search of yesterday", SEARCH_IS_GONE),
        sentence(
            "when they want to change somebody else's lesson",
            ONLY_ITS_AUTHOR,
        ),
        sentence("on a list of lessons outside the server", ONLY_IN_A_SERVER),
    ]
}
