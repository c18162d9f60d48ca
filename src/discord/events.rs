//! Events, one after the other, into the features. Interactions are begun in their order too, and then go on beside each other.

use std::sync::Arc;

use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;

use super::active_threads::ActiveThreads;
use super::dispatch::Dispatch;
use super::gateway::{Arrival, Incoming};
use super::registration::Registration;
use super::roster::Roster;
use super::signs::Signs;
use crate::domain::ids::GuildId;
use crate::error::Result;
use crate::features::{heard, members};

/// Takes events from the queue.
#[derive(Debug)]
pub(super) struct Events {
    dispatch: Arc<Dispatch>,
    roster: Roster,
    interactions: JoinSet<()>,
    signs: Signs,
    registration: Registration,
    active: ActiveThreads,
}

impl Events {
    /// Takes events in the name of this dispatch.
    pub(super) fn new(dispatch: Dispatch, signs: Signs, active: ActiveThreads) -> Self {
        let roster = Roster::new(dispatch.ctx.clock.clone());
        let registration = Registration::new(dispatch.ctx.clone(), dispatch.rest.clone());
        Self {
            dispatch: Arc::new(dispatch),
            roster,
            interactions: JoinSet::new(),
            signs,
            registration,
            active,
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
                () = self.registration.goes_on() => {}
                // Only so that those which are done do not pile up.
                Some(_) = self.interactions.join_next() => {}
            }
        }
        while self.interactions.join_next().await.is_some() {}
    }

    async fn take(&mut self, arrival: Arrival) {
        let Arrival {
            what,
            at,
            handling,
            shard,
        } = arrival;
        let what = match what {
            Incoming::Interaction(interaction) => {
                let dispatch = self.dispatch.clone();
                self.interactions.spawn(async move {
                    dispatch.handle(*interaction, at).await;
                    drop(handling);
                });
                return;
            }
            what => what,
        };
        if let Incoming::Server { server, .. } = &what {
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
                // Each is there only once Discord says so; where there is an outage that may be days later.
                for guild in &guilds {
                    members::unavailable(ctx, *guild).await?;
                }
                if shard == 0 {
                    self.registration.connected(application);
                }
                self.signs.started();
                tracing::info!(guilds = guilds.len(), shard, "connected");
                Ok(())
            }
            Incoming::Server { server, threads } => {
                self.active.set(server.guild, threads);
                for channel in members::arrived(ctx, &server).await? {
                    heard::channel_gone(ctx, channel).await?;
                }
                Ok(())
            }
            Incoming::ServerChanged { guild, name, owner } => {
                members::renamed(ctx, guild, &name, owner).await
            }
            Incoming::ServerOut(guild) => {
                self.roster.forget(guild);
                members::unavailable(ctx, guild).await
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
                self.active.gone(guild, channel);
                members::channel_gone(ctx, guild, channel).await?;
                heard::channel_gone(ctx, channel).await
            }
            Incoming::ThreadsSeen {
                guild,
                under,
                threads,
            } => {
                self.active.seen(guild, under.as_deref(), threads);
                Ok(())
            }
            Incoming::ThreadGone { guild, thread } => {
                self.active.gone(guild, thread);
                heard::thread_gone(ctx, thread).await
            }
            Incoming::Thread {
                guild,
                thread,
                under,
                archived,
                locked,
            } => {
                if let Some(under) = under {
                    self.active.note(guild, thread, under, !archived);
                }
                if locked {
                    heard::thread_locked(ctx, thread).await
                } else {
                    Ok(())
                }
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
            Incoming::Wrote { channel, author } => heard::wrote(ctx, channel, author).await,
            Incoming::WrotePrivately(member) => members::wrote_privately(ctx, member).await,
            Incoming::MessagesGone { channel, messages } => {
                for message in messages {
                    heard::message_gone(ctx, channel, message).await?;
                }
                Ok(())
            }
            Incoming::Interaction(_) | Incoming::Nothing => Ok(()),
        }
    }
}
