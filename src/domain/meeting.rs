//! What time brings to people who were put together: a nudge half-way, the question whether they met, and the same once more.

use chrono::{DateTime, Utc};

use super::round::PairingDue;
use super::schedule::{Calendar, check_again_at, check_in_at, half_way};

/// So many working days people have to meet, or to write to each other, once they were introduced, before anybody asks.
pub const TIME_TO_MEET: u32 = 1;

/// What decides it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moments {
    /// When they were put together.
    pub since: DateTime<Utc>,
    /// When they were introduced to each other, as far as that is known: their thread may have opened long after they were put together.
    pub introduced_at: Option<DateTime<Utc>>,
    /// When the round was paired.
    pub starts_at: DateTime<Utc>,
    /// When the next round is to start.
    pub next_at: DateTime<Utc>,
    /// Whether a reminder could be seen to be needed: they have a thread, and nobody wrote or clicked.
    pub silent: bool,
    /// Whether they were reminded half-way.
    pub nudged: bool,
    /// When they were asked whether they met, if they were.
    pub asked_at: Option<DateTime<Utc>>,
    /// When one of them last said **Not yet**.
    pub not_yet_at: Option<DateTime<Utc>>,
    /// Whether they were asked once more.
    pub asked_again: bool,
}

/// What comes next, and when; it may be past. `None`: nothing more until the next round.
pub fn next(calendar: &Calendar, moments: &Moments) -> Option<(DateTime<Utc>, PairingDue)> {
    if let Some(asked_at) = moments.asked_at {
        // Who said so before the question was there has been asked once more by it.
        let since = moments
            .not_yet_at
            .filter(|said| !moments.asked_again && *said >= asked_at)?;
        return check_again_at(calendar, since, moments.next_at)
            .map(|at| (at, PairingDue::CheckAgain));
    }
    let had_time = moments
        .introduced_at
        .map(|at| calendar.add_working_days(at, TIME_TO_MEET));
    let check_in = check_in_at(calendar, moments.starts_at, moments.next_at)
        .map(|at| had_time.map_or(at, |had| at.max(had)))
        .filter(|at| *at < moments.next_at);
    let nudge = half_way(
        calendar,
        moments.since.max(moments.starts_at),
        moments.next_at,
    )
    .map(|at| match moments.introduced_at {
        Some(introduced) if at <= introduced => had_time.unwrap_or(at),
        _ => at,
    })
    .filter(|at| *at < check_in.unwrap_or(moments.next_at))
    .filter(|_| moments.silent && !moments.nudged)
    .map(|at| (at, PairingDue::Nudge));
    nudge.or_else(|| check_in.map(|at| (at, PairingDue::CheckIn)))
}

/// Until when somebody who lost their partner can be given another: nobody joins once the others are asked whether they met.
pub fn joined_until(
    calendar: &Calendar,
    starts_at: DateTime<Utc>,
    next_at: DateTime<Utc>,
) -> DateTime<Utc> {
    check_in_at(calendar, starts_at, next_at).unwrap_or(starts_at)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    /// A weekly round from Tuesday the 10th of March 2026 at ten.
    fn week() -> Moments {
        Moments {
            since: at("2026-03-10T10:00:00Z"),
            introduced_at: None,
            starts_at: at("2026-03-10T10:00:00Z"),
            next_at: at("2026-03-17T10:00:00Z"),
            silent: true,
            nudged: false,
            asked_at: None,
            not_yet_at: None,
            asked_again: false,
        }
    }

    #[track_caller]
    fn check(moments: Moments, expected: Option<(&str, PairingDue)>) {
        let calendar = Calendar::standard(chrono_tz::UTC);
        assert_eq!(
            next(&calendar, &moments),
            expected.map(|(when, due)| (at(when), due)),
            "{moments:?}"
        );
    }

    #[test]
    fn who_is_silent_is_nudged_once_before_everybody_is_asked() {
        let calendar = Calendar::standard(chrono_tz::UTC);
        let (when, due) = next(&calendar, &week()).unwrap();
        assert_eq!(due, PairingDue::Nudge);
        assert!(
            when > week().since && when < at("2026-03-12T10:00:00Z"),
            "{when}"
        );
        let asked = Some(("2026-03-12T10:00:00Z", PairingDue::CheckIn));
        check(
            Moments {
                nudged: true,
                ..week()
            },
            asked,
        );
        check(
            Moments {
                silent: false,
                ..week()
            },
            asked,
        );
    }

    #[test]
    fn who_was_put_together_late_is_not_nudged_when_the_question_comes_first() {
        check(
            Moments {
                since: at("2026-03-12T09:00:00Z"),
                ..week()
            },
            Some(("2026-03-12T10:00:00Z", PairingDue::CheckIn)),
        );
    }

    #[test]
    fn who_was_introduced_late_has_a_working_day_before_anything_is_asked() {
        for (introduced, asked) in [
            ("2026-03-10T10:00:05Z", "2026-03-12T10:00:00Z"),
            ("2026-03-12T09:30:00Z", "2026-03-13T09:30:00Z"),
            ("2026-03-13T15:00:00Z", "2026-03-16T15:00:00Z"),
        ] {
            let moments = Moments {
                introduced_at: Some(at(introduced)),
                silent: false,
                ..week()
            };
            check(moments, Some((asked, PairingDue::CheckIn)));
        }
        // Half-way is past when they are introduced, and the question comes a day later anyway.
        check(
            Moments {
                introduced_at: Some(at("2026-03-12T09:30:00Z")),
                ..week()
            },
            Some(("2026-03-13T09:30:00Z", PairingDue::CheckIn)),
        );
        // Of no use any more before the next round.
        check(
            Moments {
                introduced_at: Some(at("2026-03-16T12:00:00Z")),
                ..week()
            },
            None,
        );
    }

    #[test]
    fn not_yet_brings_the_question_back_once_two_days_later() {
        let asked = Moments {
            asked_at: Some(at("2026-03-12T10:00:00Z")),
            ..week()
        };
        check(asked, None);
        let not_yet = Moments {
            not_yet_at: Some(at("2026-03-12T11:00:00Z")),
            ..asked
        };
        check(
            not_yet,
            Some(("2026-03-16T09:00:00Z", PairingDue::CheckAgain)),
        );
        check(
            Moments {
                asked_again: true,
                ..not_yet
            },
            None,
        );
        // Said before the question, it was answered by the question.
        check(
            Moments {
                not_yet_at: Some(at("2026-03-10T12:00:00Z")),
                ..asked
            },
            None,
        );
        // Too late for another before the next round.
        check(
            Moments {
                not_yet_at: Some(at("2026-03-16T11:00:00Z")),
                ..asked
            },
            None,
        );
    }

    #[test]
    fn nobody_joins_once_the_question_is_there() {
        let calendar = Calendar::standard(chrono_tz::UTC);
        assert_eq!(
            joined_until(&calendar, week().starts_at, week().next_at),
            at("2026-03-12T10:00:00Z")
        );
    }
}
