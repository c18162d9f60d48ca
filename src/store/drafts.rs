//! What somebody typed and still has to confirm or complete. Kept a day.

use chrono::{DateTime, TimeDelta, Utc};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sqlx::{SqliteConnection, query, query_as, query_scalar};

use super::erasure::{self, Erasure};
use super::types::ms;
use crate::domain::ids::{DraftId, GuildId, MemberId};

/// How long a draft is kept.
pub const KEPT: TimeDelta = TimeDelta::days(1);

/// A draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft<T> {
    /// Which.
    pub id: DraftId,
    /// In which guild it was typed.
    pub guild: GuildId,
    /// By whom.
    pub member: MemberId,
    /// A tagged enum of the feature that wrote it.
    pub content: T,
    /// Whether it was answered already.
    pub used: bool,
}

struct Record {
    guild: GuildId,
    member: MemberId,
    content: String,
    used: bool,
}

/// Keeps a draft.
pub async fn keep<T: Serialize + Sync>(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
    content: &T,
    now: DateTime<Utc>,
) -> sqlx::Result<DraftId> {
    let content =
        serde_json::to_string(content).map_err(|error| sqlx::Error::Encode(Box::new(error)))?;
    let now = ms(now);
    query_scalar!(
        r#"INSERT INTO drafts (guild_id, member_id, content, created_at) VALUES (?1, ?2, ?3, ?4)
           RETURNING draft_id AS "id!: DraftId""#,
        guild,
        member,
        content,
        now,
    )
    .fetch_one(db)
    .await
}

/// A draft; `None` once its day is over.
pub async fn get<T: DeserializeOwned>(
    db: &mut SqliteConnection,
    id: DraftId,
) -> sqlx::Result<Option<Draft<T>>> {
    let record = query_as!(
        Record,
        r#"SELECT guild_id AS "guild!: GuildId", member_id AS "member!: MemberId", content,
                  used_at IS NOT NULL AS "used!: bool"
           FROM drafts WHERE draft_id = ?1"#,
        id,
    )
    .fetch_optional(db)
    .await?;
    let Some(record) = record else {
        return Ok(None);
    };
    // One of another feature, or of a version that kept it otherwise, is none to whoever asks for it by a button.
    let Ok(content) = serde_json::from_str(&record.content) else {
        return Ok(None);
    };
    Ok(Some(Draft {
        id,
        guild: record.guild,
        member: record.member,
        content,
        used: record.used,
    }))
}

/// The questions of a member that were written and not asked: which draft, and what it holds. The newest first, at most `limit`.
pub async fn questions_of<T: DeserializeOwned>(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
    limit: u32,
) -> sqlx::Result<Vec<(DraftId, T)>> {
    let rows = query!(
        r#"SELECT draft_id AS "id!: DraftId", content FROM drafts
           WHERE guild_id = ?1 AND member_id = ?2 AND used_at IS NULL AND json_extract(content, '$.ask') IN ('ready', 'form')
           ORDER BY draft_id DESC LIMIT ?3"#,
        guild,
        member,
        limit,
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .filter_map(|row| Some((row.id, serde_json::from_str(&row.content).ok()?)))
        .collect())
}

