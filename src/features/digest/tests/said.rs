//! How a digest reads.

use super::super::words;
use crate::domain::digest::{
    Band, Change, Chart, Digest, Figure, Map, Need, Range, Span, ThankYou, Told, Value, Week,
};
use crate::domain::ids::{HelpId, MemberId};
use crate::picture::Spelled;
use crate::post::{Block, MAX_TEXT};

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
        away: Vec::new(),
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
        "-# Too few people yet to show: people taking part, helps, answers from coffee chats, answers from skill swaps, newcomers, \
         lessons. They wait, and are shown with later weeks.",
    );
}

/// Where there is nothing to show and nothing to do, the digest says the one thing that helps.
#[test]
fn nothing_is_followed_by_a_next_step() {
    let step = "There is little to show yet. What helps most now: ask something yourself with `/askfor`, where all can see it, and say \
                that there is time for this.";
    says(&text(Vec::new(), &[]), step);
    says(&text(vec![number(Figure::Lessons, 0)], &[]), step);
    let said = text(vec![number(Figure::Lessons, 6)], &[]);
    assert!(!said.contains(step), "{said}");
    let mut needed = digest(Vec::new());
    needed.needs.push(Need::NobodyMet { members: 6 });
    let said = words::text(&needed, "Hearth", &MemberId::mention, &[]);
    assert!(!said.contains(step), "{said}");
}

/// The bot may have run all the time, and everybody have been on holiday.
#[test]
fn of_weeks_without_figures_nobody_says_that_potluck_was_not_there() {
    let mut away = digest(Vec::new());
    away.range = Range::new(week(), 12).unwrap();
    away.away = vec![week().earlier(3), week().earlier(20)];
    let said = words::text(&away, "Hearth", &MemberId::mention, &[]);
    says(
        &said,
        "-# Nothing is counted of 1 of these 12 weeks: Potluck was away, or the whole team was.",
    );
}

/// Some of them may have ended by the time that this is read.
#[test]
fn what_waited_in_vain_may_be_over() {
    let mut needed = digest(Vec::new());
    needed.needs.push(Need::AsksStuck {
        asks: 5,
        of: 27,
        weeks: 1,
    });
    let said = words::text(&needed, "Hearth", &MemberId::mention, &[]);
    says(
        &said,
        "1. **5 of 27 asks waited two days in vain.** Those that are still open are in the help channel: a word from you may bring somebody.",
    );
}

/// What changes are against is said where there is one.
#[test]
fn changes_are_explained_where_there_are_any() {
    let against = "Changes are against the four weeks before.";
    let helps = number(Figure::Helps, 7);
    assert!(!text(vec![helps], &[]).contains(against));
    let same = Told {
        change: Some(Change::Percent(0)),
        ..helps
    };
    assert!(!text(vec![same], &[]).contains(against));
    let more = Told {
        change: Some(Change::New),
        ..helps
    };
    let said = text(vec![more], &[]);
    says(&said, "**Help** · 7 helps (up from none)");
    assert!(said.ends_with(against), "{said}");
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
    let of = |of, told| Told {
        of: Some(of),
        ..told
    };
    let said = text(
        vec![
            Told {
                change: Some(Change::Percent(-5)),
                ..of(22, number(Figure::Active, 17))
            },
            number(Figure::AsksMade, 9),
            of(9, number(Figure::AsksAnswered, 8)),
            told(Figure::FirstHelper, Value::Minutes(42)),
            number(Figure::Helps, 12),
            of(12, number(Figure::HelpsAcross, 12)),
            of(12, number(Figure::HelpsUpwards, 0)),
            of(6, number(Figure::Met, 6)),
            of(9, number(Figure::SwapsMet, 5)),
            of(7, number(Figure::Buddied, 0)),
            number(Figure::Rated, 9),
            Told {
                change: Some(Change::Was(Band::Unhappy)),
                ..told(Figure::Satisfaction, Value::Band(Band::Mixed))
            },
        ],
        &[],
    );
    says(&said, "**Taking part** · 17 of 22 active (−5 %)");
    says(
        &said,
        "**Asks** · 9 made, 8 answered within two days, half within 42 minutes",
    );
    says(
        &said,
        "**Help** · 12 helps, all across teams, none to people here far longer",
    );
    says(&said, "**Coffee chats** · all 6 that answered met");
    says(&said, "**Skill swaps** · 5 of the 9 that answered met");
    says(
        &said,
        "**Newcomers** · none of the 7 had a buddy within a day",
    );
    says(
        &said,
        "**How it was** · 9 ratings, at least half happy (before: fewer than half)",
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
            number(Figure::Helps, 12),
            Told {
                of: Some(30),
                ..earlier(number(Figure::HelpsUpwards, 7), 3, 0)
            },
            Told {
                change: Some(Change::New),
                ..earlier(number(Figure::Met, 6), 2, 0)
            },
            Told {
                part: Some(32),
                ..earlier(number(Figure::Checked, 38), 3, 2)
            },
            earlier(number(Figure::Rated, 18), 3, 0),
            earlier(told(Figure::Satisfaction, Value::Band(Band::Happy)), 3, 0),
        ],
        &[],
    );
    says(
        &said,
        "**Taking part** · 17 active (−1 %). 9–22 November: 21 could take part a week, 18 active",
    );
    says(
        &said,
        "**Asks** (9–22 November) · 9 answered within two days. 21 September – 8 November: 56 made (+4 %), 49 answered within \
         two days",
    );
    says(
        &said,
        "**Help** · 12 helps. 2–22 November: 7 of 30 helps to people here far longer",
    );
    says(
        &said,
        "**Coffee chats** (9–22 November) · 6 met (up from none). 19 October – 8 November: 38 answered, 32 met",
    );
    says(
        &said,
        "**How it was** (2–22 November) · 18 ratings, usually at least four in five happy 🙂",
    );
}

