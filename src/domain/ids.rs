//! Identifiers. Discord's snowflakes fit in an `i64` until the year 2084, which is what SQLite stores.

use std::fmt;
use std::num::ParseIntError;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

macro_rules! id {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = ParseIntError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    )*};
}

id! {
    /// A Discord server.
    GuildId;
    /// A person, by their Discord user id. A member is a person in one guild, so this goes with a [`GuildId`].
    MemberId;
    /// A channel, thread or private conversation.
    ChannelId;
    /// A message in a channel.
    MessageId;
    /// A role of a guild.
    RoleId;
    /// A skill of one guild.
    SkillId;
    /// A request for help.
    AskId;
    /// An ask kept until its author has written the details.
    DraftId;
    /// An ask put to one possible helper.
    InvitationId;
    /// One recorded fact of who helped whom.
    HelpId;
    /// Something learned, written down for others.
    LessonId;
    /// A recurring pairing of a guild.
    ProgrammeId;
    /// One numbered cycle of a programme.
    RoundId;
    /// The members a round put together.
    PairingId;
    /// Somebody's first thirty days in a guild: one joining of one member.
    NewcomerId;
    /// A message or channel change owed.
    OutboxId;
}

impl MemberId {
    /// How Discord shows and, where allowed, pings this member.
    pub fn mention(self) -> String {
        format!("<@{self}>")
    }
}

impl ChannelId {
    /// A link to the channel or thread.
    pub fn mention(self) -> String {
        format!("<#{self}>")
    }
}

impl RoleId {
    /// How Discord shows and, where allowed, pings this role.
    pub fn mention(self) -> String {
        format!("<@&{self}>")
    }
}
