//! Servers: where the bot is and was. What their admins chose is in [`settings`](super::settings).

use chrono::{DateTime, Utc};
use sqlx::{Result, SqliteConnection};

use super::types::{at, ms};
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
        "INSERT INTO guilds (guild_id, name, owner_id, arrived_at, list_awaited_at) VALUES (?1, ?2, ?3, ?4, ?4)
         ON CONFLICT (guild_id) DO UPDATE SET
             name = excluded.name, owner_id = excluded.owner_id,
             arrived_at = CASE WHEN gone_at IS NULL THEN arrived_at ELSE excluded.arrived_at END,
             gone_at = NULL, unavailable_at = NULL, list_awaited_at = excluded.list_awaited_at",
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

/// Notes that an outage of Discord's keeps a known server from the bot since then, unless one does already. [`arrive`] ends it. Discord
/// says that only of servers the bot is in, so where it had been removed it was added again.
pub async fn set_unavailable(
    db: &mut SqliteConnection,
    guild: GuildId,
    since: DateTime<Utc>,
) -> Result<()> {
    let since = ms(since);
    sqlx::query!(
        "UPDATE guilds SET unavailable_at = coalesce(unavailable_at, ?2),
             arrived_at = CASE WHEN gone_at IS NULL THEN arrived_at ELSE ?2 END, gone_at = NULL
         WHERE guild_id = ?1",
        guild,
        since,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Whether an outage of Discord's keeps a server from the bot that it is in.
pub async fn is_unavailable(db: &mut SqliteConnection, guild: GuildId) -> Result<bool> {
    let out = sqlx::query_scalar!(
        r#"SELECT unavailable_at IS NOT NULL AND gone_at IS NULL AS "out!: bool" FROM guilds WHERE guild_id = ?"#,
        guild
    )
    .fetch_optional(db)
    .await?;
    Ok(out.unwrap_or(false))
}

/// Whether the bot cannot do anything in a server: an outage keeps it away, or it was removed.
pub async fn is_out_of_reach(db: &mut SqliteConnection, guild: GuildId) -> Result<bool> {
    let out = sqlx::query_scalar!(
        r#"SELECT unavailable_at IS NOT NULL OR gone_at IS NOT NULL AS "out!: bool" FROM guilds WHERE guild_id = ?"#,
        guild
    )
    .fetch_optional(db)
    .await?;
    Ok(out.unwrap_or(false))
}

/// Notes that the bot was removed from a server. What is stored is kept; jobs skip the server. `false`: that is known, or the server
/// is not.
pub async fn leave(db: &mut SqliteConnection, guild: GuildId, now: DateTime<Utc>) -> Result<bool> {
    let now = ms(now);
    let done = sqlx::query!(
        "UPDATE guilds SET gone_at = ? WHERE guild_id = ? AND gone_at IS NULL",
        now,
        guild
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Every server that anything is stored of.
pub async fn all(db: &mut SqliteConnection) -> Result<Vec<GuildId>> {
    sqlx::query_scalar!(r#"SELECT guild_id AS "guild: GuildId" FROM guilds ORDER BY guild_id"#)
        .fetch_all(db)
        .await
}

/// The servers that the bot was removed from, each with when that became known.
pub async fn gone(db: &mut SqliteConnection) -> Result<Vec<(GuildId, DateTime<Utc>)>> {
    let gone = sqlx::query!(
        r#"SELECT guild_id AS "guild: GuildId", gone_at AS "since!: i64" FROM guilds
           WHERE gone_at IS NOT NULL ORDER BY gone_at, guild_id"#
    )
    .fetch_all(db)
    .await?;
    Ok(gone
        .into_iter()
        .map(|row| (row.guild, at(row.since)))
        .collect())
}

/// Deletes everything that is stored of a server, and where its people are written to privately, unless they are known in another one.
/// That it is gone from the file, too, is owed by whoever calls this.
pub async fn erase(db: &mut SqliteConnection, guild: GuildId) -> Result<()> {
    /// Runs statements that say `?1` for the guild.
    macro_rules! run {
        ($($statement:literal;)*) => {
            $(sqlx::query!($statement, guild).execute(&mut *db).await?;)*
        };
    }
    // What does not go with its guild by itself goes first: what has no foreign key to it, and what names a skill, an ask, a pairing
    // or a newcomer, which may not go before it.
    run!(
        "DELETE FROM helps WHERE guild_id = ?1";
        "DELETE FROM lessons WHERE guild_id = ?1";
        "DELETE FROM wishes WHERE guild_id = ?1";
        "DELETE FROM offers WHERE guild_id = ?1";
        "DELETE FROM teach_questions WHERE guild_id = ?1";
        "DELETE FROM open_calls WHERE guild_id = ?1";
        "DELETE FROM seats WHERE guild_id = ?1";
        "DELETE FROM blocks WHERE guild_id = ?1";
        "DELETE FROM private_threads WHERE guild_id = ?1";
        "DELETE FROM occurrences WHERE guild_id = ?1";
        "DELETE FROM asks WHERE guild_id = ?1";
        "DELETE FROM dm_channels WHERE member_id IN (SELECT member_id FROM members WHERE guild_id = ?1)
             AND member_id NOT IN (SELECT member_id FROM members WHERE guild_id <> ?1)";
        "DELETE FROM guilds WHERE guild_id = ?1";
    );
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

/// From now on the complete member list of every server is awaited: nobody listened to who came and went. [`arrive`] awaits that of one.
pub async fn await_lists(db: &mut SqliteConnection, now: DateTime<Utc>) -> Result<()> {
    let now = ms(now);
    sqlx::query!(
        "UPDATE guilds SET list_awaited_at = ? WHERE gone_at IS NULL",
        now
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Notes that the member list was complete at this time, so that it is not awaited any more.
pub async fn roster_complete(
    db: &mut SqliteConnection,
    guild: GuildId,
    now: DateTime<Utc>,
) -> Result<()> {
    let now = ms(now);
    sqlx::query!(
        "UPDATE guilds SET roster_at = ?1, list_awaited_at = NULL WHERE guild_id = ?2",
        now,
        guild
    )
    .execute(db)
    .await?;
    Ok(())
}
