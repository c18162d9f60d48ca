//! Who cannot see the channel has no thread: they and whom they are with are told privately, each once, as soon as their week and their
//! hours have room for it, and are asked there whether they met.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, TimeDelta, Utc};

use super::private::Weeks;
use super::rounds::{COFFEE, Programme, SWAPS};
use super::world::Said;
use super::{Evidence, time};
use crate::year::calendar::at;

/// The greeting of a pairing without a thread.
const GREETING: &str = "👋 This round of ";
/// The button by which it says which one.
const ABOUT: &str = "1:round:met:";
/// What is asked privately, and asked again.
const ASKED: &str = "Did you get to your ";
const ASKED_AGAIN: &str = " happened meanwhile (";
/// The answer to who cannot, where that ends a pairing.
pub(super) const CANT: &str = "That's fine. I'm telling ";
/// How late something may be after Discord's outages and while nobody starts the bot again.
const LATE: TimeDelta = TimeDelta::hours(2);
/// A thread that is to be opened is open within this.
const OPENED: TimeDelta = TimeDelta::hours(2);

/// Somebody was told privately whom they are with.
pub(super) struct Told {
    pub(super) pairing: i64,
    pub(super) reader: i64,
    pub(super) others: BTreeSet<i64>,
    pub(super) at: DateTime<Utc>,
    pub(super) of_coffee: bool,
}

/// A pairing without a thread, as the bot has it on record: who it is of cannot be told from Discord where nobody was told.
struct Recorded {
    id: i64,
    of_coffee: bool,
    since: DateTime<Utc>,
    asked: bool,
    asked_again: bool,
    members: BTreeSet<i64>,
}

/// Where somebody is to read something once, and between when.
struct Once {
    pairing: i64,
    reader: i64,
    from: DateTime<Utc>,
    until: DateTime<Utc>,
}

