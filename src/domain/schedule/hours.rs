//! The hours of a working day.

use std::fmt;
use std::str::FromStr;

use chrono::NaiveTime;
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Minutes of a day.
const DAY: u16 = 24 * 60;
/// The shortest working day, in minutes: shorter ones leave no room for four working hours within a week.
const SHORTEST: u16 = 60;

/// Why hours were not taken. Each reads as a sentence for the person who wrote it.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum HoursError {
    /// The text is no span of hours.
    #[error("`{0}` is not a span of hours. Write it like `9:00-17:30` or `9am-5pm`.")]
    Unreadable(String),
    /// It would go past midnight.
    #[error(
        "A working day ends on the day it begins. Please choose hours between 0:00 and 24:00, the end after the start."
    )]
    Overnight,
    /// It is shorter than an hour.
    #[error("A working day is at least an hour long.")]
    TooShort,
}

/// From when to when somebody works on a working day, in local minutes after midnight. At least an hour; the end may be 24:00.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "(u16, u16)", into = "(u16, u16)")]
pub struct WorkingHours {
    from: u16,
    to: u16,
}

impl WorkingHours {
    /// Nine to five.
    pub const NINE_TO_FIVE: Self = Self {
        from: 9 * 60,
        to: 17 * 60,
    };

    /// From and to, in minutes after midnight.
    pub const fn new(from: u16, to: u16) -> Result<Self, HoursError> {
        if to > DAY || from >= to {
            Err(HoursError::Overnight)
        } else if to - from < SHORTEST {
            Err(HoursError::TooShort)
        } else {
            Ok(Self { from, to })
        }
    }

    /// The start, in minutes after midnight.
    pub const fn from_minutes(self) -> u16 {
        self.from
    }

    /// The end, in minutes after midnight; at most 1440.
    pub const fn to_minutes(self) -> u16 {
        self.to
    }

    /// The start as a time of day.
    pub fn start(self) -> NaiveTime {
        time(self.from)
    }

    /// The end as a time of day, or `None` for midnight, which is the start of the next date.
    pub fn end(self) -> Option<NaiveTime> {
        (self.to < DAY).then(|| time(self.to))
    }
}

impl fmt::Display for WorkingHours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}:{:02}-{}:{:02}",
            self.from / 60,
            self.from % 60,
            self.to / 60,
            self.to % 60
        )
    }
}

impl fmt::Debug for WorkingHours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for WorkingHours {
    type Err = HoursError;

    /// Reads `9-17`, `9:00–17:30`, `09.00 to 17.30`, `9am-5:30pm`.
    fn from_str(text: &str) -> Result<Self, HoursError> {
        let unreadable = || HoursError::Unreadable(crate::domain::text::shown(text));
        let plain = text
            .to_lowercase()
            .replace(['–', '—'], "-")
            .replace(" to ", "-");
        let plain = plain.trim().trim_start_matches("from ");
        let (from, to) = plain.split_once('-').ok_or_else(unreadable)?;
        let from = clock(from).ok_or_else(unreadable)?;
        let to = clock(to).ok_or_else(unreadable)?;
        // "9am-12am" and "9:00-0:00" mean the midnight at the end of the day.
        Self::new(from, if to == 0 { DAY } else { to })
    }
}

impl TryFrom<(u16, u16)> for WorkingHours {
    type Error = HoursError;

    fn try_from((from, to): (u16, u16)) -> Result<Self, HoursError> {
        Self::new(from, to)
    }
}

impl From<WorkingHours> for (u16, u16) {
    fn from(hours: WorkingHours) -> Self {
        (hours.from, hours.to)
    }
}

fn time(minutes: u16) -> NaiveTime {
    NaiveTime::from_num_seconds_from_midnight_opt(u32::from(minutes) * 60, 0)
        .unwrap_or(NaiveTime::MIN)
}

/// A time of day as people type it, "9", "9:30" or "2 pm"; `None` where it is none.
pub fn parse_time(text: &str) -> Option<NaiveTime> {
    clock(&text.to_lowercase())
        .filter(|minutes| *minutes < 24 * 60)
        .map(time)
}

/// Minutes after midnight of one time of day, up to 24:00.
fn clock(text: &str) -> Option<u16> {
    let text = text
        .trim()
        .trim_end_matches("uhr")
        .trim_end_matches('h')
        .trim();
    let bare = text.replace("a.m.", "am").replace("p.m.", "pm");
    let (digits, half) = match (bare.strip_suffix("am"), bare.strip_suffix("pm")) {
        (Some(digits), _) => (digits, Some(0)),
        (_, Some(digits)) => (digits, Some(12)),
        _ => (bare.as_str(), None),
    };
    let (hours, minutes) = digits
        .trim()
        .split_once([':', '.', 'h'])
        .unwrap_or((digits.trim(), "0"));
    let hours = number(hours)?;
    let minutes = number(minutes)?;
    let hours = match half {
        None => hours,
        Some(half) if (1..=12).contains(&hours) => hours % 12 + half,
        Some(_) => return None,
    };
    (minutes < 60 && (hours < 24 || (hours == 24 && minutes == 0))).then_some(hours * 60 + minutes)
}

/// One or two digits; `parse` alone would also take a sign.
fn number(text: &str) -> Option<u16> {
    if (1..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit()) {
        text.parse().ok()
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(
            text.parse::<WorkingHours>()
                .map(|hours| hours.to_string())
                .as_deref(),
            Ok(expected),
            "{text}"
        );
    }

    #[track_caller]
    fn check_refused(text: &str, expected: &HoursError) {
        assert_eq!(
            text.parse::<WorkingHours>().as_ref(),
            Err(expected),
            "{text}"
        );
    }

    #[test]
    fn hours_are_read_as_people_write_them() {
        check("9-17", "9:00-17:00");
        check("09:00 – 17:30", "9:00-17:30");
        check("8.15 to 16.45", "8:15-16:45");
        check("9am-5:30pm", "9:00-17:30");
        check("12 pm - 8 p.m.", "12:00-20:00");
        check("12am-8am", "0:00-8:00");
        check("0-24", "0:00-24:00");
        check("4pm-12am", "16:00-24:00");
        check("from 10 to 18", "10:00-18:00");
    }

    #[test]
    fn other_spans_are_refused_in_a_sentence() {
        check_refused("22:00-06:00", &HoursError::Overnight);
        check_refused("9-9", &HoursError::Overnight);
        check_refused("9-9:30", &HoursError::TooShort);
        check_refused("9", &HoursError::Unreadable("9".to_owned()));
        check_refused("nine-five", &HoursError::Unreadable("nine-five".to_owned()));
        check_refused("9-25", &HoursError::Unreadable("9-25".to_owned()));
        check_refused("9:75-17", &HoursError::Unreadable("9:75-17".to_owned()));
        check_refused("13pm-15pm", &HoursError::Unreadable("13pm-15pm".to_owned()));
        check_refused("+9-17", &HoursError::Unreadable("+9-17".to_owned()));
        assert_eq!(WorkingHours::new(0, 1441), Err(HoursError::Overnight));
    }

    #[test]
    fn every_span_survives_its_text() {
        for from in (0..DAY).step_by(35) {
            for to in (from + SHORTEST..=DAY).step_by(55) {
                let hours = WorkingHours::new(from, to);
                assert_eq!(
                    hours,
                    hours
                        .clone()
                        .map_or_else(Err, |hours| hours.to_string().parse())
                );
            }
        }
    }
}
