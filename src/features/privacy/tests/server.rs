//! A server that the bot was removed from: nothing is done there any more, and thirty days later it is erased whole, and no other one.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use chrono::TimeDelta;
use sqlx::AssertSqlSafe;

use super::filled::{bytes, count, run};
use super::*;
use crate::features::erasure::ERASURES;
use crate::features::members::{self, FAREWELLS, Server};
use crate::features::trial::{HELP, NOOR};
use crate::features::{DUE, Due};
use crate::store::channels::ChannelRow;
use crate::store::guilds;
use crate::store::outbox::{self, Kind};

const ELSEWHERE: GuildId = GuildId(2);
/// By how much the ids of rows are larger in the other server.
const APART: i64 = 1_000_000;
/// Tables that belong to no server: the process's own, everybody's, and the index of lessons, which is looked at by itself.
const NO_SERVERS: &[&str] = &[
    "_sqlx_migrations",
    "dm_channels",
    "facts",
    "lease",
    "lessons_fts",
    "lessons_fts_config",
    "lessons_fts_content",
    "lessons_fts_data",
    "lessons_fts_docsize",
    "lessons_fts_idx",
    "skill_parents",
    "sqlite_sequence",
    "occurrence_totals",
];
/// What [`everything_about_me`] leaves empty, as nobody is named in it.
const THE_REST: &str = "
    INSERT INTO holidays (guild_id, day) VALUES (1, '2026-12-25');
    INSERT INTO team_roles (guild_id, role_id, position) VALUES (1, 202, 0);
    INSERT INTO open_calls (guild_id, skill_id, called_at) VALUES (1, 901, 1772442000000);
    INSERT INTO forgotten (guild_id, member_id, forgotten_at) VALUES (1, 77, 1772442000000);
    INSERT INTO occurrences (guild_id, job, period, state, due_at, claimed_at)
        VALUES (1, 'round', '1:2026-03-03', 'done', 1772442000000, 1772442000000);
    UPDATE guilds SET unavailable_at = NULL WHERE guild_id = 1;
";
/// Everything that time brings has come.
const ALL_DUE: &str = "
    UPDATE asks SET due_at = 1772442000000, due = 'wave' WHERE ask_id = 5;
    UPDATE invitations SET lapses_at = 1772442000000 WHERE state = 'open';
    UPDATE pairings SET due_at = 1772442000000, due = 'nudge' WHERE pairing_id = 1;
    UPDATE freed SET due_at = 1772442000000;
    UPDATE newcomers SET due_at = 1772442000000, due = 'end' WHERE newcomer_id = 1;
    UPDATE programmes SET channel_id = 101, running = 1;
    UPDATE members SET month_owed = '2026-02-01' WHERE member_id = 11;
";

/// A column, and whether it holds the id of a row that belongs to a server.
struct Held {
    name: String,
    is_key: bool,
}

/// The tables that belong to servers, with their columns.
async fn tables(trial: &Trial) -> BTreeMap<String, Vec<Held>> {
    let mut read = trial.ctx.store.read().await.unwrap();
    let keys: Vec<(String, String)> = sqlx::query_as(
        "SELECT s.name, c.name FROM sqlite_schema s, pragma_table_info(s.name) c
         WHERE s.type = 'table' AND c.pk = 1 AND c.type = 'INTEGER'
           AND (SELECT count(*) FROM pragma_table_info(s.name) p WHERE p.pk > 0) = 1",
    )
    .fetch_all(&mut *read)
    .await
    .unwrap();
    let (keyed, keys): (BTreeSet<String>, BTreeSet<String>) = keys
        .into_iter()
        .filter(|(table, key)| !NO_SERVERS.contains(&table.as_str()) && key != "guild_id")
        .unzip();
    let columns: Vec<(String, String, Option<String>)> = sqlx::query_as(
        "SELECT s.name, c.name, (SELECT f.\"table\" FROM pragma_foreign_key_list(s.name) f
                                 WHERE f.\"from\" = c.name AND f.\"table\" <> 'guilds' LIMIT 1)
         FROM sqlite_schema s, pragma_table_info(s.name) c WHERE s.type = 'table' ORDER BY s.name, c.cid",
    )
    .fetch_all(&mut *read)
    .await
    .unwrap();
    let mut tables: BTreeMap<String, Vec<Held>> = BTreeMap::new();
    for (table, name, of) in columns {
        if !NO_SERVERS.contains(&table.as_str()) {
            let is_key = keys.contains(&name) || of.is_some_and(|of| keyed.contains(&of));
            tables.entry(table).or_default().push(Held { name, is_key });
        }
    }
    tables
}

