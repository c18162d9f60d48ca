//! The thread of a pairing: who they are, what they click, what time brings to them, and what becomes of whoever is left alone.

pub(crate) mod due;

mod answers;
mod apart;
mod asking;
mod calendar;
mod channel;
mod closing;
mod hour;
mod introduce;
mod joining;
mod leaving;
mod lesson;
mod lists;
mod places;
mod regroup;
mod seats;
mod starters;
mod tell;
mod times;
mod unread;
mod words;

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test fails by panicking"
)]
pub(crate) mod tests;

use chrono::{DateTime, Utc};

use crate::custom_id::RoundClick;
use crate::delivery::{Delivery, Receipt};
use crate::domain::ids::{
    ChannelId, GuildId, MemberId, MessageId, PairingId, ProgrammeId, RoundId,
};
use crate::error::Result;
use crate::features::{Ctx, Press, Reply};
use crate::post::Post;
use crate::store::pairings;
use crate::store::settings::Guild;
use crate::store::{SqliteConnection, Write};
use tell::Scene;

pub(crate) use channel::Common;
pub(crate) use lists::Standing;
pub(crate) use words::samples::samples;

/// Brings the members of a new pairing together: in a private thread, or by private messages where one of them cannot see the
/// channel. Within the transaction that seats them.
///
/// # Errors
///
/// When the database does not answer.
pub(crate) async fn introduce(
    db: &mut SqliteConnection,
    guild: &Guild,
    common: &Common,
    pairing: PairingId,
    now: DateTime<Utc>,
) -> Result<()> {
    introduce::introduce(db, Scene { guild, now }, common, pairing).await
}

/// The round of a pairing has ended: its buttons mean nothing any more, and whoever was silent for three rounds rests.
///
/// # Errors
///
/// When the database does not answer.
pub(crate) async fn close(
    db: &mut SqliteConnection,
    guild: &Guild,
    pairing: PairingId,
    now: DateTime<Utc>,
) -> Result<()> {
    closing::close(db, Scene { guild, now }, pairing).await
}

/// A round has ended: nobody is looked for any more for those of it who lost their partner. To be called before the round is marked so.
///
/// # Errors
///
/// When the database does not answer.
pub(crate) async fn close_round(db: &mut SqliteConnection, round: RoundId) -> Result<()> {
    Ok(pairings::nobody_for_the_rest(db, round).await?)
}

/// The round of a pairing ends sooner or later than it was to, which is written down already: what time brings to it is planned anew.
///
/// # Errors
///
/// When the database does not answer.
pub(crate) async fn plan(
    db: &mut SqliteConnection,
    guild: &Guild,
    pairing: PairingId,
    now: DateTime<Utc>,
) -> Result<()> {
    match pairings::find(db, pairing).await? {
        Some(pairing) => times::plan_anew(db, Scene { guild, now }, &pairing).await,
        None => Ok(()),
    }
}

/// The round of a pairing ends at another time than before, which is written down already: the hour proposed is looked at again. One that
/// would come after the end is none, and where there was none there may be one now; everything that names it says so.
///
/// # Errors
///
/// When the database does not answer.
pub(crate) async fn end_moved(
    db: &mut SqliteConnection,
    guild: &Guild,
    pairing: PairingId,
    now: DateTime<Utc>,
) -> Result<()> {
    match pairings::find(db, pairing).await? {
        Some(mut pairing) if pairing.is_going_on() => {
            hour::look_again(db, Scene { guild, now }, &mut pairing).await
        }
        _ => Ok(()),
    }
}

/// The turn of what brings this receipt has come, which may be long after it was written down. What introduces somebody says how things are
/// now: who is there, and an hour that is ahead when they read of it. `false`: it is not to be sent any more, since the pairing is over. To be
/// called before what is to be sent is read for the last time.
///
/// # Errors
///
/// When the database does not answer.
pub(crate) async fn about_to_be_read(
    write: &mut Write,
    receipt: Receipt,
    now: DateTime<Utc>,
) -> Result<bool> {
    unread::about_to_be_read(write, receipt, now).await
}

/// Whether what a member is to be told of a pairing that goes on is not what they would be told now: somebody is not in it any more, say, or
/// they cannot meet in the hour that is proposed. It is not to be sent as it is.
///
/// # Errors
///
/// When the database does not answer.
pub(crate) async fn is_out_of_date(
    db: &mut SqliteConnection,
    whose: (PairingId, MemberId),
    delivery: &Delivery,
    now: DateTime<Utc>,
) -> Result<bool> {
    unread::is_out_of_date(db, whose, delivery, now).await
}

/// A member left the guild, by Discord's word: their pairings go on without them or end, and whoever is left alone may have another.
///
/// # Errors
///
/// When the database does not answer.
pub(crate) async fn member_left(
    write: &mut Write,
    guild: &Guild,
    member: MemberId,
    now: DateTime<Utc>,
) -> Result<()> {
    leaving::member_left(write, Scene { guild, now }, member).await
}

/// A member left and came back while nobody was looking: as [`member_left`], but nobody hears that they are gone, as they are not.
///
/// # Errors
///
/// When the database does not answer.
pub(crate) async fn came_back(
    write: &mut Write,
    guild: &Guild,
    member: MemberId,
    now: DateTime<Utc>,
) -> Result<()> {
    leaving::came_back(write, Scene { guild, now }, member).await
}

/// A member paused, or left a programme (`None`: all of them): nobody is looked for for them there any more, no pair of theirs is asked
/// to take in another, and whom they have not been introduced to yet they are not.
///
/// # Errors
///
/// When the database does not answer.
pub(crate) async fn steps_back(
    write: &mut Write,
    guild: &Guild,
    member: MemberId,
    programme: Option<ProgrammeId>,
    now: DateTime<Utc>,
) -> Result<()> {
    apart::steps_back(write, Scene { guild, now }, member, programme).await
}

