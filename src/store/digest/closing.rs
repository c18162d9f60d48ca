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
/// is the one in which Potluck was turned on there, however late this is called for the first time.
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
        let Some(week) = first(db, guild, now).await? else {
            return Ok(None);
        };
        Over {
            week,
            starts_at: monday(zone, week),
            ends_at: monday(zone, week.later(1)),
        }
    };
    Ok((over.ends_at <= now).then_some(over))
}

/// The week that a guild's digests begin with: the one in which Potluck was turned on, or came back to the server. Weeks before the
/// first in which somebody did something are left out, but for the last one that is over: until a version that counts them was
/// installed nothing was noted, and "nobody of 40 was active" would be wrong.
async fn first(
    db: &mut SqliteConnection,
    guild: &Guild,
    now: DateTime<Utc>,
) -> Result<Option<Week>> {
    let Some(known) = query!(
        r#"SELECT g.arrived_at, (SELECT min(a.week) FROM active_weeks a WHERE a.guild_id = g.guild_id) AS "active: String"
           FROM guilds g WHERE g.guild_id = ?"#,
        guild.id
    )
    .fetch_optional(db)
    .await?
    else {
        return Ok(None);
    };
    let arrived = at(known.arrived_at);
    let since = guild
        .turned_on_at
        .map_or(arrived, |turned_on| turned_on.max(arrived));
    let week_of = |when| Week::of(local_date(guild.calendar.zone, when));
    let last = week_of(now).earlier(1);
    let active = known.active.as_deref().map(weeks::read).transpose()?;
    Ok(Some(
        active
            .map_or(last, |active| active.min(last))
            .max(week_of(since)),
    ))
}

/// The first instant of a week. A zone that is chosen later moves it only for weeks that are not over.
fn monday(zone: Tz, week: Week) -> DateTime<Utc> {
    local_instant(zone, week.monday(), NaiveTime::MIN)
}

async fn close_week(db: &mut SqliteConnection, guild: GuildId, over: Over) -> Result<()> {
    spans(db, guild, over).await?;
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

/// Ends the spans of those who are eligible no more, and begins those of who is now. Where a week is closed late, those who have come
/// since are of none of its figures.
async fn spans(db: &mut SqliteConnection, guild: GuildId, over: Over) -> Result<()> {
    let before = weeks::kept(over.week.earlier(1));
    query!(
        "UPDATE eligible_spans AS s SET last_week = ?2
         WHERE s.guild_id = ?1 AND s.last_week IS NULL
             AND NOT EXISTS (SELECT 1 FROM eligible_now e WHERE e.guild_id = s.guild_id AND e.member_id = s.member_id)",
        guild,
        before
    )
    .execute(&mut *db)
    .await?;
    let (week, ends_at) = (weeks::kept(over.week), ms(over.ends_at));
    query!(
        "INSERT INTO eligible_spans (guild_id, member_id, first_week)
         SELECT e.guild_id, e.member_id, ?2 FROM eligible_now e
             CROSS JOIN members m ON m.guild_id = e.guild_id AND m.member_id = e.member_id AND m.joined_at < ?3
         WHERE e.guild_id = ?1
             AND NOT EXISTS (SELECT 1 FROM eligible_spans s
                             WHERE s.guild_id = e.guild_id AND s.member_id = e.member_id AND s.last_week IS NULL)",
        guild,
        week,
        ends_at
    )
    .execute(db)
    .await?;
    Ok(())
}
