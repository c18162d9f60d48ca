//! The only SQL. One file a table family; functions take a connection, so that a transition can put several into one
//! transaction.
//!
//! A transition computes what is pure, takes one [`Store::write`], does everything on it, outbox rows included, and commits.
//! The commit wakes who waits for changes, so nobody polls.

pub mod drafts;
pub mod erasure;
pub mod export;
pub mod facts;
pub mod lease;
pub mod occurrences;
mod open;
pub mod outbox;
pub mod peek;
pub mod privacy;
pub mod reader;
pub mod types;

pub mod activity;
pub mod agenda;
pub mod anonymity;
pub mod ask_helpers;
pub mod ask_times;
pub mod asks;
pub mod blocks;
pub mod channels;
pub mod choices;
pub mod digest;
pub mod guilds;
pub mod helper_facts;
pub mod helps;
pub mod invitations;
pub mod lessons;
pub mod members;
pub mod neighbours;
pub mod newcomers;
pub mod pairings;
pub mod programmes;
pub mod recognition;
pub mod referrals;
pub mod rounds;
pub mod settings;
pub mod skills;
pub mod stuck;
pub mod swaps;
pub mod teach_questions;
pub mod threads;

use std::ops::{Deref, DerefMut};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Utc};
use sqlx::pool::PoolConnection;
use sqlx::{Sqlite, SqlitePool, Transaction};

use crate::activity::{Bell, Listener};

pub use lease::{Lease, LeaseError};
pub use open::OpenError;
pub use sqlx::SqliteConnection;

/// The database: one writer and several readers. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Store {
    readers: SqlitePool,
    writer: SqlitePool,
    changed: Bell,
    /// By whom the lease was taken through this store.
    holder: Arc<Mutex<Option<Arc<str>>>>,
}

/// How a database stands with the process that works on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Footing {
    /// Whether the process has the lease on it, and has renewed it lately.
    pub leased: bool,
    /// Whether it has gone through every migration of this version.
    pub migrated: bool,
}

/// A connection that only reads. It derefs to a connection, which every function of this module takes.
pub type Read = PoolConnection<Sqlite>;

/// A write: one `BEGIN IMMEDIATE` transaction. Dropped without [`Write::commit`], it leaves nothing behind.
/// It derefs to a connection, which every function of this module takes.
#[derive(Debug)]
pub struct Write {
    transaction: Transaction<'static, Sqlite>,
    changed: Bell,
}

impl Store {
    /// A connection for reading; what writes on it fails.
    pub async fn read(&self) -> sqlx::Result<Read> {
        self.readers.acquire().await
    }

    /// Begins a write. Others wait until it is committed or dropped, so nothing slow (a request, a long computation) is done
    /// while it is open.
    ///
    /// # Errors
    ///
    /// Also when another process has taken the lease over: what stood still for so long writes nothing more.
    pub async fn write(&self) -> sqlx::Result<Write> {
        let mut write = self.write_unleased().await?;
        let holder = self.holder().clone();
        if let Some(holder) = holder
            && !lease::is_held_by(&mut write, &holder).await?
        {
            return Err(sqlx::Error::Protocol(
                "the lease on the database is lost".to_owned(),
            ));
        }
        Ok(write)
    }

    /// How the database stands with this process at this real time, by one short read.
    ///
    /// # Errors
    ///
    /// When the database does not answer.
    pub async fn footing(&self, now: DateTime<Utc>) -> sqlx::Result<Footing> {
        let holder = self.holder().clone();
        let mut read = self.read().await?;
        let leased = match holder {
            Some(holder) => lease::is_kept_by(&mut read, &holder, now).await?,
            None => false,
        };
        Ok(Footing {
            leased,
            migrated: open::is_migrated(&mut read).await?,
        })
    }

    /// Begins a write without a look at the lease, for the lease itself.
    async fn write_unleased(&self) -> sqlx::Result<Write> {
        let transaction = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        Ok(Write {
            transaction,
            changed: self.changed.clone(),
        })
    }

    fn holder(&self) -> MutexGuard<'_, Option<Arc<str>>> {
        self.holder.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Hears of every commit from now on.
    pub fn changes(&self) -> Listener {
        self.changed.listen()
    }

    /// Closes every connection, so that what was written is in the one file. Reads and writes fail from now on.
    pub async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
    }
}

impl Write {
    /// Makes everything durable and wakes who waits for changes.
    pub async fn commit(self) -> sqlx::Result<()> {
        self.transaction.commit().await?;
        self.changed.ring();
        Ok(())
    }

    /// Makes durable what nobody waits for, such as the lease.
    async fn commit_quietly(self) -> sqlx::Result<()> {
        self.transaction.commit().await
    }
}

impl Deref for Write {
    type Target = SqliteConnection;

    fn deref(&self) -> &SqliteConnection {
        &self.transaction
    }
}

