//! Discord: the only part that names serenity. Events come in, replies and what the outbox owes go out.
//!
//! | module | what it is for |
//! |---|---|
//! | `gateway` | what Discord sends, as plain values in their order |
//! | `events` | those values, one after the other, into the features |
//! | `roster` | complete member lists |
//! | `active_threads` | how many threads each server has |
//! | `dispatch` | interactions and their answers |
//! | `courier` | the outbox, into requests |
//! | `render`, `register` | posts and commands as Discord's JSON |
//! | `rest` | requests, and what is to be done about those that fail |
//! | `registration` | tells Discord about the commands |
//! | `supervisor` | keeps the gateway connected |

mod active_threads;
mod courier;
mod dispatch;
mod events;
mod gateway;
mod register;
mod registration;
mod render;
mod rest;
mod roster;
mod signs;
mod supervisor;

use std::time::Duration;

use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;

use crate::config::Config;
use crate::domain::ids::MemberId;
use crate::features::Ctx;
use crate::metrics::Metrics;
use rest::Rest;

pub use rest::Trouble;
pub use signs::{ShardStage, Signs};
pub use supervisor::Refusal;

/// The longest pause between two tries to reach Discord at the start.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// The bot's account: the way to Discord's REST API with its token.
#[derive(Clone, Debug)]
pub struct Account {
    rest: Rest,
}

/// Why the parts that speak with Discord ended before they were told to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Ended {
    /// Discord will not have the bot.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// One of them crashed. Its state is in the database; a new start goes on from there.
    #[error(
        "a part of Potluck crashed: start it again, and report what the log says above this line"
    )]
    Crashed,
}

impl Account {
    /// The account of the token in these settings. Its requests are counted.
    ///
    /// # Errors
    ///
    /// [`Trouble::Malformed`] where the system's certificates or the address cannot be used.
    pub fn new(config: &Config, metrics: Metrics) -> Result<Self, Trouble> {
        Ok(Self {
            rest: Rest::new(
                config.token.expose(),
                config.discord.api.as_deref(),
                metrics,
            )?,
        })
    }

    /// Who the bot is, asked once.
    ///
    /// # Errors
    ///
    /// What Discord says against it, or that it cannot be reached.
    pub async fn me(&self) -> Result<MemberId, Trouble> {
        self.rest.me().await
    }

    /// Who the bot is, asked until there is an answer.
    ///
    /// # Errors
    ///
    /// [`Refusal::Token`]: Discord does not take the token.
    pub async fn log_in(&self) -> Result<MemberId, Refusal> {
        let mut pause = Duration::from_secs(1);
        loop {
            match self.me().await {
                Ok(bot) => return Ok(bot),
                Err(trouble) if trouble.status() == 401 => return Err(Refusal::Token),
                Err(trouble) => {
                    tracing::warn!(%trouble, pause_s = pause.as_secs(), "cannot log in yet");
                }
            }
            tokio::time::sleep(pause).await;
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }
}

/// Speaks with Discord until `stopping` turns true; then takes nothing new, finishes what was begun, and returns.
///
/// # Errors
///
/// Why it ended before.
pub async fn run(
    ctx: Ctx,
    account: Account,
    signs: Signs,
    seed: u64,
    stopping: watch::Receiver<bool>,
) -> Result<(), Ended> {
    let (queue, arrivals) = mpsc::unbounded_channel();
    let Account { rest } = account;
    let supervisor = supervisor::Supervisor {
        config: ctx.config.clone(),
        clock: ctx.clock.clone(),
        queue,
        signs: signs.clone(),
        seed,
    };
    let active = active_threads::ActiveThreads::default();
    let courier = courier::Courier::new(ctx.clone(), rest.clone(), active.clone());
    let events = events::Events::new(dispatch::Dispatch { ctx, rest }, signs, active);
    let mut parts = JoinSet::new();
    let (for_events, for_courier) = (stopping.clone(), stopping.clone());
    parts.spawn(async move {
        events.run(arrivals, for_events).await;
        Ok(())
    });
    parts.spawn(async move {
        courier.run(for_courier).await;
        Ok(())
    });
    parts.spawn(supervisor.run(stopping.clone()));
    while let Some(part) = parts.join_next().await {
        match part {
            Ok(Ok(())) if *stopping.borrow() => {}
            Ok(Err(refusal)) => return Err(refusal.into()),
            Ok(Ok(())) | Err(_) => return Err(Ended::Crashed),
        }
    }
    Ok(())
}
