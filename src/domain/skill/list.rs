//! Several skills in one text, separated by commas.

use std::collections::BTreeSet;

use thiserror::Error;

use super::name::{SkillName, SkillNameError};

/// The most skills taken from one text, so that one reply can speak of each of them.
pub const MAX_SKILLS_AT_ONCE: usize = 10;

/// Why a list of skills was not taken. Each reads as a sentence or two for the person who wrote it.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum SkillListError {
    /// Nothing between the commas.
    #[error(transparent)]
    Empty(SkillNameError),
    /// One of them is no name. What it was is shown, without its markup and shortened.
    #[error("About `{piece}`: {error}")]
    Piece {
        /// The beginning of what was typed.
        piece: String,
        /// What is wrong with it.
        error: SkillNameError,
    },
    /// More than [`MAX_SKILLS_AT_ONCE`].
    #[error(
        "That is {count} skills; {MAX_SKILLS_AT_ONCE} at a time is the most. Please send the rest in a second go."
    )]
    TooMany {
        /// How many were given.
        count: usize,
    },
}

/// The pieces between the commas, as typed. Full-width and ideographic commas and line breaks separate too.
pub fn split_list(typed: &str) -> impl DoubleEndedIterator<Item = &str> {
    typed.split([',', '，', '、', ';', '\n'])
}

/// The skills in a comma-separated text, in the order given, each once. Empty pieces are passed over.
pub fn parse_list(typed: &str) -> Result<Vec<SkillName>, SkillListError> {
    let mut seen = BTreeSet::new();
    let mut names = Vec::new();
    for piece in split_list(typed) {
        match SkillName::parse(piece) {
            Ok(name) => {
                if seen.insert(name.key()) {
                    names.push(name);
                }
            }
            Err(SkillNameError::Empty) => {}
            Err(error) => {
                return Err(SkillListError::Piece {
                    piece: crate::domain::text::shown(piece),
                    error,
                });
            }
        }
    }
    match names.len() {
        0 => Err(SkillListError::Empty(SkillNameError::Empty)),
        count if count > MAX_SKILLS_AT_ONCE => Err(SkillListError::TooMany { count }),
        _ => Ok(names),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(typed: &str, expected: &[&str]) {
        let names = parse_list(typed).unwrap_or_default();
        assert_eq!(
            names.iter().map(SkillName::as_str).collect::<Vec<_>>(),
            expected,
            "{typed:?}"
        );
    }

    #[test]
    fn commas_separate_and_repeats_fold() {
        check("Rust", &["Rust"]);
        check("Rust, C++ ,.NET", &["Rust", "C++", ".NET"]);
        check("rust,,RUST, r-u-s-t,", &["rust"]);
        check(
            "日本語、français，Deutsch",
            &["日本語", "français", "Deutsch"],
        );
    }

    #[test]
    fn a_refusal_names_the_piece() {
        let refusal = |typed: &str| {
            parse_list(typed)
                .map_err(|error| error.to_string())
                .err()
                .unwrap_or_default()
        };
        assert_eq!(
            refusal("Rust, !!!"),
            "About `!!!`: A skill's name needs at least one letter or digit."
        );
        assert_eq!(
            refusal(" , ,"),
            "Please name a skill, for example `Postgres` or `public speaking`."
        );
        assert_eq!(
            refusal("1,2,3,4,5,6,7,8,9,10,11"),
            "That is 11 skills; 10 at a time is the most. Please send the rest in a second go."
        );
        assert!(
            refusal(&format!("Rust, {}", "y".repeat(80)))
                .starts_with("About `yyyyyyyyyyyyyyyyyyyyyyyyyyyyyy…`: That name is 80")
        );
    }
}
