//! Texts that people write: made safe to show, and kept within a length.

use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// Accents stacked on one letter beyond this many run into the lines above and below, and are dropped.
const MAX_STACKED_MARKS: usize = 4;

/// Why a text was not taken. Each reads as a sentence for the person who wrote it.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum TextError {
    /// Nothing was left after trimming.
    #[error("There is nothing in it yet. Please write a few words.")]
    Empty,
    /// More characters than the text may have.
    #[error("That is {length} characters long; {max} is the most. Please shorten it a little.")]
    TooLong {
        /// Characters in the text as written.
        length: usize,
        /// Characters it may have.
        max: usize,
    },
}

/// A text of at least one and at most `MAX` characters, without control or invisible characters.
///
/// Line breaks are kept, at most one empty line in a row. Markdown is kept as written: who shows it decides.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Text<const MAX: usize>(String);

/// What an ask says beside the skill.
pub type Details = Text<1500>;
/// The note of an offer or a wish.
pub type Note = Text<200>;
/// The line of thanks that goes with a help.
pub type ThanksLine = Text<500>;
/// Something learned, written down for the next one who asks.
pub type LessonText = Text<1000>;

impl<const MAX: usize> Text<MAX> {
    /// The most characters such a text has.
    pub const MAX: usize = MAX;

    /// Takes a text as somebody wrote it.
    pub fn parse(written: &str) -> Result<Self, TextError> {
        let text = clean_lines(written);
        match text.chars().count() {
            0 => Err(TextError::Empty),
            length if length > MAX => Err(TextError::TooLong { length, max: MAX }),
            _ => Ok(Self(text)),
        }
    }

    /// Takes a text that may be left out: nothing, or only blanks, is `None`.
    pub fn parse_optional(written: Option<&str>) -> Result<Option<Self>, TextError> {
        match written.map(Self::parse) {
            None | Some(Err(TextError::Empty)) => Ok(None),
            Some(result) => result.map(Some),
        }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<const MAX: usize> fmt::Display for Text<MAX> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

// People's words stay out of logs, also by accident.
impl<const MAX: usize> fmt::Debug for Text<MAX> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Text({} characters)", self.0.chars().count())
    }
}

impl<const MAX: usize> TryFrom<String> for Text<MAX> {
    type Error = TextError;

    fn try_from(written: String) -> Result<Self, TextError> {
        Self::parse(&written)
    }
}

impl<const MAX: usize> From<Text<MAX>> for String {
    fn from(text: Text<MAX>) -> Self {
        text.0
    }
}

/// One line: composed (NFC), invisible characters removed, blanks of every kind folded to one space, trimmed.
pub fn clean_line(written: &str) -> String {
    let visible: String = visible(written).collect();
    let mut line = String::with_capacity(visible.len());
    for word in visible.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

/// The beginning of a text that was refused, fit to stand between backquotes in the sentence that says so.
pub fn shown(refused: &str) -> String {
    let line: String = clean_line(refused).chars().filter(|c| *c != '`').collect();
    let mut beginning: String = line.chars().take(30).collect();
    if beginning.len() < line.len() {
        beginning.push('…');
    }
    beginning
}

/// Several lines, each cleaned, trimmed at both ends, with at most one empty line between two others.
pub fn clean_lines(written: &str) -> String {
    let mut text = String::with_capacity(written.len());
    let mut empty = 0;
    for line in written.lines() {
        // Code keeps its indentation; only what follows the last visible character goes.
        let line: String = visible(line).collect();
        let line = line.trim_end();
        if line.is_empty() {
            empty += 1;
            continue;
        }
        if !text.is_empty() {
            text.push_str(if empty > 0 { "\n\n" } else { "\n" });
        }
        empty = 0;
        text.push_str(line);
    }
    text.trim().to_owned()
}

/// The characters somebody can see; tabs and other blanks become spaces.
fn visible(written: &str) -> impl Iterator<Item = char> {
    let mut marks = 0;
    written
        .chars()
        .filter(|c| c.is_whitespace() || !(c.is_control() || is_invisible(*c)))
        .nfc()
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .filter(move |c| {
            marks = if is_combining_mark(*c) { marks + 1 } else { 0 };
            marks <= MAX_STACKED_MARKS
        })
}

/// Characters that take no room, or turn the reading direction of what follows them.
///
/// Right-to-left scripts read correctly without the marks and overrides among these; with them, a name can be made to look
/// like another one.
pub fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
        | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
        | '\u{2800}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF9}'..='\u{FFFC}'
        | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}'
        | '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFF}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(written: &str, expected: &str) {
        assert_eq!(clean_lines(written), expected, "{written:?}");
    }

    #[test]
    fn lines_are_kept_and_the_invisible_goes() {
        check("  hello\r\nthere  ", "hello\nthere");
        check("a\n\n\n\nb", "a\n\nb");
        check("\n\n", "");
        check("if x:\n    y()", "if x:\n    y()");
        check("one\ttwo", "one two");
        check("safe\u{202E}txt.exe", "safetxt.exe");
        check("zero\u{200B}width\u{0}", "zerowidth");
        check(
            &format!("Z{}x", "\u{0301}".repeat(40)),
            "Ź\u{0301}\u{0301}\u{0301}\u{0301}x",
        );
        assert_eq!(clean_line(" a \n\t b\u{3000}c "), "a b c");
    }

    #[test]
    fn lengths_are_counted_in_characters() {
        assert!(Text::<3>::parse("äöü").is_ok());
        assert_eq!(
            Text::<3>::parse("äöü!")
                .map_err(|e| e.to_string())
                .err()
                .as_deref(),
            Some("That is 4 characters long; 3 is the most. Please shorten it a little.")
        );
        assert_eq!(Text::<3>::parse(" \u{200B}\n"), Err(TextError::Empty));
        assert_eq!(Text::<3>::parse_optional(Some("  ")), Ok(None));
        assert_eq!(Text::<3>::parse_optional(None), Ok(None));
        assert!(Details::parse(&"x".repeat(1500)).is_ok());
        assert!(Details::parse(&"x".repeat(1501)).is_err());
    }

    #[test]
    fn debug_keeps_the_words_to_itself() {
        let text = Note::parse("my secret");
        assert!(!format!("{text:?}").contains("secret"));
    }

    proptest! {
        #[test]
        fn cleaning_twice_changes_nothing(written in "\\PC{0,40}|(?s).{0,40}") {
            let once = clean_lines(&written);
            prop_assert_eq!(clean_lines(&once), once.clone());
            let line = clean_line(&written);
            prop_assert_eq!(clean_line(&line), line.clone());
            prop_assert!(!line.contains('\n'));
            prop_assert!(once.chars().all(|c| c == '\n' || !(c.is_control() || is_invisible(c))));
        }
    }
}
