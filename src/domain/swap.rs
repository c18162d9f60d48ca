//! Skill swaps: who teaches whom, so that everybody in a swap gives and receives.
//!
//! Members and what they could teach each other are a directed graph, and a set of swaps is a set of disjoint cycles of
//! two or three in it. Serving the most wishes is the most members in such cycles, which is hard in general (it is kidney
//! exchange with cycles of at most three). So: `graph` draws the graph and drops whoever is in no short cycle;
//! `search` solves what remains piece by piece, by local search from a greedy beginning and then by branch and bound
//! with a limit on its steps, never on time. What it proves it says: [`Swaps::exact`].

mod assignment;
mod graph;
mod search;
#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests;

use std::collections::HashSet;

use rand::SeedableRng as _;
use rand::seq::SliceRandom as _;
use rand_chacha::ChaCha8Rng;

use crate::domain::ids::{MemberId, SkillId};
use graph::Graph;

/// So many are looked at together. The graph is held as bits, of which this many members need half a megabyte; more are
/// dealt out into tables of this many, and those whom their table could not serve sit down together once more.
const TABLE: usize = 2_000;

/// Somebody who wants to swap. Each id stands once in what is given to [`find`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Swapper {
    /// Who it is.
    pub id: MemberId,
    /// What they can teach.
    pub teaches: Vec<SkillId>,
    /// What they want to learn; the earlier of two is preferred where one giver could teach both.
    pub wishes: Vec<SkillId>,
    /// Whom they are never to be in a swap with, whichever of the two said so.
    pub blocks: Vec<MemberId>,
}

/// One teaches another one skill.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Leg {
    /// Who teaches.
    pub giver: MemberId,
    /// Who learns.
    pub taker: MemberId,
    /// What the giver teaches and the taker wishes for.
    pub skill: SkillId,
}

/// What [`find`] found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Swaps {
    /// The swaps: two or three legs each, the taker of one the giver of the next, and nobody in two of them. In the
    /// order of their first givers, who are the lowest of each swap.
    pub cycles: Vec<Vec<Leg>>,
    /// How many wishes that serves, one for each member in a swap.
    pub served: usize,
    /// More than this is impossible; proven.
    pub bound: usize,
    /// Whether `served` is the most there is.
    pub exact: bool,
}

/// Swaps that serve the most wishes, or nearly. Nobody is with whom they block, and no leg is in `done`: the same two are
/// not brought together twice for the same skill.
///
/// The same for the same arguments, on any machine. The order of `people` does not matter, the seed does: it decides
/// between solutions as good as each other.
pub fn find(people: &[Swapper], done: &[Leg], seed: u64) -> Swaps {
    let mut people: Vec<&Swapper> = people.iter().collect();
    people.sort_unstable_by_key(|swapper| swapper.id);
    let done: HashSet<Leg> = done.iter().copied().collect();
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    people.shuffle(&mut rng);

    let mut cycles = Vec::new();
    let bound = if people.len() <= TABLE {
        solve(&people, &done, &mut rng, &mut cycles).bound
    } else {
        in_tables(people, &done, &mut rng, &mut cycles)
    };
    for cycle in &mut cycles {
        let first = (0..cycle.len()).min_by_key(|leg| cycle[*leg].giver);
        cycle.rotate_left(first.unwrap_or_default());
    }
    cycles.sort_unstable();
    let served = cycles.iter().map(Vec::len).sum();
    Swaps {
        cycles,
        served,
        bound,
        exact: served == bound,
    }
}

/// What one call of [`solve`] proved and left.
struct Rest<'a> {
    bound: usize,
    unserved: Vec<&'a Swapper>,
}

/// Solves for those who fit one graph.
fn solve<'a>(
    people: &[&'a Swapper],
    done: &HashSet<Leg>,
    rng: &mut ChaCha8Rng,
    cycles: &mut Vec<Vec<Leg>>,
) -> Rest<'a> {
    let graph = Graph::new(people, done);
    let mut bound = 0;
    let mut served = vec![false; people.len()];
    for piece in graph.pieces() {
        let found = search::most(&graph, &piece, rng);
        bound += found.bound;
        for cycle in found.cycles {
            cycle
                .members()
                .iter()
                .for_each(|member| served[*member] = true);
            cycles.push(graph::legs(people, done, &cycle));
        }
    }
    let unserved = people
        .iter()
        .zip(&served)
        .filter(|(_, served)| !**served)
        .map(|(swapper, _)| *swapper)
        .collect();
    Rest { bound, unserved }
}

/// Solves table by table, then for those left over. Gives a bound that holds for all together.
fn in_tables(
    mut people: Vec<&Swapper>,
    done: &HashSet<Leg>,
    rng: &mut ChaCha8Rng,
    cycles: &mut Vec<Vec<Leg>>,
) -> usize {
    let bound = graph::could_be_served(&people);
    loop {
        let before = cycles.len();
        let mut unserved = Vec::new();
        for table in people.chunks(TABLE) {
            unserved.extend(solve(table, done, rng, cycles).unserved);
        }
        if cycles.len() == before || people.len() <= TABLE {
            return bound;
        }
        unserved.shuffle(rng);
        people = unserved;
    }
}
