//! A member's own month.

use super::{NAME, bold, listed};
use crate::custom_id::RecognitionClick;
use crate::domain::ids::GuildId;
use crate::domain::recognition::{Month, OwnMonth};
use crate::features::messages::with_fewer;
use crate::features::settings::Guild;
use crate::markdown::{escape_line, truncate};
use crate::post::{Button, Post};

/// Names listed of each kind.
const LISTED: usize = 8;

/// What a member's month was, told to them alone. It compares with nobody, nor with other months.
pub(in crate::features::recognition) fn month(guild: &Guild, month: Month, own: &OwnMonth) -> Post {
    let mut text = format!(
        "### Your {} in {}\n{}",
        month.name(),
        escape_line(&truncate(&guild.name, NAME)),
        said(own)
    );
    if let Some(next) = next_step(own) {
        text.push('\n');
        text.push_str(&next);
    }
    let post = Post::text(text).and_buttons([Button::plain(
        "No more of these",
        RecognitionClick::NoMonths { guild: guild.id },
    )]);
    with_fewer(post, &guild.name)
}

fn said(own: &OwnMonth) -> String {
    if own.is_quiet() {
        return "A quiet month here; such months have their place.".to_owned();
    }
    let lessons = match own.lessons {
        0 => None,
        1 => Some("You wrote a lesson, and whoever asks next reads it first.".to_owned()),
        many => Some(format!(
            "You wrote {many} lessons, and whoever asks next reads them first."
        )),
    };
    let sentences = [
        names("You taught", &own.taught),
        names("You learned", &own.learned),
        names("You met", &own.met),
        lessons,
    ];
    sentences
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join("\n")
}

fn names(what: &str, names: &[String]) -> Option<String> {
    (!names.is_empty()).then(|| {
        let mut shown: Vec<String> = names.iter().take(LISTED).map(|name| bold(name)).collect();
        if names.len() > LISTED {
            shown.push("more".to_owned());
        }
        format!("{what} {}.", listed(&shown))
    })
}

/// What one could do next.
fn next_step(own: &OwnMonth) -> Option<String> {
    if own.wishes.is_empty() {
        return own.is_quiet().then(|| {
            "If you are curious about something, `/learn` finds whoever likes to show it."
                .to_owned()
        });
    }
    names("Still on your list:", &own.wishes)
        .map(|wishes| format!("{wishes} `/askfor` finds a hand with it."))
}

/// No more months by private message.
pub(in crate::features::recognition) fn no_months(guild: GuildId) -> Post {
    Post::text("I won't send you your month any more. What you taught and learned is in `/me` all the time.").and_buttons([
        Button::plain("Send it to me again", RecognitionClick::Months { guild }),
    ])
}

/// Months by private message again.
pub(in crate::features::recognition) fn months_again(guild: GuildId) -> Post {
    Post::text("On the first working day of each month I tell you what your last one was.")
        .and_buttons([Button::plain(
            "No more of these",
            RecognitionClick::NoMonths { guild },
        )])
}
