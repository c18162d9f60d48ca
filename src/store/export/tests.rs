use std::collections::BTreeSet;

use sqlx::Row as _;

use super::left_out::LEFT_OUT;
use super::tables::all;
use super::*;
use crate::domain::digest::Band;
use crate::store::tests::store;

/// What the database itself keeps beside the tables of the migrations.
fn is_internal(table: &str) -> bool {
    table.starts_with("sqlite_") || table == "_sqlx_migrations"
}

/// A column of the schema, and whether it may be empty.
async fn schema(db: &mut SqliteConnection) -> Vec<(String, String, bool)> {
    let rows = sqlx::query(
        "SELECT m.name AS name, c.name AS of, c.\"notnull\" = 0 AND c.pk = 0 AS empty
         FROM sqlite_schema m, pragma_table_info(m.name) c WHERE m.type = 'table' ORDER BY m.name, c.cid",
    )
    .fetch_all(db)
    .await
    .unwrap();
    rows.iter()
        .map(|row| (row.get(0), row.get(1), row.get(2)))
        .filter(|(table, _, _): &(String, String, bool)| !is_internal(table))
        .collect()
}

#[tokio::test]
async fn every_column_of_the_schema_is_exported_or_left_out_with_a_reason() {
    let (_folder, store) = store().await;
    let schema = schema(&mut store.read().await.unwrap()).await;
    let mut wrong = Vec::new();
    for (table, column, _) in &schema {
        let exported = all().any(|exported| {
            exported.name == table
                && exported
                    .columns
                    .iter()
                    .any(|shown| shown.name == column && shown.made_of.is_none())
        });
        let left = LEFT_OUT
            .iter()
            .filter(|left| {
                left.table == table
                    && (left.columns.is_empty() || left.columns.contains(&column.as_str()))
            })
            .count();
        match (exported, left) {
            (true, 0) | (false, 1) => {}
            (true, _) => wrong.push(format!("{table}.{column} is exported and left out")),
            (false, 0) => wrong.push(format!(
                "{table}.{column}: store::export::tables does not export it, and store::export::left_out does not say why"
            )),
            (false, _) => wrong.push(format!("{table}.{column} is left out twice")),
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));

    let known: BTreeSet<(&str, &str)> = schema
        .iter()
        .map(|(table, column, _)| (table.as_str(), column.as_str()))
        .collect();
    for left in LEFT_OUT {
        let gone = if left.columns.is_empty() {
            !known.iter().any(|(table, _)| *table == left.table)
        } else {
            left.columns
                .iter()
                .any(|column| !known.contains(&(left.table, *column)))
        };
        assert!(!gone, "{left:?} names what there is not");
    }
}

#[tokio::test]
async fn what_can_be_empty_is_said_to_mean_something() {
    let (_folder, store) = store().await;
    let schema = schema(&mut store.read().await.unwrap()).await;
    // What is put together from several tables is none of the schema's.
    for table in all().filter(|table| !table.from.starts_with('(')) {
        for column in table
            .columns
            .iter()
            .filter(|column| column.made_of.is_none())
        {
            let (.., empty) = schema
                .iter()
                .find(|(of, name, _)| of == table.name && name == column.name)
                .unwrap_or_else(|| panic!("{}.{} is no column", table.name, column.name));
            assert_eq!(
                *empty,
                column.empty.is_some(),
                "{}.{}: whether it can be empty",
                table.name,
                column.name
            );
        }
    }
}

#[test]
fn tables_and_columns_have_names_of_their_own() {
    let mut tables = BTreeSet::new();
    for table in all() {
        assert!(tables.insert(table.name), "{}", table.name);
        let mut columns = BTreeSet::new();
        for column in table.columns {
            assert!(
                columns.insert(column.name),
                "{}.{}",
                table.name,
                column.name
            );
            assert!(!column.about.is_empty() && !column.about.contains('|'));
        }
    }
}

#[tokio::test]
async fn every_table_can_be_read_of_one_guild_and_of_all() {
    let (_folder, store) = store().await;
    crate::store::tests::with_guild(&store, GuildId(1)).await;
    crate::store::tests::with_guild(&store, GuildId(2)).await;
    let now = crate::store::tests::start();
    let mut read = store.read().await.unwrap();
    for table in all() {
        let mut counts = Vec::new();
        for guild in [None, Some(GuildId(2))] {
            let mut rows = rows(&mut read, table, guild, now);
            let mut count = 0;
            while let Some(row) = rows.next().await.unwrap() {
                assert_eq!(row.len(), table.columns.len());
                count += 1;
            }
            counts.push(count);
        }
        let expected = match table.name {
            "export" => [1, 1],
            "guilds" => [2, 1],
            _ => [0, 0],
        };
        assert_eq!(counts, expected, "{}", table.name);
    }
    assert_eq!(guilds(&mut read).await.unwrap(), [GuildId(1), GuildId(2)]);
}

