//! Every figure of a digest against an independent reckoning: `tests/digest/oracle.py` counts it from the files of `potluck export`.

mod history;

use std::path::Path;
use std::process::Command;

use chrono::{DateTime, Utc};
use potluck::activity::Activity;
use potluck::domain::digest::{Digest, RANGE, Range};
use potluck::domain::ids::GuildId;
use potluck::store::{Store, digest, settings};
use sqlx::AssertSqlSafe;

use super::Place;
use history::History;

/// Histories that are always tried; `POTLUCK_HISTORIES` asks for more.
const HISTORIES: u64 = 3;

#[tokio::test]
async fn every_figure_is_what_the_oracle_counts() {
    let Some(python) = python() else {
        assert!(
            std::env::var_os("CI").is_none(),
            "CI needs python3, which counts the figures again"
        );
        eprintln!("skipped: there is no python3, which counts the figures again");
        return;
    };
    let asked_for = std::env::var("POTLUCK_HISTORIES")
        .ok()
        .and_then(|number| number.parse().ok());
    for seed in 0..asked_for.unwrap_or(HISTORIES) {
        let place = Place::new();
        let history = History::new(seed);
        write(&place, &history).await;
        let digests = digests(&place, &history).await;
        let out = place.ends(&["export", "out", "--database", "potluck.db"], &[]);
        assert!(out.is_well(), "{out}");
        let mut oracle = Command::new(&python);
        oracle
            .arg("-B")
            .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/digest/oracle.py"))
            .arg(place.path("out"))
            .args(digests);
        for guild in &history.forgetful {
            oracle.args(["--forgotten", &guild.to_string()]);
        }
        let said = oracle.output().unwrap();
        let words = String::from_utf8_lossy(&said.stdout);
        assert!(
            said.status.success(),
            "history {seed}:\n{words}{}",
            String::from_utf8_lossy(&said.stderr)
        );
        // An oracle that is shown nothing agrees with everything.
        let told: u64 = words
            .split(" figures told")
            .next()
            .and_then(|before| before.rsplit(' ').next())
            .and_then(|number| number.parse().ok())
            .unwrap();
        assert!(told > 100, "history {seed} tells too little: {words}");
    }
}

/// The interpreter, where there is one.
fn python() -> Option<String> {
    let runs = Command::new("python3").arg("--version").output();
    runs.is_ok_and(|said| said.status.success())
        .then(|| "python3".to_owned())
}

/// Lets a history happen: everything that is recorded, and the weeks closed on the way.
async fn write(place: &Place, history: &History) {
    let store = open(place).await;
    run(&store, &history.facts).await;
    for step in &history.steps {
        run(&store, &step.before).await;
        for (guild, member) in &step.forgotten {
            history::forget(&store, *guild, *member).await;
        }
        for guild in &history.guilds {
            close(&store, *guild, step.at).await;
        }
    }
    store.close().await;
}

async fn run(store: &Store, statements: &str) {
    let mut write = store.write().await.unwrap();
    sqlx::raw_sql(AssertSqlSafe(statements.to_owned()))
        .execute(&mut *write)
        .await
        .unwrap();
    write.commit().await.unwrap();
}

async fn close(store: &Store, guild: GuildId, at: DateTime<Utc>) {
    let mut write = store.write().await.unwrap();
    let guild = settings::guild(&mut write, guild).await.unwrap().unwrap();
    digest::close_weeks(&mut write, &guild, at).await.unwrap();
    write.commit().await.unwrap();
}

/// Writes digests of several ranges of each guild to files, and gives their names.
async fn digests(place: &Place, history: &History) -> Vec<std::path::PathBuf> {
    let store = open(place).await;
    let mut read = store.read().await.unwrap();
    let mut files = Vec::new();
    for guild in &history.guilds {
        let last = digest::last_week(&mut read, *guild).await.unwrap().unwrap();
        for (back, weeks) in [
            (0, 1),
            (0, 4),
            (0, 12),
            (0, *RANGE.end()),
            (1, 1),
            (2, 3),
            (5, 1),
            (9, 7),
        ] {
            let range = Range::new(last.earlier(back), weeks).unwrap();
            let facts = digest::facts(&mut read, *guild, range).await.unwrap();
            let mut told = serde_json::to_value(Digest::of(facts, range)).unwrap();
            told["guild"] = guild.0.into();
            let file = place.path(&format!("{guild}-{back}-{weeks}.json"));
            std::fs::write(&file, told.to_string()).unwrap();
            files.push(file);
        }
    }
    drop(read);
    store.close().await;
    files
}

async fn open(place: &Place) -> Store {
    let path = place.path("potluck.db");
    Store::open(&path, &Activity::default()).await.unwrap()
}
