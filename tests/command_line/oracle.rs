//! Everything that `potluck digest` gives in numbers against an independent reckoning: `tests/digest/oracle.py` counts it from the files of
//! `potluck export`.

mod history;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use chrono::{DateTime, Utc};
use potluck::activity::Activity;
use potluck::domain::digest::{Digest, RANGE, Week};
use potluck::domain::ids::GuildId;
use potluck::features::digest::offline;
use potluck::store::{Store, digest, settings};
use sqlx::AssertSqlSafe;

use super::Place;
use history::History;

/// Histories that are always tried; `POTLUCK_HISTORIES` asks for more.
const HISTORIES: u64 = 3;
/// What is asked of each guild: up to how many weeks before the last one, and of how many weeks.
const RANGES: [(u32, u32); 8] = [
    (0, 1),
    (0, 4),
    (0, 12),
    (0, *RANGE.end()),
    (1, 1),
    (2, 3),
    (5, 1),
    (9, 7),
];

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
        let said = judged(&python, &place, &history, &digests);
        let words = String::from_utf8_lossy(&said.stdout);
        assert!(
            said.status.success(),
            "history {seed}:\n{words}{}",
            String::from_utf8_lossy(&said.stderr)
        );
        // An oracle that is shown nothing agrees with everything.
        for (what, least) in [
            (" figures told", 100),
            (" rows of tables", 1_000),
            (" pictures", 36),
            (" bars", 100),
            (" messages", 40),
            (" lines", 300),
            (" quotes", 20),
        ] {
            let compared = number_before(&words, what);
            assert!(compared >= least, "history {seed}: {words}");
        }
        if seed == 0 {
            let wrong = with_one_digit_wrong(&digests);
            assert!(wrong.len() > 20, "{wrong:?}");
            let said = judged(&python, &place, &history, &wrong);
            let words = String::from_utf8_lossy(&said.stdout);
            assert!(!said.status.success(), "{words}");
            for file in wrong {
                let file = file.to_str().unwrap();
                assert!(words.contains(file), "{file} was not noticed:\n{words}");
            }
        }
    }
}

/// What the oracle says of these digests.
fn judged(python: &str, place: &Place, history: &History, digests: &[PathBuf]) -> Output {
    let mut oracle = Command::new(python);
    oracle
        .arg("-B")
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/digest/oracle.py"))
        .arg(place.path("out"))
        .args(digests);
    for guild in &history.forgetful {
        oracle.args(["--forgotten", &guild.to_string()]);
    }
    oracle.args(["--moved", &history.moved.to_string()]);
    oracle.output().unwrap()
}

/// Copies of the digest with the longest message, in each of which another digit of it is wrong. Messages that go with a picture are left
/// out, because of names only some are given there.
fn with_one_digit_wrong(digests: &[PathBuf]) -> Vec<PathBuf> {
    let message = |digest: &Path| std::fs::read_to_string(digest.with_file_name("message.txt"));
    let longest = digests
        .iter()
        .filter(|digest| !digest.with_file_name("texts.json").exists())
        .max_by_key(|digest| message(digest).unwrap().len())
        .unwrap();
    let right = message(longest).unwrap();
    let mut wrong = Vec::new();
    for (at, digit) in right.char_indices().filter(|(_, c)| c.is_ascii_digit()) {
        let folder = longest
            .parent()
            .unwrap()
            .with_extension(format!("wrong-{at}"));
        std::fs::create_dir(&folder).unwrap();
        let other = if digit == '9' { "8" } else { "9" };
        let changed = format!("{}{other}{}", &right[..at], &right[at + 1..]);
        std::fs::write(folder.join("message.txt"), changed).unwrap();
        std::fs::copy(longest, folder.join("digest.json")).unwrap();
        wrong.push(folder.join("digest.json"));
    }
    wrong
}

