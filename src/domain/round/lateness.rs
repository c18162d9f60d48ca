//! What becomes of a round that is late, because the bot or Discord was away.
//!
//! Nobody is paired without having been told a working day before; and what comes so late that the next round is nearer is not
//! made up for. Both are decided here, from nothing but times.

use chrono::{DateTime, DurationRound as _, TimeDelta, Utc};

use crate::domain::schedule::Calendar;
use crate::domain::schedule::rhythm::announce_at;

/// What is at most so late counts as on time: the heads-up still leaves people about a working day.
pub const ON_TIME: TimeDelta = TimeDelta::hours(1);
/// A start that had to move is on a full five minutes, so that it can be said aloud.
const GRID: TimeDelta = TimeDelta::minutes(5);

/// What is to be done about a step of a round now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Nothing before this instant.
    Wait(DateTime<Utc>),
    /// It is its time. For a heads-up: the round starts at this instant, which is later than planned where the heads-up is.
    Now(DateTime<Utc>),
    /// It makes no sense any more.
    Missed,
}

/// What is to be done about the heads-up of a round that was planned to start at an instant, with the next at another.
pub fn announcing(
    calendar: &Calendar,
    start: DateTime<Utc>,
    next: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Step {
    let due = announce_at(calendar, start);
    if now < due {
        return Step::Wait(due);
    }
    if now <= due + ON_TIME {
        return Step::Now(start);
    }
    let at_work = calendar.next_working_instant(now);
    match announced_at(calendar, start, next, at_work) {
        Step::Now(_) if now < at_work => Step::Wait(at_work),
        step => step,
    }
}

/// When a round starts whose heads-up reached people at an instant: as planned where that was in time, otherwise one working day
/// later. Never [`Step::Wait`].
pub fn announced_at(
    calendar: &Calendar,
    start: DateTime<Utc>,
    next: DateTime<Utc>,
    told: DateTime<Utc>,
) -> Step {
    if told <= announce_at(calendar, start) + ON_TIME {
        return Step::Now(start);
    }
    let moved = on_the_grid(calendar.add_working_days(told, 1)).max(start);
    if moved < half(start, next) {
        Step::Now(moved)
    } else {
        Step::Missed
    }
}

/// What is to be done about pairing a round that starts at an instant, with the next at another: at once, and where that is late, when
/// the team is at work next.
pub fn pairing(
    calendar: &Calendar,
    start: DateTime<Utc>,
    next: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Step {
    if now < start {
        return Step::Wait(start);
    }
    if now <= start + ON_TIME {
        return Step::Now(start);
    }
    let at_work = calendar.next_working_instant(now);
    if at_work >= half(start, next) {
        Step::Missed
    } else if now < at_work {
        Step::Wait(at_work)
    } else {
        Step::Now(start)
    }
}

/// The middle between two starts: what has not begun by then is not begun any more.
fn half(start: DateTime<Utc>, next: DateTime<Utc>) -> DateTime<Utc> {
    start + (next - start) / 2
}

/// The instant, or the next full five minutes.
fn on_the_grid(at: DateTime<Utc>) -> DateTime<Utc> {
    match at.duration_trunc(GRID) {
        Ok(before) if before < at => before + GRID,
        _ => at,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::*;

    /// March 2026, in UTC; the 10th is a Tuesday.
    fn march(day: u32, hour: u32, minute: u32) -> DateTime<Utc> {
        use chrono::TimeZone as _;
        Utc.with_ymd_and_hms(2026, 3, day, hour, minute, 0).unwrap()
    }

    fn calendar() -> Calendar {
        Calendar::standard(chrono_tz::UTC)
    }

    #[test]
    fn a_heads_up_goes_out_a_working_day_before_or_has_the_start_moved_or_is_missed() {
        let (start, next) = (march(10, 10, 0), march(17, 10, 0));
        for (why, now, expected) in [
            ("early", march(9, 9, 59), Step::Wait(march(9, 10, 0))),
            ("in time", march(9, 10, 0), Step::Now(start)),
            ("an hour late", march(9, 11, 0), Step::Now(start)),
            ("longer", march(9, 11, 1), Step::Now(march(10, 11, 5))),
            (
                "at night, so in the morning",
                march(9, 20, 0),
                Step::Wait(march(10, 9, 0)),
            ),
            ("that morning", march(10, 9, 0), Step::Now(march(11, 9, 0))),
            ("a day late", march(10, 10, 0), Step::Now(march(11, 10, 0))),
            (
                "the last that leaves half of the week",
                march(12, 16, 50),
                Step::Now(march(13, 16, 50)),
            ),
            ("half of the week is over", march(12, 22, 0), Step::Missed),
            ("three weeks late", march(30, 10, 0), Step::Missed),
        ] {
            assert_eq!(announcing(&calendar(), start, next, now), expected, "{why}");
        }
    }

    #[test]
    fn a_heads_up_that_discord_took_late_moves_the_start_as_well() {
        let (start, next) = (march(10, 10, 0), march(17, 10, 0));
        for (told, expected) in [
            (march(9, 10, 30), Step::Now(start)),
            (march(9, 15, 2), Step::Now(march(10, 15, 5))),
            (march(14, 10, 0), Step::Missed),
        ] {
            assert_eq!(announced_at(&calendar(), start, next, told), expected);
        }
    }

    #[test]
    fn a_round_is_paired_at_its_start_or_when_the_team_works_next_or_is_missed() {
        let (start, next) = (march(10, 10, 0), march(17, 10, 0));
        for (why, now, expected) in [
            ("early", march(10, 9, 0), Step::Wait(start)),
            ("in time", start, Step::Now(start)),
            ("an hour late", march(10, 11, 0), Step::Now(start)),
            ("at work", march(10, 14, 0), Step::Now(start)),
            ("at night", march(10, 22, 0), Step::Wait(march(11, 9, 0))),
            ("a day late", march(11, 10, 0), Step::Now(start)),
            ("the last that counts", march(13, 16, 59), Step::Now(start)),
            ("a weekend too late", march(13, 17, 0), Step::Missed),
            ("three weeks late", march(31, 10, 0), Step::Missed),
        ] {
            assert_eq!(pairing(&calendar(), start, next, now), expected, "{why}");
        }
    }

    #[test]
    fn every_two_and_four_weeks_leave_more_time() {
        let start = march(10, 10, 0);
        let late = march(16, 10, 0);
        assert_eq!(
            pairing(&calendar(), start, march(17, 10, 0), late),
            Step::Missed
        );
        assert_eq!(
            pairing(&calendar(), start, march(24, 10, 0), late),
            Step::Now(start)
        );
    }
}
