//! What people said, quoted: it can be found again by what it is of, and taken out of a post that was sent long ago.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Block, Button};
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

/// What stands where a post was nothing but quotes, and the last of them was taken out.
pub(super) const TAKEN_BACK: &str = "-# What was quoted here was taken back by whoever said it.";

/// What is left of a post when its last quotes were taken out: small print that is about them says nothing without them.
pub(super) fn without_quotes(blocks: Vec<Block>) -> Vec<Block> {
    let is_small_print = |block: &Block| match block {
        Block::Text(text) => text.lines().all(|line| line.starts_with("-# ")),
        _ => false,
    };
    if blocks.iter().all(is_small_print) {
        return vec![Block::Text(TAKEN_BACK.to_owned())];
    }
    blocks
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
    use crate::post::Post;

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
    fn small_print_does_not_outlive_the_quotes_that_it_is_about() {
        let lessons = Post::default()
            .and_quotes("### A lesson", vec![thanks(1, "Try it")])
            .and_text("-# `/lessons` finds more.");
        let without = lessons.requoted(|_| None).unwrap();
        assert_eq!(without, Post::text(TAKEN_BACK));
        assert!(without.says_nothing());
        let table = post(vec![thanks(1, "For the patience")]);
        let without = table.requoted(|_| None).unwrap();
        assert_eq!(without, Post::text("The week"));
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
