//! Weeks that are over, and when the next one is closed.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::{Result, SqliteConnection, query, query_scalar};

use crate::domain::digest::{Block, ClosedWeek, Family, Span, Week};
use crate::domain::ids::GuildId;
use crate::store::types::{at, ms};

/// How a week is kept: the date of its Monday.
pub(super) fn kept(week: Week) -> String {
    week.monday().to_string()
}

/// A week that was kept.
///
/// # Errors
///
/// Where it is the date of no Monday.
pub(super) fn read(kept: &str) -> Result<Week> {
    kept.parse::<NaiveDate>()
        .ok()
        .and_then(Week::from_monday)
        .ok_or_else(|| sqlx::Error::Decode(format!("{kept} is no Monday").into()))
}

/// Whether a week of a guild is closed, and Potluck was there in it.
///
/// # Errors
///
/// When the database does not answer.
pub async fn is_closed(db: &mut SqliteConnection, guild: GuildId, week: Week) -> Result<bool> {
    let week = kept(week);
    let found = query_scalar!(
        r#"SELECT 1 AS "found: i64" FROM digest_weeks WHERE guild_id = ? AND week = ? AND away = 0"#,
        guild,
        week
    )
    .fetch_optional(db)
    .await?;
    Ok(found.is_some())
}

/// The last week that was closed and that digests are of: one in which Potluck was there.
///
/// # Errors
///
/// When the database does not answer.
pub async fn last_week(db: &mut SqliteConnection, guild: GuildId) -> Result<Option<Week>> {
    let week = query_scalar!(
        r#"SELECT max(week) AS "week: String" FROM digest_weeks WHERE guild_id = ? AND away = 0"#,
        guild
    )
    .fetch_one(db)
    .await?;
    week.as_deref().map(read).transpose()
}

/// The first week that was closed.
///
/// # Errors
///
/// When the database does not answer.
pub async fn first_week(db: &mut SqliteConnection, guild: GuildId) -> Result<Option<Week>> {
    let week = query_scalar!(
        r#"SELECT min(week) AS "week: String" FROM digest_weeks WHERE guild_id = ?"#,
        guild
    )
    .fetch_one(db)
    .await?;
    week.as_deref().map(read).transpose()
}

/// The first week from one on that was closed and in which Potluck was there.
///
/// # Errors
///
/// When the database does not answer.
pub async fn first_since(
    db: &mut SqliteConnection,
    guild: GuildId,
    week: Week,
) -> Result<Option<Week>> {
    let week = kept(week);
    let week = query_scalar!(
        r#"SELECT min(week) AS "week: String" FROM digest_weeks WHERE guild_id = ? AND week >= ? AND away = 0"#,
        guild,
        week
    )
    .fetch_one(db)
    .await?;
    week.as_deref().map(read).transpose()
}

/// The closed ones of these weeks, the first one first.
pub(super) async fn closed(
    db: &mut SqliteConnection,
    guild: GuildId,
    weeks: Span,
) -> Result<Vec<ClosedWeek>> {
    let (first, last) = (kept(weeks.first), kept(weeks.last));
    let rows = query!(
        r#"SELECT week, starts_at, ends_at, away AS "away: bool", unmet, few AS "few: u8" FROM digest_weeks
           WHERE guild_id = ? AND week BETWEEN ? AND ? ORDER BY week"#,
        guild,
        first,
        last
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(ClosedWeek {
                week: read(&row.week)?,
                starts_at: at(row.starts_at),
                ends_at: at(row.ends_at),
                away: row.away,
                unmet: row.unmet.and_then(|unmet| u64::try_from(unmet).ok()),
                few: row.few,
            })
        })
        .collect()
}

/// All blocks of a guild.
pub(super) async fn blocks(db: &mut SqliteConnection, guild: GuildId) -> Result<Vec<Block>> {
    let rows = query!(
        r#"SELECT family AS "family: Family", first_week, last_week FROM digest_blocks WHERE guild_id = ?"#,
        guild
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Block {
                family: row.family,
                span: Span {
                    first: read(&row.first_week)?,
                    last: read(&row.last_week)?,
                },
            })
        })
        .collect()
}

/// The guilds of which a week is to be closed by now, or for which it is to be found out when; at most so many.
///
/// # Errors
///
/// When the database does not answer.
pub async fn due_closings(
    db: &mut SqliteConnection,
    now: DateTime<Utc>,
    most: u32,
) -> Result<Vec<GuildId>> {
    let now = ms(now);
    query_scalar!(
        r#"SELECT guild_id AS "guild: GuildId" FROM guilds
           WHERE turned_on_at IS NOT NULL AND gone_at IS NULL AND digest_at <= ? ORDER BY digest_at, guild_id LIMIT ?"#,
        now,
        most
    )
    .fetch_all(db)
    .await
}

/// The week that is going on is to be closed at this instant. Forgotten when the guild's zone, days, hours or holidays change.
///
/// # Errors
///
/// When the database does not answer.
pub async fn set_next_closing(
    db: &mut SqliteConnection,
    guild: GuildId,
    when: DateTime<Utc>,
) -> Result<()> {
    let when = ms(when);
    query!(
        "UPDATE guilds SET digest_at = ? WHERE guild_id = ?",
        when,
        guild
    )
    .execute(db)
    .await?;
    Ok(())
}
