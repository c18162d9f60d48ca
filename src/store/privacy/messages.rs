//! Messages that were sent, or will be, and hold something of a member.

use std::collections::BTreeSet;

use sqlx::{Result, SqliteConnection};

use crate::delivery::{Delivery, Receipt};
use crate::domain::ids::{
    AskId, ChannelId, GuildId, HelpId, MemberId, MessageId, NewcomerId, OutboxId, PairingId,
    RoundId,
};
use crate::store::outbox::Lane;

/// A row of the outbox.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "each is a fact of its own about the row"
)]
pub struct Message {
    /// Which.
    pub id: OutboxId,
    /// What it follows.
    pub lane: Lane,
    /// What was done, or will be.
    pub delivery: Delivery,
    /// The ask it is about.
    pub about: Option<AskId>,
    /// All the asks that it is about: a message may be several in one.
    pub asks: Vec<AskId>,
    /// Whether it brings thanks of the member's that are about no ask.
    pub thanks: bool,
    /// Whether it is about a pairing in which they sat or about somebody's first days in which they had a part, or may be.
    pub met: bool,
    /// Whether it is the opening post.
    pub opening: bool,
    /// Whether it is done, so that [`Message::place`] is where.
    pub done: bool,
    /// Whether it is being carried out, or may have been already.
    pub begun: bool,
    /// Whether it was, or is to be, sent to this member alone.
    pub addressee: Option<MemberId>,
    /// The channel or thread it ended up in, and the message where it is one.
    pub place: Option<(ChannelId, Option<MessageId>)>,
}

#[allow(
    clippy::struct_excessive_bools,
    reason = "each is a column of the query"
)]
struct Record {
    id: OutboxId,
    lane: String,
    delivery: String,
    about: Option<AskId>,
    asks: String,
    thanks: bool,
    met: bool,
    opening: bool,
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
            asks: serde_json::from_str(&self.asks)
                .map_err(|error| sqlx::Error::Decode(Box::new(error)))?,
            thanks: self.thanks,
            met: self.met,
            opening: self.opening,
            done: self.state == "done",
            begun: self.state == "sending" || (self.state == "owed" && self.begun),
            addressee: self.addressee,
            place: self.channel.map(|channel| (channel, self.message)),
        })
    }
}

