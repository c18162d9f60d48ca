//! Messages, channels and threads as Discord's JSON.

use serde_json::{Value, json};
use twilight_model::{
    channel::message::MessageType,
    id::{
        Id,
        marker::{ChannelMarker, MessageMarker, UserMarker},
    },
};

use super::{
    World,
    channel::Channel,
    dispatch::{Audience, Dispatch},
    message::{Attachment, InteractionOrigin, Message},
    timestamp,
};
use crate::permissions;

impl World {
    /// Discord's message object, as the bot reads it.
    pub fn render_message(&self, message: &Message) -> Value {
        let mut rendered = self.render_basic(message);
        let thread = message
            .has_thread
            .then(|| self.channels.get(&message.id.cast()))
            .flatten();
        if let Some(thread) = thread {
            rendered["thread"] = self.render_channel(thread);
        }
        if matches!(
            message.kind,
            MessageType::Reply
                | MessageType::ThreadStarterMessage
                | MessageType::ContextMenuCommand
        ) && let Some(reference) = &message.reference
        {
            let other = reference
                .message_id
                .and_then(|other| self.message(reference.channel_id, other));
            rendered["referenced_message"] =
                other.map_or(Value::Null, |other| self.render_basic(other));
        }
        rendered
    }

    /// A message without those it points at.
    fn render_basic(&self, message: &Message) -> Value {
        let mut rendered = json!({
            "id": message.id,
            "channel_id": message.channel_id,
            "type": u8::from(message.kind),
            "content": message.content,
            "author": self.render_user(message.author),
            "timestamp": timestamp(message.sent_at),
            "edited_timestamp": message.edited_at.map(timestamp),
            "flags": message.flags.bits(),
            "embeds": message.embeds,
            "components": message.components,
            "attachments": message.attachments.iter()
                .map(|file| file.render(&self.base_url, message))
                .collect::<Vec<_>>(),
            "mentions": message.mentions.iter()
                .map(|user| self.render_user(*user))
                .collect::<Vec<_>>(),
            "mention_roles": message.mention_roles,
            "mention_everyone": message.mention_everyone,
            "pinned": message.pinned,
            "tts": message.tts,
        });
        if !message.reactions.is_empty() {
            rendered["reactions"] = self.render_reactions(message);
        }
        if let Some(reference) = &message.reference {
            let mut object = json!({ "type": 0, "channel_id": reference.channel_id });
            if let Some(id) = reference.message_id {
                object["message_id"] = json!(id);
            }
            if let Some(guild) = reference.guild_id {
                object["guild_id"] = json!(guild);
            }
            rendered["message_reference"] = object;
        }
        if let Some(origin) = &message.interaction {
            rendered["application_id"] = json!(self.application.id);
            rendered["webhook_id"] = json!(self.application.id);
            rendered["interaction_metadata"] = self.render_origin(origin);
            if origin.kind == 2 {
                rendered["interaction"] = json!({
                    "id": origin.id,
                    "type": origin.kind,
                    "name": origin.name,
                    "user": self.render_user(origin.user),
                });
            }
        }
        rendered
    }

    fn render_origin(&self, origin: &InteractionOrigin) -> Value {
        let mut rendered = json!({
            "id": origin.id,
            "type": origin.kind,
            "user": self.render_user(origin.user),
            "authorizing_integration_owners": self.guilds.keys().next()
                .map_or_else(|| json!({}), |guild| json!({ "0": guild })),
        });
        if let Some(original) = origin.original {
            rendered["original_response_message_id"] = json!(original);
        }
        match (origin.kind, origin.from_message) {
            (3, Some(message)) => rendered["interacted_message_id"] = json!(message),
            // A modal tells of what it came from, which is the component's own interaction.
            (5, from) => {
                rendered["triggering_interaction_metadata"] = json!({
                    "id": origin.id,
                    "type": if from.is_some() { 3 } else { 2 },
                    "user": self.render_user(origin.user),
                    "authorizing_integration_owners": rendered["authorizing_integration_owners"],
                });
                if let Some(message) = from {
                    rendered["triggering_interaction_metadata"]["interacted_message_id"] =
                        json!(message);
                }
            }
            _ => {}
        }
        rendered
    }

    fn render_reactions(&self, message: &Message) -> Value {
        message
            .reactions
            .iter()
            .map(|reaction| {
                json!({
                    "emoji": { "id": null, "name": reaction.emoji },
                    "count": reaction.users.len(),
                    "count_details": { "burst": 0, "normal": reaction.users.len() },
                    "burst_colors": [],
                    "me_burst": false,
                    "me": reaction.users.contains(&self.application.bot),
                })
            })
            .collect()
    }

    /// Discord's user object. Somebody who is unknown is shown as Discord shows those who are gone.
    pub fn render_user(&self, id: Id<UserMarker>) -> Value {
        self.users.get(&id).map_or_else(
            || super::user::User::new(id, "deleted_user").render(),
            super::user::User::render,
        )
    }

