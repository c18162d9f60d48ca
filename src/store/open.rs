//! Opening the database: looked at first without touching it, then migrated.

use std::fs::{self, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use sqlx::migrate::Migrator;
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{ConnectOptions, Connection, SqliteConnection};

use super::lease::{self, Holder};
use super::{Store, peek};
use crate::activity::{Activity, Bell};

/// Append-only; embedded, so that one binary is enough.
static MIGRATIONS: Migrator = sqlx::migrate!();

/// How long a connection waits for a lock that another process holds, such as a backup.
const BUSY: Duration = Duration::from_secs(5);
/// How long a task waits for a connection of the pool.
const ACQUIRE: Duration = Duration::from_secs(30);
/// Reads run beside each other and beside the writer; more than a few would only wait for the disk.
const READERS: u32 = 4;

/// Why a database cannot be used. Each is one sentence with the remedy.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Its folder is missing, or may not be read or written.
    #[error("the database {} cannot be opened ({why}): check that its folder exists and may be written, or set database.path", path.display())]
    Unreachable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        why: String,
    },
    /// It is a file of another program.
    #[error("{} is not a database of Potluck: set database.path to another file", path.display())]
    NotOurs {
        /// The file.
        path: PathBuf,
    },
    /// A newer version has migrated it. It was not touched.
    #[error("the database {} was made by a newer version of Potluck (it has migration {theirs}, this version knows up to {ours}): run that version, or restore a backup made before it", path.display())]
    Newer {
        /// The file.
        path: PathBuf,
        /// The latest migration in the file.
        theirs: i64,
        /// The latest migration that this version has.
        ours: i64,
    },
    /// An earlier migration differs from the one this version has.
    #[error("the database {} was made by another build of Potluck (migration {version} differs): run that build, or restore a backup", path.display())]
    Different {
        /// The file.
        path: PathBuf,
        /// The migration that differs.
        version: i64,
    },
    /// It has to be migrated, and a running process works on it.
    #[error("the database {} is in use by another Potluck ({holder}) and has to be migrated: stop that one first", path.display())]
    InUse {
        /// The file.
        path: PathBuf,
        /// Who works on it.
        holder: String,
    },
    /// A migration failed. What it had done is undone.
    #[error("the database {} cannot be migrated ({why}): restore a backup, and report this", path.display())]
    Migration {
        /// The file.
        path: PathBuf,
        /// What failed.
        why: String,
    },
}

impl Store {
    /// Opens the database, makes it if there is none, and migrates it. A database that a newer version has migrated is
    /// refused without touching it.
    ///
    /// Tasks that wait for changes of the store count as busy in `activity` from the commit on.
    pub async fn open(path: &Path, activity: &Activity) -> Result<Self, OpenError> {
        Self::open_at(path, activity, Utc::now()).await
    }

    /// [`Store::open`] at this real time.
    async fn open_at(path: &Path, activity: &Activity, now: DateTime<Utc>) -> Result<Self, OpenError> {
        if !look(path, now).await? {
            make(path).map_err(|error| unreachable(path, error.to_string()))?;
        }
        let unreachable = |error: sqlx::Error| unreachable(path, peek::reason(&error));
        let options = options(path);
        // The writer comes first: it makes the file and switches it to WAL, which a reader may not do.
        let writer = SqlitePoolOptions::new()
            .max_connections(1)
            .acquire_timeout(ACQUIRE)
            .idle_timeout(None)
            .max_lifetime(None)
            .connect_with(options.clone())
            .await
            .map_err(unreachable)?;
        MIGRATIONS
            .run(&writer)
            .await
            .map_err(|error| OpenError::Migration {
                path: path.to_owned(),
                why: error.to_string(),
            })?;
        let readers = SqlitePoolOptions::new()
            .max_connections(READERS)
            .acquire_timeout(ACQUIRE)
            .idle_timeout(None)
            .max_lifetime(None)
            .connect_with(options.pragma("query_only", "ON"))
            .await
            .map_err(unreachable)?;
        Ok(Self {
            readers,
            writer,
            changed: Bell::new(activity.clone()),
            holder: Arc::default(),
        })
    }
}

