//! Channels of every kind: guild channels, threads, DMs.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use twilight_model::{
    channel::{ChannelType, permission_overwrite::PermissionOverwrite},
    id::{
        Id,
        marker::{ChannelMarker, GuildMarker, MessageMarker, UserMarker},
    },
};

use super::message::Message;

/// A guild channel, a thread or a DM.
#[derive(Clone, Debug)]
pub struct Channel {
    /// Its id.
    pub id: Id<ChannelMarker>,
    /// What it is.
    pub kind: ChannelType,
    /// The guild it is in, unless it is a DM.
    pub guild_id: Option<Id<GuildMarker>>,
    /// Its name; empty for a DM.
    pub name: String,
    /// What it is about.
    pub topic: Option<String>,
    /// Its category, or the channel that a thread is under.
    pub parent_id: Option<Id<ChannelMarker>>,
    /// Its place in the list.
    pub position: i64,
    /// What it allows and denies roles and members. A thread has none and takes its parent's.
    pub overwrites: Vec<PermissionOverwrite>,
    /// Whether it is age-restricted.
    pub nsfw: bool,
    /// Seconds between two messages of one person.
    pub slowmode: u16,
    /// Minutes of quiet after which threads in it archive themselves, unless the thread says otherwise.
    pub default_auto_archive: Option<u16>,
    /// The latest message's id, kept even when that message is gone.
    pub last_message_id: Option<Id<MessageMarker>>,
    /// Of a DM: both people, the bot included.
    pub recipients: Vec<Id<UserMarker>>,
    /// Of a thread: what only threads have.
    pub thread: Option<Thread>,
    /// Its messages, ephemeral ones included.
    pub messages: BTreeMap<Id<MessageMarker>, Message>,
}

/// What a thread has beside other channels.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "Discord's own fields")]
pub struct Thread {
    /// Who opened it.
    pub owner: Id<UserMarker>,
    /// When it was opened.
    pub created_at: DateTime<Utc>,
    /// Whether it is archived.
    pub archived: bool,
    /// When `archived` last changed.
    pub archive_changed_at: DateTime<Utc>,
    /// Minutes of quiet after which it archives itself: 60, 1440, 4320 or 10080.
    pub auto_archive: u16,
    /// Whether only moderators may unarchive it.
    pub locked: bool,
    /// Whether people who are not moderators may add others; for private threads.
    pub invitable: bool,
    /// When something last happened in it, from which its quiet is counted.
    pub active_at: DateTime<Utc>,
    /// Messages in it now, the opening one not counted.
    pub message_count: u32,
    /// Messages ever sent in it.
    pub total_message_sent: u32,
    /// Who is in it, since when.
    pub members: BTreeMap<Id<UserMarker>, DateTime<Utc>>,
    /// The message it was opened from, which stands in its parent and has the thread's id.
    pub from_message: bool,
}

impl Channel {
    /// A channel of a kind, with nothing in it.
    pub fn new(id: Id<ChannelMarker>, kind: ChannelType, name: impl Into<String>) -> Self {
        Self {
            id,
            kind,
            guild_id: None,
            name: name.into(),
            topic: None,
            parent_id: None,
            position: 0,
            overwrites: Vec::new(),
            nsfw: false,
            slowmode: 0,
            default_auto_archive: None,
            last_message_id: None,
            recipients: Vec::new(),
            thread: None,
            messages: BTreeMap::new(),
        }
    }

    /// Whether it is a direct message channel.
    pub fn is_dm(&self) -> bool {
        self.guild_id.is_none()
    }

    /// Whether it is a thread.
    pub fn is_thread(&self) -> bool {
        self.thread.is_some()
    }

    /// Whether messages can be in it.
    pub fn holds_messages(&self) -> bool {
        matches!(
            self.kind,
            ChannelType::GuildText
                | ChannelType::GuildVoice
                | ChannelType::GuildStageVoice
                | ChannelType::GuildAnnouncement
                | ChannelType::AnnouncementThread
                | ChannelType::PublicThread
                | ChannelType::PrivateThread
                | ChannelType::Private
                | ChannelType::Group
        )
    }
}
