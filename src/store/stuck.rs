//! Asks for which nobody is left: what their askers and the managers' channel have heard.

use chrono::{DateTime, Utc};
use sqlx::{Result, SqliteConnection};

use crate::domain::ids::{AskId, ChannelId, MessageId};
use crate::store::types::{at, ms};

/// How it stands between a stuck ask and the managers' channel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// When the channel hears of it; `None`: that is not planned.
    pub planned_for: Option<DateTime<Utc>>,
    /// Whether it has heard.
    pub told: bool,
    /// Whether the asker would rather it did not.
    pub refused: bool,
    /// The channel that heard, or is about to; `None` again where that turned out to be impossible.
    pub channel: Option<ChannelId>,
}

/// How it stands with an ask.
pub async fn of(db: &mut SqliteConnection, ask: AskId) -> Result<Standing> {
    let row = sqlx::query!(
        r#"SELECT managers_at, managers_told_at IS NOT NULL AS "told!: bool", managers_refused AS "refused: bool",
               managers_channel_id AS "channel: ChannelId"
           FROM asks WHERE ask_id = ?"#,
        ask
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map_or_else(Standing::default, |row| Standing {
        planned_for: row.managers_at.map(at),
        told: row.told,
        refused: row.refused,
        channel: row.channel,
    }))
}

/// Sets when the managers' channel hears of it.
pub async fn plan(
    db: &mut SqliteConnection,
    ask: AskId,
    when: Option<DateTime<Utc>>,
) -> Result<()> {
    let when = when.map(ms);
    sqlx::query!(
        "UPDATE asks SET managers_at = ? WHERE ask_id = ?",
        when,
        ask
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Somebody is being asked again: that nobody is left would be news, and the managers do not hear of it for now.
pub async fn is_over(db: &mut SqliteConnection, ask: AskId) -> Result<()> {
    sqlx::query!(
        "UPDATE asks SET nobody_told_at = NULL, managers_at = NULL WHERE ask_id = ?",
        ask
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The asker would rather that the managers did not hear of it.
pub async fn refuse(db: &mut SqliteConnection, ask: AskId) -> Result<()> {
    sqlx::query!(
        "UPDATE asks SET managers_refused = 1, managers_at = NULL WHERE ask_id = ?",
        ask
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The managers' channel hears of it, by a message that is in the outbox now.
pub async fn tell(
    db: &mut SqliteConnection,
    ask: AskId,
    channel: ChannelId,
    now: DateTime<Utc>,
) -> Result<()> {
    let now = ms(now);
    sqlx::query!(
        "UPDATE asks SET managers_at = NULL, managers_told_at = ?, managers_channel_id = ?, managers_message_id = NULL
         WHERE ask_id = ?",
        now,
        channel,
        ask
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The message in the managers' channel is there.
pub async fn posted(
    db: &mut SqliteConnection,
    ask: AskId,
    channel: ChannelId,
    message: Option<MessageId>,
) -> Result<()> {
    sqlx::query!(
        "UPDATE asks SET managers_channel_id = ?, managers_message_id = ? WHERE ask_id = ?",
        channel,
        message,
        ask
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The message was taken back before it was sent, so that the managers have heard nothing.
pub async fn take_back(db: &mut SqliteConnection, ask: AskId) -> Result<()> {
    sqlx::query!(
        "UPDATE asks SET managers_told_at = NULL, managers_channel_id = NULL, managers_message_id = NULL WHERE ask_id = ?",
        ask
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The message could not be sent, and there is none to bring up to date.
pub async fn failed(db: &mut SqliteConnection, ask: AskId) -> Result<()> {
    sqlx::query!(
        "UPDATE asks SET managers_channel_id = NULL, managers_message_id = NULL WHERE ask_id = ?",
        ask
    )
    .execute(db)
    .await?;
    Ok(())
}
