//! What the table of a month is made of.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use sqlx::{Result, SqliteConnection, query, query_as, query_scalar};

use super::leaders::answers_to_quote;
use crate::domain::ids::{GuildId, HelpId, MemberId, SkillId};
use crate::domain::recognition::{Month, NEW, NewSkill, TAUGHT, Table, Thanks, quoted};
use crate::store::types::ms;

/// So many thanks are looked at, so that three different people are thanked by three others.
const THANKS_READ: u32 = 60;

/// Gathers what the table of a month says; the month began and ended at these instants.
///
/// # Errors
///
/// When the database does not answer.
pub async fn table(
    db: &mut SqliteConnection,
    guild: GuildId,
    month: Month,
    (from, to): (DateTime<Utc>, DateTime<Utc>),
) -> Result<Table> {
    let (from, to) = (ms(from), ms(to));
    let table = Table {
        new: new_skills(db, guild, from, to).await?,
        thanks: quoted(thanks(db, guild, from, to).await?),
        answers: answers_to_quote(db, guild, month).await?,
        ..Table::default()
    };
    Ok(table.with_taught(taught(db, guild, from, to).await?))
}

/// The skills that were taught, those with most helps in front. What was asked anonymously counts for nothing here: in a small team the
/// skill alone may say who asked.
async fn taught(
    db: &mut SqliteConnection,
    guild: GuildId,
    from: i64,
    to: i64,
) -> Result<Vec<String>> {
    let most = i64::try_from(TAUGHT).unwrap_or(i64::MAX) + 1;
    query_scalar!(
        r#"SELECT s.name AS "name!: String" FROM helps h JOIN skills s USING (skill_id) LEFT JOIN asks a ON a.ask_id = h.ask_id
           WHERE h.guild_id = ? AND h.happened_at >= ? AND h.happened_at < ? AND h.counts = 1 AND coalesce(a.anonymous, 0) = 0
           GROUP BY s.skill_id ORDER BY count(*) DESC, s.key LIMIT ?"#,
        guild,
        from,
        to,
        most
    )
    .fetch_all(db)
    .await
}

/// The skills that nobody taught before these days, and somebody teaches now, the newest first.
async fn new_skills(
    db: &mut SqliteConnection,
    guild: GuildId,
    from: i64,
    to: i64,
) -> Result<Vec<NewSkill>> {
    let most = i64::try_from(NEW).unwrap_or(i64::MAX);
    let rows = query!(
        r#"WITH new AS MATERIALIZED (
               SELECT t.skill_id, t.first_taught_at AS began FROM skills t
               WHERE t.guild_id = ?1 AND t.first_taught_at >= ?2 AND t.first_taught_at < ?3
                   AND EXISTS (SELECT 1 FROM offers o JOIN members m USING (guild_id, member_id) WHERE o.skill_id = t.skill_id AND m.left_at IS NULL)
               ORDER BY began DESC, t.skill_id LIMIT ?4)
           SELECT n.skill_id AS "skill!: SkillId", n.began AS "began!: i64", s.name AS "name!: String", o.member_id AS "teacher!: MemberId"
           FROM new n JOIN skills s USING (skill_id) JOIN offers o USING (skill_id) JOIN members m USING (guild_id, member_id)
           WHERE m.left_at IS NULL ORDER BY n.began DESC, n.skill_id, o.created_at, o.member_id"#,
        guild,
        from,
        to,
        most
    )
    .fetch_all(db)
    .await?;
    let mut skills: BTreeMap<_, NewSkill> = BTreeMap::new();
    for row in rows {
        skills
            .entry((std::cmp::Reverse(row.began), row.skill))
            .or_insert_with(|| NewSkill {
                name: row.name,
                teachers: Vec::new(),
            })
            .teachers
            .push(row.teacher);
    }
    Ok(skills.into_values().collect())
}

/// The latest thanks that both agreed to have quoted and who are both there.
async fn thanks(
    db: &mut SqliteConnection,
    guild: GuildId,
    from: i64,
    to: i64,
) -> Result<Vec<Thanks>> {
    query_as!(
        Thanks,
        r#"SELECT h.help_id AS "help!: HelpId", h.learner_id AS "by!: MemberId", h.helper_id AS "to!: MemberId",
               h.thanks AS "words!: String", s.name AS "skill?: String"
           FROM helps h
               JOIN members l ON l.guild_id = h.guild_id AND l.member_id = h.learner_id AND l.quotable = 1 AND l.left_at IS NULL
               JOIN members t ON t.guild_id = h.guild_id AND t.member_id = h.helper_id AND t.quotable = 1 AND t.left_at IS NULL
               LEFT JOIN skills s ON s.skill_id = h.skill_id
           WHERE h.guild_id = ? AND h.happened_at >= ? AND h.happened_at < ? AND h.thanks IS NOT NULL
           ORDER BY h.happened_at DESC, h.help_id DESC LIMIT ?"#,
        guild,
        from,
        to,
        THANKS_READ
    )
    .fetch_all(db)
    .await
}
