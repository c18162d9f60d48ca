//! Messages that were sent, or will be, and hold something of a member.

use sqlx::{Result, SqliteConnection};

use crate::delivery::Delivery;
use crate::domain::ids::{AskId, ChannelId, GuildId, MemberId, MessageId, OutboxId};
use crate::store::outbox::Lane;

/// A row of the outbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Which.
    pub id: OutboxId,
    /// What it follows.
    pub lane: Lane,
    /// What was done, or will be.
    pub delivery: Delivery,
    /// The ask it is about.
    pub about: Option<AskId>,
    /// Whether it is done, so that [`Message::place`] is where.
    pub done: bool,
    /// Whether it is being carried out, or may have been already.
    pub begun: bool,
    /// Whether it was, or is to be, sent to this member alone.
    pub addressee: Option<MemberId>,
    /// The channel or thread it ended up in, and the message where it is one.
    pub place: Option<(ChannelId, Option<MessageId>)>,
}

struct Record {
    id: OutboxId,
    lane: String,
    delivery: String,
    about: Option<AskId>,
    state: String,
    begun: bool,
    addressee: Option<MemberId>,
    channel: Option<ChannelId>,
    message: Option<MessageId>,
}

impl Record {
    fn read(self, guild: GuildId) -> Result<Message> {
        Ok(Message {
            id: self.id,
            lane: lane_of(&self.lane, guild),
            delivery: parse(&self.delivery)?,
            about: self.about,
            done: self.state == "done",
            begun: self.state == "sending" || (self.state == "owed" && self.begun),
            addressee: self.addressee,
            place: self.channel.map(|channel| (channel, self.message)),
        })
    }
}

/// The rows of a guild that may name or quote a member, oldest first: those about asks they had a part in, those to them, and all
/// that hold one of the traces, which are texts as posts show them.
pub async fn suspects(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
    asks: &[AskId],
    traces: &[String],
) -> Result<Vec<Message>> {
    let asks = encode(&asks)?;
    let traces: Vec<String> = traces
        .iter()
        .map(|trace| within_json(trace))
        .collect::<Result<_>>()?;
    let traces = encode(&traces)?;
    let lane = Lane::Direct(member).to_string();
    let records = sqlx::query_as!(
        Record,
        r#"SELECT o.outbox_id AS "id!: OutboxId", o.lane, o.delivery, o.ask_id AS "about: AskId", o.state,
                  o.sending_at IS NOT NULL AS "begun!: bool", o.addressee AS "addressee: MemberId",
                  o.channel_id AS "channel: ChannelId", o.message_id AS "message: MessageId"
           FROM outbox o
           WHERE o.guild_id = ?1
             AND (o.addressee = ?2 OR o.lane = ?3
                  OR o.ask_id IN (SELECT value FROM json_each(?4))
                  OR EXISTS (SELECT 1 FROM json_each(?5) t WHERE instr(o.delivery, t.value) > 0))
           ORDER BY o.outbox_id"#,
        guild,
        member,
        lane,
        asks,
        traces,
    )
    .fetch_all(db)
    .await?;
    records
        .into_iter()
        .map(|record| record.read(guild))
        .collect()
}

/// A text as JSON holds it, without the quotes around it.
fn within_json(text: &str) -> Result<String> {
    let quoted = encode(&text)?;
    Ok(quoted[1..quoted.len() - 1].to_owned())
}

/// What a message says, as far as the outbox knows: by the last row that sent or changed it.
pub async fn last_said(
    db: &mut SqliteConnection,
    guild: GuildId,
    channel: ChannelId,
    message: MessageId,
) -> Result<Option<Message>> {
    let record = sqlx::query_as!(
        Record,
        r#"SELECT outbox_id AS "id!: OutboxId", lane, delivery, ask_id AS "about: AskId", state,
                  sending_at IS NOT NULL AS "begun!: bool", addressee AS "addressee: MemberId",
                  channel_id AS "channel: ChannelId", message_id AS "message: MessageId"
           FROM outbox WHERE message_id = ?1 AND channel_id = ?2 AND state = 'done'
           ORDER BY done_at DESC, outbox_id DESC LIMIT 1"#,
        message,
        channel,
    )
    .fetch_optional(db)
    .await?;
    record.map(|record| record.read(guild)).transpose()
}

/// The changes of messages that are owed in a guild, or being carried out.
pub async fn to_be_changed(db: &mut SqliteConnection, guild: GuildId) -> Result<Vec<Delivery>> {
    let deliveries = sqlx::query_scalar!(
        "SELECT delivery FROM outbox WHERE guild_id = ? AND state IN ('owed', 'sending') AND delivery LIKE '{\"edit\"%'",
        guild
    )
    .fetch_all(db)
    .await?;
    deliveries.iter().map(|delivery| parse(delivery)).collect()
}

/// Has a row say something else, whatever became of it.
pub async fn overwrite(
    db: &mut SqliteConnection,
    row: OutboxId,
    delivery: &Delivery,
) -> Result<()> {
    let delivery = encode(delivery)?;
    sqlx::query!(
        "UPDATE outbox SET delivery = ? WHERE outbox_id = ?",
        delivery,
        row
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The lane of this name.
pub fn lane_of(lane: &str, guild: GuildId) -> Lane {
    let read = lane.split_once(':').and_then(|(kind, id)| {
        let id = id.parse().ok()?;
        Some(match kind {
            "ask" => Lane::Ask(AskId(id)),
            "dm" => Lane::Direct(MemberId(id)),
            _ => Lane::Guild(GuildId(id)),
        })
    });
    read.unwrap_or(Lane::Guild(guild))
}

fn encode(value: &impl serde::Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(|error| sqlx::Error::Encode(Box::new(error)))
}

fn parse(json: &str) -> Result<Delivery> {
    serde_json::from_str(json).map_err(|error| sqlx::Error::Decode(Box::new(error)))
}
