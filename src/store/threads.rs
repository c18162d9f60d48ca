//! Threads that the bot opens for people to meet in: which row of the outbox has opened which, and which are quiet enough to make room.

use chrono::{DateTime, Utc};
use sqlx::{Result, SqliteConnection, query, query_scalar};

use super::types::ms;
use crate::domain::ids::{ChannelId, GuildId, OutboxId, PairingId};

/// The thread that an earlier try of a row is known to have opened, although the row is not concluded.
pub async fn opened_by(db: &mut SqliteConnection, row: OutboxId) -> Result<Option<ChannelId>> {
    let thread = query_scalar!(
        r#"SELECT channel_id AS "thread: ChannelId" FROM outbox WHERE outbox_id = ?"#,
        row
    )
    .fetch_optional(db)
    .await?;
    Ok(thread.flatten())
}

/// Notes which thread a row in work has opened, before anything else is done in it; `None`: it is gone again.
pub async fn set_opened_by(
    db: &mut SqliteConnection,
    row: OutboxId,
    thread: Option<ChannelId>,
) -> Result<()> {
    query!(
        "UPDATE outbox SET channel_id = ?2 WHERE outbox_id = ?1 AND state = 'sending'",
        row,
        thread
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Whether a thread is known to be another's than this row's.
pub async fn is_taken(db: &mut SqliteConnection, thread: ChannelId, row: OutboxId) -> Result<bool> {
    query_scalar!(
        r#"SELECT EXISTS (SELECT 1 FROM pairings WHERE thread_id = ?1)
               OR EXISTS (SELECT 1 FROM newcomers WHERE thread_id = ?1)
               OR EXISTS (SELECT 1 FROM private_threads WHERE thread_id = ?1)
               OR EXISTS (SELECT 1 FROM outbox WHERE channel_id = ?1 AND outbox_id <> ?2) AS "taken!: bool""#,
        thread,
        row
    )
    .fetch_one(db)
    .await
}

/// Lets the threads of a guild's pairings that are due and were not begun wait until then, with the reason. From `now` they count as held
/// up, unless they did already.
pub async fn hold_openings(
    db: &mut SqliteConnection,
    guild: GuildId,
    until: DateTime<Utc>,
    why: &str,
    now: DateTime<Utc>,
) -> Result<()> {
    let until = ms(until);
    let now = ms(now);
    query!(
        "UPDATE outbox SET due_at = ?2, problem = ?3, held_at = coalesce(held_at, ?4)
         WHERE guild_id = ?1 AND state = 'owed' AND sending_at IS NULL AND due_at <= ?4 AND lane GLOB 'pairing:*'
           AND delivery ->> '$.open_private_thread' IS NOT NULL",
        guild,
        until,
        why,
        now
    )
    .execute(db)
    .await?;
    Ok(())
}

/// How many rows of a guild's pairings are held up because there is no room for their thread.
pub async fn held_in(db: &mut SqliteConnection, guild: GuildId) -> Result<usize> {
    let held = query_scalar!(
        r#"SELECT count(*) FROM outbox
           WHERE guild_id = ?1 AND state = 'owed' AND held_at IS NOT NULL AND lane GLOB 'pairing:*'"#,
        guild
    )
    .fetch_one(db)
    .await?;
    Ok(usize::try_from(held).unwrap_or(0))
}

/// The threads of a guild's pairings in which everybody was introduced and nothing has happened since then, the quietest first. Those
/// to which something is on its way are left out.
pub async fn quiet_since(
    db: &mut SqliteConnection,
    guild: GuildId,
    since: DateTime<Utc>,
) -> Result<Vec<(PairingId, ChannelId)>> {
    let since = ms(since);
    // A message's id holds when it was sent, in milliseconds since 2015.
    let quiet = query!(
        r#"SELECT pairing_id AS "pairing!: PairingId", thread_id AS "thread!: ChannelId"
           FROM (SELECT pairing_id, thread_id,
                        max((intro_id >> 22) + 1420070400000, coalesce(last_sign_at, 0), coalesce(nudged_at, 0),
                            coalesce(asked_at, 0), coalesce(asked_again_at, 0)) AS latest
                 FROM pairings WHERE guild_id = ?1 AND thread_id IS NOT NULL AND intro_id IS NOT NULL) p
           WHERE latest < ?2
             AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.lane = 'pairing:' || p.pairing_id AND o.state IN ('owed', 'sending'))
           ORDER BY latest"#,
        guild,
        since
    )
    .fetch_all(db)
    .await?;
    Ok(quiet
        .into_iter()
        .map(|quiet| (quiet.pairing, quiet.thread))
        .collect())
}
