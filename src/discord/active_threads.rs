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

/// Whether there is room for one more thread.
#[derive(Debug)]
pub(super) enum Room {
    /// There is, and it is taken with this.
    Taken(Opening),
    /// Those that are being opened may fill it, or count twice for a moment, because Discord tells of them before it answers. It is known
    /// as soon as they are open.
    Unsure,
    /// So many are active that there is none.
    Full,
}

/// Room for one thread that is being opened. Given back when this is dropped, which is to be done as soon as the thread counts, or was not
/// opened.
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

    /// These are all that a server has under some channels; `None`: anywhere. Told when the bot may see a channel that it could not see.
    pub(super) fn seen(
        &self,
        guild: GuildId,
        under: Option<&[ChannelId]>,
        threads: impl IntoIterator<Item = (ChannelId, ChannelId)>,
    ) {
        let mut all = self.lock();
        let active = &mut all.entry(guild).or_default().active;
        active.retain(|_, parent| under.is_some_and(|under| !under.contains(parent)));
        active.extend(threads);
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

    /// Takes room for one more thread where a server has fewer than `most`.
    pub(super) fn take_room(&self, guild: GuildId, most: usize) -> Room {
        let mut all = self.lock();
        let threads = all.entry(guild).or_default();
        if threads.active.len() >= most {
            return Room::Full;
        }
        if threads.active.len() + threads.opening >= most {
            return Room::Unsure;
        }
        threads.opening += 1;
        Room::Taken(Opening {
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

    fn taken(room: Room) -> Opening {
        match room {
            Room::Taken(opening) => opening,
            other => panic!("there is room: {other:?}"),
        }
    }

    #[test]
    fn room_is_what_is_neither_open_nor_being_opened() {
        let threads = ActiveThreads::default();
        threads.set(
            GUILD,
            [(channel(10), channel(1)), (channel(11), channel(1))],
        );
        let third = taken(threads.take_room(GUILD, 4));
        let fourth = taken(threads.take_room(GUILD, 4));
        assert!(matches!(threads.take_room(GUILD, 4), Room::Unsure));
        threads.note(GUILD, channel(12), channel(1), true);
        drop(third);
        assert!(
            matches!(threads.take_room(GUILD, 4), Room::Unsure),
            "three are open and the fourth may be"
        );
        drop(fourth);
        let fourth = taken(threads.take_room(GUILD, 4));
        taken(threads.take_room(GuildId(2), 4));
        threads.note(GUILD, channel(13), channel(1), true);
        assert!(matches!(threads.take_room(GUILD, 4), Room::Full));
        drop(fourth);
        assert!(matches!(threads.take_room(GUILD, 4), Room::Full));
    }

    #[test]
    fn a_thread_that_is_open_takes_room_once() {
        let threads = ActiveThreads::default();
        // As the courier does it: twenty of twenty, each counted when it is open and given back while its members are still being added.
        for id in 0..20 {
            let opening = taken(threads.take_room(GUILD, 20));
            threads.note(GUILD, channel(id), channel(100), true);
            drop(opening);
        }
        assert!(matches!(threads.take_room(GUILD, 20), Room::Full));
    }

    #[test]
    fn threads_of_a_channel_that_becomes_visible_count() {
        let threads = ActiveThreads::default();
        threads.set(
            GUILD,
            [(channel(10), channel(1)), (channel(20), channel(2))],
        );
        threads.seen(
            GUILD,
            Some(&[channel(2), channel(3)]),
            [(channel(21), channel(2)), (channel(30), channel(3))],
        );
        for (thread, active) in [(10, true), (20, false), (21, true), (30, true)] {
            assert_eq!(
                threads.is_active(GUILD, channel(thread)),
                active,
                "{thread}"
            );
        }
        assert!(matches!(threads.take_room(GUILD, 3), Room::Full));
        threads.seen(GUILD, None, [(channel(40), channel(4))]);
        assert!(matches!(threads.take_room(GUILD, 1), Room::Full));
        taken(threads.take_room(GUILD, 2));
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
        assert!(matches!(threads.take_room(GUILD, 2), Room::Full));
        threads.gone(GUILD, channel(10));
        taken(threads.take_room(GUILD, 2));
        threads.gone(GUILD, channel(1));
        assert!(
            !threads.is_active(GUILD, channel(11)),
            "it hung under that channel"
        );
    }
}
