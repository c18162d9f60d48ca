//! The composition root: builds the parts, runs them, shuts them down. Nothing is global, so several bots fit into one process.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use chrono::Utc;
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::chance::Chance;
use crate::clock::Clock;
use crate::config::Config;
use crate::discord::{self, Account, Ended, Refusal, Signs, Trouble};
use crate::domain::skill::{Aliases, AliasesError};
use crate::features::skills::Indexes;
use crate::features::{self, CLICKS, COMMANDS, Ctx, DUE, OCCURRING, asks, members};
use crate::metrics::{Interaction, Metrics, MetricsError};
use crate::monitor::{self, Monitor, MonitorError, Watched};
use crate::store::{Lease, LeaseError, OpenError, Store, facts};
use crate::ticker::{self, TickerError};

/// How often that is noted.
const NOTED_EVERY: Duration = Duration::from_secs(20);
/// Of the time that ending may take, so much is left for the database to close.
const FOR_THE_DATABASE: Duration = Duration::from_secs(1);
/// And so much for what has to be broken off.
const FOR_THE_BROKEN_OFF: Duration = Duration::from_millis(500);
/// And so much for the program around the bot: once [`Bot::run`] has returned, it waits no longer than this for tasks that do not end
/// by themselves.
pub const FOR_LEFTOVERS: Duration = Duration::from_millis(500);
/// And so much because a machine that is busy takes its time over each of them.
const FOR_A_SLOW_MACHINE: Duration = Duration::from_millis(250);

/// A bot that is ready to run.
#[derive(Debug)]
pub struct Bot {
    config: Arc<Config>,
    clock: Clock,
    store: Store,
    lease: Lease,
    aliases: Arc<Aliases>,
    account: Account,
    signs: Signs,
    metrics: Metrics,
    monitor: Option<Monitor>,
    seed: u64,
}

