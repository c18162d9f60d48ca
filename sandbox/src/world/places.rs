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

impl World {
    /// Adds a guild channel and announces it.
    pub fn add_channel(&mut self, channel: Channel) -> Id<ChannelMarker> {
        let id = channel.id;
        self.channels.insert(id, channel);
        self.announce_channel("CHANNEL_CREATE", id);
        id
    }

    /// Changes a guild channel, and says so if anything is different afterwards.
    pub fn change_channel(&mut self, id: Id<ChannelMarker>, change: impl FnOnce(&mut Channel)) {
        let rendered = |world: &Self| {
            world
                .channels
                .get(&id)
                .map(|channel| world.render_channel(channel))
        };
        let before = rendered(self);
        let seen = self.seen_by_bot();
        if let Some(channel) = self.channels.get_mut(&id) {
            change(channel);
        }
        if rendered(self) != before {
            self.announce_channel("CHANNEL_UPDATE", id);
            self.announce_gained(&seen);
        }
    }

    /// Announces a guild channel as it is now. Unlike what happens in it, a bot hears of a channel that it cannot see.
    fn announce_channel(&mut self, event: &'static str, id: Id<ChannelMarker>) {
        let Some(channel) = self.channels.get(&id) else {
            return;
        };
        let Some(guild) = channel.guild_id else {
            return;
        };
        let data = self.render_channel(channel);
        self.emit(Dispatch {
            event,
            data,
            audience: Audience::Guild(guild, Some(id)),
        });
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
        self.announce_channel("CHANNEL_DELETE", id);
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

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use chrono::{TimeZone, Utc};
    use twilight_model::{
        channel::permission_overwrite::PermissionOverwriteType, guild::Permissions,
    };

    use super::*;
    use crate::{clock::ClockMode, sandbox::Options};

    fn world() -> (World, Id<ChannelMarker>) {
        let start = Utc.with_ymd_and_hms(2026, 3, 2, 9, 0, 0).unwrap();
        let mut world = World::new(ClockMode::Moved(start));
        crate::cast::settle_in(&mut world, &Options::default());
        world.take_dispatches();
        let help = world
            .channels
            .values()
            .find(|channel| channel.name == "help")
            .map(|channel| channel.id)
            .unwrap();
        (world, help)
    }

    fn events(world: &mut World) -> Vec<&'static str> {
        world
            .take_dispatches()
            .into_iter()
            .map(|dispatch| dispatch.event)
            .collect()
    }

    #[test]
    fn a_bot_hears_of_a_channel_that_it_cannot_see_and_not_of_what_happens_in_it() {
        let (mut world, help) = world();
        let mia = world.user_named("mia").unwrap();
        let hidden = PermissionOverwrite {
            allow: Permissions::empty(),
            deny: Permissions::VIEW_CHANNEL,
            id: world.application.bot.cast(),
            kind: PermissionOverwriteType::Member,
        };
        world.set_overwrite(help, hidden);
        world.write_as_person(mia, help, "hello").unwrap();
        world.remove_channel(help);
        assert_eq!(events(&mut world), ["CHANNEL_UPDATE", "CHANNEL_DELETE"]);
    }

    #[test]
    fn a_change_that_changes_nothing_is_not_announced() {
        let (mut world, help) = world();
        world.change_channel(help, |_| {});
        assert_eq!(events(&mut world), Vec::<&str>::new());
    }

    #[test]
    fn channels_outlive_their_category() {
        let (mut world, help) = world();
        let mut category = Channel::new(world.next_id(), ChannelType::GuildCategory, "Rooms");
        category.guild_id = world.channels[&help].guild_id;
        let category = world.add_channel(category);
        world.change_channel(help, |channel| channel.parent_id = Some(category));
        world.remove_channel(category);
        assert_eq!(world.channels[&help].parent_id, None);
    }

    #[test]
    fn two_people_have_one_dm() {
        let (mut world, _) = world();
        let mia = world.user_named("mia").unwrap();
        let dm = world.open_dm_with_bot(mia);
        assert_eq!(world.open_dm(mia, world.application.bot), dm);
    }
}
