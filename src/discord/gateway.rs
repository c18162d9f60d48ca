//! Events in: what Discord sends over the gateway, as plain values, in the order in which it was sent.
//!
//! serenity starts a task for each event. On a runtime with several threads these overtake one another; here the client has a thread
//! of its own (see [`supervisor`](super::supervisor)), whose runtime begins tasks in the order in which they were started, and the
//! handler's only step is to put the event into a queue.
//!
//! What people write is dropped here: no [`Incoming`] has room for it.

mod read;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Instant;

use chrono::TimeDelta;
use serenity::all::{Context, Interaction, RawEventHandler, ShardMessenger};
use serenity::async_trait;
use serenity::model::event::Event;
use serenity::model::gateway::GatewayIntents;
use serenity::model::id as discord;
use tokio::sync::mpsc;

use crate::clock::{Clock, Handling};
use crate::domain::ids::{ChannelId, GuildId, MemberId, MessageId, RoleId};
use crate::features::members::{Person, Server};
use crate::store::channels::{ChannelRow, RoleRow};
use read::{UNDERSTOOD, read};

pub(super) use read::{channel_id, guild_id, member_id, message_id, person, role_id};

/// What the bot asks Discord to send. Message contents are not among it.
pub(super) fn intents() -> GatewayIntents {
    GatewayIntents::GUILDS
        | GatewayIntents::GUILD_MEMBERS
        | GatewayIntents::GUILD_MESSAGES
        | GatewayIntents::DIRECT_MESSAGES
}

/// An event, with the guard that counts it as handled once it is dropped.
#[derive(Debug)]
pub(super) struct Arrival {
    pub(super) what: Incoming,
    /// When it came, in real time: it may wait behind others before it is handled.
    pub(super) at: Instant,
    pub(super) handling: Handling,
    /// The way back to the gateway connection it came over.
    pub(super) shard: ShardMessenger,
}

/// What happened.
#[derive(Debug)]
pub(super) enum Incoming {
    /// A gateway session has begun. These are all servers of this shard.
    Ready {
        application: discord::ApplicationId,
        guilds: Vec<GuildId>,
        shard: u32,
        shards: u32,
    },
    /// The bot is in this server: after connecting, after an outage, or because it was added.
    Server {
        server: Box<Server>,
        /// Its active threads that the bot can see, each with the channel it hangs under.
        threads: Vec<(ChannelId, ChannelId)>,
    },
    /// A server's name or owner changed.
    ServerChanged {
        guild: GuildId,
        name: String,
        owner: MemberId,
    },
    /// An outage of Discord's keeps a server from the bot.
    ServerOut(GuildId),
    /// The bot was removed from a server.
    ServerGone(GuildId),
    /// A role is new or changed.
    Role { guild: GuildId, role: RoleRow },
    /// A role was deleted.
    RoleGone { guild: GuildId, role: RoleId },
    /// A channel is new or changed.
    Channel { guild: GuildId, channel: ChannelRow },
    /// A channel was deleted.
    ChannelGone { guild: GuildId, channel: ChannelId },
    /// A thread is new or changed.
    Thread {
        guild: GuildId,
        thread: ChannelId,
        /// The channel it hangs under.
        under: Option<ChannelId>,
        archived: bool,
        /// Whether only moderators may write there.
        locked: bool,
    },
    /// The bot may see channels that it could not see.
    ThreadsSeen {
        guild: GuildId,
        /// Under which channels; `None`: in the whole server.
        under: Option<Vec<ChannelId>>,
        /// Every active thread there, each with the channel it hangs under.
        threads: Vec<(ChannelId, ChannelId)>,
    },
    /// A thread was deleted.
    ThreadGone { guild: GuildId, thread: ChannelId },
    /// Somebody joined a guild, or what is known of them changed.
    Seen { guild: GuildId, person: Person },
    /// Somebody left a guild.
    Left { guild: GuildId, member: MemberId },
    /// A part of a guild's member list, asked for under this nonce.
    Chunk {
        guild: GuildId,
        people: Vec<Person>,
        index: u32,
        count: u32,
        nonce: Option<String>,
    },
    /// The list asked for under this nonce is refused for now.
    NotYet {
        guild: GuildId,
        nonce: String,
        after: TimeDelta,
    },
    /// Somebody wrote something in a channel or thread of a guild.
    Wrote {
        channel: ChannelId,
        author: MemberId,
    },
    /// Somebody wrote to the bot.
    WrotePrivately(MemberId),
    /// Messages were deleted.
    MessagesGone {
        channel: ChannelId,
        messages: Vec<MessageId>,
    },
    /// Somebody used a command, or pressed, chose or submitted something.
    Interaction(Box<Interaction>),
    /// Nothing that matters here.
    Nothing,
}

/// Puts events into the queue.
#[derive(Debug)]
pub(super) struct Gateway {
    pub(super) queue: mpsc::UnboundedSender<Arrival>,
    pub(super) clock: Clock,
    /// How many events of a kind that is understood could not be read.
    pub(super) unread: Arc<AtomicU64>,
    /// How many events came, whatever they were: a sign that the connection lives.
    pub(super) received: Arc<AtomicU64>,
    /// Whether this is the connection that counts. One that was given up may still have something to say.
    pub(super) current: Arc<AtomicBool>,
}

#[async_trait]
impl RawEventHandler for Gateway {
    async fn raw_event(&self, context: Context, event: Event) {
        if !self.current.load(Ordering::SeqCst) {
            return;
        }
        let at = Instant::now();
        self.received.fetch_add(1, Ordering::Relaxed);
        if matches!(event, Event::Ready(_)) {
            self.clock.new_session();
        }
        let handling = self.clock.event();
        let unreadable = match &event {
            Event::Unknown(unknown) if UNDERSTOOD.contains(&unknown.kind.as_str()) => {
                Some(unknown.kind.clone())
            }
            _ => None,
        };
        let what = read(event);
        if let (Some(kind), Incoming::Nothing) = (unreadable, &what) {
            self.unread.fetch_add(1, Ordering::Relaxed);
            tracing::error!(kind, "an event could not be read");
        }
        // The queue is closed only when the bot ends, and then nobody asks any more.
        let _ = self.queue.send(Arrival {
            what,
            at,
            handling,
            shard: context.shard,
        });
    }
}
