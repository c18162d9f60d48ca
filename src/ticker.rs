//! Runs what has come due.
//!
//! What is due when is in the database, so the ticker only has to look at the right moments: at the earliest due instant (which a clock
//! that follows the sandbox stops at), after every change, and each minute of the machine's clock, which may have been set.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::{Notify, watch};
use tokio_cron_scheduler::{Job, JobScheduler, JobSchedulerError};

use crate::clock::Clock;
use crate::error::Result;
use crate::features::{Ctx, Due};
use crate::metrics::Run;
use crate::store::agenda::{Agenda, agenda};

/// The first second of every minute, in UTC.
const EVERY_MINUTE: &str = "0 * * * * *";
/// Runs of one job in a row before the others have their turn.
const IN_A_ROW: usize = 100;
/// How long, in real time, a look that follows from a change waits at most for others to be done changing. It asks every job, so one for
/// many changes is far cheaper than one for each; and what comes due is due at minutes.
const CALM_WITHIN: Duration = Duration::from_millis(10);
/// The longest pause after a job has failed again and again.
const LONGEST_PAUSE: TimeDelta = TimeDelta::hours(1);

/// The machine's minutes cannot be had.
#[derive(Debug, thiserror::Error)]
#[error("nothing can be scheduled: {0}")]
pub struct TickerError(#[from] JobSchedulerError);

/// Runs these jobs until `stopping` turns true; the one that is running is finished.
///
/// # Errors
///
/// When the machine's minutes cannot be had.
pub async fn run(
    ctx: Ctx,
    jobs: &'static [&'static Due],
    mut stopping: watch::Receiver<bool>,
) -> Result<(), TickerError> {
    let mut busy = ctx.clock.busy();
    let mut alarm = ctx.clock.alarm();
    let mut changes = ctx.store.changes();
    let minute = Arc::new(Notify::new());
    let mut minutes = if ctx.clock.is_machines() {
        Some(minutes(minute.clone()).await?)
    } else {
        None
    };
    let mut pauses = Pauses::default();
    while !*stopping.borrow() {
        let next = look(&ctx, jobs, &mut pauses).await;
        alarm.set(next);
        drop(busy);
        busy = tokio::select! {
            busy = alarm.rings() => busy,
            busy = changes.heard() => {
                // Calm or not, it is looked then.
                let _calm = tokio::time::timeout(CALM_WITHIN, ctx.clock.activity().calm()).await;
                busy
            }
            () = minute.notified() => ctx.clock.busy(),
            _ = stopping.changed() => break,
        };
    }
    if let Some(minutes) = &mut minutes {
        minutes.shutdown().await?;
    }
    Ok(())
}

/// A scheduler that notifies each minute.
async fn minutes(minute: Arc<Notify>) -> Result<JobScheduler, JobSchedulerError> {
    let scheduler = JobScheduler::new().await?;
    let job = Job::new_async(EVERY_MINUTE, move |_, _| {
        let minute = minute.clone();
        Box::pin(async move { minute.notify_one() })
    })?;
    scheduler.add(job).await?;
    scheduler.start().await?;
    Ok(scheduler)
}

