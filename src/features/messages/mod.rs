//! Private messages that Potluck starts: the one way by which features write to somebody.
//!
//! A feature says whom it writes to, what, and why ([`Purpose`]); when it arrives, and whether it does, is decided here by the rules of
//! [`domain::budget`](crate::domain::budget), which `docs/messages.md` tells in words.

mod words;

pub use words::with_fewer;

use chrono::{DateTime, Utc};

use crate::delivery::{Delivery, Place, Purpose, Receipt};
use crate::domain::budget;
use crate::domain::ids::{AskId, GuildId, MemberId};
use crate::error::Result;
use crate::post::Post;
use crate::store::SqliteConnection;
use crate::store::helper_facts;
use crate::store::outbox::{self, Lane, Owed};
use crate::store::settings::Guild;

/// A private message to be started.
#[derive(Clone, Debug)]
pub struct Message {
    /// Whom it is for.
    pub to: MemberId,
    /// What it says; the last block is [`with_fewer`]'s.
    pub post: Post,
    /// Why it is sent: what gives way to what goes by it.
    pub purpose: Purpose,
    /// The ask it is about, if any.
    pub about: Option<AskId>,
    /// Nobody else may see that they were written to: with closed DMs it waits in `/me`.
    pub discreet: bool,
    /// From then on it is of no use, and is not sent. `None`: it stays true.
    pub until: Option<DateTime<Utc>>,
    /// What is recorded once it is there. A message with a receipt is never merged with another.
    pub receipt: Receipt,
}

/// What became of a message that was to be started.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Started {
    /// It goes out at this instant: the next at which they work.
    Owed(DateTime<Utc>),
    /// There is no room in their week. It waits until then, if nothing more useful comes.
    Waits(DateTime<Utc>),
    /// It goes out with another one that is owed to them for then.
    Joins(DateTime<Utc>),
    /// There is no room in their week, and it is not one that waits: nothing was owed.
    NoRoom,
    /// They left, or were never there: nothing was owed.
    Nobody,
}

impl Message {
    /// A message that stays true, about no ask, without a receipt.
    pub const fn new(to: MemberId, purpose: Purpose, post: Post) -> Self {
        Self {
            to,
            post,
            purpose,
            about: None,
            discreet: false,
            until: None,
            receipt: Receipt::Nothing,
        }
    }
}

impl Started {
    /// Whether it is owed, now or later.
    pub const fn is_owed(self) -> bool {
        matches!(self, Self::Owed(_) | Self::Waits(_) | Self::Joins(_))
    }
}

/// Starts a private message with a member, in the transaction that causes it.
///
/// # Errors
///
/// When the database does not answer.
pub async fn start(
    db: &mut SqliteConnection,
    guild: &Guild,
    message: Message,
    now: DateTime<Utc>,
) -> Result<Started> {
    let person = helper_facts::person(db, guild, message.to).await?;
    let Some(person) = person.filter(|person| !person.left) else {
        return Ok(Started::Nobody);
    };
    if !has_room(db, guild, message.to, message.purpose, now).await? {
        return Ok(Started::NoRoom);
    }
    let when = person.calendar.next_working_instant(now);
    owe(db, guild.id, message, when, now).await?;
    Ok(Started::Owed(when))
}

/// Whether a message of this purpose to a member would go out when they work next, whatever else is owed to them.
///
/// # Errors
///
/// When the database does not answer.
pub async fn has_room(
    db: &mut SqliteConnection,
    guild: &Guild,
    member: MemberId,
    purpose: Purpose,
    now: DateTime<Utc>,
) -> Result<bool> {
    if purpose == Purpose::Answer {
        return Ok(true);
    }
    let sent = outbox::unasked_since(db, guild.id, member, now - budget::WEEK).await?;
    Ok(budget::has_room(sent))
}

async fn owe(
    db: &mut SqliteConnection,
    guild: GuildId,
    message: Message,
    when: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<()> {
    let Message { to, post, .. } = message;
    let owed = Owed {
        guild,
        lane: Lane::Direct(to),
        delivery: Delivery::Send {
            to: if message.discreet {
                Place::Discreet(to)
            } else {
                Place::Direct(to)
            },
            post,
        },
        receipt: message.receipt,
        purpose: message.purpose,
        about: message.about,
        not_before: when,
    };
    outbox::owe(db, owed, now).await?;
    Ok(())
}
