//! Conversation starters: what to talk about, for people who do not know each other yet.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use serde::Deserialize;
use thiserror::Error;

/// The starters that come with Potluck, as text.
pub const BUILT_IN_STARTERS: &str = include_str!("../../config/conversation-starters.toml");

/// For so long no starter is given to somebody again.
pub const NOT_AGAIN_FOR: TimeDelta = TimeDelta::days(365);

/// Where the name of the longer-serving one stands in a starter of the second form.
const LONGER: &str = "{longer}";
/// Where the name of the one with the fresh eyes stands.
const NEWER: &str = "{newer}";

/// Why a file of starters was refused. Each is one sentence that names the entry to change.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum StartersError {
    /// Not TOML, or not of the expected form.
    #[error("the conversation starters cannot be read: {0}")]
    Malformed(String),
    /// A key that comes twice.
    #[error("the conversation starter `{0}` is there twice")]
    Twice(String),
    /// The second form does not ask the longer-serving one to learn from the other.
    #[error(
        "the conversation starter `{0}` has to name {{longer}} and {{newer}} in its second form"
    )]
    NoNames(String),
}

/// One starter, in two forms.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Starter {
    /// What it is kept by.
    pub key: String,
    /// For anybody.
    pub plain: String,
    /// For people whose tenure differs much: it asks the longer-serving one to learn something.
    pub upwards: String,
}

/// All starters there are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Starters(Vec<Starter>);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    starter: Vec<Starter>,
}

impl Starters {
    /// Those that come with Potluck.
    pub fn built_in() -> Result<Self, StartersError> {
        Self::parse(BUILT_IN_STARTERS)
    }

    /// Reads a file of starters.
    pub fn parse(text: &str) -> Result<Self, StartersError> {
        let file: File =
            toml::from_str(text).map_err(|error| StartersError::Malformed(error.to_string()))?;
        let mut keys = BTreeSet::new();
        for starter in &file.starter {
            if !keys.insert(starter.key.as_str()) {
                return Err(StartersError::Twice(starter.key.clone()));
            }
            if !starter.upwards.contains(LONGER) || !starter.upwards.contains(NEWER) {
                return Err(StartersError::NoNames(starter.key.clone()));
            }
        }
        Ok(Self(file.starter))
    }

    /// One that none of the people has seen, drawn by a seed; `None`: they have seen them all.
    pub fn choose(&self, seen: &BTreeSet<String>, seed: u64) -> Option<&Starter> {
        let fresh: Vec<&Starter> = self
            .0
            .iter()
            .filter(|starter| !seen.contains(&starter.key))
            .collect();
        let count = u64::try_from(fresh.len()).ok().filter(|count| *count > 0)?;
        usize::try_from(scattered(seed) % count)
            .ok()
            .and_then(|at| fresh.get(at).copied())
    }

    /// The one that is kept by this key.
    pub fn get(&self, key: &str) -> Option<&Starter> {
        self.0.iter().find(|starter| starter.key == key)
    }

    /// All of them.
    pub fn all(&self) -> &[Starter] {
        &self.0
    }
}

impl Starter {
    /// The second form, with these in the places of the names.
    pub fn upwards(&self, longer: &str, newer: &str) -> String {
        // One pass, as what is put in may itself look like a place.
        self.upwards
            .split(LONGER)
            .map(|part| part.replace(NEWER, newer))
            .collect::<Vec<_>>()
            .join(longer)
    }
}

