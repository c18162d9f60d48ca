//! How a round ends: closed when the next one starts, cancelled, or missed.

use chrono::{DateTime, Utc};

use super::announce::{self, bring_up_to_date, claim};
use super::words::channel::Standing;
use super::{pairing, plan};
use crate::domain::ids::{ProgrammeId, RoundId};
use crate::domain::round::{RoundState, WhyNot};
use crate::domain::schedule::rhythm::check_in_at;
use crate::error::Result;
use crate::store::SqliteConnection;
use crate::store::occurrences::Fate;
use crate::store::programmes::Programme;
use crate::store::rounds::{self as rows, Round};
use crate::store::settings::Guild;

/// Closes a round: nothing more comes of its pairings.
pub(super) async fn close(
    db: &mut SqliteConnection,
    guild: &Guild,
    round: RoundId,
    now: DateTime<Utc>,
) -> Result<()> {
    for pairing in rows::going_on(db, round).await? {
        pairing::close(db, guild, pairing, now).await?;
    }
    pairing::close_round(db, round).await?;
    rows::end(db, round, RoundState::Closed, None, now).await?;
    Ok(())
}

/// Another round of a programme was announced that begins before the one that goes on was to end: that one ends then, and its
/// members are asked before whether they met.
pub(super) async fn ends_sooner(
    db: &mut SqliteConnection,
    guild: &Guild,
    programme: ProgrammeId,
    ends_at: DateTime<Utc>,
) -> Result<()> {
    for running in rows::in_state(db, programme, RoundState::Paired).await? {
        if ends_at < running.next_at {
            move_end(db, guild, &running, ends_at).await?;
        }
    }
    Ok(())
}

/// A round that was announced before its time in the rhythm is not held: the one that was to end with it goes on for as long as was
/// planned.
async fn goes_on(
    db: &mut SqliteConnection,
    guild: &Guild,
    programme: &Programme,
    round: &Round,
) -> Result<()> {
    let Some(planned) = plan::in_the_rhythm(programme, &guild.calendar, round) else {
        return Ok(());
    };
    for running in rows::in_state(db, programme.id, RoundState::Paired).await? {
        if running.next_at == round.starts_at && running.next_at < planned {
            move_end(db, guild, &running, planned).await?;
        }
    }
    Ok(())
}

async fn move_end(
    db: &mut SqliteConnection,
    guild: &Guild,
    running: &Round,
    ends_at: DateTime<Utc>,
) -> Result<()> {
    let check_in = check_in_at(&guild.calendar, running.starts_at, ends_at);
    Ok(rows::move_end(db, running.id, ends_at, check_in).await?)
}

/// Closes every round of a programme that is paired, because another is now.
pub(super) async fn close_earlier(
    db: &mut SqliteConnection,
    guild: &Guild,
    programme: ProgrammeId,
    now: DateTime<Utc>,
) -> Result<()> {
    for round in rows::in_state(db, programme, RoundState::Paired).await? {
        close(db, guild, round.id, now).await?;
    }
    Ok(())
}

/// Cancels a round that is announced; its heads-up says so.
pub(super) async fn cancel(
    db: &mut SqliteConnection,
    guild: &Guild,
    programme: &Programme,
    round: &Round,
    why: WhyNot,
    now: DateTime<Utc>,
) -> Result<()> {
    rows::end(db, round.id, RoundState::Cancelled, Some(why), now).await?;
    goes_on(db, guild, programme, round).await?;
    let standing = Standing::Cancelled;
    bring_up_to_date(db, guild, programme, round, standing, now).await
}

/// A round that was announced makes no sense any more; its heads-up says so, and admins see it.
pub(super) async fn missed(
    db: &mut SqliteConnection,
    guild: &Guild,
    programme: &Programme,
    round: &Round,
    why: WhyNot,
    now: DateTime<Utc>,
) -> Result<()> {
    let fate = Fate::Missed;
    claim(db, programme, &round.period, round.starts_at, fate, now).await?;
    rows::end(db, round.id, RoundState::Missed, Some(why), now).await?;
    goes_on(db, guild, programme, round).await?;
    tracing::warn!(guild = %guild.id, round = %round.id, "a round was missed");
    let standing = Standing::Cancelled;
    bring_up_to_date(db, guild, programme, round, standing, now).await
}

/// A programme is stopped, removed, or lost its channel: what is announced is not held. What is paired already goes on until its round
/// would have ended. `programme` is as it was before.
pub(crate) async fn stopped(
    db: &mut SqliteConnection,
    guild: &Guild,
    programme: &Programme,
    now: DateTime<Utc>,
) -> Result<()> {
    for round in rows::in_state(db, programme.id, RoundState::Announced).await? {
        cancel(db, guild, programme, &round, WhyNot::Stopped, now).await?;
    }
    Ok(())
}

/// A round is due to be paired whose programme holds none any more.
pub(super) async fn orphaned(
    db: &mut SqliteConnection,
    round: &Round,
    now: DateTime<Utc>,
) -> Result<()> {
    let why = Some(WhyNot::Stopped);
    rows::end(db, round.id, RoundState::Cancelled, why, now).await?;
    if let Some((programme, guild)) = announce::known(db, round.programme).await? {
        let standing = Standing::Cancelled;
        bring_up_to_date(db, &guild, &programme, round, standing, now).await?;
    }
    Ok(())
}
