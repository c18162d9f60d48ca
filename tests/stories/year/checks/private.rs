//! Nobody got more private messages than the budget has, or any outside their hours.

use std::collections::BTreeMap;

use chrono::{DateTime, SubsecRound as _, TimeDelta, Utc};
use sqlx::Row as _;

use super::world::Said;
use super::{Evidence, time};

/// The most private messages that Potluck starts with a member within any seven days.
pub(super) const A_WEEK: usize = 4;

/// What counts for the weeks of members, by when it reached them.
pub(super) struct Weeks(BTreeMap<i64, Vec<DateTime<Utc>>>);

impl Weeks {
    /// Whether the week that ends then has no room for another message.
    pub(super) fn is_full(&self, member: i64, at: DateTime<Utc>) -> bool {
        let week = at - TimeDelta::days(7);
        let counted = self.0.get(&member).into_iter().flatten();
        counted
            .filter(|then| week <= **then && **then <= at)
            .count()
            >= A_WEEK
    }
}

impl Evidence<'_> {
    /// What was started with each member, by what stands in Discord. What waits in `/me` counts as well; of what an anonymous asker is told
    /// only the day counts, at the end of it.
    pub(super) async fn weeks(&self) -> Weeks {
        let purposes = self.purposes().await;
        let waiting: Vec<(i64, i64)> =
            sqlx::query_as("SELECT addressee, done_at FROM outbox WHERE state = 'waiting' AND addressee IS NOT NULL")
                .fetch_all(&self.db)
                .await
                .unwrap();
        let mut weeks: BTreeMap<i64, Vec<DateTime<Utc>>> = BTreeMap::new();
        for (member, at) in waiting {
            weeks.entry(member).or_default().push(time(at));
        }
        for said in &self.world.said {
            let Some(member) = self.private_reader(said) else {
                continue;
            };
            let counts_at = match purposes.get(&said.id).map(String::as_str) {
                Some("answer" | "welcome") => continue,
                Some(_) => said.at,
                None => said.at + TimeDelta::days(1),
            };
            weeks.entry(member).or_default().push(counts_at);
        }
        Weeks(weeks)
    }

    pub(super) async fn nobody_gets_too_much(&mut self) {
        let purposes = self.purposes().await;
        let mut started: BTreeMap<i64, Vec<(DateTime<Utc>, String)>> = BTreeMap::new();
        let mut all: BTreeMap<i64, usize> = BTreeMap::new();
        let mut broken = Vec::new();
        let mut answers = 0;
        for said in &self.world.said {
            let Some(member) = self.private_reader(said) else {
                continue;
            };
            *all.entry(member).or_default() += 1;
            let purpose = purposes.get(&said.id).map_or("discreet", String::as_str);
            let name = self.world.name(member);
            let is_welcome = said
                .buttons
                .iter()
                .any(|id| id.starts_with("1:newcomer:teach:"));
            if !is_welcome && !self.is_at_work(name, said.at) {
                broken.push(format!(
                    "{name} got a {purpose} at {}: {}",
                    said.at, said.words
                ));
            }
            match purpose {
                "answer" | "welcome" => answers += 1,
                // What an anonymous asker is told counts until the ask lets go of its asker, and is forgotten with it: see
                // docs/decisions.md. So nobody can tell afterwards what counted when.
                "discreet" => {}
                _ => {
                    let begins: String = said.words.chars().take(60).collect();
                    // The bot keeps whole milliseconds.
                    let one = (said.at.trunc_subsecs(3), format!("{purpose}: {begins}"));
                    started.entry(member).or_default().push(one);
                }
            }
        }
        let mut busiest = 0;
        for (member, times) in &mut started {
            times.sort_unstable();
            let within = |window: &&[(DateTime<Utc>, String)]| {
                window[window.len() - 1].0 - window[0].0 < TimeDelta::days(7)
            };
            for many in 1..=times.len() {
                if times.windows(many).any(|window| within(&window)) {
                    busiest = busiest.max(many);
                }
            }
            if let Some(window) = times.windows(A_WEEK + 1).find(within) {
                broken.push(format!(
                    "{} got five within a week: {window:?}",
                    self.world.name(*member)
                ));
            }
        }
        let mut counts: Vec<usize> = all.values().copied().collect();
        counts.sort_unstable();
        let total: usize = counts.iter().sum();
        self.says(&format!(
            "{total} private messages to {} members, {answers} of them answers and welcomes; a member got {} in the middle and {} at most, \
             and never more than {busiest} of the counted ones in a week",
            counts.len(),
            counts.get(counts.len() / 2).copied().unwrap_or(0),
            counts.last().copied().unwrap_or(0),
        ));
        if total == 0 {
            broken.push("no private message at all".to_owned());
        }
        self.broken.extend(broken);
    }

    /// Whom a private message is for: the other one of the direct messages, or whom the thread stands in for them that has their name.
    pub(super) fn private_reader(&self, said: &Said) -> Option<i64> {
        let thread = self.world.threads.get(&said.place);
        let stand_in = thread.filter(|thread| thread.private && thread.under == "help");
        let name = stand_in.and_then(|thread| thread.name.strip_prefix("Potluck and "));
        said.to
            .or_else(|| self.world.named_in(name.unwrap_or_default()).next())
    }

    /// Why each message was sent, by its id. Those about anonymous asks are not on record.
    async fn purposes(&self) -> BTreeMap<i64, String> {
        sqlx::query("SELECT message_id, json_extract(purpose, '$') FROM outbox WHERE state = 'done' AND message_id IS NOT NULL AND addressee IS NOT NULL AND json_extract(delivery, '$.send') IS NOT NULL")
            .fetch_all(&self.db)
            .await
            .unwrap()
            .iter()
            .map(|row| (row.get(0), row.get(1)))
            .collect()
    }
}
