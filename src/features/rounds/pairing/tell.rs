//! What a pairing owes to its members: rows of the outbox, written in the transaction that causes them.

use chrono::{DateTime, Utc};

use crate::delivery::{Delivery, MessageRef, Place, Purpose, Receipt};
use crate::domain::ids::MemberId;
use crate::error::Result;
use crate::features::messages::{self, Message};
use crate::post::Post;
use crate::store::SqliteConnection;
use crate::store::outbox::{self, Lane, Owed};
use crate::store::pairings::Pairing;
use crate::store::settings::Guild;

/// What every step of a transition needs to know beside the pairing.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scene<'a> {
    /// The guild of the pairing.
    pub(super) guild: &'a Guild,
    /// Bot time at the beginning of the transition.
    pub(super) now: DateTime<Utc>,
}

/// Owes something in the thread of a pairing, after everything owed there before.
pub(super) async fn owe(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    pairing: &Pairing,
    delivery: Delivery,
    receipt: Receipt,
) -> Result<()> {
    let owed = Owed {
        guild: scene.guild.id,
        lane: Lane::Pairing(pairing.id),
        delivery,
        receipt,
        purpose: Purpose::Answer,
        about: None,
        not_before: scene.now,
    };
    outbox::owe(db, owed, scene.now).await?;
    Ok(())
}

/// Says something in the thread. `false`: there is none, so say it some other way.
pub(super) async fn in_thread(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    pairing: &Pairing,
    post: Post,
) -> Result<bool> {
    if pairing.privately {
        return Ok(false);
    }
    let delivery = Delivery::Send {
        to: Place::PairingThread(pairing.id),
        post,
    };
    owe(db, scene, pairing, delivery, Receipt::Nothing).await?;
    Ok(true)
}

/// Says something privately to one of them. It is of no use any more once the next round begins.
pub(super) async fn privately(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    pairing: &Pairing,
    to: MemberId,
    post: Post,
) -> Result<()> {
    let message = Message {
        until: Some(pairing.next_at),
        round: Some(pairing.round),
        ..Message::new(to, Purpose::Reminder, post)
    };
    messages::start(db, scene.guild, message, scene.now).await?;
    Ok(())
}

/// Says the same to several: in the thread, or where there is none, to each privately, as it reads for them.
pub(super) async fn everybody(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    pairing: &Pairing,
    in_the_thread: Post,
    in_private: Vec<(MemberId, Post)>,
) -> Result<()> {
    if in_thread(db, scene, pairing, in_the_thread).await? {
        return Ok(());
    }
    for (member, post) in in_private {
        privately(db, scene, pairing, member, post).await?;
    }
    Ok(())
}

/// Whether somebody is still in a pairing, and so in its thread.
pub(super) fn is_in(pairing: &Pairing, member: MemberId) -> bool {
    pairing
        .seat(member)
        .is_some_and(|seat| seat.left_at.is_none())
}

/// Says something to whoever is alone after a pairing: in its thread, or privately where there is none or they are not in it any more.
pub(super) async fn alone(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    pairing: &Pairing,
    alone: MemberId,
    in_the_thread: Post,
    in_private: Post,
) -> Result<()> {
    if is_in(pairing, alone) && in_thread(db, scene, pairing, in_the_thread).await? {
        return Ok(());
    }
    privately(db, scene, pairing, alone, in_private).await
}

/// What each of these reads privately.
pub(super) fn to_each(
    members: &[MemberId],
    reads: impl Fn(MemberId) -> Post,
) -> Vec<(MemberId, Post)> {
    members
        .iter()
        .map(|member| (*member, reads(*member)))
        .collect()
}

/// Has the introduction say what is true now, where there is a thread.
pub(super) async fn rewrite_intro(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    pairing: &Pairing,
    post: Post,
) -> Result<()> {
    if pairing.privately {
        return Ok(());
    }
    let delivery = Delivery::Edit {
        message: MessageRef::PairingIntro(pairing.id),
        post,
    };
    owe(db, scene, pairing, delivery, Receipt::Nothing).await
}
