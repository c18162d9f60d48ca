//! What the bot is doing right now, so that "nothing is left to do" can be seen instead of waited for.
//!
//! Whoever works holds a [`Busy`]. A task that waits is woken by an [`Alarm`](crate::clock::Alarm) or a [`Bell`], and both hand
//! over the guard in the same step that wakes it: between "there is work" and "somebody works on it" the bot never looks
//! idle. A drain at shutdown and a clock that follows the sandbox both rest on that.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use tokio::sync::{Notify, watch};

/// Counts the work in progress, and the gateway events that were handled. Cheap to clone; clones share the counts.
#[derive(Clone, Default)]
pub struct Activity(Arc<Shared>);

#[derive(Default)]
struct Shared {
    counts: Mutex<Counts>,
    changed: watch::Sender<()>,
}

#[derive(Clone, Copy, Default)]
struct Counts {
    busy: usize,
    session: u64,
    events: u64,
}

/// Keeps the bot from being idle until it is dropped.
#[must_use = "the bot looks idle as soon as this is dropped"]
pub struct Busy(Activity);

/// One gateway event being handled. When this is dropped the event counts as handled, and the work on it as finished.
#[must_use = "the event counts as handled as soon as this is dropped"]
pub struct Handling {
    activity: Activity,
    session: u64,
}

impl Activity {
    /// Begins a piece of work.
    pub fn begin(&self) -> Busy {
        self.change(|counts| counts.busy += 1);
        Busy(self.clone())
    }

    /// Begins to handle an event of the current gateway session.
    pub fn begin_event(&self) -> Handling {
        let session = self.change(|counts| {
            counts.busy += 1;
            counts.session
        });
        Handling {
            activity: self.clone(),
            session,
        }
    }

    /// A new gateway session has begun: events are counted from 0 again, and those of an earlier session no longer count.
    pub fn new_session(&self) {
        self.change(|counts| {
            counts.session += 1;
            counts.events = 0;
        });
    }

    /// How many events of the current gateway session were handled, if nothing is in progress.
    pub fn idle_events(&self) -> Option<u64> {
        let counts = *self.lock();
        (counts.busy == 0).then_some(counts.events)
    }

    /// Waits until nothing is in progress.
    pub async fn idle(&self) {
        let mut changes = self.changes();
        while self.idle_events().is_none() {
            // The sender lives in `self`, so the channel cannot be closed here.
            let _ = changes.changed().await;
        }
    }

    /// Waits until nothing is in progress but one piece of work, which is the caller's.
    pub(crate) async fn calm(&self) {
        let mut changes = self.changes();
        while self.lock().busy > 1 {
            // The sender lives in `self`, so the channel cannot be closed here.
            let _ = changes.changed().await;
        }
    }

    /// Tells of every change of the counts, and of what [`Activity::touch`] speaks for.
    pub(crate) fn changes(&self) -> watch::Receiver<()> {
        self.0.changed.subscribe()
    }

    /// Makes those who follow the changes look again.
    pub(crate) fn touch(&self) {
        self.0.changed.send_replace(());
    }

    fn change<T>(&self, change: impl FnOnce(&mut Counts) -> T) -> T {
        let result = change(&mut self.lock());
        self.touch();
        result
    }

    fn lock(&self) -> MutexGuard<'_, Counts> {
        // Each change is a few additions, which cannot leave the counts half changed.
        self.0.counts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Activity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let counts = *self.lock();
        f.debug_struct("Activity")
            .field("busy", &counts.busy)
            .field("events", &counts.events)
            .finish()
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        self.0.change(|counts| counts.busy -= 1);
    }
}

impl fmt::Debug for Busy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Busy")
    }
}

impl Drop for Handling {
    fn drop(&mut self) {
        let session = self.session;
        self.activity.change(|counts| {
            counts.busy -= 1;
            if counts.session == session {
                counts.events += 1;
            }
        });
    }
}

impl fmt::Debug for Handling {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Handling")
    }
}

/// Where a waiting task finds that it was woken, with the guard that has counted for it since.
pub(crate) struct Mailbox {
    guard: Mutex<Option<Busy>>,
    filled: Notify,
}

