//! The sections about hours, pause and limit.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::{Own, TYPED, back};
use crate::custom_id::MeClick;
use crate::domain::load::LoadLimit;
use crate::domain::schedule::zones::Place;
use crate::features::times;
use crate::markdown::{escape_line, truncate};
use crate::post::{Button, Modal, Post, Select, SelectKind, SelectOption};

pub(super) fn counted_asks(limit: LoadLimit) -> String {
    if limit.get() == 1 {
        "1 ask".to_owned()
    } else {
        format!("{} asks", limit.get())
    }
}

/// The day on which a pause ends, by the member's own calendar: it ends at midnight there, which may be another day elsewhere.
pub(super) fn day(at: DateTime<Utc>, zone: Tz) -> String {
    at.with_timezone(&zone).format("%a %-d %B %Y").to_string()
}

/// When this member works.
pub(in crate::features::me) fn hours(own: &Own) -> Post {
    let calendar = own.calendar();
    let whose = |is_own: bool| {
        if is_own {
            "your own choice"
        } else {
            "as everybody here"
        }
    };
    let mine = own.choices.own;
    let text = format!(
        "### Zone and hours\nI write to you privately within your working hours only.\n**Time zone** · {}, where it is {} now ({})\n\
         **Days** · {} ({})\n**Hours** · {} ({})",
        times::zone_name(calendar.zone),
        times::clock(calendar.zone, own.now),
        whose(mine.zone.is_some()),
        calendar.days,
        whose(mine.days.is_some()),
        calendar.hours,
        whose(mine.hours.is_some()),
    );
    let mut buttons = vec![
        Button::plain("Change my city", MeClick::EditZone {}),
        Button::plain("Change my hours", MeClick::EditHours {}),
    ];
    if mine.zone.is_some() || mine.days.is_some() || mine.hours.is_some() {
        buttons.push(Button::plain("Use the server's", MeClick::GuildHours {}));
    }
    buttons.push(back());
    Post::text(text)
        .and_select(times::days_select(MeClick::Days {}, calendar.days))
        .and_buttons(buttons)
}

/// The form for the city.
pub(in crate::features::me) fn city_form() -> Modal {
    times::form(
        MeClick::Zone {},
        "Your time zone",
        "Which city's time is yours?",
        "Lisbon",
        None,
    )
}

/// The form for the hours.
pub(in crate::features::me) fn hours_form(own: &Own) -> Modal {
    let value = own.calendar().hours.to_string();
    times::form(
        MeClick::HoursTyped {},
        "Your working hours",
        "From when to when?",
        "9:00-17:30",
        Some(value),
    )
}

/// Several places may be meant.
pub(in crate::features::me) fn which_place(
    typed: &str,
    places: &[Place],
    now: DateTime<Utc>,
) -> Post {
    Post::text(format!(
        "Which place did you mean by “{}”?",
        escape_line(&truncate(typed, TYPED))
    ))
    .and_select(times::place_select(MeClick::ZoneChosen {}, places, now))
    .and_buttons([
        Button::plain("Another city", MeClick::EditZone {}),
        Button::plain("Back", MeClick::Hours {}),
    ])
}

/// Out for now, or not.
pub(in crate::features::me) fn pause(own: &Own) -> Post {
    let state = match own.paused_until() {
        Some(until) => format!(
            "You are out until {}. It ends by itself; nobody needs to be told why.",
            day(until, own.calendar().zone)
        ),
        None => "You are not paused. During a pause I invite you to nothing, and no round pairs you; it ends by itself."
            .to_owned(),
    };
    let mut buttons = vec![
        Button::plain("1 week", MeClick::PauseFor { days: 7 }),
        Button::plain("2 weeks", MeClick::PauseFor { days: 14 }),
        Button::plain("A month", MeClick::PauseFor { days: 30 }),
        Button::plain("Until a date…", MeClick::EditPause {}),
    ];
    if own.paused_until().is_some() {
        buttons.push(Button::success("I'm back", MeClick::Resume {}));
    }
    buttons.push(back());
    Post::text(format!("### Pause\n{state}")).and_buttons(buttons)
}

/// The form for the day on which a pause ends.
pub(in crate::features::me) fn pause_form() -> Modal {
    times::form(
        MeClick::PauseUntil {},
        "Pause",
        "On which day will you be back?",
        "2026-12-24 or in 3 weeks",
        None,
    )
}

/// How much the member is ready to carry.
pub(in crate::features::me) fn load(own: &Own) -> Post {
    let limit = own.choices.limit;
    let options = (LoadLimit::MIN.get()..=LoadLimit::MAX.get()).map(|number| SelectOption {
        label: if number == 1 {
            "1 ask".to_owned()
        } else {
            format!("{number} asks")
        },
        value: number.to_string(),
        description: None,
        chosen: number == limit.get(),
    });
    Post::text(format!(
        "### Limit\nOnce you have taken on {} within two weeks, I pass you over until there is room again. What you take on by \
         your own click is always yours to decide.",
        counted_asks(limit)
    ))
    .and_select(Select {
        id: MeClick::LoadChosen {}.into(),
        placeholder: "How many asks in two weeks?".to_owned(),
        kind: SelectKind::Options(options.collect()),
        min: 1,
        max: 1,
    })
    .and_buttons([back()])
}
