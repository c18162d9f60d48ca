//! What everybody reads: the post in the help channel, and what is said in an ask's thread.

use super::{
    about, anonymous, are, details, give_back_button, mentions, never_mind_button, skill,
    solved_button, still_needed_button, who, who_first,
};
use crate::custom_id::AskClick;
use crate::domain::ask::AskState;
use crate::domain::ids::MemberId;
use crate::features::learning;
use crate::markdown::{label, quote};
use crate::post::{Button, Post};
use crate::store::asks::Ask;

/// Characters of a thread's name, by Discord's limit.
const MAX_THREAD_NAME: usize = 100;
/// Characters that a line of thanks may take.
const THANKS_ROOM: usize = 1_000;

/// The post in the help channel, as it reads now. `helpers` are those who have the ask, or once it is solved, those who helped.
pub(crate) fn help_post(ask: &Ask, helpers: &[MemberId]) -> Post {
    let post =
        Post::text(format!("{} **{}**.", who_would_like(ask), skill(ask))).and_text(details(ask));
    let help = AskClick::Help { ask: ask.id };
    match ask.state {
        AskState::Open if helpers.is_empty() => post
            .and_text("Know a bit about it? Ten minutes and a pointer in the right direction are plenty.")
            .and_buttons([Button::primary("I can help", help)]),
        AskState::Open => post
            .and_text(format!("{} {} on it, and one more pair of eyes would be welcome.", mentions(helpers), are(helpers)))
            .and_buttons([Button::primary("I can help", help)]),
        AskState::Taken => post
            .and_text(format!(
                "**Taken:** {} {} helping{}.",
                mentions(helpers),
                are(helpers),
                if ask.has_thread() { ", in the thread below" } else { "" }
            ))
            .and_buttons([Button::plain("I can help", help)]),
        AskState::Solved if helpers.is_empty() => post.and_text("✅ **Solved.**"),
        AskState::Solved => post.and_text(format!("✅ **Solved**, with the help of {}.", mentions(helpers))),
        AskState::Withdrawn => post.and_text("**Closed:** no longer needed. Thanks to everybody who had a look."),
        AskState::Unanswered if ask.is_anonymous() => {
            post.and_text("**Closed** after two weeks without an answer.")
        }
        AskState::Unanswered => post.and_text(
            "**Closed** after two weeks without an answer. It lives on as a wish: whoever offers to teach it sees that.",
        ),
        AskState::Quiet => post.and_text("**Closed** after two quiet weeks."),
        AskState::Closed => post.and_text("**Closed** by a moderator."),
        AskState::Left => post.and_text("**Closed:** the one who asked is no longer here."),
    }
}

/// How the post begins.
fn who_would_like(ask: &Ask) -> String {
    if ask.is_anonymous() {
        "Somebody asked anonymously for a hand with".to_owned()
    } else {
        format!("{} would like a hand with", who_first(ask))
    }
}

/// A post whose ask goes on under another one.
pub(crate) fn moved_post(ask: &Ask) -> Post {
    Post::text(format!("{} **{}**.", who_would_like(ask), skill(ask)))
        .and_text(details(ask))
        .and_text("**Moved:** this goes on in a newer post.")
}

/// The name of an ask's thread. Names are plain text to Discord.
pub(crate) fn thread_name(ask: &Ask, asker: &str, helper: &str) -> String {
    if ask.is_anonymous() {
        return label(
            &format!("{}: with {helper}", ask.skill_name),
            MAX_THREAD_NAME,
        );
    }
    label(
        &format!("{}: {asker} and {helper}", ask.skill_name),
        MAX_THREAD_NAME,
    )
}

