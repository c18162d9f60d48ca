//! What makes skills neighbours: who teaches both, and what the alias file says.

use sqlx::{Result, SqliteConnection};

use crate::domain::ids::{GuildId, SkillId};
use crate::domain::neighbours::Overlap;
use crate::domain::skill::{Aliases, SkillKey};

/// Keeps which skills the alias file puts under which parent, in place of what it said before.
pub async fn set_parents(db: &mut SqliteConnection, aliases: &Aliases) -> Result<()> {
    sqlx::query!("DELETE FROM skill_parents")
        .execute(&mut *db)
        .await?;
    let mut rows = Vec::new();
    for known in aliases.iter() {
        let Some(parent) = &known.parent else {
            continue;
        };
        for name in std::iter::once(&known.name).chain(&known.aliases) {
            rows.push([name.key(), known.name.key(), parent.key()]);
        }
    }
    let rows: Vec<_> = rows
        .iter()
        .map(|row| row.each_ref().map(SkillKey::as_str))
        .collect();
    let rows = serde_json::json!(rows).to_string();
    // Two spellings of one name fold to the same key.
    sqlx::query!(
        "INSERT OR IGNORE INTO skill_parents (key, skill, parent)
         SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each(?)",
        rows
    )
    .execute(&mut *db)
    .await?;
    Ok(())
}

/// Every other skill that somebody in the guild teaches, with how far it is taught by the same people as this one. Who left and bots
/// do not count.
pub async fn overlaps(
    db: &mut SqliteConnection,
    guild: GuildId,
    skill: SkillId,
) -> Result<Vec<(SkillId, Overlap)>> {
    let rows = sqlx::query!(
        r#"WITH teaching AS (
               SELECT o.member_id, o.skill_id FROM offers o JOIN members m USING (guild_id, member_id)
               WHERE o.guild_id = ?1 AND m.left_at IS NULL AND m.bot = 0
           ), here AS (SELECT member_id FROM teaching WHERE skill_id = ?2)
           SELECT t.skill_id AS "skill!: SkillId", count(*) AS "there!: u32",
               count(*) FILTER (WHERE t.member_id IN (SELECT member_id FROM here)) AS "both!: u32",
               (SELECT count(*) FROM here) AS "here!: u32",
               (SELECT count(DISTINCT member_id) FROM teaching) AS "everybody!: u32",
               EXISTS (SELECT 1 FROM skills one JOIN skill_parents p ON p.key = one.key, skills other JOIN skill_parents q ON q.key = other.key
                       WHERE one.skill_id = ?2 AND other.skill_id = t.skill_id AND p.parent = q.parent AND p.skill <> q.skill)
                   AS "same_parent!: bool"
           FROM teaching t WHERE t.skill_id <> ?2 GROUP BY t.skill_id ORDER BY t.skill_id"#,
        guild,
        skill,
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let overlap = Overlap {
                here: row.here,
                there: row.there,
                both: row.both,
                everybody: row.everybody,
                same_parent: row.same_parent,
            };
            (row.skill, overlap)
        })
        .collect())
}

/// The skills that somebody in the guild teaches and that are neighbours of this one.
pub async fn of(db: &mut SqliteConnection, guild: GuildId, skill: SkillId) -> Result<Vec<SkillId>> {
    Ok(overlaps(db, guild, skill)
        .await?
        .into_iter()
        .filter(|(_, overlap)| overlap.are_neighbours())
        .map(|(skill, _)| skill)
        .collect())
}
