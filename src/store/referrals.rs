//! Who named somebody better placed, and what came of it.

use chrono::{DateTime, Utc};
use sqlx::{Result, SqliteConnection};

use crate::domain::ids::{AskId, GuildId, MemberId, SkillId};
use crate::store::asks::Ask;
use crate::store::types::ms;

/// What a member did by naming others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Credit {
    /// For how many asks they named somebody better placed. It says nothing of whether that one could be asked.
    pub named: u32,
    /// For how many of these the one they named then helped.
    pub helped: u32,
}

/// A referral that led to a help.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Led {
    /// Who knew whom to ask.
    pub referrer: MemberId,
    /// Who helped.
    pub helper: MemberId,
}

/// Records who was named. Once is enough: a second time changes nothing.
pub async fn record(
    db: &mut SqliteConnection,
    ask: AskId,
    referrer: MemberId,
    named: MemberId,
    now: DateTime<Utc>,
) -> Result<()> {
    let now = ms(now);
    sqlx::query!(
        "INSERT INTO referrals (ask_id, referrer_id, named_id, created_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
        ask,
        referrer,
        named,
        now
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Who knew to ask these helpers, first named first: as recorded, and as the invitations say that led to them.
pub async fn led_to(
    db: &mut SqliteConnection,
    ask: AskId,
    helpers: &[MemberId],
) -> Result<Vec<Led>> {
    let helpers =
        serde_json::to_string(helpers).map_err(|error| sqlx::Error::Encode(error.into()))?;
    sqlx::query_as!(
        Led,
        r#"SELECT referrer AS "referrer!: MemberId", helper AS "helper!: MemberId" FROM (
               SELECT referrer_id AS referrer, named_id AS helper, created_at FROM referrals WHERE ask_id = ?1
               UNION
               SELECT json_extract(reason, '$.by'), member_id, created_at FROM invitations
               WHERE ask_id = ?1 AND json_extract(reason, '$.why') = 'referred')
           WHERE helper IN (SELECT value FROM json_each(?2))
           GROUP BY referrer, helper ORDER BY min(created_at), referrer, helper"#,
        ask,
        helpers,
    )
    .fetch_all(db)
    .await
}

/// What a member is credited with.
pub async fn credit(db: &mut SqliteConnection, guild: GuildId, member: MemberId) -> Result<Credit> {
    // By their own invitations: of an anonymous ask it is not on record whom they named.
    let named = sqlx::query_scalar!(
        r#"SELECT count(*) AS "count!: u32" FROM invitations i JOIN asks a USING (ask_id)
           WHERE i.member_id = ?1 AND a.guild_id = ?2
             AND (i.state = 'referred' OR EXISTS (SELECT 1 FROM referrals r WHERE r.ask_id = a.ask_id AND r.referrer_id = ?1))"#,
        member,
        guild,
    )
    .fetch_one(&mut *db)
    .await?;
    let helped = sqlx::query_scalar!(
        r#"SELECT count(DISTINCT r.ask_id) AS "count!: u32" FROM referrals r JOIN asks a USING (ask_id)
           WHERE r.referrer_id = ?1 AND a.guild_id = ?2
             AND EXISTS (SELECT 1 FROM helps h WHERE h.ask_id = r.ask_id AND h.helper_id = r.named_id)"#,
        member,
        guild,
    )
    .fetch_one(db)
    .await?;
    Ok(Credit { named, helped })
}

/// Those likeliest to be better placed, likeliest first: who teaches the skill or one of its neighbours, then who has helped with
/// it. Left out are those who left and bots. Who asks is no reason to be left out: that could be told from the list.
pub async fn likely(
    db: &mut SqliteConnection,
    ask: &Ask,
    neighbours: &[SkillId],
) -> Result<Vec<MemberId>> {
    let neighbours =
        serde_json::to_string(neighbours).map_err(|error| sqlx::Error::Encode(error.into()))?;
    sqlx::query_scalar!(
        r#"SELECT m.member_id AS "member!: MemberId" FROM members m
           JOIN (SELECT member_id, 1 AS place FROM offers WHERE guild_id = ?1 AND skill_id = ?2
                 UNION ALL SELECT member_id, 2 FROM offers WHERE guild_id = ?1 AND skill_id IN (SELECT value FROM json_each(?3))
                 UNION ALL SELECT helper_id, 3 FROM helps WHERE guild_id = ?1 AND skill_id = ?2) l
             ON l.member_id = m.member_id
           WHERE m.guild_id = ?1 AND m.left_at IS NULL AND m.bot = 0
           GROUP BY m.member_id ORDER BY min(l.place), m.display_name, m.member_id"#,
        ask.guild,
        ask.skill,
        neighbours,
    )
    .fetch_all(db)
    .await
}
