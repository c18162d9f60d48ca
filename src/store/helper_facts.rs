//! The facts that helpers are chosen by, and people as asks need to know them.

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::SqliteConnection;

use crate::domain::helper_choice::{Basis, Candidate};
use crate::domain::ids::{GuildId, MemberId, RoleId, SkillId};
use crate::domain::load::{LOAD_WINDOW, Load, LoadLimit};
use crate::domain::permissions::{GuildRights, Permissions};
use crate::domain::schedule::{Calendar, MemberHours, WorkingDays, WorkingHours};
use crate::domain::skill::Level;
use crate::domain::team::Team;
use crate::store::asks::Ask;
use crate::store::settings::{self, Channel, Guild};
use crate::store::types::ms;

/// How far back helps count as lately given or received.
const LATELY: TimeDelta = TimeDelta::days(90);

/// A member, present or former.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Who.
    pub member: MemberId,
    /// As Discord shows them, as written (not escaped).
    pub name: String,
    /// Whether it is a bot.
    pub bot: bool,
    /// Whether they still have to pass membership screening.
    pub pending: bool,
    /// Whether they left.
    pub left: bool,
    /// When they work.
    pub calendar: Calendar,
}

/// A candidate with what their invitation needs beside the choice.
#[derive(Clone, Debug)]
pub struct Possible {
    /// What the choice goes by. The budget is the caller's to fill in.
    pub candidate: Candidate,
    /// When they work.
    pub calendar: Calendar,
}

/// What a member says of their own working time, as it is kept.
#[derive(Clone, Copy)]
struct Hours<'a> {
    zone: Option<&'a str>,
    days: Option<u8>,
    start: Option<u16>,
    end: Option<u16>,
}

/// Their calendar. What cannot be read counts as not said: a guild's hours are better than no invitation at all.
fn calendar(guild: &Calendar, hours: Hours<'_>) -> Calendar {
    guild.for_member(MemberHours {
        zone: hours.zone.and_then(|zone| zone.parse().ok()),
        days: hours
            .days
            .and_then(|days| WorkingDays::from_bits(days).ok()),
        hours: hours
            .start
            .zip(hours.end)
            .and_then(|(start, end)| WorkingHours::new(start, end).ok()),
    })
}

/// Reads a person; `None` if they were never a member.
pub async fn person(
    db: &mut SqliteConnection,
    guild: &Guild,
    member: MemberId,
) -> sqlx::Result<Option<Person>> {
    let row = sqlx::query!(
        r#"SELECT display_name, bot as "bot: bool", pending as "pending: bool", left_at, zone, working_days as "days: u8",
                  work_start as "start: u16", work_end as "end: u16"
           FROM members WHERE guild_id = ? AND member_id = ?"#,
        guild.id,
        member,
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(|row| Person {
        member,
        name: row.display_name,
        bot: row.bot,
        pending: row.pending,
        left: row.left_at.is_some(),
        calendar: calendar(
            &guild.calendar,
            Hours {
                zone: row.zone.as_deref(),
                days: row.days,
                start: row.start,
                end: row.end,
            },
        ),
    }))
}

/// Among whom helpers are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Among<'a> {
    /// Those who teach the skill of the ask.
    Teachers,
    /// Those who teach one of these, which are close to it.
    Neighbours(&'a [SkillId]),
    /// This one, whatever they teach, as another named them.
    Named {
        /// Whom.
        member: MemberId,
        /// Who named them.
        by: MemberId,
    },
}

