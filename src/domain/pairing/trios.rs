//! The best pairs and one trio, for an odd number of people.
//!
//! # The method
//!
//! The pairs of everybody but one are found first. The prices of that matching bound, for every trio, what it and the best pairs of all
//! others can gain together. The trios are tried from the greatest bound down, each with the best pairs of all others. Once no
//! bound is above what was found, that is the best of all.
//!
//! Of many people not all trios are tried that might be the best. Then what comes of [greed](greedy) is taken if it is better after all.
//!
//! The bound of a trio is what it gains, the prices of all others, and each rent as often as pairs of others fit into its blossom.

use super::greedy;
use super::matching::Matching;
use super::pairs::{Field, Paired};

/// Up to so many people trios are tried until the best is proven.
const UNTIL_PROVEN: usize = 51;
/// With more people so many trios times people are tried.
const TRIES: usize = 40_000;
/// With more people so many pairs for each of them are looked at for trios.
const PAIRS_EACH: usize = 100;

/// Groups, and what they gain.
#[derive(Clone, Debug)]
pub(super) struct WithTrio {
    pub(super) groups: Vec<Vec<u32>>,
    /// Twice the gain.
    pub(super) gain: i128,
    /// Twice what any pairs with a trio can gain at most.
    pub(super) bound: i128,
}

/// The best trio with pairs of all others, or nothing if blocks leave none.
pub(super) fn seat(field: &Field<'_>) -> Option<WithTrio> {
    let base = field.pair();
    if base.unpaired > 0 {
        return None;
    }
    let mut search = Search::new(field, &base);
    search.try_nearest()?;
    search.try_all_worthwhile();
    search.heed_greed();
    search.best
}

/// What is seated if of all trios only the one that may bring least has been tried: worse than where many people leave no time for all.
#[cfg(test)]
pub(super) fn seat_with_worst_trio(field: &Field<'_>) -> Option<WithTrio> {
    let base = field.pair();
    if base.unpaired > 0 {
        return None;
    }
    let mut search = Search::new(field, &base);
    let trios = search.trios_of(&search.pairs_within(i64::MAX).0, i64::MAX);
    search.attempt(trios.last()?.1);
    search.best.as_mut()?.bound = search.all_prices;
    search.heed_greed();
    search.best
}

/// Trios, and what is known of them.
struct Search<'a> {
    field: &'a Field<'a>,
    base: &'a Matching,
    /// Prices that fit all pairs without rents.
    prices: Vec<i64>,
    /// What no pairs with a trio can gain more than, twice, but for the slack of the trio's pairs.
    all_prices: i128,
    best: Option<WithTrio>,
}

impl<'a> Search<'a> {
    fn new(field: &'a Field<'a>, base: &'a Paired) -> Self {
        let prices = base.matching.plain_prices();
        Self {
            field,
            all_prices: prices[..field.len()]
                .iter()
                .map(|price| i128::from(*price))
                .sum(),
            prices,
            base: &base.matching,
            best: None,
        }
    }

    /// What the trio's bound loses by having these two in it, twice over: the three pairs of a trio lose the bound by half of their sum.
    fn loss(&self, one: u32, other: u32) -> Option<i64> {
        let (round, members) = (self.field.round, &self.field.members);
        let gain = self.field.gain(one, other)?;
        let (at, to) = (members[one as usize], members[other as usize]);
        let turns = round.turns(at) + round.turns(to);
        // In a trio the points for value are halved, and those for repeats are not.
        let cost = round
            .cost(at, to)
            .saturating_add(round.levels.turn.saturating_mul(turns));
        let slack = self.prices[one as usize] + self.prices[other as usize] - 2 * gain;
        Some(slack.saturating_add(cost.saturating_mul(2)))
    }

    /// Twice what pairs with this trio can gain at most.
    fn bound(&self, trio: [u32; 3], gain: i64) -> i128 {
        let mut bound = self.base.bound() + 2 * i128::from(gain);
        let mut held: Vec<(u32, i64)> = Vec::new();
        for vertex in trio {
            bound -= i128::from(self.base.price(vertex));
            held.extend(self.base.blossoms_of(vertex));
        }
        held.sort_unstable();
        // A blossom loses a pair if two or three of its members are gone, an odd number being left of an odd one.
        for same in held.chunk_by(|(one, _), (other, _)| one == other) {
            if same.len() > 1 {
                bound -= i128::from(same[0].1);
            }
        }
        bound
    }

    /// Tries one of the trios with the least loss, so that it is known how much may be lost. Nothing if there is no trio.
    fn try_nearest(&mut self) -> Option<()> {
        let mut reach = 1;
        loop {
            let (pairs, all) = self.pairs_within(reach);
            let trios = self.trios_of(&pairs, reach);
            if let Some((_, trio)) = trios.first() {
                self.attempt(*trio);
                return self.best.is_some().then_some(());
            }
            if all && reach == i64::MAX {
                return None;
            }
            reach = if all {
                i64::MAX
            } else {
                reach.saturating_mul(4)
            };
        }
    }

