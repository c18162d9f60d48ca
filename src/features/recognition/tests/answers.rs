//! What leaders answer, whatever happens between the question and the table, and after it.

use super::{asked, at, executes, leaders, march, noor_is_asked, runs, tables_are_wanted, until};
use crate::custom_id::{MeClick, RecognitionClick, SetupClick};
use crate::domain::ids::MemberId;
use crate::features::trial::{GUILD, MIA, NOOR, RAVI, Trial, refused, shown};
use crate::store::recognition as rows;

fn say() -> RecognitionClick {
    RecognitionClick::Say {
        guild: GUILD,
        month: march().number(),
    }
}

fn not_this_time() -> RecognitionClick {
    RecognitionClick::NotThisTime {
        guild: GUILD,
        month: march().number(),
    }
}

fn take_back() -> RecognitionClick {
    RecognitionClick::TakeBack {
        guild: GUILD,
        month: march().number(),
    }
}

async fn says(trial: &Trial, leader: MemberId, learning: &str) -> String {
    let said = RecognitionClick::Said {
        guild: GUILD,
        month: march().number(),
    };
    shown(trial.submits(leader, said, learning).await)
}

async fn in_me(trial: &Trial, leader: MemberId) -> String {
    shown(trial.presses(leader, MeClick::Table {}).await)
}

/// The tables of months that were posted, or are about to be.
async fn tables(trial: &Trial) -> Vec<String> {
    sqlx::query_scalar(
        "SELECT delivery FROM outbox WHERE delivery LIKE '%### The table of%' ORDER BY outbox_id",
    )
    .fetch_all(&mut *trial.ctx.store.read().await.unwrap())
    .await
    .unwrap()
}

/// The questions to leaders that are still to go out.
async fn questions(trial: &Trial) -> i64 {
    sqlx::query_scalar("SELECT count(*) FROM outbox WHERE state = 'owed' AND delivery LIKE '%What are you learning yourself%'")
        .fetch_one(&mut *trial.ctx.store.read().await.unwrap())
        .await
        .unwrap()
}

#[tokio::test]
async fn whoever_was_promised_a_place_has_one() {
    let trial = noor_is_asked().await;
    shown(trial.presses_in_private(NOOR, not_this_time()).await);
    runs(&trial).await;
    assert_eq!(asked(&trial).await, [NOOR, RAVI]);
    says(&trial, RAVI, "Welsh").await;
    let promise = says(&trial, NOOR, "Portuguese").await;
    assert!(
        promise.contains("the table of March 2026 says"),
        "{promise}"
    );
    until(&trial, at("2026-04-01T09:00:00Z")).await;
    let tables = tables(&trial).await;
    let [table] = tables.as_slice() else {
        panic!("{tables:?}");
    };
    assert!(table.contains("<@11> is learning Portuguese."), "{table}");
    assert!(table.contains("<@13> is learning Welsh."), "{table}");
    for leader in [NOOR, RAVI] {
        let page = in_me(&trial, leader).await;
        assert!(page.contains("The table of March 2026 says"), "{page}");
    }
}

#[tokio::test]
async fn nobody_is_told_that_a_table_says_what_it_does_not() {
    let late = noor_is_asked().await;
    says(&late, NOOR, "Portuguese").await;
    late.clock.move_to(at("2026-04-20T09:00:00Z"));
    let page = in_me(&late, NOOR).await;
    assert!(page.contains("No table is laid for March"), "{page}");
    runs(&late).await;
    assert_eq!(tables(&late).await, Vec::<String>::new(), "it is missed");
    let page = in_me(&late, NOOR).await;
    assert!(page.contains("No table is laid for March"), "{page}");
    assert!(page.contains("[Take it back]"), "{page}");

    // Who does not lead any more is not quoted as a leader.
    let other = noor_is_asked().await;
    says(&other, NOOR, "Portuguese").await;
    executes(&other, "DELETE FROM member_roles WHERE member_id = 11").await;
    let page = in_me(&other, NOOR).await;
    assert!(page.contains("you don't have their role"), "{page}");
    until(&other, at("2026-04-01T09:00:00Z")).await;
    assert_eq!(tables(&other).await, Vec::<String>::new());
    let page = in_me(&other, NOOR).await;
    assert!(
        page.contains("says nothing of what you are learning"),
        "{page}"
    );
}

