//! Rounds of thousands, of whom not everybody can be compared with everybody.
//!
//! # The method
//!
//! The same as for [few](super::pairs), but for which pairs are tried. Lists say who teaches what the others wish for and the other way
//! round, who is a host, and who is new; within each list those with the lowest price come first. For each person the first few of each
//! list they look at are weighed by what they gain less both prices, and the best of them tried. This is done several times over, each time
//! with the prices that followed from the last. A search for a partner that takes too long is given up, and who remains is paired
//! with each other, or by breaking one pair.
//!
//! Where it takes less than a second, all pairs are looked at once in the end: that gives a tight bound.

use std::collections::HashMap;

use super::bound::most_half_value_of_each;
use super::matching::Matching;
use super::pairs::{Field, Least};
use super::round::Round;
use super::trios::WithTrio;
use crate::domain::ids::SkillId;

/// More people than these are paired this way.
pub(super) const FROM: usize = 3_000;
/// Up to so many people all pairs are looked at once.
const ALL_PAIRS: usize = 20_000;
/// So often pairs are chosen anew.
const CHOICES: usize = 3;
/// So many pairs of each person are tried each time.
const TRIED: usize = 8;
/// So many of each list are weighed.
const WEIGHED: usize = 80;
/// So often prices are lowered between.
const PASSES: usize = 8;
/// So often pairs are added to the matching and it is found anew.
const ROUNDS: usize = 3;
/// A search looks at so many edges before it is given up, since pairs are added that will make it shorter.
const WORK: u64 = 2_000;
/// The last time it is given more.
const LAST_WORK: u64 = 60_000;

/// Pairs, and one trio where the number is odd.
pub(super) fn seat(field: &Field<'_>) -> WithTrio {
    let mut lists = Lists::of(field.round);
    let mut matching = first_matching(field, &mut lists);
    for round in 0..ROUNDS {
        let last = round + 1 == ROUNDS;
        search(&mut matching, if last { LAST_WORK } else { WORK });
        if !last {
            let prices = matching.plain_prices();
            lists.sort(&prices);
            let better = field.rows(|one| lists.choose(field, one, &prices, 0));
            Field::add(&mut matching, better);
            matching.warm_up();
        }
    }
    let bound = bound(field, &matching);
    let mut groups = field.pairs_of(&matching);
    complete(field.round, &matching, &mut groups);
    let gain = groups
        .iter()
        .map(|group| group_gain(field.round, group))
        .sum();
    WithTrio {
        groups,
        gain,
        bound: bound.max(gain),
    }
}

fn first_matching(field: &Field<'_>, lists: &mut Lists) -> Matching {
    let mut prices = vec![0; field.len()];
    let mut edges: Vec<Vec<(u32, i64)>> = vec![Vec::new(); field.len()];
    for _ in 0..CHOICES {
        lists.sort(&prices);
        for (one, other, gain) in field.rows(|one| lists.choose(field, one, &prices, i64::MAX)) {
            edges[one as usize].push((other, gain));
            edges[other as usize].push((one, gain));
        }
        for edges in &mut edges {
            edges.sort_unstable();
            edges.dedup();
        }
        for _ in 0..PASSES {
            prices = lowered(&edges, &prices);
        }
    }
    let mut matching = Matching::new(prices);
    for (one, edges) in (0..).zip(&edges) {
        for (other, gain) in edges.iter().filter(|(other, _)| *other > one) {
            matching.add(one, *other, *gain);
        }
    }
    drop(edges);
    matching.warm_up();
    matching
}

/// Half of the way to the least price that is asked of each: see [`Field::lowered`].
fn lowered(edges: &[Vec<(u32, i64)>], prices: &[i64]) -> Vec<i64> {
    let asked = |edges: &Vec<(u32, i64)>| {
        let asked = edges
            .iter()
            .map(|(other, gain)| 2 * gain - prices[*other as usize]);
        asked.max()
    };
    edges
        .iter()
        .zip(prices)
        .map(|(edges, price)| {
            asked(edges).map_or(*price, |asked| price + (asked - price + 1).div_euclid(2))
        })
        .collect()
}