impl Mailbox {
    pub(crate) fn new() -> Arc<Self> {
        Arc::new(Self {
            guard: Mutex::new(None),
            filled: Notify::new(),
        })
    }

    /// Wakes whoever waits, now or later. Waking twice before they look is waking once.
    pub(crate) fn wake(&self, activity: &Activity) {
        let mut guard = self.lock();
        if guard.is_none() {
            *guard = Some(activity.begin());
        }
        drop(guard);
        self.filled.notify_one();
    }

    pub(crate) fn take(&self) -> Option<Busy> {
        self.lock().take()
    }

    /// Makes whoever waits look once more, without any work for them.
    pub(crate) fn look_again(&self) {
        self.filled.notify_one();
    }

    /// Resolves when the mailbox may have been filled since the last call.
    pub(crate) async fn filled(&self) {
        self.filled.notified().await;
    }

    fn lock(&self) -> MutexGuard<'_, Option<Busy>> {
        self.guard.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Tells tasks that something has changed. Cheap to clone; clones are the same bell.
#[derive(Clone)]
pub struct Bell {
    activity: Activity,
    listeners: Arc<Mutex<Vec<Weak<Mailbox>>>>,
}

/// One task's ear for a [`Bell`].
pub struct Listener(Arc<Mailbox>);

impl Bell {
    /// A bell whose listeners count as busy in `activity` from the moment it rings.
    pub fn new(activity: Activity) -> Self {
        Self {
            activity,
            listeners: Arc::default(),
        }
    }

    /// Listens from now on.
    pub fn listen(&self) -> Listener {
        let mailbox = Mailbox::new();
        let mut listeners = self.lock();
        listeners.retain(|listener| listener.strong_count() > 0);
        listeners.push(Arc::downgrade(&mailbox));
        drop(listeners);
        Listener(mailbox)
    }

    /// Wakes every listener.
    pub fn ring(&self) {
        for listener in self.lock().iter().filter_map(Weak::upgrade) {
            listener.wake(&self.activity);
        }
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Weak<Mailbox>>> {
        self.listeners
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Bell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Bell")
    }
}

impl Listener {
    /// Waits until the bell has rung since the last call, however often, and begins the work that follows from it.
    /// Nothing is lost when the wait is given up.
    pub async fn heard(&mut self) -> Busy {
        loop {
            if let Some(busy) = self.0.take() {
                return busy;
            }
            self.0.filled().await;
        }
    }
}

impl fmt::Debug for Listener {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Listener")
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;

    #[test]
    fn the_bot_is_idle_when_the_last_guard_is_gone() {
        let activity = Activity::default();
        let one = activity.begin();
        let two = activity.clone().begin();
        drop(one);
        assert_eq!(activity.idle_events(), None);
        assert_eq!(activity.idle().now_or_never(), None);
        drop(two);
        assert_eq!(activity.idle_events(), Some(0));
        assert_eq!(activity.idle().now_or_never(), Some(()));
    }

    #[test]
    fn an_event_counts_once_it_is_handled_and_only_in_its_own_session() {
        let activity = Activity::default();
        let late = activity.begin_event();
        drop(activity.begin_event());
        activity.new_session();
        let ready = activity.begin_event();
        drop(late);
        assert_eq!(activity.idle_events(), None);
        drop(ready);
        assert_eq!(activity.idle_events(), Some(1));
    }

    #[test]
    fn a_listener_counts_as_busy_from_the_ring_and_hears_many_rings_as_one() {
        let activity = Activity::default();
        let bell = Bell::new(activity.clone());
        let mut listener = bell.listen();
        assert!(listener.heard().now_or_never().is_none());
        bell.ring();
        bell.ring();
        assert_eq!(activity.idle_events(), None);
        let busy = listener.heard().now_or_never();
        assert!(busy.is_some());
        drop(busy);
        assert_eq!(activity.idle_events(), Some(0));
        assert!(listener.heard().now_or_never().is_none());
    }

    #[test]
    fn a_listener_that_is_gone_keeps_nobody_busy() {
        let activity = Activity::default();
        let bell = Bell::new(activity.clone());
        let listener = bell.listen();
        bell.ring();
        drop(listener);
        bell.ring();
        assert_eq!(activity.idle_events(), Some(0));
    }
}
