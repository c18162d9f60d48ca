//! Who could still meet whom for the first time, and rounds made of such pairs.

use crate::domain::ids::MemberId;
use crate::domain::pairing::{Problem, WINDOW};

/// With an odd number of people above this, plans that use up nearly all pairs are found, if at all, by luck that the next round need
/// not have.
const HARD: usize = 43;

/// The people of a problem by their rank, at most 64 of them, and for each the set of those they are neither blocked with
/// nor have met lately.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Faces {
    ids: Vec<MemberId>,
    new: Vec<u64>,
}

/// One round by ranks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Seating {
    /// The three who sit together, where the number is odd.
    pub(super) trio: Option<[usize; 3]>,
    /// The other of each one's pair; of the trio's members, themselves.
    pub(super) with: Vec<usize>,
}

impl Faces {
    /// Reads them off a problem; of two people with the same id one counts.
    pub(super) fn of(problem: &Problem) -> Self {
        let mut ids: Vec<MemberId> = problem.people.iter().map(|person| person.id).collect();
        ids.sort_unstable();
        ids.dedup();
        let size = ids.len();
        let mut faces = Self {
            new: (0..size).map(|own| all(size) & !(1 << own)).collect(),
            ids,
        };
        for person in &problem.people {
            for other in &person.blocks {
                faces.forget(person.id, *other);
            }
        }
        for met in problem.met.iter().filter(|met| met.ago <= WINDOW) {
            faces.forget(met.one, met.other);
        }
        faces
    }

    /// So many who have never met.
    #[cfg(test)]
    pub(super) fn strangers(size: usize) -> Self {
        let ids = (0..).map(MemberId).take(size).collect();
        let new = (0..size).map(|own| all(size) & !(1 << own)).collect();
        Self { ids, new }
    }

    fn forget(&mut self, one: MemberId, other: MemberId) {
        if let (Some(one), Some(other)) = (self.rank(one), self.rank(other)) {
            self.use_up(one, other);
        }
    }

    fn rank(&self, id: MemberId) -> Option<usize> {
        self.ids.binary_search(&id).ok()
    }

    /// How many people there are.
    pub(super) fn size(&self) -> usize {
        self.ids.len()
    }

    /// Whom somebody could still meet, as a set.
    pub(super) fn of_one(&self, one: usize) -> u64 {
        self.new[one]
    }

    /// Whether two could still meet.
    pub(super) fn has(&self, one: usize, other: usize) -> bool {
        self.new[one] >> other & 1 == 1
    }

    /// How many somebody could still meet.
    pub(super) fn degree(&self, one: usize) -> usize {
        self.new[one].count_ones() as usize
    }

    /// Two meet.
    pub(super) fn use_up(&mut self, one: usize, other: usize) {
        self.new[one] &= !(1 << other);
        self.new[other] &= !(1 << one);
    }

    /// Two do not meet after all.
    pub(super) fn give_back(&mut self, one: usize, other: usize) {
        self.new[one] |= 1 << other;
        self.new[other] |= 1 << one;
    }

    /// What is left after these groups have met.
    pub(super) fn after(&self, seating: &Seating) -> Self {
        let mut left = self.clone();
        for (one, other) in seating.pairs() {
            left.use_up(one, other);
        }
        left
    }

    /// So many rounds without a repeat are looked for. No more are possible: everybody needs a new face in each, two where they
    /// are in the trio of an odd number.
    ///
    /// Of an odd number above [`HARD`] fewer are looked for, so that a round's worth of pairs is always left over. What is played uses up as
    /// much as it takes away, so that what was promised with pairs to spare has as many to spare until the last round.
    pub(super) fn most_rounds(&self) -> usize {
        let degrees: Vec<usize> = (0..self.size()).map(|one| self.degree(one)).collect();
        let least = degrees.iter().copied().min().unwrap_or(0);
        if self.size().is_multiple_of(2) {
            return least;
        }
        let pairs = degrees.iter().sum::<usize>() / 2;
        let used = usize::midpoint(self.size(), 3);
        (1..=least)
            .rev()
            .filter(|rounds| self.size() <= HARD || pairs >= used * (rounds + 1))
            .find(|rounds| {
                let in_trios: usize = degrees
                    .iter()
                    .map(|degree| (degree - rounds).min(*rounds))
                    .sum();
                in_trios >= 3 * rounds
            })
            .unwrap_or(0)
    }

    /// The groups by rank, or nothing where they are not one round of first meetings: everybody seated in pairs, with one
    /// trio where the number is odd.
    pub(super) fn seating(&self, groups: &[Vec<MemberId>]) -> Option<Seating> {
        let mut seating = Seating {
            trio: None,
            with: (0..self.size()).collect(),
        };
        let mut seated = 0;
        for group in groups {
            let ranks: Option<Vec<usize>> = group.iter().map(|id| self.rank(*id)).collect();
            seated += group.len();
            match *ranks? {
                [one, other] => {
                    seating.with[one] = other;
                    seating.with[other] = one;
                }
                [one, two, three] => seating.trio = Some([one, two, three]),
                _ => return None,
            }
        }
        let whole = seated == self.size()
            && seating.trio.is_some() != self.size().is_multiple_of(2)
            && seating.pairs().all(|(one, other)| self.has(one, other));
        whole.then_some(seating)
    }

    /// The same by id, in the order of a pairing.
    pub(super) fn groups(&self, seating: &Seating) -> Vec<Vec<MemberId>> {
        let ids = |ranks: &[usize]| {
            let mut ids: Vec<MemberId> = ranks.iter().map(|rank| self.ids[*rank]).collect();
            ids.sort_unstable();
            ids
        };
        let mut groups: Vec<Vec<MemberId>> = seating
            .twos()
            .map(|(one, other)| ids(&[one, other]))
            .chain(seating.trio.map(|trio| ids(&trio)))
            .collect();
        groups.sort_unstable();
        groups
    }
}

impl Seating {
    /// The same, whatever the order in which the trio is named.
    #[cfg(test)]
    pub(super) fn sorted(&self) -> Self {
        let mut sorted = self.clone();
        sorted.trio.iter_mut().for_each(|trio| trio.sort_unstable());
        sorted
    }

    /// Those who sit in twos.
    pub(super) fn twos(&self) -> impl Iterator<Item = (usize, usize)> {
        self.with
            .iter()
            .enumerate()
            .filter(|(one, other)| one < other)
            .map(|(one, other)| (one, *other))
    }

    /// All who meet: the twos, and the three pairs of the trio.
    pub(super) fn pairs(&self) -> impl Iterator<Item = (usize, usize)> {
        self.twos().chain(
            self.trio
                .into_iter()
                .flat_map(|[one, two, three]| [(one, two), (one, three), (two, three)]),
        )
    }
}

/// The set of the first so many.
pub(super) fn all(size: usize) -> u64 {
    if size >= 64 {
        u64::MAX
    } else {
        (1 << size) - 1
    }
}

/// The members of a set, lowest first.
pub(super) fn members(mut set: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        (set != 0).then(|| {
            let lowest = set.trailing_zeros() as usize;
            set &= set - 1;
            lowest
        })
    })
}
