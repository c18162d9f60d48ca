//! Newcomers: who joined, who is their buddy, and how far it has come.

use sqlx::{Result, SqliteConnection, query_scalar};

use crate::domain::ids::{ChannelId, NewcomerId};

/// The thread in which a newcomer and their buddy were introduced; `None`: there is none yet.
pub async fn thread_of(
    db: &mut SqliteConnection,
    newcomer: NewcomerId,
) -> Result<Option<ChannelId>> {
    let thread = query_scalar!(
        r#"SELECT thread_id AS "thread: ChannelId" FROM newcomers WHERE newcomer_id = ?"#,
        newcomer
    )
    .fetch_optional(db)
    .await?;
    Ok(thread.flatten())
}
