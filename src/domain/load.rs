//! How much a helper carries, and when they are full.

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Who has this many open invitations is not sent another.
pub const MAX_OPEN_INVITATIONS: u32 = 2;

/// How far back accepted asks count as load.
pub const LOAD_WINDOW: TimeDelta = TimeDelta::days(14);

/// A load limit out of range. Reads as a sentence for the person who chose it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("Please choose a number from {} to {}.", LoadLimit::MIN.get(), LoadLimit::MAX.get())]
pub struct LoadLimitError;

/// How many asks a member is ready to take on in fourteen days: 1 to 20, four unless they say otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u32", into = "u32")]
pub struct LoadLimit(u32);

impl LoadLimit {
    /// One ask in fourteen days.
    pub const MIN: Self = Self(1);
    /// Twenty asks in fourteen days.
    pub const MAX: Self = Self(20);

    /// Takes a number from 1 to 20.
    pub const fn new(limit: u32) -> Result<Self, LoadLimitError> {
        if limit >= Self::MIN.0 && limit <= Self::MAX.0 {
            Ok(Self(limit))
        } else {
            Err(LoadLimitError)
        }
    }

    /// The number.
    pub const fn get(self) -> u32 {
        self.0
    }
}

impl Default for LoadLimit {
    fn default() -> Self {
        Self(4)
    }
}

impl TryFrom<u32> for LoadLimit {
    type Error = LoadLimitError;

    fn try_from(limit: u32) -> Result<Self, LoadLimitError> {
        Self::new(limit)
    }
}

impl From<LoadLimit> for u32 {
    fn from(limit: LoadLimit) -> Self {
        limit.0
    }
}

/// What a member carries now. Asks they took on by their own click count like those they were invited to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Load {
    /// Invitations they have not answered, delivered or not.
    pub open_invitations: u32,
    /// Asks they accepted within [`LOAD_WINDOW`] and did not give back.
    pub accepted_lately: u32,
}

impl Load {
    /// Whether the member is passed over: what they take on by their own click stays allowed.
    pub const fn is_full(self, limit: LoadLimit) -> bool {
        self.open_invitations >= MAX_OPEN_INVITATIONS || self.accepted_lately >= limit.0
    }

    /// Whether less than half of what the member is ready for is used, counting each open invitation as if it were accepted.
    pub const fn leaves_plenty(self, limit: LoadLimit) -> bool {
        self.used().saturating_mul(2) < limit.0
    }

    /// What is used of the limit; two loads are compared by it exactly, also under different limits.
    pub(super) fn share(self, limit: LoadLimit) -> u64 {
        // Every limit from 1 to 20 divides this number.
        const COMMON: u64 = 232_792_560;
        u64::from(self.used()) * (COMMON / u64::from(limit.0))
    }

    const fn used(self) -> u32 {
        self.open_invitations.saturating_add(self.accepted_lately)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(open_invitations: u32, accepted_lately: u32, limit: u32, full: bool, plenty: bool) {
        let load = Load {
            open_invitations,
            accepted_lately,
        };
        let limit = LoadLimit::new(limit).unwrap_or_default();
        assert_eq!(
            (load.is_full(limit), load.leaves_plenty(limit)),
            (full, plenty),
            "{load:?} of {limit:?}"
        );
    }

    #[test]
    fn two_open_invitations_or_the_limit_are_full() {
        check(0, 0, 4, false, true);
        check(1, 0, 4, false, true);
        check(2, 0, 4, true, false);
        check(2, 0, 20, true, true);
        check(0, 1, 4, false, true);
        check(0, 2, 4, false, false);
        check(1, 3, 4, false, false);
        check(0, 4, 4, true, false);
        check(0, 5, 4, true, false);
        check(0, 0, 1, false, true);
        check(0, 1, 1, true, false);
    }

    #[test]
    fn limits_are_from_one_to_twenty() {
        assert_eq!(LoadLimit::default().get(), 4);
        assert!(LoadLimit::new(1).is_ok() && LoadLimit::new(20).is_ok());
        assert_eq!(LoadLimit::new(0), Err(LoadLimitError));
        assert_eq!(
            LoadLimit::new(21).map_err(|error| error.to_string()),
            Err("Please choose a number from 1 to 20.".to_owned())
        );
    }

    #[test]
    fn shares_are_exact_under_every_limit() {
        for limit in 1..=20 {
            let full = Load {
                open_invitations: 0,
                accepted_lately: limit,
            };
            assert_eq!(
                LoadLimit::new(limit).map(|limit| full.share(limit)),
                Ok(232_792_560)
            );
        }
    }
}
