//! No message twice, and none lost.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::Row as _;

use super::Evidence;
use super::world::{Said, Thread};

/// After so long the same may be said again: an ask that has been quiet, was looked after, and is quiet again.
const SAID_AGAIN: TimeDelta = TimeDelta::days(2);

/// What is said when somebody takes an ask on, and when it looks for somebody again. Each makes the other right to be said anew.
pub(super) const TAKES_ON: [&str; 2] = ["can help you with **", "can help with **"];
const LOOKS_AGAIN: [&str; 3] = [
    "could still use a hand with **",
    "can't go on with this after all",
    "has left the server.",
];

impl Evidence<'_> {
    pub(super) async fn no_message_twice_or_lost(&mut self) {
        self.nothing_said_twice();
        self.everything_sent_is_there().await;
        self.nothing_owed().await;
        self.nothing_dropped_without_a_reason().await;
        self.delays().await;
    }

    fn nothing_said_twice(&mut self) {
        let twice = said_twice(&self.world.said, &self.world.threads);
        self.broken.extend(twice);
    }

    /// What the outbox has as sent stands where it says, unless its place is gone; and nothing stands there that nobody owed.
    async fn everything_sent_is_there(&mut self) {
        let rows = sqlx::query(
            "SELECT message_id, channel_id, delivery FROM outbox WHERE state = 'done' AND json_extract(delivery, '$.send') IS NOT NULL",
        )
        .fetch_all(&self.db)
        .await
        .unwrap();
        let there: BTreeMap<i64, i64> = self
            .world
            .said
            .iter()
            .map(|said| (said.id, said.place))
            .collect();
        let places = self.story.sandbox.look(|world| {
            let ids = world.channels.keys().map(|id| id.get().cast_signed());
            ids.collect::<BTreeSet<i64>>()
        });
        let mut owned = BTreeSet::new();
        let mut broken = Vec::new();
        for row in &rows {
            let (message, place): (Option<i64>, Option<i64>) = (row.get(0), row.get(1));
            let (Some(message), Some(place)) = (message, place) else {
                broken.push(format!("sent without a place: {}", row.get::<String, _>(2)));
                continue;
            };
            if !owned.insert(message) {
                broken.push(format!("two sendings have the message {message}"));
            }
            if there.get(&message) != Some(&place) && places.contains(&place) {
                broken.push(format!("lost: {}", row.get::<String, _>(2)));
            }
        }
        let unknown = there
            .keys()
            .filter(|message| !owned.contains(message))
            .count();
        self.says(&format!(
            "{} messages are on record as sent; {unknown} more have no record any more, being about anonymous asks",
            rows.len()
        ));
        let anonymous = self.anonymous_places().await;
        for said in &self.world.said {
            let is_known =
                owned.contains(&said.id) || said.to.is_some() || anonymous.contains(&said.place);
            if !is_known && said.channel != "help" {
                broken.push(format!(
                    "nobody owed this in {}: {}",
                    said.channel, said.words
                ));
            }
        }
        self.broken.extend(broken);
    }

    /// The threads of anonymous asks, whose messages leave no record.
    async fn anonymous_places(&self) -> BTreeSet<i64> {
        sqlx::query_scalar::<_, i64>(
            "SELECT thread_id FROM asks WHERE anonymous = 1 AND thread_id IS NOT NULL",
        )
        .fetch_all(&self.db)
        .await
        .unwrap()
        .into_iter()
        .collect()
    }

    async fn nothing_owed(&mut self) {
        let rows = sqlx::query("SELECT state, coalesce(problem, ''), delivery FROM outbox WHERE state NOT IN ('done', 'dropped', 'waiting')")
            .fetch_all(&self.db)
            .await
            .unwrap();
        for row in &rows {
            let [state, problem, delivery] = [0, 1, 2].map(|column| row.get::<String, _>(column));
            self.breaks(format!("{state} ({problem}): {delivery}"));
        }
        let states =
            sqlx::query("SELECT state, count(*) FROM outbox GROUP BY state ORDER BY state")
                .fetch_all(&self.db)
                .await
                .unwrap();
        let counts: Vec<String> = states
            .iter()
            .map(|row| format!("{} {}", row.get::<i64, _>(1), row.get::<String, _>(0)))
            .collect();
        self.says(&format!("the outbox: {}", counts.join(", ")));
    }

    /// How long what was owed had to wait after its turn.
    async fn delays(&mut self) {
        let rows = sqlx::query(
            "SELECT done_at - max(not_before, created_at), lane, delivery FROM outbox WHERE state = 'done' ORDER BY 1 DESC LIMIT 3",
        )
        .fetch_all(&self.db)
        .await
        .unwrap();
        for row in rows {
            let delivery: String = row.get(2);
            let begins: String = delivery.chars().take(90).collect();
            let line = format!(
                "longest delay in the outbox: {} s, in {}: {begins}",
                row.get::<i64, _>(0) / 1000,
                row.get::<String, _>(1)
            );
            self.says(&line);
        }
    }
}

