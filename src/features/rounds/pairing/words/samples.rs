//! When and to whom each of these is said.

use crate::features::samples::Sample;

/// All of them.
pub(crate) fn samples() -> Vec<Sample> {
    Vec::new()
}
