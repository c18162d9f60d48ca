//! The name of a skill as people see it, and the key under which different spellings of it are one.

use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use crate::domain::text::{clean_line, is_invisible};

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
        "That name is {length} characters long; {MAX_SKILL_NAME} is the most. The note is the place for details."
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

/// What different spellings of one skill have in common.
///
/// Two names with the same key are the same skill: case, spaces and punctuation do not count. `+`, `#` and a leading dot do,
/// so that C, C++, C# and .NET stay four skills. `&` counts as "and".
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SkillKey(String);

impl SkillKey {
    /// Folds any text. The key of a text without letters, digits, `+` and `#` is empty; a [`SkillName`]'s never is.
    pub fn fold(text: &str) -> Self {
        Self(fold(text))
    }

    /// The folded text, as it is stored and compared.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether nothing was left of the text.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for SkillKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for SkillKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

fn fold(text: &str) -> String {
    // Upper case first makes `ß` and `SS` the same; normalising again afterwards makes folding a key change nothing.
    let normal: String = text.nfkc().collect();
    let lower: String = normal
        .to_uppercase()
        .to_lowercase()
        .nfkc()
        .filter(|c| !is_invisible(*c))
        .collect();
    let mut key = String::with_capacity(lower.len());
    let mut chars = lower.chars().peekable();
    let mut after_dot = false;
    while let Some(c) = chars.next() {
        match c {
            '+' | '#' => key.push(c),
            '♯' => key.push('#'),
            // Which sigma it is depends on where the word ends, and spaces do not count.
            'ς' => key.push('σ'),
            '&' => key.push_str("and"),
            // Only one dot, right before a letter or digit, and before anything else that counts: `.net`, not `...net`.
            '.' if key.is_empty()
                && !after_dot
                && chars.peek().is_some_and(|next| next.is_alphanumeric()) =>
            {
                key.push('.');
            }
            // The dot that lower-casing leaves over a Turkish `İ` is no part of the letter.
            '\u{0307}' if key.ends_with('i') => {}
            c if c.is_alphanumeric() || (is_combining_mark(c) && !key.is_empty()) => key.push(c),
            _ => {}
        }
        after_dot = c == '.';
    }
    // A mark may now stand behind another letter than before, and join it.
    key.nfkc().collect()
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
    fn check_key(text: &str, expected: &str) {
        assert_eq!(SkillKey::fold(text).as_str(), expected, "{text:?}");
    }

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
    fn case_spaces_and_punctuation_fold() {
        check_key("Machine Learning", "machinelearning");
        check_key("machine-learning", "machinelearning");
        check_key("MACHINE_LEARNING!", "machinelearning");
        check_key("Node.js", "nodejs");
        check_key("CI/CD", "cicd");
        check_key("ＰＯＳＴＧＲＥＳ", "postgres");
        check_key("ﬁgma", "figma");
        check_key("STRASSE", "strasse");
        check_key("Straße", "strasse");
        check_key("ΟΔΟΣ ΟΔΟΣ", "οδοσοδοσ");
        check_key("İstanbul", "istanbul");
        check_key("R&D", "randd");
        check_key("research & development", "researchanddevelopment");
        check_key("Cafe\u{0301}", "café");
        check_key("Польский", "польский");
        check_key("हिन्दी", "हिन्दी");
        check_key("日本語", "日本語");
        check_key("zero\u{200B}width", "zerowidth");
    }

    #[test]
    fn plus_hash_and_a_leading_dot_count() {
        let keys: Vec<_> = ["C", "C++", "C#", ".NET", "NET", "F#", "Notepad++"]
            .map(SkillKey::fold)
            .into();
        let words: Vec<_> = keys.iter().map(SkillKey::as_str).collect();
        assert_eq!(words, ["c", "c++", "c#", ".net", "net", "f#", "notepad++"]);
        check_key("c ++", "c++");
        check_key("C♯", "c#");
        check_key("C＋＋", "c++");
        check_key(" .Net ", ".net");
        check_key("(.NET)", ".net");
        check_key("...net", "net");
        check_key(". net", "net");
        check_key("asp.net", "aspnet");
        check_key("?!", "");
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
        fn folding_is_stable(text in "(?s).{0,60}") {
            let key = SkillKey::fold(&text);
            prop_assert_eq!(SkillKey::fold(key.as_str()), key);
        }

        #[test]
        fn a_name_parses_to_itself(typed in "(?s).{0,60}|[a-zA-Z+#. _*@-]{0,60}") {
            if let Ok(name) = SkillName::parse(&typed) {
                prop_assert!(!name.key().is_empty());
                prop_assert!((1..=MAX_SKILL_NAME).contains(&name.as_str().chars().count()));
                prop_assert_eq!(SkillName::parse(name.as_str()).unwrap(), name);
            }
        }

        #[test]
        fn case_and_punctuation_never_matter(word in "[a-z]{1,10}", other in "[a-z0-9]{1,10}") {
            let spellings = [format!("{word} {other}"), format!("{word}-{other}"), format!("{word}_{other}").to_uppercase(),
                format!("({word})  {other}!")];
            let keys: Vec<_> = spellings.iter().map(|spelling| SkillKey::fold(spelling)).collect();
            prop_assert!(keys.windows(2).all(|pair| pair[0] == pair[1]));
        }
    }
}
