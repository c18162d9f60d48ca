//! What admins read of rounds: `/round preview`, `start`, `cancel` and `status`.

use std::fmt::Write as _;

use chrono::{DateTime, Utc};

use super::{so_many, when};
use crate::custom_id::RoundClick;
use crate::domain::ids::MemberId;
use crate::domain::round::{ProgrammeKind, RoundState, WhyNot};
use crate::error::{Error, Result};
use crate::features::rounds::admin::{self, Extra};
use crate::features::rounds::command::{People, View};
use crate::features::rounds::plan::{self, Upcoming};
use crate::features::rounds::seating::{Group, Seating};
use crate::markdown::{escape_line, quote};
use crate::post::{Button, File, Post};
use crate::store::programmes::Programme;
use crate::store::rounds::{Progress, Round};

/// Characters that the list of a preview may take; what is longer comes as a file.
const LIST_ROOM: usize = 2_500;
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

/// Who would be with whom.
pub(in crate::features::rounds) fn preview(
    programme: &Programme,
    number: i64,
    upcoming: &Upcoming,
    seating: &Seating,
) -> Post {
    let name = escape_line(&programme.name);
    let starts_at = starts_at(upcoming);
    let mut head = format!(
        "### {name} · round {number}, as it looks now\n{} in; they are put together {}.",
        who_is(seating.taking_part),
        when(starts_at)
    );
    if seating.groups.is_empty() {
        let advice = match programme.kind {
            ProgrammeKind::Coffee => {
                "That is too few to put anybody together. People come in with **Count me in** under the heads-up, or in `/me`."
            }
            ProgrammeKind::Swap => {
                "No swap works out among them yet: it takes two or three who each teach another something they wish for. `/teach` and \
                 `/learn` make one likelier."
            }
        };
        let _ = write!(head, "\n\n{advice}");
        return Post::text(head);
    }
    let lines: Vec<String> = seating
        .groups
        .iter()
        .map(|group| line(group, seating))
        .collect();
    let mut post = Post::text(head);
    let mut list = lines.join("\n");
    if list.chars().count() > LIST_ROOM {
        post.files.push(file(number, &lines, seating));
        list = format!(
            "{} are put together. Who is with whom is in the file.",
            so_many(lines.len(), "group", "groups")
        );
    }
    post = post.and_text(list);
    if let Some(rest) = rest(programme, seating) {
        post = post.and_text(rest);
    }
    post.and_text("-# Nothing has been sent. Whoever joins, skips or pauses until then changes it.")
}

/// When the round that comes next is paired.
fn starts_at(upcoming: &Upcoming) -> DateTime<Utc> {
    upcoming
        .announced
        .as_ref()
        .map_or(upcoming.start.at, |round| round.starts_at)
}

fn who_is(people: usize) -> String {
    match people {
        0 => "Nobody is".to_owned(),
        1 => "One person is".to_owned(),
        people => format!("{people} people are"),
    }
}

fn line(group: &Group, seating: &Seating) -> String {
    let names: Vec<String> = group
        .seats
        .iter()
        .map(|seat| escape_line(name_of(seating, seat.member)))
        .collect();
    let names = names.join(" · ");
    match group.met_ago {
        None => format!("- {names}"),
        Some(1) => format!("- {names} (met in the round before)"),
        Some(ago) => format!("- {names} (met {ago} rounds ago)"),
    }
}

fn name_of(seating: &Seating, member: MemberId) -> &str {
    seating
        .names
        .get(&member)
        .map_or("somebody", String::as_str)
}

/// The whole list, for a round with more groups than a message holds.
fn file(number: i64, lines: &[String], seating: &Seating) -> File {
    let mut text = lines.join("\n");
    for member in &seating.left_out {
        let _ = write!(text, "\nnot seated: {}", name_of(seating, *member));
    }
    text.push('\n');
    File {
        name: format!("round-{number}.txt"),
        bytes: text.into_bytes(),
        description: Some("Who would be with whom, a group a line".to_owned()),
    }
}

