//! Small facts of the process, by name.

use chrono::{DateTime, Utc};
use sqlx::{SqliteConnection, query, query_scalar};

use super::Store;
use super::types::ms;
use crate::domain::ids::MemberId;

/// Under which name it is kept when the bot was last seen connected, in milliseconds of real time.
pub const CONNECTED_AT: &str = "connected_at";

/// Under which name it is kept who the bot is at Discord, for what looks at its permissions.
const BOT: &str = "bot";

/// What is known under this name.
pub async fn get(db: &mut SqliteConnection, name: &str) -> sqlx::Result<Option<String>> {
    query_scalar!("SELECT value FROM facts WHERE name = ?1", name)
        .fetch_optional(db)
        .await
}

/// Keeps a fact, in place of what was known.
pub async fn set(db: &mut SqliteConnection, name: &str, value: &str) -> sqlx::Result<()> {
    query!(
        "INSERT INTO facts (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        name,
        value,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Forgets what was known under this name.
pub async fn forget(db: &mut SqliteConnection, name: &str) -> sqlx::Result<()> {
    query!("DELETE FROM facts WHERE name = ?1", name)
        .execute(db)
        .await?;
    Ok(())
}

/// Keeps that the bot was connected at this real time. Nobody waits for it.
pub async fn note_connected(store: &Store, now: DateTime<Utc>) -> sqlx::Result<()> {
    let mut write = store.write().await?;
    set(&mut write, CONNECTED_AT, &ms(now).to_string()).await?;
    write.commit_quietly().await
}

/// Keeps who the bot is at Discord.
pub async fn set_bot(db: &mut SqliteConnection, bot: MemberId) -> sqlx::Result<()> {
    set(db, BOT, &bot.to_string()).await
}

/// Who the bot is at Discord; `None` until it has logged in once.
pub async fn bot(db: &mut SqliteConnection) -> sqlx::Result<Option<MemberId>> {
    Ok(get(db, BOT).await?.and_then(|bot| bot.parse().ok()))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::*;
    use crate::store::tests::store;

    #[tokio::test]
    async fn the_latest_value_is_what_is_known() {
        let (_folder, store) = store().await;
        let mut write = store.write().await.unwrap();
        assert_eq!(get(&mut write, "commands").await.unwrap(), None);
        set(&mut write, "commands", "a").await.unwrap();
        set(&mut write, "commands", "b").await.unwrap();
        assert_eq!(
            get(&mut write, "commands").await.unwrap().as_deref(),
            Some("b")
        );
    }
}
