//! Conversation starters: what to talk about, for people who do not know each other yet.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, TimeDelta, Utc};
use serde::Deserialize;
use thiserror::Error;

/// The starters that come with Potluck, as text.
pub const BUILT_IN_STARTERS: &str = include_str!("../../config/conversation-starters.toml");

/// For so long no starter is given to somebody again.
pub const NOT_AGAIN_FOR: TimeDelta = TimeDelta::days(365);

/// Where the name of the longer-serving one stands in a starter of the second form.
const LONGER: &str = "{longer}";
/// Where the name of the one who has been here for less long stands.
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

    /// The one at a place, counted round and round, if none of the people has read it since then; otherwise one that none of them
    /// has: one they never read before one they read long ago. `read` is when any of them last read each, by key. `None`: there is
    /// none left.
    ///
    /// Where the place goes up by one with every round, nobody is without one before they have read them all.
    pub fn choose(
        &self,
        read: &BTreeMap<String, DateTime<Utc>>,
        since: DateTime<Utc>,
        place: u64,
    ) -> Option<&Starter> {
        let count = u64::try_from(self.0.len())
            .ok()
            .filter(|count| *count > 0)?;
        let first = usize::try_from(place % count).ok()?;
        let from_there = || self.0.iter().cycle().skip(first).take(self.0.len());
        let fresh = |starter: &&Starter| read.get(&starter.key).is_none_or(|at| *at <= since);
        from_there().next().filter(fresh).or_else(|| {
            from_there()
                .filter(fresh)
                .min_by_key(|starter| read.get(&starter.key))
        })
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

    fn day(day: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::days(day)
    }

    /// All of them, read on this day.
    fn read_on(starters: &Starters, on: i64) -> BTreeMap<String, DateTime<Utc>> {
        let all = starters.all().iter();
        all.map(|starter| (starter.key.clone(), day(on))).collect()
    }

    #[test]
    fn who_has_read_them_all_but_one_gets_that_one_and_then_none() {
        let starters = Starters::built_in().unwrap();
        let mut read = read_on(&starters, 10);
        assert_eq!(starters.choose(&read, day(9), 1), None);
        let last = starters.all()[17].key.clone();
        read.remove(&last);
        for place in 0..120 {
            let chosen = starters.choose(&read, day(9), place).unwrap();
            assert_eq!(chosen.key, last);
        }
        assert_eq!(
            starters.get(&last),
            starters.choose(&read, day(9), u64::MAX)
        );
    }

    #[test]
    fn the_one_at_the_place_comes_first_and_then_what_was_read_the_longest_ago() {
        let starters = Starters::built_in().unwrap();
        let key = |at: usize| starters.all()[at].key.as_str();
        let chosen = |read: &BTreeMap<String, DateTime<Utc>>, place: u64| {
            starters.choose(read, day(9), place).unwrap().key.as_str()
        };
        let none = BTreeMap::new();
        assert_eq!(chosen(&none, 0), key(0));
        assert_eq!(chosen(&none, 59), key(59));
        assert_eq!(chosen(&none, 60), key(0));
        // Read long ago, it may come again in its turn.
        let mut read = read_on(&starters, 5);
        assert_eq!(chosen(&read, 7), key(7));
        read.insert(key(7).to_owned(), day(10));
        assert_eq!(chosen(&read, 7), key(8));
        read.insert(key(3).to_owned(), day(4));
        assert_eq!(chosen(&read, 7), key(3));
        read.remove(key(5));
        assert_eq!(chosen(&read, 7), key(5));
    }

    #[test]
    fn whoever_takes_part_in_every_round_reads_a_new_one_in_each_with_whomever_they_are() {
        let starters = Starters::built_in().unwrap();
        let mut read = BTreeMap::new();
        for round in 0..60 {
            let at = day(7 * i64::try_from(round).unwrap());
            let chosen = starters
                .choose(&read, at - NOT_AGAIN_FOR - TimeDelta::days(100), round)
                .unwrap();
            assert!(read.insert(chosen.key.clone(), at).is_none());
        }
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
