//! What admins do about rounds beside the rhythm: start one, cancel one.

use chrono::{DateTime, TimeDelta, Utc};

use super::plan::{self, Upcoming};
use super::words::command as words;
use super::{announce, close, pair};
use crate::domain::ids::{GuildId, ProgrammeId, RoundId};
use crate::domain::round::{RoundState, WhyNot};
use crate::error::Result;
use crate::features::{Ctx, settings};
use crate::post::Post;
use crate::store::SqliteConnection;
use crate::store::programmes::{self, Programme};
use crate::store::rounds::{self as rows, NewRound, Round};
use crate::store::settings::Guild;

/// What **Announce it now** would do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Extra {
    /// Its period: that of the next round in the rhythm, where it takes that one's place.
    pub(super) period: String,
    /// Whether it is the next one in the rhythm, brought forward.
    pub(super) brought_forward: bool,
    /// When it starts: one working day from now.
    pub(super) starts_at: DateTime<Utc>,
    /// When the one after it starts.
    pub(super) next_at: DateTime<Utc>,
}

/// What announcing a round now would be: the next one in the rhythm, where that is so near that both would have less than half of
/// their time; otherwise one more.
pub(super) fn extra(
    guild: &Guild,
    programme: &Programme,
    upcoming: &Upcoming,
    now: DateTime<Utc>,
) -> Extra {
    let starts_at = guild.calendar.add_working_days(now, 1);
    let half = TimeDelta::weeks(programme.every_weeks.max(1).into()) / 2;
    let brought_forward = upcoming.start.at < starts_at + half;
    Extra {
        period: if brought_forward {
            upcoming.start.period.to_string()
        } else {
            plan::extra(now)
        },
        brought_forward,
        starts_at,
        next_at: if brought_forward {
            upcoming.next_at
        } else {
            upcoming.start.at
        },
    }
}

/// **Announce it now**, if the round that was spoken of is still the next one.
///
/// # Errors
///
/// A sentence where the programme is gone, stopped, or has no channel, or Potluck is turned off.
pub(super) async fn announce_now(
    ctx: &Ctx,
    guild: GuildId,
    programme: ProgrammeId,
    number: i64,
) -> Result<Post> {
    let guild = settings::turned_on(ctx, guild).await?;
    let now = ctx.clock.now();
    let mut write = ctx.store.write().await?;
    let programme = of_guild(&mut write, &guild, programme).await?;
    words::check_held(&programme)?;
    let upcoming = plan::upcoming(&mut write, &guild, &programme, now).await?;
    if upcoming.announced.is_some() || rows::number(&mut write, programme.id).await? != number {
        return Err(words::has_moved_on());
    }
    let extra = extra(&guild, &programme, &upcoming, now);
    let span = (extra.starts_at, extra.next_at);
    announce::put_up(&mut write, &guild, &programme, &extra.period, span, now).await?;
    let starts_at = extra.starts_at;
    close::ends_with(&mut write, &guild, programme.id, starts_at, starts_at, now).await?;
    write.commit().await?;
    Ok(words::announced(&programme, number, &extra))
}

/// **Pair now**, if the round is announced and people have had its heads-up.
///
/// # Errors
///
/// As for [`announce_now`], and where the heads-up is not there yet.
pub(super) async fn pair_now(ctx: &Ctx, guild: GuildId, round: RoundId) -> Result<Post> {
    let guild = settings::turned_on(ctx, guild).await?;
    let (programme, known) = {
        let mut read = ctx.store.read().await?;
        round_of_guild(&mut read, &guild, round).await?
    };
    words::check_held(&programme)?;
    if known.state != RoundState::Announced {
        return Err(words::has_moved_on());
    }
    if known.announced_at.is_none() {
        return Err(words::not_announced_yet());
    }
    pair::at_once(ctx, round).await?;
    let mut read = ctx.store.read().await?;
    let progress = rows::progress(&mut read, round).await?;
    Ok(words::paired_now(&programme, &known, &progress))
}

/// **Cancel it**: a round that is announced is not held.
///
/// # Errors
///
/// As for [`announce_now`].
pub(super) async fn cancel(ctx: &Ctx, guild: GuildId, round: RoundId) -> Result<Post> {
    let guild = settings::turned_on(ctx, guild).await?;
    let now = ctx.clock.now();
    let mut write = ctx.store.write().await?;
    let (programme, round) = round_of_guild(&mut write, &guild, round).await?;
    if round.state != RoundState::Announced {
        return Err(words::has_moved_on());
    }
    close::cancel(&mut write, &guild, &programme, &round, WhyNot::Admin, now).await?;
    let next = plan::upcoming(&mut write, &guild, &programme, now).await?;
    write.commit().await?;
    Ok(words::cancelled(&programme, round.number, &next))
}

/// **Cancel it ahead**: the next round is not held, and nobody hears of it, if it is still the one that was spoken of.
///
/// # Errors
///
/// As for [`announce_now`].
pub(super) async fn cancel_ahead(
    ctx: &Ctx,
    guild: GuildId,
    programme: ProgrammeId,
    number: i64,
) -> Result<Post> {
    let guild = settings::turned_on(ctx, guild).await?;
    let now = ctx.clock.now();
    let mut write = ctx.store.write().await?;
    let programme = of_guild(&mut write, &guild, programme).await?;
    words::check_held(&programme)?;
    let upcoming = plan::upcoming(&mut write, &guild, &programme, now).await?;
    if upcoming.announced.is_some() || rows::number(&mut write, programme.id).await? != number {
        return Err(words::has_moved_on());
    }
    let new = NewRound {
        programme: programme.id,
        guild: guild.id,
        state: RoundState::Cancelled,
        period: &upcoming.start.period.to_string(),
        starts_at: upcoming.start.at,
        next_at: upcoming.next_at,
        why: Some(WhyNot::Admin),
    };
    rows::insert(&mut write, &new, plan::seed(programme.id, number), now).await?;
    let next = plan::upcoming(&mut write, &guild, &programme, now).await?;
    let (starts_at, instead_of) = (next.start.at, upcoming.start.at);
    close::planned_anew(&mut write, &guild, programme.id, starts_at, instead_of, now).await?;
    write.commit().await?;
    Ok(words::cancelled(&programme, number, &next))
}

/// A programme of this guild; otherwise a sentence that says that it is there no more.
pub(super) async fn of_guild(
    db: &mut SqliteConnection,
    guild: &Guild,
    programme: ProgrammeId,
) -> Result<Programme> {
    programmes::find(db, programme)
        .await?
        .filter(|known| known.guild == guild.id)
        .ok_or_else(super::words::part::programme_gone)
}

async fn round_of_guild(
    db: &mut SqliteConnection,
    guild: &Guild,
    round: RoundId,
) -> Result<(Programme, Round)> {
    let round = rows::find(db, round)
        .await?
        .filter(|round| round.guild == guild.id)
        .ok_or_else(super::words::part::gone)?;
    Ok((of_guild(db, guild, round.programme).await?, round))
}
