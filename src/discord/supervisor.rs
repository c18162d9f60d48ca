//! Keeps the bot connected to the gateway.
//!
//! serenity's client can spin without reconnecting, and its shutdown can hang. So it runs on a thread with a runtime of its own, where it
//! disturbs nobody; from outside, the stage of its shards and their heartbeats are watched, and a client that is lost is given up
//! and replaced by a new one on a new thread.

mod health;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serenity::all::{Client, ClientBuilder, ShardManager};
use serenity::gateway::GatewayError;
use serenity::http::HttpError;
use tokio::sync::{mpsc, oneshot, watch};

use super::gateway::{Arrival, Gateway, intents};
use super::rest;
use super::signs::Signs;
use crate::clock::Clock;
use crate::config::Config;
use health::{Health, look};

/// How often a connection is looked at.
const LOOK: Duration = Duration::from_millis(250);
/// How long a client may take to say goodbye.
const GOODBYE: Duration = Duration::from_secs(3);
/// The pause before a new client: doubled each time, up to this. A thousand identifications a day are free.
const LONGEST_PAUSE: Duration = Duration::from_secs(90);
/// A client that lived for so long was a success, and the pauses start from the beginning.
const LIVED: Duration = Duration::from_mins(1);

/// Discord will not have this bot until an operator changes something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// 4004, or 401.
    #[error(
        "Discord does not take the token: copy it anew from the Bot page of the application at https://discord.com/developers/applications and set \
         DISCORD_TOKEN or DISCORD_TOKEN_FILE"
    )]
    Token,
    /// 4013.
    #[error("Discord does not know the intents this version asks for: update Potluck")]
    UnknownIntents,
    /// 4014.
    #[error(
        "Discord does not grant the Server Members intent: switch it on under Privileged Gateway Intents on the Bot page of the application at \
         https://discord.com/developers/applications"
    )]
    Intents,
}

/// Why a client ended.
#[derive(Debug)]
enum End {
    Refused(Refusal),
    Lost(&'static str),
    Stopped,
}

/// Keeps one client at a time connected.
#[derive(Debug)]
pub(super) struct Supervisor {
    pub(super) config: Arc<Config>,
    pub(super) clock: Clock,
    pub(super) queue: mpsc::UnboundedSender<Arrival>,
    pub(super) signs: Signs,
    pub(super) seed: u64,
}

/// A client on its thread.
struct Connection {
    /// `true`: say goodbye and end. Dropped: end.
    stop: watch::Sender<bool>,
    ended: oneshot::Receiver<End>,
    shards: oneshot::Receiver<Arc<ShardManager>>,
    /// Whether its events still count.
    current: Arc<AtomicBool>,
    received: Arc<AtomicU64>,
}

impl Supervisor {
    /// Keeps the bot connected until it stops.
    pub(super) async fn run(self, mut stopping: watch::Receiver<bool>) -> Result<(), Refusal> {
        let mut rng = ChaCha8Rng::seed_from_u64(self.seed);
        let mut failures = 0;
        loop {
            let begun = Instant::now();
            let end = match self.connect() {
                Ok(connection) => self.watch(connection, &mut stopping).await,
                Err(error) => {
                    tracing::error!(%error, "no thread for the connection");
                    End::Lost("no thread could be started")
                }
            };
            self.signs.set_shards(Vec::new());
            let why = match end {
                End::Stopped => return Ok(()),
                End::Refused(refusal) => return Err(refusal),
                End::Lost(why) => why,
            };
            self.signs.started();
            self.signs.restarted();
            failures = if begun.elapsed() >= LIVED {
                1
            } else {
                failures + 1
            };
            let pause = pause(failures, &mut rng);
            tracing::warn!(
                why,
                pause_ms = u64::try_from(pause.as_millis()).unwrap_or(u64::MAX),
                "the gateway connection was lost; connecting anew"
            );
            tokio::select! {
                () = tokio::time::sleep(pause) => {}
                _ = stopping.changed() => return Ok(()),
            }
        }
    }

    /// Starts a client on a thread of its own.
    fn connect(&self) -> std::io::Result<Connection> {
        let (stop, stopped) = watch::channel(false);
        let (ended, end) = oneshot::channel();
        let (manager, shards) = oneshot::channel();
        let current = Arc::new(AtomicBool::new(true));
        let received = Arc::new(AtomicU64::new(0));
        let gateway = Gateway {
            queue: self.queue.clone(),
            clock: self.clock.clone(),
            unread: self.signs.unread(),
            received: received.clone(),
            current: current.clone(),
        };
        let config = self.config.clone();
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        // What is logged goes where this thread's lines go, also where that is not the same for the whole process.
        let log = tracing::dispatcher::get_default(Clone::clone);
        std::thread::Builder::new()
            .name("gateway".to_owned())
            .spawn(move || {
                tracing::dispatcher::with_default(&log, || {
                    let end = runtime.block_on(client(&config, gateway, manager, stopped));
                    // Nobody listens any more when the client was given up.
                    let _ = ended.send(end);
                    // Whatever serenity has left running ends here, without being waited for.
                    runtime.shutdown_background();
                });
            })?;
        Ok(Connection {
            stop,
            ended: end,
            shards,
            current,
            received,
        })
    }

