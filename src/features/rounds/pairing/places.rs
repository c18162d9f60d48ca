//! The places pairings live in: opened, impossible, written in, gone.

use chrono::{DateTime, TimeDelta, Utc};

use super::tell::{self, Scene};
use super::{hour, introduce, leaving, times, unread, words};
use crate::custom_id::RoundClick;
use crate::delivery::{Delivery, Place, Receipt};
use crate::domain::ids::{ChannelId, MemberId, MessageId, PairingId};
use crate::domain::round::PairingState;
use crate::error::Result;
use crate::features::Ctx;
use crate::store::outbox::{self, Lane};
use crate::store::pairings::{self, Pairing};
use crate::store::{SqliteConnection, Write};

/// A sign of life is not written again within this time: a lively thread would otherwise write a row for every line.
const SIGN_EVERY: TimeDelta = TimeDelta::hours(1);

/// A thread was opened, its members were introduced, or told privately.
pub(super) async fn receipt(
    write: &mut Write,
    receipt: Receipt,
    channel: ChannelId,
    message: Option<MessageId>,
    at: DateTime<Utc>,
) -> Result<()> {
    match (receipt, message) {
        (Receipt::PairingThreadOpened(pairing), _) => opened(write, pairing, channel, at).await?,
        (Receipt::PairingIntroduced(pairing), Some(message)) => {
            pairings::set_intro(write, pairing, message).await?;
            hour_ahead(write, pairing, at).await?;
            time_to_meet(write, pairing, at).await?;
        }
        (Receipt::PairingTold(pairing, _), _) => hour_ahead(write, pairing, at).await?,
        _ => {}
    }
    Ok(())
}

/// A thread was opened. One that goes on by messages meanwhile, or fell apart, has no use for it.
async fn opened(
    write: &mut Write,
    pairing: PairingId,
    thread: ChannelId,
    now: DateTime<Utc>,
) -> Result<()> {
    let Some(pairing) = pairings::find(write, pairing).await? else {
        return Ok(());
    };
    if !pairing.privately {
        pairings::set_thread(write, pairing.id, thread).await?;
        return hour_ahead(write, pairing.id, now).await;
    }
    let Some(guild) = leaving::guild_of(write, &pairing).await? else {
        return Ok(());
    };
    let scene = Scene { guild: &guild, now };
    let thread = Place::Channel(thread);
    let delete = Delivery::DeleteThread { thread };
    tell::owe(write, scene, &pairing, delete, Receipt::Nothing).await
}

/// They are about to read whom they are with, or have just read it: later than was thought, the hour proposed may be past.
async fn hour_ahead(write: &mut Write, pairing: PairingId, now: DateTime<Utc>) -> Result<()> {
    let found = pairings::find(write, pairing).await?;
    let Some(mut found) = found.filter(Pairing::is_going_on) else {
        return Ok(());
    };
    let Some(guild) = leaving::guild_of(write, &found).await? else {
        return Ok(());
    };
    let scene = Scene { guild: &guild, now };
    hour::look_again(write, scene, &mut found).await
}

/// They were introduced: nobody reminds them, or asks whether they met, before they had time to.
async fn time_to_meet(write: &mut Write, pairing: PairingId, now: DateTime<Utc>) -> Result<()> {
    if pairings::planned(write, pairing).await?.is_none() {
        return Ok(());
    }
    let Some(mut found) = pairings::find(write, pairing).await? else {
        return Ok(());
    };
    let Some(guild) = leaving::guild_of(write, &found).await? else {
        return Ok(());
    };
    found.introduced_at.get_or_insert(now);
    times::plan(write, Scene { guild: &guild, now }, &found).await
}

/// A thread could not be opened, or nothing could be said in it: the pairing goes on by private messages. Or what somebody was to be told
/// privately waits in `/me`.
pub(super) async fn undeliverable(
    write: &mut Write,
    receipt: Receipt,
    at: DateTime<Utc>,
) -> Result<()> {
    if let Receipt::PairingTold(pairing, member) = receipt {
        return unread::waits(write, (pairing, member), at).await;
    }
    let (Receipt::PairingThreadOpened(pairing) | Receipt::PairingIntroduced(pairing)) = receipt
    else {
        return Ok(());
    };
    let Some(mut pairing) = pairings::find(write, pairing).await? else {
        return Ok(());
    };
    let Some(guild) = leaving::guild_of(write, &pairing).await? else {
        return Ok(());
    };
    if pairing.privately || !pairing.is_going_on() {
        return Ok(());
    }
    let scene = Scene {
        guild: &guild,
        now: at,
    };
    outbox::drop_lane(write, Lane::Pairing(pairing.id), at).await?;
    introduce::by_messages(write, scene, &mut pairing).await?;
    times::plan(write, scene, &pairing).await
}

