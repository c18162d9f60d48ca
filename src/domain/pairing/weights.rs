//! What a pair is worth, as numbers: the one place where they are named.

use serde::{Deserialize, Serialize};

use crate::domain::stored::stored_words;

/// What each thing about a pair adds to its worth. Points; a pair whose points sum to less than nothing is worth zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Weights {
    /// For each skill that one teaches and the other wishes for, up to [`Self::SKILLS_EACH_WAY`] each way.
    pub skill: i64,
    /// On top, if each can teach the other something: both come away with something, and neither feels like a pupil.
    pub both_ways: i64,
    /// For being of different teams, who meet least by themselves.
    pub team: i64,
    /// For each band of tenure between them from [`Self::FAR_APART`] on, up to [`Self::MOST_BANDS`].
    pub tenure_band: i64,
    /// For each whole working hour in common, up to [`Self::ENOUGH_HOURS`]: more do not make it easier to find a time.
    pub hour: i64,
    /// Without a whole hour in common; to be taken off, so not above zero.
    pub no_hour: i64,
    /// For a newcomer with a host who has had a rest of [`Self::HOST_RESTS`] rounds.
    pub host: i64,
    /// For two newcomers, who both need somebody who knows the place; to be taken off, so not above zero.
    pub two_newcomers: i64,
}

impl Weights {
    /// So many skills count in each direction.
    pub const SKILLS_EACH_WAY: i64 = 3;
    /// What goes one way only is halved for each round in a row in which the giver only gave, up to this many.
    pub const MOST_HALVINGS: u8 = 3;
    /// Tenures count as different from so many bands apart.
    pub const FAR_APART: u8 = 3;
    /// More bands than these count as these.
    pub const MOST_BANDS: u8 = 6;
    /// More hours in common than these count as these.
    pub const ENOUGH_HOURS: u32 = 4;
    /// A host who hosted within so many rounds rests.
    pub const HOST_RESTS: u16 = 2;

    /// The defaults, turned up and down as a guild wants them.
    pub fn emphasised(emphasis: Emphasis) -> Self {
        let defaults = Self::default();
        Self {
            skill: emphasis.skills.of(defaults.skill),
            both_ways: emphasis.both_ways.of(defaults.both_ways),
            team: emphasis.teams.of(defaults.team),
            tenure_band: emphasis.tenure.of(defaults.tenure_band),
            hour: emphasis.hours.of(defaults.hour),
            no_hour: emphasis.hours.of(defaults.no_hour),
            host: emphasis.newcomers.of(defaults.host),
            two_newcomers: emphasis.newcomers.of(defaults.two_newcomers),
        }
    }
}

impl Default for Weights {
    fn default() -> Self {
        Self {
            skill: 100,
            both_ways: 200,
            team: 150,
            tenure_band: 20,
            hour: 40,
            no_hour: -150,
            host: 200,
            two_newcomers: -100,
        }
    }
}

stored_words! {
    /// How much something counts for a guild.
    Weight {
        /// Not at all.
        Off = "off",
        /// Half of the usual.
        Low = "low",
        /// As usual.
        Normal = "normal",
        /// Twice the usual.
        High = "high",
    }
}

impl Weight {
    /// Of a hundred points, how many are left or become of them.
    pub const fn percent(self) -> i64 {
        match self {
            Self::Off => 0,
            Self::Low => 50,
            Self::Normal => 100,
            Self::High => 200,
        }
    }

    const fn of(self, points: i64) -> i64 {
        points * self.percent() / 100
    }
}

/// How much a guild wants each kind of thing to count. Kept as an object of words; what is not said in it is as usual.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Emphasis {
    /// Skills that one teaches and the other wishes for.
    pub skills: Weight,
    /// That both have something to teach the other.
    pub both_ways: Weight,
    /// Different teams.
    pub teams: Weight,
    /// Different tenure.
    pub tenure: Weight,
    /// Working hours in common.
    pub hours: Weight,
    /// Newcomers with hosts, and not with each other.
    pub newcomers: Weight,
}

impl Default for Emphasis {
    fn default() -> Self {
        Self {
            skills: Weight::Normal,
            both_ways: Weight::Normal,
            teams: Weight::Normal,
            tenure: Weight::Normal,
            hours: Weight::Normal,
            newcomers: Weight::Normal,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn normal_emphasis_is_the_default() {
        assert_eq!(Weights::emphasised(Emphasis::default()), Weights::default());
    }

    #[test]
    fn each_emphasis_changes_its_own_weights() {
        let weights = Weights::emphasised(Emphasis {
            skills: Weight::Off,
            teams: Weight::High,
            hours: Weight::Low,
            ..Emphasis::default()
        });
        assert_eq!(
            weights,
            Weights {
                skill: 0,
                team: 300,
                hour: 20,
                no_hour: -75,
                ..Weights::default()
            }
        );
    }
}
