//! How a newcomer and their buddy are introduced to each other.

use chrono::{DateTime, Utc};

use super::{Named, some_of};
use crate::custom_id::NewcomerClick;
use crate::domain::ids::NewcomerId;
use crate::features::messages::with_fewer;
use crate::features::newcomers::buddies::Why;
use crate::markdown::{escape_line, label};
use crate::post::{Button, Post};

/// Discord's limit for the name of a thread.
const MAX_THREAD_NAME: usize = 100;

/// What is said of a newcomer and their buddy.
#[derive(Clone, Debug)]
pub(in crate::features::newcomers) struct TheTwo {
    pub(in crate::features::newcomers) id: NewcomerId,
    pub(in crate::features::newcomers) newcomer: Named,
    pub(in crate::features::newcomers) buddy: Named,
    /// What the buddy teaches, as written.
    pub(in crate::features::newcomers) teaches: Vec<String>,
    /// What the newcomer wishes to learn, as written.
    pub(in crate::features::newcomers) wishes: Vec<String>,
}

/// The name of their thread. `newcomer` is a name as written.
pub(in crate::features::newcomers) fn thread_name(newcomer: &str) -> String {
    let rest = "Welcome, ".len();
    format!("Welcome, {}", label(newcomer, MAX_THREAD_NAME - rest))
}

/// What stands first in their thread, or when another buddy comes into it.
pub(in crate::features::newcomers) fn introduction(two: &TheTwo, why: Why<'_>) -> Post {
    let (newcomer, buddy) = (two.newcomer.id, two.buddy.id);
    let first = match why {
        Why::New | Why::Found => format!(
            "👋 <@{newcomer}>, meet <@{buddy}>, your buddy for the first weeks. <@{buddy}>, <@{newcomer}> is new here, and you know your way \
             around."
        ),
        Why::HandedOver(_) | Why::Gone(_) => format!(
            "👋 <@{newcomer}>, meet <@{buddy}>, your buddy from here on. <@{buddy}>, thank you for taking over!"
        ),
    };
    let mut post = Post::text(first);
    let about = about(two);
    if !about.is_empty() {
        post = post.and_text(about);
    }
    post.and_text(format!(
        "A good start is half an hour this week: where things are, who knows what, and what you would have liked to be told in your own \
         first days. <@{buddy}>, would you write first? No question is too small here."
    ))
    .and_buttons([hand_over(two.id)])
    .and_text(
        "-# No time for it just now? **Hand over** finds somebody else, and nobody asks why. Moderators of this server can read private \
         threads.",
    )
    .pinging([newcomer, buddy])
}

fn about(two: &TheTwo) -> String {
    let mut lines = Vec::new();
    if !two.teaches.is_empty() {
        lines.push(format!(
            "{} teaches {}.",
            escape_line(&two.buddy.name),
            some_of(&two.teaches)
        ));
    }
    if !two.wishes.is_empty() {
        lines.push(format!(
            "{} would like to learn {}.",
            escape_line(&two.newcomer.name),
            some_of(&two.wishes)
        ));
    }
    lines.join("\n")
}

/// **Hand over**.
pub(super) fn hand_over(newcomer: NewcomerId) -> Button {
    Button::plain("Hand over", NewcomerClick::HandOver { newcomer })
}

/// In the thread, while the new buddy is not at work yet.
pub(in crate::features::newcomers) fn another_is_coming(
    two: &TheTwo,
    why: Why<'_>,
    at: DateTime<Utc>,
) -> Post {
    let newcomer = two.newcomer.id;
    Post::text(format!(
        "<@{newcomer}>, {}**{}** is your buddy from here on, and comes into this thread when they are at work: <t:{}:f>.",
        because(why),
        escape_line(&two.buddy.name),
        at.timestamp()
    ))
    .pinging([newcomer])
}

/// Why the one before is their buddy no longer, as the beginning of a sentence.
pub(super) fn because(why: Why<'_>) -> String {
    match why {
        Why::New | Why::Found | Why::Gone(None) => String::new(),
        Why::HandedOver(name) => format!("**{}** has handed over: ", escape_line(name)),
        Why::Gone(Some(name)) => format!("**{}** has left the server: ", escape_line(name)),
    }
}

/// To a newcomer who can have no thread with their buddy. `server` is its name as written.
pub(in crate::features::newcomers) fn your_buddy(two: &TheTwo, why: Why<'_>, server: &str) -> Post {
    let post = Post::text(format!(
        "{}your buddy in **{}** is {}. Just write to each other; no question is too small.",
        because(why),
        escape_line(server),
        two.buddy.in_full(),
    ));
    with_fewer(begun_large(post), server)
}

/// To a buddy who can have no thread with their newcomer. `server` is its name as written.
pub(in crate::features::newcomers) fn you_are_the_buddy(two: &TheTwo, server: &str) -> Post {
    let mut post = Post::text(format!(
        "👋 {} is new in **{}**, and you are their buddy for the first weeks: you know your way around. Would you write to them, and find \
         half an hour this week?",
        two.newcomer.in_full(),
        escape_line(server)
    ));
    let about = about(two);
    if !about.is_empty() {
        post = post.and_text(about);
    }
    let post = post.and_buttons([hand_over(two.id)]).and_text(
        "-# No time for it just now? **Hand over** finds somebody else, and nobody asks why.",
    );
    with_fewer(post, server)
}

/// The post with a capital letter in front.
fn begun_large(mut post: Post) -> Post {
    if let Some(crate::post::Block::Text(text)) = post.blocks.first_mut() {
        let mut letters = text.chars();
        if let Some(first) = letters.next() {
            *text = first.to_uppercase().chain(letters).collect();
        }
    }
    post
}
