//! What is owed because of a round is of use until it ends, whenever that is.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};

use super::moved_up;
use crate::domain::ids::{MemberId, RoundId};
use crate::error::Result;
use crate::store::SqliteConnection;
use crate::store::outbox;
use crate::store::settings::Guild;

/// A round of a guild that goes on ends then, sooner or later than it was to: what is owed because of it is of use for as long.
///
/// # Errors
///
/// When the database does not answer.
pub async fn round_ends(
    db: &mut SqliteConnection,
    guild: &Guild,
    round: RoundId,
    until: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<()> {
    let owed_to = outbox::round_ends(db, round, until).await?;
    all_moved_up(db, guild, owed_to, now).await
}

/// A round of a guild has ended: what is owed because of it and was not sent is taken back.
///
/// # Errors
///
/// When the database does not answer.
pub async fn round_is_over(
    db: &mut SqliteConnection,
    guild: &Guild,
    round: RoundId,
    now: DateTime<Utc>,
) -> Result<()> {
    let owed_to = outbox::drop_round(db, round, now).await?;
    all_moved_up(db, guild, owed_to, now).await
}

async fn all_moved_up(
    db: &mut SqliteConnection,
    guild: &Guild,
    members: Vec<MemberId>,
    now: DateTime<Utc>,
) -> Result<()> {
    for member in members.into_iter().collect::<BTreeSet<_>>() {
        moved_up(db, guild, member, now).await?;
    }
    Ok(())
}