/// The first message in the thread.
pub(crate) fn opening(ask: &Ask, helper: MemberId) -> Post {
    if ask.is_anonymous() {
        return anonymous::opening(ask, helper);
    }
    let (who, helper) = (who(ask), helper.mention());
    let about = about(ask)
        .map(|about| format!(" {about}"))
        .unwrap_or_default();
    Post::text(format!("👋 {who}, {helper} can help you with **{}**.{about}", skill(ask)))
        .and_text(format!(
            "A good start, {who}: what you have tried so far, and where it stopped. Others may read along and join in.\n\
             Once it works, press **Solved**; there you can say thank you, too."
        ))
        .and_buttons([solved_button(ask.id), give_back_button(ask.id), never_mind_button(ask.id)])
        .pinging(ask.asker.named())
}

/// Somebody takes on an ask that has its thread already.
pub(crate) fn joined(ask: &Ask, helper: MemberId) -> Post {
    if ask.is_anonymous() {
        return anonymous::joined(ask, helper);
    }
    let (who, name) = (who(ask), helper.mention());
    Post::text(format!(
        "👋 {who}, {name} can help you with **{}**. What was said so far is above.",
        skill(ask)
    ))
    .and_buttons([
        solved_button(ask.id),
        give_back_button(ask.id),
        never_mind_button(ask.id),
    ])
    .pinging(ask.asker.named().into_iter().chain([helper]))
}

/// The helper cannot go on. `others` still have the ask; `invited` were asked just now, unless there was no need.
pub(crate) fn given_back(
    ask: &Ask,
    helper: MemberId,
    others: &[MemberId],
    invited: Option<usize>,
) -> Post {
    let helper = helper.mention();
    let text = format!(
        "{}{helper} can't go on with this after all, which is fine.",
        calling(ask)
    );
    one_less(ask, text, others, invited)
}

/// The helper has left the server.
pub(crate) fn helper_left(ask: &Ask, others: &[MemberId], invited: Option<usize>) -> Post {
    let text = match (ask.asker.named().is_none(), others.is_empty()) {
        (false, true) => format!(
            "{}the one who was helping here has left the server.",
            calling(ask)
        ),
        (false, false) => format!(
            "{}one of those helping here has left the server.",
            calling(ask)
        ),
        (true, true) => "The one who was helping here has left the server.".to_owned(),
        (true, false) => "One of those helping here has left the server.".to_owned(),
    };
    one_less(ask, text, others, invited)
}

/// The helper is not to be named any more.
pub(crate) fn helper_gone(ask: &Ask, others: &[MemberId], invited: Option<usize>) -> Post {
    let who = if others.is_empty() {
        "The one"
    } else {
        "One of those"
    };
    let text = format!("{who} helping here can't go on with this after all, which is fine.");
    one_less(ask, text, others, invited)
}

/// Calls the asker at the beginning of a sentence, where there is somebody to be called.
fn calling(ask: &Ask) -> String {
    ask.asker
        .named()
        .map_or_else(String::new, |member| format!("{}, ", member.mention()))
}

fn one_less(ask: &Ask, mut text: String, others: &[MemberId], invited: Option<usize>) -> Post {
    if !others.is_empty() {
        text = format!("{text} {} {} still here.", mentions(others), are(others));
    }
    if let Some(invited) = invited {
        text = format!("{text} {}", who_is_asked(ask, invited));
    }
    if ask.is_anonymous() {
        return anonymous::one_less(ask, text);
    }
    Post::text(text)
        .and_buttons([
            solved_button(ask.id),
            still_needed_button(ask.id),
            never_mind_button(ask.id),
        ])
        .pinging(ask.asker.named())
}

/// The asker needs more help.
pub(crate) fn still_needed(ask: &Ask, invited: usize) -> Post {
    Post::text(format!(
        "{} could still use a hand with **{}**. {}",
        who_first(ask),
        skill(ask),
        who_is_asked(ask, invited)
    ))
    .and_buttons([solved_button(ask.id), never_mind_button(ask.id)])
}

