use std::collections::BTreeSet;
use std::path::Path;

use chrono::{DateTime, Utc};
use discord_sandbox::{Cast, ClockMode, Options, Sandbox};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions as _, Connection as _};

use super::super::LocalBot;
use super::*;

/// What is to be there, by table and column, each word of which is a state that the database may hold. Those are left out that last for
/// an instant, or that only something broken leaves behind.
const STATES: &[(&str, &str, &[&str])] = &[
    (
        "asks",
        "state",
        &[
            "open",
            "taken",
            "solved",
            "withdrawn",
            "unanswered",
            "quiet",
            "left",
            "closed",
        ],
    ),
    (
        "invitations",
        "state",
        &[
            "open", "accepted", "declined", "referred", "lapsed", "closed",
        ],
    ),
    ("helps", "through", &["ask", "thanks", "swap", "buddy"]),
    ("newcomers", "state", &["looking", "paired", "done", "left"]),
    ("programmes", "kind", &["coffee", "swap"]),
    ("programme_members", "state", &["in", "out", "resting"]),
    (
        "rounds",
        "state",
        &["announced", "paired", "closed", "cancelled", "missed"],
    ),
    // "unannounced" takes a heads-up that could not be posted, so something broken.
    ("rounds", "why", &["admin", "stopped", "away"]),
    ("pairings", "state", &["open", "met", "off", "over"]),
    ("seats", "answer", &["met", "planned", "not_yet", "cant"]),
    ("seats", "served", &["0", "1"]),
    (
        "freed",
        "state",
        &["asked", "looking", "placed", "nobody", "out"],
    ),
    ("places", "state", &["open", "taken", "declined", "over"]),
    ("offers", "level", &["starter", "daily", "talk"]),
    ("asks", "face", &["1", "2", "3"]),
    ("seats", "face", &["1", "2", "3"]),
    ("occurrences", "state", &["done", "missed"]),
    // "sending" lasts for a request; "failed" and "undecided" are what went wrong.
    ("outbox", "state", &["done", "waiting", "dropped"]),
];

/// What there is to be at least one of.
const SOME: &[&str] = &[
    "anonymous_askers",
    "blocks",
    "left_out",
    "lessons",
    "open_calls",
    "referrals",
    "skips",
    "teach_questions",
    "wishes",
];

async fn open(database: &Path) -> SqliteConnection {
    SqliteConnectOptions::new()
        .filename(database)
        .read_only(true)
        .connect()
        .await
        .unwrap()
}

async fn count(db: &mut SqliteConnection, query: String) -> i64 {
    sqlx::query_scalar(sqlx::AssertSqlSafe(query))
        .fetch_one(db)
        .await
        .unwrap()
}

/// A team whose quarter ended at an instant, with what it left in the database.
async fn seeded(until: &str) -> (tempfile::TempDir, Sandbox, LocalBot) {
    let until: DateTime<Utc> = until.parse().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let sandbox = Sandbox::start(Options {
        clock: ClockMode::Moved(beginning(until)),
        members: Cast::Team(FROM_THE_FIRST_DAY),
        ..Options::default()
    })
    .await
    .unwrap();
    let bot = LocalBot::start(&sandbox, &folder.path().join("potluck.db"))
        .await
        .unwrap();
    play(&sandbox, until).await.unwrap();
    assert_eq!(sandbox.clock().now(), until);
    (folder, sandbox, bot)
}

/// Everything that a quarter has to have left, whenever it ended.
async fn everything_is_there(until: &str) -> (tempfile::TempDir, Sandbox, LocalBot) {
    let (folder, sandbox, bot) = seeded(until).await;
    assert_eq!(sandbox.defects(), Vec::<String>::new());
    let members: Vec<String> = Team::new(&sandbox).members().unwrap();
    assert_eq!(members.len(), super::super::TEAM, "{members:?}");

    let mut db = open(&folder.path().join("potluck.db")).await;
    for (what, at_least) in [
        ("asks", 120),
        ("helps", 80),
        ("skills", 30),
        ("rounds WHERE paired_at IS NOT NULL", 12),
    ] {
        let there = count(&mut db, format!("SELECT count(*) FROM {what}")).await;
        assert!(there >= at_least, "{there} of {what}");
    }
    let mut missing = Vec::new();
    for (table, column, states) in STATES {
        let query = format!(
            "SELECT DISTINCT CAST({column} AS TEXT) FROM {table} WHERE {column} IS NOT NULL"
        );
        let there: BTreeSet<String> = sqlx::query_scalar(sqlx::AssertSqlSafe(query))
            .fetch_all(&mut db)
            .await
            .unwrap()
            .into_iter()
            .collect();
        let lacks = states.iter().filter(|state| !there.contains(**state));
        missing.extend(lacks.map(|state| format!("{table}.{column} {state}")));
    }
    for table in SOME {
        if count(&mut db, format!("SELECT count(*) FROM {table}")).await == 0 {
            missing.push((*table).to_owned());
        }
    }
    assert!(missing.is_empty(), "nothing is there of {missing:?}");
    let broken = "SELECT count(*) FROM outbox WHERE state IN ('sending', 'failed', 'undecided')";
    assert_eq!(count(&mut db, broken.to_owned()).await, 0);
    db.close().await.unwrap();
    (folder, sandbox, bot)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "half a minute of the processor, and on a busy machine it may stop at “the two are introduced”"]
async fn on_a_weekend_everything_is_there_and_life_goes_on() {
    let (folder, sandbox, bot) = everything_is_there("2026-11-22T04:00:00Z").await;
    sandbox.let_time_run();
    let team = Team::new(&sandbox);
    let before = team.latest();
    let question = "Does somebody still answer?";
    let options = [("skill", "Figma"), ("details", question)];
    let mut reply = team.uses("mia", "askfor", &options).await.unwrap();
    if reply.button("Ask the team").is_some() {
        reply = team.presses("mia", &reply, "Ask the team").await.unwrap();
    }
    assert!(reply.button("Never mind").is_some(), "{reply}");
    team.settle().await.unwrap();
    assert!(team.said_with("help", before, question).unwrap().is_some());
    let invited = ["nadia", "elio"].map(|who| team.person(who).unwrap().said_directly(before));
    assert!(invited.iter().any(|letters| !letters.is_empty()));
    let status = team.uses("ada", "round status", &[]).await.unwrap();
    assert!(
        status.text.contains("Coffee chats") && status.text.contains("Skill swaps"),
        "{status}"
    );
    bot.stop().await.unwrap();
    drop(folder);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "half a minute of the processor, and on a busy machine it may stop at “the two are introduced”"]
async fn on_a_working_day_everything_is_there() {
    let (_folder, _sandbox, bot) = everything_is_there("2026-07-08T13:20:00Z").await;
    bot.stop().await.unwrap();
}
