//! What the members of a pairing click: that they met, that it is planned, that it has not come about yet, how it was.

use super::tell::{self, Scene};
use super::{introduce, joining, regroup, times, words};
use crate::domain::ask::Face;
use crate::domain::ids::{MemberId, PairingId};
use crate::domain::round::{PairingDue, PairingState, SeatAnswer};
use crate::error::{Error, Result};
use crate::features::{Ctx, settings, swaps};
use crate::post::Post;
use crate::store::activity;
use crate::store::pairings::{self, Pairing, Seat};
use crate::store::settings::Guild;
use crate::store::{SqliteConnection, helper_facts, lessons, settings as settings_rows};

/// A pairing as this transaction finds it, with the seat of whoever clicked.
pub(super) struct Own {
    pub(super) pairing: Pairing,
    pub(super) guild: Guild,
    pub(super) seat: Seat,
}

impl Own {
    /// Whether its buttons mean something still to this member.
    pub(super) fn is_going_on(&self) -> bool {
        self.seat.left_at.is_none() && self.pairing.is_going_on()
    }
}

/// Finds a pairing that somebody clicked on and in which they have, or had, a seat, in a guild that the bot works for.
///
/// # Errors
///
/// A sentence where it is gone, not theirs, they left the guild, or Potluck is off there.
pub(super) async fn own(
    db: &mut SqliteConnection,
    pairing: PairingId,
    member: MemberId,
) -> Result<Own> {
    let pairing = pairings::find(db, pairing)
        .await?
        .ok_or_else(|| Error::user(words::GONE))?;
    let guild = settings_rows::guild(db, pairing.guild)
        .await?
        .ok_or_else(|| Error::user(words::GONE))?;
    if let Some(whom) = settings::whom_to_ask(&guild) {
        return Err(Error::user(whom));
    }
    let seat = pairing
        .seat(member)
        .cloned()
        .ok_or_else(|| Error::user(words::NOT_YOURS))?;
    let here = helper_facts::person(db, &guild, member).await?;
    if here.is_none_or(|person| person.left) {
        return Err(Error::user(words::NOT_A_MEMBER));
    }
    Ok(Own {
        pairing,
        guild,
        seat,
    })
}

/// The same, of a pairing whose buttons mean something still to this member.
pub(super) async fn own_going_on(
    db: &mut SqliteConnection,
    pairing: PairingId,
    member: MemberId,
) -> Result<Own> {
    let own = own(db, pairing, member).await?;
    if own.seat.left_at.is_some() {
        return Err(Error::user(words::you_left(&own.seat)));
    }
    if !own.pairing.is_going_on() {
        return Err(Error::user(words::over(&own.pairing)));
    }
    Ok(own)
}

/// **We met**: they did if anyone says so. Shows the page on which to say how it was.
pub(super) async fn met(ctx: &Ctx, pairing: PairingId, member: MemberId) -> Result<Post> {
    said_how(ctx, pairing, member, None).await
}

/// How it was.
pub(super) async fn face(
    ctx: &Ctx,
    pairing: PairingId,
    member: MemberId,
    face: u8,
) -> Result<Post> {
    let face = Face::from_number(face).ok_or_else(|| Error::user(words::NO_SUCH_FACE))?;
    said_how(ctx, pairing, member, Some(face)).await
}

/// They met, and how it was if that was said: a face cannot be had without having met.
async fn said_how(
    ctx: &Ctx,
    pairing: PairingId,
    member: MemberId,
    face: Option<Face>,
) -> Result<Post> {
    let mut write = ctx.store.write().await?;
    let Own {
        mut pairing,
        guild,
        mut seat,
    } = own_going_on(&mut write, pairing, member).await?;
    let scene = Scene {
        guild: &guild,
        now: ctx.clock.now(),
    };
    pairings::answer(&mut write, pairing.id, member, SeatAnswer::Met, scene.now).await?;
    if pairing.state == PairingState::Open {
        pairings::set_met(&mut write, pairing.id, scene.now).await?;
        pairing.state = PairingState::Met;
        has_met(&mut write, scene, &pairing).await?;
    }
    if let Some(face) = face {
        pairings::set_face(&mut write, pairing.id, member, face).await?;
        seat.face = Some(face);
    }
    let lesson = lessons::of_pairing(&mut write, pairing.id, member).await?;
    activity::note(&mut write, guild.id, member, scene.now).await?;
    write.commit().await?;
    Ok(words::met(
        &pairing,
        &seat,
        lesson.as_ref().map(|lesson| lesson.text.as_str()),
    ))
}

