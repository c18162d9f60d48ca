//! Who is never put together by Potluck.

use chrono::{DateTime, Utc};
use sqlx::{Result, SqliteConnection};

use crate::domain::ids::{GuildId, MemberId};
use crate::store::types::ms;

/// Those whom a member blocked, the first blocked first. Blocks that others set are nobody else's business, so this is all
/// that `/me` ever shows.
pub async fn set_by(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
) -> Result<Vec<MemberId>> {
    sqlx::query_scalar!(
        r#"SELECT other AS "other: MemberId" FROM blocks WHERE guild_id = ? AND by_member = ? ORDER BY created_at, other"#,
        guild,
        member
    )
    .fetch_all(db)
    .await
}

/// Those whom Potluck must not put together with a member, whichever of the two set it. For choosing only, never for showing.
pub async fn apart_from(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
) -> Result<Vec<MemberId>> {
    sqlx::query_scalar!(
        r#"SELECT other AS "other: MemberId" FROM blocks WHERE guild_id = ?1 AND by_member = ?2
           UNION
           SELECT by_member FROM blocks WHERE guild_id = ?1 AND other = ?2"#,
        guild,
        member
    )
    .fetch_all(db)
    .await
}

/// Sets a block. Setting it again changes nothing.
pub async fn add(
    db: &mut SqliteConnection,
    guild: GuildId,
    by: MemberId,
    other: MemberId,
    now: DateTime<Utc>,
) -> Result<()> {
    let now = ms(now);
    sqlx::query!(
        "INSERT INTO blocks (guild_id, by_member, other, created_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
        guild,
        by,
        other,
        now
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Takes a block back. Says whether there was one.
pub async fn remove(
    db: &mut SqliteConnection,
    guild: GuildId,
    by: MemberId,
    other: MemberId,
) -> Result<bool> {
    let done = sqlx::query!(
        "DELETE FROM blocks WHERE guild_id = ? AND by_member = ? AND other = ?",
        guild,
        by,
        other
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() > 0)
}
