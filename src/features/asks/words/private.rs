//! Private messages that asks set off.

use super::{
    and, anonymous, details, never_mind_button, skill, solved_button, still_needed_button,
    with_fewer,
};
use crate::custom_id::AskClick;
use crate::domain::ask::AskState;
use crate::domain::ids::InvitationId;
use crate::features::learning;
use crate::markdown::{escape_line, quote};
use crate::post::{Button, Post};
use crate::store::asks::Ask;

/// Characters that a line of thanks may take.
const THANKS_ROOM: usize = 1_000;

/// An ask put to one possible helper. `asker` and `guild` are names as written, `why` is [`why`](super::why)'s.
pub(crate) fn invitation(
    ask: &Ask,
    invitation: InvitationId,
    asker: &str,
    guild: &str,
    why: &str,
) -> Post {
    let post = invitation_head(ask, asker, guild)
        .and_text(why)
        .and_text("If now isn't a good time, that's fine: no reason needed, and after a few working hours I ask others as well.")
        .and_buttons([
            Button::primary("I can help", AskClick::Accept { invitation }),
            Button::plain("Someone better", AskClick::SomeoneBetter { invitation }),
            Button::plain("Not now", AskClick::Decline { invitation }),
        ]);
    with_fewer(post, guild)
}

/// Who would like a hand with what.
pub(super) fn invitation_head(ask: &Ask, asker: &str, guild: &str) -> Post {
    Post::text(format!(
        "**{}** in **{}** would like a hand with **{}**.",
        escape_line(asker),
        escape_line(guild),
        skill(ask)
    ))
    .and_text(details(ask))
}

/// What an invitation says once it was accepted, and after the ask is over.
pub(crate) fn invitation_accepted(ask: &Ask, asker: &str, guild: &str) -> Post {
    let now = match (ask.state, ask.thread) {
        (AskState::Open | AskState::Taken, _) if ask.is_anonymous() => {
            anonymous::you_are_helping(ask)
        }
        (AskState::Open | AskState::Taken, Some(thread)) => format!(
            "**You're helping. Thank you!** You two meet in {}.",
            thread.mention()
        ),
        (AskState::Open | AskState::Taken, None) if ask.has_thread() => {
            "**You're helping. Thank you!** You two meet in a thread under the post in the help channel."
                .to_owned()
        }
        (AskState::Open | AskState::Taken, None) => {
            "**You're helping. Thank you!** You two can write to each other directly.".to_owned()
        }
        (AskState::Solved, _) => "✅ **Solved.** Thank you for having been there!".to_owned(),
        (AskState::Withdrawn, _) => {
            "This is no longer needed. Thank you for having been there!".to_owned()
        }
        (AskState::Unanswered | AskState::Quiet | AskState::Left | AskState::Closed, _) => {
            "This is closed now. Thank you for having been there!".to_owned()
        }
    };
    with_fewer(invitation_head(ask, asker, guild).and_text(now), guild)
}

/// What an invitation says once it was accepted and the ask given back.
pub(crate) fn invitation_given_back(ask: &Ask, asker: &str, guild: &str) -> Post {
    if ask.state.is_over() {
        return invitation_closed(ask, asker, guild);
    }
    with_fewer(
        invitation_head(ask, asker, guild)
            .and_text("You've let go of this one, and that's fine. If you find the time after all, the button works.")
            .and_buttons([Button::plain("I can help", AskClick::Help { ask: ask.id })]),
        guild,
    )
}

/// What an invitation says once it was declined.
pub(crate) fn invitation_declined(ask: &Ask, asker: &str, guild: &str) -> Post {
    if ask.state.is_over() {
        return invitation_closed(ask, asker, guild);
    }
    with_fewer(
        invitation_head(ask, asker, guild)
            .and_text("**Not now**, and that's fine. I'll ask somebody else. If you find the time after all, the button still works.")
            .and_buttons([Button::plain("I can help", AskClick::Help { ask: ask.id })]),
        guild,
    )
}

/// What an invitation to somebody who asked to be forgotten says.
pub(crate) fn nothing_expected() -> Post {
    Post::text("**Closed.** Nothing is expected of you here any more. Thank you for being there!")
}

