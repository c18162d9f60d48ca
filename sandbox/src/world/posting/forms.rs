//! What a new message holds and is, and what an edit changes.

use serde_json::Value;
use twilight_model::{
    channel::message::{MessageFlags, MessageType},
    id::{Id, marker::UserMarker},
};

use crate::{
    rest::Upload,
    validate::message::{AllowedMentions, AttachmentForm, MessageForm},
    world::message::{InteractionOrigin, Reference},
};

/// What a new message holds.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    /// The text.
    pub content: String,
    /// The embeds, as sent.
    pub embeds: Vec<Value>,
    /// The components, as sent.
    pub components: Vec<Value>,
    /// The flags, if any were given.
    pub flags: Option<MessageFlags>,
    /// Names and descriptions of uploads.
    pub attachments: Vec<AttachmentForm>,
    /// The files.
    pub uploads: Vec<Upload>,
    /// Whom it may ping; everyone it names when nothing is said.
    pub allowed_mentions: Option<AllowedMentions>,
    /// What the sender will know it by.
    pub nonce: Option<Value>,
    /// Whether it is read aloud.
    pub tts: bool,
}

/// What an edit changes. What is `None` stays.
#[derive(Clone, Debug, Default)]
pub struct Change {
    /// The text.
    pub content: Option<String>,
    /// The embeds, as sent.
    pub embeds: Option<Vec<Value>>,
    /// The components, as sent.
    pub components: Option<Vec<Value>>,
    /// The flags. Components V2 stays once it is set, and so does what an edit cannot change.
    pub flags: Option<MessageFlags>,
    /// Which files it has afterwards; new ones are added to those it had when nothing is said.
    pub attachments: Option<Vec<AttachmentForm>>,
    /// New files.
    pub uploads: Vec<Upload>,
    /// Whom the new text may mention.
    pub allowed_mentions: Option<AllowedMentions>,
}

/// What a new message is, beside what it holds.
#[derive(Clone, Debug)]
pub struct Extra {
    /// Its kind.
    pub kind: MessageType,
    /// What it replies to or tells of.
    pub reference: Option<Reference>,
    /// The one person who sees it, if it is ephemeral.
    pub visible_to: Option<Id<UserMarker>>,
    /// The interaction that it answers.
    pub interaction: Option<InteractionOrigin>,
    /// Whether it shows "thinking" until it is edited.
    pub loading: bool,
}

impl Default for Extra {
    fn default() -> Self {
        Self {
            kind: MessageType::Regular,
            reference: None,
            visible_to: None,
            interaction: None,
            loading: false,
        }
    }
}

impl From<MessageForm> for Draft {
    fn from(form: MessageForm) -> Self {
        Self {
            content: form.content.unwrap_or_default(),
            embeds: form.embeds.unwrap_or_default(),
            components: form.components.unwrap_or_default(),
            flags: form.flags,
            attachments: form.attachments.unwrap_or_default(),
            uploads: form.uploads,
            allowed_mentions: form.allowed_mentions,
            nonce: form.nonce,
            tts: form.tts,
        }
    }
}

impl From<MessageForm> for Change {
    fn from(form: MessageForm) -> Self {
        Self {
            content: form.content,
            embeds: form.embeds,
            components: form.components,
            flags: form.flags,
            attachments: form.attachments,
            uploads: form.uploads,
            allowed_mentions: form.allowed_mentions,
        }
    }
}
