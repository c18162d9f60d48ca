//! Who meets whom in a round: everybody seated once, with as few repeats and as much to give each other as can be.
//!
//! # The objective
//!
//! Of two ways to seat the same people the better one is ahead first in this list; what stands higher is never outweighed by
//! what stands lower ([`Objective`] holds it as numbers):
//!
//! 1. Blocks are never broken, in groups of any size.
//! 2. The fewest people are **left out**; of those, the fewest who were left out the last time too.
//! 3. The fewest **trios** ([`GroupSize::Two`]), or the most ([`GroupSize::Three`]).
//! 4. The fewest **repeats**: pairs who met within [`WINDOW`] rounds. All three pairs of a trio count.
//! 5. The least **recency**: a pair who met `ago` rounds back adds `53 - ago`.
//! 6. The least of **turns**: a member of a trio who sat in one `ago` rounds back adds `53 - ago`. Only a programme knows; zero elsewhere.
//! 7. The greatest **value**: the sum of [`worth()`] over pairs, a trio being worth half the sum of its three pairs.
//!
//! # The same answer everywhere
//!
//! [`pair`] reads no clock and draws no numbers but from its seed, computes in integers alone, and joins what threads found in
//! the order of the members. So the same people, history and seed give the same groups on any machine, with any number of threads.

mod bound;
mod forced;
mod greedy;
mod large;
mod matching;
mod objective;
mod pairs;
pub mod programme;
mod reseat;
mod round;
mod small;
mod solve;
#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss
)]
mod tests;
mod threads;
mod threes;
mod trios;
mod weights;
mod worth;

pub use objective::{Objective, objective};
pub use solve::pair;
pub use weights::{Emphasis, Weight, Weights};
pub use worth::worth;

use crate::domain::ids::{MemberId, SkillId};

/// For so many rounds "they have met" counts.
pub const WINDOW: u16 = 52;

/// The half-hours of the UTC day in which somebody is at work, as a set of numbers from 0 (midnight) to 47.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Slots(u64);

impl Slots {
    /// How many half-hours a day has.
    pub const COUNT: u8 = 48;

    /// Adds a half-hour. Numbers from [`Self::COUNT`] on are no half-hours and change nothing.
    #[must_use]
    pub const fn with(self, half_hour: u8) -> Self {
        if half_hour < Self::COUNT {
            Self(self.0 | 1 << half_hour)
        } else {
            self
        }
    }

    /// Whether the half-hour is in the set.
    pub const fn has(self, half_hour: u8) -> bool {
        half_hour < Self::COUNT && self.0 >> half_hour & 1 == 1
    }

    /// The half-hours in both sets.
    #[must_use]
    pub const fn common(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// How many half-hours are in the set.
    pub const fn count(self) -> usize {
        self.0.count_ones() as usize
    }

    /// Whole hours in common: two half-hours make one, wherever in the day they lie.
    pub const fn hours_in_common(self, other: Self) -> u32 {
        self.common(other).0.count_ones() / 2
    }

    /// The half-hours, earliest first.
    pub fn iter(self) -> impl Iterator<Item = u8> {
        (0..Self::COUNT).filter(move |slot| self.has(*slot))
    }
}

impl FromIterator<u8> for Slots {
    fn from_iter<I: IntoIterator<Item = u8>>(half_hours: I) -> Self {
        half_hours.into_iter().fold(Self::default(), Self::with)
    }
}

/// A member of a round, and all that bears on whom they meet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Who. Of two with the same id the first counts, and the other is as if not there.
    pub id: MemberId,
    /// Their team. Two without one count as of the same; callers give all of them the same number.
    pub team: i64,
    /// The skills they teach; order and doubles do not matter.
    pub teaches: Vec<SkillId>,
    /// The skills they wish for; order and doubles do not matter.
    pub wishes: Vec<SkillId>,
    /// How long they have been here, as a band from 0 to 9: see [`TenureBand`](super::tenure::TenureBand).
    pub tenure: u8,
    /// Whether they are new.
    pub newcomer: bool,
    /// Whether they may be a newcomer's host.
    pub host: bool,
    /// When they are at work.
    pub slots: Slots,
    /// Whom they must not meet. It is enough that one of two has blocked the other. Ids of others than the round's members are ignored.
    pub blocks: Vec<MemberId>,
    /// For how many rounds in a row they, having wishes, have only given. Counts up to 3.
    pub gave_only: u8,
    /// How many rounds ago they hosted a newcomer last; 1 is the round before this one. Who has not for long, or never, has none.
    pub hosted_ago: Option<u16>,
    /// How many rounds ago they were in a trio last; 1 is the round before this one. A file never says.
    pub trio_ago: Option<u16>,
    /// Whether the last round left them out, so that this one should not if anybody must be. A file never says.
    pub left_out: bool,
}

/// A meeting of two members of the round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Met {
    /// One of the two.
    pub one: MemberId,
    /// The other.
    pub other: MemberId,
    /// How many rounds ago; 1 is the round before this one, and 0 counts as 1. More than [`WINDOW`] does not count. Of several
    /// meetings of the same two the latest does.
    pub ago: u16,
}

/// How many meet at a time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum GroupSize {
    /// Pairs, with a trio where the number is odd, and more only as blocks force them.
    #[default]
    Two,
    /// As many trios as can be, and pairs for the rest.
    Three,
}

/// One round to be seated.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Problem {
    /// Everybody who takes part, in any order.
    pub people: Vec<Person>,
    /// Who has met, in any order. Meetings with others than `people` are ignored.
    pub met: Vec<Met>,
    /// Pairs or groups of three.
    pub group: GroupSize,
    /// What a pair is worth.
    pub weights: Weights,
}

/// How a round is seated, and how good that is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pairing {
    /// Groups of two and three: ids rising within a group, groups by their first id.
    pub groups: Vec<Vec<MemberId>>,
    /// Who is in none, rising. Empty unless blocks force it, or there is only one member.
    pub left_out: Vec<MemberId>,
    /// How many groups are of three.
    pub trios: usize,
    /// How many pairs have met within [`WINDOW`] rounds.
    pub repeats: u32,
    /// How recently, summed: `53 - ago` for each of them.
    pub recency: u64,
    /// Twice the value, since a trio is worth half the sum of its pairs.
    pub half_value: i64,
    /// No seating with the same left out, trios, repeats and recency has a greater `half_value`. Proven, and never below `half_value`.
    pub half_bound: i64,
    /// Whether no seating is better in the objective's order. It may be so without having been proven: then this is false.
    pub exact: bool,
}
