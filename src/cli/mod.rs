//! What can be typed, and how it ends: 0 when all is well, 1 when something failed, 2 when the command or the settings are
//! wrong. What went wrong is one sentence on standard error.

#[cfg(feature = "demo")]
mod demo;
mod digest;
mod export;
mod file;
mod health;
mod log;
mod pair;
mod panics;
mod run;
mod signals;
mod swap;

use std::ffi::OsString;
use std::fmt;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use potluck::bot::FOR_LEFTOVERS;
use potluck::config::{Config, DEFAULT_FILE};
use potluck::domain::digest::Week;
use potluck::domain::ids::GuildId;
use potluck::store::OpenError;
use signals::Signals;
use tokio::runtime::{Builder, Runtime};

/// A Discord bot that turns a team into a place where everybody teaches and everybody learns.
#[derive(Debug, Parser)]
#[command(name = "potluck", version)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Runs the bot. The token comes from `DISCORD_TOKEN`, or from a file named by `DISCORD_TOKEN_FILE`.
    Run(Settings),
    /// Says whether the bot that works on this database is connected to Discord; ends with 1 when it is not.
    Health(Settings),
    /// Pairs the people in a file, without Discord or a database: to try the engine on people of one's own.
    Pair(Pair),
    /// Finds skill swaps among the people in a file, without Discord or a database.
    Swap(Swap),
    /// Prints the digest that managers get, without Discord.
    Digest(Digest),
    /// Writes everything that is counted as CSV and JSON, without Discord. A bot may be at work on the database meanwhile.
    Export(Export),
    /// Starts a local Discord with a team of twenty-four and the bot in it; no account is needed.
    #[cfg(feature = "demo")]
    Demo(Demo),
}

#[derive(Debug, Args)]
struct Digest {
    /// The database. Without it, the one that the settings name.
    #[arg(long, value_name = "FILE")]
    database: Option<PathBuf>,
    /// Of which server, by its Discord id. Without it, the only one there is.
    #[arg(long, value_name = "ID")]
    guild: Option<GuildId>,
    /// The last of its weeks, as in 2026-W47. Without it, the last that is closed.
    #[arg(long, value_name = "WEEK")]
    week: Option<Week>,
    /// Of how many weeks.
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=52))]
    weeks: u32,
    /// Prints JSON for programs, instead of text for people.
    #[arg(long)]
    json: bool,
    /// Writes the pictures into this folder, as PNG.
    #[arg(long, value_name = "DIR")]
    png: Option<PathBuf>,
    /// Writes the table that goes with it in Discord into this folder, as CSV.
    #[arg(long, value_name = "DIR")]
    csv: Option<PathBuf>,
    #[command(flatten)]
    settings: Settings,
}

#[derive(Debug, Args)]
struct Settings {
    /// The settings. Without it, config/potluck.toml is read where there is one.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

#[derive(Debug, Args)]
struct Pair {
    /// The people and who has met, as JSON; docs/pairing.md describes the format.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Decides between pairings as good as each other. The same number gives the same pairing.
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// Prints JSON for programs, instead of text for people.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
struct Swap {
    /// The people and what they swapped before, as JSON; docs/pairing.md describes the format.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Decides between swaps as good as each other. The same number gives the same swaps.
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// Prints JSON for programs, instead of text for people.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
struct Export {
    /// The folder to write: a new or an empty one. `columns.md` in it says what everything means, as docs/export.md does.
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// The database. Without it, the one that the settings name.
    #[arg(long, value_name = "FILE")]
    database: Option<PathBuf>,
    /// Only what belongs to this server, by its Discord id. Without it, everything.
    #[arg(long, value_name = "ID")]
    guild: Option<GuildId>,
    #[command(flatten)]
    settings: Settings,
}

#[cfg(feature = "demo")]
#[derive(Debug, Args)]
struct Demo {
    /// Keeps the database in this folder, as potluck.db. Without it, it goes when the demo ends.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// The port of the local Discord on 127.0.0.1. Without it, any that is free.
    #[arg(long, value_name = "N")]
    port: Option<u16>,
    /// Plays a story from the first offer to what a manager reads after three weeks, prints it, and ends.
    #[arg(long)]
    script: bool,
    /// Begins with a team that has only just got Potluck, instead of one that has had it for three months.
    #[arg(long, conflicts_with = "script")]
    empty: bool,
    /// Opens nothing in a browser, which nothing does yet: for scripts that are to go on working when something will.
    #[arg(long)]
    no_open: bool,
}

/// Why a command ended badly.
#[derive(Debug, PartialEq, Eq)]
struct Failure {
    code: u8,
    sentence: String,
}

impl Failure {
    /// Something failed.
    fn failed(why: impl fmt::Display) -> Self {
        Self {
            code: 1,
            sentence: why.to_string(),
        }
    }

