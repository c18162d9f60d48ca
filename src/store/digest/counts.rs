//! How many facts of each kind a week has.
//!
//! What a fact is, and to which week it belongs, is said here and in `people` alike: a test compares the two. A week in which Potluck
//! was away has none.

use sqlx::{Result, SqliteConnection, query};

use super::weeks;
use crate::domain::digest::{Leaf, Tally, Week};
use crate::domain::ids::GuildId;

/// Counts a week whose boundaries are kept, from the tables. Leaves without a fact are left out.
pub(super) async fn of(
    db: &mut SqliteConnection,
    guild: GuildId,
    week: Week,
) -> Result<Vec<Tally>> {
    let mut tallies = Vec::new();
    let kept = weeks::kept(week);
    /// Adds what a statement counts, that says `?1` for the guild and `?2` for the week.
    macro_rules! add {
        ($($statement:literal;)*) => {$(
            for row in query!($statement, guild, kept).fetch_all(&mut *db).await? {
                tallies.push(Tally {
                    week,
                    leaf: row.leaf,
                    number: u64::try_from(row.number).unwrap_or(0),
                });
            }
        )*};
    }
    add!(
        r#"SELECT CASE WHEN a.member_id IS NULL THEN 'inactive' ELSE 'active' END AS "leaf!: Leaf", count(*) AS "number!: i64"
           FROM digest_weeks w CROSS JOIN eligible_spans s ON s.guild_id = w.guild_id
               LEFT JOIN active_weeks a ON a.guild_id = s.guild_id AND a.week = ?2 AND a.member_id = s.member_id
           WHERE w.guild_id = ?1 AND w.week = ?2 AND w.away = 0 AND s.first_week <= ?2 AND (s.last_week IS NULL OR s.last_week >= ?2)
           GROUP BY 1"#;
        r#"SELECT CASE WHEN a.answered_at < a.created_at + 172800000 THEN 'answered' ELSE 'unanswered' END AS "leaf!: Leaf",
               count(*) AS "number!: i64"
           FROM digest_weeks w CROSS JOIN asks a ON a.guild_id = w.guild_id
               AND a.created_at >= w.starts_at - 172800000 AND a.created_at < w.ends_at - 172800000
           WHERE w.guild_id = ?1 AND w.week = ?2 AND w.away = 0
               AND (a.answered_at < a.created_at + 172800000 OR a.ended_at IS NULL OR a.ended_at >= a.created_at + 172800000)
           GROUP BY 1"#;
        r#"SELECT CASE WHEN h.helper_team <> h.learner_team THEN 'across' ELSE 'within' END
               || CASE WHEN h.upwards = 1 THEN '_upwards' ELSE '_level' END AS "leaf!: Leaf", count(*) AS "number!: i64"
           FROM digest_weeks w CROSS JOIN helps h ON h.guild_id = w.guild_id
               AND h.happened_at >= w.starts_at AND h.happened_at < w.ends_at AND h.counts = 1
           WHERE w.guild_id = ?1 AND w.week = ?2 AND w.away = 0 GROUP BY 1"#;
        r#"SELECT CASE WHEN g.kind = 'swap' THEN 'swap_' ELSE '' END
               || CASE WHEN p.met_at IS NULL THEN 'not_met' ELSE 'met' END AS "leaf!: Leaf", count(*) AS "number!: i64"
           FROM digest_weeks w CROSS JOIN pairings p ON p.guild_id = w.guild_id
               AND p.ended_at >= w.starts_at AND p.ended_at < w.ends_at AND p.answered = 1
               JOIN rounds r ON r.round_id = p.round_id JOIN programmes g ON g.programme_id = r.programme_id
           WHERE w.guild_id = ?1 AND w.week = ?2 AND w.away = 0 GROUP BY 1"#;
        r#"SELECT CASE WHEN n.first_buddy_at < n.created_at + 86400000 THEN 'buddied' ELSE 'unbuddied' END AS "leaf!: Leaf",
               count(*) AS "number!: i64"
           FROM digest_weeks w CROSS JOIN newcomers n ON n.guild_id = w.guild_id
               AND n.created_at >= w.starts_at - 86400000 AND n.created_at < w.ends_at - 86400000
           WHERE w.guild_id = ?1 AND w.week = ?2 AND w.away = 0 GROUP BY 1"#;
        r#"SELECT CASE face WHEN 1 THEN 'rated_sad' WHEN 2 THEN 'rated_neutral' ELSE 'rated_happy' END AS "leaf!: Leaf",
               count(*) AS "number!: i64"
           FROM (SELECT a.face FROM digest_weeks w CROSS JOIN asks a ON a.guild_id = w.guild_id
                     AND a.ended_at >= w.starts_at AND a.ended_at < w.ends_at AND a.state = 'solved'
                 WHERE w.guild_id = ?1 AND w.week = ?2 AND w.away = 0
                 UNION ALL
                 SELECT s.face FROM digest_weeks w CROSS JOIN pairings p ON p.guild_id = w.guild_id
                     AND p.ended_at >= w.starts_at AND p.ended_at < w.ends_at
                     JOIN seats s ON s.pairing_id = p.pairing_id
                 WHERE w.guild_id = ?1 AND w.week = ?2 AND w.away = 0)
           WHERE face IS NOT NULL GROUP BY 1"#;
        r#"SELECT 'lesson' AS "leaf!: Leaf", count(*) AS "number!: i64"
           FROM digest_weeks w CROSS JOIN lessons l ON l.guild_id = w.guild_id
               AND l.created_at >= w.starts_at AND l.created_at < w.ends_at
           WHERE w.guild_id = ?1 AND w.week = ?2 AND w.away = 0"#;
    );
    tallies.retain(|tally| tally.number > 0);
    Ok(tallies)
}
