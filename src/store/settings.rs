//! What the admins of a guild chose, and what `/setup` needs to say who can see what.

mod opening;
mod rights;

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use serde::de::DeserializeOwned;
use sqlx::{Result, SqliteConnection};

use crate::domain::digest::DigestTo;
use crate::domain::ids::{ChannelId, GuildId, MemberId, RoleId};
use crate::domain::permissions::{Overwrite, Permissions};
use crate::domain::schedule::{Calendar, MemberHours, WorkingDays, WorkingHours};
use crate::store::types::{at, ms};

pub use opening::{
    Opening, Signature, is_opening, opening_gone, opening_post, opening_posted, opening_state,
    set_signature, signature,
};
pub use rights::{channel, people, rights, roles, roles_of, roles_of_each};

/// A guild with its settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guild {
    /// Which.
    pub id: GuildId,
    /// As Discord shows it.
    pub name: String,
    /// Who owns it; 0 until Discord has told.
    pub owner: MemberId,
    /// Since when Potluck may send here. `None`: it sends nothing.
    pub turned_on_at: Option<DateTime<Utc>>,
    /// Where asks are posted.
    pub help_channel: Option<ChannelId>,
    /// Where what managers should know is posted.
    pub managers_channel: Option<ChannelId>,
    /// Who may see what is for managers.
    pub managers_role: Option<RoleId>,
    /// Who counts as a leader.
    pub leaders_role: Option<RoleId>,
    /// Who counts as new from when they got it; `None`: everybody from when they joined.
    pub newcomer_role: Option<RoleId>,
    /// When people work, unless they said otherwise themselves.
    pub calendar: Calendar,
    /// Whether an admin chose the zone. Otherwise it is only what everybody starts with.
    pub zone_chosen: bool,
    /// Whether people may ask without their name. Asks that are open already go on.
    pub anonymity: bool,
    /// Where the weekly digest goes.
    pub digest: DigestTo,
}

/// A text channel as far as permissions go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Channel {
    /// Its name, without the `#`.
    pub name: String,
    /// Discord's channel type; 0 is a text channel, 5 an announcement channel.
    pub kind: i64,
    /// The exceptions it makes.
    pub overwrites: Vec<Overwrite>,
}

/// A role of the guild.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Role {
    /// Its name.
    pub name: String,
    /// What it gives.
    pub permissions: Permissions,
    /// Whether it belongs to an integration, so that it is nobody's team.
    pub managed: bool,
}

/// The settings of a guild that the bot is in.
pub async fn guild(db: &mut SqliteConnection, guild: GuildId) -> Result<Option<Guild>> {
    let Some(row) = sqlx::query!(
        r#"SELECT guild_id AS "id: GuildId", name, owner_id AS "owner: MemberId", turned_on_at,
               help_channel_id AS "help_channel: ChannelId", managers_channel_id AS "managers_channel: ChannelId",
               managers_role_id AS "managers_role: RoleId", leaders_role_id AS "leaders_role: RoleId",
               newcomer_role_id AS "newcomer_role: RoleId",
               zone, zone_chosen AS "zone_chosen: bool", working_days AS "working_days: u8",
               work_start AS "work_start: u16", work_end AS "work_end: u16", anonymity AS "anonymity: bool", digest AS "digest: DigestTo",
               (SELECT json_group_array(day) FROM holidays h WHERE h.guild_id = g.guild_id) AS "holidays!: String"
           FROM guilds g WHERE guild_id = ? AND gone_at IS NULL"#,
        guild
    )
    .fetch_optional(db)
    .await?
    else {
        return Ok(None);
    };
    let holidays = serde_json::from_str(&row.holidays).map_err(decode)?;
    Ok(Some(Guild {
        id: row.id,
        name: row.name,
        owner: row.owner,
        turned_on_at: row.turned_on_at.map(at),
        help_channel: row.help_channel,
        managers_channel: row.managers_channel,
        managers_role: row.managers_role,
        leaders_role: row.leaders_role,
        newcomer_role: row.newcomer_role,
        calendar: Calendar {
            zone: row
                .zone
                .parse()
                .map_err(|error: chrono_tz::ParseError| decode(error))?,
            days: WorkingDays::from_bits(row.working_days).map_err(decode)?,
            hours: WorkingHours::new(row.work_start, row.work_end).map_err(decode)?,
            holidays: Arc::new(holidays),
        },
        zone_chosen: row.zone_chosen,
        anonymity: row.anonymity,
        digest: row.digest,
    }))
}

/// Replaces the days on which nobody works.
pub async fn set_holidays(
    db: &mut SqliteConnection,
    guild: GuildId,
    days: &BTreeSet<NaiveDate>,
) -> Result<()> {
    sqlx::query!("DELETE FROM holidays WHERE guild_id = ?", guild)
        .execute(&mut *db)
        .await?;
    for day in days {
        let day = day.to_string();
        sqlx::query!(
            "INSERT INTO holidays (guild_id, day) VALUES (?, ?) ON CONFLICT DO NOTHING",
            guild,
            day
        )
        .execute(&mut *db)
        .await?;
    }
    Ok(())
}

