//! What two people have to give each other.

use super::{Person, Weights};
use crate::domain::ids::SkillId;

/// What it is worth that these two meet, in points: zero or more, and the same whichever is named first.
pub fn worth(weights: &Weights, one: &Person, other: &Person) -> i64 {
    let points = skills(weights, one, other)
        + if one.team == other.team {
            0
        } else {
            weights.team
        }
        + tenure(weights, one, other)
        + hours(weights, one, other)
        + newcomers(weights, one, other);
    points.max(0)
}

fn skills(weights: &Weights, one: &Person, other: &Person) -> i64 {
    let given = taught(weights, one, other);
    let received = taught(weights, other, one);
    // Whether it goes both ways is a matter of skills and not of points, so that it counts with the points for a skill turned off.
    if teaches_any(one, other) && teaches_any(other, one) {
        given + received + weights.both_ways
    } else {
        tired(given, one) + tired(received, other)
    }
}

fn taught(weights: &Weights, giver: &Person, taker: &Person) -> i64 {
    let mut counted: Vec<SkillId> = Vec::new();
    for skill in &giver.teaches {
        if taker.wishes.contains(skill) && !counted.contains(skill) {
            counted.push(*skill);
        }
    }
    let count = counted.iter().map(|_| 1).sum::<i64>();
    weights.skill * count.min(Weights::SKILLS_EACH_WAY)
}

fn teaches_any(giver: &Person, taker: &Person) -> bool {
    giver
        .teaches
        .iter()
        .any(|skill| taker.wishes.contains(skill))
}

/// What one way is worth, less the longer the giver, who has wishes too, has only given.
fn tired(points: i64, giver: &Person) -> i64 {
    points >> giver.gave_only.min(Weights::MOST_HALVINGS)
}

fn tenure(weights: &Weights, one: &Person, other: &Person) -> i64 {
    let bands = one.tenure.abs_diff(other.tenure);
    if bands >= Weights::FAR_APART {
        weights.tenure_band * i64::from(bands.min(Weights::MOST_BANDS))
    } else {
        0
    }
}

fn hours(weights: &Weights, one: &Person, other: &Person) -> i64 {
    match one.slots.hours_in_common(other.slots) {
        0 => weights.no_hour,
        hours => weights.hour * i64::from(hours.min(Weights::ENOUGH_HOURS)),
    }
}

fn newcomers(weights: &Weights, one: &Person, other: &Person) -> i64 {
    if (one.newcomer && is_rested_host(other)) || (other.newcomer && is_rested_host(one)) {
        weights.host
    } else if one.newcomer && other.newcomer {
        weights.two_newcomers
    } else {
        0
    }
}

/// Whether they may host, and have not in the last two rounds.
pub(super) fn is_rested_host(person: &Person) -> bool {
    person.host
        && person
            .hosted_ago
            .is_none_or(|ago| ago > Weights::HOST_RESTS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::MemberId;

    /// Somebody of team 1 at work from nine to five, who teaches and wishes for these.
    fn person(teaches: &[i64], wishes: &[i64]) -> Person {
        Person {
            id: MemberId(1),
            team: 1,
            teaches: teaches.iter().copied().map(SkillId).collect(),
            wishes: wishes.iter().copied().map(SkillId).collect(),
            tenure: 4,
            newcomer: false,
            host: false,
            slots: (18..34).collect(),
            blocks: Vec::new(),
            gave_only: 0,
            hosted_ago: None,
            trio_ago: None,
            left_out: false,
        }
    }

    #[track_caller]
    fn check(one: &Person, other: &Person, expected: i64) {
        let weights = Weights::default();
        assert_eq!(worth(&weights, one, other), expected);
        assert_eq!(worth(&weights, other, one), expected, "turned round");
    }

    #[test]
    fn four_hours_in_common_are_as_good_as_eight() {
        check(&person(&[], &[]), &person(&[], &[]), 160);
        let early = |slots: std::ops::Range<u8>| Person {
            slots: slots.collect(),
            ..person(&[], &[])
        };
        check(&early(0..24), &person(&[], &[]), 120);
        check(&early(0..21), &person(&[], &[]), 40);
        check(&early(0..26), &person(&[], &[]), 160);
        // Half an hour is no hour, and nobody is worth less than nothing.
        check(&early(0..19), &person(&[], &[]), 0);
        check(&early(0..19), &person(&[1, 2], &[]), 0);
        check(&early(0..19), &person(&[], &[1]), 0);
    }

    #[test]
    fn skills_count_up_to_three_each_way_and_more_both_ways() {
        check(&person(&[1], &[]), &person(&[], &[1]), 260);
        check(&person(&[1, 1], &[]), &person(&[], &[1, 1]), 260);
        check(
            &person(&[1, 2, 3, 4], &[]),
            &person(&[], &[4, 3, 2, 1]),
            460,
        );
        check(&person(&[1], &[2]), &person(&[2], &[1]), 160 + 400);
    }

    #[test]
    fn who_only_gave_is_worth_less_one_way() {
        let tired = |gave_only, wishes: &[i64]| Person {
            gave_only,
            ..person(&[1, 2, 3], wishes)
        };
        check(&tired(1, &[9]), &person(&[], &[1, 2, 3]), 160 + 150);
        check(&tired(3, &[9]), &person(&[], &[1, 2, 3]), 160 + 37);
        check(&tired(7, &[9]), &person(&[], &[1, 2, 3]), 160 + 37);
        check(&tired(3, &[9]), &person(&[9], &[1, 2, 3]), 160 + 600);
    }

    #[test]
    fn teams_and_tenure() {
        let other = |team, tenure| Person {
            team,
            tenure,
            ..person(&[], &[])
        };
        check(&person(&[], &[]), &other(2, 4), 310);
        check(&person(&[], &[]), &other(1, 6), 160);
        check(&person(&[], &[]), &other(1, 7), 220);
        check(&other(1, 0), &other(1, 9), 160 + 120);
    }

    #[test]
    fn newcomers_meet_rested_hosts_rather_than_each_other() {
        let newcomer = Person {
            newcomer: true,
            ..person(&[], &[])
        };
        let host = |hosted_ago| Person {
            host: true,
            hosted_ago,
            ..person(&[], &[])
        };
        check(&newcomer, &host(None), 360);
        check(&newcomer, &host(Some(3)), 360);
        check(&newcomer, &host(Some(2)), 160);
        check(&newcomer, &newcomer, 60);
        check(&host(None), &host(None), 160);
    }
}
