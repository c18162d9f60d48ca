//! Who may suit whom, told from so little that most pairs need not be weighed.

use super::{Skills, Traits, Weights};

/// What of somebody tells quickly who may suit them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Short {
    teaches: Bits,
    wishes: Bits,
    newcomer: bool,
    rested_host: bool,
}

/// [`Skills`] without the list.
#[derive(Clone, Copy, Debug)]
struct Bits {
    common: u64,
    shared: u64,
}

impl Short {
    pub(super) fn of(traits: &Traits) -> Self {
        let bits = |skills: &Skills| Bits {
            common: skills.common,
            shared: skills.shared,
        };
        Self {
            teaches: bits(&traits.teaches),
            wishes: bits(&traits.wishes),
            newcomer: traits.newcomer,
            rested_host: traits.rested_host,
        }
    }

    /// What their skills, and who of them is new, can add at most to the worth of two.
    #[inline]
    pub(super) fn most_with(&self, other: &Self, weights: &Weights) -> i64 {
        let given = Weights::SKILLS_EACH_WAY.min(self.teaches.may_share(other.wishes));
        let taken = Weights::SKILLS_EACH_WAY.min(other.teaches.may_share(self.wishes));
        let mut most = weights.skill.max(0) * (given + taken);
        if given > 0 && taken > 0 {
            most += weights.both_ways.max(0);
        }
        if (self.newcomer && other.rested_host) || (other.newcomer && self.rested_host) {
            most += weights.host.max(0);
        } else if self.newcomer && other.newcomer {
            most += weights.two_newcomers.max(0);
        }
        most
    }
}

impl Bits {
    /// No fewer skills than are in both sets, or no fewer than count.
    #[inline]
    fn may_share(self, other: Self) -> i64 {
        if self.shared & other.shared != 0 {
            return Weights::SKILLS_EACH_WAY;
        }
        match self.common & other.common {
            0 => 0,
            common => i64::from(common.count_ones()),
        }
    }
}
