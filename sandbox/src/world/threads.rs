//! Threads: opened, joined, archived, waking. Whether somebody may do so is asked before; here it is done.

mod members;
mod rules;

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use twilight_model::{
    channel::{
        ChannelType,
        message::{MessageFlags, MessageType},
    },
    id::{
        Id,
        marker::{ChannelMarker, GuildMarker, MessageMarker, UserMarker},
    },
};

use super::{
    World,
    channel::{Channel, Thread},
    message::Reference,
};
use crate::error::ApiError;

/// Threads that may be active in a guild at once.
pub const MOST_ACTIVE: usize = 1000;
/// Members that a thread may have.
pub const MOST_MEMBERS: usize = 1000;
/// Minutes of quiet that a thread may be given before it archives itself.
pub const AUTO_ARCHIVE: [i64; 4] = [60, 1440, 4320, 10080];
/// What a thread gets when neither it nor its channel says.
const DEFAULT_AUTO_ARCHIVE: u16 = 4320;

/// What a thread is to be.
#[derive(Clone, Debug)]
pub struct NewThread {
    /// Its name.
    pub name: String,
    /// Public, private or in an announcement channel.
    pub kind: ChannelType,
    /// Minutes of quiet after which it archives itself; the channel's default when nothing is said.
    pub auto_archive: Option<u16>,
    /// Whether people who are not moderators may add others.
    pub invitable: bool,
    /// Seconds between two messages of one person.
    pub slowmode: u16,
    /// The message it is opened from.
    pub from: Option<Id<MessageMarker>>,
}

/// What changes about a thread. What is `None` stays.
#[derive(Clone, Debug, Default)]
pub struct ThreadChange {
    /// Its name.
    pub name: Option<String>,
    /// Whether it is archived.
    pub archived: Option<bool>,
    /// Whether only moderators may unarchive it.
    pub locked: Option<bool>,
    /// Whether people who are not moderators may add others.
    pub invitable: Option<bool>,
    /// Minutes of quiet after which it archives itself.
    pub auto_archive: Option<u16>,
    /// Seconds between two messages of one person.
    pub slowmode: Option<u16>,
}

impl World {
    /// Opens a thread under a channel, with what Discord says about it. `None` when the channel is gone.
    ///
    /// One opened from a message has that message's id and begins by telling of it; of a public one without a message
    /// the channel is told; a private one is opened silently.
    pub fn open_thread(
        &mut self,
        parent: Id<ChannelMarker>,
        owner: Id<UserMarker>,
        new: NewThread,
    ) -> Option<Id<ChannelMarker>> {
        let place = self.channels.get(&parent)?;
        let (guild_id, default) = (place.guild_id, place.default_auto_archive);
        let now = self.now();
        let id: Id<ChannelMarker> = match new.from {
            Some(message) => message.cast(),
            None => self.next_id(),
        };
        let mut thread = Channel::new(id, new.kind, new.name.clone());
        thread.guild_id = guild_id;
        thread.parent_id = Some(parent);
        thread.slowmode = new.slowmode;
        thread.thread = Some(Thread {
            owner,
            created_at: now,
            archived: false,
            archive_changed_at: now,
            auto_archive: new.auto_archive.or(default).unwrap_or(DEFAULT_AUTO_ARCHIVE),
            locked: false,
            invitable: new.invitable,
            active_at: now,
            message_count: 0,
            total_message_sent: 0,
            members: BTreeMap::from([(owner, now)]),
            from_message: new.from.is_some(),
        });
        self.channels.insert(id, thread);
        if let Some(message) = new.from
            && let Some(message) = self
                .channels
                .get_mut(&parent)
                .and_then(|place| place.messages.get_mut(&message))
        {
            message.has_thread = true;
            message.flags |= MessageFlags::HAS_THREAD;
        }
        self.announce_thread_create(id, true);
        match new.from {
            Some(message) => {
                self.announce_message("MESSAGE_UPDATE", parent, message);
                let starter = Reference {
                    channel_id: parent,
                    guild_id,
                    message_id: Some(message),
                };
                self.post_system(
                    id,
                    owner,
                    MessageType::ThreadStarterMessage,
                    String::new(),
                    Some(starter),
                    &[],
                );
            }
            None if new.kind != ChannelType::PrivateThread => {
                let told = Reference {
                    channel_id: id,
                    guild_id,
                    message_id: None,
                };
                self.post_system(
                    parent,
                    owner,
                    MessageType::ThreadCreated,
                    new.name,
                    Some(told),
                    &[],
                );
            }
            None => {}
        }
        Some(id)
    }

