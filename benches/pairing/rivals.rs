//! What others do, for comparison.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use potluck::domain::ids::MemberId;
use potluck::domain::pairing::{GroupSize, Person, Problem, WINDOW, worth};
use rand::SeedableRng as _;
use rand::seq::SliceRandom as _;
use rand_chacha::ChaCha8Rng;

/// Shuffles and seats neighbours together. Of a group in which two block all are left out, and so is the odd one.
pub(crate) fn random(problem: &Problem, seed: u64) -> Vec<Vec<MemberId>> {
    shuffled(problem, seed)
        .chunks(size(problem.group))
        .filter(|group| group.len() > 1 && apart(group))
        .map(|group| group.iter().map(|person| person.id).collect())
        .collect()
}

/// Whether none of these block one another.
fn apart(group: &[&Person]) -> bool {
    let mut pairs = (group.iter().enumerate())
        .flat_map(|(at, one)| group[at + 1..].iter().map(move |other| (one, other)));
    pairs.all(|(one, other)| !blocked(one, other))
}

fn size(group: GroupSize) -> usize {
    match group {
        GroupSize::Two => 2,
        GroupSize::Three => 3,
    }
}

/// chat-roulette's rule: each member in random order gets the best partner left, somebody new before somebody known, and in groups of three
/// then the two get the best third; the odd one is left out.
pub(crate) fn greedy(problem: &Problem, seed: u64) -> Vec<Vec<MemberId>> {
    let met: BTreeSet<(MemberId, MemberId)> = problem
        .met
        .iter()
        .filter(|met| met.ago <= WINDOW)
        .flat_map(|met| [(met.one, met.other), (met.other, met.one)])
        .collect();
    let gain = |group: &[&Person], other: &Person| {
        let known = |one: &&&Person| met.contains(&(one.id, other.id));
        let known = Reverse(group.iter().filter(known).count());
        let worth: i64 = (group.iter())
            .map(|one| worth(&problem.weights, one, other))
            .sum();
        (known, worth)
    };
    let mut left = shuffled(problem, seed);
    let mut groups = Vec::new();
    while let Some(one) = left.pop() {
        let mut group = vec![one];
        while group.len() < size(problem.group) {
            let best = left
                .iter()
                .enumerate()
                .filter(|(_, other)| group.iter().all(|one| !blocked(one, other)))
                .max_by_key(|(_, other)| gain(&group, other));
            let Some((at, _)) = best else {
                break;
            };
            group.push(left.swap_remove(at));
        }
        if group.len() > 1 {
            groups.push(group.iter().map(|person| person.id).collect());
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
