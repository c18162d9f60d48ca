//! The outbox as the courier sees it: what is ready, and what became of it.

use chrono::{DateTime, TimeDelta, Utc};
use serde::de::DeserializeOwned;
use sqlx::{SqliteConnection, query, query_as, query_scalar};

use super::{discreet, week};
use crate::delivery::{Delivery, Purpose, Receipt};
use crate::domain::ids::{ChannelId, GuildId, MemberId, MessageId, OutboxId};
use crate::store::types::{at, ms};

/// So many tries, with the pauses between them, take a day at the least.
const TRIES_OF_A_DAY: u32 = 106;
/// The longest pause between two tries.
const LONGEST_DELAY_SECONDS: i64 = 15 * 60;
/// After so many tries the pause is the longest.
const TRIES_TO_THE_LONGEST: u32 = 11;

/// A row to be carried out, or to be reconciled after a restart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Which.
    pub id: OutboxId,
    /// For which guild.
    pub guild: GuildId,
    /// What is to be done.
    pub delivery: Delivery,
    /// What is recorded once it is.
    pub receipt: Receipt,
    /// Why, for private messages.
    pub purpose: Purpose,
    /// The member, for a private message.
    pub addressee: Option<MemberId>,
    /// Goes with the message, so that sending it twice within Discord's memory is sending it once. At most 25 characters.
    pub nonce: String,
    /// How often it was begun.
    pub attempts: u32,
    /// When the first try was begun of which nobody knows whether it went through.
    pub sending_at: Option<DateTime<Utc>>,
    /// For when it was owed, or put off to.
    pub not_before: DateTime<Utc>,
    /// Since when Discord has had no room for it, whatever else went wrong meanwhile.
    pub held_at: Option<DateTime<Utc>>,
}

/// What rows are told apart by when they are taken up: private messages go by a pace of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A private message to be sent.
    Private,
    /// Anything else, also the edit of a private message.
    Other,
}

/// When something of each kind is ready next; `None`: nothing is owed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NextDue {
    other: Option<DateTime<Utc>>,
    private: Option<DateTime<Utc>>,
}

impl NextDue {
    /// When something of this kind is.
    pub const fn of(self, kind: Kind) -> Option<DateTime<Utc>> {
        match kind {
            Kind::Other => self.other,
            Kind::Private => self.private,
        }
    }
}

/// What became of a row. The texts say why in words for admins; they hold no names and nothing that people wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum End {
    /// Carried out; for a message or thread, where it is.
    Done(Option<(ChannelId, Option<MessageId>)>),
    /// A private message that can be delivered nowhere: it waits in `/me`.
    Waiting(String),
    /// Discord refuses it for good.
    Failed(String),
    /// Nobody can tell whether it was carried out. It is not tried again.
    Undecided(String),
    /// No longer of use.
    Dropped,
}

struct Record {
    id: OutboxId,
    guild: GuildId,
    delivery: String,
    receipt: String,
    purpose: String,
    addressee: Option<MemberId>,
    nonce: String,
    attempts: u32,
    sending_at: Option<i64>,
    not_before: i64,
    held_at: Option<i64>,
}

/// What can be begun now of a kind, oldest first: of the rows that may be carried out, which the view `outbox_heads` says, those that are
/// due.
pub async fn ready(
    db: &mut SqliteConnection,
    kind: Kind,
    now: DateTime<Utc>,
    limit: u32,
) -> sqlx::Result<Vec<Row>> {
    let now = ms(now);
    let private = kind == Kind::Private;
    // SQLite compiles a statement anew for each value that its LIMIT is given, unless that is an expression: this one is asked at every
    // commit.
    let records = query_as!(
        Record,
        r#"SELECT outbox_id AS "id!: OutboxId", guild_id AS "guild!: GuildId", delivery AS "delivery!", receipt AS "receipt!",
                  purpose AS "purpose!", addressee AS "addressee: MemberId", nonce AS "nonce!", attempts AS "attempts!: u32",
                  sending_at, not_before AS "not_before!", held_at
           FROM outbox_heads
           WHERE due_at <= ?1 AND (addressee IS NOT NULL) = ?3
           ORDER BY due_at, outbox_id
           LIMIT +?2"#,
        now,
        limit,
        private,
    )
    .fetch_all(db)
    .await?;
    records.into_iter().map(Record::read).collect()
}

