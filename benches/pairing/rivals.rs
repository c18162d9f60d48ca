//! What others do, for comparison.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use potluck::domain::ids::MemberId;
use potluck::domain::pairing::{Person, Problem, WINDOW, worth};
use rand::SeedableRng as _;
use rand::seq::SliceRandom as _;
use rand_chacha::ChaCha8Rng;

/// Shuffles and pairs neighbours. Two who block are left out, and so is the odd one.
pub(crate) fn random(problem: &Problem, seed: u64) -> Vec<Vec<MemberId>> {
    shuffled(problem, seed)
        .chunks_exact(2)
        .filter(|two| !blocked(two[0], two[1]))
        .map(|two| vec![two[0].id, two[1].id])
        .collect()
}

/// chat-roulette's rule: each member in random order gets the best partner left, somebody new before somebody known; the
/// odd one is left out.
pub(crate) fn greedy(problem: &Problem, seed: u64) -> Vec<Vec<MemberId>> {
    let met: BTreeSet<(MemberId, MemberId)> = problem
        .met
        .iter()
        .filter(|met| met.ago <= WINDOW)
        .flat_map(|met| [(met.one, met.other), (met.other, met.one)])
        .collect();
    let mut left = shuffled(problem, seed);
    let mut groups = Vec::new();
    while let Some(one) = left.pop() {
        let best = left
            .iter()
            .enumerate()
            .filter(|(_, other)| !blocked(one, other))
            .max_by_key(|(_, other)| {
                let known = met.contains(&(one.id, other.id));
                (Reverse(known), worth(&problem.weights, one, other))
            });
        if let Some((at, _)) = best {
            groups.push(vec![one.id, left.swap_remove(at).id]);
        }
    }
    groups
}

fn shuffled(problem: &Problem, seed: u64) -> Vec<&Person> {
    let mut people: Vec<&Person> = problem.people.iter().collect();
    people.shuffle(&mut ChaCha8Rng::seed_from_u64(seed));
    people
}

fn blocked(one: &Person, other: &Person) -> bool {
    one.blocks.contains(&other.id) || other.blocks.contains(&one.id)
}
