//! How good a seating is, as numbers that compare.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Add;

use super::{GroupSize, Person, Problem, WINDOW, worth};
use crate::domain::ids::MemberId;

/// How good a seating is. Less is better, and what stands first decides: see the [module](super).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Objective {
    /// How many are left out.
    pub left_out: i64,
    /// How many of them were left out the last time too.
    pub left_out_again: i64,
    /// How many trios there are; less than nothing where trios are wanted.
    pub trios: i64,
    /// How many pairs have met lately.
    pub repeats: i64,
    /// How lately, summed.
    pub recency: i64,
    /// How lately the members of trios were in one, summed.
    pub turns: i64,
    /// Twice the value, less than nothing, so that the greatest value is the least number.
    pub minus_half_value: i64,
}

impl Add for Objective {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            left_out: self.left_out + other.left_out,
            left_out_again: self.left_out_again + other.left_out_again,
            trios: self.trios + other.trios,
            repeats: self.repeats + other.repeats,
            recency: self.recency + other.recency,
            turns: self.turns + other.turns,
            minus_half_value: self.minus_half_value + other.minus_half_value,
        }
    }
}

/// What a meeting so many rounds ago, or being in a trio, adds to the recency.
pub(super) fn recency(ago: u16) -> i64 {
    if ago > WINDOW {
        0
    } else {
        i64::from(WINDOW + 1 - ago.max(1))
    }
}

/// How good these groups are for the problem, or nothing if they are none for it: somebody is in two groups, in none of the problem's
/// people, blocked with another, or in a group of one or more than three.
///
/// Computed from the problem alone, in the plainest way, so that it can check what [`pair`](super::pair) says of itself.
pub fn objective(problem: &Problem, groups: &[Vec<MemberId>]) -> Option<Objective> {
    let mut people: BTreeMap<MemberId, &Person> = BTreeMap::new();
    for person in &problem.people {
        people.entry(person.id).or_insert(person);
    }
    let mut latest: BTreeMap<(MemberId, MemberId), u16> = BTreeMap::new();
    for met in &problem.met {
        let two = (met.one.min(met.other), met.one.max(met.other));
        let ago = latest.entry(two).or_insert(met.ago);
        *ago = met.ago.min(*ago);
    }
    let mut seated = BTreeSet::new();
    let mut sum = Objective::default();
    for group in groups {
        if !(2..=3).contains(&group.len()) || !group.iter().all(|id| seated.insert(*id)) {
            return None;
        }
        let trio = group.len() == 3;
        for (at, id) in group.iter().enumerate() {
            let one = people.get(id)?;
            if trio {
                sum.turns += one.trio_ago.map_or(0, recency);
            }
            for other in &group[at + 1..] {
                let other = people.get(other)?;
                if one.blocks.contains(&other.id) || other.blocks.contains(&one.id) {
                    return None;
                }
                let two = (one.id.min(other.id), one.id.max(other.id));
                let lately = latest.get(&two).map_or(0, |ago| recency(*ago));
                sum.repeats += i64::from(lately > 0);
                sum.recency += lately;
                let worth = worth(&problem.weights, one, other);
                sum.minus_half_value -= if trio { worth } else { 2 * worth };
            }
        }
        if trio {
            sum.trios += trio_counts(problem.group);
        }
    }
    for (id, person) in people {
        if !seated.contains(&id) {
            sum.left_out += 1;
            sum.left_out_again += i64::from(person.left_out);
        }
    }
    Some(sum)
}

/// What one trio adds to [`Objective::trios`].
pub(super) const fn trio_counts(group: GroupSize) -> i64 {
    match group {
        GroupSize::Two => 1,
        GroupSize::Three => -1,
    }
}
