//! Newcomers: who joined, who is their buddy, and how far it has come.

mod buddies;
mod due;
mod hosts;

pub use buddies::{
    Served, apart, begin, end, former, served, teachers_of_wishes, was_buddy, with_role,
};
pub use due::{due, due_of, set_due, untold};
pub use hosts::hosts;

use chrono::{DateTime, Utc};
use sqlx::{Result, SqliteConnection, query, query_as, query_scalar};

use super::types::{at, ms};
use crate::domain::buddy::NewcomerState;
use crate::domain::ids::{ChannelId, GuildId, MemberId, NewcomerId};

/// Somebody's first thirty days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Newcomer {
    /// Which.
    pub id: NewcomerId,
    /// Where.
    pub guild: GuildId,
    /// Who is new.
    pub member: MemberId,
    /// When they joined, or got the newcomer role.
    pub since: DateTime<Utc>,
    /// How far it has come.
    pub state: NewcomerState,
    /// Whether they had been here before.
    pub came_back: bool,
    /// Who their buddy is.
    pub buddy: Option<MemberId>,
    /// Since when.
    pub buddy_since: Option<DateTime<Utc>>,
    /// The thread in which the two were introduced, once it is open.
    pub thread: Option<ChannelId>,
    /// The channel under which that thread was opened, or is to be.
    pub under: Option<ChannelId>,
    /// Whether they are told everything by private messages, because there can be no thread.
    pub privately: bool,
    /// How many check-ins are behind them.
    pub checks: u8,
    /// The check-in before which the newcomer last said that they had not talked, counted from 1; 0: never.
    pub answered_for: u8,
    /// While looking for a buddy: when it is tried again.
    pub seek_at: Option<DateTime<Utc>>,
    /// While looking for a buddy: when the managers are told. `None`: they have been.
    pub tell_at: Option<DateTime<Utc>>,
    /// When they were welcomed, which is when they were first seen as new.
    pub welcomed_at: DateTime<Utc>,
}

struct Row {
    id: NewcomerId,
    guild: GuildId,
    member: MemberId,
    joined_at: i64,
    state: NewcomerState,
    came_back: bool,
    buddy: Option<MemberId>,
    buddy_since: Option<i64>,
    thread: Option<ChannelId>,
    under: Option<ChannelId>,
    privately: bool,
    checks: u8,
    answered_for: u8,
    seek_at: Option<i64>,
    tell_at: Option<i64>,
    created_at: i64,
}

impl From<Row> for Newcomer {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            guild: row.guild,
            member: row.member,
            since: at(row.joined_at),
            state: row.state,
            came_back: row.came_back,
            buddy: row.buddy,
            buddy_since: row.buddy_since.map(at),
            thread: row.thread,
            under: row.under,
            privately: row.privately,
            checks: row.checks,
            answered_for: row.answered_for,
            seek_at: row.seek_at.map(at),
            tell_at: row.tell_at.map(at),
            welcomed_at: at(row.created_at),
        }
    }
}

/// Since when Potluck has been in a guild and turned on there without a break; `None`: it is not.
pub async fn on_since(db: &mut SqliteConnection, guild: GuildId) -> Result<Option<DateTime<Utc>>> {
    let since = query_scalar!(
        r#"SELECT max(turned_on_at, arrived_at) AS "since: i64" FROM guilds
           WHERE guild_id = ? AND gone_at IS NULL AND turned_on_at IS NOT NULL"#,
        guild
    )
    .fetch_optional(db)
    .await?;
    Ok(since.flatten().map(at))
}

/// Whether somebody who joined at this instant has been welcomed for that joining already.
pub async fn is_welcomed(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
    joined_at: DateTime<Utc>,
) -> Result<bool> {
    let joined_at = ms(joined_at);
    query_scalar!(
        r#"SELECT EXISTS (SELECT 1 FROM newcomers WHERE guild_id = ? AND member_id = ? AND joined_at >= ?) AS "welcomed!: bool""#,
        guild,
        member,
        joined_at
    )
    .fetch_one(db)
    .await
}

