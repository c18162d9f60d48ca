//! Which families end a block at the end of a week.

use super::FEWEST;
use super::facts::{Block, Crowd, People};
use super::family::{Family, Leaf};
use super::week::{Span, Week};

/// What is decided when a week is closed. It is kept, and never decided again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Closing {
    /// The blocks that end with the week.
    pub blocks: Vec<Block>,
    /// How many members nobody had met for eight weeks at its end. None: that is not to be told.
    pub unmet: Option<u64>,
}

/// The first week whose people [`close`] needs to know: the oldest that waits in some family.
pub fn open_since(first: Week, blocks: &[Block]) -> Week {
    let begins = Family::ALL
        .iter()
        .map(|family| begin(*family, first, blocks));
    begins.min().unwrap_or(first)
}

/// Decides what may be told from the end of `week` on. `first` is the guild's first closed week, `blocks` are all of its blocks so
/// far. Weeks are closed one after the other.
///
/// A set of facts is **enough** if it is empty, or if at least [`FEWEST`] distinct people are known to be in it. An ask without a
/// name counts somebody whom nobody knows, so a set of such asks alone is not enough; neither do people who are forgotten count.
///
/// 1. A family ends a block with this week if, over the weeks since its last block, each of its parts is enough. Otherwise these
///    weeks wait for the next. Nothing is ever told but sums of whole blocks, so a part of a block is an **atom**.
/// 2. A family with a parent ends a block only where its parent does, so that both can be told over the same weeks, and what is
///    split is always whole blocks.
/// 3. A family that tells its parent's facts once more, in finer parts, ends a block only if each split of a part of the parent in
///    two is **harmless**: among the parent's blocks within, look at those that the split cuts (with facts on both of its
///    sides); over these together, each side must be enough.
/// 4. Members nobody has met are told where [`Family::Inactive`] ends a block, if splitting the two atoms that hold this week's
///    eligible members into those unmet and all others is harmless in the same sense.
///
/// Why nobody can work out a set of facts with one to four people from what is told, by any sums and differences:
///
/// - Families that are not split tell disjoint facts. What is a sum of whole atoms can only yield, for facts of one atom, the same
///   coefficient; so a set of facts is a union of atoms. Each is enough, and a union of sets that are enough is enough.
/// - Where atoms `h` are split into two sides that are told as sums over several atoms, a fact of atom `h` on side `s` gets the
///   coefficient `x(h) + y(s)`, and to be a set each must be 0 or 1. With `d` the difference of the two `y`: in an atom that is cut
///   both `x(h)` and `x(h) + d` are 0 or 1, so `d` is -1, 0 or 1 (if no atom is cut, each atom is on one side, and the set is a union
///   of atoms). If `d` is 0, it is a union of atoms again. Otherwise it is one whole side of all atoms that are cut, together with
///   any atoms that are not: by the rule, and because atoms are, enough.
/// - A fact that is told nowhere has the coefficient 0.
/// - Every week is in one block of a family, and blocks are never decided again, so what is told later adds atoms of other weeks.
pub fn close(week: Week, first: Week, blocks: &[Block], people: &People) -> Closing {
    Rule::PROMISED.close(week, first, blocks, people)
}

/// The rule, with what makes it strict as parts of it: tests take parts away, and must then find what they look for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rule {
    /// How many distinct people are enough.
    pub(super) fewest: usize,
    /// Whether splits must be harmless.
    pub(super) splits: bool,
}

impl Rule {
    /// What [`close`] says.
    pub(super) const PROMISED: Self = Self {
        fewest: FEWEST,
        splits: true,
    };

    /// See [`close`].
    pub(super) fn close(
        self,
        week: Week,
        first: Week,
        blocks: &[Block],
        people: &People,
    ) -> Closing {
        let mut ended: Vec<Block> = Vec::new();
        for &family in Family::ALL {
            let begin = begin(family, first, blocks);
            let nested = family
                .parent()
                .is_none_or(|parent| ended.iter().any(|block| block.family == parent));
            if begin > week || !nested {
                continue;
            }
            let block = Block {
                family,
                span: Span {
                    first: begin,
                    last: week,
                },
            };
            let mut parts = family.parts().iter();
            let told = parts.all(|part| self.enough(&people.of(part, block.span)));
            let split: Vec<_> = blocks
                .iter()
                .chain(&ended)
                .filter(|atom| Some(atom.family) == family.parent())
                .filter(|atom| block.span.covers(atom.span))
                .map(|atom| atom.span)
                .collect();
            if told && self.harmless_inside(family, &split, people) {
                ended.push(block);
            }
        }
        let unmet = self.unmet(week, &ended, people);
        Closing {
            blocks: ended,
            unmet,
        }
    }

