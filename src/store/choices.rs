//! What a member chose for themselves in `/me`.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use sqlx::{Result, SqliteConnection};

use crate::domain::ids::{GuildId, MemberId, RoleId};
use crate::domain::load::LoadLimit;
use crate::domain::schedule::{MemberHours, WorkingDays, WorkingHours};
use crate::store::settings::own_hours;
use crate::store::types::{at, ms};

/// A member's own choices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools, reason = "each is a choice of its own")]
pub struct Choices {
    /// When they work, as far as they said so themselves.
    pub own: MemberHours,
    /// Until when they are out; in the past means not paused.
    pub paused_until: Option<DateTime<Utc>>,
    /// How much they are ready to carry.
    pub limit: LoadLimit,
    /// Whether their thanks, and those they get, may be quoted: in the managers' digest, and at the monthly table.
    pub quotable: bool,
    /// Whether they may be asked to welcome a new colleague.
    pub hosting: bool,
    /// Whether they may be asked if they could teach what they learned.
    pub wants_questions: bool,
    /// Whether they hear of thanks by private message.
    pub wants_thanks: bool,
    /// Whether they get the digest by private message, where it is sent so and they are a manager.
    pub wants_digest: bool,
    /// Whether they get their own month by private message.
    pub wants_month: bool,
    /// Whether they may be asked what they are learning, if they are a leader.
    pub wants_leading: bool,
}

/// Something a member agrees to or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Consent {
    /// Their thanks, and those they get, may be quoted: in the managers' digest, and at the monthly table.
    Quotable,
    /// They may be asked to welcome a new colleague.
    Hosting,
    /// They may be asked if they could teach what they learned.
    Questions,
    /// They hear of thanks by private message.
    Thanks,
    /// They get the digest by private message.
    Digests,
    /// They get their own month by private message.
    Months,
    /// They may be asked what they are learning, as a leader.
    Leading,
}

/// The choices of somebody who is in the guild.
pub async fn of(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
) -> Result<Option<Choices>> {
    let row = sqlx::query!(
        r#"SELECT zone, working_days AS "working_days: u8", work_start AS "work_start: u16", work_end AS "work_end: u16",
               paused_until, load_limit AS "load_limit: u32", quotable AS "quotable: bool", hosting AS "hosting: bool",
               wants_questions AS "wants_questions: bool", wants_thanks AS "wants_thanks: bool",
               wants_digest AS "wants_digest: bool", wants_month AS "wants_month: bool", wants_leading AS "wants_leading: bool"
           FROM members WHERE guild_id = ? AND member_id = ? AND left_at IS NULL"#,
        guild,
        member
    )
    .fetch_optional(db)
    .await?;
    row.map(|row| {
        Ok(Choices {
            own: own_hours(
                row.zone.as_deref(),
                row.working_days,
                row.work_start,
                row.work_end,
            )?,
            paused_until: row.paused_until.map(at),
            limit: LoadLimit::new(row.load_limit)
                .map_err(|error| sqlx::Error::Decode(Box::new(error)))?,
            quotable: row.quotable,
            hosting: row.hosting,
            wants_questions: row.wants_questions,
            wants_thanks: row.wants_thanks,
            wants_digest: row.wants_digest,
            wants_month: row.wants_month,
            wants_leading: row.wants_leading,
        })
    })
    .transpose()
}

/// Sets a member's own zone.
pub async fn set_zone(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
    zone: Tz,
) -> Result<()> {
    let zone = zone.name();
    sqlx::query!(
        "UPDATE members SET zone = ? WHERE guild_id = ? AND member_id = ?",
        zone,
        guild,
        member
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Sets a member's own working days.
pub async fn set_days(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
    days: WorkingDays,
) -> Result<()> {
    let days = days.bits();
    sqlx::query!(
        "UPDATE members SET working_days = ? WHERE guild_id = ? AND member_id = ?",
        days,
        guild,
        member
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Sets a member's own working hours.
pub async fn set_hours(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
    hours: WorkingHours,
) -> Result<()> {
    let (start, end) = (hours.from_minutes(), hours.to_minutes());
    sqlx::query!(
        "UPDATE members SET work_start = ?, work_end = ? WHERE guild_id = ? AND member_id = ?",
        start,
        end,
        guild,
        member
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Forgets a member's own zone, days and hours: the guild's count again.
pub async fn clear_hours(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
) -> Result<()> {
    sqlx::query!(
        "UPDATE members SET zone = NULL, working_days = NULL, work_start = NULL, work_end = NULL
         WHERE guild_id = ? AND member_id = ?",
        guild,
        member
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Sets until when a member is out; `None`: they are back.
pub async fn set_pause(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
    until: Option<DateTime<Utc>>,
) -> Result<()> {
    let until = until.map(ms);
    sqlx::query!(
        "UPDATE members SET paused_until = ? WHERE guild_id = ? AND member_id = ?",
        until,
        guild,
        member
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Sets how much a member is ready to carry.
pub async fn set_limit(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
    limit: LoadLimit,
) -> Result<()> {
    let limit = limit.get();
    sqlx::query!(
        "UPDATE members SET load_limit = ? WHERE guild_id = ? AND member_id = ?",
        limit,
        guild,
        member
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Who is there, has a role, and gets the digest by private message.
pub async fn want_digest(
    db: &mut SqliteConnection,
    guild: GuildId,
    role: RoleId,
) -> Result<Vec<MemberId>> {
    sqlx::query_scalar!(
        r#"SELECT m.member_id AS "member: MemberId" FROM members m JOIN member_roles r USING (guild_id, member_id)
           WHERE m.guild_id = ? AND r.role_id = ? AND m.left_at IS NULL AND m.bot = 0 AND m.wants_digest = 1
           ORDER BY m.member_id"#,
        guild,
        role
    )
    .fetch_all(db)
    .await
}

/// Sets what a member agrees to.
pub async fn set_consent(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
    consent: Consent,
    given: bool,
) -> Result<()> {
    match consent {
        Consent::Quotable => sqlx::query!(
            "UPDATE members SET quotable = ? WHERE guild_id = ? AND member_id = ?",
            given,
            guild,
            member
        ),
        Consent::Hosting => sqlx::query!(
            "UPDATE members SET hosting = ? WHERE guild_id = ? AND member_id = ?",
            given,
            guild,
            member
        ),
        Consent::Questions => sqlx::query!(
            "UPDATE members SET wants_questions = ? WHERE guild_id = ? AND member_id = ?",
            given,
            guild,
            member
        ),
        Consent::Thanks => sqlx::query!(
            "UPDATE members SET wants_thanks = ? WHERE guild_id = ? AND member_id = ?",
            given,
            guild,
            member
        ),
        Consent::Digests => sqlx::query!(
            "UPDATE members SET wants_digest = ? WHERE guild_id = ? AND member_id = ?",
            given,
            guild,
            member
        ),
        Consent::Months => sqlx::query!(
            "UPDATE members SET wants_month = ? WHERE guild_id = ? AND member_id = ?",
            given,
            guild,
            member
        ),
        Consent::Leading => sqlx::query!(
            "UPDATE members SET wants_leading = ? WHERE guild_id = ? AND member_id = ?",
            given,
            guild,
            member
        ),
    }
    .execute(db)
    .await?;
    Ok(())
}
