//! What comes of giving one after the other the best partner who is left: a second place to begin from where no method is exact.

use super::pairs::Field;

/// Everybody in turn meets whom they gain most with of those who are left; who finds nobody joins the first pair that blocks allow.
pub(super) fn seat(field: &Field<'_>) -> Vec<Vec<u32>> {
    let round = field.round;
    let mut open = field.members.clone();
    let (mut groups, mut alone): (Vec<Vec<u32>>, Vec<u32>) = (Vec::new(), Vec::new());
    while let Some(one) = open.pop() {
        let gains = open
            .iter()
            .enumerate()
            .filter_map(|(at, other)| Some((round.gain(one, *other)?, at)));
        match gains.max() {
            Some((_, at)) => groups.push(vec![one, open.remove(at)]),
            None => alone.push(one),
        }
    }
    for one in alone {
        let fits = |group: &&mut Vec<u32>| {
            group.len() == 2 && group.iter().all(|other| !round.is_blocked(one, *other))
        };
        if let Some(group) = groups.iter_mut().find(fits) {
            group.push(one);
        }
    }
    groups
}
