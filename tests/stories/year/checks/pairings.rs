//! Each step of a pairing happened once, and nobody was put together with somebody blocked or paused.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::Row as _;

use super::{Evidence, time};

/// What is said in the thread of a pairing at most once.
pub(super) const NUDGE: &str = "There is still time to meet before the next round.";
pub(super) const CHECK_IN: &str = ", did you get to your ";
pub(super) const AGAIN: &str = " happened meanwhile? I won't ask again";

impl Evidence<'_> {
    pub(super) async fn every_step_of_a_pairing_once(&mut self) {
        let pairings = sqlx::query(
            "SELECT thread_id, state, last_sign_at, asked_at, asked_again_at, nudged_at, created_at FROM pairings WHERE thread_id IS NOT NULL",
        )
        .fetch_all(&self.db)
        .await
        .unwrap();
        let mut in_thread: BTreeMap<i64, Vec<&str>> = BTreeMap::new();
        for said in &self.world.said {
            in_thread.entry(said.place).or_default().push(&said.words);
        }
        let (mut broken, mut nudges, mut check_ins, mut met) = (Vec::new(), 0, 0, 0);
        for pairing in &pairings {
            let thread: i64 = pairing.get(0);
            let name = &self.world.threads[&thread].name;
            let state: String = pairing.get(1);
            let [sign, asked, asked_again, half_way] =
                [2, 3, 4, 5].map(|column| pairing.get::<Option<i64>, _>(column).map(time));
            let words = in_thread.get(&thread).cloned().unwrap_or_default();
            let said = |what: &str| words.iter().filter(|words| words.contains(what)).count();
            if words.is_empty() {
                broken.push(format!("nobody is introduced in {name}"));
            }
            // Half-way is passed over where somebody wrote or clicked before.
            let silent = half_way.is_some() && sign.is_none() && asked > half_way;
            if said(NUDGE) > 1 || (silent && said(NUDGE) == 0) {
                broken.push(format!("{} nudges in {name}", said(NUDGE)));
            }
            for (what, on_record) in [(CHECK_IN, asked), (AGAIN, asked_again)] {
                if said(what) != usize::from(on_record.is_some()) {
                    broken.push(format!(
                        "{} times {what:?} in {name}, on record {on_record:?}",
                        said(what)
                    ));
                }
            }
            // Who neither said that they met nor fell apart is asked; the last round of the year may end before that.
            let began = time(pairing.get(6));
            if state == "over" && asked.is_none() && began < self.year.end() - TimeDelta::days(7) {
                broken.push(format!("nobody asked in {name} whether they met"));
            }
            met += usize::from(state == "met");
            nudges += said(NUDGE);
            check_ins += said(CHECK_IN) + said(AGAIN);
        }
        self.says(&format!(
            "{} pairings, {met} met; {nudges} nudges, {check_ins} check-ins",
            pairings.len()
        ));
        self.broken.extend(broken);
    }

    pub(super) async fn nobody_with_whom_they_may_not_be(&mut self) {
        let together = self.put_together();
        let mut broken = Vec::new();
        let ledger = &self.year.team.ledger;
        for together in &together {
            let names = [together.one, together.other].map(|id| self.world.name(id));
            for block in &ledger.blocks {
                let is_of = |by: &str, other: &str| block.by == by && block.other == other;
                if block.since < together.at
                    && (is_of(names[0], names[1]) || is_of(names[1], names[0]))
                {
                    broken.push(format!(
                        "{names:?} are blocked since {}, and together in {}",
                        block.since, together.thread
                    ));
                }
            }
            for name in names {
                if ledger.is_paused(name, together.at)
                    && !ledger.is_paused(name, together.at - TimeDelta::minutes(1))
                {
                    continue;
                }
                if ledger.is_paused(name, together.at) {
                    broken.push(format!(
                        "{name} has paused, and sits in {} since {}",
                        together.thread, together.at
                    ));
                }
            }
        }
        self.says(&format!(
            "{} times two people were put together",
            together.len()
        ));
        self.broken.extend(broken);
        self.no_invitation_against_a_block().await;
    }

    /// Everybody who is in a thread of a round, or of a newcomer and their buddy, with everybody else who is.
    fn put_together(&self) -> Vec<Together> {
        let mut together = self.told_together();
        let mut introduced = self.introduced();
        for (id, thread) in &self.world.threads {
            let is_one = [" · Coffee chats ", " · Skill swaps "]
                .iter()
                .any(|part| thread.name.contains(part))
                || (thread.private && thread.name.starts_with("Welcome, "));
            if !is_one {
                continue;
            }
            let mut members = thread.members.clone();
            // Who has left the server since is in no thread of it any more.
            for (person, at) in introduced.remove(id).unwrap_or_default() {
                members.entry(person).or_insert(at);
            }
            let members: Vec<_> = members.iter().collect();
            for (number, (one, since)) in members.iter().enumerate() {
                for (other, later) in &members[number + 1..] {
                    together.push(Together {
                        one: **one,
                        other: **other,
                        at: **since.max(later),
                        thread: thread.name.clone(),
                    });
                }
            }
        }
        together
    }

    /// Who was told privately whom they are with, from when the first of them read it.
    fn told_together(&self) -> Vec<Together> {
        let told = self.told();
        let mut pairs: BTreeMap<(i64, i64, i64), DateTime<Utc>> = BTreeMap::new();
        for one in &told {
            let first = told.iter().filter(|told| told.pairing == one.pairing);
            let at = first.map(|told| told.at).min().unwrap_or(one.at);
            for other in &one.others {
                let pair = (one.reader.min(*other), one.reader.max(*other));
                pairs.insert((one.pairing, pair.0, pair.1), at);
            }
        }
        let together = pairs.into_iter();
        together
            .map(|((pairing, one, other), at)| Together {
                one,
                other,
                at,
                thread: format!("pairing {pairing}, without a thread"),
            })
            .collect()
    }

    /// Who was introduced to each other in which thread, and when.
    pub(super) fn introduced(&self) -> BTreeMap<i64, Vec<(i64, DateTime<Utc>)>> {
        let mut introduced: BTreeMap<i64, Vec<(i64, DateTime<Utc>)>> = BTreeMap::new();
        for said in self
            .world
            .said
            .iter()
            .filter(|said| said.words.starts_with("👋 "))
        {
            let greeting = said
                .words
                .split(" brings you together")
                .next()
                .unwrap_or_default();
            let people = mentioned(greeting).map(|person| (person, said.at));
            introduced.entry(said.place).or_default().extend(people);
        }
        introduced
    }

    /// An invitation is chosen by Potluck as well. What was asked anonymously is left out, since nobody knows whose it was.
    async fn no_invitation_against_a_block(&mut self) {
        let rows = sqlx::query(
            "SELECT a.asker_id, i.member_id, i.created_at FROM invitations i JOIN asks a USING (ask_id) WHERE a.anonymous = 0",
        )
        .fetch_all(&self.db)
        .await
        .unwrap();
        let ledger = &self.year.team.ledger;
        let mut broken = Vec::new();
        for row in &rows {
            let [asker, invited] = [0, 1].map(|column| self.world.name(row.get(column)));
            let at = time(row.get(2));
            let blocked = ledger.blocks.iter().any(|block| {
                let pair = [block.by.as_str(), block.other.as_str()];
                block.since < at && (pair == [asker, invited] || pair == [invited, asker])
            });
            if blocked || ledger.is_paused(invited, at) {
                broken.push(format!(
                    "{invited} was invited to help {asker} at {at}; blocked: {blocked}"
                ));
            }
        }
        self.says(&format!("{} invitations", rows.len()));
        self.broken.extend(broken);
    }
}

/// The people whom a text mentions.
fn mentioned(text: &str) -> impl Iterator<Item = i64> {
    text.split("<@")
        .skip(1)
        .filter_map(|rest| rest.split_once('>')?.0.parse().ok())
}

/// Two people in a thread, from when the later of them was.
struct Together {
    one: i64,
    other: i64,
    at: DateTime<Utc>,
    thread: String,
}
