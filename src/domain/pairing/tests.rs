//! What must hold of every pairing, and that small ones are the best there are.

use std::collections::BTreeMap;
use std::num::NonZero;

use proptest::prelude::*;
use proptest::strategy::ValueTree;

use super::bound::most_half_value;
use super::pairs::Field;
use super::reseat::Reseating;
use super::round::Round;
use super::{
    Emphasis, GroupSize, Met, Objective, Pairing, Person, Problem, Weight, Weights, forced, greedy,
    large, objective, pair, solve, threes, worth,
};
use crate::domain::ids::{MemberId, SkillId};

/// The best objective of all seatings, tried one by one.
fn best(problem: &Problem) -> Objective {
    fn try_all(
        problem: &Problem,
        open: &[MemberId],
        groups: &mut Vec<Vec<MemberId>>,
    ) -> Option<Objective> {
        let Some((first, rest)) = open.split_first() else {
            return objective(problem, groups);
        };
        let mut best = try_all(problem, rest, groups);
        let mut consider = |group: Vec<MemberId>| {
            let others: Vec<MemberId> = rest
                .iter()
                .copied()
                .filter(|id| !group.contains(id))
                .collect();
            // A group that breaks a block makes nothing of all that follows from it.
            if objective(problem, std::slice::from_ref(&group)).is_none() {
                return;
            }
            groups.push(group);
            let found = try_all(problem, &others, groups);
            groups.pop();
            best = match (best, found) {
                (Some(one), Some(other)) => Some(one.min(other)),
                (one, other) => one.or(other),
            };
        };
        for (at, two) in rest.iter().enumerate() {
            consider(vec![*first, *two]);
            for three in &rest[at + 1..] {
                consider(vec![*first, *two, *three]);
            }
        }
        best
    }
    let open: Vec<MemberId> = problem.people.iter().map(|person| person.id).collect();
    try_all(problem, &open, &mut Vec::new()).unwrap()
}

/// What others do: see [`greedy::seat`].
fn greedy(problem: &Problem, seed: u64) -> Vec<Vec<MemberId>> {
    let round = Round::new(problem, seed, 1);
    let groups = greedy::seat(&solve::everybody(&round, 1));
    ids(&round, groups)
}

fn ids(round: &Round<'_>, groups: Vec<Vec<u32>>) -> Vec<Vec<MemberId>> {
    let id = |at: u32| round.person(at).id;
    groups
        .into_iter()
        .map(|group| group.into_iter().map(id).collect())
        .collect()
}