/// Those among whom helpers are looked for, with the facts about them. Those who left, bots and those not through membership
/// screening are not there, nor is the asker. Who teaches several neighbouring skills is there once for each. Whose invitation
/// only closed, because somebody else had the ask, counts as not asked yet.
pub async fn possible_helpers(
    db: &mut SqliteConnection,
    guild: &Guild,
    ask: &Ask,
    asker: Option<MemberId>,
    among: Among<'_>,
    now: DateTime<Utc>,
) -> sqlx::Result<Vec<Possible>> {
    let now_ms = ms(now);
    let load_since = ms(now - LOAD_WINDOW);
    let lately = ms(now - LATELY);
    let (skills, named, by) = match among {
        Among::Teachers => (vec![ask.skill], None, None),
        Among::Neighbours(skills) => (skills.to_vec(), None, None),
        Among::Named { member, by } => (Vec::new(), Some(member), Some(by)),
    };
    let skills = list(&skills)?;
    let rows = sqlx::query!(
        r#"SELECT m.member_id as "member!: MemberId", s.skill_id as "skill: SkillId", s.level as "level: Level", m.zone,
               m.working_days as "days: u8", m.work_start as "start: u16", m.work_end as "end: u16",
               m.load_limit as "limit!: u32", coalesce(m.paused_until > ?3, 0) as "paused!: bool",
               (SELECT count(*) FROM helps h WHERE h.guild_id = m.guild_id AND h.helper_id = m.member_id AND h.skill_id = ?2
                  AND h.counts = 1) as "helped_before!: u32",
               (SELECT count(*) FROM invitations i JOIN asks a USING (ask_id)
                WHERE i.member_id = m.member_id AND i.state = 'open' AND a.guild_id = m.guild_id) as "open_invitations!: u32",
               (SELECT count(*) FROM ask_helpers t JOIN asks a USING (ask_id)
                WHERE t.member_id = m.member_id AND t.accepted_at > ?4 AND t.released_at IS NULL
                  AND a.guild_id = m.guild_id) as "accepted_lately!: u32",
               EXISTS (SELECT 1 FROM blocks b WHERE b.guild_id = m.guild_id
                       AND ((b.by_member = m.member_id AND b.other = ?5) OR (b.by_member = ?5 AND b.other = m.member_id)))
                   as "blocked!: bool",
               (EXISTS (SELECT 1 FROM invitations i WHERE i.ask_id = ?6 AND i.member_id = m.member_id AND i.state <> 'closed')
                OR EXISTS (SELECT 1 FROM ask_helpers t WHERE t.ask_id = ?6 AND t.member_id = m.member_id))
                   as "already_asked!: bool",
               (SELECT count(*) FROM helps h WHERE h.guild_id = m.guild_id AND h.helper_id = m.member_id AND h.happened_at > ?7
                  AND h.counts = 1) as "given_lately!: u32",
               (SELECT count(*) FROM helps h WHERE h.guild_id = m.guild_id AND h.learner_id = m.member_id AND h.happened_at > ?7
                  AND h.counts = 1) as "received_lately!: u32"
           FROM (SELECT o.member_id, o.skill_id, o.level FROM offers o
                 WHERE o.guild_id = ?1 AND o.skill_id IN (SELECT value FROM json_each(?8))
                 UNION ALL SELECT ?9, NULL, NULL WHERE ?9 IS NOT NULL) s
           JOIN members m ON m.guild_id = ?1 AND m.member_id = s.member_id
           WHERE m.left_at IS NULL AND m.bot = 0 AND m.pending = 0 AND m.member_id IS NOT ?5"#,
        ask.guild,
        ask.skill,
        now_ms,
        load_since,
        asker,
        ask.id,
        lately,
        skills,
        named,
    )
    .fetch_all(&mut *db)
    .await?;
    let members: Vec<MemberId> = rows.iter().map(|row| row.member).collect();
    let roles = settings::roles_of_each(db, ask.guild, &members).await?;
    let team_roles = settings::team_roles(db, ask.guild).await?;
    let sight = Sight::of(db, guild, ask).await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let calendar = calendar(
                &guild.calendar,
                Hours {
                    zone: row.zone.as_deref(),
                    days: row.days,
                    start: row.start,
                    end: row.end,
                },
            );
            let level = row.level;
            let basis = match (row.skill, by) {
                (_, Some(by)) => Basis::Named { by },
                (Some(skill), None) if skill != ask.skill => {
                    Basis::TeachesNeighbour { skill, level }
                }
                _ => Basis::Teaches { level },
            };
            let roles = roles.get(&row.member).map_or(&[][..], Vec::as_slice);
            let candidate = Candidate {
                member: row.member,
                bot: false,
                basis,
                helped_before: row.helped_before,
                load: Load {
                    open_invitations: row.open_invitations,
                    accepted_lately: row.accepted_lately,
                },
                limit: LoadLimit::new(row.limit).unwrap_or_default(),
                within_hours: calendar.is_working(now),
                team: Team::of(&team_roles, roles),
                paused: row.paused,
                blocked: row.blocked,
                already_asked: row.already_asked,
                sees_channel: sight.reaches(row.member, roles),
                budget_spent: false,
                given_lately: row.given_lately,
                received_lately: row.received_lately,
            };
            Possible {
                candidate,
                calendar,
            }
        })
        .collect())
}

