//! What time brings to pairings. Due times are stored, so nothing is lost while the bot is away; what has lost its sense by then is
//! left out.

use chrono::{DateTime, Utc};
use futures_util::FutureExt as _;

use super::tell::{self, Scene};
use super::{hour, leaving, regroup, times, words};
use crate::domain::ids::{MemberId, PairingId, RoundId};
use crate::domain::meeting;
use crate::domain::round::{PairingDue, PairingState};
use crate::error::Result;
use crate::features::{Ctx, Due};
use crate::store::SqliteConnection;
use crate::store::pairings::{self, Pairing};
/// How many are looked at in one go; the ticker comes again while more is due.
const BATCH: u32 = 100;

/// The nudge half-way, the question whether they met, and the same once more.
pub(crate) static PAIRINGS: Due = Due {
    name: "pairings",
    when: |_, agenda| agenda.pairings,
    run: |ctx, now| pairings_are_due(ctx, now).boxed(),
};

/// Pairs that were asked to be three and have had their time.
pub(crate) static FREED: Due = Due {
    name: "freed",
    when: |_, agenda| agenda.freed,
    run: |ctx, now| freed_are_due(ctx, now).boxed(),
};

async fn pairings_are_due(ctx: &Ctx, now: DateTime<Utc>) -> Result<()> {
    let due = pairings::due(&mut *ctx.store.read().await?, now, BATCH).await?;
    let mut done = Ok(());
    for pairing in due {
        // One that fails is tried again by the ticker; the others do not wait for it.
        done = done.and(time_has_come(ctx, pairing).await);
    }
    done
}

async fn freed_are_due(ctx: &Ctx, now: DateTime<Utc>) -> Result<()> {
    let due = pairings::freed_due(&mut *ctx.store.read().await?, now, BATCH).await?;
    let mut done = Ok(());
    for (round, member) in due {
        done = done.and(place_is_due(ctx, round, member).await);
    }
    done
}

/// What a pairing's time has come for; nothing if it is over or was put off meanwhile.
async fn time_has_come(ctx: &Ctx, id: PairingId) -> Result<()> {
    let mut write = ctx.store.write().await?;
    let now = ctx.clock.now();
    let Some(due) = pairings::due_of(&mut write, id, now).await? else {
        return Ok(());
    };
    let Some(mut pairing) = pairings::find(&mut write, id).await? else {
        return Ok(());
    };
    let guild = leaving::guild_of(&mut write, &pairing).await?;
    let waits = pairing.state == PairingState::Open && pairing.ended_at.is_none();
    let Some(guild) = guild.filter(|_| waits && now < pairing.next_at) else {
        // Over, with something still planned: there is nothing to bring any more.
        pairings::set_due(&mut write, id, None).await?;
        write.commit().await?;
        return Ok(());
    };
    // A bot that was away may come back at night. What is late already waits for people to be there.
    let at_work = guild.calendar.next_working_instant(now);
    if at_work > now {
        pairings::set_due(&mut write, id, Some((at_work, due))).await?;
        write.commit().await?;
        return Ok(());
    }
    if due != PairingDue::Nudge && !pairing.privately && pairing.intro.is_none() {
        // They do not know of each other yet. The introduction puts it off by as much again.
        let later = guild.calendar.add_working_days(now, meeting::TIME_TO_MEET);
        pairings::set_due(&mut write, id, Some((later, due))).await?;
        write.commit().await?;
        return Ok(());
    }
    let scene = Scene { guild: &guild, now };
    match due {
        PairingDue::Nudge => nudge(&mut write, scene, &mut pairing).await?,
        PairingDue::CheckIn => check_in(&mut write, scene, &mut pairing).await?,
        PairingDue::CheckAgain => check_again(&mut write, scene, &mut pairing).await?,
    }
    times::plan(&mut write, scene, &pairing).await?;
    write.commit().await?;
    Ok(())
}

/// Half-way: one nudge, if nobody has written or clicked and the question whether they met is not due already.
async fn nudge(db: &mut SqliteConnection, scene: Scene<'_>, pairing: &mut Pairing) -> Result<()> {
    pairings::set_nudged(db, pairing.id, scene.now).await?;
    pairing.nudged_at = Some(scene.now);
    let asked = meeting::joined_until(&scene.guild.calendar, pairing.starts_at, pairing.next_at);
    // Where it is not open yet, nobody could have written.
    if pairing.thread.is_some() && pairing.last_sign_at.is_none() && scene.now < asked {
        hour::look_again(db, scene, pairing).await?;
        tell::in_thread(db, scene, pairing, words::nudge(pairing)).await?;
    }
    Ok(())
}

/// "Did you meet?"
async fn check_in(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    pairing: &mut Pairing,
) -> Result<()> {
    pairings::set_asked(db, pairing.id, scene.now).await?;
    pairing.asked_at = Some(scene.now);
    let members = pairing.members();
    let said = words::asked(pairing);
    let pairing = &*pairing;
    let privately = tell::to_each(&members, |member| {
        words::asked_privately(pairing, member, &scene.guild.name)
    });
    tell::everybody(db, scene, pairing, said, privately).await
}

/// The same once more.
async fn check_again(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    pairing: &mut Pairing,
) -> Result<()> {
    pairings::set_asked_again(db, pairing.id, scene.now).await?;
    pairing.asked_again_at = Some(scene.now);
    let members = pairing.members();
    let said = words::asked_again(pairing);
    let pairing = &*pairing;
    let privately = tell::to_each(&members, |member| {
        words::asked_again_privately(pairing, member, &scene.guild.name)
    });
    tell::everybody(db, scene, pairing, said, privately).await
}

/// The pairs asked for somebody have had their time.
async fn place_is_due(ctx: &Ctx, round: RoundId, member: MemberId) -> Result<()> {
    let mut write = ctx.store.write().await?;
    let now = ctx.clock.now();
    let Some(freed) = pairings::freed(&mut write, round, member).await? else {
        return Ok(());
    };
    let Some(old) = pairings::find(&mut write, freed.pairing).await? else {
        return Ok(());
    };
    let Some(guild) = leaving::guild_of(&mut write, &old).await? else {
        return Ok(());
    };
    // Whoever is asked next, or told that there is nobody, is called by name: not at night.
    let at_work = guild.calendar.next_working_instant(now);
    if at_work > now {
        pairings::set_freed_due(&mut write, round, member, at_work).await?;
        write.commit().await?;
        return Ok(());
    }
    let scene = Scene { guild: &guild, now };
    regroup::time_is_up(&mut write, scene, round, member).await?;
    write.commit().await?;
    Ok(())
}
