//! More threads than one find what one does, in rounds of so many people that there is work for more than one.

use proptest::strategy::ValueTree as _;

use super::*;
use crate::domain::pairing::{large, solve};

/// A round of so many, drawn once and for all.
fn drawn(people: usize, group: GroupSize) -> Problem {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let problem = problem(people..=people, 0.1, 0.02)
        .new_tree(&mut runner)
        .unwrap()
        .current();
    Problem { group, ..problem }
}

#[test]
fn pairs_are_the_same_on_any_number_of_threads() {
    for people in [150, 151] {
        let problem = drawn(people, GroupSize::Two);
        let one = solve(&problem, 7, 1);
        check(&problem, &one).unwrap();
        for threads in [2, 3] {
            assert_eq!(solve(&problem, 7, threads), one, "{people} on {threads}");
        }
    }
}

#[test]
fn groups_of_three_are_the_same_on_any_number_of_threads() {
    let problem = drawn(151, GroupSize::Three);
    let one = solve(&problem, 7, 1);
    check(&problem, &one).unwrap();
    for threads in [2, 3] {
        assert_eq!(solve(&problem, 7, threads), one, "{threads}");
    }
}

#[test]
fn the_method_for_thousands_finds_the_same_on_any_number_of_threads() {
    let problem = drawn(200, GroupSize::Two);
    let one = solve::pair_as_large(&problem, 7, 1, large::ALL_PAIRS);
    check(&problem, one.as_ref().unwrap()).unwrap();
    for threads in [2, 3] {
        assert_eq!(
            solve::pair_as_large(&problem, 7, threads, large::ALL_PAIRS),
            one,
            "{threads}"
        );
    }
    let slacks = |threads| {
        let round = Round::new(&problem, 7, threads);
        let field = solve::everybody(&round, threads);
        let prices = field.vertices().map(|at| 500 + i64::from(at * 37 % 400));
        large::least_slacks(&field, prices.collect())
    };
    let one = slacks(1);
    for threads in [2, 3] {
        assert_eq!(slacks(threads), one, "{threads}");
    }
}
