//! The best pairs, for an even number of people.
//!
//! # The method
//!
//! A matching of all pairs is sought among few of them ([`Matching`]), and proves itself: its prices say of every pair that was not
//! among the few whether it could better the matching. Those that could are added, and the matching is found anew from the prices there
//! are. When none is left the matching is the best of all.

use super::matching::{Matching, Search};
use super::round::Round;

/// So often are prices lowered to begin from.
const PASSES: usize = 6;
/// So many of the nearest pairs of each member are tried at first.
const FIRST: usize = 10;
/// And so many more of those that could better it, each time.
const MORE: usize = 5;

/// Those who are to be paired. Their *vertices* are the members, then the ghosts, then the holders.
#[derive(Debug)]
pub(super) struct Field<'a> {
    pub(super) round: &'a Round<'a>,
    /// The members, rising.
    pub(super) members: Vec<u32>,
    /// Whoever is paired with a ghost is left out.
    pub(super) ghosts: usize,
    /// Vertices without edges, for [`Matching::hold`].
    pub(super) holders: usize,
    pub(super) threads: usize,
}

/// A matching of a field, better than which there is none.
#[derive(Clone, Debug)]
pub(super) struct Paired {
    pub(super) matching: Matching,
    /// How many could not be paired, apart from one whom an odd number leaves.
    pub(super) unpaired: usize,
    /// Vertices that could be without a partner in the place of those who are.
    pub(super) instead: Vec<u32>,
}

