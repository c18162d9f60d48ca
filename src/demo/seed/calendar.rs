//! The days of the quarter: when somebody does something, and in which rhythm rounds come.

use std::ops::Range;

use chrono::{
    DateTime, Datelike as _, Days, NaiveDate, NaiveTime, TimeDelta, TimeZone as _, Utc, Weekday,
};
use chrono_tz::{Europe::Lisbon, Tz};

/// How many whole weeks the team has had Potluck.
const WEEKS: u64 = 13;
/// The day, counted from 0, on whose morning coffee chats and skill swaps begin: the team has got used to asking by then.
pub(super) const ROUNDS_BEGIN: i64 = 28;
/// The week in which Discord has an outage, counted from 0: rounds have been paired before.
const OUTAGE: i64 = 7;
/// When an outage begins Discord posts nothing any more; after twice as long as this the server is gone.
pub(super) const OVERLOADED: TimeDelta = TimeDelta::minutes(5);
/// When rounds start.
const ROUNDS: NaiveTime = time(10, 0);
/// When people look at what came overnight and ask something, half an hour before work begins: nobody is invited to help before that.
const MORNING: NaiveTime = time(8, 30);
/// How much later those who are early begin to help.
pub(super) const EARLY: TimeDelta = TimeDelta::minutes(15);
/// When they look again, with the rounds of the day paired and the invitations of the morning delivered.
const NOON: NaiveTime = time(11, 30);

const fn time(hour: u32, minute: u32) -> NaiveTime {
    match NaiveTime::from_hms_opt(hour, minute, 0) {
        Some(time) => time,
        None => NaiveTime::MIN,
    }
}

/// On which days of the week the two programmes meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::demo) struct Rhythm {
    /// Coffee chats: the last working day before the demo is started.
    pub(in crate::demo) coffee: Weekday,
    /// Skill swaps: the next working day on which rounds are still to start.
    pub(in crate::demo) swaps: Weekday,
}

/// Once or twice on each working day people look at what is new, and do something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stop {
    pub(super) at: DateTime<Utc>,
    /// Days since the first Monday.
    pub(super) day: i64,
    pub(super) morning: bool,
    /// Whether it is the last one of the quarter.
    pub(super) last: bool,
}

/// The quarter that ends at an instant.
#[derive(Clone, Copy, Debug)]
pub(super) struct Quarter {
    /// Its first day, a Monday.
    first: NaiveDate,
    until: DateTime<Utc>,
    pub(super) rhythm: Rhythm,
}

/// When the quarter that ends now began: on a Monday morning, before work.
pub(in crate::demo) fn beginning(now: DateTime<Utc>) -> DateTime<Utc> {
    at(first_monday(now), time(8, 0))
}

fn first_monday(now: DateTime<Utc>) -> NaiveDate {
    let day = local(now) - Days::new(7 * WEEKS);
    day - Days::new(u64::from(day.weekday().num_days_from_monday()))
}

fn zone() -> Tz {
    Lisbon
}

fn local(at: DateTime<Utc>) -> NaiveDate {
    at.with_timezone(&zone()).date_naive()
}

/// A time of day that is never one the clocks skip.
fn at(day: NaiveDate, time: NaiveTime) -> DateTime<Utc> {
    zone()
        .from_local_datetime(&day.and_time(time))
        .earliest()
        .map_or_else(
            || day.and_time(time).and_utc(),
            |local| local.with_timezone(&Utc),
        )
}

