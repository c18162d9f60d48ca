//! Many rounds at once, no two of whom have the same pair in them.
//!
//! For an even number that is an edge colouring: each round a colour, and each pair of at most one. For an odd number the
//! trios are laid out first, and those who sit in a round's trio need no partner in it. What remains is found by climbing
//! (Dinitz and Stinson's hill-climbing for one-factorisations: whoever lacks a partner in a round takes one they have
//! not met, whose partner goes without), which is at its best while there are many pairs, and by taking random rounds
//! away one after the other, which is at its best near the end.

use std::cmp::Reverse;

use rand::seq::SliceRandom as _;
use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

use super::faces::{Faces, Seating, all, members};

/// How hard rounds are looked for: how often all is begun anew before it is given up.
#[derive(Clone, Copy)]
pub(super) enum Effort {
    /// Where much depends on it.
    Thorough,
    /// Where there are others to try.
    Quick,
}

impl Effort {
    /// In a small plan there is little to choose from, so more of it is bad luck; and an attempt takes next to no time.
    const fn attempts(self, rounds: usize) -> usize {
        match self {
            Self::Thorough if rounds < CLIMBED => 64,
            Self::Thorough => 16,
            Self::Quick => 4,
        }
    }
}

/// What the lots of every plan are drawn from. Any number would do, as long as it is always the same.
const LOTS: u64 = 1;
/// Steps of climbing for each place in the plan.
const STEPS: usize = 100;
/// How many rounds are taken away at random in one attempt, before it is given up.
const TAKEN: usize = 300;
/// Nodes of the search for one random round, for each person.
const NODES: usize = 12;
/// From so many rounds on, climbing is tried first.
const CLIMBED: usize = 6;

/// So many rounds of first meetings, or nothing where none were found. That there are none is proven only where there
/// are fewer new faces than rounds.
///
/// The same faces always give the same plan, and what is found quickly is found thoroughly too. So a plan that was found for
/// who will be left after this round is found again by the next, though nothing is kept until then.
pub(super) fn rounds(faces: &Faces, rounds: usize, effort: Effort) -> Option<Vec<Seating>> {
    if rounds > faces.most_rounds() {
        return None;
    }
    let rng = &mut ChaCha8Rng::seed_from_u64(LOTS);
    (0..effort.attempts(rounds)).find_map(|attempt| {
        let trios = trios(faces, rounds, attempt % 3, rng)?;
        let mut left = faces.clone();
        for [one, two, three] in trios.iter().flatten() {
            left.use_up(*one, *two);
            left.use_up(*one, *three);
            left.use_up(*two, *three);
        }
        let climbing_first = rounds >= CLIMBED && attempt % 4 != 3;
        if climbing_first {
            Climb::new(&left, &trios).go(rng)
        } else {
            Peel::new(&trios).go(&left, rng)
        }
    })
}

/// A trio for each round where the number is odd, none of whose pairs is in two, and none of whose members runs out of
/// new faces by it.
///
/// Those with the most to spare come first, so that it is spent evenly; `unevenly` allows for so much difference.
fn trios(
    faces: &Faces,
    rounds: usize,
    unevenly: usize,
    rng: &mut ChaCha8Rng,
) -> Option<Vec<Option<[usize; 3]>>> {
    const TRIES: usize = 40;
    let size = faces.size();
    if size.is_multiple_of(2) {
        return Some(vec![None; rounds]);
    }
    (0..TRIES).find_map(|_| {
        let mut left = faces.clone();
        let mut spare: Vec<usize> = (0..size).map(|one| faces.degree(one) - rounds).collect();
        let mut trios: Vec<Option<[usize; 3]>> = Vec::with_capacity(rounds);
        while trios.len() < rounds {
            let mut order: Vec<usize> = (0..size).filter(|one| spare[*one] > 0).collect();
            order.shuffle(rng);
            order.sort_by_cached_key(|one| Reverse(spare[*one] + rng.random_range(0..=unevenly)));
            let trio = first_trio(&left, &order)?;
            let [one, two, three] = trio;
            for member in trio {
                spare[member] -= 1;
            }
            left.use_up(one, two);
            left.use_up(one, three);
            left.use_up(two, three);
            trios.push(Some(trio));
        }
        trios.shuffle(rng);
        Some(trios)
    })
}

