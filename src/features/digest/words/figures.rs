//! The figures of a digest, a line for each thing a team does.

use chrono::Datelike as _;

use super::days;
use crate::domain::digest::{Band, Change, Digest, Figure, Span, Told, Value};

/// One line of the digest.
struct Line {
    title: &'static str,
    /// What there was none of, where there was none.
    nouns: &'static str,
    /// Where this is 0 there was none.
    head: Figure,
    figures: &'static [Figure],
    /// Of what the figures are a part. Where that is told over other weeks than they are, it stands at the end, with its own part.
    whole: Option<Figure>,
}

const LINES: &[Line] = &[
    Line {
        title: "Taking part",
        nouns: "people taking part",
        head: Figure::Active,
        figures: &[Figure::Active],
        whole: Some(Figure::Eligible),
    },
    Line {
        title: "Asks",
        nouns: "asks",
        head: Figure::AsksMade,
        figures: &[Figure::AsksMade, Figure::AsksAnswered, Figure::FirstHelper],
        whole: Some(Figure::AsksMade),
    },
    Line {
        title: "Help",
        nouns: "helps",
        head: Figure::Helps,
        figures: &[Figure::Helps, Figure::HelpsAcross, Figure::HelpsUpwards],
        whole: None,
    },
    Line {
        title: "Coffee chats",
        nouns: "coffee chats that ended",
        head: Figure::Checked,
        figures: &[Figure::Met],
        whole: Some(Figure::Checked),
    },
    Line {
        title: "Skill swaps",
        nouns: "skill swaps that ended",
        head: Figure::SwapsChecked,
        figures: &[Figure::SwapsMet],
        whole: Some(Figure::SwapsChecked),
    },
    Line {
        title: "Newcomers",
        nouns: "newcomers",
        head: Figure::Newcomers,
        figures: &[Figure::Buddied],
        whole: Some(Figure::Newcomers),
    },
    Line {
        title: "How it was",
        nouns: "ratings",
        head: Figure::Rated,
        figures: &[Figure::Rated, Figure::Satisfaction],
        whole: None,
    },
    Line {
        title: "Lessons",
        nouns: "lessons",
        head: Figure::Lessons,
        figures: &[Figure::Lessons],
        whole: None,
    },
];

/// Every figure there is something to say of, and in the end what there was none of, and what too few people are behind.
pub(super) fn lines(digest: &Digest) -> String {
    let mut text = String::new();
    let mut waiting = Vec::new();
    let mut none = Vec::new();
    for line in LINES {
        if line.is_nothing(digest) {
            none.push(line.nouns);
        } else if let Some(said) = line.said(digest) {
            text.push_str(&said);
        } else {
            waiting.push(line.nouns);
        }
    }
    for (words, nouns) in [
        ("None this time: ", none),
        ("Too few people yet to show: ", waiting),
    ] {
        if !nouns.is_empty() {
            text.extend(["-# ", words, &nouns.join(", "), ".\n"]);
        }
    }
    text
}

impl Line {
    fn told<'d>(&self, digest: &'d Digest) -> impl Iterator<Item = &'d Told> + Clone {
        let figures = self.figures.iter();
        figures.filter_map(|figure| digest.told(*figure))
    }

    /// Whether nothing of it happened in the weeks that were asked for, as far as that may be told.
    fn is_nothing(&self, digest: &Digest) -> bool {
        let is_none = |told: &Told| {
            told.value == Some(Value::Number(0))
                && told.of.is_none_or(|of| of == 0)
                && told.other_weeks(digest.range).is_none()
        };
        digest.told(self.head).is_some_and(is_none)
            && self
                .told(digest)
                .filter(|told| told.value.is_some())
                .all(is_none)
    }

    /// What there is to say of it. The days are said where they are others than those said last.
    fn said(&self, digest: &Digest) -> Option<String> {
        let asked_for = digest.range.span();
        let year = asked_for.last.monday().year();
        let mut last_said = asked_for;
        let mut begin = format!("**{}**", self.title);
        let mut said = Vec::new();
        for (told, mut words) in self.phrases(digest) {
            let weeks = told.weeks.unwrap_or(asked_for);
            let days = (weeks != last_said).then(|| days(weeks, Some(year)));
            last_said = weeks;
            let mut notes = Vec::new();
            match days {
                Some(days) if said.is_empty() => begin.extend([" (", &days, ")"]),
                days => notes.extend(days),
            }
            notes.extend(change(told.change));
            if !notes.is_empty() {
                words.extend([" (", &notes.join("; "), ")"]);
            }
            said.push(words);
        }
        (!said.is_empty()).then(|| format!("{begin} · {}\n", said.join("; ")))
    }

    /// Each figure that may be told, and how it is said.
    fn phrases<'d>(&self, digest: &'d Digest) -> Vec<(&'d Told, String)> {
        let whole = self.whole.filter(|whole| {
            let part = whole.part().and_then(|part| digest.told(part));
            part.is_some_and(|part| part.of.is_none())
        });
        let told = self.told(digest).filter(|told| Some(told.figure) != whole);
        let mut phrases: Vec<(&Told, String)> = told
            .filter_map(|told| Some((told, phrase(digest, told)?)))
            .collect();
        let whole = whole.and_then(|whole| digest.told(whole));
        phrases.extend(whole.and_then(|told| Some((told, whole_phrase(digest, told)?))));
        phrases
    }
}

