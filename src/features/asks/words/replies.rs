//! Answers to what somebody did, and the sentences for what cannot be done.

use chrono::{DateTime, Utc};

use super::super::take::Taking;
use super::{
    anonymous, are, details, give_back_button, mentions, never_mind_button, skill, solved_button,
    still_needed_button, where_it_is, who, with_managers, with_plan,
};
use crate::custom_id::AskClick;
use crate::domain::ask::{AskRefusal, AskState};
use crate::domain::ids::{AskId, MemberId};
use crate::post::{Button, Post};
use crate::store::asks::Ask;

/// The ask is up; `invited` people were asked privately. `managers` says that nobody was, and that the managers' channel hears of it
/// next.
pub(crate) fn asked(ask: &Ask, invited: usize, managers: bool) -> Post {
    let place = match ask.post_channel {
        Some(channel) => {
            format!(
                "Your question about **{}** goes up in {} now.",
                skill(ask),
                channel.mention()
            )
        }
        None => format!(
            "There is no help channel right now (an admin can choose one with `/setup`), so your question about **{}** is not posted anywhere.",
            skill(ask)
        ),
    };
    let next = match (invited, ask.post_channel) {
        (0, Some(_)) => format!(
            "{NOBODY_FREE} It starts with the post, where anybody can say **I can help**. {LOOK_AGAIN}"
        ),
        (0, None) => format!("{NOBODY_FREE} {LOOK_AGAIN}"),
        (1, place) => format!(
            "I'm {}asking one person privately who could help. Once somebody says yes, I bring you two together.",
            also(place.is_some())
        ),
        (several, place) => format!(
            "I'm {}asking {several} people privately who could help. The first to say yes is brought together with you.",
            also(place.is_some())
        ),
    };
    let mut text = format!("{place} {next}");
    if ask.about.is_some() {
        text.push_str("\n-# It links to the message. What that says is seen only by those who can read it there.");
    }
    with_managers(Post::text(text), ask, managers)
}

/// A word for what comes on top of a post.
const fn also(posted: bool) -> &'static str {
    if posted { "also " } else { "" }
}

const NOBODY_FREE: &str =
    "Everybody I know of who could help is busy just now, or nobody teaches it yet.";
const LOOK_AGAIN: &str = "I look again every few working hours, and if nobody has taken it in two weeks, I'll keep it as a wish of yours.";

/// How a click on **I can help** ended.
pub(crate) fn taking(taking: &Taking) -> Post {
    match taking {
        Taking::Taken(ask) => you_are_helping(ask),
        Taking::YoursAlready(ask) => already_helping(ask),
        Taking::TooLate(ask, helpers) => taken_already(ask, helpers),
    }
}

/// Somebody took the ask on.
fn you_are_helping(ask: &Ask) -> Post {
    let place = if ask.is_anonymous() {
        where_it_is(ask, anonymous::THEY_READ_ALONG)
    } else if ask.has_thread() {
        where_it_is(ask, "You two meet in")
    } else {
        "I introduce you two by private message.".to_owned()
    };
    Post::text(format!(
        "**Thank you!** You're helping {} with **{}**. {place}",
        who(ask),
        skill(ask)
    ))
    .and_buttons([give_back_button(ask.id)])
}

/// They have it already.
fn already_helping(ask: &Ask) -> Post {
    Post::text(format!(
        "You're on it already, thank you! {}",
        where_it_is(ask, "It goes on in")
    ))
    .and_buttons([give_back_button(ask.id)])
}

/// Somebody else was first.
fn taken_already(ask: &Ask, helpers: &[MemberId]) -> Post {
    let were = if helpers.len() > 1 { "were" } else { "was" };
    Post::text(format!(
        "That's kind of you! {} {were} a moment quicker and {} helping with **{}** already. {}",
        mentions(helpers),
        are(helpers),
        skill(ask),
        where_it_is(ask, "You're welcome to read along and add to it in")
    ))
}

/// The ask is over; how a click on it is answered.
pub(crate) fn over(ask: &Ask) -> String {
    let name = skill(ask);
    match ask.state {
        AskState::Open | AskState::Taken => format!("**{name}** is still open."),
        AskState::Solved => format!("**{name}** is solved already. Thank you for looking in!"),
        AskState::Withdrawn => format!(
            "The question about **{name}** was taken back: it's no longer needed. Thank you for looking in!"
        ),
        AskState::Unanswered if ask.is_anonymous() => format!(
            "The question about **{name}** has ended without an answer. `/askfor` starts a new one."
        ),
        AskState::Unanswered => format!(
            "The question about **{name}** has ended and lives on as a wish. `/askfor` starts a new one."
        ),
        AskState::Quiet => format!(
            "The question about **{name}** was closed after two quiet weeks. `/askfor` starts it afresh."
        ),
        AskState::Closed => {
            format!("The question about **{name}** was closed by a moderator.")
        }
        AskState::Left => {
            format!("The question about **{name}** is closed: the one who asked is no longer here.")
        }
    }
}

/// Clicks that cannot be done, each with a sentence.
pub(crate) const ASK_IS_GONE: &str =
    "I can't find that question any more. `/me` shows what is open for you.";
pub(crate) const INVITATION_IS_GONE: &str =
    "I can't find that invitation any more. `/me` shows what is open for you.";
pub(crate) const NOT_YOUR_INVITATION: &str =
    "That invitation is for somebody else. Yours, if there are any, are in `/me`.";
const OWN_ASK: &str = "That's your own question. If you've found the answer yourself, press **Never mind** or **Solved**; `/me` has both.";
pub(crate) const NOT_A_MEMBER: &str =
    "You're not in that server any more, so I can't do this. It works again once you are back.";