/// Neighbouring seeds give numbers far apart: the finisher of splitmix64.
const fn scattered(seed: u64) -> u64 {
    let mut mixed = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::*;

    #[test]
    fn there_are_sixty_and_each_is_short_enough_to_be_read() {
        let starters = Starters::built_in().unwrap();
        assert_eq!(starters.all().len(), 60);
        for starter in starters.all() {
            for text in [&starter.plain, &starter.upwards] {
                assert!(
                    (20..=200).contains(&text.chars().count()),
                    "{}: {text}",
                    starter.key
                );
                assert!(text.ends_with(['?', '.']), "{}: {text}", starter.key);
                assert_eq!(text.trim(), text);
            }
        }
    }

    #[test]
    fn no_starter_reads_like_another() {
        let starters = Starters::built_in().unwrap();
        let mut texts = BTreeSet::new();
        for starter in starters.all() {
            assert!(texts.insert(&starter.plain), "{}", starter.plain);
            assert!(texts.insert(&starter.upwards), "{}", starter.upwards);
        }
    }

    #[test]
    fn none_is_about_what_is_nobodys_business() {
        let starters = Starters::built_in().unwrap();
        for starter in starters.all() {
            for text in [&starter.plain, &starter.upwards] {
                let words: Vec<String> = text
                    .to_lowercase()
                    .split(|c: char| !c.is_alphabetic())
                    .map(str::to_owned)
                    .collect();
                for word in [
                    "family",
                    "wife",
                    "husband",
                    "children",
                    "kids",
                    "parents",
                    "mother",
                    "father",
                    "partner",
                    "marry",
                    "salary",
                    "money",
                    "pay",
                    "rent",
                    "rich",
                    "vote",
                    "election",
                    "politics",
                    "political",
                    "government",
                    "religion",
                    "church",
                    "god",
                    "pray",
                    "look",
                    "looks",
                    "wear",
                    "weight",
                    "body",
                    "pretty",
                    "handsome",
                    "age",
                    "old",
                    "young",
                    "born",
                    "date",
                    "dating",
                    "drink",
                    "alcohol",
                    "beer",
                    "wine",
                    "health",
                    "ill",
                    "sick",
                ] {
                    assert!(
                        !words.iter().any(|found| found == word),
                        "{}: {word} in {text}",
                        starter.key
                    );
                }
            }
        }
    }

    #[test]
    fn who_has_seen_them_all_but_one_gets_that_one_and_then_none() {
        let starters = Starters::built_in().unwrap();
        let mut seen: BTreeSet<String> = starters
            .all()
            .iter()
            .map(|starter| starter.key.clone())
            .collect();
        assert_eq!(starters.choose(&seen, 1), None);
        let last = starters.all()[17].key.clone();
        seen.remove(&last);
        for seed in 0..20 {
            assert_eq!(starters.choose(&seen, seed).unwrap().key, last);
        }
        assert_eq!(starters.get(&last), starters.choose(&seen, 3));
    }

    #[test]
    fn chance_reaches_all_of_them_and_the_same_seed_gives_the_same() {
        let starters = Starters::built_in().unwrap();
        let none = BTreeSet::new();
        let drawn: BTreeSet<&str> = (0..1000)
            .map(|seed| starters.choose(&none, seed).unwrap().key.as_str())
            .collect();
        assert_eq!(drawn.len(), 60);
        assert_eq!(starters.choose(&none, 5), starters.choose(&none, 5));
    }

    #[test]
    fn the_names_stand_where_they_belong_whatever_they_are() {
        let starter = Starter {
            key: "k".to_owned(),
            plain: String::new(),
            upwards: "{longer}, ask {newer} about it, {longer}.".to_owned(),
        };
        assert_eq!(
            starter.upwards("Noor", "Sam"),
            "Noor, ask Sam about it, Noor."
        );
        assert_eq!(
            starter.upwards("{newer}", "{longer}"),
            "{newer}, ask {longer} about it, {newer}."
        );
    }

    #[test]
    fn a_file_that_is_wrong_says_where() {
        let refused = |text: &str| Starters::parse(text).unwrap_err().to_string();
        let one = "[[starter]]\nkey = 'a'\nplain = 'p'\nupwards = '{longer} {newer}'\n";
        assert_eq!(
            refused(&format!("{one}{one}")),
            "the conversation starter `a` is there twice"
        );
        assert_eq!(
            refused("[[starter]]\nkey = 'b'\nplain = 'p'\nupwards = '{longer}'\n"),
            "the conversation starter `b` has to name {longer} and {newer} in its second form"
        );
        assert!(
            refused("[[starter]]\nkey = 'b'\n")
                .starts_with("the conversation starters cannot be read")
        );
        assert!(
            refused(&one.replace("plain", "plane"))
                .starts_with("the conversation starters cannot be read")
        );
    }
}
