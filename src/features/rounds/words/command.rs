//! What admins read of rounds: `/round preview`, `start`, `cancel` and `status`.

mod preview;
mod status;

use chrono::{DateTime, Utc};

use super::{so_many, when};
use crate::custom_id::RoundClick;
use crate::domain::round::RoundState;
use crate::error::{Error, Result};
use crate::features::rounds::admin::{self, Extra};
use crate::features::rounds::command::View;
use crate::features::rounds::plan::Upcoming;
use crate::markdown::{escape_line, quote};
use crate::post::{Button, File, Post};
use crate::store::programmes::Programme;
use crate::store::rounds::{Progress, Round};

pub(in crate::features::rounds) use preview::preview;
pub(in crate::features::rounds) use status::{overview, status};

/// Characters of what was typed that are given back.
const TYPED: usize = 100;

/// There is no programme.
pub(in crate::features::rounds) fn no_programme() -> Error {
    Error::user(
        "There are no rounds yet: no coffee chats, no skill swaps. **Programmes** in `/setup` begins one, in a channel of your choice.",
    )
}

/// No programme is called what was typed.
pub(in crate::features::rounds) fn unknown(typed: &str, all: &[Programme]) -> Error {
    Error::user(format!(
        "No programme here is called that. There {} {}. You typed:\n{}",
        if all.len() == 1 { "is" } else { "are" },
        names(all),
        quote(typed, TYPED)
    ))
}

/// There are several, and none was named.
pub(in crate::features::rounds) fn which(all: &[Programme]) -> Error {
    Error::user(format!(
        "Which one? Please choose it with the option `programme`: {}.",
        names(all)
    ))
}

fn names(all: &[Programme]) -> String {
    let names: Vec<String> = all
        .iter()
        .map(|programme| format!("**{}**", escape_line(&programme.name)))
        .collect();
    names.join(", ")
}

/// Discord offers no other commands, but an old one may be cached.
pub(in crate::features::rounds) fn no_such_command() -> Error {
    Error::user("I know `/round preview`, `/round start`, `/round cancel` and `/round status`.")
}

/// A page of an admin was pressed in a private conversation.
pub(in crate::features::rounds) fn only_in_a_server() -> Error {
    Error::user("I can't tell which server this is about. Please use `/round` in your server.")
}

/// Whoever pressed is no admin.
pub(in crate::features::rounds) fn not_an_admin() -> Error {
    Error::user(
        "Only those who may manage the server start and cancel rounds. Whether you take part yourself is in `/me`.",
    )
}

/// What was to be started or cancelled is not what comes next any more.
pub(in crate::features::rounds) fn has_moved_on() -> Error {
    Error::user(
        "That has been done, or things have moved on since. Nothing was changed; `/round status` shows how it stands.",
    )
}

/// A round cannot be paired that nobody was told of.
pub(in crate::features::rounds) fn not_announced_yet() -> Error {
    Error::user(
        "Its heads-up isn't in the channel yet, and nobody is paired without having been told. Please try again in a moment.",
    )
}

/// Why a programme holds no rounds at present, if it does not.
const fn not_held(programme: &Programme) -> Option<&'static str> {
    if programme.channel.is_none() {
        Some("It has no channel, so it holds no rounds. **Programmes** in `/setup` gives it one.")
    } else if programme.running {
        None
    } else {
        Some("It is stopped. **Programmes** in `/setup` starts it again.")
    }
}

/// A programme that is stopped or has no channel holds no rounds.
pub(in crate::features::rounds) fn check_held(programme: &Programme) -> Result<()> {
    let name = escape_line(&programme.name);
    if programme.channel.is_none() {
        return Err(Error::user(format!(
            "**{name}** has no channel, so it holds no rounds. **Programmes** in `/setup` gives it one."
        )));
    }
    if !programme.running {
        return Err(Error::user(format!(
            "**{name}** is stopped, so it holds no rounds. **Programmes** in `/setup` starts it again."
        )));
    }
    Ok(())
}

