//! Closing weeks: what was in them is counted, and what may be told from now on is decided, once and for good.

use chrono::{DateTime, NaiveTime, Utc};
use chrono_tz::Tz;
use sqlx::{Result, SqliteConnection, query, query_scalar};

use super::{counts, flows, people, weeks};
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

/// A week that has just been closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Closed {
    /// Which.
    pub week: Week,
    /// Whether its digest is to be sent: Potluck was there in it, and also when it was due, or only down then.
    pub is_to_be_told: bool,
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
) -> Result<Vec<Closed>> {
    let Some(since) = there_since(db, guild).await? else {
        return Ok(Vec::new());
    };
    let mut closed = Vec::new();
    while let Some(over) = next(db, guild, now).await? {
        let away = is_away(db, guild, over, since, now, closed.is_empty()).await?;
        close_week(db, guild.id, over, away).await?;
        closed.push(Closed {
            week: over.week,
            is_to_be_told: !away && guild.calendar.next_working_instant(over.ends_at) >= since,
        });
    }
    Ok(closed)
}

/// Whether Potluck was turned off, removed or down for all of a week that is over, or nobody was there to do anything. Weeks are closed
/// one by one while it is there. So of several that are closed now the `first` is the one in which it was there for a part, unless it was
/// over before Potluck was turned on or came to the server (`since`), or is closed long after it should have been, and nobody did anything
/// in it; those after it that were over by then are weeks in which it was off, whatever somebody did with an old button; and of others it
/// was down in those in which nobody did anything.
async fn is_away(
    db: &mut SqliteConnection,
    guild: &Guild,
    over: Over,
    since: DateTime<Utc>,
    now: DateTime<Utc>,
    first: bool,
) -> Result<bool> {
    let before = over.ends_at <= since;
    if before && !first {
        return Ok(true);
    }
    if first && !before && !is_overdue(guild, over, now) {
        return Ok(false);
    }
    let week = weeks::kept(over.week);
    let anybody = query_scalar!(
        r#"SELECT EXISTS (SELECT 1 FROM active_weeks WHERE guild_id = ? AND week = ?) AS "anybody!: bool""#,
        guild.id,
        week
    )
    .fetch_one(db)
    .await?;
    Ok(!anybody)
}

/// Whether a week should have been closed before the one after it was over, and that one is over, too: nobody was there to close either.
/// A quiet week that is closed hours or days too late cannot be told from one in which Potluck was down.
fn is_overdue(guild: &Guild, over: Over, now: DateTime<Utc>) -> bool {
    let next_ends_at = monday(guild.calendar.zone, over.week.later(2));
    guild.calendar.next_working_instant(over.ends_at) < next_ends_at && next_ends_at <= now
}

/// Since when Potluck is there: when it was turned on, or came to the server, if that is later.
async fn there_since(db: &mut SqliteConnection, guild: &Guild) -> Result<Option<DateTime<Utc>>> {
    let arrived = query_scalar!("SELECT arrived_at FROM guilds WHERE guild_id = ?", guild.id)
        .fetch_optional(db)
        .await?;
    Ok(arrived.map(|arrived| guild.turned_on_at.unwrap_or_default().max(at(arrived))))
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
    let Some(since) = there_since(db, guild).await? else {
        return Ok(None);
    };
    let active = query_scalar!(
        r#"SELECT min(week) AS "week: String" FROM active_weeks WHERE guild_id = ?"#,
        guild.id
    )
    .fetch_one(db)
    .await?;
    let week_of = |when| Week::of(local_date(guild.calendar.zone, when));
    let last = week_of(now).earlier(1);
    let active = active.as_deref().map(weeks::read).transpose()?;
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

async fn close_week(
    db: &mut SqliteConnection,
    guild: GuildId,
    over: Over,
    away: bool,
) -> Result<()> {
    spans(db, guild, over).await?;
    let (week, starts_at, ends_at) = (weeks::kept(over.week), ms(over.starts_at), ms(over.ends_at));
    query!(
        "INSERT INTO digest_weeks (guild_id, week, starts_at, ends_at, away) VALUES (?, ?, ?, ?, ?)",
        guild,
        week,
        starts_at,
        ends_at,
        away
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
    decide(db, guild, over.week, away).await?;
    if !away {
        flows::keep(db, guild, over.week).await?;
    }
    Ok(())
}

/// Decides which weeks may be told from now on.
async fn decide(db: &mut SqliteConnection, guild: GuildId, week: Week, away: bool) -> Result<()> {
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
        unmet
            .filter(|_| !away)
            .and_then(|unmet| i64::try_from(unmet).ok()),
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
