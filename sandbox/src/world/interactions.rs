//! Commands, and interactions that are going on.
//!
//! [`begin`] starts one as Discord does when a person acts, [`payload`] says what the bot is told, [`answer`] is what
//! an answer does. The routes decide which answers are allowed.

use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;
use tokio::sync::watch;
use twilight_model::{
    application::{
        command::{CommandOptionType, CommandType},
        interaction::InteractionType,
    },
    id::{
        Id,
        marker::{ChannelMarker, GuildMarker, InteractionMarker, MessageMarker, UserMarker},
    },
};

use super::World;

pub mod answer;
pub mod begin;
pub mod commands;
pub mod components;
pub mod payload;
mod resolved;

/// How long the bot has for its first answer, in real time and in the sandbox's, whichever is over first.
pub const FIRST_ANSWER: Duration = Duration::from_secs(3);

/// How long an interaction's token works, by the sandbox's clock.
pub const TOKEN_LIFE: TimeDelta = TimeDelta::minutes(15);

/// How long an interaction is remembered, by the sandbox's clock, so that its dead token is known for what it is.
const MEMORY: TimeDelta = TimeDelta::days(1);

/// Commands, and interactions that have begun.
#[derive(Debug, Default)]
pub struct Interactions {
    /// All registered commands.
    pub commands: commands::Commands,
    /// Counts answers, edits, follow-ups and failures, so that whoever acted can wait for them.
    pub changes: watch::Sender<u64>,
    begun: BTreeMap<Id<InteractionMarker>, Interaction>,
}

/// One interaction, from the moment a person acts.
#[derive(Clone, Debug)]
pub struct Interaction {
    /// Its id.
    pub id: Id<InteractionMarker>,
    /// What the bot answers with; good for [`TOKEN_LIFE`].
    pub token: String,
    /// What kind of act it was.
    pub kind: InteractionType,
    /// Who acted.
    pub user: Id<UserMarker>,
    /// Where.
    pub channel: Id<ChannelMarker>,
    /// In which guild; `None` in a DM.
    pub guild: Option<Id<GuildMarker>>,
    /// When, by the sandbox's clock.
    pub begun_at: DateTime<Utc>,
    /// When, in real time.
    pub begun: Instant,
    /// The full name of the command it came from, subcommands included; empty when no command is behind it.
    pub command: String,
    /// The kind of that command.
    pub command_kind: Option<CommandType>,
    /// For autocomplete, the type of the option that is being typed.
    pub focused: Option<CommandOptionType>,
    /// The message whose component was used, also for a modal that was opened by one.
    pub message: Option<Id<MessageMarker>>,
    /// What has come of it.
    pub state: State,
    /// What `@original` means, once there is such a message.
    pub original: Option<Id<MessageMarker>>,
    /// Further messages, oldest first.
    pub followups: Vec<Id<MessageMarker>>,
}

/// What has come of an interaction.
#[derive(Clone, Debug, PartialEq)]
pub enum State {
    /// The first answer is still to come.
    Waiting,
    /// No answer came in time. The person reads "The application did not respond".
    Failed,
    /// It was answered with this message.
    Answered(Id<MessageMarker>),
    /// The person sees "thinking" in this message until it is edited.
    Deferred(Id<MessageMarker>),
    /// The bot will edit this message, on which the component stands, or not.
    DeferredUpdate(Id<MessageMarker>),
    /// The bot has edited this message, on which the component stands.
    Updated(Id<MessageMarker>),
    /// Suggestions for the option that is being typed, as the bot gave them.
    Choices(Vec<Value>),
    /// The person sees this modal, as Discord renders it: `custom_id`, `title`, `components`.
    Modal(Value),
}

impl State {
    /// Whether the bot may use the token for more messages: it has answered with one, or promised one.
    pub fn takes_followups(&self) -> bool {
        matches!(
            self,
            Self::Answered(_) | Self::Deferred(_) | Self::DeferredUpdate(_) | Self::Updated(_)
        )
    }
}

impl Interactions {
    /// An interaction that has begun, however long ago.
    pub fn get(&self, id: Id<InteractionMarker>) -> Option<&Interaction> {
        self.begun.get(&id)
    }

    /// The interaction that a token belongs to, dead or alive.
    pub fn by_token(&self, token: &str) -> Option<&Interaction> {
        self.begun.values().find(|one| one.token == token)
    }

    /// How many interactions await their first answer.
    pub fn waiting(&self) -> usize {
        self.begun
            .values()
            .filter(|one| one.state == State::Waiting)
            .count()
    }

    fn get_mut(&mut self, id: Id<InteractionMarker>) -> Option<&mut Interaction> {
        self.begun.get_mut(&id)
    }

    fn insert(&mut self, interaction: Interaction) {
        self.begun.insert(interaction.id, interaction);
    }

    /// Tells those who wait that something has come of an interaction.
    fn changed(&self) {
        self.changes.send_modify(|count| *count += 1);
    }
}

impl Interaction {
    /// Whether the first answer is late by either clock.
    pub fn is_late(&self, now: DateTime<Utc>) -> bool {
        let patience = TimeDelta::from_std(FIRST_ANSWER).unwrap_or(TimeDelta::MAX);
        now - self.begun_at >= patience || self.begun.elapsed() >= FIRST_ANSWER
    }

