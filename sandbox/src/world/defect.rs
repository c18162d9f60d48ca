//! What was asked of the sandbox, and what was wrong with it.

use std::fmt;

use axum::http::{Method, StatusCode};
use chrono::{DateTime, Utc};
use serde_json::Value;

/// A rule broken that a correct bot, or a correct sandbox, never breaks.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Defect {
    /// When, by the sandbox's clock.
    pub at: DateTime<Utc>,
    /// What, in a sentence.
    pub what: String,
}

impl fmt::Display for Defect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)
    }
}

/// A request as it came and was answered.
#[derive(Clone, Debug)]
pub struct RequestRecord {
    /// When, by the sandbox's clock.
    pub at: DateTime<Utc>,
    /// The HTTP method.
    pub method: Method,
    /// The path below `/api/v10`, with its ids and its query.
    pub path: String,
    /// The JSON body, if there was one.
    pub body: Option<Value>,
    /// The status answered.
    pub status: StatusCode,
    /// The error's code, if it was refused.
    pub code: Option<u32>,
    /// The JSON answered, if there was any.
    pub answer: Option<Value>,
}
