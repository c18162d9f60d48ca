//! Skills, offers and wishes as people look at them.

use chrono::{DateTime, Utc};
use sqlx::{Result, SqliteConnection};

use super::{Offer, Tally, Teacher, Wish};
use crate::domain::ids::{GuildId, MemberId, SkillId};
use crate::domain::load::{LOAD_WINDOW, Load, LoadLimit};
use crate::domain::skill::Level;
use crate::store::settings::own_hours;
use crate::store::types::{at, ms};

/// What a member says about teaching a skill.
pub async fn offer(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
    skill: SkillId,
) -> Result<Option<Offer>> {
    sqlx::query_as!(
        Offer,
        r#"SELECT skill_id AS "skill: SkillId", name, level AS "level: Level", note
           FROM offers JOIN skills USING (guild_id, skill_id)
           WHERE guild_id = ? AND member_id = ? AND skill_id = ?"#,
        guild,
        member,
        skill
    )
    .fetch_optional(db)
    .await
}

/// One skill with its counts, without what one member (the one who is told) adds to them.
pub async fn tally_of_others(
    db: &mut SqliteConnection,
    guild: GuildId,
    skill: SkillId,
    member: MemberId,
) -> Result<Option<Tally>> {
    sqlx::query_as!(
        Tally,
        r#"SELECT skill_id AS "skill: SkillId", name,
               (SELECT COUNT(*) FROM offers o JOIN members m USING (guild_id, member_id)
                 WHERE o.skill_id = s.skill_id AND m.left_at IS NULL AND m.member_id <> ?1) AS "teach!: i64",
               (SELECT COUNT(*) FROM wishes w JOIN members m USING (guild_id, member_id)
                 WHERE w.skill_id = s.skill_id AND m.left_at IS NULL AND m.member_id <> ?1) AS "wish!: i64"
           FROM skills s WHERE guild_id = ?2 AND skill_id = ?3"#,
        member,
        guild,
        skill
    )
    .fetch_optional(db)
    .await
}

/// One skill with its counts.
pub async fn tally(
    db: &mut SqliteConnection,
    guild: GuildId,
    skill: SkillId,
) -> Result<Option<Tally>> {
    sqlx::query_as!(
        Tally,
        r#"SELECT skill_id AS "skill: SkillId", name,
               (SELECT COUNT(*) FROM offers o JOIN members m USING (guild_id, member_id)
                 WHERE o.skill_id = s.skill_id AND m.left_at IS NULL) AS "teach!: i64",
               (SELECT COUNT(*) FROM wishes w JOIN members m USING (guild_id, member_id)
                 WHERE w.skill_id = s.skill_id AND m.left_at IS NULL) AS "wish!: i64"
           FROM skills s WHERE guild_id = ? AND skill_id = ?"#,
        guild,
        skill
    )
    .fetch_optional(db)
    .await
}

/// The guild's skills that somebody teaches or wishes for, the liveliest first, `limit` of them after `offset`.
pub async fn tallies(
    db: &mut SqliteConnection,
    guild: GuildId,
    limit: i64,
    offset: i64,
) -> Result<Vec<Tally>> {
    sqlx::query_as!(
        Tally,
        r#"SELECT skill_id AS "skill!: SkillId", name AS "name!", SUM(teach) AS "teach!: i64", SUM(wish) AS "wish!: i64"
           FROM (
               SELECT s.skill_id, s.name, s.key, 1 AS teach, 0 AS wish
               FROM skills s JOIN offers o USING (skill_id) JOIN members m ON m.guild_id = o.guild_id AND m.member_id = o.member_id
               WHERE s.guild_id = ?1 AND m.left_at IS NULL
               UNION ALL
               SELECT s.skill_id, s.name, s.key, 0, 1
               FROM skills s JOIN wishes w USING (skill_id) JOIN members m ON m.guild_id = w.guild_id AND m.member_id = w.member_id
               WHERE s.guild_id = ?1 AND m.left_at IS NULL
           )
           GROUP BY skill_id
           ORDER BY COUNT(*) DESC, key
           LIMIT ?2 OFFSET ?3"#,
        guild,
        limit,
        offset
    )
    .fetch_all(db)
    .await
}

