//! What is left of servers that the bot was removed from: kept for thirty days, in case it is added again, and then erased for good.
//!
//! That the bot is gone counts only on Discord's word to this process. After a start it may have been added again while nobody was
//! listening, so nothing is erased until Discord has named the servers it is in; an outage says nothing of the kind.

use std::collections::BTreeSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use futures_util::FutureExt as _;

use crate::domain::ids::GuildId;
use crate::error::Result;
use crate::features::{Ctx, Due};
use crate::store::erasure::{self, Erasure};
use crate::store::guilds;

/// How long what is stored of a server is kept after the bot was removed from it.
const KEPT: TimeDelta = TimeDelta::days(30);

/// Servers that have been gone for so long that nothing of them is kept.
pub(crate) static FAREWELLS: Due = Due {
    name: "removed servers",
    when: |ctx, agenda| ends(ctx, &agenda.gone).map(|(_, end)| end).min(),
    run: |ctx, now| run(ctx, now).boxed(),
};

/// The servers of which Discord said to this process that the bot is not in them.
#[derive(Debug, Default)]
pub struct Farewells {
    told: Mutex<BTreeSet<GuildId>>,
}

impl Farewells {
    /// Discord says that the bot is not in this server.
    pub(super) fn told(&self, guild: GuildId) {
        self.lock().insert(guild);
    }

    /// Discord says that the bot is in this server.
    pub(super) fn taken_back(&self, guild: GuildId) {
        self.lock().remove(&guild);
    }

    fn is_told(&self, guild: GuildId) -> bool {
        self.lock().contains(&guild)
    }

    /// What the lock guards is changed in one step, so a panic while it was held left nothing half-done.
    fn lock(&self) -> MutexGuard<'_, BTreeSet<GuildId>> {
        self.told.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Of the servers that the bot was removed from, those that it certainly is not in, and when each is to be erased.
fn ends(
    ctx: &Ctx,
    gone: &[(GuildId, DateTime<Utc>)],
) -> impl Iterator<Item = (GuildId, DateTime<Utc>)> {
    gone.iter()
        .filter(|(guild, _)| ctx.farewells.is_told(*guild))
        .map(|(guild, since)| (*guild, *since + KEPT))
}

async fn run(ctx: &Ctx, now: DateTime<Utc>) -> Result<()> {
    let gone = guilds::gone(&mut *ctx.store.read().await?).await?;
    for (guild, end) in ends(ctx, &gone) {
        if end <= now {
            erase(ctx, guild, now).await?;
        }
    }
    Ok(())
}

/// Erases a server, unless the bot was added again meanwhile.
async fn erase(ctx: &Ctx, guild: GuildId, now: DateTime<Utc>) -> Result<()> {
    let mut write = ctx.store.write().await?;
    let gone = guilds::gone(&mut write).await?;
    let is_over =
        |(other, since): &(GuildId, DateTime<Utc>)| *other == guild && *since + KEPT <= now;
    if !gone.iter().any(is_over) {
        return Ok(());
    }
    guilds::erase(&mut write, guild).await?;
    erasure::owe(&mut write, Erasure::Everywhere).await?;
    write.commit().await?;
    ctx.skill_indexes.refresh(ctx, guild).await;
    tracing::info!(%guild, "a server that the bot was removed from is erased");
    Ok(())
}
