//! A member's own month.

use chrono::{DateTime, Utc};
use sqlx::{Result, SqliteConnection, query_scalar};

use crate::domain::ids::{GuildId, MemberId};
use crate::domain::recognition::OwnMonth;
use crate::store::types::ms;

/// Who is there and gets their own month.
///
/// # Errors
///
/// When the database does not answer.
pub async fn want_month(db: &mut SqliteConnection, guild: GuildId) -> Result<Vec<MemberId>> {
    query_scalar!(
        r#"SELECT member_id AS "member: MemberId" FROM members
           WHERE guild_id = ? AND left_at IS NULL AND bot = 0 AND wants_month = 1 ORDER BY member_id"#,
        guild
    )
    .fetch_all(db)
    .await
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
