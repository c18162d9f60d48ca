//! How fast the bot does what nobody asked for, by bot time.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};

use crate::clock::{Busy, Clock};
use crate::delivery::{Delivery, Place};

/// At most so many turns within any stretch of so much time. Those that can be had at once are; once turns have to be waited for, they
/// are spread evenly, so that requests which are some time under way do not come together with the next ones.
#[derive(Debug)]
pub(super) struct Pace {
    clock: Clock,
    most: usize,
    within: TimeDelta,
    /// How far turns are apart that have to be waited for.
    apart: TimeDelta,
    turns: Mutex<Turns>,
}

#[derive(Debug, Default)]
struct Turns {
    /// The latest turns given, at most as many as may fall into one stretch.
    given: VecDeque<DateTime<Utc>>,
    /// The latest instant at which somebody asked.
    asked: Option<DateTime<Utc>>,
}

/// By more than this the machine's clock was set back; by less, two tasks have looked at it in another order than they came here.
const SET_BACK: TimeDelta = TimeDelta::seconds(1);

impl Pace {
    /// So many a second.
    pub(super) fn per_second(clock: Clock, most: u32) -> Self {
        let second = TimeDelta::seconds(1);
        let most = most.max(1);
        Self {
            apart: second / i32::try_from(most).unwrap_or(1),
            ..Self::new(clock, most, second)
        }
    }

    /// So many a minute, spread so that no more than a sixth of them come at once.
    pub(super) fn per_minute(clock: Clock, most: u32) -> Self {
        let most = most.max(1);
        let at_once = (most / 6).max(1);
        Self::new(
            clock,
            at_once,
            TimeDelta::minutes(1) * i32::try_from(at_once).unwrap_or(1)
                / i32::try_from(most).unwrap_or(1),
        )
    }

    fn new(clock: Clock, most: u32, within: TimeDelta) -> Self {
        Self {
            clock,
            most: usize::try_from(most).unwrap_or(1).max(1),
            within,
            apart: TimeDelta::zero(),
            turns: Mutex::default(),
        }
    }

    /// Waits for a turn. While it waits, the guard is given back: a bot that only waits for its turn is idle until then.
    pub(super) async fn turn(&self, busy: Busy) -> Busy {
        let now = self.clock.now();
        let turn = self.reserve(now);
        if turn <= now {
            return busy;
        }
        let mut alarm = self.clock.alarm();
        alarm.set(Some(turn));
        drop(busy);
        alarm.rings().await
    }

    /// Counts so many turns as just given: those that an earlier process may have used before it ended. Whoever comes first waits for as
    /// long as they count, at most.
    pub(super) fn used(&self, now: DateTime<Utc>, turns: usize) {
        for _ in 0..turns.min(self.most) {
            self.reserve(now);
        }
    }

    /// How many turns can be had now.
    pub(super) fn free(&self, now: DateTime<Utc>) -> usize {
        let turns = self.turns(now);
        let lately = turns.given.iter().filter(|turn| **turn > now - self.within);
        self.most.saturating_sub(lately.count())
    }

    /// When the next turn can be had: now, or later.
    pub(super) fn next(&self, now: DateTime<Utc>) -> DateTime<Utc> {
        let turns = self.turns(now);
        match turns.given.front() {
            Some(first) if turns.given.len() >= self.most => now.max(*first + self.within),
            _ => now,
        }
    }

    /// Takes one of the [`Pace::free`] turns.
    pub(super) fn take(&self, now: DateTime<Utc>) {
        self.reserve(now);
    }

    /// The turns, which have moved with the machine's clock where that was set back: nobody waits for the time to come again.
    fn turns(&self, now: DateTime<Utc>) -> MutexGuard<'_, Turns> {
        let mut turns = self.turns.lock().unwrap_or_else(PoisonError::into_inner);
        let back = turns.asked.map_or(TimeDelta::zero(), |asked| asked - now);
        if back > SET_BACK {
            for turn in &mut turns.given {
                *turn -= back;
            }
        }
        if back > SET_BACK || back <= TimeDelta::zero() {
            turns.asked = Some(now);
        }
        turns
    }

    fn reserve(&self, now: DateTime<Utc>) -> DateTime<Utc> {
        let mut turns = self.turns(now);
        let given = &mut turns.given;
        let last = given.back().copied().unwrap_or(now);
        let free = match given.front() {
            Some(first) if given.len() >= self.most && *first + self.within > now => {
                (*first + self.within).max(last + self.apart)
            }
            _ => now,
        };
        // Behind the last one: turns are taken in the order in which they were asked for.
        let turn = free.max(now).max(last);
        if given.len() >= self.most {
            given.pop_front();
        }
        given.push_back(turn);
        turn
    }
}

