//! Messages that are written anew because something that they said is true no longer.

use sqlx::{SqliteConnection, query};

use super::json;
use crate::delivery::{Delivery, Receipt};
use crate::domain::ids::OutboxId;

/// How far a message has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// It was certainly not sent, or waits in `/me`: to write its row anew is enough.
    Here,
    /// It was sent, or may have been: it has to be edited as well.
    Sent,
    /// It never came, and never will.
    Nowhere,
}

/// The row that brings this receipt, the latest of them if there are several.
pub async fn with_receipt(
    db: &mut SqliteConnection,
    receipt: Receipt,
) -> sqlx::Result<Option<(OutboxId, Progress)>> {
    let receipt = json(&receipt)?;
    let row = query!(
        r#"SELECT outbox_id AS "id!: OutboxId", state, sending_at IS NOT NULL AS "begun!: bool"
           FROM outbox WHERE receipt = ?1 ORDER BY outbox_id DESC LIMIT 1"#,
        receipt,
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(|row| {
        let progress = match (row.state.as_str(), row.begun) {
            ("owed", false) | ("waiting", _) => Progress::Here,
            ("dropped" | "failed", _) => Progress::Nowhere,
            _ => Progress::Sent,
        };
        (row.id, progress)
    }))
}

/// Puts other words into a row, so that what it said before is not kept.
pub async fn rewrite(
    db: &mut SqliteConnection,
    row: OutboxId,
    delivery: &Delivery,
) -> sqlx::Result<()> {
    let delivery = json(delivery)?;
    query!(
        "UPDATE outbox SET delivery = ?2 WHERE outbox_id = ?1",
        row,
        delivery
    )
    .execute(db)
    .await?;
    Ok(())
}
