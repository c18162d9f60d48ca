//! The thread of a pairing: who they are, what they click, what time brings to them, and what becomes of whoever is left alone.

use chrono::{DateTime, Utc};

use crate::custom_id::RoundClick;
use crate::delivery::Receipt;
use crate::domain::ids::{ChannelId, GuildId, MemberId, MessageId, PairingId};
use crate::error::{Error, Result};
use crate::features::{Ctx, Press, Reply};
use crate::post::Post;
use crate::store::SqliteConnection;
use crate::store::Write;
use crate::store::programmes::Programme;
use crate::store::settings::Guild;

/// Brings the members of a new pairing together: in a private thread, or by private messages where one of them cannot see the
/// channel. Within the transaction that seats them.
pub(crate) async fn introduce(
    _db: &mut SqliteConnection,
    _guild: &Guild,
    _programme: &Programme,
    _pairing: PairingId,
    _now: DateTime<Utc>,
) -> Result<()> {
    Ok(())
}

/// The round of a pairing has ended: its buttons mean nothing any more, and whoever was silent for three rounds rests.
pub(crate) async fn close(
    _db: &mut SqliteConnection,
    _guild: &Guild,
    _pairing: PairingId,
    _now: DateTime<Utc>,
) -> Result<()> {
    Ok(())
}

/// A member left the guild, by Discord's word: their pairings go on without them or end, and whoever is left alone may have another.
pub(crate) async fn member_left(
    _write: &mut Write,
    _guild: &Guild,
    _member: MemberId,
    _now: DateTime<Utc>,
) -> Result<()> {
    Ok(())
}

/// Somebody wrote in a channel or thread. What they wrote is never looked at.
pub(crate) async fn sign_of_life(_ctx: &Ctx, _channel: ChannelId, _author: MemberId) -> Result<()> {
    Ok(())
}

/// A channel or thread was deleted, or locked by a moderator: pairings that lived there go on by private messages. To be called before
/// a programme lets go of its channel.
pub(crate) async fn place_gone(_ctx: &Ctx, _channel: ChannelId) -> Result<()> {
    Ok(())
}

/// A thread was opened, its members were introduced, or told privately.
pub(crate) async fn receipt(
    _write: &mut Write,
    _receipt: Receipt,
    _channel: ChannelId,
    _message: Option<MessageId>,
    _at: DateTime<Utc>,
) -> Result<()> {
    Ok(())
}

/// A thread could not be opened, or nothing could be said in it: the pairing goes on by private messages.
pub(crate) async fn undeliverable(
    _write: &mut Write,
    _receipt: Receipt,
    _at: DateTime<Utc>,
) -> Result<()> {
    Ok(())
}

/// A button of a pairing was pressed; `None`: it is not one of a pairing's.
pub(crate) async fn pressed(
    _ctx: &Ctx,
    _press: &Press,
    _click: &RoundClick,
) -> Result<Option<Reply>> {
    Err(Error::user("This is not there yet."))
}

/// A pairing as a list of one's own shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Standing {
    /// Which. [`page`] shows it with everything that can be done.
    pub(crate) pairing: PairingId,
    /// The programme's name, as written (not escaped).
    pub(crate) programme: String,
    /// The round's number.
    pub(crate) number: i64,
    /// The names of the others who are in it still, as written.
    pub(crate) with: Vec<String>,
    /// Where they are, if there is a thread.
    pub(crate) thread: Option<ChannelId>,
    /// Whether they said that they met.
    pub(crate) met: bool,
    /// Whether its buttons still mean something.
    pub(crate) going_on: bool,
}

/// The pairings a member is or was in, the newest first. Pages count from 0 and hold ten.
pub(crate) async fn of_member(
    _ctx: &Ctx,
    _guild: GuildId,
    _member: MemberId,
    _page: u16,
) -> Result<Vec<Standing>> {
    Ok(Vec::new())
}

/// One pairing of a member's own, with everything they can do about it now.
pub(crate) async fn page(_ctx: &Ctx, _pairing: PairingId, _member: MemberId) -> Result<Post> {
    Err(Error::user("This is not there yet."))
}
