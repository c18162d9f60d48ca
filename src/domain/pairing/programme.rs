//! What a programme adds to one round, because there will be others.
//!
//! Two things stand above value, and [`Round`] says what each cost:
//!
//! - **Turns.** Who was in a trio lately is the last to be in one again. [`Person::trio_ago`] feeds this, and
//!   [`pair`] itself heeds it.
//! - **Looking ahead.** With up to [`LOOKED_AHEAD`] people, a round does not use up pairs in a way that forces a repeat
//!   earlier than necessary. The best round by value is taken when the rest of the pairs still hold as many rounds as
//!   before, less one; a plan of those rounds is the proof. Otherwise the next best rounds are tried, and the plan's own
//!   first round, made as valuable as it can be by exchanging parts with the rounds after it. What comes of greed is taken
//!   where it leaves as many rounds and is better.
//!
//! Nothing is kept from one round to the next but who has met: people may join, leave, pause and block between rounds, and
//! the plan is made anew for those who are there. Since the search draws the same lots for the same new faces, whatever the
//! seed, a plan that was found for who is left after a round is what the next round finds, if the same people are there.

mod faces;
mod improve;
mod plan;
#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests;

use std::num::NonZero;

use rand::SeedableRng as _;
use rand_chacha::ChaCha8Rng;

use super::{GroupSize, Objective, Pairing, Person, Problem, objective, pair, solve};
use crate::domain::ids::MemberId;
use faces::{Faces, Seating};
use improve::Costs;
use plan::Effort;

/// Up to so many people a round looks ahead. With more, there are more new faces than rounds in which to remember them.
pub const LOOKED_AHEAD: usize = 50;

/// So many rounds that are nearly the best are looked for.
const ALTERNATIVES: usize = 24;
/// So many of them, the best, are held against the rounds to come.
const TRIED: usize = 8;

/// A programme's next round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Round {
    /// Who sits with whom. [`Pairing::exact`] is about the round by itself: it is false where looking ahead changed it.
    pub pairing: Pairing,
    /// For how many rounds from this one on, this one included, nobody need meet anybody again, if the same people stay and
    /// nobody blocks anybody: a plan of them was found, and the next round finds the rest again (as long as no meeting is
    /// older than [`WINDOW`](super::WINDOW)). Absent where the round did
    /// not look ahead: with more than [`LOOKED_AHEAD`] people, in groups of three, and where blocks or repeats cannot be
    /// helped now.
    pub new_faces_for: Option<usize>,
    /// What it cost, in halves of a point of value, that trios go in turns.
    pub half_cost_of_turns: i64,
    /// What looking ahead cost, in halves of a point of value. Less than nothing where turns gave way to it, and value gained by that.
    pub half_cost_of_looking_ahead: i64,
}

/// Seats a programme's next round: [`pair`], with turns and looking ahead. The same for the same arguments, on any
/// machine and with any number of threads.
pub fn next_round(problem: &Problem, seed: u64, threads: NonZero<usize>) -> Round {
    let pairing = pair(problem, seed, threads);
    let half_cost_of_turns = cost_of_turns(problem, &pairing, seed, threads);
    let mut round = Round {
        pairing,
        new_faces_for: None,
        half_cost_of_turns,
        half_cost_of_looking_ahead: 0,
    };
    if problem.people.len() <= LOOKED_AHEAD && problem.group == GroupSize::Two {
        look_ahead(problem, &mut round, seed, threads);
    }
    round
}

/// By how much the round would be worth more if nobody remembered who sat in a trio.
fn cost_of_turns(problem: &Problem, pairing: &Pairing, seed: u64, threads: NonZero<usize>) -> i64 {
    let remembered = problem
        .people
        .iter()
        .any(|person| person.trio_ago.is_some());
    if pairing.trios == 0 || !remembered {
        return 0;
    }
    let mut forgetful = problem.clone();
    for person in &mut forgetful.people {
        person.trio_ago = None;
    }
    (pair(&forgetful, seed, threads).half_value - pairing.half_value).max(0)
}

