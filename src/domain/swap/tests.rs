use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;

fn swapper(id: i64, teaches: &[i64], wishes: &[i64]) -> Swapper {
    Swapper {
        id: MemberId(id),
        teaches: teaches.iter().copied().map(SkillId).collect(),
        wishes: wishes.iter().copied().map(SkillId).collect(),
        blocks: Vec::new(),
    }
}

fn leg(giver: i64, taker: i64, skill: i64) -> Leg {
    Leg {
        giver: MemberId(giver),
        taker: MemberId(taker),
        skill: SkillId(skill),
    }
}

/// What is wrong with the swaps, in words; judged without the engine's own graph.
fn faults(people: &[Swapper], done: &[Leg], swaps: &Swaps) -> Vec<String> {
    let person = |id: MemberId| people.iter().find(|swapper| swapper.id == id);
    let mut faults = Vec::new();
    let mut seen = BTreeSet::new();
    for cycle in &swaps.cycles {
        if !(2..=3).contains(&cycle.len()) {
            faults.push(format!("a cycle of {}", cycle.len()));
        }
        for (place, leg) in cycle.iter().enumerate() {
            let next = &cycle[(place + 1) % cycle.len()];
            let (Some(giver), Some(taker)) = (person(leg.giver), person(leg.taker)) else {
                faults.push(format!("{leg:?} is of strangers"));
                continue;
            };
            let checks = [
                (leg.taker == next.giver, "does not lead to the next"),
                (giver.teaches.contains(&leg.skill), "is not taught"),
                (taker.wishes.contains(&leg.skill), "is not wished for"),
                (!done.contains(leg), "was done before"),
                (seen.insert(leg.giver), "gives a second time"),
            ];
            for (holds, what) in checks {
                if !holds {
                    faults.push(format!("{leg:?} {what}"));
                }
            }
            for other in cycle {
                if other.giver != leg.giver && giver.blocks.contains(&other.giver) {
                    faults.push(format!(
                        "{leg:?} is with {} in spite of a block",
                        other.giver
                    ));
                }
            }
        }
    }
    let served: usize = swaps.cycles.iter().map(Vec::len).sum();
    if served != swaps.served || served > swaps.bound || swaps.exact != (served == swaps.bound) {
        faults.push(format!("does not add up: {swaps:?}"));
    }
    faults
}

/// The most wishes that disjoint cycles can serve, by trying every way.
fn by_trying(people: &[Swapper], done: &[Leg]) -> usize {
    let gives = |giver: &Swapper, taker: &Swapper| {
        giver.id != taker.id
            && !giver.blocks.contains(&taker.id)
            && !taker.blocks.contains(&giver.id)
            && giver.teaches.iter().any(|skill| {
                let leg = Leg {
                    giver: giver.id,
                    taker: taker.id,
                    skill: *skill,
                };
                taker.wishes.contains(skill) && !done.contains(&leg)
            })
    };
    let arcs: Vec<Vec<bool>> = people
        .iter()
        .map(|giver| people.iter().map(|taker| gives(giver, taker)).collect())
        .collect();
    // The most from each set of members on, the lowest of whom is in a cycle or in none.
    let mut most = vec![0_usize; 1 << people.len()];
    for set in 1..most.len() {
        let first = set.trailing_zeros() as usize;
        let rest = set & !(1 << first);
        let mut best = most[rest];
        let others = || (0..people.len()).filter(move |other| rest >> other & 1 == 1);
        for second in others().filter(|second| arcs[first][*second]) {
            let rest = rest & !(1 << second);
            if arcs[second][first] {
                best = best.max(2 + most[rest]);
            }
            for third in others().filter(|third| *third != second) {
                if arcs[second][third] && arcs[third][first] {
                    best = best.max(3 + most[rest & !(1 << third)]);
                }
            }
        }
        most[set] = best;
    }
    most[most.len() - 1]
}

