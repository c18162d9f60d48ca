//! Who would be with whom in the next round.

use std::fmt::Write as _;

use chrono::{DateTime, Utc};

use super::{not_held, who_is};
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
        return post;
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
