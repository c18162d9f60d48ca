//! Programmes of a guild, and what members said of taking part.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc, Weekday};
use sqlx::{Result, SqliteConnection, query, query_as, query_scalar};

use super::types::{at, ms};
use crate::domain::ids::{ChannelId, GuildId, MemberId, ProgrammeId, RoleId};
use crate::domain::pairing::Emphasis;
use crate::domain::round::{Membership, ProgrammeKind};

/// A recurring pairing with its own channel, schedule and members.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Programme {
    /// Which.
    pub id: ProgrammeId,
    /// Where.
    pub guild: GuildId,
    /// What it puts together.
    pub kind: ProgrammeKind,
    /// As people read it.
    pub name: String,
    /// Where its rounds are announced and its threads hang. `None`: not chosen or deleted, and then nothing happens.
    pub channel: Option<ChannelId>,
    /// Its members are those with this role; `None`: those who opted in.
    pub role: Option<RoleId>,
    /// On which day of the week its rounds start, by the guild's zone.
    pub weekday: Weekday,
    /// At which time of that day.
    pub time: NaiveTime,
    /// In every how many weeks: 1 to 4.
    pub every_weeks: u8,
    /// A date in the first of the weeks counted.
    pub anchor: NaiveDate,
    /// How many sit together: 2 or 3.
    pub group_size: u8,
    /// Whether the channel's post says who is with whom.
    pub names_shown: bool,
    /// How much each kind of worth counts when its members are paired.
    pub emphasis: Emphasis,
    /// Whether rounds are held; an admin can stop a programme and start it again.
    pub running: bool,
}

/// What a member said of a programme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Member {
    /// Who.
    pub member: MemberId,
    /// What they said.
    pub state: Membership,
    /// How often they like to take part: every so many weeks, 1, 2 or 4; `None`: in every round.
    pub every_weeks: Option<u8>,
    /// Since when the state is this one.
    pub since: DateTime<Utc>,
}

struct Row {
    id: ProgrammeId,
    guild: GuildId,
    kind: ProgrammeKind,
    name: String,
    channel: Option<ChannelId>,
    role: Option<RoleId>,
    weekday: u8,
    minute: u32,
    every_weeks: u8,
    anchor: String,
    group_size: u8,
    names_shown: bool,
    weights: String,
    running: bool,
}

impl Row {
    fn read(self) -> Result<Programme> {
        Ok(Programme {
            id: self.id,
            guild: self.guild,
            kind: self.kind,
            name: self.name,
            channel: self.channel,
            role: self.role,
            weekday: Weekday::try_from(self.weekday).map_err(decode)?,
            // The table holds no minute beyond the day.
            time: NaiveTime::from_num_seconds_from_midnight_opt(self.minute * 60, 0)
                .unwrap_or_default(),
            every_weeks: self.every_weeks,
            anchor: self.anchor.parse().map_err(decode)?,
            group_size: self.group_size,
            names_shown: self.names_shown,
            emphasis: serde_json::from_str(&self.weights).map_err(decode)?,
            running: self.running,
        })
    }
}

fn decode(error: impl std::error::Error + Send + Sync + 'static) -> sqlx::Error {
    sqlx::Error::Decode(Box::new(error))
}

/// The programmes of a guild, the oldest first; those that are stopped, too.
pub async fn of(db: &mut SqliteConnection, guild: GuildId) -> Result<Vec<Programme>> {
    query_as!(
        Row,
        r#"SELECT programme_id AS "id!: ProgrammeId", guild_id AS "guild: GuildId", kind AS "kind: ProgrammeKind", name,
                  channel_id AS "channel: ChannelId", role_id AS "role: RoleId", weekday AS "weekday: u8", minute AS "minute: u32",
                  every_weeks AS "every_weeks: u8", anchor, group_size AS "group_size: u8", names_shown AS "names_shown: bool",
                  weights, running AS "running: bool"
           FROM programmes WHERE guild_id = ? AND removed_at IS NULL ORDER BY programme_id"#,
        guild
    )
    .fetch_all(db)
    .await?
    .into_iter()
    .map(Row::read)
    .collect()
}

/// One programme; `None`: it was never there, or was removed.
pub async fn find(db: &mut SqliteConnection, programme: ProgrammeId) -> Result<Option<Programme>> {
    query_as!(
        Row,
        r#"SELECT programme_id AS "id!: ProgrammeId", guild_id AS "guild: GuildId", kind AS "kind: ProgrammeKind", name,
                  channel_id AS "channel: ChannelId", role_id AS "role: RoleId", weekday AS "weekday: u8", minute AS "minute: u32",
                  every_weeks AS "every_weeks: u8", anchor, group_size AS "group_size: u8", names_shown AS "names_shown: bool",
                  weights, running AS "running: bool"
           FROM programmes WHERE programme_id = ? AND removed_at IS NULL"#,
        programme
    )
    .fetch_optional(db)
    .await?
    .map(Row::read)
    .transpose()
}

/// Writes a new programme; its `id` is left aside and given back.
pub async fn add(
    db: &mut SqliteConnection,
    programme: &Programme,
    now: DateTime<Utc>,
) -> Result<ProgrammeId> {
    let weekday = programme.weekday.num_days_from_monday();
    let minute = minute(programme.time);
    let anchor = programme.anchor.to_string();
    let weights = weights(programme.emphasis)?;
    let now = ms(now);
    let done = query!(
        "INSERT INTO programmes (guild_id, kind, name, channel_id, role_id, weekday, minute, every_weeks, anchor, group_size,
             names_shown, weights, running, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
        programme.guild,
        programme.kind,
        programme.name,
        programme.channel,
        programme.role,
        weekday,
        minute,
        programme.every_weeks,
        anchor,
        programme.group_size,
        programme.names_shown,
        weights,
        programme.running,
        now,
    )
    .execute(db)
    .await?;
    Ok(ProgrammeId(done.last_insert_rowid()))
}

