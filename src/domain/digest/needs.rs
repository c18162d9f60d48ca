//! What needs a manager.

use serde::Serialize;

/// One thing that a manager could do something about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "need")]
pub enum Need {
    /// Somebody wishes for a skill, and nobody teaches it.
    NobodyTeaches {
        /// Its name.
        skill: String,
        /// How many wish for it; at least 1.
        wishers: u64,
    },
    /// Somebody wishes for a skill, and one person teaches it.
    RestsOnOne {
        /// Its name.
        skill: String,
        /// How many wish for it; at least 1.
        wishers: u64,
    },
    /// Asks that nobody took within two days.
    AsksStuck {
        /// How many; at least 1.
        asks: u64,
        /// Of how many.
        of: u64,
    },
    /// Much of the help is given by few.
    RestsOnFew {
        /// What share of it, in tenths.
        tenths: u8,
    },
    /// Members nobody has met for eight weeks.
    NobodyMet {
        /// How many; at least 5.
        members: u64,
    },
    /// Newcomers who had no buddy after a day.
    NoBuddy {
        /// How many; at least 1.
        newcomers: u64,
    },
    /// Fewer are active than in the four weeks before.
    FewerActive {
        /// By how many percent; at least 1.
        percent: u64,
    },
    /// Fewer coffee pairings that answered have met than in the four weeks before have.
    FewerMeet {
        /// By how many percent fewer meetings; at least 1.
        percent: u64,
    },
    /// Fewer than half of those who rated are happy.
    Unhappy,
}
