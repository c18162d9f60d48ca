//! Looking into a database from outside, without changing a byte of it.

use std::path::Path;
use std::time::Duration;

use chrono::{DateTime, Utc};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection, SqliteConnection};

use super::open::OpenError;
use super::{facts, types};

/// How long a look waits for a lock that a process holds.
const BUSY: Duration = Duration::from_secs(5);

/// What SQLite says of a file that is none of its own (`SQLITE_NOTADB`).
const NOT_A_DATABASE: &str = "26";

/// When the bot that works on this database was last connected to Discord, in real time; `None`: never yet. It is noted every
/// twenty seconds.
///
/// # Errors
///
/// When there is no such database, or it cannot be read.
pub async fn connected_at(path: &Path) -> Result<Option<DateTime<Utc>>, OpenError> {
    let mut db = connect(path)
        .await
        .map_err(|error| unreadable(path, &error))?;
    let noted = facts::get(&mut db, facts::CONNECTED_AT).await;
    // Nothing was written, so there is nothing that closing could lose.
    let _ = db.close().await;
    let noted = noted.map_err(|error| unreadable(path, &error))?;
    Ok(noted.and_then(|ms| ms.parse().ok()).map(types::at))
}

/// Opens a database for reading only.
pub(super) async fn connect(path: &Path) -> sqlx::Result<SqliteConnection> {
    SqliteConnectOptions::new()
        .filename(path)
        .read_only(true)
        // Where nobody has it open, all of it is in the one file: SQLite need not make files beside it.
        .immutable(!is_in_use(path))
        .busy_timeout(BUSY)
        .disable_statement_logging()
        .connect()
        .await
}

/// Whether somebody has a database open, or had when the process crashed: there is a write-ahead log beside it.
pub(super) fn is_in_use(path: &Path) -> bool {
    let mut wal = path.as_os_str().to_owned();
    wal.push("-wal");
    Path::new(&wal).exists()
}

/// Why a database cannot be read.
pub(super) fn unreadable(path: &Path, error: &sqlx::Error) -> OpenError {
    match error {
        sqlx::Error::Database(refusal) if refusal.code().as_deref() == Some(NOT_A_DATABASE) => {
            OpenError::NotOurs {
                path: path.to_owned(),
            }
        }
        error => OpenError::Unreachable {
            path: path.to_owned(),
            why: reason(error),
        },
    }
}

/// What the system or SQLite says, without the wrapping.
pub(super) fn reason(error: &sqlx::Error) -> String {
    match error {
        sqlx::Error::Database(refusal) => refusal.message().to_owned(),
        other => other.to_string(),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::*;
    use crate::store::tests::{start, store};

    #[tokio::test]
    async fn a_running_bots_database_tells_when_it_was_connected() {
        let (folder, store) = store().await;
        let path = folder.path().join("potluck.db");
        assert_eq!(connected_at(&path).await.unwrap(), None);
        facts::note_connected(&store, start()).await.unwrap();
        assert_eq!(connected_at(&path).await.unwrap(), Some(start()));
        store.close().await;
        assert_eq!(connected_at(&path).await.unwrap(), Some(start()));
    }

    #[tokio::test]
    async fn where_there_is_no_database_none_is_made() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("potluck.db");
        assert!(matches!(
            connected_at(&path).await,
            Err(OpenError::Unreachable { .. })
        ));
        assert!(!path.exists());
    }
}
