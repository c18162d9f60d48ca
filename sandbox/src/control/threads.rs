//! People closing and opening threads, as their client lets them.

use super::{Person, Refusal, person::Place};
use crate::world::threads::ThreadChange;

impl Person {
    /// Closes a thread, by name or id. Who opened it may, and moderators.
    pub fn archive(&self, thread: impl Into<Place>) -> Result<(), Refusal> {
        self.change_thread(
            thread,
            ThreadChange {
                archived: Some(true),
                ..ThreadChange::default()
            },
        )
    }

    /// Opens a closed thread again. Whoever may speak in it may, and where it is locked only moderators.
    pub fn unarchive(&self, thread: impl Into<Place>) -> Result<(), Refusal> {
        self.change_thread(
            thread,
            ThreadChange {
                archived: Some(false),
                ..ThreadChange::default()
            },
        )
    }

    /// Locks a thread as a moderator does, and closes it.
    pub fn lock(&self, thread: impl Into<Place>) -> Result<(), Refusal> {
        self.change_thread(
            thread,
            ThreadChange {
                archived: Some(true),
                locked: Some(true),
                ..ThreadChange::default()
            },
        )
    }

    /// Unlocks a thread as a moderator does, and opens it again.
    pub fn unlock(&self, thread: impl Into<Place>) -> Result<(), Refusal> {
        self.change_thread(
            thread,
            ThreadChange {
                archived: Some(false),
                locked: Some(false),
                ..ThreadChange::default()
            },
        )
    }

    fn change_thread(&self, thread: impl Into<Place>, change: ThreadChange) -> Result<(), Refusal> {
        let here = self.in_channel(thread);
        self.sandbox.with(|world| {
            let id = here.whereabouts(world)?;
            self.may_act(world, id)?;
            world.may_change_thread(id, self.user, &change)?;
            world.change_thread(id, self.user, change);
            Ok(())
        })
    }
}