/// The rows of a guild that may name or quote a member, oldest first: those about asks they had a part in, those about whom they were
/// put together with, those to them, their thanks to others, all that quote anybody, and all that hold their id. To be called before anything of theirs is erased.
pub async fn suspects(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
    asks: &BTreeSet<AskId>,
) -> Result<Vec<Message>> {
    let asks = encode(&asks)?;
    let lane = Lane::Direct(member).to_string();
    // A row knows its ask, or goes by its lane or its invitation: those from before rows knew do. Thanks are owed at the instant at
    // which they are put on record.
    let records = sqlx::query_as!(
        Record,
        r#"WITH about AS (
               SELECT coalesce(merged_into, outbox_id) AS outbox_id,
                      coalesce(ask_id,
                          CASE WHEN lane LIKE 'ask:%' THEN CAST(substr(lane, 5) AS INTEGER) END,
                          (SELECT i.ask_id FROM invitations i WHERE i.invitation_id = coalesce(
                              json_extract(receipt, '$.invitation_delivered'),
                              json_extract(delivery, '$.edit.message.invitation')))) AS ask_id
               FROM outbox WHERE guild_id = ?1),
           thanks AS (
               SELECT coalesce(m.merged_into, m.outbox_id) AS outbox_id
               FROM helps h JOIN outbox m ON m.created_at = h.happened_at AND m.addressee = h.helper_id AND m.guild_id = h.guild_id
               WHERE h.guild_id = ?1 AND h.learner_id = ?2 AND h.through IN ('thanks', 'swap') AND m.ask_id IS NULL),
           lanes AS (
               SELECT 'pairing:' || pairing_id AS lane FROM seats WHERE guild_id = ?1 AND member_id = ?2
               UNION SELECT 'newcomer:' || newcomer_id FROM newcomers WHERE guild_id = ?1 AND ?2 IN (member_id, buddy_id)
               UNION SELECT 'newcomer:' || newcomer_id FROM newcomer_buddies WHERE guild_id = ?1 AND member_id = ?2),
           others AS (
               SELECT o.member_id FROM seats s JOIN seats o USING (pairing_id) WHERE s.guild_id = ?1 AND s.member_id = ?2
               UNION SELECT a.by_member FROM places_agreed a JOIN pairings p USING (pairing_id) WHERE p.guild_id = ?1 AND a.member_id = ?2
               UNION SELECT s.member_id FROM places l JOIN seats s USING (pairing_id) WHERE l.guild_id = ?1 AND l.member_id = ?2
               UNION SELECT n.member_id FROM newcomers n JOIN newcomer_buddies b USING (newcomer_id)
                     WHERE b.guild_id = ?1 AND b.member_id = ?2
               UNION SELECT b.member_id FROM newcomers n JOIN newcomer_buddies b USING (newcomer_id)
                     WHERE n.guild_id = ?1 AND n.member_id = ?2),
           met AS (
               SELECT outbox_id FROM outbox
               WHERE guild_id = ?1 AND (lane IN (SELECT lane FROM lanes)
                   OR addressee IN (SELECT member_id FROM others) AND ask_id IS NULL AND purpose NOT IN ('thanks', 'suggestion')))
           SELECT o.outbox_id AS "id!: OutboxId", o.lane, o.delivery, o.ask_id AS "about: AskId", o.state,
                  (SELECT json_group_array(DISTINCT a.ask_id) FROM about a
                      WHERE a.outbox_id IN (o.outbox_id, o.merged_into) AND a.ask_id IS NOT NULL) AS "asks!: String",
                  (o.outbox_id IN (SELECT outbox_id FROM thanks)
                      OR coalesce(o.merged_into IN (SELECT outbox_id FROM thanks), 0)) AS "thanks!: bool",
                  o.outbox_id IN (SELECT outbox_id FROM met) AS "met!: bool",
                  (o.receipt LIKE '{"opening_posted"%' OR json_extract(o.delivery, '$.edit.message.opening_post') IS NOT NULL)
                      AS "opening!: bool",
                  o.sending_at IS NOT NULL AS "begun!: bool", o.addressee AS "addressee: MemberId",
                  o.channel_id AS "channel: ChannelId", o.message_id AS "message: MessageId"
           FROM outbox o
           WHERE o.guild_id = ?1
             AND (o.addressee = ?2 OR o.lane = ?3 OR instr(o.delivery, CAST(?2 AS TEXT)) > 0
                  OR instr(o.delivery, '{"quotes":{') > 0
                  OR o.outbox_id IN (SELECT outbox_id FROM thanks)
                  OR o.outbox_id IN (SELECT outbox_id FROM met)
                  OR o.merged_into IN (SELECT outbox_id FROM thanks)
                  OR EXISTS (SELECT 1 FROM about a WHERE a.outbox_id IN (o.outbox_id, o.merged_into)
                             AND a.ask_id IN (SELECT value FROM json_each(?4))))
           ORDER BY o.outbox_id"#,
        guild,
        member,
        lane,
        asks,
    )
    .fetch_all(db)
    .await?;
    records
        .into_iter()
        .map(|record| record.read(guild))
        .collect()
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
        r#"SELECT outbox_id AS "id!: OutboxId", lane, delivery, ask_id AS "about: AskId", state, '[]' AS "asks!: String",
                  0 AS "thanks!: bool", 0 AS "met!: bool", 0 AS "opening!: bool", sending_at IS NOT NULL AS "begun!: bool", addressee AS "addressee: MemberId",
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

/// The rows of a guild that quote somebody, oldest first, whatever became of them.
pub async fn quoting(db: &mut SqliteConnection, guild: GuildId) -> Result<Vec<Message>> {
    let records = sqlx::query_as!(
        Record,
        r#"SELECT outbox_id AS "id!: OutboxId", lane, delivery, ask_id AS "about: AskId", state, '[]' AS "asks!: String",
                  0 AS "thanks!: bool", 0 AS "met!: bool", 0 AS "opening!: bool", sending_at IS NOT NULL AS "begun!: bool",
                  addressee AS "addressee: MemberId", channel_id AS "channel: ChannelId", message_id AS "message: MessageId"
           FROM outbox WHERE guild_id = ? AND instr(delivery, '{"quotes":{') > 0
           ORDER BY outbox_id"#,
        guild,
    )
    .fetch_all(db)
    .await?;
    records
        .into_iter()
        .map(|record| record.read(guild))
        .collect()
}