impl Field<'_> {
    pub(super) fn len(&self) -> usize {
        self.members.len() + self.ghosts
    }

    /// The member at a vertex, unless it is a ghost.
    pub(super) fn member(&self, vertex: u32) -> Option<u32> {
        self.members.get(vertex as usize).copied()
    }

    pub(super) fn gain(&self, one: u32, other: u32) -> Option<i64> {
        match (self.member(one), self.member(other)) {
            (Some(one), Some(other)) => self.round.gain(one, other),
            (Some(member), None) | (None, Some(member)) => {
                Some(if self.round.person(member).left_out {
                    -self.round.levels.again
                } else {
                    0
                })
            }
            (None, None) => None,
        }
    }

    /// What two members gain in value alone, if they may meet.
    pub(super) fn value(&self, one: u32, other: u32) -> Option<i64> {
        let (one, other) = (self.member(one)?, self.member(other)?);
        (!self.round.is_blocked(one, other)).then(|| self.round.value(one, other))
    }

    /// Never less than what the two gain, and quick to find.
    pub(super) fn hoped(&self, one: u32, other: u32) -> i64 {
        match (self.member(one), self.member(other)) {
            (Some(one), Some(other)) => self.round.value(one, other),
            _ => 0,
        }
    }

    /// The members that a matching pairs with each other.
    pub(super) fn pairs_of(&self, matching: &Matching) -> Vec<Vec<u32>> {
        self.vertices()
            .filter_map(|vertex| {
                let partner = matching
                    .partner(vertex)
                    .filter(|partner| *partner > vertex)?;
                Some(vec![self.member(vertex)?, self.member(partner)?])
            })
            .collect()
    }

    /// Pairs them as well as can be.
    pub(super) fn pair(&self) -> Paired {
        let mut prices = vec![0; self.len()];
        for _ in 0..PASSES {
            prices = self.lowered(&prices, &|one, other| self.gain(one, other), i64::MIN);
        }
        let nearest = self.rows(|one| self.nearest(&prices, one));
        prices.resize(self.len() + self.holders, 0);
        let mut matching = Matching::new(prices);
        Self::add(&mut matching, nearest);
        matching.warm_up();
        self.improve(matching)
    }

    /// Prices that fit all pairs, nearer to the least there are than these.
    ///
    /// Each goes half of the way to the least that is asked of it. Since of two none is asked less than what their gain leaves of
    /// the other's price, half of both makes up for the gain: the prices fit, whatever they were before.
    ///
    /// What a pair gains is no more than [`Self::hoped`]. No price goes below `least`.
    pub(super) fn lowered(
        &self,
        prices: &[i64],
        gain: &(impl Fn(u32, u32) -> Option<i64> + Sync),
        least: i64,
    ) -> Vec<i64> {
        self.rows(|one| {
            let mut asked = i64::MIN;
            for other in self.vertices() {
                let price = prices[other as usize];
                if 2 * self.hoped(one, other) - price > asked
                    && other != one
                    && let Some(gain) = gain(one, other)
                {
                    asked = asked.max(2 * gain - price);
                }
            }
            let own = prices[one as usize];
            // Rounded up, so that two halves are not less than the whole.
            let new = if asked == i64::MIN {
                own
            } else {
                own + (asked - own + 1).div_euclid(2)
            };
            vec![new.max(least)]
        })
    }

    /// Goes on from a matching whose prices fit its edges, until nothing can better it.
    pub(super) fn improve(&self, mut matching: Matching) -> Paired {
        loop {
            let (unpaired, instead, mut wanted) = self.search(&mut matching);
            wanted.extend(self.bettering(&matching));
            if !Self::add(&mut matching, wanted) {
                return Paired {
                    matching,
                    unpaired,
                    instead,
                };
            }
            matching.warm_up();
        }
    }

    /// Matches whoever can be, over the edges there are. How many cannot be, who could be without a partner in their place, and edges
    /// that might change that.
    fn search(&self, matching: &mut Matching) -> (usize, Vec<u32>, Vec<(u32, u32, i64)>) {
        let (mut unpaired, mut instead, mut wanted) = (0, Vec::new(), Vec::new());
        let mut open: Vec<u32> = (0..matching.vertices())
            .filter(|vertex| matching.partner(*vertex).is_none())
            // A holder that holds nobody needs no partner.
            .filter(|vertex| (*vertex as usize) < self.len() || matching.has_edges(*vertex))
            .collect();
        let odd = open.len() % 2 == 1;
        while let Some(vertex) = open.pop() {
            if matching.partner(vertex).is_some() {
                continue;
            }
            open.retain(|other| matching.partner(*other).is_none());
            if open.is_empty() && odd && unpaired == 0 {
                matching.search_until_cycle(vertex);
            } else if let Search::Stuck(even, odd) = matching.search(vertex, u64::MAX) {
                unpaired += 1;
                wanted.extend(self.ways_out(matching, &even, &odd));
                instead.extend(even);
            }
        }
        (unpaired, instead, wanted)
    }

    /// Adds what edges are new. Whether there were any.
    pub(super) fn add(matching: &mut Matching, edges: Vec<(u32, u32, i64)>) -> bool {
        let before = matching.edges();
        for (one, other, gain) in edges {
            if !matching.joined(one, other) {
                matching.add(one, other, gain);
            }
        }
        matching.edges() > before
    }

    pub(super) fn vertices(&self) -> std::ops::Range<u32> {
        0..u32::try_from(self.len()).unwrap_or(u32::MAX)
    }

    /// The pairs of one with anybody that leave the least slack.
    fn nearest(&self, prices: &[i64], one: u32) -> Vec<(u32, u32, i64)> {
        let mut nearest = Least::new(FIRST);
        let plain = |other: u32, gain| prices[one as usize] + prices[other as usize] - 2 * gain;
        for other in self.vertices().filter(|other| *other != one) {
            if nearest.takes(plain(other, self.hoped(one, other)))
                && let Some(gain) = self.gain(one, other)
            {
                nearest.offer(plain(other, gain), (one, other, gain));
            }
        }
        nearest.into_items()
    }

    /// The pairs that could better the matching.
    fn bettering(&self, matching: &Matching) -> Vec<(u32, u32, i64)> {
        // Nearly all are found without looking at blossoms, and looking at blossoms is slow.
        let prices = matching.plain_prices();
        let plain =
            |one: u32, other: u32, gain| prices[one as usize] + prices[other as usize] - 2 * gain;
        let better = self.rows(|one| self.below_zero(one, &plain));
        if better.is_empty() {
            self.rows(|one| {
                self.below_zero(one, &|one, other, gain| matching.slack(one, other, gain))
            })
        } else {
            better
        }
    }

    /// Of the pairs of one with those after it, some of those with the least slack below zero.
    fn below_zero(&self, one: u32, slack: &impl Fn(u32, u32, i64) -> i64) -> Vec<(u32, u32, i64)> {
        let mut better = Least::new(MORE);
        for other in one + 1..self.vertices().end {
            if slack(one, other, self.hoped(one, other)) < 0
                && let Some(gain) = self.gain(one, other)
            {
                let slack = slack(one, other, gain);
                if slack < 0 {
                    better.offer(slack, (one, other, gain));
                }
            }
        }
        better.into_items()
    }

    /// Pairs that let a tree that is stuck grow.
    fn ways_out(&self, matching: &Matching, even: &[u32], odd: &[u32]) -> Vec<(u32, u32, i64)> {
        let mut ways = Vec::new();
        for one in even.iter().filter(|one| (**one as usize) < self.len()) {
            let mut own = Least::new(MORE);
            for other in self.vertices() {
                if other != *one
                    && odd.binary_search(&other).is_err()
                    && let Some(gain) = self.gain(*one, other)
                    && !matching.joined(*one, other)
                {
                    own.offer(matching.slack(*one, other, gain), (*one, other, gain));
                }
            }
            ways.extend(own.into_items());
        }
        ways
    }

    /// What is found for each vertex, in their order, however many threads look.
    pub(super) fn rows<T: Send>(&self, find: impl Fn(u32) -> Vec<T> + Sync) -> Vec<T> {
        super::threads::in_order(self.len(), self.threads, &find)
    }
}

/// The few things of many that have the least numbers; of equal ones those that came first.
pub(super) struct Least<T> {
    count: usize,
    items: Vec<(i64, T)>,
}

impl<T> Least<T> {
    pub(super) fn new(count: usize) -> Self {
        Self {
            count,
            items: Vec::with_capacity(count),
        }
    }

    /// Whether something with this number would be kept.
    #[inline]
    pub(super) fn takes(&self, number: i64) -> bool {
        self.items.len() < self.count || self.items.last().is_some_and(|(last, _)| number < *last)
    }

    /// Below this a number would be kept.
    #[inline]
    pub(super) fn most(&self) -> i64 {
        match self.items.last() {
            Some((last, _)) if self.items.len() >= self.count => *last,
            _ => i64::MAX,
        }
    }

    /// The least number.
    pub(super) fn least(&self) -> Option<i64> {
        self.items.first().map(|(number, _)| *number)
    }

    pub(super) fn offer(&mut self, number: i64, item: T) {
        if self.takes(number) {
            self.items.truncate(self.count - 1);
            let at = self.items.partition_point(|(kept, _)| *kept <= number);
            self.items.insert(at, (number, item));
        }
    }

    pub(super) fn into_items(self) -> Vec<T> {
        self.items.into_iter().map(|(_, item)| item).collect()
    }
}
