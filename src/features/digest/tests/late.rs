//! The bot was away at the beginning of a week, or of several.

use chrono::{DateTime, TimeDelta, Utc};

use crate::domain::digest::DigestTo;
use crate::features::digest::due::DIGESTS;
use crate::features::late::Late;
use crate::features::trial::{GUILD, MANAGER, MANAGERS, NOOR, Trial};
use crate::store::{choices, settings};

/// The first Monday on which a week is told.
const FIRST: &str = "2026-03-09T09:00:00Z";

fn first() -> DateTime<Utc> {
    FIRST.parse().unwrap()
}

/// A server whose managers have a channel.
async fn managed() -> Trial {
    let trial = Trial::turned_on().await;
    let mut write = trial.ctx.store.write().await.unwrap();
    settings::set_managers_channel(&mut write, GUILD, Some(MANAGERS))
        .await
        .unwrap();
    write.commit().await.unwrap();
    trial
}

async fn runs(trial: &Trial) {
    let now = trial.clock.now();
    while DIGESTS
        .next(&trial.ctx)
        .await
        .unwrap()
        .is_some_and(|due| due <= now)
    {
        (DIGESTS.run)(&trial.ctx, now).await.unwrap();
    }
}

/// The weeks that were told or missed, and how many digests are owed.
async fn told(trial: &Trial) -> (Vec<String>, i64) {
    let mut read = trial.ctx.store.read().await.unwrap();
    let weeks = sqlx::query_scalar(
        "SELECT period || ' ' || state FROM occurrences WHERE job = 'digest' ORDER BY period",
    )
    .fetch_all(&mut *read)
    .await
    .unwrap();
    let owed = sqlx::query_scalar("SELECT count(*) FROM outbox WHERE state = 'owed'")
        .fetch_one(&mut *read)
        .await
        .unwrap();
    (weeks, owed)
}

/// A digest is told of the week that is over: late, but of those of a long time away only the last.
pub(crate) async fn closing(late: Late) {
    let trial = managed().await;
    runs(&trial).await;
    assert_eq!(told(&trial).await, (vec![], 0), "no week is over yet");
    trial.clock.move_to(first() - TimeDelta::hours(1));
    runs(&trial).await;
    assert_eq!(told(&trial).await, (vec![], 0), "nobody works yet");
    trial.clock.move_to(first());
    runs(&trial).await;
    assert_eq!(told(&trial).await, (vec!["2026-W10 done".to_owned()], 1));
    let second = first() + TimeDelta::weeks(1);
    trial.clock.move_to(second + late.by());
    runs(&trial).await;
    let mut weeks = vec!["2026-W10 done".to_owned()];
    // Of a week in which nobody did anything nobody knows anything, if the next was over as well before it was closed.
    if late != Late::ThreeWeeks {
        weeks.push("2026-W11 done".to_owned());
    }
    let owed = i64::try_from(weeks.len()).unwrap();
    assert_eq!(told(&trial).await, (weeks, owed));
    let next = DIGESTS.next(&trial.ctx).await.unwrap().unwrap();
    let monday = second + TimeDelta::weeks(if late == Late::ThreeWeeks { 4 } else { 1 });
    assert_eq!(next, monday);
}

/// The bot went down in the middle of a week, for three: what was done before is told.
#[tokio::test]
async fn what_was_done_before_it_went_down_is_told_late() {
    let trial = managed().await;
    trial.clock.move_to(first());
    runs(&trial).await;
    let mut write = trial.ctx.store.write().await.unwrap();
    sqlx::query("INSERT INTO active_weeks (guild_id, week, member_id) VALUES (1, '2026-03-09', ?)")
        .bind(NOOR)
        .execute(&mut *write)
        .await
        .unwrap();
    write.commit().await.unwrap();
    trial.clock.move_to(first() + TimeDelta::weeks(4));
    runs(&trial).await;
    let weeks = ["2026-W10 done", "2026-W11 done"].map(str::to_owned);
    assert_eq!(told(&trial).await, (weeks.to_vec(), 2));
}

/// The bot was there all the time: the next week was one of holidays, so that nobody was at work to close this one.
#[tokio::test]
async fn a_quiet_week_before_one_of_holidays_is_told() {
    let trial = managed().await;
    trial.clock.move_to(first());
    runs(&trial).await;
    let mut write = trial.ctx.store.write().await.unwrap();
    for day in 16..=20 {
        sqlx::query("INSERT INTO holidays VALUES (1, '2026-03-' || ?)")
            .bind(day)
            .execute(&mut *write)
            .await
            .unwrap();
    }
    write.commit().await.unwrap();
    trial.clock.move_to(first() + TimeDelta::weeks(2));
    runs(&trial).await;
    let weeks = ["2026-W10 done", "2026-W11 done"].map(str::to_owned);
    assert_eq!(told(&trial).await, (weeks.to_vec(), 2));
}

async fn turn(trial: &Trial, on: bool) {
    let since = on.then(|| trial.clock.now());
    let mut write = trial.ctx.store.write().await.unwrap();
    settings::set_turned_on(&mut write, GUILD, since)
        .await
        .unwrap();
    write.commit().await.unwrap();
}

/// What an admin turned off is not made up for: nobody missed it, and nobody reads that nobody did anything.
#[tokio::test]
async fn weeks_in_which_it_was_turned_off_are_told_nowhere() {
    let trial = managed().await;
    trial.clock.move_to(first());
    runs(&trial).await;
    trial.clock.move_to(first() + TimeDelta::days(1));
    turn(&trial, false).await;
    let back = first() + TimeDelta::weeks(3) + TimeDelta::days(2);
    trial.clock.move_to(back);
    turn(&trial, true).await;
    runs(&trial).await;
    assert_eq!(told(&trial).await, (vec!["2026-W10 done".to_owned()], 1));
    trial.clock.move_to(first() + TimeDelta::weeks(4));
    runs(&trial).await;
    let told_again = ["2026-W10 done", "2026-W14 done"].map(str::to_owned);
    assert_eq!(told(&trial).await, (told_again.to_vec(), 2));
}

/// Noor is back after six weeks: what is owed to her then is the digest of the last week, and none of those before.
#[tokio::test]
async fn who_comes_back_from_a_pause_gets_the_newest_digest() {
    let trial = managed().await;
    let wednesday = first() + TimeDelta::weeks(6) + TimeDelta::days(2);
    let mut write = trial.ctx.store.write().await.unwrap();
    settings::set_digest(&mut write, GUILD, DigestTo::Direct)
        .await
        .unwrap();
    settings::set_managers_role(&mut write, GUILD, Some(MANAGER))
        .await
        .unwrap();
    choices::set_pause(&mut write, GUILD, NOOR, Some(wednesday))
        .await
        .unwrap();
    write.commit().await.unwrap();
    for week in 0..=6 {
        trial.clock.move_to(first() + TimeDelta::weeks(week));
        runs(&trial).await;
    }
    let mut read = trial.ctx.store.read().await.unwrap();
    let owed: Vec<i64> = sqlx::query_scalar("SELECT not_before FROM outbox WHERE state = 'owed'")
        .fetch_all(&mut *read)
        .await
        .unwrap();
    assert_eq!(owed, [wednesday.timestamp_millis()]);
}
