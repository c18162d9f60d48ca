//! Waiting for an instant of bot time.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::{DateTime, Utc};

use super::Inner;
use crate::activity::{Activity, Busy, Mailbox};

/// The machine's clock can be set, so a long wait looks at it again this often.
const LOOK_AGAIN: Duration = Duration::from_secs(30);

/// One task's alarm: set for an instant, it wakes that task once, when bot time has come there.
pub struct Alarm {
    inner: Arc<Inner>,
    number: u64,
    mailbox: Arc<Mailbox>,
}

/// Every alarm there is, and what it is set for.
#[derive(Default)]
pub(super) struct Alarms(Mutex<Entries>);

#[derive(Default)]
struct Entries {
    next_number: u64,
    by_number: BTreeMap<u64, Entry>,
}

struct Entry {
    due: Option<DateTime<Utc>>,
    mailbox: Arc<Mailbox>,
}

impl Alarm {
    pub(super) fn new(inner: Arc<Inner>) -> Self {
        let mailbox = Mailbox::new();
        let number = inner.alarms.add(mailbox.clone());
        Self {
            inner,
            number,
            mailbox,
        }
    }

    /// Sets the alarm, in place of what it was set for. Set it while you are still busy: then there is no moment at which
    /// the bot looks idle with nothing to do.
    pub fn set(&mut self, due: Option<DateTime<Utc>>) {
        self.inner.alarms.set(self.number, due);
        self.inner.ring();
        // A follower that is idle already reports the new instant.
        self.inner.activity.touch();
    }

    /// Waits for the instant, and begins the work that follows from it; the alarm is not set any more then. Nothing is lost
    /// when the wait is given up. With nothing set it waits for ever.
    pub async fn rings(&mut self) -> Busy {
        loop {
            if let Some(busy) = self.mailbox.take() {
                return busy;
            }
            match self.wait() {
                Some(wait) => {
                    // An elapsed wait is as good a reason to look again as a filled mailbox.
                    let _ = tokio::time::timeout(wait.min(LOOK_AGAIN), self.mailbox.filled()).await;
                    self.inner.ring();
                }
                None => self.mailbox.filled().await,
            }
        }
    }

    fn wait(&self) -> Option<Duration> {
        let due = self.inner.alarms.due(self.number)?;
        self.inner.until(due)
    }
}

impl Drop for Alarm {
    fn drop(&mut self) {
        self.inner.alarms.remove(self.number);
        self.inner.activity.touch();
    }
}

impl fmt::Debug for Alarm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Alarm")
            .field(&self.inner.alarms.due(self.number))
            .finish()
    }
}

impl Alarms {
    fn add(&self, mailbox: Arc<Mailbox>) -> u64 {
        let mut entries = self.lock();
        let number = entries.next_number;
        entries.next_number += 1;
        entries
            .by_number
            .insert(number, Entry { due: None, mailbox });
        number
    }

    fn set(&self, number: u64, due: Option<DateTime<Utc>>) {
        if let Some(entry) = self.lock().by_number.get_mut(&number) {
            entry.due = due;
        }
    }

    fn due(&self, number: u64) -> Option<DateTime<Utc>> {
        self.lock().by_number.get(&number)?.due
    }

    fn remove(&self, number: u64) {
        self.lock().by_number.remove(&number);
    }

    pub(super) fn earliest(&self) -> Option<DateTime<Utc>> {
        self.lock()
            .by_number
            .values()
            .filter_map(|entry| entry.due)
            .min()
    }

    /// Wakes every alarm whose instant has come; it is not set any more then.
    pub(super) fn ring(&self, now: DateTime<Utc>, activity: &Activity) {
        for entry in self.lock().by_number.values_mut() {
            if entry.due.is_some_and(|due| due <= now) {
                // Awake before the instant is forgotten: who looks at both sees one of them.
                entry.mailbox.wake(activity);
                entry.due = None;
            }
        }
    }

    /// Makes everybody who waits reckon anew how long.
    pub(super) fn look_again(&self) {
        for entry in self.lock().by_number.values() {
            entry.mailbox.look_again();
        }
    }

    fn lock(&self) -> MutexGuard<'_, Entries> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
