//! Who was whose buddy, and who may be.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use sqlx::{Result, SqliteConnection, query, query_as, query_scalar};

use super::Newcomer;
use crate::domain::ids::{GuildId, MemberId, NewcomerId, RoleId};
use crate::store::types::ms;

/// Somebody is a newcomer's buddy from now on.
pub async fn begin(
    db: &mut SqliteConnection,
    newcomer: &Newcomer,
    buddy: MemberId,
    now: DateTime<Utc>,
) -> Result<()> {
    let now = ms(now);
    query!(
        "INSERT INTO newcomer_buddies (newcomer_id, guild_id, member_id, since) VALUES (?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET since = excluded.since, until = NULL",
        newcomer.id,
        newcomer.guild,
        buddy,
        now
    )
    .execute(&mut *db)
    .await?;
    // Whoever takes over later, that is when they had somebody for the first time.
    query!(
        "UPDATE newcomers SET first_buddy_at = ? WHERE newcomer_id = ? AND first_buddy_at IS NULL",
        now,
        newcomer.id
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Whoever is a newcomer's buddy is it no longer. Who had not heard of it yet was it until the instant since when they were to be it.
pub async fn end(
    db: &mut SqliteConnection,
    newcomer: &Newcomer,
    until: DateTime<Utc>,
) -> Result<()> {
    let until = ms(until);
    query!(
        "UPDATE newcomer_buddies SET until = ? WHERE newcomer_id = ? AND until IS NULL",
        until,
        newcomer.id
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Who must not be a newcomer's buddy: with whom they are never put together, who was it already, and who is never put together with
/// one of these, whose words stand in the thread. For choosing only, never for showing.
pub async fn apart(db: &mut SqliteConnection, newcomer: &Newcomer) -> Result<BTreeSet<MemberId>> {
    let members = query_scalar!(
        r#"SELECT other AS "member!: MemberId" FROM blocks WHERE guild_id = ?1 AND by_member = ?2
           UNION SELECT by_member FROM blocks WHERE guild_id = ?1 AND other = ?2
           UNION SELECT member_id FROM newcomer_buddies WHERE newcomer_id = ?3
           UNION SELECT b.other FROM newcomer_buddies f JOIN blocks b ON b.guild_id = ?1 AND b.by_member = f.member_id
                 WHERE f.newcomer_id = ?3
           UNION SELECT b.by_member FROM newcomer_buddies f JOIN blocks b ON b.guild_id = ?1 AND b.other = f.member_id
                 WHERE f.newcomer_id = ?3"#,
        newcomer.guild,
        newcomer.member,
        newcomer.id
    )
    .fetch_all(db)
    .await?;
    Ok(members.into_iter().collect())
}

/// Those who teach something that a member wishes for.
pub async fn teachers_of_wishes(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
) -> Result<BTreeSet<MemberId>> {
    let members = query_scalar!(
        r#"SELECT DISTINCT o.member_id AS "member!: MemberId" FROM wishes w JOIN offers o USING (guild_id, skill_id)
           WHERE w.guild_id = ? AND w.member_id = ?"#,
        guild,
        member
    )
    .fetch_all(db)
    .await?;
    Ok(members.into_iter().collect())
}

/// Whose buddy a newcomer had the last time they were here, when that ended with their leaving.
pub async fn former(db: &mut SqliteConnection, newcomer: &Newcomer) -> Result<Option<MemberId>> {
    query_scalar!(
        r#"SELECT buddy_id AS "buddy!: MemberId" FROM newcomers
           WHERE guild_id = ? AND member_id = ? AND newcomer_id <> ? AND buddy_id IS NOT NULL
           ORDER BY joined_at DESC LIMIT 1"#,
        newcomer.guild,
        newcomer.member,
        newcomer.id
    )
    .fetch_optional(db)
    .await
}

/// Whether somebody was a newcomer's buddy, and is it no longer.
pub async fn was_buddy(
    db: &mut SqliteConnection,
    newcomer: NewcomerId,
    member: MemberId,
) -> Result<bool> {
    query_scalar!(
        r#"SELECT EXISTS (SELECT 1 FROM newcomer_buddies WHERE newcomer_id = ? AND member_id = ? AND until IS NOT NULL)
               AS "was!: bool""#,
        newcomer,
        member
    )
    .fetch_one(db)
    .await
}

/// Somebody who was a newcomer's buddy for a while.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Served {
    /// Who.
    pub buddy: MemberId,
    /// Whether they are still in the guild.
    pub here: bool,
}

/// Everybody who was a newcomer's buddy, is it no longer, and had heard of it; who was it for the longest time first.
pub async fn served(db: &mut SqliteConnection, newcomer: NewcomerId) -> Result<Vec<Served>> {
    query_as!(
        Served,
        r#"SELECT b.member_id AS "buddy!: MemberId",
               EXISTS (SELECT 1 FROM members m
                       WHERE m.guild_id = b.guild_id AND m.member_id = b.member_id AND m.left_at IS NULL) AS "here!: bool"
           FROM newcomer_buddies b WHERE b.newcomer_id = ? AND b.until > b.since
           ORDER BY b.until - b.since DESC, b.since, b.member_id"#,
        newcomer
    )
    .fetch_all(db)
    .await
}

/// The members with a role, in the order of their ids: the managers of a guild, where they have no channel.
pub async fn with_role(
    db: &mut SqliteConnection,
    guild: GuildId,
    role: RoleId,
) -> Result<Vec<MemberId>> {
    query_scalar!(
        r#"SELECT m.member_id AS "member!: MemberId" FROM members m JOIN member_roles r USING (guild_id, member_id)
           WHERE m.guild_id = ? AND r.role_id = ? AND m.left_at IS NULL AND m.bot = 0 ORDER BY m.member_id"#,
        guild,
        role
    )
    .fetch_all(db)
    .await
}
