//! What every story stands on: the real bot, a fresh SQLite file, a clock moved by hand, a seeded generator, the real serenity
//! client, and the sandbox over real sockets.
//!
//! A story is told by [`tell`]. When it ends, the harness looks for what was left over (see [`leftovers`]) and fails if there
//! is anything. Nothing in here switches that off.

mod habits;
mod leftovers;
mod log;
mod player;
mod running;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, TimeZone, Utc};
use discord_sandbox::cast::Cast;
use discord_sandbox::clock::ClockMode;
use discord_sandbox::control::MessageView;
use discord_sandbox::faults::Fault;
use discord_sandbox::sandbox::{Options, Sandbox};
use sqlx::{Row, SqlitePool, sqlite::SqliteConnectOptions};
use tempfile::TempDir;
use tracing::Level;

pub(crate) use player::{Player, redacted};
use potluck::config::Config;
use running::RunningBot;

/// Wednesday, in the morning: everybody in the guild is at work.
pub(crate) fn start() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 3, 4, 10, 0, 0).unwrap()
}

/// Longer than any statement of the bot's takes, the time included that it waits for a lock.
const LONGEST_STATEMENT: Duration = Duration::from_mins(1);

/// A story in progress.
pub(crate) struct Story {
    /// The local Discord.
    pub(crate) sandbox: Sandbox,
    folder: TempDir,
    bot: Option<RunningBot>,
    log: log::Log,
    /// What an operator changes in the settings. Counts from the next start of the bot on.
    pub(crate) adjust: fn(&mut Config),
    /// Rows of the outbox whose failure the admin has read of.
    failures_read: Vec<String>,
}

/// Tells a story in a guild where Potluck is turned on, with Ada who owns the server, Mia, Ravi and Noor the manager.
pub(crate) fn tell(tale: impl AsyncFnOnce(&mut Story)) {
    run(Cast::Small, true, tale);
}

/// Tells a story in a guild that Potluck has just been added to.
pub(crate) fn tell_before_setup(tale: impl AsyncFnOnce(&mut Story)) {
    run(Cast::Small, false, tale);
}

/// Tells a story in a team of this many.
pub(crate) fn tell_in_a_team_of(members: usize, tale: impl AsyncFnOnce(&mut Story)) {
    run(Cast::Team(members), true, tale);
}

fn run(cast: Cast, turned_on: bool, tale: impl AsyncFnOnce(&mut Story)) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let mut story = Story::begin(cast).await;
        if turned_on {
            story.turn_on().await;
        }
        tale(&mut story).await;
        let leftovers = story.leftovers().await;
        if let Some(bot) = story.bot.take() {
            bot.drain().await;
        }
        assert!(
            leftovers.is_empty(),
            "the story left something over:\n{}",
            leftovers.join("\n")
        );
    });
}

impl Story {
    async fn begin(cast: Cast) -> Self {
        let sandbox = Sandbox::start(Options {
            clock: ClockMode::Moved(start()),
            members: cast,
            ..Options::default()
        })
        .await
        .unwrap();
        let mut story = Self {
            sandbox,
            folder: tempfile::tempdir().unwrap(),
            bot: None,
            log: log::Log::default(),
            adjust: |_| {},
            failures_read: Vec::new(),
        };
        story.start_bot().await;
        story
    }

    /// Ada goes through `/setup`: the help channel, the managers, the teams, and **Turn on**. The weekly digest is left to the stories
    /// that are about it.
    async fn turn_on(&mut self) {
        let ada = self.player("ada");
        ada.sets_up().await;
        let page = ada.uses("settings", &[]).await;
        let page = ada.clicks(&page, "Digest").await;
        ada.clicks(&page, "Don't send it").await;
        self.settle().await;
        // What was said on the way is another story's.
        for name in self.sandbox.people() {
            self.sandbox.person(&name).unwrap().mark_read();
        }
    }

    /// Somebody by user name.
    pub(crate) fn player(&self, name: &str) -> Player {
        Player::new(&self.sandbox, name)
    }

    /// Starts the bot on the story's database, as after it was stopped or killed.
    pub(crate) async fn start_bot(&mut self) {
        assert!(self.bot.is_none(), "the bot is running");
        self.bot = Some(
            RunningBot::start(&self.sandbox, &self.database_path(), &self.log, self.adjust).await,
        );
        self.sandbox
            .wait_for_bot()
            .await
            .unwrap_or_else(|why| panic!("{why}\n{}", self.log.tail()));
    }

    /// Stops the bot as an operator does.
    pub(crate) async fn stop_bot(&mut self) {
        self.bot.take().expect("the bot is running").drain().await;
    }

    /// Ends the bot as a crash does: nothing is finished, nothing is given back.
    pub(crate) async fn kill_bot(&mut self) {
        self.bot.take().expect("the bot is running").kill().await;
        // The lease of a killed process becomes stale after some seconds of real time; nobody wants to wait for them.
        self.execute("UPDATE lease SET renewed_at = 0").await;
    }

