//! Moving time, and waiting for quiet.
//!
//! Time never jumps over an instant at which somebody has something to do: it stops there, everyone who follows is
//! told, and it goes on when all of them say that they are idle again. So a week passes as a week.

use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};

use super::{Clock, ClockError};
use crate::{
    sandbox::Sandbox,
    world::{World, interactions::FIRST_ANSWER},
};

/// How long quiet is waited for, in real time, unless said otherwise.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// How often the same instant may be due in a row before it counts as an endless loop.
const MOST_REPEATS: u32 = 1000;

impl Clock {
    /// Waits until nothing is left to do at this instant: every follower has dealt with the latest tick and with
    /// every dispatch of its session, and no interaction awaits its first answer.
    ///
    /// `patience` is real time; when it runs out the error says what was missing.
    pub async fn settle_within(&self, patience: Duration) -> Result<(), ClockError> {
        self.wait_within(patience, missing).await
    }

    /// Waits until a bot is connected to the gateway, and then settles. A follower that has not got as far as the
    /// gateway may say that it is idle, so a start is over only after this.
    pub async fn wait_for_bot(&self) -> Result<(), ClockError> {
        self.wait_within(PATIENCE, |sandbox| {
            let sessions = sandbox.gateway().sessions();
            if sessions.iter().any(|session| session.connected) {
                missing(sandbox)
            } else {
                Some("no bot has connected to the gateway".to_owned())
            }
        })
        .await
    }

    /// Waits until nothing is missing any more.
    async fn wait_within(
        &self,
        patience: Duration,
        missing: impl Fn(&Sandbox) -> Option<String>,
    ) -> Result<(), ClockError> {
        let sandbox = &self.sandbox;
        let began = Instant::now();
        let mut reports = sandbox.followers().subscribe();
        let mut sessions = sandbox.gateway().subscribe();
        let mut world = sandbox.changes();
        loop {
            reports.mark_unchanged();
            sessions.mark_unchanged();
            world.mark_unchanged();
            let Some(missing) = missing(sandbox) else {
                return Ok(());
            };
            let left = patience.saturating_sub(began.elapsed());
            if left.is_zero() {
                return Err(ClockError::NotSettled {
                    waited_ms: u64::try_from(patience.as_millis()).unwrap_or(u64::MAX),
                    missing,
                });
            }
            let quiet = async {
                tokio::select! {
                    _ = reports.changed() => {}
                    _ = sessions.changed() => {}
                    _ = world.changed() => {}
                }
            };
            if tokio::time::timeout(left.min(FIRST_ANSWER), quiet)
                .await
                .is_err()
            {
                // Real time alone fails an unanswered interaction, when somebody looks.
                sandbox.with(|_| ());
            }
        }
    }

    /// [`Clock::settle_within`] thirty seconds.
    pub async fn settle(&self) -> Result<(), ClockError> {
        self.settle_within(PATIENCE).await
    }

    /// Moves time to `to`, stopping at every instant at which a follower or the sandbox itself has something to do.
    pub async fn move_to(&self, to: DateTime<Utc>) -> Result<(), ClockError> {
        let now = self.now();
        if to < now {
            return Err(ClockError::Backwards { now, to });
        }
        let mut repeated = (None, 0);
        loop {
            self.settle().await?;
            let Some(due) = self.next_due().filter(|due| *due <= to) else {
                break;
            };
            repeated = match repeated {
                (Some(last), times) if last == due => (Some(due), times + 1),
                _ => (Some(due), 1),
            };
            if repeated.1 > MOST_REPEATS {
                return Err(ClockError::NoProgress {
                    due,
                    times: repeated.1,
                });
            }
            let now = self.now();
            self.set(now.max(due))?;
        }
        self.set(to.max(self.now()))?;
        self.settle().await
    }

    /// Moves time forward by `by`; see [`Clock::move_to`].
    pub async fn advance(&self, by: TimeDelta) -> Result<(), ClockError> {
        self.move_to(self.now() + by).await
    }

    /// The earliest instant at which a follower or the sandbox itself has something to do.
    pub fn next_due(&self) -> Option<DateTime<Utc>> {
        let own = self.sandbox.look(World::next_due);
        let theirs = self.sandbox.followers().next_due();
        own.into_iter().chain(theirs).min()
    }
}

/// What keeps the sandbox from being settled, or `None` when nothing does.
fn missing(sandbox: &Sandbox) -> Option<String> {
    // Reports are read first: a dispatch that is sent after this line makes the counts differ, never agree.
    let reports = sandbox.followers().last();
    let tick = sandbox.followers().tick();
    let waiting = sandbox.look(|world| world.interactions.waiting());
    if waiting > 0 {
        return Some(format!("{waiting} interaction(s) await their first answer"));
    }
    if reports.is_empty() {
        return None;
    }
    let sessions = sandbox.gateway().sessions();
    let is_lost =
        sandbox.gateway().awaits_identify() || sessions.iter().any(|session| !session.connected);
    if is_lost && sandbox.gateway_reachable() {
        return Some("the bot's gateway connection was lost and it is not back".to_owned());
    }
    let sent: Option<u64> = sessions
        .iter()
        .filter(|session| session.connected)
        .map(|session| session.sequence)
        .reduce(|sum, sequence| sum + sequence);
    reports
        .into_iter()
        .find_map(|(follower, report)| match report {
            None => Some(format!("follower {follower} has not reported yet")),
            Some(report) if report.tick != tick => Some(format!(
                "follower {follower} has dealt with tick {} of {tick}",
                report.tick
            )),
            Some(report) => sent.filter(|sent| *sent != report.events).map(|sent| {
                format!(
                    "follower {follower} has dealt with {} of {sent} gateway events",
                    report.events
                )
            }),
        })
}
