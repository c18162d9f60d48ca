//! Messages coming to be, changing and going. Whether somebody may do so is asked before, in
//! `sending`; here it is done.

mod forms;

use serde_json::{Value, json};
use twilight_model::{
    channel::message::{MessageFlags, MessageType},
    id::{
        Id,
        marker::{AttachmentMarker, ChannelMarker, MessageMarker, UserMarker},
    },
};

use super::{
    World, layout,
    mentions::Pings,
    message::{Attachment, Message, Reference},
};
use crate::{
    rest::Upload,
    validate::message::{AllowedMentions, AttachmentForm, stored_name},
};

pub use forms::{Change, Draft, Extra};

impl World {
    /// Posts a message. `None` when there is no such channel.
    ///
    /// In a thread it also brings the author and whoever is pinged into it, and wakes the thread if it is archived.
    pub fn post(
        &mut self,
        channel: Id<ChannelMarker>,
        author: Id<UserMarker>,
        draft: Draft,
        extra: Extra,
    ) -> Option<Id<MessageMarker>> {
        self.post_about(channel, author, draft, extra, &[])
    }

    /// Posts a message that mentions some people besides those whom its text names.
    fn post_about(
        &mut self,
        channel: Id<ChannelMarker>,
        author: Id<UserMarker>,
        draft: Draft,
        extra: Extra,
        about: &[Id<UserMarker>],
    ) -> Option<Id<MessageMarker>> {
        let place = self.channels.get(&channel)?;
        let pings = self.pings(
            place,
            author,
            (&draft.content, &draft.components),
            draft.allowed_mentions.as_ref(),
            extra.reference.as_ref(),
        );
        let sent_at = self.now();
        let id: Id<MessageMarker> = self.next_id();
        let attachments = self.store_uploads(&draft.uploads, &draft.attachments);
        let ephemeral = extra.visible_to.is_some();
        let mut flags = draft.flags.unwrap_or(MessageFlags::empty());
        flags.set(MessageFlags::EPHEMERAL, ephemeral);
        flags.set(MessageFlags::LOADING, extra.loading);
        let links = self.file_links(channel, &attachments);
        let message = Message {
            id,
            channel_id: channel,
            author,
            kind: extra.kind,
            content: draft.content,
            sent_at,
            edited_at: None,
            flags,
            embeds: layout::embeds(&draft.embeds, &links),
            components: layout::components(&draft.components, &links),
            attachments,
            mentions: [pings.users.as_slice(), about].concat(),
            mention_roles: pings.roles,
            mention_everyone: pings.everyone,
            nonce: draft.nonce,
            reference: extra.reference,
            interaction: extra.interaction,
            reactions: Vec::new(),
            pinned: false,
            tts: draft.tts,
            visible_to: extra.visible_to,
            has_thread: false,
            loading: extra.loading,
        };
        if !ephemeral {
            self.enter_thread(channel, author, &pings.users);
        }
        let place = self.channels.get_mut(&channel)?;
        if !ephemeral {
            place.last_message_id = Some(id);
            if let Some(thread) = &mut place.thread {
                thread.active_at = sent_at;
                if extra.kind != MessageType::ThreadStarterMessage {
                    thread.message_count += 1;
                    thread.total_message_sent += 1;
                }
            }
        }
        place.messages.insert(id, message);
        self.announce_message("MESSAGE_CREATE", channel, id);
        Some(id)
    }

    /// Edits a message, and marks it as edited unless it was only being thought about. Nothing happens when it is
    /// gone.
    pub fn edit_message(
        &mut self,
        channel: Id<ChannelMarker>,
        message: Id<MessageMarker>,
        change: Change,
    ) {
        let Some(mut edited) = self.message(channel, message).cloned() else {
            return;
        };
        self.change_files(&mut edited, change.attachments, &change.uploads);
        let links = self.file_links(channel, &edited.attachments);
        if let Some(embeds) = change.embeds {
            edited.embeds = layout::embeds(&embeds, &links);
        }
        if let Some(flags) = change.flags {
            let changeable = MessageFlags::SUPPRESS_EMBEDS;
            edited.flags = (edited.flags - changeable)
                | (flags & (changeable | MessageFlags::IS_COMPONENTS_V2));
        }
        let names_anew = change.content.is_some() || change.components.is_some();
        if let Some(components) = change.components {
            edited.components = layout::components(&components, &links);
        }
        if let Some(content) = change.content {
            edited.content = content;
        }
        if names_anew {
            self.name_anew(&mut edited, change.allowed_mentions.as_ref());
        }
        if edited.loading {
            edited.loading = false;
            edited.flags.remove(MessageFlags::LOADING);
        } else {
            edited.edited_at = Some(self.now());
        }
        let ephemeral = edited.visible_to.is_some();
        if let Some(place) = self.channels.get_mut(&channel) {
            place.messages.insert(message, edited);
        }
        if !ephemeral {
            self.announce_message("MESSAGE_UPDATE", channel, message);
        }
    }

