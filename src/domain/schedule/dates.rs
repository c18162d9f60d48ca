//! Dates that people type: until when they pause, and the team's holidays.

use std::collections::BTreeSet;

use chrono::{DateTime, Datelike as _, Days, Months, NaiveDate, NaiveTime, Utc};
use chrono_tz::Tz;
use thiserror::Error;

use super::local::local_instant;

/// The most holidays a guild keeps: some years of them.
pub const MAX_HOLIDAYS: usize = 150;

/// Why a date was not taken. Each reads as a sentence for the person who wrote it.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum DateError {
    /// The text is no date.
    #[error(
        "`{0}` is not a date I can read. Write it like `2026-12-24`, `24 Dec` or `in 2 weeks`."
    )]
    Unreadable(String),
    /// The date is today or before.
    #[error("That day is not in the future. Please choose a later one.")]
    Past,
    /// The date is more than a year away.
    #[error(
        "That is more than a year away. Please choose an earlier day; you can always do it again."
    )]
    TooFar,
}

/// Why a list of holidays was not taken. Each reads as a sentence for the person who wrote it.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum HolidaysError {
    /// One of the dates cannot be read.
    #[error(transparent)]
    Date(DateError),
    /// A range that ends before it begins.
    #[error("`{0}` ends before it begins.")]
    Backwards(String),
    /// More than [`MAX_HOLIDAYS`].
    #[error("That is more than {MAX_HOLIDAYS} days off. Please list the next year or two.")]
    TooMany,
}

/// Reads the date until which somebody is away: after today, at most a year ahead.
pub fn parse_date(text: &str, today: NaiveDate) -> Result<NaiveDate, DateError> {
    let date = read_date(text, today)?;
    if date <= today {
        Err(DateError::Past)
    } else if today
        .checked_add_months(Months::new(12))
        .is_some_and(|limit| date > limit)
    {
        Err(DateError::TooFar)
    } else {
        Ok(date)
    }
}

/// Reads dates and ranges of dates (`2026-12-24 to 2026-12-31`) separated by commas or line breaks. Nothing is no holidays.
pub fn parse_holidays(text: &str, today: NaiveDate) -> Result<BTreeSet<NaiveDate>, HolidaysError> {
    let mut holidays = BTreeSet::new();
    for piece in text
        .split([',', ';', '\n'])
        .map(str::trim)
        .filter(|piece| !piece.is_empty())
    {
        let read = |text: &str, from: NaiveDate| read_date(text, from).map_err(HolidaysError::Date);
        let (first, last) = match piece
            .split_once(" to ")
            .or_else(|| piece.split_once('–'))
            .or_else(|| piece.split_once(".."))
        {
            Some((first, last)) => {
                let first = read(first, today)?;
                (first, read(last, first)?)
            }
            None => (read(piece, today)?, read(piece, today)?),
        };
        if last < first {
            return Err(HolidaysError::Backwards(crate::domain::text::shown(piece)));
        }
        holidays.extend(
            first
                .iter_days()
                .take_while(|date| *date <= last)
                .take(MAX_HOLIDAYS + 1),
        );
        if holidays.len() > MAX_HOLIDAYS {
            return Err(HolidaysError::TooMany);
        }
    }
    Ok(holidays)
}

/// The instant at which a pause until a date ends: the first one of that date.
pub fn pause_ends(until: NaiveDate, zone: Tz) -> DateTime<Utc> {
    local_instant(zone, until, NaiveTime::MIN)
}

fn read_date(text: &str, today: NaiveDate) -> Result<NaiveDate, DateError> {
    let plain = text.trim().to_lowercase();
    iso(&plain)
        .or_else(|| relative(&plain, today))
        .or_else(|| day_and_month(&plain, today))
        .ok_or_else(|| DateError::Unreadable(crate::domain::text::shown(text)))
}