fn is_working_day(day: NaiveDate) -> bool {
    !matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

fn offset(days: i64) -> Days {
    Days::new(days.try_into().unwrap_or(0))
}

impl Quarter {
    pub(super) fn until(until: DateTime<Utc>) -> Self {
        let today = local(until);
        let coffee = std::iter::successors(today.pred_opt(), NaiveDate::pred_opt)
            .find(|day| is_working_day(*day))
            .unwrap_or(today);
        let swaps = today
            .iter_days()
            .find(|day| is_working_day(*day) && at(*day, ROUNDS) > until)
            .unwrap_or(today);
        Self {
            first: first_monday(until),
            until,
            rhythm: Rhythm {
                coffee: coffee.weekday(),
                swaps: swaps.weekday(),
            },
        }
    }

    /// The day of a week, counted from 0, on which coffee chats are paired.
    pub(super) fn coffee_day(&self, week: i64) -> i64 {
        7 * week + i64::from(self.rhythm.coffee.num_days_from_monday())
    }

    /// The day of the last coffee chats.
    pub(super) fn last_coffee(&self) -> i64 {
        let mut week = 0;
        while at(self.first + offset(self.coffee_day(week + 1)), ROUNDS) < self.until {
            week += 1;
        }
        self.coffee_day(week)
    }

    /// The day on which skill swaps of a week are announced: the working day before they are paired.
    pub(super) fn swaps_are_announced(&self, week: i64) -> i64 {
        let day = 7 * week + i64::from(self.rhythm.swaps.num_days_from_monday());
        day - if self.rhythm.swaps == Weekday::Mon {
            3
        } else {
            1
        }
    }

    /// An outage of Discord's: it begins just when coffee chats are to be announced, and takes so long that these make no sense any more,
    /// nor do the skill swaps that would have been announced meanwhile.
    pub(super) fn outage(&self) -> Range<DateTime<Utc>> {
        let day = |week| self.first + offset(self.coffee_day(week));
        let before = std::iter::successors(day(OUTAGE).pred_opt(), NaiveDate::pred_opt)
            .find(|day| is_working_day(*day))
            .unwrap_or_default();
        at(before, ROUNDS) - OVERLOADED..at(day(OUTAGE + 1), time(7, 0))
    }

    /// When somebody does something.
    pub(super) fn stops(&self) -> Vec<Stop> {
        let mut stops: Vec<Stop> = self
            .first
            .iter_days()
            .zip(0_i64..)
            .take_while(|(day, _)| at(*day, NaiveTime::MIN) < self.until)
            .filter(|(day, _)| is_working_day(*day))
            .flat_map(|(date, day)| {
                [(MORNING, true), (NOON, false)].map(|(time, morning)| Stop {
                    at: at(date, time),
                    day,
                    morning,
                    last: false,
                })
            })
            .filter(|stop| stop.at + EARLY < self.until)
            .collect();
        if let Some(last) = stops.last_mut() {
            last.last = true;
        }
        stops
    }

    /// On how many mornings people ask each other something.
    pub(super) fn mornings(&self) -> usize {
        let outage = self.outage();
        self.stops()
            .iter()
            .filter(|stop| stop.morning && !outage.contains(&stop.at))
            .count()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(until: &str, coffee: Weekday, swaps: Weekday, last: &str) {
        let quarter = Quarter::until(until.parse().unwrap());
        assert_eq!(
            quarter.rhythm,
            Rhythm { coffee, swaps },
            "for a start at {until}"
        );
        let stops = quarter.stops();
        assert_eq!(stops.last().unwrap().at.to_rfc3339(), last);
        assert_eq!(stops.iter().filter(|stop| stop.last).count(), 1);
        assert!(quarter.mornings() >= 60, "{}", quarter.mornings());
    }

    #[test]
    fn coffee_has_just_been_paired_and_swaps_come_next() {
        use Weekday::{Fri, Mon, Thu, Tue, Wed};
        check(
            "2026-11-18T11:00:00Z",
            Tue,
            Thu,
            "2026-11-18T08:30:00+00:00",
        );
        check(
            "2026-11-18T09:00:00Z",
            Tue,
            Wed,
            "2026-11-18T08:30:00+00:00",
        );
        check(
            "2026-11-18T08:40:00Z",
            Tue,
            Wed,
            "2026-11-17T11:30:00+00:00",
        );
        check(
            "2026-11-20T23:00:00Z",
            Thu,
            Mon,
            "2026-11-20T11:30:00+00:00",
        );
        check(
            "2026-11-22T04:00:00Z",
            Fri,
            Mon,
            "2026-11-20T11:30:00+00:00",
        );
        check(
            "2026-11-23T09:59:00Z",
            Fri,
            Mon,
            "2026-11-23T08:30:00+00:00",
        );
        check(
            "2026-11-23T10:00:00Z",
            Fri,
            Tue,
            "2026-11-23T08:30:00+00:00",
        );
        // In summer Lisbon is an hour ahead.
        check(
            "2026-07-07T09:45:00Z",
            Mon,
            Wed,
            "2026-07-07T07:30:00+00:00",
        );
    }

    #[test]
    fn it_begins_on_a_monday_thirteen_weeks_ago_or_a_little_more() {
        for day in 1..=28 {
            let now = Utc.with_ymd_and_hms(2026, 11, day, 3, 0, 0).unwrap();
            let began = beginning(now);
            let weeks = (now - began).num_days() / 7;
            assert!((12..=13).contains(&weeks), "{began} for {now}");
            assert_eq!(began.weekday(), Weekday::Mon);
        }
    }
}
