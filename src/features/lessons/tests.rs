//! Lessons as they are read, searched, changed and removed.

use super::*;
use crate::custom_id::LessonClick;
use crate::domain::ids::DraftId;
use crate::domain::skill::SkillName;
use crate::features::trial::{GUILD, MIA, NOOR, RAVI, SAM, Trial, button, refused, shown};
use crate::features::{Reply, skills};
use crate::store::asks::NewAsk;

/// Somebody has written this down.
async fn lesson(trial: &Trial, author: Option<MemberId>, skill: &str, text: &str) -> LessonId {
    let mut write = trial.ctx.store.write().await.unwrap();
    let name = SkillName::parse(skill).unwrap();
    let now = trial.clock.now();
    let skill = skills::ensure(&mut write, GUILD, &name, now).await.unwrap();
    let ask = NewAsk {
        guild: GUILD,
        asker: author,
        skill,
        details: "?",
        about: None,
        post_channel: None,
        at: now,
    };
    let ask = ask_rows::insert(&mut write, ask).await.unwrap();
    let ask = ask_rows::find(&mut write, ask).await.unwrap().unwrap();
    let id = put(&mut write, &ask, text, now).await.unwrap();
    write.commit().await.unwrap();
    trial.ctx.skill_indexes.refresh(&trial.ctx, GUILD).await;
    id
}

async fn searches(trial: &Trial, typed: &str) -> Result<Reply> {
    trial
        .uses(MIA, &command::LESSONS, &[("search", typed)])
        .await
}

async fn lists(trial: &Trial) -> Result<Reply> {
    trial.uses(MIA, &command::LESSONS, &[]).await
}

async fn writes(trial: &Trial, by: MemberId, id: LessonClick, text: &str) -> Result<Reply> {
    trial.fills_in(by, id, &[(FIELD, text)]).await
}

#[tokio::test]
async fn empty_lists_say_the_next_step() {
    let trial = Trial::turned_on().await;
    assert!(shown(lists(&trial).await).contains("`/askfor`"));
    assert!(shown(searches(&trial, "postgres").await).contains("`/askfor`"));
    let own = shown(trial.presses(MIA, LessonClick::Own { page: 0 }).await);
    assert!(own.contains("**Write down a lesson**"), "{own}");
}

#[tokio::test]
async fn the_newest_come_first_and_the_author_is_shown_where_there_is_one() {
    let trial = Trial::turned_on().await;
    lesson(&trial, Some(RAVI), "PostgreSQL", "Vacuum now and then.").await;
    lesson(&trial, None, "Rust", "Clone first, borrow later.").await;
    let list = shown(lists(&trial).await);
    let (rust, postgres) = list.split_once("**PostgreSQL**").unwrap();
    assert!(rust.contains("**Rust** · <t:"), "{list}");
    assert!(postgres.starts_with(" · <@13> · <t:"), "{list}");
    assert!(!list.contains("My lessons"), "{list}");
}

#[tokio::test]
async fn long_lists_have_pages_and_a_search_is_kept_a_day() {
    let trial = Trial::turned_on().await;
    for number in 0..12 {
        lesson(
            &trial,
            Some(MIA),
            "PostgreSQL",
            &format!("Fact number {number}."),
        )
        .await;
    }
    let first = lists(&trial).await;
    let more = trial.presses(MIA, button(&first, "More ›")).await;
    assert!(shown(more).contains("Page 2 of 3"));
    assert!(shown(first).contains("[My lessons]"));

    let first = searches(&trial, "k8s, fact").await;
    assert!(shown(first).contains("Nobody has written anything down"));
    let first = searches(&trial, "fact").await;
    let more = button(&first, "More ›");
    assert!(shown(first).contains("Page 1 of 3"));
    let second = trial.presses(MIA, more.clone()).await;
    assert!(shown(second).contains("Page 2 of 3"));
    assert_eq!(
        refused(trial.presses(RAVI, more).await),
        words::SEARCH_IS_GONE
    );
    let gone = LessonClick::Found {
        draft: DraftId(404),
        page: 1,
    };
    assert_eq!(
        refused(trial.presses(MIA, gone).await),
        words::SEARCH_IS_GONE
    );
    let own = trial.presses(MIA, LessonClick::Own { page: 0 }).await;
    let last = trial.presses(MIA, LessonClick::OwnPage { page: 2 }).await;
    assert!(shown(own).contains("Page 1 of 3") && shown(last).contains("Page 3 of 3"));
}

