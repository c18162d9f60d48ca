//! `potluck run`.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use potluck::bot::Bot;
use potluck::clock::Clock;
use potluck::config::{Config, DEFAULT_FILE};

use super::{Failure, log, signals};

/// Runs the bot until it is told to end.
pub(super) fn run(given: super::Run, environment: impl IntoIterator<Item = (OsString, OsString)>) -> Result<(), Failure> {
    let environment = texts(environment);
    let filter = log::filter_of(&environment)?;
    let config = settings(given.config, Path::new(DEFAULT_FILE), environment)?;
    log::start(config.log.format, filter.as_deref().unwrap_or(&config.log.filter));
    super::to_its_end(async {
        let clock = match &config.sandbox_clock {
            Some(address) => Clock::follow(address).await.map_err(Failure::failed)?,
            None => Clock::system(),
        };
        let bot = Bot::build(config, clock, rand::random()).await.map_err(Failure::failed)?;
        bot.run(signals::first()).await.map_err(Failure::failed)
    })
}

/// The settings: from the file that was named, or else from the usual one where there is one.
fn settings(named: Option<PathBuf>, usual: &Path, environment: Vec<(String, String)>) -> Result<Config, Failure> {
    let file = named.or_else(|| usual.exists().then(|| usual.to_owned()));
    Config::load(file.as_deref(), environment).map_err(Failure::wrong)
}

/// The environment as texts. What is not Unicode is of no use as a setting, and is refused as a value that cannot be.
fn texts(environment: impl IntoIterator<Item = (OsString, OsString)>) -> Vec<(String, String)> {
    let text = |text: OsString| text.to_string_lossy().into_owned();
    environment.into_iter().map(|(name, value)| (text(name), text(value))).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use std::fs;

    use potluck::config::LogFormat;

    use super::*;

    fn token() -> Vec<(String, String)> {
        texts([("DISCORD_TOKEN".into(), "abc".into())])
    }

    #[test]
    fn the_usual_file_is_read_where_there_is_one_and_none_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let usual = folder.path().join("usual.toml");
        let format = |named| settings(named, &usual, token()).unwrap().log.format;
        assert_eq!(format(None), LogFormat::Text);
        fs::write(&usual, "log.format = \"json\"\n").unwrap();
        assert_eq!(format(None), LogFormat::Json);
        let named = folder.path().join("named.toml");
        fs::write(&named, "").unwrap();
        assert_eq!(format(Some(named)), LogFormat::Text);
    }

    #[test]
    fn wrong_settings_end_with_2_and_one_sentence() {
        let folder = tempfile::tempdir().unwrap();
        let named = folder.path().join("missing.toml");
        let failure = settings(Some(named.clone()), Path::new("none"), token()).unwrap_err();
        let sentence = format!("the configuration file {} does not exist: check the name after --config", named.display());
        assert_eq!(failure, Failure { code: 2, sentence });
        let failure = settings(None, Path::new("none"), Vec::new()).unwrap_err();
        assert_eq!(failure.code, 2);
        let failure = run(super::super::Run { config: None }, [("RUST_LOG".into(), "=loud".into())]).unwrap_err();
        assert_eq!(failure.code, 2);
    }
}
