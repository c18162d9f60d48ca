//! People as those who are put together with them read of them.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use sqlx::{Result, SqliteConnection, query};

use crate::domain::ids::{GuildId, MemberId, RoleId, SkillId};
use crate::domain::schedule::Calendar;
use crate::domain::team::Team;
use crate::store::helper_facts;
use crate::store::settings::{self, Guild};
use crate::store::types::at;

/// A member, with what the others of a pairing are told of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Introduced {
    /// Who.
    pub member: MemberId,
    /// As Discord shows them, as written (not escaped).
    pub name: String,
    /// The name of their team, as written; `None`: "others".
    pub team: Option<String>,
    /// When they joined.
    pub joined_at: DateTime<Utc>,
    /// When they got the newcomer role, if they ever had it.
    pub newcomer_since: Option<DateTime<Utc>>,
    /// Whether they are ready to host newcomers, once they have been here for long enough.
    pub hosting: bool,
    /// When they work.
    pub calendar: Calendar,
    /// Their roles.
    pub roles: Vec<RoleId>,
    /// What they teach, by name: as written.
    pub teaches: Vec<(SkillId, String)>,
    /// What they wish to learn, by name: as written.
    pub wishes: Vec<(SkillId, String)>,
}

/// The teams of a guild, which are the same for all who are introduced there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Teams {
    /// The one that counts first in front.
    roles: Vec<RoleId>,
    /// As written.
    names: BTreeMap<RoleId, String>,
}

impl Teams {
    /// Reads them.
    pub async fn of(db: &mut SqliteConnection, guild: GuildId) -> Result<Self> {
        let roles = settings::team_roles(db, guild).await?;
        let mut known = settings::roles(db, guild).await?;
        let names = roles
            .iter()
            .filter_map(|role| Some((*role, known.remove(role)?.name)))
            .collect();
        Ok(Self { roles, names })
    }

    /// The name of the team of somebody with these roles; `None`: "others".
    fn name(&self, own: &[RoleId]) -> Option<String> {
        match Team::of(&self.roles, own) {
            Team::Role(role) => self.names.get(&role).cloned(),
            Team::Others => None,
        }
    }
}

/// These members, in this order, without those who left or were never there.
pub async fn introduced(
    db: &mut SqliteConnection,
    guild: &Guild,
    members: &[MemberId],
) -> Result<Vec<Introduced>> {
    let teams = Teams::of(db, guild.id).await?;
    introduced_in(db, guild, &teams, members).await
}

/// The same where the teams are known already.
pub async fn introduced_in(
    db: &mut SqliteConnection,
    guild: &Guild,
    teams: &Teams,
    members: &[MemberId],
) -> Result<Vec<Introduced>> {
    let mut people = Vec::with_capacity(members.len());
    for member in members {
        let Some(person) = helper_facts::person(db, guild, *member).await? else {
            continue;
        };
        if person.left {
            continue;
        }
        let row = query!(
            r#"SELECT joined_at, newcomer_since, hosting AS "hosting: bool" FROM members WHERE guild_id = ? AND member_id = ?"#,
            guild.id,
            member
        )
        .fetch_one(&mut *db)
        .await?;
        let own = settings::roles_of(db, guild.id, *member).await?;
        people.push(Introduced {
            member: *member,
            name: person.name,
            team: teams.name(&own),
            joined_at: at(row.joined_at),
            newcomer_since: row.newcomer_since.map(at),
            hosting: row.hosting,
            calendar: person.calendar,
            roles: own,
            teaches: teaches(db, guild.id, *member).await?,
            wishes: wishes(db, guild.id, *member).await?,
        });
    }
    Ok(people)
}

async fn teaches(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
) -> Result<Vec<(SkillId, String)>> {
    let rows = query!(
        r#"SELECT o.skill_id AS "skill: SkillId", s.name FROM offers o JOIN skills s USING (skill_id)
           WHERE o.guild_id = ? AND o.member_id = ? ORDER BY s.name"#,
        guild,
        member
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|row| (row.skill, row.name)).collect())
}

async fn wishes(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
) -> Result<Vec<(SkillId, String)>> {
    let rows = query!(
        r#"SELECT w.skill_id AS "skill: SkillId", s.name FROM wishes w JOIN skills s USING (skill_id)
           WHERE w.guild_id = ? AND w.member_id = ? ORDER BY s.name"#,
        guild,
        member
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|row| (row.skill, row.name)).collect())
}
