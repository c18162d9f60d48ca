//! What the digest counts by.

use serde::Serialize;
use sqlx::{Result, SqliteConnection, query_as, query_scalar};

use crate::domain::ids::{GuildId, MemberId};

/// Weeks at whose ends somebody counted as one of those who could take part.
#[derive(Clone, Debug, Serialize)]
pub struct CountedWeeks {
    /// The Monday of the first of them.
    pub from_week: String,
    /// The Monday of the last of them; `None`: they still do.
    pub to_week: Option<String>,
}

/// The Mondays of the weeks in which they did something through Potluck.
pub(super) async fn active(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
    most: u32,
) -> Result<Vec<String>> {
    query_scalar!(
        "SELECT week FROM active_weeks WHERE guild_id = ? AND member_id = ? ORDER BY week DESC LIMIT ?",
        guild,
        member,
        most,
    )
    .fetch_all(db)
    .await
}

/// The weeks at whose ends they counted.
pub(super) async fn counted(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
    most: u32,
) -> Result<Vec<CountedWeeks>> {
    query_as!(
        CountedWeeks,
        "SELECT first_week AS from_week, last_week AS to_week FROM eligible_spans
         WHERE guild_id = ? AND member_id = ? ORDER BY first_week DESC LIMIT ?",
        guild,
        member,
        most,
    )
    .fetch_all(db)
    .await
}
