//! A database opened, opened again, and refused.

mod migrating;

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

/// The latest migration that there is.
fn latest() -> i64 {
    MIGRATIONS
        .iter()
        .map(|migration| migration.version)
        .max()
        .unwrap()
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
    assert_eq!(
        facts::get(&mut read, "a").await.unwrap().as_deref(),
        Some("1")
    );
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
        assert_eq!(
            entry.metadata().unwrap().permissions().mode() & 0o777,
            0o600,
            "{entry:?}"
        );
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
        for pragma in [
            "journal_mode",
            "synchronous",
            "foreign_keys",
            "busy_timeout",
            "secure_delete",
            "temp_store",
            "query_only",
        ] {
            let row = sqlx::query(sqlx::AssertSqlSafe(format!("PRAGMA {pragma}")))
                .fetch_one(&mut **connection)
                .await
                .unwrap();
            // Numbers, too, are read as text here.
            let value: String = row.get_unchecked(0);
            shown.push(value);
        }
        let query_only = if number == 0 { "0" } else { "1" };
        assert_eq!(
            shown,
            ["wal", "2", "1", "5000", "1", "2", query_only],
            "connection {number}"
        );
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
            "the database {} was made by a newer version of Potluck (it has migration 9999, this version knows up to {}): run that version, or restore a backup made before it",
            path.display(),
            latest()
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
    assert!(
        matches!(
            error,
            OpenError::Newer {
                theirs: 9999,
                ours,
                ..
            } if ours == latest()
        ),
        "{error}"
    );
    assert_eq!(files(left.path()), before);
    store.close().await;
}

#[tokio::test]
async fn a_file_of_something_else_is_refused_and_not_touched() {
    let folder = tempfile::tempdir().unwrap();
    let text = folder.path().join("notes.txt");
    fs::write(
        &text,
        "These are notes, and no database at all. ".repeat(100),
    )
    .unwrap();
    let other = folder.path().join("other.db");
    let mut db = SqliteConnectOptions::new()
        .filename(&other)
        .create_if_missing(true)
        .connect()
        .await
        .unwrap();
    sqlx::query("CREATE TABLE notes (text TEXT)")
        .execute(&mut db)
        .await
        .unwrap();
    db.close().await.unwrap();
    let before = files(folder.path());
    for path in [text, other] {
        let error = open(&path).await.unwrap_err();
        assert_eq!(
            error.to_string(),
            format!(
                "{} is not a database of Potluck: set database.path to another file",
                path.display()
            )
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

fn judged(
    migrations: Option<Vec<(i64, Vec<u8>)>>,
    tables: bool,
    holder: Option<Holder>,
) -> Result<(), String> {
    let seen = Seen {
        tables,
        migrations,
        holder,
    };
    judge(Path::new("x.db"), &seen, start()).map_err(|error| error.to_string())
}

#[test]
fn what_a_database_shows_of_its_past_decides() {
    let known: Vec<(i64, Vec<u8>)> = MIGRATIONS
        .iter()
        .map(|migration| (migration.version, migration.checksum.to_vec()))
        .collect();
    let alive = || {
        Some(Holder::new(
            "process 7",
            start() - chrono::TimeDelta::seconds(14),
        ))
    };
    let stale = || {
        Some(Holder::new(
            "process 7",
            start() - chrono::TimeDelta::seconds(15),
        ))
    };

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
