//! Taking somebody out of what was said: their name becomes "somebody", their words are gone, and what only they could press with
//! their id in it, too. What others wrote stays.

use crate::custom_id::CustomId;
use crate::delivery::Delivery;
use crate::domain::ids::MemberId;
use crate::markdown::{escape, escape_line, label, quote};
use crate::post::{Action, Block, Button, Post, Select, SelectKind};
use crate::store::privacy::Said;

/// What a quotation begins its lines with.
const QUOTED: &str = "> ";
/// What stands in the place of a name.
const SOMEBODY: &str = "somebody";
/// What stands in the place of words.
const TAKEN_BACK: &str = "-# (what stood here was taken back)";
/// Where even that would leave something of them.
const ALL_TAKEN_BACK: &str =
    "-# Somebody who was in this asked to be forgotten, so what stood here is gone.";
/// Shorter words of theirs are only looked for as a quotation of their own: within a sentence they may be anybody's.
const TELLING: usize = 12;
/// Shorter names are only looked for where nothing but a name can stand.
const TELLING_NAME: usize = 3;

/// What to look for.
#[derive(Clone, Debug)]
pub(super) struct Traces {
    member: MemberId,
    /// As posts show them, the longest first.
    names: Vec<String>,
    /// Those of one or two letters, which may be words of any sentence, as private messages show them: in bold.
    short_names: Vec<String>,
    /// Their words as posts show them outside of quotations.
    words: Vec<String>,
    /// The lines of their words, quoted.
    quoted: Vec<String>,
}

impl Traces {
    /// What is found of a member who has these names and words.
    pub(super) fn of(member: MemberId, said: &Said) -> Self {
        let mut names: Vec<String> = said
            .names
            .iter()
            .flat_map(|name| [escape_line(name), label(name, 100), name.trim().to_owned()])
            .filter(|name| !name.is_empty())
            .collect();
        longest_first(&mut names);
        let short = |name: &String| name.chars().count() < TELLING_NAME;
        let short_names = names.iter().filter(|name| short(name)).cloned().collect();
        names.retain(|name| !short(name));
        let mut words: Vec<String> = said
            .words
            .iter()
            .flat_map(|words| [escape(words), escape_line(words), words.clone()])
            .map(|words| words.trim().to_owned())
            .filter(|words| words.chars().count() >= TELLING)
            .collect();
        longest_first(&mut words);
        let mut quoted: Vec<String> = said
            .words
            .iter()
            .flat_map(|words| {
                let whole = quote(words, usize::MAX);
                whole.lines().map(str::to_owned).collect::<Vec<_>>()
            })
            .filter(|line| line.trim_end() != QUOTED.trim_end())
            .collect();
        longest_first(&mut quoted);
        Self {
            member,
            names,
            short_names,
            words,
            quoted,
        }
    }

    /// Texts of which a delivery that holds something of them has one at least.
    pub(super) fn needles(&self) -> Vec<String> {
        let mut needles = vec![self.member.to_string()];
        needles.extend(self.names.iter().cloned());
        needles.extend(self.short_names.iter().map(|name| bold(name)));
        needles.extend(self.words.iter().map(|words| start_of(words)));
        needles.extend(self.quoted.iter().map(|line| start_of(line)));
        longest_first(&mut needles);
        needles
    }

    /// The same delivery without them; `None` where nothing of them is in it.
    pub(super) fn taken_out(&self, delivery: &Delivery) -> Option<Delivery> {
        let mut without = delivery.clone();
        match &mut without {
            Delivery::Send { post, .. } | Delivery::Edit { post, .. } => {
                *post = self.post(post)?;
            }
            Delivery::OpenThread { name, members, .. } => {
                let named = members.contains(&self.member);
                members.retain(|member| *member != self.member);
                *name = self.thread_name(name, named);
            }
            Delivery::RenameThread { name, .. } => *name = self.thread_name(name, false),
            Delivery::AddToThread { .. }
            | Delivery::ArchiveThread { .. }
            | Delivery::DeleteThread { .. } => return None,
        }
        (without != *delivery).then_some(without)
    }

