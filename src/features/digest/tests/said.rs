//! How a digest reads.

use super::super::words;
use crate::domain::digest::{
    Band, Change, Chart, Digest, Figure, Map, Range, Span, Told, Value, Week,
};
use crate::domain::ids::MemberId;
use crate::picture::Spelled;
use crate::post::MAX_TEXT;

fn week() -> Week {
    "2026-W47".parse().unwrap()
}

fn told(figure: Figure, value: Value) -> Told {
    Told {
        figure,
        value: Some(value),
        weeks: Some(Span {
            first: week(),
            last: week(),
        }),
        of: None,
        part: None,
        change: None,
    }
}

fn number(figure: Figure, number: u64) -> Told {
    told(figure, Value::Number(number))
}

/// Of the weeks up to some weeks before the digest's.
fn earlier(told: Told, weeks: u32, back: u32) -> Told {
    let last = week().earlier(back);
    let first = last.earlier(weeks - 1);
    Told {
        weeks: Some(Span { first, last }),
        ..told
    }
}

fn digest(figures: Vec<Told>) -> Digest {
    Digest {
        range: Range::new(week(), 1).unwrap(),
        figures,
        needs: Vec::new(),
        chart: Chart {
            weeks: Vec::new(),
            asks: Vec::new(),
            answers: Vec::new(),
            meetings: Vec::new(),
        },
        map: Map::default(),
        coverage: Vec::new(),
        thanks: Vec::new(),
    }
}

fn text(figures: Vec<Told>, names: &[Spelled]) -> String {
    words::text(&digest(figures), "Hearth", &MemberId::mention, names)
}

#[track_caller]
fn says(text: &str, line: &str) {
    assert!(text.lines().any(|said| said == line), "{text}");
}

#[test]
fn nobody_is_something_else_than_too_few() {
    let said = text(
        vec![
            number(Figure::AsksMade, 0),
            number(Figure::AsksAnswered, 0),
            number(Figure::Rated, 0),
        ],
        &[],
    );
    says(&said, "-# None this time: asks, ratings.");
    says(
        &said,
        "-# Too few people yet to show: people taking part, helps, coffee chats that ended, skill swaps that ended, newcomers, lessons.",
    );
}

#[test]
fn none_of_a_number_that_is_not_told_is_not_none() {
    // Somebody asked, and nobody answered: fewer than five.
    let said = text(vec![number(Figure::AsksAnswered, 0)], &[]);
    assert!(!said.contains("None this time"), "{said}");
    assert!(
        said.contains("to show: people taking part, asks,"),
        "{said}"
    );
}

#[test]
fn what_a_figure_is_of_is_said_with_it() {
    let said = text(
        vec![
            Told {
                of: Some(22),
                change: Some(Change::Percent(-5)),
                ..number(Figure::Active, 17)
            },
            number(Figure::AsksMade, 9),
            Told {
                of: Some(9),
                ..number(Figure::AsksAnswered, 8)
            },
            told(Figure::FirstHelper, Value::Minutes(42)),
            Told {
                of: Some(6),
                ..number(Figure::Met, 6)
            },
            number(Figure::Rated, 9),
            told(Figure::Satisfaction, Value::Band(Band::Mixed)),
        ],
        &[],
    );
    says(&said, "**Taking part** · 17 of 22 active (−5 %)");
    says(
        &said,
        "**Asks** · 9 made; 8 of 9 answered within two days; half of them within 42 minutes",
    );
    says(&said, "**Coffee chats** · all 6 that answered have met");
    says(
        &said,
        "**How it was** · of 9 who rated, at least half were happy",
    );
}

#[test]
fn what_a_figure_is_of_is_said_over_its_own_weeks_where_these_are_others() {
    let said = text(
        vec![
            Told {
                change: Some(Change::Percent(-1)),
                ..number(Figure::Active, 17)
            },
            Told {
                part: Some(35),
                ..earlier(number(Figure::Eligible, 42), 2, 0)
            },
            Told {
                part: Some(49),
                change: Some(Change::Percent(4)),
                ..earlier(number(Figure::AsksMade, 56), 7, 2)
            },
            earlier(number(Figure::AsksAnswered, 9), 2, 0),
            earlier(number(Figure::Met, 6), 2, 0),
        ],
        &[],
    );
    says(
        &said,
        "**Taking part** · 17 active (−1 %); 18 of 21 active a week (9–22 November)",
    );
    says(
        &said,
        "**Asks** (9–22 November) · 9 answered within two days; 56 made, 49 of them answered (21 September – 8 November; +4 %)",
    );
    says(&said, "**Coffee chats** (9–22 November) · 6 met");
}

#[test]
fn names_that_the_picture_shortens_are_said_in_full_as_far_as_there_is_room() {
    let names: Vec<Spelled> = (0..13)
        .map(|number| Spelled {
            shown: format!("Team {number}"),
            name: format!("{number}{}", "*".repeat(99)),
        })
        .collect();
    let said = text(Vec::new(), &names[..2]);
    assert!(said.contains("-# In the picture “Team 0” is 0"), "{said}");
    assert!(said.contains("; “Team 1” is 1"), "{said}");
    let said = text(Vec::new(), &names);
    assert!(said.encode_utf16().count() <= MAX_TEXT - 400, "{said}");
    assert!(said.ends_with("the four weeks before."), "{said}");
}
