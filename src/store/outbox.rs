//! Messages and channel changes owed and not yet done.
//!
//! A row is written in the transaction that causes it and carried out by the courier, which marks it "sending" first. Rows of
//! one lane are carried out one at a time, by `not_before` and then by id; a row that is tried again keeps its place, and
//! holds up the lane until it is concluded.

mod asked;
mod courier;
mod depth;
mod discreet;
mod rounds;
mod views;
mod week;

use std::fmt;

use chrono::{DateTime, Utc};
use serde::Serialize;
use sqlx::{SqliteConnection, query, query_scalar};

use super::types::ms;
use crate::delivery::{Delivery, Place, Purpose, Receipt};
use crate::domain::ids::{
    AskId, ChannelId, GuildId, MemberId, NewcomerId, OutboxId, PairingId, RoundId,
};
use crate::post::Post;

pub use asked::{
    Bringing, bringing, carried_out_at, delivery_of, is_on_its_way, is_recorded, may_be_there,
    message_of, owed_in, owed_since, receipt_of, say_otherwise,
};
pub use courier::{
    End, Kind, NextDue, Row, await_server, begin, carried_out_since, conclude, hold, in_work,
    next_due, put_off, ready, retry, retry_delay, tried_enough, try_again_at,
};
pub use depth::{Depth, Stage, depth};
pub(in crate::store) use discreet::counts_until;
pub use discreet::{erase_days, erase_discreet, erase_old_days, erase_unused_conversation};
pub use rounds::{awaits_round, drop_round, ends_with_round, round_ends};
pub use views::{Problem, Standing, Waiting, problems, waiting_for};
pub use week::{Unsent, expires, is_merged, merge, paused_until, started, unsent};

/// Rows that must follow one another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Lane {
    /// Everything in the help channel and the thread of an ask. Rows keep the order in which they were written.
    Ask(AskId),
    /// Private messages of a member, over all guilds: it is one conversation. Rows go by `not_before`, so that an answer
    /// does not wait behind tomorrow's invitation.
    Direct(MemberId),
    /// Everything in the thread of a pairing. Rows keep the order in which they were written.
    Pairing(PairingId),
    /// Everything in the thread of a newcomer and their buddy. Rows keep the order in which they were written.
    Newcomer(NewcomerId),
    /// What is posted for a round in its programme's channel. Rows keep the order in which they were written.
    Round(RoundId),
    /// What is posted in a guild and belongs to no ask. Rows keep the order in which they were written.
    Guild(GuildId),
}

impl Lane {
    /// Every kind of lane there is.
    pub const KINDS: [&'static str; 6] = ["ask", "dm", "pairing", "newcomer", "round", "guild"];

    /// Of which kind it is: what its name begins with.
    pub fn kind(self) -> &'static str {
        match self {
            Self::Ask(_) => "ask",
            Self::Direct(_) => "dm",
            Self::Pairing(_) => "pairing",
            Self::Newcomer(_) => "newcomer",
            Self::Round(_) => "round",
            Self::Guild(_) => "guild",
        }
    }
}

impl fmt::Display for Lane {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = self.kind();
        match self {
            Self::Ask(ask) => write!(f, "{kind}:{ask}"),
            Self::Direct(member) => write!(f, "{kind}:{member}"),
            Self::Pairing(pairing) => write!(f, "{kind}:{pairing}"),
            Self::Newcomer(newcomer) => write!(f, "{kind}:{newcomer}"),
            Self::Round(round) => write!(f, "{kind}:{round}"),
            Self::Guild(guild) => write!(f, "{kind}:{guild}"),
        }
    }
}

/// A row to be written.
#[derive(Clone, Debug)]
pub struct Owed {
    /// For which guild.
    pub guild: GuildId,
    /// What it follows.
    pub lane: Lane,
    /// What is to be done.
    pub delivery: Delivery,
    /// What is recorded once it is.
    pub receipt: Receipt,
    /// Why, for private messages.
    pub purpose: Purpose,
    /// The ask it is about, if any: with it, what names or quotes somebody who is forgotten is found again.
    pub about: Option<AskId>,
    /// Not before this instant of bot time: now, or for a private message that answers nothing, when the member works next.
    pub not_before: DateTime<Utc>,
}

impl Owed {
    /// A post in a channel, which stands for nothing else.
    pub const fn in_channel(
        guild: GuildId,
        channel: ChannelId,
        post: Post,
        now: DateTime<Utc>,
    ) -> Self {
        Self {
            guild,
            lane: Lane::Guild(guild),
            delivery: Delivery::Send {
                to: Place::Channel(channel),
                post,
            },
            receipt: Receipt::Nothing,
            purpose: Purpose::Answer,
            about: None,
            not_before: now,
        }
    }
}

