//! How well somebody can teach a skill.

use crate::domain::stored::stored_words;

stored_words! {
    /// How far a helper can take somebody, in the helper's own judgement. From least to most.
    Level {
        /// "can start you off"
        Starter = "starter",
        /// "use it daily"
        Daily = "daily",
        /// "could give a talk"
        Talk = "talk",
    }
}

impl Level {
    /// The words people choose it by.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Starter => "can start you off",
            Self::Daily => "use it daily",
            Self::Talk => "could give a talk",
        }
    }
}
