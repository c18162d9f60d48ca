//! Rounds of thousands, of whom not everybody can be compared with everybody.
//!
//! # The method
//!
//! The same as for [few](super::pairs), but that only a few pairs of each person are tried. Prices that fit those pairs say who is sought
//! after. At these prices the pairs that leave the least slack are found anew, among everybody ([`scan`]) or, of tens of thousands, among
//! some of them; that is done several times over, until the pairs that matter are among those tried. Then they are matched. A
//! search for a partner that takes too long is given up, and who remains is paired with each other, or by breaking one pair.
//!
//! Where it takes less than a second, all pairs are looked at once in the end: that gives a tight bound. Where the number is odd, somebody
//! is chosen who joins a pair ([`third`]). What comes of [greed](greedy) is taken if it is better after all.

mod scan;
mod third;

use super::bound::most_half_value_of_each;
use super::greedy;
use super::matching::Matching;
use super::pairs::Field;
use super::round::Round;
use super::small::weigh;
use super::trios::WithTrio;
use scan::Want;
pub(super) use scan::{Plan, Scan};

/// More people than these are paired this way.
pub(super) const FROM: usize = 1_500;
/// Up to so many people all pairs are looked at once.
pub(super) const ALL_PAIRS: usize = 20_000;
/// So often pairs are chosen before they are matched.
const CHOICES: usize = 3;
/// So many pairs of each person are tried each time.
const TRIED: usize = 8;
/// So many are weighed for each at first, when no prices say who is worth weighing.
const AT_FIRST: usize = 400;
/// At so many tables pairs are looked for, and once they have been matched.
const TABLES: usize = 1;
const MORE_TABLES: usize = 2;
/// So often prices are lowered between.
const PASSES: usize = 8;
/// So often pairs are added to the matching and it is found anew.
const ROUNDS: usize = 3;
/// A search looks at so many edges before it is given up, since pairs are added that will make it shorter.
const WORK: u64 = 2_000;
/// The last time it is given more.
const LAST_WORK: u64 = 60_000;

/// Pairs, and one trio where the number is odd. Of more than so many people not all pairs are looked at.
pub(super) fn seat(field: &Field<'_>, all_pairs: usize) -> WithTrio {
    let round = field.round;
    let plan = Plan::of(round);
    let matching = matched(field, &plan);
    let prices = fitting_prices(field, &plan, &matching, all_pairs);
    let bound = bound(round, prices.as_deref());
    let (mut groups, left) = completed(field, &matching);
    if let Some(left) = left {
        third::join(round, left, &mut groups);
    }
    if let Some(better) = greedy::better_than(field, &groups, prices.as_deref()) {
        groups = better;
    }
    let gain = round.twice_gain(&groups);
    WithTrio {
        groups,
        gain,
        bound: bound.max(gain),
    }
}

/// Pairs to begin from where seating is not a matter of pairs alone, and what is known of others.
#[derive(Debug)]
pub(super) struct Beginning {
    pub(super) pairs: Vec<Vec<u32>>,
    /// For each those whom they would best meet.
    pub(super) nearest: Vec<Vec<u32>>,
    /// Prices that fit all pairs and are never below zero, summed, unless there are too many pairs to look at.
    most: Option<i128>,
}

impl Beginning {
    /// With so many people for each whom they would best meet.
    pub(super) fn of(field: &Field<'_>, count: usize) -> Self {
        let plan = Plan::of(field.round);
        let matching = matched(field, &plan);
        let prices = fitting_prices(field, &plan, &matching, ALL_PAIRS);
        let most = prices
            .as_ref()
            .map(|prices| prices.iter().map(|price| i128::from(*price).max(0)).sum());
        let prices = prices.unwrap_or_else(|| matching.plain_prices());
        Self {
            most,
            pairs: completed(field, &matching).0,
            nearest: Scan::new(field, &plan, prices).nearest(count, MORE_TABLES),
        }
    }

