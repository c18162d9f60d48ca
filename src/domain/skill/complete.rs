//! Autocomplete: the choices shown below a half-typed option.

use std::collections::BTreeSet;

use super::index::{SkillIndex, Suggestion};
use super::list::split_list;

/// The most choices Discord shows below a half-typed option.
const MAX_CHOICES: usize = 25;
/// The most characters of a choice's label and value.
const MAX_CHOICE_TEXT: usize = 100;

/// One autocomplete choice. It replaces everything typed into the option so far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What people read; at most 100 characters.
    pub label: String,
    /// What stands in the option once chosen; at most 100 characters.
    pub value: String,
}

impl SkillIndex {
    /// The choices below an option that takes one skill.
    pub fn complete(&self, typed: &str) -> Vec<Choice> {
        self.suggest(typed, MAX_CHOICES)
            .iter()
            .filter_map(|hit| choice("", hit))
            .collect()
    }

    /// The choices below an option that takes several skills separated by commas: the last one is completed, those before it
    /// are kept. Skills that are in the list already are not offered again, nor what would be too long for a choice.
    pub fn complete_list(&self, typed: &str) -> Vec<Choice> {
        let mut pieces: Vec<&str> = split_list(typed).map(str::trim).collect();
        let last = pieces.pop().unwrap_or_default();
        pieces.retain(|piece| !piece.is_empty());
        let kept: String = pieces.iter().flat_map(|piece| [*piece, ", "]).collect();
        let taken: BTreeSet<_> = pieces
            .iter()
            .filter_map(|piece| self.position(piece))
            .collect();
        self.suggest(last, MAX_CHOICES + taken.len())
            .iter()
            .filter(|hit| !taken.contains(&hit.position))
            .filter_map(|hit| choice(&kept, hit))
            .take(MAX_CHOICES)
            .collect()
    }
}

/// A choice that keeps what stands before it, if it fits. The alias is left out of the label where it would be too long.
fn choice(kept: &str, hit: &Suggestion<'_>) -> Option<Choice> {
    let fits = |text: &String| text.chars().count() <= MAX_CHOICE_TEXT;
    let value = Some(format!("{kept}{}", hit.name)).filter(fits)?;
    let label = Some(format!("{kept}{}", label(hit)))
        .filter(fits)
        .unwrap_or_else(|| value.clone());
    Some(Choice { label, value })
}

/// "Kubernetes (k8s)" where the alias was what matched, so that people see why it is offered.
fn label(hit: &Suggestion<'_>) -> String {
    match hit.alias {
        Some(alias) => format!("{} ({alias})", hit.name),
        None => hit.name.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use proptest::prelude::*;

    use super::*;
    use crate::domain::skill::samples::{many, small};

    #[track_caller]
    fn check_list(typed: &str, expected: &[(&str, &str)]) {
        let choices = small().complete_list(typed);
        let found: Vec<_> = choices
            .iter()
            .map(|c| (c.label.as_str(), c.value.as_str()))
            .collect();
        assert_eq!(found, expected, "{typed:?}");
    }

    #[test]
    fn the_last_of_a_list_is_completed_and_the_rest_is_kept() {
        check_list(
            "rust, k8",
            &[("rust, Kubernetes (k8s)", "rust, Kubernetes")],
        );
        check_list(
            "rust,, k8s , pott",
            &[("rust, k8s, Pottery", "rust, k8s, Pottery")],
        );
        check_list("pottery, pott", &[]);
        check_list("psql, postg", &[]);
        let long = "x".repeat(91);
        check_list(
            &format!("{long}, rus"),
            &[(&format!("{long}, Rust"), &format!("{long}, Rust"))]
                .map(|(label, value): (&String, &String)| (label.as_str(), value.as_str())),
        );
        check_list(&format!("{long}, kub"), &[]);
        let fits_without_alias = "y".repeat(85);
        let value = format!("{fits_without_alias}, Kubernetes");
        check_list(&format!("{fits_without_alias}, k8s"), &[(&value, &value)]);
    }

    #[test]
    fn one_skill_is_completed() {
        assert_eq!(
            small().complete("psq"),
            [Choice {
                label: "PostgreSQL (psql)".to_owned(),
                value: "PostgreSQL".to_owned()
            }]
        );
    }

    #[test]
    fn five_thousand_skills_answer_within_twenty_milliseconds() {
        let index = many();
        assert!(index.suggest("", 6000).len() > 5000);
        for typed in [
            "",
            "k",
            "ka",
            "karo",
            "karomitle",
            "kubernets",
            "rust, golang, presentatino",
            "zzzzzzzz",
            "quahexgor wyb",
        ] {
            // The best of several runs: what the search costs, not what else the machine is doing.
            let best = (0..5)
                .map(|_| {
                    let start = Instant::now();
                    assert!(index.complete_list(typed).len() <= 25);
                    start.elapsed()
                })
                .min();
            assert!(
                best < Some(Duration::from_millis(20)),
                "{typed:?} took {best:?}"
            );
        }
    }

    proptest! {
        #[test]
        fn choices_always_fit_and_differ(typed in "[a-z,+#. ]{0,110}|(?s).{0,60}") {
            let choices = small().complete_list(&typed);
            prop_assert!(choices.len() <= 25);
            for choice in &choices {
                prop_assert!((1..=100).contains(&choice.label.chars().count()));
                prop_assert!((1..=100).contains(&choice.value.chars().count()));
            }
            let values: BTreeSet<_> = choices.iter().map(|choice| &choice.value).collect();
            prop_assert_eq!(values.len(), choices.len());
        }
    }
}
