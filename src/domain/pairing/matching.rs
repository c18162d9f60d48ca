//! The best matching of a sparse graph: everybody matched with one neighbour, so that the sum of gains is greatest.
//!
//! # The method
//!
//! Edmonds' blossom algorithm in its primal-dual form. Each vertex has a *price* and each *blossom* (an odd set of vertices, made of an
//! odd cycle of vertices and blossoms) a *rent*. The *slack* of an edge is what the prices of its ends, and the rents of the blossoms
//! that hold both, exceed twice its gain by. Throughout, no slack and no rent is below zero, and matched edges have no slack. So whatever the
//! matching, twice its gain is at most the prices, and each rent as often as pairs fit into its blossom: [`Matching::bound`]. Once
//! everybody is matched the two are equal, and the matching is the best.
//!
//! One vertex is matched at a time, by growing a tree of edges without slack from it and moving the prices in the tree when it is
//! stuck, until it meets another unmatched vertex. Since trees end at the nearest one they stay small, and since they begin from prices
//! that are nearly right ([`Matching::warm_up`]) there are few.
//!
//! Prices and rents are in half-points, so that halving a slack stays within integers: see [`tree`].

mod blossoms;
mod start;
mod tree;

use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// "Nothing" in tables of indices.
const NONE: u32 = u32::MAX;

/// What a vertex or blossom is to the tree that grows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Label {
    /// Not in the tree.
    Free,
    /// An even number of edges from the root: may be matched anew.
    Even,
    /// An odd number of edges from the root.
    Odd,
}

/// A graph, a matching of some of it, and the prices that prove how good it is.
///
/// An *end* is an edge and one of its two vertices, as one number: twice the edge, plus which of the two. Vertices and blossoms share
/// one numbering; blossoms come after the vertices.
#[derive(Clone, Debug)]
pub(super) struct Matching {
    vertices: u32,
    /// The two vertices of each edge.
    edges: Vec<[u32; 2]>,
    /// Twice the gain of each edge.
    gains: Vec<i64>,
    /// For each vertex, the far ends of its edges.
    around: Vec<Vec<u32>>,
    /// For each vertex, its price in half-points.
    price: Vec<i64>,
    /// For each vertex, the far end of its matched edge.
    mate: Vec<u32>,
    /// For each vertex, the outermost blossom that holds it, or itself.
    top: Vec<u32>,

    // For each vertex and blossom:
    label: Vec<Label>,
    /// The end, outside of it, of the edge by which it joined the tree.
    via: Vec<u32>,
    /// Until when its price and rent have been brought up to date.
    since: Vec<i64>,
    /// The blossom that it is directly part of.
    parent: Vec<u32>,
    /// The vertex of it that is matched outside of it.
    base: Vec<u32>,
    seen: Vec<u32>,
    /// Of what a blossom is made, along its cycle, the part with its base first.
    parts: Vec<Vec<u32>>,
    /// The ends between one part and the next.
    links: Vec<Vec<u32>>,
    /// What the blossom costs, in half-points.
    rent: Vec<i64>,
    unused: Vec<u32>,

    // While a tree grows:
    now: i64,
    /// When the tree is known to meet an unmatched vertex: nothing later matters.
    limit: i64,
    marks: u32,
    events: BinaryHeap<Reverse<(i64, u32, u32)>>,
    /// For each vertex that is not in the tree, when the tree reaches it.
    reached: Vec<i64>,
    /// The vertices of which that is known.
    touched: Vec<u32>,
    /// Even vertices that have not looked around yet.
    fresh: Vec<u32>,
    labelled: Vec<u32>,
    work: u64,
    /// Whether the tree ends where it meets itself.
    until_cycle: bool,
}

/// How a search for a partner went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Search {
    /// Everybody who was matched is, and the root too.
    Matched,
    /// There is no partner: these are the vertices of the tree that could have had another, and none of them has an edge to
    /// somewhere else than to the second list's.
    Stuck(Vec<u32>, Vec<u32>),
    /// It took more work than it was given, or met itself where that was to be the end.
    GaveUp,
}

impl Matching {
    /// Vertices of these prices, in half-points, and no edges yet. The better the prices, the less there is to do.
    pub(super) fn new(prices: Vec<i64>) -> Self {
        let each = prices.len();
        let n = u32::try_from(each).unwrap_or(NONE - 1);
        Self {
            vertices: n,
            edges: Vec::new(),
            gains: Vec::new(),
            around: vec![Vec::new(); each],
            price: prices,
            mate: vec![NONE; each],
            top: (0..n).collect(),
            label: vec![Label::Free; each],
            via: vec![NONE; each],
            since: vec![0; each],
            parent: vec![NONE; each],
            base: (0..n).collect(),
            seen: vec![0; each],
            parts: vec![Vec::new(); each],
            links: vec![Vec::new(); each],
            rent: vec![0; each],
            unused: Vec::new(),
            now: 0,
            limit: i64::MAX,
            marks: 0,
            events: BinaryHeap::new(),
            reached: vec![i64::MAX; each],
            touched: Vec::new(),
            fresh: Vec::new(),
            labelled: Vec::new(),
            work: 0,
            until_cycle: false,
        }
    }

