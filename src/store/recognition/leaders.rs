//! Leaders who are asked what they are learning, and what they answer.

use chrono::{DateTime, Utc};
use sqlx::{Result, SqliteConnection, query, query_as, query_scalar};

use crate::domain::ids::{GuildId, MemberId, RoleId};
use crate::domain::recognition::{Answer, Leader, Month};
use crate::store::types::{at, ms};

/// How it stands with a leader who was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// They said: not this time.
    pub declined: bool,
    /// What they are learning, as written (not escaped); `None`: they have not said it, or took it back.
    pub learning: Option<String>,
}

/// How a month is kept.
fn kept(month: Month) -> String {
    month.first().to_string()
}

/// Who may be asked for the table of a month: those with the leaders' role who are here, have not paused, may be asked and were not
/// asked for it yet.
///
/// # Errors
///
/// When the database does not answer.
pub async fn leaders(
    db: &mut SqliteConnection,
    guild: GuildId,
    role: RoleId,
    month: Month,
    now: DateTime<Utc>,
) -> Result<Vec<Leader>> {
    let (month, now) = (kept(month), ms(now));
    let rows = query!(
        r#"SELECT m.member_id AS "member!: MemberId",
               (SELECT max(a.asked_at) FROM leader_answers a WHERE a.guild_id = m.guild_id AND a.member_id = m.member_id) AS "asked_at: i64"
           FROM members m JOIN member_roles r USING (guild_id, member_id)
           WHERE m.guild_id = ?1 AND r.role_id = ?2 AND m.left_at IS NULL AND m.bot = 0 AND m.pending = 0 AND m.wants_leading = 1
             AND coalesce(m.paused_until, 0) <= ?3
             AND NOT EXISTS (SELECT 1 FROM leader_answers a
                             WHERE a.guild_id = m.guild_id AND a.month = ?4 AND a.member_id = m.member_id)
           ORDER BY m.member_id"#,
        guild,
        role,
        now,
        month
    )
    .fetch_all(db)
    .await?;
    let leaders = rows.into_iter().map(|row| Leader {
        member: row.member,
        asked_at: row.asked_at.map(at),
    });
    Ok(leaders.collect())
}

/// Whether a leader was asked for the table of a month and has not said that it does not suit.
///
/// # Errors
///
/// When the database does not answer.
pub async fn was_anybody_asked(
    db: &mut SqliteConnection,
    guild: GuildId,
    month: Month,
) -> Result<bool> {
    let month = kept(month);
    let found = query_scalar!(
        r#"SELECT 1 AS "found: i64" FROM leader_answers WHERE guild_id = ? AND month = ? AND declined = 0 LIMIT 1"#,
        guild,
        month
    )
    .fetch_optional(db)
    .await?;
    Ok(found.is_some())
}

/// A leader is asked for the table of a month.
///
/// # Errors
///
/// When the database does not answer, or they were asked for it before.
pub async fn ask(
    db: &mut SqliteConnection,
    guild: GuildId,
    month: Month,
    member: MemberId,
    now: DateTime<Utc>,
) -> Result<()> {
    let (month, now) = (kept(month), ms(now));
    query!(
        "INSERT INTO leader_answers (guild_id, month, member_id, asked_at) VALUES (?, ?, ?, ?)",
        guild,
        month,
        member,
        now
    )
    .execute(db)
    .await?;
    Ok(())
}

/// How it stands with a leader for the table of a month; `None`: they were not asked.
///
/// # Errors
///
/// When the database does not answer.
pub async fn asked(
    db: &mut SqliteConnection,
    guild: GuildId,
    month: Month,
    member: MemberId,
) -> Result<Option<Asked>> {
    let month = kept(month);
    query_as!(
        Asked,
        r#"SELECT declined AS "declined: bool", learning FROM leader_answers WHERE guild_id = ? AND month = ? AND member_id = ?"#,
        guild,
        month,
        member
    )
    .fetch_optional(db)
    .await
}

/// What a leader who was asked is learning, for the table of a month. Whoever said before that it does not suit may think again.
///
/// # Errors
///
/// When the database does not answer.
pub async fn say(
    db: &mut SqliteConnection,
    guild: GuildId,
    month: Month,
    member: MemberId,
    learning: &str,
) -> Result<()> {
    let month = kept(month);
    query!(
        "UPDATE leader_answers SET learning = ?, declined = 0 WHERE guild_id = ? AND month = ? AND member_id = ?",
        learning,
        guild,
        month,
        member
    )
    .execute(db)
    .await?;
    Ok(())
}

/// It does not suit a leader this time; what they said before is gone.
///
/// # Errors
///
/// When the database does not answer.
pub async fn decline(
    db: &mut SqliteConnection,
    guild: GuildId,
    month: Month,
    member: MemberId,
) -> Result<()> {
    let month = kept(month);
    query!(
        "UPDATE leader_answers SET learning = NULL, declined = 1 WHERE guild_id = ? AND month = ? AND member_id = ?",
        guild,
        month,
        member
    )
    .execute(db)
    .await?;
    Ok(())
}

/// A leader takes back what they said for the table of a month. `false`: there was nothing.
///
/// # Errors
///
/// When the database does not answer.
pub async fn take_back(
    db: &mut SqliteConnection,
    guild: GuildId,
    month: Month,
    member: MemberId,
) -> Result<bool> {
    let month = kept(month);
    let done = query!(
        "UPDATE leader_answers SET learning = NULL
         WHERE guild_id = ? AND month = ? AND member_id = ? AND learning IS NOT NULL",
        guild,
        month,
        member
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The month for whose table a leader was asked last, with how it stands.
///
/// # Errors
///
/// When the database does not answer.
pub async fn answer(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
) -> Result<Option<(Month, Asked)>> {
    let row = query!(
        r#"SELECT month, declined AS "declined: bool", learning FROM leader_answers
           WHERE guild_id = ? AND member_id = ? ORDER BY month DESC LIMIT 1"#,
        guild,
        member
    )
    .fetch_optional(db)
    .await?;
    row.map(|row| {
        let asked = Asked {
            declined: row.declined,
            learning: row.learning,
        };
        Ok((read(&row.month)?, asked))
    })
    .transpose()
}

/// What a leader said for the table of a month, of one who is still here; where several did, who was asked last.
///
/// # Errors
///
/// When the database does not answer.
pub async fn answer_to_quote(
    db: &mut SqliteConnection,
    guild: GuildId,
    month: Month,
) -> Result<Option<Answer>> {
    let month = kept(month);
    query_as!(
        Answer,
        r#"SELECT a.member_id AS "member!: MemberId", a.learning AS "learning!: String"
           FROM leader_answers a JOIN members m USING (guild_id, member_id)
           WHERE a.guild_id = ? AND a.month = ? AND a.learning IS NOT NULL AND m.left_at IS NULL
           ORDER BY a.asked_at DESC, a.member_id LIMIT 1"#,
        guild,
        month
    )
    .fetch_optional(db)
    .await
}

fn read(kept: &str) -> Result<Month> {
    kept.parse()
        .map(Month::of)
        .map_err(|error: chrono::ParseError| sqlx::Error::Decode(Box::new(error)))
}