/// A member is never put together with another from now on, and has said so just now: where the two are together but not introduced yet,
/// that is undone. Nobody hears why.
///
/// # Errors
///
/// When the database does not answer.
pub(crate) async fn kept_apart(
    write: &mut Write,
    guild: &Guild,
    (member, other): (MemberId, MemberId),
    now: DateTime<Utc>,
) -> Result<()> {
    apart::kept_apart(write, Scene { guild, now }, member, other).await
}

/// A member asked to be forgotten: as [`member_left`], but nobody hears who it was, and their name goes from the names of threads. To
/// be called while their seats are still there.
///
/// # Errors
///
/// When the database does not answer.
pub(crate) async fn forgotten(
    write: &mut Write,
    guild: &Guild,
    member: MemberId,
    now: DateTime<Utc>,
) -> Result<()> {
    leaving::forgotten(write, Scene { guild, now }, member).await
}

/// Somebody wrote in a channel or thread. What they wrote is never looked at.
///
/// # Errors
///
/// When the database does not answer.
pub(crate) async fn sign_of_life(ctx: &Ctx, channel: ChannelId, author: MemberId) -> Result<()> {
    places::sign_of_life(ctx, channel, author).await
}

/// A channel or thread was deleted, or locked by a moderator: pairings that lived there go on by private messages.
///
/// # Errors
///
/// When the database does not answer.
pub(crate) async fn place_gone(ctx: &Ctx, channel: ChannelId) -> Result<()> {
    places::place_gone(ctx, channel).await
}

/// The same in a transaction that has begun, such as the one that concludes the row by which it was found out.
pub(crate) async fn place_gone_in(
    write: &mut Write,
    channel: ChannelId,
    now: DateTime<Utc>,
) -> Result<()> {
    places::place_gone_in(write, channel, now).await
}

/// A thread was opened, its members were introduced, or told privately.
///
/// # Errors
///
/// When the database does not answer.
pub(crate) async fn receipt(
    write: &mut Write,
    receipt: Receipt,
    channel: ChannelId,
    message: Option<MessageId>,
    at: DateTime<Utc>,
) -> Result<()> {
    places::receipt(write, receipt, channel, message, at).await
}

/// A thread could not be opened, or nothing could be said in it: the pairing goes on by private messages.
///
/// # Errors
///
/// When the database does not answer.
pub(crate) async fn undeliverable(
    write: &mut Write,
    receipt: Receipt,
    at: DateTime<Utc>,
) -> Result<()> {
    places::undeliverable(write, receipt, at).await
}

/// The pairings a member is or was in, the newest first. Pages count from 0 and hold ten.
///
/// # Errors
///
/// When the database does not answer.
pub(crate) async fn of_member(
    ctx: &Ctx,
    guild: GuildId,
    member: MemberId,
    page: u16,
) -> Result<Vec<Standing>> {
    lists::of_member(ctx, guild, member, page).await
}

/// One pairing of a member's own, with everything they can do about it now.
///
/// # Errors
///
/// A sentence where it is gone or not theirs.
pub(crate) async fn page(ctx: &Ctx, pairing: PairingId, member: MemberId) -> Result<Post> {
    lists::page(ctx, pairing, member).await
}

/// A button of a pairing was pressed; `None`: it is not one of a pairing's.
///
/// # Errors
///
/// A sentence where it means nothing to whoever pressed it, or any more.
pub(crate) async fn pressed(ctx: &Ctx, press: &Press, click: &RoundClick) -> Result<Option<Reply>> {
    let by = press.by.member;
    let answer = match *click {
        RoundClick::Met { pairing } => answers::met(ctx, pairing, by).await?,
        RoundClick::Planned { pairing } => answers::planned(ctx, pairing, by).await?,
        RoundClick::NotYet { pairing } => answers::not_yet(ctx, pairing, by).await?,
        RoundClick::Cant { pairing } => answers::cannot(ctx, pairing, by).await?,
        RoundClick::Calendar { pairing } => calendar::add(ctx, pairing, by).await?,
        RoundClick::Face { pairing, face } => {
            let page = answers::face(ctx, pairing, by, face).await?;
            return Ok(Some(Reply::Update(page)));
        }
        RoundClick::Lesson { pairing } => return lesson::begin(ctx, pairing, by).await.map(Some),
        RoundClick::LessonAbout { pairing } => {
            return lesson::about(ctx, pairing, by, &press.values)
                .await
                .map(Some);
        }
        RoundClick::LessonOn { pairing, skill } => {
            lesson::written_about(ctx, pairing, skill, by, press).await?
        }
        RoundClick::LessonWritten { pairing } => lesson::written(ctx, pairing, by, press).await?,
        RoundClick::LessonMeant { draft, choice } => {
            let kept = lesson::meant(ctx, draft, by, choice).await?;
            return Ok(Some(Reply::Update(kept)));
        }
        RoundClick::FindMe { pairing } => regroup::find_me(ctx, pairing, by).await?,
        RoundClick::SitOut { pairing } => regroup::sit_out(ctx, pairing, by).await?,
        RoundClick::BeThree { pairing, member } => {
            joining::answer_place(ctx, pairing, member, by, true).await?
        }
        RoundClick::StayTwo { pairing, member } => {
            joining::answer_place(ctx, pairing, member, by, false).await?
        }
        RoundClick::Back { programme } => super::count_me_in(ctx, programme, by).await?,
        _ => return Ok(None),
    };
    Ok(Some(Reply::Private(answer)))
}
