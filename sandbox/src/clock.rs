//! The sandbox's time: the machine's, or one that stands still until it is moved, and may be let run on from there.
//!
//! Every stamp, token life and nonce memory follows this time, so that a week can pass in a second. A bot that wants
//! to live by it follows over a WebSocket: [`followers`] keeps what followers say, `socket` is that protocol, and
//! [`moving`] moves time without overtaking anybody.

use std::time::Instant;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::sandbox::Sandbox;

pub mod followers;
pub mod moving;
pub(crate) mod socket;

pub use followers::IdleReport;

/// Where the sandbox takes its time from.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum ClockMode {
    /// Time follows the machine.
    #[default]
    System,
    /// Time stands still at this instant until somebody moves it.
    Moved(DateTime<Utc>),
    /// Time was let run: it passes as the machine's does, but goes its own way.
    Running {
        /// The time at which it was let run.
        from: DateTime<Utc>,
        /// When that was.
        since: Instant,
    },
}

impl ClockMode {
    /// The present instant by this clock.
    pub fn now(self) -> DateTime<Utc> {
        match self {
            Self::System => Utc::now(),
            Self::Moved(at) => at,
            Self::Running { from, since } => {
                from + TimeDelta::from_std(since.elapsed()).unwrap_or(TimeDelta::zero())
            }
        }
    }

    /// The mode's name in the protocol.
    pub fn name(self) -> ModeName {
        match self {
            Self::System => ModeName::System,
            Self::Moved(_) => ModeName::Moved,
            Self::Running { .. } => ModeName::Running,
        }
    }
}

/// The name of a mode, as the protocol spells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ModeName {
    /// See [`ClockMode::System`].
    System,
    /// See [`ClockMode::Moved`].
    Moved,
    /// See [`ClockMode::Running`].
    Running,
}

/// One reading of the clock, numbered so that a follower can say which one it has dealt with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tick {
    /// Counts the changes of time since the sandbox started; the first reading is 0.
    pub tick: u64,
    /// The time at this tick. Where time passes by itself, the time at which it was read.
    pub now: DateTime<Utc>,
    /// How time passes.
    pub mode: ModeName,
}

/// Why time was not moved, or quiet not reached.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ClockError {
    /// Time passes by itself: the clock follows the machine, or was let run.
    #[error("time passes by itself; start the sandbox with a moved clock to move it")]
    NotMovable,
    /// Time only goes forward.
    #[error("the clock stands at {now} and cannot go back to {to}")]
    Backwards {
        /// Where the clock stands.
        now: DateTime<Utc>,
        /// Where it was asked to go.
        to: DateTime<Utc>,
    },
    /// Something was not quiet within the real-time bound.
    #[error("not settled after {waited_ms} ms: {missing}")]
    NotSettled {
        /// How long was waited, in milliseconds of real time.
        waited_ms: u64,
        /// What was still missing, in words.
        missing: String,
    },
    /// An instant stayed due although its owner said that it is idle.
    #[error("{due} has been due {times} times in a row and nobody dealt with it")]
    NoProgress {
        /// The instant that stays due.
        due: DateTime<Utc>,
        /// How often it was offered.
        times: u32,
    },
}

/// A handle on the sandbox's time.
#[derive(Clone, Debug)]
pub struct Clock {
    pub(crate) sandbox: Sandbox,
}

impl Clock {
    /// The present instant.
    pub fn now(&self) -> DateTime<Utc> {
        self.reading().now
    }

    /// The present instant, with its number and how time passes.
    pub fn reading(&self) -> Tick {
        self.sandbox.look(|world| Tick {
            tick: self.sandbox.followers().tick(),
            now: world.now(),
            mode: world.clock.name(),
        })
    }

    /// Lets time that stood still run on from where it stands, as fast as the machine's, and tells everyone who follows. From then on it
    /// cannot be moved. Time that runs already goes on as it does.
    pub fn let_run(&self) -> Tick {
        self.sandbox.with(|world| {
            if let ClockMode::Moved(from) = world.clock {
                let since = Instant::now();
                world.clock = ClockMode::Running { from, since };
                self.sandbox.followers().next_tick();
            }
            Tick {
                tick: self.sandbox.followers().tick(),
                now: world.now(),
                mode: world.clock.name(),
            }
        })
    }

    /// Puts the clock at `to` and tells everyone who follows. Does not wait for anybody.
    pub(crate) fn set(&self, to: DateTime<Utc>) -> Result<Tick, ClockError> {
        self.sandbox.with(|world| {
            let ClockMode::Moved(now) = world.clock else {
                return Err(ClockError::NotMovable);
            };
            if to < now {
                return Err(ClockError::Backwards { now, to });
            }
            world.clock = ClockMode::Moved(to);
            world.pass_time();
            Ok(Tick {
                tick: self.sandbox.followers().next_tick(),
                now: to,
                mode: ModeName::Moved,
            })
        })
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::*;
    use chrono::TimeDelta;

    use crate::{validate::Validator, world::World};

    fn start() -> DateTime<Utc> {
        "2026-03-02T09:00:00Z".parse().unwrap()
    }

    fn clock(mode: ClockMode) -> Clock {
        Sandbox::around(World::new(mode), Validator::default()).clock()
    }

    #[test]
    fn a_moved_clock_stands_still_until_moved() {
        let clock = clock(ClockMode::Moved(start()));
        assert_eq!(clock.now(), start());
        let later = start() + TimeDelta::hours(3);
        let tick = clock.set(later).unwrap();
        assert_eq!((tick.tick, tick.now), (1, later));
        assert_eq!(
            clock.clone().reading(),
            tick,
            "all handles show the same time"
        );
    }

    #[test]
    fn time_does_not_go_back() {
        let clock = clock(ClockMode::Moved(start()));
        let to = start() - TimeDelta::seconds(1);
        assert_eq!(
            clock.set(to),
            Err(ClockError::Backwards { now: start(), to })
        );
        assert_eq!(clock.reading().tick, 0);
    }

    #[test]
    fn time_that_is_let_run_goes_on_from_where_it_stood() {
        let clock = clock(ClockMode::Moved(start()));
        let tick = clock.let_run();
        assert_eq!((tick.tick, tick.mode), (1, ModeName::Running));
        let before = clock.now();
        assert!(start() <= tick.now && tick.now <= before);
        while clock.now() == before {
            std::hint::spin_loop();
        }
        assert!(clock.now() < start() + TimeDelta::hours(1));
        let to = start() + TimeDelta::hours(1);
        assert_eq!(clock.set(to), Err(ClockError::NotMovable));
        assert_eq!(clock.let_run().tick, 1, "it runs already");
    }

    #[test]
    fn the_machines_clock_cannot_be_moved() {
        let clock = clock(ClockMode::System);
        let to = Utc::now() + TimeDelta::days(1);
        assert_eq!(clock.set(to), Err(ClockError::NotMovable));
        let tick = clock.let_run();
        assert_eq!((tick.tick, tick.mode), (0, ModeName::System));
    }
}
