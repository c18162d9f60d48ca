//! Leaders who are asked what they are learning, and what they answer.

use chrono::{DateTime, Utc};
use sqlx::{Result, SqliteConnection, query, query_as, query_scalar};

use super::{kept, read};
use crate::domain::ids::{GuildId, MemberId, RoleId};
use crate::domain::recognition::{Answer, LastAsked, Leader, Month};
use crate::store::types::{at, ms};

/// How it stands with a leader who was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// They said: not this time.
    pub declined: bool,
    /// What they are learning, as written (not escaped); `None`: they have not said it, or took it back.
    pub learning: Option<String>,
    /// The question could be delivered nowhere: they read it in `/me`, if at all.
    pub unreached: bool,
}

/// Who may be asked: those with the leaders' role who are here, have not paused and did not say that they are not to be asked.
///
/// # Errors
///
/// When the database does not answer.
pub async fn leaders(
    db: &mut SqliteConnection,
    guild: GuildId,
    role: RoleId,
    now: DateTime<Utc>,
) -> Result<Vec<Leader>> {
    let now = ms(now);
    // Whatever arrived since says that they can be reached again.
    let rows = query!(
        r#"SELECT m.member_id AS "member!: MemberId", a.month AS "month?", a.asked_at AS "asked_at?: i64",
               coalesce(a.unreached = 1 AND a.learning IS NULL AND a.declined = 0 AND NOT EXISTS (
                   SELECT 1 FROM outbox o WHERE o.addressee = m.member_id AND o.guild_id = m.guild_id
                       AND o.state = 'done' AND o.channel_id IS NOT NULL AND o.done_at > a.asked_at), 0) AS "unreached!: bool"
           FROM members m JOIN member_roles r USING (guild_id, member_id)
               LEFT JOIN leader_answers a ON a.guild_id = m.guild_id AND a.member_id = m.member_id
                   AND a.month = (SELECT max(l.month) FROM leader_answers l WHERE l.guild_id = m.guild_id AND l.member_id = m.member_id)
           WHERE m.guild_id = ?1 AND r.role_id = ?2 AND m.left_at IS NULL AND m.bot = 0 AND m.pending = 0 AND m.wants_leading = 1
             AND coalesce(m.paused_until, 0) <= ?3
           ORDER BY m.member_id"#,
        guild,
        role,
        now
    )
    .fetch_all(db)
    .await?;
    let leaders = rows.into_iter().map(|row| {
        let asked = match (row.month, row.asked_at) {
            (Some(month), Some(then)) => Some(LastAsked {
                month: read(&month)?,
                asked_at: at(then),
                unreached: row.unreached,
            }),
            _ => None,
        };
        Ok(Leader {
            member: row.member,
            asked,
        })
    });
    leaders.collect()
}

