//! What becomes of what the bot said and opened: there, impossible, held up, or gone again. Each has one place here, from which the
//! features hear that it concerns, so that nothing that is recorded for later can be forgotten by the courier.

use chrono::{DateTime, Utc};

use super::{Ctx, asks, members, newcomers, recognition, rounds, settings};
use crate::delivery::Receipt;
use crate::domain::ids::{ChannelId, MemberId, MessageId};
use crate::error::Result;
use crate::store::Write;

/// Something owed was carried out: recorded in the transaction that marks its row done. `channel` is where; for a thread that was
/// opened it is the thread, and then there is no `message`.
pub(crate) async fn delivered(
    write: &mut Write,
    receipt: Receipt,
    channel: ChannelId,
    message: Option<MessageId>,
    at: DateTime<Utc>,
) -> Result<()> {
    match receipt {
        Receipt::AskPosted(_)
        | Receipt::AskThreadOpened(_)
        | Receipt::InvitationDelivered(_)
        | Receipt::StuckTold(_)
        | Receipt::StuckPosted(_) => asks::receipt(write, receipt, channel, message, at).await,
        Receipt::OpeningPosted(guild) => match message {
            Some(message) => settings::opening_posted(write, guild, channel, message).await,
            None => Ok(()),
        },
        Receipt::RoundAnnounced(_)
        | Receipt::RoundResultPosted(_)
        | Receipt::PairingThreadOpened(_)
        | Receipt::PairingIntroduced(_)
        | Receipt::PairingTold(..) => rounds::receipt(write, receipt, channel, message, at).await,
        Receipt::Welcomed(_) | Receipt::BuddyThreadOpened(_) | Receipt::BuddyIntroduced(_) => {
            newcomers::receipt(write, receipt, channel, message, at).await
        }
        // Found again by its row, where it is needed; a leader counts as asked, and a lesson as shown, since it was owed.
        Receipt::BuddyNamed(_)
        | Receipt::LeaderAsked(..)
        | Receipt::LessonsPosted(..)
        | Receipt::Nothing
        | Receipt::Erased => Ok(()),
    }
}

/// Something owed can never be carried out, nor its fallback: recorded in the transaction that concludes its row, which an admin
/// may read of, or which waits in `/me`.
pub(crate) async fn undeliverable(
    write: &mut Write,
    receipt: Receipt,
    at: DateTime<Utc>,
) -> Result<()> {
    match receipt {
        Receipt::AskPosted(_)
        | Receipt::AskThreadOpened(_)
        | Receipt::InvitationDelivered(_)
        | Receipt::StuckTold(_)
        | Receipt::StuckPosted(_) => asks::undeliverable(write, receipt, at).await,
        Receipt::RoundAnnounced(_)
        | Receipt::RoundResultPosted(_)
        | Receipt::PairingThreadOpened(_)
        | Receipt::PairingIntroduced(_)
        | Receipt::PairingTold(..) => rounds::undeliverable(write, receipt, at).await,
        Receipt::Welcomed(_) | Receipt::BuddyThreadOpened(_) | Receipt::BuddyIntroduced(_) => {
            newcomers::undeliverable(write, receipt, at).await
        }
        Receipt::LeaderAsked(guild, month, leader) => {
            recognition::unreached(write, guild, month, leader, at).await
        }
        Receipt::LessonsPosted(guild, since) => {
            recognition::lessons_unshown(write, guild, since).await
        }
        // The opening post is offered again where it is not up; the rest stands for nothing else.
        Receipt::OpeningPosted(_) | Receipt::BuddyNamed(_) | Receipt::Nothing | Receipt::Erased => {
            Ok(())
        }
    }
}

/// Discord has no room for something owed, and it is tried again until there is: recorded once, in the transaction in which that
/// is found out.
pub(crate) async fn held_up(write: &mut Write, receipt: Receipt, at: DateTime<Utc>) -> Result<()> {
    match receipt {
        Receipt::AskThreadOpened(ask) => asks::thread_waits(write, ask, at).await,
        // Nobody waits for these where they would see it: only an admin reads of it.
        Receipt::AskPosted(_)
        | Receipt::InvitationDelivered(_)
        | Receipt::StuckTold(_)
        | Receipt::StuckPosted(_)
        | Receipt::OpeningPosted(_)
        | Receipt::RoundAnnounced(_)
        | Receipt::RoundResultPosted(_)
        | Receipt::PairingThreadOpened(_)
        | Receipt::PairingIntroduced(_)
        | Receipt::PairingTold(..)
        | Receipt::Welcomed(_)
        | Receipt::BuddyThreadOpened(_)
        | Receipt::BuddyIntroduced(_)
        | Receipt::BuddyNamed(_)
        | Receipt::LeaderAsked(..)
        | Receipt::LessonsPosted(..)
        | Receipt::Nothing
        | Receipt::Erased => Ok(()),
    }
}

/// A channel was deleted, with everything in it; perhaps while the bot was away.
pub(crate) async fn channel_gone(ctx: &Ctx, channel: ChannelId) -> Result<()> {
    asks::place_gone(ctx, channel).await?;
    rounds::pairing::place_gone(ctx, channel).await?;
    newcomers::place_gone(ctx, channel).await?;
    settings::place_gone(ctx, channel).await
}

/// A thread was deleted. Where it stood in for somebody's private conversation, another is opened when it is needed.
pub(crate) async fn thread_gone(ctx: &Ctx, thread: ChannelId) -> Result<()> {
    members::thread_gone(ctx, thread).await?;
    asks::place_gone(ctx, thread).await?;
    rounds::pairing::place_gone(ctx, thread).await?;
    newcomers::place_gone(ctx, thread).await
}

/// A moderator locked a thread: people cannot write there any more, so those who met in it go on without. The private
/// thread that stands in for somebody's conversation is the bot's own, and stays of use.
pub(crate) async fn thread_locked(ctx: &Ctx, thread: ChannelId) -> Result<()> {
    asks::place_gone(ctx, thread).await?;
    rounds::pairing::place_gone(ctx, thread).await?;
    newcomers::place_gone(ctx, thread).await
}

/// The courier found a thread deleted or locked, in the transaction that concludes the row by which it was found out.
pub(crate) async fn place_gone_in(
    write: &mut Write,
    thread: ChannelId,
    now: DateTime<Utc>,
) -> Result<()> {
    asks::place_gone_in(write, thread, now).await?;
    rounds::pairing::place_gone_in(write, thread, now).await?;
    newcomers::place_gone_in(write, thread, now).await
}

/// Somebody wrote in a channel or thread; what, is never known.
pub(crate) async fn wrote(ctx: &Ctx, channel: ChannelId, author: MemberId) -> Result<()> {
    asks::sign_of_life(ctx, channel, author).await?;
    rounds::pairing::sign_of_life(ctx, channel, author).await
}

/// The courier found a message deleted, in the transaction that concludes the row by which it was found out.
pub(crate) async fn message_gone_in(
    write: &mut Write,
    channel: ChannelId,
    message: MessageId,
    now: DateTime<Utc>,
) -> Result<()> {
    asks::message_gone_in(write, channel, message, now).await
}

/// A message was deleted.
pub(crate) async fn message_gone(ctx: &Ctx, channel: ChannelId, message: MessageId) -> Result<()> {
    asks::message_gone(ctx, channel, message).await?;
    settings::message_gone(ctx, channel, message).await
}
