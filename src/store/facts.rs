//! Small facts of the process, by name.

use sqlx::{SqliteConnection, query, query_scalar};

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
        assert_eq!(get(&mut write, "commands").await.unwrap().as_deref(), Some("b"));
    }
}
