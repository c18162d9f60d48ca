//! Every sentence about rounds, with when and to whom it is said.

use crate::features::samples::Sample;

/// Everything said about rounds.
pub fn samples() -> Vec<Sample> {
    Vec::new()
}
