//! The section about blocks.

use super::{TYPED, back};
use crate::custom_id::MeClick;
use crate::domain::ids::MemberId;
use crate::features::me::page::Lines;
use crate::features::times;
use crate::markdown::{escape_line, label, truncate};
use crate::post::{Block, Button, MAX_OPTION_TEXT, Modal, Post, Select, SelectKind, SelectOption};

/// Whom the member is never put together with. `suggested` is whom they may mean where Discord's picker knows only the two who
/// talk; `None` where it knows everybody.
pub(in crate::features::me) fn blocks(
    list: &Lines<MemberId>,
    suggested: Option<&[(MemberId, String)]>,
) -> Post {
    let nobody = if list.lines.is_empty() {
        " There is nobody on this list."
    } else {
        ""
    };
    let text = format!(
        "### Blocks\nI never put you together with the people you choose here. Nobody is told, they least of all.{nobody}"
    );
    let mut post = Post::text(list.page.under(text));
    for member in &list.lines {
        post.blocks.push(Block::Section {
            text: member.mention(),
            button: Button::plain("Unblock", MeClick::Unblock { member: *member }),
        });
    }
    let mut buttons = list.page.buttons(|page| MeClick::Blocks { page });
    match suggested {
        None => {
            post = post.and_select(Select {
                id: MeClick::Block {}.into(),
                placeholder: "Choose whom to block".to_owned(),
                kind: SelectKind::Members(Vec::new()),
                min: 1,
                max: 25,
            });
        }
        Some(people) => {
            if !people.is_empty() {
                post = post.and_select(choice(people));
            }
            buttons.push(Button::plain("Somebody else…", MeClick::BlockByName {}));
        }
    }
    buttons.push(back());
    post.and_buttons(buttons)
}

/// Some people to choose from.
fn choice(people: &[(MemberId, String)]) -> Select {
    let options = people.iter().map(|(member, name)| SelectOption {
        label: label(name, MAX_OPTION_TEXT),
        value: member.to_string(),
        description: None,
        chosen: false,
    });
    Select {
        id: MeClick::Block {}.into(),
        placeholder: "Choose whom to block".to_owned(),
        kind: SelectKind::Options(options.collect()),
        min: 1,
        max: 1,
    }
}

/// The form for the name of somebody who is not among the suggested.
pub(in crate::features::me) fn block_form() -> Modal {
    times::form(
        MeClick::BlockNamed {},
        "Block somebody",
        "What is their name here?",
        "Ravi",
        None,
    )
}

/// Several people go by the name.
pub(in crate::features::me) fn whom_to_block(typed: &str, people: &[(MemberId, String)]) -> Post {
    Post::text(format!(
        "Whom did you mean by “{}”?",
        escape_line(&truncate(typed, TYPED))
    ))
    .and_select(choice(people))
    .and_buttons([
        Button::plain("Another name", MeClick::BlockByName {}),
        Button::plain("Back", MeClick::Blocks { page: 0 }),
    ])
}
