//! Time zones by the name of a city.
//!
//! The cities are those that IANA names zones after, and a table of further ones, of countries with a single zone, and of
//! common abbreviations.

mod table;

use std::collections::BTreeSet;
use std::sync::LazyLock;

use chrono_tz::{TZ_VARIANTS, Tz};
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use table::PLACES;

/// The most places answered with.
const MAX_PLACES: usize = 25;
/// Typed beginnings shorter than this fit too many places to be worth a question.
const SHORTEST_BEGINNING: usize = 3;
/// IANA's continents and oceans. What lies outside (`US/…`, `Etc/…`, `EST`) are old names and fixed offsets.
const REGIONS: [&str; 10] = [
    "Africa/",
    "America/",
    "Antarctica/",
    "Arctic/",
    "Asia/",
    "Atlantic/",
    "Australia/",
    "Europe/",
    "Indian/",
    "Pacific/",
];

/// A place, and the zone its clocks are in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The name shown, for example `Portland, Oregon`.
    pub name: String,
    /// Its zone.
    pub zone: Tz,
}

/// What a typed place comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// This one, without doubt.
    One(Place),
    /// One of these may be meant: places of the same name, that begin so, or that are spelled much like it; the likeliest
    /// first. At least one, to be asked about.
    Several(Vec<Place>),
    /// Nothing like it is known.
    Nothing,
}

/// Finds the zone of a place as somebody types it: a city, perhaps with its country, or an IANA name.
///
/// Case, accents, spaces and punctuation do not count.
pub fn find(typed: &str) -> Found {
    if let Some(zone) = iana(typed) {
        return Found::One(Place {
            name: city_of(zone.name()),
            zone,
        });
    }
    let whole = fold(typed);
    if whole.is_empty() {
        return Found::Nothing;
    }
    let city = fold(typed.split([',', '(']).next().unwrap_or_default());
    for text in [&whole, &city] {
        // "London" is the one that needs no more words; "Portland" is two places of which neither does without.
        let exact = unique(KNOWN.iter().filter(|place| place.full == *text));
        let same = unique(KNOWN.iter().filter(|place| place.name == *text));
        match (exact.as_slice(), same.as_slice()) {
            ([only], _) | ([], [only]) => return Found::One(only.clone()),
            ([], []) => {}
            _ => return Found::Several(same),
        }
    }
    let mut near = unique(KNOWN.iter().filter(|place| begins(place, &whole)));
    if near.is_empty() {
        let mut misspelled: Vec<_> = KNOWN
            .iter()
            .filter_map(|place| Some((place.slips(&city)?, place)))
            .collect();
        misspelled.sort_by_key(|(slips, _)| *slips);
        near = unique(misspelled.into_iter().map(|(_, place)| place));
    }
    if near.is_empty() {
        Found::Nothing
    } else {
        Found::Several(near)
    }
}

/// A place made ready for comparison.
struct Known {
    /// The folded name.
    name: String,
    /// The folded name with what tells it from others of that name.
    full: String,
    shown: String,
    zone: Tz,
}

impl Known {
    fn new(name: &str, of: &str, zone: Tz) -> Self {
        let shown = if of.is_empty() {
            name.to_owned()
        } else {
            format!("{name}, {of}")
        };
        Self {
            name: fold(name),
            full: fold(&shown),
            shown,
            zone,
        }
    }

    /// How many slips away it is, if few enough for its length: one in short names, two in long ones.
    fn slips(&self, text: &str) -> Option<usize> {
        let length = self.name.len().min(text.len());
        let allowed = match length {
            0..=3 => return None,
            4..=6 => 1,
            _ => 2,
        };
        if self.name.len().abs_diff(text.len()) > allowed {
            return None;
        }
        Some(strsim::damerau_levenshtein(&self.name, text)).filter(|slips| *slips <= allowed)
    }
}

fn begins(place: &Known, text: &str) -> bool {
    text.len() >= SHORTEST_BEGINNING && place.full.starts_with(text)
}

/// The table, and those of IANA's cities whose name is not in it. Folded once, as they never change.
static KNOWN: LazyLock<Vec<Known>> = LazyLock::new(|| {
    let mut places: Vec<_> = PLACES
        .iter()
        .map(|(name, of, zone)| Known::new(name, of, *zone))
        .collect();
    let named: BTreeSet<_> = places.iter().map(|place| place.name.clone()).collect();
    let iana = TZ_VARIANTS
        .iter()
        .filter(|zone| REGIONS.iter().any(|region| zone.name().starts_with(region)))
        .map(|zone| Known::new(&city_of(zone.name()), "", *zone))
        .filter(|place| !named.contains(&place.name));
    places.extend(iana);
    places
});

/// The first twenty-five of the places, each name once: IANA has some cities under an old and a new name of the zone.
fn unique<'a>(places: impl Iterator<Item = &'a Known>) -> Vec<Place> {
    let mut seen = BTreeSet::new();
    places
        .filter(|place| seen.insert(&place.full))
        .take(MAX_PLACES)
        .map(|place| Place {
            name: place.shown.clone(),
            zone: place.zone,
        })
        .collect()
}

