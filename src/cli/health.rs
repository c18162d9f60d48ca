//! `potluck health`: for whatever watches over the process.

use std::ffi::OsString;
use std::path::Path;

use chrono::{DateTime, TimeDelta, Utc};
use potluck::config::{Config, DEFAULT_FILE};
use potluck::store::peek;

use super::Failure;

/// A bot that is connected notes it every twenty seconds; one that missed three in a row is not well.
const PATIENCE: TimeDelta = TimeDelta::seconds(60);

/// Fails unless the bot was connected lately.
pub(super) fn run(
    given: super::Settings,
    environment: impl IntoIterator<Item = (OsString, OsString)>,
) -> Result<(), Failure> {
    let file = given.file(Path::new(DEFAULT_FILE));
    let config = Config::load_without_token(file.as_deref(), super::texts(environment))
        .map_err(Failure::wrong)?;
    super::to_its_end(async |_| {
        let connected = peek::connected_at(&config.database.path)
            .await
            .map_err(Failure::failed)?;
        judge(connected, Utc::now())
    })
}

fn judge(connected: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Result<(), Failure> {
    match connected.map(|connected| now - connected) {
        Some(age) if age < PATIENCE => Ok(()),
        Some(age) => Err(Failure::failed(format!(
            "the bot was last connected to Discord {} s ago: its log says why",
            age.num_seconds()
        ))),
        None => Err(Failure::failed(
            "the bot was never connected to Discord: its log says why, if it runs",
        )),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::*;

    #[test]
    fn a_bot_that_was_not_connected_for_a_minute_is_not_well() {
        let now: DateTime<Utc> = "2026-03-02T09:00:00Z".parse().unwrap();
        let ago = |seconds| {
            judge(Some(now - TimeDelta::seconds(seconds)), now).map_err(|failure| failure.sentence)
        };
        assert_eq!(ago(0), Ok(()));
        assert_eq!(ago(59), Ok(()));
        assert_eq!(
            ago(60),
            Err("the bot was last connected to Discord 60 s ago: its log says why".to_owned())
        );
        assert_eq!(judge(None, now).unwrap_err().code, 1);
    }
}
