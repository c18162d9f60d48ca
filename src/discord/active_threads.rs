//! How many active threads each server has, as far as the bot can see: kept from what Discord tells, so that it is known without asking.
//!
//! Discord takes a thousand of them in a server. Threads of pairings stop well below that, so that there is room for asks and for
//! whatever people open themselves, and go on in waves as others are archived.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::domain::ids::{ChannelId, GuildId};

/// The active threads of every server. Cheap to clone; clones are the same.
#[derive(Clone, Debug, Default)]
pub(super) struct ActiveThreads(Arc<Mutex<BTreeMap<GuildId, Threads>>>);

/// Those of one server.
#[derive(Debug, Default)]
struct Threads {
    /// Each with the channel it hangs under.
    active: BTreeMap<ChannelId, ChannelId>,
    /// How many are being opened.
    opening: usize,
}

/// Room for one thread that is being opened. Given back when this is dropped: by then the thread counts, or was not opened.
#[derive(Debug)]
pub(super) struct Opening {
    threads: ActiveThreads,
    guild: GuildId,
}

impl ActiveThreads {
    /// These are all that a server has, each with the channel it hangs under.
    pub(super) fn set(
        &self,
        guild: GuildId,
        threads: impl IntoIterator<Item = (ChannelId, ChannelId)>,
    ) {
        self.lock().entry(guild).or_default().active = threads.into_iter().collect();
    }

    /// A thread is active, or no longer.
    pub(super) fn note(&self, guild: GuildId, thread: ChannelId, under: ChannelId, active: bool) {
        let mut all = self.lock();
        let threads = all.entry(guild).or_default();
        if active {
            threads.active.insert(thread, under);
        } else {
            threads.active.remove(&thread);
        }
    }

    /// A channel or thread is gone, and every thread under it.
    pub(super) fn gone(&self, guild: GuildId, channel: ChannelId) {
        if let Some(threads) = self.lock().get_mut(&guild) {
            threads
                .active
                .retain(|thread, under| *thread != channel && *under != channel);
        }
    }

    /// Whether a thread is active.
    pub(super) fn is_active(&self, guild: GuildId, thread: ChannelId) -> bool {
        self.lock()
            .get(&guild)
            .is_some_and(|threads| threads.active.contains_key(&thread))
    }

    /// Takes room for one more thread where a server has fewer than `most`, those that are being opened included.
    pub(super) fn take_room(&self, guild: GuildId, most: usize) -> Option<Opening> {
        let mut all = self.lock();
        let threads = all.entry(guild).or_default();
        if threads.active.len() + threads.opening >= most {
            return None;
        }
        threads.opening += 1;
        Some(Opening {
            threads: self.clone(),
            guild,
        })
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<GuildId, Threads>> {
        // Each change is a single call on a map or a number, which cannot leave them half changed.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Opening {
    fn drop(&mut self) {
        if let Some(threads) = self.threads.lock().get_mut(&self.guild) {
            threads.opening = threads.opening.saturating_sub(1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GUILD: GuildId = GuildId(1);

    fn channel(id: i64) -> ChannelId {
        ChannelId(id)
    }

    #[test]
    fn room_is_what_is_neither_open_nor_being_opened() {
        let threads = ActiveThreads::default();
        threads.set(
            GUILD,
            [(channel(10), channel(1)), (channel(11), channel(1))],
        );
        let third = threads.take_room(GUILD, 4);
        let fourth = threads.take_room(GUILD, 4);
        assert!(third.is_some() && fourth.is_some());
        assert!(threads.take_room(GUILD, 4).is_none());
        threads.note(GUILD, channel(12), channel(1), true);
        drop(third);
        assert!(threads.take_room(GUILD, 4).is_none(), "it is open now");
        drop(fourth);
        assert!(threads.take_room(GUILD, 4).is_some(), "it was not opened");
        assert!(
            threads.take_room(GuildId(2), 4).is_some(),
            "each server has its own"
        );
    }

    #[test]
    fn archived_and_deleted_threads_make_room() {
        let threads = ActiveThreads::default();
        threads.set(
            GUILD,
            [
                (channel(10), channel(1)),
                (channel(11), channel(1)),
                (channel(12), channel(2)),
            ],
        );
        threads.note(GUILD, channel(12), channel(2), false);
        assert!(!threads.is_active(GUILD, channel(12)));
        assert!(threads.take_room(GUILD, 2).is_none());
        threads.gone(GUILD, channel(10));
        assert!(threads.take_room(GUILD, 2).is_some());
        threads.gone(GUILD, channel(1));
        assert!(
            !threads.is_active(GUILD, channel(11)),
            "it hung under that channel"
        );
    }
}
