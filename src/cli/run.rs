//! `potluck run`.

use std::ffi::OsString;
use std::path::Path;

use potluck::bot::{Bot, StartError};
use potluck::clock::Clock;
use potluck::config::{Config, DEFAULT_FILE};
use potluck::monitor::MonitorError;

use super::{Failure, log};

/// Runs the bot until it is told to end.
pub(super) fn run(
    given: super::Settings,
    environment: impl IntoIterator<Item = (OsString, OsString)>,
) -> Result<(), Failure> {
    let environment = super::texts(environment);
    let filter = log::filter_of(&environment)?;
    let file = given.file(Path::new(DEFAULT_FILE));
    let config = Config::load(file.as_deref(), environment).map_err(Failure::wrong)?;
    log::start(
        config.log.format,
        filter.as_deref().unwrap_or(&config.log.filter),
    );
    super::to_its_end(async |signals| {
        let clock = match &config.sandbox_clock {
            Some(address) => tokio::select! {
                clock = Clock::follow(address) => clock.map_err(Failure::failed)?,
                // Nothing was begun yet.
                () = signals.first() => return Ok(()),
            },
            None => Clock::system(),
        };
        // Opening the database is not broken off; the bot hears when it begins to run that it was told to end.
        let bot = Bot::build(config, clock, rand::random())
            .await
            .map_err(|error| not_started(&error))?;
        bot.run(signals.first()).await.map_err(|reason| Failure {
            code: reason.exit_code(),
            sentence: reason.to_string(),
        })
    })
}

/// What keeps the bot from starting is a matter of the settings, unless starting it again later may help.
fn not_started(error: &StartError) -> Failure {
    match error {
        StartError::Database(error) => super::not_opened(error),
        StartError::Lease(_) | StartError::Monitor(MonitorError::InUse(_)) => {
            Failure::failed(error)
        }
        StartError::AliasesFile { .. }
        | StartError::Aliases(_)
        | StartError::Monitor(MonitorError::Refused { .. })
        | StartError::Metrics(_)
        | StartError::Http(_) => Failure::wrong(error),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::*;
    use crate::cli::Settings;

    fn sentence(named: Option<&Path>, environment: &[(&str, &str)]) -> Failure {
        let environment = environment
            .iter()
            .map(|(name, value)| ((*name).into(), (*value).into()));
        run(
            Settings {
                config: named.map(Into::into),
            },
            environment,
        )
        .unwrap_err()
    }

    #[test]
    fn wrong_settings_end_with_2_and_one_sentence() {
        let folder = tempfile::tempdir().unwrap();
        let missing = folder.path().join("missing.toml");
        assert_eq!(
            sentence(Some(&missing), &[("DISCORD_TOKEN", "abc")]),
            Failure {
                code: 2,
                sentence: format!(
                    "the configuration file {} does not exist: check the name after --config",
                    missing.display()
                ),
            }
        );
        for environment in [
            &[][..],
            &[("DISCORD_TOKEN", "abc"), ("RUST_LOG", "=loud")],
            &[("DISCORD_TOKEN", "abc"), ("POTLUCK__LOG__FORMAT", "xml")],
        ] {
            let failure = sentence(None, environment);
            assert_eq!(failure.code, 2, "{environment:?}");
            assert!(!failure.sentence.contains('\n'), "{failure:?}");
        }
    }

    #[test]
    fn the_usual_file_is_read_where_there_is_one_and_none_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let usual = folder.path().join("usual.toml");
        let file = |config: Option<&Path>| {
            Settings {
                config: config.map(Into::into),
            }
            .file(&usual)
        };
        assert_eq!(file(None), None);
        std::fs::write(&usual, "").unwrap();
        assert_eq!(file(None).as_deref(), Some(usual.as_path()));
        assert_eq!(
            file(Some(Path::new("named.toml"))).as_deref(),
            Some(Path::new("named.toml"))
        );
    }
}
