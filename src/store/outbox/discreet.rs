//! Messages that nobody else may know of. Their rows would tell for ever whose an anonymous ask was, so none is kept once its
//! message was sent; that a member was written to is all that stays, by the day, as long as it counts.

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::{SqliteConnection, query, query_scalar};

use super::courier::End;
use crate::delivery::Purpose;
use crate::domain::ids::{AskId, OutboxId};
use crate::store::erasure::{self, Erasure};
use crate::store::types::ms;

/// A day, in milliseconds.
const DAY: i64 = 86_400_000;
/// Days that lie further back than this count for nobody's week any more.
const KEPT: TimeDelta = TimeDelta::days(9);

/// What becomes of a row: a discreet message that failed for good waits in `/me` instead. Only there can it be read, and no admin
/// is to read of it.
pub(super) async fn kinder(
    db: &mut SqliteConnection,
    id: OutboxId,
    end: &End,
) -> sqlx::Result<Option<End>> {
    match end {
        End::Failed(why) if is_discreet(db, id).await? => Ok(Some(End::Waiting(why.clone()))),
        _ => Ok(None),
    }
}

/// Erases a discreet row that was concluded in this way; others stay. Where it counts for its addressee's week, the day does.
pub(super) async fn concluded(
    db: &mut SqliteConnection,
    id: OutboxId,
    end: &End,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    if matches!(end, End::Waiting(_) | End::Failed(_)) || !is_discreet(db, id).await? {
        return Ok(());
    }
    if matches!(end, End::Done(_) | End::Undecided(_)) {
        count(db, id, now).await?;
    }
    // With what went out as a part of it.
    query!(
        "DELETE FROM outbox WHERE outbox_id = ?1 OR merged_into = ?1",
        id
    )
    .execute(&mut *db)
    .await?;
    erasure::owe(db, Erasure::Log).await
}

/// Erases what is owed to an anonymous asker about their ask, also what waits for them and what is on its way.
pub async fn erase_discreet(db: &mut SqliteConnection, ask: AskId) -> sqlx::Result<()> {
    let done = query!(
        "DELETE FROM outbox WHERE ask_id = ?1 AND json_extract(delivery, '$.send.to.discreet') IS NOT NULL",
        ask,
    )
    .execute(&mut *db)
    .await?;
    if done.rows_affected() > 0 {
        erasure::owe(db, Erasure::Log).await?;
    }
    Ok(())
}

async fn is_discreet(db: &mut SqliteConnection, id: OutboxId) -> sqlx::Result<bool> {
    query_scalar!(
        r#"SELECT EXISTS (SELECT 1 FROM outbox WHERE outbox_id = ?1
               AND json_extract(delivery, '$.send.to.discreet') IS NOT NULL) AS "discreet!: bool""#,
        id,
    )
    .fetch_one(db)
    .await
}

/// Counts the row for its day, unless it is an answer, and lets go of days that count no more.
async fn count(db: &mut SqliteConnection, id: OutboxId, now: DateTime<Utc>) -> sqlx::Result<()> {
    let day = day_of(now);
    let answer = super::json(&Purpose::Answer)?;
    query!(
        "INSERT INTO discreet_messages (guild_id, member_id, day, messages)
         SELECT guild_id, addressee, ?2, 1 FROM outbox WHERE outbox_id = ?1 AND purpose <> ?3
         ON CONFLICT (guild_id, member_id, day) DO UPDATE SET messages = messages + 1",
        id,
        day,
        answer,
    )
    .execute(&mut *db)
    .await?;
    let kept = day_of(now - KEPT);
    query!("DELETE FROM discreet_messages WHERE day < ?1", kept)
        .execute(db)
        .await?;
    Ok(())
}

fn day_of(when: DateTime<Utc>) -> i64 {
    ms(when).div_euclid(DAY) * DAY
}
