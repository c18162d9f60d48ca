//! Scheduled jobs: each happens once for a guild and a period.
//!
//! What a job is to do is read and computed outside any transaction; then one transaction claims the occurrence and writes
//! the effects. Whoever comes second finds it claimed and writes nothing.

use chrono::{DateTime, Utc};
use sqlx::{SqliteConnection, query};

use super::types::ms;
use crate::domain::ids::GuildId;

/// One job, for one guild and one period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Occurrence<'a> {
    /// Where.
    pub guild: GuildId,
    /// What, by the name in `features::DUE`.
    pub job: &'a str,
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