/// What becomes of a way to begin once it is seated anew, on however small a round.
fn reseated(
    problem: &Problem,
    seed: u64,
    begin: fn(&Field<'_>) -> Vec<Vec<u32>>,
) -> Vec<Vec<MemberId>> {
    let round = Round::new(problem, seed, 1);
    let field = solve::everybody(&round, 1);
    let (_, prices) = most_half_value(&field);
    let groups = Reseating::new(&field, &prices, begin(&field)).settle();
    ids(&round, groups)
}

/// How a heuristic does in so many rounds against every seating there is: how often it leaves out as few as can be, and how often
/// nothing is better. It never breaks a block, seats nobody twice, and never claims to be better than the best.
#[allow(
    clippy::similar_names,
    reason = "what was begun with is compared with what it becomes"
)]
fn against_all(
    problems: impl Iterator<Item = Problem>,
    begin: fn(&Field<'_>) -> Vec<Vec<u32>>,
) -> (usize, usize) {
    let (mut fewest, mut best_of_all) = (0, 0);
    for (seed, problem) in (0..).zip(problems) {
        let begun = Round::new(&problem, seed, 1);
        let begun = ids(&begun, begin(&solve::everybody(&begun, 1)));
        let before = objective(&problem, &begun).unwrap();
        let after = objective(&problem, &reseated(&problem, seed, begin)).unwrap();
        let best = best(&problem);
        assert!(best <= after && after <= before, "{problem:?}");
        fewest += usize::from(after.left_out == best.left_out);
        best_of_all += usize::from(after == best);
    }
    (fewest, best_of_all)
}

fn person(id: i64) -> impl Strategy<Value = Person> {
    let skills = || proptest::collection::vec((0..12_i64).prop_map(SkillId), 0..5);
    let ago = || prop_oneof![3 => Just(None), 1 => (1_u16..60).prop_map(Some)];
    let about = (
        0..4_i64,
        0..10_u8,
        any::<bool>(),
        any::<bool>(),
        0..48_u8,
        0..5_u8,
    );
    (
        skills(),
        skills(),
        about,
        ago(),
        ago(),
        proptest::bool::weighted(0.2),
    )
        .prop_map(
            move |(
                teaches,
                wishes,
                (team, tenure, newcomer, host, from, gave_only),
                hosted_ago,
                trio_ago,
                left_out,
            )| Person {
                id: MemberId(id),
                team,
                teaches,
                wishes,
                tenure,
                newcomer,
                host: host && !newcomer,
                slots: (from..from + 16).map(|slot| slot % 48).collect(),
                blocks: Vec::new(),
                gave_only,
                hosted_ago,
                trio_ago,
                left_out,
            },
        )
}

fn emphasis() -> impl Strategy<Value = Emphasis> {
    let weight = || proptest::sample::select(Weight::ALL);
    (weight(), weight(), weight(), weight(), weight(), weight()).prop_map(
        |(skills, both_ways, teams, tenure, hours, newcomers)| Emphasis {
            skills,
            both_ways,
            teams,
            tenure,
            hours,
            newcomers,
        },
    )
}

/// A round of so many, of whom so large a part of all pairs has met, and is blocked.
fn problem(
    people: std::ops::RangeInclusive<usize>,
    met: f64,
    blocked: f64,
) -> impl Strategy<Value = Problem> {
    people.prop_flat_map(move |n| {
        let all: Vec<(usize, usize)> = (0..n)
            .flat_map(|one| (0..one).map(move |other| (other, one)))
            .collect();
        let part =
            move |share: f64| proptest::collection::vec(proptest::bool::weighted(share), all.len());
        let ago = proptest::collection::vec(0..56_u16, n * n);
        let weights = prop_oneof![Just(Emphasis::default()), emphasis()];
        let group =
            proptest::sample::select(vec![GroupSize::Two, GroupSize::Two, GroupSize::Three]);
        let people: Vec<_> = (0..n).map(|at| person(7 * at as i64 + 1)).collect();
        (
            people,
            part.clone()(met),
            part(blocked),
            ago,
            weights,
            group,
        )
            .prop_map(|(mut people, met, blocked, ago, emphasis, group)| {
                let n = people.len();
                let pairs = || (0..n).flat_map(|one| (0..one).map(move |other| (other, one)));
                for ((one, other), blocked) in pairs().zip(blocked) {
                    if blocked {
                        let id = people[other].id;
                        people[one].blocks.push(id);
                    }
                }
                let met = pairs()
                    .zip(met)
                    .filter(|(_, met)| *met)
                    .map(|((one, other), _)| Met {
                        one: people[one].id,
                        other: people[other].id,
                        ago: ago[one * n + other],
                    })
                    .collect();
                Problem {
                    people,
                    met,
                    group,
                    weights: Weights::emphasised(emphasis),
                }
            })
    })
}

fn solve(problem: &Problem, seed: u64, threads: usize) -> Pairing {
    pair(problem, seed, NonZero::new(threads).unwrap())
}

/// Checks what must hold of any pairing, and returns how good it is.
fn check(problem: &Problem, pairing: &Pairing) -> Result<Objective, TestCaseError> {
    let found = objective(problem, &pairing.groups);
    prop_assert!(
        found.is_some(),
        "somebody twice, a block, or a group of a wrong size: {:?}",
        pairing.groups
    );
    let found = found.unwrap();
    prop_assert_eq!(pairing.left_out.len() as i64, found.left_out);
    for id in &pairing.left_out {
        prop_assert!(!pairing.groups.iter().flatten().any(|seated| seated == id));
    }
    prop_assert_eq!(i64::from(pairing.repeats), found.repeats);
    prop_assert_eq!(pairing.recency as i64, found.recency);
    prop_assert_eq!(pairing.half_value, -found.minus_half_value);
    prop_assert!(pairing.half_bound >= pairing.half_value);
    prop_assert!(!pairing.exact || pairing.half_bound == pairing.half_value);
    prop_assert_eq!(
        pairing.trios,
        pairing
            .groups
            .iter()
            .filter(|group| group.len() == 3)
            .count()
    );
    Ok(found)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn small_rounds_are_the_best_there_is(problem in problem(0..=8, 0.3, 0.15), seed: u64) {
        let pairing = solve(&problem, seed, 1);
        prop_assert_eq!(check(&problem, &pairing)?, best(&problem));
        prop_assert!(pairing.exact);
    }

    #[test]
    fn blocks_that_leave_hardly_anything_are_dealt_with_best(problem in problem(2..=9, 0.5, 0.6), seed: u64) {
        let pairing = solve(&problem, seed, 1);
        prop_assert_eq!(check(&problem, &pairing)?, best(&problem));
    }

    #[test]
    fn matching_is_as_good_as_weighing_all(problem in problem(2..=9, 0.4, 0.1), seed: u64) {
        let problem = Problem { group: GroupSize::Two, ..problem };
        if let Some(pairing) = solve::pair_by_matching(&problem, seed) {
            prop_assert!(pairing.exact);
            prop_assert_eq!(check(&problem, &pairing)?, best(&problem));
        }
    }

}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn what_must_hold_holds(problem in problem(10..=40, 0.2, 0.05), seed: u64) {
        let pairing = solve(&problem, seed, 1);
        let found = check(&problem, &pairing)?;
        prop_assert_eq!(&solve(&problem, seed, 2), &pairing, "on two threads");
        let by_greed = objective(&problem, &greedy(&problem, seed)).unwrap();
        prop_assert!(found <= by_greed, "{:?} is behind greedy's {:?}", found, by_greed);
    }

    #[test]
    fn large_rounds_are_legal_and_never_above_their_bound(problem in problem(10..=60, 0.2, 0.05), seed: u64) {
        let problem = Problem { group: GroupSize::Two, ..problem };
        let best = solve::pair_by_matching(&problem, seed);
        if let (Some(pairing), Some(best)) = (solve::pair_as_large(&problem, seed, 1), best) {
            let found = check(&problem, &pairing)?;
            let exact = check(&problem, &best)?;
            prop_assert!(exact <= found);
            if (exact.repeats, exact.recency) == (found.repeats, found.recency) {
                prop_assert!(pairing.half_bound >= best.half_value);
            }
            prop_assert_eq!(solve::pair_as_large(&problem, seed, 2), Some(pairing), "on two threads");
        }
    }

    #[test]
    fn blocks_everywhere_are_kept(problem in problem(15..=30, 0.2, 0.8), seed: u64) {
        let pairing = solve(&problem, seed, 1);
        let found = check(&problem, &pairing)?;
        prop_assert_eq!(&solve(&problem, seed, 2), &pairing, "on two threads");
        let by_greed = objective(&problem, &greedy(&problem, seed)).unwrap();
        prop_assert!(found <= by_greed, "{:?} is behind greedy's {:?}", found, by_greed);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn ten_people_are_seated_best(problem in problem(10..=10, 0.3, 0.3), seed: u64) {
        let pairing = solve(&problem, seed, 1);
        prop_assert_eq!(check(&problem, &pairing)?, best(&problem));
    }
}

/// Rounds in twos in which blocks leave somebody out or force more than one trio, so that matching has no answer.
#[test]
fn rounds_that_blocks_force_are_nearly_always_seated_best() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let any = problem(5..=10, 0.3, 0.6);
    let forced = std::iter::repeat_with(|| any.new_tree(&mut runner).unwrap().current())
        .map(|problem| Problem {
            group: GroupSize::Two,
            ..problem
        })
        .filter(|problem| solve::pair_by_matching(problem, 1).is_none());
    let (fewest, best) = against_all(forced.take(60), forced::seat);
    assert_eq!(fewest, 60);
    assert!(best >= 57, "{best} of 60");
}

