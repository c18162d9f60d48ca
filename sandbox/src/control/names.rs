//! Names as people see and say them.

use twilight_model::{
    channel::ChannelType,
    id::{
        Id,
        marker::{ChannelMarker, GuildMarker, RoleMarker, UserMarker},
    },
};

use crate::{
    permissions,
    world::{World, channel::Channel},
};

impl World {
    /// Somebody by user name, in any case and with or without `@`.
    pub fn user_named(&self, name: &str) -> Option<Id<UserMarker>> {
        let name = name.strip_prefix('@').unwrap_or(name);
        self.users
            .values()
            .find(|user| user.username.eq_ignore_ascii_case(name))
            .map(|user| user.id)
    }

    /// Somebody by display name or user name, else by id.
    pub(super) fn somebody(&self, name: &str) -> Option<Id<UserMarker>> {
        let bare = name.strip_prefix('@').unwrap_or(name);
        self.user_named(bare)
            .or_else(|| {
                self.users
                    .values()
                    .find(|user| user.display_name() == bare)
                    .map(|user| user.id)
            })
            .or_else(|| bare.parse().ok().filter(|id| self.users.contains_key(id)))
    }

    /// A role by name or id.
    pub(super) fn role_named(&self, guild: Id<GuildMarker>, name: &str) -> Option<Id<RoleMarker>> {
        let name = name.strip_prefix('@').unwrap_or(name);
        let roles = &self.guilds.get(&guild)?.roles;
        roles
            .values()
            .find(|role| role.name.eq_ignore_ascii_case(name))
            .map(|role| role.id)
            .or_else(|| name.parse().ok().filter(|id| roles.contains_key(id)))
    }

    /// A channel or thread by name or id, if this person sees it; of several, the newest.
    pub(super) fn place_named(
        &self,
        user: Id<UserMarker>,
        name: &str,
    ) -> Option<Id<ChannelMarker>> {
        let name = name.strip_prefix('#').unwrap_or(name);
        let id: Option<Id<ChannelMarker>> = name.parse().ok();
        self.channels
            .values()
            .rev()
            .filter(|channel| channel.name == name || Some(channel.id) == id)
            .find(|channel| permissions::can_see(self, channel.id, user))
            .map(|channel| channel.id)
    }

    /// The first text channel that this person sees, in the order of the list.
    pub(super) fn first_place(&self, user: Id<UserMarker>) -> Option<Id<ChannelMarker>> {
        self.channels
            .values()
            .filter(|channel| channel.kind == ChannelType::GuildText)
            .filter(|channel| permissions::can_see(self, channel.id, user))
            .min_by_key(|channel| (channel.position, channel.id))
            .map(|channel| channel.id)
    }

    /// The name that people in a guild see for somebody.
    pub(super) fn name_of(&self, guild: Option<Id<GuildMarker>>, user: Id<UserMarker>) -> String {
        let nick =
            guild.and_then(|guild| self.guilds.get(&guild)?.members.get(&user)?.nick.clone());
        nick.or_else(|| {
            self.users
                .get(&user)
                .map(|user| user.display_name().to_owned())
        })
        .unwrap_or_else(|| "unknown-user".to_owned())
    }

    /// A channel's name as this person reads it: for direct messages, the other's.
    pub(super) fn channel_name(&self, channel: &Channel, viewer: Id<UserMarker>) -> String {
        if !channel.is_dm() {
            return channel.name.clone();
        }
        channel
            .recipients
            .iter()
            .find(|other| **other != viewer)
            .map_or_else(String::new, |other| self.name_of(None, *other))
    }
}
