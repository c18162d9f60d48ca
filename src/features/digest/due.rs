//! What time brings: a week is closed when the guild works for the first time after it, and its digest is sent.

use chrono::{DateTime, Utc};
use futures_util::FutureExt as _;

use super::{going_on, in_its_place, told_at};
use crate::delivery::{Delivery, Place, Purpose, Receipt};
use crate::domain::digest::{DigestTo, Week};
use crate::domain::ids::GuildId;
use crate::error::Result;
use crate::features::messages::{self, Message};
use crate::features::{Ctx, Due};
use crate::store::digest as rows;
use crate::store::occurrences::{self, Fate, Occurrence};
use crate::store::outbox::{self, Lane, Owed};
use crate::store::settings::{self, Guild};
use crate::store::{Write, choices};

/// The job's name, by which its occurrences are claimed.
const JOB: &str = "digest";
/// How many guilds are looked at in one go; the ticker comes again while more is due.
const BATCH: u32 = 50;

/// Closes the week that is over, and sends its digest.
pub static DIGESTS: Due = Due {
    name: JOB,
    when: |_, agenda| agenda.digests,
    run: |ctx, now| run(ctx, now).boxed(),
};

async fn run(ctx: &Ctx, now: DateTime<Utc>) -> Result<()> {
    let due = rows::due_closings(&mut *ctx.store.read().await?, now, BATCH).await?;
    let mut done = Ok(());
    for guild in due {
        // One that fails is tried again by the ticker; the others do not wait for it.
        done = done.and(time_has_come(ctx, guild).await);
    }
    done
}

/// Closes every week of a guild that is over. Of those only the last one in which Potluck was there is told: after a long time away
/// nobody reads the others, and `/digest` has them. What was turned off is not made up for.
async fn time_has_come(ctx: &Ctx, guild: GuildId) -> Result<()> {
    let mut write = ctx.store.write().await?;
    let now = ctx.clock.now();
    let Some(guild) = settings::guild(&mut write, guild).await? else {
        return Ok(());
    };
    if has_just_begun(&mut write, &guild, now).await? {
        // There is no week yet of which it knows the whole, or as much as there was since it was turned on.
        rows::set_next_closing(&mut write, guild.id, told_at(&guild, going_on(&guild, now)))
            .await?;
    } else if guild.calendar.is_working(now) {
        let closed = rows::close_weeks(&mut write, &guild, now).await?;
        let told: Vec<Week> = closed
            .iter()
            .filter(|closed| closed.is_to_be_told)
            .map(|closed| closed.week)
            .collect();
        if let Some((last, before)) = told.split_last() {
            for week in before {
                claim(&mut write, &guild, *week, Fate::Missed, now).await?;
            }
            if claim(&mut write, &guild, *last, Fate::Done, now).await? {
                send(&mut write, &guild, *last, now).await?;
            }
        }
        rows::set_next_closing(&mut write, guild.id, told_at(&guild, going_on(&guild, now)))
            .await?;
    } else {
        // The hours or the holidays have changed since this was planned, or nobody had planned it yet.
        let at = guild.calendar.next_working_instant(now);
        rows::set_next_closing(&mut write, guild.id, at).await?;
    }
    write.commit().await?;
    Ok(())
}

/// Whether Potluck was turned on in the week that is going on, and has never closed one here.
async fn has_just_begun(write: &mut Write, guild: &Guild, now: DateTime<Utc>) -> Result<bool> {
    let began = guild.turned_on_at.map(|at| going_on(guild, at));
    Ok(began >= Some(going_on(guild, now)) && rows::last_week(write, guild.id).await?.is_none())
}

async fn claim(
    write: &mut Write,
    guild: &Guild,
    week: Week,
    fate: Fate,
    now: DateTime<Utc>,
) -> Result<bool> {
    let period = week.to_string();
    let occurrence = Occurrence {
        guild: guild.id,
        job: JOB,
        period: &period,
        due: told_at(guild, week),
    };
    Ok(occurrences::claim(write, occurrence, fate, now).await?)
}

/// Owes the digest of a week to where the guild wants it.
async fn send(write: &mut Write, guild: &Guild, week: Week, now: DateTime<Utc>) -> Result<()> {
    let post = in_its_place(week);
    match (guild.digest, guild.managers_channel, guild.managers_role) {
        (DigestTo::Channel, Some(channel), _) => {
            let owed = Owed {
                guild: guild.id,
                lane: Lane::Guild(guild.id),
                delivery: Delivery::Send {
                    to: Place::Channel(channel),
                    post,
                },
                receipt: Receipt::Nothing,
                purpose: Purpose::Answer,
                about: None,
                not_before: now,
            };
            outbox::owe(write, owed, now).await?;
        }
        (DigestTo::Direct, _, Some(role)) => {
            // By then there is another.
            let until = Some(told_at(guild, going_on(guild, now)));
            for member in choices::want_digest(write, guild.id, role).await? {
                let message = Message {
                    until,
                    ..Message::new(member, Purpose::Digest, post.clone())
                };
                messages::start(write, guild, message, now).await?;
            }
        }
        _ => {}
    }
    Ok(())
}
