//! Invitations: an ask put to one possible helper.

use chrono::{DateTime, Utc};
use sqlx::SqliteConnection;

use crate::domain::ask::InvitationState;
use crate::domain::ids::{AskId, ChannelId, GuildId, InvitationId, MemberId, MessageId};
use crate::store::types::{at, ms};

/// One invitation, as kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    /// Which.
    pub id: InvitationId,
    /// To help with what.
    pub ask: AskId,
    /// Where.
    pub guild: GuildId,
    /// Who is invited.
    pub member: MemberId,
    /// Why they were chosen, as JSON of `domain::helper_choice::Reason`.
    pub reason: String,
    /// How far it has come.
    pub state: InvitationState,
    /// When it reached them.
    pub delivered_at: Option<DateTime<Utc>>,
    /// When it lapses, once it reached them.
    pub lapses_at: Option<DateTime<Utc>>,
    /// The message it came by.
    pub message: Option<(ChannelId, MessageId)>,
}

/// Adds an open invitation; `reason` is JSON. One that only closed, because somebody else had the ask, is open anew: until the new
/// message is delivered, its message is still the one of before. Any other that the member already has is an error.
pub async fn insert(
    db: &mut SqliteConnection,
    ask: AskId,
    member: MemberId,
    wave: i64,
    reason: &str,
    now: DateTime<Utc>,
) -> sqlx::Result<InvitationId> {
    let now = ms(now);
    sqlx::query_scalar!(
        r#"INSERT INTO invitations (ask_id, member_id, wave, reason, state, created_at) VALUES (?, ?, ?, ?, 'open', ?)
           ON CONFLICT (ask_id, member_id) DO UPDATE SET wave = excluded.wave, reason = excluded.reason, state = 'open',
               created_at = excluded.created_at, delivered_at = NULL, lapses_at = NULL, answered_at = NULL
           WHERE state = 'closed'
           RETURNING invitation_id as "id!: InvitationId""#,
        ask,
        member,
        wave,
        reason,
        now,
    )
    .fetch_one(db)
    .await
}

/// Reads an invitation.
pub async fn find(
    db: &mut SqliteConnection,
    invitation: InvitationId,
) -> sqlx::Result<Option<Invitation>> {
    let row = sqlx::query!(
        r#"SELECT i.invitation_id as "id!: InvitationId", i.ask_id as "ask: AskId", a.guild_id as "guild: GuildId",
                  i.member_id as "member: MemberId", i.reason, i.state as "state: InvitationState", i.delivered_at, i.lapses_at,
                  i.channel_id as "channel: ChannelId", i.message_id as "message: MessageId"
           FROM invitations i JOIN asks a USING (ask_id) WHERE i.invitation_id = ?"#,
        invitation,
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(|row| Invitation {
        id: row.id,
        ask: row.ask,
        guild: row.guild,
        member: row.member,
        reason: row.reason,
        state: row.state,
        delivered_at: row.delivered_at.map(at),
        lapses_at: row.lapses_at.map(at),
        message: row.channel.zip(row.message),
    }))
}

/// The invitation of this member to this ask.
pub async fn of_member(
    db: &mut SqliteConnection,
    ask: AskId,
    member: MemberId,
) -> sqlx::Result<Option<InvitationId>> {
    sqlx::query_scalar!(
        r#"SELECT invitation_id as "id!: InvitationId" FROM invitations WHERE ask_id = ? AND member_id = ?"#,
        ask,
        member,
    )
    .fetch_optional(db)
    .await
}

/// The message an invitation came by, once delivered.
pub async fn message_of(
    db: &mut SqliteConnection,
    invitation: InvitationId,
) -> sqlx::Result<Option<(ChannelId, MessageId)>> {
    let row = sqlx::query!(
        r#"SELECT channel_id as "channel: ChannelId", message_id as "message: MessageId" FROM invitations WHERE invitation_id = ?"#,
        invitation,
    )
    .fetch_optional(db)
    .await?;
    Ok(row.and_then(|row| row.channel.zip(row.message)))
}