    /// No seating in twos and threes that repeats as these groups do has more than this half-value.
    ///
    /// A pair gains no more than the prices of its two have together, and so a trio, of which the three pairs count half, no more than
    /// those of its three; who is left out only loses theirs. What repeats take off the gain is none of the value.
    pub(super) fn most_half_value(&self, round: &Round<'_>, groups: &[Vec<u32>]) -> i64 {
        let found = weigh(round, groups);
        let lost = i128::from(found.repeats) * i128::from(round.levels.repeat)
            + i128::from(found.recency) * i128::from(round.levels.recency);
        let of_each = most_half_value_of_each(round) / 2;
        let most = self
            .most
            .map_or(of_each, |most| of_each.min(most / 2 + lost));
        i64::try_from(most).unwrap_or(i64::MAX)
    }
}

/// A matching that lacks few.
fn matched(field: &Field<'_>, plan: &Plan) -> Matching {
    let mut matching = first_matching(field, plan);
    for round in 0..ROUNDS - 1 {
        search(&mut matching, WORK);
        let scan = Scan::new(field, plan, matching.plain_prices());
        let better = scan.all(Want {
            count: TRIED,
            below: 0,
            tables: MORE_TABLES.min(scan.tables()),
            turn: CHOICES + round,
            at_random: None,
        });
        Field::add(&mut matching, better);
        matching.warm_up();
    }
    search(&mut matching, LAST_WORK);
    matching
}

/// For each the least slack of any pair with them, below zero.
#[cfg(test)]
pub(super) fn least_slacks(field: &Field<'_>, prices: Vec<i64>) -> Vec<i64> {
    Scan::new(field, &Plan::of(field.round), prices).least()
}

fn first_matching(field: &Field<'_>, plan: &Plan) -> Matching {
    let mut prices = vec![0; field.len()];
    let mut edges: Vec<Vec<(u32, i64)>> = vec![Vec::new(); field.len()];
    for choice in 0..CHOICES {
        let scan = Scan::new(field, plan, prices);
        let chosen = scan.all(Want {
            count: TRIED,
            below: i64::MAX,
            tables: TABLES.min(scan.tables()),
            turn: choice,
            at_random: (choice == 0).then_some(AT_FIRST),
        });
        prices = scan.into_prices();
        for (one, other, gain) in chosen {
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

/// The pairs of a matching and those it leaves, with each other or by breaking a pair, whichever gains more. And the last of an odd number.
fn completed(field: &Field<'_>, matching: &Matching) -> (Vec<Vec<u32>>, Option<u32>) {
    let round = field.round;
    let mut groups = field.pairs_of(matching);
    let mut alone: Vec<u32> = (0..matching.vertices())
        .filter(|vertex| matching.partner(*vertex).is_none())
        .collect();
    while alone.len() > 1 {
        let (Some(one), Some(other)) = (alone.pop(), alone.pop()) else {
            break;
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
    (groups, alone.pop())
}

/// Twice what can be gained at most, by the prices if there are any.
fn bound(round: &Round<'_>, prices: Option<&[i64]>) -> i128 {
    match prices {
        Some(prices) => prices.iter().map(|price| i128::from(*price)).sum(),
        None => most_half_value_of_each(round),
    }
}

/// Prices that fit all pairs, unless there are too many pairs to look at.
fn fitting_prices(
    field: &Field<'_>,
    plan: &Plan,
    matching: &Matching,
    all_pairs: usize,
) -> Option<Vec<i64>> {
    if field.len() > all_pairs {
        return None;
    }
    let scan = Scan::new(field, plan, matching.plain_prices());
    // Each of two pays half of what is missing, and no one more than once what they are short of most.
    let least = scan.least();
    let more = least.iter().map(|least| (1 - least) / 2);
    let prices = scan.into_prices();
    Some(
        prices
            .iter()
            .zip(more)
            .map(|(price, more)| price + more)
            .collect(),
    )
}