/// Nine facts of five people in six weeks are no two people a week.
#[test]
fn means_that_would_read_as_few_people_are_said_otherwise() {
    let over = |told| earlier(told, 6, 0);
    let active = |active, of| {
        let told = Told {
            of,
            ..over(number(Figure::Active, active))
        };
        let said = text(vec![told], &[]);
        let line = said.lines().find(|line| line.contains("Taking part"));
        line.unwrap().split(" · ").nth(1).unwrap().to_owned()
    };
    assert_eq!(active(9, None), "active 9 times in 6 weeks");
    assert_eq!(active(9, Some(60)), "15 % active a week");
    assert_eq!(active(20, Some(24)), "83 % active a week");
    assert_eq!(active(24, Some(24)), "100 % active a week");
    assert_eq!(active(0, Some(60)), "none of 10 active a week");
    assert_eq!(active(30, Some(60)), "5 of 10 active a week");
    let eligible = |of, part| {
        let told = Told {
            part: Some(part),
            change: Some(Change::Percent(7)),
            ..over(number(Figure::Eligible, of))
        };
        let said = text(vec![number(Figure::Active, 6), told], &[]);
        assert_eq!(
            said.contains("+7 %"),
            said.contains("Changes are"),
            "{said}"
        );
        let line = said.lines().find(|line| line.contains("Taking part"));
        line.unwrap().split(": ").nth(1).unwrap().to_owned()
    };
    assert_eq!(eligible(24, 9), "38 % active a week");
    assert_eq!(
        eligible(60, 9),
        "10 could take part a week (+7 %), 15 % active a week"
    );
    assert_eq!(
        eligible(60, 33),
        "10 could take part a week (+7 %), 6 active"
    );
}

/// What Discord shows is what `potluck digest` prints.
#[test]
fn the_message_says_what_is_printed() {
    let mut digest = digest(vec![number(Figure::Helps, 12), number(Figure::Lessons, 0)]);
    digest.needs.push(Need::NobodyTeaches {
        skill: "C_++".to_owned(),
        wishers: 2,
    });
    let names = [Spelled {
        shown: "Team 1".to_owned(),
        name: "Platform".to_owned(),
    }];
    for thanks in 0..3 {
        let quote = |help| ThankYou {
            help: HelpId(help),
            by: MemberId(help),
            to: MemberId(help + 1),
            words: "You saved\nmy *afternoon*.".to_owned(),
            skill: (help == 1).then(|| "C_++".to_owned()),
        };
        digest.thanks = (0..thanks).map(quote).collect();
        let printed = words::text(&digest, "Hearth", &MemberId::mention, &names);
        let shown: Vec<String> = words::message(&digest, "Hearth", &names)
            .shown()
            .into_iter()
            .filter_map(|block| match block {
                Block::Text(text) => Some(text),
                _ => None,
            })
            .collect();
        // Between two texts of a message there is a gap.
        assert_eq!(shown.join("\n\n"), printed);
    }
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
    assert!(said.ends_with("shows anybody."), "{said}");
}
