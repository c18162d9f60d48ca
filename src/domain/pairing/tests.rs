//! What must hold of every pairing, and that small ones are the best there are.

mod cases;
mod properties;
mod threads;

use std::num::NonZero;

use proptest::prelude::*;

use super::round::Round;
use super::{
    Emphasis, GroupSize, Met, Objective, Pairing, Person, Problem, Weight, Weights, objective, pair,
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
