//! Every sentence about rounds: in the channel, and to their admins.

pub(super) mod channel;
pub(super) mod command;
pub(super) mod part;
mod samples;

pub use samples::samples;

use chrono::{DateTime, Utc};

/// A day and time, shown to everybody by their own clock.
pub(super) fn when(at: DateTime<Utc>) -> String {
    format!("<t:{}:F>", at.timestamp())
}

/// So many of something, with its plural.
pub(super) fn so_many(number: usize, one: &str, several: &str) -> String {
    match number {
        1 => format!("1 {one}"),
        number => format!("{number} {several}"),
    }
}
