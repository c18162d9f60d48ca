//! Ids that carry the sandbox's time.

use chrono::{DateTime, TimeZone, Utc};
use twilight_model::id::Id;

/// The first millisecond of 2015, from which Discord counts.
const EPOCH: i64 = 1_420_070_400_000;

/// Makes ids. The same calls at the same times make the same ids.
#[derive(Debug, Default)]
pub struct Snowflakes {
    last: u64,
}

impl Snowflakes {
    /// An id made at `now`, larger than every earlier one.
    pub fn next<T>(&mut self, now: DateTime<Utc>) -> Id<T> {
        let since = u64::try_from(now.timestamp_millis() - EPOCH).unwrap_or(0);
        self.last = (since << 22).max(self.last + 1);
        Id::new_checked(self.last).unwrap_or(Id::new(1))
    }
}

/// The instant that an id carries.
pub fn made_at<T>(id: Id<T>) -> DateTime<Utc> {
    let since = i64::try_from(id.get() >> 22).unwrap_or(0);
    Utc.timestamp_millis_opt(since + EPOCH)
        .single()
        .unwrap_or_default()
}

/// The smallest id that something made at `at` can have.
pub fn floor(at: DateTime<Utc>) -> u64 {
    u64::try_from(at.timestamp_millis() - EPOCH).unwrap_or(0) << 22
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use twilight_model::id::marker::UserMarker;

    use super::*;

    #[test]
    fn ids_grow_while_time_stands_still_and_carry_it() {
        let now = Utc.with_ymd_and_hms(2026, 3, 2, 9, 0, 0).unwrap();
        let mut ids = Snowflakes::default();
        let first: Id<UserMarker> = ids.next(now);
        let second: Id<UserMarker> = ids.next(now);
        assert!(second > first);
        assert_eq!(made_at(first), now);
        assert_eq!(made_at(second), now);
        assert!(first.get() >= floor(now));
    }

    #[test]
    fn ids_grow_even_when_time_goes_back() {
        let now = Utc.with_ymd_and_hms(2026, 3, 2, 9, 0, 0).unwrap();
        let mut ids = Snowflakes::default();
        let first: Id<UserMarker> = ids.next(now);
        let second: Id<UserMarker> = ids.next(now - chrono::TimeDelta::hours(1));
        assert!(second > first);
    }
}
