//! What recognition and reflection are made of: what admins asked for, lessons that no week has shown, leaders and what they answered,
//! what a month taught, and a member's own month.

mod leaders;
mod month;
mod plans;
mod table;

use chrono::{DateTime, Utc};
use sqlx::{Result, SqliteConnection, query};

use super::types::{at, ms};
use crate::domain::ids::{ChannelId, GuildId, LessonId, MemberId, SkillId};
use crate::domain::recognition::{Candidate, Month};

pub use leaders::{
    Asked, answers, answers_to_quote, ask, asked, decline, drop_unquoted, has_said,
    is_anybody_asked, leaders, not_reached, say, take_back, unanswered, unask,
};
pub use month::{owe_months, owed, own_month, take_owed};
pub use plans::{due, is_done, latest, set_next};
pub use table::table;

/// How a month is kept: as its first day.
fn kept(month: Month) -> String {
    month.first().to_string()
}

/// The month of such a day.
fn read(kept: &str) -> Result<Month> {
    kept.parse()
        .map(Month::of)
        .map_err(|error: chrono::ParseError| sqlx::Error::Decode(Box::new(error)))
}

/// What the admins of a guild asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Where it is posted; `None`: in the help channel.
    pub channel: Option<ChannelId>,
    /// Since when three lessons a week are posted; `None`: they are not.
    pub lessons: Option<DateTime<Utc>>,
    /// Since when the monthly table is; `None`: it is not.
    pub table: Option<DateTime<Utc>>,
}

/// What the admins of a guild asked for; nothing where there is no such guild.
///
/// # Errors
///
/// When the database does not answer.
pub async fn wanted(db: &mut SqliteConnection, guild: GuildId) -> Result<Wanted> {
    let row = query!(
        r#"SELECT recognition_channel_id AS "channel: ChannelId", lessons_since, table_since FROM guilds WHERE guild_id = ?"#,
        guild
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map_or_else(Wanted::default, |row| Wanted {
        channel: row.channel,
        lessons: row.lessons_since.map(at),
        table: row.table_since.map(at),
    }))
}

/// Sets where it is posted; `None`: in the help channel.
///
/// # Errors
///
/// When the database does not answer.
pub async fn set_channel(
    db: &mut SqliteConnection,
    guild: GuildId,
    channel: Option<ChannelId>,
) -> Result<()> {
    query!(
        "UPDATE guilds SET recognition_channel_id = ? WHERE guild_id = ?",
        channel,
        guild
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Has three lessons a week posted from this instant on, or no more (`None`). What is on already stays as it is.
///
/// # Errors
///
/// When the database does not answer.
pub async fn set_lessons(
    db: &mut SqliteConnection,
    guild: GuildId,
    since: Option<DateTime<Utc>>,
) -> Result<()> {
    let since = since.map(ms);
    query!(
        "UPDATE guilds SET lessons_since = ?1 WHERE guild_id = ?2 AND (lessons_since IS NULL) <> (?1 IS NULL)",
        since,
        guild
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Has the monthly table laid from this instant on, or no more (`None`). What is on already stays as it is.
///
/// # Errors
///
/// When the database does not answer.
pub async fn set_table(
    db: &mut SqliteConnection,
    guild: GuildId,
    since: Option<DateTime<Utc>>,
) -> Result<()> {
    let since = since.map(ms);
    query!(
        "UPDATE guilds SET table_since = ?1 WHERE guild_id = ?2 AND (table_since IS NULL) <> (?1 IS NULL)",
        since,
        guild
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The lessons written since then that no week has shown, those of whoever left since aside.
///
/// # Errors
///
/// When the database does not answer.
pub async fn not_shown(
    db: &mut SqliteConnection,
    guild: GuildId,
    since: DateTime<Utc>,
) -> Result<Vec<Candidate>> {
    let since = ms(since);
    let rows = query!(
        r#"SELECT lesson_id AS "lesson!: LessonId", author_id AS "author: MemberId", skill_id AS "skill: SkillId", answered, created_at
           FROM lessons l WHERE guild_id = ? AND created_at > ? AND shown_at IS NULL
               AND NOT EXISTS (SELECT 1 FROM members m WHERE m.guild_id = l.guild_id AND m.member_id = l.author_id AND m.left_at IS NOT NULL)
           ORDER BY lesson_id"#,
        guild,
        since
    )
    .fetch_all(db)
    .await?;
    let candidates = rows.into_iter().map(|row| Candidate {
        lesson: row.lesson,
        author: row.author,
        skill: row.skill,
        answered: row.answered,
        written_at: at(row.created_at),
    });
    Ok(candidates.collect())
}

/// What was to be shown since this instant was not: the post with it could not be put anywhere.
///
/// # Errors
///
/// When the database does not answer.
pub async fn unshown(
    db: &mut SqliteConnection,
    guild: GuildId,
    since: DateTime<Utc>,
) -> Result<()> {
    let since = ms(since);
    query!(
        "UPDATE lessons SET shown_at = NULL WHERE guild_id = ? AND shown_at = ?",
        guild,
        since
    )
    .execute(db)
    .await?;
    Ok(())
}

/// A week shows this lesson.
///
/// # Errors
///
/// When the database does not answer.
pub async fn shown(db: &mut SqliteConnection, lesson: LessonId, now: DateTime<Utc>) -> Result<()> {
    let now = ms(now);
    query!(
        "UPDATE lessons SET shown_at = ? WHERE lesson_id = ?",
        now,
        lesson
    )
    .execute(db)
    .await?;
    Ok(())
}
