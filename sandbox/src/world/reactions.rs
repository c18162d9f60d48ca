//! Reactions under messages, and pins.

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
    message::{Message, Reaction, Reference},
};

impl World {
    /// Sets somebody's reaction under a message. Nothing happens when it is there.
    pub fn add_reaction(
        &mut self,
        channel: Id<ChannelMarker>,
        message: Id<MessageMarker>,
        emoji: &str,
        user: Id<UserMarker>,
    ) {
        let Some(found) = self.message_mut(channel, message) else {
            return;
        };
        let author = found.author;
        match found
            .reactions
            .iter_mut()
            .find(|reaction| reaction.emoji == emoji)
        {
            Some(reaction) if reaction.users.contains(&user) => return,
            Some(reaction) => reaction.users.push(user),
            None => found.reactions.push(Reaction {
                emoji: emoji.to_owned(),
                users: vec![user],
            }),
        }
        let mut data = self.reaction_event(channel, message, Some(emoji));
        data["user_id"] = json!(user);
        data["message_author_id"] = json!(author);
        data["burst"] = json!(false);
        data["type"] = json!(0);
        let guild = self
            .channels
            .get(&channel)
            .and_then(|channel| channel.guild_id);
        if let Some((member, user)) = guild.and_then(|guild| self.member(guild, user)) {
            data["member"] = member.render(user);
        }
        self.emit_in(channel, "MESSAGE_REACTION_ADD", data);
    }

    /// Takes somebody's reaction away. Nothing happens when there is none.
    pub fn remove_reaction(
        &mut self,
        channel: Id<ChannelMarker>,
        message: Id<MessageMarker>,
        emoji: &str,
        user: Id<UserMarker>,
    ) {
        let Some(found) = self.message_mut(channel, message) else {
            return;
        };
        let Some(reaction) = found
            .reactions
            .iter_mut()
            .find(|reaction| reaction.emoji == emoji && reaction.users.contains(&user))
        else {
            return;
        };
        reaction.users.retain(|other| *other != user);
        found
            .reactions
            .retain(|reaction| !reaction.users.is_empty());
        let mut data = self.reaction_event(channel, message, Some(emoji));
        data["user_id"] = json!(user);
        data["burst"] = json!(false);
        data["type"] = json!(0);
        self.emit_in(channel, "MESSAGE_REACTION_REMOVE", data);
    }

    /// Takes all reactions away, or all of one emoji.
    pub fn clear_reactions(
        &mut self,
        channel: Id<ChannelMarker>,
        message: Id<MessageMarker>,
        emoji: Option<&str>,
    ) {
        let Some(found) = self.message_mut(channel, message) else {
            return;
        };
        found
            .reactions
            .retain(|reaction| emoji.is_some_and(|emoji| reaction.emoji != emoji));
        let data = self.reaction_event(channel, message, emoji);
        let event = if emoji.is_some() {
            "MESSAGE_REACTION_REMOVE_EMOJI"
        } else {
            "MESSAGE_REACTION_REMOVE_ALL"
        };
        self.emit_in(channel, event, data);
    }

    /// Pins a message and says so in the channel. Nothing happens when it is pinned.
    pub fn pin(
        &mut self,
        channel: Id<ChannelMarker>,
        message: Id<MessageMarker>,
        by: Id<UserMarker>,
    ) {
        let Some(found) = self.message_mut(channel, message) else {
            return;
        };
        if std::mem::replace(&mut found.pinned, true) {
            return;
        }
        self.announce_message("MESSAGE_UPDATE", channel, message);
        self.announce_pins(channel);
        let reference = Reference {
            channel_id: channel,
            guild_id: self.channels.get(&channel).and_then(|place| place.guild_id),
            message_id: Some(message),
        };
        self.post_system(
            channel,
            by,
            MessageType::ChannelMessagePinned,
            String::new(),
            Some(reference),
            &[],
        );
    }

    /// Unpins a message. Nothing happens when it is not pinned.
    pub fn unpin(&mut self, channel: Id<ChannelMarker>, message: Id<MessageMarker>) {
        let Some(found) = self.message_mut(channel, message) else {
            return;
        };
        if std::mem::replace(&mut found.pinned, false) {
            self.announce_message("MESSAGE_UPDATE", channel, message);
            self.announce_pins(channel);
        }
    }

    fn announce_pins(&mut self, channel: Id<ChannelMarker>) {
        let guild = self.channels.get(&channel).and_then(|place| place.guild_id);
        self.emit_in(
            channel,
            "CHANNEL_PINS_UPDATE",
            json!({ "channel_id": channel, "guild_id": guild, "last_pin_timestamp": null }),
        );
    }

    fn reaction_event(
        &self,
        channel: Id<ChannelMarker>,
        message: Id<MessageMarker>,
        emoji: Option<&str>,
    ) -> Value {
        let mut data = json!({ "channel_id": channel, "message_id": message });
        if let Some(guild) = self
            .channels
            .get(&channel)
            .and_then(|channel| channel.guild_id)
        {
            data["guild_id"] = json!(guild);
        }
        if let Some(emoji) = emoji {
            data["emoji"] = json!({ "id": null, "name": emoji });
        }
        data
    }

    fn message_mut(
        &mut self,
        channel: Id<ChannelMarker>,
        message: Id<MessageMarker>,
    ) -> Option<&mut Message> {
        self.channels.get_mut(&channel)?.messages.get_mut(&message)
    }
}
