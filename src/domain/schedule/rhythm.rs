//! When the rounds of a programme start, and when each of the steps that belong to a round is.
//!
//! A rhythm is local wall-clock time: Tuesday at ten, every two weeks. What falls on a day off moves to the next working day at
//! the same time of day, and the rhythm stays as it was. Across a change of the clocks ten o'clock stays ten o'clock, once.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, Utc, Weekday};
use chrono_tz::Tz;

use super::calendar::{Calendar, HORIZON_DAYS};
use super::local::{local_date, local_instant, next_day};

/// How many periods are looked through for the next start. Years of days off in a row are no team's; with a calendar that has them,
/// nothing waits for ever.
const HORIZON_PERIODS: usize = 600;
/// How many working days before the next round its members are asked whether they met.
const CHECK_IN_DAYS: usize = 3;
/// After how many days somebody who has not met yet is asked once more.
const CHECK_AGAIN_DAYS: u64 = 2;

/// On which weeks, which day and at which time a programme's rounds start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rhythm {
    /// The day of the week.
    pub weekday: Weekday,
    /// The time on the wall that day.
    pub time: NaiveTime,
    /// Every how many weeks, from 1; 0 counts as 1.
    pub every_weeks: u8,
    /// A date in the first week counted. Weeks begin on Monday.
    pub anchor: NaiveDate,
}

/// The start of one round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Start {
    /// The local date that the rhythm plans. It names the period, whatever day off is in the way, and is the same in every zone.
    pub period: NaiveDate,
    /// When the round starts: on that date, or on the next working day after it, at the rhythm's time.
    pub at: DateTime<Utc>,
}

impl Rhythm {
    /// The first start after an instant, not at it.
    ///
    /// A planned date that is not worked moves to the next that is. Where that leaves less than half a period until the next
    /// start, this one is left out, and the next stands for both. There is none before the week of the anchor.
    pub fn next_start(&self, calendar: &Calendar, after: DateTime<Utc>) -> Start {
        let first = self.first_date();
        let length = self.length();
        let today = local_date(calendar.zone, after);
        // A start may lie up to a whole period after its date, and a skipped time past midnight.
        let passed = (today - first).num_days().div_euclid(length) - 2;
        let from = first + TimeDelta::days(passed.max(0) * length);
        std::iter::successors(Some(from), |date| {
            date.checked_add_signed(TimeDelta::days(length))
        })
        .take(HORIZON_PERIODS)
        .filter_map(|date| self.start_of(calendar, date))
        .find(|start| start.at > after)
        .unwrap_or_else(|| {
            let period = next_day(today);
            Start {
                period,
                at: local_instant(calendar.zone, period, self.time),
            }
        })
    }

    /// The start that belongs to a planned date, unless days off have brought it too close to the next one.
    fn start_of(&self, calendar: &Calendar, period: NaiveDate) -> Option<Start> {
        let date = next_worked(calendar, period)?;
        let following = period.checked_add_signed(TimeDelta::days(self.length()))?;
        let left = next_worked(calendar, following)? - date;
        (left.num_days() * 2 >= self.length()).then(|| Start {
            period,
            at: local_instant(calendar.zone, date, self.time),
        })
    }

    /// The first date planned: the weekday in the anchor's week.
    fn first_date(&self) -> NaiveDate {
        self.anchor
            .week(Weekday::Mon)
            .checked_first_day()
            .and_then(|monday| {
                monday.checked_add_days(Days::new(self.weekday.num_days_from_monday().into()))
            })
            .unwrap_or(self.anchor)
    }

    /// The days from one planned date to the next.
    fn length(&self) -> i64 {
        i64::from(self.every_weeks.max(1)) * 7
    }
}

/// When a round is announced: one working day before its start, at the same time of day.
pub fn announce_at(calendar: &Calendar, start: DateTime<Utc>) -> DateTime<Utc> {
    working_days_before(calendar, start, 1)
}

/// When people are asked whether they met: three working days before the next round, at its time of day. In a week with fewer
/// days it is one working day after the start; `None`: the next round comes before that.
pub fn check_in_at(
    calendar: &Calendar,
    start: DateTime<Utc>,
    next: DateTime<Utc>,
) -> Option<DateTime<Utc>> {
    let earliest = calendar.add_working_days(start, 1);
    let usual = working_days_before(calendar, next, CHECK_IN_DAYS);
    Some(usual.max(earliest)).filter(|at| *at < next)
}

/// When those who have not met yet are asked once more: two days after they were asked, or at the next start of work after that;
/// `None`: the next round comes first.
pub fn check_again_at(
    calendar: &Calendar,
    asked: DateTime<Utc>,
    next: DateTime<Utc>,
) -> Option<DateTime<Utc>> {
    let local = asked.with_timezone(&calendar.zone);
    let date = local
        .date_naive()
        .checked_add_days(Days::new(CHECK_AGAIN_DAYS))?;
    let later = local_instant(calendar.zone, date, local.time());
    Some(calendar.next_working_instant(later)).filter(|at| *at < next)
}

/// When those who have not written are nudged: half-way to the next round, counted in working time. Where that is less than a
/// working day before the check-in (in a weekly programme, say), it is half-way to the check-in; `None`: that leaves less than a
/// working day after the start, and the check-in is enough.
pub fn half_way(
    calendar: &Calendar,
    start: DateTime<Utc>,
    next: DateTime<Utc>,
) -> Option<DateTime<Utc>> {
    let end = check_in_at(calendar, start, next).unwrap_or(next);
    let middle = calendar.middle(start, next);
    if calendar.add_working_days(middle, 1) <= end {
        return Some(middle);
    }
    (calendar.add_working_days(start, 1) < end).then(|| calendar.middle(start, end))
}

/// The date itself if it is worked, otherwise the next that is.
fn next_worked(calendar: &Calendar, date: NaiveDate) -> Option<NaiveDate> {
    date.iter_days()
        .take(HORIZON_DAYS)
        .find(|date| is_worked(calendar, *date))
}

/// The same time of day, so many working days earlier.
pub fn working_days_before(calendar: &Calendar, at: DateTime<Utc>, days: usize) -> DateTime<Utc> {
    let local = at.with_timezone(&calendar.zone);
    local
        .date_naive()
        .iter_days()
        .rev()
        .skip(1)
        .take(HORIZON_DAYS)
        .filter(|date| is_worked(calendar, *date))
        .nth(days.saturating_sub(1))
        .map_or(at, |date| local_instant(calendar.zone, date, local.time()))
}

/// Whether a date is worked, and one that the clocks show at all.
fn is_worked(calendar: &Calendar, date: NaiveDate) -> bool {
    calendar.is_working_day(date) && exists(calendar.zone, date)
}

/// Whether the clocks show the date: where the date line moved, one was left out.
fn exists(zone: Tz, date: NaiveDate) -> bool {
    local_date(zone, local_instant(zone, date, NaiveTime::MIN)) == date
}

#[cfg(test)]
mod tests;
