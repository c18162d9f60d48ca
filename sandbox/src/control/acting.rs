//! What a person does with the bot, and waiting for what comes of it.

use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};
use serde_json::Value;
use twilight_model::{
    application::command::CommandType,
    id::{
        Id,
        marker::{ChannelMarker, InteractionMarker, MessageMarker},
    },
};

use super::{
    MessageRef, Person, Refusal, Rule, filling, reading,
    view::{Answer, ModalView, Outcome},
};
use crate::world::{
    World,
    interactions::{FIRST_ANSWER, Interaction, State, begin::Deed},
};

/// How long, in real time, a promised answer is waited for where no follower says that the bot is idle.
const PROMISE: Duration = Duration::from_secs(30);

/// How long, in real time, the bot may take to change a message after it took note of a click, where no follower
/// says that it is idle.
const AFTERTHOUGHT: Duration = Duration::from_secs(1);

/// What a person fills into an option, as they would say it: people, channels and roles by name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum OptionInput {
    /// Yes or no.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// A number.
    Number(f64),
    /// Text, or the name of a choice, person, channel or role.
    Text(String),
}

impl From<&str> for OptionInput {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for OptionInput {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for OptionInput {
    fn from(number: i64) -> Self {
        Self::Integer(number)
    }
}

impl From<i32> for OptionInput {
    fn from(number: i32) -> Self {
        Self::Integer(number.into())
    }
}

impl From<f64> for OptionInput {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}

impl From<bool> for OptionInput {
    fn from(yes: bool) -> Self {
        Self::Bool(yes)
    }
}

impl<T> From<Id<T>> for OptionInput {
    fn from(id: Id<T>) -> Self {
        Self::Text(id.to_string())
    }
}

/// A suggestion, or something that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Choice {
    /// What a person reads.
    pub name: String,
    /// What the bot hears: text, or a number.
    pub value: Value,
}

impl Person {
    /// Types a slash command, such as `askfor` or `round preview`, with its options by name.
    ///
    /// Refused as Discord's client would: an unknown command or option, a required one left out, a value of the
    /// wrong type, out of range or not among the choices.
    pub async fn command(
        &self,
        command: &str,
        options: &[(&str, OptionInput)],
    ) -> Result<Outcome, Refusal> {
        let begun = self.begin(|world, channel| {
            let (command, path) = self.find_command(world, channel, command)?;
            let options = filling::fill(world, self.user, channel, command, &path, options, None)?;
            Ok(Deed::Command {
                command: command.id,
                path,
                options,
            })
        })?;
        self.outcome(begun).await
    }

    /// Types into an option that suggests, and reads the suggestions. `typed` is what stands in the option named
    /// `focused`; `options` are those filled in before.
    pub async fn autocomplete(
        &self,
        command: &str,
        focused: &str,
        typed: &str,
        options: &[(&str, OptionInput)],
    ) -> Result<Vec<Choice>, Refusal> {
        let begun = self.begin(|world, channel| {
            let (command, path) = self.find_command(world, channel, command)?;
            let typing = Some((focused, typed));
            let options =
                filling::fill(world, self.user, channel, command, &path, options, typing)?;
            Ok(Deed::Autocomplete {
                command: command.id,
                path,
                options,
                focused: focused.to_owned(),
            })
        })?;
        match self.first_answer(begun).await?.state {
            State::Choices(choices) => Ok(choices
                .into_iter()
                .map(|choice| Choice {
                    name: choice["name"].as_str().unwrap_or_default().to_owned(),
                    value: choice["value"].clone(),
                })
                .collect()),
            _ => Err(no_answer()),
        }
    }

    /// Uses a command from a message's context menu.
    pub async fn use_on_message(
        &self,
        command: &str,
        message: impl Into<MessageRef>,
    ) -> Result<Outcome, Refusal> {
        let MessageRef(target) = message.into();
        let place = self
            .sandbox
            .look(|world| reading::seen_message(world, self.user, target))
            .ok_or_else(not_on_screen)?
            .channel;
        let begun = self.in_channel(place).begin(|world, channel| {
            let command = self.find_in_menu(world, channel, command, CommandType::Message)?;
            Ok(Deed::MessageCommand { command, target })
        })?;
        self.outcome(begun).await
    }

    /// Uses a command from somebody's context menu. `member` is a user name.
    pub async fn use_on_member(&self, command: &str, member: &str) -> Result<Outcome, Refusal> {
        let begun = self.begin(|world, channel| {
            let command = self.find_in_menu(world, channel, command, CommandType::User)?;
            let target = world.somebody(member).ok_or_else(|| {
                Refusal::new(
                    Rule::UnknownPerson,
                    format!("There is nobody called {member}"),
                )
            })?;
            Ok(Deed::UserCommand { command, target })
        })?;
        self.outcome(begun).await
    }

    /// Begins an interaction where this person is.
    pub(super) fn begin(
        &self,
        deed: impl FnOnce(&World, Id<ChannelMarker>) -> Result<Deed, Refusal>,
    ) -> Result<Id<InteractionMarker>, Refusal> {
        if self.sandbox.gateway().sessions().is_empty() {
            return Err(Refusal::new(
                Rule::BotOffline,
                "The application did not respond: it is not connected to the gateway",
            ));
        }
        self.sandbox.with(|world| {
            let channel = self.whereabouts(world)?;
            self.may_act(world, channel)?;
            let deed = deed(world, channel)?;
            world
                .begin(self.user, channel, &deed)
                .map_err(|says| Refusal::new(Rule::NoPermission, says))
        })
    }

