//! Helps: who helped whom, with which skill, when, through what.

use chrono::{DateTime, Utc};
use sqlx::SqliteConnection;

use crate::domain::ids::{GuildId, MemberId};
use crate::store::asks::Ask;
use crate::store::types::{at, ms};

/// A help, seen by one of the two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HelpLine {
    /// The other of the two.
    pub other: Option<MemberId>,
    /// The skill's name, as written (not escaped).
    pub skill: String,
    /// The learner's line of thanks, as written (not escaped).
    pub thanks: Option<String>,
    /// When it was recorded.
    pub happened_at: DateTime<Utc>,
}

/// Records that `helper` helped with this ask. Once is enough: a second time changes nothing.
pub async fn record(
    db: &mut SqliteConnection,
    ask: &Ask,
    helper: MemberId,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let now = ms(now);
    let learner = ask.asker.named();
    sqlx::query!(
        "INSERT INTO helps (guild_id, helper_id, learner_id, skill_id, through, ask_id, thanks, happened_at)
         VALUES (?, ?, ?, ?, 'ask', ?, ?, ?) ON CONFLICT (ask_id, helper_id) DO NOTHING",
        ask.guild,
        helper,
        learner,
        ask.skill,
        ask.id,
        ask.thanks,
        now,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// One help as it is on record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HelpFact {
    /// Who helped.
    pub helper: Option<MemberId>,
    /// Whom.
    pub learner: Option<MemberId>,
    /// The skill's name, as written (not escaped).
    pub skill: String,
    /// The learner's line of thanks, as written (not escaped).
    pub thanks: Option<String>,
    /// When it was recorded.
    pub happened_at: DateTime<Utc>,
}

/// Every help of a guild, oldest first.
pub async fn all(db: &mut SqliteConnection, guild: GuildId) -> sqlx::Result<Vec<HelpFact>> {
    let rows = sqlx::query!(
        r#"SELECT h.helper_id as "helper: MemberId", h.learner_id as "learner: MemberId", s.name, h.thanks, h.happened_at
           FROM helps h JOIN skills s USING (skill_id) WHERE h.guild_id = ? ORDER BY h.happened_at, h.help_id"#,
        guild,
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| HelpFact {
            helper: row.helper,
            learner: row.learner,
            skill: row.name,
            thanks: row.thanks,
            happened_at: at(row.happened_at),
        })
        .collect())
}

/// How many helps a member has given and received.
pub async fn counts(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
) -> sqlx::Result<(u32, u32)> {
    let given = sqlx::query_scalar!(
        r#"SELECT COUNT(*) as "count: u32" FROM helps WHERE guild_id = ? AND helper_id = ?"#,
        guild,
        member
    )
    .fetch_one(&mut *db)
    .await?;
    let received = sqlx::query_scalar!(
        r#"SELECT COUNT(*) as "count: u32" FROM helps WHERE guild_id = ? AND learner_id = ?"#,
        guild,
        member
    )
    .fetch_one(db)
    .await?;
    Ok((given, received))
}

/// Helps that a member gave, newest first, `limit` of them after `offset`.
pub async fn given(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
    limit: u32,
    offset: u32,
) -> sqlx::Result<Vec<HelpLine>> {
    let rows = sqlx::query!(
        r#"SELECT h.learner_id as "other: MemberId", s.name, h.thanks, h.happened_at FROM helps h JOIN skills s USING (skill_id)
           WHERE h.guild_id = ? AND h.helper_id = ? ORDER BY h.happened_at DESC, h.help_id DESC LIMIT ? OFFSET ?"#,
        guild,
        member,
        limit,
        offset,
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| HelpLine {
            other: row.other,
            skill: row.name,
            thanks: row.thanks,
            happened_at: at(row.happened_at),
        })
        .collect())
}

/// Helps that a member received, newest first, `limit` of them after `offset`.
pub async fn received(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
    limit: u32,
    offset: u32,
) -> sqlx::Result<Vec<HelpLine>> {
    let rows = sqlx::query!(
        r#"SELECT h.helper_id as "other: MemberId", s.name, h.thanks, h.happened_at FROM helps h JOIN skills s USING (skill_id)
           WHERE h.guild_id = ? AND h.learner_id = ? ORDER BY h.happened_at DESC, h.help_id DESC LIMIT ? OFFSET ?"#,
        guild,
        member,
        limit,
        offset,
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| HelpLine {
            other: row.other,
            skill: row.name,
            thanks: row.thanks,
            happened_at: at(row.happened_at),
        })
        .collect())
}
