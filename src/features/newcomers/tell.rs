//! How something reaches a newcomer and their buddy: in the thread of the two, or by private message.

use chrono::{DateTime, Utc};

use super::{Scene, words};
use crate::custom_id::{CustomId, NewcomerClick};
use crate::delivery::{Delivery, Place, Purpose, Receipt};
use crate::domain::ids::{GuildId, MemberId, NewcomerId};
use crate::error::Result;
use crate::features::messages::{self, Message};
use crate::post::{Action, Block, Post};
use crate::store::newcomers::Newcomer;
use crate::store::outbox::{self, Lane, Owed, Unsent};
use crate::store::{SqliteConnection, helper_facts};

/// Somebody with their name, for what is read where a mention may be a number.
pub(super) async fn named(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    member: MemberId,
) -> Result<words::Named> {
    let person = helper_facts::person(db, scene.guild, member).await?;
    Ok(words::Named::of(member, person.as_ref()))
}

/// Whether the thread of the two is open, or will be by something that may be under way already.
pub(super) async fn has_thread(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    newcomer: &Newcomer,
) -> Result<bool> {
    let opened = Receipt::BuddyThreadOpened(newcomer.id);
    Ok(newcomer.thread.is_some() || outbox::is_on_its_way(db, opened, scene.now).await?)
}

/// Owes something in the lane of a newcomer, not before this instant.
pub(super) async fn owe(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    newcomer: NewcomerId,
    delivery: Delivery,
    receipt: Receipt,
    not_before: DateTime<Utc>,
) -> Result<()> {
    let owed = Owed {
        guild: scene.guild.id,
        lane: Lane::Newcomer(newcomer),
        delivery,
        receipt,
        purpose: Purpose::Answer,
        about: None,
        not_before,
    };
    outbox::owe(db, owed, scene.now).await?;
    Ok(())
}

/// Says something in the thread of the two, when whom it speaks to works next.
pub(super) async fn in_thread(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    newcomer: NewcomerId,
    to: MemberId,
    post: Post,
) -> Result<()> {
    let at = at_work(db, scene, to).await?;
    let delivery = Delivery::Send {
        to: Place::BuddyThread(newcomer),
        post,
    };
    owe(db, scene, newcomer, delivery, Receipt::Nothing, at).await
}

/// When somebody works next; now where nothing is known of them.
pub(super) async fn at_work(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    member: MemberId,
) -> Result<DateTime<Utc>> {
    let person = helper_facts::person(db, scene.guild, member).await?;
    Ok(person.map_or(scene.now, |person| {
        person.calendar.next_working_instant(scene.now)
    }))
}

/// Starts a private message. There is no telling whether it has room in their week, and where it has not it waits.
pub(super) async fn privately(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    to: MemberId,
    purpose: Purpose,
    post: Post,
) -> Result<()> {
    messages::start(db, scene.guild, Message::new(to, purpose, post), scene.now).await?;
    Ok(())
}

/// Whether a newcomer's buddy has been introduced to them, or may have been.
pub(super) async fn has_heard(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    newcomer: &Newcomer,
    buddy: MemberId,
) -> Result<bool> {
    if !newcomer.privately {
        let introduced = Receipt::BuddyIntroduced(newcomer.id);
        return Ok(!outbox::is_on_its_way(db, introduced, scene.now).await?);
    }
    Ok(naming_the_newcomer(db, scene, newcomer, buddy)
        .await?
        .is_none())
}

/// When a newcomer's buddy was introduced to them, as far as is known, or is to be: never before now, as long as they are not.
pub(super) async fn introduced_at(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    newcomer: &Newcomer,
    buddy: MemberId,
) -> Result<Option<DateTime<Utc>>> {
    if !newcomer.privately {
        let introduced = Receipt::BuddyIntroduced(newcomer.id);
        return Ok(outbox::carried_out_at(db, introduced, scene.now).await?);
    }
    let owed = naming_the_newcomer(db, scene, newcomer, buddy).await?;
    Ok(owed.map(|message| message.not_before.max(scene.now)))
}

/// The private message by which a buddy is to learn who their newcomer is; `None`: they have read it, or may have.
async fn naming_the_newcomer(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    newcomer: &Newcomer,
    buddy: MemberId,
) -> Result<Option<Unsent>> {
    let owed = outbox::unsent(db, scene.guild.id, buddy, None).await?;
    Ok(owed
        .into_iter()
        .find(|message| message.purpose == Purpose::Pairing && is_to_buddy(message, newcomer.id)))
}

/// Takes back what is owed to a newcomer's buddy as such by private message. Returns whether that by which they were to learn of it was
/// among it, so that they have heard nothing.
pub(super) async fn take_back(
    db: &mut SqliteConnection,
    guild: GuildId,
    buddy: MemberId,
    newcomer: NewcomerId,
    now: DateTime<Utc>,
) -> Result<bool> {
    let owed = outbox::unsent(db, guild, buddy, None).await?;
    let to_buddy = || owed.iter().filter(|message| is_to_buddy(message, newcomer));
    if to_buddy().next().is_some() {
        messages::take_back(db, guild, buddy, now, |message| {
            is_to_buddy(message, newcomer)
        })
        .await?;
    }
    Ok(to_buddy().any(|message| message.purpose == Purpose::Pairing))
}

/// Takes back what is owed to a newcomer who has no thread and says who their buddy is: it is somebody else.
pub(super) async fn take_back_name(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    newcomer: &Newcomer,
) -> Result<()> {
    let naming = Receipt::BuddyNamed(newcomer.id);
    messages::take_back(db, scene.guild.id, newcomer.member, scene.now, |message| {
        message.receipt == naming
    })
    .await
}

fn is_to_buddy(message: &Unsent, newcomer: NewcomerId) -> bool {
    let hand_over = CustomId::from(NewcomerClick::HandOver { newcomer });
    let Delivery::Send { post, .. } = &message.delivery else {
        return false;
    };
    post.blocks.iter().any(|block| match block {
        Block::Buttons(buttons) => buttons
            .iter()
            .any(|button| button.action == Action::Click(hand_over.clone())),
        _ => false,
    })
}
