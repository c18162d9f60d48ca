//! What people can do. One folder a feature; each holds its transitions (`mod.rs`), and, as needed, its commands, clicks,
//! what time brings and the words.
//!
//! [`COMMANDS`], [`CLICKS`] and [`DUE`] are the truth about what there is: registration, dispatch, `/help`, the README and
//! the tests read them. A feature may call another feature's `mod.rs`, never its `command`, `clicks`, `due` or `words`.

pub mod asks;
pub mod digest;
mod erasure;
pub(crate) mod heard;
pub mod help;
#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test fails by panicking"
)]
mod hostile;
#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test fails by panicking"
)]
pub(crate) mod late;
pub mod learning;
pub mod lessons;
pub mod me;
pub mod members;
pub mod messages;
pub mod newcomers;
#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test fails by panicking"
)]
mod noted;
mod paging;
pub(crate) mod people;
pub mod privacy;
pub(crate) mod quotes;
pub mod recognition;
pub mod rounds;
pub mod samples;
pub mod settings;
pub mod skills;
pub mod swaps;
pub mod thanks;
mod times;
#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test fails by panicking"
)]
pub(crate) mod trial;
mod unsaid;

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use futures_util::future::BoxFuture;

use crate::chance::Chance;
use crate::clock::Clock;
use crate::config::Config;
use crate::custom_id::CustomId;
use crate::domain::ids::{ChannelId, GuildId, MemberId, MessageId, RoleId};
use crate::domain::skill::Aliases;
use crate::error::Result;
use crate::metrics::Metrics;
use crate::post::{Modal, Post};
use crate::store::Store;
use crate::store::agenda::Agenda;

/// Every slash command and context menu, in the order of `/help`.
pub static COMMANDS: &[&Command] = &[
    &skills::command::TEACH,
    &skills::command::LEARN,
    &asks::command::ASKFOR,
    &asks::command::ASK_ABOUT,
    &asks::CLOSE_THIS_ASK,
    &lessons::command::LESSONS,
    &skills::command::SKILLS,
    &skills::command::WHAT_CAN_THEY_TEACH,
    &thanks::command::THANKS,
    &thanks::command::THANKS_FOR_THIS,
    &me::command::ME,
    &settings::command::SETUP,
    &settings::command::SETTINGS,
    &rounds::command::ROUND,
    &digest::command::DIGEST,
    &privacy::command::PRIVACY,
    &help::command::HELP,
];

/// Every family of buttons, selects and modals.
pub static CLICKS: &[&ClickFamily] = &[
    &asks::clicks::CLICKS,
    &skills::clicks::CLICKS,
    &lessons::clicks::CLICKS,
    &me::clicks::CLICKS,
    &settings::clicks::CLICKS,
    &privacy::clicks::CLICKS,
    &thanks::clicks::CLICKS,
    &learning::clicks::CLICKS,
    &rounds::clicks::CLICKS,
    &swaps::clicks::CLICKS,
    &newcomers::clicks::CLICKS,
    &digest::clicks::CLICKS,
    &recognition::clicks::CLICKS,
];

/// Everything that time brings.
pub static DUE: &[&Due] = &[
    &asks::ASKS,
    &asks::INVITATIONS,
    &asks::ANONYMOUS_ASKS,
    &members::FAREWELLS,
    &erasure::ERASURES,
    &skills::DRAFTS,
    &learning::due::TEACH_QUESTIONS,
    &rounds::pairing::due::PAIRINGS,
    &rounds::pairing::due::FREED,
    &newcomers::due::NEWCOMERS,
    &rounds::due::ROUNDS,
    &digest::due::DIGESTS,
    &recognition::due::RECOGNITION,
    &recognition::own_months::OWN_MONTHS,
];

/// The jobs that claim occurrences, by their names in [`DUE`].
pub static OCCURRING: &[&str] = &[
    rounds::due::ROUNDS.name,
    digest::due::DIGESTS.name,
    recognition::due::RECOGNITION.name,
];

/// By which name a command is logged and counted that was used in a private conversation, where there is none.
pub const PRIVATE_COMMAND: &str = "private command";
/// And one that is no longer there.
pub const UNKNOWN_COMMAND: &str = "unknown command";
/// And something pressed that is of an older version, or forged.
pub const UNKNOWN_ID: &str = "unknown id";

/// What a handler will have said.
pub type Answer<'a, T> = BoxFuture<'a, Result<T>>;

/// Answers one kind of input.
pub type Handler<Input, Output> = for<'a> fn(&'a Ctx, &'a Input) -> Answer<'a, Output>;

/// What every handler is given.
#[derive(Clone, Debug)]
pub struct Ctx {
    /// The database.
    pub store: Store,
    /// Bot time.
    pub clock: Clock,
    /// What is left to chance.
    pub chance: Chance,
    /// What the operator decided.
    pub config: Arc<Config>,
    /// The skills everybody knows, with their other names.
    pub aliases: Arc<Aliases>,
    /// The skills of each guild, indexed for autocomplete.
    pub skill_indexes: Arc<skills::Indexes>,
    /// The servers that the bot certainly is not in any more.
    pub farewells: Arc<members::Farewells>,
    /// What the bot counts of itself.
    pub metrics: Metrics,
    /// The bot's own user.
    pub bot: MemberId,
}

