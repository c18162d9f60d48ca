//! Who took an ask on, and whom the asker is choosing on the Solved page.

use chrono::{DateTime, Utc};
use sqlx::SqliteConnection;

use crate::domain::ids::{AskId, GuildId, MemberId};
use crate::store::types::ms;

/// Adds a helper, or takes one who gave the ask back in again. `false`: they had it already.
pub async fn add(
    db: &mut SqliteConnection,
    ask: AskId,
    member: MemberId,
    at: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let now = ms(at);
    let done = sqlx::query!(
        "INSERT INTO ask_helpers (ask_id, member_id, accepted_at) VALUES (?, ?, ?)
         ON CONFLICT (ask_id, member_id) DO UPDATE SET accepted_at = excluded.accepted_at, released_at = NULL
         WHERE released_at IS NOT NULL",
        ask,
        member,
        now,
    )
    .execute(&mut *db)
    .await?;
    // Whatever becomes of it, that is when the asker had somebody for the first time.
    answered(db, ask, at).await?;
    Ok(done.rows_affected() > 0)
}

/// The asker has somebody: who took the ask on, or was named as a helper though nobody had taken it. Only the first time counts.
pub async fn answered(
    db: &mut SqliteConnection,
    ask: AskId,
    at: DateTime<Utc>,
) -> sqlx::Result<()> {
    let at = ms(at);
    sqlx::query!(
        "UPDATE asks SET answered_at = ? WHERE ask_id = ? AND answered_at IS NULL",
        at,
        ask
    )
    .execute(db)
    .await?;
    Ok(())
}

/// A helper gives the ask back. `false`: they did not have it.
pub async fn release(
    db: &mut SqliteConnection,
    ask: AskId,
    member: MemberId,
    now: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let now = ms(now);
    let done = sqlx::query!(
        "UPDATE ask_helpers SET released_at = ? WHERE ask_id = ? AND member_id = ? AND released_at IS NULL",
        now,
        ask,
        member,
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Whether a member had the ask once and has let go of it.
pub async fn has_let_go(
    db: &mut SqliteConnection,
    ask: AskId,
    member: MemberId,
) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT 1 FROM ask_helpers WHERE ask_id = ?1 AND member_id = ?2 AND released_at IS NOT NULL) as "let_go!: bool""#,
        ask,
        member,
    )
    .fetch_one(db)
    .await
}

/// Who has the ask now, first come first.
pub async fn current(db: &mut SqliteConnection, ask: AskId) -> sqlx::Result<Vec<MemberId>> {
    sqlx::query_scalar!(
        r#"SELECT member_id as "member: MemberId" FROM ask_helpers WHERE ask_id = ? AND released_at IS NULL
           ORDER BY accepted_at, member_id"#,
        ask,
    )
    .fetch_all(db)
    .await
}

/// The asks that a member has taken on and that are not over, newest first.
pub async fn taken_by(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
) -> sqlx::Result<Vec<AskId>> {
    sqlx::query_scalar!(
        r#"SELECT a.ask_id as "id!: AskId" FROM ask_helpers h JOIN asks a USING (ask_id)
           WHERE h.member_id = ? AND h.released_at IS NULL AND a.guild_id = ? AND a.state IN ('open', 'taken')
           ORDER BY a.ask_id DESC"#,
        member,
        guild,
    )
    .fetch_all(db)
    .await
}

/// Whom the asker has chosen on the Solved page so far.
pub async fn chosen(db: &mut SqliteConnection, ask: AskId) -> sqlx::Result<Vec<MemberId>> {
    sqlx::query_scalar!(
        r#"SELECT member_id as "member: MemberId" FROM solved_choices WHERE ask_id = ? ORDER BY member_id"#,
        ask
    )
    .fetch_all(db)
    .await
}

/// Adds one to those chosen.
pub async fn choose(db: &mut SqliteConnection, ask: AskId, member: MemberId) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT OR IGNORE INTO solved_choices (ask_id, member_id) VALUES (?, ?)",
        ask,
        member
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Takes one away from those chosen.
pub async fn unchoose(db: &mut SqliteConnection, ask: AskId, member: MemberId) -> sqlx::Result<()> {
    sqlx::query!(
        "DELETE FROM solved_choices WHERE ask_id = ? AND member_id = ?",
        ask,
        member
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Takes everybody away from those chosen.
pub async fn unchoose_all(db: &mut SqliteConnection, ask: AskId) -> sqlx::Result<()> {
    sqlx::query!("DELETE FROM solved_choices WHERE ask_id = ?", ask)
        .execute(db)
        .await?;
    Ok(())
}
