//! The alias file: which names mean the same skill, and which skills belong together.

use std::collections::BTreeMap;

use serde::Deserialize;
use thiserror::Error;

use super::key::SkillKey;
use super::name::{SkillName, SkillNameError};

/// The alias file that comes with Potluck, as text.
pub const BUILT_IN_ALIASES: &str = include_str!("../../../config/skill-aliases.toml");

/// Why an alias file was refused. Each is one sentence that names the entry to change.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum AliasesError {
    /// Not TOML, or not of the expected form.
    #[error("the alias file cannot be read: {0}")]
    Malformed(String),
    /// A name, alias or parent that is no skill's name.
    #[error("in the alias file, `{text}` under `{skill}` is no skill's name: {error}")]
    Name {
        /// The skill whose entry it is in.
        skill: String,
        /// What was written.
        text: String,
        /// What is wrong with it.
        error: SkillNameError,
    },
    /// Two skills claim the same name.
    #[error(
        "in the alias file, `{alias}` means both `{first}` and `{second}`; leave it in one of them"
    )]
    Conflict {
        /// The name both claim, as the second one writes it.
        alias: String,
        /// The skill that has it already.
        first: SkillName,
        /// The skill that claims it too.
        second: SkillName,
    },
    /// A parent that has no entry of its own.
    #[error(
        "in the alias file, the parent `{parent}` of `{skill}` has no entry of its own; add one"
    )]
    NoParent {
        /// The skill whose parent is missing.
        skill: SkillName,
        /// The name of the missing one.
        parent: SkillName,
    },
    /// A skill that is its own parent, over however many steps.
    #[error("in the alias file, `{skill}` is above itself; take one `parent` out of that circle")]
    Circle {
        /// A skill in the circle.
        skill: SkillName,
    },
}

/// One skill of the alias file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownSkill {
    /// The name shown, whichever alias was typed.
    pub name: SkillName,
    /// The part of the file it is in, for example `data`.
    pub field: String,
    /// Other names for it, in the file's order.
    pub aliases: Vec<SkillName>,
    /// The skill it belongs under.
    pub parent: Option<SkillName>,
}

/// The alias file, checked and ready to be asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Aliases {
    skills: Vec<KnownSkill>,
    /// Every name and alias, as the position in `skills`.
    positions: BTreeMap<SkillKey, usize>,
}

/// What is written behind a skill's name.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    #[serde(default)]
    aliases: Vec<String>,
    parent: Option<String>,
}

impl Aliases {
    /// Reads the text of an alias file: one table a field, one line a skill.
    ///
    /// ```toml
    /// [data]
    /// Databases = { aliases = ["db", "dbs"] }
    /// PostgreSQL = { aliases = ["Postgres", "psql"], parent = "Databases" }
    /// ```
    pub fn parse(text: &str) -> Result<Self, AliasesError> {
        let fields: BTreeMap<String, BTreeMap<String, Entry>> = toml::from_str(text)
            .map_err(|error| AliasesError::Malformed(one_line(&error.to_string())))?;
        let mut aliases = Self::default();
        for (field, entries) in fields {
            for (name, entry) in entries {
                aliases.add(read(&field, &name, &entry)?)?;
            }
        }
        aliases.settle_parents()?;
        Ok(aliases)
    }

    /// The alias file that comes with Potluck.
    pub fn built_in() -> Result<Self, AliasesError> {
        Self::parse(BUILT_IN_ALIASES)
    }

    /// The name to use for what was typed: the file's own where it knows the name, otherwise the typed one.
    pub fn resolve(&self, name: &SkillName) -> SkillName {
        self.get(&name.key())
            .map_or_else(|| name.clone(), |known| known.name.clone())
    }

    /// The file's entry for a name or an alias.
    pub fn get(&self, key: &SkillKey) -> Option<&KnownSkill> {
        self.positions
            .get(key)
            .and_then(|position| self.skills.get(*position))
    }

    /// Whether two different skills stand under the same parent. Either may be given by an alias.
    pub fn are_siblings(&self, one: &SkillKey, other: &SkillKey) -> bool {
        match (self.get(one), self.get(other)) {
            (Some(one), Some(other)) => {
                one.name != other.name && one.parent.is_some() && one.parent == other.parent
            }
            _ => false,
        }
    }

    /// Every skill of the file, by field and name.
    pub fn iter(&self) -> impl Iterator<Item = &KnownSkill> {
        self.skills.iter()
    }

    fn add(&mut self, skill: KnownSkill) -> Result<(), AliasesError> {
        let position = self.skills.len();
        for alias in std::iter::once(&skill.name).chain(&skill.aliases) {
            // Two spellings of one name within the same entry do no harm: it is not among the skills yet.
            let before = self.positions.insert(alias.key(), position);
            if let Some(before) = before.and_then(|before| self.skills.get(before)) {
                return Err(AliasesError::Conflict {
                    alias: alias.to_string(),
                    first: before.name.clone(),
                    second: skill.name,
                });
            }
        }
        self.skills.push(skill);
        Ok(())
    }

    /// Replaces each parent by its own entry's name, and makes sure that going up ends.
    fn settle_parents(&mut self) -> Result<(), AliasesError> {
        for position in 0..self.skills.len() {
            let Some(written) = self.skills[position].parent.clone() else {
                continue;
            };
            let Some(parent) = self.get(&written.key()).map(|known| known.name.clone()) else {
                return Err(AliasesError::NoParent {
                    skill: self.skills[position].name.clone(),
                    parent: written,
                });
            };
            self.skills[position].parent = Some(parent);
        }
        // Whoever goes up more often than there are skills goes round in a circle.
        for skill in &self.skills {
            let above = |skill: &KnownSkill| self.get(&skill.parent.as_ref()?.key());
            if std::iter::successors(Some(skill), |skill| above(skill))
                .nth(self.skills.len())
                .is_some()
            {
                return Err(AliasesError::Circle {
                    skill: skill.name.clone(),
                });
            }
        }
        Ok(())
    }
}

