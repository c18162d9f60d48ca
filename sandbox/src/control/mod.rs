//! Acting as a person, and reading what that person sees.
//!
//! | module | what it holds |
//! |---|---|
//! | [`person`] | a person's handle: where they are, what they do beside the bot's commands |
//! | [`acting`] | commands, context menus, clicks, choices and modals, and waiting for what comes of them |
//! | [`view`] | what a person sees, as values |
//! | [`refusal`] | the rule by which Discord would have refused |
//! | [`http`] | all of it under `/sandbox` |
//!
//! A person acts on what they see: a button that is not on their screen cannot be clicked, and what Discord's client
//! checks before it sends anything (required options, lengths, numbers of choices) is checked here.

use std::collections::{BTreeMap, BTreeSet};

use twilight_model::id::{
    Id,
    marker::{InteractionMarker, MessageMarker, UserMarker},
};

pub mod acting;
mod display;
mod filling;
pub mod http;
mod markup;
mod names;
pub mod person;
mod reading;
pub mod refusal;
mod threads;
mod touching;
mod tree;
pub mod view;

pub use acting::{Choice, OptionInput};
pub use person::{MessageRef, Person, Place};
pub use refusal::{Refusal, Rule};
pub use view::{
    Answer, ButtonView, FieldView, FileView, MessageView, ModalView, Node, Outcome, PlaceKind,
    PlaceView, ReplyView, SelectView, ThreadView, UsedCommand, View,
};

/// What the sandbox remembers for each person beside Discord's own state.
#[derive(Debug, Default)]
pub struct People {
    /// The messages that each person has read.
    read: BTreeMap<Id<UserMarker>, BTreeSet<Id<MessageMarker>>>,
    /// The private replies that were gone from a person's screen when they reloaded.
    vanished: BTreeSet<Id<MessageMarker>>,
    /// The modals that are open, by the interaction that opened them, and on whose screen.
    modals: BTreeMap<Id<InteractionMarker>, Id<UserMarker>>,
}
