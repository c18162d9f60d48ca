//! How long somebody has been a member, and what follows from it.

use chrono::{DateTime, TimeDelta, Utc};

/// How long a newcomer is one.
pub const NEWCOMER_FOR: TimeDelta = TimeDelta::days(30);
/// How long one is a member before hosting newcomers.
pub const HOST_AFTER: TimeDelta = TimeDelta::days(90);
/// Help to somebody at least so many bands above the helper goes upwards.
pub const UPWARDS_BY: u8 = 3;

/// Where each band from 1 on begins, in days: the end of the one before.
const BAND_STARTS: [i64; 9] = [
    30,
    90,
    180,
    365,
    2 * 365,
    3 * 365,
    4 * 365,
    6 * 365,
    8 * 365,
];

/// How long somebody has been a member, coarsely: 0 is under 30 days, 9 is eight years and longer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TenureBand(u8);

impl TenureBand {
    /// The band at an instant of somebody who joined at another.
    pub fn at(joined: DateTime<Utc>, now: DateTime<Utc>) -> Self {
        let days = (now - joined).num_days();
        // A count of nine starts always fits.
        Self(
            u8::try_from(BAND_STARTS.iter().filter(|start| days >= **start).count())
                .unwrap_or(u8::MAX),
        )
    }

    /// The number, 0 to 9.
    pub const fn number(self) -> u8 {
        self.0
    }

    /// Whether help from a member of this band to one of the other goes upwards.
    pub const fn helps_upwards(self, learner: Self) -> bool {
        learner.0 >= self.0 + UPWARDS_BY
    }
}

/// Whether somebody is a newcomer still. `since` is when they joined, or got the newcomer role where one is set.
pub fn is_newcomer(since: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    now - since < NEWCOMER_FOR
}

/// Whether somebody can be a newcomer's host.
pub fn is_host(joined: DateTime<Utc>, declined_hosting: bool, now: DateTime<Utc>) -> bool {
    !declined_hosting && now - joined >= HOST_AFTER
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(days: i64) -> (DateTime<Utc>, DateTime<Utc>) {
        let joined = DateTime::UNIX_EPOCH + TimeDelta::days(10_000);
        (joined, joined + TimeDelta::days(days))
    }

    #[track_caller]
    fn check(days: i64, expected: u8) {
        let (joined, now) = after(days);
        assert_eq!(
            TenureBand::at(joined, now).number(),
            expected,
            "after {days} days"
        );
    }

    #[test]
    fn bands_begin_where_the_table_says() {
        for (band, start) in (1..).zip(BAND_STARTS) {
            check(start - 1, band - 1);
            check(start, band);
        }
        check(0, 0);
        check(-5, 0);
        check(20_000, 9);
    }

    #[test]
    fn upwards_is_three_bands() {
        assert!(TenureBand(1).helps_upwards(TenureBand(4)));
        assert!(!TenureBand(1).helps_upwards(TenureBand(3)));
        assert!(!TenureBand(9).helps_upwards(TenureBand(0)));
    }

    #[test]
    fn newcomers_and_hosts() {
        let newcomer = |days| {
            let (since, now) = after(days);
            is_newcomer(since, now)
        };
        let host = |days, declined| {
            let (joined, now) = after(days);
            is_host(joined, declined, now)
        };
        assert!(newcomer(0) && newcomer(29) && !newcomer(30));
        assert!(!host(89, false) && host(90, false) && !host(90, true));
    }
}
