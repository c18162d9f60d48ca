//! Channels and roles, with what is needed to say who can see what. Reading them is in [`settings`](super::settings).

use sqlx::{Result, SqliteConnection};

use super::programmes;
use crate::domain::ids::{ChannelId, GuildId, MemberId, OutboxId, RoleId};
use crate::domain::permissions::{Overwrite, Permissions};

/// A channel as Discord tells of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChannelRow {
    /// Which.
    pub id: ChannelId,
    /// Its name, without the `#`.
    pub name: String,
    /// Discord's number for the kind; 0 is a text channel.
    pub kind: u8,
    /// The exceptions it makes.
    pub overwrites: Vec<Overwrite>,
}

/// A role as Discord tells of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleRow {
    /// Which; that of the guild's own id is @everyone.
    pub id: RoleId,
    /// Its name.
    pub name: String,
    /// What it gives.
    pub permissions: Permissions,
    /// Its place in the order, 0 lowest.
    pub position: i64,
    /// Whether it belongs to an integration.
    pub managed: bool,
}

/// Adds a channel or changes it.
pub async fn put_channel(
    db: &mut SqliteConnection,
    guild: GuildId,
    channel: &ChannelRow,
) -> Result<()> {
    let overwrites = serde_json::to_string(&channel.overwrites)
        .map_err(|error| sqlx::Error::Encode(error.into()))?;
    sqlx::query!(
        "INSERT INTO channels (guild_id, channel_id, name, kind, overwrites) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (guild_id, channel_id) DO UPDATE SET name = excluded.name, kind = excluded.kind, overwrites = excluded.overwrites",
        guild,
        channel.id,
        channel.name,
        channel.kind,
        overwrites
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Forgets a channel.
pub async fn remove_channel(
    db: &mut SqliteConnection,
    guild: GuildId,
    channel: ChannelId,
) -> Result<()> {
    sqlx::query!(
        "DELETE FROM channels WHERE guild_id = ? AND channel_id = ?",
        guild,
        channel
    )
    .execute(&mut *db)
    .await?;
    programmes::channel_gone(db, guild, channel).await
}

/// Replaces all channels of a guild, and returns those that are gone.
pub async fn set_channels(
    db: &mut SqliteConnection,
    guild: GuildId,
    channels: &[ChannelRow],
) -> Result<Vec<ChannelId>> {
    let mut gone = sqlx::query_scalar!(
        r#"SELECT channel_id AS "channel: ChannelId" FROM channels WHERE guild_id = ?"#,
        guild
    )
    .fetch_all(&mut *db)
    .await?;
    gone.retain(|known| channels.iter().all(|channel| channel.id != *known));
    for channel in &gone {
        remove_channel(db, guild, *channel).await?;
    }
    for channel in channels {
        put_channel(db, guild, channel).await?;
    }
    Ok(gone)
}

/// Adds a role or changes it.
pub async fn put_role(db: &mut SqliteConnection, guild: GuildId, role: &RoleRow) -> Result<()> {
    let permissions = role.permissions.0.cast_signed();
    sqlx::query!(
        "INSERT INTO roles (guild_id, role_id, name, permissions, position, managed) VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT (guild_id, role_id) DO UPDATE SET
             name = excluded.name, permissions = excluded.permissions, position = excluded.position, managed = excluded.managed",
        guild,
        role.id,
        role.name,
        permissions,
        role.position,
        role.managed
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Forgets a role. Nobody has it any more; Discord does not send an update for each who had it.
pub async fn remove_role(db: &mut SqliteConnection, guild: GuildId, role: RoleId) -> Result<()> {
    sqlx::query!(
        "DELETE FROM roles WHERE guild_id = ? AND role_id = ?",
        guild,
        role
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "DELETE FROM member_roles WHERE guild_id = ? AND role_id = ?",
        guild,
        role
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "DELETE FROM team_roles WHERE guild_id = ? AND role_id = ?",
        guild,
        role
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "UPDATE guilds SET managers_role_id = NULL WHERE guild_id = ? AND managers_role_id = ?",
        guild,
        role
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "UPDATE guilds SET leaders_role_id = NULL WHERE guild_id = ? AND leaders_role_id = ?",
        guild,
        role
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "UPDATE guilds SET newcomer_role_id = NULL WHERE guild_id = ? AND newcomer_role_id = ?",
        guild,
        role
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Replaces all roles of a guild.
pub async fn set_roles(db: &mut SqliteConnection, guild: GuildId, roles: &[RoleRow]) -> Result<()> {
    let mut gone = sqlx::query_scalar!(
        r#"SELECT role_id AS "role: RoleId" FROM roles WHERE guild_id = ?"#,
        guild
    )
    .fetch_all(&mut *db)
    .await?;
    gone.retain(|known| roles.iter().all(|role| role.id != *known));
    for role in gone {
        remove_role(db, guild, role).await?;
    }
    for role in roles {
        put_role(db, guild, role).await?;
    }
    Ok(())
}

/// The conversation in which a person gets their private messages, once it is open.
pub async fn direct(db: &mut SqliteConnection, member: MemberId) -> Result<Option<ChannelId>> {
    sqlx::query_scalar!(
        r#"SELECT channel_id AS "channel: ChannelId" FROM dm_channels WHERE member_id = ?"#,
        member
    )
    .fetch_optional(db)
    .await
}

/// Notes the conversation with a person that was opened for a row of the outbox. Where the row was erased meanwhile, so is what would
/// tell of it, and nothing is noted; nor of somebody who is forgotten in the row's guild.
pub async fn set_direct(
    db: &mut SqliteConnection,
    member: MemberId,
    channel: ChannelId,
    row: OutboxId,
) -> Result<()> {
    sqlx::query!(
        "INSERT INTO dm_channels (member_id, channel_id) SELECT ?1, ?2 WHERE EXISTS (
             SELECT 1 FROM outbox o WHERE o.outbox_id = ?3
               AND NOT EXISTS (SELECT 1 FROM forgotten f WHERE f.guild_id = o.guild_id AND f.member_id = ?1))
         ON CONFLICT (member_id) DO UPDATE SET channel_id = excluded.channel_id",
        member,
        channel,
        row
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The private thread that stands in for a member's conversation where DMs are closed.
pub async fn private_thread(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
) -> Result<Option<ChannelId>> {
    sqlx::query_scalar!(
        r#"SELECT thread_id AS "thread: ChannelId" FROM private_threads WHERE guild_id = ? AND member_id = ?"#,
        guild,
        member
    )
    .fetch_optional(db)
    .await
}

/// Notes a member's private thread; nothing of somebody who is forgotten meanwhile.
pub async fn set_private_thread(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
    thread: ChannelId,
) -> Result<()> {
    sqlx::query!(
        "INSERT INTO private_threads (guild_id, member_id, thread_id)
         SELECT ?1, ?2, ?3 WHERE NOT EXISTS (SELECT 1 FROM forgotten WHERE guild_id = ?1 AND member_id = ?2)
         ON CONFLICT (guild_id, member_id) DO UPDATE SET thread_id = excluded.thread_id",
        guild,
        member,
        thread
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Forgets a private thread that was deleted.
pub async fn remove_private_thread(db: &mut SqliteConnection, thread: ChannelId) -> Result<()> {
    sqlx::query!("DELETE FROM private_threads WHERE thread_id = ?", thread)
        .execute(db)
        .await?;
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::delivery::{Delivery, Place, Purpose, Receipt};
    use crate::post::Post;
    use crate::store::outbox::{self, Lane, Owed};
    use crate::store::privacy;
    use crate::store::tests::{start, store, with_guild};

    const GUILD: GuildId = GuildId(1);
    const MIA: MemberId = MemberId(10);

    #[tokio::test]
    async fn of_who_is_forgotten_no_conversation_is_noted() {
        let (_folder, store) = store().await;
        with_guild(&store, GUILD).await;
        let mut write = store.write().await.unwrap();
        let owed = Owed {
            guild: GUILD,
            lane: Lane::Direct(MIA),
            delivery: Delivery::Send {
                to: Place::Direct(MIA),
                post: Post::text("Hello"),
            },
            receipt: Receipt::Nothing,
            purpose: Purpose::Answer,
            about: None,
            not_before: start(),
        };
        let row = outbox::owe(&mut write, owed, start()).await.unwrap();
        for forgotten in [true, false] {
            if forgotten {
                privacy::set(&mut write, GUILD, MIA, start()).await.unwrap();
            } else {
                privacy::lift(&mut write, GUILD, MIA).await.unwrap();
            }
            set_direct(&mut write, MIA, ChannelId(70), row)
                .await
                .unwrap();
            set_private_thread(&mut write, GUILD, MIA, ChannelId(71))
                .await
                .unwrap();
            let noted = (
                direct(&mut write, MIA).await.unwrap(),
                private_thread(&mut write, GUILD, MIA).await.unwrap(),
            );
            let expected = if forgotten {
                (None, None)
            } else {
                (Some(ChannelId(70)), Some(ChannelId(71)))
            };
            assert_eq!(noted, expected);
        }
    }
}
