//! Somebody leaves their seat: they cannot this time, left the guild, or asked to be forgotten. Three go on as two; whoever is left
//! alone may have another.

use super::tell::{self, Scene};
use super::words::{Changed, Leaver};
use super::{hour, introduce, joining, regroup, times, words};
use crate::delivery::{Delivery, Place, Receipt};
use crate::domain::ids::MemberId;
use crate::domain::ids::{GuildId, PairingId};
use crate::domain::round::{PairingState, ProgrammeKind};
use crate::error::Result;
use crate::features::{messages, swaps};
use crate::store::outbox::{self, Lane};
use crate::store::pairings::{self, Pairing, Seat};
use crate::store::{SqliteConnection, Write, settings};

/// Why somebody leaves their seat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Why {
    /// They cannot this time: the others hear who.
    Cannot,
    /// They are no longer in the guild: the others hear who.
    Gone,
    /// Nobody hears who, nor why: they asked to be forgotten, stepped back before they were introduced, or are kept apart.
    Unsaid,
}

impl Why {
    /// What the others hear of whoever leaves this seat.
    const fn leaver(self, seat: Option<&Seat>) -> Leaver<'_> {
        match (self, seat) {
            (Self::Cannot, Some(seat)) => Leaver::Cannot(seat),
            (Self::Gone, Some(seat)) => Leaver::Gone(seat),
            _ => Leaver::Nobody,
        }
    }
}

/// A member leaves their seat of a pairing that goes on. Returns those who are left.
pub(super) async fn leave(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    pairing: &Pairing,
    member: MemberId,
    why: Why,
) -> Result<Vec<Seat>> {
    pairings::leave(db, pairing.id, member, scene.now).await?;
    untold(db, scene, pairing.id, member).await?;
    let Some(mut left) = pairings::find(db, pairing.id).await? else {
        return Ok(Vec::new());
    };
    joining::no_place_here(db, scene, pairing.id).await?;
    let leaver = why.leaver(pairing.seat(member));
    let here: Vec<Seat> = left.here().into_iter().cloned().collect();
    match here.as_slice() {
        [] => pairings::set_off(db, pairing.id, scene.now).await?,
        [alone] if left.state == PairingState::Open => {
            pairings::set_off(db, pairing.id, scene.now).await?;
            left.state = PairingState::Off;
            let left = fold_up(db, scene, left).await?;
            regroup::freed(db, scene, &left, alone.member, leaver).await?;
        }
        // Who met has met, whoever goes afterwards: nothing is taken back.
        _ if left.state == PairingState::Open => go_on(db, scene, left, leaver).await?,
        _ => {}
    }
    Ok(here)
}

/// Two of three go on.
async fn go_on(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    mut pairing: Pairing,
    leaver: Leaver<'_>,
) -> Result<()> {
    if pairing.kind == ProgrammeKind::Swap {
        swaps::go_on_as_two(db, scene.guild.id, pairing.id).await?;
    }
    let changed = settle_again(db, scene, &mut pairing).await?;
    if pairing.privately {
        two_go_on_privately(db, scene, &pairing, leaver, changed).await?;
    } else if !unsaid(db, scene, &mut pairing).await? {
        let introduction = introduce::introduction(db, scene, &pairing).await?;
        tell::rewrite_intro(db, scene, &pairing, words::intro(&introduction)).await?;
        let said = words::two_go_on(&introduction, leaver, changed);
        tell::in_thread(db, scene, &pairing, said).await?;
    }
    times::plan(db, scene, &pairing).await
}

/// Has what was not said yet in the thread of a pairing name those who are left, and nobody else. `false`: all of it was said.
async fn unsaid(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    pairing: &mut Pairing,
) -> Result<bool> {
    let opening = Receipt::PairingThreadOpened(pairing.id);
    if outbox::drop_owed(db, opening, scene.now).await? > 0 {
        outbox::drop_lane(db, Lane::Pairing(pairing.id), scene.now).await?;
        introduce::anew(db, scene, pairing).await?;
        return Ok(true);
    }
    let introduction = Receipt::PairingIntroduced(pairing.id);
    if outbox::drop_owed(db, introduction, scene.now).await? > 0 {
        introduce::first_words(db, scene, pairing).await?;
        return Ok(true);
    }
    Ok(false)
}

/// Each of the two hears who cannot, or if they have not read of that one yet, only whom they are with.
async fn two_go_on_privately(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    pairing: &Pairing,
    leaver: Leaver<'_>,
    changed: Changed,
) -> Result<()> {
    let introduction = introduce::introduction(db, scene, pairing).await?;
    for member in pairing.members() {
        if introduce::told_otherwise(db, scene, &introduction, member).await? {
            continue;
        }
        let to = (member, scene.guild.name.as_str());
        let post = words::two_go_on_privately(&introduction, leaver, changed, to);
        tell::privately(db, scene, pairing, member, post).await?;
    }
    Ok(())
}

