//! What needs a manager, and the figures that are no sums.

use chrono::DateTime;

use crate::domain::digest::{
    Block, COVERAGE, Change, ClosedWeek, Digest, Facts, Family, Figure, Leaf, NEEDS, Need, Range,
    SkillNow, Span, Tally, Value, Waited, Week,
};

/// The week of the digests here.
pub(super) fn week() -> Week {
    "2026-W47".parse().unwrap()
}

/// Every family tells each of the last nine weeks.
pub(super) fn facts(tallies: &[(u32, Leaf, u64)]) -> Facts {
    let weeks = || (0..9).map(|ago| week().earlier(ago));
    let block = |family: Family| {
        weeks().map(move |week| Block {
            family,
            span: Span {
                first: week,
                last: week,
            },
        })
    };
    let tally = |&(ago, leaf, number): &(u32, Leaf, u64)| Tally {
        week: week().earlier(ago),
        leaf,
        number,
    };
    Facts {
        blocks: Family::ALL.iter().copied().flat_map(block).collect(),
        tallies: tallies.iter().map(tally).collect(),
        ..Facts::default()
    }
}

pub(super) fn digest(facts: Facts, weeks: u32) -> Digest {
    Digest::of(facts, Range::new(week(), weeks).unwrap())
}

fn skill(name: &str, teachers: u64, wishers: u64) -> SkillNow {
    SkillNow {
        name: name.to_owned(),
        teachers,
        wishers,
    }
}

fn rests_on_one(skill: &str, wishers: u64) -> Need {
    Need::RestsOnOne {
        skill: skill.to_owned(),
        wishers,
    }
}

fn nobody_teaches(skill: &str, wishers: u64) -> Need {
    Need::NobodyTeaches {
        skill: skill.to_owned(),
        wishers,
    }
}

/// That the facts of a week need this, in this order, with these scores.
#[track_caller]
fn check(tallies: &[(u32, Leaf, u64)], skills: &[SkillNow], expected: &[(u64, Need)]) {
    let facts = Facts {
        skills: skills.to_vec(),
        ..facts(tallies)
    };
    let needs = digest(facts, 1)
        .needs
        .into_iter()
        .map(|need| (need.score(), need));
    assert_eq!(needs.collect::<Vec<_>>(), expected);
}

#[test]
fn needs_are_ranked_by_score() {
    check(&[], &[], &[]);
    // Skills that are taught by two, or that nobody wishes for, need nobody.
    check(
        &[],
        &[skill("Rust", 2, 9), skill("Go", 1, 0), skill("Perl", 0, 0)],
        &[],
    );
    check(
        &[],
        &[
            skill("Kubernetes", 1, 4),
            skill("Postgres", 0, 6),
            skill("Baking", 0, 7),
            skill("Tea", 0, 1),
        ],
        &[
            (14, nobody_teaches("Baking", 7)),
            (12, rests_on_one("Kubernetes", 4)),
            (12, nobody_teaches("Postgres", 6)),
        ],
    );
    check(
        &[
            (0, Leaf::Answered, 9),
            (0, Leaf::Unanswered, 2),
            (0, Leaf::Buddied, 3),
            (0, Leaf::Unbuddied, 1),
        ],
        &[skill("Rust", 1, 2), skill("Go", 1, 2), skill("Perl", 1, 1)],
        &[
            (
                8,
                Need::AsksStuck {
                    asks: 2,
                    of: 11,
                    weeks: 1,
                },
            ),
            (
                6,
                Need::NoBuddy {
                    newcomers: 1,
                    weeks: 1,
                },
            ),
            (6, rests_on_one("Go", 2)),
            (6, rests_on_one("Rust", 2)),
        ],
    );
}

