//! What the bot's answers do, once it is certain that they are allowed.

use serde_json::Value;
use twilight_model::{
    application::{command::CommandType, interaction::InteractionType},
    channel::message::{MessageFlags, MessageType},
    id::{
        Id,
        marker::{InteractionMarker, MessageMarker, UserMarker},
    },
};

use super::{Interaction, State};
use crate::{
    validate::message::MessageForm,
    world::{
        World,
        message::{InteractionOrigin, Message, Reference},
        posting::{Change, Extra},
    },
};

impl World {
    /// Answers with a message. `None` when the channel is gone.
    pub fn answer_with_message(
        &mut self,
        id: Id<InteractionMarker>,
        form: MessageForm,
    ) -> Option<Id<MessageMarker>> {
        let message = self.post_answer(id, form, false)?;
        self.conclude(id, State::Answered(message), Some(message));
        Some(message)
    }

    /// Promises a message: the person sees "thinking" until it is edited. `None` when the channel is gone.
    pub fn answer_later(
        &mut self,
        id: Id<InteractionMarker>,
        ephemeral: bool,
    ) -> Option<Id<MessageMarker>> {
        let form = MessageForm {
            flags: ephemeral.then_some(MessageFlags::EPHEMERAL),
            ..MessageForm::default()
        };
        let message = self.post_answer(id, form, true)?;
        self.conclude(id, State::Deferred(message), Some(message));
        Some(message)
    }

    /// Acknowledges a component; the message it stands on may be edited later.
    pub fn answer_with_update_later(&mut self, id: Id<InteractionMarker>) {
        let Some(message) = self.interactions.get(id).and_then(|one| one.message) else {
            return;
        };
        self.conclude(id, State::DeferredUpdate(message), Some(message));
    }

    /// Edits the message that the component stands on.
    pub fn answer_with_update(&mut self, id: Id<InteractionMarker>, change: Change) {
        let Some((channel, message)) = self
            .interactions
            .get(id)
            .and_then(|one| Some((one.channel, one.message?)))
        else {
            return;
        };
        self.edit_message(channel, message, change);
        self.conclude(id, State::Updated(message), Some(message));
    }

    /// Suggests values for the option that is being typed.
    pub fn answer_with_choices(&mut self, id: Id<InteractionMarker>, choices: Vec<Value>) {
        self.conclude(id, State::Choices(choices), None);
    }

    /// Shows a modal, as rendered.
    pub fn answer_with_modal(&mut self, id: Id<InteractionMarker>, modal: Value) {
        self.conclude(id, State::Modal(modal), None);
    }

    /// Sends a further message. The first one after a promise is the promised message. `None` when the channel or
    /// the promised message is gone.
    pub fn follow_up(
        &mut self,
        id: Id<InteractionMarker>,
        form: MessageForm,
    ) -> Option<Id<MessageMarker>> {
        let one = self.interactions.get(id)?;
        if let State::Deferred(promised) = one.state {
            let channel = one.channel;
            if self.message(channel, promised).is_some() {
                self.edit_message(channel, promised, unflagged(form).into());
                self.conclude(id, State::Answered(promised), Some(promised));
                return Some(promised);
            }
        }
        let message = self.post_answer(id, form, false)?;
        if let Some(one) = self.interactions.get_mut(id) {
            one.followups.push(message);
        }
        self.interactions.changed();
        Some(message)
    }

    /// Edits one of an interaction's messages.
    pub fn edit_answer(
        &mut self,
        id: Id<InteractionMarker>,
        message: Id<MessageMarker>,
        change: Change,
    ) {
        let Some(one) = self.interactions.get(id) else {
            return;
        };
        let (channel, state) = (one.channel, one.state.clone());
        self.edit_message(channel, message, change);
        match state {
            State::Deferred(promised) if promised == message => {
                self.conclude(id, State::Answered(message), Some(message));
            }
            State::DeferredUpdate(source) if source == message => {
                self.conclude(id, State::Updated(message), Some(message));
            }
            _ => self.interactions.changed(),
        }
    }

    /// Deletes one of an interaction's messages.
    pub fn delete_answer(&mut self, id: Id<InteractionMarker>, message: Id<MessageMarker>) {
        let Some(channel) = self.interactions.get(id).map(|one| one.channel) else {
            return;
        };
        self.remove_message(channel, message);
        self.interactions.changed();
    }

    /// A message of the interaction: its first answer, the one its component stands on, or a follow-up.
    pub fn answer_of(&self, one: &Interaction, message: Id<MessageMarker>) -> Option<&Message> {
        let is_own = one.original == Some(message)
            || one.message == Some(message)
            || one.followups.contains(&message);
        is_own.then(|| self.message(one.channel, message)).flatten()
    }

    fn conclude(
        &mut self,
        id: Id<InteractionMarker>,
        state: State,
        original: Option<Id<MessageMarker>>,
    ) {
        if let Some(one) = self.interactions.get_mut(id) {
            one.state = state;
            one.original = original;
        }
        self.interactions.changed();
    }

    fn post_answer(
        &mut self,
        id: Id<InteractionMarker>,
        form: MessageForm,
        loading: bool,
    ) -> Option<Id<MessageMarker>> {
        let one = self.interactions.get(id)?;
        let channel = one.channel;
        let ephemeral = form
            .flags
            .is_some_and(|flags| flags.contains(MessageFlags::EPHEMERAL));
        let extra = Extra {
            kind: kind_of(one),
            reference: one.original.or(one.message).map(|message_id| Reference {
                channel_id: channel,
                guild_id: one.guild,
                message_id: Some(message_id),
            }),
            visible_to: ephemeral.then_some(one.user),
            interaction: Some(origin(one)),
            loading,
        };
        let bot: Id<UserMarker> = self.application.bot;
        self.post(channel, bot, form.into(), extra)
    }
}

/// A follow-up that fills a promised message in: who sees it was decided with the promise.
fn unflagged(mut form: MessageForm) -> MessageForm {
    form.flags = form.flags.map(|flags| flags - MessageFlags::EPHEMERAL);
    form
}

/// What kind of message an answer is: it shows the command it answers, or the message it belongs to.
fn kind_of(one: &Interaction) -> MessageType {
    if one.original.is_some() || one.message.is_some() {
        return MessageType::Reply;
    }
    match one.command_kind {
        Some(CommandType::ChatInput) => MessageType::ChatInputCommand,
        Some(_) => MessageType::ContextMenuCommand,
        None => MessageType::Regular,
    }
}

fn origin(one: &Interaction) -> InteractionOrigin {
    let by_component = one.kind == InteractionType::MessageComponent;
    InteractionOrigin {
        id: one.id,
        kind: one.kind as u8,
        user: one.user,
        name: if by_component {
            String::new()
        } else {
            one.command.clone()
        },
        from_message: one.message,
        original: one.original,
    }
}
