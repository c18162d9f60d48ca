//! One process works on a database at a time.
//!
//! The lease is a row that its holder renews on real time. A second process finds it fresh and refuses to start; one that
//! crashed leaves it to become stale, and the next takes it over. A holder that finds another name in the row, or cannot
//! renew in time, has lost it and must stop.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::{SqliteConnection, query, query_scalar};

use super::Store;
use super::types::{at, ms};

/// How often the lease is renewed, in real time.
pub const RENEWED_EVERY: Duration = Duration::from_secs(3);
/// A lease that was not renewed for so long is stale.
pub const STALE_AFTER: TimeDelta = TimeDelta::seconds(15);

/// The right to work on a database. Dropping it lets it become stale, as a crash does; [`Lease::release`] gives it back.
#[derive(Debug)]
pub struct Lease {
    store: Store,
    name: Arc<str>,
    renewed_at: DateTime<Utc>,
}

/// Why there is no lease.
#[derive(Debug, thiserror::Error)]
pub enum LeaseError {
    /// Another process works on the database.
    #[error(
        "another Potluck ({holder}) works on this database and was alive {seconds} s ago: stop it first; if it crashed, start again in {wait} s"
    )]
    Taken {
        /// Who.
        holder: String,
        /// How long ago it renewed its lease, in seconds.
        seconds: i64,
        /// When its lease becomes stale, in seconds.
        wait: i64,
    },
    /// Another process has taken the lease over, because this one did not renew it in time.
    #[error(
        "another Potluck has taken over this database because this one stood still for too long: nothing more is written here"
    )]
    Lost,
    /// The database does not answer.
    #[error("the lease on the database cannot be kept: {0}")]
    Database(#[from] sqlx::Error),
}

/// Who held the lease last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Holder {
    pub(super) name: String,
    renewed_at: DateTime<Utc>,
}

impl Holder {
    #[cfg(test)]
    pub(super) fn new(name: &str, renewed_at: DateTime<Utc>) -> Self {
        Self {
            name: name.to_owned(),
            renewed_at,
        }
    }

    /// Whether the lease is fresh at this real time. One from the future was written before the machine's clock was set
    /// back; it counts as fresh for no longer than any other.
    pub(super) fn is_alive(&self, now: DateTime<Utc>) -> bool {
        (now - self.renewed_at).abs() < STALE_AFTER
    }
}

impl Lease {
    /// Takes the lease at this real time, for this process.
    ///
    /// # Errors
    ///
    /// [`LeaseError::Taken`] while another process renews it.
    pub async fn take(store: &Store, now: DateTime<Utc>) -> Result<Self, LeaseError> {
        // The number tells apart bots of one process, and processes that have the same id in two containers.
        let name: Arc<str> = format!(
            "process {}, {:08x}",
            std::process::id(),
            rand::random::<u32>()
        )
        .into();
        let mut write = store.write_unleased().await?;
        if let Some(holder) = holder(&mut write).await?
            && holder.is_alive(now)
        {
            let age = (now - holder.renewed_at).abs();
            return Err(LeaseError::Taken {
                holder: holder.name,
                seconds: age.num_seconds(),
                wait: (STALE_AFTER - age).num_seconds() + 1,
            });
        }
        let (holder, renewed_at) = (&*name, ms(now));
        query!(
            "INSERT INTO lease (one, holder, renewed_at) VALUES (1, ?1, ?2)
             ON CONFLICT (one) DO UPDATE SET holder = excluded.holder, renewed_at = excluded.renewed_at",
            holder,
            renewed_at,
        )
        .execute(&mut *write)
        .await?;
        write.commit_quietly().await?;
        *store.holder() = Some(name.clone());
        Ok(Self {
            store: store.clone(),
            name,
            renewed_at: now,
        })
    }

    /// Renews the lease until it is lost; returns why. Run it beside the bot, and stop the bot when it returns.
    pub async fn keep(&mut self) -> LeaseError {
        let mut pause = tokio::time::interval(RENEWED_EVERY);
        pause.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            pause.tick().await;
            match self.renew(Utc::now()).await {
                Ok(()) => {}
                Err(LeaseError::Database(error)) if Utc::now() - self.renewed_at < STALE_AFTER => {
                    tracing::warn!(%error, "the lease on the database was not renewed; trying again");
                }
                Err(error) => return error,
            }
        }
    }

    /// Renews the lease at this real time.
    ///
    /// # Errors
    ///
    /// [`LeaseError::Lost`] when another process has taken it over.
    pub async fn renew(&mut self, now: DateTime<Utc>) -> Result<(), LeaseError> {
        let (holder, renewed_at) = (&*self.name, ms(now));
        let mut write = self.store.write_unleased().await?;
        let done = query!(
            "UPDATE lease SET renewed_at = ?2 WHERE holder = ?1",
            holder,
            renewed_at
        )
        .execute(&mut *write)
        .await?;
        if done.rows_affected() == 0 {
            return Err(LeaseError::Lost);
        }
        write.commit_quietly().await?;
        self.renewed_at = now;
        Ok(())
    }

    /// Gives the lease back, so that the next process need not wait. One that was lost stays with its new holder.
    pub async fn release(self) -> sqlx::Result<()> {
        let holder = &*self.name;
        let mut write = self.store.write_unleased().await?;
        query!("DELETE FROM lease WHERE holder = ?1", holder)
            .execute(&mut *write)
            .await?;
        write.commit_quietly().await
    }
}