/// Notes when somebody got the newcomer role, the first time since they joined.
pub async fn note_role(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
    since: DateTime<Utc>,
) -> Result<()> {
    let since = ms(since);
    query!(
        "UPDATE members SET newcomer_since = ?3 WHERE guild_id = ?1 AND member_id = ?2 AND newcomer_since IS NULL",
        guild,
        member,
        since
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Somebody is new. `None`: that is known already.
pub async fn insert(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
    since: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<Option<Newcomer>> {
    let (since, now) = (ms(since), ms(now));
    let id = query_scalar!(
        r#"INSERT INTO newcomers (guild_id, member_id, joined_at, state, came_back, created_at)
           VALUES (?1, ?2, ?3, 'looking',
               EXISTS (SELECT 1 FROM newcomers WHERE guild_id = ?1 AND member_id = ?2)
               OR EXISTS (SELECT 1 FROM members WHERE guild_id = ?1 AND member_id = ?2 AND came_back = 1), ?4)
           ON CONFLICT DO NOTHING RETURNING newcomer_id AS "id!: NewcomerId""#,
        guild,
        member,
        since,
        now
    )
    .fetch_optional(&mut *db)
    .await?;
    match id {
        Some(id) => find(db, id).await,
        None => Ok(None),
    }
}

/// One newcomer.
pub async fn find(db: &mut SqliteConnection, id: NewcomerId) -> Result<Option<Newcomer>> {
    let row = query_as!(
        Row,
        r#"SELECT newcomer_id AS "id: NewcomerId", guild_id AS "guild: GuildId", member_id AS "member: MemberId", joined_at,
               state AS "state: NewcomerState", came_back AS "came_back: bool", buddy_id AS "buddy: MemberId", buddy_since,
               thread_id AS "thread: ChannelId", under_id AS "under: ChannelId", privately AS "privately: bool", checks AS "checks: u8",
               answered_for AS "answered_for: u8", seek_at, tell_at, created_at
           FROM newcomers WHERE newcomer_id = ?"#,
        id
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(Newcomer::from))
}

/// The first thirty days that somebody is in.
pub async fn of_member(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
) -> Result<Option<Newcomer>> {
    let id = query_scalar!(
        r#"SELECT newcomer_id AS "id!: NewcomerId" FROM newcomers
           WHERE guild_id = ? AND member_id = ? AND state IN ('looking', 'paired')
           ORDER BY joined_at DESC LIMIT 1"#,
        guild,
        member
    )
    .fetch_optional(&mut *db)
    .await?;
    match id {
        Some(id) => find(db, id).await,
        None => Ok(None),
    }
}

/// Those whose buddy somebody is, the longest first.
pub async fn of_buddy(
    db: &mut SqliteConnection,
    guild: GuildId,
    buddy: MemberId,
) -> Result<Vec<Newcomer>> {
    let ids = query_scalar!(
        r#"SELECT newcomer_id AS "id!: NewcomerId" FROM newcomers
           WHERE guild_id = ? AND buddy_id = ? AND state = 'paired' ORDER BY joined_at, newcomer_id"#,
        guild,
        buddy
    )
    .fetch_all(&mut *db)
    .await?;
    let mut newcomers = Vec::new();
    for id in ids {
        newcomers.extend(find(db, id).await?);
    }
    Ok(newcomers)
}

/// The newcomer who was introduced in this thread, or those whose first days go on in a thread under this channel.
pub async fn by_place(db: &mut SqliteConnection, place: ChannelId) -> Result<Vec<NewcomerId>> {
    query_scalar!(
        r#"SELECT newcomer_id AS "id!: NewcomerId" FROM newcomers WHERE thread_id = ?1
           UNION SELECT newcomer_id FROM newcomers
                 WHERE under_id = ?1 AND thread_id IS NOT NULL AND state IN ('looking', 'paired')
           ORDER BY 1"#,
        place
    )
    .fetch_all(db)
    .await
}

/// Writes down how far it has come.
pub async fn save(
    db: &mut SqliteConnection,
    newcomer: &Newcomer,
    now: DateTime<Utc>,
) -> Result<()> {
    let ended_at = (!newcomer.state.is_going_on()).then(|| ms(now));
    let buddy_since = newcomer.buddy_since.map(ms);
    let (seek_at, tell_at) = (newcomer.seek_at.map(ms), newcomer.tell_at.map(ms));
    query!(
        "UPDATE newcomers SET state = ?2, buddy_id = ?3, buddy_since = ?4, thread_id = ?5, privately = ?6, checks = ?7,
             answered_for = ?8, seek_at = ?9, tell_at = ?10, ended_at = coalesce(ended_at, ?11),
             under_id = ?12
         WHERE newcomer_id = ?1",
        newcomer.id,
        newcomer.state,
        newcomer.buddy,
        buddy_since,
        newcomer.thread,
        newcomer.privately,
        newcomer.checks,
        newcomer.answered_for,
        seek_at,
        tell_at,
        ended_at,
        newcomer.under,
    )
    .execute(db)
    .await?;
    Ok(())
}

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

/// The threads that were opened for somebody as a newcomer, whatever became of it.
pub async fn threads_of(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
) -> Result<Vec<ChannelId>> {
    query_scalar!(
        r#"SELECT thread_id AS "thread!: ChannelId" FROM newcomers
           WHERE guild_id = ? AND member_id = ? AND thread_id IS NOT NULL ORDER BY thread_id"#,
        guild,
        member
    )
    .fetch_all(db)
    .await
}
