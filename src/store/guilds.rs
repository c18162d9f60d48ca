//! Servers: where the bot is and was. What their admins chose is in [`settings`](super::settings).

use chrono::{DateTime, Utc};
use sqlx::{Result, SqliteConnection};

use super::types::ms;
use crate::domain::ids::{GuildId, MemberId};

/// Notes that the bot is in a server of this name and owner. Coming back after having been removed counts as arriving anew.
/// Returns whether it has just arrived.
pub async fn arrive(
    db: &mut SqliteConnection,
    guild: GuildId,
    name: &str,
    owner: MemberId,
    now: DateTime<Utc>,
) -> Result<bool> {
    let now = ms(now);
    let here = sqlx::query_scalar!(
        r#"SELECT gone_at IS NULL AS "here!: bool" FROM guilds WHERE guild_id = ?"#,
        guild
    )
    .fetch_optional(&mut *db)
    .await?
    .unwrap_or(false);
    sqlx::query!(
        "INSERT INTO guilds (guild_id, name, owner_id, arrived_at) VALUES (?, ?, ?, ?)
         ON CONFLICT (guild_id) DO UPDATE SET
             name = excluded.name, owner_id = excluded.owner_id,
             arrived_at = CASE WHEN gone_at IS NULL THEN arrived_at ELSE excluded.arrived_at END,
             gone_at = NULL, unavailable_at = NULL",
        guild,
        name,
        owner,
        now
    )
    .execute(db)
    .await?;
    Ok(!here)
}

/// Notes a server's name and owner, if the server is known.
pub async fn rename(
    db: &mut SqliteConnection,
    guild: GuildId,
    name: &str,
    owner: MemberId,
) -> Result<()> {
    sqlx::query!(
        "UPDATE guilds SET name = ?, owner_id = ? WHERE guild_id = ?",
        name,
        owner,
        guild
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Notes that an outage of Discord's keeps a known server from the bot since then, unless one does already. [`arrive`] ends it.
pub async fn set_unavailable(
    db: &mut SqliteConnection,
    guild: GuildId,
    since: DateTime<Utc>,
) -> Result<()> {
    let since = ms(since);
    sqlx::query!(
        "UPDATE guilds SET unavailable_at = coalesce(unavailable_at, ?2) WHERE guild_id = ?1",
        guild,
        since,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Whether an outage of Discord's keeps a server from the bot.
pub async fn is_unavailable(db: &mut SqliteConnection, guild: GuildId) -> Result<bool> {
    let out = sqlx::query_scalar!(
        r#"SELECT unavailable_at IS NOT NULL AS "out!: bool" FROM guilds WHERE guild_id = ?"#,
        guild
    )
    .fetch_optional(db)
    .await?;
    Ok(out.unwrap_or(false))
}

/// Notes that the bot was removed from a server. What is stored is kept; jobs skip the server.
pub async fn leave(db: &mut SqliteConnection, guild: GuildId, now: DateTime<Utc>) -> Result<()> {
    let now = ms(now);
    sqlx::query!(
        "UPDATE guilds SET gone_at = ? WHERE guild_id = ? AND gone_at IS NULL",
        now,
        guild
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The servers the bot is in, as far as it knows.
pub async fn present(db: &mut SqliteConnection) -> Result<Vec<GuildId>> {
    sqlx::query_scalar!(
        r#"SELECT guild_id AS "guild: GuildId" FROM guilds WHERE gone_at IS NULL ORDER BY guild_id"#
    )
    .fetch_all(db)
    .await
}

/// Whether a server is known, gone or not.
pub async fn is_known(db: &mut SqliteConnection, guild: GuildId) -> Result<bool> {
    sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT 1 FROM guilds WHERE guild_id = ?) AS "known!: bool""#,
        guild
    )
    .fetch_one(db)
    .await
}

/// Notes that the member list was complete at this time.
pub async fn roster_complete(
    db: &mut SqliteConnection,
    guild: GuildId,
    now: DateTime<Utc>,
) -> Result<()> {
    let now = ms(now);
    sqlx::query!(
        "UPDATE guilds SET roster_at = ? WHERE guild_id = ?",
        now,
        guild
    )
    .execute(db)
    .await?;
    Ok(())
}
