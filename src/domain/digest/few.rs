//! Whether help rests on few.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::FEWEST;
use super::facts::Flow;

/// How many helps there must be for a tenth of them to be no number of helps that could be guessed.
const AT_LEAST: u64 = 100;

/// What share of these helps came from the busiest twentieth of so many eligible members, to the nearest tenth. None: these are too few
/// people, or too few helps, to tell it.
pub fn resting_on_few(flows: &[Flow], eligible: u64) -> Option<u8> {
    let busiest = usize::try_from(eligible / 20).unwrap_or(usize::MAX);
    let mut given: BTreeMap<_, u64> = BTreeMap::new();
    for flow in flows {
        if let Some(helper) = flow.helper {
            *given.entry(helper).or_default() += flow.helps;
        }
    }
    let all: u64 = flows.iter().map(|flow| flow.helps).sum();
    let others = given.len().saturating_sub(busiest);
    if busiest < FEWEST || others < FEWEST || all < AT_LEAST {
        return None;
    }
    let mut given: Vec<_> = given.into_values().collect();
    given.sort_unstable_by_key(|helps| Reverse(*helps));
    let theirs: u64 = given.iter().take(busiest).sum();
    let tenths = (u128::from(theirs) * 20 + u128::from(all)) / (u128::from(all) * 2);
    u8::try_from(tenths).ok()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::*;
    use crate::domain::ids::{MemberId, RoleId};

    /// So many helpers, the first of them with so many helps, the others with one each.
    fn flows(helpers: i64, busiest: &[u64]) -> Vec<Flow> {
        let helps = busiest.iter().copied().chain(std::iter::repeat(1));
        (0..helpers)
            .zip(helps)
            .map(|(helper, helps)| Flow {
                from: Some(RoleId(0)),
                to: None,
                helper: Some(MemberId(helper)),
                learner: None,
                helps,
            })
            .collect()
    }

    #[test]
    fn help_rests_on_few_where_these_are_five_and_others_help_too() {
        // Five of a hundred and nineteen members gave 35 of 100 helps, which is nearer to four tenths; then 34.
        let busy = flows(70, &[10, 10, 5, 5, 5]);
        assert_eq!(resting_on_few(&busy, 119), Some(4));
        assert_eq!(resting_on_few(&flows(71, &[10, 9, 5, 5, 5]), 100), Some(3));
        // Fewer than a hundred members, fewer than a hundred helps, or fewer than five others.
        assert_eq!(resting_on_few(&busy, 99), None);
        assert_eq!(resting_on_few(&flows(69, &[10, 10, 5, 5, 5]), 100), None);
        assert_eq!(resting_on_few(&flows(9, &[100; 5]), 100), None);
        assert_eq!(resting_on_few(&flows(10, &[100; 5]), 100), Some(10));
        // Helps of those who are forgotten are helps, and nobody's.
        let mut forgotten = busy;
        forgotten.push(Flow {
            helper: None,
            helps: 75,
            ..forgotten[0]
        });
        assert_eq!(resting_on_few(&forgotten, 100), Some(2));
    }
}
