//! Whoever lost their partner: another who lost theirs, or a place in a pair that agrees. If there is nobody they are told, and are
//! first next time.

use chrono::{DateTime, Utc};

use super::answers::{self, Own};
use super::channel::Common;
use super::tell::{self, Scene};
use super::words::Leaver;
use super::{asking, introduce, seats, times, words};
use crate::domain::ids::{MemberId, PairingId, RoundId};
use crate::domain::regroup::{self, FreedState, PlaceState, answer_until};
use crate::domain::round::{PairingState, ProgrammeKind};
use crate::error::{Error, Result};
use crate::features::{Ctx, swaps};
use crate::post::Post;
use crate::store::activity;
use crate::store::pairings::{self, Freed, NewPairing, Pairing};
use crate::store::{SqliteConnection, blocks};

/// What came of looking for somebody else.
#[allow(
    clippy::large_enum_variant,
    reason = "there is one at a time, and not for long"
)]
pub(super) enum Found {
    /// They are in this pairing now.
    Together(Pairing),
    /// So many pairs are asked.
    Asked(usize),
    /// Pairs are asked when the team is at work next.
    Later(DateTime<Utc>),
    /// There is nobody.
    Nobody,
}

/// Whether another is looked for at all for whoever loses their partner in this pairing now.
pub(super) fn is_looked_for(scene: Scene<'_>, pairing: &Pairing) -> bool {
    regroup::is_looked_for(&scene.guild.calendar, scene.now, pairing.next_at)
}

/// Somebody is left alone in a pairing that fell apart: they are asked whether to look for somebody else, and are first next time
/// unless one is found. So late that nobody is looked for they read just that.
pub(super) async fn freed(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    pairing: &Pairing,
    alone: MemberId,
    leaver: Leaver<'_>,
) -> Result<()> {
    pairings::free(
        db,
        pairing.round,
        pairing.guild,
        alone,
        pairing.id,
        scene.now,
    )
    .await?;
    pairings::left_out(db, pairing.round, alone).await?;
    let server = &scene.guild.name;
    let (said, privately) = if is_looked_for(scene, pairing) {
        (
            words::freed(pairing, leaver, alone),
            words::freed_privately(pairing, leaver, server),
        )
    } else {
        pairings::set_freed(db, pairing.round, alone, FreedState::Nobody).await?;
        (
            words::freed_too_late(leaver, alone),
            words::freed_too_late_privately(pairing, leaver, server),
        )
    };
    tell::alone(db, scene, pairing, alone, said, privately).await
}

async fn tell_nobody(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    pairing: &Pairing,
    alone: MemberId,
) -> Result<()> {
    let privately = words::nobody_privately(pairing, &scene.guild.name);
    tell::alone(db, scene, pairing, alone, words::nobody(alone), privately).await
}

/// Somebody who lost their partner sits the round out. `false`: they were not waiting for anybody.
pub(super) async fn sits_out(
    db: &mut SqliteConnection,
    round: RoundId,
    member: MemberId,
) -> Result<bool> {
    let waits = pairings::freed(db, round, member).await?;
    if waits.is_none_or(|freed| matches!(freed.state, FreedState::Placed | FreedState::Out)) {
        return Ok(false);
    }
    pairings::set_freed(db, round, member, FreedState::Out).await?;
    close_places(db, round, member).await?;
    Ok(true)
}

/// **I'll sit this one out**.
pub(super) async fn sit_out(ctx: &Ctx, pairing: PairingId, member: MemberId) -> Result<Post> {
    let mut write = ctx.store.write().await?;
    let Own { pairing, .. } = answers::own(&mut write, pairing, member).await?;
    let freed = waiting(&mut write, &pairing, member).await?;
    if !pairing.round_goes_on {
        return Err(Error::user(words::round_over(&pairing)));
    }
    if freed.state != FreedState::Out {
        sits_out(&mut write, pairing.round, member).await?;
        activity::note(&mut write, pairing.guild, member, ctx.clock.now()).await?;
        write.commit().await?;
    }
    Ok(words::sat_out())
}

/// Whoever lost their partner in this pairing and has no other; otherwise a sentence.
async fn waiting(db: &mut SqliteConnection, pairing: &Pairing, member: MemberId) -> Result<Freed> {
    pairings::freed(db, pairing.round, member)
        .await?
        .filter(|freed| freed.pairing == pairing.id && freed.state != FreedState::Placed)
        .ok_or_else(|| Error::user(words::NOT_FREED))
}

