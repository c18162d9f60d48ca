//! The section about zone, hours and holidays.

use chrono::{DateTime, Utc};

use super::{NAME, back, date, zone_line};
use crate::custom_id::SetupClick;
use crate::domain::schedule::local_date;
use crate::domain::schedule::zones::Place;
use crate::features::settings::page::View;
use crate::features::times;
use crate::markdown::{escape_line, truncate};
use crate::post::{Button, Modal, Post};

/// Holidays listed in the text; the form has them all.
const HOLIDAYS_SHOWN: usize = 20;

/// When people work.
pub(in crate::features::settings) fn hours(view: &View) -> Post {
    let calendar = &view.guild.calendar;
    let today = local_date(calendar.zone, view.now);
    let upcoming: Vec<String> = calendar
        .holidays
        .range(today..)
        .map(|day| date(*day))
        .collect();
    let holidays = match upcoming.len().checked_sub(HOLIDAYS_SHOWN) {
        Some(more @ 1..) => format!("{} and {more} more", upcoming[..HOLIDAYS_SHOWN].join(", ")),
        _ if upcoming.is_empty() => "none".to_owned(),
        _ => upcoming.join(", "),
    };
    Post::text(format!(
        "### Zone and hours\nI write to people privately within their hours only. These count for everybody who chose none of their \
         own in `/me`.\n**Time zone** · {}\n**Working time** · {}, {}\n**Holidays ahead** · {holidays}",
        zone_line(view),
        calendar.days,
        calendar.hours,
    ))
    .and_select(times::days_select(SetupClick::Days {}, calendar.days))
    .and_buttons([
        Button::plain("Change the city", SetupClick::EditZone {}),
        Button::plain("Change the hours", SetupClick::EditHours {}),
        Button::plain("Holidays", SetupClick::EditHolidays {}),
        back(),
    ])
}

/// The form for the city.
pub(in crate::features::settings) fn city_form() -> Modal {
    times::form(
        SetupClick::Zone {},
        "Time zone",
        "Which city's time counts?",
        "Lisbon",
        None,
    )
}

/// Several places may be meant.
pub(in crate::features::settings) fn which_place(
    typed: &str,
    places: &[Place],
    now: DateTime<Utc>,
) -> Post {
    Post::text(format!(
        "Which place did you mean by “{}”?",
        escape_line(&truncate(typed, NAME))
    ))
    .and_select(times::place_select(SetupClick::ZoneChosen {}, places, now))
    .and_buttons([
        Button::plain("Another city", SetupClick::EditZone {}),
        back(),
    ])
}

/// The form for the hours.
pub(in crate::features::settings) fn hours_form(view: &View) -> Modal {
    let value = view.guild.calendar.hours.to_string();
    times::form(
        SetupClick::HoursTyped {},
        "Working hours",
        "From when to when?",
        "9:00-17:30",
        Some(value),
    )
}

/// The form for the holidays: all of them, to be changed like a list.
pub(in crate::features::settings) fn holidays_form(view: &View) -> Modal {
    let days: Vec<String> = view
        .guild
        .calendar
        .holidays
        .iter()
        .map(ToString::to_string)
        .collect();
    let value = (!days.is_empty()).then(|| days.join("\n"));
    let mut form = times::form(
        SetupClick::Holidays {},
        "Holidays",
        "Days off, one a line; leave out to remove",
        "2026-12-24 to 2026-12-26",
        value,
    );
    for field in &mut form.fields {
        field.long = true;
        field.required = false;
        field.max_length = 4000;
    }
    form
}