/// Who can see the channel in which an ask goes on. Where there is none, everybody counts as seeing it.
struct Sight(Option<(GuildRights, Channel)>);

impl Sight {
    async fn of(db: &mut SqliteConnection, guild: &Guild, ask: &Ask) -> sqlx::Result<Self> {
        let Some(channel) = ask.post_channel.or(guild.help_channel) else {
            return Ok(Self(None));
        };
        let Some(channel) = settings::channel(db, guild.id, channel).await? else {
            return Ok(Self(None));
        };
        Ok(Self(Some((settings::rights(db, guild).await?, channel))))
    }

    fn reaches(&self, member: MemberId, roles: &[RoleId]) -> bool {
        self.0.as_ref().is_none_or(|(rights, channel)| {
            rights
                .in_channel(&channel.overwrites, member, roles)
                .contains(Permissions::VIEW_CHANNEL)
        })
    }
}

/// Ids as a list that a query can read.
fn list(ids: &[impl serde::Serialize]) -> sqlx::Result<String> {
    serde_json::to_string(ids).map_err(|error| sqlx::Error::Encode(error.into()))
}

/// The people of a guild that somebody may name as a helper, in the order of their shown names.
pub async fn people(db: &mut SqliteConnection, guild: GuildId) -> sqlx::Result<Vec<Named>> {
    sqlx::query_as!(
        Named,
        r#"SELECT member_id as "member: MemberId", display_name as name, user_name FROM members
           WHERE guild_id = ? AND left_at IS NULL AND bot = 0 ORDER BY display_name, member_id"#,
        guild,
    )
    .fetch_all(db)
    .await
}

/// Somebody by their names, as written (not escaped).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// Who.
    pub member: MemberId,
    /// As Discord shows them.
    pub name: String,
    /// Their user name.
    pub user_name: String,
}

/// Those likeliest to have helped with an ask, likeliest first: who took it on, who was invited, who teaches the skill.
pub async fn likely_helpers(
    db: &mut SqliteConnection,
    ask: &Ask,
    asker: Option<MemberId>,
) -> sqlx::Result<Vec<MemberId>> {
    sqlx::query_scalar!(
        r#"SELECT m.member_id as "member: MemberId" FROM members m
           LEFT JOIN ask_helpers t ON t.ask_id = ?1 AND t.member_id = m.member_id
           LEFT JOIN invitations i ON i.ask_id = ?1 AND i.member_id = m.member_id
           LEFT JOIN offers o ON o.guild_id = m.guild_id AND o.member_id = m.member_id AND o.skill_id = ?2
           WHERE m.guild_id = ?3 AND m.left_at IS NULL AND m.bot = 0 AND m.member_id IS NOT ?4
             AND (t.member_id IS NOT NULL OR i.member_id IS NOT NULL OR o.member_id IS NOT NULL)
           ORDER BY t.member_id IS NULL, t.released_at IS NOT NULL, i.member_id IS NULL, m.display_name, m.member_id"#,
        ask.id,
        ask.skill,
        ask.guild,
        asker,
    )
    .fetch_all(db)
    .await
}
