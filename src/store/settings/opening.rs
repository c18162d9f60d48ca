//! The opening post of a guild: where it is, and who signed it.

use sqlx::{Result, SqliteConnection};

use crate::delivery::Receipt;
use crate::domain::ids::{ChannelId, GuildId, MemberId, MessageId};
use crate::store::outbox::Lane;

/// How the opening post of a guild stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opening {
    /// It is not up, and not about to be.
    NotUp {
        /// Whether it was tried and could not be.
        failed: bool,
    },
    /// It is owed.
    OnItsWay,
    /// There it is.
    Up(ChannelId, MessageId),
}

/// What a leader signed the opening post with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// Who.
    pub signer: MemberId,
    /// What they are learning, as written (not escaped).
    pub learning: String,
}

/// Where the opening post of a guild is, once delivered.
pub async fn opening_post(
    db: &mut SqliteConnection,
    guild: GuildId,
) -> Result<Option<(ChannelId, MessageId)>> {
    let row = sqlx::query!(
        r#"SELECT opening_channel_id AS "channel: ChannelId", opening_message_id AS "message: MessageId"
           FROM guilds WHERE guild_id = ?1"#,
        guild,
    )
    .fetch_optional(db)
    .await?;
    Ok(row.and_then(|row| row.channel.zip(row.message)))
}

/// How the opening post of a guild stands.
pub async fn opening_state(db: &mut SqliteConnection, guild: GuildId) -> Result<Opening> {
    let lane = Lane::Guild(guild).to_string();
    let receipt = receipt(guild)?;
    let owed = sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT 1 FROM outbox WHERE lane = ?1 AND state IN ('owed', 'sending') AND receipt = ?2) AS "owed!: bool""#,
        lane,
        receipt,
    )
    .fetch_one(&mut *db)
    .await?;
    if owed {
        return Ok(Opening::OnItsWay);
    }
    if let Some((channel, message)) = opening_post(db, guild).await? {
        return Ok(Opening::Up(channel, message));
    }
    let failed = sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT 1 FROM outbox WHERE guild_id = ?1 AND state IN ('failed', 'undecided') AND receipt = ?2)
           AS "failed!: bool""#,
        guild,
        receipt,
    )
    .fetch_one(db)
    .await?;
    Ok(Opening::NotUp { failed })
}

/// The opening post was delivered there.
pub async fn opening_posted(
    db: &mut SqliteConnection,
    guild: GuildId,
    channel: ChannelId,
    message: MessageId,
) -> Result<()> {
    sqlx::query!(
        "UPDATE guilds SET opening_channel_id = ?1, opening_message_id = ?2 WHERE guild_id = ?3",
        channel,
        message,
        guild,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Whether the opening post of some guild is this message or, with `None`, in this channel.
pub async fn is_opening(
    db: &mut SqliteConnection,
    channel: ChannelId,
    message: Option<MessageId>,
) -> Result<bool> {
    sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT 1 FROM guilds WHERE opening_channel_id = ?1 AND (?2 IS NULL OR opening_message_id = ?2)) AS "is!: bool""#,
        channel,
        message,
    )
    .fetch_one(db)
    .await
}

/// The opening post is not up any more if it was this message or, with `None`, in this channel.
pub async fn opening_gone(
    db: &mut SqliteConnection,
    channel: ChannelId,
    message: Option<MessageId>,
) -> Result<()> {
    sqlx::query!(
        "UPDATE guilds SET opening_channel_id = NULL, opening_message_id = NULL
         WHERE opening_channel_id = ?1 AND (?2 IS NULL OR opening_message_id = ?2)",
        channel,
        message,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Who signed the opening post, and with what.
pub async fn signature(db: &mut SqliteConnection, guild: GuildId) -> Result<Option<Signature>> {
    let row = sqlx::query!(
        r#"SELECT opening_signer_id AS "signer: MemberId", opening_signature AS learning FROM guilds WHERE guild_id = ?1"#,
        guild,
    )
    .fetch_optional(db)
    .await?;
    Ok(row
        .and_then(|row| row.signer.zip(row.learning))
        .map(|(signer, learning)| Signature { signer, learning }))
}

/// Signs the opening post; `None` takes the signature off.
pub async fn set_signature(
    db: &mut SqliteConnection,
    guild: GuildId,
    signature: Option<&Signature>,
) -> Result<()> {
    let signer = signature.map(|signature| signature.signer);
    let learning = signature.map(|signature| &signature.learning);
    sqlx::query!(
        "UPDATE guilds SET opening_signer_id = ?1, opening_signature = ?2 WHERE guild_id = ?3",
        signer,
        learning,
        guild,
    )
    .execute(db)
    .await?;
    Ok(())
}

fn receipt(guild: GuildId) -> Result<String> {
    serde_json::to_string(&Receipt::OpeningPosted(guild))
        .map_err(|error| sqlx::Error::Encode(Box::new(error)))
}