/// How many requests a row takes where nothing goes wrong.
pub(super) fn requests_for(delivery: &Delivery) -> usize {
    match delivery {
        // The conversation may have to be opened first.
        Delivery::Send {
            to: Place::Direct(_) | Place::Discreet(_),
            ..
        } => 2,
        Delivery::OpenThread { members, .. } | Delivery::OpenPrivateThread { members, .. } => {
            1 + members.len()
        }
        _ => 1,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use futures_util::FutureExt;

    use super::*;

    fn start() -> DateTime<Utc> {
        "2026-03-02T09:00:00Z".parse().unwrap()
    }

    #[test]
    fn no_stretch_holds_more_turns_than_it_may() {
        let pace = Pace::per_second(Clock::standing(start()), 45);
        let mut now = start();
        let mut turns = Vec::new();
        for step in 0..500 {
            now += TimeDelta::milliseconds([0, 3, 0, 40][step % 4]);
            turns.push(pace.reserve(now));
        }
        assert!(turns.is_sorted());
        for pair in turns.windows(46) {
            assert!(pair[45] - pair[0] >= TimeDelta::seconds(1), "{pair:?}");
        }
        assert!(
            turns[44] < start() + TimeDelta::seconds(1),
            "the first 45 need not wait"
        );
    }

    #[test]
    fn turns_that_are_waited_for_are_spread_and_a_pause_is_made_up_for() {
        let pace = Pace::per_second(Clock::standing(start()), 45);
        let at = |ms| start() + TimeDelta::milliseconds(ms);
        let many = |now: DateTime<Utc>, count: usize| -> Vec<i64> {
            (0..count)
                .map(|_| (pace.reserve(now) - start()).num_milliseconds())
                .collect()
        };
        assert_eq!(many(at(0), 45), [0; 45]);
        let next = many(at(10), 45);
        assert_eq!((next[0], next[1], next[44]), (1000, 1022, 1977));
        // Nobody asked for half a second: as many as were missed may come at once.
        let after = many(at(2500), 30);
        assert_eq!(after.iter().filter(|turn| **turn == 2500).count(), 23);
        assert!(after.is_sorted());
    }

    #[test]
    fn what_an_earlier_process_used_counts_for_a_second() {
        let pace = Pace::per_second(Clock::standing(start()), 45);
        pace.used(start(), 40);
        let ms = |turn: DateTime<Utc>| (turn - start()).num_milliseconds();
        let turns: Vec<_> = (0..7).map(|_| ms(pace.reserve(start()))).collect();
        assert_eq!(turns, [0, 0, 0, 0, 0, 1000, 1022]);
        let pace = Pace::per_second(Clock::standing(start()), 45);
        pace.used(start(), 1000);
        assert_eq!(
            ms(pace.reserve(start())),
            1000,
            "more than fit there are not"
        );
        let later = start() + TimeDelta::seconds(3);
        assert_eq!(pace.reserve(later), later);
    }

    #[test]
    fn a_minutes_worth_is_spread() {
        let pace = Pace::per_minute(Clock::standing(start()), 60);
        let turns: Vec<_> = (0..60)
            .map(|_| (pace.reserve(start()) - start()).num_seconds())
            .collect();
        assert_eq!((turns[9], turns[10], turns[59]), (0, 10, 50));
        let slow = Pace::per_minute(Clock::standing(start()), 1);
        assert_eq!(
            [slow.reserve(start()), slow.reserve(start())],
            [start(), start() + TimeDelta::minutes(1)]
        );
    }

    #[test]
    fn a_clock_that_is_set_back_holds_up_nobody() {
        let pace = Pace::per_second(Clock::standing(start()), 2);
        let turns: Vec<_> = (0..3).map(|_| pace.reserve(start())).collect();
        assert_eq!(turns[2], start() + TimeDelta::seconds(1));
        let earlier = start() - TimeDelta::hours(1);
        assert_eq!(pace.next(earlier), earlier + TimeDelta::seconds(1));
        let next: Vec<_> = (0..3)
            .map(|_| (pace.reserve(earlier) - earlier).num_seconds())
            .collect();
        assert_eq!(next, [1, 2, 2]);
        // Two tasks that come in another order than they looked at the clock are no such thing.
        let later = earlier + TimeDelta::seconds(9);
        assert_eq!(pace.reserve(later), later);
        let hardly = later - TimeDelta::milliseconds(2);
        assert_eq!(pace.reserve(hardly), later);
    }

    #[test]
    fn turns_can_be_had_without_waiting_for_them() {
        let pace = Pace::per_minute(Clock::standing(start()), 12);
        let second = |seconds| start() + TimeDelta::seconds(seconds);
        assert_eq!((pace.free(start()), pace.next(start())), (2, start()));
        pace.take(start());
        pace.take(second(1));
        assert_eq!(
            (pace.free(second(1)), pace.next(second(1))),
            (0, second(10))
        );
        assert_eq!(
            (pace.free(second(9)), pace.next(second(9))),
            (0, second(10))
        );
        assert_eq!(
            (pace.free(second(10)), pace.next(second(10))),
            (1, second(10))
        );
        pace.take(second(10));
        assert_eq!(
            (pace.free(second(10)), pace.next(second(10))),
            (0, second(11))
        );
        assert_eq!(pace.free(second(20)), 2);
    }

    #[test]
    fn who_waits_for_a_turn_is_idle_until_it_comes() {
        let clock = Clock::standing(start());
        let pace = Pace::per_second(clock.clone(), 1);
        drop(pace.turn(clock.busy()).now_or_never().unwrap());
        let mut second = std::pin::pin!(pace.turn(clock.busy()));
        assert!(second.as_mut().now_or_never().is_none());
        assert_eq!(clock.activity().idle_events(), Some(0));
        assert_eq!(clock.next_due(), Some(start() + TimeDelta::seconds(1)));
        clock.move_to(start() + TimeDelta::seconds(1));
        assert!(second.now_or_never().is_some());
    }
}
