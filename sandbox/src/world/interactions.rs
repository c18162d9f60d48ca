//! Commands, and interactions that are going on.

/// Commands, and interactions that are going on.
#[derive(Debug, Default)]
pub struct Interactions {}
