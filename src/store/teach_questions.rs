//! Questions to those who learned a skill: could they start somebody off with it now? One row for each member and skill, so
//! that nobody is asked twice.

use chrono::{DateTime, Utc};
use sqlx::{Result, SqliteConnection};

use crate::domain::ids::{GuildId, MemberId, SkillId};
use crate::store::types::ms;

/// A question that is planned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Planned {
    /// In which guild.
    pub guild: GuildId,
    /// Who will be asked.
    pub member: MemberId,
    /// About which skill.
    pub skill: SkillId,
}

/// Plans a question. Where one is planned, or was put, nothing changes.
pub async fn plan(db: &mut SqliteConnection, question: Planned, due: DateTime<Utc>) -> Result<()> {
    let due = ms(due);
    sqlx::query!(
        "INSERT INTO teach_questions (guild_id, member_id, skill_id, due_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
        question.guild,
        question.member,
        question.skill,
        due,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The questions that are due by now in guilds that the bot works for, earliest first, at most `limit` of them.
pub async fn due(
    db: &mut SqliteConnection,
    now: DateTime<Utc>,
    limit: u32,
) -> Result<Vec<Planned>> {
    let now = ms(now);
    sqlx::query_as!(
        Planned,
        r#"SELECT q.guild_id AS "guild!: GuildId", q.member_id AS "member!: MemberId", q.skill_id AS "skill!: SkillId"
           FROM teach_questions q JOIN working_guilds g USING (guild_id)
           WHERE q.due_at <= ?
           ORDER BY q.due_at, q.member_id, q.skill_id LIMIT ?"#,
        now,
        limit,
    )
    .fetch_all(db)
    .await
}

/// Whether a question is due by now, and was neither put nor put off meanwhile.
pub async fn is_due(
    db: &mut SqliteConnection,
    question: Planned,
    now: DateTime<Utc>,
) -> Result<bool> {
    let now = ms(now);
    sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT 1 FROM teach_questions
               WHERE guild_id = ? AND member_id = ? AND skill_id = ? AND due_at <= ?) AS "due!: bool""#,
        question.guild,
        question.member,
        question.skill,
        now,
    )
    .fetch_one(db)
    .await
}

/// Puts a question off until then.
pub async fn put_off(
    db: &mut SqliteConnection,
    question: Planned,
    until: DateTime<Utc>,
) -> Result<()> {
    let until = ms(until);
    sqlx::query!(
        "UPDATE teach_questions SET due_at = ? WHERE guild_id = ? AND member_id = ? AND skill_id = ?",
        until,
        question.guild,
        question.member,
        question.skill,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Notes that a question was put: it is not put again.
pub async fn put(db: &mut SqliteConnection, question: Planned, now: DateTime<Utc>) -> Result<()> {
    let now = ms(now);
    sqlx::query!(
        "UPDATE teach_questions SET due_at = NULL, asked_at = ? WHERE guild_id = ? AND member_id = ? AND skill_id = ?",
        now,
        question.guild,
        question.member,
        question.skill,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Takes back a question that was not put. A later help may plan it anew.
pub async fn take_back(db: &mut SqliteConnection, question: Planned) -> Result<()> {
    sqlx::query!(
        "DELETE FROM teach_questions WHERE guild_id = ? AND member_id = ? AND skill_id = ? AND asked_at IS NULL",
        question.guild,
        question.member,
        question.skill,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Whether this member was asked about this skill.
pub async fn was_put(db: &mut SqliteConnection, question: Planned) -> Result<bool> {
    sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT 1 FROM teach_questions
               WHERE guild_id = ? AND member_id = ? AND skill_id = ? AND asked_at IS NOT NULL) AS "asked!: bool""#,
        question.guild,
        question.member,
        question.skill,
    )
    .fetch_one(db)
    .await
}
