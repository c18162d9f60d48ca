//! A member's own page: what they chose, what they have going, and how to change all of it.

pub mod clicks;
pub mod command;

mod page;
mod rounds;
mod words;

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test fails by panicking"
)]
mod tests;

use chrono::{DateTime, Days, Utc};
use chrono_tz::Tz;

use crate::delivery::Purpose;
use crate::domain::ids::{GuildId, MemberId, OutboxId};
use crate::domain::load::LoadLimit;
use crate::domain::schedule::{WorkingDays, WorkingHours, local_date, pause_ends};
use crate::error::Result;
use crate::features::rounds::pairing;
use crate::features::{Ctx, asks, messages, newcomers, quotes, recognition, settings};
use crate::store::activity;
use crate::store::choices::Consent;
use crate::store::outbox::{self, End};
use crate::store::{Write, blocks, choices, members, settings as guilds};

pub use words::samples;

/// The longest pause, in days.
const LONGEST_PAUSE: u16 = 366;

/// One decision of a member about themselves.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Change {
    Zone(Tz),
    Days(WorkingDays),
    Hours(WorkingHours),
    /// The guild's zone, days and hours again.
    GuildHours,
    /// Out until this instant.
    Pause(DateTime<Utc>),
    /// Back.
    Resume,
    Limit(LoadLimit),
    Block(Vec<MemberId>),
    Unblock(MemberId),
    /// A message that waited was read.
    MessageRead(OutboxId),
    /// They agree to something, or no longer.
    Consent(Consent, bool),
    /// Their name comes off the opening post.
    Unsign,
}

/// The private messages that a member agrees to with this, if it is about messages.
const fn told_by(consent: Consent) -> Option<Purpose> {
    match consent {
        Consent::Thanks => Some(Purpose::Thanks),
        Consent::Digests => Some(Purpose::Digest),
        Consent::Questions => Some(Purpose::Suggestion),
        Consent::Months => Some(Purpose::Month),
        Consent::Leading => Some(Purpose::Leading),
        Consent::Quotable | Consent::Hosting => None,
    }
}

/// They agree to something, or no longer, by a button elsewhere.
///
/// # Errors
///
/// When they are not in the guild, or the database does not answer.
pub(crate) async fn agree(
    ctx: &Ctx,
    guild: GuildId,
    member: MemberId,
    consent: Consent,
    given: bool,
) -> Result<()> {
    change(ctx, guild, member, Change::Consent(consent, given)).await
}

/// Carries out one decision of somebody who is in the guild.
async fn change(ctx: &Ctx, guild: GuildId, member: MemberId, change: Change) -> Result<()> {
    let now = ctx.clock.now();
    let mut write = ctx.store.write().await?;
    if choices::of(&mut write, guild, member).await?.is_none() {
        return Err(words::not_a_member());
    }
    // A message that waited may be about an ask that nobody may know to be theirs.
    let counts = !matches!(change, Change::MessageRead(_));
    apply(&mut write, guild, member, change, now).await?;
    if counts {
        activity::note(&mut write, guild, member, now).await?;
    }
    write.commit().await?;
    Ok(())
}

async fn apply(
    write: &mut Write,
    guild: GuildId,
    member: MemberId,
    change: Change,
    now: DateTime<Utc>,
) -> Result<()> {
    match change {
        Change::Zone(zone) => choices::set_zone(write, guild, member, zone).await?,
        Change::Days(days) => choices::set_days(write, guild, member, days).await?,
        Change::Hours(hours) => choices::set_hours(write, guild, member, hours).await?,
        Change::GuildHours => choices::clear_hours(write, guild, member).await?,
        Change::Pause(until) => pause(write, guild, member, until, now).await?,
        Change::Resume => choices::set_pause(write, guild, member, None).await?,
        Change::Limit(limit) => choices::set_limit(write, guild, member, limit).await?,
        Change::Block(others) => block(write, guild, member, &others, now).await?,
        Change::Unblock(other) => {
            if !blocks::remove(write, guild, member, other).await? {
                return Err(words::not_blocked());
            }
        }
        Change::Consent(consent, given) => {
            choices::set_consent(write, guild, member, consent, given).await?;
            if let (Some(purpose), false) = (told_by(consent), given) {
                // What is on its way already is no longer wanted either.
                let unwanted = |message: &outbox::Unsent| message.purpose == purpose;
                messages::take_back(write, guild, member, now, unwanted).await?;
            }
            if let (Consent::Leading, false) = (consent, given) {
                recognition::asks_no_more(write, guild, member, now).await?;
            }
            if let (Consent::Quotable, false) = (consent, given) {
                quotes::withdraw_thanks_of(write, guild, member, now).await?;
            }
        }
        Change::Unsign => settings::unsign(write, guild, member, now).await?,
        Change::MessageRead(message) => {
            // Only one's own; pressed twice, it is no longer among them and nothing is left to do.
            if outbox::waiting_for(write, guild, member)
                .await?
                .iter()
                .any(|waiting| waiting.id == message)
            {
                asks::read_in_me(write, message, now).await?;
                outbox::conclude(write, message, &End::Done(None), now).await?;
            }
        }
    }
    Ok(())
}

/// They are out until then, and what has not begun of what Potluck put them into does not begin.
async fn pause(
    write: &mut Write,
    guild: GuildId,
    member: MemberId,
    until: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<()> {
    choices::set_pause(write, guild, member, Some(until)).await?;
    newcomers::steps_back(write, guild, member, now).await?;
    if let Some(guild) = guilds::guild(write, guild).await? {
        pairing::steps_back(write, &guild, member, None, now).await?;
    }
    Ok(())
}

async fn block(
    write: &mut Write,
    guild: GuildId,
    member: MemberId,
    others: &[MemberId],
    now: DateTime<Utc>,
) -> Result<()> {
    for other in others {
        if *other == member {
            return Err(words::block_of_oneself());
        }
        match members::one(write, guild, *other).await? {
            Some(person) if person.bot => return Err(words::block_of_a_bot(*other)),
            _ => blocks::add(write, guild, member, *other, now).await?,
        }
        newcomers::kept_apart(write, guild, (member, *other), now).await?;
        if let Some(guild) = guilds::guild(write, guild).await? {
            pairing::kept_apart(write, &guild, (member, *other), now).await?;
        }
    }
    Ok(())
}

/// When a pause of so many days ends, for somebody in this zone: at midnight there. `None` where it is too long, or none at all.
fn pause_of(days: u16, zone: Tz, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    if !(1..=LONGEST_PAUSE).contains(&days) {
        return None;
    }
    let until = local_date(zone, now).checked_add_days(Days::new(u64::from(days)))?;
    Some(pause_ends(until, zone))
}