/// What happens next when an ask is open again.
fn who_is_asked(ask: &Ask, invited: usize) -> String {
    let asked = match invited {
        0 => {
            "Nobody else who could help is free right now; I'll look again every few working hours."
                .to_owned()
        }
        1 => "I've just asked one more person who could help.".to_owned(),
        several => format!("I've just asked {several} more people who could help."),
    };
    if ask.post_channel.is_some() {
        format!("{asked} And the post above takes **I can help** again.")
    } else {
        asked
    }
}

/// Three quiet days.
pub(crate) fn quiet_question(ask: &Ask) -> Post {
    if ask.is_anonymous() {
        return anonymous::quiet_question(ask);
    }
    Post::text(format!(
        "It's been quiet here for a few days. How is it going with **{}**, {}?",
        skill(ask),
        who(ask)
    ))
    .and_buttons([
        solved_button(ask.id),
        still_needed_button(ask.id),
        never_mind_button(ask.id),
    ])
    .pinging(ask.asker.named())
}

/// Fourteen quiet days. Who asked without a name has **Solved** in their private conversation, where nobody sees them press it.
pub(crate) fn closed_quiet(ask: &Ask) -> Post {
    let post = Post::text(
        "Two quiet weeks, so I'm closing this. If it's still on your mind, `/askfor` starts it afresh.",
    );
    if ask.is_anonymous() {
        return post;
    }
    post.and_text("If somebody helped you, **Solved** still takes your thanks.")
        .and_buttons([solved_button(ask.id)])
}

/// The asker does not need it any more.
pub(crate) fn withdrawn(ask: &Ask) -> Post {
    Post::text(format!(
        "{} doesn't need this any more. Thanks for having been there!",
        ask.asker
            .named()
            .map_or_else(|| "Whoever asked".to_owned(), MemberId::mention)
    ))
}

/// The asker has left the server.
pub(crate) fn asker_left() -> Post {
    Post::text(
        "The one who asked has left the server, so this is closed. Thank you for offering a hand!",
    )
}

/// Nobody took it on again within fourteen days.
pub(crate) fn ended_unanswered(ask: &Ask) -> Post {
    if ask.is_anonymous() {
        return anonymous::ended_unanswered(ask);
    }
    Post::text(format!(
        "Nobody was free to go on with **{}**, so I'm closing this. {}, it's on your list of wishes now, and whoever starts to teach it sees that.",
        skill(ask),
        who(ask)
    ))
}

/// Solved. Thanks go to the helpers, in front of everybody who was there, and to those who named them (`knew`). `could_teach` are the
/// helpers who do not teach it yet.
pub(crate) fn thanks(
    ask: &Ask,
    helpers: &[MemberId],
    knew: &[MemberId],
    could_teach: &[MemberId],
) -> Post {
    let who = self::who(ask);
    let post = if helpers.is_empty() && ask.is_anonymous() {
        Post::text("✅ Solved. Nicely done, whoever asked!")
    } else if helpers.is_empty() {
        Post::text(format!("✅ Solved. Nicely done, {who}!"))
    } else {
        Post::text(format!(
            "✅ Solved! Thank you, {}: {who} got a hand with **{}** from you.",
            mentions(helpers),
            skill(ask)
        ))
        .pinging(helpers.iter().copied())
    };
    let post = match ask.thanks.as_deref() {
        Some(line) if !helpers.is_empty() => post.and_text(quote(line, THANKS_ROOM)),
        _ => post,
    };
    let post = if knew.is_empty() {
        post
    } else {
        post.and_text(format!(
            "And thank you, {}, for knowing whom to ask.",
            mentions(knew)
        ))
    };
    let post = if ask.lesson.is_some() {
        post.and_text("There is a lesson from it, too: `/lessons` shows it to whoever asks next.")
    } else {
        post
    };
    if could_teach.is_empty() {
        return post;
    }
    post.and_text(format!(
        "-# {}, would you show it to others, too? One click puts it on your list.",
        mentions(could_teach)
    ))
    .and_buttons([learning::add_after_ask(ask.id, &ask.skill_name)])
}
