//! The handle on a running sandbox: start, options, stop.

use std::{
    net::{Ipv4Addr, SocketAddr},
    path::PathBuf,
    sync::{Arc, Mutex, OnceLock, PoisonError},
    time::Duration,
};

use axum::serve::ListenerExt as _;
use chrono::{DateTime, TimeDelta, Utc};
use tokio::{net::TcpListener, sync::watch};
use twilight_model::{
    gateway::Intents,
    guild::Permissions,
    id::{
        Id,
        marker::{ApplicationMarker, GuildMarker},
    },
};

use crate::{
    cast::{self, Cast},
    clock::{Clock, ClockError, ClockMode, Tick, followers::Followers},
    control,
    gateway::Gateway,
    validate::{Validator, schema::LoadError},
    world::{World, requests::RequestRecord},
};

/// What a sandbox starts with. [`Options::default`] is a free port, the machine's time and the small cast.
#[derive(Clone, Debug)]
pub struct Options {
    /// The port on 127.0.0.1; 0 for any that is free.
    pub port: u16,
    /// How time passes.
    pub clock: ClockMode,
    /// Discord's description file (`openapi.json`); `None` for the one that [`Validator::load`] finds. Where there is none, bodies are held
    /// against the other rules only.
    pub openapi: Option<PathBuf>,
    /// Who is there.
    pub members: Cast,
    /// The privileged intents that the bot has been granted; asking for another closes with 4014.
    pub grant_privileged: Intents,
    /// What the bot's own role allows it everywhere. See [`cast::BOT_PERMISSIONS`].
    pub bot_permissions: Permissions,
    /// Whether people who join must pass membership screening.
    pub screening: bool,
    /// How often clients are told to send a heartbeat, in real time. Discord says 41.25 s.
    pub heartbeat_interval: Duration,
    /// The real time that must lie between two IDENTIFYs. Discord says 5 s; tests that restart a bot say zero.
    pub identify_interval: Duration,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            port: 0,
            clock: ClockMode::System,
            openapi: None,
            members: Cast::Small,
            grant_privileged: Intents::GUILD_MEMBERS,
            bot_permissions: cast::BOT_PERMISSIONS,
            screening: false,
            heartbeat_interval: Duration::from_millis(41_250),
            identify_interval: Duration::ZERO,
        }
    }
}

/// Why a sandbox did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The port could not be had.
    #[error("cannot listen on 127.0.0.1:{port}: {source}")]
    Listen {
        /// The port asked for.
        port: u16,
        /// What the system says.
        source: std::io::Error,
    },
    /// The description file that was named cannot be used.
    #[error(transparent)]
    OpenApi(#[from] LoadError),
}

/// A running sandbox. Cheap to clone; all clones are the same sandbox.
#[derive(Clone, Debug)]
pub struct Sandbox {
    shared: Arc<Shared>,
}

/// What all clones of a [`Sandbox`] share.
#[derive(Debug)]
struct Shared {
    world: Mutex<World>,
    gateway: Gateway,
    validator: Validator,
    followers: Followers,
    options: Options,
    address: OnceLock<SocketAddr>,
    changed: watch::Sender<u64>,
    stopping: watch::Sender<bool>,
}

