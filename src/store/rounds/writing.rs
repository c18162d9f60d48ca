//! What is written of a round as it goes along.

use chrono::{DateTime, Utc};
use sqlx::{Result, SqliteConnection, query, query_scalar};

use crate::domain::ids::{ChannelId, GuildId, MemberId, MessageId, ProgrammeId, RoundId};
use crate::domain::round::{RoundDue, RoundState, WhyNot};
use crate::store::types::ms;

/// A round to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRound<'a> {
    /// Of which programme.
    pub programme: ProgrammeId,
    /// Where.
    pub guild: GuildId,
    /// Announced, or missed or cancelled from the beginning.
    pub state: RoundState,
    /// The local date it was planned for, or `extra:…` for one that an admin started.
    pub period: &'a str,
    /// When it is to be paired.
    pub starts_at: DateTime<Utc>,
    /// When the next one is to start.
    pub next_at: DateTime<Utc>,
    /// Why it is not held, if so.
    pub why: Option<WhyNot>,
}

/// How the pairing of a round came out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Paired {
    /// How many pairs have met before.
    pub repeats: u32,
    /// What the pairs are worth.
    pub value: f64,
    /// More than this they cannot be worth.
    pub bound: f64,
}

/// The number that a programme's next round will have.
pub async fn number(db: &mut SqliteConnection, programme: ProgrammeId) -> Result<i64> {
    query_scalar!(
        r#"SELECT 1 + coalesce(max(number), 0) AS "number!: i64" FROM rounds WHERE programme_id = ?"#,
        programme
    )
    .fetch_one(db)
    .await
}

/// Writes a round with the next number, and with the seed its pairing is drawn with. One that is announced is due at its start.
pub async fn insert(
    db: &mut SqliteConnection,
    new: &NewRound<'_>,
    seed: u64,
    now: DateTime<Utc>,
) -> Result<RoundId> {
    let number = number(&mut *db, new.programme).await?;
    let (starts_at, next_at) = (ms(new.starts_at), ms(new.next_at));
    let announced = new.state == RoundState::Announced;
    let due_at = announced.then_some(starts_at);
    let due = announced.then_some(RoundDue::Pair);
    let ended_at = new.state.is_over().then(|| ms(now));
    let seed = seed.cast_signed();
    query_scalar!(
        r#"INSERT INTO rounds (programme_id, guild_id, number, state, period, starts_at, next_at, seed, due_at, due, ended_at, why)
           VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12) RETURNING round_id AS "id!: RoundId""#,
        new.programme,
        new.guild,
        number,
        new.state,
        new.period,
        starts_at,
        next_at,
        seed,
        due_at,
        due,
        ended_at,
        new.why
    )
    .fetch_one(db)
    .await
}

/// The heads-up of a round is there.
pub async fn set_announced(
    db: &mut SqliteConnection,
    round: RoundId,
    channel: ChannelId,
    message: Option<MessageId>,
    now: DateTime<Utc>,
) -> Result<()> {
    let now = ms(now);
    query!(
        "UPDATE rounds SET announced_at = ?2, announced_channel_id = ?3, announced_message_id = ?4 WHERE round_id = ?1",
        round,
        now,
        channel,
        message
    )
    .execute(db)
    .await?;
    Ok(())
}

/// What came of a round is in the channel.
pub async fn set_result(
    db: &mut SqliteConnection,
    round: RoundId,
    channel: ChannelId,
    message: Option<MessageId>,
) -> Result<()> {
    query!(
        "UPDATE rounds SET result_channel_id = ?2, result_message_id = ?3 WHERE round_id = ?1",
        round,
        channel,
        message
    )
    .execute(db)
    .await?;
    Ok(())
}

/// A round that is announced starts at another time, and is due then.
pub async fn move_start(
    db: &mut SqliteConnection,
    round: RoundId,
    starts_at: DateTime<Utc>,
) -> Result<()> {
    let starts_at = ms(starts_at);
    query!(
        "UPDATE rounds SET starts_at = ?2, due_at = ?2, due = 'pair' WHERE round_id = ?1 AND state = 'announced'",
        round,
        starts_at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// When time brings something to a round next, and what; `None`: nothing.
pub async fn set_due(
    db: &mut SqliteConnection,
    round: RoundId,
    due: Option<(DateTime<Utc>, RoundDue)>,
) -> Result<()> {
    let (at, what) = due.unzip();
    let at = at.map(ms);
    query!(
        "UPDATE rounds SET due_at = ?2, due = ?3 WHERE round_id = ?1",
        round,
        at,
        what
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Everybody of a round is seated; it is closed when the next one starts.
pub async fn set_paired(
    db: &mut SqliteConnection,
    round: RoundId,
    paired: Paired,
    now: DateTime<Utc>,
) -> Result<()> {
    let now = ms(now);
    query!(
        "UPDATE rounds SET state = 'paired', paired_at = ?2, repeats = ?3, value = ?4, bound = ?5, due_at = next_at, due = 'close'
         WHERE round_id = ?1",
        round,
        now,
        paired.repeats,
        paired.value,
        paired.bound
    )
    .execute(db)
    .await?;
    Ok(())
}

/// A round that is announced or paired ends at another time; one that is paired is closed then.
pub async fn move_end(
    db: &mut SqliteConnection,
    round: RoundId,
    next_at: DateTime<Utc>,
) -> Result<()> {
    let next_at = ms(next_at);
    query!(
        "UPDATE rounds SET next_at = ?2, due_at = iif(state = 'paired', ?2, due_at), due = iif(state = 'paired', 'close', due)
         WHERE round_id = ?1 AND state IN ('announced', 'paired')",
        round,
        next_at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Nothing more comes of a round.
pub async fn end(
    db: &mut SqliteConnection,
    round: RoundId,
    state: RoundState,
    why: Option<WhyNot>,
    now: DateTime<Utc>,
) -> Result<()> {
    let now = ms(now);
    query!(
        "UPDATE rounds SET state = ?2, why = ?3, ended_at = ?4, due_at = NULL, due = NULL WHERE round_id = ?1",
        round,
        state,
        why,
        now
    )
    .execute(db)
    .await?;
    Ok(())
}

/// A member sits a round out. `false`: they had said so before.
pub async fn skip(db: &mut SqliteConnection, round: RoundId, member: MemberId) -> Result<bool> {
    let done = query!(
        "INSERT INTO skips (round_id, member_id) VALUES (?, ?) ON CONFLICT DO NOTHING",
        round,
        member
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// A member does not sit a round out any more. `false`: they did not.
pub async fn unskip(db: &mut SqliteConnection, round: RoundId, member: MemberId) -> Result<bool> {
    let done = query!(
        "DELETE FROM skips WHERE round_id = ? AND member_id = ?",
        round,
        member
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() > 0)
}
