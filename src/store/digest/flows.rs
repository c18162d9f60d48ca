//! Who helped whom in the last twelve weeks: what is told of it is decided when a week is closed, and kept. Who is forgotten, and a team
//! that grows or shrinks, would show as the difference of two digests otherwise.

use std::collections::BTreeMap;

use sqlx::{Result, SqliteConnection, query, query_scalar};

use super::weeks;
use crate::domain::digest::{
    Arrow, Flow, Leaf, Map, MapTeam, TeamNow, Week, Weight, resting_on_few,
};
use crate::domain::ids::{GuildId, MemberId, RoleId};

/// Over how many weeks helps are looked at.
const WEEKS: u32 = 12;

/// Decides and keeps what is told of the twelve weeks up to one that has just been counted.
pub(super) async fn keep(db: &mut SqliteConnection, guild: GuildId, week: Week) -> Result<()> {
    let flows = flows(db, guild, week).await?;
    let few = resting_on_few(&flows, eligible(db, guild, week).await?);
    let map = Map::of(&flows, &teams(db, guild).await?);
    let week = weeks::kept(week);
    query!(
        "UPDATE digest_weeks SET few = ? WHERE guild_id = ? AND week = ?",
        few,
        guild,
        week
    )
    .execute(&mut *db)
    .await?;
    for (place, team) in (0_i64..).zip(&map.teams) {
        // Others are nobody's role, and stand in the place after all teams.
        let Some(role) = team.role else { continue };
        query!(
            "INSERT INTO digest_teams (guild_id, week, place, role_id, name) VALUES (?, ?, ?, ?, ?)",
            guild,
            week,
            place,
            role,
            team.name
        )
        .execute(&mut *db)
        .await?;
    }
    for arrow in &map.arrows {
        let [from, to] =
            [arrow.from, arrow.to].map(|place| i64::try_from(place).unwrap_or(i64::MAX));
        query!(
            "INSERT INTO digest_ways (guild_id, week, from_place, to_place, weight) VALUES (?, ?, ?, ?, ?)",
            guild,
            week,
            from,
            to,
            arrow.weight
        )
        .execute(&mut *db)
        .await?;
    }
    Ok(())
}

/// The map as it was when a week was closed.
pub(super) async fn map(db: &mut SqliteConnection, guild: GuildId, week: Week) -> Result<Map> {
    let week = weeks::kept(week);
    let teams = query!(
        r#"SELECT role_id AS "role: RoleId", name FROM digest_teams WHERE guild_id = ? AND week = ? ORDER BY place"#,
        guild,
        week
    )
    .fetch_all(&mut *db)
    .await?;
    let ways = query!(
        r#"SELECT from_place, to_place, weight AS "weight: Weight" FROM digest_ways
           WHERE guild_id = ? AND week = ? ORDER BY from_place, to_place"#,
        guild,
        week
    )
    .fetch_all(db)
    .await?;
    let teams = teams.into_iter().map(|team| MapTeam {
        role: Some(team.role),
        name: team.name,
    });
    let place = |kept| usize::try_from(kept).unwrap_or(usize::MAX);
    let arrows = ways.into_iter().map(|way| Arrow {
        from: place(way.from_place),
        to: place(way.to_place),
        weight: way.weight,
    });
    Ok(Map::drawn(teams.collect(), arrows.collect()))
}

/// How many members were eligible at the end of a week that has been counted.
pub(super) async fn eligible(db: &mut SqliteConnection, guild: GuildId, week: Week) -> Result<u64> {
    let week = weeks::kept(week);
    let (active, inactive) = (Leaf::Active.as_str(), Leaf::Inactive.as_str());
    let number = query_scalar!(
        r#"SELECT coalesce(sum(number), 0) AS "number!: i64" FROM digest_tallies
           WHERE guild_id = ? AND week = ? AND leaf IN (?, ?)"#,
        guild,
        week,
        active,
        inactive
    )
    .fetch_one(db)
    .await?;
    Ok(u64::try_from(number).unwrap_or(0))
}

/// Who helped whom in the twelve weeks up to one.
pub(super) async fn flows(
    db: &mut SqliteConnection,
    guild: GuildId,
    last: Week,
) -> Result<Vec<Flow>> {
    let (first, last) = (weeks::kept(last.earlier(WEEKS - 1)), weeks::kept(last));
    let rows = query!(
        r#"SELECT h.helper_team AS "from_team: RoleId", h.learner_team AS "to_team: RoleId", h.helper_id AS "helper: MemberId",
               h.learner_id AS "learner: MemberId"
           FROM digest_weeks w CROSS JOIN helps h ON h.guild_id = w.guild_id
               AND h.happened_at >= w.starts_at AND h.happened_at < w.ends_at AND h.counts = 1
           WHERE w.guild_id = ? AND w.week BETWEEN ? AND ? AND w.away = 0"#,
        guild,
        first,
        last
    )
    .fetch_all(db)
    .await?;
    // Counted here: there are about as many flows as helps, and SQLite would sort them all.
    let mut flows = BTreeMap::new();
    for row in rows {
        *flows
            .entry((row.from_team, row.to_team, row.helper, row.learner))
            .or_insert(0) += 1;
    }
    let flow = |((from, to, helper, learner), helps)| Flow {
        from,
        to,
        helper,
        learner,
        helps,
    };
    Ok(flows.into_iter().map(flow).collect())
}

/// The teams as they are now, the one that counts first in front.
pub(super) async fn teams(db: &mut SqliteConnection, guild: GuildId) -> Result<Vec<TeamNow>> {
    // Of the roles of a member, that of the team which stands first counts. Who has left has none, and bots are in no team.
    let rows = query!(
        r#"WITH firsts AS MATERIALIZED (
               SELECT min(f.position) AS position FROM member_roles o
                   CROSS JOIN team_roles f ON f.guild_id = o.guild_id AND f.role_id = o.role_id
               WHERE o.guild_id = ?1
                   AND o.member_id NOT IN (SELECT b.member_id FROM members b WHERE b.guild_id = ?1 AND b.bot = 1)
               GROUP BY o.member_id),
           counted AS MATERIALIZED (SELECT position, count(*) AS members FROM firsts GROUP BY position)
           SELECT t.role_id AS "role!: RoleId", coalesce(r.name, CAST(t.role_id AS TEXT)) AS "name!: String",
               coalesce(c.members, 0) AS "members!: i64"
           FROM team_roles t LEFT JOIN roles r ON r.guild_id = t.guild_id AND r.role_id = t.role_id
               LEFT JOIN counted c ON c.position = t.position
           WHERE t.guild_id = ?1 ORDER BY t.position, t.role_id"#,
        guild
    )
    .fetch_all(db)
    .await?;
    let teams = rows.into_iter().map(|row| TeamNow {
        role: row.role,
        name: row.name,
        members: u64::try_from(row.members).unwrap_or(0),
    });
    Ok(teams.collect())
}
