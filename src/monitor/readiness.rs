//! Whether the bot is well, and whether it is ready: one definition, for `/readyz` and for `potluck health`.

use std::time::Duration;

use chrono::Utc;

use crate::discord::Signs;
use crate::store::Store;

/// How long the database may take to answer.
const ANSWERS_WITHIN: Duration = Duration::from_secs(2);

/// Why the bot is not ready. Each is one plain sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotReady {
    /// It cannot be known how the database stands.
    #[error("the database does not answer")]
    Silent,
    /// It has not gone through every migration of this version.
    #[error("the database is not at the last migration of this version")]
    Migrations,
    /// Another process works on it, or this one stood still for too long.
    #[error("this process does not hold the lease on the database")]
    Lease,
    /// Not every connection to the gateway stands.
    #[error("not connected to Discord")]
    Disconnected,
}

/// Whether the bot can do what people ask of it: its database answers, is migrated and under its lease, and it is connected to Discord.
///
/// # Errors
///
/// The first thing that is missing.
pub async fn ready(store: &Store, signs: &Signs) -> Result<(), NotReady> {
    let footing = tokio::time::timeout(ANSWERS_WITHIN, store.footing(Utc::now()));
    let footing = match footing.await {
        Ok(Ok(footing)) => footing,
        Ok(Err(error)) => {
            tracing::debug!(%error, "the database does not answer");
            return Err(NotReady::Silent);
        }
        Err(_) => return Err(NotReady::Silent),
    };
    if !footing.migrated {
        Err(NotReady::Migrations)
    } else if !footing.leased {
        Err(NotReady::Lease)
    } else if !signs.is_connected() {
        Err(NotReady::Disconnected)
    } else {
        Ok(())
    }
}

/// Whether the process lives, which it does where this runs, and its database answers.
///
/// # Errors
///
/// [`NotReady::Silent`].
pub(super) async fn alive(store: &Store) -> Result<(), NotReady> {
    let footing = tokio::time::timeout(ANSWERS_WITHIN, store.footing(Utc::now()));
    match footing.await {
        Ok(Ok(_)) => Ok(()),
        _ => Err(NotReady::Silent),
    }
}
