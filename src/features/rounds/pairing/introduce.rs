//! Bringing the members of a pairing together: what they are told of each other, and where.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};

use super::channel::Common;
use super::hour;
use super::starters;
use super::tell::{self, Scene};
use super::times;
use super::words::{self, Introduction};
use crate::delivery::{Delivery, MessageRef, Place, Purpose, Receipt};
use crate::domain::ids::{ChannelId, MemberId, PairingId};
use crate::domain::round::ProgrammeKind;
use crate::domain::tenure::{self, TenureBand, UPWARDS_BY};
use crate::error::Result;
use crate::features::messages::{self, Message};
use crate::features::swaps;
use crate::post::Post;
use crate::store::SqliteConnection;
use crate::store::outbox::{self, Lane, Owed};
use crate::store::pairings::{self, Introduced, Pairing};

/// For so long it counts who was asked to write first.
const FIRST_WRITERS_FOR: TimeDelta = TimeDelta::days(365);

/// Brings the members of a new pairing together: in a private thread, or by private messages where one of them cannot see the
/// channel. Within the transaction that seats them.
pub(super) async fn introduce(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    common: &Common,
    pairing: PairingId,
) -> Result<()> {
    let Some(mut pairing) = pairings::find(db, pairing).await? else {
        return Ok(());
    };
    let people =
        pairings::introduced_in(db, scene.guild, common.teams(), &pairing.members()).await?;
    pairing.first_writer = first_writer(db, scene, &people).await?;
    pairing.starter = starters::choose(db, scene, &pairing).await?;
    pairing.common_at = hour::common(&people, scene.now, pairing.next_at);
    pairings::set_introduction(
        db,
        pairing.id,
        pairing.first_writer,
        pairing.starter.as_deref(),
        pairing.common_at,
    )
    .await?;
    where_they_can(db, scene, common, &mut pairing, people).await?;
    times::plan(db, scene, &pairing).await
}

/// Tells them whom they are with: in a thread, or privately.
async fn where_they_can(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    common: &Common,
    pairing: &mut Pairing,
    people: Vec<Introduced>,
) -> Result<()> {
    if let Some(channel) = common.reachable_by(&people) {
        let introduction = introduction_of(db, scene, pairing, people).await?;
        in_a_thread(db, scene, &introduction, channel).await
    } else {
        set_privately(db, scene, pairing).await?;
        let introduction = introduction_of(db, scene, pairing, people).await?;
        tell_all(db, scene, &introduction).await
    }
}

/// Introduces those who are left of a pairing none of whom was told anything yet, as if they had been the only ones from the beginning.
pub(super) async fn anew(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    pairing: &mut Pairing,
) -> Result<()> {
    let common = Common::of(db, scene.guild, pairing.channel).await?;
    let people =
        pairings::introduced_in(db, scene.guild, common.teams(), &pairing.members()).await?;
    where_they_can(db, scene, &common, pairing, people).await
}

async fn in_a_thread(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    introduction: &Introduction,
    channel: ChannelId,
) -> Result<()> {
    let pairing = &introduction.pairing;
    let opening = Delivery::OpenPrivateThread {
        under: channel,
        name: words::thread_name(pairing),
        members: pairing.members(),
    };
    pairings::set_under(db, pairing.id, channel).await?;
    let opened = Receipt::PairingThreadOpened(pairing.id);
    tell::owe(db, scene, pairing, opening, opened).await?;
    say_first(db, scene, introduction).await
}

/// Has what introduces them say how things are now: what was said is changed, and what was not yet is said so at once.
pub(super) async fn put_right(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    pairing: &Pairing,
) -> Result<()> {
    let introduction = introduction(db, scene, pairing).await?;
    if pairing.privately {
        for member in pairing.members() {
            told_otherwise(db, scene, &introduction, member).await?;
        }
        return Ok(());
    }
    let introduced = Receipt::PairingIntroduced(pairing.id);
    if outbox::drop_owed(db, introduced, scene.now).await? > 0 {
        return say_first(db, scene, &introduction).await;
    }
    tell::rewrite_intro(db, scene, pairing, words::intro(&introduction)).await
}

/// Has what one of them is to be told of whom they are with say how things are now, where they have certainly not read it yet.
pub(super) async fn unread_is_right(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    pairing: &Pairing,
    member: MemberId,
) -> Result<()> {
    let told = Receipt::PairingTold(pairing.id, member);
    let row = outbox::bringing(db, member, told).await?;
    if row.is_some_and(|row| row.unread) {
        let introduction = introduction(db, scene, pairing).await?;
        told_otherwise(db, scene, &introduction, member).await?;
    }
    Ok(())
}

/// Has what one of them was told, or is to be told, of whom they are with say how things are now. `true`: they have not read it yet.
pub(super) async fn told_otherwise(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    introduction: &Introduction,
    member: MemberId,
) -> Result<bool> {
    let told = Receipt::PairingTold(introduction.pairing.id, member);
    let Some(row) = outbox::bringing(db, member, told).await? else {
        return Ok(false);
    };
    let post = words::told(introduction, member, &scene.guild.name);
    if row.unread {
        let to = Place::Direct(member);
        outbox::say_otherwise(db, row.id, &Delivery::Send { to, post }).await?;
        return Ok(true);
    }
    // Behind the message itself, which may be on its way still.
    let owed = Owed {
        guild: scene.guild.id,
        lane: Lane::Direct(member),
        delivery: Delivery::Edit {
            message: MessageRef::Sent(row.id),
            post,
        },
        receipt: Receipt::Nothing,
        purpose: Purpose::Answer,
        about: None,
        not_before: scene.now,
    };
    outbox::owe(db, owed, scene.now).await?;
    Ok(false)
}