/// What an invitation says once it lapsed.
pub(crate) fn invitation_lapsed(ask: &Ask, asker: &str, guild: &str) -> Post {
    if ask.state.is_over() {
        return invitation_closed(ask, asker, guild);
    }
    with_fewer(
        invitation_head(ask, asker, guild)
            .and_text("Two working days have gone by, so nothing is expected of you any more. If you'd still like to help, the button works.")
            .and_buttons([Button::plain("I can help", AskClick::Help { ask: ask.id })]),
        guild,
    )
}

/// What an invitation says once the ask is taken or over.
pub(crate) fn invitation_closed(ask: &Ask, asker: &str, guild: &str) -> Post {
    let why = match ask.state {
        AskState::Taken | AskState::Open => {
            "Somebody else is helping already. Thank you for being there!"
        }
        AskState::Solved => "This is solved. Thank you for being there!",
        AskState::Withdrawn => "This is no longer needed. Thank you for being there!",
        AskState::Unanswered | AskState::Quiet | AskState::Left | AskState::Closed => {
            "This is closed now. Thank you for being there!"
        }
    };
    with_fewer(invitation_head(ask, asker, guild).and_text(why), guild)
}

/// Tells the asker that the ask became a wish.
pub(crate) fn became_a_wish(ask: &Ask, guild: &str) -> Post {
    if ask.is_anonymous() {
        return anonymous::unanswered_privately(ask, guild);
    }
    with_fewer(
        Post::text(format!(
            "Two weeks have gone by, and nobody was free to help you with **{}** in **{}**. I'm sorry.",
            skill(ask),
            escape_line(guild)
        ))
        .and_text("It's one of your wishes now: whoever starts to teach it sees that somebody is waiting. `/askfor` works again any time, too."),
        guild,
    )
}

/// Tells the asker that the post, or the channel it stood in, is gone.
pub(crate) fn post_gone(ask: &Ask, guild: &str) -> Post {
    if ask.is_anonymous() {
        return anonymous::post_gone(ask, guild);
    }
    let next = match ask.state {
        AskState::Taken => "You and whoever is helping you can carry on.",
        _ => "The people I asked privately can still say yes.",
    };
    let post = Post::text(format!(
        "The post with your question about **{}** is no longer in the help channel of **{}**. {next}",
        skill(ask),
        escape_line(guild)
    ))
    .and_buttons([solved_button(ask.id), still_needed_button(ask.id), never_mind_button(ask.id)]);
    with_fewer(post, guild)
}

/// Tells the asker that the post could not be put up.
pub(crate) fn post_failed(ask: &Ask, guild: &str) -> Post {
    if ask.is_anonymous() {
        return anonymous::post_gone(ask, guild);
    }
    let post = Post::text(format!(
        "I couldn't put your question about **{}** into the help channel of **{}**; an admin can see why with `/setup`.",
        skill(ask),
        escape_line(guild)
    ))
    .and_text("The people I asked privately can still say yes.")
    .and_buttons([never_mind_button(ask.id)]);
    with_fewer(post, guild)
}

/// Tells the asker that the thread is gone.
pub(crate) fn thread_gone(ask: &Ask, guild: &str, helpers: &[String]) -> Post {
    if ask.is_anonymous() {
        return anonymous::thread_gone(ask, guild);
    }
    let with = and(&helpers
        .iter()
        .map(|name| format!("**{}**", escape_line(name)))
        .collect::<Vec<_>>());
    let next = if helpers.is_empty() {
        " Nobody is on it right now; I'm looking for somebody else.".to_owned()
    } else {
        format!(" You and {with} can write to each other directly.")
    };
    let post = Post::text(format!(
        "The thread about **{}** in **{}** was removed.{next} How is it going?",
        skill(ask),
        escape_line(guild)
    ))
    .and_buttons([
        solved_button(ask.id),
        still_needed_button(ask.id),
        never_mind_button(ask.id),
    ]);
    with_fewer(post, guild)
}

