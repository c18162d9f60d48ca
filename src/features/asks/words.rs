//! Every sentence that asks say, by where it is read: in the help channel and threads, in private messages, in answers to
//! what somebody did, and on the Solved page.

mod channel;
mod private;
mod replies;
mod solved;

pub(super) use channel::*;
pub(super) use private::*;
pub(super) use replies::*;
pub(super) use solved::*;

use crate::custom_id::AskClick;
use crate::domain::ids::{AskId, MemberId};
use crate::markdown::{escape_line, quote};
use crate::post::{Button, Post};
use crate::store::asks::Ask;

/// Characters that the asker's details may take in a post: all of 1,500, unless nearly every one needs protecting.
const DETAILS_ROOM: usize = 2_800;

/// "a", "a and b", "a, b and c".
fn and(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [one] => one.clone(),
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
    }
}

/// Mentions, joined. Whether they ping is the post's matter.
fn mentions(members: &[MemberId]) -> String {
    and(&members
        .iter()
        .map(|member| member.mention())
        .collect::<Vec<_>>())
}

/// The verb that goes with them.
const fn are(members: &[MemberId]) -> &'static str {
    if members.len() > 1 { "are" } else { "is" }
}

/// The skill of an ask, ready to be shown.
fn skill(ask: &Ask) -> String {
    escape_line(&ask.skill_name)
}

/// A sentence or clause that ends with where the ask's thread is; nothing where it has none.
fn where_it_is(ask: &Ask, before: &str) -> String {
    match ask.thread {
        Some(thread) => format!("{before} {}.", thread.mention()),
        None if ask.has_thread() => format!("{before} the thread under the post, in a moment."),
        None => String::new(),
    }
}

/// What the asker wrote, as a quotation.
fn details(ask: &Ask) -> String {
    quote(&ask.details, DETAILS_ROOM)
}

fn solved_button(ask: AskId) -> Button {
    Button::success("Solved", AskClick::Solved { ask })
}

fn still_needed_button(ask: AskId) -> Button {
    Button::plain("Still need help", AskClick::StillNeeded { ask })
}

fn never_mind_button(ask: AskId) -> Button {
    Button::plain("Never mind", AskClick::NeverMind { ask })
}

fn give_back_button(ask: AskId) -> Button {
    Button::plain("I can't after all", AskClick::GiveBack { ask })
}

/// How to get fewer private messages: the last line of each.
fn with_fewer(post: Post, guild: &str) -> Post {
    post.and_text(format!(
        "-# Fewer of these? `/me` in **{}** lets you pause or change your limit, any time.",
        escape_line(guild)
    ))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    #[test]
    fn lists_read_as_people_write_them() {
        let names: Vec<String> = ["Mia", "Ravi", "Noor"].map(str::to_owned).into();
        assert_eq!(and(&[]), "");
        assert_eq!(and(&names[..1]), "Mia");
        assert_eq!(and(&names[..2]), "Mia and Ravi");
        assert_eq!(and(&names), "Mia, Ravi and Noor");
    }
}
