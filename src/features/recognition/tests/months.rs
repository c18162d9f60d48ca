//! Each member's own month, one after the other.

use chrono::TimeDelta;

use super::{at, executes, until};
use crate::domain::ids::MemberId;
use crate::features::recognition::due::RECOGNITION;
use crate::features::recognition::own_months::OWN_MONTHS;
use crate::features::trial::{MIA, NOOR, RAVI, SAM, Trial};

/// Everything that is due by now is done, as far as it can be.
async fn all_runs(trial: &Trial) {
    trial.runs(&RECOGNITION).await;
    // What fails is tried again by the ticker.
    drop((OWN_MONTHS.run)(&trial.ctx, trial.clock.now()).await);
}

/// Whose months are owed to them as a message, once for each message.
async fn told(trial: &Trial) -> Vec<MemberId> {
    sqlx::query_scalar(
        "SELECT addressee FROM outbox WHERE delivery LIKE '%### Your March 2026%' ORDER BY addressee, outbox_id",
    )
    .fetch_all(&mut *trial.ctx.store.read().await.unwrap())
    .await
    .unwrap()
}

/// A server in which four people want their month, a minute before it is over.
async fn four_want_theirs() -> Trial {
    let trial = Trial::turned_on().await;
    executes(
        &trial,
        "UPDATE members SET wants_month = 1 WHERE member_id IN (11, 12, 13, 14)",
    )
    .await;
    until(&trial, at("2026-04-01T08:59:00Z")).await;
    trial
}

#[tokio::test]
async fn one_that_cannot_be_written_keeps_nobody_from_theirs() {
    let trial = four_want_theirs().await;
    executes(
        &trial,
        "CREATE TRIGGER broken BEFORE INSERT ON outbox WHEN new.addressee = 12
         BEGIN SELECT raise(ABORT, 'no space is left'); END;",
    )
    .await;
    trial.clock.move_to(at("2026-04-01T09:00:00Z"));
    all_runs(&trial).await;
    assert_eq!(told(&trial).await, [NOOR, RAVI, SAM]);
    executes(&trial, "DROP TRIGGER broken").await;
    all_runs(&trial).await;
    assert_eq!(told(&trial).await, [NOOR, MIA, RAVI, SAM]);
    all_runs(&trial).await;
    assert_eq!(told(&trial).await, [NOOR, MIA, RAVI, SAM], "once");
}

#[tokio::test]
async fn what_the_bot_was_ended_in_the_middle_of_goes_on_where_it_was() {
    let trial = four_want_theirs().await;
    trial.clock.move_to(at("2026-04-01T09:00:00Z"));
    // It was ended after the first two.
    executes(
        &trial,
        "CREATE TRIGGER ended BEFORE INSERT ON outbox WHEN (SELECT count(*) FROM outbox WHERE addressee IS NOT NULL) = 2
         BEGIN SELECT raise(ABORT, 'the bot is ended'); END;",
    )
    .await;
    all_runs(&trial).await;
    assert_eq!(told(&trial).await, [NOOR, MIA]);
    executes(
        &trial,
        "DROP TRIGGER ended;
         UPDATE members SET wants_month = 0 WHERE member_id = 13;
         UPDATE members SET wants_month = 1 WHERE member_id IN (11, 12, 14);",
    )
    .await;
    trial.clock.move_to(at("2026-04-01T10:00:00Z"));
    all_runs(&trial).await;
    assert_eq!(
        told(&trial).await,
        [NOOR, MIA, SAM],
        "Ravi does not want his any more"
    );
}

#[tokio::test]
async fn one_that_is_left_over_for_ten_days_is_not_written_any_more() {
    let trial = four_want_theirs().await;
    trial.clock.move_to(at("2026-04-01T09:00:00Z"));
    executes(
        &trial,
        "CREATE TRIGGER ended BEFORE INSERT ON outbox BEGIN SELECT raise(ABORT, 'the bot is ended'); END;",
    )
    .await;
    all_runs(&trial).await;
    executes(&trial, "DROP TRIGGER ended").await;
    trial
        .clock
        .move_to(at("2026-04-01T09:00:00Z") + TimeDelta::days(10));
    all_runs(&trial).await;
    assert_eq!(told(&trial).await, []);
    until(&trial, at("2026-05-01T09:00:00Z")).await;
    all_runs(&trial).await;
    let next: i64 = sqlx::query_scalar(
        "SELECT count(*) FROM outbox WHERE delivery LIKE '%### Your April 2026%'",
    )
    .fetch_one(&mut *trial.ctx.store.read().await.unwrap())
    .await
    .unwrap();
    assert_eq!(next, 4);
}
