//! Who loses their partner in a round: another who lost theirs, or a place in a pair that agrees to be three.

use chrono::{DateTime, Utc};

use super::schedule::Calendar;
use super::stored::stored_words;

/// So many pairs are asked at a time to be three with somebody. The first that agrees gets them.
pub const PAIRS_AT_ONCE: usize = 3;
/// So many working days a pair has to answer.
const WORKING_DAYS_TO_ANSWER: u32 = 1;
/// So many working days before the next round are left at the least to whoever is put together with another.
const WORKING_DAYS_TO_MEET: u32 = 1;

stored_words! {
    /// How far it has come with somebody who lost their partner.
    FreedState {
        /// They were asked whether they would like another.
        Asked = "asked",
        /// They would, and one is looked for.
        Looking = "looking",
        /// They have one.
        Placed = "placed",
        /// There was nobody.
        Nobody = "nobody",
        /// They rather sit it out.
        Out = "out",
    }
}

stored_words! {
    /// How far it has come with a pair that was asked to be three.
    PlaceState {
        /// They have time to answer.
        Open = "open",
        /// Both said yes.
        Taken = "taken",
        /// One said no.
        Declined = "declined",
        /// Whom it was for found another, or the time is up.
        Over = "over",
    }
}

/// Whether another is looked for at all for somebody who loses their partner now: whoever is found has a working day in which to meet
/// before the next round.
pub fn is_looked_for(calendar: &Calendar, now: DateTime<Utc>, next_at: DateTime<Utc>) -> bool {
    calendar.add_working_days(now, WORKING_DAYS_TO_MEET) <= next_at
}

/// Until when pairs asked now have time to answer: a working day, and at most until they are asked whether they met, as nobody joins so
/// late. `None`: that is now, so nobody is asked any more.
pub fn answer_until(
    calendar: &Calendar,
    now: DateTime<Utc>,
    check_in: DateTime<Utc>,
) -> Option<DateTime<Utc>> {
    (now < check_in).then(|| {
        calendar
            .add_working_days(now, WORKING_DAYS_TO_ANSWER)
            .min(check_in)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(now: &str, check_in: &str, expected: Option<&str>) {
        let at = |text: &str| text.parse::<DateTime<Utc>>().ok();
        let calendar = Calendar::standard(chrono_tz::UTC);
        let until = at(now)
            .zip(at(check_in))
            .and_then(|(now, check_in)| answer_until(&calendar, now, check_in));
        assert_eq!(until, expected.and_then(at));
    }

    #[test]
    fn whoever_is_found_has_a_working_day_to_meet() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().ok();
        let calendar = Calendar::standard(chrono_tz::UTC);
        // 2026-03-17 is a Tuesday.
        for (now, expected) in [
            ("2026-03-12T10:00:00Z", true),
            ("2026-03-16T10:00:00Z", true),
            ("2026-03-16T10:01:00Z", false),
            ("2026-03-17T09:30:00Z", false),
        ] {
            let found = at(now)
                .zip(at("2026-03-17T10:00:00Z"))
                .map(|(now, next_at)| is_looked_for(&calendar, now, next_at));
            assert_eq!(found, Some(expected), "{now}");
        }
    }

    #[test]
    fn a_pair_has_a_working_day_to_answer() {
        // 2026-03-10 is a Tuesday.
        check(
            "2026-03-10T10:00:00Z",
            "2026-03-12T10:00:00Z",
            Some("2026-03-11T10:00:00Z"),
        );
        check(
            "2026-03-10T20:00:00Z",
            "2026-03-17T10:00:00Z",
            Some("2026-03-12T09:00:00Z"),
        );
        check(
            "2026-03-13T15:00:00Z",
            "2026-03-24T10:00:00Z",
            Some("2026-03-16T15:00:00Z"),
        );
    }

    #[test]
    fn nobody_is_asked_to_join_once_people_are_asked_whether_they_met() {
        check(
            "2026-03-11T15:00:00Z",
            "2026-03-12T10:00:00Z",
            Some("2026-03-12T10:00:00Z"),
        );
        check("2026-03-12T10:00:00Z", "2026-03-12T10:00:00Z", None);
    }
}
