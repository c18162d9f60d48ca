//! Groups of three.
//!
//! # The method
//!
//! The best pairs are found first. One in three of them, those who gain least, is taken apart again, and its two people join two of the
//! other pairs. It is where [reseating](super::reseat) begins, which also seats whoever is left over. That is a heuristic: no quick
//! exact method is known for groups of three.

use super::pairs::Field;

/// Groups of three, with pairs for who remains, as far as this finds them.
pub(super) fn seat(field: &Field<'_>) -> Vec<Vec<u32>> {
    let matching = field.pair().matching;
    of_pairs(field, field.pairs_of(&matching))
}

/// The same, made of these pairs and those who are in none.
pub(super) fn of_pairs(field: &Field<'_>, mut groups: Vec<Vec<u32>>) -> Vec<Vec<u32>> {
    let round = field.round;
    groups.sort_by_key(|pair| -round.value(pair[0], pair[1]));
    let mut paired = vec![false; round.len()];
    for one in groups.iter().flatten() {
        paired[*one as usize] = true;
    }
    let apart = groups.split_off(groups.len() - groups.len() / 3);
    let mut open: Vec<u32> = apart.into_iter().flatten().collect();
    let alone = field.members.iter().filter(|one| !paired[**one as usize]);
    open.extend(alone);
    for group in &mut groups {
        let joins =
            open.iter().copied().enumerate().filter_map(|(at, third)| {
                Some((round.trio_gain([group[0], group[1], third])?, at))
            });
        // The greatest gain; of equal ones the first.
        if let Some((_, at)) = joins.max_by_key(|(gain, at)| (*gain, std::cmp::Reverse(*at))) {
            group.push(open.remove(at));
        }
    }
    groups
}