#[test]
fn no_more_than_five_are_named_and_none_scores_above_thirty() {
    // Active 40 a week before, and met 80 in the one week in which a round ended.
    let falls = [
        (1, Leaf::Active, 160),
        (0, Leaf::Active, 10),
        (2, Leaf::Met, 80),
        (0, Leaf::Met, 5),
        (0, Leaf::Unanswered, 100),
        (0, Leaf::RatedSad, 6),
        (0, Leaf::RatedHappy, 5),
        (0, Leaf::Unbuddied, 100),
    ];
    let skills = [skill("Rust", 1, 50), skill("Go", 0, 14)];
    check(
        &falls,
        &skills,
        &[
            (
                30,
                Need::NoBuddy {
                    newcomers: 100,
                    weeks: 1,
                },
            ),
            (
                30,
                Need::AsksStuck {
                    asks: 100,
                    of: 100,
                    weeks: 1,
                },
            ),
            (30, rests_on_one("Rust", 50)),
            (30, Need::FewerActive { percent: 75 }),
            (28, nobody_teaches("Go", 14)),
        ],
    );
    check(
        &falls[..6],
        &[],
        &[
            (
                30,
                Need::AsksStuck {
                    asks: 100,
                    of: 100,
                    weeks: 1,
                },
            ),
            (30, Need::FewerActive { percent: 75 }),
            (18, Need::FewerMeet { percent: 94 }),
            (15, Need::Unhappy),
        ],
    );
    assert_eq!(NEEDS, 5);
}

#[test]
fn small_falls_need_nobody() {
    let fall = |leaf, from, to| {
        let before = [1, 2, 3, 4].map(|ago| (ago, leaf, from));
        [before.as_slice(), &[(0, leaf, to)]].concat()
    };
    check(&fall(Leaf::Active, 100, 91), &[], &[]);
    check(
        &fall(Leaf::Active, 100, 90),
        &[],
        &[(5, Need::FewerActive { percent: 10 })],
    );
    check(&fall(Leaf::Active, 90, 100), &[], &[]);
    check(&fall(Leaf::Met, 100, 76), &[], &[]);
    check(
        &fall(Leaf::Met, 100, 75),
        &[],
        &[(5, Need::FewerMeet { percent: 25 })],
    );
}

/// What came in four weeks scores as what came in one.
#[test]
fn numbers_of_several_weeks_count_a_week() {
    let digest = digest(
        facts(&[(0, Leaf::Unanswered, 3), (3, Leaf::Unanswered, 2)]),
        4,
    );
    let stuck = Need::AsksStuck {
        asks: 5,
        of: 5,
        weeks: 4,
    };
    assert_eq!((stuck.score(), digest.needs), (8, vec![stuck]));
}

fn closed(ago: u32, unmet: Option<u64>) -> ClosedWeek {
    ClosedWeek {
        week: week().earlier(ago),
        starts_at: DateTime::UNIX_EPOCH,
        ends_at: DateTime::UNIX_EPOCH,
        away: false,
        unmet,
        few: None,
    }
}

#[test]
fn members_nobody_met_are_counted_when_that_is_told() {
    let told = |weeks: &[ClosedWeek]| {
        let facts = Facts {
            weeks: weeks.to_vec(),
            ..facts(&[])
        };
        let digest = digest(facts, 1);
        let told = *digest.told(Figure::Unmet).unwrap();
        (told.value, told.change, digest.needs)
    };
    let weeks = [
        closed(0, Some(6)),
        closed(1, None),
        closed(2, Some(5)),
        closed(4, Some(3)),
        closed(5, Some(90)),
    ];
    let needs = vec![Need::NobodyMet { members: 6 }];
    assert_eq!(
        told(&weeks),
        (Some(Value::Number(6)), Some(Change::Percent(50)), needs)
    );
    assert_eq!(told(&weeks[1..]), (None, None, Vec::new()));
    assert_eq!(
        told(&[closed(0, Some(0))]),
        (Some(Value::Number(0)), None, Vec::new())
    );
}

