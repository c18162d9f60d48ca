//! Questions about what was owed or sent before.

use chrono::{DateTime, Utc};
use sqlx::{SqliteConnection, query, query_as, query_scalar};

use super::courier::parse;
use super::{Lane, json};
use crate::delivery::{Delivery, Receipt};
use crate::domain::ids::{ChannelId, MemberId, MessageId, OutboxId};
use crate::store::types::{at, ms};

/// Whether exactly this was owed to a member since then, whatever became of it.
pub async fn owed_since(
    db: &mut SqliteConnection,
    member: MemberId,
    delivery: &Delivery,
    since: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let delivery = json(delivery)?;
    let since = ms(since);
    query_scalar!(
        r#"SELECT EXISTS (SELECT 1 FROM outbox WHERE addressee = ?1 AND delivery = ?2 AND created_at > ?3) AS "owed!: bool""#,
        member,
        delivery,
        since,
    )
    .fetch_one(db)
    .await
}

/// Whether a row that brings this receipt is not concluded, waits in `/me`, or was written since then, whatever became of that one.
pub async fn is_on_its_way(
    db: &mut SqliteConnection,
    receipt: Receipt,
    since: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let receipt = json(&receipt)?;
    let since = ms(since);
    query_scalar!(
        r#"SELECT EXISTS (SELECT 1 FROM outbox WHERE receipt = ?1
               AND (state IN ('owed', 'sending', 'waiting') OR created_at > ?2)) AS "on_its_way!: bool""#,
        receipt,
        since,
    )
    .fetch_one(db)
    .await
}

/// Whether a row that brings this receipt was carried out, or may have been: it was begun, and nobody knows that it did not go through.
pub async fn may_be_there(db: &mut SqliteConnection, receipt: Receipt) -> sqlx::Result<bool> {
    let receipt = json(&receipt)?;
    query_scalar!(
        r#"SELECT EXISTS (SELECT 1 FROM outbox WHERE receipt = ?1 AND receipt <> '"nothing"' AND sending_at IS NOT NULL
               AND state IN ('owed', 'sending', 'undecided', 'done')) AS "there!: bool""#,
        receipt,
    )
    .fetch_one(db)
    .await
}

/// When the latest row that brings this receipt was carried out, as far as is known. For one that is not yet: when it is to be, which is
/// never before `now`. `None`: there is no such row, or only such as were dropped or refused.
pub async fn carried_out_at(
    db: &mut SqliteConnection,
    receipt: Receipt,
    now: DateTime<Utc>,
) -> sqlx::Result<Option<DateTime<Utc>>> {
    let receipt = json(&receipt)?;
    let now = ms(now);
    let when = query_scalar!(
        r#"SELECT iif(state IN ('owed', 'sending'), max(due_at, ?2), done_at) AS "at: i64" FROM outbox
           WHERE receipt = ?1 AND receipt <> '"nothing"' AND state IN ('owed', 'sending', 'done', 'undecided')
           ORDER BY outbox_id DESC LIMIT 1"#,
        receipt,
        now,
    )
    .fetch_optional(db)
    .await?;
    Ok(when.flatten().map(at))
}

/// What is recorded once this row is carried out; `None` where there is no such row.
pub async fn receipt_of(db: &mut SqliteConnection, row: OutboxId) -> sqlx::Result<Option<Receipt>> {
    let receipt = query_scalar!("SELECT receipt FROM outbox WHERE outbox_id = ?", row)
        .fetch_optional(db)
        .await?;
    receipt.map(|receipt| parse(&receipt)).transpose()
}

/// The row that brings a receipt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bringing {
    /// Which.
    pub id: OutboxId,
    /// Nobody has read it: it certainly was not sent yet, or waits in `/me`.
    pub unread: bool,
}

/// The latest private message to a member that brings this receipt, was not dropped and did not fail; `None`: there is none.
pub async fn bringing(
    db: &mut SqliteConnection,
    member: MemberId,
    receipt: Receipt,
) -> sqlx::Result<Option<Bringing>> {
    let receipt = json(&receipt)?;
    query_as!(
        Bringing,
        r#"SELECT outbox_id AS "id!: OutboxId",
                  (state = 'waiting' OR (state = 'owed' AND sending_at IS NULL)) AS "unread!: bool"
           FROM outbox
           WHERE addressee = ?1 AND receipt = ?2 AND state IN ('owed', 'sending', 'done', 'waiting')
           ORDER BY outbox_id DESC LIMIT 1"#,
        member,
        receipt,
    )
    .fetch_optional(db)
    .await
}

/// Has a row that nobody has read do this instead. It keeps its place, its time and its receipt.
pub async fn say_otherwise(
    db: &mut SqliteConnection,
    row: OutboxId,
    delivery: &Delivery,
) -> sqlx::Result<()> {
    let delivery = json(delivery)?;
    query!(
        "UPDATE outbox SET delivery = ?2
         WHERE outbox_id = ?1 AND (state = 'waiting' OR (state = 'owed' AND sending_at IS NULL))",
        row,
        delivery,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// What a row has to do, as it stands now; `None`: there is no such row any more.
pub async fn delivery_of(
    db: &mut SqliteConnection,
    row: OutboxId,
) -> sqlx::Result<Option<Delivery>> {
    let delivery = query_scalar!("SELECT delivery FROM outbox WHERE outbox_id = ?1", row)
        .fetch_optional(db)
        .await?;
    delivery.as_deref().map(parse).transpose()
}

/// What is not concluded of all that is owed in a lane, in its order; also what is being carried out just now.
pub async fn owed_in(
    db: &mut SqliteConnection,
    lane: Lane,
) -> sqlx::Result<Vec<(Receipt, Delivery)>> {
    let lane = lane.to_string();
    let rows = query_scalar!(
        r#"SELECT outbox_id AS "id!: OutboxId" FROM outbox
           WHERE lane = ? AND state IN ('owed', 'sending') ORDER BY not_before, outbox_id"#,
        lane
    )
    .fetch_all(&mut *db)
    .await?;
    let mut owed = Vec::with_capacity(rows.len());
    for row in rows {
        let receipt = receipt_of(&mut *db, row).await?;
        let delivery = delivery_of(&mut *db, row).await?;
        owed.extend(receipt.zip(delivery));
    }
    Ok(owed)
}

/// Whether a message is known to have come from some row.
pub async fn is_recorded(
    db: &mut SqliteConnection,
    channel: ChannelId,
    message: MessageId,
) -> sqlx::Result<bool> {
    query_scalar!(
        r#"SELECT EXISTS (SELECT 1 FROM outbox WHERE channel_id = ?1 AND message_id = ?2) AS "recorded!: bool""#,
        channel,
        message,
    )
    .fetch_one(db)
    .await
}

/// The message that a row has sent or changed, once it has.
pub async fn message_of(
    db: &mut SqliteConnection,
    row: OutboxId,
) -> sqlx::Result<Option<(ChannelId, MessageId)>> {
    let place = query!(
        r#"SELECT channel_id AS "channel: ChannelId", message_id AS "message: MessageId" FROM outbox WHERE outbox_id = ?1"#,
        row,
    )
    .fetch_optional(db)
    .await?;
    Ok(place.and_then(|place| place.channel.zip(place.message)))
}
