//! Groups made better by seating the people of two of them anew, again and again.
//!
//! For what no exact method is known to be quick enough: groups of three, and rounds in which blocks force more than one trio.
//! Whoever is left out counts as a group of one.

use super::objective::Objective;
use super::pairs::Field;
use super::small::{seat, weigh_group};

/// So many people whom somebody would best meet have their groups tried.
pub(super) const NEAREST: usize = 12;
/// Of these, so many have their groups tried two at a time.
const NEAREST_TWO: usize = 4;
/// With more people than these only two groups are seated anew at a time, not three.
const MOST_FOR_THREE: usize = 400;

/// A seating that is being made better.
#[derive(Debug)]
pub(super) struct Reseating<'a> {
    field: &'a Field<'a>,
    nearest: &'a [Vec<u32>],
    groups: Vec<Vec<u32>>,
    /// For each person, the group.
    group_of: Vec<usize>,
}

impl<'a> Reseating<'a> {
    /// Begins with some groups; whoever is in none is left out. The field holds everybody, and for each there are the [`NEAREST`] whom
    /// they would best meet.
    pub(super) fn new(
        field: &'a Field<'a>,
        nearest: &'a [Vec<u32>],
        groups: Vec<Vec<u32>>,
    ) -> Self {
        let mut all = Self {
            field,
            nearest,
            group_of: vec![usize::MAX; field.len()],
            groups,
        };
        for (at, group) in all.groups.iter().enumerate() {
            for member in group {
                all.group_of[*member as usize] = at;
            }
        }
        for member in field.vertices() {
            if all.group_of[member as usize] == usize::MAX {
                all.group_of[member as usize] = all.groups.len();
                all.groups.push(vec![member]);
            }
        }
        all
    }

    /// The groups, once seating the people of no two of them anew is better, and in rounds that are not large, of no three.
    pub(super) fn settle(mut self) -> Vec<Vec<u32>> {
        let mut open: Vec<u32> = self.field.vertices().rev().collect();
        self.improve(&mut open);
        if self.field.len() <= MOST_FOR_THREE {
            let mut person = 0;
            let mut since_better = 0;
            while since_better < self.field.len() {
                since_better += 1;
                if self.improve_three(person) {
                    since_better = 0;
                }
                person = (person + 1) % self.field.vertices().end;
            }
        }
        self.groups.retain(|group| group.len() > 1);
        self.groups
    }

    /// Seats the people of two groups anew wherever that is better, beginning with the groups of these people.
    fn improve(&mut self, open: &mut Vec<u32>) {
        while let Some(person) = open.pop() {
            let own = self.group_of[person as usize];
            // Whoever is left out may fit in anywhere.
            let others: Vec<usize> = if self.groups[own].len() == 1 {
                (0..self.groups.len()).collect()
            } else {
                self.groups_near(person, NEAREST)
            };
            for other in others {
                self.reseat(&[self.group_of[person as usize], other], open);
            }
        }
    }

    /// Tries a person's group with two of those near, and whether that was better.
    fn improve_three(&mut self, person: u32) -> bool {
        let near = self.groups_near(person, NEAREST_TWO);
        for (at, one) in near.iter().enumerate() {
            for other in &near[at + 1..] {
                let mut open = Vec::new();
                if self.reseat(&[self.group_of[person as usize], *one, *other], &mut open) {
                    self.improve(&mut open);
                    return true;
                }
            }
        }
        false
    }

    fn groups_near(&self, person: u32, count: usize) -> Vec<usize> {
        let near = self.nearest[person as usize].iter().take(count);
        near.map(|other| self.group_of[*other as usize]).collect()
    }

    /// Seats the people of some groups as well as can be, and whether that is better than before.
    fn reseat(&mut self, places: &[usize], open: &mut Vec<u32>) -> bool {
        let mut places = places.to_vec();
        places.sort_unstable();
        places.dedup();
        if places.len() < 2 {
            return false;
        }
        let people: Vec<u32> = places
            .iter()
            .flat_map(|place| &self.groups[*place])
            .copied()
            .collect();
        let before = places.iter().fold(Objective::default(), |sum, place| {
            sum + weigh_group(self.field.round, &self.groups[*place])
        });
        let (after, groups) = seat(self.field.round, &people);
        if after >= before {
            return false;
        }
        self.replace(&places, &people, groups);
        open.extend(people);
        true
    }

    /// Puts new groups of the same people in the place of old ones.
    fn replace(&mut self, places: &[usize], people: &[u32], groups: Vec<Vec<u32>>) {
        let seated = |person: &u32| groups.iter().flatten().any(|seated| seated == person);
        let alone = people
            .iter()
            .filter(|person| !seated(person))
            .map(|person| vec![*person]);
        let mut new: Vec<Vec<u32>> = alone.collect();
        new.extend(groups);
        while new.len() > places.len() {
            let group = new.pop().unwrap_or_default();
            self.put(self.groups.len(), group);
        }
        for place in places {
            let group = new.pop().unwrap_or_default();
            self.put(*place, group);
        }
    }

    fn put(&mut self, place: usize, group: Vec<u32>) {
        for member in &group {
            self.group_of[*member as usize] = place;
        }
        if place == self.groups.len() {
            self.groups.push(group);
        } else {
            self.groups[place] = group;
        }
    }
}
