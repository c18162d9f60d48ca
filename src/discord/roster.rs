//! Complete member lists.
//!
//! After each connection every guild's list is asked for over the gateway, once, and its difference to what is known is applied in one
//! transaction. Joins and leaves that happen while the parts of a list arrive are put into it, so that an old part cannot bring
//! back who has left.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};
use serenity::all::{ChunkGuildFilter, ShardMessenger};
use serenity::model::id as discord;

use crate::clock::{Alarm, Busy, Clock};
use crate::domain::ids::{GuildId, MemberId};
use crate::features::members::Person;

/// Discord takes one request for a complete list a guild in this time.
const BETWEEN_REQUESTS: TimeDelta = TimeDelta::seconds(30);
/// A list of which nothing more has come for so long, in real time, will not be completed. It is asked for again.
const GIVE_UP_AFTER: Duration = Duration::from_secs(10);

/// Which lists are wanted, and which are arriving.
#[derive(Debug)]
pub(super) struct Roster {
    clock: Clock,
    alarm: Alarm,
    /// Asked for so many times; makes nonces differ.
    requests: u64,
    requested_at: BTreeMap<GuildId, DateTime<Utc>>,
    wanted: BTreeMap<GuildId, Wanted>,
    arriving: BTreeMap<GuildId, Arriving>,
}

#[derive(Debug)]
struct Wanted {
    due: DateTime<Utc>,
    shard: ShardMessenger,
}

#[derive(Debug)]
struct Arriving {
    nonce: String,
    list: List,
    heard: Instant,
    shard: ShardMessenger,
    /// A bot that waits for a list is not idle.
    _busy: Busy,
}

/// A list as far as it has arrived.
#[derive(Debug, Default)]
struct List {
    people: BTreeMap<MemberId, Person>,
    parts: BTreeSet<u32>,
    /// Who came or changed meanwhile: what was told last counts.
    newer: BTreeSet<MemberId>,
    left: BTreeSet<MemberId>,
}

impl Roster {
    /// Nothing wanted yet.
    pub(super) fn new(clock: Clock) -> Self {
        Self {
            alarm: clock.alarm(),
            clock,
            requests: 0,
            requested_at: BTreeMap::new(),
            wanted: BTreeMap::new(),
            arriving: BTreeMap::new(),
        }
    }

    /// A gateway session has begun for these guilds. What was on its way to the one before will not come.
    pub(super) fn new_session(&mut self, mine: impl Fn(GuildId) -> bool) {
        self.arriving.retain(|guild, _| !mine(*guild));
        self.wanted.retain(|guild, _| !mine(*guild));
        self.set_alarm();
    }

    /// Asks for a guild's list, as soon as that is allowed.
    pub(super) fn want(&mut self, guild: GuildId, shard: ShardMessenger) {
        let due = self
            .requested_at
            .get(&guild)
            .map_or(DateTime::<Utc>::MIN_UTC, |asked| *asked + BETWEEN_REQUESTS);
        self.wanted.insert(guild, Wanted { due, shard });
        self.request_due();
    }

    /// Nobody needs the list of a guild that the bot is not in.
    pub(super) fn forget(&mut self, guild: GuildId) {
        self.wanted.remove(&guild);
        self.arriving.remove(&guild);
        self.set_alarm();
    }

    /// Somebody joined or changed.
    pub(super) fn seen(&mut self, guild: GuildId, person: &Person) {
        if let Some(arriving) = self.arriving.get_mut(&guild) {
            arriving.list.seen(person);
        }
    }

    /// Somebody left.
    pub(super) fn left(&mut self, guild: GuildId, member: MemberId) {
        if let Some(arriving) = self.arriving.get_mut(&guild) {
            arriving.list.left(member);
        }
    }

    /// A part of a list has come; the whole list once it is complete.
    pub(super) fn part(
        &mut self,
        guild: GuildId,
        people: Vec<Person>,
        index: u32,
        count: u32,
        nonce: Option<&str>,
    ) -> Option<BTreeMap<MemberId, Person>> {
        let arriving = self
            .arriving
            .get_mut(&guild)
            .filter(|arriving| Some(arriving.nonce.as_str()) == nonce)?;
        arriving.heard = Instant::now();
        if !arriving.list.add(people, index, count) {
            return None;
        }
        self.arriving
            .remove(&guild)
            .map(|arriving| arriving.list.people)
    }

    /// Discord refuses the list asked for under this nonce for now.
    pub(super) fn not_yet(&mut self, guild: GuildId, nonce: &str, after: TimeDelta) {
        if self
            .arriving
            .get(&guild)
            .is_some_and(|arriving| arriving.nonce == nonce)
            && let Some(arriving) = self.arriving.remove(&guild)
        {
            let due = self.clock.now() + after;
            self.wanted.insert(
                guild,
                Wanted {
                    due,
                    shard: arriving.shard,
                },
            );
            self.request_due();
        }
    }

