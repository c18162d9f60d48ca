//! Bots that live by the sandbox's clock, and what they last said of themselves.
//!
//! A follower is told of every tick, and answers with an idle report: which tick it has dealt
//! with, how many gateway dispatches of its session it has handled, and when it next has
//! something to do. A report is an edge: a dispatch sent later makes it stale, so nothing is lost
//! between a report and whoever waits for it.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use tokio::sync::watch;

/// What a follower says when it has nothing left to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdleReport {
    /// The last tick seen and dealt with.
    pub tick: u64,
    /// How many dispatches of the current gateway session were handled in full, READY included.
    pub events: u64,
    /// The earliest instant at which the follower has something to do, if any.
    pub next_due: Option<DateTime<Utc>>,
}

/// Names one follower for as long as its connection lasts.
pub type FollowerId = u64;

/// The followers connected now, and the number of the latest tick.
#[derive(Debug)]
pub struct Followers {
    reports: Mutex<Reports>,
    ticks: watch::Sender<u64>,
    changed: watch::Sender<u64>,
}

#[derive(Debug, Default)]
struct Reports {
    next_id: FollowerId,
    last: BTreeMap<FollowerId, Option<IdleReport>>,
}

impl Default for Followers {
    fn default() -> Self {
        Self {
            reports: Mutex::default(),
            ticks: watch::Sender::new(0),
            changed: watch::Sender::new(0),
        }
    }
}

impl Followers {
    /// The number of the latest tick.
    pub(crate) fn tick(&self) -> u64 {
        *self.ticks.borrow()
    }

    /// Counts one more change of time, and tells everyone who follows.
    pub(crate) fn next_tick(&self) -> u64 {
        self.ticks.send_modify(|tick| *tick += 1);
        self.tell();
        self.tick()
    }

    /// Tells of each change of time by the number of its tick.
    pub(crate) fn ticks(&self) -> watch::Receiver<u64> {
        self.ticks.subscribe()
    }

    /// Adds a follower that has not said anything yet, and so counts as busy.
    pub(crate) fn join(&self) -> FollowerId {
        let id = {
            let mut reports = self.lock();
            let id = reports.next_id;
            reports.next_id += 1;
            reports.last.insert(id, None);
            id
        };
        self.tell();
        id
    }

    /// Takes note of what a follower says.
    pub(crate) fn report(&self, id: FollowerId, report: IdleReport) {
        if let Some(last) = self.lock().last.get_mut(&id) {
            *last = Some(report);
        }
        self.tell();
    }

    /// Notes that a follower is busy again, whatever it said before.
    pub(crate) fn take_back(&self, id: FollowerId) {
        if let Some(last) = self.lock().last.get_mut(&id) {
            *last = None;
        }
        self.tell();
    }

    /// Forgets a follower whose connection ended.
    pub(crate) fn leave(&self, id: FollowerId) {
        self.lock().last.remove(&id);
        self.tell();
    }

    /// What each follower last said; `None` for one that has not said anything yet.
    pub(crate) fn last(&self) -> Vec<(FollowerId, Option<IdleReport>)> {
        self.lock()
            .last
            .iter()
            .map(|(id, report)| (*id, *report))
            .collect()
    }

    /// The earliest instant at which any follower has something to do.
    pub(crate) fn next_due(&self) -> Option<DateTime<Utc>> {
        self.lock()
            .last
            .values()
            .filter_map(|report| report.as_ref()?.next_due)
            .min()
    }

    /// Tells whenever a follower came, went or reported.
    pub(crate) fn subscribe(&self) -> watch::Receiver<u64> {
        self.changed.subscribe()
    }

    fn tell(&self) {
        self.changed
            .send_modify(|version| *version = version.wrapping_add(1));
    }

    fn lock(&self) -> MutexGuard<'_, Reports> {
        // Each change to the map is a single call, so a panic elsewhere leaves it whole.
        self.reports.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::*;

    fn report(next_due: Option<&str>) -> IdleReport {
        IdleReport {
            tick: 1,
            events: 2,
            next_due: next_due.map(|due| due.parse().unwrap()),
        }
    }

    #[test]
    fn a_follower_is_busy_until_it_reports() {
        let followers = Followers::default();
        let id = followers.join();
        assert_eq!(followers.last(), vec![(id, None)]);
        followers.report(id, report(None));
        assert_eq!(followers.last(), vec![(id, Some(report(None)))]);
        followers.take_back(id);
        assert_eq!(followers.last(), vec![(id, None)]);
        followers.leave(id);
        assert_eq!(followers.last(), vec![]);
    }

    #[test]
    fn the_earliest_due_instant_counts() {
        let followers = Followers::default();
        let (first, second) = (followers.join(), followers.join());
        assert_eq!(followers.next_due(), None);
        followers.report(first, report(Some("2026-03-03T00:00:00Z")));
        followers.report(second, report(Some("2026-03-02T00:00:00Z")));
        assert_eq!(
            followers.next_due(),
            Some("2026-03-02T00:00:00Z".parse().unwrap())
        );
    }

    #[test]
    fn a_report_of_one_who_left_is_ignored() {
        let followers = Followers::default();
        let id = followers.join();
        followers.leave(id);
        followers.report(id, report(None));
        assert_eq!(followers.last(), vec![]);
    }
}
