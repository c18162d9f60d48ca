//! Bringing the members of a pairing together: what they are told of each other, and where.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};

use super::starters;
use super::tell::{self, Scene};
use super::times;
use super::words::{self, Introduction};
use crate::delivery::{Delivery, Place, Purpose, Receipt};
use crate::domain::common_hour;
use crate::domain::ids::{ChannelId, MemberId, PairingId};
use crate::domain::permissions::Permissions;
use crate::domain::round::ProgrammeKind;
use crate::domain::schedule::Calendar;
use crate::domain::tenure::{self, TenureBand, UPWARDS_BY};
use crate::error::Result;
use crate::features::messages::{self, Message};
use crate::features::swaps;
use crate::post::Post;
use crate::store::SqliteConnection;
use crate::store::pairings::{self, Introduced, Pairing};
use crate::store::settings::{self, Guild};

/// For so long it counts who was asked to write first.
const FIRST_WRITERS_FOR: TimeDelta = TimeDelta::days(365);

/// Brings the members of a new pairing together: in a private thread, or by private messages where one of them cannot see the
/// channel. Within the transaction that seats them.
pub(super) async fn introduce(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    pairing: PairingId,
) -> Result<()> {
    let Some(mut pairing) = pairings::find(db, pairing).await? else {
        return Ok(());
    };
    let people = pairings::introduced(db, scene.guild, &pairing.members()).await?;
    pairing.first_writer = first_writer(db, scene, &people).await?;
    pairing.starter = starters::choose(db, scene, &pairing).await?;
    pairing.common_at = common_hour(&people, scene.now, pairing.next_at);
    pairings::set_introduction(
        db,
        pairing.id,
        pairing.first_writer,
        pairing.starter.as_deref(),
        pairing.common_at,
    )
    .await?;
    where_they_can(db, scene, &mut pairing, &people).await?;
    times::plan(db, scene, &pairing).await
}

/// Tells them whom they are with: in a thread, or privately.
async fn where_they_can(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    pairing: &mut Pairing,
    people: &[Introduced],
) -> Result<()> {
    match reachable_in(db, scene.guild, pairing, people).await? {
        Some(channel) => in_a_thread(db, scene, pairing, channel).await,
        None => by_messages(db, scene, pairing).await,
    }
}

/// Introduces those who are left of a pairing none of whom was told anything yet, as if they had been the only ones from the beginning.
pub(super) async fn anew(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    pairing: &mut Pairing,
) -> Result<()> {
    let people = pairings::introduced(db, scene.guild, &pairing.members()).await?;
    where_they_can(db, scene, pairing, &people).await
}

/// The channel, if all of them can see it.
async fn reachable_in(
    db: &mut SqliteConnection,
    guild: &Guild,
    pairing: &Pairing,
    people: &[Introduced],
) -> Result<Option<ChannelId>> {
    let Some(channel) = pairing.channel else {
        return Ok(None);
    };
    let sees = everybody_sees(db, guild, channel, people).await?;
    Ok(sees.then_some(channel))
}

/// Whether all of these can see a channel; nobody sees one that is gone.
pub(super) async fn everybody_sees(
    db: &mut SqliteConnection,
    guild: &Guild,
    channel: ChannelId,
    people: &[Introduced],
) -> Result<bool> {
    let Some(known) = settings::channel(db, guild.id, channel).await? else {
        return Ok(false);
    };
    let rights = settings::rights(db, guild).await?;
    Ok(people.iter().all(|person| {
        rights
            .in_channel(&known.overwrites, person.member, &person.roles)
            .contains(Permissions::VIEW_CHANNEL)
    }))
}

async fn in_a_thread(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    pairing: &Pairing,
    channel: ChannelId,
) -> Result<()> {
    let opening = Delivery::OpenPrivateThread {
        under: channel,
        name: words::thread_name(pairing),
        members: pairing.members(),
    };
    let opened = Receipt::PairingThreadOpened(pairing.id);
    tell::owe(db, scene, pairing, opening, opened).await?;
    first_words(db, scene, pairing).await
}

/// The first message of the thread, once it is open.
pub(super) async fn first_words(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    pairing: &Pairing,
) -> Result<()> {
    let introduction = Delivery::Send {
        to: Place::PairingThread(pairing.id),
        post: intro(db, scene, pairing).await?.pinging(pairing.members()),
    };
    let introduced = Receipt::PairingIntroduced(pairing.id);
    tell::owe(db, scene, pairing, introduction, introduced).await
}

/// Tells each of them privately whom they are with. From here on the pairing has no thread.
pub(super) async fn by_messages(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    pairing: &mut Pairing,
) -> Result<()> {
    pairings::set_privately(db, pairing.id).await?;
    (pairing.privately, pairing.thread, pairing.intro) = (true, None, None);
    for member in pairing.members() {
        tell_one(db, scene, pairing, member).await?;
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
    let message = Message {
        until: Some(pairing.next_at),
        receipt: Receipt::PairingTold(pairing.id, member),
        ..Message::new(
            member,
            Purpose::Pairing,
            words::told(&introduction, member, &scene.guild.name),
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
    let swap = match pairing.kind {
        ProgrammeKind::Swap => {
            Some(swaps::intro_words(db, pairing.id).await?).filter(|lines| !lines.trim().is_empty())
        }
        ProgrammeKind::Coffee => None,
    };
    Ok(Introduction {
        longer_and_newer: far_apart(&people, scene.now),
        starter: starters::of(pairing),
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
async fn first_writer(
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

/// Puts the next hour they have in common into a pairing whose proposed one is past. Says whether it did; nothing is written.
pub(super) async fn hour_ahead(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    pairing: &mut Pairing,
) -> Result<bool> {
    if pairing.common_at.is_none_or(|at| at > scene.now) {
        return Ok(false);
    }
    let people = pairings::introduced(db, scene.guild, &pairing.members()).await?;
    pairing.common_at = common_hour(&people, scene.now, pairing.next_at);
    Ok(true)
}

/// An hour in which all of them work: from the next day on, so that there is time to say yes; where that is too late, from now on.
pub(super) fn common_hour(
    people: &[Introduced],
    now: DateTime<Utc>,
    next_at: DateTime<Utc>,
) -> Option<DateTime<Utc>> {
    let calendars: Vec<Calendar> = people
        .iter()
        .map(|person| person.calendar.clone())
        .collect();
    let tomorrow = now + TimeDelta::hours(18);
    common_hour::propose(&calendars, tomorrow, next_at)
        .or_else(|| common_hour::propose(&calendars, now, next_at))
}