impl DerefMut for Write {
    fn deref_mut(&mut self) -> &mut SqliteConnection {
        &mut self.transaction
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
pub(crate) mod tests {
    use chrono::{DateTime, Utc};
    use futures_util::FutureExt;
    use tempfile::TempDir;

    use super::types::ms;
    use super::{Lease, Store, facts};
    use crate::activity::Activity;
    use crate::domain::ids::GuildId;

    /// A Monday morning.
    pub(crate) fn start() -> DateTime<Utc> {
        "2026-03-02T09:00:00Z".parse().unwrap()
    }

    /// A fresh database, in a folder that goes away with the first value.
    pub(crate) async fn store() -> (TempDir, Store) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("potluck.db");
        let store = Store::open(&path, &Activity::default()).await.unwrap();
        (folder, store)
    }

    /// What a query counts, for tests of other parts, which hold no SQL.
    pub(crate) async fn count(store: &Store, query: &'static str) -> i64 {
        let mut read = store.read().await.unwrap();
        sqlx::query_scalar(query)
            .fetch_one(&mut *read)
            .await
            .unwrap()
    }

    /// The periods of a job that were done or missed, each with which of it.
    pub(crate) async fn occurred(store: &Store, job: &str) -> Vec<String> {
        let mut read = store.read().await.unwrap();
        sqlx::query_scalar(
            "SELECT period || ' ' || state FROM occurrences WHERE job = ? ORDER BY period",
        )
        .bind(job)
        .fetch_all(&mut *read)
        .await
        .unwrap()
    }

    /// A guild with every default, which rows of other tables belong to.
    pub(crate) async fn with_guild(store: &Store, guild: GuildId) {
        let mut write = store.write().await.unwrap();
        let arrived_at = ms(start());
        sqlx::query!(
            "INSERT INTO guilds (guild_id, name, arrived_at) VALUES (?1, 'Guild', ?2)",
            guild,
            arrived_at,
        )
        .execute(&mut *write)
        .await
        .unwrap();
        write.commit().await.unwrap();
    }

    #[tokio::test]
    async fn a_commit_is_read_by_others_and_wakes_who_waits_for_changes() {
        let (_folder, store) = store().await;
        let mut changes = store.changes();
        let mut write = store.write().await.unwrap();
        facts::set(&mut write, "a", "1").await.unwrap();
        assert!(changes.heard().now_or_never().is_none());
        write.commit().await.unwrap();
        assert!(changes.heard().now_or_never().is_some());
        let mut read = store.read().await.unwrap();
        assert_eq!(
            facts::get(&mut read, "a").await.unwrap().as_deref(),
            Some("1")
        );
    }

    #[tokio::test]
    async fn a_write_that_is_dropped_leaves_nothing_behind_and_wakes_nobody() {
        let (_folder, store) = store().await;
        let mut changes = store.changes();
        let mut write = store.write().await.unwrap();
        facts::set(&mut write, "a", "1").await.unwrap();
        drop(write);
        let mut next = store.write().await.unwrap();
        assert_eq!(facts::get(&mut next, "a").await.unwrap(), None);
        assert!(changes.heard().now_or_never().is_none());
    }

    #[tokio::test]
    async fn a_footing_is_a_lease_that_is_renewed_and_every_migration() {
        let (_folder, store) = store().await;
        let footing = async |seconds| {
            let now = start() + chrono::TimeDelta::seconds(seconds);
            let footing = store.footing(now).await.unwrap();
            (footing.leased, footing.migrated)
        };
        assert_eq!(footing(0).await, (false, true), "nobody has the lease");
        let lease = Lease::take(&store, start()).await.unwrap();
        assert_eq!(footing(14).await, (true, true));
        assert_eq!(footing(15).await, (false, true), "it is stale");
        let write = async |statement: &'static str| {
            let mut write = store.write_unleased().await.unwrap();
            sqlx::query(statement).execute(&mut *write).await.unwrap();
            write.commit().await.unwrap();
        };
        write("UPDATE lease SET holder = 'process 7'").await;
        assert_eq!(footing(0).await, (false, true), "another has it");
        write("DELETE FROM _sqlx_migrations WHERE version = (SELECT max(version) FROM _sqlx_migrations)").await;
        assert_eq!(footing(0).await, (false, false));
        drop(lease);
    }

    #[tokio::test]
    async fn a_reader_cannot_write() {
        let (_folder, store) = store().await;
        let mut read = store.read().await.unwrap();
        let error = facts::set(&mut read, "a", "1").await.unwrap_err();
        assert!(error.to_string().contains("readonly"), "{error}");
    }

    #[tokio::test]
    async fn one_writes_at_a_time() {
        let (_folder, store) = store().await;
        let write = store.write().await.unwrap();
        assert!(store.write().now_or_never().is_none());
        write.commit().await.unwrap();
        assert!(store.write().await.is_ok());
    }
}