/// What every connection is opened with.
fn options(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .journal_mode(SqliteJournalMode::Wal)
        // What was acknowledged survives the loss of power, not only of the process.
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(BUSY)
        // Statements at debug level would put ids beside texts into the log.
        .disable_statement_logging()
}

/// Makes an empty file, which SQLite takes for an empty database. It will hold what people wrote to each other, so nobody but
/// its owner may read it; the files that SQLite makes beside it are made likewise.
fn make(path: &Path) -> io::Result<()> {
    let mut file = OpenOptions::new();
    file.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut file, 0o600);
    file.open(path).map(drop)
}

fn unreachable(path: &Path, why: String) -> OpenError {
    OpenError::Unreachable {
        path: path.to_owned(),
        why,
    }
}

/// Looks at a database without changing a byte of it. `false`: there is none yet.
async fn look(path: &Path, now: DateTime<Utc>) -> Result<bool, OpenError> {
    match fs::metadata(path) {
        // An empty file is one that a process made and did not live to fill.
        Ok(file) if file.len() == 0 => return Ok(true),
        Ok(_) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(unreachable(path, error.to_string())),
    }
    let mut db = peek::connect(path).await.map_err(|error| peek::unreadable(path, &error))?;
    let seen = see(&mut db).await.map_err(|error| peek::unreadable(path, &error));
    // Nothing was written, so there is nothing that closing could lose.
    let _ = db.close().await;
    judge(path, &seen?, now)?;
    Ok(true)
}

/// What a database shows of its past.
#[derive(Debug, Default)]
struct Seen {
    /// Whether it has tables of any kind.
    tables: bool,
    /// The migrations it went through, in order, with their checksums; `None`: it was never migrated.
    migrations: Option<Vec<(i64, Vec<u8>)>>,
    /// Who worked on it last.
    holder: Option<Holder>,
}

async fn see(db: &mut SqliteConnection) -> sqlx::Result<Seen> {
    // These run before it is known which tables there are, so they are not checked when this is compiled.
    let tables: Vec<String> = sqlx::query_scalar("SELECT name FROM sqlite_schema WHERE type = 'table'")
        .fetch_all(&mut *db)
        .await?;
    let has = |name: &str| tables.iter().any(|table| table == name);
    let mut seen = Seen {
        tables: !tables.is_empty(),
        ..Seen::default()
    };
    if has("_sqlx_migrations") {
        let migrations = sqlx::query_as("SELECT version, checksum FROM _sqlx_migrations ORDER BY version")
            .fetch_all(&mut *db)
            .await?;
        seen.migrations = Some(migrations);
    }
    if has("lease") {
        seen.holder = lease::holder(db).await?;
    }
    Ok(seen)
}

