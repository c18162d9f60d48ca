//! Mentions of one person within what people wrote, and their end.

use crate::domain::ids::MemberId;

/// Digits that an id of Discord's has at the least. A shorter number may be any number.
const DIGITS_OF_AN_ID: usize = 15;

/// The text with something else wherever a person is mentioned: as `<@id>`, as a link to their profile, or by their bare id. What is
/// escaped is found as well. `instead` is told what comes before the place.
pub fn replaced(text: &str, member: MemberId, instead: impl Fn(&str) -> String) -> String {
    let id = member.to_string();
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(&id) {
        let (before, after) = (&rest[..at], &rest[at + id.len()..]);
        if let Some((kept, next)) = mention(before, after, &id) {
            out.push_str(kept);
            let word = instead(&out);
            out.push_str(&word);
            rest = next;
        } else {
            out.push_str(&rest[..at + id.len()]);
            rest = after;
        }
    }
    out.push_str(rest);
    out
}

/// What stays before and after a mention, where an id between these two is one.
fn mention<'a>(before: &'a str, after: &'a str, id: &str) -> Option<(&'a str, &'a str)> {
    let digit = |c: char| c.is_ascii_digit();
    if before.ends_with(digit) || after.starts_with(digit) {
        return None;
    }
    let opened = before.strip_suffix('!').unwrap_or(before);
    if let Some(opened) = opened.strip_suffix("<@")
        && let Some(closed) = after.strip_prefix('>').or(after.strip_prefix(r"\>"))
    {
        return Some((opened.strip_suffix('\\').unwrap_or(opened), closed));
    }
    if before.ends_with("users/") || before.ends_with(r"users\/") {
        return Some((before_link(before), after));
    }
    (id.len() >= DIGITS_OF_AN_ID).then_some((before, after))
}

/// What comes before a link that is not finished yet.
fn before_link(text: &str) -> &str {
    let outside = |c: char| c.is_whitespace() || "(<[\"'“".contains(c);
    let start = text
        .char_indices()
        .rev()
        .find(|(_, c)| outside(*c))
        .map_or(0, |(at, c)| at + c.len_utf8());
    &text[..start]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let found = replaced(text, MemberId(1012), |_| "somebody".to_owned());
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn mentions_and_links_go_as_typed_and_as_escaped() {
        check("<@1012>, <@!1012>!", "somebody, somebody!");
        check(r"Ask \<@1012> or \<@!1012\>", "Ask somebody or somebody");
        check("See https://discord.com/users/1012.", "See somebody.");
        check("(discord.com/users/1012)", "(somebody)");
        check(r"See https\://discord.com\/users/1012", "See somebody");
        check(
            "<@10120> and <@21012>, 1012 rows, <@&1012>",
            "<@10120> and <@21012>, 1012 rows, <@&1012>",
        );
    }

    #[test]
    fn a_bare_id_is_told_from_other_numbers_by_its_length() {
        let member = MemberId(987_654_321_098_765_432);
        let found = replaced("987654321098765432 said so", member, |before| {
            if before.is_empty() {
                "Somebody"
            } else {
                "somebody"
            }
            .to_owned()
        });
        assert_eq!(found, "Somebody said so");
    }
}