#[tokio::test]
async fn a_month_whose_table_is_laid_is_not_asked_for_again() {
    let trial = Trial::turned_on().await;
    tables_are_wanted(&trial).await;
    executes(
        &trial,
        "UPDATE guilds SET zone = 'Pacific/Auckland';
         INSERT INTO skills (skill_id, guild_id, key, name, created_at) VALUES (1, 1, 'go', 'Go', 0);
         INSERT INTO helps (guild_id, helper_id, learner_id, skill_id, through, happened_at) VALUES (1, 13, 12, 1, 'thanks', 1772442000000);",
    )
    .await;
    until(&trial, at("2026-03-31T20:00:00Z")).await;
    assert_eq!(tables(&trial).await.len(), 1);
    // In Honolulu it is the last morning of March, with a whole working day before the first of April.
    executes(
        &trial,
        "UPDATE guilds SET zone = 'Pacific/Honolulu', work_start = 660, work_end = 1140",
    )
    .await;
    leaders(&trial).await;
    until(&trial, at("2026-03-31T21:00:00Z")).await;
    assert_eq!(asked(&trial).await, []);
    until(&trial, at("2026-04-01T21:00:00Z")).await;
    assert_eq!(asked(&trial).await, []);
    assert_eq!(tables(&trial).await.len(), 1, "nor is it laid twice");
}

#[tokio::test]
async fn turning_the_table_off_ends_the_question() {
    let off = SetupClick::MonthlyTable { on: 0 };
    let on = SetupClick::MonthlyTable { on: 1 };
    let trial = noor_is_asked().await;
    assert_eq!(questions(&trial).await, 1);
    shown(trial.presses(NOOR, off.clone()).await);
    assert_eq!(questions(&trial).await, 0);
    assert_eq!(asked(&trial).await, [], "she was never asked");
    shown(trial.presses(NOOR, on.clone()).await);
    runs(&trial).await;
    assert_eq!(asked(&trial).await, [NOOR]);

    // Once it has gone out, it says why it cannot be answered.
    executes(&trial, "UPDATE outbox SET state = 'done'").await;
    shown(trial.presses(NOOR, off).await);
    for click in [say(), not_this_time()] {
        let sentence = refused(trial.presses_in_private(NOOR, click).await);
        assert!(
            sentence.contains("No table is laid for March"),
            "{sentence}"
        );
    }
    let page = in_me(&trial, NOOR).await;
    assert!(page.contains("No table is laid for March"), "{page}");
    shown(trial.presses(NOOR, on).await);
    runs(&trial).await;
    assert_eq!(asked(&trial).await, [NOOR]);
    shown(trial.presses_in_private(NOOR, say()).await);
}

#[tokio::test]
async fn turning_potluck_off_ends_the_question() {
    let trial = noor_is_asked().await;
    shown(trial.presses(NOOR, SetupClick::TurnOff {}).await);
    assert_eq!(questions(&trial).await, 0);
    assert_eq!(asked(&trial).await, []);
}

#[tokio::test]
async fn a_leader_who_cannot_answer_makes_room_for_another() {
    for (what, leaders) in [
        (
            "UPDATE members SET left_at = 1 WHERE member_id = 11",
            &[NOOR, RAVI][..],
        ),
        (
            "DELETE FROM member_roles WHERE member_id = 11",
            &[NOOR, RAVI],
        ),
        (
            "UPDATE members SET paused_until = 9772442000000 WHERE member_id = 11",
            &[NOOR, RAVI],
        ),
        // She was forgotten.
        (
            "DELETE FROM leader_answers; DELETE FROM member_roles WHERE member_id = 11",
            &[RAVI],
        ),
    ] {
        let trial = noor_is_asked().await;
        executes(&trial, what).await;
        until(&trial, at("2026-03-30T09:00:00Z")).await;
        assert_eq!(asked(&trial).await, leaders, "{what}");
    }
    let trial = noor_is_asked().await;
    until(&trial, at("2026-03-31T09:00:00Z")).await;
    assert_eq!(asked(&trial).await, [NOOR], "who is silent is let be");
}

