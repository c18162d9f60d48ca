//! The log: lines on standard error, as text or JSON.
//!
//! Logs carry ids, never names, texts or tokens. Our own lines are written with that in mind; libraries are kept below the
//! level at which they show what goes through them, whatever the filter says.

use std::io;

use potluck::config::LogFormat;
use tracing::level_filters::LevelFilter;
use tracing::{Metadata, Subscriber};
use tracing_subscriber::filter::filter_fn;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::{EnvFilter, Layer, Registry};

use super::{Failure, panics};

/// What takes precedence over the settings.
const VARIABLE: &str = "RUST_LOG";

/// The most that is written of a crate and, within it, of a module; the last that fits counts.
const CEILINGS: &[(&str, &str, LevelFilter)] = &[
    ("potluck", "", LevelFilter::TRACE),
    // Shows whole payloads, names and texts included, even in warnings about those that it cannot parse.
    ("serenity", "", LevelFilter::OFF),
    // Says when a connection is lost and made again.
    ("serenity", "gateway::bridge", LevelFilter::WARN),
];

/// The most that is written of any other library: from debug on they say what is sent and received.
const OTHERS: LevelFilter = LevelFilter::INFO;

/// The filter of the environment, if there is one.
pub(super) fn filter_of(environment: &[(String, String)]) -> Result<Option<String>, Failure> {
    let given = environment
        .iter()
        .find(|(name, value)| name == VARIABLE && !value.is_empty());
    match given {
        Some((_, filter)) if filter.parse::<EnvFilter>().is_ok() => Ok(Some(filter.clone())),
        Some((_, filter)) => Err(Failure::wrong(format!(
            "{VARIABLE} is \"{filter}\", but must be a filter such as \"info\" or \"info,potluck=debug\""
        ))),
        None => Ok(None),
    }
}

/// Begins to write the log, panics included. It is global, which is why the library leaves it to the command line.
pub(super) fn start(format: LogFormat, filter: &str) {
    if tracing::subscriber::set_global_default(subscriber(format, filter, io::stderr)).is_err() {
        tracing::warn!("the log is written already");
    }
    panics::report_by_place();
}

fn subscriber<W>(format: LogFormat, filter: &str, writer: W) -> impl Subscriber + Send + Sync
where
    W: for<'a> MakeWriter<'a> + Send + Sync + 'static,
{
    let lines = tracing_subscriber::fmt::layer()
        .with_writer(writer)
        .with_ansi(false);
    let lines = match format {
        LogFormat::Text => lines.boxed(),
        LogFormat::Json => lines.json().boxed(),
    };
    // The filter was tried when it was read, so nothing is ignored here.
    Registry::default()
        .with(lines)
        .with(EnvFilter::new(filter))
        .with(filter_fn(is_allowed))
}

fn is_allowed(line: &Metadata<'_>) -> bool {
    *line.level() <= ceiling(line.target())
}

fn ceiling(target: &str) -> LevelFilter {
    let (library, module) = target.split_once("::").unwrap_or((target, ""));
    let within = |part: &str| match module.strip_prefix(part) {
        Some(rest) => part.is_empty() || rest.is_empty() || rest.starts_with("::"),
        None => false,
    };
    CEILINGS
        .iter()
        .rfind(|(known, part, _)| *known == library && within(part))
        .map_or(OTHERS, |(_, _, ceiling)| *ceiling)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use std::io::Write;
    use std::sync::{Arc, Mutex};

    use super::*;

    #[derive(Clone, Default)]
    struct Written(Arc<Mutex<Vec<u8>>>);

    impl Write for Written {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    /// What is written of one line from each of some targets.
    fn written(format: LogFormat, filter: &str) -> String {
        let written = Written::default();
        let writer = written.clone();
        tracing::subscriber::with_default(
            subscriber(format, filter, move || writer.clone()),
            || {
                tracing::debug!(target: "potluck::discord", ask = 7, "ours");
                tracing::warn!(target: "serenity::gateway::ws", "payload");
                tracing::warn!(target: "serenity::gateway::bridge::shard_runner", "reconnecting");
                tracing::info!(target: "serenity::gateway::bridge::shard_runner", "chatter");
                tracing::debug!(target: "hyper", "request");
                tracing::info!(target: "hyper", "library");
            },
        );
        String::from_utf8(written.0.lock().unwrap().clone()).unwrap()
    }

    #[test]
    fn no_filter_makes_a_library_show_what_goes_through_it() {
        for filter in ["trace", "serenity=trace,hyper=trace,potluck=trace"] {
            let lines = written(LogFormat::Text, filter);
            for (text, expected) in [
                ("ours", true),
                ("payload", false),
                ("reconnecting", true),
                ("chatter", false),
                ("request", false),
                ("library", true),
            ] {
                assert_eq!(lines.contains(text), expected, "{filter}, {text}: {lines}");
            }
        }
    }

    #[test]
    fn of_a_panic_only_its_place_is_written() {
        let written = Written::default();
        let writer = written.clone();
        let usual = std::panic::take_hook();
        panics::report_by_place();
        let subscriber = subscriber(LogFormat::Text, "error", move || writer.clone());
        let panicked = tracing::subscriber::with_default(subscriber, || {
            std::panic::catch_unwind(|| {
                let typed = String::from("my secret");
                assert_eq!(typed, "", "{typed} is what they wrote");
            })
        });
        std::panic::set_hook(usual);
        assert!(panicked.is_err());
        let lines = String::from_utf8(written.0.lock().unwrap().clone()).unwrap();
        assert_eq!(lines.lines().count(), 1, "{lines}");
        assert!(lines.contains("src/cli/log.rs:"), "{lines}");
        assert!(!lines.contains("secret"), "{lines}");
    }

    #[test]
    fn the_filter_decides_about_our_own_lines() {
        assert!(!written(LogFormat::Text, "info").contains("ours"));
        assert!(written(LogFormat::Text, "info,potluck=debug").contains("ours"));
    }

    #[test]
    fn json_is_one_object_a_line() {
        let lines = written(LogFormat::Json, "debug");
        let first: serde_json::Value = serde_json::from_str(lines.lines().next().unwrap()).unwrap();
        assert_eq!(first["fields"]["message"], "ours");
        assert_eq!(first["fields"]["ask"], 7);
    }

    #[test]
    fn a_name_that_only_begins_like_ours_is_not_ours() {
        assert_eq!(ceiling("potluck"), LevelFilter::TRACE);
        assert_eq!(ceiling("potluck::store"), LevelFilter::TRACE);
        assert_eq!(ceiling("potluckish"), LevelFilter::INFO);
        assert_eq!(ceiling("serenity"), LevelFilter::OFF);
        assert_eq!(ceiling("serenity::http"), LevelFilter::OFF);
        assert_eq!(ceiling("serenity::gateway::bridge"), LevelFilter::WARN);
        assert_eq!(ceiling("serenity::gateway::bridges"), LevelFilter::OFF);
    }

    #[test]
    fn the_environments_filter_is_taken_or_refused() {
        let filter = |text: &str| filter_of(&[(VARIABLE.to_owned(), text.to_owned())]);
        assert_eq!(filter_of(&[]), Ok(None));
        assert_eq!(filter(""), Ok(None));
        assert_eq!(
            filter("potluck=debug"),
            Ok(Some("potluck=debug".to_owned()))
        );
        assert_eq!(
            filter("potluck=loud"),
            Err(Failure {
                code: 2,
                sentence: "RUST_LOG is \"potluck=loud\", but must be a filter such as \"info\" or \"info,potluck=debug\"".to_owned(),
            })
        );
    }
}
