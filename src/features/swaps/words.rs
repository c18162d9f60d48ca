//! Every sentence about skill swaps.

pub(super) mod samples;

use crate::custom_id::SwapClick;
use crate::domain::ids::{MemberId, PairingId};
use crate::error::Error;
use crate::features::messages::with_fewer;
use crate::markdown::{escape_line, label};
use crate::post::{Button, MAX_LABEL, Post};
use crate::store::swaps::{Lesson, Wanted};

/// Somebody who is not, or no longer, in the server.
pub(super) const NOT_A_MEMBER: &str =
    "I don't see you in that server (yet). If you have just joined, please try again in a minute.";

const YES: &str = "Yes, I learned it";
const NOT_YET: &str = "Keep it on my list";

/// The swap in the words with which its members are introduced. Empty where nobody is taught anything. A mention in a private message
/// may be a number to who reads it, so names stand there.
pub(super) fn written_out(lessons: &[Lesson], privately: bool) -> String {
    let who = |member: MemberId, name: &str| {
        if privately {
            format!("**{}**", escape_line(name))
        } else {
            member.mention()
        }
    };
    if lessons.is_empty() {
        return String::new();
    }
    let lines: Vec<String> = lessons
        .iter()
        .map(|lesson| {
            format!(
                "- {} teaches {} **{}**",
                who(lesson.leg.giver, &lesson.names.0),
                who(lesson.leg.taker, &lesson.names.1),
                escape_line(&lesson.skill_name)
            )
        })
        .collect();
    format!("**Your swap**\n{}", lines.join("\n"))
}

/// How a round of swaps came out, for its channel.
pub(super) fn result(swaps: usize, served: usize) -> String {
    match (swaps, served) {
        // Why is not said: it may be a block, or that it was done before.
        (0, _) => {
            "No skill swap works out this time. `/teach` and `/learn` make the next one likelier."
                .to_owned()
        }
        (1, served) => format!(
            "One skill swap is on its way: {served} people, each teaching another something they wish for."
        ),
        (swaps, served) => format!(
            "{swaps} skill swaps are on their way: {served} people, each teaching another something they wish for."
        ),
    }
}

/// The question to all whose wish may be served, in their thread.
pub(super) fn asked(pairing: PairingId, lessons: &[&Lesson]) -> Post {
    let lines: Vec<String> = lessons
        .iter()
        .map(|lesson| {
            format!(
                "- {}: **{}**, from {}",
                lesson.leg.taker.mention(),
                escape_line(&lesson.skill_name),
                lesson.leg.giver.mention()
            )
        })
        .collect();
    let question = if lessons.len() == 1 {
        "Lovely that you met! Did it bring what was wished for?"
    } else {
        "Lovely that you met! Did it bring each of you what you wished for?"
    };
    Post::text(format!("{question}\n{}", lines.join("\n")))
        .and_buttons(buttons(pairing))
        .pinging(lessons.iter().map(|lesson| lesson.leg.taker))
}

/// The question to one whose wish may be served, privately. `guild` is its name as written.
pub(super) fn asked_privately(pairing: PairingId, lesson: &Lesson, guild: &str) -> Post {
    let post = Post::text(format!(
        "Lovely that you met in your skill swap in **{}**! Did **{}** bring you what you wished to learn of **{}**?",
        escape_line(guild),
        escape_line(&lesson.names.0),
        escape_line(&lesson.skill_name)
    ))
    .and_buttons(buttons(pairing));
    with_fewer(post, guild)
}

/// The same on a member's own page.
pub(super) fn question_line(lesson: &Lesson) -> String {
    format!(
        "Did {} teach you what you wished to learn of **{}**?",
        escape_line(&lesson.names.0),
        escape_line(&lesson.skill_name)
    )
}

/// The two answers.
pub(super) fn buttons(pairing: PairingId) -> Vec<Button> {
    vec![
        Button::primary(YES, SwapClick::Served { pairing }),
        Button::plain(NOT_YET, SwapClick::NotServed { pairing }),
    ]
}

/// **Yes, I learned it**.
pub(super) fn served(lesson: &Lesson) -> Post {
    Post::text(format!(
        "Wonderful! **{}** is off the list of what you wish to learn, and it is on record that {} helped you.",
        escape_line(&lesson.skill_name),
        escape_line(&lesson.names.0)
    ))
}

/// The same by somebody who had taken the wish off their list.
pub(super) fn served_without_wish(lesson: &Lesson) -> Post {
    Post::text(format!(
        "Wonderful! It is on record that {} helped you with **{}**.",
        escape_line(&lesson.names.0),
        escape_line(&lesson.skill_name)
    ))
}