/// Which rows of a table are a server's.
fn of_server(table: &str, columns: &[Held], guild: GuildId) -> String {
    if columns.iter().any(|column| column.name == "guild_id") {
        return format!("guild_id = {guild}");
    }
    let key = columns
        .iter()
        .find(|column| column.is_key)
        .unwrap_or_else(|| panic!("whose are the rows of {table}?"));
    let sign = if guild == ELSEWHERE { ">=" } else { "<" };
    format!("{} {sign} {APART}", key.name)
}

/// Everything that one server has, another has as well.
async fn twice(trial: &Trial) {
    let tables = tables(trial).await;
    let mut statements = "PRAGMA defer_foreign_keys = ON;\n".to_owned();
    // The index of lessons reads the skill's name when one is written.
    let first = tables.keys().filter(|table| *table == "skills");
    let others = tables.keys().filter(|table| *table != "skills");
    for table in first.chain(others) {
        let columns = &tables[table];
        let names: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
        let values: Vec<String> = columns
            .iter()
            .map(|column| match column.name.as_str() {
                "guild_id" => ELSEWHERE.to_string(),
                name if column.is_key => format!("{name} + {APART}"),
                name => name.to_owned(),
            })
            .collect();
        writeln!(
            statements,
            "INSERT INTO {table} ({}) SELECT {} FROM {table} WHERE {};",
            names.join(", "),
            values.join(", "),
            of_server(table, columns, GUILD),
        )
        .unwrap();
    }
    run(trial, &statements).await;
}

/// What a server has: of each table the rows, as text.
async fn all_of(trial: &Trial, guild: GuildId) -> BTreeMap<String, Vec<String>> {
    let mut all = BTreeMap::new();
    for (table, columns) in tables(trial).await {
        let shown: Vec<String> = columns
            .iter()
            .map(|column| format!("quote({})", column.name))
            .collect();
        let query = format!(
            "SELECT {} AS row FROM {table} WHERE {} ORDER BY row",
            shown.join(" || ' | ' || "),
            of_server(&table, &columns, guild),
        );
        let rows: Vec<String> = sqlx::query_scalar(AssertSqlSafe(query))
            .fetch_all(&mut *trial.ctx.store.read().await.unwrap())
            .await
            .unwrap();
        all.insert(table, rows);
    }
    all
}

fn empty_in(all: &BTreeMap<String, Vec<String>>) -> BTreeSet<&str> {
    all.iter()
        .filter(|(_, rows)| rows.is_empty())
        .map(|(table, _)| table.as_str())
        .collect()
}

async fn texts(trial: &Trial, query: &'static str) -> Vec<String> {
    sqlx::query_scalar(query)
        .fetch_all(&mut *trial.ctx.store.read().await.unwrap())
        .await
        .unwrap()
}

async fn removed_for(trial: &Trial, guild: GuildId, time: TimeDelta) {
    members::removed(&trial.ctx, guild).await.unwrap();
    trial.clock.move_to(trial.clock.now() + time);
}

/// Whether a job has something to do by now.
async fn is_due(trial: &Trial, job: &Due) -> bool {
    let next = job.next(&trial.ctx).await.unwrap();
    next.is_some_and(|next| next <= trial.clock.now())
}

async fn does_what_is_due(trial: &Trial, job: &Due) {
    while is_due(trial, job).await {
        (job.run)(&trial.ctx, trial.clock.now()).await.unwrap();
    }
}

