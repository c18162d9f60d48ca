//! How many sessions a bot may start, and how soon after another.

use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};

/// How many sessions a bot may start in a day, as Discord counts for a bot of few servers.
pub const STARTS_A_DAY: u32 = 1000;

/// How many sessions were started in the present day of the sandbox's clock.
#[derive(Debug, Default)]
pub struct SessionStarts {
    since: Option<DateTime<Utc>>,
    used: u32,
    latest: Option<Instant>,
}

/// Whether one more session may start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Start {
    /// It may.
    Allowed,
    /// Too soon after the one before.
    TooSoon,
    /// The day's number is used up.
    NoneLeft,
}

impl SessionStarts {
    /// How many sessions may still be started today, and how long until the day is over, as `GET /gateway/bot`
    /// tells.
    pub fn left(&self, now: DateTime<Utc>) -> (u32, TimeDelta) {
        match self.since.map(|since| since + TimeDelta::days(1)) {
            Some(end) if now < end => (STARTS_A_DAY.saturating_sub(self.used), end - now),
            _ => (STARTS_A_DAY, TimeDelta::zero()),
        }
    }

    /// Uses up the day's starts, so that the next IDENTIFY meets the limit.
    pub(crate) fn use_up(&mut self, now: DateTime<Utc>) {
        self.since = Some(now);
        self.used = STARTS_A_DAY;
    }

    /// Counts one more IDENTIFY. `gap` is the real time that must lie between two.
    pub(crate) fn count(&mut self, now: DateTime<Utc>, gap: Duration) -> Start {
        let (left, until) = self.left(now);
        if left == 0 {
            return Start::NoneLeft;
        }
        if self.latest.is_some_and(|latest| latest.elapsed() < gap) {
            return Start::TooSoon;
        }
        if until.is_zero() {
            self.since = Some(now);
            self.used = 0;
        }
        self.used += 1;
        self.latest = Some(Instant::now());
        Start::Allowed
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::*;

    #[test]
    fn a_day_has_its_number_and_ends() {
        let now: DateTime<Utc> = "2026-03-02T09:00:00Z".parse().unwrap();
        let mut starts = SessionStarts::default();
        assert_eq!(starts.left(now), (1000, TimeDelta::zero()));
        assert_eq!(starts.count(now, Duration::ZERO), Start::Allowed);
        let later = now + TimeDelta::hours(1);
        assert_eq!(starts.left(later), (999, TimeDelta::hours(23)));
        for _ in 0..999 {
            assert_eq!(starts.count(later, Duration::ZERO), Start::Allowed);
        }
        assert_eq!(starts.count(later, Duration::ZERO), Start::NoneLeft);
        let tomorrow = now + TimeDelta::days(1);
        assert_eq!(starts.count(tomorrow, Duration::ZERO), Start::Allowed);
        assert_eq!(starts.left(tomorrow), (999, TimeDelta::days(1)));
    }

    #[test]
    fn two_in_a_row_need_their_gap() {
        let now: DateTime<Utc> = "2026-03-02T09:00:00Z".parse().unwrap();
        let mut starts = SessionStarts::default();
        let gap = Duration::from_hours(1);
        assert_eq!(starts.count(now, gap), Start::Allowed);
        assert_eq!(starts.count(now, gap), Start::TooSoon);
        assert_eq!(starts.left(now).0, 999, "one refused so is not counted");
    }
}