    /// Discord's object for a channel, a thread or a DM, as the bot reads it.
    pub fn render_channel(&self, channel: &Channel) -> Value {
        let mut rendered = json!({
            "id": channel.id,
            "type": u8::from(channel.kind),
            "last_message_id": channel.last_message_id,
            "flags": 0,
        });
        let Some(guild) = channel.guild_id else {
            rendered["recipients"] = channel
                .recipients
                .iter()
                .filter(|user| **user != self.application.bot)
                .map(|user| self.render_user(*user))
                .collect();
            return rendered;
        };
        rendered["guild_id"] = json!(guild);
        rendered["name"] = json!(channel.name);
        rendered["parent_id"] = json!(channel.parent_id);
        rendered["rate_limit_per_user"] = json!(channel.slowmode);
        let Some(thread) = &channel.thread else {
            rendered["position"] = json!(channel.position);
            rendered["topic"] = json!(channel.topic);
            rendered["nsfw"] = json!(channel.nsfw);
            rendered["permission_overwrites"] = channel
                .overwrites
                .iter()
                .map(|overwrite| {
                    json!({
                        "id": overwrite.id,
                        "type": u8::from(overwrite.kind),
                        "allow": overwrite.allow.bits().to_string(),
                        "deny": overwrite.deny.bits().to_string(),
                    })
                })
                .collect();
            if let Some(minutes) = channel.default_auto_archive {
                rendered["default_auto_archive_duration"] = json!(minutes);
            }
            return rendered;
        };
        rendered["owner_id"] = json!(thread.owner);
        rendered["message_count"] = json!(thread.message_count);
        rendered["total_message_sent"] = json!(thread.total_message_sent);
        rendered["member_count"] = json!(thread.members.len().min(50));
        rendered["thread_metadata"] = json!({
            "archived": thread.archived,
            "archive_timestamp": timestamp(thread.archive_changed_at),
            "auto_archive_duration": thread.auto_archive,
            "locked": thread.locked,
            "create_timestamp": timestamp(thread.created_at),
        });
        if channel.kind == twilight_model::channel::ChannelType::PrivateThread {
            rendered["thread_metadata"]["invitable"] = json!(thread.invitable);
        }
        if let Some(since) = thread.members.get(&self.application.bot) {
            rendered["member"] = render_thread_member(channel.id, self.application.bot, *since);
        }
        rendered
    }

    /// Announces a message to the bot, with what an event has beside the message itself.
    pub(super) fn announce_message(
        &mut self,
        event: &'static str,
        channel: Id<ChannelMarker>,
        message: Id<MessageMarker>,
    ) {
        let Some(found) = self.message(channel, message) else {
            return;
        };
        if found.visible_to.is_some() {
            return;
        }
        let mut data = self.render_message(found);
        if let Some(nonce) = &found.nonce
            && event == "MESSAGE_CREATE"
        {
            data["nonce"] = nonce.clone();
        }
        let place = self.channels.get(&channel);
        if let Some(guild) = place.and_then(|place| place.guild_id) {
            data["guild_id"] = json!(guild);
            if let Some((member, _)) = self.member(guild, found.author) {
                data["member"] = member.render_bare();
            }
            for user in data["mentions"].as_array_mut().into_iter().flatten() {
                let id = user["id"].as_str().and_then(|id| id.parse().ok());
                let member = id
                    .and_then(Id::new_checked)
                    .and_then(|id| self.member(guild, id));
                if let Some((member, _)) = member {
                    user["member"] = member.render_bare();
                }
            }
        }
        if let Some(place) = place {
            data["channel_type"] = json!(u8::from(place.kind));
        }
        self.emit_in(channel, event, data);
    }

    /// Announces something in a channel, if the bot can see the channel.
    pub fn emit_in(&mut self, channel: Id<ChannelMarker>, event: &'static str, data: Value) {
        let Some(place) = self.channels.get(&channel) else {
            return;
        };
        if !permissions::can_see(self, channel, self.application.bot) {
            return;
        }
        let audience = match place.guild_id {
            Some(guild) => Audience::Guild(guild, Some(channel)),
            None => Audience::Dm(channel),
        };
        self.emit(Dispatch {
            event,
            data,
            audience,
        });
    }
}

/// Discord's object for somebody's place in a thread.
pub fn render_thread_member(
    thread: Id<ChannelMarker>,
    user: Id<UserMarker>,
    since: chrono::DateTime<chrono::Utc>,
) -> Value {
    json!({
        "id": thread,
        "user_id": user,
        "join_timestamp": timestamp(since),
        "flags": 0,
    })
}

impl Attachment {
    /// Where the file can be fetched.
    pub fn url(&self, base_url: &str, channel: Id<ChannelMarker>) -> String {
        format!(
            "{base_url}/attachments/{channel}/{}/{}",
            self.id, self.filename
        )
    }

    fn render(&self, base_url: &str, message: &Message) -> Value {
        let url = self.url(base_url, message.channel_id);
        let mut rendered = json!({
            "id": self.id,
            "filename": self.filename,
            "size": self.bytes.len(),
            "url": url,
            "proxy_url": url,
        });
        if let Some(description) = &self.description {
            rendered["description"] = json!(description);
        }
        if let Some(content_type) = &self.content_type {
            rendered["content_type"] = json!(content_type);
        }
        if message.visible_to.is_some() {
            rendered["ephemeral"] = json!(true);
        }
        rendered
    }
}
