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
use crate::domain::permissions::{GuildRights, Permissions};
use crate::domain::round::ProgrammeKind;
use crate::domain::schedule::Calendar;
use crate::domain::tenure::{self, TenureBand, UPWARDS_BY};
use crate::error::Result;
use crate::features::messages::{self, Message};
use crate::features::swaps;
use crate::post::Post;
use crate::store::SqliteConnection;
use crate::store::pairings::{self, Introduced, Pairing, Teams};
use crate::store::settings::{self, Channel, Guild};

/// For so long it counts who was asked to write first.
const FIRST_WRITERS_FOR: TimeDelta = TimeDelta::days(365);

/// What is the same for all pairings of a programme in one transaction: read once for a round of a thousand.
#[derive(Clone, Debug)]
pub(crate) struct Common {
    teams: Teams,
    /// The channel under which threads are opened, if it is there.
    under: Option<Under>,
}

#[derive(Clone, Debug)]
struct Under {
    id: ChannelId,
    channel: Channel,
    rights: GuildRights,
}

impl Common {
    /// For a programme with this channel.
    ///
    /// # Errors
    ///
    /// When the database does not answer.
    pub(crate) async fn of(
        db: &mut SqliteConnection,
        guild: &Guild,
        channel: Option<ChannelId>,
    ) -> Result<Self> {
        let known = match channel {
            Some(id) => settings::channel(db, guild.id, id).await?.zip(Some(id)),
            None => None,
        };
        let under = match known {
            Some((channel, id)) => Some(Under {
                id,
                channel,
                rights: settings::rights(db, guild).await?,
            }),
            None => None,
        };
        Ok(Self {
            teams: Teams::of(db, guild.id).await?,
            under,
        })
    }

    /// The channel, if all of these can see it.
    fn reachable_by(&self, people: &[Introduced]) -> Option<ChannelId> {
        let under = self.under.as_ref()?;
        let sees = |person: &Introduced| {
            let rights =
                under
                    .rights
                    .in_channel(&under.channel.overwrites, person.member, &person.roles);
            rights.contains(Permissions::VIEW_CHANNEL)
        };
        people.iter().all(sees).then_some(under.id)
    }
}

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
        pairings::introduced_in(db, scene.guild, &common.teams, &pairing.members()).await?;
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
        set_privately(db, pairing).await?;
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
        pairings::introduced_in(db, scene.guild, &common.teams, &pairing.members()).await?;
    where_they_can(db, scene, &common, pairing, people).await
}

/// Whether all of these can see a channel; nobody sees one that is gone.
pub(super) async fn everybody_sees(
    db: &mut SqliteConnection,
    guild: &Guild,
    channel: ChannelId,
    people: &[Introduced],
) -> Result<bool> {
    let common = Common::of(db, guild, Some(channel)).await?;
    Ok(common.reachable_by(people).is_some())
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
    set_privately(db, pairing).await?;
    let introduction = introduction(db, scene, pairing).await?;
    tell_all(db, scene, &introduction).await
}

async fn set_privately(db: &mut SqliteConnection, pairing: &mut Pairing) -> Result<()> {
    pairings::set_privately(db, pairing.id).await?;
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
