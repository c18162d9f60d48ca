//! Who asked anonymously: the one row that joins an ask and its asker, and its erasure.

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::SqliteConnection;

use crate::domain::ids::{AskId, GuildId, MemberId};
use crate::store::erasure::{self, Erasure};
use crate::store::types::{at, ms};
use crate::store::{drafts, outbox};

/// Links an anonymous ask to its asker.
///
/// # Errors
///
/// Also when the member has an open anonymous ask in the guild already.
pub async fn link(
    db: &mut SqliteConnection,
    ask: AskId,
    guild: GuildId,
    asker: MemberId,
) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO anonymous_askers (ask_id, guild_id, member_id) VALUES (?, ?, ?)",
        ask,
        guild,
        asker
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Whose an anonymous ask is, while that is known.
pub async fn asker_of(db: &mut SqliteConnection, ask: AskId) -> sqlx::Result<Option<MemberId>> {
    sqlx::query_scalar!(
        r#"SELECT member_id as "member: MemberId" FROM anonymous_askers WHERE ask_id = ?"#,
        ask
    )
    .fetch_optional(db)
    .await
}

/// The anonymous ask of a member that is not over.
pub async fn open_of(
    db: &mut SqliteConnection,
    guild: GuildId,
    asker: MemberId,
) -> sqlx::Result<Option<AskId>> {
    sqlx::query_scalar!(
        r#"SELECT ask_id as "ask: AskId" FROM anonymous_askers WHERE guild_id = ? AND member_id = ? AND over = 0"#,
        guild,
        asker
    )
    .fetch_optional(db)
    .await
}

/// The latest of a member's anonymous asks that a moderator closed and that is still linked to them.
pub async fn closed_of(
    db: &mut SqliteConnection,
    guild: GuildId,
    asker: MemberId,
) -> sqlx::Result<Option<AskId>> {
    sqlx::query_scalar!(
        r#"SELECT l.ask_id AS "ask!: AskId" FROM anonymous_askers l JOIN asks a USING (ask_id)
           WHERE l.guild_id = ? AND l.member_id = ? AND a.state = 'closed' ORDER BY l.ask_id DESC LIMIT 1"#,
        guild,
        asker
    )
    .fetch_optional(db)
    .await
}

