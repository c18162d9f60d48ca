//! Nobody got more private messages than the budget has, or any outside their hours.

use std::collections::BTreeMap;

use chrono::{DateTime, SubsecRound as _, TimeDelta, Utc};
use sqlx::Row as _;

use super::Evidence;
use super::world::Said;

/// The most private messages that Potluck starts with a member within any seven days.
pub(super) const A_WEEK: usize = 4;

impl Evidence<'_> {
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

    /// Whom a private message is for: the other one of the direct messages, or the one member of the thread that stands in for them.
    pub(super) fn private_reader(&self, said: &Said) -> Option<i64> {
        let stand_in = self
            .world
            .threads
            .get(&said.place)
            .filter(|thread| thread.private && thread.under == "help" && thread.members.len() == 1)
            .filter(|thread| !thread.name.starts_with("Welcome, "))
            .and_then(|thread| thread.members.keys().next().copied());
        said.to.or(stand_in)
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
