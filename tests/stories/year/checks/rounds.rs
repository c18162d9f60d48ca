//! Each round happened once: one heads-up, one result, at its time, week after week.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Datelike as _, NaiveDate, TimeDelta, Utc, Weekday};

use super::Evidence;
use super::world::Thread;
use crate::year::calendar::at;

/// A programme as the year knows it.
pub(super) struct Programme {
    /// How the titles of its posts begin.
    pub(super) title: &'static str,
    /// How the names of its threads end, before the number.
    thread: &'static str,
    day: Weekday,
}

pub(super) const COFFEE: Programme = Programme {
    title: "### ☕ Coffee chats · round ",
    thread: " · Coffee chats ",
    day: Weekday::Tue,
};

pub(super) const SWAPS: Programme = Programme {
    title: "### 🔁 Skill swaps · round ",
    thread: " · Skill swaps ",
    day: Weekday::Thu,
};

/// How late a post may be after Discord's outages and while nobody starts the bot again.
const LATE: TimeDelta = TimeDelta::hours(2);
/// Within this of the first thread of a round the others are open, before anybody has looked at theirs.
pub(super) const AT_ONCE: TimeDelta = TimeDelta::hours(1);

impl Evidence<'_> {
    pub(super) async fn every_round_once(&mut self) {
        for programme in [COFFEE, SWAPS] {
            self.rounds_of(&programme);
            self.threads_of(&programme).await;
        }
    }

    /// The channel reads of each week's round twice: the working day before, and when it begins.
    fn rounds_of(&mut self, programme: &Programme) {
        let mut posts: BTreeMap<i64, Vec<DateTime<Utc>>> = BTreeMap::new();
        for said in self
            .world
            .said
            .iter()
            .filter(|said| said.channel == "coffee")
        {
            if let Some(number) = said.words.strip_prefix(programme.title) {
                let number: String = number.chars().take_while(char::is_ascii_digit).collect();
                posts
                    .entry(number.parse().unwrap())
                    .or_default()
                    .push(said.at);
            }
        }
        let expected = self.expected(programme);
        let with_threads = self.rounds_with_threads(programme);
        self.says(&format!(
            "{}: {} rounds, {} of them with somebody to bring together",
            programme.thread.trim_matches([' ', '·']),
            expected.len(),
            with_threads.len()
        ));
        for (number, start) in (1..).zip(&expected) {
            let announced = at(self.year.calendar.working_day_before(*start), 10, 0);
            let starts = at(*start, 10, 0);
            let times = posts.remove(&number).unwrap_or_default();
            let kept = match times[..] {
                // Where there is nobody to bring together, the heads-up says so itself.
                [first] => is_soon(first, announced) && !with_threads.contains(&number),
                [first, second] => is_soon(first, announced) && is_soon(second, starts),
                _ => false,
            };
            if !kept {
                self.breaks(format!(
                    "{}{number}, of {start}, was posted at {times:?}",
                    programme.title
                ));
            }
        }
        // Of the one that begins after the end of the year there may be the heads-up.
        for (number, times) in posts {
            let is_next = number == i64::try_from(expected.len()).unwrap() + 1;
            let in_time = times.iter().filter(|posted| **posted < self.year.end());
            if in_time.count() > usize::from(is_next) {
                self.breaks(format!(
                    "{}{number} is one too many: {times:?}",
                    programme.title
                ));
            }
        }
    }

    fn rounds_with_threads(&self, programme: &Programme) -> BTreeSet<i64> {
        let threads = self.world.threads.values();
        let told = self.told_in_rounds(programme).into_keys();
        threads
            .filter_map(|thread| programme.number(thread))
            .chain(told)
            .collect()
    }

    /// The dates on which a programme's rounds are to start within the year: the first is the one that can still be announced. Days off move
    /// them, or leave no room for them.
    pub(super) fn expected(&self, programme: &Programme) -> Vec<NaiveDate> {
        let end = self.year.date(self.year.weeks * 7);
        self.year
            .first_day
            .iter_days()
            .take_while(|date| *date < end)
            .filter(|date| date.weekday() == programme.day)
            .filter_map(|date| self.year.calendar.begins(date))
            .collect()
    }

    /// Everybody sits in one place of a round, and what the bot has on record is what there is.
    async fn threads_of(&mut self, programme: &Programme) {
        let mut rounds: BTreeMap<i64, BTreeMap<i64, usize>> = BTreeMap::new();
        let mut threads = BTreeSet::new();
        let mut begun: BTreeMap<i64, DateTime<Utc>> = BTreeMap::new();
        for (id, thread) in &self.world.threads {
            let Some(number) = programme.number(thread) else {
                continue;
            };
            threads.insert(*id);
            let begun = *begun.entry(number).or_insert(thread.opened);
            let seats = rounds.entry(number).or_default();
            for (member, since) in &thread.members {
                // Who came later was given another place, since their first one fell apart.
                if *since - begun < AT_ONCE {
                    *seats.entry(*member).or_default() += 1;
                }
            }
        }
        let groups = threads.len();
        for (number, seats) in &rounds {
            for (member, places) in seats.iter().filter(|(_, places)| **places > 1) {
                let who = self.world.name(*member).to_owned();
                self.breaks(format!(
                    "{who} sits in {places} places of round {number}{}",
                    programme.thread
                ));
            }
        }
        let kind = if programme.day == Weekday::Tue {
            "coffee"
        } else {
            "swap"
        };
        let recorded = sqlx::query_scalar::<_, Option<i64>>(
            "SELECT thread_id FROM pairings JOIN rounds USING (round_id) JOIN programmes USING (programme_id) WHERE kind = ?",
        )
        .bind(kind)
        .fetch_all(&self.db)
        .await
        .unwrap();
        let without = recorded.iter().filter(|thread| thread.is_none()).count();
        let recorded: BTreeSet<i64> = recorded.into_iter().flatten().collect();
        self.says(&format!(
            "{groups} threads of{}, {without} without one",
            programme.thread.replace('·', "")
        ));
        for thread in threads.symmetric_difference(&recorded) {
            let is_there = threads.contains(thread);
            self.breaks(format!(
                "a thread of{}: {thread} is in Discord: {is_there}",
                programme.thread
            ));
        }
        if groups == 0 {
            self.breaks(format!("no thread of{}", programme.thread));
        }
    }
}

impl Programme {
    /// The number of the round that a thread belongs to, if it is one of this programme's.
    pub(super) fn number(&self, thread: &Thread) -> Option<i64> {
        let (_, number) = thread.name.rsplit_once(self.thread)?;
        Some(number.parse().unwrap())
    }

    /// For whom a thread of this programme's was opened, as its name lists them.
    pub(super) fn people<'a>(&self, thread: &'a Thread) -> &'a str {
        let split = thread.name.rsplit_once(self.thread);
        split.map_or("", |(people, _)| people)
    }
}

fn is_soon(posted: DateTime<Utc>, planned: DateTime<Utc>) -> bool {
    (planned..=planned + LATE).contains(&posted)
}
