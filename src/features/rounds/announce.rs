//! The heads-up of a round: put up a working day before, and kept true.

use chrono::{DateTime, Utc};

use super::words::channel::{self, HeadsUp, Standing};
use super::{close, plan};
use crate::delivery::{Delivery, MessageRef, Place, Purpose, Receipt};
use crate::domain::ids::{ChannelId, MessageId, ProgrammeId, RoundId};
use crate::domain::round::{RoundState, Step, WhyNot, announced_at, announcing};
use crate::domain::schedule::rhythm::announce_at;
use crate::error::Result;
use crate::features::Ctx;
use crate::post::Post;
use crate::store::occurrences::{self, Fate, Occurrence};
use crate::store::outbox::{self, Lane, Owed};
use crate::store::programmes::{self, Programme};
use crate::store::rounds::{self as rows, NewRound, Round};
use crate::store::settings::{self, Guild};
use crate::store::{SqliteConnection, Write};

/// The job by whose name the rounds of a guild are claimed.
pub(super) const JOB: &str = "rounds";

/// Looks at a programme whose next heads-up may be due: puts it up, or plans when it will be. What comes too late is marked as missed.
/// `false`: there is nothing to look at before the time that is planned.
pub(super) async fn look(ctx: &Ctx, programme: ProgrammeId) -> Result<bool> {
    let mut write = ctx.store.write().await?;
    let now = ctx.clock.now();
    let Some((programme, guild)) = known(&mut write, programme).await? else {
        return Ok(false);
    };
    let planned = rows::plan_of(&mut write, programme.id).await?;
    if !programme.running || planned.is_none_or(|plan| plan.look_at > now) {
        return Ok(false);
    }
    let rhythm = plan::rhythm(&programme);
    let start = planned
        .and_then(|plan| plan.period)
        .and_then(|period| plan::start_of(&rhythm, &guild.calendar, period));
    let Some(start) = start else {
        let start = plan::anew(&mut write, &guild, &programme, now).await?;
        close::planned_anew(&mut write, &guild, programme.id, start.at, start.at, now).await?;
        let look_at = announce_at(&guild.calendar, start.at);
        rows::set_plan(&mut write, programme.id, look_at, start.period).await?;
        write.commit().await?;
        return Ok(true);
    };
    let next = rhythm.next_start(&guild.calendar, start.at);
    let mut look_at = (announce_at(&guild.calendar, next.at), next.period);
    if !plan::is_taken(&mut write, programme.id, start).await? {
        let step = announcing(&guild.calendar, start.at, next.at, now);
        let period = start.period.to_string();
        match step {
            Step::Wait(until) => {
                look_at = (until, start.period);
                let earliest = until.max(start.at);
                close::planned_anew(&mut write, &guild, programme.id, earliest, start.at, now)
                    .await?;
            }
            Step::Now(starts_at) => {
                let span = (starts_at, next.at);
                put_up(&mut write, &guild, &programme, &period, span, now).await?;
                close::ends_with(&mut write, &guild, programme.id, starts_at, start.at, now)
                    .await?;
            }
            Step::Missed => {
                missed(&mut write, &programme, &period, (start.at, next.at), now).await?;
                close::planned_anew(&mut write, &guild, programme.id, next.at, start.at, now)
                    .await?;
            }
        }
    }
    rows::set_plan(&mut write, programme.id, look_at.0, look_at.1).await?;
    write.commit().await?;
    Ok(true)
}

/// The programme and its guild, where rounds can be held: the programme is there and has a channel.
pub(super) async fn known(
    db: &mut SqliteConnection,
    programme: ProgrammeId,
) -> Result<Option<(Programme, Guild)>> {
    let Some(programme) = programmes::find(db, programme).await? else {
        return Ok(None);
    };
    let guild = settings::guild(db, programme.guild).await?;
    Ok(guild
        .filter(|_| programme.channel.is_some())
        .map(|guild| (programme, guild)))
}

/// Writes a round that starts and whose next one starts at these instants, and owes its heads-up. The one that goes on is to end with its
/// start, for which the caller cares.
/// `None`: the programme has no channel.
pub(super) async fn put_up(
    db: &mut SqliteConnection,
    guild: &Guild,
    programme: &Programme,
    period: &str,
    (starts_at, next_at): (DateTime<Utc>, DateTime<Utc>),
    now: DateTime<Utc>,
) -> Result<Option<RoundId>> {
    let Some(channel) = programme.channel else {
        return Ok(None);
    };
    let new = NewRound {
        programme: programme.id,
        guild: guild.id,
        state: RoundState::Announced,
        period,
        starts_at,
        next_at,
        why: None,
    };
    let number = rows::number(db, programme.id).await?;
    let id = rows::insert(db, &new, plan::seed(programme.id, number), now).await?;
    let heads_up = HeadsUp {
        round: id,
        number,
        programme,
        standing: Standing::Coming { starts_at },
    };
    let delivery = Delivery::Send {
        to: Place::Channel(channel),
        post: channel::heads_up(&heads_up),
    };
    owe(db, guild, id, delivery, Receipt::RoundAnnounced(id), now).await?;
    tracing::info!(guild = %guild.id, round = %id, "a round is announced");
    Ok(Some(id))
}