/// Why a bot cannot start. Each is one sentence with the remedy.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The database cannot be used.
    #[error(transparent)]
    Database(#[from] OpenError),
    /// Another process works on it.
    #[error(transparent)]
    Lease(#[from] LeaseError),
    /// The file of skills that everybody knows cannot be read.
    #[error(
        "{path} cannot be read: {source}; correct the path in skills.aliases, or leave it out to use the built-in list"
    )]
    AliasesFile {
        /// The file.
        path: String,
        /// Why not.
        source: std::io::Error,
    },
    /// The skills that everybody knows contradict each other, or are not written as they should be.
    #[error("the skill aliases cannot be used: {0}")]
    Aliases(#[from] AliasesError),
    /// No request can be made at all.
    #[error(
        "no request to Discord can be made ({0}): check discord.api and the system's certificates"
    )]
    Http(Trouble),
    /// It cannot be watched where the settings say.
    #[error(transparent)]
    Monitor(#[from] MonitorError),
    /// What it counts of itself cannot be counted.
    #[error(transparent)]
    Metrics(#[from] MetricsError),
}

/// Why a bot ended before it was told to. Each is one sentence with the remedy.
#[derive(Debug, thiserror::Error)]
pub enum StopReason {
    /// Discord will not have it.
    #[error(transparent)]
    Refused(Refusal),
    /// Another process has taken the database over, or it does not answer.
    #[error(transparent)]
    Lease(#[from] LeaseError),
    /// The machine's minutes cannot be had.
    #[error(transparent)]
    Ticker(#[from] TickerError),
    /// The database does not take what is written at the start.
    #[error("the database cannot be written to: {0}")]
    Begin(crate::error::Error),
    /// A part crashed.
    #[error(transparent)]
    Crashed(Ended),
}

impl StopReason {
    /// What the process exits with: 2 where an operator has to change something first, else 1.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Refused(_) => 2,
            Self::Lease(_) | Self::Ticker(_) | Self::Begin(_) | Self::Crashed(_) => 1,
        }
    }
}

impl From<Refusal> for StopReason {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<Ended> for StopReason {
    fn from(ended: Ended) -> Self {
        match ended {
            Ended::Refused(refusal) => Self::Refused(refusal),
            Ended::Crashed => Self::Crashed(ended),
        }
    }
}

impl Bot {
    /// Opens the database and takes the lease on it. The seed is for what is left to chance.
    ///
    /// The bot counts as busy from here until it is connected, or has failed to connect once.
    ///
    /// # Errors
    ///
    /// What an operator must change first.
    pub async fn build(config: Config, clock: Clock, seed: u64) -> Result<Self, StartError> {
        let signs = Signs::starting(clock.busy());
        let aliases = match &config.skills.aliases {
            None => Aliases::built_in()?,
            Some(path) => {
                let text =
                    std::fs::read_to_string(path).map_err(|source| StartError::AliasesFile {
                        path: path.display().to_string(),
                        source,
                    })?;
                Aliases::parse(&text)?
            }
        };
        let metrics = metrics()?;
        let account = Account::new(&config, metrics.clone()).map_err(StartError::Http)?;
        let store = Store::open(&config.database.path, clock.activity()).await?;
        let lease = Lease::take(&store, Utc::now()).await?;
        // After the lease: where another Potluck has the port, that it also has the database says more.
        let monitor = match config.monitor.listen {
            None => None,
            Some(address) => match Monitor::listen(address).await {
                Ok(monitor) => Some(monitor),
                Err(error) => {
                    close(store, lease).await;
                    return Err(error.into());
                }
            },
        };
        Ok(Self {
            config: Arc::new(config),
            clock,
            store,
            lease,
            aliases: Arc::new(aliases),
            account,
            signs,
            metrics,
            monitor,
            seed,
        })
    }

    /// Where it can be watched, if anywhere. Asked before it runs, the answer comes once it does.
    pub fn watched_at(&self) -> Option<SocketAddr> {
        self.monitor.as_ref().map(Monitor::address)
    }

    /// What can be seen of it from outside, also while it runs.
    pub fn signs(&self) -> Signs {
        self.signs.clone()
    }

    /// The database, for those who look at it beside the bot.
    pub fn store(&self) -> Store {
        self.store.clone()
    }

    /// Runs until `shutdown` is done; then takes nothing new, finishes what was begun, and returns within the time that the settings
    /// give, whatever serenity does. Dropped before, it ends at once, as in a crash.
    ///
    /// # Errors
    ///
    /// Why it ended before.
    pub async fn run(self, shutdown: impl Future<Output = ()>) -> Result<(), StopReason> {
        let Self {
            config,
            clock,
            store,
            mut lease,
            aliases,
            account,
            signs,
            metrics,
            monitor,
            seed,
        } = self;
        let finish_within = to_finish(Duration::from_secs(u64::from(config.shutdown.seconds)));
        let (stop, stopping) = watch::channel(false);
        let mut shutdown = std::pin::pin!(shutdown);
        let mut parts: JoinSet<Result<(), StopReason>> = JoinSet::new();
        if let Some(monitor) = monitor {
            // From here on, so that it can be seen that the bot does not get through to Discord.
            let watched = Watched {
                store: store.clone(),
                database: config.database.path.clone(),
                clock: clock.clone(),
                signs: signs.clone(),
                metrics: metrics.clone(),
                occurring: OCCURRING,
            };
            let stopping = stopping.clone();
            parts.spawn(async move {
                monitor.serve(watched, stopping).await;
                Ok(())
            });
        }

        let bot = tokio::select! {
            // Told to end while the bot was built, it does not even log in.
            biased;
            () = &mut shutdown => {
                close(store, lease).await;
                return Ok(());
            }
            bot = account.log_in() => bot,
            lost = lease.keep() => return Err(lost.into()),
        };
        let bot = match bot {
            Ok(bot) => bot,
            Err(refusal) => {
                close(store, lease).await;
                return Err(refusal.into());
            }
        };
        let ctx = Ctx {
            store: store.clone(),
            clock,
            chance: Chance::seeded(seed),
            config,
            aliases,
            skill_indexes: Arc::new(Indexes::default()),
            farewells: Arc::default(),
            metrics,
            bot,
        };
        let begun = async {
            members::begin(&ctx).await?;
            asks::begin(&ctx).await
        };
        if let Err(error) = begun.await {
            close(store, lease).await;
            return Err(StopReason::Begin(error));
        }

        let (for_ticker, for_discord) = (stopping.clone(), stopping.clone());
        parts.spawn({
            let ctx = ctx.clone();
            async move { Ok(ticker::run(ctx, DUE, for_ticker).await?) }
        });
        parts.spawn({
            let signs = signs.clone();
            async move { Ok(discord::run(ctx, account, signs, seed, for_discord).await?) }
        });
        parts.spawn(note_connected(store.clone(), signs, stopping));

        let ended = tokio::select! {
            () = &mut shutdown => Ok(()),
            ended = parts.join_next() => ended.unwrap_or(Ok(Ok(()))).unwrap_or(Err(StopReason::Crashed(Ended::Crashed))),
            // Nothing more may be written, so nothing is finished either.
            lost = lease.keep() => return Err(lost.into()),
        };
        tracing::info!("ending");
        // The parts hold the other ends.
        let _ = stop.send(true);
        let finished = tokio::time::timeout(finish_within, async {
            while parts.join_next().await.is_some() {}
        })
        .await;
        if finished.is_err() {
            tracing::warn!("not everything was finished in time; the next start goes on with it");
            parts.abort_all();
            let _ = tokio::time::timeout(FOR_THE_BROKEN_OFF, async {
                while parts.join_next().await.is_some() {}
            })
            .await;
        }
        close(store, lease).await;
        ended
    }
}

/// What a bot counts, with everything in it that it may come to count.
fn metrics() -> Result<Metrics, MetricsError> {
    let metrics = Metrics::new()?;
    for command in COMMANDS {
        metrics.knows_interaction(Interaction::Command, command.name);
        if command.complete.is_some() {
            metrics.knows_interaction(Interaction::Typing, command.name);
        }
    }
    for name in [features::PRIVATE_COMMAND, features::UNKNOWN_COMMAND] {
        metrics.knows_interaction(Interaction::Command, name);
    }
    for name in CLICKS.iter().map(|family| family.name) {
        metrics.knows_interaction(Interaction::Click, name);
    }
    metrics.knows_interaction(Interaction::Click, features::UNKNOWN_ID);
    for job in DUE {
        metrics.knows_job(job.name);
    }
    Ok(metrics)
}

/// Notes from time to time that the bot is ready, for `potluck health`: by the same definition as `/readyz`.
async fn note_connected(
    store: Store,
    signs: Signs,
    mut stopping: watch::Receiver<bool>,
) -> Result<(), StopReason> {
    while !*stopping.borrow() {
        let mut pause = NOTED_EVERY;
        if monitor::ready(&store, &signs).await.is_ok() {
            if let Err(error) = facts::note_connected(&store, Utc::now()).await {
                tracing::warn!(%error, "that the bot is connected was not noted");
            }
        } else {
            pause = Duration::from_secs(1);
        }
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            _ = stopping.changed() => {}
        }
    }
    Ok(())
}

/// How much of the time that ending may take is there for finishing what was begun.
fn to_finish(ending: Duration) -> Duration {
    [
        FOR_THE_BROKEN_OFF,
        FOR_THE_DATABASE,
        FOR_LEFTOVERS,
        FOR_A_SLOW_MACHINE,
    ]
    .into_iter()
    .fold(ending, Duration::saturating_sub)
}

/// Gives the lease back and closes the file. A database that does not answer any more must not keep the process from ending.
async fn close(store: Store, lease: Lease) {
    let closed = tokio::time::timeout(FOR_THE_DATABASE, async {
        if let Err(error) = lease.release().await {
            tracing::warn!(%error, "the lease on the database was not given back; it ends by itself");
        }
        store.close().await;
    })
    .await;
    if closed.is_err() {
        tracing::warn!("the database did not close in time");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ending_takes_no_longer_than_the_settings_give_at_its_worst() {
        for seconds in 3..=10 {
            let given = Duration::from_secs(seconds);
            let finishing = to_finish(given);
            let worst = finishing + FOR_THE_BROKEN_OFF + FOR_THE_DATABASE + FOR_LEFTOVERS;
            assert!(worst < given, "{worst:?} of {given:?}");
            assert!(!finishing.is_zero(), "{given:?} leave no time to finish");
        }
    }
}
