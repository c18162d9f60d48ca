//! Rounds of programmes: announced, paired, closed, cancelled or missed. Their pairings are `store::pairings`'.

mod facts;
mod looks;
mod progress;
mod writing;

use chrono::{DateTime, Utc};
use sqlx::{Result, SqliteConnection, query, query_as, query_scalar};

use super::types::at;
use crate::domain::ids::{
    ChannelId, GuildId, MemberId, MessageId, PairingId, ProgrammeId, RoundId,
};
use crate::domain::round::{RoundState, WhyNot};

pub use facts::{Candidate, Candidates, candidates, last_seated};
pub use looks::{Plan, due, due_of, looks, plan_of, set_plan};
pub use progress::{Progress, missed_since, progress, together};
pub use writing::{
    NewRound, Paired, end, insert, move_end, move_start, number, set_announced, set_due,
    set_paired, set_result, skip, unskip,
};

/// One numbered cycle of a programme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Round {
    /// Which.
    pub id: RoundId,
    /// Of which programme.
    pub programme: ProgrammeId,
    /// Where.
    pub guild: GuildId,
    /// From 1, within the programme; missed and cancelled ones have one, too.
    pub number: i64,
    /// How far it has come.
    pub state: RoundState,
    /// The local date it was planned for, or `extra:…` for one that an admin started.
    pub period: String,
    /// When it is paired.
    pub starts_at: DateTime<Utc>,
    /// When the next one is to start: this one is closed then.
    pub next_at: DateTime<Utc>,
    /// What its pairing is drawn with.
    pub seed: u64,
    /// When its heads-up was delivered; `None`: not yet.
    pub announced_at: Option<DateTime<Utc>>,
    /// When it was paired.
    pub paired_at: Option<DateTime<Utc>>,
    /// Why it was cancelled or missed.
    pub why: Option<WhyNot>,
}

struct Row {
    id: RoundId,
    programme: ProgrammeId,
    guild: GuildId,
    number: i64,
    state: RoundState,
    period: String,
    starts_at: i64,
    next_at: i64,
    seed: i64,
    announced_at: Option<i64>,
    paired_at: Option<i64>,
    why: Option<WhyNot>,
}

impl From<Row> for Round {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            programme: row.programme,
            guild: row.guild,
            number: row.number,
            state: row.state,
            period: row.period,
            starts_at: at(row.starts_at),
            next_at: at(row.next_at),
            seed: row.seed.cast_unsigned(),
            announced_at: row.announced_at.map(at),
            paired_at: row.paired_at.map(at),
            why: row.why,
        }
    }
}

/// One round; `None`: it was never there, or is gone with its guild.
pub async fn find(db: &mut SqliteConnection, round: RoundId) -> Result<Option<Round>> {
    let row = query_as!(
        Row,
        r#"SELECT round_id AS "id!: RoundId", programme_id AS "programme: ProgrammeId", guild_id AS "guild: GuildId", number,
                  state AS "state: RoundState", period, starts_at, next_at, seed, announced_at, paired_at, why AS "why: WhyNot"
           FROM rounds WHERE round_id = ?"#,
        round
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(Round::from))
}

/// The rounds of a programme, the latest first, at most so many.
pub async fn of_programme(
    db: &mut SqliteConnection,
    programme: ProgrammeId,
    most: u32,
) -> Result<Vec<Round>> {
    let rows = query_as!(
        Row,
        r#"SELECT round_id AS "id!: RoundId", programme_id AS "programme: ProgrammeId", guild_id AS "guild: GuildId", number,
                  state AS "state: RoundState", period, starts_at, next_at, seed, announced_at, paired_at, why AS "why: WhyNot"
           FROM rounds WHERE programme_id = ? ORDER BY starts_at DESC, round_id DESC LIMIT ?"#,
        programme,
        most
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(Round::from).collect())
}

