//! The bot, running in a thread and a runtime of its own, so that it can be killed like a process.

use std::net::SocketAddr;
use std::path::Path;
use std::thread::JoinHandle;

use discord_sandbox::sandbox::Sandbox;
use potluck::bot::Bot;
use potluck::clock::Clock;
use potluck::config::{Config, Secret};
use tokio::sync::oneshot;

use super::log::Log;

/// The same in every story, so that every story is the same each time it is told.
const SEED: u64 = 20_260_304;

/// How the bot is to end.
enum End {
    Drain,
    Kill,
}

/// A bot that runs.
pub(super) struct RunningBot {
    /// Where it can be watched, if the story has set that.
    pub(super) watched_at: Option<SocketAddr>,
    thread: JoinHandle<()>,
    end: oneshot::Sender<End>,
}

impl RunningBot {
    /// Starts the bot, with settings that `adjust` has changed, and waits until it is connected.
    pub(super) async fn start(
        sandbox: &Sandbox,
        database: &Path,
        log: &Log,
        adjust: fn(&mut Config),
    ) -> Self {
        let mut config = Config::with_token(Secret::new(sandbox.token()));
        config.database.path = database.to_owned();
        config.discord.api = Some(sandbox.base_url());
        config.discord.gateway = Some(sandbox.gateway_url());
        config.sandbox_clock = Some(format!(
            "{}/sandbox/clock",
            sandbox.base_url().replacen("http", "ws", 1)
        ));
        adjust(&mut config);
        let (end, ended) = oneshot::channel();
        let (built, is_built) = oneshot::channel();
        let log = log.clone();
        let thread = std::thread::spawn(move || {
            let _listening = tracing::subscriber::set_default(log);
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .unwrap();
            runtime.block_on(run(config, built, ended));
            // Dropping the runtime drops every task at the place where it stands, as a crash would.
            drop(runtime);
        });
        let watched_at = is_built.await.expect("the bot starts");
        Self {
            watched_at,
            thread,
            end,
        }
    }

    /// Ends it as SIGTERM does, and waits for it.
    pub(super) async fn drain(self) {
        self.end_by(End::Drain).await;
    }

    /// Ends it in the middle of whatever it does.
    pub(super) async fn kill(self) {
        self.end_by(End::Kill).await;
    }

    async fn end_by(self, end: End) {
        // A bot that ended by itself has nobody listening; what it ended with comes out of the thread.
        let _heard = self.end.send(end);
        // The sandbox lives on this thread and has to go on while the bot says goodbye.
        let joined = tokio::task::spawn_blocking(|| self.thread.join())
            .await
            .unwrap();
        joined.expect("the bot ends without a panic");
    }
}

async fn run(
    config: Config,
    built: oneshot::Sender<Option<SocketAddr>>,
    ended: oneshot::Receiver<End>,
) {
    let clock = match &config.sandbox_clock {
        Some(address) => Clock::follow(address).await.unwrap(),
        None => Clock::system(),
    };
    let bot = Bot::build(config, clock, SEED).await.unwrap();
    built.send(bot.watched_at()).unwrap();
    let (drain, draining) = oneshot::channel::<()>();
    let running = bot.run(async {
        let _asked = draining.await;
    });
    tokio::pin!(running);
    tokio::select! {
        outcome = &mut running => outcome.expect("the bot ends well"),
        end = ended => match end {
            Ok(End::Drain) => {
                let _listening = drain.send(());
                running.await.expect("the bot ends well");
            }
            // A story that panics drops its end of the channel.
            Ok(End::Kill) | Err(_) => {}
        },
    }
}