#[tokio::test]
async fn the_buttons_that_say_do_not_ask_me_do_the_same() {
    let clicks = [
        crate::custom_id::CustomId::from(MeClick::Leading { yes: 0 }),
        RecognitionClick::DontAsk { guild: GUILD }.into(),
    ];
    for click in clicks {
        let trial = noor_is_asked().await;
        shown(trial.presses(NOOR, click).await);
        assert_eq!(questions(&trial).await, 0);
        let mut read = trial.ctx.store.read().await.unwrap();
        let question = rows::asked(&mut read, GUILD, march(), NOOR).await.unwrap();
        assert!(question.unwrap().declined);
        drop(read);
        runs(&trial).await;
        assert_eq!(asked(&trial).await, [NOOR, RAVI], "at once");
    }
}

#[tokio::test]
async fn an_answer_can_be_taken_back_whatever_changed_since() {
    for what in [
        "UPDATE guilds SET table_since = NULL",
        "UPDATE guilds SET turned_on_at = NULL",
        "DELETE FROM member_roles WHERE member_id = 11",
        "UPDATE guilds SET leaders_role_id = NULL",
        "INSERT INTO leader_answers (guild_id, month, member_id, asked_at) VALUES (1, '2026-04-01', 11, 0)",
    ] {
        let trial = noor_is_asked().await;
        says(&trial, NOOR, "Portuguese").await;
        until(&trial, at("2026-04-01T09:00:00Z")).await;
        let before = tables(&trial).await;
        assert!(before[0].contains("Portuguese"), "{before:?}");
        executes(&trial, what).await;
        let me = shown(trial.presses(NOOR, MeClick::Home {}).await);
        assert!(me.contains("[The monthly table]"), "{what}: {me}");
        let page = in_me(&trial, NOOR).await;
        assert!(page.contains("Portuguese"), "{what}: {page}");
        assert!(page.contains("[Take "), "{what}: {page}");
        let answer = shown(trial.presses(NOOR, take_back()).await);
        assert!(answer.contains("Taken back"), "{what}: {answer}");
        let after = tables(&trial).await;
        assert!(
            after.iter().all(|table| !table.contains("Portuguese")),
            "{what}: {after:?}"
        );
        let page = in_me(&trial, NOOR).await;
        assert!(!page.contains("Portuguese"), "{what}: {page}");
        shown(trial.presses(NOOR, take_back()).await);
    }
}

#[tokio::test]
async fn who_has_left_can_take_back_and_nobody_else_can() {
    let trial = noor_is_asked().await;
    says(&trial, NOOR, "Portuguese").await;
    let page = shown(trial.presses_in_private(NOOR, say()).await);
    assert!(page.starts_with("form:"), "it can be changed: {page}");
    until(&trial, at("2026-04-01T09:00:00Z")).await;
    let page = shown(trial.presses_in_private(NOOR, say()).await);
    assert!(page.contains("[Take it back]"), "{page}");
    refused(trial.presses_in_private(MIA, take_back()).await);
    executes(
        &trial,
        "UPDATE members SET left_at = 1 WHERE member_id = 11",
    )
    .await;
    shown(trial.presses_in_private(NOOR, take_back()).await);
    let mut read = trial.ctx.store.read().await.unwrap();
    assert!(!rows::has_said(&mut read, GUILD, NOOR).await.unwrap());
}

/// An empty table would read as a reproach, also where it becomes one.
#[tokio::test]
async fn nothing_is_left_of_a_table_of_which_everything_is_taken_back() {
    let trial = noor_is_asked().await;
    says(&trial, NOOR, "Portuguese").await;
    until(&trial, at("2026-04-01T09:00:00Z")).await;
    assert_eq!(tables(&trial).await.len(), 1);
    shown(trial.presses_in_private(NOOR, take_back()).await);
    assert_eq!(tables(&trial).await, Vec::<String>::new());
    let left: Vec<String> = sqlx::query_scalar(
        "SELECT state FROM outbox WHERE delivery LIKE '%What was quoted here was taken back%'",
    )
    .fetch_all(&mut *trial.ctx.store.read().await.unwrap())
    .await
    .unwrap();
    assert_eq!(left, ["dropped"]);
}