/// A slash command or an entry of a context menu.
#[derive(Debug)]
pub struct Command {
    /// Its name: lower case for a slash command, as shown for a context menu.
    pub name: &'static str,
    /// One line, at most 100 characters. Shown by Discord and by `/help`.
    pub description: &'static str,
    /// Where it appears, and with which options.
    pub kind: CommandKind,
    /// Who may use it.
    pub who: Who,
    /// Does it.
    pub run: Handler<Invocation, Reply>,
    /// Suggests values for the option being typed.
    pub complete: Option<Handler<Typing, Vec<Choice>>>,
}

/// Where a command appears.
#[derive(Debug)]
pub enum CommandKind {
    /// Typed, with these options; required ones come first.
    Slash(&'static [OptionDef]),
    /// Typed, with one of these behind it.
    Group(&'static [Subcommand]),
    /// On a message, which comes as the option `message`.
    Message,
    /// On a member.
    Member,
}

/// One of the commands of a group: `export` in `/privacy export`.
#[derive(Debug)]
pub struct Subcommand {
    /// Its name, lower case.
    pub name: &'static str,
    /// One line, at most 100 characters. Shown by Discord and by `/help`.
    pub description: &'static str,
    /// Required ones come first.
    pub options: &'static [OptionDef],
}

/// Who may use a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// Everybody in the guild.
    Everyone,
    /// Those who may manage the server.
    Admins,
    /// Those who may manage messages.
    Moderators,
}

/// An option of a slash command.
#[derive(Debug)]
pub struct OptionDef {
    /// Its name, lower case.
    pub name: &'static str,
    /// One line, at most 100 characters.
    pub description: &'static str,
    /// What it takes.
    pub kind: OptionKind,
    /// Whether it must be given.
    pub required: bool,
}

/// What an option takes.
#[derive(Debug)]
pub enum OptionKind {
    /// A text of so many characters at most.
    Text {
        /// 1 to 6000.
        max: u16,
        /// Whether values are suggested while it is typed.
        complete: bool,
    },
    /// One of these: (what is shown, what comes back).
    OneOf(&'static [(&'static str, &'static str)]),
    /// A whole number.
    Integer {
        /// Least.
        min: i64,
        /// Most.
        max: i64,
    },
    /// Yes or no.
    YesNo,
    /// A member of the guild.
    Member,
}

/// The person who did something, as Discord tells with it.
#[derive(Clone, Debug)]
pub struct Actor {
    /// Who.
    pub member: MemberId,
    /// As Discord shows them in that guild.
    pub name: String,
    /// Their roles; empty in a private conversation.
    pub roles: Vec<RoleId>,
    /// Whether they may manage the server.
    pub admin: bool,
    /// Whether they may manage messages where they are.
    pub moderator: bool,
}

/// A command used in a guild.
#[derive(Clone, Debug)]
pub struct Invocation {
    /// By whom.
    pub by: Actor,
    /// In which guild.
    pub guild: GuildId,
    /// In which channel.
    pub channel: ChannelId,
    /// Which of the commands of a group; `None` for a command that is none.
    pub subcommand: Option<String>,
    /// With which options.
    pub options: Options,
}

/// The options of a command as given: Discord has checked their kinds and ranges, nothing else.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// By name.
    pub values: BTreeMap<String, OptionValue>,
}

/// One value given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OptionValue {
    /// Of a text or a choice.
    Text(String),
    /// Of a whole number.
    Integer(i64),
    /// Of yes or no.
    YesNo(bool),
    /// Of a member, with whether it is a bot.
    Member {
        /// Who.
        member: MemberId,
        /// Whether it is a bot.
        bot: bool,
    },
    /// Of a message in the channel where the command was used. What it says is not looked at.
    Message {
        /// Which.
        message: MessageId,
        /// Who wrote it.
        author: MemberId,
        /// Whether that is a bot.
        bot: bool,
    },
}

/// An option being typed.
#[derive(Clone, Debug)]
pub struct Typing {
    /// By whom.
    pub by: Actor,
    /// In which guild.
    pub guild: GuildId,
    /// Which option.
    pub option: String,
    /// What is typed so far.
    pub text: String,
}

/// A suggestion: what is shown and what comes back, at most 100 characters each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What is shown.
    pub name: String,
    /// What replaces the whole option.
    pub value: String,
}

