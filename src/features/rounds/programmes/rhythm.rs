//! When the rounds of a programme start, as people read it.

use chrono::Weekday;

use crate::store::programmes::Programme;

/// When its rounds start: "every second Tuesday at 10:00".
pub(crate) fn rhythm(programme: &Programme) -> String {
    let every = match programme.every_weeks {
        0 | 1 => "every",
        2 => "every second",
        3 => "every third",
        _ => "every fourth",
    };
    format!(
        "{every} {} at {}",
        day_name(programme.weekday),
        programme.time.format("%H:%M")
    )
}

/// The name of a day of the week.
pub(crate) const fn day_name(day: Weekday) -> &'static str {
    match day {
        Weekday::Mon => "Monday",
        Weekday::Tue => "Tuesday",
        Weekday::Wed => "Wednesday",
        Weekday::Thu => "Thursday",
        Weekday::Fri => "Friday",
        Weekday::Sat => "Saturday",
        Weekday::Sun => "Sunday",
    }
}