/// The rounds of a programme that are in this state, the earliest start first.
pub async fn in_state(
    db: &mut SqliteConnection,
    programme: ProgrammeId,
    state: RoundState,
) -> Result<Vec<Round>> {
    let rows = query_as!(
        Row,
        r#"SELECT round_id AS "id!: RoundId", programme_id AS "programme: ProgrammeId", guild_id AS "guild: GuildId", number,
                  state AS "state: RoundState", period, starts_at, next_at, seed, announced_at, paired_at, why AS "why: WhyNot"
           FROM rounds WHERE programme_id = ? AND state = ? ORDER BY starts_at, round_id"#,
        programme,
        state
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(Round::from).collect())
}

/// The round of a programme that stands for a period; `None`: there is none.
pub async fn of_period(
    db: &mut SqliteConnection,
    programme: ProgrammeId,
    period: &str,
) -> Result<Option<RoundId>> {
    query_scalar!(
        r#"SELECT round_id AS "round!: RoundId" FROM rounds WHERE programme_id = ? AND period = ?"#,
        programme,
        period
    )
    .fetch_optional(db)
    .await
}

/// Who said that they sit a round out.
pub async fn skips(db: &mut SqliteConnection, round: RoundId) -> Result<Vec<MemberId>> {
    query_scalar!(
        r#"SELECT member_id AS "member: MemberId" FROM skips WHERE round_id = ? ORDER BY member_id"#,
        round
    )
    .fetch_all(db)
    .await
}

/// The pairings of a round that are not over, in the order in which they were written.
pub async fn going_on(db: &mut SqliteConnection, round: RoundId) -> Result<Vec<PairingId>> {
    query_scalar!(
        r#"SELECT pairing_id AS "pairing!: PairingId" FROM pairings WHERE round_id = ? AND ended_at IS NULL ORDER BY pairing_id"#,
        round
    )
    .fetch_all(db)
    .await
}

/// The thread of a pairing; `None`: there is none yet.
pub async fn thread_of(db: &mut SqliteConnection, pairing: PairingId) -> Result<Option<ChannelId>> {
    let thread = query_scalar!(
        r#"SELECT thread_id AS "thread: ChannelId" FROM pairings WHERE pairing_id = ?"#,
        pairing
    )
    .fetch_optional(db)
    .await?;
    Ok(thread.flatten())
}

/// The heads-up of a round; `None`: it is not there yet.
pub async fn post_of(
    db: &mut SqliteConnection,
    round: RoundId,
) -> Result<Option<(ChannelId, MessageId)>> {
    let row = query!(
        r#"SELECT announced_channel_id AS "channel: ChannelId", announced_message_id AS "message: MessageId"
           FROM rounds WHERE round_id = ?"#,
        round
    )
    .fetch_optional(db)
    .await?;
    Ok(row.and_then(|row| row.channel.zip(row.message)))
}

/// What the channel was told of how a round came out; `None`: it is not there yet.
pub async fn result_of(
    db: &mut SqliteConnection,
    round: RoundId,
) -> Result<Option<(ChannelId, MessageId)>> {
    let row = query!(
        r#"SELECT result_channel_id AS "channel: ChannelId", result_message_id AS "message: MessageId"
           FROM rounds WHERE round_id = ?"#,
        round
    )
    .fetch_optional(db)
    .await?;
    Ok(row.and_then(|row| row.channel.zip(row.message)))
}

/// The message that introduced a pairing in its thread; `None`: it is not there yet.
pub async fn intro_of(
    db: &mut SqliteConnection,
    pairing: PairingId,
) -> Result<Option<(ChannelId, MessageId)>> {
    let row = query!(
        r#"SELECT thread_id AS "channel: ChannelId", intro_id AS "message: MessageId"
           FROM pairings WHERE pairing_id = ?"#,
        pairing
    )
    .fetch_optional(db)
    .await?;
    Ok(row.and_then(|row| row.channel.zip(row.message)))
}
