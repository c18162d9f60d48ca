//! Reading a database from outside, as it was at one instant, also while a bot works on it.

use std::fs;
use std::ops::{Deref, DerefMut};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use chrono::Utc;
use sqlx::{Connection, SqliteConnection};

use super::open::{self, OpenError};
use super::peek;

/// A connection that only reads and sees the database as it was when it was opened. It derefs to a connection, which every function
/// of the store takes.
#[derive(Debug)]
pub struct Reader {
    db: SqliteConnection,
    path: PathBuf,
    /// What the file looked like, where nobody worked on it.
    alone: Option<Looks>,
}

/// By what a file that was written to is told.
#[derive(Debug, PartialEq, Eq)]
struct Looks {
    modified: Option<SystemTime>,
    bytes: u64,
}

impl Looks {
    fn of(path: &Path) -> Option<Self> {
        let file = fs::metadata(path).ok()?;
        Some(Self {
            modified: file.modified().ok(),
            bytes: file.len(),
        })
    }
}

impl Reader {
    /// Opens a database that this version has made or migrated. Not a byte of it is changed: one that would have to be migrated is
    /// refused.
    ///
    /// # Errors
    ///
    /// When there is none, when it is of another version, and when it cannot be read.
    pub async fn open(path: &Path) -> Result<Self, OpenError> {
        let alone = Looks::of(path).filter(|_| !peek::is_in_use(path));
        let unreadable = |error: sqlx::Error| peek::unreadable(path, &error);
        let mut db = peek::connect(path).await.map_err(unreadable)?;
        // From the first read on nothing of what others commit is seen. What is sorted may hold ids, and is kept out of other files.
        for statement in ["PRAGMA temp_store = MEMORY", "BEGIN"] {
            sqlx::query(statement)
                .execute(&mut db)
                .await
                .map_err(unreadable)?;
        }
        open::is_ours(path, &mut db, Utc::now()).await?;
        Ok(Self {
            db,
            path: path.to_owned(),
            alone,
        })
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Ends the reading, and says whether all that was read was of one instant.
    ///
    /// # Errors
    ///
    /// [`OpenError::Changed`]: a file on which nobody worked is read without locks, and somebody began to.
    pub async fn end(self) -> Result<(), OpenError> {
        // Nothing was written, so there is nothing that closing could lose.
        let _ = self.db.close().await;
        match self.alone {
            Some(before) if Looks::of(&self.path).as_ref() != Some(&before) => {
                Err(OpenError::Changed { path: self.path })
            }
            _ => Ok(()),
        }
    }
}

impl Deref for Reader {
    type Target = SqliteConnection;

    fn deref(&self) -> &SqliteConnection {
        &self.db
    }
}

impl DerefMut for Reader {
    fn deref_mut(&mut self) -> &mut SqliteConnection {
        &mut self.db
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::*;
    use crate::store::facts;
    use crate::store::tests::store;

    #[tokio::test]
    async fn what_is_committed_meanwhile_is_not_seen() {
        let (folder, store) = store().await;
        let path = folder.path().join("potluck.db");
        let mut reader = Reader::open(&path).await.unwrap();
        let mut write = store.write().await.unwrap();
        facts::set(&mut write, "a", "1").await.unwrap();
        write.commit().await.unwrap();
        assert_eq!(facts::get(&mut reader, "a").await.unwrap(), None);
        let refused = facts::set(&mut reader, "a", "2").await.unwrap_err();
        assert!(refused.to_string().contains("readonly"), "{refused}");
        reader.end().await.unwrap();
        store.close().await;
    }

    #[tokio::test]
    async fn a_file_that_somebody_begins_to_work_on_was_not_read_whole() {
        let (folder, store) = store().await;
        let path = folder.path().join("potluck.db");
        store.close().await;
        let reader = Reader::open(&path).await.unwrap();
        reader.end().await.unwrap();
        let reader = Reader::open(&path).await.unwrap();
        let store = crate::store::Store::open(&path, &crate::activity::Activity::default())
            .await
            .unwrap();
        let mut write = store.write().await.unwrap();
        for number in 0..2_000 {
            facts::set(&mut write, &format!("fact {number}"), "…")
                .await
                .unwrap();
        }
        write.commit().await.unwrap();
        store.close().await;
        let changed = reader.end().await.unwrap_err();
        assert!(matches!(changed, OpenError::Changed { .. }), "{changed}");
    }

    #[tokio::test]
    async fn a_database_that_would_have_to_be_migrated_is_refused() {
        let (folder, store) = store().await;
        let path = folder.path().join("potluck.db");
        let mut write = store.write().await.unwrap();
        sqlx::query("DELETE FROM _sqlx_migrations WHERE version = (SELECT max(version) FROM _sqlx_migrations)")
            .execute(&mut *write)
            .await
            .unwrap();
        write.commit().await.unwrap();
        store.close().await;
        let refused = Reader::open(&path).await.unwrap_err();
        assert!(matches!(refused, OpenError::Older { .. }), "{refused}");
    }

    #[tokio::test]
    async fn an_empty_file_is_no_database_yet() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("potluck.db");
        fs::write(&path, "").unwrap();
        let refused = Reader::open(&path).await.unwrap_err();
        assert!(matches!(refused, OpenError::NotOurs { .. }), "{refused}");
    }
}
