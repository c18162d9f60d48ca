//! What time brings to a pairing, and when.

use chrono::{DateTime, Utc};
use sqlx::{Result, SqliteConnection, query, query_scalar};

use crate::domain::ids::PairingId;
use crate::domain::round::PairingDue;
use crate::store::types::{at, ms};

/// The pairings for which something is due, the longest due first.
pub async fn due(
    db: &mut SqliteConnection,
    now: DateTime<Utc>,
    limit: u32,
) -> Result<Vec<PairingId>> {
    let now = ms(now);
    query_scalar!(
        r#"SELECT p.pairing_id AS "id!: PairingId" FROM pairings p JOIN working_guilds g USING (guild_id)
           WHERE p.due_at <= ?1
           ORDER BY p.due_at, p.pairing_id LIMIT ?2"#,
        now,
        limit
    )
    .fetch_all(db)
    .await
}

/// What is due for a pairing by now; `None`: nothing any more.
pub async fn due_of(
    db: &mut SqliteConnection,
    pairing: PairingId,
    now: DateTime<Utc>,
) -> Result<Option<PairingDue>> {
    let now = ms(now);
    let due = query_scalar!(
        r#"SELECT due AS "due: PairingDue" FROM pairings WHERE pairing_id = ?1 AND due_at <= ?2"#,
        pairing,
        now
    )
    .fetch_optional(db)
    .await?;
    Ok(due.flatten())
}

/// Plans what time brings to a pairing next; `None`: nothing.
pub async fn set_due(
    db: &mut SqliteConnection,
    pairing: PairingId,
    due: Option<(DateTime<Utc>, PairingDue)>,
) -> Result<()> {
    let (due_at, due) = (due.map(|(at, _)| ms(at)), due.map(|(_, due)| due));
    query!(
        "UPDATE pairings SET due_at = ?2, due = ?3 WHERE pairing_id = ?1",
        pairing,
        due_at,
        due
    )
    .execute(db)
    .await?;
    Ok(())
}

/// What is planned for a pairing, and when.
pub async fn planned(
    db: &mut SqliteConnection,
    pairing: PairingId,
) -> Result<Option<(DateTime<Utc>, PairingDue)>> {
    let row = query!(
        r#"SELECT due_at, due AS "due: PairingDue" FROM pairings WHERE pairing_id = ?"#,
        pairing
    )
    .fetch_optional(db)
    .await?;
    Ok(row.and_then(|row| row.due_at.map(at).zip(row.due)))
}
