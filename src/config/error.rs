//! Why the settings cannot be used: each is one sentence that names what is wrong and the remedy.

use std::path::PathBuf;

/// Why the settings cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    /// The file named on the command line is not there.
    #[error("the configuration file {} does not exist: check the name after --config", path.display())]
    NoFile {
        /// As it was named.
        path: PathBuf,
    },
    /// The file is there and cannot be read.
    #[error("the configuration file {} cannot be read ({why}): check who may read it", path.display())]
    Unreadable {
        /// As it was named.
        path: PathBuf,
        /// What the system says.
        why: String,
    },
    /// The file is not TOML.
    #[error("the configuration file {} is not TOML (line {line}: {why}): correct that line", path.display())]
    NotToml {
        /// As it was named.
        path: PathBuf,
        /// Counted from 1.
        line: usize,
        /// What the parser says.
        why: String,
    },
    /// A key that there is not.
    #[error("{name} in {place} is not a setting of Potluck: {remedy}")]
    UnknownKey {
        /// As it is written there.
        name: String,
        /// The file, or the environment.
        place: String,
        /// The nearest key that there is, or where to find them.
        remedy: String,
    },
    /// A value that a key does not take.
    #[error("{name} in {place} is {given}, but must be {wanted}")]
    BadValue {
        /// As it is written there.
        name: String,
        /// The file, or the environment.
        place: String,
        /// As it is written there.
        given: String,
        /// What the key takes.
        wanted: String,
    },
    /// Only one half of the sandbox's addresses.
    #[error(
        "{given} is set and {missing} is not: set both to use a sandbox, or neither to use Discord"
    )]
    HalfASandbox {
        /// The key that is set.
        given: &'static str,
        /// The key that is not.
        missing: &'static str,
    },
    /// There is no token.
    #[error(
        "the bot's token is missing: set DISCORD_TOKEN to it, or DISCORD_TOKEN_FILE to a file that holds it"
    )]
    NoToken,
    /// There are two tokens.
    #[error("DISCORD_TOKEN and DISCORD_TOKEN_FILE are both set: unset one of them")]
    TwoTokens,
    /// The file of the token cannot be read.
    #[error("the token file {} named by DISCORD_TOKEN_FILE cannot be read ({why}): check its name and who may read it", path.display())]
    TokenFile {
        /// As it was named.
        path: PathBuf,
        /// What the system says.
        why: String,
    },
    /// The token cannot be one.
    #[error(
        "the bot's token in {place} cannot be one (it is empty, or holds spaces or other characters that no token has): copy it again from Discord's developer portal, page \"Bot\""
    )]
    BadToken {
        /// Where it was found.
        place: String,
    },
}
