//! What earlier pairings say about the next one's introduction, and about who has been silent.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use sqlx::{Result, SqliteConnection, query, query_scalar};

use crate::domain::ids::{GuildId, MemberId, PairingId, ProgrammeId};
use crate::domain::round::PairingState;
use crate::store::types::{at, ms};

/// One pairing a member had a seat in, as far as silence goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Went {
    /// How it ended.
    pub state: PairingState,
    /// Whether there was a thread in which a sign could be seen.
    pub in_thread: bool,
    /// Whether they were asked whether they met.
    pub asked: bool,
    /// The member's own last sign in it.
    pub sign_at: Option<DateTime<Utc>>,
    /// Whether they left their seat.
    pub left: bool,
}

/// The keys of the conversation starters that any of these members was ever given, in whatever programme, with when one of them last was.
pub async fn starters_read(
    db: &mut SqliteConnection,
    guild: GuildId,
    members: &[MemberId],
) -> Result<BTreeMap<String, DateTime<Utc>>> {
    let mut read: BTreeMap<String, DateTime<Utc>> = BTreeMap::new();
    for member in members {
        let rows = query!(
            r#"SELECT p.starter AS "starter!: String", p.created_at FROM seats s JOIN pairings p USING (pairing_id)
               WHERE s.guild_id = ?1 AND s.member_id = ?2 AND p.starter IS NOT NULL"#,
            guild,
            member
        )
        .fetch_all(&mut *db)
        .await?;
        for row in rows {
            let last = read.entry(row.starter).or_insert(DateTime::UNIX_EPOCH);
            *last = at(row.created_at).max(*last);
        }
    }
    Ok(read)
}

/// Whether a member was given a conversation starter in another pairing than this one that was put together after then.
pub async fn had_starter(
    db: &mut SqliteConnection,
    but: PairingId,
    guild: GuildId,
    member: MemberId,
    starter: &str,
    since: DateTime<Utc>,
) -> Result<bool> {
    let since = ms(since);
    query_scalar!(
        r#"SELECT EXISTS (SELECT 1 FROM seats s JOIN pairings p USING (pairing_id)
                          WHERE s.guild_id = ? AND s.member_id = ? AND p.starter = ? AND p.created_at > ? AND p.pairing_id <> ?) AS "had!: bool""#,
        guild,
        member,
        starter,
        since,
        but
    )
    .fetch_one(db)
    .await
}

/// How often each of these members was asked to write first since then. Who never was is not there.
pub async fn first_writers(
    db: &mut SqliteConnection,
    guild: GuildId,
    members: &[MemberId],
    since: DateTime<Utc>,
) -> Result<BTreeMap<MemberId, i64>> {
    let since = ms(since);
    let mut often = BTreeMap::new();
    for member in members {
        let times = query_scalar!(
            r#"SELECT count(*) FROM seats s JOIN pairings p USING (pairing_id)
               WHERE s.guild_id = ?1 AND s.member_id = ?2 AND p.first_writer = ?2 AND p.created_at > ?3"#,
            guild,
            member,
            since
        )
        .fetch_one(&mut *db)
        .await?;
        if times > 0 {
            often.insert(*member, times);
        }
    }
    Ok(often)
}

/// With whom a member sat together in a pairing of this programme so far.
pub async fn sat_with(
    db: &mut SqliteConnection,
    guild: GuildId,
    programme: ProgrammeId,
    member: MemberId,
) -> Result<BTreeSet<MemberId>> {
    // The member's own seats come first in it, however the rounds and the seats of everybody else have grown.
    let others = query_scalar!(
        r#"SELECT DISTINCT b.member_id AS "other!: MemberId"
           FROM seats a CROSS JOIN pairings p ON p.pairing_id = a.pairing_id CROSS JOIN rounds r ON r.round_id = p.round_id
           CROSS JOIN seats b ON b.pairing_id = a.pairing_id
           WHERE a.guild_id = ?1 AND a.member_id = ?2 AND r.programme_id = ?3 AND b.member_id <> ?2"#,
        guild,
        member,
        programme
    )
    .fetch_all(db)
    .await?;
    Ok(others.into_iter().collect())
}

/// The latest pairings of a programme in which a member had a seat since then, the newest first.
pub async fn lately_seated(
    db: &mut SqliteConnection,
    guild: GuildId,
    programme: ProgrammeId,
    member: MemberId,
    since: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<Went>> {
    let since = ms(since);
    let rows = query!(
        r#"SELECT p.pairing_id AS "id!: PairingId", p.state AS "state: PairingState",
                  (p.privately = 0 AND p.thread_id IS NOT NULL) AS "in_thread!: bool",
                  (p.asked_at IS NOT NULL) AS "asked!: bool", s.sign_at, s.left_at
           FROM seats s CROSS JOIN pairings p ON p.pairing_id = s.pairing_id CROSS JOIN rounds r ON r.round_id = p.round_id
           WHERE s.guild_id = ?1 AND s.member_id = ?2 AND r.programme_id = ?3 AND p.created_at >= ?4
           ORDER BY r.number DESC, p.pairing_id DESC LIMIT ?5"#,
        guild,
        member,
        programme,
        since,
        limit
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Went {
            state: row.state,
            in_thread: row.in_thread,
            asked: row.asked,
            sign_at: row.sign_at.map(at),
            left: row.left_at.is_some(),
        })
        .collect())
}
