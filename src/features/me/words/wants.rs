//! The sections about what the member agrees to: welcoming, being quoted, private messages, and a leader's signature.

use super::{back, counted, read_what_waits};
use crate::custom_id::MeClick;
use crate::domain::budget;
use crate::domain::digest::DigestTo;
use crate::domain::ids::MemberId;
use crate::features::me::page::{Messages, Own};
use crate::features::settings::Signature;
use crate::markdown::{escape_line, truncate};
use crate::post::{Button, Post};

/// Characters of what a leader is learning that the page shows.
const LEARNING: usize = 100;

/// Whether the member may be asked to welcome somebody new.
pub(in crate::features::me) fn hosting(own: &Own) -> Post {
    let (state, button) = if own.choices.hosting {
        (
            "**Yes** · Once you have been here for three months, you may be that one person for somebody. If it doesn't suit, one button hands over.",
            Button::plain("Rather not", MeClick::Host { yes: 0 }),
        )
    } else {
        (
            "**No** · You are not asked. Nobody is told that you said so.",
            Button::plain("I'd like to", MeClick::Host { yes: 1 }),
        )
    };
    Post::text(format!(
        "### New colleagues\nThe first weeks are easier if there is one person to go to.\n{state}"
    ))
    .and_buttons([button, back()])
}

/// Whether the member's thanks may be quoted.
pub(in crate::features::me) fn quoting(own: &Own) -> Post {
    let (state, button) = if own.choices.quotable {
        (
            "**Yes** · Thanks that you wrote or got may be among them, if the other agreed, too. Change your mind, and they are taken out of what was posted.",
            Button::plain("Don't quote my thanks", MeClick::Quote { yes: 0 }),
        )
    } else {
        (
            "**No** · Thanks that you wrote or got are not among them.",
            Button::plain("My thanks may be quoted", MeClick::Quote { yes: 1 }),
        )
    };
    Post::text(format!(
        "### Quoting\nThe managers' digest may quote a line of thanks with the names of both, where both agreed; so may the monthly table, which \
         everybody reads where admins have turned it on.\n{state}"
    ))
    .and_buttons([button, back()])
}

/// Which private messages the member gets.
pub(in crate::features::me) fn messages(view: &Messages) -> Post {
    let choices = &view.own.choices;
    let (thanks, thanks_button) = if choices.wants_thanks {
        (
            "a message when somebody thanks you",
            Button::plain("No messages of thanks", MeClick::Thanks { yes: 0 }),
        )
    } else {
        (
            "no message; they are under **Helps**",
            Button::plain("Tell me of thanks", MeClick::Thanks { yes: 1 }),
        )
    };
    let (questions, questions_button) = if choices.wants_questions {
        (
            "two weeks after somebody helped you I may ask, once, whether you could start others off with it",
            Button::plain("Don't ask me", MeClick::Questions { yes: 0 }),
        )
    } else {
        (
            "I don't ask whether you could teach what you learned",
            Button::plain("You may ask me", MeClick::Questions { yes: 1 }),
        )
    };
    let (month, month_button) = if choices.wants_month {
        (
            "on the first working day of a month I tell you what your last one was",
            Button::plain("No more months", MeClick::Months { yes: 0 }),
        )
    } else {
        (
            "off; it would tell you once a month what you taught and learned, and whom you met",
            Button::plain("Send me my month", MeClick::Months { yes: 1 }),
        )
    };
    let leading = leading(view);
    let leading_line = leading
        .as_ref()
        .map(|(state, _)| format!("\n**As a leader** · {state}"))
        .unwrap_or_default();
    let digest = digest(view);
    let digest_line = digest
        .as_ref()
        .map(|(state, _)| format!("\n**Digest** · {state}"))
        .unwrap_or_default();
    let mut post = Post::text(format!(
        "### Private messages\nI start at most {} with you in a week, within your working hours; in the last seven days it was {}. \
         What answers something you did is not counted.\n**Thanks** · {thanks}\n**Questions** · {questions}\n**My month** · {month}{leading_line}{digest_line}\n\
         Fewer still: a lower **Limit**, or a **Pause**.",
        budget::MESSAGES_A_WEEK,
        view.started,
    ));
    if view.waiting > 0 {
        post = post
            .and_text(format!(
                "{} could not be delivered, because private messages from this server are closed for me.",
                counted(view.waiting, "message", "messages")
            ))
            .and_buttons([read_what_waits()]);
    }
    let digest_button = digest.map(|(_, button)| button);
    post.and_buttons(
        [
            Some(thanks_button),
            Some(questions_button),
            Some(month_button),
            leading.map(|(_, button)| button),
            digest_button,
            Some(back()),
        ]
        .into_iter()
        .flatten(),
    )
}

/// Whether they get the digest by private message, and the button that changes it; `None` where it is not sent so.
fn digest(view: &Messages) -> Option<(&'static str, Button)> {
    if view.own.guild.digest != DigestTo::Direct {
        return None;
    }
    Some(if view.own.choices.wants_digest {
        (
            "weekly, as long as you have the managers' role",
            Button::plain("No digest", MeClick::Digests { yes: 0 }),
        )
    } else {
        (
            "no message; managers see it with `/digest`",
            Button::plain("Send me the digest", MeClick::Digests { yes: 1 }),
        )
    })
}

/// Whether they may be asked what they are learning, and the button that changes it; `None` where they are no leader.
fn leading(view: &Messages) -> Option<(&'static str, Button)> {
    if !view.leads {
        return None;
    }
    Some(if view.own.choices.wants_leading {
        (
            "where there is a monthly table, I may ask what you are learning, in turn with the others",
            Button::plain("Don't ask what I'm learning", MeClick::Leading { yes: 0 }),
        )
    } else {
        (
            "I don't ask what you are learning",
            Button::plain("Ask what I'm learning", MeClick::Leading { yes: 1 }),
        )
    })
}

/// What a leader was asked for the monthly table, with what they can do about it.
pub(in crate::features::me) fn table(page: Post) -> Post {
    page.and_buttons([back()])
}

/// The opening post, for a leader: who signed it, and signing it.
pub(in crate::features::me) fn opening(member: MemberId, signature: Option<&Signature>) -> Post {
    let (state, buttons) = match signature {
        Some(signature) if signature.signer == member => (
            format!(
                "You signed it: {} is learning {}.",
                member.mention(),
                escape_line(&truncate(&signature.learning, LEARNING))
            ),
            vec![
                Button::plain("Change it", MeClick::Sign {}),
                Button::plain("Take my name off", MeClick::Unsign {}),
            ],
        ),
        Some(signature) => (
            format!("{} has signed it.", signature.signer.mention()),
            Vec::new(),
        ),
        None => (
            "Where a leader learns, others dare to. Sign it with what you are learning yourself; everybody reads it in the help channel."
                .to_owned(),
            vec![Button::primary("Sign it", MeClick::Sign {})],
        ),
    };
    Post::text(format!("### The opening post\n{state}"))
        .and_buttons(buttons.into_iter().chain([back()]))
}
