//! What can be worked out from what is told. This knows nothing of blocks and families, only of facts, the people in them, and
//! the sets of facts whose numbers were told.

use std::collections::{BTreeMap, BTreeSet};

/// A set of facts that counts one to four people, or people nobody knows, and how it was had.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Finding {
    /// Its number was told.
    Told(Vec<usize>),
    /// Its number is the difference of two that were told.
    Difference(Vec<usize>),
    /// Its number is a sum of multiples of numbers that were told.
    Derived(Vec<usize>),
}

/// A set of facts as bits.
type Set = Vec<u64>;

/// Facts, and which sets of them were told.
pub(super) struct Told {
    people: Vec<BTreeSet<i64>>,
    sets: BTreeSet<Set>,
}

impl Told {
    /// Facts with the people in them; nothing is told of them yet.
    pub(super) fn new(people: Vec<BTreeSet<i64>>) -> Self {
        Self {
            people,
            sets: BTreeSet::new(),
        }
    }

    /// The number of these facts is told.
    pub(super) fn tell(&mut self, facts: impl IntoIterator<Item = usize>) {
        let mut set = vec![0; self.people.len().div_ceil(64)];
        for fact in facts {
            set[fact / 64] |= 1 << (fact % 64);
        }
        self.sets.insert(set);
    }

    /// How many different sets were told.
    pub(super) fn sets(&self) -> usize {
        self.sets.len()
    }

    /// A set that was told, or the difference of two of which one holds the other.
    pub(super) fn find_differences(&self) -> Option<Finding> {
        for whole in &self.sets {
            if self.is_few(facts(whole)) {
                return Some(Finding::Told(facts(whole).collect()));
            }
            for part in &self.sets {
                let holds = part
                    .iter()
                    .zip(whole)
                    .all(|(part, whole)| part & !whole == 0);
                let rest: Set = whole
                    .iter()
                    .zip(part)
                    .map(|(whole, part)| whole & !part)
                    .collect();
                if holds && self.is_few(facts(&rest)) {
                    return Some(Finding::Difference(facts(&rest).collect()));
                }
            }
        }
        None
    }

    /// Any class of facts that nothing told keeps apart, or up to three of them together, whose number follows from what was told:
    /// whether their indicator is in the space that the told ones span, over the rational numbers.
    pub(super) fn find_derived(&self) -> Option<Finding> {
        let mut classes: BTreeMap<Vec<usize>, Vec<usize>> = BTreeMap::new();
        for fact in 0..self.people.len() {
            let holds = |set: &&Set| set[fact / 64] >> (fact % 64) & 1 == 1;
            let column = (0..).zip(&self.sets).filter(|(_, set)| holds(set));
            let column: Vec<usize> = column.map(|(row, _)| row).collect();
            classes.entry(column).or_default().push(fact);
        }
        let rows: Vec<Vec<i128>> = (0..self.sets.len())
            .map(|row| {
                let holds = |column: &Vec<usize>| i128::from(column.contains(&row));
                classes.keys().map(holds).collect()
            })
            .collect();
        let space = Space::of(rows);
        let classes: Vec<_> = classes.into_values().collect();
        let few: Vec<usize> = (0..classes.len())
            .filter(|class| self.is_few(classes[*class].iter().copied()))
            .collect();
        let check = |union: &[usize]| {
            let facts = || {
                union
                    .iter()
                    .flat_map(|class| classes[*class].iter().copied())
            };
            let indicator = (0..classes.len()).map(|class| i128::from(union.contains(&class)));
            (self.is_few(facts()) && space.holds(indicator.collect()))
                .then(|| Finding::Derived(facts().collect()))
        };
        for (at, one) in few.iter().enumerate() {
            if let Some(finding) = check(&[*one]) {
                return Some(finding);
            }
            for (next, two) in few.iter().enumerate().skip(at + 1) {
                if let Some(finding) = check(&[*one, *two]) {
                    return Some(finding);
                }
                for three in &few[next + 1..] {
                    if let Some(finding) = check(&[*one, *two, *three]) {
                        return Some(finding);
                    }
                }
            }
        }
        None
    }

    /// Whether there are facts, and fewer than five people known to be in them.
    fn is_few(&self, facts: impl Iterator<Item = usize>) -> bool {
        let mut known: BTreeSet<i64> = BTreeSet::new();
        let mut any = false;
        for fact in facts {
            any = true;
            known.extend(&self.people[fact]);
            if known.len() >= 5 {
                return false;
            }
        }
        any
    }
}

