//! What comes of giving one after the other the best partner who is left: what no round may be worse than, and a second place to begin
//! from where no method is exact.

mod left;

use super::GroupSize;
use super::large::{self, Plan};
use super::pairs::Field;
use super::round::Round;
use super::small::weigh;
use left::Left;

/// Everybody in turn meets whom they gain most with of those who are left, in groups of three then the one with whom the two gain most;
/// who finds nobody joins the first pair that blocks allow.
pub(super) fn seat(field: &Field<'_>) -> Vec<Vec<u32>> {
    seat_while(field, by_rows(field), |_| true).unwrap_or_default()
}

/// What comes of greed where nobody is left out, if it is better than these groups, who leave out nobody either.
///
/// Where prices fit all pairs, a greedy seating has soon lost more by them than those groups have, and is left where it is: it takes
/// hardly any time to know that it is not better.
pub(super) fn better_than(
    field: &Field<'_>,
    groups: &[Vec<u32>],
    fitting: Option<&[i64]>,
) -> Option<Vec<Vec<u32>>> {
    let by_greed = match fitting {
        Some(prices) => {
            let all: i128 = (field.members.iter())
                .map(|member| i128::from(prices[*member as usize]))
                .sum();
            seat_within(field, prices, all - field.round.twice_gain(groups))?
        }
        None => seat(field),
    };
    (weigh(field.round, &by_greed) < weigh(field.round, groups)).then_some(by_greed)
}

/// The same as [`seat`], unless it turns out on the way that its pairs gain less by so much (twice over) than these prices, which fit all
/// pairs. Of an odd number somebody joins a pair, which may make good what that one lost: the one that lost most does not count then.
fn seat_within(field: &Field<'_>, prices: &[i64], spare: i128) -> Option<Vec<Vec<u32>>> {
    let somebody_joins = field.members.len() % 2 == 1;
    let (mut all, mut most) = (0, 0);
    seat_while(field, by_rows(field), |pair| {
        let gain = field.round.gain(pair[0], pair[1]).unwrap_or(0);
        let lost = pair
            .map(|one| i128::from(prices[one as usize]))
            .iter()
            .sum::<i128>()
            - 2 * i128::from(gain);
        all += lost;
        most = lost.max(most);
        all - if somebody_joins { most } else { 0 } < spare
    })
}

/// The same as [`seat`], finding partners as in large rounds or as in others, on however small a round.
#[cfg(test)]
pub(super) fn seat_finding(field: &Field<'_>, by_rows: bool) -> Vec<Vec<u32>> {
    seat_while(field, by_rows, |_| true).unwrap_or_default()
}

/// Whether there are so many that rows of bits find a partner sooner than weighing everybody.
fn by_rows(field: &Field<'_>) -> bool {
    field.len() > large::FROM
}

/// The same for as long as it may go on after each pair.
fn seat_while(
    field: &Field<'_>,
    by_rows: bool,
    mut may_go_on: impl FnMut([u32; 2]) -> bool,
) -> Option<Vec<Vec<u32>>> {
    let round = field.round;
    let plan = by_rows.then(|| Plan::of(round));
    let mut left = Left::of(field, plan.as_ref());
    let (mut groups, mut alone): (Vec<Vec<u32>>, Vec<u32>) = (Vec::new(), Vec::new());
    while let Some(one) = left.next() {
        // Of four, two pairs are made: nobody is left out for the sake of a trio.
        let in_three = round.group == GroupSize::Three && left.len() != 3;
        match left.take_best_with(one) {
            Some(other) => {
                if !may_go_on([one, other]) {
                    return None;
                }
                let third = in_three.then(|| left.take_third([one, other])).flatten();
                groups.push([one, other].into_iter().chain(third).collect());
            }
            None => alone.push(one),
        }
    }
    join(round, &alone, &mut groups);
    Some(groups)
}

/// Whoever is alone joins the first pair that blocks allow.
fn join(round: &Round<'_>, alone: &[u32], groups: &mut [Vec<u32>]) {
    for one in alone {
        let fits = |group: &&mut Vec<u32>| {
            group.len() == 2 && group.iter().all(|other| !round.is_blocked(*one, *other))
        };
        if let Some(group) = groups.iter_mut().find(fits) {
            group.push(*one);
        }
    }
}
