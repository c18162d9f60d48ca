//! Why a person could not do something.

use serde::Serialize;

/// The rule by which Discord, or its client, refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// There is nobody of that name.
    UnknownPerson,
    /// There is no channel, thread or role of that name that the person can see.
    UnknownPlace,
    /// There is no such command where the person is.
    UnknownCommand,
    /// The command exists, and the person may not use it here.
    CommandNotAllowed,
    /// A required option or field was left out.
    Required,
    /// The command has no such option.
    UnknownOption,
    /// An option's value is of the wrong type, out of range or not among its choices.
    BadValue,
    /// The option does not offer suggestions.
    NoAutocomplete,
    /// The message is not on the person's screen.
    NotVisible,
    /// The message has no such button or select, or the modal no such field.
    NoSuchComponent,
    /// Several components fit.
    Ambiguous,
    /// The component is greyed out.
    Disabled,
    /// Too few or too many were chosen.
    ChoiceCount,
    /// The text is too short or too long.
    TextLength,
    /// The modal is not open any more.
    ModalClosed,
    /// The person may not do this here.
    NoPermission,
    /// The person is not a member of the server.
    NotAMember,
    /// The person has not passed membership screening.
    Pending,
    /// The person is a member already, or has passed screening already.
    AlreadyDone,
    /// The thread is archived and may not be opened again by this person.
    Archived,
    /// The server is unavailable by an outage.
    Outage,
    /// The bot did not answer in time.
    NoAnswer,
    /// The bot promised an answer and did not give it.
    NeverFinished,
    /// The bot is not connected to the gateway.
    BotOffline,
    /// Discord refused by an error of its own.
    Discord,
}

/// What a person reads when something cannot be done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, thiserror::Error)]
#[error("{says}")]
pub struct Refusal {
    /// The rule that was broken.
    pub rule: Rule,
    /// In a sentence, in Discord's words where it has any.
    pub says: String,
}

impl Refusal {
    /// A refusal by a rule.
    pub fn new(rule: Rule, says: impl Into<String>) -> Self {
        Self {
            rule,
            says: says.into(),
        }
    }
}

impl From<crate::error::ApiError> for Refusal {
    fn from(error: crate::error::ApiError) -> Self {
        Self::new(Rule::Discord, error.to_string())
    }
}