/// `America/New_York`, in any case.
fn iana(typed: &str) -> Option<Tz> {
    let name = typed.trim().replace(' ', "_");
    TZ_VARIANTS
        .iter()
        .copied()
        .find(|zone| name.contains('/') && zone.name().eq_ignore_ascii_case(&name))
}

/// `New York` of `America/New_York`.
fn city_of(zone: &str) -> String {
    zone.rsplit('/').next().unwrap_or(zone).replace('_', " ")
}

/// Letters and digits without case and accents.
fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text
        .nfkd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
    {
        match c {
            'ø' => folded.push('o'),
            'ł' => folded.push('l'),
            'đ' | 'ð' => folded.push('d'),
            'ı' => folded.push('i'),
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'þ' => folded.push_str("th"),
            c if c.is_alphanumeric() => folded.push(c),
            _ => {}
        }
    }
    folded
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(typed: &str, name: &str, zone: Tz) {
        assert_eq!(
            find(typed),
            Found::One(Place {
                name: name.to_owned(),
                zone
            }),
            "{typed:?}"
        );
    }

    #[track_caller]
    fn check_several(typed: &str, expected: &[&str]) {
        let names: Vec<_> = match find(typed) {
            Found::Several(places) => places.into_iter().map(|place| place.name).collect(),
            other => vec![format!("{other:?}")],
        };
        assert_eq!(names, expected, "{typed:?}");
    }

    #[test]
    fn cities_are_found_as_people_type_them() {
        check("Lisbon", "Lisbon", Tz::Europe__Lisbon);
        check("new york", "New York", Tz::America__New_York);
        check("NYC", "NYC", Tz::America__New_York);
        check("São Paulo", "Sao Paulo", Tz::America__Sao_Paulo);
        check("sao-paulo", "Sao Paulo", Tz::America__Sao_Paulo);
        check("Mumbai", "Mumbai", Tz::Asia__Kolkata);
        check("Bangalore", "Bangalore", Tz::Asia__Kolkata);
        check("Bengaluru", "Bengaluru", Tz::Asia__Kolkata);
        check("Munich", "Munich", Tz::Europe__Berlin);
        check("münchen", "München", Tz::Europe__Berlin);
        check("Kraków", "Krakow", Tz::Europe__Warsaw);
        check("København", "København", Tz::Europe__Copenhagen);
        check("San Francisco", "San Francisco", Tz::America__Los_Angeles);
        check("Lisbon, Portugal", "Lisbon", Tz::Europe__Lisbon);
        check("Berlin (Germany)", "Berlin", Tz::Europe__Berlin);
        check(
            "Portland, Oregon",
            "Portland, Oregon",
            Tz::America__Los_Angeles,
        );
        check(
            "Buenos Aires",
            "Buenos Aires",
            Tz::America__Argentina__Buenos_Aires,
        );
        check("Kyiv", "Kyiv", Tz::Europe__Kyiv);
        check("Beijing", "Beijing", Tz::Asia__Shanghai);
        check("europe/lisbon", "Lisbon", Tz::Europe__Lisbon);
        check("America/New York", "New York", Tz::America__New_York);
        check("Japan", "Japan", Tz::Asia__Tokyo);
        check("UTC", "UTC", Tz::Etc__UTC);
    }

    #[test]
    fn doubt_is_a_question() {
        check_several("Portland", &["Portland, Oregon", "Portland, Maine"]);
        check_several(
            "Birmingham",
            &["Birmingham, England", "Birmingham, Alabama"],
        );
        check_several("IST", &["IST, India", "IST, Ireland", "IST, Israel"]);
        check_several("Lisbn", &["Lisbon"]);
        check_several("Lisb", &["Lisboa", "Lisbon"]);
        check_several("Amsterdm", &["Amsterdam"]);
        check_several("Bangalor", &["Bangalore"]);
    }

    #[test]
    fn what_is_nowhere_is_nothing() {
        for typed in [
            "",
            "  ",
            "?!",
            "xq",
            "Atlantis the Great",
            "Europe/Atlantis",
        ] {
            assert_eq!(find(typed), Found::Nothing, "{typed:?}");
        }
    }

    #[test]
    fn every_place_of_the_table_finds_itself() {
        for (name, of, zone) in PLACES {
            let known = Known::new(name, of, *zone);
            match find(&known.shown) {
                Found::One(place) => assert_eq!(place.zone, *zone, "{}", known.shown),
                other => panic!("{}: {other:?}", known.shown),
            }
        }
    }

    #[test]
    fn every_city_of_iana_is_found() {
        for zone in TZ_VARIANTS
            .iter()
            .filter(|zone| REGIONS.iter().any(|region| zone.name().starts_with(region)))
        {
            assert_ne!(find(&city_of(zone.name())), Found::Nothing, "{zone}");
            assert_eq!(
                find(zone.name()),
                Found::One(Place {
                    name: city_of(zone.name()),
                    zone: *zone
                })
            );
        }
    }

    proptest! {
        #[test]
        fn any_text_is_answered(typed in "(?s).{0,40}|[a-z ]{0,12}") {
            if let Found::Several(places) = find(&typed) {
                prop_assert!((1..=25).contains(&places.len()));
            }
        }
    }
}