/// **Find me somebody else**. Pressed again it says how it stands, or looks again where there was nobody.
pub(super) async fn find_me(ctx: &Ctx, pairing: PairingId, member: MemberId) -> Result<Post> {
    let mut write = ctx.store.write().await?;
    let Own { pairing, guild, .. } = answers::own(&mut write, pairing, member).await?;
    let scene = Scene {
        guild: &guild,
        now: ctx.clock.now(),
    };
    let freed = waiting(&mut write, &pairing, member).await?;
    if !pairing.round_goes_on {
        return Err(Error::user(words::round_over(&pairing)));
    }
    if !seats::may_sit(&mut write, scene, pairing.programme, member).await? {
        return Err(Error::user(words::not_looking(&pairing)));
    }
    if freed.state == FreedState::Looking {
        let found = stands(&mut write, scene, &pairing, member).await?;
        return Ok(answer(&found, member));
    }
    pairings::set_freed(&mut write, pairing.round, member, FreedState::Looking).await?;
    pairings::left_out(&mut write, pairing.round, member).await?;
    let found = search(&mut write, scene, &pairing, member).await?;
    activity::note(&mut write, guild.id, member, scene.now).await?;
    write.commit().await?;
    Ok(answer(&found, member))
}

fn answer(found: &Found, member: MemberId) -> Post {
    match found {
        Found::Together(new) => words::together(&new.others(member)),
        Found::Asked(pairs) => words::searching(*pairs),
        Found::Later(at_work) => words::searching_later(*at_work),
        Found::Nobody => words::searching(0),
    }
}

/// How it stands with looking for somebody else for a member for whom that is done. Where nobody is asked at night and it is too late in the
/// morning, there is nobody, which they are told in the morning.
pub(super) async fn stands(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    pairing: &Pairing,
    member: MemberId,
) -> Result<Found> {
    let asked = pairings::asked_for(db, pairing.round, member).await?.len();
    if asked > 0 {
        return Ok(Found::Asked(asked));
    }
    let at_work = scene.guild.calendar.next_working_instant(scene.now);
    let in_time = at_work < times::joined_until(scene, pairing);
    Ok(if in_time {
        Found::Later(at_work)
    } else {
        Found::Nobody
    })
}

/// Looks for somebody else for a member whose pairing fell apart: another who was left alone, or a pair that was not asked yet whether it
/// met.
async fn search(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    pairing: &Pairing,
    member: MemberId,
) -> Result<Found> {
    if !is_looked_for(scene, pairing) {
        pairings::set_freed(db, pairing.round, member, FreedState::Nobody).await?;
        return Ok(Found::Nobody);
    }
    if let Some(new) = with_another(db, scene, pairing, member).await? {
        return Ok(Found::Together(new));
    }
    let check_in = times::joined_until(scene, pairing);
    let Some(until) = answer_until(&scene.guild.calendar, scene.now, check_in) else {
        pairings::set_freed(db, pairing.round, member, FreedState::Nobody).await?;
        return Ok(Found::Nobody);
    };
    // A pair is called by name, so nobody is asked at night; and once they are at work it may be too late.
    let at_work = scene.guild.calendar.next_working_instant(scene.now);
    let at_night = at_work > scene.now;
    if at_night && at_work < check_in && asking::could_ask(db, scene, pairing, member).await? {
        pairings::set_freed_due(db, pairing.round, member, at_work).await?;
        return Ok(Found::Later(at_work));
    }
    let asked = if at_night {
        0
    } else {
        asking::ask_pairs(db, scene, pairing, member).await?
    };
    if asked == 0 {
        pairings::set_freed(db, pairing.round, member, FreedState::Nobody).await?;
        return Ok(Found::Nobody);
    }
    pairings::set_freed_due(db, pairing.round, member, until).await?;
    Ok(Found::Asked(asked))
}