/// Writes a row. It is carried out after the transaction is committed.
pub async fn owe(
    db: &mut SqliteConnection,
    owed: Owed,
    now: DateTime<Utc>,
) -> sqlx::Result<OutboxId> {
    let lane = owed.lane.to_string();
    let not_before = match owed.lane {
        Lane::Direct(_) => ms(owed.not_before),
        // Behind what is there already, even when the machine's clock was set back since.
        Lane::Ask(_) | Lane::Pairing(_) | Lane::Newcomer(_) | Lane::Round(_) | Lane::Guild(_) => {
            ms(owed.not_before).max(last_place(db, &lane).await?)
        }
    };
    let addressee = match &owed.delivery {
        Delivery::Send {
            to: Place::Direct(member) | Place::Discreet(member),
            ..
        } => Some(*member),
        _ => None,
    };
    let delivery = json(&owed.delivery)?;
    let receipt = json(&owed.receipt)?;
    let purpose = json(&owed.purpose)?;
    let created_at = ms(now);
    // No id is used twice, also not that of a row which was deleted: who carries that one out may not be done yet. The nonce is the
    // row's id and time in hexadecimal: no other row has it, nor one of an earlier copy of this database.
    let id = query_scalar!(
        r#"INSERT INTO outbox
               (outbox_id, guild_id, lane, delivery, receipt, purpose, addressee, state, not_before, due_at, nonce, created_at,
                ask_id)
           SELECT next, ?1, ?2, ?3, ?4, ?5, ?6, 'owed', ?7, ?7, printf('%x.%x', next, ?8), ?8, ?9
           FROM (SELECT 1 + max(coalesce((SELECT max(outbox_id) FROM outbox), 0),
                                coalesce((SELECT CAST(value AS INTEGER) FROM facts WHERE name = 'outbox_latest'), 0)) AS next)
           RETURNING outbox_id AS "id!: OutboxId""#,
        owed.guild,
        lane,
        delivery,
        receipt,
        purpose,
        addressee,
        not_before,
        created_at,
        owed.about,
    )
    .fetch_one(db)
    .await?;
    Ok(id)
}

/// Takes back what certainly was not sent and would bring this receipt, such as an invitation that closed before it was
/// delivered. What may have been sent stays, so that it is found and can be edited. A discreet message leaves no row behind.
/// Returns how many rows were dropped.
pub async fn drop_owed(
    db: &mut SqliteConnection,
    receipt: Receipt,
    now: DateTime<Utc>,
) -> sqlx::Result<u64> {
    let receipt = json(&receipt)?;
    let erased = discreet::erase_owed(db, &receipt).await?;
    let now = ms(now);
    let done = query!(
        "UPDATE outbox SET state = 'dropped', done_at = ?2 WHERE state = 'owed' AND sending_at IS NULL AND receipt = ?1",
        receipt,
        now,
    )
    .execute(db)
    .await?;
    Ok(erased + done.rows_affected())
}

/// Takes back one row, if it certainly was not sent.
pub async fn drop_unsent(
    db: &mut SqliteConnection,
    row: OutboxId,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let now = ms(now);
    query!(
        "UPDATE outbox SET state = 'dropped', done_at = ?2 WHERE outbox_id = ?1 AND state = 'owed' AND sending_at IS NULL",
        row,
        now,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Takes back everything in a lane that certainly was not sent, because what it is about has ended. Returns how many rows were dropped.
pub async fn drop_lane(
    db: &mut SqliteConnection,
    lane: Lane,
    now: DateTime<Utc>,
) -> sqlx::Result<u64> {
    let lane = lane.to_string();
    let now = ms(now);
    let done = query!(
        "UPDATE outbox SET state = 'dropped', done_at = ?2
         WHERE lane = ?1 AND state = 'owed' AND sending_at IS NULL",
        lane,
        now,
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected())
}

/// The place of the last row of a lane that is not concluded.
async fn last_place(db: &mut SqliteConnection, lane: &str) -> sqlx::Result<i64> {
    query_scalar!(
        r#"SELECT coalesce(max(not_before), -9223372036854775808) AS "place!: i64"
           FROM outbox WHERE lane = ?1 AND state IN ('owed', 'sending')"#,
        lane,
    )
    .fetch_one(db)
    .await
}

fn json(value: &impl Serialize) -> sqlx::Result<String> {
    serde_json::to_string(value).map_err(|error| sqlx::Error::Encode(Box::new(error)))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests;
