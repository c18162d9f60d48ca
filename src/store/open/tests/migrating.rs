//! Every migration runs over sample rows: a database as the first version left it, with a row in every table, goes through the others.

use std::collections::BTreeMap;

use sqlx::AssertSqlSafe;
use sqlx::migrate::Migrator;

use super::*;

/// A row in every table of the first version, each column filled, with rows that others refer to.
const SAMPLE: &str = r#"
INSERT INTO guilds VALUES (1, 'Hearth & Co', 10, 1000, 2000, 3000, 101, 102, 201, 202, 'Europe/Lisbon', 1, 31, 480, 1000, 4000);
INSERT INTO holidays VALUES (1, '2026-12-25');
INSERT INTO team_roles VALUES (1, 203, 0);
INSERT INTO roles VALUES (1, 203, 'Data', 1024, 3, 1);
INSERT INTO channels VALUES (1, 101, 'help', 0, '[{"id":203,"member":false,"allow":1024,"deny":0}]');
INSERT INTO members VALUES (1, 11, 'Mia', 'mia', 0, 0, 500, NULL, 'Europe/Berlin', 15, 540, 1020, 5000, 3);
INSERT INTO members VALUES (1, 12, 'Ravi', 'ravi', 0, 1, 500, 900, NULL, NULL, NULL, NULL, NULL, 4);
INSERT INTO member_roles VALUES (1, 11, 203);
INSERT INTO blocks VALUES (1, 11, 12, 600);
INSERT INTO skills VALUES (1, 1, 'postgres', 'PostgreSQL', 700), (2, 1, 'go', 'Go', 700);
INSERT INTO offers VALUES (1, 12, 1, 'daily', 'evenings', 710, 720);
INSERT INTO drafts VALUES (5, 1, 11, '{"ask":{}}', 730, 740);
INSERT INTO asks VALUES (1, 1, 11, 1, 'My report is slow.', 'solved', 1000, 101, 501, 601, 0, 1100, 2, 1200, 1, 1300, 1400, 1500, NULL, NULL, 1600, 3, 'Thank you!');
INSERT INTO asks VALUES (2, 1, 12, 2, 'How do channels work?', 'open', 2000, 101, 502, NULL, 1, NULL, 1, NULL, 0, 2000, NULL, NULL, 2100, 'wave', NULL, NULL, NULL);
INSERT INTO wishes VALUES (1, 11, 2, 'some day', 750, 760, 1);
INSERT INTO ask_helpers VALUES (1, 12, 1050, NULL), (2, 11, 2050, 2060);
INSERT INTO solved_choices VALUES (2, 11);
INSERT INTO invitations VALUES (1, 1, 12, 1, '{"why":"teaches","level":"daily"}', 'accepted', 1010, 1020, 1030, 1040, 701, 801);
INSERT INTO invitations VALUES (2, 2, 11, 1, '{"why":"teaches","level":null}', 'open', 2010, NULL, NULL, NULL, NULL, NULL);
INSERT INTO helps VALUES (1, 1, 12, 11, 1, 'ask', 1, 'Thank you!', 1600);
INSERT INTO outbox VALUES (1, 1, 'dm:12', '{}', '"nothing"', '"answer"', 12, 'owed', 3000, 3100, 2, '1.1', 2900, 3050, 3060, 701, 802, 'tried');
INSERT INTO dm_channels VALUES (12, 701);
INSERT INTO private_threads VALUES (1, 12, 702);
INSERT INTO occurrences VALUES (1, 'digest', '2026-W10', 'done', 100, 110);
INSERT INTO lease VALUES (1, 'process 7', 0);
INSERT INTO facts VALUES ('commands', 'abc');
"#;

/// What a database holds: of each table the columns, and each row as text.
type Rows = BTreeMap<String, (Vec<String>, Vec<Vec<Option<String>>>)>;

