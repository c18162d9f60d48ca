//! Which families end a block at the end of a week.

use super::facts::Block;

/// What is decided when a week is closed. It is kept, and never decided again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Closing {
    /// The blocks that end with the week.
    pub blocks: Vec<Block>,
    /// How many members nobody had met for eight weeks at its end. None: that is not to be told.
    pub unmet: Option<u64>,
}