/// What was written in thanks by a member or to them, by the helps.
pub async fn thanks_of(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
) -> Result<Vec<HelpId>> {
    sqlx::query_scalar!(
        r#"SELECT help_id AS "help!: HelpId" FROM helps WHERE guild_id = ?1 AND learner_id = ?2 AND thanks IS NOT NULL
           UNION SELECT help_id FROM helps WHERE guild_id = ?1 AND helper_id = ?2 AND thanks IS NOT NULL"#,
        guild,
        member
    )
    .fetch_all(db)
    .await
}

/// Whether thanks may be quoted now: they are still there, and both who wrote and who is thanked agree and have not left.
pub async fn may_be_quoted(db: &mut SqliteConnection, help: HelpId) -> Result<bool> {
    sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT 1 FROM helps h
               JOIN members l ON l.guild_id = h.guild_id AND l.member_id = h.learner_id AND l.quotable = 1 AND l.left_at IS NULL
               JOIN members t ON t.guild_id = h.guild_id AND t.member_id = h.helper_id AND t.quotable = 1 AND t.left_at IS NULL
               WHERE h.help_id = ? AND h.thanks IS NOT NULL) AS "may!: bool""#,
        help
    )
    .fetch_one(db)
    .await
}

/// The changes of messages that are owed in a guild, or being carried out.
pub async fn to_be_changed(
    db: &mut SqliteConnection,
    guild: GuildId,
) -> Result<Vec<(OutboxId, Delivery)>> {
    let rows = sqlx::query!(
        r#"SELECT outbox_id AS "id!: OutboxId", delivery FROM outbox
           WHERE guild_id = ? AND state IN ('owed', 'sending') AND delivery LIKE '{"edit"%'"#,
        guild
    )
    .fetch_all(db)
    .await?;
    rows.iter()
        .map(|row| Ok((row.id, parse(&row.delivery)?)))
        .collect()
}

/// Has a row that is owed count as one that carries out a forgetting: it goes out also where Potluck is turned off, and no refusal
/// ends it.
pub async fn carries_out_forgetting(db: &mut SqliteConnection, row: OutboxId) -> Result<()> {
    let (erased, nothing) = (encode(&Receipt::Erased)?, encode(&Receipt::Nothing)?);
    sqlx::query!(
        "UPDATE outbox SET receipt = ?2 WHERE outbox_id = ?1 AND receipt = ?3 AND state = 'owed'",
        row,
        erased,
        nothing
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The row that was owed last, of whatever guild; 0: none ever was.
pub async fn newest(db: &mut SqliteConnection) -> Result<OutboxId> {
    sqlx::query_scalar!(r#"SELECT coalesce(max(outbox_id), 0) AS "newest!: OutboxId" FROM outbox"#)
        .fetch_one(db)
        .await
}

/// Has the renamings of threads that were owed in a guild after a row count as carrying out a forgetting, as
/// [`carries_out_forgetting`].
pub async fn renamings_carry_out_forgetting(
    db: &mut SqliteConnection,
    guild: GuildId,
    after: OutboxId,
) -> Result<()> {
    let (erased, nothing) = (encode(&Receipt::Erased)?, encode(&Receipt::Nothing)?);
    sqlx::query!(
        r#"UPDATE outbox SET receipt = ?3
           WHERE guild_id = ?1 AND outbox_id > ?2 AND receipt = ?4 AND state = 'owed' AND delivery LIKE '{"rename_thread"%'"#,
        guild,
        after,
        erased,
        nothing
    )
    .execute(db)
    .await?;
    Ok(())
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
            "pairing" => Lane::Pairing(PairingId(id)),
            "newcomer" => Lane::Newcomer(NewcomerId(id)),
            "round" => Lane::Round(RoundId(id)),
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