fn judge(path: &Path, seen: &Seen, now: DateTime<Utc>) -> Result<(), OpenError> {
    let path = path.to_owned();
    let Some(theirs) = &seen.migrations else {
        return if seen.tables {
            Err(OpenError::NotOurs { path })
        } else {
            Ok(())
        };
    };
    let ours = || MIGRATIONS.iter().filter(|migration| migration.migration_type.is_up_migration());
    for (version, checksum) in theirs {
        match ours().find(|migration| migration.version == *version) {
            None => {
                return Err(OpenError::Newer {
                    path,
                    theirs: theirs.last().map_or(*version, |(latest, _)| *latest),
                    ours: ours().map(|migration| migration.version).max().unwrap_or(0),
                });
            }
            Some(migration) if migration.checksum[..] != checksum[..] => {
                return Err(OpenError::Different {
                    path,
                    version: *version,
                });
            }
            Some(_) => {}
        }
    }
    // A process that runs must not have its tables changed under it.
    match &seen.holder {
        Some(holder) if theirs.len() < ours().count() && holder.is_alive(now) => Err(OpenError::InUse {
            path,
            holder: holder.name.clone(),
        }),
        _ => Ok(()),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use std::collections::BTreeMap;

    use sqlx::Row;
    use tempfile::TempDir;

    use super::*;
    use crate::store::facts;
    use crate::store::tests::start;

    async fn open(path: &Path) -> Result<Store, OpenError> {
        Store::open_at(path, &Activity::default(), start()).await
    }

    /// Every file of a folder with its bytes, but for SQLite's shared memory, which it may write while only reading.
    fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
        let mut files = BTreeMap::new();
        for entry in fs::read_dir(folder).unwrap() {
            let entry = entry.unwrap();
            let name = entry.file_name().into_string().unwrap();
            if !name.ends_with("-shm") {
                files.insert(name, fs::read(entry.path()).unwrap());
            }
        }
        files
    }

    /// A database that a newer version has migrated; still open, so that all of it is in the write-ahead log.
    async fn newer(folder: &TempDir) -> (PathBuf, Store) {
        let path = folder.path().join("potluck.db");
        let store = open(&path).await.unwrap();
        let mut write = store.write().await.unwrap();
        sqlx::query(
            "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
             VALUES (9999, 'later', TRUE, x'00', 0)",
        )
        .execute(&mut *write)
        .await
        .unwrap();
        write.commit().await.unwrap();
        (path, store)
    }

    #[tokio::test]
    async fn what_is_in_a_database_is_there_when_it_is_opened_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("potluck.db");
        let store = open(&path).await.unwrap();
        let mut write = store.write().await.unwrap();
        facts::set(&mut write, "a", "1").await.unwrap();
        write.commit().await.unwrap();
        store.close().await;
        assert_eq!(files(folder.path()).len(), 1, "closing leaves one file");
        let store = open(&path).await.unwrap();
        let mut read = store.read().await.unwrap();
        assert_eq!(facts::get(&mut read, "a").await.unwrap().as_deref(), Some("1"));
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn only_its_owner_may_read_a_new_database_and_what_lies_beside_it() {
        use std::os::unix::fs::PermissionsExt;

        let folder = tempfile::tempdir().unwrap();
        let store = open(&folder.path().join("potluck.db")).await.unwrap();
        store.write().await.unwrap().commit().await.unwrap();
        let mut names = Vec::new();
        for entry in fs::read_dir(folder.path()).unwrap() {
            let entry = entry.unwrap();
            assert_eq!(entry.metadata().unwrap().permissions().mode() & 0o777, 0o600, "{entry:?}");
            names.push(entry.file_name());
        }
        names.sort();
        assert_eq!(names, ["potluck.db", "potluck.db-shm", "potluck.db-wal"]);
    }

    #[tokio::test]
    async fn every_connection_has_every_pragma() {
        let folder = tempfile::tempdir().unwrap();
        let store = open(&folder.path().join("potluck.db")).await.unwrap();
        // All at once, so that each is another connection.
        let mut connections = vec![store.writer.acquire().await.unwrap()];
        for _ in 0..READERS {
            connections.push(store.readers.acquire().await.unwrap());
        }
        for (number, connection) in connections.iter_mut().enumerate() {
            let mut shown = Vec::new();
            for pragma in ["journal_mode", "synchronous", "foreign_keys", "busy_timeout", "query_only"] {
                let row = sqlx::query(sqlx::AssertSqlSafe(format!("PRAGMA {pragma}")))
                    .fetch_one(&mut **connection)
                    .await
                    .unwrap();
                // Numbers, too, are read as text here.
                let value: String = row.get_unchecked(0);
                shown.push(value);
            }
            let query_only = if number == 0 { "0" } else { "1" };
            assert_eq!(shown, ["wal", "2", "1", "5000", query_only], "connection {number}");
        }
    }

    #[tokio::test]
    async fn a_foreign_key_to_nothing_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let store = open(&folder.path().join("potluck.db")).await.unwrap();
        let mut write = store.write().await.unwrap();
        let error = sqlx::query("INSERT INTO holidays (guild_id, day) VALUES (1, '2026-12-25')")
            .execute(&mut *write)
            .await
            .unwrap_err();
        assert!(error.to_string().contains("FOREIGN KEY"), "{error}");
    }

    #[tokio::test]
    async fn a_database_from_a_newer_version_is_refused_and_not_a_byte_of_it_changes() {
        let folder = tempfile::tempdir().unwrap();
        let (path, store) = newer(&folder).await;
        store.close().await;
        let before = files(folder.path());
        let error = open(&path).await.unwrap_err();
        assert_eq!(
            error.to_string(),
            format!(
                "the database {} was made by a newer version of Potluck (it has migration 9999, this version knows up to 1): run that version, or restore a backup made before it",
                path.display()
            )
        );
        assert_eq!(files(folder.path()), before);
    }

    #[tokio::test]
    async fn a_newer_version_that_crashed_is_found_in_its_write_ahead_log() {
        let folder = tempfile::tempdir().unwrap();
        let (_path, store) = newer(&folder).await;
        // What a crash leaves: the files as they are now, with nobody who has them open.
        let left = tempfile::tempdir().unwrap();
        for (name, bytes) in files(folder.path()) {
            fs::write(left.path().join(name), bytes).unwrap();
        }
        let before = files(left.path());
        assert!(before.contains_key("potluck.db-wal"));
        let error = open(&left.path().join("potluck.db")).await.unwrap_err();
        assert!(matches!(error, OpenError::Newer { theirs: 9999, ours: 1, .. }), "{error}");
        assert_eq!(files(left.path()), before);
        store.close().await;
    }

    #[tokio::test]
    async fn a_file_of_something_else_is_refused_and_not_touched() {
        let folder = tempfile::tempdir().unwrap();
        let text = folder.path().join("notes.txt");
        fs::write(&text, "These are notes, and no database at all. ".repeat(100)).unwrap();
        let other = folder.path().join("other.db");
        let mut db = SqliteConnectOptions::new().filename(&other).create_if_missing(true).connect().await.unwrap();
        sqlx::query("CREATE TABLE notes (text TEXT)").execute(&mut db).await.unwrap();
        db.close().await.unwrap();
        let before = files(folder.path());
        for path in [text, other] {
            let error = open(&path).await.unwrap_err();
            assert_eq!(
                error.to_string(),
                format!("{} is not a database of Potluck: set database.path to another file", path.display())
            );
        }
        assert_eq!(files(folder.path()), before);
    }

    #[tokio::test]
    async fn an_empty_file_becomes_a_database() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("potluck.db");
        fs::write(&path, "").unwrap();
        assert!(open(&path).await.is_ok());
    }

    #[tokio::test]
    async fn a_folder_that_is_not_there_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("missing/potluck.db");
        let error = open(&path).await.unwrap_err().to_string();
        assert_eq!(
            error,
            format!(
                "the database {} cannot be opened (No such file or directory (os error 2)): check that its folder exists and may be written, or set database.path",
                path.display()
            )
        );
    }

    fn judged(migrations: Option<Vec<(i64, Vec<u8>)>>, tables: bool, holder: Option<Holder>) -> Result<(), String> {
        let seen = Seen { tables, migrations, holder };
        judge(Path::new("x.db"), &seen, start()).map_err(|error| error.to_string())
    }

    #[test]
    fn what_a_database_shows_of_its_past_decides() {
        let known: Vec<(i64, Vec<u8>)> =
            MIGRATIONS.iter().map(|migration| (migration.version, migration.checksum.to_vec())).collect();
        let alive = || Some(Holder::new("process 7", start() - chrono::TimeDelta::seconds(14)));
        let stale = || Some(Holder::new("process 7", start() - chrono::TimeDelta::seconds(15)));

        assert_eq!(judged(None, false, None), Ok(()));
        assert_eq!(judged(Some(known.clone()), true, None), Ok(()));
        // The lease itself is looked at when it is taken; here it only keeps tables from being changed under a process.
        assert_eq!(judged(Some(known.clone()), true, alive()), Ok(()));
        assert_eq!(judged(Some(Vec::new()), true, stale()), Ok(()));
        assert_eq!(
            judged(Some(Vec::new()), true, alive()).unwrap_err(),
            "the database x.db is in use by another Potluck (process 7) and has to be migrated: stop that one first"
        );
        let mut different = known;
        different[0].1 = vec![0];
        assert_eq!(
            judged(Some(different), true, None).unwrap_err(),
            "the database x.db was made by another build of Potluck (migration 1 differs): run that build, or restore a backup"
        );
    }
}
