//! How far a round has come, for its admins: counts, and who is together only for a programme that shows it in its channel.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use sqlx::{Result, SqliteConnection, query, query_scalar};

use crate::domain::ids::{GuildId, PairingId, RoundId};
use crate::store::types::ms;

/// How far the pairings of a round have come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// How many there are, but for those that did not come about.
    pub pairings: i64,
    /// How many of them have three members or more.
    pub trios: i64,
    /// How many did not come about: somebody could not, or their thread was never opened.
    pub came_to_nothing: i64,
    /// Whose thread or first private messages are still on their way.
    pub on_the_way: i64,
    /// Of those, how many wait because the server has no room for another thread.
    pub no_room: i64,
    /// Whose introduction could not be delivered.
    pub failed: i64,
    /// How many were told of privately, because somebody cannot see the channel.
    pub privately: i64,
    /// Of those, how many have somebody whose message is still on its way.
    pub telling: i64,
    /// In how many somebody said that they met.
    pub met: i64,
    /// In how many somebody clicked anything at all.
    pub answered: i64,
    /// How many members could not be seated.
    pub left_out: i64,
}

/// How far a round has come.
pub async fn progress(db: &mut SqliteConnection, round: RoundId) -> Result<Progress> {
    let row = query!(
        r#"SELECT coalesce(sum(p.state <> 'off'), 0) AS "pairings!: i64",
                  coalesce(sum(p.state <> 'off'
                      AND (SELECT count(*) FROM seats s WHERE s.pairing_id = p.pairing_id AND s.left_at IS NULL) > 2), 0) AS "trios!: i64",
                  coalesce(sum(p.state = 'off'), 0) AS "came_to_nothing!: i64",
                  coalesce(sum(p.state <> 'off' AND p.privately), 0) AS "privately!: i64",
                  coalesce(sum(p.met_at IS NOT NULL), 0) AS "met!: i64",
                  coalesce(sum(p.state <> 'off'
                      AND EXISTS (SELECT 1 FROM seats s WHERE s.pairing_id = p.pairing_id AND s.answer IS NOT NULL)), 0)
                      AS "answered!: i64",
                  (SELECT count(*) FROM left_out l WHERE l.round_id = ?1) AS "left_out!: i64"
           FROM pairings p WHERE p.round_id = ?1"#,
        round
    )
    .fetch_one(&mut *db)
    .await?;
    // Of each pairing only what introduces it counts: the thread, and the message in it.
    let sent = query!(
        r#"SELECT coalesce(sum(EXISTS (SELECT 1 FROM outbox o WHERE o.lane = 'pairing:' || p.pairing_id
                      AND o.state IN ('owed', 'sending') AND o.receipt <> '"nothing"')), 0) AS "on_the_way!: i64",
                  coalesce(sum(EXISTS (SELECT 1 FROM outbox o WHERE o.lane = 'pairing:' || p.pairing_id
                      AND o.state IN ('owed', 'sending') AND o.held_at IS NOT NULL)), 0) AS "no_room!: i64"
           FROM pairings p WHERE p.round_id = ?1 AND p.state <> 'off'"#,
        round
    )
    .fetch_one(&mut *db)
    .await?;
    let telling = query_scalar!(
        r#"SELECT count(DISTINCT json_extract(o.receipt, '$.pairing_told[0]')) AS "telling!: i64" FROM outbox o
           WHERE o.guild_id = (SELECT r.guild_id FROM rounds r WHERE r.round_id = ?1)
             AND o.state IN ('owed', 'sending')
             AND json_extract(o.receipt, '$.pairing_told[0]') IN
                 (SELECT p.pairing_id FROM pairings p WHERE p.round_id = ?1 AND p.state <> 'off')"#,
        round
    )
    .fetch_one(&mut *db)
    .await?;
    // The guild's problems are gone through once, not once for each pairing: after a bad day there are as many of both.
    let failed = query_scalar!(
        r#"SELECT count(DISTINCT o.lane) AS "failed!: i64" FROM outbox o
           WHERE o.guild_id = (SELECT r.guild_id FROM rounds r WHERE r.round_id = ?1)
             AND o.state IN ('failed', 'undecided') AND o.receipt <> '"nothing"'
             AND o.lane IN (SELECT 'pairing:' || p.pairing_id FROM pairings p WHERE p.round_id = ?1)"#,
        round
    )
    .fetch_one(db)
    .await?;
    Ok(Progress {
        pairings: row.pairings,
        trios: row.trios,
        came_to_nothing: row.came_to_nothing,
        on_the_way: sent.on_the_way,
        no_room: sent.no_room,
        failed,
        privately: row.privately,
        telling,
        met: row.met,
        answered: row.answered,
        left_out: row.left_out,
    })
}

/// Who is together in a round, by their names as written (not escaped): those who left their seat, and groups that did not come about,
/// are not there.
pub async fn together(db: &mut SqliteConnection, round: RoundId) -> Result<Vec<Vec<String>>> {
    let rows = query!(
        r#"SELECT s.pairing_id AS "pairing!: PairingId", coalesce(m.display_name, 'Somebody') AS "name!: String"
           FROM pairings p JOIN seats s USING (pairing_id)
               LEFT JOIN members m ON m.guild_id = s.guild_id AND m.member_id = s.member_id
           WHERE p.round_id = ? AND p.state <> 'off' AND s.left_at IS NULL
           ORDER BY s.pairing_id, s.place, s.member_id"#,
        round
    )
    .fetch_all(db)
    .await?;
    let mut together: BTreeMap<PairingId, Vec<String>> = BTreeMap::new();
    for row in rows {
        together.entry(row.pairing).or_default().push(row.name);
    }
    Ok(together.into_values().collect())
}

/// How many rounds of a guild were missed since an instant.
pub async fn missed_since(
    db: &mut SqliteConnection,
    guild: GuildId,
    since: DateTime<Utc>,
) -> Result<i64> {
    let since = ms(since);
    query_scalar!(
        r#"SELECT count(*) AS "missed!: i64" FROM rounds WHERE guild_id = ? AND state = 'missed' AND ended_at >= ?"#,
        guild,
        since
    )
    .fetch_one(db)
    .await
}
