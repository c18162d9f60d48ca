//! Skills, offers and wishes.
//!
//! Counts and lists speak of members who are there: what somebody offered stays stored when they leave, and counts again when
//! they come back.

mod lists;

use chrono::{DateTime, Utc};
use sqlx::{Result, SqliteConnection};

use crate::domain::ids::{AskId, GuildId, MemberId, SkillId};
use crate::domain::load::{Load, LoadLimit};
use crate::domain::schedule::MemberHours;
use crate::domain::skill::{Level, SkillEntry, SkillKey, SkillName};
use crate::store::types::ms;

pub use lists::{count, offer, offers_of, tallies, tally, tally_of_others, teachers, wishes_of};

/// A skill with how many members there are who teach it and who wish to learn it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    /// Which.
    pub skill: SkillId,
    /// As people see it.
    pub name: String,
    /// How many teach it.
    pub teach: i64,
    /// How many wish to learn it.
    pub wish: i64,
}

/// A skill that a member teaches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// Which.
    pub skill: SkillId,
    /// As people see it.
    pub name: String,
    /// How well, where they said so.
    pub level: Option<Level>,
    /// In their words, where they said more.
    pub note: Option<String>,
}

/// A skill that a member wishes to learn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    /// Which.
    pub skill: SkillId,
    /// As people see it.
    pub name: String,
    /// In their words, where they said more.
    pub note: Option<String>,
}

/// Somebody who teaches a skill, with what their availability comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Teacher {
    /// Who.
    pub member: MemberId,
    /// As Discord shows them.
    pub display_name: String,
    /// How well, where they said so.
    pub level: Option<Level>,
    /// In their words, where they said more.
    pub note: Option<String>,
    /// Until when they are out; in the past means not paused.
    pub paused_until: Option<DateTime<Utc>>,
    /// When they work, as far as they said so themselves.
    pub own: MemberHours,
    /// How much they are ready to carry.
    pub limit: LoadLimit,
    /// What they carry.
    pub load: Load,
}

/// Whether something was there already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Put {
    /// It was not.
    New,
    /// It was, and says now what was given.
    Updated,
}

/// What the index of a guild is built from: the skills that somebody teaches, wishes for, has asked about or was thanked
/// for.
pub async fn entries(db: &mut SqliteConnection, guild: GuildId) -> Result<Vec<SkillEntry>> {
    let rows = sqlx::query!(
        r#"SELECT name, key,
               (SELECT COUNT(*) FROM offers o WHERE o.skill_id = s.skill_id)
                 + (SELECT COUNT(*) FROM wishes w WHERE w.skill_id = s.skill_id) AS "weight!: i64"
           FROM skills s
           WHERE guild_id = ?
             AND (EXISTS (SELECT 1 FROM offers o WHERE o.skill_id = s.skill_id)
               OR EXISTS (SELECT 1 FROM wishes w WHERE w.skill_id = s.skill_id)
               OR EXISTS (SELECT 1 FROM asks a WHERE a.skill_id = s.skill_id)
               OR EXISTS (SELECT 1 FROM helps h WHERE h.skill_id = s.skill_id))"#,
        guild
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            let name = SkillName::try_from(row.name)
                .map_err(|error| sqlx::Error::Decode(Box::new(error)))?;
            let key = SkillKey::fold(&row.key);
            Ok(SkillEntry {
                name,
                key,
                weight: u32::try_from(row.weight).unwrap_or(u32::MAX),
            })
        })
        .collect()
}

/// The skill with this key, and how it is called.
pub async fn find(
    db: &mut SqliteConnection,
    guild: GuildId,
    key: &SkillKey,
) -> Result<Option<(SkillId, String)>> {
    let key = key.as_str();
    let row = sqlx::query!(
        r#"SELECT skill_id AS "skill: SkillId", name FROM skills WHERE guild_id = ? AND key = ?"#,
        guild,
        key
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(|row| (row.skill, row.name)))
}

/// How a skill of this guild is called.
pub async fn name(
    db: &mut SqliteConnection,
    guild: GuildId,
    skill: SkillId,
) -> Result<Option<String>> {
    sqlx::query_scalar!(
        "SELECT name FROM skills WHERE guild_id = ? AND skill_id = ?",
        guild,
        skill
    )
    .fetch_optional(db)
    .await
}

