//! Sums over whole blocks.

use std::collections::{BTreeMap, BTreeSet};

use super::facts::{Block, Tally};
use super::family::{Family, Leaf};
use super::figure::Figure;
use super::range::BEFORE;
use super::told::{Bar, Change};
use super::week::{Span, Week};

/// The tallies and blocks of a guild, to be summed.
pub(super) struct Sums {
    /// The blocks of each family, the first one first. One begins where the one before it ends, or where Potluck was there again.
    blocks: BTreeMap<Family, Vec<Span>>,
    tallies: BTreeMap<(Week, Leaf), u64>,
    away: BTreeSet<Week>,
}

impl Sums {
    /// Of these weeks Potluck was `away` in some: no facts are of them, and blocks of nothing else are none.
    pub(super) fn new(blocks: &[Block], tallies: &[Tally], away: &[Week]) -> Self {
        let away: BTreeSet<Week> = away.iter().copied().collect();
        let mut of: BTreeMap<Family, Vec<Span>> = BTreeMap::new();
        for block in blocks {
            if there(&away, block.span) > 0 {
                of.entry(block.family).or_default().push(block.span);
            }
        }
        for spans in of.values_mut() {
            spans.sort_unstable();
        }
        let mut numbers = BTreeMap::new();
        for tally in tallies {
            *numbers.entry((tally.week, tally.leaf)).or_default() += tally.number;
        }
        Self {
            blocks: of,
            tallies: numbers,
            away,
        }
    }

    /// In how many of these weeks Potluck was there.
    pub(super) fn there(&self, weeks: Span) -> u32 {
        there(&self.away, weeks)
    }

    /// The weeks of the family's blocks that end in the range.
    pub(super) fn ending_in(&self, family: Family, range: Span) -> Option<Span> {
        self.those(family, |block| range.contains(block.last))
    }

    /// The weeks of the family's blocks that lie wholly within the four weeks before these.
    pub(super) fn before(&self, family: Family, weeks: Span) -> Option<Span> {
        let before = Span {
            first: weeks.first.earlier(BEFORE),
            last: weeks.first.earlier(1),
        };
        self.those(family, |block| before.covers(block))
    }

    /// From the first to the last of the family's blocks that are meant; they follow each other.
    fn those(&self, family: Family, meant: impl Fn(Span) -> bool) -> Option<Span> {
        let mut those = self.of(family).iter().filter(|block| meant(**block));
        let first = those.next()?;
        Some(Span {
            first: first.first,
            last: those.last().unwrap_or(first).last,
        })
    }

    fn of(&self, family: Family) -> &[Span] {
        self.blocks.get(&family).map_or(&[], Vec::as_slice)
    }

    /// The blocks of a family that lie wholly within these weeks.
    pub(super) fn blocks_in(&self, family: Family, weeks: Span) -> impl Iterator<Item = Span> {
        let within = move |block: &Span| weeks.covers(*block);
        self.of(family).iter().copied().filter(within)
    }

    /// How many facts the leaves have in these weeks, which must be whole blocks of a family that tells them.
    pub(super) fn sum(&self, leaves: &[Leaf], weeks: Span) -> u64 {
        let cells = weeks
            .iter()
            .flat_map(|week| leaves.iter().map(move |leaf| (week, *leaf)));
        cells
            .filter_map(|cell| self.tallies.get(&cell))
            .fold(0, |sum, number| sum.saturating_add(*number))
    }

    /// A sum over weeks that another figure is told of, if they are whole blocks of this one's family, too.
    pub(super) fn over(&self, figure: Figure, weeks: Span) -> Option<u64> {
        let (family, leaves) = figure.sum()?;
        let blocks = self.of(family);
        let whole = blocks.iter().any(|block| block.first == weeks.first)
            && blocks.iter().any(|block| block.last == weeks.last);
        whole.then(|| self.sum(leaves, weeks))
    }

