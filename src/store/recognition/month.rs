//! A member's own month.

use chrono::{DateTime, Utc};
use sqlx::{Result, SqliteConnection, query, query_scalar};

use super::{kept, read};
use crate::domain::ids::{GuildId, MemberId};
use crate::domain::recognition::{Month, OwnMonth};
use crate::store::types::ms;

/// Everybody who is there and wants their own month is owed the one of this month: [`take_owed`] takes one after the other.
///
/// # Errors
///
/// When the database does not answer.
pub async fn owe_months(db: &mut SqliteConnection, guild: GuildId, month: Month) -> Result<()> {
    let month = kept(month);
    query!(
        "UPDATE members SET month_owed = ? WHERE guild_id = ? AND left_at IS NULL AND bot = 0 AND wants_month = 1",
        month,
        guild
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Those to whom a month is owed, in the guilds that the bot works for; at most so many.
///
/// # Errors
///
/// When the database does not answer.
pub async fn owed(db: &mut SqliteConnection, most: u32) -> Result<Vec<(GuildId, MemberId)>> {
    let rows = query!(
        r#"SELECT m.guild_id AS "guild!: GuildId", m.member_id AS "member!: MemberId"
           FROM members m JOIN working_guilds g USING (guild_id)
           WHERE m.month_owed IS NOT NULL ORDER BY m.guild_id, m.member_id LIMIT ?"#,
        most
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.guild, row.member))
        .collect())
}

/// Takes the month that is owed to a member, in the transaction that writes it. `None`: none is, or they do not want it any more.
///
/// # Errors
///
/// When the database does not answer.
pub async fn take_owed(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
) -> Result<Option<Month>> {
    let owed = query!(
        r#"SELECT month_owed AS "month!", wants_month AS "wanted: bool" FROM members
           WHERE guild_id = ? AND member_id = ? AND month_owed IS NOT NULL"#,
        guild,
        member
    )
    .fetch_optional(&mut *db)
    .await?;
    query!(
        "UPDATE members SET month_owed = NULL WHERE guild_id = ? AND member_id = ?",
        guild,
        member
    )
    .execute(db)
    .await?;
    owed.filter(|owed| owed.wanted)
        .map(|owed| read(&owed.month))
        .transpose()
}

/// What a member did from one instant on and before another, as far as it is under their name: what they asked anonymously is
/// nobody's.
///
/// # Errors
///
/// When the database does not answer.
pub async fn own_month(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
    (from, to): (DateTime<Utc>, DateTime<Utc>),
) -> Result<OwnMonth> {
    let (from, to) = (ms(from), ms(to));
    let taught = query_scalar!(
        r#"SELECT s.name AS "name!: String" FROM helps h JOIN skills s USING (skill_id)
           WHERE h.guild_id = ? AND h.helper_id = ? AND h.happened_at >= ? AND h.happened_at < ?
           GROUP BY s.skill_id ORDER BY s.key"#,
        guild,
        member,
        from,
        to
    )
    .fetch_all(&mut *db)
    .await?;
    let learned = query_scalar!(
        r#"SELECT s.name AS "name!: String" FROM helps h JOIN skills s USING (skill_id)
           WHERE h.guild_id = ? AND h.learner_id = ? AND h.happened_at >= ? AND h.happened_at < ?
           GROUP BY s.skill_id ORDER BY s.key"#,
        guild,
        member,
        from,
        to
    )
    .fetch_all(&mut *db)
    .await?;
    // Beginning with the member's own seats: the planner would rather walk through all that met in that month, once for each member.
    let met = query_scalar!(
        r#"SELECT DISTINCT m.display_name AS "name!: String"
           FROM seats s CROSS JOIN pairings p ON p.pairing_id = s.pairing_id
               CROSS JOIN seats o ON o.pairing_id = s.pairing_id AND o.member_id <> ?2 AND o.left_at IS NULL
               CROSS JOIN members m ON m.guild_id = ?1 AND m.member_id = o.member_id
           WHERE s.guild_id = ?1 AND s.member_id = ?2 AND s.left_at IS NULL AND p.met_at >= ?3 AND p.met_at < ?4 ORDER BY p.met_at, o.place"#,
        guild,
        member,
        from,
        to
    )
    .fetch_all(&mut *db)
    .await?;
    let lessons = query_scalar!(
        r#"SELECT count(*) AS "count!: u32" FROM lessons
           WHERE guild_id = ? AND author_id = ? AND +created_at >= ? AND +created_at < ?"#,
        guild,
        member,
        from,
        to
    )
    .fetch_one(&mut *db)
    .await?;
    let wishes = query_scalar!(
        r#"SELECT s.name AS "name!: String" FROM wishes w JOIN skills s USING (skill_id)
           WHERE w.guild_id = ? AND w.member_id = ? ORDER BY w.created_at, s.key"#,
        guild,
        member
    )
    .fetch_all(db)
    .await?;
    Ok(OwnMonth {
        taught,
        learned,
        met,
        lessons,
        wishes,
    })
}
