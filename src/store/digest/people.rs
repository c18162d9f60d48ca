//! Who is known to be in the facts of the weeks that wait to be told: what closing a week decides by.

use std::collections::BTreeSet;

use sqlx::{Result, SqliteConnection, query, query_scalar};

use super::weeks;
use crate::domain::digest::{Block, Family, Leaf, People, UNMET_AFTER_WEEKS, Week, open_since};
use crate::domain::ids::{GuildId, MemberId};

/// The people of the weeks that wait when this one is closed, whose facts are counted already. `first` is the guild's first week,
/// `blocks` are all blocks so far.
pub(super) async fn of(
    db: &mut SqliteConnection,
    guild: GuildId,
    week: Week,
    first: Week,
    blocks: &[Block],
) -> Result<People> {
    let mut people = People {
        unmet: unmet(db, guild, week).await?,
        ..People::default()
    };
    let (since, last) = (weeks::kept(open_since(first, blocks)), weeks::kept(week));
    let tallies = query!(
        r#"SELECT week, leaf AS "leaf: Leaf", number FROM digest_tallies WHERE guild_id = ? AND week BETWEEN ? AND ?"#,
        guild,
        since,
        last
    )
    .fetch_all(&mut *db)
    .await?;
    for row in tallies {
        let week = weeks::read(&row.week)?;
        let crowd = people.crowds.entry((week, row.leaf)).or_default();
        crowd.facts = u64::try_from(row.number).unwrap_or(0);
    }
    for leaf in Leaf::ALL {
        let waits_since = waits_since(*leaf, first, blocks);
        if waits_since > week {
            continue;
        }
        for (week, member) in known(db, guild, *leaf, waits_since).await? {
            let crowd = people.crowds.entry((weeks::read(&week)?, *leaf));
            crowd.or_default().people.insert(member);
        }
    }
    Ok(people)
}

/// The first week that waits in a family that tells this leaf. A leaf of its own, as a family that hardly ever has enough people
/// must not have everybody of years read.
fn waits_since(leaf: Leaf, first: Week, blocks: &[Block]) -> Week {
    let families = Family::ALL
        .iter()
        .filter(|family| family.parts().iter().any(|part| part.contains(&leaf)));
    let since = families.map(|family| {
        let ends = blocks.iter().filter(|block| block.family == *family);
        ends.map(|block| block.span.last.later(1))
            .max()
            .unwrap_or(first)
    });
    since.min().unwrap_or(first)
}

