//! Who asked to be forgotten: the one thing that is kept of them, so that nothing else is.

use chrono::{DateTime, Utc};
use sqlx::{Result, SqliteConnection};

use crate::domain::ids::{GuildId, MemberId};
use crate::store::types::ms;

/// Notes that a member is forgotten in a guild. Noting it again changes nothing.
pub async fn set(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
    now: DateTime<Utc>,
) -> Result<()> {
    let now = ms(now);
    sqlx::query!(
        "INSERT INTO forgotten (guild_id, member_id, forgotten_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        guild,
        member,
        now
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The member is back. Says whether they had been forgotten.
pub async fn lift(db: &mut SqliteConnection, guild: GuildId, member: MemberId) -> Result<bool> {
    let done = sqlx::query!(
        "DELETE FROM forgotten WHERE guild_id = ? AND member_id = ?",
        guild,
        member
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Whether a member is forgotten in a guild.
pub async fn is_forgotten(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
) -> Result<bool> {
    sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT 1 FROM forgotten WHERE guild_id = ? AND member_id = ?) AS "forgotten!: bool""#,
        guild,
        member
    )
    .fetch_one(db)
    .await
}

/// The guilds in which a member is forgotten.
pub async fn forgotten_in(db: &mut SqliteConnection, member: MemberId) -> Result<Vec<GuildId>> {
    sqlx::query_scalar!(
        r#"SELECT guild_id AS "guild: GuildId" FROM forgotten WHERE member_id = ? ORDER BY guild_id"#,
        member
    )
    .fetch_all(db)
    .await
}