/// What was said twice: by the same sending, or by another that says the same.
fn said_twice(said: &[Said], threads: &BTreeMap<i64, Thread>) -> Vec<String> {
    let mut nonces = BTreeSet::new();
    let mut latest: BTreeMap<(i64, &str, &[String]), DateTime<Utc>> = BTreeMap::new();
    let mut twice = Vec::new();
    for said in said {
        if let Some(nonce) = &said.nonce
            && !nonces.insert(nonce)
        {
            twice.push(format!("sent twice: {}", said.words));
        }
        // Privately the same may be said of two asks.
        let thread = threads.get(&said.place);
        let is_shared = thread.is_some_and(|thread| thread.members.len() > 1);
        if !is_shared && said.channel != "coffee" {
            continue;
        }
        for (turn, other) in [(&TAKES_ON[..], &LOOKS_AGAIN[..]), (&LOOKS_AGAIN, &TAKES_ON)] {
            if has_any(&said.words, turn) {
                latest.retain(|key, _| key.0 != said.place || !has_any(key.1, other));
            }
        }
        let before = latest.insert((said.place, &said.words, &said.buttons), said.at);
        if before.is_some_and(|before| said.at - before < SAID_AGAIN) {
            twice.push(format!("said twice in {}: {}", said.channel, said.words));
        }
    }
    twice
}

pub(super) fn has_any(words: &str, parts: &[&str]) -> bool {
    parts.iter().any(|part| words.contains(part))
}

#[test]
fn an_ask_may_say_again_that_it_looks_for_somebody_once_it_was_taken_on() {
    let start = DateTime::<Utc>::from_timestamp(1_767_600_000, 0).unwrap();
    let says = |number: i64, words: &str| Said {
        id: number,
        place: 7,
        at: start + TimeDelta::hours(number),
        nonce: None,
        words: words.to_owned(),
        buttons: Vec::new(),
        to: None,
        channel: "PostgreSQL: Mia and Ravi".to_owned(),
    };
    let thread = Thread {
        name: "PostgreSQL: Mia and Ravi".to_owned(),
        under: "help".to_owned(),
        private: false,
        opened: start,
        members: BTreeMap::from([(1, start), (2, start)]),
    };
    let threads = BTreeMap::from([(7, thread)]);
    let again = "Mia could still use a hand with **PostgreSQL**. I've just asked one more person.";
    let joins = "👋 Mia, Ravi can help you with **PostgreSQL**. What was said so far is above.";
    let twice = |words: &[&str]| {
        let said: Vec<Said> = (0..).zip(words).map(|(n, words)| says(n, words)).collect();
        said_twice(&said, &threads).len()
    };
    assert_eq!(twice(&[again, joins, again, joins, again]), 0);
    assert_eq!(twice(&[again, again]), 1);
    assert_eq!(twice(&[again, joins, joins]), 1);
    assert_eq!(twice(&[again, "How is it going?", again]), 1);
}