    /// The change of a sum over these weeks against the four weeks before, each a week.
    pub(super) fn change(&self, figure: Figure, weeks: Span) -> Option<Change> {
        let (family, _) = figure.sum()?;
        let before = self.before(family, weeks)?;
        let now = self.compared(figure, weeks)?;
        let then = self.compared(figure, before).unwrap_or((0, 1));
        Some(change(now, then))
    }

    /// What is compared of these weeks, which must be whole blocks of the figure's family: its sum, and over how many of them. None:
    /// there was nothing to count in any of them.
    fn compared(&self, figure: Figure, weeks: Span) -> Option<(u64, u32)> {
        let (family, leaves) = figure.sum()?;
        let mut compared = (0_u64, 0);
        for block in self.of(family) {
            if weeks.covers(*block) && self.had_occasion(figure, *block) {
                compared.0 = compared.0.saturating_add(self.sum(leaves, *block));
                compared.1 += self.there(*block);
            }
        }
        (compared.1 > 0).then_some(compared)
    }

    /// Whether a block says something about a figure. What comes in rounds has weeks without any: no fewer meet because no round
    /// ended. It is judged by what is told, so that nothing more is told by it.
    fn had_occasion(&self, figure: Figure, block: Span) -> bool {
        let some = |figure| self.over(figure, block).is_some_and(|number| number > 0);
        !figure.comes_in_rounds() || some(figure) || figure.whole().is_some_and(some)
    }

    /// A family's blocks that end in these weeks, each with the sum of the leaves.
    pub(super) fn bars(&self, figure: Figure, weeks: Span) -> Vec<Bar> {
        let Some((family, leaves)) = figure.sum() else {
            return Vec::new();
        };
        let blocks = self
            .of(family)
            .iter()
            .filter(|block| weeks.contains(block.last));
        blocks
            .map(|block| Bar {
                weeks: *block,
                number: self.sum(leaves, *block),
            })
            .collect()
    }
}

fn there(away: &BTreeSet<Week>, weeks: Span) -> u32 {
    let away = away.range(weeks.first..=weeks.last).count();
    weeks
        .weeks()
        .saturating_sub(u32::try_from(away).unwrap_or(u32::MAX))
}

/// The change from one mean to another, each given as a sum and how many it is the mean of (at least 1).
pub(super) fn change(now: (u64, u32), then: (u64, u32)) -> Change {
    let [now, then] =
        [(now.0, then.1), (then.0, now.1)].map(|(sum, by)| i128::from(sum) * i128::from(by));
    if then == 0 {
        return if now == 0 {
            Change::Percent(0)
        } else {
            Change::New
        };
    }
    // Rounded to the nearest, halves away from zero.
    let hundredfold = 100 * (now - then);
    let percent = (2 * hundredfold.abs() + then) / (2 * then) * hundredfold.signum();
    Change::Percent(i64::try_from(percent).unwrap_or(i64::MAX))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(now: (u64, u32), then: (u64, u32), percent: i64) {
        assert_eq!(change(now, then), Change::Percent(percent));
    }

    #[test]
    fn changes_are_told_in_whole_percent_of_what_was() {
        check((12, 1), (40, 4), 20);
        check((9, 1), (40, 4), -10);
        check((10, 1), (40, 4), 0);
        // 201 against 200 a week is half a percent, which is rounded away from nothing; a little less is no change.
        check((201, 1), (200, 1), 1);
        check((199, 1), (200, 1), -1);
        check((2009, 1), (2000, 1), 0);
        // Two weeks together against three: 8 a week against 7.
        check((16, 2), (21, 3), 14);
        check((0, 1), (3, 1), -100);
        check((0, 1), (0, 4), 0);
        assert_eq!(change((1, 1), (0, 4)), Change::New);
        assert_eq!(
            change((u64::MAX, 1), (1, u32::MAX)),
            Change::Percent(i64::MAX)
        );
    }
}
