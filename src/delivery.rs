//! What the bot does unasked, as a plain value: one row of the outbox.
//!
//! A row is written in the transaction that causes it, and carried out by `discord::courier`. Places that do not exist yet
//! when the row is written (the thread of an ask, say) are named by what they belong to and looked up when the row's turn has come.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

pub use crate::domain::budget::Purpose;
use crate::domain::ids::{
    AskId, ChannelId, GuildId, InvitationId, MemberId, MessageId, NewcomerId, OutboxId, PairingId,
    RoundId,
};
use crate::post::Post;

/// One thing to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Delivery {
    /// Send a message.
    Send {
        /// Where to.
        to: Place,
        /// What.
        post: Post,
    },
    /// Replace what a message says. A message that is gone is no error.
    Edit {
        /// Which.
        message: MessageRef,
        /// What it says from now on.
        post: Post,
    },
    /// Open a public thread under a message and add members to it.
    OpenThread {
        /// The message it hangs under.
        under: MessageRef,
        /// Its name, 1 to 100 characters.
        name: String,
        /// Who is added.
        members: Vec<MemberId>,
    },
    /// Open a private thread in a text channel and add members to it. After a crash it is found again by its name and members.
    OpenPrivateThread {
        /// The channel it hangs under.
        under: ChannelId,
        /// Its name, 1 to 100 characters.
        name: String,
        /// Who is added.
        members: Vec<MemberId>,
    },
    /// Add a member to a thread.
    AddToThread {
        /// Which thread.
        thread: Place,
        /// Who.
        member: MemberId,
    },
    /// Take a member out of a thread. Who is not in it is no error.
    RemoveFromThread {
        /// Which thread.
        thread: Place,
        /// Who.
        member: MemberId,
    },
    /// Archive a thread that is done with.
    ArchiveThread {
        /// Which thread.
        thread: Place,
    },
    /// Give a thread another name. A thread that is gone is no error.
    RenameThread {
        /// Which thread.
        thread: Place,
        /// Its name from now on, 1 to 100 characters.
        name: String,
    },
    /// Delete a thread with everything in it. A thread that is gone is no error.
    DeleteThread {
        /// Which thread.
        thread: Place,
    },
}

/// Where a message goes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// A channel or thread.
    Channel(ChannelId),
    /// A private message. With closed DMs it goes to the member's private thread under the help channel; where that cannot be
    /// either, it waits in `/me`.
    Direct(MemberId),
    /// A private message that leaves no trace elsewhere: with closed DMs it waits in `/me`.
    Discreet(MemberId),
    /// The thread of an ask. The row waits until there is one.
    AskThread(AskId),
    /// The thread of a pairing. The row waits until there is one.
    PairingThread(PairingId),
    /// The thread in which a newcomer and their buddy are introduced. The row waits until there is one.
    BuddyThread(NewcomerId),
}

/// A message sent earlier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MessageRef {
    /// The post of an ask in the help channel.
    AskPost(AskId),
    /// What the managers' channel was told of a stuck ask.
    StuckPost(AskId),
    /// The opening post of a guild: "What could you bring?"
    OpeningPost(GuildId),
    /// The private message of an invitation.
    Invitation(InvitationId),
    /// The heads-up of a round in its programme's channel.
    RoundPost(RoundId),
    /// What the programme's channel was told of how a round came out.
    ResultPost(RoundId),
    /// The message of a pairing's thread that introduces them, with the buttons.
    PairingIntro(PairingId),
    /// The one that an earlier row of the same lane sent.
    Sent(OutboxId),
    /// This one.
    At(ChannelId, MessageId),
}

/// What is recorded, in the same transaction, when a row has been carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Receipt {
    /// Nothing but that it is done.
    Nothing,
    /// Not even that: the row goes once it is concluded, since where it was carried out is nobody's business any more.
    Erased,
    /// The post of an ask is in the help channel.
    AskPosted(AskId),
    /// The thread of an ask is open.
    AskThreadOpened(AskId),
    /// An invitation reached its member.
    InvitationDelivered(InvitationId),
    /// The managers' channel was told of a stuck ask.
    StuckPosted(AskId),
    /// The asker of a stuck ask was told that nobody is left, and that the managers' channel hears of it next.
    StuckTold(AskId),
    /// The opening post is up in this guild.
    OpeningPosted(GuildId),
    /// The heads-up of a round is in the channel.
    RoundAnnounced(RoundId),
    /// What came of a round's pairing is in the channel.
    RoundResultPosted(RoundId),
    /// The thread of a pairing is open.
    PairingThreadOpened(PairingId),
    /// The members of a pairing were introduced to each other in their thread.
    PairingIntroduced(PairingId),
    /// A member of a pairing without a thread was told privately whom they are with.
    PairingTold(PairingId, MemberId),
    /// A newcomer was welcomed.
    Welcomed(NewcomerId),
    /// The thread of a newcomer and their buddy is open.
    BuddyThreadOpened(NewcomerId),
    /// A newcomer and their buddy were introduced in their thread.
    BuddyIntroduced(NewcomerId),
    /// A newcomer without a thread was told privately who their buddy is.
    BuddyNamed(NewcomerId),
    /// A leader was asked what they are learning, for the table of a month (`202603`).
    LeaderAsked(GuildId, u32, MemberId),
    /// The lessons of a week were posted. They count as shown since this instant, when that was owed.
    LessonsPosted(GuildId, DateTime<Utc>),
}
