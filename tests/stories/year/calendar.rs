//! On which days the team works, and when on those each of them does: as the year has it, whatever the bot makes of it.

use std::collections::BTreeSet;

use chrono::{
    DateTime, Datelike as _, NaiveDate, NaiveTime, TimeDelta, TimeZone as _, Timelike as _, Utc,
    Weekday,
};
use chrono_tz::{Europe::Lisbon, Tz};

use super::ledger::Hours;

/// Where they are, most of them.
pub(super) const ZONE: Tz = Lisbon;

/// The days off, by their number in a year whose first day is a Thursday: a Tuesday, on which coffee chats would begin; a Monday, on which
/// they would be announced; a Thursday, on which swaps would begin and people would be asked; a week from Thursday to Wednesday, after which
/// there is no swap for it any more; and a Friday.
const HOLIDAYS: [i64; 9] = [19, 32, 70, 175, 176, 179, 180, 181, 295];
/// Days that are planned to begin a week apart are not held where days off leave less than this between them.
const AT_LEAST_APART: TimeDelta = TimeDelta::days(4);

/// The days of a year.
#[derive(Clone, Debug)]
pub(super) struct Calendar {
    pub(super) holidays: BTreeSet<NaiveDate>,
}

impl Calendar {
    /// The days off of a year that begins then, as far as it goes.
    pub(super) fn new(first_day: NaiveDate, weeks: i64) -> Self {
        let days = HOLIDAYS.iter().filter(|day| **day < weeks * 7);
        Self {
            holidays: days.map(|day| first_day + TimeDelta::days(*day)).collect(),
        }
    }

    /// Monday to Friday, unless it is a day off.
    pub(super) fn is_worked(&self, date: NaiveDate) -> bool {
        !matches!(date.weekday(), Weekday::Sat | Weekday::Sun) && !self.holidays.contains(&date)
    }

    /// On a working day, between somebody's hours.
    pub(super) fn is_at_work(&self, hours: Hours, at: DateTime<Utc>) -> bool {
        let local = at.with_timezone(&hours.zone);
        self.is_worked(local.date_naive()) && (hours.from..hours.until).contains(&local.hour())
    }

    pub(super) fn working_day_before(&self, date: NaiveDate) -> NaiveDate {
        let mut before = date.iter_days().rev().skip(1);
        before.find(|date| self.is_worked(*date)).unwrap()
    }

    /// When what is planned for a date of each week begins: on the next working day; not at all where the next one follows too soon.
    pub(super) fn begins(&self, planned: NaiveDate) -> Option<NaiveDate> {
        let worked = |date: NaiveDate| {
            let mut days = date.iter_days();
            days.find(|date| self.is_worked(*date)).unwrap()
        };
        let (date, next) = (worked(planned), worked(planned + TimeDelta::days(7)));
        (next - date >= AT_LEAST_APART).then_some(date)
    }

    /// The end of so many days from then, days off not counted.
    pub(super) fn after(&self, from: DateTime<Utc>, days: i64) -> DateTime<Utc> {
        let first = from.with_timezone(&ZONE).date_naive();
        let mut left = days;
        let mut date = first;
        while left > 0 {
            date = date.succ_opt().unwrap();
            left -= i64::from(!self.holidays.contains(&date));
        }
        from + (date - first)
    }
}

/// A time of day where the team is.
pub(super) fn at(date: NaiveDate, hour: u32, minute: u32) -> DateTime<Utc> {
    let time = NaiveTime::from_hms_opt(hour, minute, 0).unwrap();
    ZONE.from_local_datetime(&date.and_time(time))
        .earliest()
        .unwrap()
        .with_timezone(&Utc)
}

/// The day on which something happened where the team is.
pub(super) fn day_of(at: DateTime<Utc>) -> NaiveDate {
    at.with_timezone(&ZONE).date_naive()
}
