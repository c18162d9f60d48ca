//! Rounds so small that every seating can be weighed: exact for whatever blocks, sizes and weights there are.

use super::objective::{Objective, trio_counts};
use super::round::{Round, sides};

/// Up to so many people are seated this way. Each one more doubles the work.
pub(super) const MOST: usize = 14;

/// How the first of those who are left to be seated is seated.
#[derive(Clone, Copy, Debug)]
enum Choice {
    LeftOut,
    With(usize),
    WithTwo(usize, usize),
}

/// The best seating of some people, who are at most [`MOST`], and how good it is.
///
/// For each set of people the best way to seat them is found once, from the best ways to seat smaller sets: whoever is first in the set
/// is left out, or meets one or two of the others.
pub(super) fn seat(round: &Round<'_>, people: &[u32]) -> (Objective, Vec<Vec<u32>>) {
    debug_assert!(people.len() <= MOST);
    let everybody = (1_usize << people.len()) - 1;
    let mut best = vec![(Objective::default(), Choice::LeftOut); everybody + 1];
    let table = Table::of(round, people);
    for set in 1..=everybody {
        best[set] = table.best_of(&best, set);
    }
    let (mut groups, mut set) = (Vec::new(), everybody);
    while set != 0 {
        let first = set.trailing_zeros() as usize;
        let group = match best[set].1 {
            Choice::LeftOut => vec![first],
            Choice::With(one) => vec![first, one],
            Choice::WithTwo(one, other) => vec![first, one, other],
        };
        for member in &group {
            set &= !(1 << member);
        }
        if group.len() > 1 {
            groups.push(group.iter().map(|at| people[*at]).collect());
        }
    }
    (best[everybody].0, groups)
}

/// What people count alone, as pairs, and in trios.
struct Table {
    alone: Vec<Objective>,
    /// What each counts for being in a trio.
    in_trio: Vec<Objective>,
    /// What each pair counts as the side of a trio, row by row, where they may meet.
    sides: Vec<Option<Objective>>,
    trio: Objective,
}

impl Table {
    fn of(round: &Round<'_>, people: &[u32]) -> Self {
        let met = |one: u32, other: u32| {
            (one != other && !round.is_blocked(one, other)).then(|| side(round, one, other))
        };
        let in_trio = |at: &u32| Objective {
            turns: round.turns(*at),
            ..Objective::default()
        };
        Self {
            alone: people.iter().map(|at| alone(round, *at)).collect(),
            in_trio: people.iter().map(in_trio).collect(),
            sides: people
                .iter()
                .flat_map(|one| people.iter().map(move |other| met(*one, *other)))
                .collect(),
            trio: Objective {
                trios: trio_counts(round.group),
                ..Objective::default()
            },
        }
    }

    fn side(&self, one: usize, other: usize) -> Option<Objective> {
        self.sides[one * self.alone.len() + other]
    }

    fn best_of(&self, best: &[(Objective, Choice)], set: usize) -> (Objective, Choice) {
        let first = set.trailing_zeros() as usize;
        let rest = set & (set - 1);
        let mut found = (self.alone[first] + best[rest].0, Choice::LeftOut);
        for one in members(rest) {
            let Some(pair) = self.side(first, one) else {
                continue;
            };
            let left = rest & !(1 << one);
            let two = as_pair(pair) + best[left].0;
            if two < found.0 {
                found = (two, Choice::With(one));
            }
            for other in members(left >> one << one) {
                if let (Some(second), Some(third)) =
                    (self.side(first, other), self.side(one, other))
                {
                    let sides = pair + second + third;
                    let people = self.in_trio[first] + self.in_trio[one] + self.in_trio[other];
                    let three = self.trio + people + sides + best[left & !(1 << other)].0;
                    if three < found.0 {
                        found = (three, Choice::WithTwo(one, other));
                    }
                }
            }
        }
        found
    }
}

/// What leaving somebody out adds to the objective.
pub(super) fn alone(round: &Round<'_>, at: u32) -> Objective {
    Objective {
        left_out: 1,
        left_out_again: i64::from(round.person(at).left_out),
        ..Objective::default()
    }
}

fn as_pair(side: Objective) -> Objective {
    Objective {
        minus_half_value: 2 * side.minus_half_value,
        ..side
    }
}

/// The members of a set, rising.
fn members(mut set: usize) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        (set != 0).then(|| {
            let first = set.trailing_zeros() as usize;
            set &= set - 1;
            first
        })
    })
}

fn side(round: &Round<'_>, one: u32, other: u32) -> Objective {
    let recency = round.recency(one, other);
    Objective {
        repeats: i64::from(recency > 0),
        recency,
        minus_half_value: -round.value(one, other) / 2,
        ..Objective::default()
    }
}

/// The objective of groups, everybody else being left out.
pub(super) fn weigh(round: &Round<'_>, groups: &[Vec<u32>]) -> Objective {
    let mut sum = Objective::default();
    let mut seated = vec![false; round.len()];
    for group in groups {
        for member in group {
            seated[*member as usize] = true;
        }
        sum = sum + weigh_group(round, group);
    }
    (0..)
        .zip(&seated)
        .filter(|(_, seated)| !**seated)
        .fold(sum, |sum, (at, _)| sum + alone(round, at))
}

/// What one group adds to the objective; one person alone is left out.
pub(super) fn weigh_group(round: &Round<'_>, group: &[u32]) -> Objective {
    match *group {
        [one] => alone(round, one),
        [one, other] => as_pair(side(round, one, other)),
        [one, two, three] => {
            let trio = Objective {
                trios: trio_counts(round.group),
                turns: group.iter().map(|at| round.turns(*at)).sum(),
                ..Objective::default()
            };
            sides([one, two, three])
                .iter()
                .fold(trio, |sum, (one, other)| sum + side(round, *one, *other))
        }
        _ => Objective::default(),
    }
}