#[tokio::test]
async fn a_search_knows_the_other_names_of_a_skill() {
    let trial = Trial::turned_on().await;
    lesson(&trial, Some(RAVI), "Kubernetes", "Read the events first.").await;
    assert!(shown(searches(&trial, "k8s").await).contains("Read the events first."));
    // What is repeated of the search is only text.
    let hostile = shown(searches(&trial, "\"@everyone** NEAR(").await);
    assert!(hostile.contains("\\@everyone\\*\\*"), "{hostile}");
}

#[tokio::test]
async fn its_author_changes_and_removes_a_lesson() {
    let trial = Trial::turned_on().await;
    let id = lesson(&trial, Some(MIA), "PostgreSQL", "Vacuum weekly.").await;
    let page = trial.presses(MIA, LessonClick::Open { lesson: id }).await;
    assert!(matches!(page, Ok(Reply::Private(_))));
    let form = trial.presses(MIA, button(&page, "Edit")).await.unwrap();
    let Reply::Modal(form) = form else {
        panic!("no form: {form:?}")
    };
    assert_eq!(form.fields[0].value.as_deref(), Some("Vacuum weekly."));
    let edited = LessonClick::Edited { lesson: id };
    let changed = shown(writes(&trial, MIA, edited.clone(), "Vacuum daily.").await);
    assert!(changed.contains("> Vacuum daily."), "{changed}");
    assert!(shown(searches(&trial, "daily").await).contains("Vacuum daily."));
    let empty = refused(writes(&trial, MIA, edited, " ").await);
    assert!(empty.starts_with("There is nothing in it"), "{empty}");

    let sure = trial.presses(MIA, button(&page, "Remove")).await;
    let kept = trial.presses(MIA, button(&sure, "Keep it")).await;
    assert!(shown(kept).contains("[Remove]"));
    let gone = trial.presses(MIA, button(&sure, "Yes, remove it")).await;
    assert!(shown(gone).contains("is gone"));
    for click in [
        LessonClick::Open { lesson: id },
        LessonClick::Edit { lesson: id },
        LessonClick::Remove { lesson: id },
        LessonClick::RemoveNow { lesson: id },
    ] {
        assert_eq!(
            refused(trial.presses(MIA, click).await),
            words::LESSON_IS_GONE
        );
    }
    assert!(shown(searches(&trial, "vacuum").await).contains("Nobody has written"));
}

#[tokio::test]
async fn others_only_read_it_and_who_manages_the_server_removes_it() {
    let trial = Trial::turned_on().await;
    let id = lesson(&trial, Some(MIA), "PostgreSQL", "Vacuum weekly.").await;
    let page = shown(trial.presses(RAVI, LessonClick::Open { lesson: id }).await);
    assert!(
        !page.contains("[Edit]") && !page.contains("[Remove]"),
        "{page}"
    );
    for click in [
        LessonClick::Edit { lesson: id },
        LessonClick::Remove { lesson: id },
        LessonClick::RemoveNow { lesson: id },
    ] {
        assert_eq!(
            refused(trial.presses(RAVI, click).await),
            words::ONLY_ITS_AUTHOR
        );
    }
    assert_eq!(
        refused(writes(&trial, NOOR, LessonClick::Edited { lesson: id }, "x").await),
        words::ONLY_ITS_AUTHOR
    );
    let page = shown(trial.presses(NOOR, LessonClick::Open { lesson: id }).await);
    assert!(
        !page.contains("[Edit]") && page.contains("[Remove]"),
        "{page}"
    );
    shown(
        trial
            .presses(NOOR, LessonClick::RemoveNow { lesson: id })
            .await,
    );
    let mut read = trial.ctx.store.read().await.unwrap();
    assert_eq!(rows::count(&mut read, GUILD).await.unwrap(), 0);
}

#[tokio::test]
async fn in_a_private_conversation_only_members_read_it() {
    let trial = Trial::turned_on().await;
    let id = lesson(&trial, Some(MIA), "PostgreSQL", "Vacuum weekly.").await;
    let open = LessonClick::Open { lesson: id };
    shown(trial.presses_in_private(SAM, open.clone()).await);
    assert_eq!(
        refused(trial.presses_in_private(MemberId(404), open).await),
        words::LESSON_IS_GONE
    );
    assert_eq!(
        refused(
            trial
                .presses_in_private(MIA, LessonClick::Own { page: 0 })
                .await
        ),
        words::ONLY_IN_A_SERVER
    );
}
