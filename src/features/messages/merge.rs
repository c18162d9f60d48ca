//! Several messages in one.

use crate::custom_id::CustomId;
use crate::delivery::{Delivery, Place, Receipt};
use crate::domain::budget::{Joins, Size};
use crate::post::{Action, Block, Button, MAX_COMPONENTS, MAX_TEXT, Post, Style};
use crate::store::outbox::Unsent;

/// The most that goes into one message. In the private thread that stands in for closed DMs, the member is called above it.
pub(super) const ROOM: Size = Size {
    characters: MAX_TEXT - 100,
    components: MAX_COMPONENTS - 2,
};

/// What a message needs beside another one; `None`: it goes alone, because something is recorded of it or it brings a file.
pub(super) fn joins(message: &Unsent) -> Option<Joins> {
    let Delivery::Send { to, post } = &message.delivery else {
        return None;
    };
    // What nobody else may know of goes alone: nothing is kept that would say of its message that it is several in one, so a click on
    // one of them would take the place of the others.
    if !matches!(to, Place::Direct(_)) {
        return None;
    }
    let alone =
        message.receipt != Receipt::Nothing || !post.files.is_empty() || post.digest.is_some();
    (!alone).then(|| Joins { size: size(post) })
}

/// How much a post holds, with a line above it.
fn size(post: &Post) -> Size {
    post.shown().iter().fold(
        Size {
            characters: 0,
            components: 1,
        },
        |sum, block| sum + size_of(block),
    )
}

fn size_of(block: &Block) -> Size {
    let (text, components) = match block {
        Block::Text(text) => (text.as_str(), 1),
        Block::Section { text, .. } => (text.as_str(), 3),
        Block::Buttons(buttons) => ("", 1 + buttons.len()),
        Block::Select(_) => ("", 2),
        Block::Divider | Block::Quotes(_) => ("", 1),
    };
    Size {
        characters: text.encode_utf16().count(),
        components,
    }
}

/// The posts one under another, each with its buttons. Only the first keeps the emoji it begins with. What all of them end with, how to get fewer, stands once, at the end. A
/// button that stood above already is not repeated, which Discord would refuse, and only the first may stand out.
pub(super) fn one_of(posts: &[&Post]) -> Post {
    let mut one = Post::default();
    let Some((last, _)) = posts.split_last() else {
        return one;
    };
    let closing = last.blocks.last();
    let mut ids = Vec::new();
    for (place, post) in posts.iter().enumerate() {
        let ends_like_all = place + 1 < posts.len() && post.blocks.last() == closing;
        let kept = post.blocks.len() - usize::from(ends_like_all);
        if place > 0 {
            one = one.and_divider();
        }
        let stands_out = place == 0;
        for (line, block) in post.blocks[..kept].iter().enumerate() {
            let block = match block {
                Block::Text(text) if line == 0 && !stands_out => {
                    &Block::Text(without_emoji(text).to_owned())
                }
                other => other,
            };
            one.blocks.extend(once(block, stands_out, &mut ids));
        }
        one.pings.members.extend(&post.pings.members);
        one.pings.roles.extend(&post.pings.roles);
    }
    one
}

/// A text without the emoji that it begins with, if it does.
fn without_emoji(text: &str) -> &str {
    let is_of_an_emoji = |c: char| !c.is_ascii() && !c.is_alphanumeric();
    match text.split_once(' ') {
        Some((first, rest)) if !first.is_empty() && first.chars().all(is_of_an_emoji) => rest,
        _ => text,
    }
}

/// A block without what is among these ids already, which it joins.
fn once(block: &Block, stands_out: bool, ids: &mut Vec<CustomId>) -> Option<Block> {
    match block {
        Block::Text(_) | Block::Divider | Block::Quotes(_) => Some(block.clone()),
        Block::Section { text, button } => Some(match one_button(button, stands_out, ids) {
            Some(button) => Block::Section {
                text: text.clone(),
                button,
            },
            None => Block::Text(text.clone()),
        }),
        Block::Buttons(buttons) => {
            let buttons: Vec<Button> = buttons
                .iter()
                .filter_map(|button| one_button(button, stands_out, ids))
                .collect();
            (!buttons.is_empty()).then_some(Block::Buttons(buttons))
        }
        Block::Select(select) => is_new(&select.id, ids).then(|| block.clone()),
    }
}