    /// Whether a set of facts may be told.
    fn enough(self, crowd: &Crowd) -> bool {
        crowd.facts == 0 || crowd.people.len() >= self.fewest
    }

    /// Whether a split may be told of atoms, each given as its two sides.
    fn harmless(self, atoms: &[[Crowd; 2]]) -> bool {
        let cut = || {
            let both = |sides: &&[Crowd; 2]| sides.iter().all(|side| side.facts > 0);
            atoms.iter().filter(both)
        };
        let sides = [0, 1].map(|side| {
            let mut whole = Crowd::default();
            cut().for_each(|sides| whole.add(&sides[side]));
            whole
        });
        !self.splits || sides.iter().all(|side| self.enough(side))
    }

    /// Whether the parts of a family may be told beside blocks of its parent that tell the same facts.
    fn harmless_inside(self, family: Family, blocks: &[Span], people: &People) -> bool {
        let wholes = family.parent().map_or(&[][..], Family::parts);
        wholes.iter().all(|whole| {
            let mut finer = family
                .parts()
                .iter()
                .filter(|part| part.iter().all(|leaf| whole.contains(leaf)));
            // A family that tells other facts than its parent splits nothing.
            let (Some(one), Some(other)) = (finer.next(), finer.next()) else {
                return true;
            };
            let sides = |span: &Span| [one, other].map(|side| people.of(side, *span));
            self.harmless(&blocks.iter().map(sides).collect::<Vec<_>>())
        })
    }

    /// How many nobody has met, if that may be told.
    fn unmet(self, week: Week, ended: &[Block], people: &People) -> Option<u64> {
        let atom = |family: Family, leaf: Leaf| {
            let block = ended.iter().find(|block| block.family == family)?;
            Some(people.unmet_and_others(leaf, block.span, week))
        };
        let atoms = [
            atom(Family::Active, Leaf::Active)?,
            atom(Family::Inactive, Leaf::Inactive)?,
        ];
        self.harmless(&atoms)
            .then(|| atoms.iter().map(|[unmet, _]| unmet.facts).sum())
    }
}

/// The first week of the block that a family is waiting to end.
fn begin(family: Family, first: Week, blocks: &[Block]) -> Week {
    let ends = blocks
        .iter()
        .filter(|block| block.family == family)
        .map(|block| block.span.last.later(1));
    ends.max().unwrap_or(first).max(first)
}

impl Crowd {
    /// These facts, and others.
    fn add(&mut self, other: &Self) {
        self.facts += other.facts;
        self.people.extend(&other.people);
    }
}

impl People {
    /// The facts of some leaves over some weeks.
    fn of(&self, leaves: &[Leaf], span: Span) -> Crowd {
        let mut whole = Crowd::default();
        for week in span.iter() {
            for leaf in leaves {
                if let Some(crowd) = self.crowds.get(&(week, *leaf)) {
                    whole.add(crowd);
                }
            }
        }
        whole
    }

    /// The facts of a leaf of members over some weeks: those of members whom nobody had met by the end of `week`, and all others,
    /// of that week and before.
    fn unmet_and_others(&self, leaf: Leaf, span: Span, week: Week) -> [Crowd; 2] {
        let mut others = Crowd::default();
        let mut unmet = Crowd::default();
        for before in span.iter().filter(|before| *before != week) {
            if let Some(crowd) = self.crowds.get(&(before, leaf)) {
                others.add(crowd);
            }
        }
        if let Some(crowd) = self.crowds.get(&(week, leaf)) {
            unmet.people = crowd.people.intersection(&self.unmet).copied().collect();
            // A member is in one fact of a week.
            unmet.facts = u64::try_from(unmet.people.len()).unwrap_or(u64::MAX);
            others.facts += crowd.facts.saturating_sub(unmet.facts);
            others.people.extend(crowd.people.difference(&self.unmet));
        }
        [unmet, others]
    }
}
