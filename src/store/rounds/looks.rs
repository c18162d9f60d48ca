//! When time next brings something to programmes and their rounds. Only of guilds that the bot can work for: what
//! becomes due in others is late when it can again. Rounds begin and end where it is known who is there.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::{Result, SqliteConnection, query, query_scalar};

use crate::domain::ids::{ProgrammeId, RoundId};
use crate::domain::round::RoundDue;
use crate::store::types::{at, ms};

/// The next round of a programme, as far as it is planned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plan {
    /// When it is looked at: when its heads-up is due.
    pub look_at: DateTime<Utc>,
    /// The local date it is planned for; `None`: something changed since, and it is to be found out anew.
    pub period: Option<NaiveDate>,
}

/// The programmes that are to be looked at by now, at most so many.
pub async fn looks(
    db: &mut SqliteConnection,
    now: DateTime<Utc>,
    most: u32,
) -> Result<Vec<ProgrammeId>> {
    let now = ms(now);
    query_scalar!(
        r#"SELECT p.programme_id AS "programme!: ProgrammeId" FROM programmes p JOIN working_guilds g USING (guild_id)
           WHERE p.removed_at IS NULL AND p.running = 1 AND p.channel_id IS NOT NULL AND p.look_at <= ?
           ORDER BY p.look_at, p.programme_id LIMIT ?"#,
        now,
        most
    )
    .fetch_all(db)
    .await
}

/// What is planned for a programme; `None`: it was never there.
pub async fn plan_of(db: &mut SqliteConnection, programme: ProgrammeId) -> Result<Option<Plan>> {
    let row = query!(
        "SELECT look_at, next_period FROM programmes WHERE programme_id = ?",
        programme
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(|row| Plan {
        look_at: at(row.look_at),
        // What cannot be read is found out anew.
        period: row.next_period.and_then(|period| period.parse().ok()),
    }))
}

/// Plans when a programme is looked at next, and for which round.
pub async fn set_plan(
    db: &mut SqliteConnection,
    programme: ProgrammeId,
    look_at: DateTime<Utc>,
    period: NaiveDate,
) -> Result<()> {
    let look_at = ms(look_at);
    let period = period.to_string();
    query!(
        "UPDATE programmes SET look_at = ?2, next_period = ?3 WHERE programme_id = ?1",
        programme,
        look_at,
        period
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The rounds that are due by now, the earliest first, at most so many.
pub async fn due(db: &mut SqliteConnection, now: DateTime<Utc>, most: u32) -> Result<Vec<RoundId>> {
    let now = ms(now);
    query_scalar!(
        r#"SELECT r.round_id AS "round!: RoundId"
           FROM rounds r JOIN working_guilds g USING (guild_id) JOIN seats_from s USING (guild_id)
           WHERE r.due_at <= ?1 AND s.seats_from <= ?1 ORDER BY r.due_at, r.round_id LIMIT ?2"#,
        now,
        most
    )
    .fetch_all(db)
    .await
}

/// What a round is due for by now; `None`: nothing.
pub async fn due_of(
    db: &mut SqliteConnection,
    round: RoundId,
    now: DateTime<Utc>,
) -> Result<Option<RoundDue>> {
    let now = ms(now);
    let due = query_scalar!(
        r#"SELECT r.due AS "due: RoundDue" FROM rounds r JOIN seats_from s USING (guild_id)
           WHERE r.round_id = ?1 AND r.due_at <= ?2 AND s.seats_from <= ?2"#,
        round,
        now
    )
    .fetch_optional(db)
    .await?;
    Ok(due.flatten())
}