/// Somebody wrote in a thread. What they wrote is never looked at.
pub(super) async fn sign_of_life(ctx: &Ctx, channel: ChannelId, author: MemberId) -> Result<()> {
    let now = ctx.clock.now();
    let pairing = {
        let mut read = ctx.store.read().await?;
        let Some(pairing) = pairings::by_thread(&mut read, channel).await? else {
            return Ok(());
        };
        pairings::find(&mut read, pairing).await?
    };
    let Some(pairing) = pairing.filter(|pairing| is_news(pairing, author, now)) else {
        return Ok(());
    };
    let mut write = ctx.store.write().await?;
    pairings::sign(&mut write, pairing.id, author, now).await?;
    write.commit().await?;
    Ok(())
}

/// Whether a sign of this member says something that is not known.
fn is_news(pairing: &Pairing, author: MemberId, now: DateTime<Utc>) -> bool {
    pairing.is_going_on()
        && pairing
            .seat(author)
            .is_some_and(|seat| seat.sign_at.is_none_or(|at| now - at >= SIGN_EVERY))
}

/// A channel or thread was deleted, or locked by a moderator: pairings that lived there go on by private messages.
pub(super) async fn place_gone(ctx: &Ctx, channel: ChannelId) -> Result<()> {
    {
        let mut read = ctx.store.read().await?;
        let any = pairings::by_thread(&mut read, channel).await?;
        if any.is_none() && pairings::going_on_in(&mut read, channel).await?.is_empty() {
            return Ok(());
        }
    }
    let mut write = ctx.store.write().await?;
    place_gone_in(&mut write, channel, ctx.clock.now()).await?;
    write.commit().await?;
    Ok(())
}

/// The same in a transaction that has begun, such as the one that concludes the row by which it was found out.
pub(super) async fn place_gone_in(
    write: &mut Write,
    channel: ChannelId,
    now: DateTime<Utc>,
) -> Result<()> {
    for pairing in pairings::going_on_in(write, channel).await? {
        moves_out(write, pairing, now).await?;
    }
    pairings::place_gone(write, channel).await?;
    Ok(())
}

/// A pairing goes on without its thread. Whoever was not introduced yet is; the others hear where to write, or are asked what they were to
/// be asked there.
async fn moves_out(
    db: &mut SqliteConnection,
    pairing: PairingId,
    now: DateTime<Utc>,
) -> Result<()> {
    let Some(mut pairing) = pairings::find(db, pairing).await? else {
        return Ok(());
    };
    let Some(guild) = leaving::guild_of(db, &pairing).await? else {
        return Ok(());
    };
    let scene = Scene { guild: &guild, now };
    let reads = if question_is_unsaid(db, &pairing).await? {
        match pairing.asked_again_at {
            Some(_) => words::asked_again_privately,
            None => words::asked_privately,
        }
    } else {
        words::goes_on_privately
    };
    outbox::drop_lane(db, Lane::Pairing(pairing.id), now).await?;
    if pairing.intro.is_none() {
        introduce::by_messages(db, scene, &mut pairing).await?;
    } else {
        pairings::set_privately(db, pairing.id).await?;
        (pairing.privately, pairing.thread, pairing.intro) = (true, None, None);
        for member in pairing.members() {
            let post = reads(&pairing, member, &guild.name);
            tell::privately(db, scene, &pairing, member, post).await?;
        }
    }
    times::plan(db, scene, &pairing).await
}

/// Whether the question whether they met is owed in the thread and not said there yet. To be asked before that is dropped.
async fn question_is_unsaid(db: &mut SqliteConnection, pairing: &Pairing) -> Result<bool> {
    if pairing.state != PairingState::Open || pairing.asked_at.is_none() {
        return Ok(false);
    }
    // In the thread, nothing but the question has this button.
    let not_yet = RoundClick::NotYet {
        pairing: pairing.id,
    }
    .into();
    let owed = outbox::owed_in(db, Lane::Pairing(pairing.id)).await?;
    Ok(owed.iter().any(|(_, delivery)| {
        matches!(delivery, Delivery::Send { post, .. } if post.has_button(&not_yet))
    }))
}
