//! What a story may not leave over: a message unread, an outbox row undone, an occurrence unfinished, an interaction unanswered,
//! an event unparsed, a request that broke Discord's own schema; and in the log a fault, or somebody's name.

use std::collections::{BTreeMap, BTreeSet};

use discord_sandbox::Person;
use tracing::Level;

use super::Story;

/// When something is due, and what. In a server where Potluck is turned off or that it cannot reach, what belongs to rounds and newcomers
/// waits until it can.
const WHEN_WHAT_IS_DUE: &str = "
    SELECT due_at, 'ask ' || due FROM asks WHERE due_at IS NOT NULL
    UNION ALL SELECT vanishes_at, 'an end' FROM asks WHERE vanishes_at IS NOT NULL
    UNION ALL SELECT kept_until, 'letting go' FROM asks WHERE kept_until IS NOT NULL
    UNION ALL SELECT lapses_at, 'invitation' FROM invitations WHERE state = 'open' AND lapses_at IS NOT NULL
    UNION ALL SELECT due_at, 'round ' || due FROM rounds JOIN working_guilds USING (guild_id) WHERE due_at IS NOT NULL
    UNION ALL SELECT due_at, 'pairing ' || due FROM pairings JOIN working_guilds USING (guild_id) WHERE due_at IS NOT NULL
    UNION ALL SELECT due_at, 'another partner' FROM freed JOIN working_guilds USING (guild_id) WHERE due_at IS NOT NULL
    UNION ALL SELECT due_at, 'newcomer ' || due FROM newcomers JOIN working_guilds USING (guild_id) WHERE due_at IS NOT NULL
    UNION ALL SELECT look_at, 'programme' FROM programmes JOIN working_guilds USING (guild_id)
        WHERE removed_at IS NULL AND running = 1 AND channel_id IS NOT NULL";

impl Story {
    /// Everything left over, a sentence each.
    pub(super) async fn leftovers(&mut self) -> Vec<String> {
        let mut leftovers = Vec::new();
        if self.bot.is_some() {
            self.settle().await;
        } else {
            leftovers.push("no bot: the story stopped it and did not start it again".to_owned());
        }
        leftovers.extend(self.unread());
        leftovers.extend(self.undone().await);
        leftovers.extend(
            self.sandbox
                .clock()
                .next_due()
                .filter(|due| *due <= self.now())
                .map(|due| format!("unfinished: something was due at {due}")),
        );
        leftovers.extend(self.late().await);
        leftovers.extend(
            self.sandbox
                .defects()
                .into_iter()
                .map(|defect| format!("sandbox: {defect}")),
        );
        leftovers.extend(self.logged());
        leftovers
    }

    /// What the bot owes still, or could not do without the admin hearing of it.
    async fn undone(&self) -> Vec<String> {
        let rows = self
            .rows("SELECT outbox_id, state || ' ' || delivery || coalesce(' ' || problem, '') FROM outbox WHERE state NOT IN ('done', 'dropped', 'waiting')")
            .await;
        let unknown = rows
            .iter()
            .filter_map(|row| row.split_once(" | "))
            .filter(|(id, _)| !self.failures_read.iter().any(|read| read == id));
        unknown.map(|(_, row)| format!("outbox: {row}")).collect()
    }

    /// What the database says should have been done by now.
    async fn late(&self) -> Vec<String> {
        let now = self.now().timestamp_millis();
        let due = self.rows(WHEN_WHAT_IS_DUE).await;
        let is_late = |row: &String| {
            row.split(" | ")
                .next()
                .and_then(|at| at.parse::<i64>().ok())
                .is_some_and(|at| at <= now)
        };
        due.into_iter()
            .filter(is_late)
            .map(|row| format!("unfinished: {row}"))
            .collect()
    }

    /// A private reply, a direct message or a ping is to be read by the person it is for; a post by anybody.
    fn unread(&self) -> Vec<String> {
        let people: Vec<Person> = self
            .sandbox
            .people()
            .iter()
            .map(|name| self.sandbox.person(name).unwrap())
            .collect();
        let mut unread = Vec::new();
        let mut read_by_somebody = BTreeSet::new();
        let mut unread_by_somebody = BTreeMap::new();
        for person in people {
            unread.extend(
                person
                    .unread_for_me()
                    .iter()
                    .map(|message| format!("unread by {}: {message}", person.name())),
            );
            let new: BTreeMap<_, _> = person
                .unread()
                .iter()
                .map(|message| (message.id, message.to_string()))
                .collect();
            read_by_somebody.extend(
                person
                    .sees()
                    .messages()
                    .map(|message| message.id)
                    .filter(|id| !new.contains_key(id)),
            );
            unread_by_somebody.extend(new);
        }
        unread_by_somebody.retain(|id, _| !read_by_somebody.contains(id));
        unread.extend(
            unread_by_somebody
                .into_values()
                .map(|text| format!("read by nobody: {text}")),
        );
        unread
    }

    fn logged(&self) -> Vec<String> {
        let names: Vec<String> = self.sandbox.look(|world| {
            world
                .users
                .values()
                .filter(|user| !user.bot)
                .filter_map(|user| user.global_name.clone())
                .collect()
        });
        let token = self.sandbox.token();
        let mut found = Vec::new();
        for line in self.log.lines() {
            if line.level == Level::ERROR {
                found.push(format!("logged: {}", line.text));
            }
            let words: Vec<&str> = line.text.split(|c: char| !c.is_alphanumeric()).collect();
            if line.text.contains(&token) || names.iter().any(|name| words.contains(&name.as_str()))
            {
                found.push(format!("a name or the token in the log: {}", line.text));
            }
        }
        found
    }
}
