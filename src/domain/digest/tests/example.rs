//! The example of docs/digest.md, and that the page says what the code does.

use std::collections::BTreeMap;

use super::guild::{Fact, Guild};
use crate::domain::digest::closing::Rule;
use crate::domain::digest::{
    Band, Block, Change, Digest, Facts, Family, Figure, Leaf, Range, Span, Value, Waited, Week,
};

const DOCS: &str = include_str!("../../../../docs/digest.md");

/// Facts of a leaf in a week; each word is one fact, each of its letters one person in it.
fn facts(week: u32, leaf: Leaf, words: &str) -> Vec<Fact> {
    words
        .split_whitespace()
        .map(|word| Fact {
            week,
            leaf,
            people: word.bytes().map(i64::from).collect(),
            unmet: false,
        })
        .collect()
}

/// The first week of the example, or a later one.
fn week(number: u32) -> Week {
    let first: Week = "2026-W45".parse().unwrap();
    first.later(number)
}

fn example() -> Facts {
    let facts = [
        facts(0, Leaf::Active, "A B C D E F G H I"),
        facts(1, Leaf::Active, "A B C D E F G H I J"),
        facts(2, Leaf::Active, "A B C D E F G"),
        facts(0, Leaf::Inactive, "J K L"),
        facts(1, Leaf::Inactive, "K L"),
        facts(2, Leaf::Inactive, "H I J K L"),
        facts(0, Leaf::AcrossLevel, "AB BC CD DE EF FA"),
        facts(2, Leaf::AcrossLevel, "AB CD EA"),
        facts(0, Leaf::AcrossUpwards, "GH GH"),
        facts(1, Leaf::AcrossUpwards, "IJ KL CD"),
        facts(2, Leaf::AcrossUpwards, "EF IF"),
        facts(2, Leaf::Answered, "A B C D E F"),
        facts(2, Leaf::Unanswered, "G"),
        facts(2, Leaf::RatedHappy, "A B C D E"),
        facts(2, Leaf::RatedSad, "F"),
        facts(0, Leaf::Lesson, "A"),
        facts(1, Leaf::Lesson, "A B"),
    ];
    let guild = Guild {
        first: week(0),
        weeks: 3,
        facts: facts.concat(),
        forgotten: BTreeMap::new(),
    };
    let waited = [90, 3, 600, 20, 8, 41].map(|minutes| Waited {
        week: week(2),
        minutes,
    });
    Facts {
        waited: waited.to_vec(),
        ..guild.closed(Rule::PROMISED)
    }
}

#[test]
fn weeks_wait_until_they_may_be_told() {
    let facts = example();
    let blocks = |family: Family| -> Vec<String> {
        let of = |block: &&Block| block.family == family;
        facts
            .blocks
            .iter()
            .filter(of)
            .map(|block| block.span.to_string())
            .collect()
    };
    let each = ["2026-W45", "2026-W46", "2026-W47"];
    let all = ["2026-W45 to 2026-W47"];
    for &family in Family::ALL {
        let expected = match family {
            Family::Inactive | Family::HelpsUpwards => all.as_slice(),
            Family::AsksUnanswered => &each[..2],
            Family::Lessons => &[],
            _ => &each,
        };
        assert_eq!(blocks(family), expected, "{family:?}");
    }
    let unmet: Vec<_> = facts.weeks.iter().map(|week| week.unmet).collect();
    assert_eq!(unmet, [None, None, Some(0)]);
}

#[test]
fn the_example_has_these_figures() {
    let digest = Digest::of(example(), Range::new(week(2), 1).unwrap());
    let all = Some(Span {
        first: week(0),
        last: week(2),
    });
    let number = |number| Some(Value::Number(number));
    let percent = |percent| Some(Change::Percent(percent));
    for (figure, value, of, part, weeks, change) in [
        (Figure::Active, number(7), None, None, None, percent(-26)),
        (Figure::Eligible, number(36), None, Some(26), all, None),
        (Figure::AsksMade, None, None, None, None, None),
        (
            Figure::AsksAnswered,
            number(6),
            None,
            None,
            None,
            Some(Change::New),
        ),
        (Figure::AsksStuck, None, None, None, None, None),
        (
            Figure::FirstHelper,
            Some(Value::Minutes(20)),
            None,
            None,
            None,
            None,
        ),
        (Figure::Helps, number(5), None, None, None, percent(-9)),
        (
            Figure::HelpsAcross,
            number(5),
            Some(5),
            None,
            None,
            percent(-9),
        ),
        (Figure::HelpsUpwards, number(7), Some(16), None, all, None),
        (Figure::Met, number(0), Some(0), None, None, None),
        (Figure::Checked, number(0), None, Some(0), None, None),
        (
            Figure::Rated,
            number(6),
            None,
            None,
            None,
            Some(Change::New),
        ),
        (
            Figure::Satisfaction,
            Some(Value::Band(Band::Happy)),
            None,
            None,
            None,
            None,
        ),
        (Figure::Lessons, None, None, None, None, None),
        (Figure::Unmet, number(0), None, None, None, None),
        (Figure::Few, None, None, None, None, None),
        (Figure::WishesUnmet, number(0), None, None, None, None),
    ] {
        let told = digest.told(figure).unwrap();
        assert_eq!(
            (
                told.value,
                told.of,
                told.part,
                told.other_weeks(digest.range),
                told.change
            ),
            (value, of, part, weeks, change),
            "{figure:?}"
        );
    }
}

