//! What a person typed, made safe to show.
//!
//! Everything that somebody wrote goes through here before it becomes part of a [`crate::post::Post`]: names of skills and
//! people, notes, details, thanks. Discord then shows it letter for letter. Markdown, mentions and links in it do nothing, and
//! what cannot be seen, or turns the reading direction, is left out.

use crate::domain::text::is_invisible;

/// The sign that something was left out.
const CUT: char = '…';

/// Several lines, to be shown as they were typed.
pub fn escape(typed: &str) -> String {
    units(typed).concat()
}

/// The same on one line: every break becomes a space. For names and notes inside a sentence.
pub fn escape_line(typed: &str) -> String {
    escape(&one_line(typed))
}

/// A block quote of what was typed, of at most `max` characters as Discord counts them. What does not fit is cut, with an
/// ellipsis. `max` is at least 4.
pub fn quote(typed: &str, max: usize) -> String {
    let mut quoted = String::from("> ");
    let mut length = quoted.chars().count();
    let trimmed = typed.trim_matches('\n');
    let units = units(trimmed);
    for (at, unit) in units.iter().enumerate() {
        let unit = if unit == "\n" { "\n> " } else { unit };
        let last = at + 1 == units.len();
        // Unless this is the last of it, room is kept for the sign that something is missing.
        let room = if last { max } else { max.saturating_sub(1) };
        length += unit.chars().count();
        if length > room {
            quoted.push(CUT);
            break;
        }
        quoted.push_str(unit);
    }
    quoted
}

/// The text of a label, an option or a heading, where Discord knows no markdown: one line of at most `max` characters.
pub fn label(typed: &str, max: usize) -> String {
    truncate(&one_line(typed), max)
}

/// At most `max` characters of a text, with an ellipsis as the last of them where something was left out.
///
/// To be used before escaping, never after it: a cut between a backslash and what it protects would undo the protection.
pub fn truncate(text: &str, max: usize) -> String {
    if text.chars().nth(max).is_none() {
        return text.to_owned();
    }
    let kept: String = text.chars().take(max.saturating_sub(1)).collect();
    let mut kept = kept.trim_end().to_owned();
    if max > 0 {
        kept.push(CUT);
    }
    kept
}

