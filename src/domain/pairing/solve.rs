//! Which method seats a round, and what is reported of it.

use std::num::NonZero;

use super::bound::{most_half_value, nearest};
use super::large::Beginning;
use super::objective::Objective;
use super::pairs::Field;
use super::reseat::Reseating;
use super::round::Round;
use super::small::{self, weigh};
use super::trios::WithTrio;
use super::{GroupSize, Pairing, Problem, forced, greedy, large, reseat, threes, trios};
use crate::domain::ids::MemberId;

/// Groups, and what is known of how good they are.
#[derive(Clone, Debug)]
pub(super) struct Seating {
    pub(super) groups: Vec<Vec<u32>>,
    /// No seating with the same left out, trios, repeats and recency has more than this half-value.
    pub(super) half_bound: i64,
    /// Whether it is proven that none is better.
    pub(super) exact: bool,
}

/// Seats a round as well as can be: see the [module](super) for what that means.
///
/// The seed decides between what is equally good. `threads` bounds how many threads are used; the answer is the same for any number.
pub fn pair(problem: &Problem, seed: u64, threads: NonZero<usize>) -> Pairing {
    let round = Round::new(problem, seed, threads.get());
    let seating = seat(&round, threads.get());
    report(&round, &seating)
}

fn seat(round: &Round<'_>, threads: usize) -> Seating {
    let field = everybody(round, threads);
    if round.len() <= small::MOST {
        return proven(round, small::seat(round, &field.members).1);
    }
    let exact = match round.group {
        GroupSize::Two => pairs_and_a_trio(&field),
        GroupSize::Three => None,
    };
    exact.unwrap_or_else(|| {
        if round.len() > large::FROM {
            many_by_reseating(&field)
        } else {
            by_reseating(&field)
        }
    })
}

pub(super) fn everybody<'a>(round: &'a Round<'a>, threads: usize) -> Field<'a> {
    Field {
        round,
        members: (0..u32::try_from(round.len()).unwrap_or(u32::MAX)).collect(),
        ghosts: 0,
        holders: if round.len().is_multiple_of(2) { 0 } else { 3 },
        threads,
    }
}

/// The method for rounds in which not every seating can be weighed, on however small a round; nothing where blocks need another.
#[cfg(test)]
pub(super) fn pair_by_matching(problem: &Problem, seed: u64) -> Option<Pairing> {
    let round = Round::new(problem, seed, 1);
    let seating = pairs_and_a_trio(&everybody(&round, 1))?;
    Some(report(&round, &seating))
}

/// The same for an odd number, if the wrong trio has been tried, as of many not all are; nothing where there is none.
#[cfg(test)]
pub(super) fn pair_with_worst_trio(problem: &Problem, seed: u64) -> Option<Pairing> {
    let round = Round::new(problem, seed, 1);
    let found = trios::seat_with_worst_trio(&everybody(&round, 1))?;
    Some(report(&round, &bounded(&round, found)))
}

/// The method for rounds of thousands, on however small a round; nothing where blocks need another. Of more than so many people not all
/// pairs are looked at.
#[cfg(test)]
pub(super) fn pair_as_large(
    problem: &Problem,
    seed: u64,
    threads: usize,
    all_pairs: usize,
) -> Option<Pairing> {
    let round = Round::new(problem, seed, threads);
    let found = large::seat(&everybody(&round, threads), all_pairs);
    (weigh(&round, &found.groups).left_out == 0).then(|| report(&round, &bounded(&round, found)))
}

/// The method for groups of three, and for blocks, of thousands, on however small a round.
#[cfg(test)]
pub(super) fn pair_by_reseating_many(problem: &Problem, seed: u64, threads: usize) -> Pairing {
    let round = Round::new(problem, seed, threads);
    report(&round, &many_by_reseating(&everybody(&round, threads)))
}

/// Who is together if each in turn takes the best partner left.
pub(super) fn by_greed(problem: &Problem, seed: u64) -> Vec<Vec<MemberId>> {
    let round = Round::new(problem, seed, 1);
    ids(&round, &greedy::seat(&everybody(&round, 1)))
}

