//! The skills of each guild, held ready for autocomplete and for telling near misses.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::domain::ids::GuildId;
use crate::domain::skill::SkillIndex;
use crate::error::Result;
use crate::features::Ctx;
use crate::store::skills as rows;

/// One index a guild, built from the database when it is first needed and again after its skills changed.
///
/// It is only ever a copy: losing it costs a few milliseconds. That it is never older than the last change is what
/// [`Indexes::forget`] after every commit is for.
#[derive(Default)]
pub struct Indexes {
    guilds: Mutex<HashMap<GuildId, Slot>>,
}

#[derive(Clone, Default)]
struct Slot {
    /// Counts the changes, so that an index read before one is not kept after it.
    changes: u64,
    index: Option<Arc<SkillIndex>>,
}

impl Indexes {
    /// The index of a guild.
    pub async fn of(&self, ctx: &Ctx, guild: GuildId) -> Result<Arc<SkillIndex>> {
        let slot = self.lock().entry(guild).or_default().clone();
        if let Some(index) = slot.index {
            return Ok(index);
        }
        let entries = rows::entries(&mut *ctx.store.read().await?, guild).await?;
        let index = Arc::new(SkillIndex::build(entries, &ctx.aliases));
        let mut guilds = self.lock();
        let now = guilds.entry(guild).or_default();
        if now.changes == slot.changes {
            now.index = Some(Arc::clone(&index));
        }
        Ok(index)
    }

    /// The guild's skills changed, and the change is committed.
    pub fn forget(&self, guild: GuildId) {
        let mut guilds = self.lock();
        let slot = guilds.entry(guild).or_default();
        slot.changes += 1;
        slot.index = None;
    }

    /// What the lock guards is replaced whole, so a panic while it was held left nothing half-done.
    fn lock(&self) -> MutexGuard<'_, HashMap<GuildId, Slot>> {
        self.guilds.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Indexes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Indexes").field("guilds", &self.lock().len()).finish()
    }
}
