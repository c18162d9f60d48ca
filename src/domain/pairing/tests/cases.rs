//! Rounds of one kind each.

use std::collections::BTreeMap;

use proptest::strategy::ValueTree as _;

use super::*;
use crate::domain::pairing::{large, solve};

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

/// Of many people one can meet nobody, and one only somebody whose partner is to be a third elsewhere then.
#[test]
fn of_many_nobody_is_left_out_who_could_sit_in_the_place_of_a_third() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    for n in [402, 403] {
        let mut problem = problem(n..=n, 0.0, 0.0)
            .new_tree(&mut runner)
            .unwrap()
            .current();
        problem.group = GroupSize::Two;
        let ids: Vec<MemberId> = problem.people.iter().map(|person| person.id).collect();
        problem.people[0].blocks = ids[1..].to_vec();
        problem.people[1].blocks = [&ids[..1], &ids[3..]].concat();
        let pairing = solve::pair_by_reseating_many(&problem, 4, 1);
        assert_eq!(pairing.left_out, ids[..1], "of {n}");
        check(&problem, &pairing).unwrap();
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

/// Where enough people have never been in a trio, whoever has been is in none. That is not by greed, which loses a tenth of the value.
#[test]
fn the_trio_of_a_large_round_is_whose_turn_it_is() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    for seed in 0..12 {
        let mut problem = problem(101..=101, 0.1, 0.02)
            .new_tree(&mut runner)
            .unwrap()
            .current();
        problem.group = GroupSize::Two;
        problem.weights = Weights::default();
        for (at, person) in problem.people.iter_mut().enumerate() {
            person.trio_ago = (at % 3 > 0).then_some(7);
        }
        let pairing = solve::pair_as_large(&problem, seed, 1, large::ALL_PAIRS).unwrap();
        let found = check(&problem, &pairing).unwrap();
        assert_eq!((found.trios, found.repeats, found.turns), (1, 0, 0));
        let best = solve::pair_by_matching(&problem, seed).unwrap();
        assert!(
            100 * pairing.half_value >= 98 * best.half_value,
            "{} of {}",
            pairing.half_value,
            best.half_value
        );
    }
}
