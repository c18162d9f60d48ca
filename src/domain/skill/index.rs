//! The skills of one guild, held ready to be searched while somebody types.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::aliases::Aliases;
use super::key::SkillKey;
use super::name::SkillName;
use super::near::{Spelling, allowed_slips};

/// The most names offered after "Did you mean".
const MAX_NEAR: usize = 3;

/// One skill as the guild has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SkillEntry {
    /// The name shown.
    pub name: SkillName,
    /// Its key, as stored beside the name.
    pub key: SkillKey,
    /// How many teach it or wish for it: of two matches that are equally good, the livelier comes first.
    pub weight: u32,
}

/// What a name comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resolution {
    /// The guild or the alias file has it, under this name.
    Known(SkillName),
    /// Nobody has it, and it is spelled much like these: to be asked about, never merged unasked.
    Near {
        /// What was typed.
        typed: SkillName,
        /// One to three names that may be meant, the likeliest first.
        candidates: Vec<SkillName>,
    },
    /// Nobody has it, nor anything like it.
    New(SkillName),
}

/// One match for what was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Suggestion<'a> {
    /// The skill's name.
    pub name: &'a SkillName,
    /// The alias that matched, where it was not the name itself.
    pub alias: Option<&'a SkillName>,
    /// The skill's place in the index.
    pub(super) position: usize,
}

/// An in-memory index over a guild's skills and the alias file.
///
/// Building it folds nothing anew, but does look at every skill, so it is kept and built again only when the guild's skills
/// changed. Searching 5,000 skills takes a few milliseconds in a debug build.
#[derive(Clone, Debug, Default)]
pub struct SkillIndex {
    /// The guild's skills first, the livelier first, then the rest of the alias file; so a position is a rank.
    skills: Vec<Indexed>,
    /// Names and aliases, as positions in `skills`.
    terms: Vec<Term>,
    positions: BTreeMap<SkillKey, usize>,
}

#[derive(Clone, Debug)]
struct Indexed {
    name: SkillName,
    /// Where in the key each further word begins, in bytes.
    words: Vec<usize>,
}

#[derive(Clone, Debug)]
struct Term {
    key: SkillKey,
    skill: usize,
    alias: Option<SkillName>,
    spelling: Spelling,
}

/// How well a term matches, best first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    Exact,
    Beginning,
    AliasBeginning,
    Word,
    Inside,
    Slips(usize),
}

impl SkillIndex {
    /// Builds the index. Of several entries with one key the first counts.
    pub fn build(entries: impl IntoIterator<Item = SkillEntry>, aliases: &Aliases) -> Self {
        let mut entries: Vec<_> = entries.into_iter().collect();
        entries.sort_by(|a, b| (Reverse(a.weight), &a.name).cmp(&(Reverse(b.weight), &b.name)));
        let mut index = Self::default();
        for entry in entries {
            index.add_skill(entry.name, entry.key);
        }
        for known in aliases.iter() {
            let skill = index.add_skill(known.name.clone(), known.name.key());
            for alias in &known.aliases {
                index.add_term(alias.key(), skill, Some(alias.clone()));
            }
        }
        index
    }

    /// What a name comes to: known, new, or near something known.
    pub fn resolve(&self, typed: &SkillName) -> Resolution {
        let key = typed.key();
        if let Some(skill) = self
            .positions
            .get(&key)
            .and_then(|position| self.skills.get(*position))
        {
            return Resolution::Known(skill.name.clone());
        }
        let spelling = Spelling::of(key.as_str());
        let mut near: Vec<_> = self
            .terms
            .iter()
            .filter_map(|term| {
                let slips = spelling.slips(key.as_str(), term.spelling, term.key.as_str())?;
                Some((slips, term.skill))
            })
            .collect();
        near.sort_unstable();
        let mut candidates: Vec<SkillName> = Vec::new();
        for (_, skill) in near {
            let name = &self.skills[skill].name;
            if candidates.len() < MAX_NEAR && !candidates.contains(name) {
                candidates.push(name.clone());
            }
        }
        if candidates.is_empty() {
            Resolution::New(typed.clone())
        } else {
            Resolution::Near {
                typed: typed.clone(),
                candidates,
            }
        }
    }

