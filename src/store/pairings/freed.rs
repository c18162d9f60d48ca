//! Who lost their partner in a round, and the pairs asked to be three with them.

use chrono::{DateTime, Utc};
use sqlx::{Result, SqliteConnection, query, query_scalar};

use crate::domain::ids::{GuildId, MemberId, PairingId, RoundId};
use crate::domain::regroup::{FreedState, PlaceState};
use crate::store::types::{at, ms};

/// Somebody who lost their partner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Freed {
    /// In which round.
    pub round: RoundId,
    /// Where.
    pub guild: GuildId,
    /// Who.
    pub member: MemberId,
    /// The pairing that fell apart.
    pub pairing: PairingId,
    /// How far it has come.
    pub state: FreedState,
    /// Since when.
    pub since: DateTime<Utc>,
}

/// A pair that was asked to be three.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The pair.
    pub pairing: PairingId,
    /// For whom.
    pub member: MemberId,
    /// How far it has come.
    pub state: PlaceState,
}

/// Somebody lost their partner. Who lost one before in this round begins anew.
pub async fn free(
    db: &mut SqliteConnection,
    round: RoundId,
    guild: GuildId,
    member: MemberId,
    pairing: PairingId,
    now: DateTime<Utc>,
) -> Result<()> {
    let now = ms(now);
    query!(
        "INSERT INTO freed (round_id, guild_id, member_id, pairing_id, state, since) VALUES (?1, ?2, ?3, ?4, 'asked', ?5)
         ON CONFLICT (round_id, member_id) DO UPDATE SET pairing_id = excluded.pairing_id, state = 'asked', since = excluded.since,
             due_at = NULL",
        round,
        guild,
        member,
        pairing,
        now
    )
    .execute(db)
    .await?;
    Ok(())
}

/// How it is with somebody who lost their partner in this round; `None`: they did not.
pub async fn freed(
    db: &mut SqliteConnection,
    round: RoundId,
    member: MemberId,
) -> Result<Option<Freed>> {
    let row = query!(
        r#"SELECT guild_id AS "guild: GuildId", pairing_id AS "pairing: PairingId", state AS "state: FreedState", since
           FROM freed WHERE round_id = ? AND member_id = ?"#,
        round,
        member
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(|row| Freed {
        round,
        guild: row.guild,
        member,
        pairing: row.pairing,
        state: row.state,
        since: at(row.since),
    }))
}

/// The rounds that go on in which this member lost their partner and may have another still, also where there was nobody so far.
pub async fn standing_of(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
) -> Result<Vec<RoundId>> {
    query_scalar!(
        r#"SELECT f.round_id AS "round!: RoundId" FROM freed f JOIN rounds r USING (round_id)
           WHERE f.guild_id = ? AND f.member_id = ? AND f.state IN ('asked', 'looking', 'nobody') AND r.state = 'paired'
           ORDER BY f.round_id"#,
        guild,
        member
    )
    .fetch_all(db)
    .await
}

/// Those of a round who would like another partner, those waiting longest first; also those for whom there was nobody.
pub async fn looking(db: &mut SqliteConnection, round: RoundId) -> Result<Vec<MemberId>> {
    query_scalar!(
        r#"SELECT member_id AS "member!: MemberId" FROM freed WHERE round_id = ? AND state IN ('looking', 'nobody') ORDER BY since, member_id"#,
        round
    )
    .fetch_all(db)
    .await
}

/// Sets how it is with somebody who lost their partner. Nothing is due for them any more.
pub async fn set_freed(
    db: &mut SqliteConnection,
    round: RoundId,
    member: MemberId,
    state: FreedState,
) -> Result<()> {
    query!(
        "UPDATE freed SET state = ?3, due_at = NULL WHERE round_id = ?1 AND member_id = ?2",
        round,
        member,
        state
    )
    .execute(db)
    .await?;
    Ok(())
}

/// A round has ended: there was nobody for those who waited for somebody else still, and no pair of it needs to answer any more.
pub async fn nobody_for_the_rest(db: &mut SqliteConnection, round: RoundId) -> Result<()> {
    query!(
        "UPDATE freed SET state = 'nobody', due_at = NULL WHERE round_id = ? AND state IN ('asked', 'looking')",
        round
    )
    .execute(&mut *db)
    .await?;
    query!(
        "UPDATE places SET state = 'over'
         WHERE state = 'open' AND pairing_id IN (SELECT pairing_id FROM pairings WHERE round_id = ?)",
        round
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Until when the pairs asked for somebody have time.
pub async fn set_freed_due(
    db: &mut SqliteConnection,
    round: RoundId,
    member: MemberId,
    due: DateTime<Utc>,
) -> Result<()> {
    let due = ms(due);
    query!(
        "UPDATE freed SET due_at = ?3 WHERE round_id = ?1 AND member_id = ?2",
        round,
        member,
        due
    )
    .execute(db)
    .await?;
    Ok(())
}

/// For whom the time of the pairs asked is up.
pub async fn freed_due(
    db: &mut SqliteConnection,
    now: DateTime<Utc>,
    limit: u32,
) -> Result<Vec<(RoundId, MemberId)>> {
    let now = ms(now);
    let rows = query!(
        r#"SELECT f.round_id AS "round!: RoundId", f.member_id AS "member!: MemberId" FROM freed f
           JOIN working_guilds g USING (guild_id)
           WHERE f.due_at <= ?1 ORDER BY f.due_at, f.round_id, f.member_id LIMIT ?2"#,
        now,
        limit
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.round, row.member))
        .collect())
}