/// `2026-12-24`, also with slashes.
fn iso(text: &str) -> Option<NaiveDate> {
    let mut parts = text.split(['-', '/']);
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if year.len() != 4 || parts.next().is_some() {
        return None;
    }
    NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

/// `tomorrow`, `next week`, `in 2 weeks`, `10 days`, `a month`.
fn relative(text: &str, today: NaiveDate) -> Option<NaiveDate> {
    if text == "tomorrow" {
        return today.checked_add_days(Days::new(1));
    }
    let text = text.strip_prefix("in ").unwrap_or(text);
    let (count, unit) = text.split_once(' ')?;
    let count: u32 = match count {
        "a" | "an" | "one" | "next" => 1,
        "two" => 2,
        "three" => 3,
        digits => digits.parse().ok().filter(|count| *count <= 1000)?,
    };
    match unit.trim() {
        "day" | "days" => today.checked_add_days(Days::new(count.into())),
        "week" | "weeks" => today.checked_add_days(Days::new(u64::from(count) * 7)),
        "month" | "months" => today.checked_add_months(Months::new(count)),
        _ => None,
    }
}

/// `24 Dec`, `December 24th, 2026`, `24.12.`, `24.12.2026`. Without a year it is the next such day, today included.
fn day_and_month(text: &str, today: NaiveDate) -> Option<NaiveDate> {
    let words: Vec<&str> = text
        .split([' ', '.', ','])
        .filter(|word| !word.is_empty() && *word != "of")
        .collect();
    let (first, second, year) = match words.as_slice() {
        [first, second] => (*first, *second, None),
        [first, second, year] if year.len() == 4 => (*first, *second, Some(year.parse().ok()?)),
        _ => return None,
    };
    let (day, month) = match (month(first), month(second)) {
        (Some(month), None) => (day(second)?, month),
        (None, Some(month)) => (day(first)?, month),
        // Only with dots is it clear that the day comes first.
        (None, None) if text.contains('.') => (day(first)?, second.parse().ok()?),
        _ => return None,
    };
    match year {
        Some(year) => NaiveDate::from_ymd_opt(year, month, day),
        // Eight years hold a 29 February wherever they begin.
        None => (today.year()..=today.year() + 8)
            .filter_map(|year| NaiveDate::from_ymd_opt(year, month, day))
            .find(|date| *date >= today),
    }
}

fn day(word: &str) -> Option<u32> {
    let digits = ["st", "nd", "rd", "th"]
        .iter()
        .find_map(|ending| word.strip_suffix(ending))
        .unwrap_or(word);
    digits.parse().ok()
}

fn month(word: &str) -> Option<u32> {
    word.parse::<chrono::Month>()
        .ok()
        .map(|month| month.number_from_month())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[track_caller]
    fn check(text: &str, expected: Result<&str, DateError>) {
        assert_eq!(
            parse_date(text, date("2026-11-20")),
            expected.map(date),
            "{text}"
        );
    }

    #[track_caller]
    fn check_holidays(text: &str, expected: &[&str]) {
        let found = parse_holidays(text, date("2026-11-20")).unwrap();
        assert_eq!(
            found,
            expected.iter().map(|text| date(text)).collect(),
            "{text}"
        );
    }

    #[test]
    fn dates_are_read_as_people_write_them() {
        for text in [
            "2026-12-24",
            "2026/12/24",
            "24 Dec",
            "Dec 24",
            "24. December",
            "December 24th, 2026",
            "24.12.",
            "24.12.2026",
        ] {
            check(text, Ok("2026-12-24"));
        }
        check("tomorrow", Ok("2026-11-21"));
        check("in 2 weeks", Ok("2026-12-04"));
        check("a month", Ok("2026-12-20"));
        check("10 days", Ok("2026-11-30"));
        check("next week", Ok("2026-11-27"));
        check("1 Feb", Ok("2027-02-01"));
        check("1 may", Ok("2027-05-01"));
    }

    #[test]
    fn other_texts_are_refused_in_a_sentence() {
        check("20 Nov", Err(DateError::Past));
        check("2026-11-19", Err(DateError::Past));
        check("2027-11-21", Err(DateError::TooFar));
        check("2027-11-20", Ok("2027-11-20"));
        for text in [
            "",
            "soon",
            "2026-13-01",
            "31 Feb",
            "12/24/2026",
            "5 12",
            "99999999999 weeks",
            "24 Dec Jan",
        ] {
            check(text, Err(DateError::Unreadable(text.to_owned())));
        }
    }

    #[test]
    fn holidays_come_in_lists_and_ranges() {
        check_holidays("", &[]);
        check_holidays(
            "2026-12-25, 26 Dec\n1 Jan",
            &["2026-12-25", "2026-12-26", "2027-01-01"],
        );
        check_holidays(
            "30 Dec to 2 Jan",
            &["2026-12-30", "2026-12-31", "2027-01-01", "2027-01-02"],
        );
        let refusal = |text: &str| {
            parse_holidays(text, date("2026-11-20"))
                .map_err(|e| e.to_string())
                .unwrap_err()
        };
        assert_eq!(
            refusal("2026-12-25 to 2026-12-01"),
            "`2026-12-25 to 2026-12-01` ends before it begins."
        );
        assert!(refusal("2026-12-25, someday").starts_with("`someday` is not a date"));
        assert!(refusal("2026-01-01 to 2027-01-01").starts_with("That is more than 150 days off"));
    }

    #[test]
    fn a_pause_ends_with_the_day_where_the_member_is() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        let ends = |zone: Tz| pause_ends(date("2026-12-01"), zone);
        assert_eq!(
            ends(chrono_tz::Pacific::Auckland),
            at("2026-11-30T11:00:00Z")
        );
        assert_eq!(ends(chrono_tz::UTC), at("2026-12-01T00:00:00Z"));
        assert_eq!(
            ends(chrono_tz::America::Los_Angeles),
            at("2026-12-01T08:00:00Z")
        );
    }
}
