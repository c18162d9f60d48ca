//! Lessons: something learned, written down after a help, for whoever asks next.

mod search;

use chrono::{DateTime, Utc};
use sqlx::SqliteConnection;

use crate::domain::ids::{AskId, GuildId, LessonId, MemberId, PairingId, SkillId};
use crate::store::types::{at, ms};

pub use search::{about, found};

/// One lesson.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lesson {
    /// Which.
    pub id: LessonId,
    /// Where it was learned.
    pub guild: GuildId,
    /// Who wrote it; `None` for what was written without a name, or by somebody who asked to be forgotten.
    pub author: Option<MemberId>,
    /// About what.
    pub skill: SkillId,
    /// The skill's name, as written (not escaped).
    pub skill_name: String,
    /// What was learned, as written (not escaped).
    pub text: String,
    /// How many asks it made unnecessary.
    pub answered: i64,
    /// When it was written.
    pub created_at: DateTime<Utc>,
}

/// What is known when a lesson is written.
#[derive(Clone, Copy, Debug)]
pub struct NewLesson<'a> {
    /// Where.
    pub guild: GuildId,
    /// By whom; `None` for the lesson of an anonymous ask.
    pub author: Option<MemberId>,
    /// About what.
    pub skill: SkillId,
    /// The ask it came from.
    pub ask: AskId,
    /// In their words.
    pub text: &'a str,
    /// Now.
    pub at: DateTime<Utc>,
}

/// Adds a lesson. An ask has at most one.
pub async fn insert(db: &mut SqliteConnection, new: NewLesson<'_>) -> sqlx::Result<LessonId> {
    let now = ms(new.at);
    sqlx::query_scalar!(
        r#"INSERT INTO lessons (guild_id, author_id, skill_id, ask_id, text, created_at) VALUES (?, ?, ?, ?, ?, ?)
           RETURNING lesson_id AS "id!: LessonId""#,
        new.guild,
        new.author,
        new.skill,
        new.ask,
        new.text,
        now,
    )
    .fetch_one(db)
    .await
}

/// Reads a lesson.
pub async fn find(db: &mut SqliteConnection, lesson: LessonId) -> sqlx::Result<Option<Lesson>> {
    let row = sqlx::query!(
        r#"SELECT l.lesson_id AS "id!: LessonId", l.guild_id AS "guild: GuildId", l.author_id AS "author: MemberId",
                  l.skill_id AS "skill: SkillId", s.name AS skill_name, l.text, l.answered, l.created_at
           FROM lessons l JOIN skills s USING (skill_id) WHERE l.lesson_id = ?"#,
        lesson,
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(|row| Lesson {
        id: row.id,
        guild: row.guild,
        author: row.author,
        skill: row.skill,
        skill_name: row.skill_name,
        text: row.text,
        answered: row.answered,
        created_at: at(row.created_at),
    }))
}

/// These lessons, in this order, without those that are gone.
pub async fn find_all(db: &mut SqliteConnection, ids: &[LessonId]) -> sqlx::Result<Vec<Lesson>> {
    let mut lessons = Vec::with_capacity(ids.len());
    for id in ids {
        lessons.extend(find(db, *id).await?);
    }
    Ok(lessons)
}

/// The lesson of an ask.
pub async fn of_ask(db: &mut SqliteConnection, ask: AskId) -> sqlx::Result<Option<LessonId>> {
    sqlx::query_scalar!(
        r#"SELECT lesson_id AS "id: LessonId" FROM lessons WHERE ask_id = ?"#,
        ask
    )
    .fetch_optional(db)
    .await
}

/// The lesson that a member wrote down from a pairing; `None`: none.
pub async fn of_pairing(
    db: &mut SqliteConnection,
    pairing: PairingId,
    author: MemberId,
) -> sqlx::Result<Option<Lesson>> {
    let lesson = sqlx::query_scalar!(
        r#"SELECT lesson_id AS "lesson!: LessonId" FROM lessons WHERE pairing_id = ? AND author_id = ?"#,
        pairing,
        author
    )
    .fetch_optional(&mut *db)
    .await?;
    match lesson {
        Some(lesson) => find(db, lesson).await,
        None => Ok(None),
    }
}

/// Writes down what a member learned in a pairing, or changes what they wrote down before.
pub async fn put_of_pairing(
    db: &mut SqliteConnection,
    pairing: PairingId,
    author: MemberId,
    about: (GuildId, SkillId),
    text: &str,
    now: DateTime<Utc>,
) -> sqlx::Result<LessonId> {
    let now = ms(now);
    let (guild, skill) = about;
    sqlx::query_scalar!(
        r#"INSERT INTO lessons (guild_id, author_id, skill_id, pairing_id, text, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
           ON CONFLICT (pairing_id, author_id) WHERE pairing_id IS NOT NULL
           DO UPDATE SET skill_id = excluded.skill_id, text = excluded.text, edited_at = excluded.created_at
           RETURNING lesson_id AS "id!: LessonId""#,
        guild,
        author,
        skill,
        pairing,
        text,
        now,
    )
    .fetch_one(db)
    .await
}

