//! `potluck demo`: a local Discord with a team of twenty-four, and the bot in it, in one process.
//!
//! The bot in the demo is the real one: it talks to the local Discord over HTTP and WebSocket like any other bot, through the
//! same client and with the same database as in a real server.

mod script;
mod seed;
mod team;
mod transcript;

use std::io;
use std::path::{Path, PathBuf};

use chrono::{DateTime, TimeZone, Utc};
use discord_sandbox::{Cast, ClockMode, Options, Sandbox};
use tokio::sync::oneshot;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::bot::Bot;
use crate::bot::StopReason;
use crate::clock::Clock;
use crate::config::Config;
use crate::config::Secret;
use team::Past;

/// How many people the demo's team has.
const TEAM: usize = 24;
/// The demo pairs and draws the same way each time.
const SEED: u64 = 24;
/// The database's name in the folder.
const DATABASE: &str = "potluck.db";

/// How the demo is started.
#[derive(Clone, Debug, Default)]
pub struct Demo {
    /// Where the database is kept as `potluck.db`; `None`: in a temporary folder that goes with the demo.
    pub data: Option<PathBuf>,
    /// The local Discord's port; `None`: any that is free.
    pub port: Option<u16>,
    /// Plays a story and ends, instead of staying up.
    pub script: bool,
    /// Begins on the first day, without the quarter that the team has had already.
    pub empty: bool,
}

/// Why the demo ended early.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// The folder for the database cannot be used.
    #[error(
        "cannot use {folder} for the demo's database ({source}): name another folder with --data"
    )]
    Folder {
        /// Which.
        folder: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The story is to be played on a database that is there already.
    #[error(
        "{database} is from an earlier demo, and the story begins with an empty one: name another folder with --data"
    )]
    Kept {
        /// Which.
        database: PathBuf,
    },
    /// The local Discord did not start.
    #[error("the local Discord did not start: {0}. Is the port taken? Choose another with --port")]
    Sandbox(#[from] discord_sandbox::sandbox::StartError),
    /// The bot did not start.
    #[error("{0}")]
    Start(#[from] crate::bot::StartError),
    /// The bot ended.
    #[error("the bot ended: {0}")]
    Ended(#[from] StopReason),
    /// The bot cannot follow the local Discord's clock.
    #[error("the bot cannot follow the local Discord's clock: {0}")]
    Clock(#[from] crate::clock::FollowError),
    /// A step of the story failed.
    #[error("the story stopped at “{step}”: {why}")]
    Step {
        /// What somebody did.
        step: String,
        /// What came of it.
        why: String,
    },
    /// The transcript could not be written.
    #[error("cannot write the transcript: {0}")]
    Write(#[from] io::Error),
    /// The database could not be read.
    #[error("cannot read the demo's database: {0}")]
    Database(String),
    /// The bot broke.
    #[error("the bot stopped without a word: {0}")]
    Panicked(#[from] tokio::task::JoinError),
}

/// Runs the demo: until the story has ended, or until `stop` completes.
pub async fn run(
    demo: Demo,
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<(), DemoError> {
    let temporary = match demo.data {
        Some(_) => None,
        None => Some(tempfile::tempdir().map_err(|source| DemoError::Folder {
            folder: std::env::temp_dir(),
            source,
        })?),
    };
    let folder = demo
        .data
        .clone()
        .or_else(|| temporary.as_ref().map(|folder| folder.path().to_owned()))
        .unwrap_or_default();
    std::fs::create_dir_all(&folder).map_err(|source| DemoError::Folder {
        folder: folder.clone(),
        source,
    })?;
    let database = folder.join(DATABASE);
    if demo.script && database.exists() {
        return Err(DemoError::Kept { database });
    }

    // The local Discord is gone with the demo that a database is from, and what is in there cannot be lived through once more.
    let past = if database.exists() {
        Past::Forgotten
    } else if demo.empty || demo.script {
        Past::Nothing
    } else {
        Past::Quarter
    };
    let now = Utc::now();
    let (clock, team) = if demo.script {
        (ClockMode::Moved(monday_morning()), TEAM)
    } else if past == Past::Quarter {
        (
            ClockMode::Moved(seed::beginning(now)),
            seed::FROM_THE_FIRST_DAY,
        )
    } else {
        (ClockMode::System, TEAM)
    };
    let sandbox = Sandbox::start(Options {
        port: demo.port.unwrap_or(0),
        clock,
        members: Cast::Team(team),
        ..Options::default()
    })
    .await?;
    let bot = LocalBot::start(&sandbox, &database).await?;
    let outcome = tokio::select! {
        () = stop => Ok(()),
        outcome = async {
            if demo.script {
                script::play(&sandbox, &database).await
            } else {
                if past == Past::Quarter {
                    println!("Three months pass at Hearth & Co, which takes a little while.");
                    seed::play(&sandbox, now).await?;
                    sandbox.let_time_run();
                } else {
                    team::turn_on(&sandbox, team::Hours::AroundTheClock).await?;
                }
                stay(&sandbox, &database, past, &bot).await
            }
        } => outcome,
    };
    let ended = bot.stop().await;
    sandbox.stop();
    outcome.and(ended)
}

/// A Monday on which nothing else happens: the same in every run, so that the story is, too.
fn monday_morning() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 3, 2, 9, 30, 0)
        .single()
        .unwrap_or_default()
}

/// Says where to connect, and waits until the bot ends.
async fn stay(
    sandbox: &Sandbox,
    database: &Path,
    past: Past,
    bot: &LocalBot,
) -> Result<(), DemoError> {
    println!("{}", team::welcome(sandbox, database, past));
    bot.ended().await;
    Ok(())
}

/// The bot, connected to the local Discord.
struct LocalBot {
    task: JoinHandle<Result<(), StopReason>>,
    stop: oneshot::Sender<()>,
    ended: watch::Receiver<bool>,
}

impl LocalBot {
    async fn start(sandbox: &Sandbox, database: &Path) -> Result<Self, DemoError> {
        let mut config = Config::with_token(Secret::new(sandbox.token()));
        database.clone_into(&mut config.database.path);
        config.discord.api = Some(sandbox.base_url());
        config.discord.gateway = Some(sandbox.gateway_url());
        let clock = Clock::follow(&format!(
            "{}/sandbox/clock",
            sandbox.base_url().replacen("http", "ws", 1)
        ))
        .await?;
        let bot = Bot::build(config, clock, SEED).await?;
        let (stop, stopped) = oneshot::channel::<()>();
        let (ends, ended) = watch::channel(false);
        let task = tokio::spawn(async move {
            let outcome = bot
                .run(async move {
                    // The sender gone means the same as a word from it.
                    let _asked = stopped.await;
                })
                .await;
            ends.send_replace(true);
            outcome
        });
        sandbox
            .wait_for_bot()
            .await
            .map_err(|why| DemoError::Step {
                step: "the bot connects".to_owned(),
                why: why.to_string(),
            })?;
        Ok(Self { task, stop, ended })
    }

    /// Completes when the bot has ended by itself.
    async fn ended(&self) {
        // An error means that the task is gone, which is an end as well.
        let mut ended = self.ended.clone();
        let _ended = ended.wait_for(|ended| *ended).await;
    }

    async fn stop(self) -> Result<(), DemoError> {
        // A bot that ended by itself does not listen any more.
        let _heard = self.stop.send(());
        self.task.await??;
        Ok(())
    }
}
