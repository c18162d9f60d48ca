//! Closing weeks: what was in them is counted, and what may be told from now on is decided, once and for good.

use chrono::{DateTime, NaiveTime, Utc};
use chrono_tz::Tz;
use sqlx::{Result, SqliteConnection, query};

use super::{counts, people, weeks};
use crate::domain::digest::{Closing, Week, close};
use crate::domain::ids::GuildId;
use crate::domain::schedule::{local_date, local_instant};
use crate::store::settings::Guild;
use crate::store::types::{at, ms};

/// A week that is over and was not closed yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Over {
    week: Week,
    starts_at: DateTime<Utc>,
    ends_at: DateTime<Utc>,
}

/// Closes every week of a guild that is over, the oldest first, and gives them. Within the caller's transaction. The guild's first one
/// is the week before the one in which this is called for the first time, where it had the bot by then.
///
/// # Errors
///
/// When the database does not answer.
pub async fn close_weeks(
    db: &mut SqliteConnection,
    guild: &Guild,
    now: DateTime<Utc>,
) -> Result<Vec<Week>> {
    let mut closed = Vec::new();
    while let Some(over) = next(db, guild, now).await? {
        close_week(db, guild.id, over).await?;
        closed.push(over.week);
    }
    Ok(closed)
}

/// The oldest week that is over and was not closed yet.
async fn next(
    db: &mut SqliteConnection,
    guild: &Guild,
    now: DateTime<Utc>,
) -> Result<Option<Over>> {
    let zone = guild.calendar.zone;
    let last = query!(
        "SELECT week, ends_at FROM digest_weeks WHERE guild_id = ? ORDER BY week DESC LIMIT 1",
        guild.id
    )
    .fetch_optional(&mut *db)
    .await?;
    let over = if let Some(last) = last {
        let week = weeks::read(&last.week)?.later(1);
        Over {
            week,
            starts_at: at(last.ends_at),
            ends_at: monday(zone, week.later(1)),
        }
    } else {
        let week = Week::of(local_date(zone, now)).earlier(1);
        let over = Over {
            week,
            starts_at: monday(zone, week),
            ends_at: monday(zone, week.later(1)),
        };
        let arrived = query!("SELECT arrived_at FROM guilds WHERE guild_id = ?", guild.id)
            .fetch_optional(db)
            .await?;
        if arrived.is_none_or(|guild| at(guild.arrived_at) >= over.ends_at) {
            return Ok(None);
        }
        over
    };
    Ok((over.ends_at <= now).then_some(over))
}

/// The first instant of a week. A zone that is chosen later moves it only for weeks that are not over.
fn monday(zone: Tz, week: Week) -> DateTime<Utc> {
    local_instant(zone, week.monday(), NaiveTime::MIN)
}

async fn close_week(db: &mut SqliteConnection, guild: GuildId, over: Over) -> Result<()> {
    spans(db, guild, over.week).await?;
    let (week, starts_at, ends_at) = (weeks::kept(over.week), ms(over.starts_at), ms(over.ends_at));
    query!(
        "INSERT INTO digest_weeks (guild_id, week, starts_at, ends_at) VALUES (?, ?, ?, ?)",
        guild,
        week,
        starts_at,
        ends_at
    )
    .execute(&mut *db)
    .await?;
    for tally in counts::of(db, guild, over.week).await? {
        let number = i64::try_from(tally.number).unwrap_or(i64::MAX);
        query!(
            "INSERT INTO digest_tallies (guild_id, week, leaf, number) VALUES (?, ?, ?, ?)",
            guild,
            week,
            tally.leaf,
            number
        )
        .execute(&mut *db)
        .await?;
    }
    decide(db, guild, over.week).await
}

/// Decides which weeks may be told from now on.
async fn decide(db: &mut SqliteConnection, guild: GuildId, week: Week) -> Result<()> {
    let first = weeks::first_week(db, guild).await?.unwrap_or(week);
    let blocks = weeks::blocks(db, guild).await?;
    let people = people::of(db, guild, week, first, &blocks).await?;
    let Closing { blocks, unmet } = close(week, first, &blocks, &people);
    for block in blocks {
        let (first, last) = (weeks::kept(block.span.first), weeks::kept(block.span.last));
        query!(
            "INSERT INTO digest_blocks (guild_id, family, first_week, last_week) VALUES (?, ?, ?, ?)",
            guild,
            block.family,
            first,
            last
        )
        .execute(&mut *db)
        .await?;
    }
    let (week, unmet) = (
        weeks::kept(week),
        unmet.and_then(|unmet| i64::try_from(unmet).ok()),
    );
    query!(
        "UPDATE digest_weeks SET unmet = ? WHERE guild_id = ? AND week = ?",
        unmet,
        guild,
        week
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Ends the spans of those who are eligible no more, and begins those of who is now.
async fn spans(db: &mut SqliteConnection, guild: GuildId, week: Week) -> Result<()> {
    let before = weeks::kept(week.earlier(1));
    query!(
        "UPDATE eligible_spans AS s SET last_week = ?2
         WHERE s.guild_id = ?1 AND s.last_week IS NULL
             AND NOT EXISTS (SELECT 1 FROM eligible_now e WHERE e.guild_id = s.guild_id AND e.member_id = s.member_id)",
        guild,
        before
    )
    .execute(&mut *db)
    .await?;
    let week = weeks::kept(week);
    query!(
        "INSERT INTO eligible_spans (guild_id, member_id, first_week)
         SELECT e.guild_id, e.member_id, ?2 FROM eligible_now e
         WHERE e.guild_id = ?1
             AND NOT EXISTS (SELECT 1 FROM eligible_spans s
                             WHERE s.guild_id = e.guild_id AND s.member_id = e.member_id AND s.last_week IS NULL)",
        guild,
        week
    )
    .execute(db)
    .await?;
    Ok(())
}
