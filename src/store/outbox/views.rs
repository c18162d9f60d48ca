//! The outbox as people see it: what waits for a member, and what needs an admin.

use chrono::{DateTime, Utc};
use sqlx::{SqliteConnection, query_as};

use super::courier::parse;
use crate::delivery::Delivery;
use crate::domain::ids::{GuildId, MemberId, OutboxId};
use crate::post::Post;
use crate::store::types::at;

/// A private message that could be delivered nowhere, for `/me`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// Conclude this row as done once the member has seen it.
    pub id: OutboxId,
    /// What it says.
    pub post: Post,
    /// Since when.
    pub since: DateTime<Utc>,
}

/// A row that an admin may want to know of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Which.
    pub id: OutboxId,
    /// How it stands.
    pub standing: Standing,
    /// Why, without names or texts.
    pub why: String,
    /// When that was found.
    pub at: DateTime<Utc>,
}

/// How a row stands that an admin may want to know of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Discord has no room for it. It is tried again until there is, for a day.
    HeldUp,
    /// It failed for good.
    Failed,
    /// Nobody can tell whether it was carried out.
    Undecided,
}

/// The private messages of a guild that wait for this member, oldest first.
pub async fn waiting_for(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
) -> sqlx::Result<Vec<Waiting>> {
    let rows = query_as!(
        WaitingRecord,
        r#"SELECT outbox_id AS "id!: OutboxId", delivery, created_at
           FROM outbox WHERE addressee = ?1 AND guild_id = ?2 AND state = 'waiting' ORDER BY outbox_id"#,
        member,
        guild,
    )
    .fetch_all(db)
    .await?;
    let mut waiting = Vec::with_capacity(rows.len());
    for row in rows {
        if let Delivery::Send { post, .. } = parse(&row.delivery)? {
            waiting.push(Waiting {
                id: row.id,
                post,
                since: at(row.created_at),
            });
        }
    }
    Ok(waiting)
}

/// What went wrong for a guild, or goes wrong for now, latest first.
pub async fn problems(
    db: &mut SqliteConnection,
    guild: GuildId,
    limit: u32,
) -> sqlx::Result<Vec<Problem>> {
    let rows = query_as!(
        ProblemRecord,
        r#"SELECT outbox_id AS "id!: OutboxId", state, coalesce(problem, '') AS "why!: String",
                  coalesce(done_at, held_at, created_at) AS "at!: i64"
           FROM outbox
           WHERE guild_id = ?1
             AND (state IN ('failed', 'undecided') OR (state IN ('owed', 'sending') AND held_at IS NOT NULL))
           ORDER BY coalesce(done_at, held_at, created_at) DESC, outbox_id DESC LIMIT ?2"#,
        guild,
        limit,
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Problem {
            id: row.id,
            standing: match row.state.as_str() {
                "failed" => Standing::Failed,
                "undecided" => Standing::Undecided,
                _ => Standing::HeldUp,
            },
            why: row.why,
            at: at(row.at),
        })
        .collect())
}

struct WaitingRecord {
    id: OutboxId,
    delivery: String,
    created_at: i64,
}

struct ProblemRecord {
    id: OutboxId,
    state: String,
    why: String,
    at: i64,
}
