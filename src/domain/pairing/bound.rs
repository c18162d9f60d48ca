//! How much value there can be at most, whatever the groups.

use super::pairs::{Field, Least};
use super::round::Round;

/// So often are prices lowered before they are taken as they are.
const PASSES: usize = 60;

/// No groups of these people, of two or three, are worth more than this half-value, blocks being kept.
///
/// Everybody is given a price of no less than zero, so that no pair's half-value exceeds what its two have together. Then no trio's exceeds
/// its three's prices, since a trio's half-value is that of its three pairs, halved; and who is left out only loses theirs.
pub(super) fn most_half_value(field: &Field<'_>) -> (i64, Vec<i64>) {
    let mut prices = vec![0; field.len()];
    for _ in 0..PASSES {
        prices = field.lowered(&prices, &|one, other| field.value(one, other), 0);
    }
    (prices.iter().sum::<i64>() / 2, prices)
}

/// For each of these people, those whom they lose least by meeting, as the prices have it.
pub(super) fn nearest(field: &Field<'_>, prices: &[i64], count: usize) -> Vec<Vec<u32>> {
    field.rows(|one| {
        let mut nearest = Least::new(count);
        for other in field.vertices().filter(|other| *other != one) {
            let price = prices[other as usize];
            if nearest.takes(price - 2 * field.hoped(one, other))
                && let Some(value) = field.value(one, other)
            {
                nearest.offer(price - 2 * value, other);
            }
        }
        vec![nearest.into_items()]
    })
}

/// Twice the half-value of the best group that everybody could be in, if all others were as they would wish, summed and shared. No
/// seating is worth more; it costs no comparison, and is far above.
pub(super) fn most_half_value_of_each(round: &Round<'_>) -> i128 {
    let people = 0..u32::try_from(round.len()).unwrap_or(u32::MAX);
    2 * people
        .map(|at| i128::from(round.most_worth_of(at)))
        .sum::<i128>()
}