    /// The skills that match what was typed so far, best first, each once, at most `limit`.
    ///
    /// A name or alias typed in full comes first, then names that begin so, aliases that begin so, names with a word that
    /// begins so, and names that contain it. Only where there are none, and from four characters on, come names that are, or
    /// begin, a slip or two away. Within each, the guild's skills come before those nobody has used yet, and livelier ones
    /// before quieter ones. Nothing typed matches everything.
    pub fn suggest(&self, typed: &str, limit: usize) -> Vec<Suggestion<'_>> {
        let typed = SkillKey::fold(typed);
        let typed = typed.as_str();
        let mut hits: Vec<_> = self
            .terms
            .iter()
            .enumerate()
            .filter_map(|(at, term)| Some((self.fit(typed, term)?, term.skill, at)))
            .collect();
        if hits.is_empty() {
            hits.extend(self.misspelled(typed));
        }
        hits.sort_unstable();
        let mut seen = BTreeSet::new();
        hits.into_iter()
            .filter(|(_, skill, _)| seen.insert(*skill))
            .take(limit)
            .map(|(_, skill, at)| Suggestion {
                name: &self.skills[skill].name,
                alias: self.terms[at].alias.as_ref(),
                position: skill,
            })
            .collect()
    }

    /// Which skill a text names in full, by its name or an alias.
    pub(super) fn position(&self, typed: &str) -> Option<usize> {
        self.positions.get(&SkillKey::fold(typed)).copied()
    }

    fn add_skill(&mut self, name: SkillName, key: SkillKey) -> usize {
        if let Some(skill) = self.positions.get(&key) {
            return *skill;
        }
        let skill = self.skills.len();
        self.skills.push(Indexed {
            words: word_starts(name.as_str(), key.as_str()),
            name,
        });
        self.add_term(key, skill, None);
        skill
    }

    fn add_term(&mut self, key: SkillKey, skill: usize, alias: Option<SkillName>) {
        // A guild may have used an alias as a name of its own before the file knew it; that skill stays what it is.
        if self.positions.contains_key(&key) {
            return;
        }
        self.positions.insert(key.clone(), skill);
        self.terms.push(Term {
            spelling: Spelling::of(key.as_str()),
            key,
            skill,
            alias,
        });
    }

    fn fit(&self, typed: &str, term: &Term) -> Option<Fit> {
        let at = term.key.as_str().find(typed)?;
        Some(match (at, &term.alias) {
            (0, _) if term.key.as_str().len() == typed.len() => Fit::Exact,
            (0, None) => Fit::Beginning,
            (0, Some(_)) => Fit::AliasBeginning,
            (_, None) if self.has_word(term, typed) => Fit::Word,
            _ => Fit::Inside,
        })
    }

    fn has_word(&self, term: &Term, typed: &str) -> bool {
        let key = term.key.as_str();
        self.skills[term.skill]
            .words
            .iter()
            .any(|at| key.get(*at..).is_some_and(|word| word.starts_with(typed)))
    }

    /// Terms that are, or begin, a slip or two away from what was typed.
    fn misspelled<'a>(&'a self, typed: &'a str) -> impl Iterator<Item = (Fit, usize, usize)> + 'a {
        let spelling = Spelling::of(typed);
        let nameable = allowed_slips(spelling.characters) > 0;
        let terms = self
            .terms
            .iter()
            .enumerate()
            .filter(move |(_, term)| nameable && spelling.may_begin(term.spelling));
        terms.filter_map(move |(at, term)| {
            let key = term.key.as_str();
            let whole = spelling.slips(typed, term.spelling, key);
            let slips = whole.or_else(|| {
                let beginning = first_characters(key, spelling.characters);
                spelling.slips(typed, Spelling::of(beginning), beginning)
            })?;
            Some((Fit::Slips(slips), term.skill, at))
        })
    }
}

fn first_characters(key: &str, count: usize) -> &str {
    key.char_indices()
        .nth(count)
        .map_or(key, |(at, _)| &key[..at])
}

