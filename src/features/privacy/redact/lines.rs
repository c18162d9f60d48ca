//! Texts of posts, line by line.

use super::{Part, Traces};
use crate::domain::mentions;
use crate::markdown::quote;

/// What a quotation begins its lines with.
const QUOTED: &str = "> ";
/// What stands in the place of a name.
pub(super) const SOMEBODY: &str = "somebody";
/// What stands in the place of words.
const TAKEN_BACK: &str = "-# (what stood here was taken back)";
/// What follows a name in private messages; and what the line goes on with, where that alone could follow the name of a skill.
const AFTER_A_NAME: &[(&str, &str)] = &[
    (" in **", "** would like a hand with **"),
    (" from **", ""),
    (" can help you with **", ""),
    (" thought of you for this", ""),
    (" learned **", "** from you in your skill swap in **"),
];
/// What a line ends with that has names only in bold, behind the sentence about the thread.
const NAMES_OF_HELPERS: (&str, &str) = (" You and **", " can write to each other directly.");

/// What somebody wrote for one thing.
#[derive(Clone, Debug, Default)]
pub(super) struct Words {
    /// The lines of their words, quoted.
    quoted: Vec<String>,
    /// What they linked to.
    links: Vec<String>,
}

impl Words {
    pub(super) fn of<'a>(words: impl Iterator<Item = &'a String>) -> Self {
        let mut all = Self::default();
        for words in words {
            if words.starts_with("https://") && !words.contains(char::is_whitespace) {
                all.links.push(words.clone());
            }
            let quoted = quote(words, usize::MAX);
            let lines = quoted.lines().map(str::to_owned);
            all.quoted
                .extend(lines.filter(|line| line.trim_end() != QUOTED.trim_end()));
        }
        all
    }

    /// Whether a line quotes them, whole or cut off.
    fn are_quoted_in(&self, line: &str) -> bool {
        line.starts_with(QUOTED)
            && self.quoted.iter().any(|quoted| {
                quoted == line
                    || line.strip_suffix('…').is_some_and(|start| {
                        start.len() > QUOTED.len() && quoted.starts_with(start)
                    })
            })
    }

    /// Whether a line links to the message that they asked about.
    fn are_linked_in(&self, line: &str) -> bool {
        self.links.iter().any(|link| line.contains(link.as_str()))
    }
}

impl Traces {
    /// A text of several lines without them.
    pub(super) fn text(&self, text: &str, part: &Part) -> String {
        let mut lines: Vec<String> = Vec::new();
        for line in text.lines() {
            let gone = part.words.are_quoted_in(line)
                || part.words.are_linked_in(line)
                || (part.signed && self.has_signed(line));
            if !gone {
                lines.push(self.line(line, part));
            } else if lines.last().is_none_or(|last| last != TAKEN_BACK) {
                lines.push(TAKEN_BACK.to_owned());
            }
        }
        lines.join("\n")
    }

    /// Whether a line of the opening post is theirs.
    fn has_signed(&self, line: &str) -> bool {
        line.starts_with(&self.member.mention())
    }

    fn line(&self, line: &str, part: &Part) -> String {
        // In the words of others, a mention is as it becomes in what is kept of them.
        if line.starts_with(QUOTED) {
            return mentions::replaced(line, self.member, |_| SOMEBODY.to_owned());
        }
        let line = self.full_names_out_of(line);
        let line = mentions::replaced(&line, self.member, somebody_after);
        let line = if part.named {
            self.names_out_of(&line)
        } else {
            line
        };
        if part.met {
            self.names_of_a_meeting_out_of(&line)
        } else {
            line
        }
    }

    /// A line without their name where their mention follows it in brackets: whatever the row is about, that is them.
    fn full_names_out_of(&self, line: &str) -> String {
        let mut line = line.to_owned();
        for name in &self.names {
            let in_full = format!("**{name}** ({})", self.member.mention());
            while let Some(at) = line.find(&in_full) {
                let word = somebody_after(&line[..at]);
                line.replace_range(at..at + in_full.len(), &word);
            }
        }
        line
    }

    /// A line with "somebody" in each place for a name that has theirs.
    fn names_out_of(&self, line: &str) -> String {
        let mut line = line.to_owned();
        for name in &self.names {
            let bold = format!("**{name}**");
            let mut out = String::with_capacity(line.len());
            let mut rest = line.as_str();
            while let Some(at) = rest.find(&bold) {
                let (before, after) = (&rest[..at], &rest[at + bold.len()..]);
                out.push_str(before);
                if is_place_for_a_name(&out, after) {
                    let word = somebody_after(&out);
                    out.extend(["**", word.as_str(), "**"]);
                } else {
                    out.push_str(&bold);
                }
                rest = after;
            }
            out.push_str(rest);
            line = out;
        }
        line
    }
}

impl Traces {
    /// A line about people who were put together, with "somebody" for each name of theirs: in bold, as the subject of what they teach
    /// or wish for, and in brackets behind the time that it is for them.
    fn names_of_a_meeting_out_of(&self, line: &str) -> String {
        let mut line = line.to_owned();
        for name in &self.names {
            let bold = format!("**{name}**");
            while let Some(at) = line.find(&bold) {
                let word = somebody_after(&line[..at]);
                line.replace_range(at..at + bold.len(), &word);
            }
            for says in [" teaches ", " would like to learn "] {
                if let Some(rest) = line.strip_prefix(name.as_str())
                    && rest.starts_with(says)
                {
                    line = format!("Somebody{rest}");
                }
            }
            for (before, after) in [
                ("(", ")"),
                ("(", " and "),
                ("(", ", "),
                (" and ", ")"),
                (", ", " and "),
            ] {
                line = line.replace(
                    &format!("{before}{name}{after}"),
                    &format!("{before}{SOMEBODY}{after}"),
                );
            }
        }
        line
    }
}

/// Whether only the name of a person can stand between these two.
fn is_place_for_a_name(before: &str, after: &str) -> bool {
    let followed = AFTER_A_NAME
        .iter()
        .any(|(next, later)| after.starts_with(next) && after.contains(later));
    let (opening, ending) = NAMES_OF_HELPERS;
    // What is before ends where the bold begins.
    followed || (format!("{before}**").contains(opening) && after.contains(ending))
}

/// "somebody", as it is written behind this.
fn somebody_after(before: &str) -> String {
    if begins_sentence(before) {
        "Somebody".to_owned()
    } else {
        SOMEBODY.to_owned()
    }
}

/// Whether what follows begins a line or sentence.
fn begins_sentence(before: &str) -> bool {
    let line = before.rsplit('\n').next().unwrap_or_default();
    let said = line.trim_end_matches(['*', '_', ' ']);
    said.is_empty() || said.ends_with(['.', '!', '?']) || !said.contains(char::is_alphanumeric)
}