/// Chooses anew who writes first, if that one is not there any more, and the hour proposed, if it does not suit those who are there now.
/// Says what is otherwise than before.
pub(super) async fn settle_again(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    pairing: &mut Pairing,
) -> Result<Changed> {
    let members = pairing.members();
    let people = pairings::introduced(db, scene.guild, &members).await?;
    let before = (pairing.first_writer, pairing.common_at);
    if !pairing
        .first_writer
        .is_some_and(|first| members.contains(&first))
    {
        pairing.first_writer = introduce::first_writer(db, scene, &people).await?;
    }
    if !hour::stands_for(&people, pairing, scene.now) {
        pairing.common_at = hour::common(&people, scene.now, pairing.next_at);
    }
    pairings::set_introduction(
        db,
        pairing.id,
        pairing.first_writer,
        pairing.starter.as_deref(),
        pairing.common_at,
    )
    .await?;
    Ok(Changed {
        first_writer: before.0 != pairing.first_writer,
        hour: before.1 != pairing.common_at,
    })
}

/// A pairing of which one is left says so where it was introduced. A thread that is not open yet is not opened any more.
async fn fold_up(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    mut pairing: Pairing,
) -> Result<Pairing> {
    if pairing.privately {
        for member in pairing.members() {
            untold(db, scene, pairing.id, member).await?;
        }
        return Ok(pairing);
    }
    if pairing.thread.is_none() {
        outbox::drop_lane(db, Lane::Pairing(pairing.id), scene.now).await?;
        pairings::set_privately(db, pairing.id).await?;
        pairing.privately = true;
        return Ok(pairing);
    }
    let intro = introduce::intro(db, scene, &pairing).await?;
    tell::rewrite_intro(db, scene, &pairing, intro).await?;
    Ok(pairing)
}

/// Takes back what was to tell somebody whom they are with, as far as it was not sent. `false`: there was nothing of it.
pub(super) async fn untold(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    pairing: PairingId,
    member: MemberId,
) -> Result<bool> {
    let receipt = Receipt::PairingTold(pairing, member);
    if outbox::drop_owed(db, receipt, scene.now).await? == 0 {
        return Ok(false);
    }
    messages::moved_up(db, scene.guild, member, scene.now).await?;
    Ok(true)
}

/// A member left the guild: their pairings go on without them or end.
pub(super) async fn member_left(
    write: &mut Write,
    scene: Scene<'_>,
    member: MemberId,
) -> Result<()> {
    leave_all(write, scene, member, Why::Gone).await
}

/// A member left and came back while nobody was looking, and Discord took them out of every thread: the same, without a word of who it
/// was, as they are not gone.
pub(super) async fn came_back(write: &mut Write, scene: Scene<'_>, member: MemberId) -> Result<()> {
    leave_all(write, scene, member, Why::Unsaid).await
}

/// A member asked to be forgotten: the same, without a word of who it was, and their name goes from where it stands.
pub(super) async fn forgotten(write: &mut Write, scene: Scene<'_>, member: MemberId) -> Result<()> {
    leave_all(write, scene, member, Why::Unsaid).await?;
    for pairing in pairings::all_of(write, scene.guild.id, member, i64::MAX, 0).await? {
        let Some(pairing) = pairings::find(write, pairing).await? else {
            continue;
        };
        if pairing.thread.is_none() {
            continue;
        }
        let rename = Delivery::RenameThread {
            thread: Place::PairingThread(pairing.id),
            name: words::thread_name_without(&pairing, member),
        };
        tell::owe(write, scene, &pairing, rename, Receipt::Nothing).await?;
    }
    Ok(())
}

async fn leave_all(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    member: MemberId,
    why: Why,
) -> Result<()> {
    let guild: GuildId = scene.guild.id;
    for round in pairings::standing_of(db, guild, member).await? {
        regroup::sits_out(db, round, member).await?;
    }
    for pairing in pairings::going_on_of(db, guild, member).await? {
        if let Some(pairing) = pairings::find(db, pairing).await? {
            leave(db, scene, &pairing, member, why).await?;
        }
    }
    Ok(())
}

/// The settings of a pairing's guild, where the bot is in it still.
pub(super) async fn guild_of(
    db: &mut SqliteConnection,
    pairing: &Pairing,
) -> Result<Option<settings::Guild>> {
    Ok(settings::guild(db, pairing.guild).await?)
}
