//! Which lessons and skills are new.

use super::{at, done, executes, lesson, runs, tables_are_wanted, texts, until};
use crate::custom_id::SetupClick;
use crate::delivery::Receipt;
use crate::features::heard;
use crate::features::trial::{NOOR, Trial, shown};

/// The texts of what is owed to a channel, and then it is sent.
async fn posted(trial: &Trial) -> Vec<String> {
    let mut write = trial.ctx.store.write().await.unwrap();
    let posts = sqlx::query_scalar(
        "UPDATE outbox SET state = 'done', done_at = 0, channel_id = 1, message_id = outbox_id WHERE state = 'owed' RETURNING delivery",
    )
    .fetch_all(&mut *write)
    .await
    .unwrap();
    write.commit().await.unwrap();
    posts
}

/// What is owed was tried, and ends in this state without being known to be there.
async fn ends_as(trial: &Trial, state: &str) {
    let mut write = trial.ctx.store.write().await.unwrap();
    let receipt: String = sqlx::query_scalar(
        "UPDATE outbox SET state = ?, sending_at = 0, done_at = 0, problem = 'a test' WHERE state = 'owed' RETURNING receipt",
    )
    .bind(state)
    .fetch_one(&mut *write)
    .await
    .unwrap();
    let receipt: Receipt = serde_json::from_str(&receipt).unwrap();
    heard::undeliverable(&mut write, receipt, trial.clock.now())
        .await
        .unwrap();
    write.commit().await.unwrap();
}

#[tokio::test]
async fn lessons_whose_post_was_refused_are_shown_the_week_after() {
    let trial = Trial::turned_on().await;
    shown(
        trial
            .presses(NOOR, SetupClick::WeeklyLessons { on: 1 })
            .await,
    );
    lesson(&trial, 1, 0).await;
    until(&trial, at("2026-03-09T09:00:00Z")).await;
    ends_as(&trial, "failed").await;
    until(&trial, at("2026-03-16T09:00:00Z")).await;
    let posts = posted(&trial).await;
    assert!(
        posts.len() == 1 && posts[0].contains("Lesson 1"),
        "{posts:?}"
    );
    until(&trial, at("2026-03-23T09:00:00Z")).await;
    assert_eq!(
        posted(&trial).await,
        Vec::<String>::new(),
        "shown once is shown"
    );
}

#[tokio::test]
async fn a_skill_that_is_taken_away_and_taught_again_is_not_new_on_the_table() {
    let trial = Trial::turned_on().await;
    tables_are_wanted(&trial).await;
    lesson(&trial, 1, 0).await;
    lesson(&trial, 2, 0).await;
    executes(
        &trial,
        "INSERT INTO offers (guild_id, member_id, skill_id, created_at, updated_at) VALUES (1, 12, 1, 1767225600000, 1767225600000);
         DELETE FROM offers;
         INSERT INTO offers (guild_id, member_id, skill_id, created_at, updated_at) VALUES (1, 12, 1, 1772442000000, 1772442000000),
             (1, 13, 2, 1772442000000, 1772442000000);",
    )
    .await;
    until(&trial, at("2026-04-01T09:00:00Z")).await;
    runs(&trial).await;
    assert_eq!(done(&trial).await, (texts(&["table:2026-03 done"]), 1));
    let posts = posted(&trial).await;
    assert!(
        posts[0].contains("Skill 2") && !posts[0].contains("Skill 1"),
        "{posts:?}"
    );
}

#[tokio::test]
async fn lessons_that_may_be_up_are_not_posted_again() {
    let trial = Trial::turned_on().await;
    shown(
        trial
            .presses(NOOR, SetupClick::WeeklyLessons { on: 1 })
            .await,
    );
    lesson(&trial, 1, 0).await;
    until(&trial, at("2026-03-09T09:00:00Z")).await;
    ends_as(&trial, "undecided").await;
    until(&trial, at("2026-03-16T09:00:00Z")).await;
    assert_eq!(posted(&trial).await, Vec::<String>::new());
}
