//! What is said about asks without a name: in the thread, privately to whoever asked, and to those who click.

use chrono::{DateTime, Utc};

mod closing;
mod places;

pub(crate) use closing::*;
pub(crate) use places::*;

use super::{
    are, details, give_back_button, mentions, never_mind_button, skill, solved_button,
    still_needed_button, where_it_is, with_fewer,
};
use crate::custom_id::AskClick;
use crate::domain::ask::AskState;
use crate::domain::ids::{AskId, MemberId};
use crate::domain::text::Details;
use crate::markdown::{escape_line, label, quote};
use crate::post::{Button, Field, MAX_MODAL_TEXT, Modal, Post};
use crate::store::asks::Ask;

/// The field of the form for a reply.
pub(crate) const REPLY_FIELD: &str = "reply";
/// Characters that a reply may take in a post: all of 1,500, unless nearly every one needs protecting.
const REPLY_ROOM: usize = 3_000;

fn reply_button(ask: AskId) -> Button {
    Button::primary("Reply anonymously", AskClick::ReplyAnonymously { ask })
}

fn reveal_button(ask: AskId) -> Button {
    Button::plain("Reveal myself", AskClick::Reveal { ask })
}

/// The first message in the thread.
pub(super) fn opening(ask: &Ask, helper: MemberId) -> Post {
    Post::text(format!(
        "👋 {}, thank you for helping with **{}**! Somebody asked anonymously: they read along here, and answer through me.",
        helper.mention(),
        skill(ask)
    ))
    .and_text(
        "Write as you would to anybody; I tell them that there is something new. A good start: ask what they have tried so far. \
         Others may read along and join in.",
    )
    .and_buttons([
        reply_button(ask.id),
        solved_button(ask.id),
        give_back_button(ask.id),
        never_mind_button(ask.id),
    ])
}

/// Somebody takes on an ask that has its thread already.
pub(super) fn joined(ask: &Ask, helper: MemberId) -> Post {
    Post::text(format!(
        "👋 {} can help with **{}**. Somebody asked anonymously and reads along; what was said so far is above.",
        helper.mention(),
        skill(ask)
    ))
    .and_buttons([
        reply_button(ask.id),
        solved_button(ask.id),
        give_back_button(ask.id),
        never_mind_button(ask.id),
    ])
    .pinging([helper])
}

/// One helper less; `text` says who.
pub(super) fn one_less(ask: &Ask, text: String) -> Post {
    Post::text(text).and_buttons([
        reply_button(ask.id),
        solved_button(ask.id),
        still_needed_button(ask.id),
        never_mind_button(ask.id),
    ])
}

/// Three quiet days.
pub(super) fn quiet_question(ask: &Ask) -> Post {
    Post::text(format!(
        "It's been quiet here for a few days. How is it going with **{}**? Whoever asked can say so without a name.",
        skill(ask)
    ))
    .and_buttons([
        reply_button(ask.id),
        solved_button(ask.id),
        still_needed_button(ask.id),
        never_mind_button(ask.id),
    ])
}

/// Nobody took it on again within fourteen days.
pub(super) fn ended_unanswered(ask: &Ask) -> Post {
    Post::text(format!(
        "Nobody was free to go on with **{}**, so I'm closing this. `/askfor` starts it afresh, any time.",
        skill(ask)
    ))
}

/// What goes before the place where somebody helps.
pub(super) const THEY_READ_ALONG: &str =
    "They asked without a name, so they read along and answer through me, in";

/// What an invitation says once it was accepted.
pub(super) fn you_are_helping(ask: &Ask) -> String {
    format!(
        "**You're helping. Thank you!** {}",
        where_it_is(ask, THEY_READ_ALONG)
    )
}

/// What the asker writes, in the thread.
pub(crate) fn reply(ask: &Ask, helpers: &[MemberId], text: &Details) -> Post {
    let to = if helpers.is_empty() {
        String::new()
    } else {
        format!("{}: ", mentions(helpers))
    };
    Post::text(format!("💬 {to}whoever asked writes:"))
        .and_text(quote(text.as_str(), REPLY_ROOM))
        .and_buttons([reply_button(ask.id)])
        .pinging(helpers.iter().copied())
}

/// The asker has put their name to it, in the thread.
pub(crate) fn revealed_in_thread(asker: MemberId) -> Post {
    Post::text(format!("👋 It was {} who asked.", asker.mention()))
}

