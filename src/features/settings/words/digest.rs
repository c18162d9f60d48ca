//! The section about the digest.

use super::back;
use crate::custom_id::SetupClick;
use crate::domain::digest::DigestTo;
use crate::features::settings::page::View;
use crate::post::{Button, Post};
use crate::store::settings::Guild;

/// Where the digest goes, and what is still wanting for that.
pub(super) fn line(guild: &Guild) -> String {
    match (guild.digest, guild.managers_channel, guild.managers_role) {
        (DigestTo::Off, _, _) => "not sent; managers see it with `/digest`".to_owned(),
        (DigestTo::Channel, Some(channel), _) => format!("weekly to {}", channel.mention()),
        (DigestTo::Channel, None, _) => {
            "weekly, once a managers' channel is chosen under **Channels**".to_owned()
        }
        (DigestTo::Direct, _, Some(role)) => {
            format!(
                "weekly to each who has {}, by private message",
                role.mention()
            )
        }
        (DigestTo::Direct, _, None) => {
            "weekly to each manager, once the managers' role is chosen under **Roles**".to_owned()
        }
    }
}

/// Where the weekly digest goes.
pub(in crate::features::settings) fn digest(view: &View) -> Post {
    let choices = [
        (DigestTo::Channel, "To the managers' channel", 1),
        (DigestTo::Direct, "To each manager", 2),
        (DigestTo::Off, "Don't send it", 0),
    ];
    let buttons = choices
        .into_iter()
        .filter(|(to, _, _)| *to != view.guild.digest)
        .map(|(_, label, to)| Button::plain(label, SetupClick::DigestTo { to }));
    Post::text(format!(
        "### Digest\n{}\n\nOnce a week, at the beginning of the first working day, it says what the team taught itself and what needs a manager. \
         It ranks nobody, and shows no number that fewer than five people are behind. Whoever has the managers' role, and whoever may \
         manage the server, sees it at any time with `/digest`.",
        capitalised(&line(&view.guild))
    ))
    .and_buttons(buttons.chain([back()]))
}

fn capitalised(line: &str) -> String {
    let mut letters = line.chars();
    letters.next().map_or_else(String::new, |first| {
        format!("{}{}", first.to_uppercase(), letters.as_str())
    })
}
