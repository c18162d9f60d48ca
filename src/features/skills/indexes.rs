//! The skills of each guild, held ready for autocomplete and for telling near misses.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::domain::ids::GuildId;
use crate::domain::skill::SkillIndex;
use crate::error::Result;
use crate::features::Ctx;
use crate::store::skills as rows;

/// One index a guild, built from the database when it is first needed and again whenever its skills changed.
///
/// It is only ever a copy: losing it costs some milliseconds. Who changes a guild's skills calls [`Indexes::refresh`] after the
/// commit, so that it is that person who waits for the new index, and not everybody who is typing at that moment.
#[derive(Default)]
pub struct Indexes {
    guilds: Mutex<HashMap<GuildId, Slot>>,
}

#[derive(Clone, Default)]
struct Slot {
    /// Counts the changes, so that an index read before one is not taken for one read after it.
    changes: u64,
    /// The newest index, and how many changes it knows of.
    index: Option<(u64, Arc<SkillIndex>)>,
}

impl Indexes {
    /// The index of a guild with every change in it.
    pub async fn of(&self, ctx: &Ctx, guild: GuildId) -> Result<Arc<SkillIndex>> {
        let slot = self.slot(guild);
        match slot.index {
            Some((known, index)) if known == slot.changes => Ok(index),
            _ => self.build(ctx, guild, slot.changes).await,
        }
    }

    /// An index of a guild, at once: while a new one is being built, the one before it.
    pub async fn latest(&self, ctx: &Ctx, guild: GuildId) -> Result<Arc<SkillIndex>> {
        let slot = self.slot(guild);
        match slot.index {
            Some((_, index)) => Ok(index),
            None => self.build(ctx, guild, slot.changes).await,
        }
    }

    /// The guild's skills changed, and the change is committed: reads them anew. Should that fail, the next who needs them does.
    pub async fn refresh(&self, ctx: &Ctx, guild: GuildId) {
        self.lock().entry(guild).or_default().changes += 1;
        if let Err(error) = self.of(ctx, guild).await {
            tracing::warn!(%guild, %error, "the index of skills could not be read");
            self.lock().entry(guild).or_default().index = None;
        }
    }

    async fn build(&self, ctx: &Ctx, guild: GuildId, changes: u64) -> Result<Arc<SkillIndex>> {
        let entries = rows::entries(&mut *ctx.store.read().await?, guild).await?;
        let index = Arc::new(SkillIndex::build(entries, &ctx.aliases));
        let mut guilds = self.lock();
        let slot = guilds.entry(guild).or_default();
        // Of two that were built at the same time, the one that knows of more changes stays.
        if slot
            .index
            .as_ref()
            .is_none_or(|(known, _)| *known <= changes)
        {
            slot.index = Some((changes, Arc::clone(&index)));
        }
        Ok(index)
    }

    fn slot(&self, guild: GuildId) -> Slot {
        self.lock().entry(guild).or_default().clone()
    }

    /// What the lock guards is replaced whole, so a panic while it was held left nothing half-done.
    fn lock(&self) -> MutexGuard<'_, HashMap<GuildId, Slot>> {
        self.guilds.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Indexes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Indexes")
            .field("guilds", &self.lock().len())
            .finish()
    }
}
