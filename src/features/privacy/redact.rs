//! Taking somebody out of what was said: their name becomes "somebody", their words are gone, and what only they could press with
//! their id in it, too. What others wrote stays, but for mentions of them.
//!
//! Names and words are anybody's: "Go" is a skill and may be a nickname, and two people may write the same sentence. So a name is
//! only looked for where the bot itself puts one, and words only in what is about them: see [`Part`].

mod lines;
#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test fails by panicking"
)]
mod tests;

use std::collections::BTreeSet;

use crate::custom_id::CustomId;
use crate::delivery::Delivery;
use crate::domain::ids::MemberId;
use crate::markdown::{escape_line, label};
use crate::post::{Action, Block, Button, Post, Quote, QuoteOf, Select, SelectKind};
use crate::store::privacy::{Message, Said};
use lines::{SOMEBODY, Words};

/// Where even taking out would leave something of them.
const ALL_TAKEN_BACK: &str =
    "-# Somebody who was in this asked to be forgotten, so what stood here is gone.";
/// Characters of the name of a thread.
const THREAD_NAME: usize = 100;

/// What to look for, in whatever row.
#[derive(Clone, Debug)]
pub(super) struct Traces {
    member: MemberId,
    /// As private messages show them, the longest first.
    names: Vec<String>,
    /// As the names of threads show them, the longest first.
    plain_names: Vec<String>,
    /// What of theirs may be quoted, but for their answers.
    quotes: BTreeSet<QuoteOf>,
}

/// What of somebody may stand in one row.
#[derive(Clone, Debug, Default)]
pub(super) struct Part {
    /// Their name, where the bot puts one: it is about something in which they had a part.
    named: bool,
    /// Their name, in bold, in the name of a thread, or where it is said what they teach: it is about whom they were put together with.
    met: bool,
    /// What they wrote for it.
    words: Words,
    /// The line with which they sign the opening post.
    signed: bool,
}

impl Part {
    /// What may stand in this row.
    pub(super) fn of(row: &Message, said: &Said) -> Self {
        let of_asks = row.asks.iter().filter_map(|ask| said.of_asks.get(ask));
        let thanks = row.thanks.then_some(&said.thanks);
        Self {
            named: row.thanks || row.asks.iter().any(|ask| said.asks.contains(ask)),
            met: row.met,
            words: Words::of(of_asks.chain(thanks).flatten()),
            signed: row.opening,
        }
    }
}

impl Traces {
    /// What is found of a member who has these names.
    pub(super) fn of(member: MemberId, said: &Said) -> Self {
        let names = said.names.iter().map(|name| escape_line(name));
        let plain = said.names.iter().map(|name| label(name, THREAD_NAME));
        Self {
            member,
            names: longest_first(names),
            plain_names: longest_first(plain),
            quotes: said.quotes.clone(),
        }
    }

    /// Whose they are.
    pub(super) const fn member(&self) -> MemberId {
        self.member
    }

    /// The same delivery without them; `None` where nothing of them is in it.
    pub(super) fn taken_out(&self, delivery: &Delivery, part: &Part) -> Option<Delivery> {
        let mut without = delivery.clone();
        match &mut without {
            Delivery::Send { post, .. } | Delivery::Edit { post, .. } => {
                *post = self.post(post, part)?;
            }
            Delivery::OpenThread { name, members, .. }
            | Delivery::OpenPrivateThread { name, members, .. } => {
                let in_it = members.contains(&self.member);
                members.retain(|member| *member != self.member);
                if part.named {
                    *name = self.thread_name(name, in_it);
                } else if part.met {
                    *name = self.meeting_name(name, in_it);
                }
            }
            Delivery::RenameThread { name, .. } if part.named => {
                *name = self.thread_name(name, false);
            }
            Delivery::RenameThread { name, .. } if part.met => {
                *name = self.meeting_name(name, false);
            }
            Delivery::RenameThread { .. }
            | Delivery::AddToThread { .. }
            | Delivery::RemoveFromThread { .. }
            | Delivery::ArchiveThread { .. }
            | Delivery::DeleteThread { .. } => return None,
        }
        (without != *delivery).then_some(without)
    }

    /// The same post without them; `None` where nothing of them is in it.
    fn post(&self, post: &Post, part: &Part) -> Option<Post> {
        let mut without = Post {
            blocks: Vec::new(),
            pings: post.pings.clone(),
            files: post.files.clone(),
            kept: post.kept.clone(),
            digest: post.digest,
            for_quotes: post.for_quotes,
        };
        without
            .pings
            .members
            .retain(|member| *member != self.member);
        let blocks = post.blocks.iter();
        let blocks = blocks.filter_map(|block| self.block(block, part)).collect();
        without.blocks = post.left_with(blocks).blocks;
        if without == *post {
            return None;
        }
        if without.blocks.is_empty() || self.is_in(&without) {
            without = Post::text(ALL_TAKEN_BACK);
        }
        Some(without)
    }

