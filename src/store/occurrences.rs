//! Scheduled jobs: each happens once for a guild and a period.
//!
//! What a job is to do is read and computed outside any transaction; then one transaction claims the occurrence and writes
//! the effects. Whoever comes second finds it claimed and writes nothing.

use chrono::{DateTime, Utc};
use sqlx::{SqliteConnection, query, query_as};

use super::types::ms;
use crate::domain::ids::GuildId;

/// One job, for one guild and one period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Occurrence<'a> {
    /// Where.
    pub guild: GuildId,
    /// What, by the name in `features::DUE`. Fixed in the source: it is shown to those who watch the bot.
    pub job: &'static str,
    /// Which time: `2026-W10`, `2026-03-02`, or what else the job counts by.
    pub period: &'a str,
    /// When it was planned for.
    pub due: DateTime<Utc>,
}

/// What became of an occurrence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It happened, perhaps late.
    Done,
    /// It was so late that it made no sense any more.
    Missed,
}

/// How often a job's occurrences ended in one way, since the database was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Total {
    /// Which job.
    pub job: String,
    /// How they ended: one of [`OUTCOMES`].
    pub outcome: String,
    /// How many there were.
    pub total: u64,
}

/// How an occurrence can end: in time, more than an hour after it was planned, or not at all.
pub const OUTCOMES: [&str; 3] = ["done", "late", "missed"];

/// How many occurrences of each job there were. Counted by the database as they are claimed, so none is counted that was not
/// committed, and none is forgotten when the process ends or a server is erased.
pub async fn totals(db: &mut SqliteConnection) -> sqlx::Result<Vec<Total>> {
    query_as!(
        Total,
        r#"SELECT job, outcome, total AS "total!: u64" FROM occurrence_totals ORDER BY job, outcome"#
    )
    .fetch_all(db)
    .await
}

/// Claims an occurrence, in the transaction that writes its effects. `false`: it was claimed before, so write nothing.
pub async fn claim(
    db: &mut SqliteConnection,
    occurrence: Occurrence<'_>,
    fate: Fate,
    now: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let state = match fate {
        Fate::Done => "done",
        Fate::Missed => "missed",
    };
    let (due, now) = (ms(occurrence.due), ms(now));
    let done = query!(
        "INSERT INTO occurrences (guild_id, job, period, state, due_at, claimed_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT DO NOTHING",
        occurrence.guild,
        occurrence.job,
        occurrence.period,
        state,
        due,
        now,
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::*;
    use crate::store::tests::{start, store};

    #[tokio::test]
    async fn an_occurrence_is_claimed_once() {
        let (_folder, store) = store().await;
        let digest = Occurrence {
            guild: GuildId(1),
            job: "digest",
            period: "2026-W10",
            due: start(),
        };
        let mut write = store.write().await.unwrap();
        assert!(
            claim(&mut write, digest, Fate::Done, start())
                .await
                .unwrap()
        );
        write.commit().await.unwrap();

        let mut write = store.write().await.unwrap();
        assert!(
            !claim(&mut write, digest, Fate::Done, start())
                .await
                .unwrap()
        );
        assert!(
            !claim(&mut write, digest, Fate::Missed, start())
                .await
                .unwrap()
        );
        for other in [
            Occurrence {
                guild: GuildId(2),
                ..digest
            },
            Occurrence {
                job: "rounds",
                ..digest
            },
            Occurrence {
                period: "2026-W11",
                ..digest
            },
        ] {
            assert!(
                claim(&mut write, other, Fate::Missed, start())
                    .await
                    .unwrap()
            );
        }
    }

    #[tokio::test]
    async fn what_was_claimed_is_counted_once_by_how_it_ended() {
        let (_folder, store) = store().await;
        let first = Occurrence {
            guild: GuildId(1),
            job: "rounds",
            period: "1",
            due: start(),
        };
        let hours = chrono::TimeDelta::hours;
        let mut write = store.write().await.unwrap();
        for (period, fate, now) in [
            ("1", Fate::Done, start()),
            ("1", Fate::Missed, start()),
            ("2", Fate::Done, start() + hours(1)),
            ("3", Fate::Done, start() + hours(2)),
            ("4", Fate::Missed, start() + hours(2)),
            ("4", Fate::Done, start()),
        ] {
            let occurrence = Occurrence { period, ..first };
            claim(&mut write, occurrence, fate, now).await.unwrap();
        }
        write.commit().await.unwrap();
        let mut write = store.write().await.unwrap();
        let fifth = Occurrence {
            period: "5",
            ..first
        };
        claim(&mut write, fifth, Fate::Done, start()).await.unwrap();
        drop(write);
        let counted = async || -> Vec<(String, u64)> {
            let totals = totals(&mut store.read().await.unwrap()).await.unwrap();
            assert!(totals.iter().all(|total| total.job == "rounds"));
            totals
                .into_iter()
                .map(|total| (total.outcome, total.total))
                .collect()
        };
        let expected = [("done", 2), ("late", 1), ("missed", 1)];
        let expected: Vec<(String, u64)> = expected
            .map(|(outcome, total)| (outcome.to_owned(), total))
            .into();
        assert_eq!(counted().await, expected);
        assert_eq!(OUTCOMES.to_vec(), ["done", "late", "missed"]);
        // A counter never goes back, also when a server is erased.
        let mut write = store.write().await.unwrap();
        sqlx::query("DELETE FROM occurrences")
            .execute(&mut *write)
            .await
            .unwrap();
        write.commit().await.unwrap();
        assert_eq!(counted().await, expected);
    }

    #[tokio::test]
    async fn a_claim_that_is_not_committed_leaves_the_occurrence_free() {
        let (_folder, store) = store().await;
        let digest = Occurrence {
            guild: GuildId(1),
            job: "digest",
            period: "2026-W10",
            due: start(),
        };
        let mut write = store.write().await.unwrap();
        assert!(
            claim(&mut write, digest, Fate::Done, start())
                .await
                .unwrap()
        );
        drop(write);
        let mut write = store.write().await.unwrap();
        assert!(
            claim(&mut write, digest, Fate::Done, start())
                .await
                .unwrap()
        );
    }
}
