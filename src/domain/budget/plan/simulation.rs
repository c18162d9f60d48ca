//! A member's private messages over some weeks: whatever is started, whenever they pause or change their hours, and however long the
//! bot is away.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use chrono::TimeDelta;
use chrono_tz::Tz;
use proptest::prelude::*;

use super::*;
use crate::domain::schedule::{WorkingDays, WorkingHours};

const ROOM: Size = Size {
    characters: 100,
    components: 10,
};

/// Messages of one turn are sent within this span.
const A_BREATH: TimeDelta = TimeDelta::minutes(10);

/// Something that happens.
#[derive(Clone, Debug)]
enum Event {
    Started {
        purpose: Purpose,
        /// For so many hours it is of use.
        hours: Option<i64>,
        /// It may join others, with so many characters.
        characters: Option<usize>,
    },
    /// The bot is away for so many hours.
    Away(i64),
    /// The member is out for so many days.
    Paused(i64),
    /// They work at these hours from now on.
    Works { from: u16, hours: u16, days: u8 },
}

/// One message that went out.
#[derive(Clone, Debug)]
struct Sent {
    /// The rows in it, the most useful first.
    rows: Vec<Pending>,
    begun: DateTime<Utc>,
    /// Whether it was within their working time.
    working: bool,
    /// Those that are more useful than all of them, could have gone then, and did not yet: they go in the same breath.
    passed_over: Vec<OutboxId>,
}

/// One that was not taken, for want of room.
#[derive(Clone, Debug)]
struct Refused {
    purpose: Purpose,
    from: DateTime<Utc>,
    /// When it would have gone.
    to: DateTime<Utc>,
}

struct World {
    now: DateTime<Utc>,
    back: DateTime<Utc>,
    calendar: Calendar,
    paused_until: Option<DateTime<Utc>>,
    pending: Vec<Pending>,
    started: Vec<DateTime<Utc>>,
    sent: Vec<Sent>,
    dropped: Vec<OutboxId>,
    refused: Vec<Refused>,
    /// How long each message takes to be sent.
    slowness: TimeDelta,
}

impl World {
    fn week(&self) -> Week<'_> {
        Week {
            now: self.now,
            calendar: &self.calendar,
            paused_until: self.paused_until,
            started: self.started.clone(),
            room: ROOM,
        }
    }

    /// As `features::messages` does it with the rows of the outbox.
    fn apply(&mut self, fates: &[Fate]) {
        let before = std::mem::take(&mut self.pending);
        for (mut message, fate) in before.into_iter().zip(fates) {
            if *fate == Fate::LeftOut {
                self.dropped.push(message.id);
                continue;
            }
            if let Some(due) = fate.moves(&message, self.now) {
                message.due = due;
            }
            self.pending.push(message);
        }
    }

    fn start(&mut self, message: Pending) {
        let mut pending = self.pending.clone();
        pending.push(message.clone());
        let fates = plan(&self.week(), &pending);
        match fates.last().expect("there is one") {
            Fate::At { .. } | Fate::With { .. } => {
                self.pending.push(message);
                self.apply(&fates);
            }
            Fate::SomebodyElse | Fate::LeftOut => {
                if message.until.is_none() && self.reaches(&message) {
                    self.refused.push(Refused {
                        purpose: message.purpose,
                        from: self.now,
                        to: self.calendar.next_working_instant(self.now),
                    });
                }
                self.dropped.push(message.id);
            }
        }
    }

    /// Whether no pause keeps it from them.
    fn reaches(&self, message: &Pending) -> bool {
        self.paused_until.is_none_or(|until| until <= self.now)
            || message.purpose.while_paused() == Otherwise::Goes
    }

    /// They are out. What was refused and would have gone within that time gives way to nothing from now on: the pause keeps it.
    fn pause(&mut self, until: DateTime<Utc>) {
        self.paused_until = Some(until);
        for refused in &mut self.refused {
            if refused.purpose.while_paused() != Otherwise::Goes && refused.to < until {
                refused.to = refused.to.min(self.now - TimeDelta::milliseconds(1));
            }
        }
    }

    /// Carries out what is due until then, one after the other.
    fn pass(&mut self, until: DateTime<Utc>) {
        loop {
            let first = self
                .pending
                .iter()
                .min_by_key(|message| (message.due, message.id))
                .map(|message| (message.id, message.due));
            let Some((id, due)) = first.filter(|(_, due)| (*due).max(self.back) <= until) else {
                break;
            };
            self.now = self.now.max(due).max(self.back);
            self.turn(id);
        }
        self.now = self.now.max(until);
    }

    fn turn(&mut self, id: OutboxId) {
        let fates = plan(&self.week(), &self.pending);
        let index = self.pending.iter().position(|message| message.id == id);
        let fate = fates[index.expect("it is pending")];
        let rows_of = |host| -> Vec<Pending> {
            let mut rows: Vec<Pending> = self
                .pending
                .iter()
                .zip(&fates)
                .filter(|(message, fate)| {
                    message.id == host
                        || matches!(fate, Fate::With { host: theirs, .. } if *theirs == host)
                })
                .map(|(message, _)| message.clone())
                .collect();
            rows.sort_by_key(|message| (message.purpose, message.since, message.id));
            rows
        };
        let rows = match fate {
            Fate::At { when, .. } if when <= self.now => rows_of(id),
            Fate::With { host, when } if when <= self.now => rows_of(host),
            Fate::SomebodyElse => {
                self.pending.retain(|message| message.id != id);
                self.dropped.push(id);
                return;
            }
            Fate::At { .. } | Fate::With { .. } | Fate::LeftOut => Vec::new(),
        };
        let ids: Vec<OutboxId> = rows.iter().map(|row| row.id).collect();
        let begun = self.now;
        if let Some(best) = rows.first() {
            // What is cut off by the end of work is passed over by nothing but the clock.
            let goes_on = self.calendar.is_working(begun + A_BREATH);
            let passed_over = self
                .pending
                .iter()
                .filter(|_| goes_on)
                .filter(|message| message.purpose < best.purpose && !ids.contains(&message.id))
                .filter(|message| self.reaches(message))
                .filter(|message| message.until.is_none_or(|until| until > self.now))
                .filter(|message| message.until.is_some() || self.now - message.due <= OLD_NEWS)
                .map(|message| message.id)
                .collect();
            self.sent.push(Sent {
                rows: rows.clone(),
                begun,
                working: self.calendar.is_working(begun),
                passed_over,
            });
        }
        self.apply(&fates);
        if !ids.is_empty() {
            self.pending.retain(|message| !ids.contains(&message.id));
            self.now += self.slowness;
            self.started.push(self.now);
        }
    }
}

