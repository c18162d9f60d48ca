//! The welcome of somebody who joined.

use crate::custom_id::NewcomerClick;
use crate::domain::ids::{GuildId, MemberId};
use crate::features::messages::with_fewer;
use crate::features::newcomers::buddies::Met;
use crate::markdown::escape_line;
use crate::post::{Button, Post};

/// What a welcome is made of.
pub(in crate::features::newcomers) struct Welcome<'a> {
    pub(in crate::features::newcomers) guild: GuildId,
    /// The guild's name, as written.
    pub(in crate::features::newcomers) server: &'a str,
    /// The newcomer's, as written.
    pub(in crate::features::newcomers) name: &'a str,
    pub(in crate::features::newcomers) came_back: bool,
    /// Their buddy, if one was found.
    pub(in crate::features::newcomers) buddy: Option<&'a Met>,
}

/// The private message to somebody who joined.
pub(in crate::features::newcomers) fn welcome(welcome: &Welcome<'_>) -> Post {
    let server = escape_line(welcome.server);
    let name = escape_line(welcome.name);
    let hello = if welcome.came_back {
        format!("👋 Welcome back to **{server}**, {name}! It's good to have you here again.")
    } else {
        format!(
            "👋 Welcome to **{server}**, {name}! Here everybody teaches something and everybody learns something, and I help people find each other."
        )
    };
    let post = Post::text(hello)
        .and_text(buddy(welcome.buddy))
        .and_text(
            "Three small questions, whenever you like: what can you teach, what would you like to learn, and which city's time do you live \
             by? Small things count, and everything can be changed later.",
        )
        .and_buttons(buttons(welcome.guild));
    with_fewer(post, welcome.server)
}

fn buddy(buddy: Option<&Met>) -> String {
    match buddy {
        None => "For your first weeks you'll have a buddy, somebody who knows their way around. I'm looking for one, and you'll hear from \
                 me; until then `/askfor` finds somebody for any question."
            .to_owned(),
        Some(met) if met.in_thread => format!(
            "Your buddy for the first weeks is {}. A private thread for the two of you opens when they are at work: <t:{}:f>.",
            met.buddy.in_full(),
            met.at.timestamp()
        ),
        Some(met) => format!(
            "Your buddy for the first weeks is {}, who hears of it at work: <t:{}:f>. Just write to each other; no question is too small.",
            met.buddy.in_full(),
            met.at.timestamp()
        ),
    }
}

fn buttons(guild: GuildId) -> [Button; 3] {
    [
        Button::primary("What I can teach", NewcomerClick::Teach { guild }),
        Button::primary("What I'd like to learn", NewcomerClick::Learn { guild }),
        Button::plain("My city", NewcomerClick::City { guild }),
    ]
}

/// Somebody who joined and cannot be written to.
pub(in crate::features::newcomers) struct InChannel {
    pub(in crate::features::newcomers) newcomer: MemberId,
    pub(in crate::features::newcomers) came_back: bool,
}

/// The same in a channel that everybody reads, where no private message and no private thread could be. Everybody may press there, and
/// answers for themselves.
pub(in crate::features::newcomers) fn welcome_in_channel(
    guild: GuildId,
    joined: &InChannel,
) -> Post {
    let back = if joined.came_back { " back" } else { "" };
    let newcomer = joined.newcomer;
    Post::text(format!(
        "👋 Welcome{back}, <@{newcomer}>! What can you teach, what would you like to learn, and which city's time do you live by? Small \
         things count."
    ))
    .and_buttons(buttons(guild))
    .and_text("-# I could not write to you privately. `/me` shows everything that is yours, your buddy included.")
    .pinging([newcomer])
}
