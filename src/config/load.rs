//! Reading the file, the environment and the token.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use toml::{Table, Value};

use super::keys::{KEYS, Key};
use super::{Config, ConfigError, Secret};

/// What begins the name of an environment variable that overrides a key: `POTLUCK__LOG__FORMAT` for `log.format`.
const PREFIX: &str = "POTLUCK__";
/// Names nearer than this many edits are suggested.
const NEAR: usize = 3;

impl Config {
    /// The settings: the defaults, overridden by the file, overridden by the environment, with the token from the environment
    /// or the file that it names.
    ///
    /// # Errors
    ///
    /// One sentence that names what is wrong, and the remedy.
    pub fn load(
        file: Option<&Path>,
        environment: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Self, ConfigError> {
        let environment: BTreeMap<String, String> = environment.into_iter().collect();
        let mut config = Self::read(file, &environment)?;
        config.token = token(&environment)?;
        Ok(config)
    }

    /// [`Config::load`] for what needs no token, and has none.
    ///
    /// # Errors
    ///
    /// One sentence that names what is wrong, and the remedy.
    pub fn load_without_token(
        file: Option<&Path>,
        environment: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Self, ConfigError> {
        Self::read(file, &environment.into_iter().collect())
    }

    fn read(
        file: Option<&Path>,
        environment: &BTreeMap<String, String>,
    ) -> Result<Self, ConfigError> {
        let mut settings = match file {
            Some(path) => read_file(path)?,
            None => Table::new(),
        };
        for (name, text) in environment {
            if let Some(rest) = name.strip_prefix(PREFIX) {
                override_by(&mut settings, name, rest, text)?;
            }
        }
        // Names and values were checked one by one, with the place where they stand; what is left is a mistake in `KEYS`.
        let config: Self =
            settings
                .try_into()
                .map_err(|error: toml::de::Error| ConfigError::BadValue {
                    name: "something".to_owned(),
                    place: "the settings".to_owned(),
                    given: "of the wrong kind".to_owned(),
                    wanted: error.message().to_owned(),
                })?;
        config.discord.check()?;
        Ok(config)
    }
}

impl super::Discord {
    fn check(&self) -> Result<(), ConfigError> {
        let (api, gateway) = ("discord.api", "discord.gateway");
        match (&self.api, &self.gateway) {
            (Some(_), None) => Err(ConfigError::HalfASandbox {
                given: api,
                missing: gateway,
            }),
            (None, Some(_)) => Err(ConfigError::HalfASandbox {
                given: gateway,
                missing: api,
            }),
            _ => Ok(()),
        }
    }
}

fn read_file(path: &Path) -> Result<Table, ConfigError> {
    let text = std::fs::read_to_string(path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => ConfigError::NoFile {
            path: path.to_owned(),
        },
        _ => ConfigError::Unreadable {
            path: path.to_owned(),
            why: error.to_string(),
        },
    })?;
    let table: Table = text.parse().map_err(|error: toml::de::Error| {
        let before = error
            .span()
            .and_then(|span| text.get(..span.start))
            .unwrap_or_default();
        ConfigError::NotToml {
            path: path.to_owned(),
            line: before.matches('\n').count() + 1,
            why: error.message().lines().collect::<Vec<_>>().join(", "),
        }
    })?;
    check_table(&table, "", &path.display().to_string())?;
    Ok(table)
}

/// Refuses what is not a key, and values that a key does not take.
fn check_table(table: &Table, section: &str, place: &str) -> Result<(), ConfigError> {
    for (name, value) in table {
        let name = format!("{section}{name}");
        if let Some(key) = find(&name) {
            check_value(key, value, &name, place)?;
        } else if !is_section(&name) {
            return Err(unknown(&name, &name, place));
        } else if let Value::Table(table) = value {
            check_table(table, &format!("{name}."), place)?;
        } else {
            return Err(ConfigError::BadValue {
                wanted: format!("a section, [{name}]"),
                name,
                place: place.to_owned(),
                given: value.to_string(),
            });
        }
    }
    Ok(())
}

fn override_by(
    settings: &mut Table,
    variable: &str,
    rest: &str,
    text: &str,
) -> Result<(), ConfigError> {
    let place = "the environment";
    let name = rest.to_lowercase().replace("__", ".");
    let Some(key) = find(&name) else {
        return Err(unknown(variable, &name, place));
    };
    let value = key.takes.read(text.to_owned());
    check_value(key, &value, variable, place)?;
    let (table, name) = match key.name.split_once('.') {
        None => (settings, key.name),
        Some((section, name)) => {
            let section = settings
                .entry(section)
                .or_insert_with(|| Value::Table(Table::new()));
            match section {
                Value::Table(table) => (table, name),
                // A section that is none was refused when the file was read.
                _ => return Ok(()),
            }
        }
    };
    table.insert(name.to_owned(), value);
    Ok(())
}

fn find(name: &str) -> Option<&'static Key> {
    KEYS.iter().find(|key| key.name == name)
}

