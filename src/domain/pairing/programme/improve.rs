//! Making the first round of a plan worth more, without a pair going into two rounds.
//!
//! The pairs of two rounds together fall into rings. Within one ring the two rounds can be exchanged, and both are whole
//! rounds still. (In an edge colouring that is a Kempe chain.)

use rand::RngExt as _;
use rand_chacha::ChaCha8Rng;

use super::faces::{Faces, Seating, members};
use crate::domain::pairing::objective::recency;
use crate::domain::pairing::{Person, Problem, worth};

/// How often the later rounds are shuffled among themselves to open new exchanges with the first.
const SHUFFLES: usize = 60;

/// What seatings of a problem cost, by rank.
pub(super) struct Costs {
    worth: Vec<Vec<i64>>,
    turns: Vec<i64>,
}

impl Costs {
    /// Reads them off a problem.
    pub(super) fn of(problem: &Problem, faces: &Faces) -> Self {
        let mut people: Vec<&Person> = problem.people.iter().collect();
        people.sort_by_key(|person| person.id);
        people.dedup_by_key(|person| person.id);
        debug_assert_eq!(people.len(), faces.size());
        Self {
            worth: people
                .iter()
                .map(|one| {
                    people
                        .iter()
                        .map(|other| worth(&problem.weights, one, other))
                        .collect()
                })
                .collect(),
            turns: people
                .iter()
                .map(|person| person.trio_ago.map_or(0, recency))
                .collect(),
        }
    }

    /// Turns first, then twice the value, less than nothing: less is better.
    pub(super) fn of_seating(&self, seating: &Seating) -> (i64, i64) {
        let turns = seating.trio.iter().flatten().map(|one| self.turns[*one]);
        let halves = |pairs: &mut dyn Iterator<Item = (usize, usize)>| -> i64 {
            pairs.map(|(one, other)| self.worth[one][other]).sum()
        };
        // A pair of two counts among all pairs and once more.
        let value = halves(&mut seating.pairs()) + halves(&mut seating.twos());
        (turns.sum(), -value)
    }
}

/// The best of the plan's rounds, made better by exchanges with the others.
pub(super) fn first_of(mut plan: Vec<Seating>, costs: &Costs, rng: &mut ChaCha8Rng) -> Seating {
    plan.sort_by_key(|seating| costs.of_seating(seating));
    improve(&mut plan, costs);
    let rounds = plan.len();
    if rounds > 2 {
        for _ in 0..SHUFFLES {
            let one = rng.random_range(1..rounds);
            let other = rng.random_range(1..rounds);
            if one != other {
                let ways = rings(&plan[one], &plan[other]);
                let way = ways[rng.random_range(0..ways.len())];
                exchange(&mut plan, one, other, way);
                improve(&mut plan, costs);
            }
        }
    }
    plan.swap_remove(0)
}

/// Exchanges parts of the first round with the others as long as that makes it better.
fn improve(plan: &mut [Seating], costs: &Costs) {
    let mut cost = costs.of_seating(&plan[0]);
    loop {
        let before = cost;
        for other in 1..plan.len() {
            for ring in rings(&plan[0], &plan[other]) {
                if exchange(plan, 0, other, ring) {
                    let now = costs.of_seating(&plan[0]);
                    if now < cost {
                        cost = now;
                    } else {
                        exchange(plan, 0, other, ring);
                    }
                }
            }
        }
        if cost == before {
            return;
        }
    }
}

/// The sets of people between whom two rounds can be exchanged.
fn rings(one: &Seating, other: &Seating) -> Vec<u64> {
    let mut rings = Vec::new();
    let mut seen = 0_u64;
    for start in 0..one.with.len() {
        if seen >> start & 1 == 1 {
            continue;
        }
        let mut ring = 1_u64 << start;
        let mut news = ring;
        while news != 0 {
            let reached = members(news).fold(0, |reached, person| {
                reached | 1 << one.with[person] | 1 << other.with[person]
            });
            let trios = [one, other]
                .into_iter()
                .map(|seating| set(seating.trio))
                .filter(|trio| trio & news != 0)
                .fold(0, |reached, trio| reached | trio);
            news = (reached | trios) & !ring;
            ring |= news;
        }
        seen |= ring;
        rings.push(ring);
    }
    rings
}

/// Exchanges two rounds among the people of a ring. Not where one round would have two trios by it: then nothing changes.
fn exchange(plan: &mut [Seating], one: usize, other: usize, ring: u64) -> bool {
    let has = |round: usize| set(plan[round].trio) & ring != 0;
    if has(one) != has(other) {
        return false;
    }
    let both = has(one);
    for person in members(ring) {
        let with = plan[one].with[person];
        plan[one].with[person] = plan[other].with[person];
        plan[other].with[person] = with;
    }
    if both {
        let trio = plan[one].trio;
        plan[one].trio = plan[other].trio;
        plan[other].trio = trio;
    }
    true
}

/// The members of a trio as a set.
fn set(trio: Option<[usize; 3]>) -> u64 {
    trio.iter().flatten().fold(0, |set, one| set | 1 << one)
}