/// What follows when the first of them says that they met.
async fn has_met(db: &mut SqliteConnection, scene: Scene<'_>, pairing: &Pairing) -> Result<()> {
    let intro = introduce::intro(db, scene, pairing).await?;
    tell::rewrite_intro(db, scene, pairing, intro).await?;
    // Who meets already is no place for a third.
    joining::no_place_here(db, scene, pairing.id).await?;
    swaps::after_met(db, scene.guild, pairing.id, scene.now).await
}

/// **It's planned**.
pub(super) async fn planned(ctx: &Ctx, pairing: PairingId, member: MemberId) -> Result<Post> {
    let mut write = ctx.store.write().await?;
    let Own { pairing, guild, .. } = own_going_on(&mut write, pairing, member).await?;
    let scene = Scene {
        guild: &guild,
        now: ctx.clock.now(),
    };
    if pairing.state == PairingState::Met {
        return Ok(words::planned_but_met());
    }
    pairings::answer(
        &mut write,
        pairing.id,
        member,
        SeatAnswer::Planned,
        scene.now,
    )
    .await?;
    plan_anew(&mut write, scene, pairing.id).await?;
    activity::note(&mut write, guild.id, member, scene.now).await?;
    write.commit().await?;
    Ok(words::planned(&pairing))
}

/// **Not yet**: they are asked once more, two days later.
pub(super) async fn not_yet(ctx: &Ctx, pairing: PairingId, member: MemberId) -> Result<Post> {
    let mut write = ctx.store.write().await?;
    let Own { pairing, guild, .. } = own_going_on(&mut write, pairing, member).await?;
    let scene = Scene {
        guild: &guild,
        now: ctx.clock.now(),
    };
    if pairing.state == PairingState::Met {
        return Ok(words::met_by_another());
    }
    pairings::answer(
        &mut write,
        pairing.id,
        member,
        SeatAnswer::NotYet,
        scene.now,
    )
    .await?;
    plan_anew(&mut write, scene, pairing.id).await?;
    let again = pairings::planned(&mut write, pairing.id).await?;
    activity::note(&mut write, guild.id, member, scene.now).await?;
    write.commit().await?;
    let again = again
        .filter(|(_, due)| matches!(due, PairingDue::CheckAgain | PairingDue::CheckIn))
        .map(|(at, _)| at);
    Ok(words::not_yet(&pairing, again))
}

/// Plans what comes next, as the rows say now.
async fn plan_anew(db: &mut SqliteConnection, scene: Scene<'_>, pairing: PairingId) -> Result<()> {
    match pairings::find(db, pairing).await? {
        Some(pairing) => times::plan(db, scene, &pairing).await,
        None => Ok(()),
    }
}

/// **Can't this time**.
pub(super) async fn cannot(ctx: &Ctx, pairing: PairingId, member: MemberId) -> Result<Post> {
    let mut write = ctx.store.write().await?;
    let Own {
        pairing,
        guild,
        seat,
    } = own(&mut write, pairing, member).await?;
    let scene = Scene {
        guild: &guild,
        now: ctx.clock.now(),
    };
    if seat.left_at.is_some() {
        return Ok(words::cannot_again());
    }
    // Whoever was left alone and cannot either sits it out.
    if pairing.state == PairingState::Off
        && pairing.round_goes_on
        && regroup::sits_out(&mut write, pairing.round, member).await?
    {
        activity::note(&mut write, guild.id, member, scene.now).await?;
        write.commit().await?;
        return Ok(words::sat_out());
    }
    if !pairing.is_going_on() {
        return Err(Error::user(words::over(&pairing)));
    }
    if pairing.state == PairingState::Met {
        return Err(Error::user(words::MET_ALREADY));
    }
    pairings::answer(&mut write, pairing.id, member, SeatAnswer::Cant, scene.now).await?;
    let others = super::leaving::leave(
        &mut write,
        scene,
        &pairing,
        member,
        super::leaving::Why::Cannot,
    )
    .await?;
    activity::note(&mut write, guild.id, member, scene.now).await?;
    write.commit().await?;
    let looked_for = regroup::is_looked_for(scene, &pairing);
    Ok(words::cannot(
        &others.iter().collect::<Vec<_>>(),
        looked_for,
    ))
}
