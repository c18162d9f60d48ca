//! The facts that a round is paired by: who takes part, what they teach and wish for, and how the rounds before went.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use sqlx::{Result, SqliteConnection, query, query_scalar};

use crate::domain::ids::{GuildId, MemberId, PairingId, ProgrammeId, RoleId, RoundId, SkillId};
use crate::domain::pairing::WINDOW;
use crate::domain::round::{Membership, PastSeat, Standing, sits_out_for};
use crate::domain::schedule::Calendar;
use crate::store::programmes::Programme;
use crate::store::settings::{self, Guild};
use crate::store::types::at;

/// Somebody who may take part in a round: in the guild, through membership screening, no bot, not forgotten, and with the programme's
/// role or with a word about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Who.
    pub member: MemberId,
    /// As Discord shows them, as written (not escaped).
    pub name: String,
    /// What decides whether they take part.
    pub standing: Standing,
    /// When they joined.
    pub joined_at: DateTime<Utc>,
    /// From when they count as new: their joining, or the newcomer role where the guild has one; `None`: they never did.
    pub newcomer_since: Option<DateTime<Utc>>,
    /// Whether they said that they would rather not host newcomers.
    pub declined_hosting: bool,
    /// When they work.
    pub calendar: Calendar,
    /// Their roles.
    pub roles: Vec<RoleId>,
    /// What they teach.
    pub teaches: Vec<SkillId>,
    /// What they wish to learn.
    pub wishes: Vec<SkillId>,
}

/// Everything that the pairing of a round goes by. Two that are equal bring the same pairing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidates {
    /// By their ids, rising.
    pub people: Vec<Candidate>,
    /// Who blocked whom in the guild.
    pub blocks: Vec<(MemberId, MemberId)>,
    /// The guild's team roles, the one that counts first in front.
    pub team_roles: Vec<RoleId>,
    /// The seats of the programme's rounds so far, as far back as counts.
    pub past: Vec<PastSeat>,
    /// Who was left out lately, and how many rounds ago the last time.
    pub left_out: BTreeMap<MemberId, u16>,
}

/// Reads what a round of a programme is paired by: of one that is announced with who skips it.
pub async fn candidates(
    db: &mut SqliteConnection,
    guild: &Guild,
    programme: &Programme,
    round: Option<RoundId>,
) -> Result<Candidates> {
    let mut people = people(db, guild, programme, round).await?;
    for (member, role) in roles(db, guild.id).await? {
        if let Some(person) = people.get_mut(&member) {
            person.roles.push(role);
        }
    }
    for (member, skill) in offers(db, guild.id).await? {
        if let Some(person) = people.get_mut(&member) {
            person.teaches.push(skill);
        }
    }
    for (member, skill) in wishes(db, guild.id).await? {
        if let Some(person) = people.get_mut(&member) {
            person.wishes.push(skill);
        }
    }
    let rounds = paired(db, programme.id).await?;
    Ok(Candidates {
        people: people.into_values().collect(),
        blocks: blocks(db, guild.id).await?,
        team_roles: settings::team_roles(db, guild.id).await?,
        past: past(db, programme.id, &rounds).await?,
        left_out: left_out(db, programme.id, &rounds).await?,
    })
}