fn is_section(name: &str) -> bool {
    KEYS.iter().any(|key| {
        key.name
            .split_once('.')
            .is_some_and(|(section, _)| section == name)
    })
}

fn check_value(key: &Key, value: &Value, name: &str, place: &str) -> Result<(), ConfigError> {
    if key.takes.accepts(value) {
        return Ok(());
    }
    Err(ConfigError::BadValue {
        name: name.to_owned(),
        place: place.to_owned(),
        given: match value {
            Value::Table(_) => "a section".to_owned(),
            value => value.to_string(),
        },
        wanted: key.takes.described(),
    })
}

/// What to say of a name that is no key: `written` as it stands there, `name` as a key is written.
fn unknown(written: &str, name: &str, place: &str) -> ConfigError {
    let in_file = written == name;
    let remedy = if name.contains("token") {
        "the token is given in DISCORD_TOKEN, or in a file named by DISCORD_TOKEN_FILE".to_owned()
    } else if let Some(nearest) = nearest(name, in_file) {
        let nearest = if in_file {
            nearest.to_owned()
        } else {
            variable(nearest)
        };
        format!("did you mean {nearest}?")
    } else {
        "remove it; config/potluck.toml has every setting".to_owned()
    };
    ConfigError::UnknownKey {
        name: written.to_owned(),
        place: place.to_owned(),
        remedy,
    }
}

/// The key that was most likely meant, or the section where one can be written.
fn nearest(name: &str, or_section: bool) -> Option<&'static str> {
    let keys = || KEYS.iter().map(|key| key.name);
    let sections = keys()
        .filter_map(|key| key.split_once('.'))
        .map(|(section, _)| section);
    let near = keys()
        .chain(sections.filter(|_| or_section))
        .map(|known| (strsim::damerau_levenshtein(known, name), known))
        .filter(|(distance, _)| *distance <= NEAR)
        .min()
        .map(|(_, known)| known);
    // The right key in the wrong section or in none, or a section in place of its key.
    let last = name.rsplit('.').next();
    near.or_else(|| keys().find(|key| key.rsplit('.').next() == last))
        .or_else(|| keys().find(|key| key.split('.').next() == Some(name)))
}

/// The environment variable that overrides a key.
fn variable(key: &str) -> String {
    format!("{PREFIX}{}", key.to_uppercase().replace('.', "__"))
}

fn token(environment: &BTreeMap<String, String>) -> Result<Secret, ConfigError> {
    let given = |name: &str| environment.get(name).filter(|text| !text.is_empty());
    let (text, place) = match (given("DISCORD_TOKEN"), given("DISCORD_TOKEN_FILE")) {
        (Some(_), Some(_)) => return Err(ConfigError::TwoTokens),
        (None, None) => return Err(ConfigError::NoToken),
        (Some(token), None) => (token.clone(), "DISCORD_TOKEN".to_owned()),
        (None, Some(path)) => {
            let text = std::fs::read_to_string(path).map_err(|error| ConfigError::TokenFile {
                path: PathBuf::from(path),
                why: error.to_string(),
            })?;
            (text, path.clone())
        }
    };
    let token = text.trim();
    // It becomes a header of every request, so what no header takes is found here and not there.
    if token.is_empty() || !token.chars().all(|character| character.is_ascii_graphic()) {
        return Err(ConfigError::BadToken { place });
    }
    Ok(Secret::new(token))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests;
