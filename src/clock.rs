//! Bot time.
//!
//! Schedules, due times and the courier's pacing go by [`Clock`]; real time is for the three-second answer, heartbeats and
//! the lease. A clock either is the machine's or follows the sandbox's, in which case it tells the sandbox when the bot is
//! idle and when it next has something to do, so that a moved clock stops at every due instant.
//!
//! A task that waits for bot time holds an [`Alarm`]: it sets the instant while it is still busy, then waits for it to ring.

mod alarm;
mod follow;

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};

pub use crate::activity::{Activity, Bell, Busy, Handling, Listener};
pub use alarm::Alarm;
use alarm::Alarms;
pub use follow::FollowError;

/// Tells bot time, keeps what is to be done when, and knows whether the bot is idle. Cheap to clone.
#[derive(Clone)]
pub struct Clock {
    inner: Arc<Inner>,
    /// Ends the connection to the sandbox with the last clone of the clock.
    _follower: Option<Arc<follow::Task>>,
}

/// What the clock shares with its alarms and its follower.
struct Inner {
    activity: Activity,
    face: Mutex<Face>,
    alarms: Alarms,
}

/// Where the time comes from.
#[derive(Clone, Copy)]
enum Face {
    /// The machine.
    System,
    /// The sandbox, whose time passes as the machine's does: at this instant it was so late.
    Running { at: DateTime<Utc>, read: Instant },
    /// The sandbox, whose time stands still until it is moved.
    Standing { at: DateTime<Utc> },
}

impl Clock {
    /// The machine's clock.
    pub fn system() -> Self {
        Self {
            inner: Arc::new(Inner::new(Face::System)),
            _follower: None,
        }
    }

    /// A clock that follows the sandbox's at this address (`ws://…/sandbox/clock`). It is connected and set when this
    /// returns; a connection lost later is made again. Until then a moved time stands where it was, and a running one goes on.
    ///
    /// The bot counts as idle until somebody takes [`Clock::busy`], so hold one while the bot starts.
    ///
    /// # Errors
    ///
    /// When the first connection fails.
    pub async fn follow(address: &str) -> Result<Self, FollowError> {
        let (inner, task) = follow::start(address).await?;
        Ok(Self {
            inner,
            _follower: Some(Arc::new(task)),
        })
    }

    /// Whether this is the machine's clock, and not one that follows a sandbox's.
    pub fn is_machines(&self) -> bool {
        matches!(*self.inner.face(), Face::System)
    }

    /// Bot time.
    pub fn now(&self) -> DateTime<Utc> {
        self.inner.now()
    }

    /// Begins a piece of work: an interaction or event being handled, a row of the outbox, a job.
    pub fn busy(&self) -> Busy {
        self.inner.activity.begin()
    }

    /// Begins to handle one gateway event, READY and RESUMED included; it counts as handled when the guard is dropped.
    pub fn event(&self) -> Handling {
        self.inner.activity.begin_event()
    }

    /// A new gateway session begins, so that events are counted from 0 again. Call it before [`Clock::event`] for READY.
    pub fn new_session(&self) {
        self.inner.activity.new_session();
    }

    /// What the bot is doing; also what a [`Store`](crate::store::Store) is opened with.
    pub fn activity(&self) -> &Activity {
        &self.inner.activity
    }

    /// An alarm for one task, not set yet. While it is set, it is part of what the bot says it has to do next.
    pub fn alarm(&self) -> Alarm {
        Alarm::new(self.inner.clone())
    }

    /// The earliest instant for which an alarm is set.
    pub fn next_due(&self) -> Option<DateTime<Utc>> {
        self.inner.alarms.earliest()
    }
}

impl Face {
    /// Whether time passes only when it is moved.
    fn stands(self) -> bool {
        matches!(self, Self::Standing { .. })
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Clock")
            .field("now", &self.now())
            .field("activity", &self.inner.activity)
            .finish_non_exhaustive()
    }
}

impl Inner {
    fn new(face: Face) -> Self {
        Self {
            activity: Activity::default(),
            face: Mutex::new(face),
            alarms: Alarms::default(),
        }
    }

    fn now(&self) -> DateTime<Utc> {
        match *self.face() {
            Face::System => Utc::now(),
            Face::Running { at, read } => {
                at + TimeDelta::from_std(read.elapsed()).unwrap_or(TimeDelta::zero())
            }
            Face::Standing { at } => at,
        }
    }

