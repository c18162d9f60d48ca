//! How much is owed, for whoever watches the bot: asked for every few seconds, so it is counted from one index alone.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use sqlx::{SqliteConnection, query_as};

use super::Lane;
use crate::store::types::{at, ms};

/// How a row stands that is not done and not dropped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// To be carried out now.
    Due,
    /// To be carried out later: its time has not come, or its server is turned off or out of reach.
    Later,
    /// Being carried out.
    Sending,
    /// A private message that could be delivered nowhere and waits in `/me`.
    Waiting,
    /// Refused for good.
    Failed,
    /// Perhaps carried out, perhaps not. It is not tried again.
    Undecided,
}

impl Stage {
    /// Every stage there is.
    pub const ALL: [Self; 6] = [
        Self::Due,
        Self::Later,
        Self::Sending,
        Self::Waiting,
        Self::Failed,
        Self::Undecided,
    ];

    /// In a word, for those who watch.
    pub fn name(self) -> &'static str {
        match self {
            Self::Due => "due",
            Self::Later => "later",
            Self::Sending => "sending",
            Self::Waiting => "waiting",
            Self::Failed => "failed",
            Self::Undecided => "undecided",
        }
    }
}

/// How much is owed, over all guilds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Depth {
    rows: BTreeMap<(&'static str, Stage), u64>,
    oldest_due: BTreeMap<&'static str, DateTime<Utc>>,
}

impl Depth {
    /// How many rows there are in lanes of this kind (one of [`Lane::KINDS`]) at this stage.
    pub fn rows(&self, lane: &'static str, stage: Stage) -> u64 {
        self.rows.get(&(lane, stage)).copied().unwrap_or(0)
    }

    /// How many rows there are at this stage, in lanes of every kind.
    pub fn at(&self, stage: Stage) -> u64 {
        Lane::KINDS
            .into_iter()
            .map(|lane| self.rows(lane, stage))
            .sum()
    }

    /// Since when the oldest row in lanes of this kind has been due that is.
    pub fn oldest_due(&self, lane: &'static str) -> Option<DateTime<Utc>> {
        self.oldest_due.get(lane).copied()
    }

    fn add(&mut self, lane: &'static str, stage: Stage, rows: u64) {
        if rows > 0 {
            *self.rows.entry((lane, stage)).or_default() += rows;
        }
    }
}

/// How much is owed at this instant of bot time.
pub async fn depth(db: &mut SqliteConnection, now: DateTime<Utc>) -> sqlx::Result<Depth> {
    let now = ms(now);
    let counts = query_as!(
        Counts,
        r#"SELECT substr(lane, 1, instr(lane, ':') - 1) AS "lane!: String", state,
                  count(*) AS "all_rows!: u64",
                  count(*) FILTER (WHERE state = 'owed' AND due_at <= ?1
                                   AND guild_id IN (SELECT guild_id FROM working_guilds)) AS "due!: u64",
                  min(due_at) FILTER (WHERE state = 'owed' AND due_at <= ?1
                                      AND guild_id IN (SELECT guild_id FROM working_guilds)) AS "oldest_due: i64"
           FROM outbox
           WHERE state NOT IN ('done', 'dropped')
           GROUP BY substr(lane, 1, instr(lane, ':') - 1), state"#,
        now,
    )
    .fetch_all(db)
    .await?;
    let mut depth = Depth::default();
    for counted in counts {
        // A lane of another kind can only be of a version to come.
        let Some(lane) = Lane::KINDS.into_iter().find(|kind| *kind == counted.lane) else {
            continue;
        };
        match counted.state.as_str() {
            "sending" => depth.add(lane, Stage::Sending, counted.all_rows),
            "waiting" => depth.add(lane, Stage::Waiting, counted.all_rows),
            "failed" => depth.add(lane, Stage::Failed, counted.all_rows),
            "undecided" => depth.add(lane, Stage::Undecided, counted.all_rows),
            _ => {
                depth.add(lane, Stage::Due, counted.due);
                let later = counted.all_rows.saturating_sub(counted.due);
                depth.add(lane, Stage::Later, later);
                if let Some(due) = counted.oldest_due {
                    depth.oldest_due.insert(lane, at(due));
                }
            }
        }
    }
    Ok(depth)
}

struct Counts {
    lane: String,
    state: String,
    all_rows: u64,
    due: u64,
    oldest_due: Option<i64>,
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use std::time::{Duration, Instant};

    use chrono::TimeDelta;

    use super::*;
    use crate::delivery::{Delivery, Place, Purpose, Receipt};
    use crate::domain::ids::{AskId, ChannelId, GuildId, MemberId, NewcomerId, PairingId, RoundId};
    use crate::post::Post;
    use crate::store::outbox::{End, Owed, begin, conclude, owe};
    use crate::store::tests::{start, store, with_guild};
    use crate::store::{Write, settings};

    const ON: GuildId = GuildId(1);
    const OFF: GuildId = GuildId(2);

    async fn owed(
        write: &mut Write,
        guild: GuildId,
        lane: Lane,
        in_seconds: i64,
    ) -> crate::domain::ids::OutboxId {
        let owed = Owed {
            guild,
            lane,
            delivery: Delivery::Send {
                to: Place::Channel(ChannelId(5)),
                post: Post::text("x"),
            },
            receipt: Receipt::Nothing,
            purpose: Purpose::Answer,
            about: None,
            not_before: start() + TimeDelta::seconds(in_seconds),
        };
        owe(write, owed, start()).await.unwrap()
    }

