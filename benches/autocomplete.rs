//! How long autocomplete takes in a guild with 5,000 skills, from the keystroke to the choices, SQLite included.
//!
//! `cargo bench --bench autocomplete` prints the table. The bound is 20 milliseconds for a keystroke. The first line is no
//! keystroke: it is what somebody who changes the guild's skills waits for, when the index is read and built again.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a benchmark fails by panicking"
)]

use std::sync::Arc;
use std::time::{Duration, Instant};

use potluck::activity::Activity;
use potluck::chance::Chance;
use potluck::clock::Clock;
use potluck::config::Config;
use potluck::domain::ids::{GuildId, MemberId};
use potluck::domain::skill::{Aliases, SkillName};
use potluck::features::{Ctx, skills};
use potluck::metrics::Metrics;
use potluck::store::{Store, guilds, skills as rows};

const GUILD: GuildId = GuildId(1);
const SKILLS: usize = 5_000;
const RUNS: usize = 50;
const SYLLABLES: [&str; 17] = [
    "ka", "ro", "mi", "tel", "vun", "sha", "pre", "ost", "lin", "dor", "qua", "zep", "fli", "gor",
    "hex", "wy", "bra",
];

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let folder = tempfile::tempdir().unwrap();
    let ctx = server(&folder.path().join("potluck.db")).await;

    println!("{SKILLS} skills in the guild, {RUNS} runs each");
    println!(
        "{:<36} {:>8} {:>10} {:>10} {:>10}",
        "typed", "choices", "median", "90 %", "slowest"
    );
    print_row(
        "(a change: the index anew)",
        SKILLS,
        measure_changes(&ctx).await,
    );
    for typed in [
        "",
        "k",
        "ka",
        "karo",
        "karomitle",
        "kubernets",
        "Rust, golang, presentatino",
        "zzzzzzzz",
        "quahexgor wyb",
    ] {
        measure(&ctx, typed).await;
    }
}

/// A guild in which each of so many made-up skills is taught by somebody.
async fn server(path: &std::path::Path) -> Ctx {
    let store = Store::open(path, &Activity::default()).await.unwrap();
    let clock = Clock::system();
    let now = clock.now();
    let mut write = store.write().await.unwrap();
    guilds::arrive(&mut write, GUILD, "Quay", MemberId(1), now)
        .await
        .unwrap();
    for n in 0..SKILLS {
        let name = SkillName::parse(&format!("{} {}", word(n), word(n * 7 + 3))).unwrap();
        let skill = rows::ensure(&mut write, GUILD, &name, now).await.unwrap();
        for member in 0..=i64::try_from(n % 4).unwrap() {
            rows::put_offer(&mut write, GUILD, MemberId(member), skill, None, None, now)
                .await
                .unwrap();
        }
    }
    write.commit().await.unwrap();
    Ctx {
        store,
        clock,
        chance: Chance::seeded(1),
        config: Arc::new(Config::default()),
        aliases: Arc::new(Aliases::built_in().unwrap()),
        skill_indexes: Arc::new(skills::Indexes::default()),
        farewells: Arc::default(),
        metrics: Metrics::new().unwrap(),
        bot: MemberId(2),
    }
}

async fn measure_changes(ctx: &Ctx) -> Vec<Duration> {
    let mut times = Vec::with_capacity(RUNS);
    for _ in 0..RUNS {
        let start = Instant::now();
        ctx.skill_indexes.refresh(ctx, GUILD).await;
        times.push(start.elapsed());
    }
    times
}

async fn measure(ctx: &Ctx, typed: &str) {
    let mut times = Vec::with_capacity(RUNS);
    let mut choices = 0;
    for _ in 0..RUNS {
        let start = Instant::now();
        choices = skills::complete_list(ctx, GUILD, typed)
            .await
            .unwrap()
            .len();
        times.push(start.elapsed());
    }
    print_row(&format!("“{typed}”"), choices, times);
}

fn print_row(label: &str, choices: usize, mut times: Vec<Duration>) {
    times.sort();
    let (median, ninety, slowest) = (times[RUNS / 2], times[RUNS * 9 / 10], times[RUNS - 1]);
    println!(
        "{label:<36} {choices:>8} {:>10} {:>10} {:>10}",
        milliseconds(median),
        milliseconds(ninety),
        milliseconds(slowest)
    );
}

fn milliseconds(time: Duration) -> String {
    format!("{:.2} ms", time.as_secs_f64() * 1000.0)
}

fn word(n: usize) -> String {
    [n % 17, n / 17 % 17, n / 289 % 17]
        .iter()
        .map(|at| SYLLABLES[*at])
        .collect()
}
