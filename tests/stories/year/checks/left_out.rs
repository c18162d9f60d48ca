//! Nobody is left out silently: whoever takes part in a round sits in it, or reads that there is nobody for them, and is first next time.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, TimeDelta, Utc};

use super::Evidence;
use super::private::A_WEEK;
use super::rounds::{AT_ONCE, COFFEE};
use super::told::CANT;
use crate::year::calendar::at;

/// What is read by whom there is nobody for.
const NOBODY: &str = "obody new for you this time; you are first next time";
/// What is read by whoever has lost their partner.
const ANOTHER: &str = "hall I look for somebody else";
/// Who counted themselves in or gave a sign within this before a round cannot be at rest for three silent ones.
const AWAKE: TimeDelta = TimeDelta::days(14);
/// At most so long somebody is out who paused for a week.
const PAUSE: TimeDelta = TimeDelta::days(9);
/// Who counted themselves in, joined or came back so shortly before a round may be in it or not.
const SURELY: TimeDelta = TimeDelta::days(1);

/// A round as it began.
struct Held {
    start: DateTime<Utc>,
    next: DateTime<Utc>,
    /// Who sat in it from its beginning.
    seated: BTreeSet<i64>,
}

/// How it went.
#[derive(Default)]
struct Counts {
    sure: usize,
    left_out: usize,
    freed: usize,
    first: usize,
}