/// The first message of the thread, once it is open.
pub(super) async fn first_words(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    pairing: &Pairing,
) -> Result<()> {
    let introduction = introduction(db, scene, pairing).await?;
    say_first(db, scene, &introduction).await
}

async fn say_first(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    introduction: &Introduction,
) -> Result<()> {
    let pairing = &introduction.pairing;
    let first = Delivery::Send {
        to: Place::PairingThread(pairing.id),
        post: words::intro(introduction).pinging(pairing.members()),
    };
    let introduced = Receipt::PairingIntroduced(pairing.id);
    tell::owe(db, scene, pairing, first, introduced).await
}

/// Tells each of them privately whom they are with. From here on the pairing has no thread.
pub(super) async fn by_messages(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    pairing: &mut Pairing,
) -> Result<()> {
    set_privately(db, scene, pairing).await?;
    let introduction = introduction(db, scene, pairing).await?;
    tell_all(db, scene, &introduction).await
}

/// They are told privately, from now on: so much time they have had for each other when they are asked whether they met.
async fn set_privately(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    pairing: &mut Pairing,
) -> Result<()> {
    pairings::set_privately(db, pairing.id).await?;
    pairing.introduced_at.get_or_insert(scene.now);
    (pairing.privately, pairing.thread, pairing.intro) = (true, None, None);
    Ok(())
}

async fn tell_all(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    introduction: &Introduction,
) -> Result<()> {
    for member in introduction.pairing.members() {
        tell(db, scene, introduction, member).await?;
    }
    Ok(())
}

/// Tells one of them privately whom they are with.
pub(super) async fn tell_one(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    pairing: &Pairing,
    member: MemberId,
) -> Result<()> {
    let introduction = introduction(db, scene, pairing).await?;
    tell(db, scene, &introduction, member).await
}

async fn tell(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    introduction: &Introduction,
    member: MemberId,
) -> Result<()> {
    let pairing = &introduction.pairing;
    let message = Message {
        until: Some(pairing.next_at),
        round: Some(pairing.round),
        receipt: Receipt::PairingTold(pairing.id, member),
        ..Message::new(
            member,
            Purpose::Pairing,
            words::told(introduction, member, &scene.guild.name),
        )
    };
    messages::start(db, scene.guild, message, scene.now).await?;
    Ok(())
}

/// What the introduction in the thread says now.
pub(super) async fn intro(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    pairing: &Pairing,
) -> Result<Post> {
    Ok(words::intro(&introduction(db, scene, pairing).await?))
}

/// Everything that an introduction says, as things are now.
pub(super) async fn introduction(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    pairing: &Pairing,
) -> Result<Introduction> {
    let people = pairings::introduced(db, scene.guild, &pairing.members()).await?;
    introduction_of(db, scene, pairing, people).await
}

/// The same where its people are known already.
async fn introduction_of(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    pairing: &Pairing,
    people: Vec<Introduced>,
) -> Result<Introduction> {
    let swap = match pairing.kind {
        ProgrammeKind::Swap => {
            let lines = swaps::intro_words(db, pairing.id, pairing.privately).await?;
            Some(lines).filter(|lines| !lines.trim().is_empty())
        }
        ProgrammeKind::Coffee => None,
    };
    Ok(Introduction {
        longer_and_newer: far_apart(&people, scene.now),
        none_left: pairing.common_at.is_none() && hour::there_was(&people, pairing),
        starter: starters::shown(db, pairing).await?,
        pairing: pairing.clone(),
        people,
        swap,
    })
}

/// Who has been here the longest and who the shortest, where that differs much.
fn far_apart(people: &[Introduced], now: DateTime<Utc>) -> Option<(MemberId, MemberId)> {
    let band = |person: &Introduced| TenureBand::at(person.joined_at, now).number();
    let longer = people.iter().min_by_key(|person| person.joined_at)?;
    let newer = people.iter().max_by_key(|person| person.joined_at)?;
    (band(longer) >= band(newer) + UPWARDS_BY).then_some((longer.member, newer.member))
}

/// Who is asked to write first: who was asked the least, but no newcomer where somebody else can.
pub(super) async fn first_writer(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    people: &[Introduced],
) -> Result<Option<MemberId>> {
    let members: Vec<MemberId> = people.iter().map(|person| person.member).collect();
    let since = scene.now - FIRST_WRITERS_FOR;
    let often: BTreeMap<MemberId, i64> =
        pairings::first_writers(db, scene.guild.id, &members, since).await?;
    Ok(people
        .iter()
        .min_by_key(|person| {
            (
                is_new(person, scene.now),
                often.get(&person.member).copied().unwrap_or_default(),
                person.joined_at,
                person.member,
            )
        })
        .map(|person| person.member))
}

/// Whether somebody is a newcomer still.
pub(super) fn is_new(person: &Introduced, now: DateTime<Utc>) -> bool {
    tenure::is_newcomer(person.newcomer_since.unwrap_or(person.joined_at), now)
}
