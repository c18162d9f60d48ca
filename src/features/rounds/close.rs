//! How a round ends: closed when the next one starts, cancelled, or missed.

use chrono::{DateTime, Utc};

use super::announce::{self, bring_up_to_date, claim};
use super::words::channel::Standing;
use super::{pairing, plan};
use crate::domain::ids::{ProgrammeId, RoundId};
use crate::domain::round::{RoundState, WhyNot};
use crate::error::Result;
use crate::features::messages;
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
    messages::round_is_over(db, guild, round, now).await?;
    for pairing in rows::going_on(db, round).await? {
        pairing::close(db, guild, pairing, now).await?;
    }
    pairing::close_round(db, round).await?;
    rows::end(db, round, RoundState::Closed, None, now).await?;
    Ok(())
}

/// A round of a programme starts then, `instead_of` then or of one that was to start then: the one that goes on ends with it, sooner or
/// later than it was to, and its members are asked before whether they met. One whose time was over before that is not taken up again:
/// that it is there still is because the bot was away, and it is closed.
pub(super) async fn ends_with(
    db: &mut SqliteConnection,
    guild: &Guild,
    programme: ProgrammeId,
    starts_at: DateTime<Utc>,
    instead_of: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<()> {
    for running in rows::in_state(db, programme, RoundState::Paired).await? {
        let goes_on = running.next_at > now || running.next_at >= instead_of;
        if goes_on && starts_at > now && starts_at != running.next_at {
            move_end(db, guild, &running, starts_at, now).await?;
        }
    }
    Ok(())
}

/// The next round that is not announced yet starts then, as was found out anew, `instead_of` then or of one that was to start then: the
/// one before it ends with it, which is the one that is announced, or else the one that goes on.
pub(super) async fn planned_anew(
    db: &mut SqliteConnection,
    guild: &Guild,
    programme: ProgrammeId,
    starts_at: DateTime<Utc>,
    instead_of: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<()> {
    let announced = rows::in_state(db, programme, RoundState::Announced).await?;
    if announced.is_empty() {
        return ends_with(db, guild, programme, starts_at, instead_of, now).await;
    }
    for round in announced {
        if starts_at > round.starts_at {
            rows::move_end(db, round.id, starts_at).await?;
        }
    }
    Ok(())
}

/// A round that was announced is not held: the one that was to end with it goes on until the next that is, so that what it asks can be
/// answered until then.
pub(super) async fn goes_on(
    db: &mut SqliteConnection,
    guild: &Guild,
    programme: &Programme,
    round: &Round,
    now: DateTime<Utc>,
) -> Result<()> {
    let next = plan::upcoming(db, guild, programme, now).await?.start.at;
    planned_anew(db, guild, programme.id, next, round.starts_at, now).await
}

/// A round that was announced before its time in the rhythm is not held, and no other is: the one that was to end with it goes on for as
/// long as was planned.
async fn goes_on_as_planned(
    db: &mut SqliteConnection,
    guild: &Guild,
    programme: &Programme,
    round: &Round,
    now: DateTime<Utc>,
) -> Result<()> {
    let Some(planned) = plan::in_the_rhythm(programme, &guild.calendar, round) else {
        return Ok(());
    };
    for running in rows::in_state(db, programme.id, RoundState::Paired).await? {
        if running.next_at == round.starts_at && running.next_at < planned {
            move_end(db, guild, &running, planned, now).await?;
        }
    }
    Ok(())
}

/// Everything that was not said yet comes when it would have from the beginning: where there is less time than before, the question whether
/// they met comes sooner, and what would come after the end not at all. What is owed is of use for as long, and the hour proposed lies before
/// the end.
async fn move_end(
    db: &mut SqliteConnection,
    guild: &Guild,
    running: &Round,
    ends_at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<()> {
    rows::move_end(db, running.id, ends_at).await?;
    messages::round_ends(db, guild, running.id, ends_at, now).await?;
    for pairing in rows::going_on(db, running.id).await? {
        pairing::plan(db, guild, pairing, now).await?;
        pairing::end_moved(db, guild, pairing, now).await?;
    }
    Ok(())
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
    match why {
        WhyNot::Stopped => goes_on_as_planned(db, guild, programme, round, now).await?,
        _ => goes_on(db, guild, programme, round, now).await?,
    }
    let standing = Standing::Cancelled {
        another: why != WhyNot::Stopped,
    };
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
    goes_on(db, guild, programme, round, now).await?;
    tracing::warn!(guild = %guild.id, round = %round.id, "a round was missed");
    let standing = Standing::Cancelled { another: true };
    bring_up_to_date(db, guild, programme, round, standing, now).await
}

/// A programme is stopped, removed, or lost its channel, or Potluck is turned off: what is announced is not held. What is paired already goes on until its round
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
        let standing = Standing::Cancelled { another: false };
        bring_up_to_date(db, &guild, &programme, round, standing, now).await?;
    }
    Ok(())
}