/// Introduces the two where there is no thread to do it in: to the asker.
pub(crate) fn meet_your_helper(ask: &Ask, guild: &str, helper: &str) -> Post {
    let post = Post::text(format!(
        "👋 **{}** from **{}** can help you with **{}**. There is no channel for a thread right now, so please write to each other directly.",
        escape_line(helper),
        escape_line(guild),
        skill(ask)
    ))
    .and_buttons([solved_button(ask.id), still_needed_button(ask.id), never_mind_button(ask.id)]);
    with_fewer(post, guild)
}

/// Introduces the two where there is no thread to do it in: to the helper.
pub(crate) fn meet_your_asker(ask: &Ask, guild: &str, asker: &str) -> Post {
    let post = Post::text(format!(
        "👋 You're helping **{}** from **{}** with **{}**. There is no channel for a thread right now, so please write to each other directly.",
        escape_line(asker),
        escape_line(guild),
        skill(ask)
    ))
    .and_text(details(ask))
    .and_buttons([super::give_back_button(ask.id)]);
    with_fewer(post, guild)
}

/// A message about how an ask is going, with what its asker can say.
fn with_what_next(ask: &Ask, post: Post) -> Post {
    if ask.is_anonymous() {
        return anonymous::with_reply(ask, post);
    }
    post.and_buttons([
        solved_button(ask.id),
        still_needed_button(ask.id),
        never_mind_button(ask.id),
    ])
}

/// The quiet question, where there is no thread to ask it in.
pub(crate) fn quiet_question_privately(ask: &Ask, guild: &str) -> Post {
    let post = Post::text(format!(
        "How is it going with **{}** in **{}**?",
        skill(ask),
        escape_line(guild)
    ));
    with_fewer(with_what_next(ask, post), guild)
}

/// Fourteen quiet days, where there is no thread to say it in.
pub(crate) fn closed_quiet_privately(ask: &Ask, guild: &str) -> Post {
    if ask.is_anonymous() {
        return anonymous::closed_quiet_privately(ask, guild);
    }
    let post = Post::text(format!(
        "Two quiet weeks, so I'm closing your question about **{}** in **{}**. If it's still on your mind, `/askfor` starts it afresh.",
        skill(ask),
        escape_line(guild)
    ))
    .and_text("If somebody helped you, **Solved** still takes your thanks.")
    .and_buttons([solved_button(ask.id)]);
    with_fewer(post, guild)
}

/// Thanks, where there is no thread to say it in; `could_teach`: the helper does not teach it yet.
pub(crate) fn thanks_privately(ask: &Ask, guild: &str, asker: &str, could_teach: bool) -> Post {
    let post = Post::text(format!(
        "✅ **{}** from **{}** says thank you: you helped with **{}**.",
        escape_line(asker),
        escape_line(guild),
        skill(ask)
    ));
    let post = match ask.thanks.as_deref() {
        Some(line) => post.and_text(quote(line, THANKS_ROOM)),
        None => post,
    };
    let post = if could_teach {
        post.and_buttons([learning::add_after_ask(ask.id, &ask.skill_name)])
    } else {
        post
    };
    with_fewer(post, guild)
}

/// What a helper reads where there is no thread to say it in: it is over, or they were let go.
pub(crate) fn over_privately(ask: &Ask, guild: &str) -> Post {
    with_fewer(
        Post::text(format!(
            "**{}** in **{}** is closed now; nothing is left to do. Thank you for having been there!",
            skill(ask),
            escape_line(guild)
        )),
        guild,
    )
}

/// Tells the asker, where there is no thread to say it in, that the helper cannot go on.
pub(crate) fn given_back_privately(ask: &Ask, guild: &str, invited: Option<usize>) -> Post {
    let (who, next) = match invited {
        None => ("One of those helping", "Somebody else is still on it."),
        Some(0) => (
            "The one who was helping",
            "Nobody else who could help is free right now; I'll look again every few working hours.",
        ),
        Some(_) => (
            "The one who was helping",
            "I've just asked others who could help.",
        ),
    };
    let post = Post::text(format!(
        "{who} you with **{}** in **{}** can't go on after all. {next}",
        skill(ask),
        escape_line(guild)
    ));
    with_fewer(with_what_next(ask, post), guild)
}
