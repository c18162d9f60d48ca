//! Messages.

use chrono::{DateTime, Utc};
use serde_json::Value;
use twilight_model::{
    channel::message::{MessageFlags, MessageType},
    id::{
        Id,
        marker::{
            AttachmentMarker, ChannelMarker, GuildMarker, InteractionMarker, MessageMarker,
            RoleMarker, UserMarker,
        },
    },
};

/// A message, one that a single person sees included.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "Discord's own fields")]
pub struct Message {
    /// Its id.
    pub id: Id<MessageMarker>,
    /// Where it is.
    pub channel_id: Id<ChannelMarker>,
    /// Who wrote it.
    pub author: Id<UserMarker>,
    /// What kind it is; most are regular, replies or answers to commands.
    pub kind: MessageType,
    /// Its text; empty beside Components V2.
    pub content: String,
    /// When it was sent.
    pub sent_at: DateTime<Utc>,
    /// When it was last edited by its author.
    pub edited_at: Option<DateTime<Utc>>,
    /// Its flags.
    pub flags: MessageFlags,
    /// Its embeds, as Discord renders them.
    pub embeds: Vec<Value>,
    /// Its components, as Discord renders them: each with its number.
    pub components: Vec<Value>,
    /// Its files.
    pub attachments: Vec<Attachment>,
    /// Who is mentioned and may be pinged by it.
    pub mentions: Vec<Id<UserMarker>>,
    /// Which roles are mentioned and may be pinged by it.
    pub mention_roles: Vec<Id<RoleMarker>>,
    /// Whether it pings everyone.
    pub mention_everyone: bool,
    /// What the sender gave to recognise it by.
    pub nonce: Option<Value>,
    /// What it replies to, or tells of.
    pub reference: Option<Reference>,
    /// The interaction that it answers.
    pub interaction: Option<InteractionOrigin>,
    /// Reactions, in the order in which they first came.
    pub reactions: Vec<Reaction>,
    /// Whether it is pinned.
    pub pinned: bool,
    /// Whether it is read aloud.
    pub tts: bool,
    /// The one person who sees it, when it is ephemeral.
    pub visible_to: Option<Id<UserMarker>>,
    /// Whether a thread was opened from it. The thread has the message's id.
    pub has_thread: bool,
    /// Whether it is a deferred answer that shows "thinking" until it is edited.
    pub loading: bool,
}

impl Message {
    /// Whether one of its files is to be seen. A message of Components V2 shows only those that one of its components names.
    pub fn shows(&self, file: &Attachment) -> bool {
        let id = file.id.to_string();
        !self.flags.contains(MessageFlags::IS_COMPONENTS_V2)
            || self.components.iter().any(|part| names(part, &id))
    }
}

/// Whether a component, or one inside it, names a file by its id.
fn names(part: &Value, id: &str) -> bool {
    match part {
        Value::Array(parts) => parts.iter().any(|part| names(part, id)),
        Value::Object(fields) => {
            fields.get("attachment_id").and_then(Value::as_str) == Some(id)
                || fields.values().any(|part| names(part, id))
        }
        _ => false,
    }
}

/// A file on a message.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Attachment {
    /// Its id.
    pub id: Id<AttachmentMarker>,
    /// Its name.
    pub filename: String,
    /// What it shows, for those who cannot see it.
    pub description: Option<String>,
    /// Its media type.
    pub content_type: Option<String>,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Another message that a message points at.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Reference {
    /// Where the other message is.
    pub channel_id: Id<ChannelMarker>,
    /// The guild it is in.
    pub guild_id: Option<Id<GuildMarker>>,
    /// The other message, which may be gone.
    pub message_id: Option<Id<MessageMarker>>,
}

/// The interaction that a message answers.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct InteractionOrigin {
    /// The interaction's id.
    pub id: Id<InteractionMarker>,
    /// Discord's number for its type: 2 command, 3 component, 5 modal.
    pub kind: u8,
    /// Who began it.
    pub user: Id<UserMarker>,
    /// The command's full name, with its subcommands; empty for a component or modal.
    pub name: String,
    /// The message whose component was used, if it was one.
    pub from_message: Option<Id<MessageMarker>>,
    /// For a follow-up, the interaction's first answer.
    pub original: Option<Id<MessageMarker>>,
}

/// One emoji under a message, and who set it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Reaction {
    /// The emoji itself.
    pub emoji: String,
    /// Who reacted with it, first come first.
    pub users: Vec<Id<UserMarker>>,
}
