//! How the bot dies: at a moment when it is in the middle of something, if it can be.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use discord_sandbox::Sandbox;
use sqlx::Row as _;

use super::chance::Chance;
use crate::harness::Story;

/// One death.
#[derive(Clone, Debug)]
pub(super) struct Death {
    /// On which day of the year.
    pub(super) day: i64,
    moment: Moment,
    /// How long nobody starts it again.
    away: TimeDelta,
}

/// When within the hour.
#[derive(Clone, Debug)]
pub(super) enum Moment {
    /// After so many more requests to Discord.
    Requests(u64),
    /// At ten, when rounds begin and people are asked, after the local Discord had so many turns.
    AtTen(u64),
}

/// What the bot was in the middle of.
#[derive(Debug, Default)]
pub(super) struct Tally {
    pub(super) deaths: i64,
    /// A request was on its way, or of what was owed at this instant some was sent and some was not.
    pub(super) in_deliveries: i64,
    /// Something was due at this instant, and not done.
    pub(super) in_occurrences: i64,
    /// Both counted once.
    pub(super) in_the_middle: i64,
}

/// When it dies: mostly on days on which rounds begin or people are asked whether they met.
pub(super) fn plan(chance: Chance, weeks: i64, deaths: i64) -> Vec<Death> {
    (0..deaths)
        .map(|number| {
            let mut dice = chance.about(&format!("death {number}"));
            // The first day is a Thursday: heads-ups of coffee chats on Mondays, their start on Tuesdays, the swaps' heads-up on Wednesdays,
            // swaps and check-ins on Thursdays. After fewer requests than there are on such a day, so that it dies in the middle of them.
            let (weekday, requests) = match number % 8 {
                0 => (4, 1),
                1..=4 => (5, 20),
                5 => (6, 1),
                _ => (0, 8),
            };
            let moment = if number % 4 == 3 {
                Moment::AtTen(dice.below(300).unsigned_abs())
            } else {
                Moment::Requests(1 + dice.below(requests).unsigned_abs())
            };
            let away = if dice.percent(25) {
                TimeDelta::minutes(5 + dice.below(35))
            } else {
                TimeDelta::zero()
            };
            Death {
                day: dice.below(weeks) * 7 + weekday,
                moment,
                away,
            }
        })
        .collect()
}

/// Lets time pass until the moment, and kills the bot. Gives back for how long it is to be away.
pub(super) async fn dies(
    story: &mut Story,
    death: &Death,
    limit: DateTime<Utc>,
    tally: &mut Tally,
) -> Option<TimeDelta> {
    passes_to(story, &death.moment, limit).await;
    story.kill_bot().await;
    let left = unfinished(story).await;
    tally.deaths += 1;
    tally.in_deliveries += i64::from(left.deliveries);
    tally.in_occurrences += i64::from(left.occurrences);
    tally.in_the_middle += i64::from(left.deliveries || left.occurrences);
    Some(death.away)
}

/// Lets time pass until the moment has come, or until the limit.
pub(super) async fn passes_to(story: &Story, moment: &Moment, limit: DateTime<Utc>) {
    let sandbox = story.sandbox.clone();
    let ten = limit - TimeDelta::hours(1);
    let comes = async {
        let mut changes = sandbox.changes();
        match *moment {
            Moment::Requests(more) => {
                let wanted = requests(&sandbox) + more;
                while requests(&sandbox) < wanted {
                    changes.changed().await.unwrap();
                }
            }
            Moment::AtTen(turns) => {
                while sandbox.clock().now() < ten {
                    changes.changed().await.unwrap();
                }
                for _ in 0..turns {
                    tokio::task::yield_now().await;
                }
            }
        }
    };
    tokio::select! {
        biased;
        () = comes => {}
        // The second death of a day may come later than the hour that was meant.
        () = story.pass_until(limit.max(story.now())) => {}
    }
}

/// How many requests the bot has made so far.
pub(super) fn requests(sandbox: &Sandbox) -> u64 {
    sandbox.look(|world| {
        world
            .requests
            .kept()
            .last()
            .map_or(0, |last| last.number + 1)
    })
}

/// What was due or owed at the instant at which the bot died, and is not done.
struct Unfinished {
    deliveries: bool,
    occurrences: bool,
}

/// Time moves on only when nothing is left to do, so whatever is due now was begun, or was about to be, when the bot died.
async fn unfinished(story: &Story) -> Unfinished {
    let db = story.pool().await;
    let now = story.now().timestamp_millis();
    let row = sqlx::query(
        "SELECT (SELECT count(*) FROM outbox WHERE state = 'sending' OR state = 'owed' AND due_at <= ?1),
                (SELECT count(*) FROM programmes WHERE running = 1 AND removed_at IS NULL AND look_at <= ?1)
                + (SELECT count(*) FROM rounds WHERE due_at <= ?1) + (SELECT count(*) FROM pairings WHERE due_at <= ?1)
                + (SELECT count(*) FROM newcomers WHERE due_at <= ?1) + (SELECT count(*) FROM asks WHERE due_at <= ?1)",
    )
    .bind(now)
    .fetch_one(&db)
    .await
    .unwrap();
    db.close().await;
    Unfinished {
        deliveries: row.get::<i64, _>(0) > 0,
        occurrences: row.get::<i64, _>(1) > 0,
    }
}

/// The days of a year on which it dies, for the report.
pub(super) fn days(deaths: &[Death], first: NaiveDate) -> Vec<NaiveDate> {
    let mut days: Vec<NaiveDate> = deaths
        .iter()
        .map(|death| first + TimeDelta::days(death.day))
        .collect();
    days.sort_unstable();
    days
}