/// A whole whose part is told over other weeks, with the part of it over the same: "56 made, 49 of them answered".
fn whole_phrase(digest: &Digest, told: &Told) -> Option<String> {
    let Some(Value::Number(of)) = told.value else {
        return None;
    };
    let span = told.weeks.unwrap_or_else(|| digest.range.span());
    let (of, part) = match told.figure {
        Figure::Eligible => (mean(of, span), told.part.map(|part| mean(part, span))),
        _ => (of, told.part),
    };
    if of == 0 {
        return None;
    }
    Some(match (told.figure, part) {
        (Figure::Eligible, Some(part)) => format!("{part} of {of} active{}", a_week(span)),
        (Figure::Eligible, None) => format!("{of} could take part{}", a_week(span)),
        (Figure::AsksMade, Some(part)) => format!("{of} made, {part} of them answered"),
        (Figure::AsksMade, None) => format!("{of} made"),
        (Figure::Newcomers, Some(part)) => format!("{part} of {of} had a buddy within a day"),
        (Figure::Newcomers, None) => format!("{of} came"),
        (_, Some(part)) => format!("{part} met, of {of} that answered"),
        (_, None) => format!("{of} answered"),
    })
}

/// A figure in a few words; `None` where it is not to be told.
fn phrase(digest: &Digest, told: &Told) -> Option<String> {
    let value = told.value?;
    let span = told.weeks.unwrap_or_else(|| digest.range.span());
    // None of a number that is not told says nothing, and reads as if it did.
    if value == Value::Number(0) && told.figure.whole().is_some() && told.of.unwrap_or(0) == 0 {
        return None;
    }
    Some(match (told.figure, value) {
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
            Some(of) if of == met => format!("all {of} that answered have met"),
            Some(of) => format!("{met} met, of {of} that answered"),
            None => format!("{met} met"),
        },
        (Figure::Buddied, Value::Number(buddied)) => match told.of {
            Some(of) if of == buddied => format!("all {of} had a buddy within a day"),
            Some(of) => format!("{buddied} of {of} had a buddy within a day"),
            None => format!("{buddied} had a buddy within a day"),
        },
        (Figure::Satisfaction, Value::Band(band)) => {
            match digest.told(Figure::Rated).and_then(|told| told.value) {
                Some(Value::Number(rated)) => {
                    format!("of {rated} who rated, {}", band_words(band))
                }
                _ => band_words(band).to_owned(),
            }
        }
        (Figure::Lessons, Value::Number(lessons)) => format!("{lessons} written"),
        _ => return None,
    })
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
        Band::Happy => "at least four in five were happy 🙂",
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

fn change(change: Option<Change>) -> Option<String> {
    Some(match change? {
        Change::Percent(0) => return None,
        Change::Percent(percent) if percent > 0 => format!("+{percent} %"),
        Change::Percent(percent) => format!("−{} %", percent.unsigned_abs()),
        Change::New => "none before".to_owned(),
        Change::Was(Band::Happy) => "before, it was four in five".to_owned(),
        Change::Was(Band::Mixed) => "before, it was at least half".to_owned(),
        Change::Was(Band::Unhappy) => "before, it was fewer than half".to_owned(),
    })
}
