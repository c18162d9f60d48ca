//! Texts as a spreadsheet may read them.

use std::borrow::Cow;

/// What makes a spreadsheet take a text for a formula when it comes first, in both widths; and what it takes for nothing before one.
const FORMULAS: [char; 12] = [
    '=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠', '\0',
];
/// What makes it take the text for a text, and is not shown by it.
const QUOTE: char = '\'';

/// A text that no spreadsheet takes for a formula. What is put before it is put before a text that begins with it as well, so that a
/// program that takes one away has the text as it was.
pub fn harmless(text: &str) -> Cow<'_, str> {
    if text.starts_with(QUOTE) || text.starts_with(FORMULAS) {
        Cow::Owned(format!("{QUOTE}{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_like_a_formula_is_quoted_and_can_be_read_back() {
        for (text, written) in [
            ("Postgres", "Postgres"),
            ("C++", "C++"),
            ("", ""),
            (
                "=HYPERLINK(\"https://evil.example\")",
                "'=HYPERLINK(\"https://evil.example\")",
            ),
            ("+1 from me", "'+1 from me"),
            ("-1", "'-1"),
            ("@everyone", "'@everyone"),
            ("\t=1", "'\t=1"),
            ("\n=1", "'\n=1"),
            ("＝1", "'＝1"),
            ("'quoted", "''quoted"),
        ] {
            assert_eq!(harmless(text), written);
            assert_eq!(written.strip_prefix(QUOTE).unwrap_or(written), text);
        }
    }
}