impl Sandbox {
    /// Starts a sandbox with its cast and listens on loopback until [`Sandbox::stop`], or until the runtime ends.
    pub async fn start(options: Options) -> Result<Self, StartError> {
        let validator = Validator::load(options.openapi.as_deref())?;
        let mut world = World::new(options.clock);
        world.application.granted = options.grant_privileged;
        cast::settle_in(&mut world, &options);
        let port = options.port;
        let refused = |source| StartError::Listen { port, source };
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))
            .await
            .map_err(refused)?;
        let address = listener.local_addr().map_err(refused)?;
        // Events and answers are small, and what follows each is waited for: none is held back to go out with the next one, which would
        // be some 40 ms later.
        let listener = listener.tap_io(|connection| {
            // Without it the connection works all the same.
            let _slower = connection.set_nodelay(true);
        });
        world.base_url = format!("http://{address}");
        let sandbox = Self::with_options(world, validator, options);
        sandbox.shared.address.get_or_init(|| address);
        let router = control::http::router(sandbox.clone());
        let mut stopping = sandbox.shared.stopping.subscribe();
        tokio::spawn(async move {
            let stopped = async move {
                // An error means that every handle is gone, which ends the sandbox as well.
                let _gone = stopping.wait_for(|stop| *stop).await;
            };
            // Nobody waits for a loopback server's last words; a connection that fails says so itself.
            let _ended = axum::serve(listener, router)
                .with_graceful_shutdown(stopped)
                .await;
        });
        Ok(sandbox)
    }

    /// A sandbox around a world, not listening, with the default options.
    pub fn around(world: World, validator: Validator) -> Self {
        Self::with_options(world, validator, Options::default())
    }

    fn with_options(world: World, validator: Validator, options: Options) -> Self {
        Self {
            shared: Arc::new(Shared {
                world: Mutex::new(world),
                gateway: Gateway::default(),
                validator,
                followers: Followers::default(),
                options,
                address: OnceLock::new(),
                changed: watch::Sender::new(0),
                stopping: watch::Sender::new(false),
            }),
        }
    }

    /// Stops listening and ends every gateway connection.
    pub fn stop(&self) {
        self.shared.stopping.send_replace(true);
        self.shared.gateway.shut_down();
    }

    /// Looks at or changes the world. What the change announces has reached every gateway session when this returns.
    ///
    /// Never call it from within `change`: the world is locked.
    pub fn with<T>(&self, change: impl FnOnce(&mut World) -> T) -> T {
        let result = {
            let mut world = self.lock();
            world.pass_time();
            let result = change(&mut world);
            let dispatches = world.take_dispatches();
            if !dispatches.is_empty() {
                self.shared.gateway.deliver(&mut world, dispatches);
            }
            result
        };
        self.shared
            .changed
            .send_modify(|version| *version = version.wrapping_add(1));
        result
    }

    /// Looks at the world without changing it, and so without waking anybody who waits for a change.
    ///
    /// Never call it from within `look` or a change: the world is locked.
    pub fn look<T>(&self, look: impl FnOnce(&World) -> T) -> T {
        look(&self.lock())
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, World> {
        self.shared
            .world
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// Tells whenever the world may have changed.
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.shared.changed.subscribe()
    }

    /// The sessions of the gateway.
    pub fn gateway(&self) -> &Gateway {
        &self.shared.gateway
    }

    /// What checks requests and answers against Discord's own description.
    pub fn validator(&self) -> &Validator {
        &self.shared.validator
    }

    /// Those who follow the sandbox's time.
    pub(crate) fn followers(&self) -> &Followers {
        &self.shared.followers
    }

    /// What the sandbox was started with.
    pub fn options(&self) -> &Options {
        &self.shared.options
    }

    /// `http://127.0.0.1:PORT`, without a slash at the end. REST is below `/api/v10`, people below `/sandbox`.
    pub fn base_url(&self) -> String {
        self.look(|world| world.base_url.clone())
    }

    /// `ws://127.0.0.1:PORT/gateway`.
    pub fn gateway_url(&self) -> String {
        self.look(World::gateway_url)
    }

    /// The bot's token, without `Bot `.
    pub fn token(&self) -> String {
        self.look(|world| world.application.token.clone())
    }

    /// The one guild that the cast lives in.
    pub fn guild_id(&self) -> Id<GuildMarker> {
        self.look(|world| {
            world
                .guilds
                .keys()
                .next()
                .copied()
                .unwrap_or_else(|| world.application.id.cast())
        })
    }

    /// The bot's application.
    pub fn application_id(&self) -> Id<ApplicationMarker> {
        self.look(|world| world.application.id)
    }

    /// The sandbox's time.
    pub fn clock(&self) -> Clock {
        Clock {
            sandbox: self.clone(),
        }
    }

    /// Waits until nothing is left to do at this instant; see [`Clock::settle`].
    pub async fn settle(&self) -> Result<(), ClockError> {
        self.clock().settle().await
    }

    /// Waits until a bot is connected, and then settles; see [`Clock::wait_for_bot`].
    pub async fn wait_for_bot(&self) -> Result<(), ClockError> {
        self.clock().wait_for_bot().await
    }

    /// Moves time to `to`; see [`Clock::move_to`].
    pub async fn move_to(&self, to: DateTime<Utc>) -> Result<(), ClockError> {
        self.clock().move_to(to).await
    }

    /// Moves time forward by `by`; see [`Clock::move_to`].
    pub async fn advance(&self, by: TimeDelta) -> Result<(), ClockError> {
        self.clock().advance(by).await
    }

    /// Lets time that stood still run on in real time; see [`Clock::let_run`].
    pub fn let_time_run(&self) -> Tick {
        self.clock().let_run()
    }

    /// The earliest instant at which a follower or the sandbox itself has something to do; see [`Clock::next_due`].
    pub fn next_due(&self) -> Option<DateTime<Utc>> {
        self.clock().next_due()
    }

    /// What the bot, or the sandbox itself, did wrong so far, each in a sentence.
    pub fn defects(&self) -> Vec<String> {
        self.look(|world| world.defects.iter().map(ToString::to_string).collect())
    }

    /// The REST requests so far, in the order in which they came, with bodies and answers; without headers, and so without the token.
    ///
    /// Only the latest are kept, by number ([`MOST_REQUESTS`](crate::world::requests::MOST_REQUESTS)) and by size
    /// ([`MOST_BYTES`](crate::world::requests::MOST_BYTES)): the first one's [`number`](RequestRecord::number) is 0 as long as none is missing.
    pub fn requests(&self) -> Vec<RequestRecord> {
        self.look(|world| world.requests.kept().to_vec())
    }

    /// Whether the fault that makes the gateway unreachable is off.
    pub(crate) fn gateway_reachable(&self) -> bool {
        self.look(|world| !world.faults.gateway_unreachable())
    }
}
