//! The gateway: sessions, sequence numbers, replay, intents.
//!
//! | module | what it holds |
//! |---|---|
//! | `connection` | one WebSocket: its handshake, heartbeats, limits and close codes |
//! | `sessions` | what each session was sent and may be sent again |
//! | `opening` | READY and `GUILD_CREATE` |
//! | `member_request` | `REQUEST_GUILD_MEMBERS` and its chunks |
//! | `intents` | which events a session asked for, and what of a message it may read |
//! | `check` | every dispatch, parsed by two readers |
//! | `codec` | compression |
//! | `starts` | how many sessions may be started |

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Utc};
use tokio::sync::watch;
use twilight_model::id::{Id, marker::GuildMarker};

use crate::world::{
    World,
    dispatch::{Audience, Dispatch},
};

mod check;
mod codec;
pub(crate) mod connection;
pub(crate) mod intents;
mod member_request;
mod opening;
mod sessions;
mod starts;

pub use sessions::SessionState;
use sessions::{ConnectionId, Sessions};
pub(crate) use sessions::{Line, Order, ResumeRefusal, Shard};
pub(crate) use starts::Start;
pub use starts::{STARTS_A_DAY, SessionStarts};

/// The sessions of the bots that are connected, or were and may resume.
#[derive(Debug)]
pub struct Gateway {
    state: Mutex<State>,
    changed: watch::Sender<u64>,
}

#[derive(Debug, Default)]
struct State {
    sessions: Sessions,
    next_connection: ConnectionId,
    awaits_identify: bool,
    full_lists: BTreeMap<Id<GuildMarker>, DateTime<Utc>>,
}

impl Default for Gateway {
    fn default() -> Self {
        Self {
            state: Mutex::default(),
            changed: watch::Sender::new(0),
        }
    }
}

impl Gateway {
    /// Gives each session what it is to hear. Called while the world is locked, so that a session's sequence number
    /// can never lag behind the world.
    pub fn deliver(&self, world: &mut World, dispatches: Vec<Dispatch>) {
        let bot = world.application.bot.to_string();
        let mut breaches = Vec::new();
        self.change(|state| {
            for dispatch in dispatches {
                let whole = check::payload(dispatch.event, 1, &dispatch.data);
                breaches.extend(check::breaches(dispatch.event, &whole));
                let guild = match dispatch.audience {
                    Audience::Guild(guild, _) => Some(guild.get()),
                    // Whatever a server's people do with the bot is dealt with by that server's shard.
                    Audience::Application => guild_of(&dispatch),
                    Audience::Dm(_) => None,
                };
                state
                    .sessions
                    .dispatch(dispatch.event, &dispatch.data, guild, &bot);
            }
        });
        for breach in breaches {
            world.defect(breach);
        }
    }

    /// Every session that is connected or may be resumed.
    pub fn sessions(&self) -> Vec<SessionState> {
        self.lock().sessions.states()
    }

    /// Tells whenever a session came, went or was sent something.
    pub(crate) fn subscribe(&self) -> watch::Receiver<u64> {
        self.changed.subscribe()
    }

    /// Whether the client was told to start a new session and has not done so yet.
    pub(crate) fn awaits_identify(&self) -> bool {
        self.lock().awaits_identify
    }

    /// Cuts every connection without a close frame, as a lost network does. Answers how many.
    pub(crate) fn cut_all(&self, now: DateTime<Utc>) -> usize {
        self.change(|state| state.sessions.order_all(&Order::Cut, now))
    }

    /// Asks every client to reconnect and resume. Answers how many.
    pub(crate) fn request_reconnect(&self, now: DateTime<Utc>) -> usize {
        let payload = r#"{"t":null,"s":null,"op":7,"d":null}"#.to_owned();
        self.change(|state| state.sessions.order_all(&Order::Send(payload), now))
    }

    /// Asks every client for a heartbeat at once. Answers how many.
    pub(crate) fn request_heartbeat(&self, now: DateTime<Utc>) -> usize {
        let payload = r#"{"t":null,"s":null,"op":1,"d":null}"#.to_owned();
        self.change(|state| state.sessions.order_all(&Order::Send(payload), now))
    }

    /// Closes every connection with a code. Answers how many.
    pub(crate) fn close_all(&self, code: u16, now: DateTime<Utc>) -> usize {
        let order = Order::Close(code, "closed by the sandbox");
        self.change(|state| state.sessions.order_all(&order, now))
    }

    /// Sends `INVALID_SESSION` to every client. Answers how many.
    pub(crate) fn invalidate_all(&self, resumable: bool, now: DateTime<Utc>) -> usize {
        self.change(|state| {
            let told = state.sessions.invalidate_all(resumable, now);
            state.awaits_identify |= !resumable && told > 0;
            told
        })
    }

    /// Ends every connection, as a server that goes down does.
    pub(crate) fn shut_down(&self) {
        self.change(|state| state.sessions.end_all(1001, "the sandbox is stopping"));
    }

    fn next_connection(&self) -> ConnectionId {
        let mut state = self.lock();
        state.next_connection += 1;
        state.next_connection
    }

    /// Changes the state and tells everyone who watches.
    fn change<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        let result = change(&mut self.lock());
        self.changed
            .send_modify(|version| *version = version.wrapping_add(1));
        result
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// `GUILD_CREATE`'s data, as a session hears it that said nothing about large guilds.
pub(crate) fn guild_create(world: &World, guild: Id<GuildMarker>) -> Option<serde_json::Value> {
    opening::guild_create(world, guild, opening::LARGE)
}

impl World {
    /// `ws://127.0.0.1:PORT/gateway`, as `GET /gateway` answers.
    pub fn gateway_url(&self) -> String {
        format!("{}/gateway", self.base_url.replacen("http", "ws", 1))
    }
}

/// The guild that an event of the application itself happened in, if it was in one.
fn guild_of(dispatch: &Dispatch) -> Option<u64> {
    dispatch.data.get("guild_id")?.as_str()?.parse().ok()
}