async fn people(
    db: &mut SqliteConnection,
    guild: &Guild,
    programme: &Programme,
    round: Option<RoundId>,
) -> Result<BTreeMap<MemberId, Candidate>> {
    let rows = query!(
        r#"SELECT m.member_id AS "member!: MemberId", m.display_name AS "name!: String", m.joined_at AS "joined_at!: i64", m.newcomer_since,
                  m.hosting AS "hosting!: bool", m.zone, m.working_days AS "days: u8", m.work_start AS "start: u16",
                  m.work_end AS "end: u16", m.paused_until, s.state AS "said: Membership", s.every_weeks AS "every_weeks: u8",
                  EXISTS (SELECT 1 FROM member_roles o
                          WHERE o.guild_id = m.guild_id AND o.member_id = m.member_id AND o.role_id = ?3) AS "has_role!: bool",
                  EXISTS (SELECT 1 FROM skips k WHERE k.round_id = ?4 AND k.member_id = m.member_id) AS "skips!: bool",
                  (SELECT max(r.starts_at) FROM seats t JOIN pairings p USING (pairing_id) JOIN rounds r USING (round_id)
                   WHERE t.guild_id = m.guild_id AND t.member_id = m.member_id AND r.programme_id = ?2
                     AND r.state IN ('paired', 'closed') AND t.left_at IS NULL AND p.state <> 'off') AS "last_seated: i64"
           FROM members m LEFT JOIN programme_members s ON s.programme_id = ?2 AND s.member_id = m.member_id
           WHERE m.guild_id = ?1 AND m.left_at IS NULL AND m.bot = 0 AND m.pending = 0
             AND NOT EXISTS (SELECT 1 FROM forgotten f WHERE f.guild_id = m.guild_id AND f.member_id = m.member_id)
             AND (s.member_id IS NOT NULL OR EXISTS (SELECT 1 FROM member_roles o
                  WHERE o.guild_id = m.guild_id AND o.member_id = m.member_id AND o.role_id = ?3))"#,
        guild.id,
        programme.id,
        programme.role,
        round
    )
    .fetch_all(db)
    .await?;
    let people = rows.into_iter().map(|row| {
        // What cannot be read counts as not said: the guild's hours are better than no partner at all.
        let own = settings::own_hours(row.zone.as_deref(), row.days, row.start, row.end);
        let candidate = Candidate {
            member: row.member,
            name: row.name,
            standing: Standing {
                has_role: programme.role.map(|_| row.has_role),
                said: row.said,
                skips: row.skips,
                paused_until: row.paused_until.map(at),
                sits_out_for: row
                    .every_weeks
                    .and_then(|weeks| sits_out_for(weeks, programme.every_weeks)),
                last_seated: row.last_seated.map(at),
            },
            joined_at: at(row.joined_at),
            newcomer_since: match guild.newcomer_role {
                Some(_) => row.newcomer_since.map(at),
                None => Some(at(row.joined_at)),
            },
            declined_hosting: !row.hosting,
            calendar: guild.calendar.for_member(own.unwrap_or_default()),
            roles: Vec::new(),
            teaches: Vec::new(),
            wishes: Vec::new(),
        };
        (row.member, candidate)
    });
    Ok(people.collect())
}

async fn roles(db: &mut SqliteConnection, guild: GuildId) -> Result<Vec<(MemberId, RoleId)>> {
    let rows = query!(
        r#"SELECT member_id AS "member: MemberId", role_id AS "role: RoleId" FROM member_roles
           WHERE guild_id = ? ORDER BY member_id, role_id"#,
        guild
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|row| (row.member, row.role)).collect())
}

async fn offers(db: &mut SqliteConnection, guild: GuildId) -> Result<Vec<(MemberId, SkillId)>> {
    let rows = query!(
        r#"SELECT member_id AS "member: MemberId", skill_id AS "skill: SkillId" FROM offers
           WHERE guild_id = ? ORDER BY member_id, skill_id"#,
        guild
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.member, row.skill))
        .collect())
}

async fn wishes(db: &mut SqliteConnection, guild: GuildId) -> Result<Vec<(MemberId, SkillId)>> {
    let rows = query!(
        r#"SELECT member_id AS "member: MemberId", skill_id AS "skill: SkillId" FROM wishes
           WHERE guild_id = ? ORDER BY member_id, skill_id"#,
        guild
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.member, row.skill))
        .collect())
}

async fn blocks(db: &mut SqliteConnection, guild: GuildId) -> Result<Vec<(MemberId, MemberId)>> {
    let rows = query!(
        r#"SELECT by_member AS "one: MemberId", other AS "other: MemberId" FROM blocks
           WHERE guild_id = ? ORDER BY by_member, other"#,
        guild
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|row| (row.one, row.other)).collect())
}

