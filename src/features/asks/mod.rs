//! Asks: somebody needs help, somebody who knows is found, and it is on record who helped whom.
//!
//! The transitions are in the modules below, one function and one transaction each. What other parts of the bot call is
//! listed here.

pub mod clicks;
pub mod command;
pub mod due;

use chrono::{DateTime, Utc};
use sqlx::SqliteConnection;

use crate::delivery::Receipt;
use crate::domain::ask::AskState;
use crate::domain::ids::{AskId, ChannelId, GuildId, InvitationId, MemberId, MessageId};
use crate::error::{Error, Result};
use crate::features::Ctx;
use crate::post::Post;
use crate::store::Write;

/// An open or taken ask, as its asker's own page lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AskLine {
    /// Which.
    pub ask: AskId,
    /// The skill's name, as written (not escaped).
    pub skill: String,
    /// Open or taken.
    pub state: AskState,
    /// When it was asked.
    pub created_at: DateTime<Utc>,
    /// Who has it now.
    pub helpers: Vec<MemberId>,
    /// Its thread, once somebody accepted.
    pub thread: Option<ChannelId>,
}

/// An open invitation, or an ask taken on, as the possible helper's own page lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvitationLine {
    /// Which.
    pub invitation: InvitationId,
    /// Who asks.
    pub asker: MemberId,
    /// The skill's name, as written (not escaped).
    pub skill: String,
    /// When it lapses; `None` until it was delivered.
    pub lapses_at: Option<DateTime<Utc>>,
}

/// A help, seen by one of the two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HelpLine {
    /// The other of the two.
    pub other: MemberId,
    /// The skill's name, as written (not escaped).
    pub skill: String,
    /// The asker's line of thanks, as written (not escaped).
    pub thanks: Option<String>,
    /// When it was recorded.
    pub happened_at: DateTime<Utc>,
}

/// Somebody wrote in a channel. Where it is the thread of an ask, its quiet days start anew.
pub async fn sign_of_life(ctx: &Ctx, channel: ChannelId, author: MemberId) -> Result<()> {
    Err(Error::fault(format!("{ctx:?} {channel} {author}")))
}

/// A channel or thread was deleted. Asks that lived in it go on without, and their people are told.
pub async fn place_gone(ctx: &Ctx, channel: ChannelId) -> Result<()> {
    Err(Error::fault(format!("{ctx:?} {channel}")))
}

/// A message was deleted. Where it was the post of an ask, the ask goes on without, and its asker is told.
pub async fn message_gone(ctx: &Ctx, channel: ChannelId, message: MessageId) -> Result<()> {
    Err(Error::fault(format!("{ctx:?} {channel} {message}")))
}

/// Records that something owed by an ask was carried out, in the transaction that marks the row done. `channel` is where:
/// for [`Receipt::AskThreadOpened`] the thread itself, and then there is no `message`. Other receipts are left alone.
pub async fn receipt(
    write: &mut Write, receipt: Receipt, channel: ChannelId, message: Option<MessageId>, at: DateTime<Utc>,
) -> Result<()> {
    Err(Error::fault(format!("{write:?} {receipt:?} {channel} {message:?} {at}")))
}

/// Records that something owed by an ask can never be carried out (nor its fallback), in the transaction that marks the row
/// failed or waiting: an invitation can then be answered in `/me` only, an ask goes on without its post or thread.
pub async fn undeliverable(write: &mut Write, receipt: Receipt, at: DateTime<Utc>) -> Result<()> {
    Err(Error::fault(format!("{write:?} {receipt:?} {at}")))
}

/// A member left: their asks and invitations end, and what they had taken on is open again.
pub async fn member_left(write: &mut Write, guild: GuildId, member: MemberId, now: DateTime<Utc>) -> Result<()> {
    Err(Error::fault(format!("{write:?} {guild} {member} {now}")))
}

/// The open and taken asks of a member, newest first.
pub async fn asks_of(db: &mut SqliteConnection, guild: GuildId, asker: MemberId) -> Result<Vec<AskLine>> {
    Err(Error::fault(format!("{db:?} {guild} {asker}")))
}

/// The asks of others that a member has taken on and that are not over, newest first.
pub async fn taken_by(db: &mut SqliteConnection, guild: GuildId, helper: MemberId) -> Result<Vec<AskLine>> {
    Err(Error::fault(format!("{db:?} {guild} {helper}")))
}

/// The open invitations of a member, newest first.
pub async fn invitations_of(db: &mut SqliteConnection, guild: GuildId, member: MemberId) -> Result<Vec<InvitationLine>> {
    Err(Error::fault(format!("{db:?} {guild} {member}")))
}

/// How many helps a member has given and received.
pub async fn help_counts(db: &mut SqliteConnection, guild: GuildId, member: MemberId) -> Result<(u32, u32)> {
    Err(Error::fault(format!("{db:?} {guild} {member}")))
}

/// Helps that a member gave, newest first, `limit` of them after `offset`.
pub async fn helps_given(db: &mut SqliteConnection, guild: GuildId, member: MemberId, limit: u32, offset: u32) -> Result<Vec<HelpLine>> {
    Err(Error::fault(format!("{db:?} {guild} {member} {limit} {offset}")))
}

/// Helps that a member received, newest first, `limit` of them after `offset`.
pub async fn helps_received(db: &mut SqliteConnection, guild: GuildId, member: MemberId, limit: u32, offset: u32) -> Result<Vec<HelpLine>> {
    Err(Error::fault(format!("{db:?} {guild} {member} {limit} {offset}")))
}

/// One ask with everything that this member can do about it (asker or helper). The buttons are [`crate::custom_id::AskClick`]s and
/// answered by this feature wherever they stand. An ask of somebody else, or one that is over, is a sentence.
pub async fn ask_page(ctx: &Ctx, ask: AskId, member: MemberId) -> Result<Post> {
    Err(Error::fault(format!("{ctx:?} {ask} {member}")))
}

/// One invitation with everything that its member can do about it; see [`ask_page`].
pub async fn invitation_page(ctx: &Ctx, invitation: InvitationId, member: MemberId) -> Result<Post> {
    Err(Error::fault(format!("{ctx:?} {invitation} {member}")))
}
