//! Everybody who might be a newcomer's buddy, with what they are chosen by.

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::{Result, SqliteConnection};

use crate::domain::buddy::Host;
use crate::domain::ids::MemberId;
use crate::domain::load::{LOAD_WINDOW, Load, LoadLimit};
use crate::domain::tenure::HOST_AFTER;
use crate::store::settings::{Guild, own_hours};
use crate::store::types::{at, ms};

/// How far back it counts how often somebody was chosen.
const LATELY: TimeDelta = TimeDelta::days(365);

/// The members of a guild who are there, no bots, and through the membership screening, the likeliest first: those with the fewest
/// newcomers, and of these first who takes part in anything. At most so many; `None`: all of them.
pub async fn hosts(
    db: &mut SqliteConnection,
    guild: &Guild,
    most: Option<u32>,
    now: DateTime<Utc>,
) -> Result<Vec<Host>> {
    // SQLite takes a limit below zero for none.
    let most = most.map_or(-1, i64::from);
    let now_ms = ms(now);
    let load_since = ms(now - LOAD_WINDOW);
    let lately = ms(now - LATELY);
    let host_since = ms(now - HOST_AFTER);
    // What few members have is counted once for all of them, since a guild may have tens of thousands.
    let rows = sqlx::query!(
        r#"WITH
             buddies AS (SELECT buddy_id AS member_id, count(*) AS newcomers FROM newcomers
                         WHERE guild_id = ?1 AND buddy_id IS NOT NULL AND state = 'paired' GROUP BY buddy_id),
             past AS (SELECT member_id, count(*) AS times FROM newcomer_buddies WHERE guild_id = ?1 AND since > ?2 GROUP BY member_id),
             fresh AS (SELECT member_id FROM newcomers WHERE guild_id = ?1 AND state IN ('looking', 'paired')),
             invited AS (SELECT i.member_id, count(*) AS times FROM invitations i JOIN asks a USING (ask_id)
                         WHERE a.guild_id = ?1 AND i.state = 'open' GROUP BY i.member_id),
             accepted AS (SELECT t.member_id, count(*) AS times FROM ask_helpers t JOIN asks a USING (ask_id)
                          WHERE a.guild_id = ?1 AND t.accepted_at > ?3 AND t.released_at IS NULL GROUP BY t.member_id),
             active AS (SELECT member_id FROM offers WHERE guild_id = ?1 UNION SELECT member_id FROM wishes WHERE guild_id = ?1
                        UNION SELECT member_id FROM programme_members WHERE guild_id = ?1 AND state = 'in')
           SELECT m.member_id AS "member!: MemberId", m.joined_at AS "joined_at!", m.hosting AS "hosting!: bool",
               coalesce(m.paused_until > ?4, 0) AS "paused!: bool", m.load_limit AS "load_limit!: u32",
               m.zone, m.working_days AS "days: u8", m.work_start AS "start: u16", m.work_end AS "end: u16",
               fresh.member_id IS NOT NULL AS "new!: bool", active.member_id IS NOT NULL AS "takes_part!: bool",
               coalesce(buddies.newcomers, 0) AS "newcomers!: u32", coalesce(past.times, 0) AS "lately!: u32",
               coalesce(invited.times, 0) AS "invited!: u32", coalesce(accepted.times, 0) AS "accepted!: u32"
           FROM members m
           LEFT JOIN buddies USING (member_id) LEFT JOIN past USING (member_id) LEFT JOIN fresh USING (member_id)
           LEFT JOIN invited USING (member_id) LEFT JOIN accepted USING (member_id) LEFT JOIN active USING (member_id)
           WHERE m.guild_id = ?1 AND m.left_at IS NULL AND m.bot = 0 AND m.pending = 0
           ORDER BY m.joined_at > ?5, m.hosting = 0, coalesce(buddies.newcomers, 0), active.member_id IS NULL,
               coalesce(past.times, 0), m.joined_at, m.member_id
           LIMIT ?6"#,
        guild.id,
        lately,
        load_since,
        now_ms,
        host_since,
        most,
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            let own = own_hours(row.zone.as_deref(), row.days, row.start, row.end)?;
            let load = Load {
                open_invitations: row.invited,
                accepted_lately: row.accepted,
            };
            Ok(Host {
                member: row.member,
                joined_at: at(row.joined_at),
                declined: !row.hosting,
                paused: row.paused,
                new: row.new,
                full: load.is_full(LoadLimit::new(row.load_limit).unwrap_or_default()),
                takes_part: row.takes_part,
                newcomers: row.newcomers,
                lately: row.lately,
                calendar: guild.calendar.for_member(own),
            })
        })
        .collect()
}