    /// Keeps the files that are wanted, all of them when nothing is said, and adds the new ones.
    fn change_files(
        &mut self,
        message: &mut Message,
        wanted: Option<Vec<AttachmentForm>>,
        uploads: &[Upload],
    ) {
        if let Some(wanted) = &wanted {
            message.attachments.retain_mut(|file| {
                let wanted = wanted.iter().find(|wanted| wanted.id == file.id.get());
                if let Some(description) = wanted.and_then(|wanted| wanted.description.clone()) {
                    file.description = Some(description);
                }
                wanted.is_some()
            });
        }
        let names = wanted.unwrap_or_default();
        message
            .attachments
            .extend(self.store_uploads(uploads, &names));
    }

    /// Finds out again whom a message names after its text has changed.
    fn name_anew(&self, message: &mut Message, allowed: Option<&AllowedMentions>) {
        let Some(place) = self.channels.get(&message.channel_id) else {
            return;
        };
        let pings = self.pings(
            place,
            message.author,
            (&message.content, &message.components),
            allowed,
            message.reference.as_ref(),
        );
        message.mentions = pings.users;
        message.mention_roles = pings.roles;
        message.mention_everyone = pings.everyone;
    }

    /// Removes a message. Nothing happens when it is gone. A thread opened from it stays.
    pub fn remove_message(&mut self, channel: Id<ChannelMarker>, message: Id<MessageMarker>) {
        let Some(place) = self.channels.get_mut(&channel) else {
            return;
        };
        let Some(gone) = place.messages.remove(&message) else {
            return;
        };
        if gone.visible_to.is_some() {
            return;
        }
        if let Some(thread) = &mut place.thread
            && gone.kind != MessageType::ThreadStarterMessage
        {
            thread.message_count = thread.message_count.saturating_sub(1);
        }
        let guild = place.guild_id;
        self.emit_in(
            channel,
            "MESSAGE_DELETE",
            json!({ "id": message, "channel_id": channel, "guild_id": guild }),
        );
    }

    /// Removes several messages at once.
    pub fn remove_messages(&mut self, channel: Id<ChannelMarker>, messages: &[Id<MessageMarker>]) {
        let Some(place) = self.channels.get_mut(&channel) else {
            return;
        };
        let mut gone = Vec::new();
        for message in messages {
            if place.messages.remove(message).is_some() {
                gone.push(*message);
            }
        }
        if let Some(thread) = &mut place.thread {
            let count = u32::try_from(gone.len()).unwrap_or(u32::MAX);
            thread.message_count = thread.message_count.saturating_sub(count);
        }
        let guild = place.guild_id;
        if !gone.is_empty() {
            self.emit_in(
                channel,
                "MESSAGE_DELETE_BULK",
                json!({ "ids": gone, "channel_id": channel, "guild_id": guild }),
            );
        }
    }

    /// A message, if it is there. Ephemeral ones included.
    pub fn message(
        &self,
        channel: Id<ChannelMarker>,
        message: Id<MessageMarker>,
    ) -> Option<&Message> {
        self.channels.get(&channel)?.messages.get(&message)
    }

    /// Posts what Discord itself says in a channel, such as that a thread was opened, and about whom.
    pub(super) fn post_system(
        &mut self,
        channel: Id<ChannelMarker>,
        author: Id<UserMarker>,
        kind: MessageType,
        content: String,
        reference: Option<Reference>,
        about: &[Id<UserMarker>],
    ) -> Option<Id<MessageMarker>> {
        let draft = Draft {
            content,
            allowed_mentions: Some(AllowedMentions::default()),
            ..Draft::default()
        };
        let extra = Extra {
            kind,
            reference,
            ..Extra::default()
        };
        self.post_about(channel, author, draft, extra, about)
    }

    /// Whom a message pings: what it names, as far as it allows it and its author may.
    fn pings(
        &self,
        place: &super::channel::Channel,
        author: Id<UserMarker>,
        (content, components): (&str, &[Value]),
        allowed: Option<&AllowedMentions>,
        reference: Option<&Reference>,
    ) -> Pings {
        let mut text = content.to_owned();
        for component in components {
            layout::displayed_text(component, &mut text);
        }
        let replied_to = reference
            .and_then(|reference| self.message(reference.channel_id, reference.message_id?))
            .map(|message| message.author);
        Pings::of(self, place, author, &text, allowed, replied_to)
    }

    /// Gives uploads their ids and names.
    fn store_uploads(&mut self, uploads: &[Upload], names: &[AttachmentForm]) -> Vec<Attachment> {
        uploads
            .iter()
            .map(|upload| {
                let wanted = names.iter().find(|wanted| wanted.id == upload.number);
                let filename = wanted
                    .and_then(|wanted| wanted.filename.clone())
                    .unwrap_or_else(|| upload.filename.clone());
                let id: Id<AttachmentMarker> = self.next_id();
                Attachment {
                    id,
                    filename: stored_name(&filename),
                    description: wanted.and_then(|wanted| wanted.description.clone()),
                    content_type: upload.content_type.clone(),
                    bytes: upload.bytes.clone(),
                }
            })
            .collect()
    }

    /// The address of each file of a message, by its name.
    fn file_links(
        &self,
        channel: Id<ChannelMarker>,
        attachments: &[Attachment],
    ) -> Vec<layout::FileLink> {
        attachments
            .iter()
            .map(|file| layout::FileLink {
                filename: file.filename.clone(),
                url: file.url(&self.base_url, channel),
                id: file.id,
                size: file.bytes.len(),
            })
            .collect()
    }
}

#[cfg(test)]
mod tests;
