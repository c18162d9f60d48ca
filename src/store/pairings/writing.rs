//! What is written of a pairing and its seats.

use chrono::{DateTime, Utc};
use sqlx::{Result, SqliteConnection, query, query_scalar};

use crate::domain::ask::Face;
use crate::domain::ids::{
    ChannelId, GuildId, MemberId, MessageId, PairingId, ProgrammeId, RoundId, SkillId,
};
use crate::domain::round::SeatAnswer;
use crate::store::types::ms;

/// A pairing to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPairing {
    /// Of which round.
    pub round: RoundId,
    /// Where.
    pub guild: GuildId,
    /// In the order in which they are named.
    pub seats: Vec<NewSeat>,
}

/// One member's place in it, with what the engine counts by later.
#[allow(
    clippy::struct_excessive_bools,
    reason = "each is a fact of its own, kept as one"
)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NewSeat {
    /// Who.
    pub member: MemberId,
    /// They teach something another of the pairing wishes for.
    pub gave: bool,
    /// They wish for something another teaches.
    pub got: bool,
    /// They have wishes at all.
    pub wished: bool,
    /// They are with a newcomer, as a host.
    pub hosted: bool,
    /// They sit in a trio of a programme of pairs.
    pub of_three: bool,
    /// Of a skill swap: what they teach, and whom.
    pub teaches: Option<(SkillId, MemberId)>,
}

/// Writes a pairing with its seats.
pub async fn insert(
    db: &mut SqliteConnection,
    new: &NewPairing,
    now: DateTime<Utc>,
) -> Result<PairingId> {
    let created_at = ms(now);
    let pairing = query_scalar!(
        r#"INSERT INTO pairings (round_id, guild_id, state, created_at) VALUES (?, ?, 'open', ?)
           RETURNING pairing_id AS "id!: PairingId""#,
        new.round,
        new.guild,
        created_at
    )
    .fetch_one(&mut *db)
    .await?;
    for seat in &new.seats {
        add_seat(db, new.guild, pairing, *seat).await?;
    }
    Ok(pairing)
}