fn search(matching: &mut Matching, work: u64) {
    for vertex in 0..matching.vertices() {
        if matching.partner(vertex).is_none() {
            matching.search(vertex, work);
        }
    }
}

/// Who may suit whom.
struct Lists {
    /// For a skill and another, those who teach the one and wish for the other.
    exchange: HashMap<(SkillId, SkillId), Vec<u32>>,
    teach: HashMap<SkillId, Vec<u32>>,
    wish: HashMap<SkillId, Vec<u32>>,
    hosts: Vec<u32>,
    newcomers: Vec<u32>,
    everybody: Vec<u32>,
}

impl Lists {
    fn of(round: &Round<'_>) -> Self {
        let mut lists = Self {
            exchange: HashMap::new(),
            teach: HashMap::new(),
            wish: HashMap::new(),
            hosts: Vec::new(),
            newcomers: Vec::new(),
            everybody: (0..u32::try_from(round.len()).unwrap_or(u32::MAX)).collect(),
        };
        for at in lists.everybody.clone() {
            let person = round.person(at);
            for taught in &person.teaches {
                lists.teach.entry(*taught).or_default().push(at);
                for wished in &person.wishes {
                    lists
                        .exchange
                        .entry((*taught, *wished))
                        .or_default()
                        .push(at);
                }
            }
            for wished in &person.wishes {
                lists.wish.entry(*wished).or_default().push(at);
            }
            if person.newcomer {
                lists.newcomers.push(at);
            } else if super::worth::is_rested_host(person) {
                lists.hosts.push(at);
            }
        }
        lists
    }

    /// Puts those with the lowest price first.
    fn sort(&mut self, prices: &[i64]) {
        let lists = self.exchange.values_mut().chain(self.teach.values_mut());
        let lists = lists.chain(self.wish.values_mut());
        let few = [&mut self.hosts, &mut self.newcomers, &mut self.everybody];
        for list in lists.chain(few) {
            list.sort_unstable_by_key(|at| (prices[*at as usize], *at));
        }
    }

    /// The pairs of one that leave the least slack, and less than `below`.
    fn choose(
        &self,
        field: &Field<'_>,
        one: u32,
        prices: &[i64],
        below: i64,
    ) -> Vec<(u32, u32, i64)> {
        let mut least = Least::new(TRIED);
        for other in self.suited(field.round, one).iter() {
            let plain = |gain| prices[one as usize] + prices[other as usize] - 2 * gain;
            let worth_weighing = |most| plain(most) < below && least.takes(plain(most));
            if other != one
                && worth_weighing(field.round.ceiling(one, other))
                && worth_weighing(field.hoped(one, other))
                && let Some(gain) = field.gain(one, other)
                && plain(gain) < below
            {
                least.offer(plain(gain), (one.min(other), one.max(other), gain));
            }
        }
        least.into_items()
    }

    /// Those who may suit somebody.
    fn suited(&self, round: &Round<'_>, one: u32) -> Marks {
        let person = round.person(one);
        let mut suited = Marks::none_of(self.everybody.len());
        let mut take = |list: Option<&Vec<u32>>| {
            for other in list.into_iter().flatten().take(WEIGHED) {
                suited.mark(*other);
            }
        };
        for wished in &person.wishes {
            take(self.teach.get(wished));
            for taught in &person.teaches {
                take(self.exchange.get(&(*wished, *taught)));
            }
        }
        for taught in &person.teaches {
            take(self.wish.get(taught));
        }
        if person.newcomer {
            take(Some(&self.hosts));
        } else if person.host {
            take(Some(&self.newcomers));
        }
        take(Some(&self.everybody));
        // Some at random: the numbers are in a random order.
        let count = u32::try_from(self.everybody.len()).unwrap_or(u32::MAX);
        for far in 1..=8 {
            suited.mark((one + far * far) % count);
        }
        suited
    }
}

