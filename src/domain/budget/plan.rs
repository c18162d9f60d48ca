//! When each of the messages goes out that are owed to a member.

#[cfg(test)]
mod simulation;
#[cfg(test)]
mod tests;

use chrono::{DateTime, Utc};

use super::{MESSAGES_A_WEEK, OLD_NEWS, Otherwise, Purpose, WEEK};
use crate::domain::ids::OutboxId;
use crate::domain::schedule::Calendar;

/// A member's week, as far as private messages go.
#[derive(Clone, Debug)]
pub struct Week<'a> {
    /// Bot time.
    pub now: DateTime<Utc>,
    /// When they work.
    pub calendar: &'a Calendar,
    /// Until when they are out; in the past means not paused.
    pub paused_until: Option<DateTime<Utc>>,
    /// When messages were started with them lately, and `now` for one that may be going out this moment. In any order.
    pub started: Vec<DateTime<Utc>>,
    /// The most that goes into one message.
    pub room: Size,
}

/// A message that is owed to a member and certainly was not sent yet. Answers are none: they do not count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pending {
    /// Which row.
    pub id: OutboxId,
    /// Why it is sent.
    pub purpose: Purpose,
    /// When it was caused.
    pub since: DateTime<Utc>,
    /// For when it is owed, as it stands.
    pub due: DateTime<Utc>,
    /// From then on it is of no use; `None`: it stays true.
    pub until: Option<DateTime<Utc>>,
    /// What it takes to go out with another; `None`: it goes alone.
    pub joins: Option<Joins>,
}

/// What a message needs beside another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Joins {
    /// How much it takes.
    pub size: Size,
}

/// How much a message holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Size {
    /// Characters of text.
    pub characters: usize,
    /// Components.
    pub components: usize,
}

/// What becomes of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It goes out then: when the member works next, or where it `waits`, when there is room in their week, or their pause is over.
    At {
        /// When.
        when: DateTime<Utc>,
        /// Whether that is later than when they work next.
        waits: bool,
    },
    /// It goes out with another one.
    With {
        /// Which: one that itself is [`Fate::At`] an instant.
        host: OutboxId,
        /// When that goes out.
        when: DateTime<Utc>,
    },
    /// There is no room for it, and it is not one that waits: somebody else is written to.
    SomebodyElse,
    /// There is no room for it, and it is not one that waits; or it is of no use by then.
    LeftOut,
}

/// One or several messages that go out together.
struct Group {
    host: OutboxId,
    when: DateTime<Utc>,
    joins: Option<Joins>,
}

/// What becomes of each of the messages, in the order of `pending`.
///
/// They are placed one after the other, the most useful first, and of the same use the oldest: each at the first instant of the
/// member's working time at which no rolling week would hold too many, those placed before it counted, in the past and in the
/// future. So nothing ever gives way to what is less useful. What can go out with one that was placed before does not need a place
/// of its own.
pub fn plan(week: &Week<'_>, pending: &[Pending]) -> Vec<Fate> {
    let mut order: Vec<usize> = (0..pending.len()).collect();
    order.sort_by_key(|&index| {
        (
            pending[index].purpose,
            pending[index].since,
            pending[index].id,
        )
    });
    let mut times = week.started.clone();
    times.sort_unstable();
    let mut groups: Vec<Group> = Vec::new();
    let mut fates = vec![Fate::LeftOut; pending.len()];
    for index in order {
        let message = &pending[index];
        let fate = fate_of(week, message, &times, &groups);
        match fate {
            Fate::At { when, .. } => {
                let place = times.partition_point(|time| *time <= when);
                times.insert(place, when);
                groups.push(Group {
                    host: message.id,
                    when,
                    joins: message.joins,
                });
            }
            Fate::With { host, .. } => {
                for group in groups.iter_mut().filter(|group| group.host == host) {
                    group.take_in(message);
                }
            }
            Fate::SomebodyElse | Fate::LeftOut => {}
        }
        fates[index] = fate;
    }
    fates
}

