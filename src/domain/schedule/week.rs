//! The days of a working week.

use std::fmt;
use std::str::FromStr;

use chrono::Weekday;
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Why a set of days was not taken. Each reads as a sentence for the person who wrote it.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum DaysError {
    /// No day at all.
    #[error("A working week needs at least one day, for example `Mon-Fri`.")]
    None,
    /// A word that is no day of the week.
    #[error("`{0}` is no day of the week. Write them like `Mon-Fri` or `Mon, Tue, Thu`.")]
    Unknown(String),
}

/// The days of the week on which somebody works; at least one.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct WorkingDays(u8);

const WEEK: [Weekday; 7] = [
    Weekday::Mon,
    Weekday::Tue,
    Weekday::Wed,
    Weekday::Thu,
    Weekday::Fri,
    Weekday::Sat,
    Weekday::Sun,
];

impl WorkingDays {
    /// Monday to Friday.
    pub const MONDAY_TO_FRIDAY: Self = Self(0b001_1111);

    /// The given days.
    pub fn new(days: impl IntoIterator<Item = Weekday>) -> Result<Self, DaysError> {
        match days.into_iter().map(bit).fold(0, |all, day| all | day) {
            0 => Err(DaysError::None),
            bits => Ok(Self(bits)),
        }
    }

    /// From the stored form: bit 0 is Monday, bit 6 is Sunday.
    pub fn from_bits(bits: u8) -> Result<Self, DaysError> {
        match bits {
            0 => Err(DaysError::None),
            1..=0b111_1111 => Ok(Self(bits)),
            _ => Err(DaysError::Unknown(bits.to_string())),
        }
    }

    /// The form to store.
    pub const fn bits(self) -> u8 {
        self.0
    }

    /// Whether the day is one of them.
    pub fn contains(self, day: Weekday) -> bool {
        self.0 & bit(day) != 0
    }

    /// The days, from Monday on.
    pub fn iter(self) -> impl Iterator<Item = Weekday> {
        WEEK.into_iter().filter(move |day| self.contains(*day))
    }
}

/// `Mon-Fri` or `Mon, Tue, Thu`, as [`FromStr`] reads it. Three days and more in a row are a range.
impl fmt::Display for WorkingDays {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let days: Vec<_> = self.iter().collect();
        let mut rest = days.as_slice();
        while let Some(first) = rest.first() {
            let run = rest
                .iter()
                .zip(1..)
                .take_while(|(day, _)| in_a_row(*first, **day, rest))
                .count();
            if rest.len() < days.len() {
                f.write_str(", ")?;
            }
            if let (3.., Some(last)) = (run, rest.get(run - 1)) {
                write!(f, "{first}-{last}")?;
                rest = &rest[run..];
            } else {
                write!(f, "{first}")?;
                rest = &rest[1..];
            }
        }
        Ok(())
    }
}

impl fmt::Debug for WorkingDays {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for WorkingDays {
    type Err = DaysError;

    /// Reads English day names, full or shortened to three letters, separated by commas or blanks, with ranges (`Sun-Thu`).
    fn from_str(text: &str) -> Result<Self, DaysError> {
        let text = text
            .to_lowercase()
            .replace(['–', '—'], "-")
            .replace(" to ", "-")
            .replace(" and ", ",");
        let mut days = Vec::new();
        // Blanks around a dash belong to the range, not between two days.
        let text = text.split('-').map(str::trim).collect::<Vec<_>>().join("-");
        for piece in text
            .split([',', ' ', ';', '+', '&'])
            .filter(|piece| !piece.is_empty())
        {
            match piece.split_once('-') {
                Some((from, to)) => days.extend(range(day(from)?, day(to)?)),
                None => days.push(day(piece)?),
            }
        }
        Self::new(days)
    }
}

impl TryFrom<u8> for WorkingDays {
    type Error = DaysError;

    fn try_from(bits: u8) -> Result<Self, DaysError> {
        Self::from_bits(bits)
    }
}

impl From<WorkingDays> for u8 {
    fn from(days: WorkingDays) -> Self {
        days.0
    }
}

fn bit(day: Weekday) -> u8 {
    1 << day.num_days_from_monday()
}

/// Whether every day from `first` to `day` is among the days.
fn in_a_row(first: Weekday, day: Weekday, days: &[Weekday]) -> bool {
    range(first, day).all(|between| days.contains(&between))
}

/// From one day to another, over the end of the week if need be.
fn range(from: Weekday, to: Weekday) -> impl Iterator<Item = Weekday> {
    let length = (to.num_days_from_monday() + 7 - from.num_days_from_monday()) % 7 + 1;
    std::iter::successors(Some(from), |day| Some(day.succ())).take(length as usize)
}

fn day(word: &str) -> Result<Weekday, DaysError> {
    let unknown = || DaysError::Unknown(crate::domain::text::shown(word));
    let word = word.trim().trim_end_matches('.');
    let singular = word
        .strip_suffix("days")
        .map_or_else(|| word.to_owned(), |stem| format!("{stem}day"));
    match singular.as_str() {
        "tues" => Ok(Weekday::Tue),
        "weds" => Ok(Weekday::Wed),
        "thur" | "thurs" => Ok(Weekday::Thu),
        word => word.parse().map_err(|_| unknown()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(
            text.parse::<WorkingDays>()
                .map(|days| days.to_string())
                .as_deref(),
            Ok(expected),
            "{text}"
        );
    }

    #[track_caller]
    fn check_refused(text: &str, expected: &str) {
        assert_eq!(
            text.parse::<WorkingDays>()
                .map_err(|error| error.to_string()),
            Err(expected.to_owned()),
            "{text}"
        );
    }

    #[test]
    fn days_are_read_as_people_write_them() {
        check("Mon-Fri", "Mon-Fri");
        check("monday to friday", "Mon-Fri");
        check("Mondays and Tuesdays", "Mon, Tue");
        check("Mon – Thu", "Mon-Thu");
        check("tue thu", "Tue, Thu");
        check("Sun-Thu", "Mon-Thu, Sun");
        check("Mon, Tues., Wed, Sat", "Mon-Wed, Sat");
        check("fri-mon", "Mon, Fri-Sun");
        check("Wed", "Wed");
    }

    #[test]
    fn what_is_no_day_is_named() {
        check_refused(
            "",
            "A working week needs at least one day, for example `Mon-Fri`.",
        );
        check_refused(
            "Mon-Fry",
            "`fry` is no day of the week. Write them like `Mon-Fri` or `Mon, Tue, Thu`.",
        );
    }

    #[test]
    fn every_set_survives_text_and_storage() {
        assert_eq!(WorkingDays::from_bits(0), Err(DaysError::None));
        assert!(WorkingDays::from_bits(128).is_err());
        for bits in 1..128 {
            let days = WorkingDays(bits);
            assert_eq!(WorkingDays::from_bits(bits), Ok(days));
            assert_eq!(days.to_string().parse(), Ok(days), "{days}");
        }
    }
}
