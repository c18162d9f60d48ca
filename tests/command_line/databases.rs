//! Databases that are not for this program, or that nobody works on: what is refused is not touched.

use std::path::Path;

use insta::assert_snapshot;
use potluck::activity::Activity;
use potluck::store::Store;
use sqlx::SqlitePool;
use sqlx::sqlite::SqliteConnectOptions;

use super::Place;

const TOKEN: (&str, &str) = ("DISCORD_TOKEN", "abc");

/// What is said of a newer database, without the number that each new migration changes.
pub(super) fn of_any_version(said: &str) -> String {
    let migrations = concat!(env!("CARGO_MANIFEST_DIR"), "/migrations");
    let last = std::fs::read_dir(migrations)
        .unwrap()
        .filter_map(|file| {
            let name = file.unwrap().file_name().into_string().unwrap();
            name.split('_').next()?.parse::<u32>().ok()
        })
        .max()
        .unwrap();
    said.replace(&format!("up to {last})"), "up to all of its own)")
}

/// A database as this version makes it.
async fn database(path: &Path) -> SqlitePool {
    let store = Store::open(path, &Activity::default()).await.unwrap();
    store.close().await;
    let options = SqliteConnectOptions::new().filename(path);
    SqlitePool::connect_with(options).await.unwrap()
}

#[tokio::test]
async fn one_of_a_newer_version_is_refused_and_not_touched() {
    let place = Place::new();
    let path = place.path("potluck.db");
    let pool = database(&path).await;
    sqlx::query("INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) VALUES (9000, 'later', 1, x'00', 0)")
        .execute(&pool)
        .await
        .unwrap();
    pool.close().await;
    let before = std::fs::read(&path).unwrap();
    let said = place.ends(&["run"], &[TOKEN]).to_string();
    assert_snapshot!(of_any_version(&said), @"
    potluck: the database potluck.db was made by a newer version of Potluck (it has migration 9000, this version knows up to all of its own): run that version, or restore a backup made before it
    exit 2
    ");
    assert_eq!(std::fs::read(&path).unwrap(), before);
    let files = std::fs::read_dir(path.parent().unwrap()).unwrap().count();
    assert_eq!(files, 1, "nothing was made beside it");
}

#[test]
fn a_file_that_is_none_is_refused_and_not_touched() {
    let place = Place::new();
    let diary = "Dear diary, today nobody asked for help.";
    place.write("potluck.db", diary);
    assert_snapshot!(place.ends(&["run"], &[TOKEN]), @"
    potluck: potluck.db is not a database of Potluck: set database.path to another file
    exit 2
    ");
    assert_snapshot!(place.ends(&["health"], &[]), @"
    potluck: potluck.db is not a database of Potluck: set database.path to another file
    exit 1
    ");
    let after = std::fs::read_to_string(place.path("potluck.db")).unwrap();
    assert_eq!(after, diary);
}

#[test]
fn a_folder_that_is_not_there_is_named() {
    let place = Place::new();
    let path = ("POTLUCK__DATABASE__PATH", "nowhere/potluck.db");
    assert_snapshot!(place.ends(&["run"], &[TOKEN, path]), @"
    potluck: the database nowhere/potluck.db cannot be opened (No such file or directory (os error 2)): check that its folder exists and may be written, or set database.path
    exit 1
    ");
}

#[tokio::test]
async fn without_a_bot_that_was_connected_nothing_is_healthy() {
    let place = Place::new();
    assert_snapshot!(place.ends(&["health"], &[]), @"
    potluck: the database potluck.db cannot be opened (unable to open database file): check that its folder exists and may be written, or set database.path
    exit 1
    ");
    assert!(!place.path("potluck.db").exists(), "a look makes nothing");
    database(&place.path("potluck.db")).await.close().await;
    assert_snapshot!(place.ends(&["health"], &[]), @"
    potluck: the bot was never connected to Discord: its log says why, if it runs
    exit 1
    ");
}