/// The answer to `/askfor`; `invited` people were asked privately. `guild` is its name as written.
pub(crate) fn asked(ask: &Ask, invited: usize, managers: bool, guild: &str) -> Post {
    let place = match ask.post_channel {
        Some(channel) => format!(
            "Your question about **{}** goes up in {} now, without your name.",
            skill(ask),
            channel.mention()
        ),
        None => format!(
            "Your question about **{}** goes up without your name as soon as there is a help channel.",
            skill(ask)
        ),
    };
    let next = match invited {
        0 => "Nobody I know of is free just now, so it starts with the post; I look again every few working hours.".to_owned(),
        1 => "I'm also asking one person privately who could help.".to_owned(),
        several => format!("I'm also asking {several} people privately who could help."),
    };
    let post = Post::text(format!("{place} {next}"))
        .and_text(format!(
            "Nobody learns that it's you: not the helper, not the managers. When somebody answers I tell you privately, at most once an hour, and you write back with \
             **Reply anonymously**; what you type in the thread yourself has your name on it. Three days after it has ended I forget whose it was; until then \
             **Reveal myself** puts your name to it, if you like. `/me` in **{}** has it all, too.",
            escape_line(guild)
        ));
    super::with_managers(post, ask, managers)
}

/// Somebody can help, to the asker. `helper` and `guild` are names as written.
pub(crate) fn accepted(ask: &Ask, guild: &str, helper: &str) -> Post {
    let post = Post::text(format!(
        "👋 **{}** can help you with **{}** in **{}**. {}",
        escape_line(helper),
        skill(ask),
        escape_line(guild),
        where_it_is(ask, "It goes on in")
    ))
    .and_text(HOW_TO_WRITE)
    .and_buttons(private_buttons(ask));
    with_fewer(post, guild)
}

const HOW_TO_WRITE: &str = "They don't know who asks. Read along there, and write with **Reply anonymously**: what you type in the thread yourself has your name on it.";

/// There is something new in the thread, to the asker. `guild` is its name as written.
pub(crate) fn answered(ask: &Ask, guild: &str) -> Post {
    let post = Post::text(format!(
        "There is something new about **{}** in **{}**. {}",
        skill(ask),
        escape_line(guild),
        where_it_is(ask, "You'll find it in")
    ))
    .and_text(HOW_TO_WRITE)
    .and_buttons(private_buttons(ask));
    with_fewer(post, guild)
}

/// What the asker can press, as things stand with the ask.
fn private_buttons(ask: &Ask) -> Vec<Button> {
    let mut buttons = Vec::new();
    if ask.has_thread() && ask.state != AskState::Closed {
        buttons.push(reply_button(ask.id));
    }
    match ask.state {
        AskState::Open | AskState::Taken => {
            buttons.push(solved_button(ask.id));
            buttons.push(still_needed_button(ask.id));
            buttons.push(never_mind_button(ask.id));
        }
        // Thanks are welcome late, too.
        AskState::Quiet => {
            buttons.push(solved_button(ask.id));
            buttons.push(reveal_button(ask.id));
        }
        AskState::Solved
        | AskState::Withdrawn
        | AskState::Unanswered
        | AskState::Left
        | AskState::Closed => buttons.push(reveal_button(ask.id)),
    }
    buttons
}

/// Somebody who helped cannot go on, to the asker; `said` tells what comes next.
pub(super) fn with_reply(ask: &Ask, said: Post) -> Post {
    said.and_buttons(private_buttons(ask))
}

/// What happens to an ask for which nobody can be invited.
pub(super) const NEXT_STEPS: &str = "I look again every few working hours, as people become free or offer to teach it. Nobody learns that it's you.";

/// It ended without an answer, to the asker.
pub(super) fn unanswered_privately(ask: &Ask, guild: &str) -> Post {
    let post = Post::text(format!(
        "Two weeks have gone by, and nobody was free to help you with **{}** in **{}**. I'm sorry. `/askfor` works again any time.",
        skill(ask),
        escape_line(guild)
    ))
    .and_text(STILL_NOBODY_KNOWS)
    .and_buttons(private_buttons(ask));
    with_fewer(post, guild)
}

const STILL_NOBODY_KNOWS: &str = "Nobody knows that you asked, and in three days I forget it, too. Until then **Reveal myself** puts your name to it, if you like.";

/// Fourteen quiet days, to the asker.
pub(super) fn closed_quiet_privately(ask: &Ask, guild: &str) -> Post {
    let post = Post::text(format!(
        "Two quiet weeks, so I'm closing your question about **{}** in **{}**. If somebody helped you, **Solved** still takes your thanks.",
        skill(ask),
        escape_line(guild)
    ))
    .and_text(STILL_NOBODY_KNOWS)
    .and_buttons(private_buttons(ask));
    with_fewer(post, guild)
}