/// The number that is said of something.
fn number_before(words: &str, what: &str) -> u64 {
    let before = words.split(what).next();
    before
        .and_then(|before| before.rsplit(' ').next())
        .and_then(|number| number.parse().ok())
        .unwrap()
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

/// Has `potluck digest` tell several ranges of each guild, each into a folder of its own, and gives the names of the JSON files. Beside
/// each is its table, its message, and what is written in its pictures.
async fn digests(place: &Place, history: &History) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for (number, guild) in history.guilds.iter().enumerate() {
        let mut last: Option<Week> = None;
        for (place_in_turn, (back, weeks)) in RANGES.into_iter().enumerate() {
            let week = match last {
                Some(last) => Some(counted(place, *guild, last.earlier(back)).await),
                None => None,
            };
            // Drawing takes a while: two of each guild's are laid out, and one of them is painted.
            let drawn = match place_in_turn {
                turn if turn == number => Drawn::Painted,
                0 => Drawn::LaidOut,
                _ => Drawn::Not,
            };
            let (file, digest) = digest(place, *guild, week, weeks, drawn).await;
            last = last.or(Some(digest.range.span().last));
            files.push(file);
        }
    }
    files
}

/// A week, or the last one before it that Potluck was there for: there is no digest of others.
async fn counted(place: &Place, guild: GuildId, week: Week) -> Week {
    let store = open(place).await;
    let mut read = store.read().await.unwrap();
    let monday: String = sqlx::query_scalar(
        "SELECT max(week) FROM digest_weeks WHERE guild_id = ? AND week <= ? AND away = 0",
    )
    .bind(guild.0)
    .bind(week.monday().to_string())
    .fetch_one(&mut *read)
    .await
    .unwrap();
    drop(read);
    store.close().await;
    Week::of(monday.parse().unwrap())
}

/// How far the pictures of a digest are drawn.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Drawn {
    Painted,
    LaidOut,
    Not,
}

/// One digest as it is typed, and what is written in its pictures. Without a week it is the last one that is closed.
async fn digest(
    place: &Place,
    guild: GuildId,
    week: Option<Week>,
    weeks: u32,
    drawn: Drawn,
) -> (PathBuf, Digest) {
    let (id, number) = (guild.to_string(), weeks.to_string());
    let named = week.map_or_else(|| "last".to_owned(), |week| week.to_string());
    let folder = format!("{id}-{named}-{weeks}");
    let mut plain = vec!["digest", "--guild", &id, "--weeks", &number];
    if week.is_some() {
        plain.extend(["--week", &named]);
    }
    let mut typed = plain.clone();
    typed.extend(["--json", "--csv", &folder]);
    if drawn == Drawn::Painted {
        typed.extend(["--png", &folder]);
    }
    let end = place.ends(&typed, &[]);
    assert!(end.is_well(), "{typed:?}: {end}");
    let file = place.path(&folder).join("digest.json");
    std::fs::write(&file, &end.said).unwrap();

    // What was drawn is asked of the same digest, laid out once more.
    let read = offline(&place.path("potluck.db"), Some(guild), week, weeks)
        .await
        .unwrap();
    let mut told = serde_json::to_value(&read.digest).unwrap();
    told["guild"] = id.clone().into();
    let printed: serde_json::Value = serde_json::from_str(&end.said).unwrap();
    assert_eq!(printed, told);
    if drawn == Drawn::Painted {
        // As text it prints what is judged of all.
        let end = place.ends(&plain, &[]);
        assert_eq!(end.said, read.text(&[]) + "\n");
    }
    let message = place.path(&folder).join("message.txt");
    if drawn == Drawn::Not {
        std::fs::write(message, read.text(&[])).unwrap();
        return (file, read.digest);
    }
    let mut texts = serde_json::Map::new();
    for (name, scene) in read.scenes().unwrap() {
        if drawn == Drawn::Painted {
            let png = read.picture_name(name);
            let written = std::fs::read(place.path(&folder).join(png)).unwrap();
            assert!(written == scene.png().unwrap(), "{name} is another picture");
        }
        let words: Vec<&str> = scene.texts().map(|(words, _)| words).collect();
        texts.insert(name.to_owned(), words.into());
        if name == "digest" {
            std::fs::write(&message, read.text(scene.names())).unwrap();
        }
    }
    let texts = serde_json::to_string(&texts).unwrap();
    std::fs::write(place.path(&folder).join("texts.json"), texts).unwrap();
    (file, read.digest)
}

async fn open(place: &Place) -> Store {
    let path = place.path("potluck.db");
    Store::open(&path, &Activity::default()).await.unwrap()
}