prop_compose! {
    /// Up to so many members with few skills among them, so that there is something to swap.
    fn some_people(most: usize)(size in 0..=most)(
        people in prop::collection::vec(
            (prop::collection::vec(0_i64..9, 0..4), prop::collection::vec(0_i64..9, 0..4), prop::collection::vec(0..20_i64, 0..2)),
            size,
        ),
    ) -> Vec<Swapper> {
        people
            .iter()
            .zip(1..)
            .map(|((teaches, wishes, blocks), id)| Swapper {
                blocks: blocks.iter().copied().map(MemberId).collect(),
                ..swapper(id, teaches, wishes)
            })
            .collect()
    }
}

prop_compose! {
    fn some_done()(legs in prop::collection::vec((1_i64..13, 1_i64..13, 0_i64..9), 0..40)) -> Vec<Leg> {
        legs.into_iter().map(|(giver, taker, skill)| leg(giver, taker, skill)).collect()
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn up_to_twelve_are_served_as_well_as_can_be(people in some_people(12), done in some_done(), seed: u64) {
        let swaps = find(&people, &done, seed);
        prop_assert_eq!(faults(&people, &done, &swaps), Vec::<String>::new());
        prop_assert!(swaps.exact);
        prop_assert_eq!(swaps.served, by_trying(&people, &done));
    }

    #[test]
    fn more_are_served_by_the_rules(people in some_people(60), done in some_done(), seed: u64) {
        let swaps = find(&people, &done, seed);
        prop_assert_eq!(faults(&people, &done, &swaps), Vec::<String>::new());
        prop_assert!(swaps.bound <= people.len());
        let mut others = people.clone();
        others.reverse();
        prop_assert_eq!(find(&others, &done, seed), swaps);
    }
}

#[test]
fn two_who_teach_each_other_swap_what_they_wish_for_first() {
    let people = [swapper(2, &[5, 6], &[8, 7]), swapper(1, &[7, 8], &[6, 5])];
    let swaps = find(&people, &[], 1);
    assert_eq!(swaps.cycles, [[leg(1, 2, 8), leg(2, 1, 6)]]);
    assert_eq!((swaps.served, swaps.bound, swaps.exact), (2, 2, true));
}

#[test]
fn the_same_two_are_not_brought_together_twice_for_the_same_skill() {
    let people = [swapper(1, &[5, 6], &[7]), swapper(2, &[7], &[5, 6])];
    let again = find(&people, &[leg(1, 2, 5)], 1);
    assert_eq!(again.cycles, [[leg(1, 2, 6), leg(2, 1, 7)]]);
    let never = find(&people, &[leg(2, 1, 7)], 1);
    assert!(never.cycles.is_empty() && never.exact);
}

#[test]
fn a_cycle_of_three_is_no_place_for_two_who_block() {
    let mut people = vec![
        swapper(1, &[1], &[3]),
        swapper(2, &[2], &[1]),
        swapper(3, &[3], &[2]),
    ];
    assert_eq!(
        find(&people, &[], 1).cycles,
        [[leg(1, 2, 1), leg(2, 3, 2), leg(3, 1, 3)]]
    );
    people[2].blocks.push(MemberId(2));
    assert!(find(&people, &[], 1).cycles.is_empty());
}

#[test]
fn three_in_a_ring_are_better_than_two_of_them() {
    // 1 and 2 could swap alone, and 3 would get nothing.
    let people = [
        swapper(1, &[1, 4], &[2, 3]),
        swapper(2, &[2, 5], &[1]),
        swapper(3, &[3], &[5]),
    ];
    assert_eq!(find(&people, &[], 9).served, 3);
}

#[test]
fn more_than_a_table_are_served_too() {
    // Rings of three strangers, in an order that tears them apart; whoever swaps at all does so with their own two.
    let rings = i64::try_from(TABLE).unwrap() / 2;
    let people: Vec<Swapper> = (0..3 * rings)
        .map(|id| {
            let (ring, place) = (id % rings, id / rings);
            swapper(id, &[3 * ring + place], &[3 * ring + (place + 1) % 3])
        })
        .collect();
    let swaps = find(&people, &[], 3);
    assert_eq!(faults(&people, &[], &swaps), Vec::<String>::new());
    assert_eq!((swaps.served, swaps.bound), (people.len(), people.len()));
}