/// The rounds of a programme that were paired, the latest first, as far back as counts.
async fn paired(db: &mut SqliteConnection, programme: ProgrammeId) -> Result<Vec<RoundId>> {
    query_scalar!(
        r#"SELECT round_id AS "round!: RoundId" FROM rounds WHERE programme_id = ? AND state IN ('paired', 'closed')
           ORDER BY paired_at DESC, round_id DESC LIMIT ?"#,
        programme,
        WINDOW
    )
    .fetch_all(db)
    .await
}

/// How many rounds ago a round was, of these.
fn ago(rounds: &[RoundId], round: RoundId) -> Option<u16> {
    let place = rounds.iter().position(|one| *one == round)?;
    u16::try_from(place + 1).ok()
}

async fn past(
    db: &mut SqliteConnection,
    programme: ProgrammeId,
    rounds: &[RoundId],
) -> Result<Vec<PastSeat>> {
    let rows = query!(
        r#"SELECT p.round_id AS "round!: RoundId", s.pairing_id AS "pairing!: PairingId", s.member_id AS "member!: MemberId",
                  (p.state = 'off' AND p.met_at IS NULL) AS "fell_apart!: bool", s.left_at AS "left_at?: i64",
                  s.sign_at AS "sign_at?: i64", s.gave AS "gave!: bool", s.got AS "got!: bool",
                  s.wished AS "wished!: bool", s.hosted AS "hosted!: bool", s.of_three AS "of_three!: bool"
           FROM pairings p JOIN seats s USING (pairing_id)
           WHERE p.round_id IN (SELECT round_id FROM rounds WHERE programme_id = ?1 AND state IN ('paired', 'closed')
                                ORDER BY paired_at DESC, round_id DESC LIMIT ?2)
           ORDER BY s.pairing_id, s.place, s.member_id"#,
        programme,
        WINDOW
    )
    .fetch_all(db)
    .await?;
    let seats = rows.into_iter().filter_map(|row| {
        Some(PastSeat {
            ago: ago(rounds, row.round)?,
            pairing: row.pairing,
            member: row.member,
            fell_apart: row.fell_apart,
            left_at: row.left_at.map(at),
            sign_at: row.sign_at.map(at),
            gave: row.gave,
            got: row.got,
            wished: row.wished,
            hosted: row.hosted,
            of_three: row.of_three,
        })
    });
    Ok(seats.collect())
}

async fn left_out(
    db: &mut SqliteConnection,
    programme: ProgrammeId,
    rounds: &[RoundId],
) -> Result<BTreeMap<MemberId, u16>> {
    let rows = query!(
        r#"SELECT l.round_id AS "round!: RoundId", l.member_id AS "member!: MemberId" FROM left_out l
           WHERE l.round_id IN (SELECT round_id FROM rounds WHERE programme_id = ?1 AND state IN ('paired', 'closed')
                                ORDER BY paired_at DESC, round_id DESC LIMIT ?2)"#,
        programme,
        WINDOW
    )
    .fetch_all(db)
    .await?;
    let mut latest: BTreeMap<MemberId, u16> = BTreeMap::new();
    for row in rows {
        if let Some(ago) = ago(rounds, row.round) {
            let known = latest.entry(row.member).or_insert(ago);
            *known = ago.min(*known);
        }
    }
    Ok(latest)
}

/// When the last round began in which a member was seated and stayed so; `None`: never. A seat that they left, or in which they were
/// left alone, does not count: nobody waits for another round because of it.
pub async fn last_seated(
    db: &mut SqliteConnection,
    programme: &Programme,
    member: MemberId,
) -> Result<Option<DateTime<Utc>>> {
    let last = query_scalar!(
        r#"SELECT max(r.starts_at) AS "last: i64" FROM seats t JOIN pairings p USING (pairing_id) JOIN rounds r USING (round_id)
           WHERE t.guild_id = ? AND t.member_id = ? AND r.programme_id = ? AND r.state IN ('paired', 'closed')
             AND t.left_at IS NULL AND p.state <> 'off'"#,
        programme.guild,
        member,
        programme.id
    )
    .fetch_one(db)
    .await?;
    Ok(last.map(at))
}
