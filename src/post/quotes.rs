//! What people said, quoted: it can be found again by what it is of, and taken out of a post that was sent long ago.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Block, Button, Post};
use crate::domain::ids::{HelpId, LessonId, MemberId};

/// What is quoted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QuoteOf {
    /// The thanks that were written for a help.
    Thanks(HelpId),
    /// A lesson.
    Lesson(LessonId),
    /// What a leader said they are learning, for the table of a month.
    Answer {
        /// Who said it.
        member: MemberId,
        /// The first day of the month.
        month: NaiveDate,
    },
}

/// Something somebody said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quote {
    /// Of what it is.
    pub of: QuoteOf,
    /// The lines in which it is quoted, with whom they name: Markdown.
    pub text: String,
    /// A button beside it, which goes with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub button: Option<Button>,
}

/// What people said, under a heading that goes with the last of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quotes {
    /// The line above it, Markdown. Empty: none.
    pub heading: String,
    /// From top to bottom; never empty in a post.
    pub quotes: Vec<Quote>,
}

impl Quotes {
    /// As blocks of other kinds: texts as far as there is no button, each line under the one before.
    pub fn shown(&self) -> Vec<Block> {
        let mut shown = Vec::new();
        let mut lines: Vec<&str> = Vec::new();
        if !self.heading.is_empty() {
            lines.push(&self.heading);
        }
        for quote in &self.quotes {
            match &quote.button {
                None => lines.push(&quote.text),
                Some(button) => {
                    text_of(&mut lines, &mut shown);
                    shown.push(Block::Section {
                        text: quote.text.clone(),
                        button: button.clone(),
                    });
                }
            }
        }
        text_of(&mut lines, &mut shown);
        shown
    }

    /// With each quote as this makes it, or without it; `None` where none is left, so that the heading goes, too.
    #[must_use]
    pub fn requoted(&self, anew: impl Fn(&Quote) -> Option<Quote>) -> Option<Self> {
        let quotes: Vec<Quote> = self.quotes.iter().filter_map(anew).collect();
        (!quotes.is_empty()).then(|| Self {
            heading: self.heading.clone(),
            quotes,
        })
    }
}

/// What stands where a post was there for its quotes, and the last of them was taken out.
const TAKEN_BACK: &str = "-# What was quoted here was taken back by whoever said it.";

impl Post {
    /// Has nothing of it stay where its last quote is taken out, such as a heading and small print that are about what is quoted.
    #[must_use]
    pub fn for_its_quotes(mut self) -> Self {
        self.for_quotes = true;
        self
    }

    /// The same with each quote as this makes it, or without it; `None` where that changes nothing.
    #[must_use]
    pub fn requoted(&self, anew: impl Fn(&Quote) -> Option<Quote>) -> Option<Self> {
        let with = |block: &Block| match block {
            Block::Quotes(quotes) => quotes.requoted(&anew).map(Block::Quotes),
            other => Some(other.clone()),
        };
        let blocks: Vec<Block> = self.blocks.iter().filter_map(with).collect();
        (blocks != self.blocks).then(|| self.left_with(blocks))
    }

    /// The same with these of its blocks, of which some were taken out or changed.
    #[must_use]
    pub fn left_with(&self, blocks: Vec<Block>) -> Self {
        let quotes = |blocks: &[Block]| blocks.iter().any(|it| matches!(it, Block::Quotes(_)));
        let lost_all = quotes(&self.blocks) && !quotes(&blocks);
        Self {
            blocks: if lost_all && (self.for_quotes || blocks.is_empty()) {
                vec![Block::Text(TAKEN_BACK.to_owned())]
            } else {
                blocks
            },
            ..self.clone()
        }
    }

    /// Whether it only says that what it quoted was taken back, which nobody needs to read who has not read it before.
    pub fn says_nothing(&self) -> bool {
        matches!(self.blocks.as_slice(), [Block::Text(text)] if text == TAKEN_BACK)
    }
}

fn text_of(lines: &mut Vec<&str>, shown: &mut Vec<Block>) {
    if !lines.is_empty() {
        shown.push(Block::Text(lines.join("\n")));
        lines.clear();
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;
    use crate::custom_id::MeClick;

    fn thanks(help: i64, text: &str) -> Quote {
        Quote {
            of: QuoteOf::Thanks(HelpId(help)),
            text: text.to_owned(),
            button: None,
        }
    }

    fn post(quotes: Vec<Quote>) -> Post {
        Post::text("The week").and_quotes("**Thank you**", quotes)
    }

    #[test]
    fn a_post_that_is_there_for_its_quotes_does_not_outlive_them() {
        let quotes = vec![thanks(1, "Try it"), thanks(2, "Or not")];
        let lessons = Post::text("### The table")
            .and_quotes("**Lessons**", quotes)
            .and_text("-# `/lessons` finds more.");
        let first = QuoteOf::Thanks(HelpId(1));
        let without_first = |quote: &Quote| (quote.of != first).then(|| quote.clone());
        let one = lessons.clone().for_its_quotes().requoted(without_first);
        let one = one.unwrap();
        assert_eq!(one.blocks.len(), 3);
        assert!(!one.says_nothing());
        let none = one.requoted(|_| None).unwrap();
        assert_eq!(none.blocks, Post::text(TAKEN_BACK).blocks);
        assert!(none.says_nothing());
        // Nor one that is nothing else; another has something to say without them.
        let quotes = Post::default().and_quotes("", vec![thanks(1, "Try it")]);
        assert!(quotes.requoted(|_| None).unwrap().says_nothing());
        let without = lessons.requoted(|_| None).unwrap();
        let left = Post::text("### The table").and_text("-# `/lessons` finds more.");
        assert_eq!(without, left);
        assert!(!without.says_nothing());
    }

    #[test]
    fn quotes_stand_under_their_heading_and_those_with_a_button_by_themselves() {
        let button = Button::plain("Load", MeClick::Load {});
        let beside = Quote {
            button: Some(button.clone()),
            ..thanks(2, "> two")
        };
        let shown = post(vec![
            thanks(1, "> one"),
            thanks(3, "> three"),
            beside,
            thanks(4, "> four"),
        ])
        .shown();
        assert_eq!(
            shown,
            [
                Block::Text("The week".into()),
                Block::Text("**Thank you**\n> one\n> three".into()),
                Block::Section {
                    text: "> two".into(),
                    button
                },
                Block::Text("> four".into()),
            ]
        );
    }

    #[test]
    fn the_heading_goes_with_the_last_quote() {
        let two = post(vec![thanks(1, "> one"), thanks(2, "> two")]);
        let first = QuoteOf::Thanks(HelpId(1));
        let one = two.requoted(|quote| (quote.of != first).then(|| quote.clone()));
        assert_eq!(one, Some(post(vec![thanks(2, "> two")])));
        let none = one.and_then(|post| post.requoted(|_| None));
        assert_eq!(none, Some(Post::text("The week")));
        assert_eq!(
            none.and_then(|post| post.requoted(|_| None)),
            None,
            "there is nothing to take out"
        );
        assert_eq!(two.requoted(|quote| Some(quote.clone())), None);
    }

    #[test]
    fn a_post_without_quotes_has_none() {
        assert_eq!(post(Vec::new()), Post::text("The week"));
    }
}
