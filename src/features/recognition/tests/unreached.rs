//! A leader whom the question does not reach.

use super::{asked, at, executes, march, noor_is_asked, runs, until};
use crate::custom_id::{MeClick, RecognitionClick, SetupClick};
use crate::delivery::Receipt;
use crate::domain::ids::MemberId;
use crate::features::heard;
use crate::features::trial::{GUILD, NOOR, RAVI, Trial, shown};

/// The courier finds that a question which is owed to a leader can be delivered nowhere.
async fn does_not_reach(trial: &Trial, leader: MemberId) {
    let mut write = trial.ctx.store.write().await.unwrap();
    let receipt: String = sqlx::query_scalar(
        "UPDATE outbox SET state = 'waiting', done_at = ?2 WHERE addressee = ?1 AND purpose = '\"leading\"' AND state = 'owed'
         RETURNING receipt",
    )
    .bind(leader)
    .bind(trial.clock.now().timestamp_millis())
    .fetch_one(&mut *write)
    .await
    .unwrap();
    let receipt: Receipt = serde_json::from_str(&receipt).unwrap();
    heard::undeliverable(&mut write, receipt, trial.clock.now())
        .await
        .unwrap();
    write.commit().await.unwrap();
}

/// The question that is owed to a leader arrives.
async fn reaches(trial: &Trial, leader: MemberId) {
    let mut write = trial.ctx.store.write().await.unwrap();
    let arrived = sqlx::query(
        "UPDATE outbox SET state = 'done', done_at = ?2, channel_id = 1, message_id = 1
         WHERE addressee = ?1 AND purpose = '\"leading\"' AND state = 'owed'",
    )
    .bind(leader)
    .bind(trial.clock.now().timestamp_millis())
    .execute(&mut *write)
    .await
    .unwrap();
    assert_eq!(arrived.rows_affected(), 1);
    write.commit().await.unwrap();
}

#[tokio::test]
async fn the_next_is_asked_at_once() {
    let trial = noor_is_asked().await;
    does_not_reach(&trial, NOOR).await;
    runs(&trial).await;
    assert_eq!(asked(&trial).await, [NOOR, RAVI]);
    does_not_reach(&trial, RAVI).await;
    until(&trial, at("2026-04-01T08:59:00Z")).await;
    assert_eq!(asked(&trial).await, [NOOR, RAVI], "nobody is left");
}

#[tokio::test]
async fn whoever_reads_it_in_me_can_still_say_it() {
    let trial = noor_is_asked().await;
    does_not_reach(&trial, NOOR).await;
    let page = shown(trial.presses(NOOR, MeClick::Table {}).await);
    assert!(page.contains("could not reach you"), "{page}");
    assert!(page.contains("[Say it]"), "{page}");
    let said = RecognitionClick::Said {
        guild: GUILD,
        month: march().number(),
    };
    shown(trial.submits(NOOR, said, "Portuguese").await);
    runs(&trial).await;
    assert_eq!(asked(&trial).await, [NOOR], "she has answered");
}

#[tokio::test]
async fn they_come_after_the_others_until_a_message_reaches_them() {
    let trial = noor_is_asked().await;
    does_not_reach(&trial, NOOR).await;
    runs(&trial).await;
    reaches(&trial, RAVI).await;
    until(&trial, at("2026-04-28T09:00:00Z")).await;
    assert_eq!(asked(&trial).await, [NOOR, RAVI, RAVI], "not in vain again");
    reaches(&trial, RAVI).await;
    until(&trial, at("2026-05-27T08:00:00Z")).await;
    executes(
        &trial,
        "INSERT INTO outbox (guild_id, lane, delivery, receipt, purpose, addressee, state, not_before, due_at, nonce, created_at, done_at,
                             channel_id, message_id)
         VALUES (1, 'dm:11', '{\"archive_thread\":{\"thread\":{\"channel\":1}}}', '\"nothing\"', '\"thanks\"', 11, 'done', 0, 0, 'planted', 0,
                 1779800000000, 1, 1)",
    )
    .await;
    until(&trial, at("2026-05-27T09:00:00Z")).await;
    assert_eq!(asked(&trial).await, [NOOR, RAVI, RAVI, NOOR]);
}

#[tokio::test]
async fn admins_read_how_many_cannot_be_reached() {
    let trial = noor_is_asked().await;
    let section =
        async |trial: &Trial| shown(trial.presses(NOOR, SetupClick::Recognition {}).await);
    assert!(!section(&trial).await.contains("could not reach"));
    does_not_reach(&trial, NOOR).await;
    let page = section(&trial).await;
    assert!(page.contains("I could not reach 1 of 2"), "{page}");
    assert!(page.contains("waits in their `/me`, and I ask"), "{page}");
    // Until she answers.
    let said = RecognitionClick::Said {
        guild: GUILD,
        month: march().number(),
    };
    shown(trial.submits(NOOR, said, "Portuguese").await);
    assert!(!section(&trial).await.contains("could not reach"));
}

/// Once the table is laid there is nothing to say in `/me`.
#[tokio::test]
async fn a_question_of_a_month_that_is_over_waits_nowhere() {
    let trial = noor_is_asked().await;
    does_not_reach(&trial, NOOR).await;
    runs(&trial).await;
    until(&trial, at("2026-04-02T09:00:00Z")).await;
    let page = shown(trial.presses(NOOR, MeClick::Table {}).await);
    assert!(!page.contains("[Say it]"), "{page}");
    let page = shown(trial.presses(NOOR, SetupClick::Recognition {}).await);
    assert!(page.contains("I could not reach 1 of 2"), "{page}");
    assert!(!page.contains("waits in"), "{page}");
    assert!(
        page.contains("I ask the others first, until something reaches them."),
        "{page}"
    );
}
