//! Lessons: written where an ask ends, read before the next one.

use super::super::words;
use super::asking::{asks_anonymously, open_asks, presses};
use super::*;
use crate::custom_id::{CustomId, LessonClick};
use crate::domain::ids::LessonId;
use crate::store::anonymity;
use crate::store::lessons::{self, Lesson};

/// Ravi has solved a question about Postgres and written this down.
async fn lesson(world: &mut World, text: &str) -> LessonId {
    world.try_ask(RAVI, "postgres", Some("?")).await.unwrap();
    let ask = open_asks(world, RAVI).await[0];
    let fields = [("lesson", text)];
    world
        .press_with(
            RAVI,
            AskClick::Lesson { ask },
            Some(GUILD),
            None,
            &[],
            &fields,
        )
        .await
        .unwrap();
    let done = answer(world.press(RAVI, AskClick::SolvedDone { ask }).await);
    assert!(done.contains("`/lessons`"), "{done}");
    let mut read = world.ctx.store.read().await.unwrap();
    lessons::of_ask(&mut read, ask).await.unwrap().unwrap()
}

async fn find(world: &World, id: LessonId) -> Lesson {
    let mut read = world.ctx.store.read().await.unwrap();
    lessons::find(&mut read, id).await.unwrap().unwrap()
}

#[tokio::test]
async fn a_lesson_that_answers_is_counted_and_nobody_is_asked() {
    let mut world = World::new().await;
    let id = lesson(&mut world, "A slow query wants an index.").await;
    assert_eq!(find(&world, id).await.author, Some(RAVI));
    let page = world
        .try_ask(MIA, "postgres", Some("My query is slow."))
        .await
        .unwrap();
    let shown = answer(Ok(page.clone()));
    assert!(shown.contains("> A slow query wants an index."), "{shown}");
    assert!(open_asks(&world, MIA).await.is_empty());
    let thanks = answer(presses(&world, MIA, &page, "This answers it").await);
    assert!(thanks.contains("nobody had to be asked"), "{thanks}");
    for label in ["This answers it", "Ask the team"] {
        assert_eq!(
            refusal(presses(&world, MIA, &page, label).await),
            words::DRAFT_IS_ANSWERED
        );
    }
    assert_eq!(find(&world, id).await.answered, 1);
    assert!(open_asks(&world, MIA).await.is_empty());
}

#[tokio::test]
async fn after_the_lessons_the_team_can_still_be_asked_once() {
    let mut world = World::new().await;
    lesson(&mut world, "Vacuum now and then.").await;
    let page = world
        .try_ask(MIA, "postgres", Some("My query is slow."))
        .await
        .unwrap();
    assert_eq!(
        refusal(presses(&world, SAM, &page, "Ask the team").await),
        words::NOT_YOUR_DRAFT
    );
    let up = answer(presses(&world, MIA, &page, "Ask the team").await);
    assert!(up.contains("**PostgreSQL** goes up"), "{up}");
    for label in ["This answers it", "Ask the team"] {
        assert_eq!(
            refusal(presses(&world, MIA, &page, label).await),
            words::DRAFT_IS_USED
        );
    }
    assert_eq!(open_asks(&world, MIA).await.len(), 1);
}

#[tokio::test]
async fn without_a_name_the_lessons_come_first_too_and_one_written_has_no_author() {
    let mut world = World::new().await;
    lesson(&mut world, "Vacuum now and then.").await;
    let page = asks_anonymously(&world, MIA, Some("How?")).await.unwrap();
    presses(&world, MIA, &page, "Ask the team").await.unwrap();
    let ask = {
        let mut read = world.ctx.store.read().await.unwrap();
        anonymity::open_of(&mut read, GUILD, MIA)
            .await
            .unwrap()
            .unwrap()
    };
    let fields = [("lesson", "Reading the manual helps.")];
    world
        .press_with(
            MIA,
            AskClick::Lesson { ask },
            Some(GUILD),
            None,
            &[],
            &fields,
        )
        .await
        .unwrap();
    world
        .press(MIA, AskClick::SolvedDone { ask })
        .await
        .unwrap();
    let mut read = world.ctx.store.read().await.unwrap();
    let id = lessons::of_ask(&mut read, ask).await.unwrap().unwrap();
    drop(read);
    let written = find(&world, id).await;
    assert_eq!(
        (written.author, written.text.as_str()),
        (None, "Reading the manual helps.")
    );
    assert_eq!(world.find(ask).await.lesson, None);
}

#[tokio::test]
async fn a_lesson_can_be_written_after_the_ask_was_solved() {
    let mut world = World::new().await;
    let ask = world.ask().await;
    let write = async |member, fields: &[(&str, &str)], id: LessonClick| {
        let press = Press {
            id: id.into(),
            by: actor(member),
            guild: None,
            channel: HELP_CHANNEL,
            message: Some(MessageId(1)),
            values: Vec::new(),
            fields: fields
                .iter()
                .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
                .collect(),
        };
        (crate::features::lessons::clicks::CLICKS.run)(&world.ctx, &press).await
    };
    assert_eq!(
        refusal(write(MIA, &[], LessonClick::Write { ask }).await),
        words::LESSON_TOO_EARLY
    );
    let done = answer(world.press(MIA, AskClick::SolvedDone { ask }).await);
    assert!(done.contains("[Write down a lesson]"), "{done}");
    assert_eq!(
        refusal(write(RAVI, &[], LessonClick::Write { ask }).await),
        words::LESSON_OF_ANOTHER
    );
    assert_eq!(
        answer(write(MIA, &[], LessonClick::Write { ask }).await),
        "<form: A lesson about PostgreSQL>"
    );
    let fields = [("lesson", "Indexes help.")];
    let written = answer(write(MIA, &fields, LessonClick::Written { ask }).await);
    assert!(written.contains("> Indexes help."), "{written}");
    // Written twice is changed once.
    let fields = [("lesson", "Indexes help a lot.")];
    write(MIA, &fields, LessonClick::Written { ask })
        .await
        .unwrap();
    let mut read = world.ctx.store.read().await.unwrap();
    assert_eq!(lessons::count(&mut read, GUILD).await.unwrap(), 1);
    let id = lessons::of_ask(&mut read, ask).await.unwrap().unwrap();
    let lesson = lessons::find(&mut read, id).await.unwrap().unwrap();
    assert_eq!(
        (lesson.author, lesson.text.as_str()),
        (Some(MIA), "Indexes help a lot.")
    );
}

#[tokio::test]
async fn of_two_questions_from_one_form_the_second_hears_that_a_lesson_answered_it() {
    let mut world = World::new().await;
    let id = lesson(&mut world, "A slow query wants an index.").await;
    let Ok(Reply::Modal(form)) = world.try_ask(MIA, "postgres", None).await else {
        panic!("no form")
    };
    let CustomId::Ask(click) = form.id else {
        panic!("{:?}", form.id)
    };
    let mut pages = Vec::new();
    for details in ["My query is slow.", "My query is really slow."] {
        let fields = [("details", details)];
        let page = world
            .press_with(MIA, click.clone(), Some(GUILD), None, &[], &fields)
            .await;
        pages.push(page.unwrap());
    }
    answer(presses(&world, MIA, &pages[0], "This answers it").await);
    for label in ["This answers it", "Ask the team"] {
        assert_eq!(
            refusal(presses(&world, MIA, &pages[1], label).await),
            words::DRAFT_IS_ANSWERED
        );
    }
    assert_eq!(find(&world, id).await.answered, 1);
}