/// What else there is to say of a seating: who is in none, how many have met, and what fairness cost.
fn rest(programme: &Programme, seating: &Seating) -> Option<String> {
    let mut lines = Vec::new();
    if !seating.left_out.is_empty() && seating.left_out.len() <= 25 {
        let names: Vec<String> = seating
            .left_out
            .iter()
            .map(|member| escape_line(name_of(seating, *member)))
            .collect();
        lines.push(format!(
            "Nobody new this time, and first next time: {}.",
            names.join(", ")
        ));
    } else if !seating.left_out.is_empty() {
        lines.push(format!(
            "Nobody new this time, and first next time: {} people.",
            seating.left_out.len()
        ));
    }
    if programme.kind == ProgrammeKind::Coffee && seating.repeats > 0 {
        let repeats = usize::try_from(seating.repeats).unwrap_or(usize::MAX);
        lines.push(format!(
            "{} met before: it is the fewest possible, and the longest ago.",
            so_many(repeats, "pair has", "pairs have")
        ));
    }
    let without = seating.value + seating.cost_of_fairness;
    if seating.cost_of_fairness > 0.0 && without > 0.0 {
        lines.push(format!(
            "Taking turns in threes, and keeping new faces for later rounds, costs {:.0} % of what this round alone could be worth.",
            (seating.cost_of_fairness / without * 100.0).max(1.0)
        ));
    }
    (!lines.is_empty()).then(|| lines.join("\n"))
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
        let text = format!(
            "Round {} of **{name}** is announced and will be paired {}. **Pair now** does it at once: {} in as it stands.",
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
    let text = format!(
        "**Announce it now** puts the heads-up of round {} of **{name}** in the channel. It is paired one working day later, {}, so that \
         people can come in or skip it. {what}",
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
    let running = view
        .rounds
        .iter()
        .find(|(round, _)| round.state == RoundState::Paired)
        .map(|(round, _)| {
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
    let groups = usize::try_from(progress.pairings).unwrap_or_default();
    Post::text(format!(
        "Round {} of **{}** is paired: {} on their way. `/round status` shows how far they are.",
        round.number,
        escape_line(&programme.name),
        so_many(groups, "group", "groups")
    ))
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

/// How a programme's rounds stand.
pub(in crate::features::rounds) fn status(view: &View) -> Post {
    let mut text = format!("{}\n{}\n{}", title(view), next(view), people(view.people));
    if let Some((round, progress)) = latest_paired(view) {
        let _ = write!(text, "\n\n{}", latest(round, progress));
    }
    let earlier: Vec<String> = view
        .rounds
        .iter()
        .filter(|(round, _)| latest_paired(view).is_none_or(|(latest, _)| latest.id != round.id))
        .filter(|(round, _)| round.state != RoundState::Announced)
        .map(|(round, progress)| earlier(round, progress.as_ref()))
        .collect();
    if !earlier.is_empty() {
        let _ = write!(text, "\n\n**Before**\n{}", earlier.join("\n"));
    }
    Post::text(text).and_buttons([Button::plain(
        "Preview",
        RoundClick::Preview {
            programme: view.programme.id,
        },
    )])
}

/// How the rounds of several programmes stand.
pub(in crate::features::rounds) fn overview(views: &[View]) -> Post {
    views
        .iter()
        .map(|view| {
            let mut text = format!("{}\n{}", title(view), next(view));
            if let Some((round, progress)) = latest_paired(view) {
                let _ = write!(text, "\n{}", latest(round, progress));
            }
            text
        })
        .fold(Post::default(), Post::and_text)
        .and_text("-# More about one of them, with missed rounds: the option `programme`.")
}

fn title(view: &View) -> String {
    let channel = view
        .programme
        .channel
        .map_or_else(|| "no channel".to_owned(), |channel| channel.mention());
    format!("### {} · {channel}", escape_line(&view.programme.name))
}

fn next(view: &View) -> String {
    if view.programme.channel.is_none() {
        return "It has no channel, so it holds no rounds. **Programmes** in `/setup` gives it one."
            .to_owned();
    }
    if !view.programme.running {
        return "It is stopped. **Programmes** in `/setup` starts it again.".to_owned();
    }
    match &view.upcoming.announced {
        Some(round) if round.announced_at.is_none() => format!(
            "Round {}: its heads-up is on its way to the channel. It is paired once people have had it for a working day.",
            round.number
        ),
        Some(round) => format!(
            "Round {} is announced{} and is paired {}.",
            round.number,
            if plan::is_extra(round) {
                ", beside the rhythm,"
            } else {
                ""
            },
            when(round.starts_at)
        ),
        None => format!(
            "Round {} is announced {} and is paired {}.",
            view.number,
            when(view.upcoming.announce_at),
            when(view.upcoming.start.at)
        ),
    }
}

fn people(people: People) -> String {
    let mut parts = vec![format!("{} in", who_is(people.taking_part))];
    for (number, what) in [
        (people.skip, "skip it"),
        (people.paused, "paused"),
        (
            people.less_often,
            "take part less often and sit this one out",
        ),
        (people.resting, "resting after three rounds without a sign"),
    ] {
        if number > 0 {
            parts.push(format!("{number} {what}"));
        }
    }
    format!("{}.", parts.join("; "))
}

fn latest_paired(view: &View) -> Option<(&Round, &Progress)> {
    view.rounds
        .iter()
        .find_map(|(round, progress)| progress.as_ref().map(|progress| (round, progress)))
}

/// How far the round that was paired last has come.
fn latest(round: &Round, progress: &Progress) -> String {
    let at = round.paired_at.unwrap_or(round.starts_at);
    let mut text = format!(
        "**Round {}**, paired {}: {}",
        round.number,
        when(at),
        groups(progress)
    );
    if progress.on_the_way > 0 {
        let there = progress.pairings - progress.on_the_way - progress.privately;
        let _ = write!(
            text,
            "; {} of {} threads are open, the others follow",
            there.max(0),
            progress.pairings - progress.privately
        );
    }
    if progress.privately > 0 {
        let _ = write!(
            text,
            "; {} told by private message, as not everybody sees the channel",
            progress.privately
        );
    }
    let _ = write!(
        text,
        "; {} met, of {} who answered.",
        progress.met, progress.answered
    );
    if progress.no_room > 0 {
        let _ = write!(
            text,
            "\n{} waiting: Discord lets a server have 1,000 active threads. They open as others are archived.",
            progress.no_room
        );
    }
    if progress.failed > 0 {
        let _ = write!(
            text,
            "\n{} could not be introduced in a thread. **What went wrong** in `/setup` says why.",
            progress.failed
        );
    }
    text
}

fn groups(progress: &Progress) -> String {
    let pairs = usize::try_from(progress.pairings - progress.trios).unwrap_or_default();
    let trios = usize::try_from(progress.trios).unwrap_or_default();
    let mut text = match (pairs, trios) {
        (pairs, 0) => so_many(pairs, "pair", "pairs"),
        (0, trios) => so_many(trios, "group of three", "groups of three"),
        (pairs, trios) => format!(
            "{} and {}",
            so_many(pairs, "pair", "pairs"),
            so_many(trios, "group of three", "groups of three")
        ),
    };
    if progress.left_out > 0 {
        let _ = write!(text, ", {} without a partner", progress.left_out);
    }
    text
}

fn earlier(round: &Round, progress: Option<&Progress>) -> String {
    let number = round.number;
    let day = format!("<t:{}:D>", round.starts_at.timestamp());
    match (round.state, progress) {
        (_, Some(progress)) => format!(
            "- Round {number}, {day}: {}; {} met",
            groups(progress),
            progress.met
        ),
        (RoundState::Missed, None) => {
            format!("- Round {number}, {day}: missed, {}", why(round.why))
        }
        (_, None) => format!("- Round {number}, {day}: not held, {}", why(round.why)),
    }
}

const fn why(why: Option<WhyNot>) -> &'static str {
    match why {
        Some(WhyNot::Admin) => "cancelled by an admin",
        Some(WhyNot::Stopped) => "as the programme was stopped",
        Some(WhyNot::Unannounced) => "as its heads-up could not be posted in time",
        Some(WhyNot::Away) | None => "as I was away for too long",
    }
}