/// A set of people, of whom there may be many and each is named often.
struct Marks(Vec<u64>);

impl Marks {
    fn none_of(people: usize) -> Self {
        Self(vec![0; people.div_ceil(64)])
    }

    fn mark(&mut self, who: u32) {
        self.0[who as usize / 64] |= 1 << (who % 64);
    }

    /// Everybody in the set, rising.
    fn iter(&self) -> impl Iterator<Item = u32> {
        (0..).zip(&self.0).flat_map(|(word, marks)| {
            let mut marks = *marks;
            std::iter::from_fn(move || {
                let next = (marks != 0).then(|| 64 * word + marks.trailing_zeros());
                marks &= marks.wrapping_sub(1);
                next
            })
        })
    }
}

/// Pairs those who are left with each other, breaking pairs where that gains more; the last of an odd number joins a pair.
fn complete(round: &Round<'_>, matching: &Matching, groups: &mut Vec<Vec<u32>>) {
    let mut alone: Vec<u32> = (0..matching.vertices())
        .filter(|vertex| matching.partner(*vertex).is_none())
        .collect();
    while alone.len() > 1 {
        let (Some(one), Some(other)) = (alone.pop(), alone.pop()) else {
            return;
        };
        let broken = groups.iter().enumerate().flat_map(|(at, pair)| {
            let (two, three) = (pair[0], pair[1]);
            let before = round.gain(two, three);
            [(two, three), (three, two)]
                .into_iter()
                .filter_map(move |(two, three)| {
                    let gain = round.gain(one, two)? + round.gain(other, three)? - before?;
                    Some((gain, at, vec![one, two], vec![other, three]))
                })
        });
        let best = broken.max_by_key(|(gain, at, ..)| (*gain, std::cmp::Reverse(*at)));
        let direct = round.gain(one, other);
        match (best, direct) {
            (Some((gain, at, first, second)), direct)
                if direct.is_none_or(|direct| gain > direct) =>
            {
                groups[at] = first;
                groups.push(second);
            }
            (_, Some(_)) => groups.push(vec![one, other]),
            _ => {}
        }
    }
    let trios = groups.iter().enumerate().filter_map(|(at, pair)| {
        let third = alone.first()?;
        let gain = round.trio_gain([pair[0], pair[1], *third])? - round.gain(pair[0], pair[1])?;
        Some((gain, std::cmp::Reverse(at)))
    });
    if let (Some((_, at)), Some(third)) = (trios.max(), alone.first()) {
        groups[at.0].push(*third);
    }
}

/// Twice what a group gains.
fn group_gain(round: &Round<'_>, group: &[u32]) -> i128 {
    let gain = match *group {
        [one, other] => round.gain(one, other),
        [one, two, three] => round.trio_gain([one, two, three]),
        _ => None,
    };
    2 * i128::from(gain.unwrap_or(0))
}

/// Twice what can be gained at most.
fn bound(field: &Field<'_>, matching: &Matching) -> i128 {
    if field.len() > ALL_PAIRS {
        return most_half_value_of_each(field.round);
    }
    let prices = matching.plain_prices();
    let short = field.rows(|one| {
        let mut short = Vec::new();
        for other in one + 1..field.vertices().end {
            let both = prices[one as usize] + prices[other as usize];
            if 2 * field.round.ceiling(one, other) > both
                && 2 * field.hoped(one, other) > both
                && let Some(gain) = field.gain(one, other)
                && 2 * gain > both
            {
                short.push((one, other, 2 * gain - both));
            }
        }
        short
    });
    // Each of two pays half of what is missing, and no one more than once what they are short of most.
    let mut more = vec![0; field.len()];
    for (one, other, short) in short {
        for person in [one, other] {
            let more = &mut more[person as usize];
            *more = short.max(*more);
        }
    }
    let more: i128 = more.iter().map(|more| i128::from((more + 1) / 2)).sum();
    prices.iter().map(|price| i128::from(*price)).sum::<i128>() + more
}
