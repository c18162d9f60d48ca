//! The metrics that are looked at when somebody asks, beside those that are counted all the time.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::{Desk, Watched, readiness};
use crate::discord::{ShardStage, Signs};
use crate::metrics::families::{
    BUILD, DATABASE_SIZE, DATABASE_UP, OCCURRENCES, OUTBOX_AGE, OUTBOX_ROWS, READY, RESTARTS,
    SHARDS, STARTED, UNREADABLE,
};
use crate::metrics::{MetricsError, Sample};
use crate::store::occurrences::{self, OUTCOMES, Total};
use crate::store::outbox::{self, Depth, Lane, Stage};

/// How long what is read from the database may take. Without it the rest is shown all the same.
const READ_WITHIN: Duration = Duration::from_secs(5);

/// What was read from the database.
struct Read {
    depth: Depth,
    totals: Vec<Total>,
}

impl Desk {
    /// Everything there is to know, as Prometheus reads it. Writes nothing, and looks at the database once at a time.
    pub(super) async fn scrape(&self) -> Result<String, MetricsError> {
        let _looking = self.looking.lock().await;
        let watched = &self.watched;
        let sample = Sample::default();
        let ready = readiness::ready(&watched.store, &watched.signs).await;
        sample.gauge(&READY, [([], truth(ready.is_ok()))])?;
        sample.gauge(&BUILD, [([env!("CARGO_PKG_VERSION")], 1.0)])?;
        sample.gauge(&STARTED, [([], watched.metrics.started_at())])?;
        gateway(&sample, &watched.signs)?;
        files(&sample, &watched.database).await?;
        let read = watched.read().await;
        sample.gauge(&DATABASE_UP, [([], truth(read.is_some()))])?;
        if let Some(read) = read {
            watched.owed(&sample, &read.depth)?;
            watched.occurred(&sample, &read.totals)?;
        }
        watched.metrics.text(&sample)
    }
}

impl Watched {
    async fn read(&self) -> Option<Read> {
        let reading = async {
            let mut read = self.store.read().await?;
            let depth = outbox::depth(&mut read, self.clock.now()).await?;
            let totals = occurrences::totals(&mut read).await?;
            Ok::<_, crate::error::Error>(Read { depth, totals })
        };
        match tokio::time::timeout(READ_WITHIN, reading).await {
            Ok(Ok(read)) => Some(read),
            Ok(Err(error)) => {
                tracing::warn!(%error, "the metrics are without what is read from the database");
                None
            }
            Err(_) => {
                tracing::warn!(
                    "the metrics are without what is read from the database: it took too long"
                );
                None
            }
        }
    }

    fn owed(&self, sample: &Sample, depth: &Depth) -> Result<(), MetricsError> {
        let lanes = || Lane::KINDS.into_iter();
        let rows = lanes().flat_map(|lane| {
            Stage::ALL
                .into_iter()
                .map(move |stage| ([lane, stage.name()], number(depth.rows(lane, stage))))
        });
        sample.gauge(&OUTBOX_ROWS, rows)?;
        let now = self.clock.now();
        let ages = lanes().map(|lane| {
            let age = depth.oldest_due(lane).map(|due| now - due);
            let seconds = age.and_then(|age| age.to_std().ok()).unwrap_or_default();
            ([lane], seconds.as_secs_f64())
        });
        sample.gauge(&OUTBOX_AGE, ages)
    }

    fn occurred(&self, sample: &Sample, totals: &[Total]) -> Result<(), MetricsError> {
        // What never happened yet is shown as 0, so that the first time is seen as a change.
        let mut counted: BTreeMap<(&str, &str), u64> = self
            .occurring
            .iter()
            .copied()
            .chain(totals.iter().map(|total| total.job.as_str()))
            .flat_map(|job| OUTCOMES.map(|outcome| ((job, outcome), 0)))
            .collect();
        for total in totals {
            counted.insert((&total.job, &total.outcome), total.total);
        }
        let counted = counted
            .into_iter()
            .map(|((job, outcome), total)| ([job, outcome], total));
        sample.counter(&OCCURRENCES, counted)
    }
}

fn gateway(sample: &Sample, signs: &Signs) -> Result<(), MetricsError> {
    let shards = signs.shards();
    let at = ShardStage::ALL.iter().map(|stage| {
        let there = shards.iter().filter(|shard| *shard == stage).count();
        (
            [stage.name()],
            number(u64::try_from(there).unwrap_or(u64::MAX)),
        )
    });
    sample.gauge(&SHARDS, at)?;
    sample.counter(&RESTARTS, [([], signs.restarts())])?;
    sample.counter(&UNREADABLE, [([], signs.unread_events())])
}

async fn files(sample: &Sample, database: &Path) -> Result<(), MetricsError> {
    let mut log = database.as_os_str().to_owned();
    log.push("-wal");
    let sizes = [
        (["main"], size(database).await),
        (["wal"], size(&PathBuf::from(log)).await),
    ];
    sample.gauge(&DATABASE_SIZE, sizes)
}

/// In bytes; 0 where there is no such file, as there is no log when nothing was written yet.
async fn size(file: &Path) -> f64 {
    tokio::fs::metadata(file)
        .await
        .map_or(0.0, |file| number(file.len()))
}

fn truth(is_so: bool) -> f64 {
    if is_so { 1.0 } else { 0.0 }
}

#[allow(
    clippy::cast_precision_loss,
    reason = "Prometheus knows no other numbers; above 2^53 the last digits do not matter"
)]
fn number(count: u64) -> f64 {
    count as f64
}
