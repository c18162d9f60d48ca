//! Who teaches whom.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::ids::{MemberId, RoleId};

use super::FEWEST;
use super::facts::{Flow, TeamNow};
use super::told::{Arrow, Map, MapTeam, Weight};

/// What those are called who have no team, or one of fewer than five.
pub const OTHERS: &str = "others";

/// How much help goes one way, and who takes part in it.
#[derive(Default)]
struct Way {
    helps: u64,
    people: BTreeSet<MemberId>,
}

impl Map {
    /// The map of these helps. Helps with a side that is not known are not on it.
    pub fn of(flows: &[Flow], teams: &[TeamNow]) -> Self {
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
        let mut strangers = BTreeSet::new();
        for flow in flows {
            let (Some(from), Some(to)) = (flow.from, flow.to) else {
                continue;
            };
            let (from, to) = (place(from), place(to));
            let way = ways.entry((from, to)).or_default();
            way.helps += flow.helps;
            way.people.extend(flow.helper);
            way.people.extend(flow.learner);
            strangers.extend(flow.helper.filter(|_| from == others));
            strangers.extend(flow.learner.filter(|_| to == others));
        }
        // Of fewer people "others" would be another name for the one small team that there is.
        let shown = strangers.len() >= FEWEST;
        ways.retain(|(from, to), way| {
            way.people.len() >= FEWEST && (shown || ![*from, *to].contains(&others))
        });
        let strongest = ways.values().map(|way| way.helps).max().unwrap_or(0);
        let arrows: Vec<_> = ways
            .iter()
            .map(|(&(from, to), way)| Arrow {
                from,
                to,
                weight: weight(way.helps, strongest),
            })
            .collect();
        let teams = large.iter().map(|team| MapTeam {
            role: Some(team.role),
            name: team.name.clone(),
        });
        Self::drawn(teams.collect(), arrows)
    }

    /// The map of these teams, in this order, with arrows between their places. "Others" stand in the place after all of them.
    pub fn drawn(mut teams: Vec<MapTeam>, arrows: Vec<Arrow>) -> Self {
        let others = teams.len();
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
    use proptest::prelude::*;

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

    /// Three of the one small team taught, and were taught by, a large one: as "others" they would be themselves.
    #[test]
    fn others_are_shown_where_they_are_five() {
        let teams = [team(1, "Kitchen", 6), team(2, "Bar", 3)];
        let mut flows = crowd(1, 1, 40, 2);
        flows.extend(crowd(2, 1, 10, 9));
        flows.extend([flow(1, 2, 40, 10, 3), flow(1, 2, 41, 11, 3)]);
        let check = |flows: &[Flow], expected: &[(usize, usize)], named: usize| {
            let map = Map::of(flows, &teams);
            let ways = map.arrows.iter().map(|arrow| (arrow.from, arrow.to));
            assert_eq!(ways.collect::<Vec<_>>(), expected);
            assert_eq!(map.teams.len(), named);
        };
        check(&flows, &[(0, 0)], 1);
        // Somebody whose team was not known, and those of whom it is not known who they are, are nobody more.
        flows.push(Flow {
            from: None,
            ..flow(1, 2, 50, 20, 1)
        });
        flows.push(Flow {
            helper: None,
            ..flow(2, 1, 51, 43, 1)
        });
        flows.push(flow(0, 1, 21, 43, 1));
        check(&flows, &[(0, 0)], 1);
        // Four of them, and then a fifth, on whichever side.
        flows.push(flow(1, 0, 40, 22, 1));
        check(&flows, &[(0, 0), (0, 1), (1, 0)], 2);
    }

    /// Helps between people of a few teams, large and small, some of whom are not known.
    fn flows() -> impl Strategy<Value = Vec<Flow>> {
        let side = || prop::option::weighted(0.95, (0_i64..6).prop_map(RoleId));
        let person = || prop::option::weighted(0.9, (0_i64..12).prop_map(MemberId));
        let flow = (side(), side(), person(), person(), 1_u64..9);
        prop::collection::vec(
            flow.prop_map(|(from, to, helper, learner, helps)| Flow {
                from,
                to,
                helper,
                learner,
                helps,
            }),
            0..60,
        )
    }

    proptest! {
        /// Whatever is drawn, at least five people are known on it; and where a side of it is "others", at least five there, too.
        #[test]
        fn nothing_is_drawn_of_fewer_than_five(flows in flows(), sizes in prop::collection::vec(2_u64..8, 4)) {
            let teams: Vec<_> = (1..).zip(&sizes).map(|(role, size)| team(role, "Team", *size)).collect();
            let map = Map::of(&flows, &teams);
            let named: Vec<RoleId> = map.teams.iter().filter_map(|team| team.role).collect();
            let is_in = |side: Option<RoleId>, place: usize| match named.get(place) {
                Some(role) => side == Some(*role),
                None => side.is_some_and(|side| !named.contains(&side)),
            };
            let known = || flows.iter().filter(|flow| flow.from.is_some() && flow.to.is_some());
            let strangers: BTreeSet<_> = known()
                .flat_map(|flow| {
                    let sides = [(flow.from, flow.helper), (flow.to, flow.learner)];
                    sides.into_iter().filter(|(side, _)| is_in(*side, named.len())).filter_map(|(_, person)| person)
                })
                .collect();
            for arrow in &map.arrows {
                let on_it = known().filter(|flow| is_in(flow.from, arrow.from) && is_in(flow.to, arrow.to));
                let people: BTreeSet<_> = on_it.flat_map(|flow| [flow.helper, flow.learner]).flatten().collect();
                prop_assert!(people.len() >= FEWEST, "{people:?}");
                let with_others = [arrow.from, arrow.to].contains(&named.len());
                prop_assert!(!with_others || strangers.len() >= FEWEST, "{strangers:?}");
            }
        }
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