fn read(field: &str, name: &str, entry: &Entry) -> Result<KnownSkill, AliasesError> {
    let parse = |text: &str| {
        SkillName::parse(text).map_err(|error| AliasesError::Name {
            skill: name.to_owned(),
            text: text.to_owned(),
            error,
        })
    };
    Ok(KnownSkill {
        name: parse(name)?,
        field: field.to_owned(),
        aliases: entry
            .aliases
            .iter()
            .map(|alias| parse(alias))
            .collect::<Result<_, _>>()?,
        parent: entry.parent.as_deref().map(parse).transpose()?,
    })
}

/// TOML's own message spans several lines and points with spaces; in a sentence only its words are of use.
fn one_line(message: &str) -> String {
    message
        .lines()
        .map(str::trim)
        .filter(|line| {
            !line.is_empty()
                && !line.starts_with('|')
                && !line.trim_end_matches(['^', '|', ' ']).is_empty()
        })
        .collect::<Vec<_>>()
        .join("; ")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::collections::BTreeSet;

    use super::*;

    fn key(text: &str) -> SkillKey {
        SkillKey::fold(text)
    }

    #[track_caller]
    fn check_refused(text: &str, expected: &str) {
        assert_eq!(
            Aliases::parse(text).map_err(|error| error.to_string()),
            Err(expected.to_owned())
        );
    }

    #[test]
    fn an_alias_leads_to_the_name() {
        let aliases = Aliases::parse(
            "[cloud]\nKubernetes = { aliases = ['k8s', 'kube'], parent = 'containers' }\nContainers = {}\n\
             Docker = { parent = 'Containers' }",
        )
        .unwrap();
        let resolve =
            |typed: &str| String::from(aliases.resolve(&SkillName::parse(typed).unwrap()));
        assert_eq!(resolve("K8S"), "Kubernetes");
        assert_eq!(resolve("kubernetes!"), "Kubernetes");
        assert_eq!(resolve("knitting"), "knitting");
        assert!(aliases.are_siblings(&key("k8s"), &key("docker")));
        assert!(!aliases.are_siblings(&key("k8s"), &key("kube")));
        assert!(!aliases.are_siblings(&key("k8s"), &key("containers")));
        assert_eq!(
            aliases
                .get(&key("kube"))
                .unwrap()
                .parent
                .as_ref()
                .unwrap()
                .as_str(),
            "Containers"
        );
    }

    #[test]
    fn what_cannot_be_meant_is_refused_by_name() {
        check_refused(
            "[a]\nJava = { aliases = ['js'] }\nJavaScript = { aliases = ['JS'] }",
            "in the alias file, `JS` means both `Java` and `JavaScript`; leave it in one of them",
        );
        check_refused(
            "[a]\nGo = {}\n[b]\ngolang = { aliases = ['GO'] }",
            "in the alias file, `GO` means both `Go` and `golang`; leave it in one of them",
        );
        check_refused(
            "[a]\nMySQL = { parent = 'Databases' }",
            "in the alias file, the parent `Databases` of `MySQL` has no entry of its own; add one",
        );
        check_refused(
            "[a]\nA = { parent = 'B' }\nB = { parent = 'A' }",
            "in the alias file, `A` is above itself; take one `parent` out of that circle",
        );
        check_refused(
            "[a]\nA = { aliases = ['!'] }",
            "in the alias file, `!` under `A` is no skill's name: A skill's name needs at least one letter or digit.",
        );
        let malformed = Aliases::parse("[a]\nA = { alias = ['b'] }")
            .unwrap_err()
            .to_string();
        assert!(
            malformed.contains("unknown field `alias`") && !malformed.contains('\n'),
            "{malformed}"
        );
    }

    #[test]
    fn the_built_in_file_is_sound_and_broad() {
        let aliases = Aliases::built_in().unwrap();
        let fields: BTreeSet<_> = aliases.iter().map(|skill| skill.field.as_str()).collect();
        assert!(aliases.iter().count() >= 300, "{}", aliases.iter().count());
        assert!(fields.len() >= 12, "{fields:?}");
        for (typed, expected) in [
            ("k8s", "Kubernetes"),
            ("postgres", "PostgreSQL"),
            ("JS", "JavaScript"),
            ("c sharp", "C#"),
            ("dotnet", ".NET"),
            ("cpp", "C++"),
            ("C", "C"),
            ("R", "R"),
            ("presentations", "Public speaking"),
            ("deutsch", "German"),
        ] {
            assert_eq!(
                aliases.resolve(&SkillName::parse(typed).unwrap()).as_str(),
                expected
            );
        }
    }

    #[test]
    fn names_in_the_built_in_file_are_written_as_they_are_shown() {
        for skill in Aliases::built_in().unwrap().iter() {
            let written = |text: &SkillName| BUILT_IN_ALIASES.contains(text.as_str());
            assert!(
                written(&skill.name) && skill.aliases.iter().all(written),
                "{skill:?}"
            );
            let mut keys: BTreeSet<_> = skill.aliases.iter().map(SkillName::key).collect();
            keys.insert(skill.name.key());
            assert_eq!(
                keys.len(),
                skill.aliases.len() + 1,
                "an alias of {} folds into another",
                skill.name
            );
        }
    }
}
