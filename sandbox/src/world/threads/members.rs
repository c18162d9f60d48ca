//! Who is in a thread.

use serde_json::{Value, json};
use twilight_model::{
    channel::{ChannelType, message::MessageType},
    guild::Permissions,
    id::{
        Id,
        marker::{ChannelMarker, UserMarker},
    },
};

use super::ThreadChange;
use crate::{
    permissions,
    world::{
        World,
        dispatch::{Audience, Dispatch},
        render::render_thread_member,
    },
};

impl World {
    /// Brings somebody into a thread. Nothing happens when they are in it. `by` is told when it is somebody else, and
    /// then the thread tells too.
    pub fn add_thread_member(
        &mut self,
        id: Id<ChannelMarker>,
        user: Id<UserMarker>,
        by: Id<UserMarker>,
    ) {
        if !self.put_in_thread(id, user) {
            return;
        }
        if user != by {
            self.tell_thread(id, by, user, MessageType::RecipientAdd);
        }
    }

    /// Takes somebody out of a thread. Nothing happens when they are not in it.
    pub fn remove_thread_member(
        &mut self,
        id: Id<ChannelMarker>,
        user: Id<UserMarker>,
        by: Id<UserMarker>,
    ) {
        let Some(channel) = self.channels.get_mut(&id) else {
            return;
        };
        let guild = channel.guild_id;
        let Some(thread) = &mut channel.thread else {
            return;
        };
        // The bot hears that it was taken out although it may not see the thread any more.
        if thread.members.remove(&user).is_none() {
            return;
        }
        let data = json!({
            "id": id,
            "guild_id": guild,
            "member_count": thread.members.len().min(50),
            "removed_member_ids": [user],
        });
        if user == self.application.bot {
            if let Some(guild) = guild {
                self.emit(Dispatch {
                    event: "THREAD_MEMBERS_UPDATE",
                    data,
                    audience: Audience::Guild(guild, Some(id)),
                });
            }
        } else {
            self.emit_in(id, "THREAD_MEMBERS_UPDATE", data);
        }
        if user != by {
            self.tell_thread(id, by, user, MessageType::RecipientRemove);
        }
    }

    /// What a message brings about in a thread: it wakes, and author and pinged people are in it.
    pub(in crate::world) fn enter_thread(
        &mut self,
        id: Id<ChannelMarker>,
        author: Id<UserMarker>,
        pinged: &[Id<UserMarker>],
    ) {
        let Some(channel) = self.channels.get(&id) else {
            return;
        };
        let Some(thread) = &channel.thread else {
            return;
        };
        if thread.archived {
            let change = ThreadChange {
                archived: Some(false),
                ..ThreadChange::default()
            };
            self.change_thread(id, author, change);
        }
        self.put_in_thread(id, author);
        for user in pinged {
            if permissions::in_channel(self, id, *user).contains(Permissions::VIEW_CHANNEL) {
                self.put_in_thread(id, *user);
            }
        }
    }

    /// Puts somebody into a thread and announces it. False when they were in it already.
    fn put_in_thread(&mut self, id: Id<ChannelMarker>, user: Id<UserMarker>) -> bool {
        let now = self.now();
        let Some(channel) = self.channels.get_mut(&id) else {
            return false;
        };
        let (guild, kind) = (channel.guild_id, channel.kind);
        let Some(thread) = &mut channel.thread else {
            return false;
        };
        if thread.members.contains_key(&user) {
            return false;
        }
        thread.members.insert(user, now);
        let count = thread.members.len().min(50);
        // A bot first hears of a private thread when it is brought into it.
        if user == self.application.bot && kind == ChannelType::PrivateThread {
            self.announce_thread_create(id, false);
        }
        let mut added = render_thread_member(id, user, now);
        if let Some((member, user)) = guild.and_then(|guild| self.member(guild, user)) {
            added["member"] = member.render(user);
            added["presence"] = Value::Null;
        }
        self.emit_in(
            id,
            "THREAD_MEMBERS_UPDATE",
            json!({
                "id": id,
                "guild_id": guild,
                "member_count": count,
                "added_members": [added],
            }),
        );
        true
    }

    /// Says in a thread that somebody was added or removed.
    fn tell_thread(
        &mut self,
        id: Id<ChannelMarker>,
        by: Id<UserMarker>,
        whom: Id<UserMarker>,
        kind: MessageType,
    ) {
        self.post_system(id, by, kind, String::new(), None, &[whom]);
    }
}