fn facts(set: &Set) -> impl Iterator<Item = usize> {
    let words = set.iter().enumerate();
    words.flat_map(|(at, word)| {
        (0..64)
            .filter(move |bit| word >> bit & 1 == 1)
            .map(move |bit| at * 64 + bit)
    })
}

/// A space of rational vectors, by rows of whole numbers. Each has its first number where no later one has any.
struct Space {
    rows: Vec<(usize, Vec<i128>)>,
}

impl Space {
    /// The space that these rows span.
    fn of(rows: Vec<Vec<i128>>) -> Self {
        let mut space = Self { rows: Vec::new() };
        for row in rows {
            let row = space.reduced(row);
            if let Some(first) = row.iter().position(|number| *number != 0) {
                space.rows.push((first, row));
            }
        }
        space
    }

    /// Whether it holds the vector.
    fn holds(&self, vector: Vec<i128>) -> bool {
        self.reduced(vector).iter().all(|number| *number == 0)
    }

    /// A multiple of the vector less multiples of the rows, with nothing where a row begins.
    fn reduced(&self, mut vector: Vec<i128>) -> Vec<i128> {
        for (first, row) in &self.rows {
            let (by, less) = (row[*first], vector[*first]);
            if less == 0 {
                continue;
            }
            for (number, other) in vector.iter_mut().zip(row) {
                let product = |one: i128, two: i128| one.checked_mul(two).expect("small numbers");
                *number = product(*number, by) - product(*other, less);
            }
            let divisor = vector
                .iter()
                .fold(0, |divisor, number| common(divisor, *number));
            if divisor > 1 {
                for number in &mut vector {
                    *number /= divisor;
                }
            }
        }
        vector
    }
}

/// The greatest common divisor; that of 0 and a number is the number.
fn common(one: i128, two: i128) -> i128 {
    if two == 0 {
        one.abs()
    } else {
        common(two, one % two)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// So many facts of one person each.
    fn crowd(facts: i64) -> Told {
        Told::new((0..facts).map(|person| BTreeSet::from([person])).collect())
    }

    #[test]
    fn what_was_told_is_found() {
        let mut told = crowd(9);
        told.tell(0..9);
        assert_eq!((told.find_differences(), told.find_derived()), (None, None));
        told.tell(0..4);
        let few = vec![0, 1, 2, 3];
        assert_eq!(told.find_differences(), Some(Finding::Told(few.clone())));
        assert_eq!(told.find_derived(), Some(Finding::Derived(few)));
    }

    #[test]
    fn differences_are_found() {
        let mut told = crowd(9);
        told.tell(0..9);
        told.tell(0..6);
        assert_eq!(
            told.find_differences(),
            Some(Finding::Difference(vec![6, 7, 8]))
        );
        assert_eq!(told.find_derived(), Some(Finding::Derived(vec![6, 7, 8])));
    }

    #[test]
    fn what_only_several_numbers_tell_is_found() {
        // The first and the second ten, the first half of both, and the last ten with all but one of the second half.
        let mut told = crowd(30);
        told.tell(0..10);
        told.tell(10..20);
        told.tell((0..5).chain(10..15));
        told.tell((5..10).chain(15..19).chain(20..30));
        told.tell(20..30);
        assert_eq!(told.find_differences(), None);
        assert_eq!(told.find_derived(), Some(Finding::Derived(vec![19])));
    }

    #[test]
    fn people_nobody_knows_are_too_few() {
        let mut told = Told::new(vec![BTreeSet::new(); 8]);
        told.tell([]);
        assert_eq!(told.find_differences(), None);
        told.tell(0..8);
        assert!(told.find_differences().is_some() && told.find_derived().is_some());
    }

    /// Asks made in a week and asks answered in it, whenever they were made: 20 made and 19 of them answered, while five older ones
    /// wait, so that never fewer than five wait in all. Still the difference is one.
    #[test]
    fn asks_counted_when_they_are_answered_would_tell_who_waits() {
        let mut told = crowd(30);
        told.tell(0..10);
        told.tell(0..5);
        told.tell(10..30);
        told.tell(10..29);
        assert_eq!(told.find_differences(), Some(Finding::Difference(vec![29])));
    }
}