    /// Whether the token is dead.
    pub fn is_dead(&self, now: DateTime<Utc>) -> bool {
        now - self.begun_at >= TOKEN_LIFE
    }

    /// What the person did, in words for a list of defects.
    pub fn deed(&self) -> String {
        match self.kind {
            InteractionType::ApplicationCommand => format!("/{}", self.command),
            InteractionType::ApplicationCommandAutocomplete => {
                format!("autocomplete for /{}", self.command)
            }
            InteractionType::ModalSubmit => "a submitted modal".to_owned(),
            _ => "a used component".to_owned(),
        }
    }
}

impl World {
    /// Fails every interaction whose first answer is late, and forgets those that are long over. Part of [`World::pass_time`].
    pub fn pass_interaction_time(&mut self) {
        let now = self.now();
        let late: Vec<_> = self
            .interactions
            .begun
            .values()
            .filter(|one| one.state == State::Waiting && one.is_late(now))
            .map(|one| one.id)
            .collect();
        for id in late {
            self.fail_unanswered(id);
        }
        self.interactions
            .begun
            .retain(|_, one| now - one.begun_at < MEMORY);
    }

    /// When, by the sandbox's clock, the next interaction fails or loses its token.
    pub fn interactions_due(&self) -> Option<DateTime<Utc>> {
        let now = self.now();
        let patience = TimeDelta::from_std(FIRST_ANSWER).unwrap_or(TimeDelta::MAX);
        self.interactions
            .begun
            .values()
            .filter_map(|one| match one.state {
                State::Waiting => Some(one.begun_at + patience),
                State::Failed | State::Choices(_) | State::Modal(_) => None,
                _ => Some(one.begun_at + TOKEN_LIFE),
            })
            .filter(|due| *due > now)
            .min()
    }

    /// Gives up on an interaction that has had no first answer, and writes it down as a defect.
    pub fn fail_unanswered(&mut self, id: Id<InteractionMarker>) {
        let Some(one) = self.interactions.get_mut(id) else {
            return;
        };
        if one.state != State::Waiting {
            return;
        }
        one.state = State::Failed;
        let deed = one.deed();
        self.defect(format!("no answer to {deed} within 3 seconds"));
        self.interactions.changed();
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::*;
    use crate::clock::ClockMode;

    fn begun() -> Interaction {
        Interaction {
            id: Id::new(1),
            token: "token".to_owned(),
            kind: InteractionType::ApplicationCommand,
            user: Id::new(2),
            channel: Id::new(3),
            guild: None,
            begun_at: "2026-03-02T09:00:00Z".parse().unwrap(),
            begun: Instant::now(),
            command: "teach".to_owned(),
            command_kind: Some(CommandType::ChatInput),
            focused: None,
            message: None,
            state: State::Waiting,
            original: None,
            followups: Vec::new(),
        }
    }

    #[test]
    fn the_first_answer_is_late_by_whichever_clock_is_first() {
        let one = begun();
        let at = |milliseconds| one.begun_at + TimeDelta::milliseconds(milliseconds);
        assert!(!one.is_late(at(0)));
        assert!(!one.is_late(at(2_999)));
        assert!(one.is_late(at(3_000)));
        let slow = Interaction {
            begun: Instant::now().checked_sub(FIRST_ANSWER).unwrap(),
            ..begun()
        };
        assert!(slow.is_late(at(0)), "the sandbox's clock stands still");
    }

    #[test]
    fn a_token_lives_for_fifteen_minutes() {
        let one = begun();
        assert!(!one.is_dead(one.begun_at + TimeDelta::seconds(899)));
        assert!(one.is_dead(one.begun_at + TimeDelta::seconds(900)));
    }

    #[test]
    fn what_is_due_next_is_the_answer_and_then_the_tokens_end() {
        let mut world = World::new(ClockMode::Moved(begun().begun_at));
        world.interactions.insert(begun());
        assert_eq!(
            world.interactions_due(),
            Some(begun().begun_at + TimeDelta::seconds(3))
        );
        world.interactions.get_mut(Id::new(1)).unwrap().state = State::Answered(Id::new(9));
        assert_eq!(
            world.interactions_due(),
            Some(begun().begun_at + TimeDelta::minutes(15))
        );
        world.interactions.get_mut(Id::new(1)).unwrap().state = State::Choices(Vec::new());
        assert_eq!(world.interactions_due(), None);
    }

    #[test]
    fn an_unanswered_interaction_fails_once_and_is_a_defect() {
        let mut world = World::new(ClockMode::Moved(begun().begun_at));
        world.interactions.insert(begun());
        assert_eq!(world.interactions.waiting(), 1);
        world.clock = ClockMode::Moved(begun().begun_at + TimeDelta::seconds(3));
        world.pass_interaction_time();
        world.pass_interaction_time();
        assert_eq!(world.interactions.waiting(), 0);
        assert_eq!(world.defects.len(), 1);
        assert_eq!(
            world.defects[0].what,
            "no answer to /teach within 3 seconds"
        );
    }
}
