//! People in guilds, as Discord tells of them. What they chose in `/me` is beside it and left alone here.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use sqlx::{Result, SqliteConnection};

use super::types::{at, ms};
use crate::domain::ids::{GuildId, MemberId, RoleId};

/// A person in a guild.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Who.
    pub member: MemberId,
    /// As Discord shows them there: nickname, else global name, else user name.
    pub display_name: String,
    /// Their user name.
    pub user_name: String,
    /// Whether it is a bot.
    pub bot: bool,
    /// Whether they have yet to pass membership screening.
    pub pending: bool,
    /// When they joined, the last time they did.
    pub joined_at: DateTime<Utc>,
    /// Their roles, in the order of their ids, without @everyone.
    pub roles: Vec<RoleId>,
}

/// Everybody who is in a guild, as far as it is known.
pub async fn present(
    db: &mut SqliteConnection,
    guild: GuildId,
) -> Result<BTreeMap<MemberId, Person>> {
    let rows = sqlx::query!(
        r#"SELECT member_id AS "member: MemberId", display_name, user_name, bot AS "bot: bool", pending AS "pending: bool", joined_at
           FROM members WHERE guild_id = ? AND left_at IS NULL"#,
        guild
    )
    .fetch_all(&mut *db)
    .await?;
    let mut people: BTreeMap<MemberId, Person> = rows
        .into_iter()
        .map(|row| {
            let person = Person {
                member: row.member,
                display_name: row.display_name,
                user_name: row.user_name,
                bot: row.bot,
                pending: row.pending,
                joined_at: at(row.joined_at),
                roles: Vec::new(),
            };
            (row.member, person)
        })
        .collect();
    let roles = sqlx::query!(
        r#"SELECT member_id AS "member: MemberId", role_id AS "role: RoleId" FROM member_roles WHERE guild_id = ? ORDER BY member_id, role_id"#,
        guild
    )
    .fetch_all(db)
    .await?;
    for row in roles {
        if let Some(person) = people.get_mut(&row.member) {
            person.roles.push(row.role);
        }
    }
    Ok(people)
}

/// One person, if they are in the guild.
pub async fn one(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
) -> Result<Option<Person>> {
    let Some(row) = sqlx::query!(
        r#"SELECT display_name, user_name, bot AS "bot: bool", pending AS "pending: bool", joined_at
           FROM members WHERE guild_id = ? AND member_id = ? AND left_at IS NULL"#,
        guild,
        member
    )
    .fetch_optional(&mut *db)
    .await?
    else {
        return Ok(None);
    };
    let roles = sqlx::query_scalar!(
        r#"SELECT role_id AS "role: RoleId" FROM member_roles WHERE guild_id = ? AND member_id = ? ORDER BY role_id"#,
        guild,
        member
    )
    .fetch_all(db)
    .await?;
    Ok(Some(Person {
        member,
        display_name: row.display_name,
        user_name: row.user_name,
        bot: row.bot,
        pending: row.pending,
        joined_at: at(row.joined_at),
        roles,
    }))
}

/// Adds a person or changes what Discord tells of them; they are in the guild from now on.
pub async fn put(db: &mut SqliteConnection, guild: GuildId, person: &Person) -> Result<()> {
    let joined_at = ms(person.joined_at);
    // What was said of them under the name they had is found again by it.
    sqlx::query!(
        "INSERT INTO former_names (guild_id, member_id, name)
         SELECT guild_id, member_id, display_name FROM members
         WHERE guild_id = ?1 AND member_id = ?2 AND display_name <> ?3 ON CONFLICT DO NOTHING",
        guild,
        person.member,
        person.display_name
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "INSERT INTO members (guild_id, member_id, display_name, user_name, bot, pending, joined_at) VALUES (?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (guild_id, member_id) DO UPDATE SET
             display_name = excluded.display_name, user_name = excluded.user_name, bot = excluded.bot,
             pending = excluded.pending, joined_at = excluded.joined_at, left_at = NULL,
             came_back = came_back OR (pending = 0 AND (left_at IS NOT NULL OR excluded.joined_at > joined_at))",
        guild,
        person.member,
        person.display_name,
        person.user_name,
        person.bot,
        person.pending,
        joined_at
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "DELETE FROM member_roles WHERE guild_id = ? AND member_id = ?",
        guild,
        person.member
    )
    .execute(&mut *db)
    .await?;
    for role in &person.roles {
        sqlx::query!(
            "INSERT INTO member_roles (guild_id, member_id, role_id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
            guild,
            person.member,
            role
        )
        .execute(&mut *db)
        .await?;
    }
    Ok(())
}

/// Notes that a person left. Returns whether they were there until now.
pub async fn leave(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
    now: DateTime<Utc>,
) -> Result<bool> {
    let now = ms(now);
    let left = sqlx::query!(
        "UPDATE members SET left_at = ?, newcomer_since = NULL WHERE guild_id = ? AND member_id = ? AND left_at IS NULL",
        now,
        guild,
        member
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "DELETE FROM member_roles WHERE guild_id = ? AND member_id = ?",
        guild,
        member
    )
    .execute(db)
    .await?;
    Ok(left.rows_affected() > 0)
}

/// Whether a person is known to have left after they joined at this instant.
pub async fn has_left_since(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
    joined_at: DateTime<Utc>,
) -> Result<bool> {
    let joined_at = ms(joined_at);
    let left = sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT 1 FROM members
               WHERE guild_id = ? AND member_id = ? AND left_at IS NOT NULL AND joined_at >= ?) AS "left: bool""#,
        guild,
        member,
        joined_at
    )
    .fetch_one(db)
    .await?;
    Ok(left)
}

/// The guilds in which a person is, as far as it is known.
pub async fn guilds_of(db: &mut SqliteConnection, member: MemberId) -> Result<Vec<GuildId>> {
    sqlx::query_scalar!(
        r#"SELECT guild_id AS "guild: GuildId" FROM members JOIN guilds USING (guild_id)
           WHERE member_id = ? AND left_at IS NULL AND gone_at IS NULL ORDER BY guild_id"#,
        member
    )
    .fetch_all(db)
    .await
}
