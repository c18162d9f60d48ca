//! Who may send what where. Routes and people ask the same questions.

use chrono::TimeDelta;
use twilight_model::{
    channel::message::MessageType,
    guild::Permissions,
    id::{
        Id,
        marker::{ChannelMarker, MessageMarker, UserMarker},
    },
};

use super::{World, channel::Channel, message::Reference, posting::Extra};
use crate::{
    error::ApiError,
    permissions,
    validate::message::{self, MessageForm},
};

impl World {
    /// A channel that somebody can see. Refused with 10003 when there is none, with 50001 when they cannot see it.
    pub fn visible_channel(
        &self,
        channel: Id<ChannelMarker>,
        user: Id<UserMarker>,
    ) -> Result<&Channel, ApiError> {
        let place = self
            .channels
            .get(&channel)
            .ok_or_else(ApiError::unknown_channel)?;
        if permissions::can_see(self, channel, user) {
            Ok(place)
        } else {
            Err(ApiError::missing_access())
        }
    }

    /// Refuses with 50013 what somebody lacks a permission for.
    pub fn require(
        &self,
        channel: Id<ChannelMarker>,
        user: Id<UserMarker>,
        needed: Permissions,
    ) -> Result<(), ApiError> {
        if permissions::in_channel(self, channel, user).contains(needed) {
            Ok(())
        } else {
            Err(ApiError::missing_permissions())
        }
    }

    /// Whether somebody may send this message to this channel, by every rule that Discord has for it.
    pub fn may_send(
        &self,
        channel: Id<ChannelMarker>,
        author: Id<UserMarker>,
        form: &MessageForm,
    ) -> Result<(), ApiError> {
        let place = self.visible_channel(channel, author)?;
        if !place.holds_messages() {
            return Err(ApiError::not_a_text_channel());
        }
        if place.is_dm() {
            self.may_send_privately(place, author)?;
        } else {
            self.may_speak(place, author)?;
        }
        if form
            .embeds
            .as_ref()
            .is_some_and(|embeds| !embeds.is_empty())
        {
            self.require(channel, author, Permissions::EMBED_LINKS)?;
        }
        if !form.uploads.is_empty() {
            self.require(channel, author, Permissions::ATTACH_FILES)?;
        }
        if form.reference.is_some() {
            let allowed = permissions::in_channel(self, channel, author);
            if !allowed.contains(Permissions::READ_MESSAGE_HISTORY) {
                return Err(ApiError::cannot_reply_blindly());
            }
        }
        Ok(())
    }

    /// In a DM a bot meets whoever closed theirs, or shares no server with it.
    fn may_send_privately(&self, dm: &Channel, author: Id<UserMarker>) -> Result<(), ApiError> {
        let Some(other) = dm.recipients.iter().find(|user| **user != author) else {
            return Ok(());
        };
        let is_bot = |user: &Id<UserMarker>| self.users.get(user).is_some_and(|user| user.bot);
        if !is_bot(&author) {
            return Ok(());
        }
        if !self.share_a_guild(author, *other) {
            return Err(ApiError::no_mutual_guilds());
        }
        let open = self.users.get(other).is_some_and(|user| user.dms_open);
        if open && !is_bot(other) {
            Ok(())
        } else {
            Err(ApiError::cannot_dm())
        }
    }

    /// In a guild it takes the permission to speak, in a locked thread that of a moderator.
    fn may_speak(&self, place: &Channel, author: Id<UserMarker>) -> Result<(), ApiError> {
        let allowed = permissions::in_channel(self, place.id, author);
        let needed = if place.is_thread() {
            Permissions::SEND_MESSAGES_IN_THREADS
        } else {
            Permissions::SEND_MESSAGES
        };
        if !allowed.contains(needed) {
            return Err(ApiError::missing_permissions());
        }
        if place.thread.as_ref().is_some_and(|thread| thread.archived) {
            self.has_room_for_thread(place.id)?;
        }
        let locked = place.thread.as_ref().is_some_and(|thread| thread.locked);
        if locked && !allowed.contains(Permissions::MANAGE_THREADS) {
            return Err(ApiError::thread_locked());
        }
        self.may_speak_again(place, author, allowed)
    }

