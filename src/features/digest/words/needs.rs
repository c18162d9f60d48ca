//! What needs a manager: what it is, and what one could do.

use super::NAME;
use crate::domain::digest::Need;
use crate::markdown::{escape_line, truncate};

/// A numbered list, the most useful first; empty where nothing needs anybody.
pub(super) fn list(needs: &[Need]) -> String {
    let lines: Vec<String> = needs
        .iter()
        .zip(1..)
        .map(|(need, number)| format!("{number}. {}\n", sentence(need)))
        .collect();
    lines.concat()
}

/// One need, in a sentence, and one with what could be done about it.
pub(super) fn sentence(need: &Need) -> String {
    match need {
        Need::NobodyTeaches { skill, wishers } => format!(
            "**Nobody teaches {}**; {} to learn it. Ask around who has touched it, or bring somebody in for an hour.",
            name(skill),
            want(*wishers)
        ),
        Need::RestsOnOne { skill, wishers } => format!(
            "**{} rests on one person**; {} to learn it. {}",
            name(skill),
            want(*wishers),
            if *wishers == 1 {
                "An hour together would make it two."
            } else {
                "An hour with two of them would make it three."
            }
        ),
        Need::AsksStuck { asks, of, weeks } => format!(
            "**{} waited two days in vain.** Those that are still open are in the help channel: a word from you may bring somebody.",
            over(
                *weeks,
                &if asks == of {
                    format!("all {of} asks")
                } else {
                    format!("{asks} of {of} asks")
                }
            ),
        ),
        Need::RestsOnFew { tenths } => format!(
            "**About {tenths} in 10 helps come from the busiest one in twenty members.** Ask them what they could hand on, and to whom."
        ),
        Need::NobodyMet { members } => format!(
            "**{} met nobody in eight weeks.** Mention coffee chats, and give them the half hour.",
            counted(*members, "member", "members")
        ),
        Need::NoBuddy { newcomers, weeks } => format!(
            "**{} had no buddy within a day.** Ask who would welcome somebody: hosting is a switch in `/me`.",
            over(*weeks, &counted(*newcomers, "newcomer", "newcomers"))
        ),
        Need::FewerActive { percent } => format!(
            "**{percent} % fewer members are active than in the four weeks before.** Ask what is in the way; mostly it is time, and that is yours to give."
        ),
        Need::FewerMeet { percent } => format!(
            "**{percent} % fewer coffee chats met than in the four weeks before.** Try another weekday, or every two weeks: both are in `/settings`."
        ),
        Need::Unhappy => {
            "**Too few of those who rated were happy.** Ask openly, in a meeting, what would make it worth their time."
                .to_owned()
        }
    }
}

/// "In 3 weeks, 5 newcomers", or "5 newcomers" where it is one; as a sentence begins.
fn over(weeks: u32, many: &str) -> String {
    match weeks {
        0 | 1 => capital(many),
        weeks => format!("In {weeks} weeks, {many}"),
    }
}

/// As a sentence begins.
fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

fn name(skill: &str) -> String {
    escape_line(&truncate(skill, NAME))
}

/// "four want"
fn want(wishers: u64) -> String {
    let number = match wishers {
        1 => return "one person wants".to_owned(),
        2 => "two",
        3 => "three",
        4 => "four",
        5 => "five",
        6 => "six",
        7 => "seven",
        8 => "eight",
        9 => "nine",
        10 => "ten",
        11 => "eleven",
        12 => "twelve",
        more => return format!("{more} want"),
    };
    format!("{number} want")
}

fn counted(number: u64, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}
