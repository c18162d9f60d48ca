//! Rounds of programmes: announced, paired, closed; and what happens in the thread of each pairing.
//!
//! A round is announced in its programme's channel one working day before it starts (`announce`), paired at its start (`pair`, with the
//! engine of [`domain::pairing`](crate::domain::pairing)), and closed when the next one starts (`close`). What time brings is in `due`;
//! what happens between two people in `pairing`.

pub mod clicks;
pub mod command;
pub mod due;
pub(crate) mod pairing;
pub(crate) mod programmes;

mod admin;
mod announce;
mod close;
mod pair;
mod part;
mod plan;
mod seating;
mod words;

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test fails by panicking"
)]
pub(crate) mod tests;

use chrono::{DateTime, Utc};

use crate::delivery::Receipt;
use crate::domain::ids::{ChannelId, MemberId, MessageId};
use crate::error::Result;
use crate::store::settings::Guild;
use crate::store::{Write, rounds as rows};

pub(crate) use close::stopped;
pub(crate) use part::{Coming, coming, count_me_in, skip};
pub(crate) use plan::upcoming;
pub use words::samples;

/// Something owed was carried out; see [`heard`](super::heard).
pub(crate) async fn receipt(
    write: &mut Write,
    receipt: Receipt,
    channel: ChannelId,
    message: Option<MessageId>,
    at: DateTime<Utc>,
) -> Result<()> {
    match receipt {
        Receipt::RoundAnnounced(round) => {
            announce::delivered(write, round, channel, message, at).await
        }
        Receipt::RoundResultPosted(round) => {
            Ok(rows::set_result(write, round, channel, message).await?)
        }
        _ => pairing::receipt(write, receipt, channel, message, at).await,
    }
}

/// Something owed can never be carried out; see [`heard`](super::heard).
pub(crate) async fn undeliverable(
    write: &mut Write,
    receipt: Receipt,
    at: DateTime<Utc>,
) -> Result<()> {
    match receipt {
        Receipt::RoundAnnounced(round) => announce::undeliverable(write, round, at).await,
        // The threads are open all the same, and an admin reads of it.
        Receipt::RoundResultPosted(_) => Ok(()),
        _ => pairing::undeliverable(write, receipt, at).await,
    }
}

/// A member left the guild, by Discord's word. What they are seated in goes on without them or ends; what comes seats only who is there.
pub(crate) async fn member_left(
    write: &mut Write,
    guild: &Guild,
    member: MemberId,
    now: DateTime<Utc>,
) -> Result<()> {
    pairing::member_left(write, guild, member, now).await
}

/// A member left and came back while nobody was looking: the same, but nobody hears that they are gone, as they are not.
pub(crate) async fn came_back(
    write: &mut Write,
    guild: &Guild,
    member: MemberId,
    now: DateTime<Utc>,
) -> Result<()> {
    pairing::came_back(write, guild, member, now).await
}
