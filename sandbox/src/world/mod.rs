//! The state of the sandbox, and every rule by which it changes.
//!
//! Routes and people call the same methods, so both meet the same rules. A method that changes something says what
//! the gateway announces, by [`World::emit`]; the handle delivers it before it lets go of the lock.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use twilight_model::id::{
    Id,
    marker::{ChannelMarker, GuildMarker, UserMarker},
};

use crate::{
    clock::ClockMode, control::People, faults::Faults, gateway::SessionStarts,
    world::interactions::Interactions,
};

mod access;
pub mod application;
pub mod channel;
pub mod defect;
pub mod dispatch;
pub mod guild;
pub mod interactions;
mod layout;
pub mod membership;
mod mentions;
pub mod message;
pub mod nonces;
pub mod places;
pub mod posting;
pub mod reactions;
pub mod render;
pub mod requests;
pub mod sending;
pub mod snowflake;
pub mod threads;
pub mod user;

use application::Application;
use channel::Channel;
use defect::Defect;
use dispatch::{Audience, Dispatch};
use guild::Guild;
use nonces::Nonces;
use requests::{RequestRecord, Requests};
use snowflake::Snowflakes;
use user::User;

/// Everything there is.
#[derive(Debug)]
pub struct World {
    /// The sandbox's time.
    pub clock: ClockMode,
    /// `http://127.0.0.1:PORT`, for the addresses in answers. No slash at the end.
    pub base_url: String,
    /// The bot's application. There is one.
    pub application: Application,
    /// Everybody, members of a guild or not, bots included.
    pub users: BTreeMap<Id<UserMarker>, User>,
    /// The guilds.
    pub guilds: BTreeMap<Id<GuildMarker>, Guild>,
    /// Guild channels, threads and DMs, each with its messages.
    pub channels: BTreeMap<Id<ChannelMarker>, Channel>,
    /// Commands, and interactions that are going on.
    pub interactions: Interactions,
    /// What is kept for people beside Discord's own state.
    pub people: People,
    /// Faults that are switched on.
    pub faults: Faults,
    /// How many gateway sessions were started.
    pub session_starts: SessionStarts,
    /// What was asked for.
    pub requests: Requests,
    /// What the bot, or the sandbox itself, did wrong.
    pub defects: Vec<Defect>,
    /// Whether Discord finds that new DMs are opened too fast, and refuses more of them with 40003.
    pub refuse_new_dms: bool,
    /// What senders gave to recognise their messages by.
    pub nonces: Nonces,
    ids: Snowflakes,
    dispatches: Vec<Dispatch>,
    /// Up to when time has done what it brings.
    passed: Option<DateTime<Utc>>,
}

impl World {
    /// A world with an application and its bot, and nothing else.
    pub fn new(clock: ClockMode) -> Self {
        let mut ids = Snowflakes::default();
        let now = clock.now();
        let application = Application::new(ids.next(now), ids.next(now));
        let mut bot = User::new(application.bot, "potluck");
        bot.bot = true;
        let mut world = Self {
            clock,
            base_url: "http://127.0.0.1".to_owned(),
            application,
            users: BTreeMap::new(),
            guilds: BTreeMap::new(),
            channels: BTreeMap::new(),
            interactions: Interactions::default(),
            people: People::default(),
            faults: Faults::default(),
            session_starts: SessionStarts::default(),
            requests: Requests::default(),
            defects: Vec::new(),
            refuse_new_dms: false,
            nonces: Nonces::default(),
            ids,
            dispatches: Vec::new(),
            passed: None,
        };
        world.users.insert(bot.id, bot);
        world
    }

    /// The present instant.
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// A new id, larger than every earlier one, and carrying the sandbox's time as Discord's do.
    pub fn next_id<T>(&mut self) -> Id<T> {
        let now = self.now();
        self.ids.next(now)
    }

    /// Does what time alone brings: threads that archive themselves, interactions that die.
    pub fn pass_time(&mut self) {
        let now = self.now();
        // While time stands no more threads have been quiet for long enough.
        if self.passed.replace(now) != Some(now) {
            self.archive_quiet_threads();
        }
        self.pass_interaction_time();
    }

    /// The earliest instant at which [`World::pass_time`] will have something to do.
    pub fn next_due(&self) -> Option<DateTime<Utc>> {
        self.next_archiving()
            .into_iter()
            .chain(self.interactions_due())
            .min()
    }

    /// Queues something for the gateway to announce. Of what happens in a guild during an outage nobody is told, neither then nor
    /// later: only that the guild is gone.
    pub fn emit(&mut self, dispatch: Dispatch) {
        let silent = match dispatch.audience {
            Audience::Guild(guild, _) => self.is_out(guild) && dispatch.event != "GUILD_DELETE",
            Audience::Dm(_) | Audience::Application => false,
        };
        if !silent {
            self.dispatches.push(dispatch);
        }
    }

    /// Whether a guild is unavailable by an outage.
    pub fn is_out(&self, guild: Id<GuildMarker>) -> bool {
        self.guilds
            .get(&guild)
            .is_some_and(|guild| !guild.available)
    }

    /// What is queued for the gateway, oldest first; the queue is empty afterwards.
    pub fn take_dispatches(&mut self) -> Vec<Dispatch> {
        std::mem::take(&mut self.dispatches)
    }

    /// Writes a request down. Only the latest are kept, so that a sandbox can stay up for long.
    pub fn log(&mut self, request: RequestRecord) {
        self.requests.push(request);
    }

    /// Writes down that somebody broke a rule that nobody may break.
    pub fn defect(&mut self, what: impl Into<String>) {
        let at = self.now();
        self.defects.push(Defect {
            at,
            what: what.into(),
        });
    }
}

/// An instant as Discord writes it: microseconds and `+00:00`.
pub fn timestamp(at: DateTime<Utc>) -> String {
    at.format("%Y-%m-%dT%H:%M:%S%.6f+00:00").to_string()
}
