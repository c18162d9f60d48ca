//! The section about open asks and invitations.

use super::{back, someone};
use crate::custom_id::{AskClick, CustomId, MeClick};
use crate::features::asks::AskLine;
use crate::features::me::page::{Going, Lines};
use crate::markdown::{escape_line, truncate};
use crate::post::{Block, Button, Post};

/// Characters of a question that was not asked yet, where it is listed.
const BEGINNING: usize = 80;

/// What is open: invitations, asks of one's own, asks taken on.
pub(in crate::features::me) fn going(list: &Lines<Going>) -> Post {
    if list.lines.is_empty() {
        return Post::text("### Asks and invitations\nNothing is open right now. When you are stuck on something, `/askfor` finds somebody who knows.")
            .and_buttons([back()]);
    }
    let mut post = Post::text(list.page.under("### Asks and invitations".to_owned()));
    for line in &list.lines {
        let mut label = "Open";
        let (text, id): (String, CustomId) = match line {
            Going::Invited(invitation) => {
                let until = invitation
                    .lapses_at
                    .map(|at| format!(", open until <t:{}:f>", at.timestamp()))
                    .unwrap_or_default();
                (
                    format!(
                        "**{}** · {} asks whether you can help{until}",
                        escape_line(&invitation.skill),
                        someone(invitation.asker)
                    ),
                    MeClick::Invitation {
                        invitation: invitation.invitation,
                    }
                    .into(),
                )
            }
            Going::Asked(ask) => (
                format!(
                    "**{}** · you asked{} <t:{}:R>{}",
                    escape_line(&ask.skill),
                    if ask.anonymous {
                        " without your name"
                    } else {
                        ""
                    },
                    ask.created_at.timestamp(),
                    whereabouts(ask)
                ),
                MeClick::Ask { ask: ask.ask }.into(),
            ),
            Going::Kept(kept) => {
                let about = if kept.skill.is_empty() {
                    "A question".to_owned()
                } else {
                    format!("**{}**", escape_line(&kept.skill))
                };
                let id = if kept.complete {
                    label = "Ask the team";
                    AskClick::AskTheTeam { draft: kept.draft }
                } else {
                    label = "Go on";
                    AskClick::Again { draft: kept.draft }
                };
                let begins = truncate(&kept.details, BEGINNING);
                (
                    format!(
                        "{about} · written and not asked yet; I keep it for a day: “{}”",
                        escape_line(&begins)
                    ),
                    id.into(),
                )
            }
            Going::Taken(ask) => (
                format!(
                    "**{}** · you are helping{}",
                    escape_line(&ask.skill),
                    ask.thread
                        .map(|thread| format!(" in {}", thread.mention()))
                        .unwrap_or_default()
                ),
                MeClick::Ask { ask: ask.ask }.into(),
            ),
        };
        post.blocks.push(Block::Section {
            text,
            button: Button::plain(label, id),
        });
    }
    post.and_buttons(
        list.page
            .buttons(|page| MeClick::Asks { page })
            .into_iter()
            .chain([back()]),
    )
}

fn whereabouts(ask: &AskLine) -> String {
    const SHOWN: usize = 3;
    if ask.state.is_over() {
        return ", and it has ended. **Open** has what you can still do".to_owned();
    }
    if ask.helpers.is_empty() {
        return ", I am looking for somebody".to_owned();
    }
    let names: Vec<String> = ask
        .helpers
        .iter()
        .take(SHOWN)
        .map(|helper| helper.mention())
        .collect();
    let more = ask
        .helpers
        .len()
        .checked_sub(SHOWN)
        .filter(|more| *more > 0)
        .map(|more| format!(" and {more} more"))
        .unwrap_or_default();
    let thread = ask
        .thread
        .map(|thread| format!(" in {}", thread.mention()))
        .unwrap_or_default();
    format!(
        ", {}{more} {} helping{thread}",
        names.join(", "),
        if ask.helpers.len() == 1 { "is" } else { "are" }
    )
}

/// A page of the asks feature, with the way back.
pub(in crate::features::me) fn back_to_asks(post: Post) -> Post {
    post.and_buttons([Button::plain("Back", MeClick::Asks { page: 0 })])
}
