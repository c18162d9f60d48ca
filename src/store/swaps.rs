//! Skill swaps: what they are made from, and what the seats of a swap say of it.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use sqlx::{Result, SqliteConnection, query, query_scalar};

use super::types::{at, ms};
use crate::domain::ids::{ChannelId, GuildId, MemberId, PairingId, SkillId};
use crate::domain::round::PairingState;
use crate::domain::swap::{Leg, Swapper};

/// A pairing of which at least one member teaches another something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Swap {
    /// Which pairing.
    pub pairing: PairingId,
    /// In which guild.
    pub guild: GuildId,
    /// How far it has come.
    pub state: PairingState,
    /// Whether it goes by private messages instead of a thread.
    pub privately: bool,
    /// Its thread; `None`: not open yet, or there is none.
    pub thread: Option<ChannelId>,
    /// Who is taught what by whom, in the order of their seats; only among those who are still in it.
    pub lessons: Vec<Lesson>,
}

/// What one member of a swap is taught.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lesson {
    /// Who teaches whom what.
    pub leg: Leg,
    /// How the skill is called, as written (not escaped).
    pub skill_name: String,
    /// The names of the two as Discord shows them, as written (not escaped): who teaches, who learns.
    pub names: (String, String),
    /// Whether who learns said that their wish is served; `None`: they said nothing yet.
    pub served: Option<bool>,
}

/// A skill that members wish for and that nobody here teaches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// Which.
    pub skill: SkillId,
    /// How it is called, as written (not escaped).
    pub name: String,
    /// How many wish for it in vain.
    pub wishes: u32,
    /// When it was last called for; `None`: never.
    pub called_at: Option<DateTime<Utc>>,
}

/// What these members teach, wish for (the oldest wish first), and whom they must not be with; in the order of their ids.
pub async fn swappers(
    db: &mut SqliteConnection,
    guild: GuildId,
    members: &[MemberId],
) -> Result<Vec<Swapper>> {
    let mut people: BTreeMap<MemberId, Swapper> = members
        .iter()
        .map(|member| {
            let nothing = Swapper {
                id: *member,
                teaches: Vec::new(),
                wishes: Vec::new(),
                blocks: Vec::new(),
            };
            (*member, nothing)
        })
        .collect();
    let members = list(members)?;
    let offers = query!(
        r#"SELECT member_id AS "member: MemberId", skill_id AS "skill: SkillId" FROM offers
           WHERE guild_id = ? AND member_id IN (SELECT value FROM json_each(?)) ORDER BY member_id, skill_id"#,
        guild,
        members,
    )
    .fetch_all(&mut *db)
    .await?;
    for offer in offers {
        if let Some(person) = people.get_mut(&offer.member) {
            person.teaches.push(offer.skill);
        }
    }
    let wishes = query!(
        r#"SELECT member_id AS "member: MemberId", skill_id AS "skill: SkillId" FROM wishes
           WHERE guild_id = ? AND member_id IN (SELECT value FROM json_each(?)) ORDER BY member_id, created_at, skill_id"#,
        guild,
        members,
    )
    .fetch_all(&mut *db)
    .await?;
    for wish in wishes {
        if let Some(person) = people.get_mut(&wish.member) {
            person.wishes.push(wish.skill);
        }
    }
    let blocks = query!(
        r#"SELECT by_member AS "by: MemberId", other AS "other: MemberId" FROM blocks
           WHERE guild_id = ?1 AND by_member IN (SELECT value FROM json_each(?2))
             AND other IN (SELECT value FROM json_each(?2)) ORDER BY by_member, other"#,
        guild,
        members,
    )
    .fetch_all(db)
    .await?;
    for block in blocks {
        // A block holds for both, whichever of the two set it.
        for (one, other) in [(block.by, block.other), (block.other, block.by)] {
            if let Some(person) = people.get_mut(&one)
                && !person.blocks.contains(&other)
            {
                person.blocks.push(other);
            }
        }
    }
    Ok(people.into_values().collect())
}

/// Who of these members taught whom of them what in a swap before, in any programme of the guild. A swap that came to nothing or
/// that somebody of the two left, and of which nobody said that they met, did not take place.
pub async fn done(
    db: &mut SqliteConnection,
    guild: GuildId,
    members: &[MemberId],
) -> Result<Vec<Leg>> {
    let members = list(members)?;
    let rows = query!(
        r#"SELECT DISTINCT s.member_id AS "giver!: MemberId", s.teaches_to AS "taker!: MemberId", s.teaches_skill AS "skill!: SkillId"
           FROM seats s JOIN pairings p USING (pairing_id)
           LEFT JOIN seats t ON t.pairing_id = s.pairing_id AND t.member_id = s.teaches_to
           WHERE s.guild_id = ?1 AND s.teaches_skill IS NOT NULL
             AND s.member_id IN (SELECT value FROM json_each(?2)) AND s.teaches_to IN (SELECT value FROM json_each(?2))
             AND (p.met_at IS NOT NULL OR (p.state <> 'off' AND s.left_at IS NULL AND t.left_at IS NULL))
           ORDER BY 1, 2, 3"#,
        guild,
        members,
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Leg {
            giver: row.giver,
            taker: row.taker,
            skill: row.skill,
        })
        .collect())
}

