//! What the bot counts of itself, in the terms of Prometheus.
//!
//! A [`Metrics`] belongs to one bot, and so do its counts: several bots in one process do not see each other's. What can be counted as it
//! happens is counted here; what is looked at when somebody asks comes as a [`Sample`]. Every family is in [`FAMILIES`], with what it
//! means and the labels it has.
//!
//! No label can hold what a person is called or wrote, or an id: labels are words that stand in the source, and nothing else has a way
//! in here ([`Sample`] takes them from the database where the source wrote them).

pub mod families;
mod labels;

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use prometheus::core::Collector;
use prometheus::{
    GaugeVec, Histogram, HistogramOpts, HistogramVec, IntCounter, IntCounterVec, Opts, Registry,
    TextEncoder,
};

pub use families::{FAMILIES, Family, Kind};
pub use labels::{Carried, Interaction, Outcome, Request, Run};

/// Seconds by which the time until a first answer is sorted. Discord waits for three of them, and the bot puts an answer off after one
/// and a half.
const FIRST_ANSWER: [f64; 12] = [
    0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 5.0,
];
/// Seconds by which the time that a pairing takes is sorted: a team's takes milliseconds, ten thousand people's most of a minute.
const PAIRING: [f64; 12] = [
    0.001, 0.005, 0.025, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 15.0, 60.0, 300.0,
];

/// What a text of metrics is, for who asks for one by HTTP.
pub const CONTENT_TYPE: &str = "text/plain; version=0.0.4; charset=utf-8";

/// The metrics contradict each other. A defect; tests would have met it.
#[derive(Debug, thiserror::Error)]
#[error("the metrics cannot be set up ({0}): this is a defect of Potluck, report it")]
pub struct MetricsError(#[from] prometheus::Error);

/// What one bot counts of itself. Cheap to clone; clones count together.
#[derive(Clone)]
pub struct Metrics(Arc<Counts>);

struct Counts {
    registry: Registry,
    interactions: IntCounterVec,
    first_answers: HistogramVec,
    requests: IntCounterVec,
    rate_limit_waits: IntCounter,
    carried: IntCounterVec,
    runs: IntCounterVec,
    pairing: Histogram,
    started: SystemTime,
}

impl fmt::Debug for Metrics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Metrics").finish_non_exhaustive()
    }
}

impl Metrics {
    /// Metrics that have counted nothing yet.
    ///
    /// # Errors
    ///
    /// Never, unless [`FAMILIES`] contradict each other.
    pub fn new() -> Result<Self, MetricsError> {
        let registry = Registry::new();
        let counts = Counts {
            interactions: kept(&registry, counters(&families::INTERACTIONS)?)?,
            first_answers: kept(
                &registry,
                HistogramVec::new(
                    timed(&families::FIRST_ANSWERS, &FIRST_ANSWER),
                    families::FIRST_ANSWERS.labels,
                )?,
            )?,
            requests: kept(&registry, counters(&families::REQUESTS)?)?,
            rate_limit_waits: kept(
                &registry,
                IntCounter::with_opts(opts(&families::RATE_LIMIT_WAITS))?,
            )?,
            carried: kept(&registry, counters(&families::CARRIED)?)?,
            runs: kept(&registry, counters(&families::RUNS)?)?,
            pairing: kept(
                &registry,
                Histogram::with_opts(timed(&families::PAIRING, &PAIRING))?,
            )?,
            started: SystemTime::now(),
            registry,
        };
        let metrics = Self(Arc::new(counts));
        metrics.begin();
        Ok(metrics)
    }

    /// Shows what there is none of yet as 0: a counter that appears with its first event hides that event from who looks for changes.
    fn begin(&self) {
        let counts = &self.0;
        for outcome in Request::ALL {
            zero(&counts.requests, &[outcome.name()]);
        }
        for outcome in Carried::ALL {
            zero(&counts.carried, &[outcome.name()]);
        }
        for kind in Interaction::ALL {
            // The error would be another number of labels than the family has.
            let _ = counts
                .first_answers
                .get_metric_with_label_values(&[kind.name()]);
        }
    }

    /// There is an interaction of this kind and name, which may never have been used.
    pub fn knows_interaction(&self, kind: Interaction, name: &'static str) {
        for outcome in Outcome::ALL.iter().filter(|outcome| outcome.befalls(kind)) {
            zero(&self.0.interactions, &[kind.name(), name, outcome.name()]);
        }
    }

    /// There is a job of this name, which may never have run.
    pub fn knows_job(&self, job: &'static str) {
        for outcome in Run::ALL {
            zero(&self.0.runs, &[job, outcome.name()]);
        }
    }

