//! Rounds and their pairings.

use sqlx::{Result, SqliteConnection, query, query_scalar};

use crate::domain::ids::{ChannelId, MessageId, PairingId, RoundId};

/// The thread of a pairing; `None`: there is none yet.
pub async fn thread_of(db: &mut SqliteConnection, pairing: PairingId) -> Result<Option<ChannelId>> {
    let thread = query_scalar!(
        r#"SELECT thread_id AS "thread: ChannelId" FROM pairings WHERE pairing_id = ?"#,
        pairing
    )
    .fetch_optional(db)
    .await?;
    Ok(thread.flatten())
}

/// The heads-up of a round; `None`: it is not there yet.
pub async fn post_of(
    db: &mut SqliteConnection,
    round: RoundId,
) -> Result<Option<(ChannelId, MessageId)>> {
    let row = query!(
        r#"SELECT announced_channel_id AS "channel: ChannelId", announced_message_id AS "message: MessageId"
           FROM rounds WHERE round_id = ?"#,
        round
    )
    .fetch_optional(db)
    .await?;
    Ok(row.and_then(|row| row.channel.zip(row.message)))
}

/// What the channel was told of how a round came out; `None`: it is not there yet.
pub async fn result_of(
    db: &mut SqliteConnection,
    round: RoundId,
) -> Result<Option<(ChannelId, MessageId)>> {
    let row = query!(
        r#"SELECT result_channel_id AS "channel: ChannelId", result_message_id AS "message: MessageId"
           FROM rounds WHERE round_id = ?"#,
        round
    )
    .fetch_optional(db)
    .await?;
    Ok(row.and_then(|row| row.channel.zip(row.message)))
}

/// The message that introduced a pairing in its thread; `None`: it is not there yet.
pub async fn intro_of(
    db: &mut SqliteConnection,
    pairing: PairingId,
) -> Result<Option<(ChannelId, MessageId)>> {
    let row = query!(
        r#"SELECT thread_id AS "channel: ChannelId", intro_id AS "message: MessageId"
           FROM pairings WHERE pairing_id = ?"#,
        pairing
    )
    .fetch_optional(db)
    .await?;
    Ok(row.and_then(|row| row.channel.zip(row.message)))
}