/// A pair that could be three, as far as it is compared with others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Room {
    /// The pair.
    pub pairing: PairingId,
    /// Whether it goes on by private messages, so that nobody has to see its channel.
    pub privately: bool,
    /// The key of its conversation starter.
    pub starter: Option<String>,
    /// The two of them.
    pub members: [MemberId; 2],
}

/// The pairs of a round that could be three: two are there who know of each other, they have not met and were not asked yet whether they
/// did, and nobody asks them already. Those who said nothing of a plan come first.
pub async fn pairs_with_room(
    db: &mut SqliteConnection,
    round: RoundId,
    member: MemberId,
) -> Result<Vec<Room>> {
    let rows = query!(
        r#"SELECT p.pairing_id AS "pairing!: PairingId", p.privately AS "privately!: bool", p.starter,
                  (SELECT min(s.member_id) FROM seats s WHERE s.pairing_id = p.pairing_id AND s.left_at IS NULL) AS "one!: MemberId",
                  (SELECT max(s.member_id) FROM seats s WHERE s.pairing_id = p.pairing_id AND s.left_at IS NULL) AS "other!: MemberId"
           FROM pairings p
           WHERE p.round_id = ?1 AND p.state = 'open' AND p.ended_at IS NULL AND p.asked_at IS NULL
             AND (p.intro_id IS NOT NULL OR p.privately)
             AND (SELECT count(*) FROM seats s WHERE s.pairing_id = p.pairing_id AND s.left_at IS NULL) = 2
             AND NOT EXISTS (SELECT 1 FROM seats s WHERE s.pairing_id = p.pairing_id AND s.member_id = ?2)
             AND NOT EXISTS (SELECT 1 FROM places q WHERE q.pairing_id = p.pairing_id
                             AND (q.state IN ('open', 'taken') OR q.member_id = ?2))
           ORDER BY EXISTS (SELECT 1 FROM seats s WHERE s.pairing_id = p.pairing_id AND s.answer = 'planned'), p.pairing_id"#,
        round,
        member
    )
    .fetch_all(db)
    .await?;
    let rooms = rows.into_iter().map(|row| Room {
        pairing: row.pairing,
        privately: row.privately,
        starter: row.starter,
        members: [row.one, row.other],
    });
    Ok(rooms.collect())
}

/// Asks a pair to be three with somebody.
pub async fn ask_place(
    db: &mut SqliteConnection,
    guild: GuildId,
    pairing: PairingId,
    member: MemberId,
    now: DateTime<Utc>,
) -> Result<()> {
    let now = ms(now);
    query!(
        "INSERT INTO places (pairing_id, guild_id, member_id, state, asked_at) VALUES (?, ?, ?, 'open', ?)",
        pairing,
        guild,
        member,
        now
    )
    .execute(db)
    .await?;
    Ok(())
}

/// What was asked of this pair for this member; `None`: nothing.
pub async fn place(
    db: &mut SqliteConnection,
    pairing: PairingId,
    member: MemberId,
) -> Result<Option<Place>> {
    let state = query_scalar!(
        r#"SELECT state AS "state: PlaceState" FROM places WHERE pairing_id = ? AND member_id = ?"#,
        pairing,
        member
    )
    .fetch_optional(db)
    .await?;
    Ok(state.map(|state| Place {
        pairing,
        member,
        state,
    }))
}

/// The pairs that are asked for this member in this round and have time to answer.
pub async fn asked_for(
    db: &mut SqliteConnection,
    round: RoundId,
    member: MemberId,
) -> Result<Vec<PairingId>> {
    query_scalar!(
        r#"SELECT q.pairing_id AS "id!: PairingId" FROM places q JOIN pairings p USING (pairing_id)
           WHERE p.round_id = ? AND q.member_id = ? AND q.state = 'open' ORDER BY q.pairing_id"#,
        round,
        member
    )
    .fetch_all(db)
    .await
}

/// For whom this pair is asked and has time to answer.
pub async fn asked_of(db: &mut SqliteConnection, pairing: PairingId) -> Result<Vec<MemberId>> {
    query_scalar!(
        r#"SELECT member_id AS "member!: MemberId" FROM places WHERE pairing_id = ? AND state = 'open' ORDER BY member_id"#,
        pairing
    )
    .fetch_all(db)
    .await
}

/// Sets how it is with a pair that was asked.
pub async fn set_place(
    db: &mut SqliteConnection,
    pairing: PairingId,
    member: MemberId,
    state: PlaceState,
) -> Result<()> {
    query!(
        "UPDATE places SET state = ?3 WHERE pairing_id = ?1 AND member_id = ?2",
        pairing,
        member,
        state
    )
    .execute(db)
    .await?;
    Ok(())
}

/// One of a pair that was asked said yes.
pub async fn agree(
    db: &mut SqliteConnection,
    pairing: PairingId,
    member: MemberId,
    by: MemberId,
) -> Result<()> {
    query!(
        "INSERT INTO places_agreed (pairing_id, member_id, by_member) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        pairing,
        member,
        by
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Who of a pair that was asked said yes.
pub async fn agreed(
    db: &mut SqliteConnection,
    pairing: PairingId,
    member: MemberId,
) -> Result<Vec<MemberId>> {
    query_scalar!(
        r#"SELECT by_member AS "by!: MemberId" FROM places_agreed WHERE pairing_id = ? AND member_id = ? ORDER BY by_member"#,
        pairing,
        member
    )
    .fetch_all(db)
    .await
}