/// Something pressed, chosen or submitted, in a guild or in a private conversation.
#[derive(Clone, Debug)]
pub struct Press {
    /// What.
    pub id: CustomId,
    /// By whom.
    pub by: Actor,
    /// In which guild; `None` in a private conversation.
    pub guild: Option<GuildId>,
    /// In which channel, thread or private conversation.
    pub channel: ChannelId,
    /// The message it stands on; `None` for a modal that a command opened.
    pub message: Option<MessageId>,
    /// The values chosen in a select: option values, or ids as text.
    pub values: Vec<String>,
    /// The texts of a modal, by field name.
    pub fields: BTreeMap<String, String>,
}

/// A family of clicks: everything of one [`CustomId`] variant.
#[derive(Debug)]
pub struct ClickFamily {
    /// As it is written in ids.
    pub name: &'static str,
    /// Does it.
    pub run: Handler<Press, Reply>,
}

/// Which family answers an id. The match is complete by construction: a new variant does not compile without an answer.
pub fn family(id: &CustomId) -> &'static ClickFamily {
    match id {
        CustomId::Ask(_) => &asks::clicks::CLICKS,
        CustomId::Skill(_) => &skills::clicks::CLICKS,
        CustomId::Lesson(_) => &lessons::clicks::CLICKS,
        CustomId::Me(_) => &me::clicks::CLICKS,
        CustomId::Setup(_) => &settings::clicks::CLICKS,
        CustomId::Privacy(_) => &privacy::clicks::CLICKS,
        CustomId::Thanks(_) => &thanks::clicks::CLICKS,
        CustomId::Learning(_) => &learning::clicks::CLICKS,
        CustomId::Round(_) => &rounds::clicks::CLICKS,
        CustomId::Swap(_) => &swaps::clicks::CLICKS,
        CustomId::Newcomer(_) => &newcomers::clicks::CLICKS,
        CustomId::Digest(_) => &digest::clicks::CLICKS,
        CustomId::Recognition(_) => &recognition::clicks::CLICKS,
    }
}

/// Something that time brings. Due times are stored, so nothing is lost by a restart.
#[derive(Debug)]
pub struct Due {
    /// For logs and metrics.
    pub name: &'static str,
    /// The earliest instant at which there is something to do, in the past where it is late; `None`: nothing is planned.
    pub when: fn(&Ctx, &Agenda) -> Option<DateTime<Utc>>,
    /// Does what is due at this instant. Called again until `when` is later.
    pub run: for<'a> fn(&'a Ctx, DateTime<Utc>) -> Answer<'a, ()>,
}

#[cfg(test)]
impl Due {
    /// The earliest instant at which there is something to do, as the database has it now.
    pub(crate) async fn next(&self, ctx: &Ctx) -> Result<Option<DateTime<Utc>>> {
        let agenda = crate::store::agenda::agenda(&mut *ctx.store.read().await?).await?;
        Ok((self.when)(ctx, &agenda))
    }
}

/// The answer to an interaction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// A message only this person sees.
    Private(Post),
    /// A message everybody in the channel sees, with who used the command.
    Public(Post),
    /// The message that was clicked on says this from now on.
    Update(Post),
    /// A form opens.
    Modal(Modal),
}

impl Options {
    /// A text or a choice.
    pub fn text(&self, name: &str) -> Option<&str> {
        match self.values.get(name) {
            Some(OptionValue::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// A message: which, who wrote it, and whether that is a bot.
    pub fn message(&self, name: &str) -> Option<(MessageId, MemberId, bool)> {
        match self.values.get(name) {
            Some(OptionValue::Message {
                message,
                author,
                bot,
            }) => Some((*message, *author, *bot)),
            _ => None,
        }
    }

    /// A whole number.
    pub fn integer(&self, name: &str) -> Option<i64> {
        match self.values.get(name) {
            Some(OptionValue::Integer(number)) => Some(*number),
            _ => None,
        }
    }

    /// Yes or no; no where it was left out.
    pub fn yes(&self, name: &str) -> bool {
        matches!(self.values.get(name), Some(OptionValue::YesNo(true)))
    }

    /// A member: who, and whether it is a bot.
    pub fn member(&self, name: &str) -> Option<(MemberId, bool)> {
        match self.values.get(name) {
            Some(OptionValue::Member { member, bot }) => Some((*member, *bot)),
            _ => None,
        }
    }
}

/// How a command is written: its name and options, optional ones in brackets; the commands of a group with a bar between them; a
/// context menu by its name.
pub fn usage(command: &Command) -> String {
    match command.kind {
        CommandKind::Slash(options) => with_options(format!("/{}", command.name), options),
        CommandKind::Group(subcommands) => {
            let names: Vec<String> = subcommands
                .iter()
                .map(|sub| with_options(sub.name.to_owned(), sub.options))
                .collect();
            format!("/{} {}", command.name, names.join("|"))
        }
        CommandKind::Message | CommandKind::Member => command.name.to_owned(),
    }
}

fn with_options(name: String, options: &[OptionDef]) -> String {
    options.iter().fold(name, |usage, option| {
        let (open, close) = if option.required {
            ("", "")
        } else {
            ("[", "]")
        };
        format!("{usage} {open}{}{close}", option.name)
    })
}