async fn tables(db: &mut SqliteConnection) -> Vec<String> {
    sqlx::query_scalar(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name <> '_sqlx_migrations'",
    )
    .fetch_all(db)
    .await
    .unwrap()
}

/// Every row of these tables, in these columns; of all of both where nothing is said.
async fn rows(db: &mut SqliteConnection, like: Option<&Rows>) -> Rows {
    let mut rows = Rows::new();
    let tables = match like {
        Some(like) => like.keys().cloned().collect(),
        None => tables(db).await,
    };
    for table in tables {
        let columns: Vec<String> = match like.and_then(|like| like.get(&table)) {
            Some((columns, _)) => columns.clone(),
            None => sqlx::query_scalar("SELECT name FROM pragma_table_info(?1)")
                .bind(&table)
                .fetch_all(&mut *db)
                .await
                .unwrap(),
        };
        let shown: Vec<String> = columns
            .iter()
            .map(|column| format!("CAST(\"{column}\" AS TEXT)"))
            .collect();
        let query = format!("SELECT {} FROM \"{table}\"", shown.join(", "));
        let found = sqlx::query(AssertSqlSafe(query))
            .fetch_all(&mut *db)
            .await
            .unwrap();
        let mut found: Vec<Vec<Option<String>>> = found
            .iter()
            .map(|row| (0..columns.len()).map(|column| row.get(column)).collect())
            .collect();
        found.sort();
        rows.insert(table, (columns, found));
    }
    rows
}

/// The indices by name, and what each is on.
async fn indices(db: &mut SqliteConnection) -> BTreeMap<String, String> {
    let rows: Vec<(String, String)> = sqlx::query_as(
        "SELECT name, tbl_name FROM sqlite_schema WHERE type = 'index' AND name NOT LIKE 'sqlite%'",
    )
    .fetch_all(db)
    .await
    .unwrap();
    rows.into_iter().collect()
}

async fn connect(path: &Path) -> SqliteConnection {
    options(path)
        .create_if_missing(true)
        .connect()
        .await
        .unwrap()
}

/// The migrations up to this one.
fn up_to(version: i64) -> Migrator {
    let migrations = MIGRATIONS
        .iter()
        .filter(|migration| migration.version <= version)
        .cloned()
        .collect::<Vec<_>>();
    Migrator {
        migrations: migrations.into(),
        ..Migrator::DEFAULT
    }
}

/// A database of the first version with its sample rows.
async fn first_version(folder: &TempDir) -> (PathBuf, SqliteConnection) {
    let path = folder.path().join("potluck.db");
    let mut db = connect(&path).await;
    up_to(1).run(&mut db).await.unwrap();
    sqlx::raw_sql(SAMPLE).execute(&mut db).await.unwrap();
    (path, db)
}

/// What differs between the rows of before and the same columns now.
async fn differences(db: &mut SqliteConnection, before: &Rows) -> Vec<String> {
    let now = rows(db, Some(before)).await;
    let mut differences = Vec::new();
    for (table, (_, rows)) in before {
        if now[table].1 != *rows {
            differences.push(format!("{table}: {rows:?} is now {:?}", now[table].1));
        }
    }
    let broken = sqlx::query("PRAGMA foreign_key_check")
        .fetch_all(&mut *db)
        .await
        .unwrap();
    differences.extend(
        broken
            .iter()
            .map(|row| format!("{} refers to nothing", row.get::<String, _>(0))),
    );
    differences
}