fn one_button(button: &Button, stands_out: bool, ids: &mut Vec<CustomId>) -> Option<Button> {
    if let Action::Click(id) = &button.action
        && !is_new(id, ids)
    {
        return None;
    }
    let mut button = button.clone();
    if !stands_out && button.style == Style::Primary {
        button.style = Style::Plain;
    }
    Some(button)
}

fn is_new(id: &CustomId, ids: &mut Vec<CustomId>) -> bool {
    let new = !ids.contains(id);
    if new {
        ids.push(id.clone());
    }
    new
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::super::with_fewer;
    use super::*;
    use crate::custom_id::AskClick;
    use crate::domain::ids::AskId;
    use crate::features::newcomers;
    use crate::features::samples::{Said, Shown};

    fn post(text: &str, asks: &[i64]) -> Post {
        let buttons = asks
            .iter()
            .map(|ask| Button::primary("I can help", AskClick::Help { ask: AskId(*ask) }));
        with_fewer(Post::text(text).and_buttons(buttons), "Quay")
    }

    fn read(post: &Post) -> Vec<String> {
        post.blocks
            .iter()
            .map(|block| match block {
                Block::Text(text) => text.clone(),
                Block::Divider => "---".to_owned(),
                Block::Buttons(buttons) => {
                    let styles: Vec<_> = buttons.iter().map(|button| button.style).collect();
                    format!("{styles:?}")
                }
                other => format!("{other:?}"),
            })
            .collect()
    }

    #[test]
    fn texts_stand_one_under_another_with_their_buttons_and_one_line_about_fewer() {
        let (first, second) = (post("One", &[1]), post("Two", &[2, 1]));
        let fewer =
            "-# Fewer of these? **Private messages** in `/me` of **Quay**, or a pause there.";
        assert_eq!(
            read(&one_of(&[&first, &second])),
            ["One", "[Primary]", "---", "Two", "[Plain]", fewer]
        );
        assert_eq!(one_of(&[&first]), first);
        assert_eq!(one_of(&[]), Post::default());
    }

    #[test]
    fn only_the_first_keeps_its_emoji() {
        let posts = [
            "💛 Thank you.",
            "✅ Solved: 🙂 👋",
            "❤\u{fe0f} Éva 💛",
            "Été 1",
        ];
        let posts = posts.map(|text| post(text, &[]));
        let read = read(&one_of(&posts.iter().collect::<Vec<_>>()));
        let texts: Vec<&str> = read.iter().map(String::as_str).step_by(2).take(4).collect();
        assert_eq!(texts, ["💛 Thank you.", "Solved: 🙂 👋", "Éva 💛", "Été 1"]);
    }

    /// They go out as one with whatever is owed to the same member, and at most one emoji stands in a message.
    #[test]
    fn an_emoji_stands_at_the_beginning_of_what_newcomers_and_buddies_read_privately_or_nowhere() {
        let is_emoji = |c: char| matches!(c, '\u{2600}'..='\u{27bf}' | '\u{1f000}'..='\u{1faff}');
        let samples = newcomers::samples();
        let privately = samples
            .iter()
            .filter(|sample| sample.place == Shown::PrivateMessage);
        let mut looked_at = 0;
        for sample in privately {
            let Said::Post(post) = &sample.said else {
                continue;
            };
            looked_at += 1;
            for (line, block) in post.shown().iter().enumerate() {
                let (Block::Text(text) | Block::Section { text, .. }) = block else {
                    continue;
                };
                let text = if line == 0 { without_emoji(text) } else { text };
                assert!(!text.contains(is_emoji), "{}: {text}", sample.when);
            }
        }
        assert!(looked_at > 10, "{looked_at}");
    }

    #[test]
    fn a_row_of_which_nothing_is_new_is_left_out() {
        let (first, second) = (post("One", &[1]), post("Two", &[1]));
        let read = read(&one_of(&[&first, &second]));
        assert_eq!(read[2..4], ["---", "Two"]);
        assert_eq!(read.len(), 5);
    }

    #[test]
    fn the_whole_is_no_larger_than_its_parts() {
        let parts = [post("One", &[1]), post("Two", &[2, 3]), post("Three", &[])];
        let whole = one_of(&parts.iter().collect::<Vec<_>>());
        let sum = parts
            .iter()
            .fold(Size::default(), |sum, part| sum + size(part));
        let whole = size(&whole);
        assert!(whole.characters <= sum.characters, "{whole:?} {sum:?}");
        assert!(whole.components <= sum.components, "{whole:?} {sum:?}");
    }
}