/// Notes a round that nobody was told of in time, because the bot was away.
async fn missed(
    db: &mut SqliteConnection,
    programme: &Programme,
    period: &str,
    (starts_at, next_at): (DateTime<Utc>, DateTime<Utc>),
    now: DateTime<Utc>,
) -> Result<()> {
    let new = NewRound {
        programme: programme.id,
        guild: programme.guild,
        state: RoundState::Missed,
        period,
        starts_at,
        next_at,
        why: Some(WhyNot::Away),
    };
    let number = rows::number(db, programme.id).await?;
    let id = rows::insert(db, &new, plan::seed(programme.id, number), now).await?;
    claim(db, programme, period, starts_at, Fate::Missed, now).await?;
    tracing::warn!(guild = %programme.guild, round = %id, "a round was missed");
    Ok(())
}

/// Claims the occurrence of a round. `false`: it happened, or was missed, before.
pub(super) async fn claim(
    db: &mut SqliteConnection,
    programme: &Programme,
    period: &str,
    due: DateTime<Utc>,
    fate: Fate,
    now: DateTime<Utc>,
) -> Result<bool> {
    let period = format!("{}:{period}", programme.id);
    let occurrence = Occurrence {
        guild: programme.guild,
        job: JOB,
        period: &period,
        due,
    };
    Ok(occurrences::claim(db, occurrence, fate, now).await?)
}

/// Has the heads-up of a round say how it stands now. One that certainly was not sent is taken back instead.
pub(super) async fn bring_up_to_date(
    db: &mut SqliteConnection,
    guild: &Guild,
    programme: &Programme,
    round: &Round,
    standing: Standing,
    now: DateTime<Utc>,
) -> Result<()> {
    let receipt = Receipt::RoundAnnounced(round.id);
    if outbox::drop_owed(db, receipt, now).await? > 0 {
        return Ok(());
    }
    let heads_up = HeadsUp {
        round: round.id,
        number: round.number,
        programme,
        standing,
    };
    edit(db, guild, round.id, channel::heads_up(&heads_up), now).await
}

async fn edit(
    db: &mut SqliteConnection,
    guild: &Guild,
    round: RoundId,
    post: Post,
    now: DateTime<Utc>,
) -> Result<()> {
    let delivery = Delivery::Edit {
        message: MessageRef::RoundPost(round),
        post,
    };
    owe(db, guild, round, delivery, Receipt::Nothing, now).await
}

/// Owes something in the channel of a round's programme, after what is owed there for the round already.
pub(super) async fn owe(
    db: &mut SqliteConnection,
    guild: &Guild,
    round: RoundId,
    delivery: Delivery,
    receipt: Receipt,
    now: DateTime<Utc>,
) -> Result<()> {
    let owed = Owed {
        guild: guild.id,
        lane: Lane::Round(round),
        delivery,
        receipt,
        purpose: Purpose::Answer,
        about: None,
        not_before: now,
    };
    outbox::owe(db, owed, now).await?;
    Ok(())
}

/// The heads-up of a round reached its channel. Where that was so late that no working day is left, the round starts later; where it
/// makes no sense any more, it is missed.
pub(super) async fn delivered(
    write: &mut Write,
    round: RoundId,
    channel: ChannelId,
    message: Option<MessageId>,
    now: DateTime<Utc>,
) -> Result<()> {
    rows::set_announced(write, round, channel, message, now).await?;
    let Some(round) = rows::find(write, round).await? else {
        return Ok(());
    };
    let Some((programme, guild)) = known(write, round.programme).await? else {
        return Ok(());
    };
    if round.state != RoundState::Announced {
        return Ok(());
    }
    let step = announced_at(&guild.calendar, round.starts_at, round.next_at, now);
    match step {
        Step::Now(starts_at) => {
            rows::move_start(write, round.id, starts_at).await?;
            if starts_at != round.starts_at {
                let standing = Standing::Coming { starts_at };
                bring_up_to_date(write, &guild, &programme, &round, standing, now).await?;
                let instead_of = round.starts_at;
                close::ends_with(write, &guild, programme.id, starts_at, instead_of, now).await?;
            }
        }
        Step::Wait(_) | Step::Missed => {
            let why = WhyNot::Unannounced;
            close::missed(write, &guild, &programme, &round, why, now).await?;
        }
    }
    Ok(())
}

/// The heads-up of a round could not be delivered: nobody was told, so nobody is paired.
pub(super) async fn undeliverable(
    write: &mut Write,
    round: RoundId,
    now: DateTime<Utc>,
) -> Result<()> {
    let known_round = rows::find(write, round).await?;
    let Some(announced) = known_round.filter(|round| round.state == RoundState::Announced) else {
        return Ok(());
    };
    let why = Some(WhyNot::Unannounced);
    rows::end(write, round, RoundState::Cancelled, why, now).await?;
    tracing::warn!(%round, "a round could not be announced");
    match known(write, announced.programme).await? {
        Some((programme, guild)) => {
            close::goes_on(write, &guild, &programme, &announced, now).await
        }
        None => Ok(()),
    }
}