/// The first three in this order, roughly, who have all yet to meet.
fn first_trio(faces: &Faces, order: &[usize]) -> Option<[usize; 3]> {
    order.iter().enumerate().find_map(|(at, one)| {
        order[at + 1..].iter().enumerate().find_map(|(next, two)| {
            let both = faces.of_one(*one) & faces.of_one(*two);
            if !faces.has(*one, *two) {
                return None;
            }
            order[at + next + 2..]
                .iter()
                .find(|three| both >> **three & 1 == 1)
                .map(|three| [*one, *two, *three])
        })
    })
}

/// Nobody.
const NONE: usize = usize::MAX;

/// Hill-climbing over incomplete plans.
struct Climb<'a> {
    faces: Faces,
    trios: &'a [Option<[usize; 3]>],
    /// By round and person: the partner.
    with: Vec<Vec<usize>>,
    /// The places where somebody lacks a partner, in no order, and where each stands in that list.
    lacking: Vec<(usize, usize)>,
    at: Vec<Vec<usize>>,
    /// By round: those who lack a partner, and those who need none.
    lonely: Vec<u64>,
    seated: Vec<u64>,
}

impl<'a> Climb<'a> {
    /// `faces` without the pairs of the trios.
    fn new(faces: &Faces, trios: &'a [Option<[usize; 3]>]) -> Self {
        let size = faces.size();
        let mut climb = Self {
            faces: faces.clone(),
            trios,
            with: vec![vec![NONE; size]; trios.len()],
            lacking: Vec::new(),
            at: vec![vec![NONE; size]; trios.len()],
            lonely: vec![0; trios.len()],
            seated: vec![0; trios.len()],
        };
        for (round, trio) in trios.iter().enumerate() {
            for member in trio.iter().flatten() {
                climb.with[round][*member] = *member;
                climb.seated[round] |= 1 << member;
            }
            for person in 0..size {
                if climb.with[round][person] == NONE {
                    climb.lacks(round, person);
                }
            }
        }
        climb
    }

    fn lacks(&mut self, round: usize, person: usize) {
        self.with[round][person] = NONE;
        self.lonely[round] |= 1 << person;
        self.at[round][person] = self.lacking.len();
        self.lacking.push((round, person));
    }

    fn has(&mut self, round: usize, person: usize, partner: usize) {
        self.with[round][person] = partner;
        self.lonely[round] &= !(1 << person);
        let at = self.at[round][person];
        self.lacking.swap_remove(at);
        if let Some((round, person)) = self.lacking.get(at) {
            self.at[*round][*person] = at;
        }
    }

    fn go(mut self, rng: &mut ChaCha8Rng) -> Option<Vec<Seating>> {
        for _ in 0..STEPS * self.faces.size() * self.trios.len() {
            if self.lacking.is_empty() {
                break;
            }
            let (round, person) = self.lacking[rng.random_range(0..self.lacking.len())];
            // Not those in this round's trio, whose own seat is taken for good.
            let open = self.faces.of_one(person) & !self.seated[round];
            if open == 0 {
                continue;
            }
            let both_lack = open & self.lonely[round];
            let other = if both_lack == 0 {
                let which = rng.random_range(0..open.count_ones());
                members(open).nth(which as usize).unwrap_or(person)
            } else {
                both_lack.trailing_zeros() as usize
            };
            let third = self.with[round][other];
            if third == NONE {
                self.has(round, other, person);
            } else {
                self.faces.give_back(other, third);
                self.lacks(round, third);
                self.with[round][other] = person;
            }
            self.has(round, person, other);
            self.faces.use_up(person, other);
        }
        self.lacking.is_empty().then(|| {
            self.trios
                .iter()
                .zip(self.with)
                .map(|(trio, with)| Seating { trio: *trio, with })
                .collect()
        })
    }
}

/// Random rounds, one after the other, with more than one try for each.
struct Peel<'a> {
    trios: &'a [Option<[usize; 3]>],
    taken: Vec<Seating>,
    left: usize,
}

impl<'a> Peel<'a> {
    fn new(trios: &'a [Option<[usize; 3]>]) -> Self {
        Self {
            trios,
            taken: Vec::new(),
            left: TAKEN,
        }
    }

    fn go(mut self, faces: &Faces, rng: &mut ChaCha8Rng) -> Option<Vec<Seating>> {
        self.peel(faces, rng).then_some(self.taken)
    }