#[tokio::test]
async fn every_row_of_the_first_version_is_there_after_every_migration() {
    let folder = tempfile::tempdir().unwrap();
    let (_path, mut db) = first_version(&folder).await;
    let before = rows(&mut db, None).await;
    let empty: Vec<&String> = before
        .iter()
        .filter(|(_, (_, rows))| rows.is_empty())
        .map(|(table, _)| table)
        .collect();
    assert_eq!(empty, Vec::<&String>::new(), "every table has a sample");
    let old_indices = indices(&mut db).await;
    for migration in MIGRATIONS.iter() {
        up_to(migration.version).run(&mut db).await.unwrap();
        assert_eq!(
            differences(&mut db, &before).await,
            Vec::<String>::new(),
            "after migration {}",
            migration.version
        );
        let indices = indices(&mut db).await;
        for (index, table) in &old_indices {
            assert_eq!(
                indices.get(index),
                Some(table),
                "{index} after migration {}",
                migration.version
            );
        }
    }
}

#[tokio::test]
async fn a_row_that_a_migration_lost_or_changed_is_missed() {
    let folder = tempfile::tempdir().unwrap();
    let (_path, mut db) = first_version(&folder).await;
    let before = rows(&mut db, None).await;
    up_to(i64::MAX).run(&mut db).await.unwrap();
    for (planted, found) in [
        ("UPDATE wishes SET note = 'another'", "wishes"),
        ("DELETE FROM ask_helpers WHERE ask_id = 2", "ask_helpers"),
        (
            "PRAGMA foreign_keys = OFF; DELETE FROM skills WHERE skill_id = 2",
            "refers to nothing",
        ),
    ] {
        sqlx::raw_sql(planted).execute(&mut db).await.unwrap();
        let differences = differences(&mut db, &before).await;
        assert!(
            differences
                .iter()
                .any(|difference| difference.contains(found)),
            "{planted}: {differences:?}"
        );
    }
}

#[tokio::test]
async fn what_came_new_begins_as_it_should() {
    let folder = tempfile::tempdir().unwrap();
    let (path, db) = first_version(&folder).await;
    db.close().await.unwrap();
    let store = Store::open(&path, &Activity::default()).await.unwrap();
    let mut read = store.read().await.unwrap();
    let one = |query: &'static str| sqlx::query_scalar::<_, String>(query);
    for (query, expected) in [
        (
            "SELECT group_concat(anonymous || managers_refused, ' ') FROM asks",
            "00 00",
        ),
        (
            "SELECT group_concat(counts || through, ' ') FROM helps",
            "1ask",
        ),
        (
            "SELECT DISTINCT quotable || hosting || wants_questions || wants_thanks FROM members",
            "0111",
        ),
        ("SELECT CAST(anonymity AS TEXT) FROM guilds", "1"),
        ("SELECT digest FROM guilds", "channel"),
        // Who had it for the first time, also where they gave it back.
        (
            "SELECT group_concat(answered_at, ' ' ORDER BY ask_id) FROM asks",
            "1050 2050",
        ),
        // The helper has no team, the learner is of Data; how long they were members then is not told by what is kept.
        (
            "SELECT helper_team || ' ' || learner_team || ' ' || coalesce(upwards, 'unknown') FROM helps",
            "0 203 unknown",
        ),
        (
            "SELECT CAST(count(*) AS TEXT) FROM outbox WHERE ask_id IS NULL",
            "1",
        ),
    ] {
        assert_eq!(
            one(query).fetch_one(&mut *read).await.unwrap(),
            expected,
            "{query}"
        );
    }
    // What could not be before can be: rows without a name, and the ends that came new.
    drop(read);
    let mut write = store.write().await.unwrap();
    for statement in [
        "UPDATE asks SET asker_id = NULL, anonymous = 1, state = 'closed' WHERE ask_id = 1",
        "UPDATE helps SET helper_id = NULL, learner_id = NULL",
        "UPDATE invitations SET state = 'referred' WHERE invitation_id = 1",
    ] {
        sqlx::query(statement).execute(&mut *write).await.unwrap();
    }
    let named = sqlx::query("UPDATE asks SET anonymous = 1 WHERE ask_id = 2")
        .execute(&mut *write)
        .await;
    assert!(
        named.unwrap_err().to_string().contains("CHECK"),
        "an anonymous ask has no name"
    );
}
