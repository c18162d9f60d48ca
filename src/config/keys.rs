//! Every key there is, and what it takes.

use std::net::SocketAddr;

use toml::Value;
use tracing_subscriber::EnvFilter;

/// A key of `potluck.toml`.
#[derive(Debug)]
pub struct Key {
    /// With its section: `log.format`.
    pub name: &'static str,
    /// What it takes.
    pub takes: Takes,
}

/// What a key takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// A whole number in this range.
    Number {
        /// Least.
        min: i64,
        /// Most.
        max: i64,
    },
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// The name of a file.
    File,
    /// The name of a file, or nothing.
    FileOrNothing,
    /// An address that begins with one of these schemes, or nothing.
    AddressOrNothing(&'static [&'static str]),
    /// An address of this machine with a port, or nothing.
    PortOrNothing,
    /// Which lines are logged.
    Filter,
}

/// Every key, in the order of the shipped file.
pub static KEYS: &[Key] = &[
    Key {
        name: "sandbox_clock",
        takes: Takes::AddressOrNothing(&["ws"]),
    },
    Key {
        name: "database.path",
        takes: Takes::File,
    },
    Key {
        name: "discord.api",
        takes: Takes::AddressOrNothing(&["http", "https"]),
    },
    Key {
        name: "discord.gateway",
        takes: Takes::AddressOrNothing(&["ws", "wss"]),
    },
    Key {
        name: "courier.requests_per_second",
        takes: Takes::Number { min: 1, max: 45 },
    },
    Key {
        name: "courier.direct_messages_per_minute",
        takes: Takes::Number { min: 1, max: 600 },
    },
    Key {
        name: "courier.active_threads",
        takes: Takes::Number { min: 1, max: 1000 },
    },
    Key {
        name: "skills.aliases",
        takes: Takes::FileOrNothing,
    },
    Key {
        name: "shutdown.seconds",
        // The lease on the database outlives its last renewal by fifteen seconds, and ending must be done by then. Of fewer than three
        // seconds nothing would be left to finish in.
        takes: Takes::Number { min: 3, max: 10 },
    },
    Key {
        name: "log.format",
        takes: Takes::OneOf(&["text", "json"]),
    },
    Key {
        name: "log.filter",
        takes: Takes::Filter,
    },
    Key {
        name: "monitor.listen",
        takes: Takes::PortOrNothing,
    },
];

impl Takes {
    /// Whether this value is such a thing.
    pub(super) fn accepts(self, value: &Value) -> bool {
        match (self, value) {
            (Self::Number { min, max }, Value::Integer(number)) => (min..=max).contains(number),
            (Self::OneOf(words), Value::String(text)) => words.contains(&text.as_str()),
            (Self::File, Value::String(text)) => !text.is_empty(),
            (Self::FileOrNothing, Value::String(_)) => true,
            (Self::AddressOrNothing(schemes), Value::String(text)) => {
                text.is_empty() || is_address(text, schemes)
            }
            (Self::PortOrNothing, Value::String(text)) => {
                text.is_empty() || text.parse::<SocketAddr>().is_ok()
            }
            (Self::Filter, Value::String(text)) => text.parse::<EnvFilter>().is_ok(),
            _ => false,
        }
    }

    /// A value given as text, in the environment.
    pub(super) fn read(self, text: String) -> Value {
        match self {
            Self::Number { .. } => text
                .trim()
                .parse()
                .map_or(Value::String(text), Value::Integer),
            _ => Value::String(text),
        }
    }

    /// What it takes, to follow "must be".
    pub(super) fn described(self) -> String {
        let schemes = |schemes: &[&str]| {
            let schemes: Vec<String> = schemes
                .iter()
                .map(|scheme| format!("{scheme}://…"))
                .collect();
            schemes.join(" or ")
        };
        match self {
            Self::Number { min, max } => format!("a whole number from {min} to {max}"),
            Self::OneOf(words) => {
                let words: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
                words.join(" or ")
            }
            Self::File => "the name of a file, in quotes".to_owned(),
            Self::FileOrNothing => "the name of a file, in quotes, or \"\"".to_owned(),
            Self::AddressOrNothing(known) => {
                format!("an address ({}), in quotes, or \"\"", schemes(known))
            }
            Self::PortOrNothing => {
                "an address with a port, such as \"127.0.0.1:9464\", in quotes, or \"\"".to_owned()
            }
            Self::Filter => "a filter such as \"info\" or \"info,potluck=debug\"".to_owned(),
        }
    }
}

fn is_address(text: &str, schemes: &[&str]) -> bool {
    reqwest::Url::parse(text)
        .is_ok_and(|address| schemes.contains(&address.scheme()) && address.has_host())
}
