//! The key under which different spellings of a skill are one.

use std::fmt;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use crate::domain::text::is_invisible;

/// What different spellings of one skill have in common.
///
/// Two names with the same key are the same skill: case, spaces and punctuation do not count. `+`, `#` and a leading dot do,
/// so that C, C++, C# and .NET stay four skills. `&` counts as "and".
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SkillKey(String);

impl SkillKey {
    /// Folds any text. The key of a text without letters, digits, `+` and `#` is empty; a [`SkillName`](super::SkillName)'s never is.
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
    if text
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b' ' | b'+' | b'#' | b'-'))
    {
        return text
            .bytes()
            .filter(|byte| !matches!(byte, b' ' | b'-'))
            .map(|byte| char::from(byte.to_ascii_lowercase()))
            .collect();
    }
    fold_any(text)
}

/// Folds a text of any script. What needs none of this takes the short way above.
fn fold_any(text: &str) -> String {
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check_key(text: &str, expected: &str) {
        assert_eq!(SkillKey::fold(text).as_str(), expected, "{text:?}");
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

    proptest! {
        #[test]
        fn folding_is_stable(text in "(?s).{0,60}") {
            let key = SkillKey::fold(&text);
            prop_assert_eq!(SkillKey::fold(key.as_str()), key);
        }


        #[test]
        fn case_and_punctuation_never_matter(word in "[a-z]{1,10}", other in "[a-z0-9]{1,10}") {
            let spellings = [format!("{word} {other}"), format!("{word}-{other}"), format!("{word}_{other}").to_uppercase(),
                format!("({word})  {other}!")];
            let keys: Vec<_> = spellings.iter().map(|spelling| SkillKey::fold(spelling)).collect();
            prop_assert!(keys.windows(2).all(|pair| pair[0] == pair[1]));
        }

        #[test]
        fn the_short_way_leads_to_the_same_key(text in "[a-zA-Z0-9+# -]{0,40}") {
            prop_assert_eq!(fold(&text), fold_any(&text));
        }
    }
}