    /// Whether their id is still in a post, somewhere that was not thought of.
    fn is_in(&self, post: &Post) -> bool {
        // What cannot be written as JSON cannot be sent either.
        let Ok(json) = serde_json::to_string(&(post.shown(), &post.pings)) else {
            return true;
        };
        holds_number(&json, &self.member.to_string())
    }

    fn block(&self, block: &Block, part: &Part) -> Option<Block> {
        match block {
            Block::Text(text) => {
                let text = self.text(text, part);
                (!text.trim().is_empty()).then_some(Block::Text(text))
            }
            Block::Section { text, button } => {
                let text = self.text(text, part);
                Some(if self.is_theirs(button) {
                    Block::Text(text)
                } else {
                    let button = button.clone();
                    Block::Section { text, button }
                })
            }
            Block::Buttons(buttons) => {
                let mut buttons = buttons.clone();
                buttons.retain(|button| !self.is_theirs(button));
                (!buttons.is_empty()).then_some(Block::Buttons(buttons))
            }
            Block::Select(select) => self.select(select).map(Block::Select),
            Block::Divider => Some(Block::Divider),
            Block::Quotes(quotes) => quotes
                .requoted(|quote| self.quote(quote, part))
                .map(Block::Quotes),
        }
    }

    /// A quote without them; `None` where it is of what they said, or of thanks to them.
    fn quote(&self, quote: &Quote, part: &Part) -> Option<Quote> {
        let of_theirs = match quote.of {
            QuoteOf::Answer { member, .. } => member == self.member,
            of => self.quotes.contains(&of),
        };
        (!of_theirs).then(|| Quote {
            of: quote.of,
            text: self.text(&quote.text, part),
            button: quote
                .button
                .clone()
                .filter(|button| !self.is_theirs(button)),
        })
    }

    fn is_theirs(&self, button: &Button) -> bool {
        matches!(&button.action, Action::Click(id) if self.is_part_of(id))
    }

    fn select(&self, select: &Select) -> Option<Select> {
        if self.is_part_of(&select.id) {
            return None;
        }
        let mut select = select.clone();
        match &mut select.kind {
            SelectKind::Options(options) => {
                options.retain(|option| option.value != self.member.to_string());
                if options.is_empty() {
                    return None;
                }
                let most = u8::try_from(options.len()).unwrap_or(u8::MAX);
                select.max = select.max.min(most);
                select.min = select.min.min(most);
            }
            SelectKind::Members(members) => members.retain(|member| *member != self.member),
            SelectKind::Roles(_) | SelectKind::TextChannels(_) => {}
        }
        Some(select)
    }

    fn is_part_of(&self, id: &CustomId) -> bool {
        let member = self.member.to_string();
        id.to_string().split(':').any(|part| part == member)
    }

    /// The name of a thread of people who were put together: "Mia, Ravi and Sam · Coffee chats 5", or "Welcome, Sam". Where they are
    /// `in_it` and their name was cut off, all of the names go.
    fn meeting_name(&self, name: &str, in_it: bool) -> String {
        let Some((who, occasion)) = name.rsplit_once(" · ") else {
            let theirs = |welcomed: &str| self.plain_names.iter().any(|name| name == welcomed);
            return match name.split_once(", ") {
                Some((welcome, welcomed)) if theirs(welcomed) => welcome.to_owned(),
                _ => name.to_owned(),
            };
        };
        let mut names = format!(", {who}").replace(" and ", ", ");
        let before = names.clone();
        for theirs in &self.plain_names {
            names =
                format!("{names}, ").replace(&format!(", {theirs}, "), &format!(", {SOMEBODY}, "));
            names.truncate(names.len() - 2);
        }
        if names == before {
            return if in_it {
                format!("{SOMEBODY} · {occasion}")
            } else {
                name.to_owned()
            };
        }
        format!("{} · {occasion}", &names[2..])
    }

    /// The name of a thread: "Skill: asker and helper", or "Skill: with helper". Where they are `in_it` and their name was cut off,
    /// all of the names go.
    fn thread_name(&self, name: &str, in_it: bool) -> String {
        let mut without = name.to_owned();
        for theirs in &self.plain_names {
            for before in [" and ", ": with "] {
                if let Some(start) = without.strip_suffix(&format!("{before}{theirs}")) {
                    without = format!("{start}{before}{SOMEBODY}");
                }
            }
            let asked = format!(": {theirs} and ");
            if let Some(at) = without.rfind(&asked) {
                without.replace_range(at..at + asked.len(), &format!(": {SOMEBODY} and "));
            }
        }
        match name.rsplit_once(": ") {
            Some((about, _)) if in_it && without == name => format!("{about}: {SOMEBODY}"),
            _ => without,
        }
    }
}

fn longest_first(texts: impl Iterator<Item = String>) -> Vec<String> {
    let mut texts: Vec<String> = texts.filter(|text| !text.is_empty()).collect();
    texts.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
    texts.dedup();
    texts
}

/// Whether a number stands in a text, and not as a part of a longer one.
fn holds_number(text: &str, number: &str) -> bool {
    text.match_indices(number).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + number.len()..].chars().next();
        !before.is_some_and(|c| c.is_ascii_digit()) && !after.is_some_and(|c| c.is_ascii_digit())
    })
}