#[test]
fn groups_of_three_are_nearly_always_seated_best() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let any = problem(5..=10, 0.3, 0.2);
    let threes =
        std::iter::repeat_with(|| any.new_tree(&mut runner).unwrap().current()).map(|problem| {
            Problem {
                group: GroupSize::Three,
                ..problem
            }
        });
    let (fewest, best) = against_all(threes.take(60), threes::seat);
    assert_eq!(fewest, 60);
    assert!(best >= 54, "{best} of 60");
}

/// With every weight off no pair is worth anything: who met, and when, decides alone.
#[test]
fn all_weights_off_leave_who_met_when() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    for _ in 0..20 {
        let mut problem = problem(6..=9, 0.6, 0.1)
            .new_tree(&mut runner)
            .unwrap()
            .current();
        problem.weights = Weights::emphasised(Emphasis {
            skills: Weight::Off,
            both_ways: Weight::Off,
            teams: Weight::Off,
            tenure: Weight::Off,
            hours: Weight::Off,
            newcomers: Weight::Off,
        });
        let pairing = solve(&problem, 1, 1);
        assert_eq!(pairing.half_value, 0);
        assert_eq!(check(&problem, &pairing).unwrap(), best(&problem));
    }
}

/// Ten people of one kind, with each kind of weight off in turn.
#[test]
fn each_weight_off_is_still_best() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let off: [fn(&mut Emphasis); 6] = [
        |emphasis| emphasis.skills = Weight::Off,
        |emphasis| emphasis.both_ways = Weight::Off,
        |emphasis| emphasis.teams = Weight::Off,
        |emphasis| emphasis.tenure = Weight::Off,
        |emphasis| emphasis.hours = Weight::Off,
        |emphasis| emphasis.newcomers = Weight::Off,
    ];
    for turn_off in off {
        for _ in 0..5 {
            let mut problem = problem(7..=8, 0.2, 0.1)
                .new_tree(&mut runner)
                .unwrap()
                .current();
            let mut emphasis = Emphasis::default();
            turn_off(&mut emphasis);
            problem.weights = Weights::emphasised(emphasis);
            let pairing = solve(&problem, 1, 1);
            assert_eq!(check(&problem, &pairing).unwrap(), best(&problem));
        }
    }
}

