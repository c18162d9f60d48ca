//! The only SQL. One file a table family; functions take a connection, so that a transition can put several into one
//! transaction.
//!
//! A transition computes what is pure, takes one [`Store::write`], does everything on it, outbox rows included, and commits.
//! The commit wakes who waits for changes, so nobody polls.

pub mod drafts;
pub mod facts;
pub mod lease;
pub mod occurrences;
mod open;
pub mod outbox;
pub mod types;

pub mod ask_helpers;
pub mod asks;
pub mod blocks;
pub mod channels;
pub mod guilds;
pub mod helper_facts;
pub mod helps;
pub mod invitations;
pub mod members;
pub mod settings;
pub mod skills;

use std::ops::{Deref, DerefMut};

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
    pub async fn write(&self) -> sqlx::Result<Write> {
        let transaction = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        Ok(Write {
            transaction,
            changed: self.changed.clone(),
        })
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
    use tempfile::TempDir;

    use super::Store;
    use crate::activity::Activity;

    /// A Monday morning.
    pub(crate) fn start() -> DateTime<Utc> {
        "2026-03-02T09:00:00Z".parse().unwrap()
    }

    /// A fresh database, in a folder that goes away with the first value.
    pub(crate) async fn store() -> (TempDir, Store) {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("potluck.db"), &Activity::default()).await.unwrap();
        (folder, store)
    }
}
