//! Switching faults on and off.

use serde_json::json;
use twilight_model::{
    channel::permission_overwrite::{PermissionOverwrite, PermissionOverwriteType},
    guild::Permissions,
    id::{
        Id,
        marker::{ChannelMarker, GuildMarker},
    },
};

use super::{Fault, FaultError};
use crate::{
    gateway,
    sandbox::Sandbox,
    world::{
        World,
        dispatch::{Audience, Dispatch},
        guild::Member,
    },
};

impl Sandbox {
    /// Makes something go wrong.
    pub fn fault(&self, fault: Fault) -> Result<(), FaultError> {
        let now = self.clock().now();
        let gateway = self.gateway();
        match &fault {
            Fault::DropGateway => {
                gateway.cut_all(now);
            }
            Fault::RequestReconnect => {
                gateway.request_reconnect(now);
            }
            Fault::RequestHeartbeat => {
                gateway.request_heartbeat(now);
            }
            Fault::InvalidateSession { resumable } => {
                gateway.invalidate_all(*resumable, now);
            }
            Fault::CloseGateway { code } => {
                gateway.close_all(*code, now);
            }
            Fault::UseUpSessionStarts => {
                self.with(|world| world.session_starts.use_up(now));
            }
            Fault::DeleteChannel { channel } => {
                return self.with(|world| world.lose_channel(channel));
            }
            Fault::GatewayUnreachable => {
                self.with(|world| world.faults.lasting.push(fault));
                gateway.cut_all(now);
            }
            Fault::MissingPermission { .. }
            | Fault::GuildUnavailable
            | Fault::ThreadLimit { .. }
            | Fault::BotRemoved
            | Fault::ClosedDms { .. }
            | Fault::ServerError { .. }
            | Fault::RateLimited { .. }
            | Fault::GlobalLimit { .. } => {
                return self.with(|world| {
                    world.set_fault(&fault, true)?;
                    world.faults.lasting.push(fault);
                    Ok(())
                });
            }
        }
        Ok(())
    }

    /// Switches a lasting fault off.
    pub fn clear_fault(&self, fault: &Fault) -> Result<(), FaultError> {
        self.with(|world| {
            let index = world
                .faults
                .lasting
                .iter()
                .position(|on| on == fault)
                .ok_or(FaultError::NotOn)?;
            world.faults.lasting.remove(index);
            world.set_fault(fault, false)
        })
    }

    /// Switches every lasting fault off.
    pub fn clear_faults(&self) -> Result<(), FaultError> {
        self.with(|world| {
            for fault in std::mem::take(&mut world.faults.lasting) {
                world.set_fault(&fault, false)?;
            }
            Ok(())
        })
    }

    /// The lasting faults that are on.
    pub fn faults(&self) -> Vec<Fault> {
        self.look(|world| world.faults.on().to_vec())
    }
}

