//! Every sentence that the bot says, with when and to whom it is said: what `cargo run --example words` prints, so that the
//! words can be read through as the people who will read them.
//!
//! Each feature lists its own, in a `samples` beside its words; [`SAMPLES`] has them all. They are made by the functions that make
//! the real posts, from the cast of the stories.

use crate::post::{Modal, Post};

/// The samples of every feature, in the order of a team's first weeks.
pub static SAMPLES: &[fn() -> Vec<Sample>] = &[
    super::settings::samples,
    super::help::samples,
    super::skills::samples,
    super::me::samples,
    super::asks::samples,
    super::lessons::samples,
    super::messages::samples,
    super::thanks::samples,
    super::learning::samples,
    super::members::samples,
    super::newcomers::samples,
    super::rounds::samples,
    super::rounds::pairing::samples,
    super::rounds::programmes::samples,
    super::swaps::samples,
    super::digest::samples,
    super::recognition::samples,
    super::privacy::samples,
];

/// Something the bot says.
#[derive(Clone, Debug)]
pub struct Sample {
    /// Who reads it, of the people of the product.
    pub reader: Reader,
    /// Where they read it.
    pub place: Shown,
    /// On which occasion, as the end of a sentence: "when nobody is left to be asked".
    pub when: &'static str,
    /// What is said.
    pub said: Said,
}

/// The people whom the product is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reader {
    /// Wants to find somebody who knows.
    Teammate,
    /// Is asked for what they like to teach.
    Helper,
    /// Wants to know somebody on day one.
    NewHire,
    /// Wants to see whether knowledge flows.
    Manager,
    /// Sets it up.
    Admin,
    /// Runs it.
    Operator,
}

/// Where something is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shown {
    /// In the help channel, by everybody.
    HelpChannel,
    /// In the thread of an ask.
    Thread,
    /// In the private thread of a pairing.
    PairingThread,
    /// In the private thread of a newcomer and their buddy.
    BuddyThread,
    /// In the channel of a programme, by everybody.
    ProgrammeChannel,
    /// In the managers' channel.
    ManagersChannel,
    /// In a private message.
    PrivateMessage,
    /// As the answer to a command or click, by whoever did it.
    Answer,
    /// In a form.
    Form,
}

/// What is said.
#[derive(Clone, Debug)]
pub enum Said {
    /// A message.
    Post(Post),
    /// A form.
    Form(Modal),
    /// A sentence: why something was not done.
    Sentence(String),
}