#[test]
fn help_rests_on_few_as_it_was_when_the_week_was_closed() {
    let few = |few| {
        let facts = Facts {
            weeks: vec![ClosedWeek {
                few,
                ..closed(0, None)
            }],
            ..facts(&[])
        };
        let digest = digest(facts, 1);
        (digest.told(Figure::Few).unwrap().value, digest.needs)
    };
    let needed = vec![Need::RestsOnFew { tenths: 4 }];
    assert_eq!(few(Some(4)), (Some(Value::Tenths(4)), needed));
    assert_eq!(few(Some(3)), (Some(Value::Tenths(3)), Vec::new()));
    assert_eq!(few(None), (None, Vec::new()));
}

/// Potluck was away in the last three weeks but one: what is compared with is the one before, and what needs somebody is divided by the
/// weeks in which it was there.
#[test]
fn weeks_without_potluck_are_compared_with_nothing() {
    let tallies = [
        (0, Leaf::Unanswered, 8),
        (0, Leaf::Active, 20),
        (4, Leaf::Active, 16),
    ];
    let told = |weeks: u32| {
        let facts = Facts {
            weeks: (1..4)
                .map(|ago| ClosedWeek {
                    away: true,
                    ..closed(ago, None)
                })
                .collect(),
            ..facts(&tallies)
        };
        digest(facts, weeks)
    };
    let last = told(1);
    let active = last.told(Figure::Active).unwrap();
    assert_eq!(active.change, Some(Change::Percent(25)));
    assert_eq!(last.chart.answers.len(), 9 - 3);
    let four = told(4);
    let stuck = Need::AsksStuck {
        asks: 8,
        of: 8,
        weeks: 1,
    };
    assert_eq!(four.needs, [stuck]);
    let span = four.told(Figure::Active).unwrap().weeks.unwrap();
    assert_eq!((span.weeks(), four.there(span)), (1, 1));
    let active = four.told(Figure::Active).unwrap();
    assert_eq!(
        active.change,
        Some(Change::Percent(25)),
        "the week before these"
    );
}

#[test]
fn the_time_to_the_first_helper_is_a_median() {
    let told = |waited: &[(u32, u32)]| {
        let waited = waited.iter().map(|&(ago, minutes)| Waited {
            week: week().earlier(ago),
            minutes,
        });
        let facts = Facts {
            waited: waited.collect(),
            ..facts(&[])
        };
        let told = *digest(facts, 1).told(Figure::FirstHelper).unwrap();
        (told.value, told.change)
    };
    let minutes = |minutes| Some(Value::Minutes(minutes));
    assert_eq!(told(&[]), (None, None));
    assert_eq!(told(&[(0, 7)]), (minutes(7), None));
    assert_eq!(told(&[(0, 9), (0, 1), (0, 4), (0, 2)]), (minutes(2), None));
    assert_eq!(
        told(&[(0, 30), (1, 10), (4, 20), (4, 90), (5, 1)]),
        (minutes(30), Some(Change::Percent(50)))
    );
    assert_eq!(told(&[(0, 30), (1, 0)]), (minutes(30), None));
}

#[test]
fn skills_are_shown_by_how_many_wish_for_them() {
    let mut skills = vec![
        skill("Tea", 3, 0),
        skill("Rust", 1, 2),
        skill("Go", 0, 2),
        skill("Ada", 1, 2),
    ];
    skills.extend((0..20).map(|n| skill(&format!("Zither {n}"), 1, 0)));
    let facts = Facts {
        skills,
        ..facts(&[])
    };
    let digest = digest(facts, 1);
    let names: Vec<_> = digest
        .coverage
        .iter()
        .map(|covered| covered.skill.as_str())
        .collect();
    assert_eq!(&names[..4], ["Go", "Ada", "Rust", "Zither 0"]);
    assert_eq!(names.len(), COVERAGE);
    let number = |figure| digest.told(figure).unwrap().value;
    assert_eq!(number(Figure::RestingOnOne), Some(Value::Number(2)));
    assert_eq!(number(Figure::WishesUnmet), Some(Value::Number(1)));
}