/// The same once more.
pub(super) fn served_already(lesson: &Lesson) -> Post {
    Post::text(format!(
        "That you learned **{}** from {} is on record already. If you wish to go on with it, `/learn` puts it back on your list.",
        escape_line(&lesson.skill_name),
        escape_line(&lesson.names.0)
    ))
}

/// **Keep it on my list**. They may change their mind.
pub(super) fn kept(lesson: &Lesson) -> Post {
    Post::text(format!(
        "**{}** stays on your list. Go on with {} for as long as you both like; in swaps to come I look for somebody else.",
        escape_line(&lesson.skill_name),
        escape_line(&lesson.names.0)
    ))
}

/// The same by somebody who had taken the wish off their list.
pub(super) fn not_on_the_list(lesson: &Lesson) -> Post {
    Post::text(format!(
        "**{}** is not on the list of what you wish to learn. `/learn` puts it there.",
        escape_line(&lesson.skill_name)
    ))
}

/// The same by somebody who said before that they learned it.
pub(super) fn learned_before(lesson: &Lesson, wished: bool) -> Post {
    let name = escape_line(&lesson.skill_name);
    Post::text(if wished {
        format!("**{name}** is on your list again, and there it stays.")
    } else {
        format!(
            "You said that you learned **{name}**, so it is off your list. `/learn` puts it back."
        )
    })
}

/// Who taught reads in the thread that it was learned.
pub(super) fn learned(lesson: &Lesson) -> Post {
    Post::text(format!(
        "🎉 {} learned **{}** from {}. Thank you!",
        lesson.leg.taker.mention(),
        escape_line(&lesson.skill_name),
        lesson.leg.giver.mention()
    ))
    .pinging([lesson.leg.giver])
}

/// The same in a private message. `guild` is its name as written.
pub(super) fn learned_from_you(lesson: &Lesson, guild: &str) -> Post {
    let post = Post::text(format!(
        "🎉 **{}** learned **{}** from you in your skill swap in **{}**. Thank you!",
        escape_line(&lesson.names.1),
        escape_line(&lesson.skill_name),
        escape_line(guild)
    ));
    with_fewer(post, guild)
}

/// What nobody teaches and somebody wishes for, asked of the channel; one to five skills.
pub(super) fn open_call(wanted: &[Wanted]) -> Post {
    let lines: Vec<String> = wanted
        .iter()
        .map(|wanted| {
            let people = match wanted.wishes {
                1 => "one person wishes".to_owned(),
                many => format!("{many} people wish"),
            };
            format!("- **{}**: {people} to learn it", escape_line(&wanted.name))
        })
        .collect();
    let (heading, ask) = if wanted.len() == 1 {
        (
            "Here is a wish that nobody can serve yet:",
            "Could you start someone off with it? The first steps are plenty.",
        )
    } else {
        (
            "Here are wishes that nobody can serve yet:",
            "Could you start someone off with one of them? The first steps are plenty.",
        )
    };
    Post::text(format!("{heading}\n{}\n{ask}", lines.join("\n"))).and_buttons(wanted.iter().map(
        |wanted| {
            Button::plain(
                could_teach_label(&wanted.name),
                SwapClick::CouldTeach {
                    skill: wanted.skill,
                },
            )
        },
    ))
}

/// The button with which somebody answers an open call; a long name is cut, not the rest. `skill` is its name as written.
fn could_teach_label(skill: &str) -> String {
    let rest = "I could teach ".len();
    format!("I could teach {}", label(skill, MAX_LABEL - rest))
}

/// Who answers an open call teaches it already. `name` is as written.
pub(super) fn teaches_already(name: &str) -> Post {
    Post::text(format!(
        "You teach **{}** already, so there is nothing to add. The next swaps count on it.",
        escape_line(name)
    ))
}

/// Somebody else pressed.
pub(super) fn not_yours() -> Error {
    Error::user(
        "That question is for those who are in the swap. `/me` shows the swaps you are in yourself.",
    )
}

/// Somebody of the swap pressed whom nobody teaches anything (any more).
pub(super) fn nothing_to_learn() -> Error {
    Error::user(
        "In this swap you teach, and nobody is left to teach you, so there is no wish to answer for. Your wishes wait for the next one.",
    )
}

/// The swap is not kept any more.
pub(super) fn is_gone() -> Error {
    Error::user(
        "I no longer have that swap. What you wish to learn stands in `/me`, and can be changed there.",
    )
}

/// The skill of an open call is not kept any more.
pub(super) fn skill_is_gone() -> Error {
    Error::user(
        "I no longer have that skill. `/teach` adds anything you could start somebody off with.",
    )
}
