//! Events, one after the other, into the features. Interactions are begun in their order too, and then go on beside each other.

use std::sync::Arc;

use chrono::TimeDelta;
use serenity::model::id::ApplicationId;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;

use super::dispatch::Dispatch;
use super::gateway::{Arrival, Incoming};
use super::register;
use super::roster::Roster;
use super::signs::Signs;
use crate::clock::Alarm;
use crate::domain::ids::GuildId;
use crate::error::{Error, Result};
use crate::features::{COMMANDS, asks, members};
use crate::store::facts;

/// Under which name the fingerprint of the registered commands is kept.
const REGISTERED: &str = "registered_commands";
/// How long after Discord would not take the commands they are told again.
const REGISTER_AGAIN: TimeDelta = TimeDelta::minutes(1);

/// Takes events from the queue.
#[derive(Debug)]
pub(super) struct Events {
    dispatch: Arc<Dispatch>,
    roster: Roster,
    interactions: JoinSet<()>,
    signs: Signs,
    /// The application whose commands Discord knows or shall know.
    application: Option<ApplicationId>,
    registering: Alarm,
}

impl Events {
    /// Takes events in the name of this dispatch.
    pub(super) fn new(dispatch: Dispatch, signs: Signs) -> Self {
        let roster = Roster::new(dispatch.ctx.clock.clone());
        let registering = dispatch.ctx.clock.alarm();
        Self {
            dispatch: Arc::new(dispatch),
            roster,
            interactions: JoinSet::new(),
            signs,
            application: None,
            registering,
        }
    }

    /// Takes events until the bot stops; then finishes the interactions that were begun. What came after is told again when the bot
    /// connects the next time.
    pub(super) async fn run(
        mut self,
        mut queue: mpsc::UnboundedReceiver<Arrival>,
        mut stopping: watch::Receiver<bool>,
    ) {
        while !*stopping.borrow() {
            tokio::select! {
                _ = stopping.changed() => break,
                arrival = queue.recv() => match arrival {
                    Some(arrival) => self.take(arrival).await,
                    None => break,
                },
                busy = self.roster.due() => {
                    self.roster.work();
                    drop(busy);
                }
                busy = self.registering.rings() => {
                    self.register().await;
                    drop(busy);
                }
                // Only so that those which are done do not pile up.
                Some(_) = self.interactions.join_next() => {}
            }
        }
        while self.interactions.join_next().await.is_some() {}
    }

    async fn take(&mut self, arrival: Arrival) {
        let Arrival {
            what,
            handling,
            shard,
        } = arrival;
        let what = match what {
            Incoming::Interaction(interaction) => {
                let dispatch = self.dispatch.clone();
                self.interactions.spawn(async move {
                    dispatch.handle(*interaction).await;
                    drop(handling);
                });
                return;
            }
            what => what,
        };
        if let Incoming::Server(server) = &what {
            self.roster.want(server.guild, shard);
        }
        if let Err(error) = self.handle(what).await {
            tracing::error!(%error, "an event was not handled");
        }
        drop(handling);
    }

    async fn handle(&mut self, what: Incoming) -> Result<()> {
        let dispatch = self.dispatch.clone();
        let ctx = &dispatch.ctx;
        match what {
            Incoming::Ready {
                application,
                guilds,
                shard,
                shards,
            } => {
                let mine =
                    |guild: GuildId| (guild.0 >> 22) % i64::from(shards.max(1)) == i64::from(shard);
                self.roster.new_session(mine);
                members::only_in(ctx, &guilds, mine).await?;
                if shard == 0 {
                    self.application = Some(application);
                    self.register().await;
                }
                self.signs.started();
                tracing::info!(guilds = guilds.len(), shard, "connected");
                Ok(())
            }
            Incoming::Server(server) => {
                for channel in members::arrived(ctx, &server).await? {
                    asks::place_gone(ctx, channel).await?;
                }
                Ok(())
            }
            Incoming::ServerChanged { guild, name, owner } => {
                members::renamed(ctx, guild, &name, owner).await
            }
            Incoming::ServerGone(guild) => {
                self.roster.forget(guild);
                members::removed(ctx, guild).await
            }
            Incoming::Role { guild, role } => members::role_changed(ctx, guild, &role).await,
            Incoming::RoleGone { guild, role } => members::role_gone(ctx, guild, role).await,
            Incoming::Channel { guild, channel } => {
                members::channel_changed(ctx, guild, &channel).await
            }
            Incoming::ChannelGone { guild, channel } => {
                members::channel_gone(ctx, guild, channel).await?;
                asks::place_gone(ctx, channel).await
            }
            Incoming::ThreadGone(thread) => {
                members::thread_gone(ctx, thread).await?;
                asks::place_gone(ctx, thread).await
            }
            Incoming::Seen { guild, person } => {
                self.roster.seen(guild, &person);
                members::seen(ctx, guild, &person).await
            }
            Incoming::Left { guild, member } => {
                self.roster.left(guild, member);
                members::left(ctx, guild, member).await
            }
            Incoming::Chunk {
                guild,
                people,
                index,
                count,
                nonce,
            } => match self
                .roster
                .part(guild, people, index, count, nonce.as_deref())
            {
                Some(list) => members::complete(ctx, guild, &list).await,
                None => Ok(()),
            },
            Incoming::NotYet {
                guild,
                nonce,
                after,
            } => {
                self.roster.not_yet(guild, &nonce, after);
                Ok(())
            }
            Incoming::Wrote { channel, author } => asks::sign_of_life(ctx, channel, author).await,
            Incoming::WrotePrivately(member) => members::wrote_privately(ctx, member).await,
            Incoming::MessagesGone { channel, messages } => {
                for message in messages {
                    asks::message_gone(ctx, channel, message).await?;
                }
                Ok(())
            }
            Incoming::Interaction(_) | Incoming::Nothing => Ok(()),
        }
    }

    /// Tells Discord about the commands where it does not know them yet, and again later where it does not take them.
    async fn register(&mut self) {
        let Some(application) = self.application else {
            return;
        };
        if let Err(error) = self.registered(application).await {
            tracing::warn!(%error, "the commands could not be registered; they are told again");
            let again = self.dispatch.ctx.clock.now() + REGISTER_AGAIN;
            self.registering.set(Some(again));
        }
    }

    async fn registered(&self, application: ApplicationId) -> Result<()> {
        let Dispatch { ctx, rest } = &*self.dispatch;
        let body = register::body(COMMANDS);
        // A database that moves to another application must not make its commands look registered there.
        let fingerprint = format!("{application}:{}", register::fingerprint(&body));
        let known = facts::get(&mut *ctx.store.read().await?, REGISTERED).await?;
        if known.as_ref() == Some(&fingerprint) {
            return Ok(());
        }
        let told = rest.set_commands(application, body).await;
        told.map_err(|trouble| Error::fault(trouble.to_string()))?;
        let mut write = ctx.store.write().await?;
        facts::set(&mut write, REGISTERED, &fingerprint).await?;
        write.commit().await?;
        tracing::info!("commands registered");
        Ok(())
    }
}