/// How many skills [`tallies`] has in all.
pub async fn count(db: &mut SqliteConnection, guild: GuildId) -> Result<i64> {
    sqlx::query_scalar!(
        r#"SELECT COUNT(*) AS "count!: i64" FROM (
               SELECT o.skill_id FROM offers o JOIN members m USING (guild_id, member_id)
               WHERE o.guild_id = ?1 AND m.left_at IS NULL
               UNION
               SELECT w.skill_id FROM wishes w JOIN members m USING (guild_id, member_id)
               WHERE w.guild_id = ?1 AND m.left_at IS NULL
           )"#,
        guild
    )
    .fetch_one(db)
    .await
}

/// What a member teaches, by name.
pub async fn offers_of(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
) -> Result<Vec<Offer>> {
    sqlx::query_as!(
        Offer,
        r#"SELECT skill_id AS "skill: SkillId", name, level AS "level: Level", note
           FROM offers JOIN skills USING (guild_id, skill_id)
           WHERE guild_id = ? AND member_id = ? ORDER BY key"#,
        guild,
        member
    )
    .fetch_all(db)
    .await
}

/// What a member wishes to learn, by name.
pub async fn wishes_of(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
) -> Result<Vec<Wish>> {
    sqlx::query_as!(
        Wish,
        r#"SELECT skill_id AS "skill: SkillId", name, note
           FROM wishes JOIN skills USING (guild_id, skill_id)
           WHERE guild_id = ? AND member_id = ? ORDER BY key"#,
        guild,
        member
    )
    .fetch_all(db)
    .await
}

/// Who teaches a skill, with what their availability comes from.
pub async fn teachers(
    db: &mut SqliteConnection,
    guild: GuildId,
    skill: SkillId,
    now: DateTime<Utc>,
) -> Result<Vec<Teacher>> {
    let since = ms(now - LOAD_WINDOW);
    let rows = sqlx::query!(
        r#"SELECT o.member_id AS "member!: MemberId", m.display_name, o.level AS "level: Level", o.note, m.paused_until,
               m.load_limit AS "load_limit: u32", m.zone, m.working_days AS "working_days: u8",
               m.work_start AS "work_start: u16", m.work_end AS "work_end: u16",
               (SELECT COUNT(*) FROM invitations i JOIN asks a USING (ask_id)
                 WHERE a.guild_id = o.guild_id AND i.member_id = o.member_id AND i.state = 'open') AS "open_invitations!: u32",
               (SELECT COUNT(*) FROM ask_helpers h JOIN asks a USING (ask_id)
                 WHERE a.guild_id = o.guild_id AND h.member_id = o.member_id AND h.accepted_at >= ? AND h.released_at IS NULL) AS "accepted!: u32"
           FROM offers o JOIN members m USING (guild_id, member_id)
           WHERE o.guild_id = ? AND o.skill_id = ? AND m.left_at IS NULL AND m.bot = 0
           ORDER BY o.member_id"#,
        since,
        guild,
        skill
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Teacher {
                member: row.member,
                display_name: row.display_name,
                level: row.level,
                note: row.note,
                paused_until: row.paused_until.map(at),
                own: own_hours(
                    row.zone.as_deref(),
                    row.working_days,
                    row.work_start,
                    row.work_end,
                )?,
                limit: LoadLimit::new(row.load_limit)
                    .map_err(|error| sqlx::Error::Decode(Box::new(error)))?,
                load: Load {
                    open_invitations: row.open_invitations,
                    accepted_lately: row.accepted,
                },
            })
        })
        .collect()
}