pub(crate) const NOT_YET_A_MEMBER: &str =
    "Please finish the server's welcome questions first; then this button works for you, too.";
const NOT_HELPING: &str = "That button is for whoever is helping here, so there is nothing for you to do. Thank you for looking in!";
pub(crate) const TURNED_OFF: &str =
    "Potluck is resting in that server just now; an admin can turn it on again with `/setup`.";
pub(crate) const DECLINED_AFTER_ACCEPTING: &str = "You've taken this one on already. If you can't go on, **I can't after all** in the thread or in `/me` lets go of it.";

/// Why a click changes nothing.
pub(crate) fn refusal(ask: &Ask, refusal: AskRefusal) -> String {
    match refusal {
        AskRefusal::OwnAsk => OWN_ASK.to_owned(),
        AskRefusal::OnlyAsker => only_the_asker(ask),
        AskRefusal::NotYours => NOT_HELPING.to_owned(),
        AskRefusal::YoursAlready => "You're on it already, thank you!".to_owned(),
        AskRefusal::TakenBy(helper) => format!(
            "{} is helping with **{}** already.",
            helper.mention(),
            skill(ask)
        ),
        AskRefusal::StillOpen => format!("**{}** is open, and people are being asked.", skill(ask)),
        AskRefusal::Over(_) => over(ask),
    }
}

/// Only the asker may do that.
fn only_the_asker(ask: &Ask) -> String {
    format!(
        "Only {} can say that, because it's their question. Thank you for helping it along!",
        ask.asker
            .named()
            .map_or_else(|| "whoever asked".to_owned(), MemberId::mention)
    )
}

/// The helper gave the ask back.
pub(crate) fn you_gave_it_back(ask: &Ask) -> Post {
    Post::text(format!(
        "That's fine. **{}** is off your list, and I'll see to it that somebody else is asked.",
        skill(ask)
    ))
}

/// The helper pressed it again.
pub(crate) fn given_back_before(ask: &Ask) -> Post {
    Post::text(format!(
        "**{}** is off your list already, and that's fine. If you find the time after all, the button takes you back.",
        skill(ask)
    ))
    .and_buttons([Button::plain("I can help", AskClick::Help { ask: ask.id })])
}

/// More people are asked. `managers` says that nobody was, and that the managers' channel hears of it next.
pub(crate) fn more_are_asked(ask: &Ask, invited: usize, managers: bool) -> Post {
    let text = match invited {
        0 => "Everybody I know of who could help is busy just now or has been asked. Your post takes **I can help** again, and I'll look \
              again every few working hours."
            .to_owned(),
        1 => "I've asked one more person who could help.".to_owned(),
        several => format!("I've asked {several} more people who could help."),
    };
    let post = Post::text(format!(
        "{text} {}",
        where_it_is(ask, "Whoever says yes joins you in")
    ));
    with_managers(post, ask, managers)
}

/// Enough people are being asked right now.
pub(crate) fn being_asked(ask: &Ask, open: u32) -> Post {
    let now = match open {
        0 => "Anybody can take it from the post, and I'll look again for people to ask in a few working hours".to_owned(),
        1 => "One person is being asked right now, and I'll ask the next ones after them".to_owned(),
        several => format!("{several} people are being asked right now, and I'll ask the next ones after them"),
    };
    Post::text(format!(
        "Your question about **{}** is open. {now}.",
        skill(ask)
    ))
    .and_buttons([never_mind_button(ask.id)])
}

/// The ask was taken back.
pub(crate) fn never_minded(ask: &Ask) -> Post {
    let post = Post::text(format!(
        "All right: your question about **{}** is closed, and I've told those I had asked.",
        skill(ask)
    ));
    if ask.is_anonymous() {
        anonymous::afterwards(ask, post)
    } else {
        post
    }
}

/// What the asker sees of one ask on their own page. `managers_at` is when the managers' channel hears that it is stuck, where that is
/// planned.
pub(crate) fn asker_page(
    ask: &Ask,
    helpers: &[MemberId],
    open_invitations: u32,
    managers_at: Option<DateTime<Utc>>,
) -> Post {
    if ask.is_anonymous() {
        return anonymous::page(ask, helpers, open_invitations, managers_at);
    }
    let state = match (helpers.is_empty(), open_invitations) {
        (false, _) => format!(
            "{} {} helping. {}",
            mentions(helpers),
            are(helpers),
            where_it_is(ask, "It goes on in")
        ),
        (true, 0) if ask.post_channel.is_none() => {
            "Nobody has it yet; I look again every few working hours for people to ask.".to_owned()
        }
        (true, 0) => "Nobody has it yet; anybody can take it from the post.".to_owned(),
        (true, 1) => "Nobody has it yet; one person is being asked.".to_owned(),
        (true, several) => format!("Nobody has it yet; {several} people are being asked."),
    };
    let post = Post::text(format!("**{}**\n{state}", skill(ask)))
        .and_text(details(ask))
        .and_buttons([
            solved_button(ask.id),
            still_needed_button(ask.id),
            never_mind_button(ask.id),
        ]);
    with_plan(post, ask, managers_at)
}

/// What a helper sees of one ask on their own page.
pub(crate) fn helper_page(ask: &Ask) -> Post {
    Post::text(format!(
        "You're helping {} with **{}**. {}",
        who(ask),
        skill(ask),
        where_it_is(ask, "It goes on in")
    ))
    .and_text(details(ask))
    .and_buttons([give_back_button(ask.id)])
}

/// Neither asker nor helper.
pub(crate) fn not_your_ask(ask: AskId) -> Post {
    Post::text("That question is somebody else's. You can help with it all the same.")
        .and_buttons([Button::plain("I can help", AskClick::Help { ask })])
}
