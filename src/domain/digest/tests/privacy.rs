//! The privacy rule over invented guilds, and that what is wrong is found.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use super::guild::{Fact, Guild, first, guilds};
use super::leaks::Finding;
use crate::domain::digest::closing::Rule;
use crate::domain::digest::{ClosedWeek, Family, Leaf, Tally};

/// All leaves but those of members, who are in every guild.
const OTHERS: &[Leaf] = Leaf::ALL.split_at(2).1;

/// Helps of one part, which are told together in short blocks and apart in longer ones.
const HELPS: &[Leaf] = &[Leaf::AcrossUpwards, Leaf::AcrossLevel];

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    /// All of what is told of a few weeks: no number, no difference and no sum of multiples is of one to four people.
    #[test]
    fn nobody_can_work_out_a_few_people(guild in prop_oneof![guilds(9, 20, 40, OTHERS), guilds(9, 20, 10, HELPS)]) {
        let told = guild.told(Rule::PROMISED, 10);
        prop_assert_eq!(told.find_differences(), None);
        prop_assert_eq!(told.find_derived(), None);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3, ..ProptestConfig::default() })]

    /// More than a year, all ranges: no number, and no difference of two, is of one to four people.
    #[test]
    fn nor_over_a_year(guild in guilds(60, 9, 16, OTHERS)) {
        let told = guild.told(Rule::PROMISED, 52);
        prop_assert_eq!(told.find_differences(), None);
    }
}

/// A guild of some weeks: each week gives leaves, and who is in a fact of each.
fn guild(weeks: &[&[(Leaf, std::ops::Range<i64>)]]) -> Guild {
    let facts = weeks.iter().zip(0..).flat_map(|(leaves, week)| {
        leaves.iter().flat_map(move |(leaf, people)| {
            people.clone().map(move |person| Fact {
                week,
                leaf: *leaf,
                people: BTreeSet::from([person]),
                unmet: false,
            })
        })
    });
    Guild {
        first: first(),
        weeks: u32::try_from(weeks.len()).unwrap(),
        facts: facts.collect(),
        forgotten: BTreeMap::new(),
    }
}

/// That the guild gives nothing away by the rule that holds, and something by another.
#[track_caller]
fn check_found(guild: &Guild, wrong: Rule) {
    let told = guild.told(Rule::PROMISED, 4);
    assert_eq!((told.find_differences(), told.find_derived()), (None, None));
    let told = guild.told(wrong, 4);
    assert!(matches!(told.find_derived(), Some(Finding::Derived(_))));
}

#[test]
fn that_one_or_four_were_enough_would_be_found() {
    let lonely = guild(&[&[(Leaf::Lesson, 0..1)], &[(Leaf::Lesson, 1..6)]]);
    check_found(
        &lonely,
        Rule {
            fewest: 1,
            ..Rule::PROMISED
        },
    );
    let four = guild(&[
        &[(Leaf::Active, 0..8), (Leaf::Inactive, 8..12)],
        &[(Leaf::Active, 0..8), (Leaf::Inactive, 4..12)],
    ]);
    check_found(
        &four,
        Rule {
            fewest: 4,
            ..Rule::PROMISED
        },
    );
    let nameless = Fact {
        week: 0,
        leaf: Leaf::Answered,
        people: BTreeSet::new(),
        unmet: false,
    };
    let nameless = Guild {
        first: first(),
        weeks: 1,
        facts: vec![nameless],
        forgotten: BTreeMap::new(),
    };
    check_found(
        &nameless,
        Rule {
            fewest: 0,
            ..Rule::PROMISED
        },
    );
}

/// In the first week two of twelve helps went upwards, in the second all five did. Upwards is told of both weeks together: seven; and
/// seven less the five of the second week are two.
#[test]
fn that_a_split_cuts_few_would_be_found() {
    let cut = guild(&[
        &[(Leaf::AcrossLevel, 0..10), (Leaf::AcrossUpwards, 10..12)],
        &[(Leaf::AcrossUpwards, 20..25)],
    ]);
    check_found(
        &cut,
        Rule {
            splits: false,
            ..Rule::PROMISED
        },
    );
    let told = cut.told(
        Rule {
            splits: false,
            ..Rule::PROMISED
        },
        4,
    );
    assert_eq!(
        told.find_differences(),
        Some(Finding::Difference(vec![10, 11]))
    );
}

