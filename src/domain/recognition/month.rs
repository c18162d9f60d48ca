//! Calendar months.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike as _, Months, NaiveDate};
use thiserror::Error;

/// A number or text that names no month.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("`{0}` is no month such as `2026-03`")]
pub struct MonthError(String);

/// A month of a year, by a local calendar. Written `2026-03`; in the ids of buttons it is the number 202603.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    first: NaiveDate,
}

impl Month {
    /// The month a local date is in.
    pub fn of(date: NaiveDate) -> Self {
        Self {
            first: date.with_day(1).unwrap_or(date),
        }
    }

    /// Its first day. Tables keep a month as this date.
    pub const fn first(self) -> NaiveDate {
        self.first
    }

    /// The month after it.
    #[must_use]
    pub fn next(self) -> Self {
        let first = self.first.checked_add_months(Months::new(1));
        Self {
            first: first.unwrap_or(self.first),
        }
    }

    /// The month before it.
    #[must_use]
    pub fn previous(self) -> Self {
        let first = self.first.checked_sub_months(Months::new(1));
        Self {
            first: first.unwrap_or(self.first),
        }
    }

    /// The number by which the ids of buttons name it: 202603.
    pub fn number(self) -> u32 {
        u32::try_from(self.first.year()).unwrap_or(0) * 100 + self.first.month()
    }

    /// The month of such a number; `None`: it names none.
    pub fn from_number(number: u32) -> Option<Self> {
        let year = i32::try_from(number / 100).ok()?;
        NaiveDate::from_ymd_opt(year, number % 100, 1).map(|first| Self { first })
    }

    /// As people read it: `March 2026`.
    pub fn name(self) -> String {
        self.first.format("%B %Y").to_string()
    }
}

/// `2026-03`, as [`FromStr`] reads it.
impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.first.format("%Y-%m"))
    }
}

impl FromStr for Month {
    type Err = MonthError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let read = format!("{text}-01")
            .parse()
            .map(|first| Self { first })
            .ok()
            .filter(|month| month.to_string() == text);
        read.ok_or_else(|| MonthError(text.to_owned()))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn months_are_read_written_and_numbered() {
        let march = Month::of("2026-03-31".parse().unwrap());
        assert_eq!(march.to_string(), "2026-03");
        assert_eq!("2026-03".parse(), Ok(march));
        assert_eq!(march.number(), 202_603);
        assert_eq!(Month::from_number(202_603), Some(march));
        assert_eq!(march.name(), "March 2026");
        assert_eq!(march.first().to_string(), "2026-03-01");
        assert_eq!(march.next().to_string(), "2026-04");
        assert_eq!(
            march.previous().previous().previous().to_string(),
            "2025-12"
        );
        for wrong in ["2026-3", "2026-13", "2026", "", "2026-03-01"] {
            assert!(wrong.parse::<Month>().is_err(), "{wrong}");
        }
        for wrong in [0, 202_600, 202_613, u32::MAX] {
            assert_eq!(Month::from_number(wrong), None, "{wrong}");
        }
    }
}