/// Where in the key the name's second and further words begin. Folding may change a word's length, so the letters are walked
/// side by side and a word whose beginning cannot be found is left out.
fn word_starts(name: &str, key: &str) -> Vec<usize> {
    let mut starts = Vec::new();
    let mut from = 0;
    for word in name
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .skip(1)
    {
        let lower = word.to_lowercase();
        // At least one letter belongs to the word before.
        let next = from + key[from..].chars().next().map_or(0, char::len_utf8);
        if let Some(at) = key[next..].find(&lower) {
            from = next + at;
            starts.push(from);
        }
    }
    starts
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use proptest::prelude::*;

    use super::*;
    use crate::domain::skill::samples::{entry, small};

    #[track_caller]
    fn check_suggest(typed: &str, expected: &[&str]) {
        let index = small();
        let found: Vec<_> = index
            .suggest(typed, 25)
            .iter()
            .map(|hit| hit.name.to_string())
            .collect();
        assert_eq!(found, expected, "{typed:?}");
    }

    #[track_caller]
    fn check_resolve(typed: &str, expected: &str) {
        let found = match small().resolve(&SkillName::parse(typed).unwrap()) {
            Resolution::Known(name) => format!("known {name}"),
            Resolution::New(name) => format!("new {name}"),
            Resolution::Near { typed, candidates } => format!("{typed} near {candidates:?}"),
        };
        assert_eq!(found, expected);
    }

    #[test]
    fn the_best_match_comes_first() {
        check_suggest(
            "po",
            &[
                "PostgreSQL",
                "Power BI",
                "Pottery",
                "PowerPoint",
                "Speaking Polish",
            ],
        );
        check_suggest("post", &["PostgreSQL"]);
        check_suggest("power", &["Power BI", "PowerPoint"]);
        check_suggest("speak", &["Speaking Polish", "Public speaking"]);
        check_suggest("k8s", &["Kubernetes"]);
        check_suggest("c", &["C", "C#", "C++", "Public speaking"]);
        check_suggest("c+", &["C++"]);
        check_suggest(".n", &[".NET"]);
        check_suggest("kuberent", &["Kubernetes"]);
        check_suggest("kuberntes", &["Kubernetes"]);
        check_suggest("pottrey", &["Pottery"]);
        check_suggest("xyzzy", &[]);
    }

    #[test]
    fn nothing_typed_shows_the_liveliest() {
        let index = small();
        let found: Vec<_> = index
            .suggest("", 3)
            .iter()
            .map(|hit| hit.name.to_string())
            .collect();
        assert_eq!(found, ["Rust", "PostgreSQL", "Speaking Polish"]);
    }

    #[test]
    fn near_misses_are_a_question() {
        check_resolve("POSTGRES", "known PostgreSQL");
        check_resolve("rust", "known Rust");
        check_resolve("Rusty", "Rusty near [\"Rust\"]");
        check_resolve("Kubernets", "Kubernets near [\"Kubernetes\"]");
        check_resolve("postgers", "postgers near [\"PostgreSQL\"]");
        check_resolve("presentation", "presentation near [\"Public speaking\"]");
        check_resolve("D", "new D");
        check_resolve("k9s", "new k9s");
        check_resolve("F#", "new F#");
        check_resolve("Gardening", "new Gardening");
    }

    #[test]
    fn a_name_the_guild_had_first_stays_its_own_skill() {
        let aliases = Aliases::parse("[a]\nPostgreSQL = { aliases = ['psql'] }").unwrap();
        let index = SkillIndex::build([entry("PSQL", 1)], &aliases);
        assert_eq!(
            index.resolve(&SkillName::parse("psql").unwrap()),
            Resolution::Known(SkillName::parse("PSQL").unwrap())
        );
    }

    proptest! {
        #[test]
        fn a_known_name_in_full_comes_first(pick in 0_usize..1000) {
            let index = small();
            let name = &index.skills[pick % index.skills.len()].name;
            prop_assert_eq!(index.suggest(name.as_str(), 25)[0].name, name);
        }
    }
}