/// Runs what is due by now, and returns when to look again.
async fn look(ctx: &Ctx, jobs: &[&'static Due], pauses: &mut Pauses) -> Option<DateTime<Utc>> {
    let mut known = None;
    let mut next = None;
    for job in jobs {
        let due = work(ctx, job, &mut known, pauses).await;
        next = [next, due].into_iter().flatten().min();
    }
    next
}

/// Runs one job as long as it is due, and returns when it is due next. `known` is the agenda, as long as no job has run since it was read;
/// what others change meanwhile is heard and looked at then.
async fn work(
    ctx: &Ctx,
    job: &Due,
    known: &mut Option<Agenda>,
    pauses: &mut Pauses,
) -> Option<DateTime<Utc>> {
    let mut first = None;
    for _ in 0..IN_A_ROW {
        let now = ctx.clock.now();
        let due = match next(ctx, job, known).await {
            Ok(due) => due?,
            Err(error) => {
                tracing::error!(job = job.name, %error, "when a job is due could not be read");
                ctx.metrics.ran(job.name, Run::Failed);
                return Some(pauses.failed(job.name, &ctx.clock));
            }
        };
        let due = pauses.until(job.name).map_or(due, |pause| pause.max(due));
        if due > now {
            return Some(due);
        }
        first.get_or_insert(due);
        *known = None;
        match (job.run)(ctx, now).await {
            Ok(()) => {
                ctx.metrics.ran(job.name, Run::Done);
                pauses.worked(job.name);
            }
            Err(error) => {
                tracing::error!(job = job.name, %error, "a job failed; it is tried again");
                ctx.metrics.ran(job.name, Run::Failed);
                return Some(pauses.failed(job.name, &ctx.clock));
            }
        }
    }
    match next(ctx, job, known).await {
        // It ran as often as it may and has got nowhere. Running it at once again would not help.
        Ok(due) if due == first => {
            tracing::error!(job = job.name, "a job ran and is still due");
            ctx.metrics.ran(job.name, Run::Failed);
            Some(pauses.failed(job.name, &ctx.clock))
        }
        _ => Some(ctx.clock.now()),
    }
}

/// When a job is due next.
async fn next(ctx: &Ctx, job: &Due, known: &mut Option<Agenda>) -> Result<Option<DateTime<Utc>>> {
    let agenda = match known {
        Some(agenda) => agenda,
        None => known.insert(agenda(&mut *ctx.store.read().await?).await?),
    };
    Ok((job.when)(ctx, agenda))
}

/// Jobs that failed and wait a while.
#[derive(Debug, Default)]
struct Pauses(BTreeMap<&'static str, Pause>);

#[derive(Debug)]
struct Pause {
    failures: u32,
    until: DateTime<Utc>,
}

impl Pauses {
    fn until(&self, job: &str) -> Option<DateTime<Utc>> {
        self.0.get(job).map(|pause| pause.until)
    }

    fn worked(&mut self, job: &str) {
        self.0.remove(job);
    }

    /// A minute, doubled with each failure in a row.
    fn failed(&mut self, job: &'static str, clock: &Clock) -> DateTime<Utc> {
        let pause = self.0.entry(job).or_insert(Pause {
            failures: 0,
            until: DateTime::<Utc>::MIN_UTC,
        });
        let minutes = TimeDelta::minutes(1_i64 << pause.failures.min(10));
        pause.failures += 1;
        pause.until = clock.now() + minutes.min(LONGEST_PAUSE);
        pause.until
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use futures_util::FutureExt;

    use super::*;
    use crate::error::Error;
    use crate::features::trial::Trial;

    fn minutes(minutes: i64) -> TimeDelta {
        TimeDelta::minutes(minutes)
    }

    #[tokio::test]
    async fn what_is_due_runs_until_nothing_is() {
        static LEFT: AtomicU32 = AtomicU32::new(3);
        static JOB: Due = Due {
            name: "three",
            when: |ctx, _| {
                let left = LEFT.load(Ordering::Relaxed);
                Some(ctx.clock.now() + minutes(if left == 0 { 60 } else { 0 }))
            },
            run: |_, _| {
                LEFT.fetch_sub(1, Ordering::Relaxed);
                async { Ok(()) }.boxed()
            },
        };
        let trial = Trial::new().await;
        let next = look(&trial.ctx, &[&JOB], &mut Pauses::default()).await;
        assert_eq!(LEFT.load(Ordering::Relaxed), 0);
        assert_eq!(next, Some(trial.clock.now() + minutes(60)));
    }

    #[tokio::test]
    async fn a_job_that_fails_waits_and_holds_up_nobody() {
        static RAN: AtomicU32 = AtomicU32::new(0);
        static FAILS: Due = Due {
            name: "fails",
            when: |ctx, _| Some(ctx.clock.now()),
            run: |_, _| async { Err(Error::fault("out of order")) }.boxed(),
        };
        static WORKS: Due = Due {
            name: "works",
            when: |_, _| (RAN.load(Ordering::Relaxed) == 0).then_some(DateTime::UNIX_EPOCH),
            run: |_, _| {
                RAN.fetch_add(1, Ordering::Relaxed);
                async { Ok(()) }.boxed()
            },
        };
        let trial = Trial::new().await;
        let mut pauses = Pauses::default();
        let next = look(&trial.ctx, &[&FAILS, &WORKS], &mut pauses).await;
        assert_eq!(RAN.load(Ordering::Relaxed), 1);
        assert_eq!(next, Some(trial.clock.now() + minutes(1)));
        // Looking again in between does not run it.
        assert_eq!(look(&trial.ctx, &[&FAILS], &mut pauses).await, next);
        trial.clock.move_to(trial.clock.now() + minutes(1));
        let next = look(&trial.ctx, &[&FAILS], &mut pauses).await;
        assert_eq!(next, Some(trial.clock.now() + minutes(2)));
    }

    #[tokio::test]
    async fn a_job_that_gets_nowhere_does_not_spin() {
        static RAN: AtomicU32 = AtomicU32::new(0);
        static JOB: Due = Due {
            name: "stuck",
            when: |_, _| Some(DateTime::UNIX_EPOCH),
            run: |_, _| {
                RAN.fetch_add(1, Ordering::Relaxed);
                async { Ok(()) }.boxed()
            },
        };
        let trial = Trial::new().await;
        let next = look(&trial.ctx, &[&JOB], &mut Pauses::default()).await;
        assert_eq!(RAN.load(Ordering::Relaxed), 100);
        assert_eq!(next, Some(trial.clock.now() + minutes(1)));
    }

    #[test]
    fn pauses_grow_to_an_hour_and_end_with_a_success() {
        let start: DateTime<Utc> = "2026-03-02T09:00:00Z".parse().unwrap();
        let clock = Clock::standing(start);
        let mut pauses = Pauses::default();
        let grown: Vec<i64> = (0..8)
            .map(|_| (pauses.failed("asks", &clock) - start).num_minutes())
            .collect();
        assert_eq!(grown, [1, 2, 4, 8, 16, 32, 60, 60]);
        assert_eq!(pauses.until("asks"), Some(start + TimeDelta::hours(1)));
        assert_eq!(pauses.until("invitations"), None);
        pauses.worked("asks");
        assert_eq!(pauses.until("asks"), None);
    }
}
