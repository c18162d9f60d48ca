//! What an operator decides: one typed [`Config`], from `potluck.toml`, the environment, and the token.
//!
//! Every key is in [`KEYS`] with what it takes, in `config/potluck.toml` with its default and a comment, and in the types
//! below; tests hold the three together. What is not a key is refused by name.

mod error;
mod keys;
mod load;
mod secret;

use std::net::SocketAddr;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

pub use error::ConfigError;
pub use keys::{KEYS, Key, Takes};
pub use secret::Secret;

/// Read when no file is named, if it is there: relative to where Potluck is started.
pub const DEFAULT_FILE: &str = "config/potluck.toml";

/// Everything an operator decides.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// The bot's token. Never in a file of settings, never printed.
    #[serde(skip)]
    pub token: Secret,
    /// Where the clock of a sandbox is followed (`ws://…`); `None`: the machine's clock counts.
    #[serde(with = "or_empty")]
    pub sandbox_clock: Option<String>,
    /// The database.
    pub database: Database,
    /// Where Discord is.
    pub discord: Discord,
    /// How fast the bot sends what it does unasked.
    pub courier: Courier,
    /// Skills that everybody knows.
    pub skills: Skills,
    /// How the bot ends.
    pub shutdown: Shutdown,
    /// What the bot writes about itself.
    pub log: Log,
    /// Where it can be watched.
    pub monitor: Monitor,
}

/// The database.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Database {
    /// The SQLite file, relative to where Potluck is started.
    pub path: PathBuf,
}

/// Where Discord is. Both are set, or neither.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Discord {
    /// Where requests go in place of Discord (`http://…`, without `/api/v10`).
    #[serde(with = "or_empty")]
    pub api: Option<String>,
    /// Where events come from in place of Discord (`ws://…`).
    #[serde(with = "or_empty")]
    pub gateway: Option<String>,
}

/// How fast the bot sends what it does unasked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Courier {
    /// Requests a second of bot time, 1 to 45.
    pub requests_per_second: u32,
    /// Private messages a minute of bot time, 1 to 600.
    pub direct_messages_per_minute: u32,
    /// With so many active threads in a server, threads of pairings wait for a later wave: 1 to 1,000.
    pub active_threads: u32,
}

/// Skills that everybody knows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Skills {
    /// A file of aliases to use in place of the built-in ones.
    #[serde(with = "or_empty")]
    pub aliases: Option<PathBuf>,
}

/// How the bot ends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Shutdown {
    /// How long it may take to finish what is in progress, 1 to 10 seconds of real time.
    pub seconds: u32,
}

/// What the bot writes about itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Log {
    /// How a line looks.
    pub format: LogFormat,
    /// Which lines are written, as in `RUST_LOG`, which takes precedence.
    pub filter: String,
}

/// How a line of the log looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LogFormat {
    /// For people.
    #[default]
    Text,
    /// One JSON object a line, for machines.
    Json,
}

/// Where the bot can be watched.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Monitor {
    /// The address and port of `/healthz`, `/readyz` and `/metrics`; `None`: nowhere.
    #[serde(with = "address_or_empty")]
    pub listen: Option<SocketAddr>,
}

impl Config {
    /// The defaults, with this token.
    pub fn with_token(token: Secret) -> Self {
        Self {
            token,
            ..Self::default()
        }
    }
}

impl Default for Database {
    fn default() -> Self {
        Self {
            path: "potluck.db".into(),
        }
    }
}

impl Default for Courier {
    fn default() -> Self {
        Self {
            requests_per_second: 45,
            direct_messages_per_minute: 60,
            active_threads: 900,
        }
    }
}

impl Default for Shutdown {
    fn default() -> Self {
        Self { seconds: 10 }
    }
}

impl Default for Log {
    fn default() -> Self {
        Self {
            format: LogFormat::Text,
            filter: "info".to_owned(),
        }
    }
}

/// TOML has no word for "nothing", so an empty text stands for it.
mod or_empty {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    #[allow(clippy::ref_option, reason = "serde gives the field as it is")]
    pub(super) fn serialize<T, S>(value: &Option<T>, serializer: S) -> Result<S::Ok, S::Error>
    where
        T: Serialize,
        S: Serializer,
    {
        match value {
            Some(value) => value.serialize(serializer),
            None => serializer.serialize_str(""),
        }
    }

    pub(super) fn deserialize<'de, T, D>(deserializer: D) -> Result<Option<T>, D::Error>
    where
        T: From<String>,
        D: Deserializer<'de>,
    {
        let text = String::deserialize(deserializer)?;
        Ok((!text.is_empty()).then(|| text.into()))
    }
}

/// The same for an address and its port.
mod address_or_empty {
    use std::net::SocketAddr;

    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serializer};

    #[allow(clippy::ref_option, reason = "serde gives the field as it is")]
    pub(super) fn serialize<S: Serializer>(
        value: &Option<SocketAddr>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        match value {
            Some(address) => serializer.collect_str(address),
            None => serializer.serialize_str(""),
        }
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<SocketAddr>, D::Error> {
        let text = String::deserialize(deserializer)?;
        if text.is_empty() {
            return Ok(None);
        }
        text.parse().map(Some).map_err(D::Error::custom)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use toml::{Table, Value};

    use super::*;

    const SHIPPED: &str = include_str!("../config/potluck.toml");

    /// The names of everything in a table that is not itself a section.
    fn names(table: &Table, section: &str) -> Vec<String> {
        let mut found = Vec::new();
        for (name, value) in table {
            let name = format!("{section}{name}");
            match value {
                Value::Table(table) => found.extend(names(table, &format!("{name}."))),
                _ => found.push(name),
            }
        }
        found
    }

    #[test]
    fn the_shipped_file_says_the_defaults() {
        assert_eq!(
            toml::from_str::<Config>(SHIPPED).unwrap(),
            Config::default()
        );
    }

    #[test]
    fn every_key_is_in_the_types_in_the_list_and_in_the_shipped_file() {
        let mut types = names(&Table::try_from(Config::default()).unwrap(), "");
        let mut list: Vec<String> = KEYS.iter().map(|key| key.name.to_owned()).collect();
        let mut file = names(&SHIPPED.parse().unwrap(), "");
        types.sort();
        list.sort();
        file.sort();
        assert_eq!(types, list);
        assert_eq!(file, list);
    }

    #[test]
    fn every_key_of_the_shipped_file_has_a_comment_above_it() {
        let lines: Vec<&str> = SHIPPED.lines().collect();
        for (number, line) in lines.iter().enumerate() {
            let is_key = !line.is_empty() && !line.starts_with(['#', '[']);
            let above = number.checked_sub(1).map_or("", |above| lines[above]);
            assert!(
                !is_key || above.starts_with("# "),
                "line {}: {line}",
                number + 1
            );
        }
    }

    #[test]
    fn a_printed_config_does_not_hold_the_token() {
        let config = Config::with_token(Secret::new("abc.def.ghi"));
        let printed = format!(
            "{config:?} {config:#?} {}",
            toml::to_string(&config).unwrap()
        );
        assert!(
            !printed.contains("abc") && !printed.contains("ghi"),
            "{printed}"
        );
    }
}
