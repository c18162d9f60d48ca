//! The figures of a digest, a line for each thing a team does.

use crate::domain::digest::{Band, Change, Digest, Figure, Span, Told, Value};

/// One line of the digest: what it is about, the figure that stands first, and those that follow it.
struct Line {
    title: &'static str,
    figures: &'static [Figure],
}

const LINES: &[Line] = &[
    Line {
        title: "Taking part",
        figures: &[Figure::Active],
    },
    Line {
        title: "Asks",
        figures: &[Figure::AsksMade, Figure::AsksAnswered, Figure::FirstHelper],
    },
    Line {
        title: "Help",
        figures: &[Figure::Helps, Figure::HelpsAcross, Figure::HelpsUpwards],
    },
    Line {
        title: "Coffee chats",
        figures: &[Figure::Met],
    },
    Line {
        title: "Skill swaps",
        figures: &[Figure::SwapsMet],
    },
    Line {
        title: "Newcomers",
        figures: &[Figure::Buddied],
    },
    Line {
        title: "How it was",
        figures: &[Figure::Satisfaction],
    },
    Line {
        title: "Lessons",
        figures: &[Figure::Lessons],
    },
];

/// Every figure there is something to say of, and in the end what too few people are behind.
pub(super) fn lines(digest: &Digest) -> String {
    let mut text = String::new();
    let mut waiting = Vec::new();
    let mut nothing = Vec::new();
    for line in LINES {
        if line.is_nothing(digest) {
            nothing.push(line.title.to_lowercase());
            continue;
        }
        let told: Vec<String> = line
            .figures
            .iter()
            .filter_map(|figure| digest.told(*figure))
            .filter_map(|told| phrase(digest, told))
            .collect();
        if told.is_empty() {
            waiting.push(line.title.to_lowercase());
        } else {
            text.extend(["**", line.title, "** · ", &told.join("; "), "\n"]);
        }
    }
    if !nothing.is_empty() {
        text.extend(["-# Nothing this time: ", &nothing.join(", "), ".\n"]);
    }
    if !waiting.is_empty() {
        text.extend([
            "-# Too few people yet to show: ",
            &waiting.join(", "),
            ".\n",
        ]);
    }
    text
}

impl Line {
    /// Whether nothing of it happened, as far as that may be told.
    fn is_nothing(&self, digest: &Digest) -> bool {
        let told = self
            .figures
            .iter()
            .filter_map(|figure| digest.told(*figure));
        let first = told.clone().next().and_then(|told| told.value);
        first == Some(Value::Number(0))
            && told.filter(|told| told.value.is_some()).all(|told| {
                told.value == Some(Value::Number(0)) && told.of.is_none_or(|of| of == 0)
            })
    }
}

/// A figure in a few words; `None` where it is not to be told.
fn phrase(digest: &Digest, told: &Told) -> Option<String> {
    let value = told.value?;
    let span = told.weeks.unwrap_or_else(|| digest.range.span());
    let words = match (told.figure, value) {
        (Figure::Active, Value::Number(active)) => match told.of {
            Some(of) => format!(
                "{} of {} active{}",
                mean(active, span),
                mean(of, span),
                a_week(span)
            ),
            None => format!("{} active{}", mean(active, span), a_week(span)),
        },
        (Figure::AsksMade, Value::Number(made)) => format!("{made} made"),
        (Figure::AsksAnswered, Value::Number(answered)) => match told.of {
            Some(of) if of == answered => format!("all {of} answered within two days"),
            Some(of) => format!("{answered} of {of} answered within two days"),
            None => format!("{answered} answered within two days"),
        },
        (Figure::FirstHelper, Value::Minutes(minutes)) => {
            format!("half of them within {}", time(minutes))
        }
        (Figure::Helps, Value::Number(1)) => "1 help".to_owned(),
        (Figure::Helps, Value::Number(helps)) => format!("{helps} helps"),
        (Figure::HelpsAcross, Value::Number(helps)) => format!("{helps} across teams"),
        (Figure::HelpsUpwards, Value::Number(helps)) => format!("{helps} upwards"),
        (Figure::Met | Figure::SwapsMet, Value::Number(met)) => match told.of {
            Some(of) => format!("{met} met, of {of} that answered"),
            None => format!("{met} met"),
        },
        (Figure::Buddied, Value::Number(buddied)) => match told.of {
            Some(of) => format!("{buddied} of {of} had a buddy within a day"),
            None => format!("{buddied} had a buddy within a day"),
        },
        (Figure::Satisfaction, Value::Band(band)) => {
            let rated = match digest.told(Figure::Rated).and_then(|told| told.value) {
                Some(Value::Number(rated)) => format!(" ({rated} rated)"),
                _ => String::new(),
            };
            format!("{}{rated}", band_words(band))
        }
        (Figure::Lessons, Value::Number(1)) => "1 written".to_owned(),
        (Figure::Lessons, Value::Number(lessons)) => format!("{lessons} written"),
        _ => return None,
    };
    let weeks = told
        .other_weeks(digest.range)
        .map(|weeks| format!(" ({weeks})"))
        .unwrap_or_default();
    Some(format!("{words}{weeks}{}", change(told.change)))
}

/// How many a week: the sum over the weeks, divided by how many these are, rounded.
fn mean(number: u64, span: Span) -> u64 {
    let weeks = u64::from(span.weeks().max(1));
    (number + weeks / 2) / weeks
}

fn a_week(span: Span) -> &'static str {
    if span.weeks() == 1 { "" } else { " a week" }
}

fn band_words(band: Band) -> &'static str {
    match band {
        Band::Happy => "🙂 at least four of five were happy",
        Band::Mixed => "at least half were happy",
        Band::Unhappy => "fewer than half were happy",
    }
}

/// "42 minutes", "3 hours", "2 days".
fn time(minutes: u32) -> String {
    let (number, unit) = match minutes {
        0 => return "a minute".to_owned(),
        1..=90 => (minutes, "minute"),
        91..=2880 => ((minutes + 30) / 60, "hour"),
        _ => ((minutes + 720) / 1440, "day"),
    };
    format!("{number} {unit}{}", if number == 1 { "" } else { "s" })
}

fn change(change: Option<Change>) -> String {
    match change {
        None | Some(Change::Percent(0)) => String::new(),
        Some(Change::Percent(percent)) if percent > 0 => format!(" (+{percent} %)"),
        Some(Change::Percent(percent)) => format!(" (−{} %)", percent.unsigned_abs()),
        Some(Change::New) => " (none before)".to_owned(),
        Some(Change::Was(Band::Happy)) => " (they were happier before)".to_owned(),
        Some(Change::Was(_)) => " (before, it was otherwise)".to_owned(),
    }
}