#[tokio::test]
async fn thirty_days_later_every_row_of_it_is_gone_and_no_other() {
    let trial = Trial::turned_on().await;
    everything_about_me(&trial).await;
    run(&trial, THE_REST).await;
    twice(&trial).await;
    run(
        &trial,
        "INSERT INTO members (guild_id, member_id, display_name, user_name, bot, joined_at)
             VALUES (1, 4711, 'Lu', 'lu', 0, 1772442000000);
         INSERT INTO dm_channels (member_id, channel_id) VALUES (4711, 4712);",
    )
    .await;
    let (here, elsewhere) = (all_of(&trial, GUILD).await, all_of(&trial, ELSEWHERE).await);
    for all in [&here, &elsewhere] {
        assert_eq!(empty_in(all), BTreeSet::new(), "every table has rows");
    }

    removed_for(&trial, GUILD, TimeDelta::days(30) - TimeDelta::seconds(1)).await;
    does_what_is_due(&trial, &FAREWELLS).await;
    assert_eq!(empty_in(&all_of(&trial, GUILD).await), BTreeSet::new());
    trial
        .clock
        .move_to(trial.clock.now() + TimeDelta::seconds(1));
    does_what_is_due(&trial, &FAREWELLS).await;
    let left = all_of(&trial, GUILD).await;
    assert_eq!(empty_in(&left).len(), left.len(), "{left:#?}");
    assert_eq!(all_of(&trial, ELSEWHERE).await, elsewhere);
    assert_eq!(
        texts(&trial, "SELECT CAST(member_id AS TEXT) FROM dm_channels").await,
        [ME.to_string()],
        "whoever is elsewhere, too, is still written to"
    );
    assert_eq!(
        texts(&trial, "SELECT CAST(rowid AS TEXT) FROM lessons_fts").await,
        texts(&trial, "SELECT CAST(lesson_id AS TEXT) FROM lessons").await,
    );
    assert_eq!(
        texts(&trial, "SELECT \"table\" FROM pragma_foreign_key_check").await,
        Vec::<String>::new()
    );

    removed_for(&trial, ELSEWHERE, TimeDelta::days(51)).await;
    does_what_is_due(&trial, &FAREWELLS).await;
    assert!(is_due(&trial, &ERASURES).await, "in the file it still is");
    does_what_is_due(&trial, &ERASURES).await;
    let file = bytes(&trial).await;
    for trace in [
        ME.0.to_be_bytes().to_vec(),
        ME.to_string().into_bytes(),
        b"Zqdisplay".to_vec(),
        b"zqlesson".to_vec(),
    ] {
        assert_eq!(count(&file, &trace), 0, "{trace:?}");
    }
}

/// The names of the jobs that have something to do.
async fn due(trial: &Trial) -> BTreeSet<&'static str> {
    let mut due = BTreeSet::new();
    for job in DUE {
        if is_due(trial, job).await {
            due.insert(job.name);
        }
    }
    due
}

/// How many messages would be sent now.
async fn ready(trial: &Trial) -> usize {
    let mut read = trial.ctx.store.read().await.unwrap();
    let mut ready = 0;
    for kind in [Kind::Private, Kind::Other] {
        let rows = outbox::ready(&mut read, kind, trial.clock.now(), 50).await;
        ready += rows.unwrap().len();
    }
    ready
}

#[tokio::test]
async fn no_job_is_done_and_nothing_is_sent_where_the_bot_is_not_and_all_of_it_is_once_it_is_back()
{
    let trial = Trial::turned_on().await;
    everything_about_me(&trial).await;
    run(&trial, ALL_DUE).await;
    trial.clock.move_to(trial.clock.now() + TimeDelta::days(2));
    let everything: BTreeSet<&str> = DUE
        .iter()
        .map(|job| job.name)
        .filter(|name| ![FAREWELLS.name, ERASURES.name].contains(name))
        .collect();
    assert_eq!(due(&trial).await, everything);
    let owed = ready(&trial).await;
    assert!(owed > 1, "{owed}");

    members::removed(&trial.ctx, GUILD).await.unwrap();
    // What is only kept for a day is forgotten all the same.
    assert_eq!(due(&trial).await, BTreeSet::from(["drafts"]));
    assert_eq!(ready(&trial).await, 0);

    trial.clock.move_to(trial.clock.now() + TimeDelta::days(4));
    let help = ChannelRow {
        id: HELP,
        name: "help".to_owned(),
        kind: 0,
        overwrites: Vec::new(),
    };
    let server = Server {
        guild: GUILD,
        name: "Quay".to_owned(),
        owner: NOOR,
        channels: vec![help],
        roles: Vec::new(),
        people: Vec::new(),
    };
    members::arrived(&trial.ctx, &server).await.unwrap();
    // Nobody is put together before it is known who is there.
    assert!(!due(&trial).await.contains("newcomers"));
    let mut write = trial.ctx.store.write().await.unwrap();
    guilds::roster_complete(&mut write, GUILD, trial.clock.now())
        .await
        .unwrap();
    write.commit().await.unwrap();
    assert_eq!(due(&trial).await, everything);
    assert_eq!(ready(&trial).await, owed);
}