/// The guild that a skill belongs to; `None` where there is no such skill.
pub async fn guild_of(db: &mut SqliteConnection, skill: SkillId) -> Result<Option<GuildId>> {
    sqlx::query_scalar!(
        r#"SELECT guild_id AS "guild: GuildId" FROM skills WHERE skill_id = ?"#,
        skill
    )
    .fetch_optional(db)
    .await
}

/// The skill of this name, made now if the guild has none yet. What it is called does not change by being named again.
pub async fn ensure(
    db: &mut SqliteConnection,
    guild: GuildId,
    name: &SkillName,
    now: DateTime<Utc>,
) -> Result<SkillId> {
    let (key, now) = (name.key(), ms(now));
    let (key, name) = (key.as_str(), name.as_str());
    sqlx::query!(
        "INSERT INTO skills (guild_id, key, name, created_at) VALUES (?, ?, ?, ?) ON CONFLICT (guild_id, key) DO NOTHING",
        guild,
        key,
        name,
        now
    )
    .execute(&mut *db)
    .await?;
    sqlx::query_scalar!(
        r#"SELECT skill_id AS "skill: SkillId" FROM skills WHERE guild_id = ? AND key = ?"#,
        guild,
        key
    )
    .fetch_one(db)
    .await
}

/// Records that a member teaches a skill. What is not given now stays as it was.
pub async fn put_offer(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
    skill: SkillId,
    level: Option<Level>,
    note: Option<&str>,
    now: DateTime<Utc>,
) -> Result<Put> {
    let (level, now) = (level.map(Level::as_str), ms(now));
    let before = sqlx::query!(
        "UPDATE offers SET level = COALESCE(?, level), note = COALESCE(?, note), updated_at = ?
         WHERE guild_id = ? AND member_id = ? AND skill_id = ?",
        level,
        note,
        now,
        guild,
        member,
        skill
    )
    .execute(&mut *db)
    .await?;
    if before.rows_affected() > 0 {
        return Ok(Put::Updated);
    }
    sqlx::query!(
        "INSERT INTO offers (guild_id, member_id, skill_id, level, note, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
        guild,
        member,
        skill,
        level,
        note,
        now,
        now
    )
    .execute(db)
    .await?;
    Ok(Put::New)
}

/// Records that a member wishes to learn a skill; `from_ask` where an unanswered ask became the wish. What is not given now
/// stays as it was.
pub async fn put_wish(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
    skill: SkillId,
    note: Option<&str>,
    from_ask: Option<AskId>,
    now: DateTime<Utc>,
) -> Result<Put> {
    let now = ms(now);
    let before = sqlx::query!(
        "UPDATE wishes SET note = COALESCE(?, note), from_ask = COALESCE(?, from_ask), updated_at = ?
         WHERE guild_id = ? AND member_id = ? AND skill_id = ?",
        note,
        from_ask,
        now,
        guild,
        member,
        skill
    )
    .execute(&mut *db)
    .await?;
    if before.rows_affected() > 0 {
        return Ok(Put::Updated);
    }
    sqlx::query!(
        "INSERT INTO wishes (guild_id, member_id, skill_id, note, created_at, updated_at, from_ask) VALUES (?, ?, ?, ?, ?, ?, ?)",
        guild,
        member,
        skill,
        note,
        now,
        now,
        from_ask
    )
    .execute(db)
    .await?;
    Ok(Put::New)
}

/// Ends an offer. Says whether there was one.
pub async fn remove_offer(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
    skill: SkillId,
) -> Result<bool> {
    let done = sqlx::query!(
        "DELETE FROM offers WHERE guild_id = ? AND member_id = ? AND skill_id = ?",
        guild,
        member,
        skill
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Ends a wish. Says whether there was one.
pub async fn remove_wish(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
    skill: SkillId,
) -> Result<bool> {
    let done = sqlx::query!(
        "DELETE FROM wishes WHERE guild_id = ? AND member_id = ? AND skill_id = ?",
        guild,
        member,
        skill
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() > 0)
}