/// The earliest instants at which [`ready`] has something of each kind, in the past where it has something now. Both are read at once:
/// this is asked at every commit.
pub async fn next_due(db: &mut SqliteConnection) -> sqlx::Result<NextDue> {
    let next = query!(
        r#"SELECT
           (SELECT due_at FROM outbox_heads WHERE addressee IS NULL ORDER BY due_at LIMIT 1) AS "other?: i64",
           (SELECT due_at FROM outbox_heads WHERE addressee IS NOT NULL ORDER BY due_at LIMIT 1) AS "private?: i64""#
    )
    .fetch_one(db)
    .await?;
    Ok(NextDue {
        other: next.other.map(at),
        private: next.private.map(at),
    })
}

/// The rows that were begun and are not concluded, oldest first: after a restart, what is to be reconciled.
pub async fn in_work(db: &mut SqliteConnection) -> sqlx::Result<Vec<Row>> {
    let records = query_as!(
        Record,
        r#"SELECT outbox_id AS "id!: OutboxId", guild_id AS "guild!: GuildId", delivery, receipt, purpose,
                  addressee AS "addressee: MemberId", nonce, attempts AS "attempts!: u32", sending_at, not_before,
                  held_at
           FROM outbox WHERE state = 'sending' ORDER BY outbox_id"#,
    )
    .fetch_all(db)
    .await?;
    records.into_iter().map(Record::read).collect()
}

/// What was concluded since then, and what is being carried out: all that a process can have asked of Discord in that time, as far as is
/// kept. At most `limit`.
pub async fn carried_out_since(
    db: &mut SqliteConnection,
    since: DateTime<Utc>,
    limit: u32,
) -> sqlx::Result<Vec<Delivery>> {
    let since = ms(since);
    let deliveries = query_scalar!(
        "SELECT delivery FROM outbox WHERE state = 'sending' OR (done_at > ?1 AND state <> 'dropped') LIMIT ?2",
        since,
        limit,
    )
    .fetch_all(db)
    .await?;
    deliveries.iter().map(|delivery| parse(delivery)).collect()
}

/// Marks a row as being carried out. Returns what is to be done, of which something may have been taken back since the row was read;
/// `None`: it was dropped or begun meanwhile, so leave it.
pub async fn begin(
    db: &mut SqliteConnection,
    id: OutboxId,
    now: DateTime<Utc>,
) -> sqlx::Result<Option<Delivery>> {
    let now = ms(now);
    let delivery = query_scalar!(
        "UPDATE outbox SET state = 'sending', sending_at = coalesce(sending_at, ?2), attempts = attempts + 1
         WHERE outbox_id = ?1 AND state = 'owed' RETURNING delivery",
        id,
        now,
    )
    .fetch_optional(db)
    .await?;
    delivery.as_deref().map(parse).transpose()
}

