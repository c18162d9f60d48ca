//! Bot time.
//!
//! Schedules, due times and the courier's pacing go by [`Clock`]; real time is for the three-second answer, heartbeats and
//! the lease. A clock either is the system's or follows the sandbox's, in which case it tells the sandbox when the bot is idle
//! and when it next has something to do, so that a moved clock stops at every due instant.

use chrono::{DateTime, Utc};

/// Tells bot time and waits for it.
#[derive(Clone, Debug)]
pub enum Clock {
    /// The machine's.
    System,
}

impl Clock {
    /// Bot time.
    pub fn now(&self) -> DateTime<Utc> {
        match self {
            Self::System => Utc::now(),
        }
    }
}