/// Adds a seat behind those that are there.
pub async fn add_seat(
    db: &mut SqliteConnection,
    guild: GuildId,
    pairing: PairingId,
    seat: NewSeat,
) -> Result<()> {
    let (skill, to) = (
        seat.teaches.map(|(skill, _)| skill),
        seat.teaches.map(|(_, to)| to),
    );
    query!(
        "INSERT INTO seats (pairing_id, guild_id, member_id, place, gave, got, wished, hosted, of_three, teaches_skill, teaches_to)
         VALUES (?1, ?2, ?3, (SELECT count(*) FROM seats WHERE pairing_id = ?1), ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        pairing,
        guild,
        seat.member,
        seat.gave,
        seat.got,
        seat.wished,
        seat.hosted,
        seat.of_three,
        skill,
        to
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Somebody came to a pair: what the engine counts by of one who sat there before. What was so with the other one stays so.
pub async fn counts_also(
    db: &mut SqliteConnection,
    pairing: PairingId,
    seat: NewSeat,
) -> Result<()> {
    query!(
        "UPDATE seats SET gave = max(gave, ?3), got = max(got, ?4), wished = max(wished, ?5), hosted = max(hosted, ?6), of_three = max(of_three, ?7)
         WHERE pairing_id = ?1 AND member_id = ?2",
        pairing,
        seat.member,
        seat.gave,
        seat.got,
        seat.wished,
        seat.hosted,
        seat.of_three
    )
    .execute(db)
    .await?;
    Ok(())
}

/// What its introduction says beside who they are: who writes first, the starter and the hour proposed.
pub async fn set_introduction(
    db: &mut SqliteConnection,
    pairing: PairingId,
    first_writer: Option<MemberId>,
    starter: Option<&str>,
    common_at: Option<DateTime<Utc>>,
) -> Result<()> {
    let common_at = common_at.map(ms);
    query!(
        "UPDATE pairings SET first_writer = ?2, starter = ?3, common_at = ?4 WHERE pairing_id = ?1",
        pairing,
        first_writer,
        starter,
        common_at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// It goes on by private messages from now on, and has no thread.
pub async fn set_privately(db: &mut SqliteConnection, pairing: PairingId) -> Result<()> {
    query!(
        "UPDATE pairings SET privately = 1, thread_id = NULL, intro_id = NULL, under_id = NULL WHERE pairing_id = ?",
        pairing
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Its thread is to be opened under this channel.
pub async fn set_under(
    db: &mut SqliteConnection,
    pairing: PairingId,
    channel: ChannelId,
) -> Result<()> {
    query!(
        "UPDATE pairings SET under_id = ?2 WHERE pairing_id = ?1",
        pairing,
        channel
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Its thread is open.
pub async fn set_thread(
    db: &mut SqliteConnection,
    pairing: PairingId,
    thread: ChannelId,
) -> Result<()> {
    query!(
        "UPDATE pairings SET thread_id = ?2 WHERE pairing_id = ?1",
        pairing,
        thread
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Its members were introduced in its thread by this message.
pub async fn set_intro(
    db: &mut SqliteConnection,
    pairing: PairingId,
    message: MessageId,
) -> Result<()> {
    query!(
        "UPDATE pairings SET intro_id = ?2 WHERE pairing_id = ?1",
        pairing,
        message
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The thread is gone, of a pairing that is over.
pub async fn place_gone(db: &mut SqliteConnection, thread: ChannelId) -> Result<()> {
    query!(
        "UPDATE pairings SET thread_id = NULL, intro_id = NULL, under_id = NULL WHERE thread_id = ?",
        thread
    )
    .execute(db)
    .await?;
    Ok(())
}

/// A member of a pairing gave a sign of life.
pub async fn sign(
    db: &mut SqliteConnection,
    pairing: PairingId,
    member: MemberId,
    now: DateTime<Utc>,
) -> Result<()> {
    let now = ms(now);
    query!(
        "UPDATE seats SET sign_at = ?3 WHERE pairing_id = ?1 AND member_id = ?2",
        pairing,
        member,
        now
    )
    .execute(&mut *db)
    .await?;
    query!(
        "UPDATE pairings SET last_sign_at = ?2 WHERE pairing_id = ?1",
        pairing,
        now
    )
    .execute(db)
    .await?;
    Ok(())
}

/// A member clicked something, which is a sign of life too.
pub async fn answer(
    db: &mut SqliteConnection,
    pairing: PairingId,
    member: MemberId,
    answer: SeatAnswer,
    now: DateTime<Utc>,
) -> Result<()> {
    let at = ms(now);
    query!(
        "UPDATE seats SET answer = ?3, answered_at = ?4 WHERE pairing_id = ?1 AND member_id = ?2",
        pairing,
        member,
        answer,
        at
    )
    .execute(&mut *db)
    .await?;
    // Whether they met was answered, whatever is said later and whoever is forgotten.
    if matches!(answer, SeatAnswer::Met | SeatAnswer::NotYet) {
        query!(
            "UPDATE pairings SET answered = 1 WHERE pairing_id = ?",
            pairing
        )
        .execute(&mut *db)
        .await?;
    }
    sign(db, pairing, member, now).await
}

/// How it was for a member.
pub async fn set_face(
    db: &mut SqliteConnection,
    pairing: PairingId,
    member: MemberId,
    face: Face,
) -> Result<()> {
    query!(
        "UPDATE seats SET face = ?3 WHERE pairing_id = ?1 AND member_id = ?2",
        pairing,
        member,
        face
    )
    .execute(db)
    .await?;
    Ok(())
}

/// A member is no longer in it.
pub async fn leave(
    db: &mut SqliteConnection,
    pairing: PairingId,
    member: MemberId,
    now: DateTime<Utc>,
) -> Result<()> {
    let now = ms(now);
    query!(
        "UPDATE seats SET left_at = ?3 WHERE pairing_id = ?1 AND member_id = ?2 AND left_at IS NULL",
        pairing,
        member,
        now
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The first of them said that they met.
pub async fn set_met(
    db: &mut SqliteConnection,
    pairing: PairingId,
    now: DateTime<Utc>,
) -> Result<()> {
    let now = ms(now);
    query!(
        "UPDATE pairings SET state = 'met', met_at = coalesce(met_at, ?2), due_at = NULL, due = NULL WHERE pairing_id = ?1",
        pairing,
        now
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Too few are left in it.
pub async fn set_off(
    db: &mut SqliteConnection,
    pairing: PairingId,
    now: DateTime<Utc>,
) -> Result<()> {
    let now = ms(now);
    query!(
        "UPDATE pairings SET state = 'off', ended_at = ?2, due_at = NULL, due = NULL WHERE pairing_id = ?1",
        pairing,
        now
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The round has ended. Whether they met stays as it is; otherwise it is over.
pub async fn end(db: &mut SqliteConnection, pairing: PairingId, now: DateTime<Utc>) -> Result<()> {
    let at = ms(now);
    query!(
        "UPDATE pairings SET state = iif(state = 'open', 'over', state), ended_at = coalesce(ended_at, ?2), due_at = NULL, due = NULL
         WHERE pairing_id = ?1",
        pairing,
        at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// They were reminded half-way.
pub async fn set_nudged(
    db: &mut SqliteConnection,
    pairing: PairingId,
    now: DateTime<Utc>,
) -> Result<()> {
    let now = ms(now);
    query!(
        "UPDATE pairings SET nudged_at = ?2 WHERE pairing_id = ?1",
        pairing,
        now
    )
    .execute(db)
    .await?;
    Ok(())
}

/// They were asked whether they met.
pub async fn set_asked(
    db: &mut SqliteConnection,
    pairing: PairingId,
    now: DateTime<Utc>,
) -> Result<()> {
    let now = ms(now);
    query!(
        "UPDATE pairings SET asked_at = ?2 WHERE pairing_id = ?1",
        pairing,
        now
    )
    .execute(db)
    .await?;
    Ok(())
}

/// They were asked once more.
pub async fn set_asked_again(
    db: &mut SqliteConnection,
    pairing: PairingId,
    now: DateTime<Utc>,
) -> Result<()> {
    let now = ms(now);
    query!(
        "UPDATE pairings SET asked_again_at = ?2 WHERE pairing_id = ?1",
        pairing,
        now
    )
    .execute(db)
    .await?;
    Ok(())
}

/// A member lost their partner in this round and has no other: they are first next time.
pub async fn left_out(db: &mut SqliteConnection, round: RoundId, member: MemberId) -> Result<()> {
    query!(
        "INSERT INTO left_out (round_id, member_id) VALUES (?, ?) ON CONFLICT DO NOTHING",
        round,
        member
    )
    .execute(db)
    .await?;
    Ok(())
}

/// They found another, or sit it out themselves.
pub async fn not_left_out(
    db: &mut SqliteConnection,
    round: RoundId,
    member: MemberId,
) -> Result<()> {
    query!(
        "DELETE FROM left_out WHERE round_id = ? AND member_id = ?",
        round,
        member
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Who is first next time, as far as this round says.
pub async fn left_out_of(db: &mut SqliteConnection, round: RoundId) -> Result<Vec<MemberId>> {
    query_scalar!(
        r#"SELECT member_id AS "member!: MemberId" FROM left_out WHERE round_id = ? ORDER BY member_id"#,
        round
    )
    .fetch_all(db)
    .await
}

/// The number of a programme's latest round, where a member had nobody in it and nobody is looked for for them any more.
pub async fn left_out_lately(
    db: &mut SqliteConnection,
    programme: ProgrammeId,
    member: MemberId,
) -> Result<Option<i64>> {
    query_scalar!(
        r#"SELECT r.number AS "number!: i64" FROM rounds r JOIN left_out l USING (round_id)
           WHERE l.member_id = ?2 AND r.round_id = (
               SELECT round_id FROM rounds WHERE programme_id = ?1 AND paired_at IS NOT NULL
               ORDER BY paired_at DESC, round_id DESC LIMIT 1)
             AND NOT EXISTS (SELECT 1 FROM freed f WHERE f.round_id = r.round_id AND f.member_id = l.member_id
                             AND f.state IN ('asked', 'looking') AND r.state = 'paired')"#,
        programme,
        member
    )
    .fetch_optional(db)
    .await
}
