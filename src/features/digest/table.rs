//! A digest as a table: the CSV that goes with it.
//!
//! One row for everything that is said in a number or a word, so that a spreadsheet can be filtered by the first column. What too
//! few people are behind has a row without a value. Thanks are not in it: a message that quotes somebody is changed when they no longer
//! agree, and a file that somebody has saved cannot be.

use super::file_name;
use crate::domain::digest::{Band, Bar, Change, Digest, Need, Span, Value, Weight};
use crate::domain::spreadsheet::harmless;
use crate::error::{Error, Result};

/// The columns; docs/digest.md says what is in them.
const COLUMNS: [&str; 10] = [
    "section",
    "name",
    "other",
    "value",
    "unit",
    "of",
    "part",
    "first_week",
    "last_week",
    "change",
];

/// One row.
#[derive(Default)]
struct Row {
    section: &'static str,
    name: String,
    other: String,
    value: String,
    unit: &'static str,
    of: String,
    part: String,
    weeks: Option<Span>,
    change: String,
}

/// What the table is called as a file.
pub(super) fn name(digest: &Digest) -> String {
    format!("{}.csv", file_name("digest", digest))
}

/// The digest as CSV (RFC 4180, UTF-8), the heading first.
pub(super) fn csv(digest: &Digest) -> Result<Vec<u8>> {
    let mut out = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    out.write_record(COLUMNS).map_err(unwritten)?;
    for row in figures(digest)
        .chain(needs(digest))
        .chain(weeks(digest))
        .chain(arrows(digest))
        .chain(skills(digest))
    {
        out.write_record(row.cells()).map_err(unwritten)?;
    }
    out.into_inner()
        .map_err(|error| Error::fault(format!("a table could not be ended: {error}")))
}

#[allow(clippy::needless_pass_by_value, reason = "what map_err gives")]
fn unwritten(error: csv::Error) -> Error {
    Error::fault(format!("a table could not be written: {error}"))
}

impl Row {
    fn cells(self) -> [String; COLUMNS.len()] {
        let (first, last) = match self.weeks {
            Some(span) => (span.first.to_string(), span.last.to_string()),
            None => Default::default(),
        };
        [
            self.section.to_owned(),
            harmless(&self.name).into_owned(),
            harmless(&self.other).into_owned(),
            self.value,
            self.unit.to_owned(),
            self.of,
            self.part,
            first,
            last,
            self.change,
        ]
    }
}

fn figures(digest: &Digest) -> impl Iterator<Item = Row> {
    digest.figures.iter().map(|told| {
        let (value, unit) = match told.value {
            Some(Value::Number(number)) => (number.to_string(), "count"),
            Some(Value::Minutes(minutes)) => (minutes.to_string(), "minutes"),
            Some(Value::Band(band)) => (Band::as_str(band).to_owned(), "word"),
            Some(Value::Tenths(tenths)) => (tenths.to_string(), "tenths"),
            None => (String::new(), ""),
        };
        Row {
            section: "figure",
            name: told.figure.as_str().to_owned(),
            value,
            unit,
            of: told.of.map(|of| of.to_string()).unwrap_or_default(),
            part: told.part.map(|part| part.to_string()).unwrap_or_default(),
            weeks: told.weeks,
            change: match told.change {
                Some(Change::Percent(percent)) => percent.to_string(),
                Some(Change::New) => "new".to_owned(),
                Some(Change::Was(band)) => format!("was {}", band.as_str()),
                None => String::new(),
            },
            ..Row::default()
        }
    })
}

/// What needs a manager, the most useful first.
fn needs(digest: &Digest) -> impl Iterator<Item = Row> {
    digest.needs.iter().map(|need| {
        let (name, value, unit) = match need {
            Need::NoBuddy { newcomers, .. } => ("no_buddy", newcomers.to_string(), "count"),
            Need::AsksStuck { asks, .. } => ("asks_stuck", asks.to_string(), "count"),
            Need::RestsOnOne { wishers, .. } => ("rests_on_one", wishers.to_string(), "count"),
            Need::NobodyTeaches { wishers, .. } => ("nobody_teaches", wishers.to_string(), "count"),
            Need::Unhappy => ("unhappy", Band::Unhappy.as_str().to_owned(), "word"),
            Need::RestsOnFew { tenths } => ("rests_on_few", tenths.to_string(), "tenths"),
            Need::NobodyMet { members } => ("nobody_met", members.to_string(), "count"),
            Need::FewerActive { percent } => ("fewer_active", percent.to_string(), "percent"),
            Need::FewerMeet { percent } => ("fewer_meet", percent.to_string(), "percent"),
        };
        let (other, of) = match need {
            Need::RestsOnOne { skill, .. } | Need::NobodyTeaches { skill, .. } => {
                (skill.clone(), String::new())
            }
            Need::AsksStuck { of, .. } => (String::new(), of.to_string()),
            _ => Default::default(),
        };
        let told = need.figure().and_then(|figure| digest.told(figure));
        Row {
            section: "need",
            name: name.to_owned(),
            other,
            value,
            unit,
            of,
            weeks: told.and_then(|told| told.weeks),
            ..Row::default()
        }
    })
}

fn weeks(digest: &Digest) -> impl Iterator<Item = Row> {
    let chart = &digest.chart;
    [
        ("asks", &chart.asks),
        ("answers", &chart.answers),
        ("meetings", &chart.meetings),
    ]
    .into_iter()
    .flat_map(|(name, bars)| {
        bars.iter().map(move |Bar { weeks, number }| Row {
            section: "weeks",
            name: name.to_owned(),
            value: number.to_string(),
            unit: "count",
            weeks: Some(*weeks),
            ..Row::default()
        })
    })
}

fn arrows(digest: &Digest) -> impl Iterator<Item = Row> {
    let name = |team: usize| {
        let team = digest.map.teams.get(team);
        team.map(|team| team.name.clone()).unwrap_or_default()
    };
    digest.map.arrows.iter().map(move |arrow| Row {
        section: "map",
        name: name(arrow.from),
        other: name(arrow.to),
        value: match arrow.weight {
            Weight::Some => "some",
            Weight::More => "more",
            Weight::Most => "most",
        }
        .to_owned(),
        unit: "word",
        ..Row::default()
    })
}

fn skills(digest: &Digest) -> impl Iterator<Item = Row> {
    digest.coverage.iter().flat_map(|skill| {
        [("teachers", skill.teachers), ("wishes", skill.wishers)].map(|(other, number)| Row {
            section: "skill",
            name: skill.skill.clone(),
            other: other.to_owned(),
            value: number.to_string(),
            unit: "count",
            ..Row::default()
        })
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::*;

    #[test]
    fn the_page_names_its_columns() {
        let page = include_str!("../../../docs/digest.md");
        let (_, section) = page.split_once("## As JSON and CSV").unwrap();
        let section = section.split("\n## ").next().unwrap();
        let named: Vec<&str> = section
            .split('`')
            .skip(1)
            .step_by(2)
            .filter(|word| COLUMNS.contains(word))
            .collect();
        for column in COLUMNS {
            assert!(named.contains(&column), "docs/digest.md lacks {column}");
        }
    }
}