    /// Waits until the bot has handled everything and is idle.
    pub(crate) async fn settle(&self) {
        self.sandbox
            .settle()
            .await
            .unwrap_or_else(|why| panic!("{why}\n{}", self.log.tail()));
    }

    /// Lets time pass, stopping wherever the bot has something to do.
    pub(crate) async fn pass(&self, time: TimeDelta) {
        self.sandbox
            .advance(time)
            .await
            .unwrap_or_else(|why| panic!("{why}\n{}", self.log.tail()));
    }

    /// Lets time pass until then.
    pub(crate) async fn pass_until(&self, then: DateTime<Utc>) {
        self.sandbox
            .move_to(then)
            .await
            .unwrap_or_else(|why| panic!("{why}\n{}", self.log.tail()));
    }

    /// Bot time.
    pub(crate) fn now(&self) -> DateTime<Utc> {
        self.sandbox.clock().now()
    }

    /// Something goes wrong at Discord's end.
    pub(crate) fn suffer(&self, fault: Fault) {
        self.sandbox.fault(fault).unwrap();
    }

    /// Ada reads in `/setup` what could not be sent, which is where an admin hears of it: each of it is there, or this fails.
    pub(crate) async fn ada_reads_what_went_wrong(&mut self) -> MessageView {
        let ada = self.player("ada");
        let page = ada.uses("setup", &[]).await;
        let page = ada.clicks(&page, "What went wrong").await;
        let failed = self
            .rows("SELECT outbox_id FROM outbox WHERE state IN ('failed', 'undecided')")
            .await;
        let counts = page.text.lines().filter_map(|line| {
            line.strip_prefix("- ")?
                .split(' ')
                .next()?
                .parse::<usize>()
                .ok()
        });
        assert_eq!(counts.sum::<usize>(), failed.len(), "{page}");
        self.failures_read = failed;
        page
    }

    /// Writes a line to the log as if the bot had, to plant what should never be there.
    pub(crate) fn logs(&self, level: Level, text: &str) {
        self.log.plant(level, text);
    }

    /// What a query gives, a line a row, columns separated by ` | `. People's and channels' ids are shown by name.
    pub(crate) async fn rows(&self, query: &'static str) -> Vec<String> {
        let pool = self.pool().await;
        let rows = sqlx::query(query).fetch_all(&pool).await.unwrap();
        pool.close().await;
        rows.iter()
            .map(|row| {
                (0..row.len())
                    .map(|column| self.cell(row, column))
                    .collect::<Vec<_>>()
                    .join(" | ")
            })
            .collect()
    }

    /// Changes the database behind the bot's back, to plant what should never be there.
    pub(crate) async fn execute(&self, statement: &'static str) {
        let pool = self.pool().await;
        sqlx::query(statement).execute(&pool).await.unwrap();
        pool.close().await;
    }

    fn cell(&self, row: &sqlx::sqlite::SqliteRow, column: usize) -> String {
        match row.try_get::<Option<i64>, _>(column) {
            Ok(Some(number)) => return self.name_of(number).unwrap_or_else(|| number.to_string()),
            Ok(None) => return "-".to_owned(),
            Err(_) => {}
        }
        row.try_get::<Option<String>, _>(column)
            .unwrap()
            .unwrap_or_else(|| "-".to_owned())
    }

    fn name_of(&self, id: i64) -> Option<String> {
        let id = u64::try_from(id).ok().filter(|id| *id > 1 << 40)?;
        self.sandbox.look(|world| {
            let user = world
                .users
                .values()
                .find(|user| user.id.get() == id)
                .map(|user| user.username.clone());
            user.or_else(|| {
                world
                    .channels
                    .values()
                    .find(|channel| channel.id.get() == id)
                    .map(|channel| channel.name.clone())
            })
        })
    }

    /// Every line that the bot has logged, spans' fields included.
    pub(crate) fn logged_lines(&self) -> Vec<String> {
        self.log.lines().into_iter().map(|line| line.text).collect()
    }

    /// Where the running bot can be watched, which the story has set.
    pub(crate) fn watched_at(&self) -> SocketAddr {
        let bot = self.bot.as_ref().expect("the bot is running");
        bot.watched_at.expect("the bot can be watched")
    }

    /// Where the database is.
    pub(crate) fn database_path(&self) -> PathBuf {
        self.folder.path().join("potluck.db")
    }

    /// A connection to the database beside the bot's.
    pub(crate) async fn pool(&self) -> SqlitePool {
        open(&self.database_path()).await
    }
}

async fn open(path: &Path) -> SqlitePool {
    let options = SqliteConnectOptions::new()
        .filename(path)
        // A process that is killed lets go of its locks at once. A bot that is killed here leaves SQLite's threads behind, which finish the
        // statement that they are at, and that may be one which waits for as long as it is allowed to.
        .busy_timeout(LONGEST_STATEMENT);
    SqlitePool::connect_with(options).await.unwrap()
}