    /// The command or the settings are wrong.
    fn wrong(why: impl fmt::Display) -> Self {
        Self {
            code: 2,
            sentence: why.to_string(),
        }
    }
}

/// A database that cannot be used is a matter of what was named, unless trying it again later may help.
fn not_opened(error: &OpenError) -> Failure {
    match error {
        OpenError::Unreachable { .. }
        | OpenError::InUse { .. }
        | OpenError::Changed { .. }
        | OpenError::Migration { .. } => Failure::failed(error),
        OpenError::NotOurs { .. }
        | OpenError::Newer { .. }
        | OpenError::Older { .. }
        | OpenError::Different { .. } => Failure::wrong(error),
    }
}

/// Does what was typed.
pub(crate) fn run(arguments: Arguments) -> ExitCode {
    let outcome = match arguments.command {
        Command::Run(given) => run::run(given, std::env::vars_os()),
        Command::Health(given) => health::run(given, std::env::vars_os()),
        Command::Pair(given) => pair::run(&given),
        Command::Swap(given) => swap::run(&given),
        Command::Digest(given) => digest::run(given, std::env::vars_os()),
        Command::Export(given) => export::run(given, std::env::vars_os()),
        #[cfg(feature = "demo")]
        Command::Demo(given) => demo::run(given),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("potluck: {}", failure.sentence);
            ExitCode::from(failure.code)
        }
    }
}

impl Settings {
    /// The file that was named, or else the usual one where there is one.
    fn file(self, usual: &Path) -> Option<PathBuf> {
        self.config
            .or_else(|| usual.exists().then(|| usual.to_owned()))
    }
}

/// The database that was named, or else the one of the settings.
fn database(
    named: Option<PathBuf>,
    settings: Settings,
    environment: impl IntoIterator<Item = (OsString, OsString)>,
) -> Result<PathBuf, Failure> {
    if let Some(named) = named {
        return Ok(named);
    }
    let file = settings.file(Path::new(DEFAULT_FILE));
    let config =
        Config::load_without_token(file.as_deref(), texts(environment)).map_err(Failure::wrong)?;
    Ok(config.database.path)
}

/// The environment as texts. What is not Unicode is of no use as a setting, and is refused as a value that cannot be.
fn texts(environment: impl IntoIterator<Item = (OsString, OsString)>) -> Vec<(String, String)> {
    let text = |text: OsString| text.to_string_lossy().into_owned();
    environment
        .into_iter()
        .map(|(name, value)| (text(name), text(value)))
        .collect()
}

/// Runs a command to its end, or until it is told twice to end. That is heard from before the command begins.
fn to_its_end<T>(task: impl AsyncFnOnce(Signals) -> Result<T, Failure>) -> Result<T, Failure> {
    let runtime: Runtime = Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| {
            Failure::failed(format!(
                "the bot cannot start threads ({error}): raise the limit on them"
            ))
        })?;
    let outcome = runtime.block_on(async {
        let signals = Signals::listen();
        tokio::select! {
            outcome = task(signals.clone()) => outcome,
            () = signals.second() => Err(Failure::failed("told twice to end, so ended at once")),
        }
    });
    // A library's task may hang; it must not keep the process.
    runtime.shutdown_timeout(FOR_LEFTOVERS);
    outcome
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn what_is_documented_can_be_typed() {
        for line in [
            "potluck run",
            "potluck run --config potluck.toml",
            "potluck health",
            "potluck health --config potluck.toml",
            "potluck pair people.json",
            "potluck pair people.json --seed 7 --json",
            "potluck swap people.json",
            "potluck swap people.json --seed 7 --json",
            "potluck digest",
            "potluck digest --database potluck.db --guild 1 --week 2026-W47 --weeks 4 --json --png here --csv there",
            "potluck export here",
            "potluck export here --database potluck.db --guild 1",
            "potluck export here --config potluck.toml",
            #[cfg(feature = "demo")]
            "potluck demo",
            #[cfg(feature = "demo")]
            "potluck demo --data here --port 4000 --script --no-open",
        ] {
            let parsed = Arguments::try_parse_from(line.split(' '));
            assert!(parsed.is_ok(), "{line}");
        }
    }

    #[test]
    fn what_is_wrong_on_the_command_line_ends_with_2() {
        for line in [
            "potluck",
            "potluck fly",
            "potluck run --confg x",
            "potluck run extra",
            "potluck pair",
            "potluck pair people.json --seed -1",
            "potluck swap",
            "potluck digest --week yesterday",
            "potluck digest --weeks 0",
            "potluck export",
            "potluck export here --guild mine",
        ] {
            let code = Arguments::try_parse_from(line.split(' '))
                .err()
                .map(|error| error.exit_code());
            assert_eq!(code, Some(2), "{line}");
        }
    }
}
