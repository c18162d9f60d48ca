//! The section about offers and wishes.

use super::{NOTE, back};
use crate::custom_id::MeClick;
use crate::features::me::page::{Lines, SkillLine};
use crate::markdown::{escape_line, truncate};
use crate::post::{Block, Button, Post};

/// What the member teaches and wishes to learn, each with a button that removes it.
pub(in crate::features::me) fn skills(list: &Lines<SkillLine>) -> Post {
    if list.lines.is_empty() {
        return Post::text(
            "### Skills\nNothing here yet. What could you start somebody off with? What would you like to know?",
        )
        .and_buttons(adding().into_iter().chain([back()]));
    }
    let mut post = Post::text(
        list.page.under(
            "### Skills\nAdd to these here, or with `/teach` and `/learn`; naming one again updates it."
                .to_owned(),
        ),
    );
    for line in &list.lines {
        let (text, button) = match line {
            SkillLine::Offer(offer) => {
                let level = offer
                    .level
                    .map(|level| format!(" · “{}”", level.label()))
                    .unwrap_or_default();
                let text = format!(
                    "You teach **{}**{level}{}",
                    escape_line(&offer.name),
                    note(offer.note.as_deref())
                );
                (
                    text,
                    Button::plain("Remove", MeClick::RemoveOffer { skill: offer.skill }),
                )
            }
            SkillLine::Wish(wish) => {
                let text = format!(
                    "You wish to learn **{}**{}",
                    escape_line(&wish.name),
                    note(wish.note.as_deref())
                );
                (
                    text,
                    Button::plain("Remove", MeClick::RemoveWish { skill: wish.skill }),
                )
            }
        };
        post.blocks.push(Block::Section { text, button });
    }
    post.and_buttons(
        list.page
            .buttons(|page| MeClick::Skills { page })
            .into_iter()
            .chain(adding())
            .chain([back()]),
    )
}

fn note(note: Option<&str>) -> String {
    note.map(|note| format!("\n-# {}", escape_line(&truncate(note, NOTE))))
        .unwrap_or_default()
}

fn adding() -> [Button; 2] {
    [
        Button::plain("I could teach…", MeClick::Teach {}),
        Button::plain("I'd like to learn…", MeClick::Learn {}),
    ]
}
