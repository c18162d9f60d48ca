//! How those felt who rated: a word, and never how many of them.

use std::collections::{BTreeMap, BTreeSet};

use super::needs::{digest, facts, week};
use crate::domain::digest::{Band, Change, Digest, Figure, Leaf, Range, Value};

#[test]
fn satisfaction_is_one_of_three_words() {
    let band = |happy, neutral, sad| {
        let faces = [
            (0, Leaf::RatedHappy, happy),
            (0, Leaf::RatedNeutral, neutral),
            (0, Leaf::RatedSad, sad),
        ];
        digest(facts(&faces), 1)
            .told(Figure::Satisfaction)
            .unwrap()
            .value
    };
    assert_eq!(band(0, 0, 0), None);
    assert_eq!(band(8, 2, 0), Some(Value::Band(Band::Happy)));
    assert_eq!(band(79, 0, 21), Some(Value::Band(Band::Mixed)));
    assert_eq!(band(5, 3, 2), Some(Value::Band(Band::Mixed)));
    assert_eq!(band(49, 51, 0), Some(Value::Band(Band::Unhappy)));

    let change = |before| {
        let facts = facts(&[(0, Leaf::RatedHappy, 9), (1, before, 9)]);
        digest(facts, 1).told(Figure::Satisfaction).unwrap().change
    };
    assert_eq!(change(Leaf::RatedSad), Some(Change::Was(Band::Unhappy)));
    assert_eq!(change(Leaf::RatedHappy), Some(Change::Percent(0)));
}

/// Over several blocks it is the word in the middle, each as often as it has faces; of two in the middle it is the worse.
#[test]
fn satisfaction_over_several_blocks_is_the_usual_one() {
    let band = |faces: &[(u32, Leaf, u64)]| {
        let told = *digest(facts(faces), 4).told(Figure::Satisfaction).unwrap();
        told.value
    };
    let (happy, sad) = (Leaf::RatedHappy, Leaf::RatedSad);
    let is = |band| Some(Value::Band(band));
    assert_eq!(
        band(&[(0, sad, 6), (1, happy, 7), (2, sad, 6), (2, happy, 6)]),
        is(Band::Mixed)
    );
    assert_eq!(band(&[(0, sad, 9), (1, happy, 9)]), is(Band::Unhappy));
    assert_eq!(band(&[(0, sad, 9), (1, happy, 10)]), is(Band::Happy));
    // Five faces have no word.
    assert_eq!(band(&[(0, sad, 5), (1, happy, 6)]), is(Band::Happy));
    assert_eq!(band(&[(0, sad, 5)]), None);
}

/// Whatever is said of however many ranges, of no block it follows how many faces are happy.
#[test]
fn faces_cannot_be_counted_by_their_words() {
    let rated = [5_u64, 6, 8];
    let mut possible: BTreeMap<Vec<Option<Band>>, BTreeSet<[u64; 3]>> = BTreeMap::new();
    for happy in (0..=5).flat_map(|a| (0..=6).flat_map(move |b| (0..=8).map(move |c| [a, b, c]))) {
        let faces: Vec<_> = (0_u32..)
            .zip(happy.iter().zip(rated))
            .flat_map(|(ago, (&happy, rated))| {
                [
                    (ago, Leaf::RatedHappy, happy),
                    (ago, Leaf::RatedSad, rated - happy),
                ]
            })
            .filter(|(.., number)| *number > 0)
            .collect();
        let given = facts(&faces);
        let ranges = [(0, 1), (0, 2), (0, 3), (1, 1), (1, 2), (2, 1)];
        let said = ranges.map(|(ago, weeks)| {
            let range = Range::new(week().earlier(ago), weeks).unwrap();
            let told = *Digest::of(given.clone(), range)
                .told(Figure::Satisfaction)
                .unwrap();
            match told.value {
                Some(Value::Band(band)) => Some(band),
                _ => None,
            }
        });
        possible.entry(said.to_vec()).or_default().insert(happy);
    }
    // Three words of each of two blocks, and nothing more.
    assert_eq!(possible.len(), 9, "{possible:?}");
    for (said, possible) in possible {
        for block in 0..3 {
            let numbers: BTreeSet<u64> = possible.iter().map(|happy| happy[block]).collect();
            assert!(numbers.len() > 1, "{said:?}: {possible:?}");
        }
    }
}
