//! What a member may ask for about themselves: everything that is held about them, and that it is gone for good.
//!
//! Both work whatever the state of the guild is: turned off, or never turned on.

pub mod clicks;
pub mod command;

mod file;
mod redact;
#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test fails by panicking"
)]
pub(crate) mod tests;
mod words;

use chrono::{DateTime, Utc};

use crate::delivery::{Delivery, Place};
use crate::domain::ids::{GuildId, MemberId};
use crate::error::{Error, Result};
use crate::features::rounds::pairing;
use crate::features::unsaid::{self, Changes};
use crate::features::{Ctx, asks, newcomers, settings};
use crate::store::erasure::{self, Erasure};
use crate::store::outbox::Lane;
use crate::store::privacy::{self as rows, Said};
use crate::store::{Write, channels, settings as settings_rows};
use redact::{Part, Traces};

pub use crate::store::privacy::Erased;
pub use words::samples;

/// Refuses somebody who asked to be forgotten: nothing is done for them until they use a command. In a private conversation, which is
/// in no guild, those are refused whom no guild knows any more.
///
/// # Errors
///
/// A sentence for them.
pub async fn must_be_known(ctx: &Ctx, guild: Option<GuildId>, member: MemberId) -> Result<()> {
    let mut read = ctx.store.read().await?;
    let forgotten = match guild {
        Some(guild) => rows::is_forgotten(&mut read, guild, member).await?,
        None => {
            !rows::forgotten_in(&mut read, member).await?.is_empty()
                && crate::store::members::guilds_of(&mut read, member)
                    .await?
                    .is_empty()
        }
    };
    if forgotten {
        return Err(Error::user(words::FORGOTTEN));
    }
    Ok(())
}

/// Forgets a member of a guild for good, in one transaction: what they had going ends in ordinary words, everything that is held is
/// erased or loses their name, and what names or quotes them in Discord is changed.
///
/// # Errors
///
/// A sentence where they are forgotten already.
pub async fn forget(ctx: &Ctx, guild: GuildId, member: MemberId, lessons: Erased) -> Result<()> {
    let now = ctx.clock.now();
    let mut write = ctx.store.write().await?;
    if rows::is_forgotten(&mut write, guild, member).await? {
        return Err(Error::user(words::FORGOTTEN));
    }
    let said = rows::said_by(&mut write, guild, member, lessons == Erased::LessonsToo).await?;
    let traces = Traces::of(member, &said);
    settings::unsign(&mut write, guild, member, now).await?;
    asks::member_forgotten(ctx, &mut write, guild, member, now).await?;
    leave_rounds(&mut write, guild, member, now).await?;
    let changes = take_out(&mut write, guild, &traces, &said, now).await?;
    let thread = channels::private_thread(&mut write, guild, member).await?;
    rows::everything(&mut write, guild, member, lessons).await?;
    rows::forget_direct_channel(&mut write, member).await?;
    rows::set(&mut write, guild, member, now).await?;
    unsaid::change(&mut write, guild, changes, now).await?;
    if let Some(thread) = thread {
        let thread = Place::Channel(thread);
        let delete = Delivery::DeleteThread { thread };
        unsaid::owe(&mut write, guild, Lane::Guild(guild), None, delete, now).await?;
    }
    erasure::owe(&mut write, Erasure::Everywhere).await?;
    write.commit().await?;
    tracing::info!(%guild, "a member was forgotten");
    Ok(())
}

/// What they were put together for ends for them in words that name nobody, and their name goes from the names of threads.
async fn leave_rounds(
    write: &mut Write,
    guild: GuildId,
    member: MemberId,
    now: DateTime<Utc>,
) -> Result<()> {
    let before = rows::newest(write).await?;
    if let Some(settings) = settings_rows::guild(write, guild).await? {
        pairing::forgotten(write, &settings, member, now).await?;
    }
    newcomers::forgotten(write, guild, member, now).await?;
    Ok(rows::renamings_carry_out_forgetting(write, guild, before).await?)
}

/// Takes the member out of every row that names or quotes them, and says what has to change in Discord.
async fn take_out(
    write: &mut Write,
    guild: GuildId,
    traces: &Traces,
    said: &Said,
    now: DateTime<Utc>,
) -> Result<Changes> {
    let member = traces.member();
    let suspects = rows::suspects(write, guild, member, &said.asks).await?;
    unsaid::rewrite(write, guild, suspects, Some(member), now, |row| {
        traces.taken_out(&row.delivery, &Part::of(row, said))
    })
    .await
}