/// Writes what an admin changed; the kind and the guild stay.
pub async fn update(db: &mut SqliteConnection, programme: &Programme) -> Result<()> {
    let weekday = programme.weekday.num_days_from_monday();
    let minute = minute(programme.time);
    let anchor = programme.anchor.to_string();
    let weights = weights(programme.emphasis)?;
    query!(
        "UPDATE programmes SET name = ?2, channel_id = ?3, role_id = ?4, weekday = ?5, minute = ?6, every_weeks = ?7, anchor = ?8,
             group_size = ?9, names_shown = ?10, weights = ?11, running = ?12
         WHERE programme_id = ?1",
        programme.id,
        programme.name,
        programme.channel,
        programme.role,
        weekday,
        minute,
        programme.every_weeks,
        anchor,
        programme.group_size,
        programme.names_shown,
        weights,
        programme.running,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The programme is there for nobody any more; its history stays.
pub async fn remove(
    db: &mut SqliteConnection,
    programme: ProgrammeId,
    now: DateTime<Utc>,
) -> Result<()> {
    let now = ms(now);
    query!(
        "UPDATE programmes SET removed_at = ?2 WHERE programme_id = ?1 AND removed_at IS NULL",
        programme,
        now
    )
    .execute(db)
    .await?;
    Ok(())
}

/// What a member said of a programme; `None`: nothing yet.
pub async fn said(
    db: &mut SqliteConnection,
    programme: ProgrammeId,
    member: MemberId,
) -> Result<Option<Member>> {
    let row = query!(
        r#"SELECT state AS "state: Membership", every_weeks AS "every_weeks: u8", since
           FROM programme_members WHERE programme_id = ? AND member_id = ?"#,
        programme,
        member
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(|row| Member {
        member,
        state: row.state,
        every_weeks: row.every_weeks,
        since: at(row.since),
    }))
}

/// How many people of the guild are in a programme: bots, those who left, and those who said otherwise aside.
pub async fn people_in(db: &mut SqliteConnection, programme: &Programme) -> Result<u32> {
    let people = query_scalar!(
        r#"SELECT count(*) AS "people: u32" FROM members m
             LEFT JOIN programme_members p ON p.programme_id = ?1 AND p.member_id = m.member_id
           WHERE m.guild_id = ?2 AND m.left_at IS NULL AND m.bot = 0
             AND iif(?3 IS NULL, p.state IS 'in',
                 ifnull(p.state, 'in') = 'in' AND EXISTS (SELECT 1 FROM member_roles r
                     WHERE r.guild_id = m.guild_id AND r.member_id = m.member_id AND r.role_id = ?3))"#,
        programme.id,
        programme.guild,
        programme.role
    )
    .fetch_one(db)
    .await?;
    Ok(people)
}

/// A member takes part in a programme, or no longer, or rests. How often they like to is kept.
pub async fn set_membership(
    db: &mut SqliteConnection,
    programme: &Programme,
    member: MemberId,
    state: Membership,
    now: DateTime<Utc>,
) -> Result<()> {
    let now = ms(now);
    query!(
        "INSERT INTO programme_members (programme_id, guild_id, member_id, state, since) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (programme_id, member_id) DO UPDATE SET state = excluded.state,
             since = iif(state = excluded.state, since, excluded.since)",
        programme.id,
        programme.guild,
        member,
        state,
        now,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// How often somebody who said something of a programme likes to take part; `None`: in every round.
pub async fn set_cadence(
    db: &mut SqliteConnection,
    programme: ProgrammeId,
    member: MemberId,
    every_weeks: Option<u8>,
) -> Result<()> {
    query!(
        "UPDATE programme_members SET every_weeks = ?3 WHERE programme_id = ?1 AND member_id = ?2",
        programme,
        member,
        every_weeks
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The local date on which the round that is announced and not yet paired was planned to start; `None`: none is, or an admin started it.
pub async fn announced_for(
    db: &mut SqliteConnection,
    programme: ProgrammeId,
) -> Result<Option<NaiveDate>> {
    let period = query_scalar!(
        "SELECT period FROM rounds WHERE programme_id = ? AND state = 'announced' ORDER BY round_id DESC LIMIT 1",
        programme
    )
    .fetch_optional(db)
    .await?;
    Ok(period.and_then(|period| period.parse().ok()))
}

/// A channel is there no more: the programmes that had it have none.
pub async fn channel_gone(
    db: &mut SqliteConnection,
    guild: GuildId,
    channel: ChannelId,
) -> Result<()> {
    query!(
        "UPDATE programmes SET channel_id = NULL WHERE guild_id = ? AND channel_id = ?",
        guild,
        channel
    )
    .execute(db)
    .await?;
    Ok(())
}

/// An emphasis as it is kept.
fn weights(emphasis: Emphasis) -> Result<String> {
    serde_json::to_string(&emphasis).map_err(|error| sqlx::Error::Encode(Box::new(error)))
}

/// The minute of the local day.
fn minute(time: NaiveTime) -> u32 {
    use chrono::Timelike as _;
    time.num_seconds_from_midnight() / 60
}