impl World {
    /// Puts a lasting fault's effect on the world, or takes it away.
    fn set_fault(&mut self, fault: &Fault, on: bool) -> Result<(), FaultError> {
        match fault {
            Fault::MissingPermission {
                channel,
                permission,
            } => self.deny_bot(channel, permission, on),
            Fault::ClosedDms { person } => {
                let user = self
                    .user_named(person)
                    .and_then(|user| self.users.get_mut(&user))
                    .ok_or_else(|| FaultError::UnknownPerson(person.clone()))?;
                user.dms_open = !on;
                Ok(())
            }
            Fault::ServerError {
                status: Some(status),
                ..
            } if !(500..=599).contains(status) => Err(FaultError::NotAServerError(*status)),
            Fault::GuildUnavailable => {
                for guild in self.guilds.keys().copied().collect::<Vec<_>>() {
                    self.set_available(guild, !on);
                }
                Ok(())
            }
            Fault::BotRemoved => {
                for guild in self.guilds.keys().copied().collect::<Vec<_>>() {
                    self.set_bot_in(guild, !on);
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// Takes a guild away for a while, or gives it back, as an outage does.
    fn set_available(&mut self, id: Id<GuildMarker>, available: bool) {
        if let Some(guild) = self.guilds.get_mut(&id) {
            guild.available = available;
        }
        self.announce_guild(id, available, true);
    }

    /// Lets the bot into a guild, with its own role, or removes it.
    fn set_bot_in(&mut self, id: Id<GuildMarker>, inside: bool) {
        let (bot, now) = (self.application.bot, self.now());
        let Some(guild) = self.guilds.get_mut(&id) else {
            return;
        };
        if inside {
            let mut member = Member::new(bot, now);
            member.roles = guild
                .roles
                .values()
                .filter(|role| role.bot == Some(bot))
                .map(|role| role.id)
                .collect();
            guild.members.insert(bot, member);
        } else {
            guild.members.remove(&bot);
            let threads = self
                .channels
                .values_mut()
                .filter(|channel| channel.guild_id == Some(id))
                .filter_map(|channel| channel.thread.as_mut());
            for thread in threads {
                thread.members.remove(&bot);
            }
        }
        self.announce_guild(id, inside, false);
    }

    /// Tells the bot that a guild is there or gone; `outage` says whose doing it is when it is gone.
    fn announce_guild(&mut self, id: Id<GuildMarker>, there: bool, outage: bool) {
        let (event, data) = if there {
            ("GUILD_CREATE", gateway::guild_create(self, id))
        } else if outage {
            (
                "GUILD_DELETE",
                Some(json!({ "id": id, "unavailable": true })),
            )
        } else {
            // Discord leaves the field out when the bot itself was removed.
            ("GUILD_DELETE", Some(json!({ "id": id })))
        };
        if let Some(data) = data {
            self.emit(Dispatch {
                event,
                data,
                audience: Audience::Guild(id, None),
            });
        }
    }

    fn deny_bot(&mut self, channel: &str, permission: &str, on: bool) -> Result<(), FaultError> {
        // Discord renamed this one; twilight has the older name.
        let known = match permission {
            "USE_APPLICATION_COMMANDS" => "USE_SLASH_COMMANDS",
            other => other,
        };
        let denied = Permissions::from_name(known)
            .ok_or_else(|| FaultError::UnknownPermission(permission.to_owned()))?;
        let bot = self.application.bot;
        let id = self.channel_called(channel)?;
        self.change_channel(id, |channel| {
            let own = channel
                .overwrites
                .iter_mut()
                .find(|overwrite| overwrite.id.get() == bot.get());
            match own {
                Some(own) if on => {
                    own.deny |= denied;
                    own.allow -= denied;
                }
                Some(own) => own.deny -= denied,
                None if on => channel.overwrites.push(PermissionOverwrite {
                    id: bot.cast(),
                    kind: PermissionOverwriteType::Member,
                    allow: Permissions::empty(),
                    deny: denied,
                }),
                None => {}
            }
            channel.overwrites.retain(|overwrite| {
                overwrite.id.get() != bot.get() || !(overwrite.allow | overwrite.deny).is_empty()
            });
        });
        Ok(())
    }

    fn lose_channel(&mut self, channel: &str) -> Result<(), FaultError> {
        let id = self.channel_called(channel)?;
        self.remove_channel(id);
        Ok(())
    }

    /// A channel or thread of the guild by name or id, whoever sees it; of several, the newest.
    fn channel_called(&self, name: &str) -> Result<Id<ChannelMarker>, FaultError> {
        let bare = name.strip_prefix('#').unwrap_or(name);
        self.channels
            .values()
            .rev()
            .filter(|channel| !channel.is_dm())
            .find(|channel| channel.name == bare || channel.id.to_string() == bare)
            .map(|channel| channel.id)
            .ok_or_else(|| FaultError::UnknownChannel(name.to_owned()))
    }
}