    /// How much real time passes until bot time is `due`; `None` where only the sandbox moves the time.
    fn until(&self, due: DateTime<Utc>) -> Option<Duration> {
        let stands = self.face().stands();
        (!stands).then(|| (due - self.now()).to_std().unwrap_or(Duration::ZERO))
    }

    /// Sets the time, and wakes whose instant has come in the same step.
    fn set(&self, face: Face) {
        let stood = std::mem::replace(&mut *self.face(), face).stands();
        self.ring();
        if stood != face.stands() {
            // Who waits for time to be moved, or to pass, waits for the other from now on.
            self.alarms.look_again();
        }
    }

    /// Wakes every alarm whose instant has come.
    fn ring(&self) {
        self.alarms.ring(self.now(), &self.activity);
    }

    fn face(&self) -> MutexGuard<'_, Face> {
        self.face.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
pub(crate) mod by_hand {
    //! A clock for unit tests, moved by the test in place of a sandbox.

    use super::{Arc, Clock, DateTime, Face, Inner, Utc};

    impl Clock {
        /// A clock that stands at this time until it is moved.
        pub(crate) fn standing(at: DateTime<Utc>) -> Self {
            Self {
                inner: Arc::new(Inner::new(Face::Standing { at })),
                _follower: None,
            }
        }

        /// Sets the time and wakes the alarms that are due.
        pub(crate) fn move_to(&self, at: DateTime<Utc>) {
            self.inner.set(Face::Standing { at });
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use futures_util::FutureExt;

    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn the_system_clock_is_the_machines() {
        let before = Utc::now();
        let now = Clock::system().now();
        assert!(before <= now && now <= Utc::now());
    }

    #[test]
    fn an_alarm_rings_once_at_its_instant_and_its_task_is_busy_from_then_on() {
        let clock = Clock::standing(at("2026-03-02T09:00:00Z"));
        let mut alarm = clock.alarm();
        alarm.set(Some(at("2026-03-02T10:00:00Z")));
        assert_eq!(clock.next_due(), Some(at("2026-03-02T10:00:00Z")));
        clock.move_to(at("2026-03-02T09:59:59Z"));
        assert!(alarm.rings().now_or_never().is_none());
        clock.move_to(at("2026-03-02T10:00:00Z"));
        assert_eq!(clock.activity().idle_events(), None);
        assert_eq!(clock.next_due(), None);
        assert!(alarm.rings().now_or_never().is_some());
        assert!(alarm.rings().now_or_never().is_none());
        assert_eq!(clock.activity().idle_events(), Some(0));
    }

    #[test]
    fn an_alarm_set_for_the_past_rings_at_once() {
        let clock = Clock::standing(at("2026-03-02T09:00:00Z"));
        let mut alarm = clock.alarm();
        alarm.set(Some(at("2026-03-01T09:00:00Z")));
        assert!(alarm.rings().now_or_never().is_some());
    }

    #[test]
    fn an_alarm_set_anew_forgets_the_old_instant() {
        let clock = Clock::standing(at("2026-03-02T09:00:00Z"));
        let mut alarm = clock.alarm();
        alarm.set(Some(at("2026-03-02T10:00:00Z")));
        alarm.set(Some(at("2026-03-02T12:00:00Z")));
        clock.move_to(at("2026-03-02T11:00:00Z"));
        assert!(alarm.rings().now_or_never().is_none());
        alarm.set(None);
        assert_eq!(clock.next_due(), None);
        clock.move_to(at("2026-03-02T13:00:00Z"));
        assert!(alarm.rings().now_or_never().is_none());
    }

    #[test]
    fn the_earliest_alarm_is_what_is_next_due_and_a_dropped_one_is_not() {
        let clock = Clock::standing(at("2026-03-02T09:00:00Z"));
        let mut later = clock.alarm();
        let mut sooner = clock.alarm();
        later.set(Some(at("2026-03-02T12:00:00Z")));
        sooner.set(Some(at("2026-03-02T10:00:00Z")));
        assert_eq!(clock.next_due(), Some(at("2026-03-02T10:00:00Z")));
        drop(sooner);
        assert_eq!(clock.next_due(), Some(at("2026-03-02T12:00:00Z")));
    }

    #[tokio::test]
    async fn an_alarm_of_the_system_clock_rings_by_real_time() {
        let clock = Clock::system();
        let mut alarm = clock.alarm();
        alarm.set(Some(clock.now() + TimeDelta::milliseconds(1)));
        let busy = alarm.rings().await;
        assert_eq!(clock.activity().idle_events(), None);
        drop(busy);
        assert_eq!(clock.activity().idle_events(), Some(0));
    }
}
