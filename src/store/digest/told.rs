//! What a digest of some weeks is made of.

use std::collections::BTreeSet;

use sqlx::{Result, SqliteConnection, query, query_as};

use super::{flows, weeks};
use crate::domain::digest::{Facts, Leaf, Range, SkillNow, Span, Tally, ThankYou, Waited};
use crate::domain::ids::{GuildId, HelpId, MemberId};

/// How many weeks before the range are needed for the change.
const BEFORE: u32 = 4;
/// So many thank-yous are shown.
const THANKS: usize = 3;
/// So many are looked at, so that three different people are thanked by three others.
const THANKS_READ: u32 = 60;

/// Gathers what a digest of these weeks is made of. Weeks that were not closed are passed over.
///
/// # Errors
///
/// When the database does not answer.
pub async fn facts(db: &mut SqliteConnection, guild: GuildId, range: Range) -> Result<Facts> {
    let span = range.span();
    let blocks = weeks::blocks(db, guild).await?;
    let needed = Span {
        first: range.since(&blocks),
        last: span.last,
    };
    let before = span.first.earlier(BEFORE);
    let closed = Span {
        first: needed.first.min(before),
        last: span.last,
    };
    Ok(Facts {
        weeks: weeks::closed(db, guild, closed).await?,
        blocks,
        tallies: tallies(db, guild, needed).await?,
        waited: waited(db, guild, needed).await?,
        map: flows::map(db, guild, span.last).await?,
        skills: skills(db, guild).await?,
        thanks: thanks(db, guild, span).await?,
    })
}

/// What was counted when these weeks were closed.
async fn tallies(db: &mut SqliteConnection, guild: GuildId, span: Span) -> Result<Vec<Tally>> {
    let (first, last) = (weeks::kept(span.first), weeks::kept(span.last));
    let rows = query!(
        r#"SELECT week, leaf AS "leaf: Leaf", number FROM digest_tallies WHERE guild_id = ? AND week BETWEEN ? AND ?"#,
        guild,
        first,
        last
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Tally {
                week: weeks::read(&row.week)?,
                leaf: row.leaf,
                number: u64::try_from(row.number).unwrap_or(0),
            })
        })
        .collect()
}

/// How long the answered asks of these weeks waited. There may be very many: a row for each week is read, and not one for each ask.
async fn waited(db: &mut SqliteConnection, guild: GuildId, span: Span) -> Result<Vec<Waited>> {
    let (first, last) = (weeks::kept(span.first), weeks::kept(span.last));
    let rows = query!(
        r#"SELECT w.week AS "week!: String", group_concat((a.answered_at - a.created_at) / 60000, ' ') AS "minutes!: String"
           FROM digest_weeks w CROSS JOIN asks a ON a.guild_id = w.guild_id
               AND a.created_at >= w.starts_at - 172800000 AND a.created_at < w.ends_at - 172800000
           WHERE w.guild_id = ? AND w.week BETWEEN ? AND ? AND w.away = 0 AND a.answered_at < a.created_at + 172800000
           GROUP BY w.week"#,
        guild,
        first,
        last
    )
    .fetch_all(db)
    .await?;
    let mut waited = Vec::new();
    for row in rows {
        let week = weeks::read(&row.week)?;
        for minutes in row.minutes.split(' ') {
            let minutes = minutes
                .parse()
                .map_err(|error: std::num::ParseIntError| sqlx::Error::Decode(error.into()))?;
            waited.push(Waited { week, minutes });
        }
    }
    Ok(waited)
}

/// Every skill that somebody in the guild teaches or wishes for, by name.
async fn skills(db: &mut SqliteConnection, guild: GuildId) -> Result<Vec<SkillNow>> {
    // All there are, less those of who has left: few, against a look at each member.
    let rows = query!(
        r#"WITH offers_gone AS MATERIALIZED (
               SELECT o.skill_id, count(*) AS number FROM members m INDEXED BY members_left CROSS JOIN offers o USING (guild_id, member_id)
               WHERE m.guild_id = ?1 AND m.left_at IS NOT NULL GROUP BY o.skill_id),
           wishes_gone AS MATERIALIZED (
               SELECT w.skill_id, count(*) AS number FROM members m INDEXED BY members_left CROSS JOIN wishes w USING (guild_id, member_id)
               WHERE m.guild_id = ?1 AND m.left_at IS NOT NULL GROUP BY w.skill_id),
           counted AS MATERIALIZED (
               SELECT s.name, s.key,
                   (SELECT count(*) FROM offers o WHERE o.skill_id = s.skill_id) - coalesce(og.number, 0) AS teachers,
                   (SELECT count(*) FROM wishes w WHERE w.skill_id = s.skill_id) - coalesce(wg.number, 0) AS wishers
               FROM skills s LEFT JOIN offers_gone og ON og.skill_id = s.skill_id
                   LEFT JOIN wishes_gone wg ON wg.skill_id = s.skill_id
               WHERE s.guild_id = ?1)
           SELECT name AS "name!: String", teachers AS "teachers!: i64", wishers AS "wishers!: i64"
           FROM counted WHERE teachers > 0 OR wishers > 0 ORDER BY key"#,
        guild
    )
    .fetch_all(db)
    .await?;
    let skills = rows.into_iter().map(|row| SkillNow {
        name: row.name,
        teachers: u64::try_from(row.teachers).unwrap_or(0),
        wishers: u64::try_from(row.wishers).unwrap_or(0),
    });
    Ok(skills.collect())
}

/// The latest thanks of these weeks that both agreed to have quoted and who are both there: three others thank three others, as far as
/// there are so many.
async fn thanks(db: &mut SqliteConnection, guild: GuildId, span: Span) -> Result<Vec<ThankYou>> {
    let (first, last) = (weeks::kept(span.first), weeks::kept(span.last));
    let rows = query_as!(
        ThankYou,
        r#"SELECT h.help_id AS "help!: HelpId", h.learner_id AS "by!: MemberId", h.helper_id AS "to!: MemberId", h.thanks AS "words!: String", s.name AS "skill?: String"
           FROM digest_weeks w CROSS JOIN helps h ON h.guild_id = w.guild_id
                   AND h.happened_at >= w.starts_at AND h.happened_at < w.ends_at
               CROSS JOIN members l ON l.guild_id = h.guild_id AND l.member_id = h.learner_id AND l.quotable = 1 AND l.left_at IS NULL
               CROSS JOIN members t ON t.guild_id = h.guild_id AND t.member_id = h.helper_id AND t.quotable = 1 AND t.left_at IS NULL
               LEFT JOIN skills s ON s.skill_id = h.skill_id
           WHERE w.guild_id = ? AND w.week BETWEEN ? AND ? AND w.away = 0 AND h.thanks IS NOT NULL
           ORDER BY h.happened_at DESC, h.help_id DESC LIMIT ?"#,
        guild,
        first,
        last,
        THANKS_READ
    )
    .fetch_all(db)
    .await?;
    let mut chosen: Vec<ThankYou> = Vec::new();
    let (mut by, mut to) = (BTreeSet::new(), BTreeSet::new());
    for thanks in rows {
        if chosen.len() < THANKS && !by.contains(&thanks.by) && !to.contains(&thanks.to) {
            by.insert(thanks.by);
            to.insert(thanks.to);
            chosen.push(thanks);
        }
    }
    Ok(chosen)
}
