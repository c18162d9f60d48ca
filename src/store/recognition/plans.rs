//! When there is something to do next, and what was done last.

use chrono::{DateTime, Utc};
use sqlx::{Result, SqliteConnection, query, query_scalar};

use crate::domain::ids::GuildId;
use crate::store::types::ms;

/// The guilds that are to be looked at by now; at most so many.
///
/// # Errors
///
/// When the database does not answer.
pub async fn due(db: &mut SqliteConnection, now: DateTime<Utc>, most: u32) -> Result<Vec<GuildId>> {
    let now = ms(now);
    query_scalar!(
        r#"SELECT guild_id AS "guild: GuildId" FROM guilds
           WHERE turned_on_at IS NOT NULL AND gone_at IS NULL AND recognition_at <= ? ORDER BY recognition_at, guild_id LIMIT ?"#,
        now,
        most
    )
    .fetch_all(db)
    .await
}

/// A guild is to be looked at next at this instant. Forgotten when its zone, days, hours, holidays or what it asked for change.
///
/// # Errors
///
/// When the database does not answer.
pub async fn set_next(
    db: &mut SqliteConnection,
    guild: GuildId,
    when: DateTime<Utc>,
) -> Result<()> {
    let when = ms(when);
    query!(
        "UPDATE guilds SET recognition_at = ? WHERE guild_id = ?",
        when,
        guild
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The last period of a job that was done or missed, of those whose name begins with this (`table:`); without that beginning.
///
/// # Errors
///
/// When the database does not answer.
pub async fn latest(
    db: &mut SqliteConnection,
    guild: GuildId,
    job: &'static str,
    kind: &str,
) -> Result<Option<String>> {
    let pattern = format!("{kind}*");
    let period = query_scalar!(
        r#"SELECT max(period) AS "period: String" FROM occurrences WHERE guild_id = ? AND job = ? AND period GLOB ?"#,
        guild,
        job,
        pattern
    )
    .fetch_one(db)
    .await?;
    Ok(period.and_then(|period| period.strip_prefix(kind).map(str::to_owned)))
}

/// Whether a period of a job was done; not one that was missed, nor one that was never claimed.
///
/// # Errors
///
/// When the database does not answer.
pub async fn is_done(
    db: &mut SqliteConnection,
    guild: GuildId,
    job: &'static str,
    period: &str,
) -> Result<bool> {
    let found = query_scalar!(
        r#"SELECT 1 AS "found: i64" FROM occurrences WHERE guild_id = ? AND job = ? AND period = ? AND state = 'done'"#,
        guild,
        job,
        period
    )
    .fetch_optional(db)
    .await?;
    Ok(found.is_some())
}
