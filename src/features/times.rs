//! Asking for a place, for days and for hours: for a whole server in `/setup`, for oneself in `/me`.

use chrono::{DateTime, Utc, Weekday};
use chrono_tz::Tz;

use crate::custom_id::CustomId;
use crate::domain::schedule::WorkingDays;
use crate::domain::schedule::zones::Place;
use crate::markdown::label;
use crate::post::{Field, MAX_OPTION_TEXT, MAX_OPTIONS, Modal, Select, SelectKind, SelectOption};

const DAYS: [(Weekday, &str); 7] = [
    (Weekday::Mon, "Monday"),
    (Weekday::Tue, "Tuesday"),
    (Weekday::Wed, "Wednesday"),
    (Weekday::Thu, "Thursday"),
    (Weekday::Fri, "Friday"),
    (Weekday::Sat, "Saturday"),
    (Weekday::Sun, "Sunday"),
];

/// The name of the one field of [`form`].
pub(crate) const FIELD: &str = "typed";

/// A select of the working days, with the present ones chosen.
pub(crate) fn days_select(id: impl Into<CustomId>, days: WorkingDays) -> Select {
    let options = DAYS.map(|(day, name)| SelectOption {
        label: name.to_owned(),
        value: day.to_string(),
        description: None,
        chosen: days.contains(day),
    });
    Select {
        id: id.into(),
        placeholder: "Choose the working days".to_owned(),
        kind: SelectKind::Options(options.into()),
        min: 1,
        max: 7,
    }
}

/// The days chosen in a [`days_select`]; `None` where they are none of ours.
pub(crate) fn days_chosen(values: &[String]) -> Option<WorkingDays> {
    values.join(",").parse().ok()
}

/// A select of places one of which was meant. People know theirs by what its clocks show now.
pub(crate) fn place_select(
    id: impl Into<CustomId>,
    places: &[Place],
    now: DateTime<Utc>,
) -> Select {
    let options = (0..)
        .zip(places.iter().take(MAX_OPTIONS))
        .map(|(number, place): (u8, _)| SelectOption {
            label: label(&place.name, MAX_OPTION_TEXT),
            // Two places may share a zone, and two options may not share a value: so a number goes with it.
            value: format!("{number}:{}", place.zone.name()),
            description: Some(format!("It is {} there now", clock(place.zone, now))),
            chosen: false,
        });
    Select {
        id: id.into(),
        placeholder: "Choose a place".to_owned(),
        kind: SelectKind::Options(options.collect()),
        min: 1,
        max: 1,
    }
}

/// The zone chosen in a [`place_select`]; `None` where it is none of ours.
pub(crate) fn zone_chosen(values: &[String]) -> Option<Tz> {
    values
        .first()?
        .split_once(':')
        .and_then(|(_, zone)| zone.parse().ok())
}

/// What the clocks of a zone show.
pub(crate) fn clock(zone: Tz, now: DateTime<Utc>) -> String {
    now.with_timezone(&zone).format("%H:%M").to_string()
}

/// The name of a zone as people read it.
pub(crate) fn zone_name(zone: Tz) -> String {
    zone.name().replace('_', " ")
}

/// A form of one short field.
pub(crate) fn form(
    id: impl Into<CustomId>,
    title: &str,
    asks: &str,
    example: &str,
    value: Option<String>,
) -> Modal {
    Modal {
        id: id.into(),
        title: title.to_owned(),
        fields: vec![Field {
            name: FIELD.to_owned(),
            label: asks.to_owned(),
            long: false,
            required: true,
            max_length: 80,
            placeholder: Some(example.to_owned()),
            value,
        }],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::custom_id::SetupClick;
    use crate::domain::schedule::zones::{Found, find};

    fn values(select: &Select) -> Vec<String> {
        match &select.kind {
            SelectKind::Options(options) => {
                options.iter().map(|option| option.value.clone()).collect()
            }
            _ => Vec::new(),
        }
    }

    #[test]
    fn the_days_chosen_are_those_shown() {
        let select = days_select(SetupClick::Days {}, WorkingDays::MONDAY_TO_FRIDAY);
        assert_eq!(
            days_chosen(&values(&select)).map(WorkingDays::bits),
            Some(0b111_1111)
        );
        assert_eq!(
            days_chosen(&values(&select)[..5]),
            Some(WorkingDays::MONDAY_TO_FRIDAY)
        );
        assert_eq!(days_chosen(&[]), None);
        assert_eq!(days_chosen(&["Caturday".to_owned()]), None);
    }

    #[test]
    fn the_place_chosen_is_the_one_shown() {
        let Found::Several(places) = find("portland") else {
            panic!("there are two Portlands")
        };
        let select = place_select(SetupClick::ZoneChosen {}, &places, DateTime::UNIX_EPOCH);
        let values = values(&select);
        assert_eq!(values.len(), places.len());
        for (value, place) in values.iter().zip(&places) {
            assert_eq!(zone_chosen(std::slice::from_ref(value)), Some(place.zone));
        }
        assert_eq!(zone_chosen(&["0:Europe/Nowhere".to_owned()]), None);
        assert_eq!(zone_chosen(&[]), None);
    }

    #[test]
    fn places_of_one_zone_are_different_options() {
        let place = |name: &str| Place {
            name: name.to_owned(),
            zone: chrono_tz::America::Los_Angeles,
        };
        let places: Vec<Place> = (0..40).map(|n| place(&format!("San {n}"))).collect();
        let mut values = values(&place_select(
            SetupClick::ZoneChosen {},
            &places,
            DateTime::UNIX_EPOCH,
        ));
        assert_eq!(values.len(), MAX_OPTIONS);
        values.dedup();
        assert_eq!(values.len(), MAX_OPTIONS);
    }
}
