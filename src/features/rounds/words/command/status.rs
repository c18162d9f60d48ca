//! How the rounds of a programme stand.

use std::fmt::Write as _;

use super::{list, not_held, who_is};
use crate::custom_id::RoundClick;
use crate::domain::round::{RoundState, WhyNot};
use crate::features::rounds::command::{People, View};
use crate::features::rounds::plan;
use crate::features::rounds::words::{so_many, when};
use crate::markdown::escape_line;
use crate::post::{Button, File, Post};
use crate::store::rounds::{Progress, Round};

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
    let mut post = Post::text(text);
    if let Some((number, together)) = &view.together
        && !together.is_empty()
    {
        post = post.and_text(format!(
            "-# Who is with whom in round {number} is in the file."
        ));
        post.files.push(who_is_with_whom(*number, together));
    }
    post.and_buttons([Button::plain(
        "Preview",
        RoundClick::Preview {
            programme: view.programme.id,
        },
    )])
}

/// All who are together, however many: the channel's post names as many as it holds.
fn who_is_with_whom(number: i64, together: &[Vec<String>]) -> File {
    let lines: Vec<String> = together.iter().map(|names| names.join(" · ")).collect();
    list(number, &lines, "Who is with whom, a group a line")
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
    let channel = view.programme.channel.map_or_else(
        || "no channel".to_owned(),
        crate::domain::ids::ChannelId::mention,
    );
    format!("### {} · {channel}", escape_line(&view.programme.name))
}

fn next(view: &View) -> String {
    if let Some(why) = not_held(&view.programme) {
        return why.to_owned();
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
            "; {} told by private message, without a thread",
            progress.privately
        );
        if progress.telling > 0 {
            let _ = write!(text, " ({} of them still on their way)", progress.telling);
        }
    }
    let _ = match (progress.pairings, progress.met) {
        (0, 0) => write!(text, "."),
        (0, met) => write!(text, "; {met} met."),
        (_, met) => write!(text, "; {met} met, of {} who answered.", progress.answered),
    };
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
    let came_to_nothing = progress.came_to_nothing;
    let mut text = match (pairs, trios) {
        (0, 0) => match came_to_nothing {
            0 => "nobody was put together".to_owned(),
            1 => "its only group is gone".to_owned(),
            groups => format!("none of its {groups} groups is left"),
        },
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
    if came_to_nothing > 0 && progress.pairings > 0 {
        let _ = write!(text, ", {came_to_nothing} that did not come about");
    }
    text
}

fn earlier(round: &Round, progress: Option<&Progress>) -> String {
    let number = round.number;
    let day = format!("<t:{}:D>", round.starts_at.timestamp());
    match (round.state, progress) {
        (_, Some(progress)) if progress.pairings == 0 && progress.met == 0 => {
            format!("- Round {number}, {day}: {}", groups(progress))
        }
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
        Some(WhyNot::Stopped) => "as the programme was stopped, or Potluck was turned off",
        Some(WhyNot::Unannounced) => "as its heads-up could not be posted in time",
        Some(WhyNot::Away) | None => "as I was away for too long",
    }
}