impl Evidence<'_> {
    /// Who was told privately whom they are with, by what stands in Discord.
    pub(super) fn told(&self) -> Vec<Told> {
        let said = self.world.said.iter();
        said.filter_map(|said| self.told_by(said)).collect()
    }

    fn told_by(&self, said: &Said) -> Option<Told> {
        let greeting = said.words.find(GREETING)?;
        let pairing = said.buttons.iter().find_map(|id| id.strip_prefix(ABOUT))?;
        let reader = self.private_reader(said)?;
        let of_coffee = said.words[greeting..].starts_with("👋 This round of **Coffee chats**");
        let people = said.words.lines().filter(|line| line.starts_with("- **"));
        Some(Told {
            pairing: pairing.parse().ok()?,
            reader,
            others: people.filter_map(first_mentioned).collect(),
            at: said.at,
            of_coffee,
        })
    }

    /// The numbers of the rounds of a programme in which somebody was told privately whom they are with, and who they were.
    pub(super) fn told_in_rounds(&self, programme: &Programme) -> BTreeMap<i64, BTreeSet<i64>> {
        let starts = self.expected(programme);
        let mut rounds: BTreeMap<i64, BTreeSet<i64>> = BTreeMap::new();
        for told in self.told() {
            if told.of_coffee == (programme.title == COFFEE.title) {
                let begun = starts.iter().filter(|date| at(**date, 10, 0) <= told.at);
                let number = i64::try_from(begun.count()).unwrap();
                let people = rounds.entry(number).or_default();
                people.insert(told.reader);
                people.extend(told.others);
            }
        }
        rounds
    }

    pub(super) async fn who_has_no_thread_is_told(&mut self) {
        let weeks = self.weeks().await;
        let recorded = self.without_threads().await;
        let told = self.told();
        let questions = self.private_questions();
        let mut broken = self.nobody_unseeing_is_in_a_thread();
        let (mut pairings, mut undone, mut full, mut asked) = (0, 0, 0, 0);
        for pairing in &recorded {
            let is_private = self.is_anybody_unseeing(pairing);
            let until = self.end_of_round(pairing);
            if !is_private {
                let soon = pairing.since + OPENED;
                if self.apart(pairing.id, &pairing.members, pairing.since, soon) {
                    undone += 1;
                } else {
                    broken.push(format!(
                        "pairing {} has no thread, though all of {} see the channel and stay together",
                        pairing.id,
                        self.names(&pairing.members)
                    ));
                }
            }
            pairings += usize::from(is_private);
            for reader in &pairing.members {
                let theirs: Vec<&Told> = told
                    .iter()
                    .filter(|told| told.pairing == pairing.id && told.reader == *reader)
                    .collect();
                let once = Once {
                    pairing: pairing.id,
                    reader: *reader,
                    from: pairing.since,
                    until,
                };
                match theirs[..] {
                    [] if !is_private => {}
                    [] if self.is_excused(&once, &pairing.members, &weeks) => undone += 1,
                    [] if !self.has_room(&once, &weeks) => full += 1,
                    [told] if self.is_right(told, pairing, &weeks) => {}
                    [] | [_] => broken.push(format!(
                        "pairing {} of {} began at {} and {} was told at {:?}",
                        pairing.id,
                        self.names(&pairing.members),
                        pairing.since,
                        self.world.name(*reader),
                        theirs
                            .first()
                            .map(|told| (told.at, self.names(&told.others)))
                    )),
                    _ => broken.push(format!(
                        "{} was told {} times of pairing {}",
                        self.world.name(*reader),
                        theirs.len(),
                        pairing.id
                    )),
                }
                asked += self.is_asked(pairing, &once, (&weeks, &questions), &mut broken);
            }
        }
        for told in &told {
            let is_on_record = recorded.iter().any(|pairing| pairing.id == told.pairing);
            if !is_on_record {
                let reader = self.world.name(told.reader);
                broken.push(format!(
                    "{reader} was told of pairing {}, which is not on record as one without a thread",
                    told.pairing
                ));
            }
        }
        broken.extend(self.one_place_each(&told, &recorded));
        self.says(&format!(
            "{pairings} pairings without a thread, of which {} times somebody was told privately, {undone} times not as it fell apart before, \
             {full} times not as their week had no room; {asked} times somebody was asked privately whether they met",
            told.len()
        ));
        if pairings == 0 && self.year.weeks > 4 {
            broken.push("no pairing without a thread".to_owned());
        }
        self.broken.extend(broken);
    }

    async fn without_threads(&self) -> Vec<Recorded> {
        let rows: Vec<(i64, String, i64, bool, bool, String)> = sqlx::query_as(
            "SELECT p.pairing_id, kind, p.created_at, asked_at IS NOT NULL, asked_again_at IS NOT NULL,
                    (SELECT group_concat(member_id) FROM seats s WHERE s.pairing_id = p.pairing_id)
             FROM pairings p JOIN rounds USING (round_id) JOIN programmes USING (programme_id) WHERE p.thread_id IS NULL",
        )
        .fetch_all(&self.db)
        .await
        .unwrap();
        rows.into_iter()
            .map(|(id, kind, since, asked, asked_again, members)| Recorded {
                id,
                of_coffee: kind == "coffee",
                since: time(since),
                asked,
                asked_again,
                members: members.split(',').map(|id| id.parse().unwrap()).collect(),
            })
            .collect()
    }

    fn names(&self, members: &BTreeSet<i64>) -> String {
        let names: Vec<&str> = members.iter().map(|id| self.world.name(*id)).collect();
        names.join(" and ")
    }

    fn is_anybody_unseeing(&self, pairing: &Recorded) -> bool {
        let unseeing = &self.year.team.ledger.unseeing;
        pairing
            .members
            .iter()
            .any(|member| unseeing.contains(self.world.name(*member)))
    }

    /// Who cannot see the channel could not read a thread under it.
    fn nobody_unseeing_is_in_a_thread(&self) -> Vec<String> {
        let unseeing = &self.year.team.ledger.unseeing;
        let threads = self.world.threads.values();
        threads
            .filter(|thread| thread.under == "coffee")
            .filter(|thread| {
                let named = self
                    .world
                    .named_in(thread.name.split(" · ").next().unwrap_or_default());
                let mut all = named.chain(thread.members.keys().copied());
                all.any(|member| unseeing.contains(self.world.name(member)))
            })
            .map(|thread| format!("somebody in {} cannot see it", thread.name))
            .collect()
    }

    /// When the round of a pairing is over: when the next one begins, or a week later where there is none.
    fn end_of_round(&self, pairing: &Recorded) -> DateTime<Utc> {
        let programme = if pairing.of_coffee { COFFEE } else { SWAPS };
        let next = self
            .expected(&programme)
            .into_iter()
            .map(|date| at(date, 10, 0))
            .find(|start| *start > pairing.since);
        next.unwrap_or_else(|| self.year.end() + TimeDelta::days(7))
    }

    /// Whether a pairing fell apart within this time, by what people did: one of them left, said that they cannot, paused, or two of them
    /// were kept apart. The last two end only what has not begun.
    pub(super) fn apart(
        &self,
        pairing: i64,
        members: &BTreeSet<i64>,
        from: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> bool {
        let ledger = &self.year.team.ledger;
        let is_one = |name: &str| members.iter().any(|id| self.world.name(*id) == name);
        let within = |at: DateTime<Utc>| (from..=until).contains(&at);
        let button = format!("1:round:cant:{pairing}");
        let mut leavings = ledger.leavings.iter();
        let mut presses = ledger.presses.iter();
        let mut pauses = ledger.pauses.iter();
        let mut blocks = ledger.blocks.iter();
        leavings.any(|leaving| is_one(&leaving.who) && within(leaving.at))
            || presses.any(|press| {
                press.button == button && press.answer.contains(CANT) && within(press.at)
            })
            || pauses.any(|pause| is_one(&pause.who) && within(pause.span.from))
            || blocks.any(|block| is_one(&block.by) && is_one(&block.other) && within(block.since))
    }

    /// Whether what somebody was to read was undone before they could have read it.
    fn is_excused(&self, once: &Once, members: &BTreeSet<i64>, weeks: &Weeks) -> bool {
        let chance = self.first_chance(once, weeks).unwrap_or(once.until);
        self.apart(once.pairing, members, once.from, chance + LATE)
    }

    fn has_room(&self, once: &Once, weeks: &Weeks) -> bool {
        self.first_chance(once, weeks).is_some()
    }

    /// When somebody is at work first in that time with room in their week.
    fn first_chance(&self, once: &Once, weeks: &Weeks) -> Option<DateTime<Utc>> {
        let name = self.world.name(once.reader);
        let step = TimeDelta::minutes(15);
        let mut instants = std::iter::successors(Some(once.from), |at| Some(*at + step))
            .take_while(|at| *at < once.until);
        instants.find(|at| self.is_at_work(name, *at) && !weeks.is_full(once.reader, *at + step))
    }

    /// Whether somebody was told at the first chance, of those they are with and of nobody else.
    fn is_right(&self, told: &Told, pairing: &Recorded, weeks: &Weeks) -> bool {
        let once = Once {
            pairing: pairing.id,
            reader: told.reader,
            from: pairing.since,
            until: told.at,
        };
        let chance = self.first_chance(&once, weeks).unwrap_or(told.at);
        !told.others.is_empty()
            && told.others.is_subset(&pairing.members)
            && !told.others.contains(&told.reader)
            && told.of_coffee == pairing.of_coffee
            // Who was added later was told later.
            && (told.at <= chance + LATE || pairing.members.len() > 2)
    }

    /// The questions whether they met that stand in direct messages, with whom they are for.
    fn private_questions(&self) -> Vec<(i64, &Said)> {
        let is_question = |said: &&Said| {
            let mut buttons = said.buttons.iter();
            buttons.any(|id| id.starts_with("1:round:notyet:"))
        };
        let said = self.world.said.iter().filter(is_question);
        said.filter_map(|said| Some((self.private_reader(said)?, said)))
            .collect()
    }

    /// How often somebody was asked privately whether they met: once where the bot has it on record that it asked, and once again if it has
    /// that; never a nudge.
    fn is_asked(
        &self,
        pairing: &Recorded,
        once: &Once,
        (weeks, questions): (&Weeks, &[(i64, &Said)]),
        broken: &mut Vec<String>,
    ) -> usize {
        let meeting = if pairing.of_coffee { "chat" } else { "swap" };
        let first = format!("{ASKED}{meeting} with ");
        let button = format!("1:round:notyet:{}", pairing.id);
        let read = |words: &str| {
            let theirs = questions.iter().filter(|(to, said)| {
                *to == once.reader && said.buttons.contains(&button) && said.words.contains(words)
            });
            theirs.count()
        };
        let mut asked = 0;
        for (words, is_asked) in [
            (first.as_str(), pairing.asked),
            (ASKED_AGAIN, pairing.asked_again),
        ] {
            let times = read(words);
            asked += times;
            let is_missing = is_asked
                && times == 0
                && self.has_room_at_the_end(once, weeks)
                && !self.has_left_the_three(once)
                && !self.apart(once.pairing, &pairing.members, once.from, once.until);
            if times > usize::from(is_asked) || is_missing {
                broken.push(format!(
                    "{} was asked {times} times {words:?} about pairing {}",
                    self.world.name(once.reader),
                    pairing.id
                ));
            }
        }
        asked
    }

    /// Whether somebody said that they cannot, and the other two of three go on.
    fn has_left_the_three(&self, once: &Once) -> bool {
        let button = format!("1:round:cant:{}", once.pairing);
        let name = self.world.name(once.reader);
        let mut presses = self.year.team.ledger.presses.iter();
        presses.any(|press| press.who == name && press.button == button && press.at < once.until)
    }

    /// Whether there was room for a question in the days before the end of a round.
    fn has_room_at_the_end(&self, once: &Once, weeks: &Weeks) -> bool {
        let last = Once {
            from: once.until - TimeDelta::days(1),
            ..*once
        };
        self.has_room(&last, weeks)
    }

    /// Nobody has two places in a round unless what they had before fell apart.
    fn one_place_each(&self, told: &[Told], recorded: &[Recorded]) -> Vec<String> {
        let mut broken = Vec::new();
        let rounds: BTreeMap<i64, (bool, DateTime<Utc>)> = recorded
            .iter()
            .map(|pairing| (pairing.id, (pairing.of_coffee, self.end_of_round(pairing))))
            .collect();
        let round_of = |pairing: &Recorded| rounds[&pairing.id];
        for one in told {
            let Some(here) = recorded.iter().find(|pairing| pairing.id == one.pairing) else {
                continue;
            };
            let (of_coffee, until) = round_of(here);
            let others = recorded.iter().filter(|other| {
                other.id > here.id
                    && round_of(other) == (of_coffee, until)
                    && told
                        .iter()
                        .any(|told| told.pairing == other.id && told.reader == one.reader)
            });
            for other in others {
                let stays = [here, other]
                    .iter()
                    .all(|pairing| !self.apart(pairing.id, &pairing.members, pairing.since, until));
                if stays {
                    broken.push(format!(
                        "{} is in the pairings {} and {} of one round",
                        self.world.name(one.reader),
                        here.id,
                        other.id
                    ));
                }
            }
        }
        broken
    }
}

/// Whom a text mentions first.
fn first_mentioned(text: &str) -> Option<i64> {
    let (_, rest) = text.split_once("<@")?;
    rest.split_once('>')?.0.parse().ok()
}
