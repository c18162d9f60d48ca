//! A member's week of private messages: what was started with them, and what is owed.

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::{SqliteConnection, query, query_as, query_scalar};

use super::courier::parse;
use super::rounds::ends_with_both;
use super::{End, conclude, json};
use crate::delivery::{Delivery, Purpose, Receipt};
use crate::domain::budget;
use crate::domain::ids::{AskId, ChannelId, GuildId, MemberId, MessageId, OutboxId};
use crate::store::types::{at, ms};

/// Discreet messages are counted by the day. One counts as sent at the end of it, so that a week is never found too empty.
const DAY: TimeDelta = TimeDelta::days(1);

/// A private message that is owed and certainly was not sent yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unsent {
    /// Which.
    pub id: OutboxId,
    /// What it says, and where it goes.
    pub delivery: Delivery,
    /// What is recorded once it is there.
    pub receipt: Receipt,
    /// Why it is sent.
    pub purpose: Purpose,
    /// The ask it is about.
    pub about: Option<AskId>,
    /// When it was caused.
    pub since: DateTime<Utc>,
    /// For when it is owed.
    pub not_before: DateTime<Utc>,
    /// From then on it is of no use.
    pub until: Option<DateTime<Utc>>,
}

struct Record {
    id: OutboxId,
    delivery: String,
    receipt: String,
    purpose: String,
    about: Option<AskId>,
    created_at: i64,
    not_before: i64,
    until: Option<i64>,
}

impl Record {
    fn read(self) -> sqlx::Result<Unsent> {
        Ok(Unsent {
            id: self.id,
            delivery: parse(&self.delivery)?,
            receipt: parse(&self.receipt)?,
            purpose: parse(&self.purpose)?,
            about: self.about,
            since: at(self.created_at),
            not_before: at(self.not_before),
            until: self.until.map(at),
        })
    }
}

/// When this guild's Potluck started messages with a member, as far back as it counts for any week that goes on; `now` for what may be
/// going out this moment, `but` for the row that is asked about. Answers and welcomes do not count, nor what was dropped or failed.
pub async fn started(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
    but: Option<OutboxId>,
    now: DateTime<Utc>,
) -> sqlx::Result<Vec<DateTime<Utc>>> {
    let [answer, welcome] = uncounted()?;
    let since = ms(now - budget::WEEK);
    let now_ms = ms(now);
    let rows = query_scalar!(
        r#"SELECT coalesce(done_at, ?4) AS "at!: i64" FROM outbox
           WHERE addressee = ?1 AND guild_id = ?2 AND purpose NOT IN (?3, ?7) AND outbox_id IS NOT ?5
             AND ((state IN ('done', 'waiting', 'undecided') AND done_at > ?6)
                  OR state = 'sending' OR (state = 'owed' AND sending_at IS NOT NULL))"#,
        member,
        guild,
        answer,
        now_ms,
        but,
        since,
        welcome,
    )
    .fetch_all(&mut *db)
    .await?;
    let mut started: Vec<DateTime<Utc>> = rows.into_iter().map(at).collect();
    let since = ms(now - budget::WEEK - DAY);
    let days = query!(
        "SELECT day, messages FROM discreet_messages WHERE guild_id = ?1 AND member_id = ?2 AND day > ?3",
        guild,
        member,
        since,
    )
    .fetch_all(db)
    .await?;
    for row in days {
        let then = (at(row.day) + DAY).min(now);
        started.extend((0..row.messages).map(|_| then));
    }
    Ok(started)
}

/// What this guild's Potluck owes a member, answers and welcomes aside, and certainly has not sent yet; oldest first. `and` is a row in work of
/// which that is known.
pub async fn unsent(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
    and: Option<OutboxId>,
) -> sqlx::Result<Vec<Unsent>> {
    let [answer, welcome] = uncounted()?;
    let records = query_as!(
        Record,
        r#"SELECT outbox_id AS "id!: OutboxId", delivery, receipt, purpose, ask_id AS "about: AskId", created_at, not_before,
                  until
           FROM outbox
           WHERE addressee = ?1 AND guild_id = ?2 AND purpose NOT IN (?3, ?5)
             AND ((state = 'owed' AND sending_at IS NULL) OR outbox_id = ?4)
           ORDER BY outbox_id"#,
        member,
        guild,
        answer,
        and,
        welcome,
    )
    .fetch_all(db)
    .await?;
    records.into_iter().map(Record::read).collect()
}

/// The purposes that do not count, as they are kept.
fn uncounted() -> sqlx::Result<[String; 2]> {
    let [one, other] = Purpose::UNCOUNTED.map(|purpose| json(&purpose));
    Ok([one?, other?])
}

/// Until when a member of a guild is out, if they ever paused.
pub async fn paused_until(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
) -> sqlx::Result<Option<DateTime<Utc>>> {
    let until = query_scalar!(
        "SELECT paused_until FROM members WHERE guild_id = ?1 AND member_id = ?2",
        guild,
        member
    )
    .fetch_optional(db)
    .await?;
    Ok(until.flatten().map(at))
}

/// From `until` on, a row that is owed is of no use.
pub async fn expires(
    db: &mut SqliteConnection,
    id: OutboxId,
    until: DateTime<Utc>,
) -> sqlx::Result<()> {
    let until = ms(until);
    query!(
        "UPDATE outbox SET until = ?2 WHERE outbox_id = ?1",
        id,
        until
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Has a row bring what others would have brought, too: they are dropped. It is as useful as the most useful of them, and for as long as
/// any of them is: with a round only if all of them end with it.
pub async fn merge(
    db: &mut SqliteConnection,
    into: OutboxId,
    delivery: &Delivery,
    purpose: Purpose,
    until: Option<DateTime<Utc>>,
    others: &[OutboxId],
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let delivery = json(delivery)?;
    let purpose = json(&purpose)?;
    let until = until.map(ms);
    query!(
        "UPDATE outbox SET delivery = ?2, purpose = ?3, until = ?4 WHERE outbox_id = ?1",
        into,
        delivery,
        purpose,
        until,
    )
    .execute(&mut *db)
    .await?;
    for other in others {
        ends_with_both(db, into, *other).await?;
        conclude(db, *other, &End::Dropped, now).await?;
        query!(
            "UPDATE outbox SET merged_into = ?2 WHERE outbox_id = ?1",
            other,
            into
        )
        .execute(&mut *db)
        .await?;
    }
    Ok(())
}

/// A row's message is there: so is what it says for others.
pub(super) async fn arrived(
    db: &mut SqliteConnection,
    id: OutboxId,
    channel: ChannelId,
    message: Option<MessageId>,
) -> sqlx::Result<()> {
    query!(
        "UPDATE outbox SET channel_id = ?2, message_id = ?3 WHERE merged_into = ?1",
        id,
        channel,
        message,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Whether a message is several in one.
pub async fn is_merged(
    db: &mut SqliteConnection,
    channel: ChannelId,
    message: MessageId,
) -> sqlx::Result<bool> {
    query_scalar!(
        r#"SELECT EXISTS (SELECT 1 FROM outbox WHERE message_id = ?2 AND channel_id = ?1 AND merged_into IS NOT NULL)
               AS "merged!: bool""#,
        channel,
        message,
    )
    .fetch_one(db)
    .await
}