/// What becomes of one message, with those placed that are more useful.
fn fate_of(week: &Week<'_>, message: &Pending, times: &[DateTime<Utc>], groups: &[Group]) -> Fate {
    let otherwise = message.purpose.without_room();
    // Whether an invitation is still of use is its ask's to say.
    // What says itself until when it is of use is of use until then, however late it is.
    let is_old = message.until.is_none() && week.now - message.due > OLD_NEWS;
    if is_old && otherwise != Otherwise::SomebodyElse {
        return Fate::LeftOut;
    }
    let of_use = |when: DateTime<Utc>| message.until.is_none_or(|until| when < until);
    let next = week
        .calendar
        .next_working_instant(week.now.max(message.since));
    let pause = week
        .paused_until
        .filter(|until| *until > week.now && message.purpose.while_paused() != Otherwise::Goes);
    let earliest = match pause {
        Some(until) => week.calendar.next_working_instant(next.max(until)),
        None => next,
    };
    let own = first_place(week.calendar, times, earliest);
    let company = groups
        .iter()
        .filter(|group| (earliest..=own).contains(&group.when) && of_use(group.when))
        .filter(|group| group.has_room_for(message, week.room))
        .min_by_key(|group| group.when)
        .map(|group| (group.when, Some(group.host)));
    let (when, host) = company.unwrap_or((own, None));
    let waits = when > next;
    match (host, otherwise) {
        (_, Otherwise::SomebodyElse) if waits => Fate::SomebodyElse,
        (_, Otherwise::LeftOut) if waits => Fate::LeftOut,
        _ if !of_use(when) => Fate::LeftOut,
        (Some(host), _) => Fate::With { host, when },
        (None, _) => Fate::At { when, waits },
    }
}

/// The first working instant from `earliest` on at which one more message leaves no week with too many.
fn first_place(
    calendar: &Calendar,
    times: &[DateTime<Utc>],
    earliest: DateTime<Utc>,
) -> DateTime<Utc> {
    let mut when = calendar.next_working_instant(earliest);
    while !fits(times, when) {
        // What does not fit fits no earlier than when one of the others has been a week ago.
        let freed = times.iter().map(|time| *time + WEEK);
        let Some(next) = freed.filter(|freed| *freed > when).min() else {
            break;
        };
        when = calendar.next_working_instant(next);
    }
    when
}

/// Whether one more message at this instant leaves no span of a week with too many. `times` is sorted.
fn fits(times: &[DateTime<Utc>], when: DateTime<Utc>) -> bool {
    let place = times.partition_point(|time| *time <= when);
    let mut with = times.to_vec();
    with.insert(place, when);
    let first = place.saturating_sub(MESSAGES_A_WEEK);
    let last = (place + MESSAGES_A_WEEK).min(with.len() - 1);
    with[first..=last]
        .windows(MESSAGES_A_WEEK + 1)
        .all(|span| span[MESSAGES_A_WEEK] - span[0] >= WEEK)
}

impl Fate {
    /// When it goes out; `None`: it does not.
    pub const fn when(self) -> Option<DateTime<Utc>> {
        match self {
            Self::At { when, .. } | Self::With { when, .. } => Some(when),
            Self::SomebodyElse | Self::LeftOut => None,
        }
    }

    /// For when the message is owed from now on, where that is another time than it was. One whose turn has come and that goes out
    /// keeps its place, so that how long it is late can be told. Nothing changes for one that somebody else is to have: its own
    /// turn will tell.
    pub fn moves(self, message: &Pending, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.when()
            .filter(|when| *when != message.due && (*when > now || message.due > now))
    }
}

impl Group {
    fn has_room_for(&self, message: &Pending, room: Size) -> bool {
        let (Some(ours), Some(theirs)) = (self.joins, message.joins) else {
            return false;
        };
        (ours.size + theirs.size).within(room)
    }

    fn take_in(&mut self, message: &Pending) {
        if let (Some(ours), Some(theirs)) = (&mut self.joins, message.joins) {
            ours.size = ours.size + theirs.size;
        }
    }
}

impl Size {
    const fn within(self, room: Self) -> bool {
        self.characters <= room.characters && self.components <= room.components
    }
}

impl std::ops::Add for Size {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            characters: self.characters + other.characters,
            components: self.components + other.components,
        }
    }
}