/// Counts a reply of an anonymous asker in this window of time, unless there were `limit` of them: then it says `false`.
pub async fn count_reply(
    db: &mut SqliteConnection,
    ask: AskId,
    window: TimeDelta,
    limit: u32,
    now: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let since = ms(now - window);
    let now = ms(now);
    let done = sqlx::query!(
        "UPDATE anonymous_askers
         SET replies = iif(replies_since > ?2, replies + 1, 1), replies_since = iif(replies_since > ?2, replies_since, ?3)
         WHERE ask_id = ?1 AND NOT (coalesce(replies_since, 0) > ?2 AND replies >= ?4)",
        ask,
        since,
        now,
        limit,
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Every anonymous ask that is still linked to a member, newest first: one that is open, and those that ended lately.
pub async fn all_of(
    db: &mut SqliteConnection,
    guild: GuildId,
    asker: MemberId,
) -> sqlx::Result<Vec<AskId>> {
    sqlx::query_scalar!(
        r#"SELECT ask_id as "ask!: AskId" FROM anonymous_askers WHERE guild_id = ? AND member_id = ? ORDER BY ask_id DESC"#,
        guild,
        asker
    )
    .fetch_all(db)
    .await
}

/// For when the asker was last told of answers, in the future where they are about to be.
pub async fn told_at(db: &mut SqliteConnection, ask: AskId) -> sqlx::Result<Option<DateTime<Utc>>> {
    let told = sqlx::query_scalar!("SELECT told_at FROM anonymous_askers WHERE ask_id = ?", ask)
        .fetch_optional(db)
        .await?;
    Ok(told.flatten().map(at))
}

/// The asker is told of answers then.
pub async fn set_told(
    db: &mut SqliteConnection,
    ask: AskId,
    when: DateTime<Utc>,
) -> sqlx::Result<()> {
    let when = ms(when);
    sqlx::query!(
        "UPDATE anonymous_askers SET told_at = ? WHERE ask_id = ?",
        when,
        ask
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The ask has ended: its asker may ask anew, and the ask lets go of them and of its thread then.
pub async fn ended(
    db: &mut SqliteConnection,
    ask: AskId,
    kept_until: DateTime<Utc>,
) -> sqlx::Result<()> {
    let kept_until = ms(kept_until);
    sqlx::query!("UPDATE anonymous_askers SET over = 1 WHERE ask_id = ?", ask)
        .execute(&mut *db)
        .await?;
    sqlx::query!(
        "UPDATE asks SET kept_until = ?, vanishes_at = NULL WHERE ask_id = ?",
        kept_until,
        ask
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Erases the link between an ask and its asker, with everything that is owed to them about it, and notes that no copy of it may
/// stay in the file. `false`: there was none.
pub async fn erase(db: &mut SqliteConnection, ask: AskId) -> sqlx::Result<bool> {
    outbox::erase_discreet(db, ask).await?;
    let linked = unlink(db, ask).await?;
    if linked {
        erasure::owe(db, Erasure::Everywhere).await?;
    }
    Ok(linked)
}

/// Deletes the link, and what would say of its member that they had asked: what was counted for their week, and the conversation
/// with them where nothing else was ever sent there, since its number tells when it was opened. `false`: there was none.
async fn unlink(db: &mut SqliteConnection, ask: AskId) -> sqlx::Result<bool> {
    let link = sqlx::query!(
        r#"DELETE FROM anonymous_askers WHERE ask_id = ?
           RETURNING guild_id AS "guild!: GuildId", member_id AS "member!: MemberId""#,
        ask
    )
    .fetch_optional(&mut *db)
    .await?;
    if let Some(link) = &link {
        outbox::erase_days(db, link.guild, link.member).await?;
        outbox::erase_unused_conversation(db, link.member).await?;
        // What they had begun to write anew may be the same words.
        drafts::delete_anonymous_of(db, link.guild, link.member).await?;
    }
    Ok(link.is_some())
}

/// The asker puts their name to the ask: from now on it is like any other, as are the helps that came of it.
pub async fn reveal(db: &mut SqliteConnection, ask: AskId, asker: MemberId) -> sqlx::Result<()> {
    unlink(db, ask).await?;
    sqlx::query!(
        "UPDATE asks SET asker_id = ?, anonymous = 0, kept_until = NULL WHERE ask_id = ?",
        asker,
        ask
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "UPDATE helps SET learner_id = ?1 WHERE ask_id = ?2 AND helper_id IS NOT ?1",
        asker,
        ask
    )
    .execute(db)
    .await?;
    Ok(())
}

/// When the ask ends whose asker is gone; `None` once it has ended.
pub async fn set_vanishes(
    db: &mut SqliteConnection,
    ask: AskId,
    when: Option<DateTime<Utc>>,
) -> sqlx::Result<()> {
    let when = when.map(ms);
    sqlx::query!(
        "UPDATE asks SET vanishes_at = ? WHERE ask_id = ?",
        when,
        ask
    )
    .execute(db)
    .await?;
    Ok(())
}

/// An ask that is over has let go of its asker and of its thread.
pub async fn set_let_go(db: &mut SqliteConnection, ask: AskId) -> sqlx::Result<()> {
    sqlx::query!("UPDATE asks SET kept_until = NULL WHERE ask_id = ?", ask)
        .execute(db)
        .await?;
    Ok(())
}

/// The ask gets no new post before then.
pub async fn set_repost(
    db: &mut SqliteConnection,
    ask: AskId,
    when: DateTime<Utc>,
) -> sqlx::Result<()> {
    let when = ms(when);
    sqlx::query!("UPDATE asks SET repost_at = ? WHERE ask_id = ?", when, ask)
        .execute(db)
        .await?;
    Ok(())
}

/// What time brings to an anonymous ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Coming {
    /// It ends, because its asker is gone.
    End,
    /// It is over and lets go of its asker and of its thread.
    LetGo,
    /// It lost its post, and there is a help channel again.
    Repost,
}

/// What is due by now, at most `limit` of it.
pub async fn due(
    db: &mut SqliteConnection,
    now: DateTime<Utc>,
    limit: u32,
) -> sqlx::Result<Vec<(AskId, Coming)>> {
    let now = ms(now);
    let rows = sqlx::query!(
        r#"SELECT ask_id as "ask!: AskId", what as "what!: i64" FROM (
               SELECT ask_id, 0 AS what, vanishes_at AS due FROM asks WHERE vanishes_at IS NOT NULL
               UNION ALL SELECT ask_id, 1, kept_until FROM asks WHERE kept_until IS NOT NULL
               UNION ALL SELECT a.ask_id, 2, coalesce(a.repost_at, 0) FROM asks a JOIN guilds g USING (guild_id)
                   JOIN channels c ON c.guild_id = g.guild_id AND c.channel_id = g.help_channel_id
                   WHERE a.anonymous = 1 AND a.state = 'open' AND a.post_channel_id IS NULL
                     AND g.guild_id IN (SELECT guild_id FROM working_guilds))
           WHERE due <= ? ORDER BY due, ask_id LIMIT ?"#,
        now,
        limit,
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let coming = match row.what {
                0 => Coming::End,
                1 => Coming::LetGo,
                _ => Coming::Repost,
            };
            (row.ask, coming)
        })
        .collect())
}
