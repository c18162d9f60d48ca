//! The messages that could not be delivered.

use super::back;
use crate::custom_id::MeClick;
use crate::features::me::page::Lines;
use crate::post::{Block, Button, MAX_COMPONENTS, MAX_TEXT, Post};
use crate::store::outbox::Waiting;

/// Characters and components that the frame around a waiting message takes at most.
const FRAME_TEXT: usize = 300;
const FRAME_COMPONENTS: usize = 6;

/// A message that could not be delivered, as it would have been.
pub(in crate::features::me) fn waiting(list: &Lines<Waiting>) -> Post {
    let Some(message) = list.lines.first() else {
        return Post::text("### Messages\nNothing waits for you here.").and_buttons([back()]);
    };
    let title = format!(
        "### Messages\nWaiting since <t:{}:f>.",
        message.since.timestamp()
    );
    let mut post = Post::text(list.page.under(title)).and_divider();
    let (mut text, mut components) = (0, 0);
    for block in message.post.shown() {
        text += text_of(&block);
        components += components_of(&block);
        // Whatever is sent fits a message by itself; with the frame around it, the end of a very long one may not.
        if text + FRAME_TEXT > MAX_TEXT || components + FRAME_COMPONENTS > MAX_COMPONENTS {
            break;
        }
        post.blocks.push(block);
    }
    let pages = list.page.buttons(|page| MeClick::Waiting { page });
    post.and_divider().and_buttons(
        [Button::plain(
            "Done with this one",
            MeClick::WaitingRead {
                message: message.id,
            },
        )]
        .into_iter()
        .chain(pages)
        .chain([back()]),
    )
}

fn text_of(block: &Block) -> usize {
    match block {
        Block::Text(text) | Block::Section { text, .. } => text.chars().count(),
        Block::Buttons(_) | Block::Select(_) | Block::Divider | Block::Quotes(_) => 0,
    }
}

fn components_of(block: &Block) -> usize {
    match block {
        Block::Text(_) | Block::Divider | Block::Quotes(_) => 1,
        Block::Section { .. } => 3,
        Block::Buttons(buttons) => 1 + buttons.len(),
        Block::Select(_) => 2,
    }
}
