//! What time brings to newcomers.

use chrono::{DateTime, Utc};
use sqlx::{Result, SqliteConnection, query, query_scalar};

use crate::domain::buddy::NewcomerDue;
use crate::domain::ids::{GuildId, NewcomerId};
use crate::store::types::ms;

/// Sets what time brings next, and when.
pub async fn set_due(
    db: &mut SqliteConnection,
    newcomer: NewcomerId,
    next: Option<(DateTime<Utc>, NewcomerDue)>,
) -> Result<()> {
    let (when, due) = next.map(|(when, due)| (ms(when), due)).unzip();
    query!(
        "UPDATE newcomers SET due_at = ?, due = ? WHERE newcomer_id = ?",
        when,
        due,
        newcomer
    )
    .execute(db)
    .await?;
    Ok(())
}

/// What is due by now in guilds that the bot works for and where it is known who is there, earliest first, at most `limit` of it.
pub async fn due(
    db: &mut SqliteConnection,
    now: DateTime<Utc>,
    limit: u32,
) -> Result<Vec<NewcomerId>> {
    let now = ms(now);
    query_scalar!(
        r#"SELECT n.newcomer_id AS "id!: NewcomerId"
           FROM newcomers n JOIN working_guilds g USING (guild_id) JOIN seats_from s USING (guild_id)
           WHERE n.due_at <= ?1 AND s.seats_from <= ?1 ORDER BY n.due_at, n.newcomer_id LIMIT ?2"#,
        now,
        limit,
    )
    .fetch_all(db)
    .await
}

/// What is due for this newcomer by now; `None` if nothing is, or no longer.
pub async fn due_of(
    db: &mut SqliteConnection,
    newcomer: NewcomerId,
    now: DateTime<Utc>,
) -> Result<Option<NewcomerDue>> {
    let now = ms(now);
    let due = query_scalar!(
        r#"SELECT n.due AS "due: NewcomerDue"
           FROM newcomers n JOIN working_guilds g USING (guild_id) JOIN seats_from s USING (guild_id)
           WHERE n.newcomer_id = ?1 AND n.due_at <= ?2 AND s.seats_from <= ?2"#,
        newcomer,
        now,
    )
    .fetch_optional(db)
    .await?;
    Ok(due.flatten())
}

/// Those of a guild who are without a buddy and of whom the managers have not heard yet, in the order in which they joined.
pub async fn untold(db: &mut SqliteConnection, guild: GuildId) -> Result<Vec<NewcomerId>> {
    query_scalar!(
        r#"SELECT newcomer_id AS "id!: NewcomerId" FROM newcomers
           WHERE guild_id = ? AND state = 'looking' AND tell_at IS NOT NULL ORDER BY joined_at, newcomer_id"#,
        guild,
    )
    .fetch_all(db)
    .await
}
