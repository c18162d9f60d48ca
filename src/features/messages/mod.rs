//! Private messages that Potluck starts: the one way by which features write to somebody.
//!
//! A feature says whom it writes to, what, and why ([`Purpose`]); when it arrives, and whether it does, is decided here by the rules of
//! [`domain::budget`](crate::domain::budget), which `docs/messages.md` tells in words.

mod merge;
mod rounds;
mod turn;
mod week;
mod words;

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test fails by panicking"
)]
mod tests;

pub use rounds::{round_ends, round_is_over};
pub use turn::{Turn, together, turn};
pub use words::{samples, with_fewer};

use chrono::{DateTime, Utc};

use crate::delivery::{Delivery, Place, Purpose, Receipt};
use crate::domain::budget::{self, Fate};
use crate::domain::ids::{AskId, ChannelId, GuildId, MemberId, MessageId, OutboxId, RoundId};
use crate::error::Result;
use crate::post::Post;
use crate::store::SqliteConnection;
use crate::store::helper_facts::{self, Person};
use crate::store::outbox::{self, End, Lane, Owed, Unsent};
use crate::store::settings::{self, Guild};
use week::{Plan, Whose};

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
    /// The round that goes on until then: where it ends sooner or later, so does this. `None`: it has nothing to do with one.
    pub round: Option<RoundId>,
    /// What is recorded once it is there. A message with a receipt is never merged with another.
    pub receipt: Receipt,
}

/// What became of a message that was to be started.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Started {
    /// It goes out at this instant: the next at which they work, or at once where it welcomes them.
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
            round: None,
            receipt: Receipt::Nothing,
        }
    }

    fn into_delivery(self) -> Delivery {
        let to = if self.discreet {
            Place::Discreet(self.to)
        } else {
            Place::Direct(self.to)
        };
        Delivery::Send {
            to,
            post: self.post,
        }
    }

    /// As it would stand in the outbox, behind everything else.
    fn not_owed_yet(&self, now: DateTime<Utc>) -> Unsent {
        Unsent {
            id: OutboxId(i64::MAX),
            delivery: self.clone().into_delivery(),
            receipt: self.receipt,
            purpose: self.purpose,
            about: self.about,
            since: now,
            not_before: now,
            until: self.until,
        }
    }
}

impl Started {
    /// Whether it is owed, now or later.
    pub const fn is_owed(self) -> bool {
        matches!(self, Self::Owed(_) | Self::Waits(_) | Self::Joins(_))
    }
}

/// Starts a private message with a member, in the transaction that causes it. What is less useful and not begun gives way to it.
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
    let Some(person) = present(db, guild, message.to).await? else {
        return Ok(Started::Nobody);
    };
    let at_work = person.calendar.next_working_instant(now);
    if !message.purpose.counts() {
        let when = if message.purpose == Purpose::Welcome {
            now
        } else {
            at_work
        };
        owe(db, guild.id, message, when, now).await?;
        return Ok(Started::Owed(when));
    }
    let whose = Whose {
        guild: guild.id,
        member: message.to,
        calendar: &person.calendar,
    };
    let (plan, fate) = Plan::with(db, whose, &message.not_owed_yet(now), now).await?;
    let (when, started) = match fate {
        Fate::At { when, waits: false } => (when, Started::Owed(when)),
        Fate::At { when, waits: true } => (when, Started::Waits(when)),
        Fate::With { when, .. } => (when, Started::Joins(when)),
        Fate::SomebodyElse | Fate::LeftOut => return Ok(Started::NoRoom),
    };
    plan.keep(db).await?;
    owe(db, guild.id, message, when, now).await?;
    Ok(started)
}

/// Whether a message of this purpose to a member would go out when they work next, whatever less useful is owed to them.
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
    goes_next(
        db,
        guild,
        &Message::new(member, purpose, Post::default()),
        now,
    )
    .await
}

/// Whether this message would go out when its member works next, whatever less useful is owed to them.
///
/// # Errors
///
/// When the database does not answer.
pub async fn goes_next(
    db: &mut SqliteConnection,
    guild: &Guild,
    message: &Message,
    now: DateTime<Utc>,
) -> Result<bool> {
    let Some(person) = present(db, guild, message.to).await? else {
        return Ok(false);
    };
    if !message.purpose.counts() {
        return Ok(true);
    }
    let whose = Whose {
        guild: guild.id,
        member: message.to,
        calendar: &person.calendar,
    };
    let (_, fate) = Plan::with(db, whose, &message.not_owed_yet(now), now).await?;
    Ok(fate.when() == Some(person.calendar.next_working_instant(now)))
}

/// Puts what is owed to a member in order again, because something was taken back that had a place in their week.
///
/// # Errors
///
/// When the database does not answer.
pub async fn moved_up(
    db: &mut SqliteConnection,
    guild: &Guild,
    member: MemberId,
    now: DateTime<Utc>,
) -> Result<()> {
    if let Some(person) = present(db, guild, member).await? {
        let whose = Whose {
            guild: guild.id,
            member,
            calendar: &person.calendar,
        };
        Plan::of(db, whose, None, now).await?.keep(db).await?;
    }
    Ok(())
}

/// Takes back what is owed to a member and certainly was not sent, as far as it is what `is_it` says: they do not want it any more,
/// or it is of no use to them. What else is owed to them moves up.
///
/// # Errors
///
/// When the database does not answer.
pub async fn take_back(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
    now: DateTime<Utc>,
    is_it: impl Fn(&Unsent) -> bool + Send,
) -> Result<()> {
    let mut taken = false;
    for message in outbox::unsent(db, guild, member, None).await? {
        if is_it(&message) {
            outbox::conclude(db, message.id, &End::Dropped, now).await?;
            taken = true;
        }
    }
    if taken && let Some(guild) = settings::guild(db, guild).await? {
        moved_up(db, &guild, member, now).await?;
    }
    Ok(())
}

/// How many messages Potluck started with a member of a guild in the week that ends now.
///
/// # Errors
///
/// When the database does not answer.
pub async fn this_week(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
    now: DateTime<Utc>,
) -> Result<u32> {
    let started = outbox::started(db, guild, member, None, now).await?;
    let lately = started.iter().filter(|then| now - **then < budget::WEEK);
    Ok(u32::try_from(lately.count()).unwrap_or(u32::MAX))
}

/// Whether a message is several in one. A click on it is not answered by changing it: that would take away what else it says.
///
/// # Errors
///
/// When the database does not answer.
pub async fn is_merged(
    db: &mut SqliteConnection,
    channel: ChannelId,
    message: MessageId,
) -> Result<bool> {
    Ok(outbox::is_merged(db, channel, message).await?)
}

/// The member, unless they left or were never there.
async fn present(
    db: &mut SqliteConnection,
    guild: &Guild,
    member: MemberId,
) -> Result<Option<Person>> {
    let person = helper_facts::person(db, guild, member).await?;
    Ok(person.filter(|person| !person.left))
}

async fn owe(
    db: &mut SqliteConnection,
    guild: GuildId,
    message: Message,
    when: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<()> {
    let (until, round) = (message.until, message.round);
    let owed = Owed {
        guild,
        lane: Lane::Direct(message.to),
        receipt: message.receipt,
        purpose: message.purpose,
        about: message.about,
        not_before: when,
        delivery: message.into_delivery(),
    };
    let id = outbox::owe(db, owed, now).await?;
    if let Some(until) = until {
        outbox::expires(db, id, until).await?;
    }
    if let Some(round) = round {
        outbox::ends_with_round(db, id, round).await?;
    }
    Ok(())
}
