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
    /// The member's own last sign in it.
    pub sign_at: Option<DateTime<Utc>>,
    /// Whether they left their seat.
    pub left: bool,
}

/// The keys of the conversation starters that any of these members was given since then, in whatever programme.
pub async fn seen_starters(
    db: &mut SqliteConnection,
    guild: GuildId,
    members: &[MemberId],
    since: DateTime<Utc>,
) -> Result<BTreeSet<String>> {
    let since = ms(since);
    let mut seen = BTreeSet::new();
    for member in members {
        let keys = query_scalar!(
            r#"SELECT p.starter AS "starter!: String" FROM seats s JOIN pairings p USING (pairing_id)
               WHERE s.guild_id = ?1 AND s.member_id = ?2 AND p.created_at > ?3 AND p.starter IS NOT NULL"#,
            guild,
            member,
            since
        )
        .fetch_all(&mut *db)
        .await?;
        seen.extend(keys);
    }
    Ok(seen)
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

/// Whether two members sat together in an earlier pairing of this programme.
pub async fn has_met(
    db: &mut SqliteConnection,
    programme: ProgrammeId,
    one: MemberId,
    other: MemberId,
) -> Result<bool> {
    let met = query_scalar!(
        r#"SELECT EXISTS (SELECT 1 FROM seats a JOIN seats b USING (pairing_id) JOIN pairings p USING (pairing_id)
                          JOIN rounds r USING (round_id)
                          WHERE r.programme_id = ?1 AND a.member_id = ?2 AND b.member_id = ?3) AS "met!: bool""#,
        programme,
        one,
        other
    )
    .fetch_one(db)
    .await?;
    Ok(met)
}

/// The latest pairings of a programme in which a member had a seat since then, the newest first.
pub async fn lately_seated(
    db: &mut SqliteConnection,
    programme: ProgrammeId,
    member: MemberId,
    since: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<Went>> {
    let since = ms(since);
    let rows = query!(
        r#"SELECT p.pairing_id AS "id!: PairingId", p.state AS "state: PairingState",
                  (p.privately = 0 AND p.thread_id IS NOT NULL) AS "in_thread!: bool", s.sign_at, s.left_at
           FROM seats s JOIN pairings p USING (pairing_id) JOIN rounds r USING (round_id)
           WHERE r.programme_id = ?1 AND s.member_id = ?2 AND p.created_at >= ?3
           ORDER BY r.number DESC, p.pairing_id DESC LIMIT ?4"#,
        programme,
        member,
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
            sign_at: row.sign_at.map(at),
            left: row.left_at.is_some(),
        })
        .collect())
}