/// Pairs, and a trio where the number is odd; nothing if blocks do not allow that.
fn pairs_and_a_trio(field: &Field<'_>) -> Option<Seating> {
    let round = field.round;
    if field.len() > large::FROM {
        let found = large::seat(field, large::ALL_PAIRS);
        let left_out = weigh(round, &found.groups).left_out;
        return (left_out == 0).then(|| bounded(round, found));
    }
    if field.len().is_multiple_of(2) {
        let paired = field.pair();
        return (paired.unpaired == 0).then(|| proven(round, field.pairs_of(&paired.matching)));
    }
    trios::seat(field).map(|found| bounded(round, found))
}

fn bounded(round: &Round<'_>, found: WithTrio) -> Seating {
    if found.bound <= found.gain {
        return proven(round, found.groups);
    }
    // What the bound is above what was found could all be value.
    let missing = i64::try_from((found.bound - found.gain) / 2).unwrap_or(i64::MAX);
    let half_value = -weigh(round, &found.groups).minus_half_value;
    Seating {
        half_bound: half_value.saturating_add(missing),
        groups: found.groups,
        exact: false,
    }
}

/// Groups of three, and more trios than one or people left out: the better of two ways to begin, seated anew as long as that helps.
fn by_reseating(field: &Field<'_>) -> Seating {
    let (half_bound, prices) = most_half_value(field);
    let nearest = nearest(field, &prices, reseat::NEAREST);
    let groups = match field.round.group {
        GroupSize::Two => forced::seat(field),
        GroupSize::Three => threes::seat(field),
    };
    Seating {
        half_bound,
        groups: best_settled(field, &nearest, groups),
        exact: false,
    }
}

/// The same for thousands.
fn many_by_reseating(field: &Field<'_>) -> Seating {
    let round = field.round;
    let beginning = Beginning::of(field, reseat::NEAREST);
    let groups = match round.group {
        GroupSize::Two => beginning.pairs.clone(),
        GroupSize::Three => threes::of_pairs(field, beginning.pairs.clone()),
    };
    let groups = best_settled(field, &beginning.nearest, groups);
    Seating {
        half_bound: beginning.most_half_value(round, &groups),
        groups,
        exact: false,
    }
}

/// What becomes of these groups and of what greed finds, whichever is better.
fn best_settled(field: &Field<'_>, nearest: &[Vec<u32>], groups: Vec<Vec<u32>>) -> Vec<Vec<u32>> {
    let settled =
        [groups, greedy::seat(field)].map(|groups| Reseating::new(field, nearest, groups).settle());
    let best = settled
        .into_iter()
        .min_by_key(|groups| weigh(field.round, groups));
    best.unwrap_or_default()
}

fn proven(round: &Round<'_>, groups: Vec<Vec<u32>>) -> Seating {
    Seating {
        half_bound: -weigh(round, &groups).minus_half_value,
        groups,
        exact: true,
    }
}

fn report(round: &Round<'_>, seating: &Seating) -> Pairing {
    let Objective {
        repeats,
        recency,
        minus_half_value,
        ..
    } = weigh(round, &seating.groups);
    let id = |at: &u32| round.person(*at).id;
    let mut seated = vec![false; round.len()];
    for at in seating.groups.iter().flatten() {
        seated[*at as usize] = true;
    }
    let mut left_out: Vec<MemberId> = (0..)
        .zip(&seated)
        .filter(|(_, seated)| !**seated)
        .map(|(at, _)| id(&at))
        .collect();
    left_out.sort_unstable();
    let groups = ids(round, &seating.groups);
    Pairing {
        trios: groups.iter().filter(|group| group.len() == 3).count(),
        groups,
        left_out,
        repeats: u32::try_from(repeats).unwrap_or(u32::MAX),
        recency: recency.unsigned_abs(),
        half_value: -minus_half_value,
        half_bound: seating.half_bound,
        exact: seating.exact,
    }
}

/// The groups by id, in the order of a pairing.
fn ids(round: &Round<'_>, groups: &[Vec<u32>]) -> Vec<Vec<MemberId>> {
    let mut groups: Vec<Vec<MemberId>> = groups
        .iter()
        .map(|group| {
            let mut ids: Vec<MemberId> = group.iter().map(|at| round.person(*at).id).collect();
            ids.sort_unstable();
            ids
        })
        .collect();
    groups.sort_unstable();
    groups
}