/// Over three weeks the blocks of all of them are summed, and compared with nothing, as there is nothing before.
#[test]
fn longer_ranges_sum_more_blocks() {
    let digest = Digest::of(example(), Range::new(week(2), 3).unwrap());
    for (figure, value, of, part) in [
        (Figure::Active, 26, Some(36), None),
        (Figure::Eligible, 36, None, Some(26)),
        (Figure::AsksMade, 0, None, Some(0)),
        (Figure::AsksAnswered, 6, None, None),
        (Figure::Helps, 16, None, None),
        (Figure::HelpsUpwards, 7, Some(16), None),
    ] {
        let told = digest.told(figure).unwrap();
        let expected = (Some(Value::Number(value)), of, part, None);
        assert_eq!(
            (told.value, told.of, told.part, told.change),
            expected,
            "{figure:?}"
        );
    }
    let made = digest
        .told(Figure::AsksMade)
        .unwrap()
        .other_weeks(digest.range);
    assert_eq!(
        made.map(|weeks| weeks.to_string()),
        Some("2026-W45 to 2026-W46".to_owned())
    );
    let bars =
        |bars: &[crate::domain::digest::Bar]| bars.iter().map(|bar| bar.number).collect::<Vec<_>>();
    assert_eq!(digest.chart.weeks.len(), 12);
    assert_eq!(bars(&digest.chart.asks), [0, 0]);
    assert_eq!(bars(&digest.chart.answers), [0, 0, 6]);
}

/// What a digest of a range needs is had from the first week that it says.
#[test]
fn nothing_older_than_said_is_needed() {
    let facts = example();
    for (last, weeks) in [(2, 1), (2, 3), (1, 1), (1, 52)] {
        let range = Range::new(week(last), weeks).unwrap();
        let since = range.since(&facts.blocks);
        let mut less = facts.clone();
        less.tallies
            .retain(|tally| tally.week >= since && tally.week <= week(last));
        less.waited
            .retain(|ask| ask.week >= since && ask.week <= week(last));
        assert_eq!(Digest::of(less, range), Digest::of(facts.clone(), range));
    }
    assert_eq!(
        Range::new(week(2), 1).unwrap().since(&facts.blocks),
        week(2).earlier(15)
    );
    assert_eq!(
        Range::new(week(2), 0).map_err(|error| error.to_string()),
        Err("A digest is of 1 to 52 weeks.".to_owned())
    );
}

/// The page has each definition as the code has it, and in the same order.
#[test]
fn the_page_has_every_definition() {
    let rows: Vec<_> = Figure::ALL
        .iter()
        .map(|figure| format!("| `{}` | {} |\n", figure.as_str(), figure.definition()))
        .collect();
    assert!(
        DOCS.contains(&rows.concat()),
        "docs/digest.md lacks:\n{}",
        rows.concat()
    );
    for figure in Figure::ALL {
        assert!(
            figure.definition().starts_with(figure.title()) && figure.definition().ends_with('.')
        );
    }
}

/// The page has each family with its parent and parts, and each sum, as the code has them.
#[test]
fn the_page_has_every_family_and_sum() {
    let words = |leaves: &[Leaf], between: &str| {
        let words = leaves.iter().map(|leaf| format!("`{}`", leaf.as_str()));
        words.collect::<Vec<_>>().join(between)
    };
    for family in Family::ALL {
        let parent = family
            .parent()
            .map(|parent| format!("`{}` ", parent.as_str()));
        let parts = family
            .parts()
            .iter()
            .map(|part| words(part, " + "))
            .collect::<Vec<_>>()
            .join("; ");
        let row = format!(
            "| `{}` | {}| {parts} |\n",
            family.as_str(),
            parent.unwrap_or_default()
        );
        assert!(DOCS.contains(&row), "docs/digest.md lacks: {row}");
    }
    for figure in Figure::ALL {
        let Some((family, leaves)) = figure.sum() else {
            continue;
        };
        let leaves = match figure {
            Figure::Helps => "the four of helps".to_owned(),
            _ => words(leaves, ", "),
        };
        let of = figure
            .whole()
            .map(|whole| format!("`{}` ", whole.as_str()))
            .unwrap_or_default();
        let row = format!(
            "| `{}` | `{}` | {leaves} | {of}|\n",
            figure.as_str(),
            family.as_str()
        );
        assert!(DOCS.contains(&row), "docs/digest.md lacks: {row}");
    }
}