    /// The same post without them; `None` where nothing of them is in it.
    pub(super) fn post(&self, post: &Post) -> Option<Post> {
        let mut without = Post {
            blocks: Vec::new(),
            pings: post.pings.clone(),
            files: post.files.clone(),
        };
        without
            .pings
            .members
            .retain(|member| *member != self.member);
        without
            .blocks
            .extend(post.blocks.iter().filter_map(|block| self.block(block)));
        if without == *post {
            return None;
        }
        if without.blocks.is_empty() || self.is_in(&without) {
            without = Post::text(ALL_TAKEN_BACK);
        }
        Some(without)
    }

    /// Whether their id or a name is still in a post, somewhere that was not thought of.
    fn is_in(&self, post: &Post) -> bool {
        // What cannot be written as JSON cannot be sent either.
        let Ok(json) = serde_json::to_string(&(&post.blocks, &post.pings)) else {
            return true;
        };
        holds_number(&json, &self.member.to_string())
    }

    fn block(&self, block: &Block) -> Option<Block> {
        match block {
            Block::Text(text) => {
                let text = self.text(text);
                (!text.trim().is_empty()).then_some(Block::Text(text))
            }
            Block::Section { text, button } => {
                let text = self.text(text);
                match self.button(button) {
                    Some(button) => Some(Block::Section { text, button }),
                    None => Some(Block::Text(text)),
                }
            }
            Block::Buttons(buttons) => {
                let buttons: Vec<Button> = buttons
                    .iter()
                    .filter_map(|button| self.button(button))
                    .collect();
                (!buttons.is_empty()).then_some(Block::Buttons(buttons))
            }
            Block::Select(select) => self.select(select).map(Block::Select),
            Block::Divider => Some(Block::Divider),
        }
    }

    fn button(&self, button: &Button) -> Option<Button> {
        match &button.action {
            Action::Click(id) if self.is_part_of(id) => return None,
            Action::Click(_) | Action::Link(_) => {}
        }
        Some(Button {
            label: self.names_out_of(&button.label),
            ..button.clone()
        })
    }

