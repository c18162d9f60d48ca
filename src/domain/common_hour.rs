//! The hour proposed to people who are put together: one in which all of them are at work.

use chrono::{DateTime, DurationRound as _, TimeDelta, Utc};

use super::schedule::Calendar;

/// How long the hour proposed is.
pub const LENGTH: TimeDelta = TimeDelta::hours(1);
/// Hours begin on the half-hour, so that zones off by thirty minutes find one, too.
const STEP: TimeDelta = TimeDelta::minutes(30);
/// The first hour that fits is taken together with those that follow so closely that it is the same day for all.
const SAME_DAY: TimeDelta = TimeDelta::hours(12);
/// More room than so many steps before and after the hour makes it no better.
const ENOUGH_ROOM: i32 = 6;

/// An hour in which all of these are at work, within `from` and `until`: on the first day that has one, and there the one farthest from
/// where anybody's day begins or ends. `None`: there is none, or nobody is to meet.
pub fn propose(
    calendars: &[Calendar],
    from: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Option<DateTime<Utc>> {
    if calendars.is_empty() {
        return None;
    }
    let first = starts(from)
        .take_while(|start| *start + LENGTH <= until)
        .find(|start| is_common(calendars, *start, *start + LENGTH))?;
    let last = (first + SAME_DAY).min(until - LENGTH);
    starts(first)
        .take_while(|start| *start <= last)
        .filter(|start| is_common(calendars, *start, *start + LENGTH))
        // Of several equally good ones `max_by_key` gives the last, and people like to have things behind them.
        .max_by_key(|start| (room(calendars, *start), std::cmp::Reverse(*start)))
}

/// Whether all of these are at work in the hour that begins then.
pub fn suits(calendars: &[Calendar], at: DateTime<Utc>) -> bool {
    is_common(calendars, at, at + LENGTH)
}

/// The half-hours from an instant on.
fn starts(from: DateTime<Utc>) -> impl Iterator<Item = DateTime<Utc>> {
    let rounded = from.duration_trunc(STEP).unwrap_or(from);
    let first = if rounded < from {
        rounded + STEP
    } else {
        rounded
    };
    std::iter::successors(Some(first), |start| start.checked_add_signed(STEP))
}

/// Whether everybody works through all of this time.
fn is_common(calendars: &[Calendar], from: DateTime<Utc>, to: DateTime<Utc>) -> bool {
    let instants = || {
        std::iter::successors(Some(from), |at| at.checked_add_signed(STEP))
            .take_while(|at| *at < to)
    };
    calendars.iter().all(|calendar| {
        instants().all(|at| calendar.is_working(at))
            && calendar.is_working(to - TimeDelta::milliseconds(1))
    })
}

/// How many steps everybody is at work before and after the hour, as far as that matters.
fn room(calendars: &[Calendar], start: DateTime<Utc>) -> i32 {
    (1..=ENOUGH_ROOM)
        .take_while(|steps| {
            let around = STEP * *steps;
            is_common(calendars, start - around, start + LENGTH + around)
        })
        .last()
        .unwrap_or(0)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use chrono_tz::Tz;
    use proptest::prelude::*;

    use super::*;

    fn calendar(zone: Tz, days: &str, hours: &str) -> Calendar {
        Calendar {
            days: days.parse().unwrap(),
            hours: hours.parse().unwrap(),
            ..Calendar::standard(zone)
        }
    }

    #[track_caller]
    fn check(calendars: &[Calendar], from: &str, until: &str, expected: Option<&str>) {
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        assert_eq!(
            propose(calendars, at(from), at(until)),
            expected.map(at),
            "{calendars:?}"
        );
    }

    #[test]
    fn the_hour_is_in_the_middle_of_what_the_days_have_in_common() {
        let lisbon = calendar(chrono_tz::Europe::Lisbon, "Mon-Fri", "9-17");
        let kolkata = calendar(chrono_tz::Asia::Kolkata, "Mon-Fri", "9:00-17:30");
        // 2026-03-10 is a Tuesday; in Lisbon it is UTC then.
        let week = ("2026-03-10T10:00:00Z", "2026-03-17T10:00:00Z");
        check(
            std::slice::from_ref(&lisbon),
            "2026-03-11T00:00:00Z",
            week.1,
            Some("2026-03-11T12:00:00Z"),
        );
        // Nine to noon in Lisbon is half past two to half past five in Kolkata.
        check(
            &[lisbon.clone(), kolkata.clone()],
            week.0,
            week.1,
            Some("2026-03-10T10:00:00Z"),
        );
        check(
            &[lisbon.clone(), kolkata],
            "2026-03-13T13:00:00Z",
            week.1,
            Some("2026-03-16T10:00:00Z"),
        );
        let los_angeles = calendar(chrono_tz::America::Los_Angeles, "Mon-Fri", "9-17");
        check(
            &[lisbon.clone(), los_angeles.clone()],
            week.0,
            week.1,
            Some("2026-03-10T16:00:00Z"),
        );
        // Who works on other days has none with them, and nor has who sleeps then.
        let weekends = calendar(chrono_tz::Europe::Lisbon, "Sat-Sun", "9-17");
        check(&[lisbon.clone(), weekends], week.0, week.1, None);
        let tokyo = calendar(chrono_tz::Asia::Tokyo, "Mon-Fri", "9-17");
        check(&[lisbon, tokyo, los_angeles], week.0, week.1, None);
        check(&[], week.0, week.1, None);
    }

    #[test]
    fn an_hour_that_does_not_end_in_time_is_none() {
        let lisbon = calendar(chrono_tz::Europe::Lisbon, "Mon-Fri", "9-17");
        check(
            std::slice::from_ref(&lisbon),
            "2026-03-10T09:00:00Z",
            "2026-03-10T09:59:00Z",
            None,
        );
        check(
            std::slice::from_ref(&lisbon),
            "2026-03-10T09:00:00Z",
            "2026-03-10T10:00:00Z",
            Some("2026-03-10T09:00:00Z"),
        );
        check(
            &[lisbon],
            "2026-03-10T16:01:00Z",
            "2026-03-11T09:30:00Z",
            None,
        );
    }

    proptest! {
        #[test]
        fn everybody_is_at_work_in_the_hour_proposed(
            zones in proptest::collection::vec(0..chrono_tz::TZ_VARIANTS.len(), 1..4),
            minute in 0_i64..400 * 24 * 60,
        ) {
            let calendars: Vec<Calendar> = zones.into_iter().map(|zone| Calendar::standard(chrono_tz::TZ_VARIANTS[zone])).collect();
            let from = "2026-01-01T00:00:00Z".parse::<DateTime<Utc>>().unwrap() + TimeDelta::minutes(minute);
            let until = from + TimeDelta::days(7);
            if let Some(start) = propose(&calendars, from, until) {
                prop_assert!(start >= from && start + LENGTH <= until);
                for calendar in &calendars {
                    for minutes in [0, 15, 30, 45, 59] {
                        prop_assert!(calendar.is_working(start + TimeDelta::minutes(minutes)));
                    }
                }
            }
        }
    }
}