/// What a table holds, as text.
async fn all_of(db: &mut SqliteConnection, name: &str) -> Vec<String> {
    let table = all().find(|table| table.name == name).unwrap();
    let mut rows = rows(db, table, None, crate::store::tests::start());
    let mut found = Vec::new();
    while let Some(row) = rows.next().await.unwrap() {
        let cells = row.iter().map(|cell| match cell {
            Cell::Id(number) | Cell::Number(number) => number.to_string(),
            Cell::Word(word) => word.clone(),
            other => format!("{other:?}"),
        });
        found.push(cells.collect::<Vec<_>>().join(" "));
    }
    found
}

/// Who solved an ask in a week can be read from `asks`, so of a single week the faces would say whose they are; and of any weeks one sad
/// face would be one of these people.
#[tokio::test]
async fn faces_are_told_of_weeks_that_are_told_together() {
    let (_folder, store) = store().await;
    crate::store::tests::with_guild(&store, GuildId(1)).await;
    let mut write = store.write().await.unwrap();
    sqlx::raw_sql(
        "INSERT INTO digest_blocks (guild_id, family, first_week, last_week) VALUES
             (1, 'rated', '2026-03-02', '2026-03-09'), (1, 'rated', '2026-03-16', '2026-03-16'),
             (1, 'lessons', '2026-03-02', '2026-03-16');
         INSERT INTO digest_tallies (guild_id, week, leaf, number) VALUES
             (1, '2026-03-02', 'rated_sad', 1), (1, '2026-03-02', 'rated_happy', 2), (1, '2026-03-02', 'lesson', 7),
             (1, '2026-03-09', 'rated_happy', 3), (1, '2026-03-09', 'rated_neutral', 4), (1, '2026-03-23', 'rated_sad', 1);",
    )
    .execute(&mut *write)
    .await
    .unwrap();
    write.commit().await.unwrap();
    let mut read = store.read().await.unwrap();
    assert_eq!(
        all_of(&mut read, "faces").await,
        [
            "1 2026-03-02 2026-03-09 10 mixed",
            "1 2026-03-16 2026-03-16 0 Empty"
        ]
    );
    assert_eq!(
        all_of(&mut read, "digest_tallies").await,
        ["1 2026-03-02 lesson 7"]
    );
}

/// The words of `faces` are the digest's.
#[tokio::test]
async fn faces_are_said_as_the_digest_says_them() {
    let (_folder, store) = store().await;
    let mut write = store.write().await.unwrap();
    let mut expected = Vec::new();
    for (rated, happy) in (5..12).flat_map(|rated| (0..=rated).map(move |happy| (rated, happy))) {
        let guild = 100 * rated + happy;
        let sad = rated - happy;
        sqlx::raw_sql(sqlx::AssertSqlSafe(format!(
            "INSERT INTO guilds (guild_id, name, arrived_at, zone, zone_chosen) VALUES ({guild}, 'G', 0, 'UTC', 1);
             INSERT INTO digest_blocks (guild_id, family, first_week, last_week) VALUES ({guild}, 'rated', '2026-03-02', '2026-03-02');
             INSERT INTO digest_tallies (guild_id, week, leaf, number)
                 SELECT {guild}, '2026-03-02', leaf, number FROM (SELECT 'rated_happy' AS leaf, {happy} AS number UNION ALL
                     SELECT 'rated_sad', {sad}) WHERE number > 0;",
        )))
        .execute(&mut *write)
        .await
        .unwrap();
        let [rated, happy] = [rated, happy].map(|number| u64::try_from(number).unwrap());
        let word = Band::of(rated, happy).map_or("Empty", Band::as_str);
        expected.push(format!("{guild} 2026-03-02 2026-03-02 {rated} {word}"));
    }
    write.commit().await.unwrap();
    let mut read = store.read().await.unwrap();
    assert_eq!(all_of(&mut read, "faces").await, expected);
}

#[test]
fn days_are_named() {
    assert_eq!(days(0b001_1111), "Mon Tue Wed Thu Fri");
    assert_eq!(days(0b100_0000), "Sun");
}
