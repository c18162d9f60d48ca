//! Who may see what: channels, roles and people as `/setup` looks at them.

use std::collections::BTreeMap;

use sqlx::{Result, SqliteConnection};

use super::{Channel, Guild, Role, json};
use crate::domain::ids::{ChannelId, GuildId, MemberId, RoleId};
use crate::domain::permissions::{GuildRights, Permissions};

/// Every role of the guild by id.
pub async fn roles(db: &mut SqliteConnection, guild: GuildId) -> Result<BTreeMap<RoleId, Role>> {
    let rows = sqlx::query!(
        r#"SELECT role_id AS "role: RoleId", name, permissions, managed AS "managed: bool" FROM roles WHERE guild_id = ?"#,
        guild
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            (
                row.role,
                Role {
                    name: row.name,
                    permissions: Permissions(row.permissions.cast_unsigned()),
                    managed: row.managed,
                },
            )
        })
        .collect())
}

/// What the guild says about permissions.
pub async fn rights(db: &mut SqliteConnection, guild: &Guild) -> Result<GuildRights> {
    let roles = roles(db, guild.id).await?;
    Ok(GuildRights {
        guild: guild.id,
        owner: guild.owner,
        roles: roles
            .into_iter()
            .map(|(role, known)| (role, known.permissions))
            .collect(),
    })
}

/// A channel of the guild, `None` if it was deleted.
pub async fn channel(
    db: &mut SqliteConnection,
    guild: GuildId,
    channel: ChannelId,
) -> Result<Option<Channel>> {
    let row = sqlx::query!(
        "SELECT name, kind, overwrites FROM channels WHERE guild_id = ? AND channel_id = ?",
        guild,
        channel
    )
    .fetch_optional(db)
    .await?;
    row.map(|row| {
        Ok(Channel {
            name: row.name,
            kind: row.kind,
            overwrites: json(&row.overwrites)?,
        })
    })
    .transpose()
}

/// The people of the guild who are there and are no bots, with their roles.
pub async fn people(
    db: &mut SqliteConnection,
    guild: GuildId,
) -> Result<Vec<(MemberId, Vec<RoleId>)>> {
    let rows = sqlx::query!(
        r#"SELECT member_id AS "member: MemberId",
               (SELECT json_group_array(role_id) FROM member_roles r
                 WHERE r.guild_id = m.guild_id AND r.member_id = m.member_id) AS "roles!: String"
           FROM members m WHERE guild_id = ? AND left_at IS NULL AND bot = 0 ORDER BY member_id"#,
        guild
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| Ok((row.member, json(&row.roles)?)))
        .collect()
}

/// The roles of one member.
pub async fn roles_of(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
) -> Result<Vec<RoleId>> {
    sqlx::query_scalar!(
        r#"SELECT role_id AS "role: RoleId" FROM member_roles WHERE guild_id = ? AND member_id = ? ORDER BY role_id"#,
        guild,
        member
    )
    .fetch_all(db)
    .await
}

/// The roles of each of these; who has none, or is not known, is not in it.
pub async fn roles_of_each(
    db: &mut SqliteConnection,
    guild: GuildId,
    members: &[MemberId],
) -> Result<BTreeMap<MemberId, Vec<RoleId>>> {
    let members =
        serde_json::to_string(members).map_err(|error| sqlx::Error::Encode(error.into()))?;
    let rows = sqlx::query!(
        r#"SELECT member_id as "member: MemberId", role_id as "role: RoleId" FROM member_roles
           WHERE guild_id = ? AND member_id IN (SELECT value FROM json_each(?))"#,
        guild,
        members,
    )
    .fetch_all(db)
    .await?;
    let mut roles: BTreeMap<MemberId, Vec<RoleId>> = BTreeMap::new();
    for row in rows {
        roles.entry(row.member).or_default().push(row.role);
    }
    Ok(roles)
}