fn any_purpose() -> impl Strategy<Value = Purpose> {
    prop_oneof![
        Just(Purpose::Invitation),
        Just(Purpose::Reminder),
        Just(Purpose::Thanks),
        Just(Purpose::Suggestion),
        Just(Purpose::Courtesy),
    ]
}

fn any_event() -> impl Strategy<Value = Event> {
    prop_oneof![
        8 => (any_purpose(), prop::option::of(1_i64..200), prop::option::of(1_usize..60)).prop_map(
            |(purpose, hours, characters)| Event::Started { purpose, hours, characters }
        ),
        1 => (1_i64..300).prop_map(Event::Away),
        1 => (0_i64..10).prop_map(Event::Paused),
        1 => (0_u16..22, 1_u16..24, 1_u8..128).prop_map(|(from, hours, days)| Event::Works { from, hours, days }),
    ]
}

fn happen(world: &mut World, id: i64, event: &Event) {
    match *event {
        Event::Started {
            purpose,
            hours,
            characters,
        } => {
            let now = world.now;
            world.start(Pending {
                id: OutboxId(id),
                purpose,
                since: now,
                due: world.calendar.next_working_instant(now),
                until: hours.map(|hours| now + TimeDelta::hours(hours)),
                joins: characters
                    .filter(|_| purpose != Purpose::Invitation)
                    .map(|characters| Joins {
                        size: Size {
                            characters,
                            components: 3,
                        },
                    }),
            });
        }
        Event::Away(hours) => world.back = world.now + TimeDelta::hours(hours),
        Event::Paused(days) => world.pause(world.now + TimeDelta::days(days)),
        Event::Works { from, hours, days } => {
            world.calendar.hours =
                WorkingHours::new(from * 60, ((from + hours) * 60).min(1440)).unwrap();
            world.calendar.days = WorkingDays::from_bits(days).unwrap();
        }
    }
}

/// What holds over all of it.
fn check(world: &World) {
    for five in world.sent.windows(MESSAGES_A_WEEK + 1) {
        let apart = five[MESSAGES_A_WEEK].begun - five[0].begun;
        assert!(apart >= WEEK, "five within {apart}: {five:?}");
    }
    for sent in &world.sent {
        assert!(sent.working, "outside their hours: {sent:?}");
    }
    let mut rows: Vec<OutboxId> = world
        .sent
        .iter()
        .flat_map(|sent| sent.rows.iter().map(|row| row.id))
        .chain(world.dropped.iter().copied())
        .chain(world.pending.iter().map(|row| row.id))
        .collect();
    let all = rows.len();
    rows.sort_unstable();
    rows.dedup();
    assert_eq!(rows.len(), all, "each has one end");
    for sent in &world.sent {
        let best = sent.rows[0].purpose;
        for refused in &world.refused {
            let meanwhile = refused.from <= sent.begun && sent.begun <= refused.to;
            assert!(
                !meanwhile || best <= refused.purpose,
                "{sent:?} went and {refused:?} did not"
            );
        }
        for row in &sent.rows {
            assert!(row.until.is_none_or(|until| sent.begun < until), "{sent:?}");
        }
        let size = sent.rows.iter().filter_map(|row| row.joins);
        let size = size.fold(Size::default(), |sum, joins| sum + joins.size);
        assert!(sent.rows.len() == 1 || size.within(ROOM), "{sent:?}");
        for id in &sent.passed_over {
            let then = world
                .sent
                .iter()
                .find(|other| other.rows.iter().any(|row| row.id == *id))
                .map(|other| other.begun - sent.begun);
            assert!(
                then.is_some_and(|then| then <= A_BREATH),
                "{id} was passed over by {sent:?}: {then:?}"
            );
        }
    }
}

proptest! {
    #[test]
    fn no_week_holds_more_than_four_and_nothing_gives_way_to_what_is_less_useful(
        events in prop::collection::vec((0_i64..60 * 40, any_event()), 1..60),
        zone in 0..chrono_tz::TZ_VARIANTS.len(),
        slowness in 0_i64..20,
    ) {
        let start: DateTime<Utc> = "2026-03-02T09:00:00Z".parse().unwrap();
        let mut world = World {
            now: start,
            back: start,
            calendar: Calendar::standard(Tz::UTC),
            paused_until: None,
            pending: Vec::new(),
            started: Vec::new(),
            sent: Vec::new(),
            dropped: Vec::new(),
            refused: Vec::new(),
            slowness: TimeDelta::seconds(slowness),
        };
        world.calendar.zone = chrono_tz::TZ_VARIANTS[zone];
        for (id, (minutes, event)) in (1..).zip(&events) {
            world.pass(world.now + TimeDelta::minutes(*minutes));
            happen(&mut world, id, event);
        }
        world.pass(world.now + TimeDelta::days(120));
        check(&world);
    }
}