    /// Changes a thread on behalf of somebody, and says so if anything is different afterwards.
    pub fn change_thread(
        &mut self,
        id: Id<ChannelMarker>,
        by: Id<UserMarker>,
        change: ThreadChange,
    ) {
        let now = self.now();
        let Some(channel) = self.channels.get(&id) else {
            return;
        };
        let before = self.render_channel(channel);
        let renamed = change.name.filter(|name| *name != channel.name);
        let Some(channel) = self.channels.get_mut(&id) else {
            return;
        };
        let Some(thread) = &mut channel.thread else {
            return;
        };
        if let Some(archived) = change.archived
            && archived != thread.archived
        {
            thread.archived = archived;
            thread.archive_changed_at = now;
            thread.active_at = now;
        }
        thread.locked = change.locked.unwrap_or(thread.locked);
        thread.invitable = change.invitable.unwrap_or(thread.invitable);
        thread.auto_archive = change.auto_archive.unwrap_or(thread.auto_archive);
        channel.slowmode = change.slowmode.unwrap_or(channel.slowmode);
        if let Some(name) = &renamed {
            channel.name.clone_from(name);
        }
        self.announce_thread_change(id, &before);
        if let Some(name) = renamed {
            self.post_system(id, by, MessageType::ChannelNameChange, name, None, &[]);
        }
    }

    /// Says that a thread is different, if it is.
    fn announce_thread_change(&mut self, id: Id<ChannelMarker>, before: &Value) {
        let Some(after) = self
            .channels
            .get(&id)
            .map(|channel| self.render_channel(channel))
        else {
            return;
        };
        if after != *before {
            self.emit_in(id, "THREAD_UPDATE", after);
        }
    }

    fn announce_thread_create(&mut self, id: Id<ChannelMarker>, new: bool) {
        let Some(mut data) = self
            .channels
            .get(&id)
            .map(|channel| self.render_channel(channel))
        else {
            return;
        };
        if new {
            data["newly_created"] = json!(true);
        }
        self.emit_in(id, "THREAD_CREATE", data);
    }

    /// Threads of a guild that are not archived.
    pub fn active_threads(&self, guild: Id<GuildMarker>) -> impl Iterator<Item = &Channel> {
        self.channels.values().filter(move |channel| {
            channel.guild_id == Some(guild)
                && channel
                    .thread
                    .as_ref()
                    .is_some_and(|thread| !thread.archived)
        })
    }

    /// Refuses with 160006 when the guild of a channel has as many active threads as it can.
    pub fn has_room_for_thread(&self, channel: Id<ChannelMarker>) -> Result<(), ApiError> {
        let guild = self
            .channels
            .get(&channel)
            .and_then(|channel| channel.guild_id);
        let most = self.faults.thread_limit().unwrap_or(MOST_ACTIVE);
        if guild.is_some_and(|guild| self.active_threads(guild).count() >= most) {
            Err(ApiError::too_many_active_threads())
        } else {
            Ok(())
        }
    }

    /// Archives the threads that have been quiet for long enough.
    pub(super) fn archive_quiet_threads(&mut self) {
        let now = self.now();
        let quiet: Vec<(Id<ChannelMarker>, Id<UserMarker>)> = self
            .channels
            .values()
            .filter_map(|channel| {
                let thread = channel.thread.as_ref()?;
                let due = archives_at(thread)?;
                (due <= now).then_some((channel.id, thread.owner))
            })
            .collect();
        for (id, owner) in quiet {
            let change = ThreadChange {
                archived: Some(true),
                ..ThreadChange::default()
            };
            self.change_thread(id, owner, change);
        }
    }

    /// When the next thread archives itself.
    pub(super) fn next_archiving(&self) -> Option<DateTime<Utc>> {
        self.channels
            .values()
            .filter_map(|channel| archives_at(channel.thread.as_ref()?))
            .min()
    }
}

/// When a thread archives itself, unless it is archived.
fn archives_at(thread: &Thread) -> Option<DateTime<Utc>> {
    (!thread.archived)
        .then(|| thread.active_at + TimeDelta::minutes(i64::from(thread.auto_archive)))
}

#[cfg(test)]
mod tests;
