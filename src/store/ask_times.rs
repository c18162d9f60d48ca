//! The times of an ask: its last sign of life, and what time brings to it next.

use chrono::{DateTime, Utc};
use sqlx::SqliteConnection;

use crate::domain::ask::AskDue;
use crate::domain::ids::AskId;
use crate::store::types::ms;

/// Something happened to the ask: its quiet days start anew.
pub async fn sign(db: &mut SqliteConnection, ask: AskId, now: DateTime<Utc>) -> sqlx::Result<()> {
    let now = ms(now);
    sqlx::query!(
        "UPDATE asks SET last_sign_at = ?, quiet_asked_at = NULL WHERE ask_id = ?",
        now,
        ask
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The people of the ask were asked about its silence.
pub async fn set_quiet_asked(
    db: &mut SqliteConnection,
    ask: AskId,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let now = ms(now);
    sqlx::query!(
        "UPDATE asks SET quiet_asked_at = ? WHERE ask_id = ?",
        now,
        ask
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Sets what time brings next, and when.
pub async fn set_due(
    db: &mut SqliteConnection,
    ask: AskId,
    next: Option<(DateTime<Utc>, AskDue)>,
) -> sqlx::Result<()> {
    let (when, due) = next.map(|(when, due)| (ms(when), due)).unzip();
    sqlx::query!(
        "UPDATE asks SET due_at = ?, due = ? WHERE ask_id = ?",
        when,
        due,
        ask
    )
    .execute(db)
    .await?;
    Ok(())
}

/// What is due by now in guilds that the bot works for, earliest first, at most `limit` of it.
pub async fn due(
    db: &mut SqliteConnection,
    now: DateTime<Utc>,
    limit: u32,
) -> sqlx::Result<Vec<AskId>> {
    let now = ms(now);
    sqlx::query_scalar!(
        r#"SELECT a.ask_id as "id!: AskId" FROM asks a JOIN working_guilds g USING (guild_id)
           WHERE a.due_at <= ? ORDER BY a.due_at, a.ask_id LIMIT ?"#,
        now,
        limit,
    )
    .fetch_all(db)
    .await
}

/// What is due for this ask by now; `None` if nothing is, or no longer.
pub async fn due_of(
    db: &mut SqliteConnection,
    ask: AskId,
    now: DateTime<Utc>,
) -> sqlx::Result<Option<AskDue>> {
    let now = ms(now);
    let due = sqlx::query_scalar!(
        r#"SELECT a.due as "due: AskDue" FROM asks a JOIN working_guilds g USING (guild_id)
           WHERE a.ask_id = ? AND a.due_at <= ?"#,
        ask,
        now,
    )
    .fetch_optional(db)
    .await?;
    Ok(due.flatten())
}
