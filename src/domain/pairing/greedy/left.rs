//! Those who are left, and whom of them somebody gains most with.

use super::super::large::{Plan, Scan};
use super::super::pairs::Field;

/// Fewer people than these are not gathered anew.
const FEW: usize = 256;

/// Those who are left, in their order. Of people with whom as much is gained, the last is found.
#[derive(Debug)]
pub(super) struct Left<'a> {
    field: &'a Field<'a>,
    /// The last first.
    people: Vec<u32>,
    taken: Vec<bool>,
    /// How many have not been taken.
    count: usize,
    /// At the places before this one everybody has been taken.
    from: usize,
    /// Finds the best of many without weighing everybody. Its places are those of `people`.
    rows: Option<(&'a Plan, Scan<'a>)>,
}

impl<'a> Left<'a> {
    /// Everybody. With a plan partners are found by rows of bits; it makes no difference to who they are.
    pub(super) fn of(field: &'a Field<'a>, plan: Option<&'a Plan>) -> Self {
        let mut left = Self {
            field,
            people: field.members.iter().rev().copied().collect(),
            taken: Vec::new(),
            count: 0,
            from: 0,
            rows: None,
        };
        left.gather(plan);
        left
    }

    /// Makes places for the people there are.
    fn gather(&mut self, plan: Option<&'a Plan>) {
        self.count = self.people.len();
        self.taken = vec![false; self.count];
        self.from = 0;
        self.rows = plan.map(|plan| (plan, Scan::at_no_price(self.field, plan, &self.people)));
    }

    /// How many are left.
    pub(super) fn len(&self) -> usize {
        self.count
    }

    /// Takes the last.
    pub(super) fn next(&mut self) -> Option<u32> {
        let place = self.places().next()?;
        Some(self.take(place))
    }

    /// Takes the one with whom somebody gains most, if they may meet anybody.
    pub(super) fn take_best_with(&mut self, one: u32) -> Option<u32> {
        let place = match &self.rows {
            Some((_, scan)) => scan.most_gained(one),
            None => self.most(|other| self.field.round.gain(one, other)),
        };
        place.map(|place| self.take(place))
    }

    /// Takes the one with whom two gain most as a trio, if both may meet anybody.
    pub(super) fn take_third(&mut self, [one, two]: [u32; 2]) -> Option<u32> {
        let place = self.most(|three| self.field.round.trio_gain([one, two, three]));
        place.map(|place| self.take(place))
    }

    /// The place of the one with the greatest gain.
    fn most(&self, gain: impl Fn(u32) -> Option<i64>) -> Option<usize> {
        let mut most = None;
        for place in self.places() {
            if let Some(gain) = gain(self.people[place])
                && most.is_none_or(|(most, _)| gain > most)
            {
                most = Some((gain, place));
            }
        }
        most.map(|(_, place)| place)
    }

    /// The places of those who are left.
    fn places(&self) -> impl Iterator<Item = usize> {
        (self.from..self.people.len()).filter(|place| !self.taken[*place])
    }

    fn take(&mut self, place: usize) -> u32 {
        let who = self.people[place];
        self.taken[place] = true;
        self.count -= 1;
        while self.taken.get(self.from) == Some(&true) {
            self.from += 1;
        }
        if let Some((_, scan)) = &mut self.rows {
            scan.take_away(place);
        }
        // Looking past those who were taken costs less than gathering the others, until half of all have been.
        if 2 * self.count < self.people.len() && self.people.len() > FEW {
            self.people = self.places().map(|place| self.people[place]).collect();
            self.gather(self.rows.as_ref().map(|(plan, _)| *plan));
        }
        who
    }
}
