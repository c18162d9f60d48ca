//! What comes of giving one after the other the best partner who is left: a second place to begin from where no method is exact.

use super::pairs::Field;
use super::round::Round;

/// Everybody in turn meets whom they gain most with of those who are left; who finds nobody joins the first pair that blocks allow.
pub(super) fn seat(field: &Field<'_>) -> Vec<Vec<u32>> {
    seat_while(field, |_| true).unwrap_or_default()
}

/// The same, unless it turns out on the way that its pairs gain less by so much (twice over) than these prices, which fit all pairs. Of
/// an odd number somebody joins a pair, which may make good what that one lost: the one that lost most does not count then.
pub(super) fn seat_within(field: &Field<'_>, prices: &[i64], spare: i128) -> Option<Vec<Vec<u32>>> {
    let somebody_joins = field.members.len() % 2 == 1;
    let (mut all, mut most) = (0, 0);
    seat_while(field, |pair| {
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

/// The same for as long as it may go on after each pair.
fn seat_while(
    field: &Field<'_>,
    mut may_go_on: impl FnMut([u32; 2]) -> bool,
) -> Option<Vec<Vec<u32>>> {
    let round = field.round;
    let mut open = field.members.clone();
    let (mut groups, mut alone): (Vec<Vec<u32>>, Vec<u32>) = (Vec::new(), Vec::new());
    while let Some(one) = open.pop() {
        let gains = open
            .iter()
            .enumerate()
            .filter_map(|(at, other)| Some((round.gain(one, *other)?, at)));
        match gains.max() {
            Some((_, at)) => {
                let pair = [one, open.remove(at)];
                if !may_go_on(pair) {
                    return None;
                }
                groups.push(pair.to_vec());
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