/// Sets where asks are posted.
pub async fn set_help_channel(
    db: &mut SqliteConnection,
    guild: GuildId,
    channel: ChannelId,
) -> Result<()> {
    sqlx::query!(
        "UPDATE guilds SET help_channel_id = ? WHERE guild_id = ?",
        channel,
        guild
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Sets where what managers should know is posted; `None`: nowhere.
pub async fn set_managers_channel(
    db: &mut SqliteConnection,
    guild: GuildId,
    channel: Option<ChannelId>,
) -> Result<()> {
    sqlx::query!(
        "UPDATE guilds SET managers_channel_id = ? WHERE guild_id = ?",
        channel,
        guild
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Sets who may see what is for managers.
pub async fn set_managers_role(
    db: &mut SqliteConnection,
    guild: GuildId,
    role: Option<RoleId>,
) -> Result<()> {
    sqlx::query!(
        "UPDATE guilds SET managers_role_id = ? WHERE guild_id = ?",
        role,
        guild
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Sets who counts as a leader.
pub async fn set_leaders_role(
    db: &mut SqliteConnection,
    guild: GuildId,
    role: Option<RoleId>,
) -> Result<()> {
    sqlx::query!(
        "UPDATE guilds SET leaders_role_id = ? WHERE guild_id = ?",
        role,
        guild
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Sets the role that makes somebody a newcomer; `None`: joining does.
pub async fn set_newcomer_role(
    db: &mut SqliteConnection,
    guild: GuildId,
    role: Option<RoleId>,
) -> Result<()> {
    sqlx::query!(
        "UPDATE guilds SET newcomer_role_id = ? WHERE guild_id = ?",
        role,
        guild
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Sets the zone, as chosen by an admin.
pub async fn set_zone(db: &mut SqliteConnection, guild: GuildId, zone: Tz) -> Result<()> {
    let zone = zone.name();
    sqlx::query!(
        "UPDATE guilds SET zone = ?, zone_chosen = 1 WHERE guild_id = ?",
        zone,
        guild
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Sets the days on which people work.
pub async fn set_days(db: &mut SqliteConnection, guild: GuildId, days: WorkingDays) -> Result<()> {
    let days = days.bits();
    sqlx::query!(
        "UPDATE guilds SET working_days = ? WHERE guild_id = ?",
        days,
        guild
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Sets from when to when people work.
pub async fn set_hours(
    db: &mut SqliteConnection,
    guild: GuildId,
    hours: WorkingHours,
) -> Result<()> {
    let (start, end) = (hours.from_minutes(), hours.to_minutes());
    sqlx::query!(
        "UPDATE guilds SET work_start = ?, work_end = ? WHERE guild_id = ?",
        start,
        end,
        guild
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Decides where the weekly digest goes.
pub async fn set_digest(db: &mut SqliteConnection, guild: GuildId, to: DigestTo) -> Result<()> {
    sqlx::query!("UPDATE guilds SET digest = ? WHERE guild_id = ?", to, guild)
        .execute(db)
        .await?;
    Ok(())
}

/// Lets people ask without their name, or no longer.
pub async fn set_anonymity(db: &mut SqliteConnection, guild: GuildId, allowed: bool) -> Result<()> {
    sqlx::query!(
        "UPDATE guilds SET anonymity = ? WHERE guild_id = ?",
        allowed,
        guild
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Lets the bot send from now on; `None`: no longer.
pub async fn set_turned_on(
    db: &mut SqliteConnection,
    guild: GuildId,
    since: Option<DateTime<Utc>>,
) -> Result<()> {
    let since = since.map(ms);
    sqlx::query!(
        "UPDATE guilds SET turned_on_at = ? WHERE guild_id = ?",
        since,
        guild
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The roles that are teams, the one that counts first in front.
pub async fn team_roles(db: &mut SqliteConnection, guild: GuildId) -> Result<Vec<RoleId>> {
    sqlx::query_scalar!(r#"SELECT role_id AS "role: RoleId" FROM team_roles WHERE guild_id = ? ORDER BY position, role_id"#, guild)
        .fetch_all(db)
        .await
}

/// Replaces the roles that are teams, in this order.
pub async fn set_team_roles(
    db: &mut SqliteConnection,
    guild: GuildId,
    roles: &[RoleId],
) -> Result<()> {
    sqlx::query!("DELETE FROM team_roles WHERE guild_id = ?", guild)
        .execute(&mut *db)
        .await?;
    for (position, role) in (0_i64..).zip(roles) {
        sqlx::query!(
            "INSERT INTO team_roles (guild_id, role_id, position) VALUES (?, ?, ?)",
            guild,
            role,
            position
        )
        .execute(&mut *db)
        .await?;
    }
    Ok(())
}

/// What a member said of their own working time, from the columns it is kept in.
pub fn own_hours(
    zone: Option<&str>,
    days: Option<u8>,
    start: Option<u16>,
    end: Option<u16>,
) -> Result<MemberHours> {
    Ok(MemberHours {
        zone: zone
            .map(str::parse)
            .transpose()
            .map_err(|error: chrono_tz::ParseError| decode(error))?,
        days: days
            .map(WorkingDays::from_bits)
            .transpose()
            .map_err(decode)?,
        hours: start
            .zip(end)
            .map(|(start, end)| WorkingHours::new(start, end))
            .transpose()
            .map_err(decode)?,
    })
}

fn json<T: DeserializeOwned>(text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(decode)
}

fn decode(error: impl std::error::Error + Send + Sync + 'static) -> sqlx::Error {
    sqlx::Error::Decode(Box::new(error))
}