    /// Adds an edge. The two are different, and have no edge yet. After edges are added to a matching, [`Self::warm_up`] must follow.
    pub(super) fn add(&mut self, one: u32, other: u32, gain: i64) {
        let edge = u32::try_from(self.edges.len()).unwrap_or(NONE / 2);
        self.edges.push([one, other]);
        self.gains.push(2 * gain);
        self.around[one as usize].push(2 * edge + 1);
        self.around[other as usize].push(2 * edge);
    }

    /// Adds the only edge of a vertex, so that the other end must be matched over it. Its slack is zero, and so the prices go on
    /// fitting: [`Self::warm_up`] need not follow.
    pub(super) fn hold(&mut self, holder: u32, held: u32) {
        self.price[holder as usize] = -self.price[held as usize];
        self.add(holder, held, 0);
    }

    /// Whether a vertex has edges.
    pub(super) fn has_edges(&self, vertex: u32) -> bool {
        !self.around[vertex as usize].is_empty()
    }

    /// How many vertices there are.
    pub(super) fn vertices(&self) -> u32 {
        self.vertices
    }

    /// How many edges there are.
    pub(super) fn edges(&self) -> usize {
        self.edges.len()
    }

    /// Whether the two have an edge.
    pub(super) fn joined(&self, one: u32, other: u32) -> bool {
        let (few, far) = if self.around[one as usize].len() <= self.around[other as usize].len() {
            (one, other)
        } else {
            (other, one)
        };
        self.around[few as usize]
            .iter()
            .any(|end| self.at(*end) == far)
    }

    /// With whom somebody is matched.
    pub(super) fn partner(&self, vertex: u32) -> Option<u32> {
        match self.mate[vertex as usize] {
            NONE => None,
            end => Some(self.at(end)),
        }
    }

    /// The price of a vertex, in half-points.
    pub(super) fn price(&self, vertex: u32) -> i64 {
        self.price[vertex as usize]
    }

    /// The price of each vertex, in half-points, if blossoms were given up: half of each rent goes to whoever it holds. At these
    /// prices no slack is less than it is with the rents.
    pub(super) fn plain_prices(&self) -> Vec<i64> {
        let mut prices = self.price.clone();
        for blossom in self.vertices..u32::try_from(self.parts.len()).unwrap_or(NONE) {
            let rent = self.rent[blossom as usize];
            if rent > 0 && !self.parts[blossom as usize].is_empty() {
                for vertex in self.leaves(blossom) {
                    prices[vertex as usize] += rent / 2;
                }
            }
        }
        prices
    }

    /// What is left of the prices, in half-points, if an edge of this gain joined the two: below zero, it might better the matching.
    pub(super) fn slack(&self, one: u32, other: u32, gain: i64) -> i64 {
        let plain = self.price[one as usize] + self.price[other as usize] - 2 * gain;
        if plain >= 0 || self.top[one as usize] != self.top[other as usize] {
            return plain;
        }
        plain + self.rent_of_both(one, other)
    }

    /// The rents of the blossoms that hold both.
    fn rent_of_both(&self, one: u32, other: u32) -> i64 {
        let of_one: Vec<(u32, i64)> = self.blossoms_of(one).collect();
        let of_other: Vec<(u32, i64)> = self.blossoms_of(other).collect();
        // Outermost first, they are the same until they part.
        let both = of_one.iter().rev().zip(of_other.iter().rev());
        both.take_while(|(one, other)| one == other)
            .map(|((_, rent), _)| rent)
            .sum()
    }

    /// Twice what any matching of these edges can gain at most, whether or not this one is finished. With somebody unmatched it
    /// bounds the matchings of everybody.
    pub(super) fn bound(&self) -> i128 {
        let prices: i128 = self.price.iter().map(|price| i128::from(*price)).sum();
        prices
            + self
                .rents()
                .map(|(rent, size)| i128::from(rent) * (size / 2))
                .sum::<i128>()
    }

    /// Each rent that is not zero, with how many vertices its blossom holds.
    fn rents(&self) -> impl Iterator<Item = (i64, i128)> {
        (self.vertices as usize..self.parts.len())
            .filter(|blossom| self.rent[*blossom] > 0 && !self.parts[*blossom].is_empty())
            .map(|blossom| {
                let held = self.leaves(u32::try_from(blossom).unwrap_or(NONE)).len();
                (self.rent[blossom], held as i128)
            })
    }

