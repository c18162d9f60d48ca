//! What went wrong, decided once: what the person is told, and what is logged.

use std::fmt;

/// The result of anything a person or the clock set off.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why something was not done.
#[derive(Debug)]
pub enum Error {
    /// The person can do something about it and is told what, in one or two sentences. Not logged.
    User(UserError),
    /// Nobody using the bot can do anything about it. Logged once with a reference; the person gets an apology with it.
    Fault(Fault),
}

/// A sentence for the person: what is wrong and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserError {
    /// Markdown, warm and short.
    pub text: String,
}

/// Something broke.
#[derive(Debug)]
pub struct Fault {
    source: Box<dyn std::error::Error + Send + Sync>,
}

impl Error {
    /// A refusal in the words of the feature.
    pub fn user(text: impl Into<String>) -> Self {
        Self::User(UserError { text: text.into() })
    }

    /// A fault described by a text, for what has no error value of its own.
    pub fn fault(text: impl Into<String>) -> Self {
        Self::Fault(Fault {
            source: text.into().into(),
        })
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::User(error) => f.write_str(&error.text),
            Self::Fault(fault) => fault.fmt(f),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.source)?;
        let mut cause = self.source.source();
        while let Some(error) = cause {
            write!(f, ": {error}")?;
            cause = error.source();
        }
        Ok(())
    }
}

impl From<UserError> for Error {
    fn from(error: UserError) -> Self {
        Self::User(error)
    }
}

macro_rules! faults {
    ($($error:ty),*) => {$(
        impl From<$error> for Error {
            fn from(error: $error) -> Self {
                Self::Fault(Fault { source: Box::new(error) })
            }
        }
    )*};
}

faults!(sqlx::Error, serde_json::Error, std::io::Error);