    /// Slow mode: people wait between two messages; bots and moderators do not.
    fn may_speak_again(
        &self,
        place: &Channel,
        author: Id<UserMarker>,
        allowed: Permissions,
    ) -> Result<(), ApiError> {
        let exempt = self.users.get(&author).is_some_and(|user| user.bot)
            || allowed.intersects(Permissions::MANAGE_MESSAGES | Permissions::MANAGE_CHANNELS);
        let last = place
            .messages
            .values()
            .rev()
            .find(|message| message.author == author && message.visible_to.is_none());
        let Some(last) = last.filter(|_| !exempt && place.slowmode > 0) else {
            return Ok(());
        };
        let left = last.sent_at + TimeDelta::seconds(i64::from(place.slowmode)) - self.now();
        if left <= TimeDelta::zero() {
            return Ok(());
        }
        let mut refusal = ApiError::slowmode();
        refusal.retry_after = Some(left.as_seconds_f64());
        Err(refusal)
    }

    /// What a reply points at. Refused when the other message is gone, unless the sender minds not.
    pub fn reference_of(
        &self,
        channel: Id<ChannelMarker>,
        form: &MessageForm,
    ) -> Result<Option<Reference>, ApiError> {
        let Some(asked) = &form.reference else {
            return Ok(None);
        };
        let found = (asked.channel.is_none_or(|named| named == channel))
            .then(|| self.message(channel, asked.message))
            .flatten()
            .filter(|message| message.visible_to.is_none());
        match found {
            Some(message) if is_system(message.kind) => Err(ApiError::invalid_form(
                "message_reference",
                "REPLIES_CANNOT_REPLY_TO_SYSTEM_MESSAGE",
                "Cannot reply to a system message",
            )),
            Some(message) => Ok(Some(Reference {
                channel_id: channel,
                guild_id: self.channels.get(&channel).and_then(|place| place.guild_id),
                message_id: Some(message.id),
            })),
            None if asked.fail_if_not_exists => Err(ApiError::invalid_form(
                "message_reference",
                "MESSAGE_REFERENCE_UNKNOWN_MESSAGE",
                "Unknown message",
            )),
            None => Ok(None),
        }
    }

    /// Sends a message as somebody, by every rule; a nonce that is to be enforced may give back an earlier message.
    pub fn send(
        &mut self,
        channel: Id<ChannelMarker>,
        author: Id<UserMarker>,
        form: MessageForm,
    ) -> Result<Id<MessageMarker>, ApiError> {
        self.may_send(channel, author, &form)?;
        let now = self.now();
        if let Some(nonce) = form.nonce.as_ref().filter(|_| form.enforce_nonce)
            && let Some(earlier) = self.nonces.find(now, channel, author, nonce)
            && self.message(channel, earlier).is_some()
        {
            return Ok(earlier);
        }
        let reference = self.reference_of(channel, &form)?;
        let nonce = form.nonce.clone();
        let extra = Extra {
            kind: if reference.is_some() {
                MessageType::Reply
            } else {
                MessageType::Regular
            },
            reference,
            ..Extra::default()
        };
        let message = self
            .post(channel, author, form.into(), extra)
            .ok_or_else(ApiError::unknown_channel)?;
        if let Some(nonce) = nonce {
            self.nonces.remember(now, channel, author, &nonce, message);
        }
        Ok(message)
    }

    /// Sends what a person has typed, by every rule.
    pub fn write_as_person(
        &mut self,
        person: Id<UserMarker>,
        channel: Id<ChannelMarker>,
        text: &str,
    ) -> Result<Id<MessageMarker>, ApiError> {
        let form = message::text(text)?;
        self.send(channel, person, form)
    }
}

/// Whether a message is Discord's own telling, which cannot be edited or replied to.
pub fn is_system(kind: MessageType) -> bool {
    !matches!(
        kind,
        MessageType::Regular
            | MessageType::Reply
            | MessageType::ChatInputCommand
            | MessageType::ContextMenuCommand
    )
}