/// Replaces the round by one that leaves more rounds without a repeat, where there is one.
fn look_ahead(problem: &Problem, round: &mut Round, seed: u64, threads: NonZero<usize>) {
    let faces = Faces::of(problem);
    let Some(best) = faces.seating(&round.pairing.groups) else {
        return;
    };
    let leaves = |first: &Seating, rounds: usize, effort: Effort| {
        plan::rounds(&faces.after(first), rounds, effort).is_some()
    };
    for rounds in (1..=faces.most_rounds()).rev() {
        if leaves(&best, rounds - 1, Effort::Thorough) {
            round.new_faces_for = Some(rounds);
            return;
        }
        let Some(plan) = plan::rounds(&faces, rounds, Effort::Thorough) else {
            continue;
        };
        let costs = Costs::of(problem, &faces);
        let rng = &mut ChaCha8Rng::seed_from_u64(seed);
        let Some(planned) = planned(plan, &faces, &costs, rng) else {
            continue;
        };
        let alternative = alternatives(problem, &faces, &round.pairing, seed, threads)
            .into_iter()
            .map(|(_, _, seating)| seating)
            .take(TRIED)
            .take_while(|seating| costs.of_seating(seating) < costs.of_seating(&planned))
            .find(|seating| leaves(seating, rounds - 1, Effort::Quick));
        let chosen = alternative.unwrap_or(planned);
        let better = by_greed(problem, &faces, seed)
            .filter(|seating| costs.of_seating(seating) < costs.of_seating(&chosen))
            .filter(|seating| leaves(seating, rounds - 1, Effort::Thorough));
        let chosen = faces.groups(&better.unwrap_or(chosen));
        if let Some(worth) = objective(problem, &chosen) {
            let before = round.pairing.half_value;
            round.pairing.groups = chosen;
            round.pairing.half_value = -worth.minus_half_value;
            round.pairing.exact = false;
            round.half_cost_of_looking_ahead = before - round.pairing.half_value;
        }
        round.new_faces_for = Some(rounds);
        return;
    }
}

/// What comes of giving one after the other the best partner left, where by that nobody meets again and nobody is left out. A round that
/// looks ahead is not to be worse, but where that is what keeps repeats away.
fn by_greed(problem: &Problem, faces: &Faces, seed: u64) -> Option<Seating> {
    faces.seating(&solve::by_greed(problem, seed))
}

/// The first round of a plan, as valuable as it can be made, after which the next round will find a plan of the others.
///
/// What the exchanges leave is a plan, and yet the search need not find one for those faces. Then each of the plan's own
/// rounds is tried, the best first. Should none do, nothing is promised that the next round might not find.
fn planned(
    plan: Vec<Seating>,
    faces: &Faces,
    costs: &Costs,
    rng: &mut ChaCha8Rng,
) -> Option<Seating> {
    let to_come = plan.len() - 1;
    let improved = improve::first_of(plan.clone(), costs, rng);
    let found_again =
        |first: &Seating, effort| plan::rounds(&faces.after(first), to_come, effort).is_some();
    if found_again(&improved, Effort::Thorough) {
        return Some(improved);
    }
    let mut unchanged = plan;
    unchanged.sort_by_key(|seating| costs.of_seating(seating));
    [Effort::Quick, Effort::Thorough]
        .into_iter()
        .find_map(|effort| {
            unchanged
                .iter()
                .find(|first| found_again(first, effort))
                .cloned()
        })
}

/// Rounds of first meetings that are nearly as good as the best: each without one of its groups. Best first.
fn alternatives(
    problem: &Problem,
    faces: &Faces,
    best: &Pairing,
    seed: u64,
    threads: NonZero<usize>,
) -> Vec<(Objective, Vec<Vec<MemberId>>, Seating)> {
    let trio = best.groups.iter().find(|group| group.len() == 3);
    let mut found: Vec<(Objective, Vec<Vec<MemberId>>, Seating)> = best
        .groups
        .iter()
        .take(ALTERNATIVES)
        .filter_map(|group| {
            // With the trio kept, the rest is an even number, which is solved much sooner.
            let kept = trio.filter(|trio| *trio != group);
            let mut other = problem.clone();
            other
                .people
                .retain(|person| kept.is_none_or(|trio| !trio.contains(&person.id)));
            part(&mut other.people, group);
            let mut groups = pair(&other, seed, threads).groups;
            groups.extend(kept.cloned());
            groups.sort_unstable();
            let seating = faces.seating(&groups)?;
            Some((objective(problem, &groups)?, groups, seating))
        })
        .collect();
    found.sort_unstable_by(|one, other| (one.0, &one.1).cmp(&(other.0, &other.1)));
    found.dedup_by(|one, other| one.1 == other.1);
    found
}

/// Two of the group may not meet.
fn part(people: &mut [Person], group: &[MemberId]) {
    if let [first, .., last] = group {
        for person in people.iter_mut().filter(|person| person.id == *first) {
            person.blocks.push(*last);
        }
    }
}