    /// Waits until there is something to do, which [`Roster::work`] then does.
    pub(super) async fn due(&mut self) -> Busy {
        let given_up = self
            .arriving
            .values()
            .map(|arriving| arriving.heard + GIVE_UP_AFTER)
            .min();
        let clock = self.clock.clone();
        tokio::select! {
            busy = self.alarm.rings() => busy,
            () = until(given_up) => clock.busy(),
        }
    }

    /// Asks for what may be asked for by now, and again for what did not come.
    pub(super) fn work(&mut self) {
        let silent: Vec<GuildId> = self
            .arriving
            .iter()
            .filter(|(_, arriving)| arriving.heard.elapsed() >= GIVE_UP_AFTER)
            .map(|(guild, _)| *guild)
            .collect();
        for guild in silent {
            if let Some(arriving) = self.arriving.remove(&guild) {
                tracing::warn!(%guild, "a member list did not arrive; it is asked for again");
                self.want(guild, arriving.shard);
            }
        }
        self.request_due();
    }

    fn request_due(&mut self) {
        let now = self.clock.now();
        let due: Vec<GuildId> = self
            .wanted
            .iter()
            .filter(|(_, wanted)| wanted.due <= now)
            .map(|(guild, _)| *guild)
            .collect();
        for guild in due {
            if let Some(wanted) = self.wanted.remove(&guild) {
                self.request(guild, wanted.shard, now);
            }
        }
        self.set_alarm();
    }

    fn request(&mut self, guild: GuildId, shard: ShardMessenger, now: DateTime<Utc>) {
        let Some(id) = u64::try_from(guild.0).ok().filter(|id| *id != 0) else {
            return;
        };
        self.requests += 1;
        let nonce = format!("list-{}", self.requests);
        shard.chunk_guild(
            discord::GuildId::new(id),
            None,
            false,
            ChunkGuildFilter::None,
            Some(nonce.clone()),
        );
        self.requested_at.insert(guild, now);
        let arriving = Arriving {
            nonce,
            list: List::default(),
            heard: Instant::now(),
            shard,
            _busy: self.clock.busy(),
        };
        self.arriving.insert(guild, arriving);
    }

    fn set_alarm(&mut self) {
        self.alarm
            .set(self.wanted.values().map(|wanted| wanted.due).min());
    }
}

impl List {
    /// Adds a part. Returns whether the list is complete with it.
    fn add(&mut self, people: Vec<Person>, index: u32, count: u32) -> bool {
        for person in people {
            if !self.left.contains(&person.member) && !self.newer.contains(&person.member) {
                self.people.insert(person.member, person);
            }
        }
        self.parts.insert(index);
        u32::try_from(self.parts.len()).is_ok_and(|parts| parts >= count)
    }

    fn seen(&mut self, person: &Person) {
        self.left.remove(&person.member);
        self.newer.insert(person.member);
        self.people.insert(person.member, person.clone());
    }

    fn left(&mut self, member: MemberId) {
        self.newer.remove(&member);
        self.left.insert(member);
        self.people.remove(&member);
    }
}

/// Waits for an instant of real time; for ever without one.
async fn until(instant: Option<Instant>) {
    match instant {
        Some(instant) => tokio::time::sleep_until(instant.into()).await,
        None => std::future::pending().await,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(member: i64, name: &str) -> Person {
        Person {
            member: MemberId(member),
            display_name: name.into(),
            user_name: name.into(),
            bot: false,
            pending: false,
            joined_at: DateTime::UNIX_EPOCH,
            roles: vec![],
        }
    }

    fn names(list: &List) -> Vec<&str> {
        list.people
            .values()
            .map(|person| person.display_name.as_str())
            .collect()
    }

    #[test]
    fn a_list_is_complete_with_its_last_part_in_any_order() {
        let mut list = List::default();
        assert!(!list.add(vec![person(3, "c")], 2, 3));
        assert!(!list.add(vec![person(1, "a")], 0, 3));
        assert!(
            !list.add(vec![person(1, "a")], 0, 3),
            "a part twice is one part"
        );
        assert!(list.add(vec![person(2, "b")], 1, 3));
        assert_eq!(names(&list), ["a", "b", "c"]);
    }

    #[test]
    fn what_happens_meanwhile_counts_more_than_an_old_part() {
        let mut list = List::default();
        list.left(MemberId(1));
        list.seen(&person(2, "new name"));
        list.seen(&person(9, "just joined"));
        assert!(list.add(vec![person(1, "a"), person(2, "b"), person(3, "c")], 0, 1));
        assert_eq!(names(&list), ["new name", "c", "just joined"]);
    }

    #[test]
    fn who_leaves_and_comes_back_is_there() {
        let mut list = List::default();
        list.left(MemberId(1));
        list.seen(&person(1, "back"));
        assert!(list.add(vec![person(1, "a")], 0, 1));
        assert_eq!(names(&list), ["back"]);
    }
}
