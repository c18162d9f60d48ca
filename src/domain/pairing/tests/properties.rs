//! What must hold of any round, by rounds drawn at random.

use proptest::strategy::ValueTree as _;

use super::*;
use crate::domain::pairing::bound::{most_half_value, nearest};
use crate::domain::pairing::pairs::Field;
use crate::domain::pairing::reseat::{self, Reseating};
use crate::domain::pairing::{forced, greedy, large, solve, threes, worth};

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
    let nearest = nearest(&field, &prices, reseat::NEAREST);
    let groups = Reseating::new(&field, &nearest, begin(&field)).settle();
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
        if let (Some(pairing), Some(best)) = (solve::pair_as_large(&problem, seed, 1, large::ALL_PAIRS), best) {
            let found = check(&problem, &pairing)?;
            let exact = check(&problem, &best)?;
            prop_assert!(exact <= found);
            if (exact.repeats, exact.recency) == (found.repeats, found.recency) {
                prop_assert!(pairing.half_bound >= best.half_value);
            }
            prop_assert_eq!(solve::pair_as_large(&problem, seed, 2, large::ALL_PAIRS), Some(pairing), "on two threads");
        }
    }

    /// In the objective's own order, and by more than value alone: whose turn it is to sit in a trio goes before it.
    #[test]
    fn large_rounds_are_never_worse_than_greedy(problem in problem(10..=60, 0.2, 0.05), seed: u64) {
        let problem = Problem { group: GroupSize::Two, ..problem };
        if let Some(pairing) = solve::pair_as_large(&problem, seed, 1, large::ALL_PAIRS) {
            let found = check(&problem, &pairing)?;
            let by_greed = objective(&problem, &greedy(&problem, seed)).unwrap();
            prop_assert!(found <= by_greed, "{:?} is behind greedy's {:?}", found, by_greed);
        }
    }

    /// Nor where there are too many people to look at all pairs, so that no prices say how good greed can get.
    #[test]
    fn the_largest_rounds_are_never_worse_than_greedy(problem in problem(10..=60, 0.2, 0.05), seed: u64) {
        let problem = Problem { group: GroupSize::Two, ..problem };
        if let Some(pairing) = solve::pair_as_large(&problem, seed, 1, 0) {
            let found = check(&problem, &pairing)?;
            let by_greed = objective(&problem, &greedy(&problem, seed)).unwrap();
            prop_assert!(found <= by_greed, "{:?} is behind greedy's {:?}", found, by_greed);
            prop_assert_eq!(solve::pair_as_large(&problem, seed, 2, 0), Some(pairing), "on two threads");
        }
    }

    /// Nor where of an odd number not all trios are tried that might be the best, even if of all trios the worst was.
    #[test]
    fn odd_rounds_are_never_worse_than_greedy(half in 7..=30_usize, problem in problem(61..=61, 0.3, 0.05), seed: u64) {
        let mut problem = Problem { group: GroupSize::Two, ..problem };
        problem.people.truncate(2 * half + 1);
        if let Some(pairing) = solve::pair_with_worst_trio(&problem, seed) {
            let found = check(&problem, &pairing)?;
            let by_greed = objective(&problem, &greedy(&problem, seed)).unwrap();
            prop_assert!(found <= by_greed, "{:?} is behind greedy's {:?}", found, by_greed);
        }
    }

    /// Rows of bits find those whom weighing everybody finds, and of equal ones the same.
    #[test]
    fn greed_finds_the_same_partners_among_many(problem in problem(2..=90, 0.2, 0.1), seed: u64) {
        let round = Round::new(&problem, seed, 1);
        let field = solve::everybody(&round, 1);
        prop_assert_eq!(greedy::seat_finding(&field, true), greedy::seat_finding(&field, false));
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

/// Of these a few trios only are tried, among repeats, turns and blocks.
#[test]
fn odd_rounds_of_hundreds_are_never_worse_than_greedy() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    for people in [53, 101, 151, 301] {
        let drawn = problem(people..=people, 0.3, 0.05);
        let drawn = drawn.new_tree(&mut runner).unwrap().current();
        let problem = Problem {
            group: GroupSize::Two,
            ..drawn
        };
        let found = check(&problem, &solve(&problem, 1, 2)).unwrap();
        let by_greed = objective(&problem, &greedy(&problem, 1)).unwrap();
        assert_eq!((found.left_out, found.trios), (0, 1), "of {people}");
        assert!(found <= by_greed, "of {people}: {found:?} and {by_greed:?}");
    }
}

/// No more trios than people and blocks allow, if nobody is blocked.
fn most_trios(people: usize) -> usize {
    match people % 3 {
        1 => (people.max(4) - 4) / 3,
        _ => people / 3,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn groups_of_three_are_as_many_as_can_be(problem in problem(15..=60, 0.2, 0.0), seed: u64) {
        let problem = Problem { group: GroupSize::Three, ..problem };
        for pairing in [solve(&problem, seed, 1), solve::pair_by_reseating_many(&problem, seed, 1)] {
            let found = check(&problem, &pairing)?;
            prop_assert_eq!((pairing.trios, found.left_out), (most_trios(problem.people.len()), 0));
        }
    }

    #[test]
    fn what_must_hold_of_thousands_of_groups_of_three_holds(problem in problem(15..=60, 0.2, 0.05), seed: u64) {
        let problem = Problem { group: GroupSize::Three, ..problem };
        let pairing = solve::pair_by_reseating_many(&problem, seed, 1);
        let found = check(&problem, &pairing)?;
        let other = solve(&problem, seed, 1);
        if (found.left_out, pairing.trios, found.repeats, found.recency)
            == (other.left_out.len() as i64, other.trios, i64::from(other.repeats), other.recency as i64)
        {
            prop_assert!(pairing.half_bound >= other.half_value);
        }
        let by_greed = objective(&problem, &greedy(&problem, seed)).unwrap();
        prop_assert!(found <= by_greed, "{:?} is behind greedy's {:?}", found, by_greed);
        prop_assert_eq!(solve::pair_by_reseating_many(&problem, seed, 2), pairing, "on two threads");
    }

    /// Pairs of thousands, where blocks leave somebody out or force more trios than one.
    #[test]
    fn what_must_hold_of_thousands_with_blocks_holds(problem in problem(15..=40, 0.2, 0.7), seed: u64) {
        let problem = Problem { group: GroupSize::Two, ..problem };
        let pairing = solve::pair_by_reseating_many(&problem, seed, 1);
        let found = check(&problem, &pairing)?;
        let by_greed = objective(&problem, &greedy(&problem, seed)).unwrap();
        prop_assert!(found <= by_greed, "{:?} is behind greedy's {:?}", found, by_greed);
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