/// Puts them together with another who lost their partner and would like one: somebody new to them if there is, and whoever has waited
/// the longest.
async fn with_another(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    pairing: &Pairing,
    member: MemberId,
) -> Result<Option<Pairing>> {
    let apart = blocks::apart_from(db, pairing.guild, member).await?;
    let known = pairings::sat_with(db, pairing.guild, pairing.programme, member).await?;
    let mut others = Vec::new();
    for other in pairings::looking(db, pairing.round).await? {
        // Who could not this time, or was in the same pairing, is no other.
        if other == member || apart.contains(&other) || pairing.seat(other).is_some() {
            continue;
        }
        // Who waited may have left or paused meanwhile.
        if seats::may_sit(db, scene, pairing.programme, other).await? {
            others.push((known.contains(&other), other));
        }
    }
    // A stable sort keeps the order in which they have waited.
    others.sort_by_key(|(met, _)| *met);
    for (_, other) in others {
        let legs = match pairing.kind {
            ProgrammeKind::Coffee => Vec::new(),
            ProgrammeKind::Swap => {
                match swaps::swap_among(db, pairing.guild, &[other, member]).await? {
                    Some(legs) => legs,
                    None => continue,
                }
            }
        };
        let seats = seats::facts(db, scene, &[other, member], false).await?;
        if seats.len() < 2 {
            continue;
        }
        let new = NewPairing {
            round: pairing.round,
            guild: pairing.guild,
            seats,
        };
        let id = pairings::insert(db, &new, scene.now).await?;
        swaps::write_out(db, id, &legs).await?;
        for member in [other, member] {
            placed(db, pairing.round, member).await?;
        }
        let common = Common::of(db, scene.guild, pairing.channel).await?;
        introduce::introduce(db, scene, &common, id).await?;
        tell_found(db, scene, pairing.round, other).await?;
        return Ok(pairings::find(db, id).await?);
    }
    Ok(None)
}

/// Whoever waited is told where their old pairing was; whoever asked just now reads it in the answer.
async fn tell_found(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    round: RoundId,
    member: MemberId,
) -> Result<()> {
    let Some(freed) = pairings::freed(db, round, member).await? else {
        return Ok(());
    };
    let Some(old) = pairings::find(db, freed.pairing).await? else {
        return Ok(());
    };
    if tell::is_in(&old, member) {
        tell::in_thread(db, scene, &old, words::found_in_thread(member)).await?;
    }
    Ok(())
}

/// They have another: nobody is asked for them any more, and they are not first next time.
pub(super) async fn placed(
    db: &mut SqliteConnection,
    round: RoundId,
    member: MemberId,
) -> Result<()> {
    pairings::set_freed(db, round, member, FreedState::Placed).await?;
    pairings::not_left_out(db, round, member).await?;
    close_places(db, round, member).await
}

/// The pairs that are asked for somebody need not answer any more.
async fn close_places(db: &mut SqliteConnection, round: RoundId, member: MemberId) -> Result<()> {
    for asked in pairings::asked_for(db, round, member).await? {
        pairings::set_place(db, asked, member, PlaceState::Over).await?;
    }
    Ok(())
}

/// One of the pairs asked for somebody is not to be had. While others are asked, they wait for those; otherwise the next are asked, and
/// if there are none they are told.
pub(super) async fn go_on_looking(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    round: RoundId,
    member: MemberId,
) -> Result<()> {
    if !pairings::asked_for(db, round, member).await?.is_empty() {
        return Ok(());
    }
    let Some(freed) = pairings::freed(db, round, member).await? else {
        return Ok(());
    };
    let Some(old) = pairings::find(db, freed.pairing).await? else {
        return Ok(());
    };
    let has_none = old.state == PairingState::Off || !tell::is_in(&old, member);
    if freed.state != FreedState::Looking || !has_none || !old.round_goes_on {
        return Ok(());
    }
    if !seats::may_sit(db, scene, old.programme, member).await? {
        // They stepped back themselves, so there is nothing to tell them.
        return Ok(pairings::set_freed(db, round, member, FreedState::Nobody).await?);
    }
    // Others did this, not they: nobody is called by name for it at night, neither they nor whoever is found or asked.
    let at_work = scene.guild.calendar.next_working_instant(scene.now);
    if at_work > scene.now {
        return Ok(pairings::set_freed_due(db, round, member, at_work).await?);
    }
    if matches!(search(db, scene, &old, member).await?, Found::Nobody) {
        tell_nobody(db, scene, &old, member).await?;
    }
    Ok(())
}

/// The pairs asked for somebody have had their time: the next are asked, and if there are none they are told.
pub(super) async fn time_is_up(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    round: RoundId,
    member: MemberId,
) -> Result<()> {
    close_places(db, round, member).await?;
    // Whatever comes of it plans the next time anew.
    let state = pairings::freed(db, round, member)
        .await?
        .map(|freed| freed.state);
    if let Some(state) = state {
        pairings::set_freed(db, round, member, state).await?;
    }
    go_on_looking(db, scene, round, member).await
}
