//! Calendar weeks.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, Days, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Why a text names no week. It reads as a sentence for the person who wrote it.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error(
    "`{0}` is no week. Write one like `2026-W47`: the year and the number of the week in it, as in ISO 8601."
)]
pub struct WeekError(String);

/// A week from Monday to Sunday. Read and written as ISO 8601 numbers them, `2026-W47`: the first of a year is the one with its
/// first Thursday.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Week {
    monday: NaiveDate,
}

impl Week {
    /// The week a local date is in.
    pub fn of(date: NaiveDate) -> Self {
        let since_monday = u64::from(date.weekday().num_days_from_monday());
        let monday = date.checked_sub_days(Days::new(since_monday));
        Self {
            monday: monday.unwrap_or(date),
        }
    }

    /// The week that begins with this date. None: it is no Monday.
    pub fn from_monday(monday: NaiveDate) -> Option<Self> {
        (monday.weekday() == Weekday::Mon).then_some(Self { monday })
    }

    /// Its first day. Tables keep a week as this date.
    pub const fn monday(self) -> NaiveDate {
        self.monday
    }

    /// The week so many weeks later.
    #[must_use]
    pub fn later(self, weeks: u32) -> Self {
        let monday = self
            .monday
            .checked_add_days(Days::new(u64::from(weeks) * 7));
        Self {
            monday: monday.unwrap_or(self.monday),
        }
    }

    /// The week so many weeks before.
    #[must_use]
    pub fn earlier(self, weeks: u32) -> Self {
        let monday = self
            .monday
            .checked_sub_days(Days::new(u64::from(weeks) * 7));
        Self {
            monday: monday.unwrap_or(self.monday),
        }
    }
}

/// `2026-W47`, as [`FromStr`] reads it.
impl fmt::Display for Week {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let week = self.monday.iso_week();
        write!(f, "{:04}-W{:02}", week.year(), week.week())
    }
}

impl FromStr for Week {
    type Err = WeekError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = || WeekError(text.to_owned());
        let (year, week) = text.trim().split_once("-W").ok_or_else(wrong)?;
        let monday = NaiveDate::from_isoywd_opt(
            digits(year, 4).ok_or_else(wrong)?,
            digits(week, 2)
                .and_then(|week| week.try_into().ok())
                .ok_or_else(wrong)?,
            Weekday::Mon,
        );
        monday.map(|monday| Self { monday }).ok_or_else(wrong)
    }
}

/// A number of exactly so many digits.
fn digits(text: &str, length: usize) -> Option<i32> {
    let plain = text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten()
}

impl TryFrom<String> for Week {
    type Error = WeekError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Week> for String {
    fn from(week: Week) -> Self {
        week.to_string()
    }
}

/// Weeks one after the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// The first of them.
    pub first: Week,
    /// The last of them; never before the first.
    pub last: Week,
}

impl Span {
    /// How many weeks these are; at least 1.
    pub fn weeks(self) -> u32 {
        let days = (self.last.monday - self.first.monday).num_days();
        u32::try_from(days / 7).unwrap_or(0) + 1
    }

    /// Whether the week is one of them.
    pub fn contains(self, week: Week) -> bool {
        (self.first..=self.last).contains(&week)
    }

    /// Whether all weeks of another span are among these.
    pub fn covers(self, other: Self) -> bool {
        self.contains(other.first) && self.contains(other.last)
    }

    /// The weeks, the first one first.
    pub fn iter(self) -> impl Iterator<Item = Week> {
        std::iter::successors(Some(self.first), |week| Some(week.later(1)))
            .take_while(move |week| *week <= self.last)
    }
}

/// `2026-W47`, or `2026-W45 to 2026-W47`.
impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.first == self.last {
            self.last.fmt(f)
        } else {
            write!(f, "{} to {}", self.first, self.last)
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, monday: Option<&str>) {
        let week = text.parse::<Week>();
        let expected = monday.map(|date| date.parse::<NaiveDate>().unwrap());
        assert_eq!(
            week.as_ref().ok().map(|week| week.monday()),
            expected,
            "{text}"
        );
        match week {
            Ok(week) => assert_eq!(week.to_string(), text.trim()),
            Err(error) => assert_eq!(
                error.to_string(),
                format!(
                    "`{text}` is no week. Write one like `2026-W47`: the year and the number of the week in it, as in ISO 8601."
                )
            ),
        }
    }

    #[test]
    fn weeks_are_read_and_written() {
        check("2026-W47", Some("2026-11-16"));
        check(" 2026-W01 ", Some("2025-12-29"));
        check("2026-W53", Some("2026-12-28"));
        check("2025-W53", None);
        check("2026-W00", None);
        check("2026-W4", None);
        check("2026-47", None);
        check("26-W47", None);
        check("+026-W47", None);
        check("2026-W4７", None);
        check("", None);
    }

    #[test]
    fn a_date_is_in_the_week_of_its_monday() {
        for (date, week) in [
            ("2026-11-16", "2026-W47"),
            ("2026-11-22", "2026-W47"),
            ("2026-11-23", "2026-W48"),
            ("2027-01-03", "2026-W53"),
        ] {
            assert_eq!(Week::of(date.parse().unwrap()).to_string(), week);
        }
        assert_eq!(Week::from_monday("2026-11-17".parse().unwrap()), None);
    }

    #[test]
    fn spans_know_their_weeks() {
        let last: Week = "2027-W01".parse().unwrap();
        let span = Span {
            first: last.earlier(2),
            last,
        };
        assert_eq!(span.weeks(), 3);
        assert_eq!(span.iter().last(), Some(last));
        assert_eq!(span.to_string(), "2026-W52 to 2027-W01");
        assert!(span.covers(Span { first: last, last }) && !span.contains(last.later(1)));
    }
}