/// Changes what a lesson says.
pub async fn edit(
    db: &mut SqliteConnection,
    lesson: LessonId,
    text: &str,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let now = ms(now);
    sqlx::query!(
        "UPDATE lessons SET text = ?, edited_at = ? WHERE lesson_id = ?",
        text,
        now,
        lesson
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Removes a lesson. `false`: it was gone already.
pub async fn remove(db: &mut SqliteConnection, lesson: LessonId) -> sqlx::Result<bool> {
    let done = sqlx::query!("DELETE FROM lessons WHERE lesson_id = ?", lesson)
        .execute(db)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// The lesson made an ask unnecessary. Whose is not recorded.
pub async fn answered(db: &mut SqliteConnection, lesson: LessonId) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE lessons SET answered = answered + 1 WHERE lesson_id = ?",
        lesson
    )
    .execute(db)
    .await?;
    Ok(())
}

/// How many lessons a guild has.
pub async fn count(db: &mut SqliteConnection, guild: GuildId) -> sqlx::Result<i64> {
    sqlx::query_scalar!("SELECT count(*) FROM lessons WHERE guild_id = ?", guild)
        .fetch_one(db)
        .await
}

/// The lessons of a guild, newest first.
pub async fn newest(
    db: &mut SqliteConnection,
    guild: GuildId,
    limit: i64,
    offset: i64,
) -> sqlx::Result<Vec<LessonId>> {
    sqlx::query_scalar!(
        r#"SELECT lesson_id AS "id!: LessonId" FROM lessons WHERE guild_id = ?
           ORDER BY created_at DESC, lesson_id DESC LIMIT ? OFFSET ?"#,
        guild,
        limit,
        offset,
    )
    .fetch_all(db)
    .await
}

/// How many lessons a member has written under their name.
pub async fn count_of(
    db: &mut SqliteConnection,
    guild: GuildId,
    author: MemberId,
) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        "SELECT count(*) FROM lessons WHERE guild_id = ? AND author_id = ?",
        guild,
        author
    )
    .fetch_one(db)
    .await
}

/// The lessons that a member has written under their name, newest first.
pub async fn of_author(
    db: &mut SqliteConnection,
    guild: GuildId,
    author: MemberId,
    limit: i64,
    offset: i64,
) -> sqlx::Result<Vec<LessonId>> {
    sqlx::query_scalar!(
        r#"SELECT lesson_id AS "id!: LessonId" FROM lessons WHERE guild_id = ? AND author_id = ?
           ORDER BY created_at DESC, lesson_id DESC LIMIT ? OFFSET ?"#,
        guild,
        author,
        limit,
        offset,
    )
    .fetch_all(db)
    .await
}

/// Puts a name to the lesson of an ask, or takes it away.
pub async fn set_author_of_ask(
    db: &mut SqliteConnection,
    ask: AskId,
    author: Option<MemberId>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE lessons SET author_id = ? WHERE ask_id = ?",
        author,
        ask
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Takes a member's name away from what they wrote. The lessons stay.
pub async fn forget_author(
    db: &mut SqliteConnection,
    guild: GuildId,
    author: MemberId,
) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE lessons SET author_id = NULL WHERE guild_id = ? AND author_id = ?",
        guild,
        author
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The asks of a member that were solved since then and have no lesson, the latest first; anonymous ones as long as it is known
/// that they are theirs.
pub async fn solved_without(
    db: &mut SqliteConnection,
    guild: GuildId,
    asker: MemberId,
    since: DateTime<Utc>,
) -> sqlx::Result<Vec<AskId>> {
    let since = ms(since);
    sqlx::query_scalar!(
        r#"SELECT a.ask_id AS "id!: AskId" FROM asks a
           WHERE a.guild_id = ?1 AND a.state = 'solved' AND a.ended_at > ?3
             AND (a.asker_id = ?2 OR EXISTS (SELECT 1 FROM anonymous_askers n WHERE n.ask_id = a.ask_id AND n.member_id = ?2))
             AND NOT EXISTS (SELECT 1 FROM lessons l WHERE l.ask_id = a.ask_id)
           ORDER BY a.ended_at DESC, a.ask_id DESC"#,
        guild,
        asker,
        since,
    )
    .fetch_all(db)
    .await
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests;
