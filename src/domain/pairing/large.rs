//! Rounds of thousands, of whom not everybody can be compared with everybody.
//!
//! # The method
//!
//! The same as for [few](super::pairs), but that only a few pairs of each person are tried. Prices that fit those pairs say who is sought
//! after. At these prices the pairs that leave the least slack are found anew, among everybody ([`scan`]) or, of tens of thousands, among
//! some of them; that is done several times over, until the pairs that matter are among those tried. Then they are matched. A
//! search for a partner that takes too long is given up, and who remains is paired with each other, or by breaking one pair.
//!
//! Where it takes less than a second, all pairs are looked at once in the end: that gives a tight bound.

mod scan;

use super::bound::most_half_value_of_each;
use super::matching::Matching;
use super::pairs::Field;
use super::round::Round;
use super::trios::WithTrio;
use scan::{Plan, Scan, Want};

/// More people than these are paired this way.
pub(super) const FROM: usize = 1_500;
/// Up to so many people all pairs are looked at once.
const ALL_PAIRS: usize = 20_000;
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

/// Pairs, and one trio where the number is odd.
pub(super) fn seat(field: &Field<'_>) -> WithTrio {
    let plan = Plan::of(field.round);
    let mut matching = first_matching(field, &plan);
    for round in 0..ROUNDS - 1 {
        search(&mut matching, WORK);
        let scan = Scan::new(field, &plan, matching.plain_prices());
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
    let bound = bound(field, &plan, &matching);
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
fn bound(field: &Field<'_>, plan: &Plan, matching: &Matching) -> i128 {
    if field.len() > ALL_PAIRS {
        return most_half_value_of_each(field.round);
    }
    let scan = Scan::new(field, plan, matching.plain_prices());
    // Each of two pays half of what is missing, and no one more than once what they are short of most.
    let more: i128 = scan
        .least()
        .iter()
        .map(|least| i128::from((1 - least) / 2))
        .sum();
    scan.prices()
        .iter()
        .map(|price| i128::from(*price))
        .sum::<i128>()
        + more
}