/// Writes down who teaches whom what, on the seats of a pairing. Those without a leg keep what they had.
pub async fn write_out(db: &mut SqliteConnection, pairing: PairingId, legs: &[Leg]) -> Result<()> {
    for leg in legs {
        query!(
            "UPDATE seats SET teaches_skill = ?3, teaches_to = ?4 WHERE pairing_id = ?1 AND member_id = ?2",
            pairing,
            leg.giver,
            leg.skill,
            leg.taker,
        )
        .execute(&mut *db)
        .await?;
    }
    Ok(())
}

/// A pairing as a swap; `None`: there is no such pairing.
pub async fn find(db: &mut SqliteConnection, pairing: PairingId) -> Result<Option<Swap>> {
    let Some(row) = query!(
        r#"SELECT guild_id AS "guild: GuildId", state AS "state: PairingState", privately AS "privately: bool",
                  thread_id AS "thread: ChannelId" FROM pairings WHERE pairing_id = ?"#,
        pairing
    )
    .fetch_optional(&mut *db)
    .await?
    else {
        return Ok(None);
    };
    let lessons = query!(
        r#"SELECT s.member_id AS "giver!: MemberId", t.member_id AS "taker!: MemberId", k.skill_id AS "skill!: SkillId", k.name,
                  g.display_name AS giver_name, l.display_name AS taker_name, t.served AS "served: bool"
           FROM seats s JOIN seats t ON t.pairing_id = s.pairing_id AND t.member_id = s.teaches_to
           JOIN skills k ON k.skill_id = s.teaches_skill
           JOIN members g ON g.guild_id = s.guild_id AND g.member_id = s.member_id
           JOIN members l ON l.guild_id = t.guild_id AND l.member_id = t.member_id
           WHERE s.pairing_id = ? AND s.left_at IS NULL AND t.left_at IS NULL ORDER BY s.place, s.member_id"#,
        pairing
    )
    .fetch_all(db)
    .await?
    .into_iter()
    .map(|row| Lesson {
        leg: Leg {
            giver: row.giver,
            taker: row.taker,
            skill: row.skill,
        },
        skill_name: row.name,
        names: (row.giver_name, row.taker_name),
        served: row.served,
    })
    .collect();
    Ok(Some(Swap {
        pairing,
        guild: row.guild,
        state: row.state,
        privately: row.privately,
        thread: row.thread,
        lessons,
    }))
}

/// Who is still in a pairing, in the order of their seats.
pub async fn seated(db: &mut SqliteConnection, pairing: PairingId) -> Result<Vec<MemberId>> {
    query_scalar!(
        r#"SELECT member_id AS "member: MemberId" FROM seats WHERE pairing_id = ? AND left_at IS NULL ORDER BY place, member_id"#,
        pairing
    )
    .fetch_all(db)
    .await
}

/// Notes whether a member's wish was served by a swap.
pub async fn set_served(
    db: &mut SqliteConnection,
    pairing: PairingId,
    member: MemberId,
    served: bool,
) -> Result<()> {
    query!(
        "UPDATE seats SET served = ?3 WHERE pairing_id = ?1 AND member_id = ?2",
        pairing,
        member,
        served
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Whether a member wishes to learn a skill.
pub async fn wishes_for(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
    skill: SkillId,
) -> Result<bool> {
    query_scalar!(
        r#"SELECT EXISTS (SELECT 1 FROM wishes WHERE guild_id = ? AND member_id = ? AND skill_id = ?) AS "wishes!: bool""#,
        guild,
        member,
        skill
    )
    .fetch_one(db)
    .await
}

/// The skills that some of these members wish for and that nobody else who is here teaches: the most wished for first, then those
/// wished for the longest.
pub async fn wanted(
    db: &mut SqliteConnection,
    guild: GuildId,
    members: &[MemberId],
) -> Result<Vec<Wanted>> {
    let members = list(members)?;
    let rows = query!(
        r#"SELECT w.skill_id AS "skill!: SkillId", k.name AS "name!", COUNT(*) AS "wishes!: u32", c.called_at AS "called_at: i64"
           FROM wishes w JOIN skills k USING (skill_id)
           LEFT JOIN open_calls c ON c.guild_id = w.guild_id AND c.skill_id = w.skill_id
           WHERE w.guild_id = ?1 AND w.member_id IN (SELECT value FROM json_each(?2))
             AND NOT EXISTS (SELECT 1 FROM offers o JOIN members m ON m.guild_id = o.guild_id AND m.member_id = o.member_id
                             WHERE o.guild_id = w.guild_id AND o.skill_id = w.skill_id AND o.member_id <> w.member_id
                               AND m.left_at IS NULL AND m.bot = 0)
           GROUP BY w.skill_id ORDER BY COUNT(*) DESC, MIN(w.created_at), w.skill_id"#,
        guild,
        members,
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Wanted {
            skill: row.skill,
            name: row.name,
            wishes: row.wishes,
            called_at: row.called_at.map(at),
        })
        .collect())
}

/// Notes that a skill was called for.
pub async fn called(
    db: &mut SqliteConnection,
    guild: GuildId,
    skill: SkillId,
    now: DateTime<Utc>,
) -> Result<()> {
    let now = ms(now);
    query!(
        "INSERT INTO open_calls (guild_id, skill_id, called_at) VALUES (?1, ?2, ?3)
         ON CONFLICT (guild_id, skill_id) DO UPDATE SET called_at = excluded.called_at",
        guild,
        skill,
        now
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Ids as a list that a query can read.
fn list(ids: &[MemberId]) -> Result<String> {
    serde_json::to_string(ids).map_err(|error| sqlx::Error::Encode(error.into()))
}