/// The invitation that came by this message.
pub async fn by_message(
    db: &mut SqliteConnection,
    channel: ChannelId,
    message: MessageId,
) -> sqlx::Result<Option<Invitation>> {
    let id = sqlx::query_scalar!(
        r#"SELECT invitation_id as "id!: InvitationId" FROM invitations WHERE message_id = ? AND channel_id = ?"#,
        message,
        channel,
    )
    .fetch_optional(&mut *db)
    .await?;
    match id {
        Some(id) => find(db, id).await,
        None => Ok(None),
    }
}

/// The open invitations to an ask, oldest first.
pub async fn open_to(db: &mut SqliteConnection, ask: AskId) -> sqlx::Result<Vec<InvitationId>> {
    sqlx::query_scalar!(
        r#"SELECT invitation_id as "id!: InvitationId" FROM invitations WHERE ask_id = ? AND state = 'open' ORDER BY invitation_id"#,
        ask,
    )
    .fetch_all(db)
    .await
}

/// The invitations to an ask that were answered with no, with a name, or not in time, and whose message is there: they keep a
/// button for those who change their mind.
pub async fn with_a_late_button(
    db: &mut SqliteConnection,
    ask: AskId,
) -> sqlx::Result<Vec<InvitationId>> {
    sqlx::query_scalar!(
        r#"SELECT invitation_id as "id!: InvitationId" FROM invitations
           WHERE ask_id = ? AND message_id IS NOT NULL AND state IN ('declined', 'referred', 'lapsed')
           ORDER BY invitation_id"#,
        ask,
    )
    .fetch_all(db)
    .await
}

/// How many invitations to an ask are open, and when the last of the others was answered, lapsed or closed.
pub async fn standing(
    db: &mut SqliteConnection,
    ask: AskId,
) -> sqlx::Result<(u32, Option<DateTime<Utc>>)> {
    let row = sqlx::query!(
        r#"SELECT count(*) FILTER (WHERE state = 'open') as "open!: u32", max(answered_at) as "answered_at: i64"
           FROM invitations WHERE ask_id = ?"#,
        ask,
    )
    .fetch_one(db)
    .await?;
    Ok((row.open, row.answered_at.map(at)))
}

/// The open invitations of a member, newest first.
pub async fn open_of(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
) -> sqlx::Result<Vec<InvitationId>> {
    sqlx::query_scalar!(
        r#"SELECT i.invitation_id as "id!: InvitationId" FROM invitations i JOIN asks a USING (ask_id)
           WHERE i.member_id = ? AND i.state = 'open' AND a.guild_id = ? ORDER BY i.invitation_id DESC"#,
        member,
        guild,
    )
    .fetch_all(db)
    .await
}

/// Sets how far an invitation has come.
pub async fn set_state(
    db: &mut SqliteConnection,
    invitation: InvitationId,
    state: InvitationState,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let now = ms(now);
    sqlx::query!(
        "UPDATE invitations SET state = ?, answered_at = ? WHERE invitation_id = ?",
        state,
        now,
        invitation
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The invitation reached its member, by this message where it is one they can be shown again, and lapses then.
pub async fn deliver(
    db: &mut SqliteConnection,
    invitation: InvitationId,
    message: Option<(ChannelId, MessageId)>,
    now: DateTime<Utc>,
    lapses_at: DateTime<Utc>,
) -> sqlx::Result<()> {
    let (channel, message) = message.unzip();
    let (now, lapses_at) = (ms(now), ms(lapses_at));
    sqlx::query!(
        "UPDATE invitations SET delivered_at = ?, lapses_at = ?, channel_id = ?, message_id = ? WHERE invitation_id = ?",
        now,
        lapses_at,
        channel,
        message,
        invitation,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The open invitations that lapse by now, in guilds that the bot works for, at most `limit` of them.
pub async fn lapsing(
    db: &mut SqliteConnection,
    now: DateTime<Utc>,
    limit: u32,
) -> sqlx::Result<Vec<InvitationId>> {
    let now = ms(now);
    sqlx::query_scalar!(
        r#"SELECT i.invitation_id as "id!: InvitationId" FROM invitations i JOIN asks a USING (ask_id) JOIN working_guilds g USING (guild_id)
           WHERE i.state = 'open' AND i.lapses_at <= ?
           ORDER BY i.lapses_at, i.invitation_id LIMIT ?"#,
        now,
        limit,
    )
    .fetch_all(db)
    .await
}
