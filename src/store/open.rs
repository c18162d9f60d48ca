//! Opening the database: looked at first without touching it, then migrated.

use std::fs::{self, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use sqlx::migrate::{Migration, Migrator};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
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

/// Statements that a connection keeps compiled: more than this crate has.
const STATEMENTS: usize = 1024;

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
    /// It would have to be migrated first, and is only to be read.
    #[error("the database {} was made by an older version of Potluck (it has migration {theirs}, this version reads {ours}): start this version on it once, which migrates it, or use the version that made it", path.display())]
    Older {
        /// The file.
        path: PathBuf,
        /// The latest migration in the file.
        theirs: i64,
        /// The latest migration that this version has.
        ours: i64,
    },
    /// A process began to work on it while it was read without one.
    #[error("a Potluck began to work on the database {} while it was read: try again", path.display())]
    Changed {
        /// The file.
        path: PathBuf,
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
    async fn open_at(
        path: &Path,
        activity: &Activity,
        now: DateTime<Utc>,
    ) -> Result<Self, OpenError> {
        if !look(path, now).await? {
            make(path).map_err(|error| unreachable(path, error.to_string()))?;
        }
        let unreachable = |error: sqlx::Error| unreachable(path, peek::reason(&error));
        let options = options(path);
        // The writer comes first: it makes the file and switches it to WAL, which a reader may not do.
        let writer = pool()
            .max_connections(1)
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
        let readers = pool()
            .max_connections(READERS)
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

/// What every pool is made with.
fn pool() -> SqlitePoolOptions {
    SqlitePoolOptions::new()
        .acquire_timeout(ACQUIRE)
        .idle_timeout(None)
        .max_lifetime(None)
        // A connection is a file that this process has open, with no server at the other end that could have hung up meanwhile. Asking
        // it each time whether it is still there would cost as much as the shorter reads, and could only ever hear yes: what goes wrong
        // with the file is told by the statement that meets it, whether or not one was tried before.
        .test_before_acquire(false)
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
        // What is deleted is overwritten, and never written to a file beside this one: whose an anonymous ask was is erased.
        .pragma("secure_delete", "ON")
        .pragma("temp_store", "MEMORY")
        // Room for every statement there is, so that none is compiled twice on a connection.
        .statement_cache_capacity(STATEMENTS)
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

/// Whether a database has gone through every migration of this version, and none of a later one.
pub(super) async fn is_migrated(db: &mut SqliteConnection) -> sqlx::Result<bool> {
    // sqlx's own table is made when the migrations run, so this is not checked when it is compiled.
    let theirs: Option<i64> =
        sqlx::query_scalar("SELECT max(version) FROM _sqlx_migrations WHERE success")
            .fetch_one(db)
            .await?;
    Ok(theirs == MIGRATIONS.iter().map(|migration| migration.version).max())
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
    let mut db = peek::connect(path)
        .await
        .map_err(|error| peek::unreadable(path, &error))?;
    let seen = see(&mut db)
        .await
        .map_err(|error| peek::unreadable(path, &error));
    // Nothing was written, so there is nothing that closing could lose.
    let _ = db.close().await;
    judge(path, &seen?, now)?;
    Ok(true)
}

/// Says whether a database that was opened for reading went through exactly the migrations of this version, which its tables are
/// read by. `now` is real time.
pub(super) async fn is_ours(
    path: &Path,
    db: &mut SqliteConnection,
    now: DateTime<Utc>,
) -> Result<(), OpenError> {
    let seen = see(db)
        .await
        .map_err(|error| peek::unreadable(path, &error))?;
    judge(path, &seen, now)?;
    let Some(theirs) = seen.migrations.filter(|theirs| !theirs.is_empty()) else {
        return Err(OpenError::NotOurs {
            path: path.to_owned(),
        });
    };
    let latest = |versions: &mut dyn Iterator<Item = i64>| versions.max().unwrap_or(0);
    let newest = latest(&mut ours().map(|migration| migration.version));
    if theirs.len() < ours().count() {
        return Err(OpenError::Older {
            path: path.to_owned(),
            theirs: latest(&mut theirs.iter().map(|(version, _)| *version)),
            ours: newest,
        });
    }
    Ok(())
}

/// The migrations of this version.
fn ours() -> impl Iterator<Item = &'static Migration> {
    MIGRATIONS
        .iter()
        .filter(|migration| migration.migration_type.is_up_migration())
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
    let tables: Vec<String> =
        sqlx::query_scalar("SELECT name FROM sqlite_schema WHERE type = 'table'")
            .fetch_all(&mut *db)
            .await?;
    let has = |name: &str| tables.iter().any(|table| table == name);
    let mut seen = Seen {
        tables: !tables.is_empty(),
        ..Seen::default()
    };
    if has("_sqlx_migrations") {
        let migrations =
            sqlx::query_as("SELECT version, checksum FROM _sqlx_migrations ORDER BY version")
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
        Some(holder) if theirs.len() < ours().count() && holder.is_alive(now) => {
            Err(OpenError::InUse {
                path,
                holder: holder.name.clone(),
            })
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests;