    async fn watch(&self, connection: Connection, stopping: &mut watch::Receiver<bool>) -> End {
        let Connection {
            stop,
            mut ended,
            mut shards,
            current,
            received,
        } = connection;
        let mut looks = tokio::time::interval(LOOK);
        let mut health = Health::new(Instant::now());
        let mut manager = None;
        let end = loop {
            tokio::select! {
                end = &mut ended => break end.unwrap_or(End::Lost("the connection's thread ended")),
                _ = looks.tick() => {}
                _ = stopping.changed() => {
                    // Its last events are not taken any more, but it may say goodbye.
                    current.store(false, Ordering::SeqCst);
                    let _ = stop.send(true);
                    let _ = tokio::time::timeout(GOODBYE, ended).await;
                    return End::Stopped;
                }
            }
            if manager.is_none() {
                manager = shards.try_recv().ok();
            }
            let Some(manager) = &manager else { continue };
            let look = look(manager, received.load(Ordering::Relaxed)).await;
            self.signs.set_shards(look.stages.clone());
            if let Some(why) = health.verdict(&look, Instant::now()) {
                break End::Lost(why);
            }
        };
        current.store(false, Ordering::SeqCst);
        end
    }
}

/// A client, until it ends or is told to.
async fn client(
    config: &Config,
    gateway: Gateway,
    manager: oneshot::Sender<Arc<ShardManager>>,
    mut stopped: watch::Receiver<bool>,
) -> End {
    let mut client = match build(config, gateway).await {
        Ok(client) => client,
        Err(end) => return end,
    };
    let shards = client.shard_manager.clone();
    let _ = manager.send(shards.clone());
    let ended = tokio::select! {
        ended = client.start_autosharded() => ended,
        changed = stopped.changed() => {
            if changed.is_ok() {
                let _ = tokio::time::timeout(GOODBYE, shards.shutdown_all()).await;
            }
            return End::Stopped;
        }
    };
    match ended {
        Ok(()) => End::Lost("the client ended"),
        Err(error) => end(&error),
    }
}

async fn build(config: &Config, gateway: Gateway) -> Result<Client, End> {
    let (http, _) = rest::http(config.token.expose(), config.discord.api.as_deref())
        .map_err(|_| End::Lost("no HTTP client"))?;
    let client = ClientBuilder::new_with_http(http, intents())
        .raw_event_handler(gateway)
        .await
        .map_err(|error| end(&error))?;
    // Without it, a gateway that cannot be asked for would be Discord's own.
    if let Some(url) = &config.discord.gateway {
        client.ws_url.lock().await.clone_from(url);
    }
    Ok(client)
}

/// Sorts serenity's errors. They are not logged whole: some hold what was received.
fn end(error: &serenity::Error) -> End {
    match error {
        serenity::Error::Gateway(
            GatewayError::InvalidAuthentication | GatewayError::NoAuthentication,
        ) => End::Refused(Refusal::Token),
        serenity::Error::Gateway(GatewayError::InvalidGatewayIntents) => {
            End::Refused(Refusal::UnknownIntents)
        }
        serenity::Error::Gateway(GatewayError::DisallowedGatewayIntents) => {
            End::Refused(Refusal::Intents)
        }
        serenity::Error::Gateway(_) => End::Lost("the gateway closed it"),
        serenity::Error::Http(HttpError::UnsuccessfulRequest(response))
            if response.status_code.as_u16() == 401 =>
        {
            End::Refused(Refusal::Token)
        }
        serenity::Error::Http(_) => End::Lost("Discord cannot be asked for its gateway"),
        _ => End::Lost("the client failed"),
    }
}

/// How long to wait after so many failures: a second, doubled each time, and up to a quarter more so that not all bots come back at once.
fn pause(failures: u32, rng: &mut impl RngExt) -> Duration {
    let seconds = 2_u64.saturating_pow(failures.saturating_sub(1).min(16));
    Duration::from_secs(seconds)
        .min(LONGEST_PAUSE)
        .mul_f64(rng.random_range(1.0..1.25))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_and_end_at_the_longest() {
        let mut rng = ChaCha8Rng::seed_from_u64(1);
        let pauses: Vec<Duration> = (1..12).map(|failures| pause(failures, &mut rng)).collect();
        assert!(pauses[0] >= Duration::from_secs(1) && pauses[0] < Duration::from_millis(1250));
        assert!(pauses[..7].is_sorted());
        assert!(
            pauses
                .iter()
                .all(|pause| *pause < LONGEST_PAUSE.mul_f64(1.25))
        );
    }

    #[test]
    fn what_an_operator_must_change_ends_the_program() {
        for (error, expected) in [
            (GatewayError::InvalidAuthentication, Refusal::Token),
            (GatewayError::InvalidGatewayIntents, Refusal::UnknownIntents),
            (GatewayError::DisallowedGatewayIntents, Refusal::Intents),
        ] {
            assert!(
                matches!(end(&serenity::Error::Gateway(error)), End::Refused(refusal) if refusal == expected)
            );
        }
        assert!(matches!(
            end(&serenity::Error::Gateway(GatewayError::InvalidShardData)),
            End::Lost(_)
        ));
    }
}