    /// An interaction was handled. Its name is a command's, a family's of buttons, or stands for what is not known.
    pub fn interaction(&self, kind: Interaction, name: &'static str, outcome: Outcome) {
        count(&self.0.interactions, &[kind.name(), name, outcome.name()]);
    }

    /// An interaction was answered for the first time, so long after it had come in.
    pub fn first_answer(&self, kind: Interaction, after: Duration) {
        if let Ok(times) = self
            .0
            .first_answers
            .get_metric_with_label_values(&[kind.name()])
        {
            times.observe(after.as_secs_f64());
        }
    }

    /// A request to Discord has ended.
    pub fn request(&self, outcome: Request) {
        count(&self.0.requests, &[outcome.name()]);
    }

    /// A request waits for one of Discord's limits.
    pub fn waits_for_rate_limit(&self) {
        self.0.rate_limit_waits.inc();
    }

    /// The courier has tried to carry out a row of the outbox.
    pub fn carried(&self, outcome: Carried) {
        count(&self.0.carried, &[outcome.name()]);
    }

    /// A job has run, or failed to.
    pub fn ran(&self, job: &'static str, outcome: Run) {
        count(&self.0.runs, &[job, outcome.name()]);
    }

    /// It took so long to compute who is paired with whom.
    pub fn paired_in(&self, time: Duration) {
        self.0.pairing.observe(time.as_secs_f64());
    }

    /// When counting began, in seconds since 1970 of real time.
    pub fn started_at(&self) -> f64 {
        let since = self.0.started.duration_since(UNIX_EPOCH);
        since.unwrap_or_default().as_secs_f64()
    }

    /// Everything counted, and what was looked at, as the text that Prometheus reads.
    ///
    /// # Errors
    ///
    /// Never, unless [`FAMILIES`] contradict each other.
    pub fn text(&self, sample: &Sample) -> Result<String, MetricsError> {
        let mut families = self.0.registry.gather();
        families.extend(sample.registry.gather());
        families.sort_by(|one, other| one.name().cmp(other.name()));
        Ok(TextEncoder::new().encode_to_string(&families)?)
    }
}

/// What is looked at when somebody asks for it.
#[derive(Debug, Default)]
pub struct Sample {
    registry: Registry,
}

impl Sample {
    /// Adds a family that can go up and down, with a value for each of these labels.
    ///
    /// # Errors
    ///
    /// When the family is there already, or has another number of labels.
    pub fn gauge<'a, const N: usize>(
        &self,
        family: &Family,
        values: impl IntoIterator<Item = ([&'a str; N], f64)>,
    ) -> Result<(), MetricsError> {
        let gauges = kept(&self.registry, GaugeVec::new(opts(family), family.labels)?)?;
        for (labels, value) in values {
            gauges.get_metric_with_label_values(&labels)?.set(value);
        }
        Ok(())
    }

    /// Adds a family that only goes up, with a value for each of these labels.
    ///
    /// # Errors
    ///
    /// When the family is there already, or has another number of labels.
    pub fn counter<'a, const N: usize>(
        &self,
        family: &Family,
        values: impl IntoIterator<Item = ([&'a str; N], u64)>,
    ) -> Result<(), MetricsError> {
        let counters = kept(&self.registry, counters(family)?)?;
        for (labels, value) in values {
            counters
                .get_metric_with_label_values(&labels)?
                .inc_by(value);
        }
        Ok(())
    }
}

fn opts(family: &Family) -> Opts {
    Opts::new(family.name, family.help)
}

fn timed(family: &Family, buckets: &[f64]) -> HistogramOpts {
    HistogramOpts::new(family.name, family.help).buckets(buckets.to_vec())
}

fn counters(family: &Family) -> Result<IntCounterVec, MetricsError> {
    Ok(IntCounterVec::new(opts(family), family.labels)?)
}

/// Registers a family, and gives it back to be counted with.
fn kept<T: Collector + Clone + 'static>(registry: &Registry, family: T) -> Result<T, MetricsError> {
    registry.register(Box::new(family.clone()))?;
    Ok(family)
}

fn zero(family: &IntCounterVec, labels: &[&str]) {
    // The error would be another number of labels than the family has; counting is no reason to fail.
    let _ = family.get_metric_with_label_values(labels);
}

fn count(family: &IntCounterVec, labels: &[&str]) {
    if let Ok(counter) = family.get_metric_with_label_values(labels) {
        counter.inc();
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests;