/// What `/round start` would do, with the button that does it.
pub(in crate::features::rounds) fn start(view: &View, now: DateTime<Utc>) -> Result<Post> {
    check_held(&view.programme)?;
    let name = escape_line(&view.programme.name);
    let preview = Button::plain(
        "Preview",
        RoundClick::Preview {
            programme: view.programme.id,
        },
    );
    if let Some(round) = &view.upcoming.announced {
        let ends = running(view)
            .map(|running| {
                format!(
                    " Round {}, which is going on, ends with it.",
                    running.number
                )
            })
            .unwrap_or_default();
        let text = format!(
            "Round {} of **{name}** is announced and will be paired {}. **Pair now** does it at once: {} in as it stands.{ends}",
            round.number,
            when(round.starts_at),
            who_is(view.people.taking_part)
        );
        let pair = Button::primary("Pair now", RoundClick::StartNow { round: round.id });
        return Ok(Post::text(text).and_buttons([pair, preview]));
    }
    let extra = admin::extra(&view.guild, &view.programme, &view.upcoming, now);
    let what = if extra.brought_forward {
        format!(
            "It takes the place of the one that would start {}.",
            when(view.upcoming.start.at)
        )
    } else {
        format!(
            "It is one more: the one that starts {} is held as well.",
            when(view.upcoming.start.at)
        )
    };
    let ends = running(view)
        .filter(|running| extra.starts_at < running.next_at)
        .map(|running| {
            format!(
                " Round {}, which is going on, ends with the pairing, and not {}.",
                running.number,
                when(running.next_at)
            )
        })
        .unwrap_or_default();
    let text = format!(
        "**Announce it now** puts the heads-up of round {} of **{name}** in the channel. It is paired one working day later, {}, so that \
         people can come in or skip it. {what}{ends}",
        view.number,
        when(extra.starts_at)
    );
    let announce = Button::primary(
        "Announce it now",
        RoundClick::Announce {
            programme: view.programme.id,
            number: view.number,
        },
    );
    Ok(Post::text(text).and_buttons([announce, preview]))
}

/// The round whose people are together now, if any.
fn running(view: &View) -> Option<&Round> {
    view.rounds
        .iter()
        .map(|(round, _)| round)
        .find(|round| round.state == RoundState::Paired)
}

/// What `/round cancel` would do, with the button that does it.
pub(in crate::features::rounds) fn cancel(view: &View) -> Result<Post> {
    check_held(&view.programme)?;
    let name = escape_line(&view.programme.name);
    if let Some(round) = &view.upcoming.announced {
        let text = format!(
            "Round {} of **{name}** is announced for {}. Cancelled, its heads-up says that it isn't held, and nobody is put together.",
            round.number,
            when(round.starts_at)
        );
        let cancel = Button::danger("Cancel it", RoundClick::CancelRound { round: round.id });
        return Ok(Post::text(text).and_buttons([cancel]));
    }
    let running = running(view)
        .map(|round| {
            format!(
                "Round {} has begun: people know whom they are with, so it can't be taken back. ",
                round.number
            )
        })
        .unwrap_or_default();
    let text = format!(
        "{running}Next is round {} of **{name}**, which would be announced {} and start {}. Cancelled ahead, nobody hears of it.",
        view.number,
        when(view.upcoming.announce_at),
        when(view.upcoming.start.at)
    );
    let cancel = Button::danger(
        "Cancel it ahead",
        RoundClick::CancelNext {
            programme: view.programme.id,
            number: view.number,
        },
    );
    Ok(Post::text(text).and_buttons([cancel]))
}

/// A round was announced by an admin.
pub(in crate::features::rounds) fn announced(
    programme: &Programme,
    number: i64,
    extra: &Extra,
) -> Post {
    Post::text(format!(
        "Round {number} of **{}** is announced. It is paired {}.",
        escape_line(&programme.name),
        when(extra.starts_at)
    ))
}

/// A round was paired by an admin before its time.
pub(in crate::features::rounds) fn paired_now(
    programme: &Programme,
    round: &Round,
    progress: &Progress,
) -> Post {
    let (number, name) = (round.number, escape_line(&programme.name));
    Post::text(
        match usize::try_from(progress.pairings).unwrap_or_default() {
            0 => format!("In round {number} of **{name}** nobody could be put together."),
            groups => format!(
                "Round {number} of **{name}** is paired: {} on their way. `/round status` shows how far they are.",
                so_many(groups, "group", "groups")
            ),
        },
    )
}

/// A round was cancelled.
pub(in crate::features::rounds) fn cancelled(
    programme: &Programme,
    number: i64,
    next: &Upcoming,
) -> Post {
    Post::text(format!(
        "Round {number} of **{}** isn't held. The next one is announced {} and starts {}.",
        escape_line(&programme.name),
        when(next.announce_at),
        when(next.start.at)
    ))
}

/// A file for a list of a round that may be longer than a message; `description` is for people who cannot see it.
fn list(number: i64, lines: &[String], description: &str) -> File {
    File {
        name: format!("round-{number}.txt"),
        bytes: format!("{}\n", lines.join("\n")).into_bytes(),
        description: Some(description.to_owned()),
    }
}

/// So many people, with their verb.
fn who_is(people: usize) -> String {
    match people {
        0 => "Nobody is".to_owned(),
        1 => "One person is".to_owned(),
        people => format!("{people} people are"),
    }
}
