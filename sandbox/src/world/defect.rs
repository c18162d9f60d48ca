//! What somebody did wrong.

use std::fmt;

use chrono::{DateTime, Utc};

/// A rule broken that a correct bot, or a correct sandbox, never breaks.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Defect {
    /// When, by the sandbox's clock.
    pub at: DateTime<Utc>,
    /// What, in a sentence.
    pub what: String,
}

impl fmt::Display for Defect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)
    }
}
