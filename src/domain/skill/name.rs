//! The name of a skill as people see it, and the key under which different spellings of it are one.

use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::key::SkillKey;
use crate::domain::text::clean_line;

/// The most characters a skill's name has.
pub const MAX_SKILL_NAME: usize = 50;

/// Why a text is no skill's name. Each reads as a sentence for the person who wrote it.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum SkillNameError {
    /// Nothing was left after trimming.
    #[error("Please name a skill, for example `Postgres` or `public speaking`.")]
    Empty,
    /// There is neither a letter nor a digit in it.
    #[error("A skill's name needs at least one letter or digit.")]
    NoLetters,
    /// More characters than [`MAX_SKILL_NAME`].
    #[error(
        "That name is {length} characters long; {MAX_SKILL_NAME} is the most. There is an option of its own for details."
    )]
    TooLong {
        /// Characters in the name as written.
        length: usize,
    },
    /// It is a link or an invite.
    #[error("That is a link. Please give the skill a name; the note is the place for links.")]
    Link,
}

/// A skill's name as people see it: one line of 1 to [`MAX_SKILL_NAME`] characters with at least one letter or digit.
///
/// Names stand in markdown, on buttons and in lists alike, so the characters that Discord reads as markup are left out: the
/// same text is safe in every place. Commas separate skills and are never part of a name.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct SkillName(String);

impl SkillName {
    /// Takes a name as somebody typed it.
    pub fn parse(typed: &str) -> Result<Self, SkillNameError> {
        // Most names, and nearly all that come back from the database, have nothing to tidy.
        if is_tidy(typed) {
            return Ok(Self(typed.to_owned()));
        }
        Self::tidied(typed)
    }

    fn tidied(typed: &str) -> Result<Self, SkillNameError> {
        let line = clean_line(typed);
        if is_link(&line) {
            return Err(SkillNameError::Link);
        }
        let plain: String = line
            .chars()
            .map(|c| if is_markup(c) { ' ' } else { c })
            .collect();
        let name = clean_line(bare(&plain));
        if name.is_empty() {
            return Err(if line.is_empty() {
                SkillNameError::Empty
            } else {
                SkillNameError::NoLetters
            });
        }
        let length = name.chars().count();
        if length > MAX_SKILL_NAME {
            return Err(SkillNameError::TooLong { length });
        }
        if !name.chars().any(char::is_alphanumeric) {
            return Err(SkillNameError::NoLetters);
        }
        Ok(Self(name))
    }

    /// The name as people see it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What all spellings of this name have in common.
    pub fn key(&self) -> SkillKey {
        SkillKey::fold(&self.0)
    }
}

impl fmt::Display for SkillName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for SkillName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl TryFrom<String> for SkillName {
    type Error = SkillNameError;

    fn try_from(typed: String) -> Result<Self, SkillNameError> {
        Self::parse(&typed)
    }
}

impl From<SkillName> for String {
    fn from(name: SkillName) -> Self {
        name.0
    }
}

/// Whether a text is a name as it stands, told by its bytes alone: letters, digits, `+`, `#` and single spaces, beginning with a
/// letter or digit. Other names may be tidy, too; they take the long way.
fn is_tidy(text: &str) -> bool {
    let bytes = text.as_bytes();
    let in_words = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'#');
    bytes.len() <= MAX_SKILL_NAME
        && bytes.first().is_some_and(u8::is_ascii_alphanumeric)
        && bytes.last().is_some_and(|last| in_words(*last))
        && bytes
            .windows(2)
            .all(|pair| in_words(pair[1]) || (pair[1] == b' ' && pair[0] != b' '))
}

/// A web address or an invite: both turn into something to click wherever they are shown.
fn is_link(line: &str) -> bool {
    let lower = line.to_lowercase();
    lower.contains("://")
        || ["discord.gg/", "discord.com/", "www."]
            .iter()
            .any(|start| lower.contains(start))
}