/// What can be seen of a text, with every break and run of blanks as one space.
fn one_line(typed: &str) -> String {
    let seen: String = typed
        .chars()
        .filter(|c| c.is_whitespace() || is_seen(*c))
        .collect();
    seen.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a character is shown at all. Control characters are not; line breaks are dealt with before this is asked.
fn is_seen(c: char) -> bool {
    !c.is_control() && !is_invisible(c)
}

/// The text cut into the smallest parts that may be kept or dropped each for itself: a character with what protects it.
fn units(typed: &str) -> Vec<String> {
    let typed = typed
        .replace("\r\n", "\n")
        .replace(['\r', '\u{2028}', '\u{2029}', '\u{85}'], "\n");
    let mut units = Vec::with_capacity(typed.len());
    for (number, line) in typed.split('\n').enumerate() {
        if number > 0 {
            units.push("\n".to_owned());
        }
        let seen: Vec<char> = line
            .chars()
            .map(|c| if c == '\t' { ' ' } else { c })
            .filter(|c| is_seen(*c))
            .collect();
        units.extend(seen.iter().enumerate().map(|(at, c)| {
            if needs_escape(&seen, at) {
                format!("\\{c}")
            } else {
                c.to_string()
            }
        }));
    }
    units
}

/// Whether Discord would read something into the character at this place of a line.
fn needs_escape(line: &[char], at: usize) -> bool {
    let rest = line.get(at + 1..).unwrap_or_default();
    let before = line.get(..at).unwrap_or_default();
    let first = before.iter().all(|c| c.is_whitespace());
    match line.get(at) {
        // Emphasis, code, spoilers, masked links; and with `<` every mention, timestamp, custom emoji and bracketed link.
        Some('\\' | '*' | '_' | '~' | '`' | '|' | '[' | ']' | '<') => true,
        Some('@') => ["everyone", "here"]
            .iter()
            .any(|word| starts_with(rest, word)),
        // An address becomes a link by this alone; without it, it is text that can still be copied.
        Some(':') => starts_with(rest, "//"),
        // Headings, quotes, lists and small print, which count at the start of a line only.
        Some('#' | '>' | '-' | '+') => first,
        Some('.') => {
            let number: Vec<&char> = before.iter().skip_while(|c| c.is_whitespace()).collect();
            !number.is_empty()
                && number.iter().all(|c| c.is_ascii_digit())
                && rest.first().is_none_or(|c| c.is_whitespace())
        }
        // An invitation to another server is a link without a scheme.
        Some('/') => ["discord.gg", "discord.com", "discordapp.com"]
            .iter()
            .any(|host| ends_with(before, host)),
        _ => false,
    }
}

fn starts_with(line: &[char], word: &str) -> bool {
    line.len() >= word.len()
        && line
            .iter()
            .zip(word.chars())
            .all(|(c, w)| c.eq_ignore_ascii_case(&w))
}

fn ends_with(line: &[char], word: &str) -> bool {
    line.len() >= word.len()
        && line
            .iter()
            .rev()
            .zip(word.chars().rev())
            .all(|(c, w)| c.eq_ignore_ascii_case(&w))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(typed: &str, expected: &str) {
        assert_eq!(escape(typed), expected, "{typed:?}");
    }

    #[test]
    fn markdown_does_nothing() {
        check(
            "plain words, and a question?",
            "plain words, and a question?",
        );
        check(
            "it's 3 - 2 = 1 (really): yes!",
            "it's 3 - 2 = 1 (really): yes!",
        );
        check("**bold** _it_ ~~no~~", r"\*\*bold\*\* \_it\_ \~\~no\~\~");
        check("`code` ```rs\nfn```", "\\`code\\` \\`\\`\\`rs\nfn\\`\\`\\`");
        check("||secret||", r"\|\|secret\|\|");
        check(
            "[here](https://evil.example)",
            r"\[here\](https\://evil.example)",
        );
        check("# big\n## less\n-# small", "\\# big\n\\## less\n\\-# small");
        check("C# and F#", "C# and F#");
        check(
            "> quoted\n>>> all",
            "> quoted\n>>> all"
                .replace('>', "\\>")
                .replace("\\>\\>\\>", "\\>>>")
                .as_str(),
        );
        check(
            "- one\n* two\n  + three\n1. four\n12.5",
            "\\- one\n\\* two\n  \\+ three\n1\\. four\n12.5",
        );
        check(r"\*not bold\*", r"\\\*not bold\\\*");
    }

    #[test]
    fn mentions_ping_and_show_nobody() {
        check("@everyone and @HERE", r"\@everyone and \@HERE");
        check(
            "<@123> <@!123> <@&9> <#7>",
            r"\<@123> \<@!123> \<@&9> \<#7>",
        );
        check(
            "</setup:1> <t:0:R> <:smile:5> <id:guide>",
            r"\</setup:1> \<t:0:R> \<:smile:5> \<id:guide>",
        );
        check("mia@example.com", "mia@example.com");
    }

    #[test]
    fn links_are_text() {
        check(
            "see https://example.com/a_b",
            r"see https\://example.com/a\_b",
        );
        check("<https://example.com>", r"\<https\://example.com>");
        check("steam://run discord://-/x", r"steam\://run discord\://-/x");
        check("join discord.gg/abc", r"join discord.gg\/abc");
    }

    #[test]
    fn the_unseen_is_left_out() {
        check("safe\u{202E}txt.exe", "safetxt.exe");
        check("@every\u{200B}one", r"\@everyone");
        check("http:\u{200D}//x", r"http\://x");
        check("a\u{0}b\u{7}c\u{1b}[31m", r"abc\[31m");
        check("\u{feff}# title", r"\# title");
        check("one\r\ntwo\rthree\u{2028}four", "one\ntwo\nthree\nfour");
        check("\u{2066}left\u{2069}", "left");
        check("", "");
        check("\u{200B}", "");
    }

    #[test]
    fn one_line_stays_one_line() {
        assert_eq!(escape_line("Mia\n# Boss  *x*"), r"Mia # Boss \*x\*");
        assert_eq!(escape_line("> Mia"), r"\> Mia");
        assert_eq!(label("Mia\n*x*\u{202E}", 10), "Mia *x*");
        assert_eq!(label("0123456789A", 10), "012345678…");
    }

    #[test]
    fn quotes_hold_every_line() {
        assert_eq!(quote("one\ntwo\n\nthree", 100), "> one\n> two\n> \n> three");
        assert_eq!(quote("", 100), "> ");
        assert_eq!(quote("# a\n> b", 100), "> \\# a\n> \\> b");
        assert_eq!(quote("abcdef", 8), "> abcdef");
        assert_eq!(quote("abcdefg", 8), "> abcde…");
        assert_eq!(quote("****", 8), "> \\*\\*…");
    }

    #[test]
    fn a_cut_falls_between_characters() {
        assert_eq!(truncate("äöü", 3), "äöü");
        assert_eq!(truncate("äöüß", 3), "äö…");
        assert_eq!(truncate("🥘🥘🥘", 2), "🥘…");
        assert_eq!(truncate("one two", 5), "one…");
        assert_eq!(truncate("abc", 0), "");
        assert_eq!(truncate("", 0), "");
    }

    /// What Discord shows of an escaped text: a backslash before anything but letters, digits and blanks is taken away.
    fn shown(escaped: &str) -> String {
        let mut shown = String::new();
        let mut chars = escaped.chars().peekable();
        while let Some(c) = chars.next() {
            match chars.peek() {
                Some(next) if c == '\\' && next.is_ascii_punctuation() => {
                    shown.extend(chars.next());
                }
                _ => shown.push(c),
            }
        }
        shown
    }

    proptest! {
        #[test]
        fn what_was_typed_is_what_is_shown(typed in "[ -~\n]{0,60}") {
            prop_assert_eq!(shown(&escape(&typed)), typed);
        }

        #[test]
        fn nothing_unseen_or_active_is_left(typed in "(?s).{0,60}") {
            let escaped = escape(&typed);
            prop_assert!(escaped.chars().all(|c| c == '\n' || is_seen(c)));
            let mut protected = false;
            let mut unprotected = String::from("\n");
            for c in escaped.chars() {
                if protected {
                    unprotected.push('.');
                } else if c != '\\' {
                    unprotected.push(c);
                }
                protected = !protected && c == '\\';
            }
            prop_assert!(!protected, "a backslash protects what follows it, so one may not stand last");
            for active in ["*", "_", "~", "`", "|", "[", "]", "<", "://", "@everyone", "@here", "\n# ", "\n> ", "\n- ", "discord.gg/"] {
                prop_assert!(!unprotected.contains(active), "{escaped:?}");
            }
        }

        #[test]
        fn a_quote_never_outgrows_its_room(typed in "(?s)[*\n a-c]{0,80}", max in 4_usize..60) {
            let quoted = quote(&typed, max);
            prop_assert!(quoted.chars().count() <= max, "{quoted:?}");
            prop_assert!(quoted.lines().all(|line| line.starts_with("> ")), "{quoted:?}");
            prop_assert!(truncate(&typed, max).chars().count() <= max);
            prop_assert!(!escape_line(&typed).contains('\n'));
        }
    }
}
