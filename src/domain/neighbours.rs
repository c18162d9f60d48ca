//! Which skills are neighbours, so that who teaches one may be asked about the other when nobody is left who teaches it.
//!
//! # The formula
//!
//! Of `everybody` who teaches anything, `here` teach the one skill, `there` the other, and `both` teach both. Were it chance who teaches
//! what, `here * there / everybody` people would be expected to teach both. The *lift* is how many times that it is:
//!
//! ```text
//! lift = both * everybody / (here * there)
//! ```
//!
//! Two skills are neighbours if at least [`LEAST_BOTH`] teach both and the lift is at least [`LEAST_LIFT`], or if the alias file puts
//! both under the same parent. What nearly everybody teaches has a lift near one with everything, and is nobody's neighbour by it.

/// So many people teach both of two neighbours, at least, where the alias file does not join them.
pub const LEAST_BOTH: u32 = 3;
/// They are so many times what chance gives, at least.
pub const LEAST_LIFT: u32 = 2;

/// How far two skills are taught by the same people, in one guild.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Overlap {
    /// How many teach the one.
    pub here: u32,
    /// How many teach the other.
    pub there: u32,
    /// How many teach both: no more than teach either.
    pub both: u32,
    /// How many teach anything at all.
    pub everybody: u32,
    /// Whether the alias file puts both under the same parent.
    pub same_parent: bool,
}

impl Overlap {
    /// Whether the two are neighbours.
    pub const fn are_neighbours(self) -> bool {
        self.same_parent || self.taught_together()
    }

    const fn taught_together(self) -> bool {
        // Multiplied out, and wide enough for any numbers: no rounding decides.
        self.both >= LEAST_BOTH
            && self.both as u128 * self.everybody as u128
                >= LEAST_LIFT as u128 * self.here as u128 * self.there as u128
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(why: &str, (here, there, both, everybody): (u32, u32, u32, u32), expected: bool) {
        let overlap = Overlap {
            here,
            there,
            both,
            everybody,
            same_parent: false,
        };
        assert_eq!(overlap.are_neighbours(), expected, "{why}");
        let parent = Overlap {
            same_parent: true,
            ..overlap
        };
        assert!(parent.are_neighbours(), "{why}, under one parent");
    }

    #[test]
    fn three_teach_both_and_twice_what_chance_gives() {
        check("three of three, in a team of six", (3, 3, 3, 6), true);
        check(
            "the same in a team of five: 1.67 times",
            (3, 3, 3, 5),
            false,
        );
        check("exactly twice", (4, 6, 4, 12), true);
        check("just under twice", (4, 6, 4, 11), false);
        check("only two teach both, however rare", (2, 2, 2, 100), false);
        check("everybody teaches the one", (20, 4, 4, 20), false);
        check("nobody teaches the one", (0, 4, 0, 20), false);
        check("nobody teaches anything", (0, 0, 0, 0), false);
        check("many", (u32::MAX, u32::MAX, u32::MAX, u32::MAX), false);
    }

    proptest! {
        #[test]
        fn neighbours_are_mutual(
            here in 0..50_u32, there in 0..50_u32, both in 0..50_u32, everybody in 0..200_u32, same_parent: bool,
        ) {
            let one = Overlap { here, there, both, everybody, same_parent };
            let other = Overlap { here: there, there: here, ..one };
            prop_assert_eq!(one.are_neighbours(), other.are_neighbours());
        }

        #[test]
        fn who_teaches_one_and_takes_up_the_other_never_parts_them(
            both in 0..50_u32, only_here in 1..20_u32, only_there in 0..20_u32, neither in 0..100_u32,
        ) {
            let before = Overlap {
                here: both + only_here,
                there: both + only_there,
                both,
                everybody: both + only_here + only_there + neither,
                same_parent: false,
            };
            let after = Overlap { both: both + 1, there: before.there + 1, ..before };
            prop_assert!(!before.are_neighbours() || after.are_neighbours());
        }
    }
}