/// Uses a draft up. `false`: somebody pressed before, or its day is over.
pub async fn use_up(
    db: &mut SqliteConnection,
    id: DraftId,
    now: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let now = ms(now);
    let done = query!(
        "UPDATE drafts SET used_at = ?2 WHERE draft_id = ?1 AND used_at IS NULL",
        id,
        now
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Deletes every draft of a question that a member has not asked yet, or has: nothing of them may stay beside an anonymous ask.
pub async fn delete_asks_of(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
) -> sqlx::Result<()> {
    query!(
        "DELETE FROM drafts WHERE guild_id = ? AND member_id = ? AND json_extract(content, '$.ask') IS NOT NULL",
        guild,
        member
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Deletes the drafts of a member's questions without a name, and notes that no copy of them may stay in the file.
pub async fn delete_anonymous_of(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
) -> sqlx::Result<()> {
    let done = query!(
        "DELETE FROM drafts WHERE guild_id = ? AND member_id = ? AND json_extract(content, '$.manner.anonymous') = 1",
        guild,
        member
    )
    .execute(&mut *db)
    .await?;
    if done.rows_affected() > 0 {
        erasure::owe(db, Erasure::Everywhere).await?;
    }
    Ok(())
}

/// Replaces what a draft holds, while it is being answered bit by bit.
pub async fn rewrite<T: Serialize + Sync>(
    db: &mut SqliteConnection,
    id: DraftId,
    content: &T,
) -> sqlx::Result<()> {
    let content =
        serde_json::to_string(content).map_err(|error| sqlx::Error::Encode(Box::new(error)))?;
    query!(
        "UPDATE drafts SET content = ?2 WHERE draft_id = ?1",
        id,
        content
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Forgets the drafts whose day is over; where one was of a question without a name, no copy of it may stay in the file. Returns how
/// many there were.
pub async fn forget_old(db: &mut SqliteConnection, now: DateTime<Utc>) -> sqlx::Result<u64> {
    let kept_since = ms(now - KEPT);
    let anonymous = query_scalar!(
        r#"SELECT EXISTS (SELECT 1 FROM drafts WHERE created_at <= ?1
               AND json_extract(content, '$.manner.anonymous') = 1) AS "anonymous!: bool""#,
        kept_since,
    )
    .fetch_one(&mut *db)
    .await?;
    if anonymous {
        erasure::owe(db, Erasure::Everywhere).await?;
    }
    let done = query!("DELETE FROM drafts WHERE created_at <= ?1", kept_since)
        .execute(db)
        .await?;
    Ok(done.rows_affected())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use crate::store::agenda::agenda;
    use serde::Deserialize;

    use super::*;
    use crate::store::tests::{start, store, with_guild};

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    enum Content {
        Skill(String),
    }

    #[tokio::test]
    async fn a_draft_reads_back_and_is_used_once() {
        let (_folder, store) = store().await;
        with_guild(&store, GuildId(1)).await;
        let mut write = store.write().await.unwrap();
        let content = Content::Skill("Kubernetes".to_owned());
        let id = keep(&mut write, GuildId(1), MemberId(2), &content, start())
            .await
            .unwrap();
        let expected = |used| Draft {
            id,
            guild: GuildId(1),
            member: MemberId(2),
            content: Content::Skill("Kubernetes".to_owned()),
            used,
        };
        assert_eq!(get(&mut write, id).await.unwrap(), Some(expected(false)));
        assert!(use_up(&mut write, id, start()).await.unwrap());
        assert!(!use_up(&mut write, id, start()).await.unwrap());
        assert_eq!(get(&mut write, id).await.unwrap(), Some(expected(true)));
    }

    #[tokio::test]
    async fn a_draft_is_forgotten_when_its_day_is_over() {
        let (_folder, store) = store().await;
        with_guild(&store, GuildId(1)).await;
        let mut write = store.write().await.unwrap();
        assert_eq!(agenda(&mut write).await.unwrap().drafts, None);
        let content = Content::Skill("Go".to_owned());
        let old = keep(&mut write, GuildId(1), MemberId(2), &content, start())
            .await
            .unwrap();
        let later = start() + TimeDelta::hours(1);
        let young = keep(&mut write, GuildId(1), MemberId(2), &content, later)
            .await
            .unwrap();
        let due = start() + TimeDelta::days(1);
        assert_eq!(agenda(&mut write).await.unwrap().drafts, Some(due));
        assert_eq!(
            forget_old(&mut write, due - TimeDelta::milliseconds(1))
                .await
                .unwrap(),
            0
        );
        assert_eq!(forget_old(&mut write, due).await.unwrap(), 1);
        assert_eq!(get::<Content>(&mut write, old).await.unwrap(), None);
        assert!(!use_up(&mut write, old, due).await.unwrap());
        assert!(get::<Content>(&mut write, young).await.unwrap().is_some());
        assert_eq!(
            agenda(&mut write).await.unwrap().drafts,
            Some(due + TimeDelta::hours(1))
        );
    }

    #[tokio::test]
    async fn a_draft_without_a_name_leaves_no_copy_however_it_goes() {
        for expires in [true, false] {
            let (_folder, store) = store().await;
            with_guild(&store, GuildId(1)).await;
            let mut write = store.write().await.unwrap();
            for anonymous in [true, false] {
                let content =
                    serde_json::json!({"ask": "form", "manner": {"anonymous": anonymous}});
                keep(&mut write, GuildId(1), MemberId(2), &content, start())
                    .await
                    .unwrap();
            }
            assert_eq!(erasure::owed(&mut write).await.unwrap(), None);
            let left = if expires {
                forget_old(&mut write, start() + KEPT).await.unwrap();
                0
            } else {
                delete_anonymous_of(&mut write, GuildId(1), MemberId(2))
                    .await
                    .unwrap();
                1
            };
            assert_eq!(
                erasure::owed(&mut write).await.unwrap(),
                Some(Erasure::Everywhere)
            );
            let rows: i64 = sqlx::query_scalar("SELECT count(*) FROM drafts")
                .fetch_one(&mut *write)
                .await
                .unwrap();
            assert_eq!(rows, left);
        }
    }
}
