//! What is owed to newcomers and their buddies where they meet.

use sqlx::{Result, SqliteConnection, query_scalar};

use crate::delivery::{Delivery, Receipt};
use crate::domain::ids::{NewcomerId, OutboxId};
use crate::store::outbox::{self, Lane};

/// What is not concluded of all that is owed in the lane of a newcomer, in its order; also what is being carried out just now.
pub async fn owed(
    db: &mut SqliteConnection,
    newcomer: NewcomerId,
) -> Result<Vec<(Receipt, Delivery)>> {
    let lane = Lane::Newcomer(newcomer).to_string();
    let rows = query_scalar!(
        r#"SELECT outbox_id AS "id!: OutboxId" FROM outbox
           WHERE lane = ? AND state IN ('owed', 'sending') ORDER BY not_before, outbox_id"#,
        lane
    )
    .fetch_all(&mut *db)
    .await?;
    let mut owed = Vec::with_capacity(rows.len());
    for row in rows {
        let receipt = outbox::receipt_of(&mut *db, row).await?;
        let delivery = outbox::delivery_of(&mut *db, row).await?;
        owed.extend(receipt.zip(delivery));
    }
    Ok(owed)
}
