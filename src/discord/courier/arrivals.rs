//! Which requests may reach Discord within the same second.
//!
//! Turns are given evenly, but where the machine or the network stalls, what was sent a second apart arrives together. A request reaches
//! Discord at some instant between when it is sent and when its answer is here, so it counts from then until a second after its answer.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};

use crate::clock::{Busy, Clock};

/// So many requests a second Discord takes from a bot.
const MOST: usize = 50;
const SECOND: TimeDelta = TimeDelta::seconds(1);

/// The requests that may reach Discord within the same second as the next one.
#[derive(Debug)]
pub(super) struct Arrivals {
    clock: Clock,
    lately: Mutex<Lately>,
}

#[derive(Debug, Default)]
struct Lately {
    /// How many have no answer yet.
    under_way: usize,
    /// When the answers of the others came, the earliest first.
    answered: VecDeque<DateTime<Utc>>,
}

/// A request without an answer. It counts as answered when this is dropped.
#[derive(Debug)]
pub(super) struct UnderWay<'a>(&'a Arrivals);

impl Arrivals {
    pub(super) fn new(clock: Clock) -> Self {
        Self {
            clock,
            lately: Mutex::default(),
        }
    }

    /// Waits until one more request may be sent, whenever it arrives. While it waits, the guard is given back.
    pub(super) async fn admit(&self, mut busy: Busy) -> (Busy, UnderWay<'_>) {
        loop {
            let Err(then) = self.enter(self.clock.now()) else {
                return (busy, UnderWay(self));
            };
            let mut alarm = self.clock.alarm();
            alarm.set(Some(then));
            drop(busy);
            busy = alarm.rings().await;
        }
    }

    /// Counts one more, or says when to ask again.
    fn enter(&self, now: DateTime<Utc>) -> Result<(), DateTime<Utc>> {
        let mut lately = self.lately();
        // Where the machine's clock was set back, nobody waits for the time to come again.
        for answered in &mut lately.answered {
            *answered = now.min(*answered);
        }
        while lately
            .answered
            .front()
            .is_some_and(|first| *first + SECOND <= now)
        {
            lately.answered.pop_front();
        }
        if lately.under_way + lately.answered.len() < MOST {
            lately.under_way += 1;
            return Ok(());
        }
        Err(lately.answered.front().map_or(now, |first| *first) + SECOND)
    }

    fn lately(&self) -> MutexGuard<'_, Lately> {
        // Each change is a single call on a queue or a number, which cannot leave them half changed.
        self.lately.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        let now = self.0.clock.now();
        let mut lately = self.0.lately();
        lately.under_way = lately.under_way.saturating_sub(1);
        lately.answered.push_back(now);
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use futures_util::FutureExt;

    use super::*;

    fn at(ms: i64) -> DateTime<Utc> {
        let start: DateTime<Utc> = "2026-03-02T09:00:00Z".parse().unwrap();
        start + TimeDelta::milliseconds(ms)
    }

    /// As many requests as may be sent now, at most so many.
    fn send<'a>(arrivals: &'a Arrivals, clock: &Clock, at_most: usize) -> Vec<UnderWay<'a>> {
        (0..at_most)
            .map_while(|_| arrivals.admit(clock.busy()).now_or_never())
            .map(|(_, request)| request)
            .collect()
    }

    #[test]
    fn what_was_held_up_on_the_way_does_not_arrive_with_too_many_others() {
        let clock = Clock::standing(at(0));
        let arrivals = Arrivals::new(clock.clone());
        let first = send(&arrivals, &clock, 45);
        assert_eq!(first.len(), 45);
        // They may arrive only now, although they were sent long ago.
        clock.move_to(at(1900));
        drop(first);
        clock.move_to(at(2000));
        let second = send(&arrivals, &clock, 45);
        assert_eq!(second.len(), 5);
        drop(second);
        clock.move_to(at(2899));
        assert_eq!(send(&arrivals, &clock, 45).len(), 0);
        clock.move_to(at(2900));
        assert_eq!(send(&arrivals, &clock, 100).len(), 45);
    }

    #[test]
    fn who_waits_is_idle_until_it_may_go_on() {
        let clock = Clock::standing(at(0));
        let arrivals = Arrivals::new(clock.clone());
        drop(send(&arrivals, &clock, MOST));
        let mut waiting = std::pin::pin!(arrivals.admit(clock.busy()));
        assert!(waiting.as_mut().now_or_never().is_none());
        assert_eq!(clock.activity().idle_events(), Some(0));
        assert_eq!(clock.next_due(), Some(at(1000)));
        clock.move_to(at(1000));
        assert!(waiting.now_or_never().is_some());
    }

    #[test]
    fn a_clock_that_is_set_back_holds_up_for_a_second_at_most() {
        let clock = Clock::standing(at(3_600_000));
        let arrivals = Arrivals::new(clock.clone());
        drop(send(&arrivals, &clock, MOST));
        clock.move_to(at(0));
        assert_eq!(send(&arrivals, &clock, 1).len(), 0);
        clock.move_to(at(1000));
        assert_eq!(send(&arrivals, &clock, 1).len(), 1);
    }
}
