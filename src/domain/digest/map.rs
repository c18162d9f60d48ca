//! Who teaches whom.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::ids::{MemberId, RoleId};

use super::FEWEST;
use super::facts::{Flow, TeamNow};
use super::told::{Arrow, Map, MapTeam, Weight};

/// What those are called who have no team, or one of fewer than five.
const OTHERS: &str = "others";

/// How much help goes which way, and who takes part in it.
#[derive(Default)]
struct Way {
    helps: u64,
    people: BTreeSet<MemberId>,
}

impl Map {
    /// The map of these helps. Helps with a side that is not known are not on it.
    pub(super) fn of(flows: &[Flow], teams: &[TeamNow]) -> Self {
        let large: Vec<_> = teams
            .iter()
            .filter(|team| usize::try_from(team.members).unwrap_or(usize::MAX) >= FEWEST)
            .collect();
        let others = large.len();
        let place = |role: RoleId| {
            large
                .iter()
                .position(|team| team.role == role)
                .unwrap_or(others)
        };
        let mut ways: BTreeMap<(usize, usize), Way> = BTreeMap::new();
        for flow in flows {
            let (Some(from), Some(to)) = (flow.from, flow.to) else {
                continue;
            };
            let way = ways.entry((place(from), place(to))).or_default();
            way.helps += flow.helps;
            way.people.extend(flow.helper);
            way.people.extend(flow.learner);
        }
        ways.retain(|_, way| way.people.len() >= FEWEST);
        let strongest = ways.values().map(|way| way.helps).max().unwrap_or(0);
        let arrows: Vec<_> = ways
            .iter()
            .map(|(&(from, to), way)| Arrow {
                from,
                to,
                weight: weight(way.helps, strongest),
            })
            .collect();
        let mut teams: Vec<_> = large
            .iter()
            .map(|team| MapTeam {
                role: Some(team.role),
                name: team.name.clone(),
            })
            .collect();
        if arrows
            .iter()
            .any(|arrow| [arrow.from, arrow.to].contains(&others))
        {
            teams.push(MapTeam {
                role: None,
                name: OTHERS.to_owned(),
            });
        }
        Self { teams, arrows }
    }
}

/// How much this is next to the most there is.
fn weight(helps: u64, strongest: u64) -> Weight {
    match helps.saturating_mul(3) {
        much if much >= strongest.saturating_mul(2) => Weight::Most,
        much if much >= strongest => Weight::More,
        _ => Weight::Some,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::*;

    fn flow(from: i64, to: i64, helper: i64, learner: i64, helps: u64) -> Flow {
        Flow {
            from: Some(RoleId(from)),
            to: Some(RoleId(to)),
            helper: Some(MemberId(helper)),
            learner: Some(MemberId(learner)),
            helps,
        }
    }

    fn team(role: i64, name: &str, members: u64) -> TeamNow {
        TeamNow {
            role: RoleId(role),
            name: name.to_owned(),
            members,
        }
    }

    /// Six people help each other one way, each of three helpers two learners.
    fn crowd(from: i64, to: i64, first: i64, each: u64) -> Vec<Flow> {
        (0..3)
            .map(|n| flow(from, to, first + n, first + 3 + n, each))
            .collect()
    }

    #[test]
    fn arrows_are_drawn_where_five_people_take_part() {
        let teams = [team(1, "Kitchen", 6), team(2, "Bar", 6)];
        let mut flows = crowd(1, 2, 10, 3);
        // Four people, however much they help, are not drawn.
        flows.extend([flow(2, 1, 20, 10, 50), flow(2, 1, 21, 11, 50)]);
        // Nor does a help count whose sides are not known.
        flows.push(Flow {
            to: None,
            ..flow(2, 1, 23, 24, 1)
        });
        let map = Map::of(&flows, &teams);
        assert_eq!(
            map.arrows,
            [Arrow {
                from: 0,
                to: 1,
                weight: Weight::Most
            }]
        );
        assert_eq!(map.teams.len(), 2);
    }

    #[test]
    fn small_and_former_teams_are_others() {
        let teams = [team(1, "Kitchen", 6), team(2, "Bar", 4)];
        let mut flows = crowd(2, 1, 10, 1);
        flows.extend(crowd(9, 1, 20, 1));
        flows.extend(crowd(0, 1, 30, 1));
        flows.extend(crowd(1, 1, 40, 2));
        flows.extend(crowd(1, 2, 50, 1));
        let map = Map::of(&flows, &teams);
        let names: Vec<_> = map.teams.iter().map(|team| team.name.as_str()).collect();
        assert_eq!(names, ["Kitchen", "others"]);
        let ways: Vec<_> = map
            .arrows
            .iter()
            .map(|arrow| (arrow.from, arrow.to, arrow.weight))
            .collect();
        assert_eq!(
            ways,
            [
                (0, 0, Weight::Most),
                (0, 1, Weight::More),
                (1, 0, Weight::Most)
            ]
        );
    }

    #[test]
    fn weights_are_thirds_of_the_strongest() {
        for (helps, expected) in [
            (30, Weight::Most),
            (20, Weight::Most),
            (19, Weight::More),
            (10, Weight::More),
            (9, Weight::Some),
            (1, Weight::Some),
        ] {
            assert_eq!(weight(helps, 30), expected, "{helps}");
        }
    }
}