    /// Tries all trios that may be better than the best, or as many as there is time for.
    fn try_all_worthwhile(&mut self) {
        let people = self.field.len();
        let found = self.best.as_ref().map_or(0, |best| best.gain);
        let at_most = (2 * (self.all_prices - found)).max(0);
        let mut reach = i64::try_from(at_most).unwrap_or(i64::MAX).saturating_add(1);
        let mut pairs = self.pairs_within(reach).0;
        if people > UNTIL_PROVEN && pairs.len() > PAIRS_EACH * people {
            let (_, last, _) = pairs.select_nth_unstable_by_key(PAIRS_EACH * people, |pair| pair.2);
            reach = last.2;
            pairs.retain(|pair| pair.2 < reach);
            pairs.sort_unstable();
        }
        // What is beyond reach loses half of it at least.
        let mut bound = self.all_prices - i128::from(reach) / 2;
        let mut tries = if people > UNTIL_PROVEN {
            TRIES / people
        } else {
            usize::MAX
        };
        for (most, trio) in self.trios_of(&pairs, reach) {
            if self.best.as_ref().is_some_and(|best| best.gain >= most) {
                break;
            }
            if tries == 0 {
                bound = bound.max(most);
                break;
            }
            tries -= 1;
            self.attempt(trio);
        }
        if let Some(best) = &mut self.best {
            best.bound = bound.max(best.gain);
        }
    }

    /// Takes what comes of greed if that is better after all, where the best is not proven.
    fn heed_greed(&mut self) {
        let round = self.field.round;
        if let Some(best) = self.best.as_mut().filter(|best| best.gain < best.bound)
            && let Some(groups) = greedy::better_than(self.field, &best.groups, Some(&self.prices))
        {
            best.gain = round.twice_gain(&groups);
            best.groups = groups;
            best.bound = best.bound.max(best.gain);
        }
    }

    /// The pairs that lose less than this, and whether those are all that are not blocked.
    fn pairs_within(&self, reach: i64) -> (Vec<(u32, u32, i64)>, bool) {
        let beyond = std::sync::atomic::AtomicBool::new(false);
        let pairs = self.field.rows(|one| {
            (one + 1..self.field.vertices().end)
                .filter_map(|other| {
                    let loss = self.loss(one, other)?;
                    if loss < reach {
                        return Some((one, other, loss));
                    }
                    beyond.store(true, std::sync::atomic::Ordering::Relaxed);
                    None
                })
                .collect()
        });
        (pairs, !beyond.into_inner())
    }

    /// The trios of which all pairs are among these, and lose less than this together, those with the greatest bound first.
    fn trios_of(&self, pairs: &[(u32, u32, i64)], reach: i64) -> Vec<(i128, [u32; 3])> {
        let mut after: Vec<Vec<(u32, i64)>> = vec![Vec::new(); self.field.len()];
        for (one, other, loss) in pairs {
            after[*one as usize].push((*other, *loss));
        }
        let mut trios = self.field.rows(|one| {
            let mut trios = Vec::new();
            for (two, first) in &after[one as usize] {
                let mut others = after[*two as usize].iter().peekable();
                for (three, second) in &after[one as usize] {
                    while others.next_if(|(other, _)| other < three).is_some() {}
                    let Some((_, third)) = others.next_if(|(other, _)| other == three) else {
                        continue;
                    };
                    let lost = i128::from(*first) + i128::from(*second) + i128::from(*third);
                    if lost < i128::from(reach) {
                        trios.extend(self.bounded([one, *two, *three]));
                    }
                }
            }
            trios
        });
        trios.sort_unstable_by_key(|(bound, trio)| (std::cmp::Reverse(*bound), *trio));
        trios
    }

    fn bounded(&self, trio: [u32; 3]) -> Option<(i128, [u32; 3])> {
        let gain = self.trio_gain(trio)?;
        Some((self.bound(trio, gain), trio))
    }

    fn trio_gain(&self, trio: [u32; 3]) -> Option<i64> {
        self.field
            .round
            .trio_gain(trio.map(|vertex| self.field.members[vertex as usize]))
    }

    /// Pairs all others as well as can be, and keeps it if it is the best.
    fn attempt(&mut self, trio: [u32; 3]) {
        let people = self.field.vertices().end;
        let mut matching = self.base.clone();
        for (holder, member) in (people..).zip(trio) {
            matching.hold(holder, member);
        }
        let paired = self.field.improve(matching);
        let Some(gain) = self.trio_gain(trio).filter(|_| paired.unpaired == 0) else {
            return;
        };
        let total = paired.matching.gain() + 2 * i128::from(gain);
        if self.best.as_ref().is_none_or(|best| total > best.gain) {
            self.best = Some(WithTrio {
                groups: self.groups(&paired.matching, trio),
                gain: total,
                bound: total,
            });
        }
    }

    fn groups(&self, matching: &Matching, trio: [u32; 3]) -> Vec<Vec<u32>> {
        let mut groups = self.field.pairs_of(matching);
        groups.push(
            trio.iter()
                .map(|vertex| self.field.members[*vertex as usize])
                .collect(),
        );
        groups
    }
}
