//! Messages that nobody else may know of. Their rows would tell for ever whose an anonymous ask was, so none is kept once its
//! message was sent; that a member was written to is all that stays, by the day, until it is forgotten whose the ask was.

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::{SqliteConnection, query, query_scalar};

use super::courier::End;
use crate::delivery::Purpose;
use crate::domain::ids::{AskId, GuildId, MemberId, OutboxId};
use crate::store::erasure::{self, Erasure};
use crate::store::types::{at, ms};

/// A day, in milliseconds.
const DAY: i64 = 86_400_000;
/// Days that lie further back than this count for nobody's week any more.
const KEPT: TimeDelta = TimeDelta::days(9);

/// What becomes of a row: a discreet message that failed for good waits in `/me` instead. Only there can it be read, and no admin
/// is to read of it.
pub(super) fn kinder(end: &End) -> Option<End> {
    match end {
        End::Failed(why) => Some(End::Waiting(why.clone())),
        _ => None,
    }
}

/// Erases a discreet row that was concluded in this way. Where it counts for its addressee's week, the day does.
pub(super) async fn concluded(
    db: &mut SqliteConnection,
    id: OutboxId,
    end: &End,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    if matches!(end, End::Waiting(_) | End::Failed(_)) {
        return Ok(());
    }
    if matches!(end, End::Done(_) | End::Undecided(_)) {
        count(db, id, now).await?;
    }
    erase(db, id).await
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

/// Erases the discreet rows that certainly were not sent and would bring this receipt, as JSON. Returns how many there were.
pub(super) async fn erase_owed(db: &mut SqliteConnection, receipt: &str) -> sqlx::Result<u64> {
    let ids = query_scalar!(
        r#"SELECT outbox_id AS "id!: OutboxId" FROM outbox
           WHERE state = 'owed' AND sending_at IS NULL AND receipt = ?1
             AND json_extract(delivery, '$.send.to.discreet') IS NOT NULL"#,
        receipt,
    )
    .fetch_all(&mut *db)
    .await?;
    for id in &ids {
        erase(db, *id).await?;
    }
    Ok(ids.len() as u64)
}

/// Erases a row, with what went out, or would have, as a part of it.
async fn erase(db: &mut SqliteConnection, id: OutboxId) -> sqlx::Result<()> {
    query!(
        "DELETE FROM outbox WHERE outbox_id = ?1 OR merged_into = ?1",
        id
    )
    .execute(&mut *db)
    .await?;
    erasure::owe(db, Erasure::Log).await
}

/// Erases the days that were counted for an anonymous asker: that somebody has such a day says that they asked. Their week has that
/// much more room for it.
pub async fn erase_days(
    db: &mut SqliteConnection,
    guild: GuildId,
    asker: MemberId,
) -> sqlx::Result<()> {
    let done = query!(
        "DELETE FROM discreet_messages WHERE guild_id = ? AND member_id = ?",
        guild,
        asker
    )
    .execute(&mut *db)
    .await?;
    if done.rows_affected() > 0 {
        erasure::owe(db, Erasure::Log).await?;
    }
    Ok(())
}

/// Forgets the conversation with a member if no message of which there is still a record went there. It is found again when there is
/// one to send.
pub async fn erase_unused_conversation(
    db: &mut SqliteConnection,
    member: MemberId,
) -> sqlx::Result<()> {
    let done = query!(
        "DELETE FROM dm_channels WHERE member_id = ?1 AND NOT EXISTS (
             SELECT 1 FROM outbox o WHERE o.addressee = ?1 AND o.channel_id = dm_channels.channel_id
               AND json_extract(o.delivery, '$.send.to.discreet') IS NULL)",
        member
    )
    .execute(&mut *db)
    .await?;
    if done.rows_affected() > 0 {
        erasure::owe(db, Erasure::Log).await?;
    }
    Ok(())
}

/// When a day counts no more, of which this is the beginning as it is kept.
pub(in crate::store) fn counts_until(day: i64) -> DateTime<Utc> {
    at(day + DAY) + KEPT
}

/// Erases the days that count no more by now.
pub async fn erase_old_days(db: &mut SqliteConnection, now: DateTime<Utc>) -> sqlx::Result<()> {
    let kept = day_of(now - KEPT);
    let done = query!("DELETE FROM discreet_messages WHERE day < ?", kept)
        .execute(&mut *db)
        .await?;
    if done.rows_affected() > 0 {
        erasure::owe(db, Erasure::Log).await?;
    }
    Ok(())
}

/// Counts the row for its day, unless it is an answer.
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
    .execute(db)
    .await?;
    Ok(())
}

fn day_of(when: DateTime<Utc>) -> i64 {
    ms(when).div_euclid(DAY) * DAY
}
