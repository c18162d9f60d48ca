//! Local wall-clock times and instants.

use chrono::{
    DateTime, Days, LocalResult, NaiveDate, NaiveDateTime, NaiveTime, TimeZone as _, Utc,
};
use chrono_tz::{GapInfo, Tz};

/// The instant at which a zone's clocks show a time on a date.
///
/// A time that the clocks skip becomes the first one they show afterwards; of a time that they show twice, the first counts.
/// So a daily job runs every day, once.
pub fn local_instant(zone: Tz, date: NaiveDate, time: NaiveTime) -> DateTime<Utc> {
    let local = date.and_time(time);
    match zone.from_local_datetime(&local) {
        LocalResult::Single(instant) | LocalResult::Ambiguous(instant, _) => instant.to_utc(),
        LocalResult::None => after_gap(zone, local),
    }
}

/// The date that a zone's clocks show at an instant.
pub fn local_date(zone: Tz, at: DateTime<Utc>) -> NaiveDate {
    at.with_timezone(&zone).date_naive()
}

fn after_gap(zone: Tz, local: NaiveDateTime) -> DateTime<Utc> {
    GapInfo::new(&local, &zone)
        .and_then(|gap| gap.end)
        .map_or_else(
            // Only at the very ends of the calendar does the gap have no end; a time in UTC is the best there is.
            || local.and_utc(),
            |end| end.to_utc(),
        )
}

/// The next date, or the same one on the last day of the calendar.
pub(super) fn next_day(date: NaiveDate) -> NaiveDate {
    date.checked_add_days(Days::new(1)).unwrap_or(date)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[track_caller]
    fn check(zone: Tz, local: &str, expected: &str) {
        let local: NaiveDateTime = local.parse().unwrap();
        assert_eq!(
            local_instant(zone, local.date(), local.time()),
            expected.parse::<DateTime<Utc>>().unwrap(),
            "{zone} {local}"
        );
    }

    #[test]
    fn plain_days_in_ten_zones() {
        check(
            chrono_tz::UTC,
            "2026-03-10T09:00:00",
            "2026-03-10T09:00:00Z",
        );
        check(
            chrono_tz::Europe::Lisbon,
            "2026-03-10T09:00:00",
            "2026-03-10T09:00:00Z",
        );
        check(
            chrono_tz::Europe::Berlin,
            "2026-03-10T09:00:00",
            "2026-03-10T08:00:00Z",
        );
        check(
            chrono_tz::America::New_York,
            "2026-03-10T09:00:00",
            "2026-03-10T13:00:00Z",
        );
        check(
            chrono_tz::America::Sao_Paulo,
            "2026-03-10T09:00:00",
            "2026-03-10T12:00:00Z",
        );
        check(
            chrono_tz::Asia::Kolkata,
            "2026-03-10T09:00:00",
            "2026-03-10T03:30:00Z",
        );
        check(
            chrono_tz::Asia::Kathmandu,
            "2026-03-10T09:00:00",
            "2026-03-10T03:15:00Z",
        );
        check(
            chrono_tz::Asia::Tokyo,
            "2026-03-10T09:00:00",
            "2026-03-10T00:00:00Z",
        );
        check(
            chrono_tz::Australia::Adelaide,
            "2026-03-10T09:00:00",
            "2026-03-09T22:30:00Z",
        );
        check(
            chrono_tz::Pacific::Auckland,
            "2026-03-10T09:00:00",
            "2026-03-09T20:00:00Z",
        );
        check(
            chrono_tz::Pacific::Chatham,
            "2026-03-10T09:00:00",
            "2026-03-09T19:15:00Z",
        );
        check(
            chrono_tz::America::St_Johns,
            "2026-03-10T09:00:00",
            "2026-03-10T11:30:00Z",
        );
    }

    #[test]
    fn nine_stays_nine_across_both_changes() {
        check(
            chrono_tz::Europe::Berlin,
            "2026-03-28T09:00:00",
            "2026-03-28T08:00:00Z",
        );
        check(
            chrono_tz::Europe::Berlin,
            "2026-03-29T09:00:00",
            "2026-03-29T07:00:00Z",
        );
        check(
            chrono_tz::Europe::Berlin,
            "2026-10-24T09:00:00",
            "2026-10-24T07:00:00Z",
        );
        check(
            chrono_tz::Europe::Berlin,
            "2026-10-25T09:00:00",
            "2026-10-25T08:00:00Z",
        );
        check(
            chrono_tz::America::New_York,
            "2026-03-07T09:00:00",
            "2026-03-07T14:00:00Z",
        );
        check(
            chrono_tz::America::New_York,
            "2026-03-08T09:00:00",
            "2026-03-08T13:00:00Z",
        );
        check(
            chrono_tz::America::New_York,
            "2026-11-01T09:00:00",
            "2026-11-01T14:00:00Z",
        );
        check(
            chrono_tz::Australia::Adelaide,
            "2026-04-05T09:00:00",
            "2026-04-04T23:30:00Z",
        );
        check(
            chrono_tz::Australia::Adelaide,
            "2026-10-04T09:00:00",
            "2026-10-03T22:30:00Z",
        );
    }

    #[test]
    fn a_skipped_time_is_the_next_there_is() {
        check(
            chrono_tz::Europe::Berlin,
            "2026-03-29T02:00:00",
            "2026-03-29T01:00:00Z",
        );
        check(
            chrono_tz::Europe::Berlin,
            "2026-03-29T02:30:00",
            "2026-03-29T01:00:00Z",
        );
        check(
            chrono_tz::Europe::Berlin,
            "2026-03-29T03:00:00",
            "2026-03-29T01:00:00Z",
        );
        check(
            chrono_tz::America::New_York,
            "2026-03-08T02:30:00",
            "2026-03-08T07:00:00Z",
        );
        // Half an hour only.
        check(
            chrono_tz::Australia::Lord_Howe,
            "2026-10-04T02:15:00",
            "2026-10-03T15:30:00Z",
        );
        // At midnight: the day begins at one.
        check(
            chrono_tz::Africa::Cairo,
            "2026-04-24T00:00:00",
            "2026-04-23T22:00:00Z",
        );
        // A whole day: Samoa crossed the date line.
        check(
            chrono_tz::Pacific::Apia,
            "2011-12-30T09:00:00",
            "2011-12-30T10:00:00Z",
        );
    }

    #[test]
    fn of_a_time_shown_twice_the_first_counts() {
        check(
            chrono_tz::Europe::Berlin,
            "2026-10-25T02:30:00",
            "2026-10-25T00:30:00Z",
        );
        check(
            chrono_tz::America::New_York,
            "2026-11-01T01:30:00",
            "2026-11-01T05:30:00Z",
        );
        check(
            chrono_tz::Australia::Lord_Howe,
            "2026-04-05T01:45:00",
            "2026-04-04T14:45:00Z",
        );
    }
}
