//! Who would be with whom in the next round.

use std::fmt::Write as _;

use chrono::{DateTime, Utc};

use super::{list, not_held, who_is};
use crate::domain::ids::MemberId;
use crate::domain::round::ProgrammeKind;
use crate::features::rounds::plan::Upcoming;
use crate::features::rounds::seating::{Group, Seating};
use crate::features::rounds::words::{so_many, when};
use crate::markdown::escape_line;
use crate::post::{File, Post};
use crate::store::programmes::Programme;

/// Characters that the list may take; what is longer comes as a file.
const LIST_ROOM: usize = 2_500;
/// So many who are in no group are named in the message; more are in the file.
const MOST_LEFT_OUT: usize = 25;

/// Who would be with whom.
pub(in crate::features::rounds) fn preview(
    programme: &Programme,
    number: i64,
    upcoming: &Upcoming,
    seating: &Seating,
) -> Post {
    let name = escape_line(&programme.name);
    let who = who_is(seating.taking_part);
    let mut head = format!("### {name} · round {number}, as it looks now\n{who} in");
    let _ = match not_held(programme) {
        Some(why) => write!(head, ". {why}"),
        None => write!(
            head,
            "; they are put together {}.",
            when(starts_at(upcoming))
        ),
    };
    if seating.groups.is_empty() {
        let _ = write!(head, "\n\n{}", nobody(programme, seating));
        let mut post = Post::text(head);
        if let Some(rest) = rest(programme, seating).filter(|_| seating.taking_part > 1) {
            post = post.and_text(rest);
        }
        if seating.left_out.len() > MOST_LEFT_OUT {
            post.files.push(file(number, seating));
        }
        return post;
    }
    let lines: Vec<String> = seating
        .groups
        .iter()
        .map(|group| line(group, seating))
        .collect();
    let mut post = Post::text(head);
    let mut shown = lines.join("\n");
    if shown.chars().count() > LIST_ROOM {
        shown = format!(
            "{} are put together. Who is with whom is in the file.",
            so_many(lines.len(), "group", "groups")
        );
        post.files.push(file(number, seating));
    } else if seating.left_out.len() > MOST_LEFT_OUT {
        post.files.push(file(number, seating));
    }
    post = post.and_text(shown);
    if let Some(rest) = rest(programme, seating) {
        post = post.and_text(rest);
    }
    post.and_text("-# Nothing has been sent. Whoever joins, skips or pauses until then changes it.")
}

/// What there is to say where nobody would be together. Why is not said where there are enough: it may be a block.
fn nobody(programme: &Programme, seating: &Seating) -> &'static str {
    match programme.kind {
        ProgrammeKind::Coffee if seating.taking_part < 2 => {
            "That is too few to put anybody together. People come in with **Count me in** under the heads-up, or in `/me`."
        }
        ProgrammeKind::Coffee => "Nobody new for anyone this time, as it looks now.",
        ProgrammeKind::Swap => {
            "No swap works out among them yet. `/teach` and `/learn` make one likelier."
        }
    }
}

/// When the round that comes next is paired.
fn starts_at(upcoming: &Upcoming) -> DateTime<Utc> {
    upcoming
        .announced
        .as_ref()
        .map_or(upcoming.start.at, |round| round.starts_at)
}

fn line(group: &Group, seating: &Seating) -> String {
    format!(
        "- {}",
        who(group, |member| escape_line(name_of(seating, member)))
    )
}

/// Who is together, each as `name` calls them, and how long ago two of them met.
fn who(group: &Group, name: impl Fn(MemberId) -> String) -> String {
    let names: Vec<String> = group.seats.iter().map(|seat| name(seat.member)).collect();
    let names = names.join(" · ");
    match group.met_ago {
        None => names,
        Some(1) => format!("{names} (met in the round before)"),
        Some(ago) => format!("{names} (met {ago} rounds ago)"),
    }
}

fn name_of(seating: &Seating, member: MemberId) -> &str {
    seating
        .names
        .get(&member)
        .map_or("somebody", String::as_str)
}

/// The whole list, for a round with more groups than a message holds, or more people in none.
fn file(number: i64, seating: &Seating) -> File {
    let plain = |member| name_of(seating, member).to_owned();
    let together = seating.groups.iter().map(|group| who(group, plain));
    let left_out = seating
        .left_out
        .iter()
        .map(|member| format!("not seated: {}", plain(*member)));
    let lines: Vec<String> = together.chain(left_out).collect();
    list(number, &lines, "Who would be with whom, a group a line")
}

/// What else there is to say of a seating: who is in none, how many have met, and what fairness cost.
fn rest(programme: &Programme, seating: &Seating) -> Option<String> {
    let mut lines = Vec::new();
    if !seating.left_out.is_empty() && seating.left_out.len() <= MOST_LEFT_OUT {
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
            "Nobody new this time, and first next time: {} people, who are in the file.",
            seating.left_out.len()
        ));
    }
    if programme.kind == ProgrammeKind::Coffee && seating.repeats > 0 {
        lines.push(repeats(seating));
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

/// How many have met before. That there is no better way is said only where it is known.
fn repeats(seating: &Seating) -> String {
    let repeats = usize::try_from(seating.repeats).unwrap_or(usize::MAX);
    let what = if seating.proven {
        "it is the fewest possible, and the longest ago"
    } else {
        "I found no way with fewer, or longer ago"
    };
    let met = so_many(repeats, "pair has", "pairs have");
    format!("{met} met before: {what}.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fewest_possible_are_said_only_where_that_is_proven() {
        let said = |proven| {
            repeats(&Seating {
                repeats: 2,
                proven,
                ..Seating::default()
            })
        };
        assert_eq!(
            said(true),
            "2 pairs have met before: it is the fewest possible, and the longest ago."
        );
        assert_eq!(
            said(false),
            "2 pairs have met before: I found no way with fewer, or longer ago."
        );
    }
}
