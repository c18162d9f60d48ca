//! Rounds in which blocks force more than one trio, or leave somebody out.
//!
//! # The method
//!
//! As many as can be are paired. While somebody is not, trios are tried that free a partner for them: of all trios with one of those who
//! could be without a partner instead, those that gain most, each with the best pairs of all others. Then the pairs are found
//! anew with as many left out as there must be, choosing who. That is a heuristic, and never said to be exact; it is where
//! [reseating](super::reseat) begins.

use super::pairs::{Field, Least};
use super::round::Round;

/// So many trios are tried each time.
const TRIES: usize = 40;

/// A seating of everybody who can be seated, as far as this finds it.
pub(super) fn seat(everybody: &Field<'_>) -> Vec<Vec<u32>> {
    let mut trios: Vec<[u32; 3]> = Vec::new();
    let mut left = lonely(&without(everybody, &trios, 0));
    while !left.is_empty() {
        let Some((trio, fewer)) = next_trio(everybody, &trios, &left) else {
            break;
        };
        trios.push(trio);
        left = fewer;
    }
    let field = without(everybody, &trios, left.len());
    let mut groups = field.pairs_of(&field.pair().matching);
    groups.extend(trios.iter().map(|trio| trio.to_vec()));
    groups
}

/// Those who are in none of these trios, with so many to be left out.
fn without<'a>(everybody: &Field<'a>, trios: &[[u32; 3]], ghosts: usize) -> Field<'a> {
    let members = everybody.members.iter().copied();
    Field {
        members: members
            .filter(|member| !trios.iter().flatten().any(|seated| seated == member))
            .collect(),
        ghosts,
        holders: 0,
        ..*everybody
    }
}

/// Who has no partner when as many as can be are paired.
fn lonely(field: &Field<'_>) -> Vec<u32> {
    let matching = field.pair().matching;
    let alone = field
        .vertices()
        .filter(|vertex| matching.partner(*vertex).is_none());
    alone.filter_map(|vertex| field.member(vertex)).collect()
}

/// A trio with which fewer are without a partner, and who still is.
fn next_trio(
    everybody: &Field<'_>,
    trios: &[[u32; 3]],
    left: &[u32],
) -> Option<([u32; 3], Vec<u32>)> {
    let field = without(everybody, trios, 0);
    let mut best = Least::new(TRIES);
    for one in could_be_alone(&field, left) {
        best_trios_of(field.round, &field.members, one, &mut best);
    }
    let mut found: Option<([u32; 3], Vec<u32>)> = None;
    for trio in best.into_items() {
        let mut all = trios.to_vec();
        all.push(trio);
        let lonely = lonely(&without(everybody, &all, 0));
        let fewest = found
            .as_ref()
            .map_or(left.len(), |(_, fewest)| fewest.len());
        if lonely.len() < fewest {
            found = Some((trio, lonely));
        }
    }
    found
}

/// Those who are without a partner, and those who could be instead of them.
fn could_be_alone(field: &Field<'_>, left: &[u32]) -> Vec<u32> {
    let mut could: Vec<u32> = left.to_vec();
    could.extend(
        field
            .pair()
            .instead
            .iter()
            .filter_map(|vertex| field.member(*vertex)),
    );
    could.sort_unstable();
    could.dedup();
    could
}

fn best_trios_of(round: &Round<'_>, members: &[u32], one: u32, best: &mut Least<[u32; 3]>) {
    let friends: Vec<u32> = members
        .iter()
        .copied()
        .filter(|other| *other != one && !round.is_blocked(one, *other))
        .collect();
    for (at, two) in friends.iter().enumerate() {
        for three in &friends[at + 1..] {
            if let Some(gain) = round.trio_gain([one, *two, *three]) {
                best.offer(gain.saturating_neg(), [one, *two, *three]);
            }
        }
    }
}
