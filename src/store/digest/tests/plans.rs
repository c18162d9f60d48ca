//! No query of a digest goes through all rows of a large table.

use sqlx::Row as _;

use super::*;

/// The sources with the digest's statements.
const SOURCES: &[&str] = &[
    include_str!("../closing.rs"),
    include_str!("../counts.rs"),
    include_str!("../flows.rs"),
    include_str!("../people.rs"),
    include_str!("../told.rs"),
    include_str!("../weeks.rs"),
    include_str!("../../activity.rs"),
];

/// What may be gone through: what a statement has made itself of a few rows, and not the tables.
const SMALL: &[&str] = &[
    "SCAN CONSTANT ROW",
    "SCAN side",
    "SCAN (subquery-",
    "SCAN firsts",
    "SCAN c ",
    "SCAN og ",
    "SCAN wg ",
    "SCAN counted",
];

/// The statements of a source: its literals that begin as one.
fn statements(source: &str) -> Vec<String> {
    let mut found = Vec::new();
    let source = source.split("#[cfg(test)]").next().unwrap_or_default();
    for begin in ["SELECT ", "UPDATE ", "INSERT ", "WITH "] {
        for (at, _) in source.match_indices(&format!("\"{begin}")) {
            let rest = &source[at + 1..];
            let raw = source[..at].ends_with("r#");
            let end = if raw { "\"#" } else { "\"" };
            found.push(rest[..rest.find(end).unwrap()].to_owned());
        }
    }
    found
}

/// The tables that grow with every week: of these no statement may read all that a guild has.
const GROWING: &[&str] = &["asks", "helps", "pairings", "seats", "lessons", "newcomers"];

/// The indexes of the tables that grow.
async fn indexes(db: &mut SqliteConnection) -> Vec<String> {
    let rows = sqlx::query("SELECT name, tbl_name FROM sqlite_schema WHERE type = 'index'")
        .fetch_all(db)
        .await
        .unwrap();
    rows.iter()
        .filter(|row| GROWING.contains(&row.get::<&str, _>("tbl_name")))
        .map(|row| row.get("name"))
        .collect()
}

/// The steps of a statement that go through a table, beyond what is small, or through all that a guild has in one that grows.
async fn scans(db: &mut SqliteConnection, statement: &str) -> Vec<String> {
    let growing = indexes(db).await;
    let plan = sqlx::query(AssertSqlSafe(format!("EXPLAIN QUERY PLAN {statement}")))
        .fetch_all(db)
        .await
        .unwrap();
    let scans = |step: &String| {
        step.starts_with("SCAN") && !SMALL.iter().any(|small| step.starts_with(small))
    };
    // "SEARCH h USING INDEX helps_guild (guild_id=?)": the guild is all that is asked for.
    let of_a_guild = |step: &String| {
        step.ends_with("(guild_id=?)")
            && step
                .split_whitespace()
                .any(|word| growing.iter().any(|index| index == word))
    };
    plan.iter()
        .map(|row| row.get::<String, _>("detail"))
        .filter(|step| scans(step) || of_a_guild(step))
        .collect()
}

#[tokio::test]
async fn every_table_is_entered_by_an_index() {
    let (_folder, store) = guild().await;
    let mut read = reading(&store).await;
    let mut looked_at = 0;
    for source in SOURCES {
        for statement in statements(source) {
            looked_at += 1;
            assert_eq!(
                scans(&mut read, &statement).await,
                Vec::<String>::new(),
                "{statement}"
            );
        }
    }
    assert!(looked_at > 35, "{looked_at} statements");
}

#[tokio::test]
async fn a_statement_that_goes_through_a_table_is_found() {
    let (_folder, store) = guild().await;
    let mut read = reading(&store).await;
    for table in GROWING.iter().chain(&["members"]) {
        let statement = format!("SELECT count(*) FROM {table} x WHERE guild_id + 0 = 1");
        assert_eq!(scans(&mut read, &statement).await.len(), 1, "{table}");
    }
    for table in GROWING {
        let statement = format!("SELECT count(*) FROM {table} x WHERE guild_id = 1");
        assert_eq!(scans(&mut read, &statement).await.len(), 1, "{table}");
    }
}