/// Whether a leader who was asked for the table of a month has answered, or may still: who has left, lost the leaders' role, said that it
/// does not suit, or has not answered and could not be reached, is away or does not want to be asked any more, keeps nobody else from being
/// asked.
///
/// # Errors
///
/// When the database does not answer.
pub async fn is_anybody_asked(
    db: &mut SqliteConnection,
    guild: GuildId,
    role: RoleId,
    month: Month,
    now: DateTime<Utc>,
) -> Result<bool> {
    let (month, now) = (kept(month), ms(now));
    let found = query_scalar!(
        r#"SELECT 1 AS "found: i64" FROM leader_answers a JOIN members m USING (guild_id, member_id)
               JOIN member_roles r USING (guild_id, member_id)
           WHERE a.guild_id = ?1 AND a.month = ?2 AND a.declined = 0 AND r.role_id = ?3 AND m.left_at IS NULL
             AND (a.learning IS NOT NULL OR (a.unreached = 0 AND m.wants_leading = 1 AND coalesce(m.paused_until, 0) <= ?4))
           LIMIT 1"#,
        guild,
        month,
        role,
        now
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

/// The question for the table of a month could not reach a leader. `false`: they were not asked, or that was known.
///
/// # Errors
///
/// When the database does not answer.
pub async fn not_reached(
    db: &mut SqliteConnection,
    guild: GuildId,
    month: Month,
    member: MemberId,
) -> Result<bool> {
    let month = kept(month);
    let done = query!(
        "UPDATE leader_answers SET unreached = 1 WHERE guild_id = ? AND month = ? AND member_id = ? AND unreached = 0",
        guild,
        month,
        member
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
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
        r#"SELECT declined AS "declined: bool", learning, unreached AS "unreached: bool" FROM leader_answers
           WHERE guild_id = ? AND month = ? AND member_id = ?"#,
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

/// The month for whose table a leader was asked last, with how it stands, and before it those for which they said something that they
/// have not taken back; the latest in front, at most so many.
///
/// # Errors
///
/// When the database does not answer.
pub async fn answers(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
    most: u32,
) -> Result<Vec<(Month, Asked)>> {
    let rows = query!(
        r#"SELECT month, declined AS "declined: bool", learning, unreached AS "unreached: bool" FROM leader_answers
           WHERE guild_id = ?1 AND member_id = ?2
             AND (learning IS NOT NULL
                  OR month = (SELECT max(month) FROM leader_answers WHERE guild_id = ?1 AND member_id = ?2))
           ORDER BY month DESC LIMIT ?3"#,
        guild,
        member,
        most
    )
    .fetch_all(db)
    .await?;
    let answers = rows.into_iter().map(|row| {
        let asked = Asked {
            declined: row.declined,
            learning: row.learning,
            unreached: row.unreached,
        };
        Ok((read(&row.month)?, asked))
    });
    answers.collect()
}

/// Whether a leader said something for a table that they have not taken back.
///
/// # Errors
///
/// When the database does not answer.
pub async fn has_said(db: &mut SqliteConnection, guild: GuildId, member: MemberId) -> Result<bool> {
    let found = query_scalar!(
        r#"SELECT 1 AS "found: i64" FROM leader_answers WHERE guild_id = ? AND member_id = ? AND learning IS NOT NULL LIMIT 1"#,
        guild,
        member
    )
    .fetch_optional(db)
    .await?;
    Ok(found.is_some())
}

/// What leaders said for the table of a month, of those who are still here and still have the leaders' role; in the order in which
/// they were asked.
///
/// # Errors
///
/// When the database does not answer.
pub async fn answers_to_quote(
    db: &mut SqliteConnection,
    guild: GuildId,
    month: Month,
) -> Result<Vec<Answer>> {
    let month = kept(month);
    query_as!(
        Answer,
        r#"SELECT a.member_id AS "member!: MemberId", a.learning AS "learning!: String"
           FROM leader_answers a JOIN guilds g USING (guild_id) JOIN members m USING (guild_id, member_id)
               JOIN member_roles r ON r.guild_id = a.guild_id AND r.member_id = a.member_id AND r.role_id = g.leaders_role_id
           WHERE a.guild_id = ? AND a.month = ? AND a.learning IS NOT NULL AND m.left_at IS NULL
           ORDER BY a.asked_at, a.member_id"#,
        guild,
        month
    )
    .fetch_all(db)
    .await
}

/// What leaders said for the table of a month and it does not quote, because they have left or lost the leaders' role, is gone: nobody
/// is told later that the table says it.
///
/// # Errors
///
/// When the database does not answer.
pub async fn drop_unquoted(db: &mut SqliteConnection, guild: GuildId, month: Month) -> Result<()> {
    let month = kept(month);
    query!(
        "UPDATE leader_answers AS a SET learning = NULL
         WHERE a.guild_id = ?1 AND a.month = ?2 AND a.learning IS NOT NULL
           AND NOT EXISTS (SELECT 1 FROM guilds g JOIN members m USING (guild_id) JOIN member_roles r USING (guild_id, member_id)
                           WHERE g.guild_id = a.guild_id AND m.member_id = a.member_id AND m.left_at IS NULL
                             AND r.role_id = g.leaders_role_id)",
        guild,
        month
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The leaders who have said nothing to what they were asked last, with the month whose table it was for.
///
/// # Errors
///
/// When the database does not answer.
pub async fn unanswered(
    db: &mut SqliteConnection,
    guild: GuildId,
) -> Result<Vec<(MemberId, Month)>> {
    let rows = query!(
        r#"SELECT a.member_id AS "member!: MemberId", a.month FROM leader_answers a
           WHERE a.guild_id = ? AND a.learning IS NULL AND a.declined = 0
             AND a.month = (SELECT max(o.month) FROM leader_answers o WHERE o.guild_id = a.guild_id AND o.member_id = a.member_id)
           ORDER BY a.member_id"#,
        guild
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| Ok((row.member, read(&row.month)?)))
        .collect()
}

/// A leader who was to be asked for the table of a month never was: the question did not go out.
///
/// # Errors
///
/// When the database does not answer.
pub async fn unask(
    db: &mut SqliteConnection,
    guild: GuildId,
    month: Month,
    member: MemberId,
) -> Result<()> {
    let month = kept(month);
    query!(
        "DELETE FROM leader_answers WHERE guild_id = ? AND month = ? AND member_id = ? AND learning IS NULL",
        guild,
        month,
        member
    )
    .execute(db)
    .await?;
    Ok(())
}
