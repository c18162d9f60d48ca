//! What comes in rounds: weeks without any are no weeks with fewer.

use super::needs::{digest, facts, week};
use crate::domain::digest::{Change, Family, Figure, Leaf, Need, Value};

/// A programme of every other week: in the weeks between there is nothing that could have met.
#[test]
fn weeks_without_pairings_are_compared_with_nothing() {
    let rounds = |now: u64, not_met: u64| {
        let facts = facts(&[
            (0, Leaf::Met, now),
            (0, Leaf::NotMet, not_met),
            (2, Leaf::Met, 10),
            (2, Leaf::NotMet, 2),
            (4, Leaf::Met, 10),
        ]);
        let digest = digest(facts, 1);
        let told = [Figure::Met, Figure::Checked].map(|figure| *digest.told(figure).unwrap());
        (told.map(|told| told.change), digest.needs)
    };
    let percent = |percent| Some(Change::Percent(percent));
    let fewer = |percent| vec![Need::FewerMeet { percent }];
    assert_eq!(rounds(0, 0), ([None, None], Vec::new()));
    assert_eq!(rounds(10, 1), ([percent(0), percent(0)], Vec::new()));
    assert_eq!(rounds(5, 6), ([percent(-50), percent(0)], fewer(50)));
    // A round ended, and nobody met.
    assert_eq!(rounds(0, 11), ([percent(-100), percent(0)], fewer(100)));
}

/// Both sides of the comparison leave out the weeks between: four weeks with two rounds are as good as four weeks with two rounds.
#[test]
fn longer_ranges_leave_out_the_weeks_between_rounds() {
    let met = |weeks: u32, tallies: &[(u32, Leaf, u64)]| {
        let digest = digest(facts(tallies), weeks);
        digest.told(Figure::Met).unwrap().change
    };
    let percent = |percent| Some(Change::Percent(percent));
    let rounds = [0, 2, 4, 6].map(|ago| (ago, Leaf::Met, 5));
    assert_eq!(met(4, &rounds), percent(0));
    assert_eq!(met(3, &rounds), percent(0));
    assert_eq!(met(1, &rounds[..1]), Some(Change::New));
    // Asks come every week: none in a week is fewer.
    let digest = digest(facts(&[(1, Leaf::Answered, 8)]), 1);
    assert_eq!(digest.told(Figure::AsksMade).unwrap().change, percent(-100));
}

/// While it waits how many did not meet, it is not known whether a round ended at all.
#[test]
fn what_waits_is_no_occasion() {
    let mut facts = facts(&[(0, Leaf::NotMet, 3), (1, Leaf::Met, 8)]);
    facts
        .blocks
        .retain(|block| block.family != Family::NotMet || block.span.last != week());
    let digest = digest(facts, 1);
    let told = digest.told(Figure::Met).unwrap();
    assert_eq!(
        (told.value, told.of, told.change),
        (Some(Value::Number(0)), None, None)
    );
    assert_eq!(digest.needs, Vec::new());
}