/// Six members whom nobody has met, and two who have just begun.
#[test]
fn that_those_met_are_few_would_be_found() {
    let mut met = guild(&[&[(Leaf::Active, 0..8)]]);
    for fact in &mut met.facts[..6] {
        fact.unmet = true;
    }
    check_found(
        &met,
        Rule {
            splits: false,
            ..Rule::PROMISED
        },
    );
}

/// Three were inactive in the first week, which waits. In the second six others are, all of whom nobody has met: nine in both weeks less
/// six are the three.
#[test]
fn that_those_of_earlier_weeks_are_few_would_be_found() {
    let mut met = guild(&[
        &[(Leaf::Active, 10..20), (Leaf::Inactive, 0..3)],
        &[(Leaf::Active, 10..20), (Leaf::Inactive, 3..9)],
    ]);
    for fact in &mut met.facts {
        fact.unmet = fact.week == 1 && fact.leaf == Leaf::Inactive;
    }
    check_found(
        &met,
        Rule {
            splits: false,
            ..Rule::PROMISED
        },
    );
}

/// What is told does not depend on who is forgotten afterwards, and who is forgotten before does not make anybody else enough.
#[test]
fn those_who_are_forgotten_are_not_known() {
    let mut forgotten = guild(&[&[(Leaf::Lesson, 0..5)]]);
    assert_eq!(forgotten.closed(Rule::PROMISED).blocks.len(), 14);
    forgotten.forgotten.insert(3, 0);
    let blocks = forgotten.closed(Rule::PROMISED).blocks;
    assert_eq!(blocks.len(), 13);
    forgotten.forgotten.insert(3, 1);
    assert_eq!(forgotten.closed(Rule::PROMISED).blocks.len(), 14);
}

/// Some guilds, always the same.
fn some(guilds: &impl Strategy<Value = Guild>) -> Vec<Guild> {
    let mut runner = TestRunner::deterministic();
    (0..64)
        .map(|_| guilds.new_tree(&mut runner).unwrap().current())
        .collect()
}

/// The guilds above are no empty promise: every family comes to be told in them, after waiting too.
#[test]
fn guilds_have_something_to_tell() {
    let mut told = BTreeSet::new();
    let (mut waited, mut unmet, mut sets) = (0, 0, 0);
    for guild in some(&guilds(9, 20, 40, OTHERS)) {
        let facts = guild.closed(Rule::PROMISED);
        for block in &facts.blocks {
            let leaves: Vec<_> = block.family.parts().iter().copied().flatten().collect();
            let of =
                |tally: &Tally| block.span.contains(tally.week) && leaves.contains(&&tally.leaf);
            if facts.tallies.iter().any(of) {
                told.insert(block.family);
                waited += u32::from(block.span.weeks() > 1);
            }
        }
        let some_unmet = |week: &&ClosedWeek| week.unmet.is_some_and(|unmet| unmet > 0);
        unmet += facts.weeks.iter().filter(some_unmet).count();
        sets += guild.told(Rule::PROMISED, 4).sets();
    }
    assert_eq!(told.len(), Family::ALL.len(), "{told:?}");
    assert!(
        waited > 100 && unmet > 20 && sets > 1_000,
        "{waited} {unmet} {sets}"
    );
}

/// Without the rule about splits these guilds give people away, both those of help upwards and those whom nobody met.
#[test]
fn guilds_have_something_to_give_away() {
    let careless = Rule {
        splits: false,
        ..Rule::PROMISED
    };
    let members = |leaf: Leaf| matches!(leaf, Leaf::Active | Leaf::Inactive);
    let given_away = [true, false].map(|of_members| {
        let mut guilds = some(&guilds(9, 20, 10, HELPS));
        guilds.retain_mut(|guild| {
            guild.facts.retain(|fact| members(fact.leaf) == of_members);
            guild.told(careless, 10).find_derived().is_some()
        });
        guilds.len()
    });
    assert!(
        given_away.iter().all(|number| *number > 2),
        "{given_away:?}"
    );
}