/// Whether nobody has taken the lease over from this holder.
pub(super) async fn is_held_by(db: &mut SqliteConnection, holder: &str) -> sqlx::Result<bool> {
    query_scalar!(
        r#"SELECT EXISTS (SELECT 1 FROM lease WHERE holder = ?1) AS "held!: bool""#,
        holder
    )
    .fetch_one(db)
    .await
}

/// Whether this holder has the lease and has renewed it lately, at this real time.
pub(super) async fn is_kept_by(
    db: &mut SqliteConnection,
    name: &str,
    now: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let holder = holder(db).await?;
    Ok(holder.is_some_and(|holder| holder.name == name && holder.is_alive(now)))
}

/// Who held the lease last, if it was not given back. Checked when it runs: a database may be looked at before it is migrated.
pub(super) async fn holder(db: &mut SqliteConnection) -> sqlx::Result<Option<Holder>> {
    let held: Option<(String, i64)> = sqlx::query_as("SELECT holder, renewed_at FROM lease")
        .fetch_optional(db)
        .await?;
    Ok(held.map(|(name, renewed_at)| Holder {
        name,
        renewed_at: at(renewed_at),
    }))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use tempfile::TempDir;

    use super::*;
    use crate::activity::Activity;
    use crate::store::tests::{start, store};

    fn after(seconds: i64) -> DateTime<Utc> {
        start() + TimeDelta::seconds(seconds)
    }

    /// A store of its own on the same database, as another process has.
    async fn another(folder: &TempDir) -> Store {
        Store::open(&folder.path().join("potluck.db"), &Activity::default())
            .await
            .unwrap()
    }

    #[tokio::test]
    async fn a_second_process_is_refused_while_the_first_renews() {
        let (folder, store) = store().await;
        let mut first = Lease::take(&store, start()).await.unwrap();
        let other = another(&folder).await;
        let error = Lease::take(&other, after(4)).await.unwrap_err().to_string();
        assert_eq!(
            error,
            format!(
                "another Potluck ({}) works on this database and was alive 4 s ago: stop it first; if it crashed, start again in 12 s",
                first.name
            )
        );
        first.renew(after(10)).await.unwrap();
        assert!(matches!(
            Lease::take(&other, after(24)).await,
            Err(LeaseError::Taken { .. })
        ));
        first.renew(after(24)).await.unwrap();
    }

    #[tokio::test]
    async fn a_stale_lease_is_taken_over_and_the_first_writes_nothing_more() {
        let (folder, store) = store().await;
        let mut first = Lease::take(&store, start()).await.unwrap();
        assert!(store.write().await.is_ok());
        let other = another(&folder).await;
        let mut second = Lease::take(&other, after(15)).await.unwrap();
        assert!(other.write().await.is_ok());
        let error = store.write().await.unwrap_err().to_string();
        assert!(
            error.contains("the lease on the database is lost"),
            "{error}"
        );
        assert!(store.read().await.is_ok());
        assert!(matches!(
            first.renew(after(16)).await,
            Err(LeaseError::Lost)
        ));
        assert!(matches!(first.keep().await, LeaseError::Lost));
        second.renew(after(17)).await.unwrap();
        // What is lost cannot be given back.
        first.release().await.unwrap();
        second.renew(after(18)).await.unwrap();
    }

    #[tokio::test]
    async fn a_lease_given_back_is_free_at_once() {
        let (_folder, store) = store().await;
        Lease::take(&store, start())
            .await
            .unwrap()
            .release()
            .await
            .unwrap();
        assert!(Lease::take(&store, start()).await.is_ok());
    }

    #[tokio::test]
    async fn a_dropped_lease_stays_until_it_is_stale_as_after_a_crash() {
        let (_folder, store) = store().await;
        drop(Lease::take(&store, start()).await.unwrap());
        assert!(Lease::take(&store, after(14)).await.is_err());
        assert!(Lease::take(&store, after(15)).await.is_ok());
    }

    #[tokio::test]
    async fn a_lease_from_the_future_holds_no_longer_than_another() {
        let (_folder, store) = store().await;
        drop(Lease::take(&store, after(3600)).await.unwrap());
        assert!(Lease::take(&store, start()).await.is_ok());
    }

    #[tokio::test]
    async fn renewing_wakes_nobody() {
        use futures_util::FutureExt;

        let (_folder, store) = store().await;
        let mut changes = store.changes();
        let mut lease = Lease::take(&store, start()).await.unwrap();
        lease.renew(after(1)).await.unwrap();
        lease.release().await.unwrap();
        assert!(changes.heard().now_or_never().is_none());
    }
}
