//! What is said about what is held of somebody, and about its end.

use chrono::{DateTime, Utc};

use crate::custom_id::PrivacyClick;
use crate::domain::ids::MemberId;
use crate::features::samples::{Reader, Said, Sample, Shown};
use crate::markdown::escape_line;
use crate::post::{Button, Post};
use crate::store::privacy::Held;

/// To somebody who asked to be forgotten, whatever they press.
pub(super) const FORGOTTEN: &str = "You asked me to forget you here, and I have. If you'd like to start anew, any command does it: `/me`, say, or `/teach`.";
/// Discord offers no other subcommand.
pub(super) const UNKNOWN: &str = "I know `/privacy export` and `/privacy forget`.";
/// Somebody else's page.
pub(super) const NOT_YOURS: &str =
    "That page is somebody else's. `/privacy forget` shows you your own.";
/// In a private conversation.
pub(super) const ONLY_IN_SERVERS: &str =
    "This works in the server it is about: type `/privacy forget` there.";
/// The file, for people who cannot see it.
pub(super) const DESCRIPTION: &str = "Everything Potluck holds about you in this server";
/// At the beginning of the file.
pub(super) const ABOUT: &str = "Everything that Potluck holds about you in this server. Times are in UTC. <@…> is a person's Discord id; paste it into a \
     message to see the name. Left out are blocks that others set and faces that others gave: those are theirs.";
/// Within the file, where not all of it fits.
pub(super) fn not_everything(most: u32) -> String {
    format!(
        "There is more than fits into a file that Discord takes: of each list, this has the newest {most}. Whoever runs Potluck here can give you the rest."
    )
}

/// The answer that carries the file. `short`: only so many of each list fitted.
pub(super) fn export(guild: &str, held: &Held, short: Option<u32>) -> Post {
    let guild = escape_line(guild);
    if held.you_asked_to_be_forgotten.is_some() {
        return Post::text(format!(
            "You asked me to forget you in **{guild}**, and all that I hold is the note that says so. Here it is."
        ));
    }
    let post = Post::text(format!(
        "Here is everything I hold about you in **{guild}**. Only you see this, and the file is plain text that any editor opens."
    ));
    let post = match short {
        Some(most) => post.and_text(not_everything(most)),
        None => post,
    };
    post.and_text("-# `/privacy forget` has me forget all of it.")
}

/// What being forgotten means.
pub(super) fn forget(member: MemberId, guild: &str, lessons: bool, now: DateTime<Utc>) -> Post {
    let asked_at = now.timestamp();
    let guild = escape_line(guild);
    let mut post = Post::text(format!("### Shall I forget you in {guild}?"))
        .and_text(
            "**What goes, for good:** what you teach and wish to learn, your choices, the blocks you set, what you wrote, and my messages to you \
             on my side. Your open questions close, in ordinary words; what you took on goes back to be picked up by somebody else. Your pairings end, and so does having or being \
             a buddy: whoever you were with reads no name, and may have somebody else. With whom you met I forget. In what I \
             posted, your name becomes \"somebody\" and your words are taken out; where others mentioned you, it says \"somebody\". If you have a private thread with me, I delete it.",
        )
        .and_text(
            "**What stays:** that a help happened, without your name; what others wrote, also where they typed your name as a word; a block that somebody else set; that you asked to be forgotten, \
             so that I leave you alone. A question that you asked anonymously closes within a day and keeps its words: nobody can tell whose it was. \
             What you wrote yourself in threads is yours: only you can delete it; and Discord's own notes of who was added to a thread nobody can. My messages in our own conversation stay there.",
        );
    if lessons {
        post = post.and_text(
            "**Your lessons:** they can stay for the next one who asks, without your name, or go as well.",
        );
    }
    post = post.and_text("This cannot be undone. `/privacy export` gives you a copy first. If you use one of my commands later, you start anew, with nothing.");
    let mut buttons = vec![Button::danger(
        "Forget me",
        PrivacyClick::Forget { member, asked_at },
    )];
    if lessons {
        buttons.push(Button::danger(
            "Forget me and remove my lessons",
            PrivacyClick::ForgetWithLessons { member, asked_at },
        ));
    }
    buttons.push(Button::plain("Keep me", PrivacyClick::Keep { member }));
    post.and_buttons(buttons)
}

/// The page, where the one pressed on was old.
pub(super) fn once_more(page: Post) -> Post {
    let mut post = Post::text(
        "That page was more than an hour old, so nothing has happened. Here it is again, in case you meant it:",
    );
    post.blocks.extend(page.blocks);
    post
}

/// **Keep me**.
pub(super) fn kept() -> Post {
    Post::text("Nothing has changed, and I'm glad you stay. `/me` has everything you can adjust.")
}

/// Done.
pub(super) fn forgotten() -> Post {
    Post::text(
        "Done: you're forgotten here. What I posted is being changed right now; with many posts that takes some minutes.\n\
         Thank you for having been part of it. If you ever use one of my commands again, we start anew.",
    )
}

/// Every sentence, with when it is said.
pub fn samples() -> Vec<Sample> {
    let mia = MemberId(1);
    let now = DateTime::<Utc>::UNIX_EPOCH;
    let sample = |when, said| Sample {
        reader: Reader::Teammate,
        place: Shown::Answer,
        when,
        said,
    };
    let sentence = |text: &str| Said::Sentence(text.to_owned());
    let held = |forgotten: bool| Held {
        you_asked_to_be_forgotten: forgotten.then(|| "2026-03-04T10:00:00Z".to_owned()),
        ..Held::default()
    };
    vec![
        sample(
            "after /privacy export",
            Said::Post(export("Hearth & Co", &held(false), None)),
        ),
        sample(
            "after /privacy export, with more than a file holds",
            Said::Post(export("Hearth & Co", &held(false), Some(3_125))),
        ),
        sample(
            "after /privacy export, once forgotten",
            Said::Post(export("Hearth & Co", &held(true), None)),
        ),
        sample(
            "after /privacy forget",
            Said::Post(forget(mia, "Hearth & Co", false, now)),
        ),
        sample(
            "after /privacy forget, by somebody who wrote lessons",
            Said::Post(forget(mia, "Hearth & Co", true, now)),
        ),
        sample(
            "after Forget me on an old page",
            Said::Post(once_more(forget(mia, "Hearth & Co", false, now))),
        ),
        sample("after Keep me", Said::Post(kept())),
        sample("after Forget me", Said::Post(forgotten())),
        sample(
            "when somebody who is forgotten presses a button",
            sentence(FORGOTTEN),
        ),
        sample(
            "when a page of somebody else's is pressed",
            sentence(NOT_YOURS),
        ),
        sample(
            "when the page is pressed outside the server",
            sentence(ONLY_IN_SERVERS),
        ),
        sample("when Discord sends another subcommand", sentence(UNKNOWN)),
        sample("at the beginning of the file", sentence(ABOUT)),
        sample(
            "within the file, with more than fits",
            sentence(&not_everything(3_125)),
        ),
        sample("as the description of the file", sentence(DESCRIPTION)),
    ]
}
