//! What time brings to programmes and their rounds: heads-ups, pairings and ends. Due times are stored, so nothing is lost while the
//! bot is away; what is late then is made up for or marked as missed, by the rules of `domain::round`.

use chrono::{DateTime, Utc};
use futures_util::FutureExt as _;

use super::{announce, close, pair};
use crate::domain::ids::RoundId;
use crate::domain::round::{RoundDue, RoundState};
use crate::error::Result;
use crate::features::{Ctx, Due};
use crate::store::rounds as rows;
use crate::store::settings;

/// How many are looked at in one go; the ticker comes again while more is due.
const BATCH: u32 = 100;

/// The heads-up of the next round, its pairing, and the end of the one before.
pub static ROUNDS: Due = Due {
    name: announce::JOB,
    when: |_, agenda| {
        [agenda.programmes, agenda.rounds]
            .into_iter()
            .flatten()
            .min()
    },
    run: |ctx, now| run(ctx, now).boxed(),
};

async fn run(ctx: &Ctx, now: DateTime<Utc>) -> Result<()> {
    let (due, looks) = {
        let mut read = ctx.store.read().await?;
        (
            rows::due(&mut read, now, BATCH).await?,
            rows::looks(&mut read, now, BATCH).await?,
        )
    };
    let mut done = Ok(());
    for round in due {
        // One that fails is tried again by the ticker; the others do not wait for it.
        done = done.and(time_has_come(ctx, round).await);
    }
    for programme in looks {
        let looked = announce::look(ctx, programme).await;
        done = done.and(looked.map(|_| ()));
    }
    done
}

async fn time_has_come(ctx: &Ctx, round: RoundId) -> Result<()> {
    let now = ctx.clock.now();
    let due = {
        let mut read = ctx.store.read().await?;
        rows::due_of(&mut read, round, now).await?
    };
    match due {
        Some(RoundDue::Pair) => pair::time_has_come(ctx, round).await,
        Some(RoundDue::Close) => over(ctx, round).await,
        None => Ok(()),
    }
}

/// The next round begins now, or was to.
async fn over(ctx: &Ctx, id: RoundId) -> Result<()> {
    next_first(ctx, id).await?;
    let mut write = ctx.store.write().await?;
    let now = ctx.clock.now();
    if rows::due_of(&mut write, id, now).await? != Some(RoundDue::Close) {
        return Ok(());
    }
    let Some(round) = rows::find(&mut write, id).await? else {
        return Ok(());
    };
    if let Some(guild) = settings::guild(&mut write, round.guild).await? {
        close::close(&mut write, &guild, id, now).await?;
        write.commit().await?;
    }
    Ok(())
}

/// What is due of the rounds that follow comes before the end of one: where the next starts later than it was to, as the bot was away, this
/// one goes on until then.
async fn next_first(ctx: &Ctx, id: RoundId) -> Result<()> {
    let now = ctx.clock.now();
    let (programme, announced) = {
        let mut read = ctx.store.read().await?;
        let Some(round) = rows::find(&mut read, id).await? else {
            return Ok(());
        };
        let announced = rows::in_state(&mut read, round.programme, RoundState::Announced).await?;
        (round.programme, announced)
    };
    for next in announced {
        if next.starts_at <= now {
            pair::time_has_come(ctx, next.id).await?;
        }
    }
    while announce::look(ctx, programme).await? {}
    Ok(())
}
