//! Who is third where the number is odd: whoever a matching leaves, or somebody in whose place they are.
//!
//! The matching knows nothing of turns: it leaves whoever gains least. So some of those whose place the one left could take are
//! weighed too, each with every pair there is.

use std::cmp::Reverse;

use super::super::pairs::Least;
use super::super::round::Round;

/// So many are tried in the place of the one who was left, those of whom most is gained or least is lost.
const TRIED: usize = 64;

/// Somebody who could be third.
#[derive(Clone, Copy, Debug)]
struct Third {
    who: u32,
    /// What it gains that the one left is in their place, and where that is: the pair, and which of the two.
    change: i64,
    place: Option<(usize, usize)>,
}

/// Gives one of these pairs a third, if blocks allow any.
pub(super) fn join(round: &Round<'_>, left: u32, pairs: &mut [Vec<u32>]) {
    let best = thirds(round, left, pairs)
        .into_iter()
        .filter_map(|third| {
            let (gain, pair) = best_pair(round, third, pairs)?;
            Some((gain, third, pair))
        })
        // Of equal ones the first, who changes least.
        .rev()
        .max_by_key(|(gain, ..)| *gain);
    if let Some((_, third, pair)) = best {
        if let Some((at, which)) = third.place {
            pairs[at][which] = left;
        }
        pairs[pair].push(third.who);
    }
}

/// The one who was left, and those whose place they could best take.
fn thirds(round: &Round<'_>, left: u32, pairs: &[Vec<u32>]) -> Vec<Third> {
    let mut best = Least::new(TRIED);
    for (at, pair) in pairs.iter().enumerate() {
        let Some(before) = round.gain(pair[0], pair[1]) else {
            continue;
        };
        for (which, who) in pair.iter().enumerate() {
            if let Some(gain) = round.gain(left, pair[1 - which]) {
                let change = gain - before;
                let turns = round.levels.turn.saturating_mul(round.turns(*who));
                let third = Third {
                    who: *who,
                    change,
                    place: Some((at, which)),
                };
                best.offer(turns.saturating_sub(change), third);
            }
        }
    }
    let as_it_is = Third {
        who: left,
        change: 0,
        place: None,
    };
    let mut thirds = vec![as_it_is];
    thirds.extend(best.into_items());
    thirds
}

/// What is gained most by this third in any pair, and which that is.
fn best_pair(round: &Round<'_>, third: Third, pairs: &[Vec<u32>]) -> Option<(i64, usize)> {
    let own = third.place.map(|(at, _)| at);
    let gains = pairs.iter().enumerate().filter_map(|(at, pair)| {
        // With the one in their place they would be the same trio as that one joining them.
        if own == Some(at) {
            return None;
        }
        let gain = round
            .trio_gain([pair[0], pair[1], third.who])?
            .saturating_sub(round.gain(pair[0], pair[1])?)
            .saturating_add(third.change);
        Some((gain, Reverse(at)))
    });
    gains.max().map(|(gain, Reverse(at))| (gain, at))
}