    /// Waits for the first answer, and fails the interaction when it does not come in time.
    async fn first_answer(&self, id: Id<InteractionMarker>) -> Result<Interaction, Refusal> {
        let deadline = Instant::now() + FIRST_ANSWER;
        let came = self
            .wait(id, deadline, |one| one.state != State::Waiting)
            .await;
        if came.is_none() {
            self.sandbox.with(|world| world.fail_unanswered(id));
        }
        let one = self.interaction(id).ok_or_else(no_answer)?;
        if matches!(one.state, State::Waiting | State::Failed) {
            return Err(no_answer());
        }
        Ok(one)
    }

    /// Waits for what the person sees in the end: the first answer, and where that only promises one, what follows.
    pub(super) async fn outcome(&self, id: Id<InteractionMarker>) -> Result<Outcome, Refusal> {
        let first = self.first_answer(id).await?;
        let (one, deferred) = match first.state {
            State::Deferred(_) => (self.promised(id).await?, true),
            State::DeferredUpdate(_) => (self.afterthought(id).await?, true),
            _ => (first, false),
        };
        let answer = self.sandbox.with(|world| {
            let answer = self.answer(world, &one);
            match &answer {
                Answer::Message(message) | Answer::Updated(message) => {
                    world.mark_read(self.user, message.id);
                }
                Answer::Modal(modal) => {
                    world.people.modals.insert(modal.id, self.user);
                }
                Answer::Nothing => {}
            }
            answer
        });
        Ok(Outcome { answer, deferred })
    }

    /// Waits until a "thinking" message is edited or deleted.
    async fn promised(&self, id: Id<InteractionMarker>) -> Result<Interaction, Refusal> {
        let is_kept = |one: &Interaction| !matches!(one.state, State::Deferred(_));
        let kept = self.wait_while_busy(id, PROMISE, is_kept).await;
        kept.or_else(|| self.interaction(id).filter(is_kept))
            .ok_or_else(|| {
                Refusal::new(
                    Rule::NeverFinished,
                    "The application is thinking, and has never said what it thought",
                )
            })
    }

    /// Waits for a change of the message whose component was used, or for a further message, as long as the bot is
    /// at it.
    async fn afterthought(&self, id: Id<InteractionMarker>) -> Result<Interaction, Refusal> {
        let is_there = |one: &Interaction| {
            !matches!(one.state, State::DeferredUpdate(_)) || !one.followups.is_empty()
        };
        self.wait_while_busy(id, AFTERTHOUGHT, is_there)
            .await
            .or_else(|| self.interaction(id))
            .ok_or_else(no_answer)
    }

    /// Waits until it is as wanted, but no longer than until every follower is idle; without followers, no longer
    /// than `patience`.
    async fn wait_while_busy(
        &self,
        id: Id<InteractionMarker>,
        patience: Duration,
        wanted: impl Fn(&Interaction) -> bool,
    ) -> Option<Interaction> {
        if self.sandbox.followers().last().is_empty() {
            return self.wait(id, Instant::now() + patience, wanted).await;
        }
        let clock = self.sandbox.clock();
        tokio::select! {
            one = self.wait(id, Instant::now() + PROMISE, wanted) => one,
            _settled_or_not = clock.settle_within(PROMISE) => None,
        }
    }

    /// Waits until an interaction is as wanted; `None` when the deadline, in real time, came first.
    async fn wait(
        &self,
        id: Id<InteractionMarker>,
        deadline: Instant,
        wanted: impl Fn(&Interaction) -> bool,
    ) -> Option<Interaction> {
        let mut changes = self
            .sandbox
            .look(|world| world.interactions.changes.subscribe());
        loop {
            changes.mark_unchanged();
            let one = self.interaction(id)?;
            if wanted(&one) {
                return Some(one);
            }
            tokio::time::timeout_at(deadline.into(), changes.changed())
                .await
                .ok()?
                .ok()?;
        }
    }

    fn interaction(&self, id: Id<InteractionMarker>) -> Option<Interaction> {
        self.sandbox
            .look(|world| world.interactions.get(id).cloned())
    }

    /// What this person sees of an interaction's end.
    fn answer(&self, world: &World, one: &Interaction) -> Answer {
        let seen =
            |id: Id<MessageMarker>| reading::seen_message(world, self.user, id).map(Box::new);
        let newest = one.followups.last().copied();
        match &one.state {
            State::Answered(message) | State::Deferred(message) => {
                seen(*message).map_or(Answer::Nothing, Answer::Message)
            }
            State::Updated(message) => seen(*message).map_or(Answer::Nothing, Answer::Updated),
            State::DeferredUpdate(_) => newest
                .and_then(seen)
                .map_or(Answer::Nothing, Answer::Message),
            State::Modal(modal) => Answer::Modal(Box::new(self.modal_view(world, one, modal))),
            State::Waiting | State::Failed | State::Choices(_) => Answer::Nothing,
        }
    }

    pub(super) fn modal_view(&self, world: &World, one: &Interaction, modal: &Value) -> ModalView {
        let eye = super::tree::Eye {
            world,
            guild: one.guild,
            viewer: self.user,
        };
        let text = |key: &str| modal[key].as_str().unwrap_or_default().to_owned();
        ModalView {
            id: one.id,
            custom_id: text("custom_id"),
            title: text("title"),
            fields: eye.fields(&modal["components"]),
        }
    }
}

pub(super) fn not_on_screen() -> Refusal {
    Refusal::new(
        Rule::NotVisible,
        "This message is not on this person's screen",
    )
}

fn no_answer() -> Refusal {
    Refusal::new(Rule::NoAnswer, "The application did not respond")
}
