//! Channels coming to be, changing and going, and direct message channels.

use serde_json::json;
use twilight_model::{
    channel::{ChannelType, permission_overwrite::PermissionOverwrite},
    id::{
        Id,
        marker::{ChannelMarker, GenericMarker, UserMarker},
    },
};

use super::{
    World,
    channel::Channel,
    dispatch::{Audience, Dispatch},
};
use crate::permissions;

impl World {
    /// Adds a guild channel and announces it.
    pub fn add_channel(&mut self, channel: Channel) -> Id<ChannelMarker> {
        let id = channel.id;
        let data = self.render_channel(&channel);
        self.channels.insert(id, channel);
        self.emit_in(id, "CHANNEL_CREATE", data);
        id
    }

    /// Changes a guild channel, and says so if anything is different afterwards.
    ///
    /// The bot hears of the change that makes the channel invisible to it, as Discord sends it.
    pub fn change_channel(&mut self, id: Id<ChannelMarker>, change: impl FnOnce(&mut Channel)) {
        let Some(channel) = self.channels.get(&id) else {
            return;
        };
        let before = self.render_channel(channel);
        let seen = permissions::can_see(self, id, self.application.bot);
        if let Some(channel) = self.channels.get_mut(&id) {
            change(channel);
        }
        let Some(channel) = self.channels.get(&id) else {
            return;
        };
        let (after, guild) = (self.render_channel(channel), channel.guild_id);
        if after == before {
            return;
        }
        if seen && let Some(guild) = guild {
            self.emit(Dispatch {
                event: "CHANNEL_UPDATE",
                data: after,
                audience: Audience::Guild(guild, Some(id)),
            });
        } else {
            self.emit_in(id, "CHANNEL_UPDATE", after);
        }
    }

    /// Removes a guild channel or a thread, with everything in it. A category's channels stay, without a category.
    pub fn remove_channel(&mut self, id: Id<ChannelMarker>) {
        let Some(channel) = self.channels.get(&id) else {
            return;
        };
        if channel.is_thread() {
            let data = json!({
                "id": id,
                "guild_id": channel.guild_id,
                "parent_id": channel.parent_id,
                "type": u8::from(channel.kind),
            });
            self.emit_in(id, "THREAD_DELETE", data);
            self.channels.remove(&id);
            return;
        }
        let inside: Vec<(Id<ChannelMarker>, bool)> = self
            .channels
            .values()
            .filter(|other| other.parent_id == Some(id))
            .map(|other| (other.id, other.is_thread()))
            .collect();
        for (inner, is_thread) in inside {
            if is_thread {
                self.remove_channel(inner);
            } else {
                self.change_channel(inner, |channel| channel.parent_id = None);
            }
        }
        let Some(channel) = self.channels.get(&id) else {
            return;
        };
        let data = self.render_channel(channel);
        self.emit_in(id, "CHANNEL_DELETE", data);
        self.channels.remove(&id);
    }

    /// Sets what a role or member is allowed and denied in a channel.
    pub fn set_overwrite(&mut self, id: Id<ChannelMarker>, overwrite: PermissionOverwrite) {
        self.change_channel(id, |channel| {
            channel.overwrites.retain(|other| other.id != overwrite.id);
            channel.overwrites.push(overwrite);
            channel.overwrites.sort_by_key(|other| other.id);
        });
    }

    /// Removes what a role or member is allowed and denied in a channel. False when there was nothing.
    pub fn remove_overwrite(&mut self, id: Id<ChannelMarker>, target: Id<GenericMarker>) -> bool {
        let there = self
            .channels
            .get(&id)
            .is_some_and(|channel| channel.overwrites.iter().any(|other| other.id == target));
        self.change_channel(id, |channel| {
            channel.overwrites.retain(|other| other.id != target);
        });
        there
    }

    /// The direct message channel of two users; a new one if there is none.
    pub fn open_dm(&mut self, one: Id<UserMarker>, other: Id<UserMarker>) -> Id<ChannelMarker> {
        if let Some(id) = self.dm_of(one, other) {
            return id;
        }
        let id = self.next_id();
        let mut channel = Channel::new(id, ChannelType::Private, "");
        channel.recipients = vec![one, other];
        self.channels.insert(id, channel);
        id
    }

    /// A person's direct message channel with the bot; a new one if there is none.
    pub fn open_dm_with_bot(&mut self, person: Id<UserMarker>) -> Id<ChannelMarker> {
        self.open_dm(self.application.bot, person)
    }

    /// The direct message channel of two users, if there is one.
    pub fn dm_of(&self, one: Id<UserMarker>, other: Id<UserMarker>) -> Option<Id<ChannelMarker>> {
        self.channels
            .values()
            .find(|channel| {
                channel.kind == ChannelType::Private
                    && channel.recipients.contains(&one)
                    && channel.recipients.contains(&other)
            })
            .map(|channel| channel.id)
    }

    /// Whether two users are members of one guild.
    pub fn share_a_guild(&self, one: Id<UserMarker>, other: Id<UserMarker>) -> bool {
        self.guilds
            .values()
            .any(|guild| guild.members.contains_key(&one) && guild.members.contains_key(&other))
    }
}