    /// The blossoms that hold the vertex, innermost first, each with its rent.
    pub(super) fn blossoms_of(&self, vertex: u32) -> impl Iterator<Item = (u32, i64)> {
        let directly =
            move |of: u32| Some(self.parent[of as usize]).filter(|parent| *parent != NONE);
        std::iter::successors(directly(vertex), move |blossom| directly(*blossom))
            .map(|blossom| (blossom, self.rent[blossom as usize]))
    }

    /// Twice what the matching gains.
    pub(super) fn gain(&self) -> i128 {
        (0..self.vertices as usize)
            .filter(|vertex| self.mate[*vertex] != NONE)
            .map(|vertex| i128::from(self.gains[self.mate[vertex] as usize / 2]))
            .sum::<i128>()
            / 2
    }

    /// The vertex at an end.
    fn at(&self, end: u32) -> u32 {
        self.edges[end as usize / 2][end as usize % 2]
    }

    /// The vertices within a blossom, or the vertex itself.
    fn leaves(&self, of: u32) -> Vec<u32> {
        let mut leaves = Vec::new();
        let mut open = vec![of];
        while let Some(next) = open.pop() {
            if next < self.vertices {
                leaves.push(next);
            } else {
                open.extend(&self.parts[next as usize]);
            }
        }
        leaves
    }
}

#[cfg(test)]
#[allow(clippy::cast_possible_truncation)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The most that matchings of everybody gain, tried one by one; nothing if there are none.
    fn most(n: usize, gain: &dyn Fn(usize, usize) -> Option<i64>, used: u32) -> Option<i64> {
        let Some(first) = (0..n).find(|vertex| used >> vertex & 1 == 0) else {
            return Some(0);
        };
        (first + 1..n)
            .filter(|other| used >> other & 1 == 0)
            .filter_map(|other| {
                let rest = most(n, gain, used | 1 << first | 1 << other)?;
                Some(gain(first, other)? + rest)
            })
            .max()
    }

    fn edges(
        most: usize,
        gains: std::ops::Range<i64>,
    ) -> impl Strategy<Value = (usize, Vec<Option<i64>>)> {
        (1..=most / 2).prop_flat_map(move |half| {
            let pairs = 2 * half * (2 * half - 1) / 2;
            let edge = prop_oneof![1 => Just(None), 4 => gains.clone().prop_map(Some)];
            (Just(2 * half), proptest::collection::vec(edge, pairs))
        })
    }

    /// Solves it, adding a part of the edges at a time, and checks that what it says is so.
    fn check(n: usize, gains: &[Option<i64>], rounds: usize) -> Result<(), TestCaseError> {
        let at = |one: usize, other: usize| {
            let (low, high) = (one.min(other), one.max(other));
            gains[high * (high - 1) / 2 + low]
        };
        let mut matching = Matching::new(vec![0; n]);
        for round in 0..rounds {
            for high in 1..n {
                for low in (0..high).filter(|low| (high * 7 + low * 3) % rounds == round) {
                    if let Some(gain) = at(low, high) {
                        matching.add(low as u32, high as u32, gain);
                    }
                }
            }
            matching.warm_up();
            for vertex in 0..n as u32 {
                if matching.partner(vertex).is_none() {
                    matching.search(vertex, u64::MAX);
                }
            }
        }
        for one in 0..n {
            if let Some(partner) = matching.partner(one as u32) {
                prop_assert_eq!(matching.partner(partner), Some(one as u32));
                prop_assert!(at(one, partner as usize).is_some());
            }
            for other in 0..one {
                if let Some(gain) = at(one, other) {
                    prop_assert!(matching.slack(one as u32, other as u32, gain) >= 0);
                }
            }
        }
        let all = (0..n as u32).all(|vertex| matching.partner(vertex).is_some());
        let expected = most(n, &at, 0);
        prop_assert_eq!(all, expected.is_some());
        if let Some(expected) = expected {
            prop_assert_eq!(matching.gain(), i128::from(2 * expected));
            prop_assert_eq!(matching.bound(), i128::from(2 * expected));
        }
        Ok(())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn it_is_the_best_there_is((n, gains) in edges(10, -20..60), rounds in 1_usize..4) {
            check(n, &gains, rounds)?;
        }

        #[test]
        fn it_is_the_best_among_many_that_are_alike((n, gains) in edges(10, 0..3), rounds in 1_usize..4) {
            check(n, &gains, rounds)?;
        }
    }
}