/// Without the punctuation around it, and without the `#` and space that would make the line a heading; `#python` is none, and
/// stays.
fn bare(line: &str) -> &str {
    let mut rest = line;
    loop {
        let trimmed = rest.trim_matches(|c: char| c.is_whitespace() || is_edge(c));
        rest = trimmed.trim_start_matches('#');
        if rest.len() == trimmed.len() || !rest.starts_with(char::is_whitespace) {
            return trimmed;
        }
    }
}

/// Characters that Discord reads as markup, mentions or emoji, and that no skill needs in its name.
fn is_markup(c: char) -> bool {
    matches!(
        c,
        '`' | '*'
            | '_'
            | '~'
            | '|'
            | '<'
            | '>'
            | '@'
            | '\\'
            | '['
            | ']'
            | '{'
            | '}'
            | ','
            | '，'
            | '、'
            | ';'
    )
}

/// Punctuation that somebody puts around a name, or that makes a line a heading or a list when it comes first.
fn is_edge(c: char) -> bool {
    matches!(
        c,
        '"' | '\''
            | '“'
            | '”'
            | '‘'
            | '’'
            | '„'
            | '«'
            | '»'
            | '!'
            | '?'
            | ':'
            | '-'
            | '–'
            | '—'
            | '='
            | '…'
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check_name(typed: &str, expected: &str) {
        assert_eq!(
            SkillName::parse(typed).map(String::from).as_deref(),
            Ok(expected),
            "{typed:?}"
        );
    }

    #[track_caller]
    fn check_refused(typed: &str, expected: &SkillNameError) {
        assert_eq!(SkillName::parse(typed).as_ref(), Err(expected), "{typed:?}");
    }

    #[test]
    fn names_are_tidied_not_rewritten() {
        check_name("  public   speaking ", "public speaking");
        check_name("C++", "C++");
        check_name(".NET", ".NET");
        check_name("“Rust”", "Rust");
        check_name("**Rust**", "Rust");
        check_name("snake_case", "snake case");
        check_name("<@123456>", "123456");
        check_name("@everyone", "everyone");
        check_name("[click](here)", "click (here)");
        check_name("A/B testing", "A/B testing");
        check_name("- Rust", "Rust");
        check_name("## Rust", "Rust");
        check_name("#rust", "#rust");
        check_name("Rust\u{202E}tsuR\u{0}", "RusttsuR");
        check_name("two\nlines", "two lines");
    }

    #[test]
    fn what_is_no_name_is_refused_in_one_sentence() {
        check_refused("", &SkillNameError::Empty);
        check_refused(" \u{200B} ", &SkillNameError::Empty);
        check_refused("!!!", &SkillNameError::NoLetters);
        check_refused("***", &SkillNameError::NoLetters);
        check_refused("++", &SkillNameError::NoLetters);
        check_refused("🎸", &SkillNameError::NoLetters);
        check_refused("https://example.com", &SkillNameError::Link);
        check_refused("join discord.gg/abc", &SkillNameError::Link);
        check_refused(&"x".repeat(51), &SkillNameError::TooLong { length: 51 });
        check_name(&"x".repeat(50), &"x".repeat(50));
    }

    proptest! {
        #[test]
        fn a_name_parses_to_itself(typed in "(?s).{0,60}|[a-zA-Z+#. _*@-]{0,60}") {
            if let Ok(name) = SkillName::parse(&typed) {
                prop_assert!(!name.key().is_empty());
                prop_assert!((1..=MAX_SKILL_NAME).contains(&name.as_str().chars().count()));
                prop_assert_eq!(SkillName::parse(name.as_str()).unwrap(), name);
            }
        }

        #[test]
        fn the_short_way_leads_to_the_same_name(typed in "[a-zA-Z0-9+# ]{0,55}|[a-z@. ]{0,9}") {
            if is_tidy(&typed) {
                prop_assert_eq!(SkillName::tidied(&typed), Ok(SkillName(typed)));
            }
        }
    }
}
