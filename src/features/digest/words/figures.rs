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
        nouns: "answers from coffee chats",
        head: Figure::Checked,
        figures: &[Figure::Met],
        whole: Some(Figure::Checked),
    },
    Line {
        title: "Skill swaps",
        nouns: "answers from skill swaps",
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

/// What to say where there is nothing to show and nothing to do: the one thing that helps then.
const NOTHING_YET: &str = "There is little to show yet. What helps most now: ask something yourself with `/askfor`, where all can see it, \
     and say that there is time for this.\n";

/// The lines of the figures.
pub(super) struct Lines {
    pub(super) text: String,
    /// Whether one of them says a change.
    pub(super) compare: bool,
}

/// What one figure says.
struct Phrase {
    weeks: Span,
    words: String,
    /// Its change, which is not said with all words.
    change: Option<String>,
}

impl Phrase {
    fn compares(&self) -> bool {
        let change = self.change.as_ref();
        change.is_some_and(|change| self.words.contains(change))
    }
}

/// Every figure there is something to say of, and in the end what there was none of, and what too few people are behind.
pub(super) fn lines(digest: &Digest) -> Lines {
    let mut lines = Lines {
        text: String::new(),
        compare: false,
    };
    let mut waiting = Vec::new();
    let mut none = Vec::new();
    for line in LINES {
        let phrases = line.phrases(digest);
        if line.is_nothing(digest) {
            none.push(line.nouns);
        } else if phrases.is_empty() {
            waiting.push(line.nouns);
        } else {
            lines.compare |= phrases.iter().any(Phrase::compares);
            lines.text.push_str(&line.said(digest, &phrases));
        }
    }
    if lines.text.is_empty() && digest.needs.is_empty() {
        lines.text.push_str(NOTHING_YET);
    }
    for (words, nouns, then) in [
        ("None this time: ", none, "."),
        (
            "Too few people yet to show: ",
            waiting,
            ". They wait, and are shown with later weeks.",
        ),
    ] {
        if !nouns.is_empty() {
            let nouns = nouns.join(", ");
            lines.text.extend(["-# ", words, &nouns, then, "\n"]);
        }
    }
    let range = digest.range.span();
    let away = range.weeks() - digest.there(range);
    if away > 0 {
        let weeks = range.weeks();
        let line = format!(
            "-# Nothing is counted of {away} of these {weeks} weeks: Potluck was away, or the whole team was.\n"
        );
        lines.text.push_str(&line);
    }
    lines
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

    /// What there is to say of it. What is of the same weeks is one list; the days are said where they are others than those said
    /// last.
    fn said(&self, digest: &Digest, phrases: &[Phrase]) -> String {
        let asked_for = digest.range.span();
        let year = asked_for.last.monday().year();
        let mut last_said = asked_for;
        let mut text = format!("**{}**", self.title);
        for (place, phrase) in phrases.iter().enumerate() {
            let days = (phrase.weeks != last_said).then(|| days(phrase.weeks, Some(year)));
            last_said = phrase.weeks;
            match (place, days) {
                (0, Some(days)) => text.extend([" (", &days, ") · "]),
                (0, None) => text.push_str(" · "),
                (_, Some(days)) => text.extend([". ", &days, ": "]),
                (_, None) => text.push_str(", "),
            }
            text.push_str(&phrase.words);
        }
        text.push('\n');
        text
    }

    /// Each figure that may be told, and how it is said.
    fn phrases(&self, digest: &Digest) -> Vec<Phrase> {
        let whole = self.whole.filter(|whole| {
            let part = whole.part().and_then(|part| digest.told(part));
            part.is_some_and(|part| part.of.is_none())
        });
        let weeks = |told: &Told| told.weeks.unwrap_or_else(|| digest.range.span());
        let told = self.told(digest).filter(|told| Some(told.figure) != whole);
        let mut phrases: Vec<Phrase> = told
            .filter_map(|told| {
                let words = phrase(digest, told)?;
                Some(Phrase {
                    weeks: weeks(told),
                    words: words + &in_brackets(change(told.change)),
                    change: change(told.change),
                })
            })
            .collect();
        let whole = whole.and_then(|whole| digest.told(whole));
        phrases.extend(whole.and_then(|told| {
            Some(Phrase {
                weeks: weeks(told),
                words: whole_phrase(digest, told)?,
                change: change(told.change),
            })
        }));
        phrases
    }
}

/// " (+5 %)"; nothing where there is no change to say.
fn in_brackets(change: Option<String>) -> String {
    change
        .map(|words| format!(" ({words})"))
        .unwrap_or_default()
}

/// A whole whose part is told over other weeks, with the part of it over the same: "56 made (+4 %), 49 answered within two days".
fn whole_phrase(digest: &Digest, told: &Told) -> Option<String> {
    let Some(Value::Number(of)) = told.value else {
        return None;
    };
    if of == 0 {
        return None;
    }
    let over = digest.there(told.weeks.unwrap_or_else(|| digest.range.span()));
    if told.figure == Figure::Eligible && reads_as_few(of, over) {
        return told.part.map(|part| share(part, of, over));
    }
    let (all, becomes) = match told.figure {
        Figure::Eligible => (
            format!("{} could take part{}", mean(of, over), a_week(over)),
            "active",
        ),
        Figure::AsksMade => (format!("{of} made"), "answered within two days"),
        Figure::Newcomers => (format!("{of} came"), "had a buddy within a day"),
        _ => (format!("{of} answered"), "met"),
    };
    let all = all + &in_brackets(change(told.change));
    Some(match told.part {
        Some(part) if part == of => format!("{all}, all {becomes}"),
        Some(0) => format!("{all}, none {becomes}"),
        Some(part) if told.figure == Figure::Eligible && reads_as_few(part, over) => {
            format!("{all}, {}", share(part, of, over))
        }
        Some(part) if told.figure == Figure::Eligible => {
            format!("{all}, {} {becomes}", mean(part, over))
        }
        Some(part) => format!("{all}, {part} {becomes}"),
        None => all,
    })
}

/// How many were active, of so many if that is told. Of several weeks it is the mean; where that would read as one to four people, it is
/// how often they were, or which share.
fn active_of(active: u64, of: Option<u64>, over: u32) -> String {
    let week = a_week(over);
    let is_few = reads_as_few(active, over);
    match of {
        None if is_few => format!("active {active} times in {over} weeks"),
        None => format!("{} active{week}", mean(active, over)),
        Some(of) if reads_as_few(of, over) => share(active, of, over),
        Some(of) if active == 0 => format!("none of {} active{week}", mean(of, over)),
        Some(of) if active == of => format!("all {} active{week}", mean(of, over)),
        Some(of) if is_few => share(active, of, over),
        Some(of) => format!("{} of {} active{week}", mean(active, over), mean(of, over)),
    }
}

/// "22 % active a week": to the nearest, halves up.
fn share(active: u64, of: u64, over: u32) -> String {
    let percent = (200 * u128::from(active) + u128::from(of)) / (2 * u128::from(of.max(1)));
    format!("{percent} % active{}", a_week(over))
}

/// Whether the mean of several weeks reads as a number of one to four people, which it is not.
fn reads_as_few(number: u64, over: u32) -> bool {
    const FEWEST: u64 = 5;
    over > 1 && mean(number, over) < FEWEST
}

/// A figure in a few words, without its change; `None` where it is not to be told.
fn phrase(digest: &Digest, told: &Told) -> Option<String> {
    let value = told.value?;
    // None of a number that is not told says nothing, and reads as if it did.
    if value == Value::Number(0) && told.figure.whole().is_some() && told.of.unwrap_or(0) == 0 {
        return None;
    }
    let over = digest.there(told.weeks.unwrap_or_else(|| digest.range.span()));
    Some(match (told.figure, value) {
        (Figure::Active, Value::Number(active)) => active_of(active, told.of, over),
        (Figure::AsksMade, Value::Number(made)) => format!("{made} made"),
        (Figure::AsksAnswered, Value::Number(answered)) => {
            format!("{} answered within two days", of_them(answered, told.of))
        }
        (Figure::FirstHelper, Value::Minutes(minutes)) => {
            format!("half within {}", time(minutes))
        }
        (Figure::Helps, Value::Number(0)) => "no helps".to_owned(),
        (Figure::Helps, Value::Number(1)) => "1 help".to_owned(),
        (Figure::Helps, Value::Number(helps)) => format!("{helps} helps"),
        (Figure::HelpsAcross, Value::Number(helps)) => {
            format!("{} across teams", of_them(helps, told.of))
        }
        (Figure::HelpsUpwards, Value::Number(helps)) => {
            upwards(helps, told, digest.told(Figure::Helps))
        }
        (Figure::Met | Figure::SwapsMet, Value::Number(met)) => match told.of {
            Some(of) if of == met => format!("all {of} that answered met"),
            Some(of) if met == 0 => format!("none of the {of} that answered met"),
            Some(of) => format!("{met} of the {of} that answered met"),
            None => format!("{met} met"),
        },
        (Figure::Buddied, Value::Number(buddied)) => match told.of {
            Some(of) if of == buddied => format!("all {of} had a buddy within a day"),
            Some(of) if buddied == 0 => format!("none of the {of} had a buddy within a day"),
            Some(of) => format!("{buddied} of the {of} had a buddy within a day"),
            None => format!("{buddied} had a buddy within a day"),
        },
        (Figure::Rated, Value::Number(rated @ 1..)) => format!("{rated} ratings"),
        (Figure::Satisfaction, Value::Band(band)) => {
            let usually = if over == 1 { "" } else { "usually " };
            format!("{usually}{}", band_words(band))
        }
        (Figure::Lessons, Value::Number(lessons)) => format!("{lessons} written"),
        _ => return None,
    })
}

/// How many of what was said just before: "8", "all" or "none".
fn of_them(part: u64, of: Option<u64>) -> String {
    match part {
        0 => "none".to_owned(),
        part if Some(part) == of => "all".to_owned(),
        part => part.to_string(),
    }
}

/// Helps upwards, which wait longer than helps do: of these where they were said just before, else with how many there were.
fn upwards(part: u64, told: &Told, helps: Option<&Told>) -> String {
    const TO: &str = "to people here far longer";
    match told.of {
        _ if helps.is_some_and(|helps| helps.weeks == told.weeks) => {
            format!("{} {TO}", of_them(part, told.of))
        }
        Some(of) if of == part => format!("all {of} helps {TO}"),
        Some(of) if part == 0 => format!("none of {of} helps {TO}"),
        Some(of) => format!("{part} of {of} helps {TO}"),
        None => format!("{part} helps {TO}"),
    }
}

/// How many a week: the sum over so many weeks in which Potluck was there, divided by these, rounded.
fn mean(number: u64, over: u32) -> u64 {
    let weeks = u64::from(over.max(1));
    (number + weeks / 2) / weeks
}

fn a_week(over: u32) -> &'static str {
    if over == 1 { "" } else { " a week" }
}

fn band_words(band: Band) -> &'static str {
    match band {
        Band::Happy => "at least four in five happy 🙂",
        Band::Mixed => "at least half happy",
        Band::Unhappy => "fewer than half happy",
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
        Change::New => "up from none".to_owned(),
        Change::Was(Band::Happy) => "before: at least four in five".to_owned(),
        Change::Was(Band::Mixed) => "before: at least half".to_owned(),
        Change::Was(Band::Unhappy) => "before: fewer than half".to_owned(),
    })
}
