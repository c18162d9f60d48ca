//! What the bot is told when it can see more than before.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use twilight_model::id::{
    Id,
    marker::{ChannelMarker, GuildMarker},
};

use super::{
    World,
    dispatch::{Audience, Dispatch},
    render::render_thread_member,
};
use crate::permissions;

impl World {
    /// The guild channels that the bot sees, threads aside: what [`World::announce_gained`] compares with.
    pub(super) fn seen_by_bot(&self) -> BTreeSet<Id<ChannelMarker>> {
        self.channels
            .values()
            .filter(|channel| channel.guild_id.is_some() && !channel.is_thread())
            .filter(|channel| permissions::can_see(self, channel.id, self.application.bot))
            .map(|channel| channel.id)
            .collect()
    }

    /// Tells the bot which threads are active in the channels that it sees now and did not see before.
    pub(super) fn announce_gained(&mut self, before: &BTreeSet<Id<ChannelMarker>>) {
        let gained: Vec<(Id<ChannelMarker>, Id<GuildMarker>)> = self
            .seen_by_bot()
            .difference(before)
            .filter_map(|id| Some((*id, self.channels.get(id)?.guild_id?)))
            .collect();
        let guilds: BTreeSet<Id<GuildMarker>> = gained.iter().map(|(_, guild)| *guild).collect();
        for guild in guilds {
            let channels: Vec<Id<ChannelMarker>> = gained
                .iter()
                .filter(|(_, of)| *of == guild)
                .map(|(id, _)| *id)
                .collect();
            let data = self.thread_list(guild, &channels);
            self.emit(Dispatch {
                event: "THREAD_LIST_SYNC",
                data,
                audience: Audience::Guild(guild, None),
            });
        }
    }

    /// `THREAD_LIST_SYNC`'s data: the active threads under these channels, and the bot's place in those that it is in.
    fn thread_list(&self, guild: Id<GuildMarker>, channels: &[Id<ChannelMarker>]) -> Value {
        let bot = self.application.bot;
        let under = |parent: Option<Id<ChannelMarker>>| {
            parent.is_some_and(|parent| channels.contains(&parent))
        };
        let threads: Vec<_> = self
            .active_threads(guild)
            .filter(|thread| under(thread.parent_id) && permissions::can_see(self, thread.id, bot))
            .collect();
        let members: Vec<Value> = threads
            .iter()
            .filter_map(|channel| {
                let since = channel.thread.as_ref()?.members.get(&bot)?;
                Some(render_thread_member(channel.id, bot, *since))
            })
            .collect();
        let threads: Vec<Value> = threads
            .iter()
            .map(|thread| self.render_channel(thread))
            .collect();
        json!({ "guild_id": guild, "channel_ids": channels, "threads": threads, "members": members })
    }
}
