use std::collections::BTreeSet;
use std::path::Path;

use chrono::{DateTime, Utc};
use discord_sandbox::{Cast, ClockMode, Options, Sandbox};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions as _, Connection as _};

use super::super::LocalBot;
use super::super::team::{Past, first_ask};
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
    (
        "rounds",
        "why",
        &["admin", "stopped", "away", "unannounced"],
    ),
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
    // What was done at the end may have had to wait for its turn.
    let ended = sandbox.clock().now();
    assert!(ended >= until && ended < until + chrono::TimeDelta::minutes(1));
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

/// The bot makes 45 requests a second by a clock that stands still while people act.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_many_people_do_at_one_instant_is_there_once_all_is_settled() {
    let folder = tempfile::tempdir().unwrap();
    let began: DateTime<Utc> = "2026-03-02T09:30:00Z".parse().unwrap();
    let sandbox = Sandbox::start(Options {
        clock: ClockMode::Moved(began),
        members: Cast::Team(FROM_THE_FIRST_DAY),
        ..Options::default()
    })
    .await
    .unwrap();
    let bot = LocalBot::start(&sandbox, &folder.path().join("potluck.db"))
        .await
        .unwrap();
    turn_on(&sandbox, Hours::Office).await.unwrap();
    let team = Team::new(&sandbox);
    let before = team.latest();
    let askers: Vec<String> = team.members().unwrap();
    let asks = askers.iter().map(async |name| {
        let question = format!("This is what {name} asks.");
        let options = [("skill", "Figma"), ("details", question.as_str())];
        let reply = team.uses(name, "askfor", &options).await?;
        if reply.button("Ask the team").is_some() {
            team.presses(name, &reply, "Ask the team").await?;
        }
        // As in the quarter, everybody waits until all is settled for themselves.
        team.settle().await?;
        let post = team.said_with("help", before, &question)?;
        let post = post.ok_or_else(|| Team::missing("the ask goes up", &question))?;
        let helper = askers.iter().find(|helper| *helper != name).unwrap();
        team.presses(helper, &post, "I can help").await?;
        team.settle().await?;
        team.under(&post, "Solved")
    });
    let introduced = futures_util::future::try_join_all(asks).await.unwrap();
    assert_eq!(introduced.len(), FROM_THE_FIRST_DAY);
    assert!(
        sandbox.clock().now() > began,
        "nobody had to wait for a turn"
    );
    assert!(sandbox.clock().now() < began + chrono::TimeDelta::minutes(1));
    assert_eq!(sandbox.defects(), Vec::<String>::new());
    bot.stop().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_a_weekend_everything_is_there_and_life_goes_on() {
    let (folder, sandbox, bot) = everything_is_there("2026-11-22T04:00:00Z").await;
    let team = Team::new(&sandbox);
    let before = team.latest();
    // As the demo says to begin.
    let ask = first_ask(Past::Quarter);
    let options = [("skill", ask.skill), ("details", ask.question)];
    let reply = team.uses("mia", "askfor", &options).await.unwrap();
    assert!(reply.button("Never mind").is_some(), "{reply}");
    // Private messages go out ten at a time, and the quarter may have left some.
    team.settle().await.unwrap();
    let a_minute_later = team.now() + chrono::TimeDelta::minutes(1);
    team.move_to(a_minute_later).await.unwrap();
    let post = team.said_with("help", before, ask.question).unwrap();
    let invited = team
        .invited(&[ask.asked], &post.unwrap(), ask.question)
        .unwrap();
    assert!(invited.is_some(), "{} is not asked", ask.asked);
    sandbox.let_time_run();
    let status = team.uses("ada", "round status", &[]).await.unwrap();
    assert!(
        status.text.contains("Coffee chats") && status.text.contains("Skill swaps"),
        "{status}"
    );
    bot.stop().await.unwrap();
    drop(folder);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_a_working_day_everything_is_there() {
    let (_folder, _sandbox, bot) = everything_is_there("2026-07-08T13:20:00Z").await;
    bot.stop().await.unwrap();
}
