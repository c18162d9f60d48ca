//! The times of an ask without a name.

use chrono::{DateTime, TimeDelta, Utc};

/// So long after an anonymous ask has ended, it is still known whose it was, so that they can read on, reply, and reveal themselves.
pub const KEPT_AFTER_THE_END: TimeDelta = TimeDelta::days(3);
/// An anonymous ask whose asker is gone ends at some time within this, so that nobody sees why.
pub const VANISHES_WITHIN: TimeDelta = TimeDelta::days(1);
/// An anonymous asker is told of answers no more often than this.
pub const TOLD_EVERY: TimeDelta = TimeDelta::hours(1);
/// An anonymous asker may reply so often within [`REPLIES_WITHIN`].
pub const MAX_REPLIES: u32 = 20;
/// The time in which replies are counted.
pub const REPLIES_WITHIN: TimeDelta = TimeDelta::hours(1);
/// Where the post of an anonymous ask could not be put up, it is tried again after so long.
pub const POSTED_AGAIN_AFTER: TimeDelta = TimeDelta::hours(4);

/// The earliest time at which an anonymous asker is told of an answer that came `now`, when they were last told then. `None`: they
/// are about to be told already.
pub fn told_again_at(told: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    match told {
        None => Some(now),
        Some(told) if told > now => None,
        Some(told) => Some(now.max(told + TOLD_EVERY)),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        format!("2026-03-02T{text}:00Z").parse().unwrap()
    }

    #[track_caller]
    fn check(told: Option<&str>, now: &str, expected: Option<&str>) {
        assert_eq!(told_again_at(told.map(at), at(now)), expected.map(at));
    }

    #[test]
    fn an_asker_is_told_at_once_and_then_hourly() {
        check(None, "10:00", Some("10:00"));
        check(Some("10:00"), "10:00", Some("11:00"));
        check(Some("10:00"), "10:20", Some("11:00"));
        check(Some("10:00"), "11:00", Some("11:00"));
        check(Some("10:00"), "14:30", Some("14:30"));
        // Owed for the end of the hour already.
        check(Some("11:00"), "10:40", None);
    }
}