    fn select(&self, select: &Select) -> Option<Select> {
        if self.is_part_of(&select.id) {
            return None;
        }
        let mut select = select.clone();
        select.placeholder = self.names_out_of(&select.placeholder);
        match &mut select.kind {
            SelectKind::Options(options) => {
                options.retain(|option| option.value != self.member.to_string());
                for option in options.iter_mut() {
                    option.label = self.names_out_of(&option.label);
                    option.description = option
                        .description
                        .take()
                        .map(|text| self.names_out_of(&text));
                }
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

    /// The name of a thread. Where their name is `in_it` and was cut off, all of the names go.
    fn thread_name(&self, name: &str, in_it: bool) -> String {
        let without = self.names_out_of(name);
        match name.rsplit_once(": ") {
            // A short name is not told from another word, so all names go.
            Some((about, _)) if in_it && without == name => format!("{about}: {SOMEBODY}"),
            _ => without,
        }
    }

    /// A text of several lines.
    fn text(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for words in self.words.iter().filter(|words| !is_link(words)) {
            text = text.replace(words.as_str(), TAKEN_BACK.trim_start_matches("-# "));
        }
        let mut lines: Vec<String> = Vec::new();
        for line in text.lines() {
            if self.is_theirs(line) || self.links_what_they_did(line) {
                if lines.last().is_none_or(|last| last != TAKEN_BACK) {
                    lines.push(TAKEN_BACK.to_owned());
                }
            } else {
                lines.push(self.names_out_of(line));
            }
        }
        lines.join("\n")
    }

    /// Whether a line quotes them, whole or cut off.
    fn is_theirs(&self, line: &str) -> bool {
        line.starts_with(QUOTED)
            && self.quoted.iter().any(|quoted| {
                quoted == line
                    || line.strip_suffix('…').is_some_and(|start| {
                        start.len() > QUOTED.len() && quoted.starts_with(start)
                    })
            })
    }

    /// Whether a line links to the message that they asked about.
    fn links_what_they_did(&self, line: &str) -> bool {
        let mut links = self.words.iter().filter(|words| is_link(words));
        links.any(|link| line.contains(link.as_str()))
    }

    fn names_out_of(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for mention in [
            format!("\\<@{}>", self.member),
            format!("\\<@!{}>", self.member),
            format!("<@{}>", self.member),
            format!("<@!{}>", self.member),
        ] {
            text = replaced(&text, &mention, false);
        }
        for name in &self.names {
            text = replaced(&text, name, true);
        }
        for name in &self.short_names {
            text = text.replace(&bold(name), &bold(&replaced(name, name, true)));
        }
        text
    }
}

fn bold(name: &str) -> String {
    format!("**{name}**")
}

fn is_link(words: &str) -> bool {
    words.starts_with("https://") && !words.contains(char::is_whitespace)
}

fn longest_first(texts: &mut Vec<String>) {
    texts.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
    texts.dedup();
}

/// Enough of a text to find it by, however it is cut at its end.
fn start_of(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    let start: String = line.chars().take(40).collect();
    start.trim_end_matches('\\').to_owned()
}

/// The text with "somebody" in the place of a name or mention. A `whole` word is not part of a longer one.
fn replaced(text: &str, what: &str, whole: bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(what) {
        let (before, found) = rest.split_at(at);
        let after = &found[what.len()..];
        out.push_str(before);
        let joined = out.chars().next_back().is_some_and(char::is_alphanumeric)
            || after.chars().next().is_some_and(char::is_alphanumeric);
        if whole && joined {
            out.push_str(what);
        } else if begins_sentence(&out) {
            out.push('S');
            out.push_str(&SOMEBODY[1..]);
        } else {
            out.push_str(SOMEBODY);
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// Whether what follows begins a line or sentence.
fn begins_sentence(before: &str) -> bool {
    let line = before.rsplit('\n').next().unwrap_or_default();
    let said = line.trim_end_matches(['*', '_', ' ']);
    let said = said.strip_prefix(QUOTED.trim_end()).unwrap_or(said);
    said.is_empty() || said.ends_with(['.', '!', '?']) || !said.contains(char::is_alphanumeric)
}

/// Whether a number stands in a text, and not as a part of a longer one.
fn holds_number(text: &str, number: &str) -> bool {
    text.match_indices(number).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + number.len()..].chars().next();
        !before.is_some_and(|c| c.is_ascii_digit()) && !after.is_some_and(|c| c.is_ascii_digit())
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::*;
    use crate::custom_id::{AskClick, MeClick};
    use crate::domain::ids::AskId;
    use crate::post::SelectOption;

    const MIA: MemberId = MemberId(1012);

    fn traces() -> Traces {
        Traces::of(
            MIA,
            &Said {
                names: vec!["Mia".to_owned(), "Mia *K.*".to_owned()],
                words: vec![
                    "My report is slow.\nIt reads 3 million rows.".to_owned(),
                    "Thanks!".to_owned(),
                ],
                asks: Vec::new(),
            },
        )
    }

    #[track_caller]
    fn check(said: &str, expected: &str) {
        assert_eq!(traces().text(said), expected, "{said}");
    }

    #[test]
    fn names_and_mentions_become_somebody() {
        check("<@1012> would like a hand.", "Somebody would like a hand.");
        check("👋 <@7>, <@1012> can help.", "👋 <@7>, somebody can help.");
        check(
            "**Mia** in **Quay** asked.",
            "**Somebody** in **Quay** asked.",
        );
        check(
            "Solved by Mia's question. Mia did it.",
            "Solved by somebody's question. Somebody did it.",
        );
        check(r"Thanks to Mia \*K.\*!", "Thanks to somebody!");
        check(
            "Miami and Miriam stay, and <@10120>.",
            "Miami and Miriam stay, and <@10120>.",
        );
    }

    #[test]
    fn their_words_go_and_others_stay() {
        check(
            "Hello\n> My report is slow.\n> It reads 3 million rows.\nBye",
            "Hello\n-# (what stood here was taken back)\nBye",
        );
        check("> My report is…", "-# (what stood here was taken back)");
        check(
            "> My report is\n> Thanks!",
            "> My report is\n-# (what stood here was taken back)",
        );
        check("> …", "> …");
        check(
            r"> Ask \<@1012>, Mia knows",
            "> Ask somebody, somebody knows",
        );
        check("Thanks! That was quick.", "Thanks! That was quick.");
        check(
            "About: My report is slow. It reads 3 million rows.",
            "About: (what stood here was taken back)",
        );
    }

    #[test]
    fn the_link_to_what_they_asked_about_goes() {
        let link = "https://discord.com/channels/1/2/3";
        let said = Said {
            words: vec![link.to_owned()],
            ..Said::default()
        };
        let post = Post::text(format!("> Why?\nIt is about [this message]({link})."));
        assert_eq!(
            Traces::of(MIA, &said).post(&post),
            Some(Post::text("> Why?\n-# (what stood here was taken back)"))
        );
    }

    #[test]
    fn a_short_name_is_a_name_only_where_nothing_else_can_stand() {
        let said = Said {
            names: vec!["I".to_owned()],
            ..Said::default()
        };
        let traces = Traces::of(MIA, &said);
        let told = "**I** in **Quay** would like a hand. I thought of you.";
        assert_eq!(
            traces.text(told),
            "**Somebody** in **Quay** would like a hand. I thought of you."
        );
        assert_eq!(traces.thread_name("Go: I and Ravi", true), "Go: somebody");
        assert!(
            traces
                .needles()
                .iter()
                .any(|needle| told.contains(needle.as_str()))
        );
    }

    #[test]
    fn a_post_without_them_is_left_alone() {
        let post = Post::text("Hello <@7>").pinging([MemberId(7)]);
        assert_eq!(traces().post(&post), None);
    }

    #[test]
    fn pings_buttons_and_options_with_their_id_go() {
        let ask = AskId(1012);
        let post = Post::text("Who helped?")
            .and_buttons([
                Button::plain("Solved", AskClick::Solved { ask: AskId(1) }),
                Button::plain(
                    "Mia",
                    AskClick::SolvedByMember {
                        ask: AskId(1),
                        member: MIA,
                    },
                ),
            ])
            .and_select(Select {
                id: MeClick::Block {}.into(),
                placeholder: "Who?".to_owned(),
                kind: SelectKind::Options(vec![
                    SelectOption {
                        label: "Mia".to_owned(),
                        value: "1012".to_owned(),
                        description: None,
                        chosen: false,
                    },
                    SelectOption {
                        label: "Ravi and Mia".to_owned(),
                        value: "7".to_owned(),
                        description: None,
                        chosen: true,
                    },
                ]),
                min: 1,
                max: 2,
            })
            .pinging([MIA, MemberId(7)]);
        let without = traces().post(&post).unwrap();
        assert_eq!(without.pings.members, [MemberId(7)]);
        let json = serde_json::to_string(&without).unwrap();
        assert!(!json.contains("1012") && !json.contains("Mia"), "{json}");
        assert!(json.contains("Ravi and somebody"), "{json}");
        let Block::Select(select) = &without.blocks[2] else {
            panic!("{without:?}")
        };
        assert_eq!((select.min, select.max), (1, 1));
        // A number that happens to be the same cannot be told apart, so all of it goes.
        let alike =
            Post::text("Mia?").and_buttons([Button::plain("Solved", AskClick::Solved { ask })]);
        assert_eq!(traces().post(&alike).unwrap().blocks.len(), 1);
    }

    #[test]
    fn a_link_with_their_id_takes_the_whole_message_with_it() {
        let post =
            Post::text("Mia").and_buttons([Button::link("Look", "https://example.org/1012")]);
        assert_eq!(traces().post(&post), Some(Post::text(ALL_TAKEN_BACK)));
    }

    #[test]
    fn a_thread_is_named_without_them_even_where_the_name_was_cut() {
        let opening = |name: &str, members: Vec<MemberId>| Delivery::OpenThread {
            under: crate::delivery::MessageRef::AskPost(AskId(1)),
            name: name.to_owned(),
            members,
        };
        assert_eq!(
            traces().taken_out(&opening("Postgres: Mia and Ravi", vec![MIA, MemberId(7)])),
            Some(opening("Postgres: somebody and Ravi", vec![MemberId(7)]))
        );
        assert_eq!(
            traces().taken_out(&opening("A very long skill: Ravi and M…", vec![MIA])),
            Some(opening("A very long skill: somebody", Vec::new()))
        );
        assert_eq!(
            traces().taken_out(&opening("Postgres: Noor and Ravi", vec![])),
            None
        );
    }

    #[test]
    fn the_needles_find_whatever_is_taken_out() {
        let needles = traces().needles();
        for said in [
            "<@1012>",
            "**Mia**",
            "> My report is slow.",
            r"Mia \*K.\*",
            "> Thanks!",
        ] {
            assert!(
                needles.iter().any(|needle| said.contains(needle.as_str())),
                "{said}"
            );
        }
        assert!(needles.iter().all(|needle| !needle.is_empty()));
    }
}