    #[tokio::test]
    async fn rows_are_counted_by_lane_and_stage_and_those_that_cannot_go_are_not_due() {
        let (_folder, store) = store().await;
        with_guild(&store, ON).await;
        with_guild(&store, OFF).await;
        let mut write = store.write().await.unwrap();
        settings::set_turned_on(&mut write, ON, Some(start()))
            .await
            .unwrap();
        assert_eq!(depth(&mut write, start()).await.unwrap(), Depth::default());
        let mia = Lane::Direct(MemberId(11));
        owed(&mut write, ON, mia, -60).await;
        owed(&mut write, ON, mia, -20).await;
        owed(&mut write, ON, mia, 1).await;
        owed(&mut write, OFF, Lane::Guild(OFF), -3600).await;
        let begun = owed(&mut write, ON, Lane::Ask(AskId(1)), 0).await;
        begin(&mut write, begun, start()).await.unwrap();
        for end in [
            End::Done(None),
            End::Dropped,
            End::Failed("50013".to_owned()),
            End::Waiting("closed".to_owned()),
            End::Undecided("restarted".to_owned()),
        ] {
            let row = owed(&mut write, ON, Lane::Round(RoundId(1)), 0).await;
            conclude(&mut write, row, &end, start()).await.unwrap();
        }
        let depth = depth(&mut write, start()).await.unwrap();
        let counted: Vec<(&str, Stage, u64)> = depth
            .rows
            .iter()
            .map(|((lane, stage), rows)| (*lane, *stage, *rows))
            .collect();
        assert_eq!(
            counted,
            [
                ("ask", Stage::Sending, 1),
                ("dm", Stage::Due, 2),
                ("dm", Stage::Later, 1),
                ("guild", Stage::Later, 1),
                ("round", Stage::Waiting, 1),
                ("round", Stage::Failed, 1),
                ("round", Stage::Undecided, 1),
            ]
        );
        assert_eq!(
            depth.oldest_due("dm"),
            Some(start() - TimeDelta::seconds(60))
        );
        assert_eq!(depth.oldest_due("guild"), None);
        assert_eq!(depth.at(Stage::Later), 2);
    }

    #[test]
    fn every_lane_is_of_a_kind() {
        let lanes = [
            Lane::Ask(AskId(7)),
            Lane::Direct(MemberId(7)),
            Lane::Pairing(PairingId(7)),
            Lane::Newcomer(NewcomerId(7)),
            Lane::Round(RoundId(7)),
            Lane::Guild(GuildId(7)),
        ];
        assert_eq!(lanes.map(Lane::kind), Lane::KINDS);
        for lane in lanes {
            assert_eq!(lane.to_string(), format!("{}:7", lane.kind()));
        }
    }

    /// A hundred thousand rows that are all owed: far more than there ever are.
    #[tokio::test]
    async fn a_hundred_thousand_rows_are_counted_from_the_index_alone() {
        let (_folder, store) = store().await;
        with_guild(&store, ON).await;
        let mut write = store.write().await.unwrap();
        settings::set_turned_on(&mut write, ON, Some(start()))
            .await
            .unwrap();
        sqlx::query(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)
             INSERT INTO outbox (outbox_id, guild_id, lane, delivery, receipt, purpose, state, not_before, due_at, nonce, created_at)
             SELECT i, 1, CASE i % 3 WHEN 0 THEN 'dm:' WHEN 1 THEN 'ask:' ELSE 'pairing:' END || (i % 5000),
                    '{\"of\":\"' || hex(zeroblob(300)) || '\"}', '\"nothing\"', '\"answer\"', 'owed', i, i, printf('%x.0', i), 0
             FROM n",
        )
        .execute(&mut *write)
        .await
        .unwrap();
        write.commit().await.unwrap();
        let mut read = store.read().await.unwrap();
        // The query above, to the letter.
        let source = include_str!("depth.rs");
        let query = source.split("r#\"").nth(1).unwrap();
        let query = query.split("\"#").next().unwrap();
        let plan: Vec<(i64, i64, i64, String)> =
            sqlx::query_as(sqlx::AssertSqlSafe(format!("EXPLAIN QUERY PLAN {query}")))
                .bind(0)
                .fetch_all(&mut *read)
                .await
                .unwrap();
        let plan: Vec<&str> = plan.iter().map(|step| step.3.as_str()).collect();
        assert_eq!(
            plan[0],
            "SCAN outbox USING COVERING INDEX outbox_unfinished"
        );
        let of_outbox = plan.iter().filter(|step| step.contains("outbox")).count();
        let sorted = plan.iter().any(|step| step.contains("TEMP B-TREE"));
        assert!(of_outbox == 1 && !sorted, "{plan:?}");
        let begun = Instant::now();
        let depth = depth(&mut read, start()).await.unwrap();
        let took = begun.elapsed();
        println!("100,000 rows counted in {took:?}");
        assert_eq!(depth.at(Stage::Due), 100_000);
        assert_eq!(depth.rows("ask", Stage::Due), 33_334);
        assert!(took < Duration::from_secs(2), "{took:?}");
    }
}