/// Who is known to be in the facts of a leaf, week by week from one on; each once a week.
async fn known(
    db: &mut SqliteConnection,
    guild: GuildId,
    leaf: Leaf,
    since: Week,
) -> Result<Vec<(String, MemberId)>> {
    let since = weeks::kept(since);
    let word = leaf.as_str();
    /// What a statement finds that says `?1` for the guild, `?2` for the first week, and where there are several leaves `?3` for one.
    macro_rules! find {
        ($statement:literal $(, $more:expr)*) => {
            query!($statement, guild, since $(, $more)*)
                .fetch_all(db)
                .await?
                .into_iter()
                .map(|row| (row.week, row.member))
                .collect()
        };
    }
    Ok(match leaf {
        Leaf::Active => find!(
            r#"SELECT w.week AS "week!: String", a.member_id AS "member!: MemberId"
               FROM digest_weeks w CROSS JOIN active_weeks a ON a.guild_id = w.guild_id AND a.week = w.week
               WHERE w.guild_id = ?1 AND w.week >= ?2 AND w.away = 0 AND EXISTS (
                   SELECT 1 FROM eligible_spans s WHERE s.guild_id = a.guild_id AND s.member_id = a.member_id
                       AND s.first_week <= w.week AND (s.last_week IS NULL OR s.last_week >= w.week))"#
        ),
        Leaf::Inactive => find!(
            r#"SELECT w.week AS "week!: String", s.member_id AS "member!: MemberId"
               FROM digest_weeks w CROSS JOIN eligible_spans s ON s.guild_id = w.guild_id
                   AND s.first_week <= w.week AND (s.last_week IS NULL OR s.last_week >= w.week)
               WHERE w.guild_id = ?1 AND w.week >= ?2 AND w.away = 0 AND NOT EXISTS (
                   SELECT 1 FROM active_weeks a WHERE a.guild_id = w.guild_id AND a.week = w.week AND a.member_id = s.member_id)"#
        ),
        Leaf::Answered | Leaf::Unanswered => find!(
            r#"SELECT DISTINCT w.week AS "week!: String", a.asker_id AS "member!: MemberId"
               FROM digest_weeks w CROSS JOIN asks a ON a.guild_id = w.guild_id
                   AND a.created_at >= w.starts_at - 172800000 AND a.created_at < w.ends_at - 172800000
               WHERE w.guild_id = ?1 AND w.week >= ?2 AND w.away = 0 AND a.asker_id IS NOT NULL
                   AND (a.answered_at < a.created_at + 172800000 OR a.ended_at IS NULL OR a.ended_at >= a.created_at + 172800000)
                   AND CASE WHEN a.answered_at < a.created_at + 172800000 THEN 'answered' ELSE 'unanswered' END = ?3"#,
            word
        ),
        Leaf::AcrossUpwards | Leaf::AcrossLevel | Leaf::WithinUpwards | Leaf::WithinLevel => find!(
            r#"SELECT DISTINCT week AS "week!: String", member AS "member!: MemberId"
               FROM (SELECT w.week, CASE side.helper WHEN 1 THEN h.helper_id ELSE h.learner_id END AS member
                     FROM digest_weeks w CROSS JOIN helps h ON h.guild_id = w.guild_id
                         AND h.happened_at >= w.starts_at AND h.happened_at < w.ends_at AND h.counts = 1
                         CROSS JOIN (SELECT 1 AS helper UNION ALL SELECT 0) side
                     WHERE w.guild_id = ?1 AND w.week >= ?2 AND w.away = 0
                         AND CASE WHEN h.helper_team <> h.learner_team THEN 'across' ELSE 'within' END
                             || CASE WHEN h.upwards = 1 THEN '_upwards' ELSE '_level' END = ?3)
               WHERE member IS NOT NULL"#,
            word
        ),
        Leaf::Met | Leaf::NotMet | Leaf::SwapMet | Leaf::SwapNotMet => find!(
            r#"SELECT DISTINCT w.week AS "week!: String", s.member_id AS "member!: MemberId"
               FROM digest_weeks w CROSS JOIN pairings p ON p.guild_id = w.guild_id
                   AND p.ended_at >= w.starts_at AND p.ended_at < w.ends_at AND p.answered = 1
                   CROSS JOIN rounds r ON r.round_id = p.round_id CROSS JOIN programmes g ON g.programme_id = r.programme_id
                   CROSS JOIN seats s ON s.pairing_id = p.pairing_id AND s.left_at IS NULL
               WHERE w.guild_id = ?1 AND w.week >= ?2 AND w.away = 0
                   AND CASE WHEN g.kind = 'swap' THEN 'swap_' ELSE '' END
                       || CASE WHEN p.met_at IS NULL THEN 'not_met' ELSE 'met' END = ?3"#,
            word
        ),
        Leaf::Buddied | Leaf::Unbuddied => find!(
            r#"SELECT DISTINCT w.week AS "week!: String", n.member_id AS "member!: MemberId"
               FROM digest_weeks w CROSS JOIN newcomers n ON n.guild_id = w.guild_id
                   AND n.created_at >= w.starts_at - 86400000 AND n.created_at < w.ends_at - 86400000
               WHERE w.guild_id = ?1 AND w.week >= ?2 AND w.away = 0
                   AND CASE WHEN n.first_buddy_at < n.created_at + 86400000 THEN 'buddied' ELSE 'unbuddied' END = ?3"#,
            word
        ),
        Leaf::RatedSad | Leaf::RatedNeutral | Leaf::RatedHappy => find!(
            r#"SELECT week AS "week!: String", member AS "member!: MemberId"
               FROM (SELECT w.week, a.asker_id AS member, a.face
                     FROM digest_weeks w CROSS JOIN asks a ON a.guild_id = w.guild_id
                         AND a.ended_at >= w.starts_at AND a.ended_at < w.ends_at AND a.state = 'solved'
                     WHERE w.guild_id = ?1 AND w.week >= ?2 AND w.away = 0 AND a.face IS NOT NULL AND a.asker_id IS NOT NULL
                     UNION
                     SELECT w.week, s.member_id, s.face
                     FROM digest_weeks w CROSS JOIN pairings p ON p.guild_id = w.guild_id
                         AND p.ended_at >= w.starts_at AND p.ended_at < w.ends_at
                         CROSS JOIN seats s ON s.pairing_id = p.pairing_id
                     WHERE w.guild_id = ?1 AND w.week >= ?2 AND w.away = 0 AND s.face IS NOT NULL)
               WHERE CASE face WHEN 1 THEN 'rated_sad' WHEN 2 THEN 'rated_neutral' ELSE 'rated_happy' END = ?3"#,
            word
        ),
        Leaf::Lesson => find!(
            r#"SELECT DISTINCT w.week AS "week!: String", l.author_id AS "member!: MemberId"
               FROM digest_weeks w CROSS JOIN lessons l ON l.guild_id = w.guild_id
                   AND l.created_at >= w.starts_at AND l.created_at < w.ends_at
               WHERE w.guild_id = ?1 AND w.week >= ?2 AND w.away = 0 AND l.author_id IS NOT NULL"#
        ),
    })
}