impl Evidence<'_> {
    /// Only of those is it said of whom it is certain that they take part, by nothing but what they did; and only of coffee chats: of a
    /// swap that there is not nobody is told.
    pub(super) async fn nobody_left_out_silently(&mut self) {
        let coffee: i64 =
            sqlx::query_scalar("SELECT programme_id FROM programmes WHERE kind = 'coffee'")
                .fetch_one(&self.db)
                .await
                .unwrap();
        let waiting: BTreeSet<(i64, i64)> = sqlx::query_as(
            "SELECT number, member_id FROM left_out JOIN rounds USING (round_id) WHERE programme_id = ?",
        )
        .bind(coffee)
        .fetch_all(&self.db)
        .await
        .unwrap()
        .into_iter()
        .collect();
        let held = self.held();
        let mut counts = Counts::default();
        let mut broken = Vec::new();
        for (number, round) in &held {
            for who in self.who_counted_in(coffee) {
                let member = self.world.id(who);
                if !self.surely_takes_part(who, coffee, round.start) {
                    continue;
                }
                counts.sure += 1;
                let is_first = waiting.contains(&(number - 1, member));
                if round.seated.contains(&member) {
                    counts.first += usize::from(is_first);
                    continue;
                }
                counts.left_out += 1;
                if is_first {
                    broken.push(format!(
                        "{who} was to be first in round {number} of coffee chats, and sat nowhere"
                    ));
                }
                if !self.reads_privately(member, NOBODY, round.start, round.next)
                    && self.started_before(member, round.start) < A_WEEK
                {
                    broken.push(format!(
                        "{who} sat nowhere in round {number} of coffee chats, and read nothing of it"
                    ));
                }
            }
        }
        counts.freed = self.whoever_loses_their_partner_hears_of_it(&mut broken);
        self.says(&format!(
            "{} times somebody took part in coffee chats for certain, {} of them with nobody to meet; {} were told that their partner cannot; \
             {} had been left alone the time before, and were first",
            counts.sure,
            counts.left_out,
            counts.freed,
            counts.first
        ));
        if counts.sure == 0 && held.len() > 1 {
            broken.push("nobody took part in anything for certain".to_owned());
        }
        self.broken.extend(broken);
    }

    fn held(&self) -> BTreeMap<i64, Held> {
        let starts = self.expected(&COFFEE);
        let mut held: BTreeMap<i64, Held> = BTreeMap::new();
        for ((number, start), next) in (1..).zip(&starts).zip(&starts[1..]) {
            let [start, next] = [start, next].map(|date| at(*date, 10, 0));
            let seated = BTreeSet::new();
            held.insert(
                number,
                Held {
                    start,
                    next,
                    seated,
                },
            );
        }
        for thread in self.world.threads.values() {
            let Some(round) = COFFEE
                .number(thread)
                .and_then(|number| held.get_mut(&number))
            else {
                continue;
            };
            // Who left the server since is in no thread of it any more, and where somebody cannot the introduction names who is left. A
            // thread keeps the name with which it was opened.
            if thread.opened < round.start + AT_ONCE {
                let people = COFFEE.people(thread);
                round.seated.extend(self.world.named_in(people));
            }
        }
        for (number, people) in self.told_in_rounds(&COFFEE) {
            if let Some(round) = held.get_mut(&number) {
                round.seated.extend(people);
            }
        }
        held.retain(|_, round| !round.seated.is_empty());
        held
    }

    fn who_counted_in(&self, programme: i64) -> BTreeSet<&str> {
        let button = format!("1:round:in:{programme}");
        let presses = self.year.team.ledger.presses.iter();
        presses
            .filter(|press| press.button == button)
            .map(|press| press.who.as_str())
            .collect()
    }

    /// Whether somebody is in a round that starts then, by what they did: they counted themselves in long enough before, were there all
    /// the time, are not out, did not skip it, and gave a sign lately.
    fn surely_takes_part(&self, who: &str, programme: i64, start: DateTime<Utc>) -> bool {
        let ledger = &self.year.team.ledger;
        let button = format!("1:round:in:{programme}");
        let mut presses = ledger.presses.iter().filter(|press| press.who == who);
        let joined = presses
            .clone()
            .any(|press| press.button == button && press.at < start - SURELY);
        let lately = start - AWAKE..start - SURELY;
        let joined_lately = presses
            .clone()
            .any(|press| press.button == button && lately.contains(&press.at));
        let skips = presses.any(|press| {
            press.button.starts_with("1:round:skip:") && (start - AWAKE..start).contains(&press.at)
        });
        // Where somebody is told privately only clicks can be seen, so that silence pauses nobody.
        let is_awake = joined_lately
            || ledger.unseeing.contains(who)
            || ledger
                .signs
                .iter()
                .any(|(name, at)| name == who && lately.contains(at));
        let left = ledger
            .leavings
            .iter()
            .any(|leaving| leaving.who == who && leaving.at < start + SURELY);
        let is_out = ledger.pauses.iter().any(|pause| {
            pause.who == who && (pause.span.from - SURELY..pause.span.from + PAUSE).contains(&start)
        });
        joined && is_awake && !skips && !left && !is_out
    }

    /// Whether somebody is told this privately.
    fn reads_privately(
        &self,
        member: i64,
        words: &str,
        from: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> bool {
        self.world.said.iter().any(|said| {
            self.private_reader(said) == Some(member)
                && (from..until).contains(&said.at)
                && said.words.contains(words)
        })
    }

    /// How many private messages somebody got within a week up to then, counted generously: with four there is no room for another.
    fn started_before(&self, member: i64, at: DateTime<Utc>) -> usize {
        let week = at - TimeDelta::days(7)..at + TimeDelta::hours(1);
        let said = self.world.said.iter();
        said.filter(|said| self.private_reader(said) == Some(member) && week.contains(&said.at))
            .count()
    }

    /// Whose partner presses **Can't this time** in their thread is offered another, or told that there is nobody. What is said privately
    /// may have to wait for room in a week; that it is not lost is judged with all other messages.
    fn whoever_loses_their_partner_hears_of_it(&self, broken: &mut Vec<String>) -> usize {
        let introduced = self.introduced();
        let ledger = &self.year.team.ledger;
        let mut freed = 0;
        for press in &ledger.presses {
            if !press.button.starts_with("1:round:cant:") || !press.answer.contains(CANT) {
                continue;
            }
            let on = press.on.get().cast_signed();
            let Some(under) = self.world.said.iter().find(|said| said.id == on) else {
                continue;
            };
            let who = self.world.id(&press.who);
            let Some(thread) = self.world.threads.get(&under.place) else {
                continue;
            };
            let greeted = introduced.get(&under.place).into_iter().flatten();
            let mut together: BTreeSet<i64> = greeted.map(|(member, _)| *member).collect();
            together.extend(thread.members.keys());
            together.remove(&who);
            let mut others = together.into_iter();
            let (Some(alone), None) = (others.next(), others.next()) else {
                continue;
            };
            let name = self.world.name(alone);
            let is_there = ledger.leavings.iter().all(|leaving| leaving.who != name)
                && ledger.pauses.iter().all(|pause| {
                    pause.who != name
                        || !(pause.span.from - AWAKE..pause.span.from + PAUSE).contains(&press.at)
                });
            if !is_there {
                continue;
            }
            freed += 1;
            let soon = press.at..self.year.calendar.after(press.at, 5);
            let is_told = self.world.said.iter().any(|said| {
                (said.place == under.place || self.private_reader(said) == Some(alone))
                    && soon.contains(&said.at)
                    && [NOBODY, ANOTHER]
                        .iter()
                        .any(|words| said.words.contains(words))
            });
            if !is_told {
                broken.push(format!(
                    "{} could not at {}, and {name} did not hear of it",
                    press.who, press.at
                ));
            }
        }
        freed
    }
}