    fn peel(&mut self, faces: &Faces, rng: &mut ChaCha8Rng) -> bool {
        let Some(trio) = self.trios.get(self.taken.len()).copied() else {
            return true;
        };
        let to_come = self.trios.len() - self.taken.len();
        // The last rounds decide, and are cheap to try again.
        let tries = if to_come <= 4 { 6 } else { 2 };
        for _ in 0..tries {
            if self.left == 0 {
                return false;
            }
            self.left -= 1;
            let Some(seating) = random_round(faces, trio, rng) else {
                return false;
            };
            let mut left = faces.clone();
            for (one, other) in seating.twos() {
                left.use_up(one, other);
            }
            self.taken.push(seating);
            if self.peel(&left, rng) {
                return true;
            }
            self.taken.pop();
        }
        false
    }
}

/// Everybody outside the trio in pairs of new faces, drawn by lot; nothing where there is no way, or none was found.
pub(super) fn random_round(
    faces: &Faces,
    trio: Option<[usize; 3]>,
    rng: &mut ChaCha8Rng,
) -> Option<Seating> {
    let size = faces.size();
    let mut seating = Seating {
        trio,
        with: (0..size).collect(),
    };
    let free = trio
        .iter()
        .flatten()
        .fold(all(size), |free, member| free & !(1 << member));
    let mut nodes = NODES * size;
    match_up(faces, free, &mut seating.with, &mut nodes, rng).then_some(seating)
}

/// Whoever has the fewest left to choose from chooses first.
fn match_up(
    faces: &Faces,
    free: u64,
    with: &mut [usize],
    nodes: &mut usize,
    rng: &mut ChaCha8Rng,
) -> bool {
    let Some(one) = members(free).min_by_key(|one| (faces.of_one(*one) & free).count_ones()) else {
        return true;
    };
    let mut others: Vec<usize> = members(faces.of_one(one) & free).collect();
    others.shuffle(rng);
    for other in others {
        if *nodes == 0 {
            return false;
        }
        *nodes -= 1;
        with[one] = other;
        with[other] = one;
        if match_up(faces, free & !(1 << one) & !(1 << other), with, nodes, rng) {
            return true;
        }
    }
    with[one] = one;
    false
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// How many rounds are found for so many people who have never met, after each of whom everything is in order.
    fn found(size: usize) -> usize {
        let faces = Faces::strangers(size);
        let most = faces.most_rounds();
        let plan = (1..=most)
            .rev()
            .find_map(|count| rounds(&faces, count, Effort::Thorough))
            .unwrap();
        let mut met = BTreeSet::new();
        for seating in &plan {
            let groups = faces.groups(seating);
            assert_eq!(
                faces.seating(&groups).as_ref().map(Seating::sorted),
                Some(seating.sorted())
            );
            for two in seating.pairs() {
                assert!(met.insert((two.0.min(two.1), two.0.max(two.1))), "{two:?}");
            }
        }
        plan.len()
    }

    #[test]
    fn an_even_number_meets_everybody_without_a_repeat() {
        for size in [2, 4, 6, 8, 10, 16, 28, 50] {
            assert_eq!(found(size), size - 1, "{size}");
        }
    }

    #[test]
    fn an_odd_number_meets_nearly_everybody() {
        // Each round uses up (n + 3) / 2 of n (n - 1) / 2 pairs.
        assert_eq!([3, 5, 7].map(found), [1, 1, 3]);
        for size in [9, 11, 13, 21] {
            let most = size * (size - 1) / (size + 3);
            assert_eq!(Faces::strangers(size).most_rounds(), most);
            assert!(found(size) + 1 >= most, "{size}");
        }
    }

    #[test]
    fn what_cannot_be_is_not_found() {
        // Two rounds of five: a trio and a pair leave no three who are strangers.
        let five = Faces::strangers(5);
        assert!(rounds(&five, 2, Effort::Thorough).is_none());
        // Six who form two triangles of strangers cannot be seated in twos.
        let mut six = Faces::strangers(6);
        for one in 0..3 {
            for other in 3..6 {
                six.use_up(one, other);
            }
        }
        assert!(rounds(&six, 1, Effort::Thorough).is_none());
        assert!(rounds(&six, 3, Effort::Thorough).is_none());
    }
}