/// Whom nobody had met for eight weeks at the end of a week that has just been counted: who was eligible all that time, met nobody in a
/// pairing, and neither gave nor received help. Weeks in which Potluck was away are none of the eight.
async fn unmet(
    db: &mut SqliteConnection,
    guild: GuildId,
    week: Week,
) -> Result<BTreeSet<MemberId>> {
    let last = weeks::kept(week);
    let many = UNMET_AFTER_WEEKS + 1;
    let lately = query_scalar!(
        "SELECT week FROM digest_weeks WHERE guild_id = ? AND week <= ? AND away = 0 ORDER BY week DESC LIMIT ?",
        guild,
        last,
        many
    )
    .fetch_all(&mut *db)
    .await?;
    let [.., first, before] = lately.as_slice() else {
        return Ok(BTreeSet::new());
    };
    if u32::try_from(lately.len()) != Ok(many) {
        return Ok(BTreeSet::new());
    }
    // Pairings have rising numbers: with the first of those that met since then nobody's older seats are looked at.
    let Some(window) = query!(
        r#"SELECT f.starts_at, l.ends_at, coalesce((
               SELECT min(p.pairing_id) FROM pairings p WHERE p.guild_id = ?1 AND p.met_at >= f.starts_at), 9223372036854775807) AS "pairing!: i64"
           FROM digest_weeks f CROSS JOIN digest_weeks l
           WHERE f.guild_id = ?1 AND f.week = ?2 AND l.guild_id = ?1 AND l.week = ?3"#,
        guild,
        first,
        last
    )
    .fetch_optional(&mut *db)
    .await?
    else {
        return Ok(BTreeSet::new());
    };
    let members = query_scalar!(
        r#"SELECT s.member_id AS "member!: MemberId" FROM eligible_spans s
           WHERE s.guild_id = ?1 AND s.last_week IS NULL AND s.first_week <= ?2
               AND NOT EXISTS (
                   SELECT 1 FROM seats t CROSS JOIN pairings p ON p.pairing_id = t.pairing_id
                   WHERE t.guild_id = ?1 AND t.member_id = s.member_id AND t.pairing_id >= ?5 AND t.left_at IS NULL
                       AND p.met_at >= ?3 AND p.met_at < ?4)
               AND NOT EXISTS (
                   SELECT 1 FROM helps h WHERE h.guild_id = ?1 AND h.helper_id = s.member_id AND h.counts = 1
                       AND h.happened_at >= ?3 AND h.happened_at < ?4)
               AND NOT EXISTS (
                   SELECT 1 FROM helps h WHERE h.guild_id = ?1 AND h.learner_id = s.member_id AND h.counts = 1
                       AND h.happened_at >= ?3 AND h.happened_at < ?4)"#,
        guild,
        before,
        window.starts_at,
        window.ends_at,
        window.pairing
    )
    .fetch_all(db)
    .await?;
    Ok(members.into_iter().collect())
}