/// Owes a begun row again from `due`, with the reason. It keeps its place in the lane. `maybe_sent` is when the first try was
/// begun of which nobody knows whether it went through; `None`: all of them certainly did not.
pub async fn retry(
    db: &mut SqliteConnection,
    id: OutboxId,
    due: DateTime<Utc>,
    problem: &str,
    maybe_sent: Option<DateTime<Utc>>,
) -> sqlx::Result<()> {
    let due = ms(due);
    let maybe_sent = maybe_sent.map(ms);
    query!(
        "UPDATE outbox SET state = 'owed', due_at = ?2, problem = ?3, sending_at = ?4
         WHERE outbox_id = ?1 AND state = 'sending'",
        id,
        due,
        problem,
        maybe_sent,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Owes a begun row again from `due`, because its server is out of reach. Nothing is given up for that, however long it takes: tries
/// count only until the pause is the longest, so that the first mishap once the server is back is one of a few.
pub async fn await_server(
    db: &mut SqliteConnection,
    id: OutboxId,
    due: DateTime<Utc>,
    problem: &str,
    maybe_sent: Option<DateTime<Utc>>,
) -> sqlx::Result<()> {
    retry(db, id, due, problem, maybe_sent).await?;
    query!(
        "UPDATE outbox SET attempts = min(attempts, ?1) WHERE outbox_id = ?2",
        TRIES_TO_THE_LONGEST,
        id
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Owes a begun row again from `due`, because Discord has no room for what it brings. It certainly was not done; it keeps its place
/// in the lane, and what follows in it waits. From `now` it counts as held up, unless it was already.
pub async fn hold(
    db: &mut SqliteConnection,
    id: OutboxId,
    due: DateTime<Utc>,
    problem: &str,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let due = ms(due);
    let now = ms(now);
    query!(
        "UPDATE outbox
         SET state = 'owed', due_at = ?2, problem = ?3, sending_at = NULL, held_at = coalesce(held_at, ?4)
         WHERE outbox_id = ?1 AND state = 'sending'",
        id,
        due,
        problem,
        now,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Puts a private message off that was certainly not sent yet. Those put off to the same instant keep their order; what is
/// owed for an earlier one does not wait for it.
pub async fn put_off(
    db: &mut SqliteConnection,
    id: OutboxId,
    until: DateTime<Utc>,
) -> sqlx::Result<()> {
    let until = ms(until);
    query!(
        "UPDATE outbox SET state = 'owed', not_before = ?2, due_at = ?2, sending_at = NULL
         WHERE outbox_id = ?1 AND state IN ('owed', 'sending')",
        id,
        until,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Concludes a row, begun or not. What is concluded already stays as it is. A discreet message leaves no row behind.
pub async fn conclude(
    db: &mut SqliteConnection,
    id: OutboxId,
    end: &End,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let row = query!(
        r#"SELECT json_extract(o.delivery, '$.send.to.discreet') IS NOT NULL AS "discreet!: bool",
                  o.receipt = '"erased"' AS "erases!: bool",
                  EXISTS (SELECT 1 FROM outbox p WHERE p.merged_into = o.outbox_id) AS "is_several!: bool"
           FROM outbox o WHERE o.outbox_id = ?1"#,
        id
    )
    .fetch_optional(&mut *db)
    .await?;
    let Some(row) = row else {
        return Ok(());
    };
    let kinder = row.discreet.then(|| discreet::kinder(end)).flatten();
    let end = kinder.as_ref().unwrap_or(end);
    let (state, place, problem) = match end {
        End::Done(place) => ("done", *place, None),
        End::Waiting(why) => ("waiting", None, Some(why)),
        End::Failed(why) => ("failed", None, Some(why)),
        End::Undecided(why) => ("undecided", None, Some(why)),
        End::Dropped => ("dropped", None, None),
    };
    let channel = place.map(|(channel, _)| channel);
    let message = place.and_then(|(_, message)| message);
    let done_at = ms(now);
    query!(
        "UPDATE outbox SET state = ?2, done_at = coalesce(done_at, ?3), channel_id = ?4, message_id = ?5, problem = ?6
         WHERE outbox_id = ?1 AND state IN ('owed', 'sending', 'waiting')",
        id,
        state,
        done_at,
        channel,
        message,
        problem,
    )
    .execute(&mut *db)
    .await?;
    if row.is_several
        && let (End::Done(_), Some((channel, message))) = (end, place)
    {
        week::arrived(db, id, channel, message).await?;
    }
    if row.erases && matches!(end, End::Done(_) | End::Dropped) {
        query!("DELETE FROM outbox WHERE outbox_id = ?1", id)
            .execute(&mut *db)
            .await?;
    }
    if row.discreet {
        discreet::concluded(db, id, end, now).await?;
    }
    Ok(())
}

/// How long to wait after so many tries: a second, doubled each time, at most a quarter of an hour.
pub fn retry_delay(attempts: u32) -> TimeDelta {
    let doublings = attempts.saturating_sub(1).min(16);
    TimeDelta::seconds((1_i64 << doublings).min(LONGEST_DELAY_SECONDS))
}

/// Whether a row that was tried so often, for a day or more, is given up.
pub fn tried_enough(attempts: u32) -> bool {
    attempts >= TRIES_OF_A_DAY
}

/// When a row that was tried so often is tried again; later where Discord named a pause of its own.
pub fn try_again_at(
    now: DateTime<Utc>,
    attempts: u32,
    asked_for: Option<TimeDelta>,
) -> DateTime<Utc> {
    let delay = retry_delay(attempts);
    now + asked_for.map_or(delay, |asked_for| asked_for.max(delay))
}

impl Record {
    fn read(self) -> sqlx::Result<Row> {
        Ok(Row {
            id: self.id,
            guild: self.guild,
            delivery: parse(&self.delivery)?,
            receipt: parse(&self.receipt)?,
            purpose: parse(&self.purpose)?,
            addressee: self.addressee,
            nonce: self.nonce,
            attempts: self.attempts,
            sending_at: self.sending_at.map(at),
            not_before: at(self.not_before),
            held_at: self.held_at.map(at),
        })
    }
}

pub(super) fn parse<T: DeserializeOwned>(json: &str) -> sqlx::Result<T> {
    serde_json::from_str(json).map_err(|error| sqlx::Error::Decode(Box::new(error)))
}