proptest! {
    #[test]
    fn the_quick_worth_is_the_worth(problem in problem(2..=12, 0.0, 0.0)) {
        let round = Round::new(&problem, 0, 1);
        for one in 0..round.len() as u32 {
            for other in (0..round.len() as u32).filter(|other| *other != one) {
                let expected = worth(&problem.weights, round.person(one), round.person(other));
                prop_assert_eq!(round.value(one, other), 2 * expected);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    /// What is found without looking at everybody is what looking at everybody finds.
    #[test]
    fn scanning_misses_nobody(problem in problem(2..=90, 0.1, 0.05), seed: u64, height in 0..1_000_i64) {
        let round = Round::new(&problem, seed, 1);
        let field = solve::everybody(&round, 1);
        let prices: Vec<i64> = field.vertices().map(|at| height + i64::from(at * 37 % 400)).collect();
        let found = large::least_slacks(&field, prices.clone());
        for one in field.vertices() {
            let slack = |other: u32| {
                let gain = field.gain(one, other)?;
                Some(prices[one as usize] + prices[other as usize] - 2 * gain)
            };
            let least = field.vertices().filter(|other| *other != one).filter_map(slack).min();
            prop_assert_eq!(found[one as usize], least.unwrap_or(0).min(0));
        }
    }
}

/// What order people and meetings come in makes no difference, and neither do strangers, or somebody named twice.
#[test]
fn the_answer_depends_on_who_and_not_on_the_order() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let given = problem(31..=31, 0.2, 0.05)
        .new_tree(&mut runner)
        .unwrap()
        .current();
    let mut turned = given.clone();
    turned.people.reverse();
    turned.met.reverse();
    turned.met.push(Met {
        one: MemberId(1),
        other: MemberId(99_999),
        ago: 1,
    });
    turned.people[3].blocks.push(MemberId(99_999));
    turned.people.push(turned.people[5].clone());
    assert_eq!(solve(&given, 5, 1), solve(&turned, 5, 2));
}

/// Who was left out last time is not again, where somebody else can be.
#[test]
fn who_was_left_out_comes_first() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    // Everybody has blocked everybody but the first, who can meet one other.
    for n in [5, 16] {
        let mut problem = problem(n..=n, 0.0, 0.0)
            .new_tree(&mut runner)
            .unwrap()
            .current();
        problem.group = GroupSize::Two;
        let ids: Vec<MemberId> = problem.people.iter().map(|person| person.id).collect();
        for (at, person) in problem.people.iter_mut().enumerate() {
            person.left_out = at == 3;
            if at > 0 {
                person.blocks = ids[1..].to_vec();
            }
        }
        let pairing = solve(&problem, 2, 1);
        assert_eq!(pairing.groups, [vec![ids[0], ids[3]]], "of {n}");
        assert_eq!(pairing.left_out.len(), n - 2);
    }
}

/// Repeats outweigh any value, and the oldest is repeated where one must be.
#[test]
fn a_repeat_outweighs_everything_of_value() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut problem = problem(20..=20, 1.0, 0.0)
        .new_tree(&mut runner)
        .unwrap()
        .current();
    problem.group = GroupSize::Two;
    let ids: Vec<MemberId> = problem.people.iter().map(|person| person.id).collect();
    // Everybody has met everybody but one, half of them very lately.
    let new: BTreeMap<MemberId, MemberId> = ids.chunks(2).map(|two| (two[0], two[1])).collect();
    problem.met.retain(|met| {
        new.get(&met.one) != Some(&met.other) && new.get(&met.other) != Some(&met.one)
    });
    for met in &mut problem.met {
        met.ago = 1 + met.ago % 52;
    }
    let pairing = solve(&problem, 3, 1);
    assert_eq!(pairing.repeats, 0);
    assert_eq!(
        pairing.groups,
        ids.chunks(2).map(<[MemberId]>::to_vec).collect::<Vec<_>>()
    );
}
