//! A pair that is asked to be three with somebody who lost their partner: what the two answer, and what becomes of it.

use super::answers::{self, Own};
use super::regroup::{go_on_looking, placed};
use super::tell::{self, Scene};
use super::{asking, introduce, leaving, seats, times, words};
use crate::delivery::{Delivery, Place, Receipt};
use crate::domain::ids::{MemberId, PairingId};
use crate::domain::regroup::PlaceState;
use crate::error::{Error, Result};
use crate::features::Ctx;
use crate::post::Post;
use crate::store::activity;
use crate::store::pairings::{self, Pairing};
use crate::store::programmes;
use crate::store::{SqliteConnection, blocks};

/// **Happy to be three**, or **We'd rather stay two**.
pub(super) async fn answer_place(
    ctx: &Ctx,
    pairing: PairingId,
    member: MemberId,
    by: MemberId,
    yes: bool,
) -> Result<Post> {
    let mut write = ctx.store.write().await?;
    let Own { pairing, guild, .. } = answers::own_going_on(&mut write, pairing, by).await?;
    let scene = Scene {
        guild: &guild,
        now: ctx.clock.now(),
    };
    let place = pairings::place(&mut write, pairing.id, member)
        .await?
        .ok_or_else(|| Error::user(words::GONE))?;
    if place.state != PlaceState::Open {
        return Ok(match place.state {
            PlaceState::Declined if !yes => words::place_answered(false, &[]),
            PlaceState::Taken if yes => words::place_answered(true, &[]),
            _ => words::place_is_over(),
        });
    }
    pairings::sign(&mut write, pairing.id, by, scene.now).await?;
    if !yes {
        pairings::set_place(&mut write, pairing.id, member, PlaceState::Declined).await?;
        go_on_looking(&mut write, scene, pairing.round, member).await?;
        activity::note(&mut write, guild.id, by, scene.now).await?;
        write.commit().await?;
        return Ok(words::place_answered(false, &[]));
    }
    let too_late = if pairing.asked_at.is_some() {
        // Nobody would ask the third whether they met.
        Some(words::place_is_over_as_asked())
    } else if may_join(&mut write, scene, &pairing, member).await? {
        None
    } else {
        Some(words::place_is_over())
    };
    if let Some(sorry) = too_late {
        pairings::set_place(&mut write, pairing.id, member, PlaceState::Over).await?;
        go_on_looking(&mut write, scene, pairing.round, member).await?;
        activity::note(&mut write, guild.id, by, scene.now).await?;
        write.commit().await?;
        return Ok(sorry);
    }
    pairings::agree(&mut write, pairing.id, member, by).await?;
    let agreed = pairings::agreed(&mut write, pairing.id, member).await?;
    let mut waits = pairing.here();
    waits.retain(|seat| !agreed.contains(&seat.member));
    if waits.is_empty() {
        join(&mut write, scene, &pairing, member).await?;
    }
    activity::note(&mut write, guild.id, by, scene.now).await?;
    write.commit().await?;
    Ok(words::place_answered(true, &waits))
}

/// Whether somebody may still be put together with a pair that was asked: a block, a pause or leaving the programme may have come
/// between the question and the answer.
async fn may_join(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    pair: &Pairing,
    member: MemberId,
) -> Result<bool> {
    let apart = blocks::apart_from(db, pair.guild, member).await?;
    if pair.members().iter().any(|other| apart.contains(other)) {
        return Ok(false);
    }
    seats::may_sit(db, scene, pair.programme, member).await
}

/// They are three.
async fn join(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    pair: &Pairing,
    member: MemberId,
) -> Result<()> {
    let mut all = pair.members();
    all.push(member);
    let programme = programmes::find(db, pair.programme).await?;
    // Where groups are to be of three, sitting in one is nothing that others have to take their turn at.
    let of_three = programme.is_none_or(|programme| programme.group_size < 3);
    for seat in seats::facts(db, scene, &all, of_three).await? {
        if seat.member == member {
            pairings::add_seat(db, pair.guild, pair.id, seat).await?;
        } else {
            pairings::counts_also(db, pair.id, seat).await?;
        }
    }
    pairings::set_place(db, pair.id, member, PlaceState::Taken).await?;
    placed(db, pair.round, member).await?;
    let Some(mut pairing) = pairings::find(db, pair.id).await? else {
        return Ok(());
    };
    let changed = leaving::settle_again(db, scene, &mut pairing).await?;
    times::plan(db, scene, &pairing).await?;
    let introduction = introduce::introduction(db, scene, &pairing).await?;
    if pairing.privately {
        let name = asking::name_of(db, scene, member).await?;
        for other in pair.members() {
            if introduce::told_otherwise(db, scene, &introduction, other).await? {
                // They hear of both at once.
                continue;
            }
            let post = words::three_now_privately(&introduction, &name, changed, &scene.guild.name);
            tell::privately(db, scene, &pairing, other, post).await?;
        }
        return introduce::tell_one(db, scene, &pairing, member).await;
    }
    let add = Delivery::AddToThread {
        thread: Place::PairingThread(pairing.id),
        member,
    };
    tell::owe(db, scene, &pairing, add, Receipt::Nothing).await?;
    let rename = Delivery::RenameThread {
        thread: Place::PairingThread(pairing.id),
        name: words::thread_name(&pairing),
    };
    tell::owe(db, scene, &pairing, rename, Receipt::Nothing).await?;
    tell::rewrite_intro(db, scene, &pairing, words::intro(&introduction)).await?;
    let said = words::three_now(&introduction, member, changed);
    tell::in_thread(db, scene, &pairing, said).await?;
    Ok(())
}

/// A pair cannot be three any more, as one of them left or they met: those for whom it was asked go on looking.
pub(super) async fn no_place_here(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    pairing: PairingId,
) -> Result<()> {
    let asked = pairings::asked_of(db, pairing).await?;
    for member in asked {
        pairings::set_place(db, pairing, member, PlaceState::Over).await?;
        if let Some(pairing) = pairings::find(db, pairing).await? {
            go_on_looking(db, scene, pairing.round, member).await?;
        }
    }
    Ok(())
}

/// Somebody is never put together with another from now on: no pair in which that one sits is asked for them any more.
pub(super) async fn no_place_with(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    member: MemberId,
    other: MemberId,
) -> Result<()> {
    for round in pairings::standing_of(db, scene.guild.id, member).await? {
        for asked in pairings::asked_for(db, round, member).await? {
            let pair = pairings::find(db, asked).await?;
            if pair.is_some_and(|pair| tell::is_in(&pair, other)) {
                pairings::set_place(db, asked, member, PlaceState::Over).await?;
                go_on_looking(db, scene, round, member).await?;
            }
        }
    }
    Ok(())
}