/// The form for a reply.
pub(crate) fn reply_form(ask: &Ask) -> Modal {
    Modal {
        id: AskClick::AnonymousReply { ask: ask.id }.into(),
        title: label(&format!("Reply about {}", ask.skill_name), MAX_MODAL_TEXT),
        fields: vec![Field {
            name: REPLY_FIELD.to_owned(),
            label: "What would you like to say?".to_owned(),
            long: true,
            required: true,
            max_length: u16::try_from(Details::MAX).unwrap_or(u16::MAX),
            placeholder: Some("It goes into the thread without your name.".to_owned()),
            value: None,
        }],
    }
}

/// The reply is on its way.
pub(crate) fn reply_posted(ask: &Ask) -> Post {
    Post::text(format!(
        "Said, without your name. {}",
        where_it_is(ask, "It appears in")
    ))
    .and_buttons([reply_button(ask.id)])
}

/// Clicks that cannot be done, each with a sentence.
pub(crate) const NOT_YOURS_TO_REPLY: &str = "That button is for whoever asked. You can simply write in the thread; they are told that there is something new.";
pub(crate) const NO_LONGER_ANONYMOUS: &str =
    "This question has a name by now, so you can simply write in the thread.";
pub(crate) const NO_THREAD_TO_REPLY_IN: &str =
    "There is no thread to reply in right now. Once somebody helps, there is one, and I tell you.";
pub(crate) const CLOSED_FOR_REPLIES: &str =
    "A moderator has closed this question, so nothing more is said there without a name.";
pub(crate) const ENOUGH_REPLIES: &str = "That was twenty replies within an hour, which is the most without a name. In a while it goes on; everything you have said so far is in the thread.";
pub(crate) const NOT_YOURS_TO_REVEAL: &str =
    "That button is for whoever asked, so there is nothing for you to do.";
pub(crate) const REVEALED_ALREADY: &str = "This question has a name already.";

/// What it means to put one's name to it.
pub(crate) fn reveal_page(ask: &Ask) -> Post {
    Post::text(format!(
        "Shall everybody see that the question about **{}** was yours? Your name goes on the post, into the thread, and on whatever came of it: \
         the help and the lesson. That can't be taken back. If you do nothing, nobody ever learns it.",
        skill(ask)
    ))
    .and_buttons([Button::danger(
        "Yes, put my name to it",
        AskClick::RevealSure { ask: ask.id },
    )])
}

/// They have put their name to it.
pub(crate) fn revealed(ask: &Ask) -> Post {
    Post::text(format!(
        "Done: the question about **{}** is yours for everybody to see.",
        skill(ask)
    ))
}

/// What stands under the answers to whoever ended their own anonymous ask.
pub(super) fn afterwards(ask: &Ask, post: Post) -> Post {
    post.and_text(STILL_NOBODY_KNOWS)
        .and_buttons([reveal_button(ask.id)])
}

/// What the asker sees of their anonymous ask on their own page.
pub(crate) fn page(
    ask: &Ask,
    helpers: &[MemberId],
    open_invitations: u32,
    managers_at: Option<DateTime<Utc>>,
) -> Post {
    let state = match ask.state {
        AskState::Open | AskState::Taken => match (helpers, open_invitations) {
            ([], 0) => "Nobody has it yet; anybody can take it from the post.".to_owned(),
            ([], 1) => "Nobody has it yet; one person is being asked.".to_owned(),
            ([], several) => format!("Nobody has it yet; {several} people are being asked."),
            (helpers, _) => format!("{} {} helping.", mentions(helpers), are(helpers)),
        },
        AskState::Solved => "It's solved.".to_owned(),
        _ => "It's closed.".to_owned(),
    };
    let mut buttons = private_buttons(ask);
    let over = ask.state.is_over();
    if !over {
        buttons.push(reveal_button(ask.id));
    }
    let post = Post::text(format!(
        "**{}**, asked anonymously\n{state} {}",
        skill(ask),
        where_it_is(ask, "It goes on in")
    ))
    .and_text(details(ask));
    let post = if over {
        post.and_text(STILL_NOBODY_KNOWS)
    } else {
        post.and_text(HOW_TO_WRITE)
    };
    super::with_plan(post.and_buttons(buttons), ask, managers_at)
}
