//! What of people bears on worth, in so little room that a large round can look at it hundreds of millions of times.

use std::collections::HashMap;

use super::super::worth::is_rested_host;
use super::{Person, Slots, Weights};
use crate::domain::ids::SkillId;

/// A set of skills as bits. The first word has one for each of the most common skills, and its last for newcomers and their hosts; the
/// second has one for each of the next, and some that all others share.
type Bits = [u64; 2];

/// So many skills have a bit of their own in the first word.
const FIRST: u32 = 63;
/// And so many in the second.
const SECOND: u32 = 48;
const NEW: u64 = 1 << FIRST;
const OWN: Bits = [NEW - 1, (1 << SECOND) - 1];
const SHARED: u64 = !OWN[1];

/// What of a person bears on worth, but for their rare skills.
#[derive(Clone, Copy, Debug)]
pub(in super::super) struct Traits {
    /// The skills they teach, and whether they are new.
    teaches: Bits,
    /// The skills they wish for, and whether they may be a newcomer's host now.
    wishes: Bits,
    slots: Slots,
    team: u32,
    tenure: u8,
    tired: u8,
}

/// The numbers of skills that share their bits, rising.
#[derive(Clone, Debug, Default)]
pub(super) struct Rare {
    teaches: Box<[u32]>,
    wishes: Box<[u32]>,
}

/// What things are worth, laid out so that they are looked up without a branch: which way it would go is anybody's guess, and a wrong
/// guess takes longer than all the rest.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scale {
    weights: Weights,
    team: [i64; 2],
    bands: [i64; Weights::MOST_BANDS as usize + 1],
    /// By half-hours in common.
    hours: [i64; 64],
    /// With a host, and with another newcomer.
    new: [[i64; 2]; 2],
}

impl Traits {
    pub(super) fn of(
        person: &Person,
        numbers: &HashMap<SkillId, u32>,
        teams: &HashMap<i64, u32>,
    ) -> (Self, Rare) {
        let set = |skills: &[SkillId], new: bool| {
            let (mut bits, mut rare) = ([if new { NEW } else { 0 }, 0], Vec::new());
            for number in skills.iter().filter_map(|skill| numbers.get(skill)) {
                if *number < FIRST {
                    bits[0] |= 1 << number;
                } else if *number < FIRST + SECOND {
                    bits[1] |= 1 << (number - FIRST);
                } else {
                    bits[1] |= 1 << (SECOND + number % (u64::BITS - SECOND));
                    rare.push(*number);
                }
            }
            rare.sort_unstable();
            rare.dedup();
            (bits, rare.into_boxed_slice())
        };
        let (teaches, rarely_taught) = set(&person.teaches, person.newcomer);
        let (wishes, rarely_wished) = set(&person.wishes, is_rested_host(person));
        let traits = Self {
            teaches,
            wishes,
            slots: person.slots,
            team: teams.get(&person.team).copied().unwrap_or(0),
            tenure: person.tenure,
            tired: person.gave_only.min(Weights::MOST_HALVINGS),
        };
        let rare = Rare {
            teaches: rarely_taught,
            wishes: rarely_wished,
        };
        (traits, rare)
    }

    /// [`worth`](super::super::worth()), faster. `rare` says how many rare skills are given and taken, and is rarely asked.
    #[inline]
    pub(super) fn worth(
        &self,
        other: &Self,
        scale: &Scale,
        rare: impl FnOnce() -> [i64; 2],
    ) -> i64 {
        let given = both(self.teaches, other.wishes);
        let taken = both(other.teaches, self.wishes);
        let [rarely_given, rarely_taken] = if (given[1] | taken[1]) & SHARED == 0 {
            [0, 0]
        } else {
            rare()
        };
        let most = Weights::SKILLS_EACH_WAY;
        let new = usize::from((given[0] | taken[0]) & NEW != 0);
        let both_new = usize::from(self.teaches[0] & other.teaches[0] & NEW != 0);
        let given = most.min(count(given) + rarely_given);
        let taken = most.min(count(taken) + rarely_taken);
        let both = -i64::from(given > 0 && taken > 0);
        let skill = scale.weights.skill;
        let tired = ((skill * given) >> self.tired) + ((skill * taken) >> other.tired);
        let rested = skill * (given + taken) + scale.weights.both_ways;
        let bands = self.tenure.abs_diff(other.tenure).min(Weights::MOST_BANDS);
        let half_hours = self.slots.common(other.slots).count() & 63;
        let sum = (rested & both | tired & !both)
            + scale.team[usize::from(self.team != other.team)]
            + scale.bands[usize::from(bands)]
            + scale.hours[half_hours]
            + scale.new[new][both_new];
        sum.max(0)
    }
}

#[inline]
fn both(one: Bits, other: Bits) -> Bits {
    [one[0] & other[0], one[1] & other[1]]
}

/// How many skills have a bit of their own in a set.
#[inline]
fn count(bits: Bits) -> i64 {
    i64::from((bits[0] & OWN[0]).count_ones() + (bits[1] & OWN[1]).count_ones())
}

impl Rare {
    /// How many rare skills the first gives the second, and takes.
    pub(super) fn exchanged(&self, other: &Self) -> [i64; 2] {
        let both = |some: &[u32], others: &[u32]| {
            some.iter()
                .filter(|skill| others.binary_search(skill).is_ok())
                .map(|_| 1)
                .sum::<i64>()
        };
        [
            both(&self.teaches, &other.wishes),
            both(&other.teaches, &self.wishes),
        ]
    }
}

impl Scale {
    pub(super) fn of(weights: &Weights) -> Self {
        let mut bands = [0; Weights::MOST_BANDS as usize + 1];
        for (bands, band) in bands
            .iter_mut()
            .zip(0..)
            .skip(usize::from(Weights::FAR_APART))
        {
            *bands = weights.tenure_band * band;
        }
        let mut hours = [weights.no_hour; 64];
        for (hours, half_hours) in hours.iter_mut().zip(0_u32..).skip(2) {
            *hours = weights.hour * i64::from((half_hours / 2).min(Weights::ENOUGH_HOURS));
        }
        Self {
            weights: *weights,
            team: [0, weights.team],
            bands,
            hours,
            // Nobody is both new and a host; if somebody were, a host would count.
            new: [[0, weights.two_newcomers], [weights.host; 2]],
        }
    }
}
