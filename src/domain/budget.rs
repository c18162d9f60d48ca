//! How often Potluck writes to somebody unasked, and when.
//!
//! At most four private messages a member in any seven days are started by Potluck, none outside their working hours. What answers something
//! they did themselves does not count and is not held back; nor is a welcome, which answers joining.

use chrono::{DateTime, TimeDelta, Utc};

use super::schedule::Calendar;

/// The most private messages started by Potluck within [`WEEK`].
pub const MESSAGES_A_WEEK: usize = 4;
/// The span in which they are counted, ending now.
pub const WEEK: TimeDelta = TimeDelta::days(7);

/// What a private message is for. The most useful first: what is furthest down waits or is dropped first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Purpose {
    /// It answers what they did themselves.
    Answer,
    /// It welcomes them.
    Welcome,
    /// Somebody waits for their answer: an invitation to help.
    Invitation,
    /// News about something of theirs.
    News,
    /// A reminder.
    Reminder,
}

impl Purpose {
    /// Whether such a message is one of the week's four, and waits for working hours.
    pub const fn counts(self) -> bool {
        !matches!(self, Self::Answer | Self::Welcome)
    }
}

/// A message to one member that has not gone out yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// What it is for.
    pub purpose: Purpose,
    /// When it was written; of two for the same purpose the older goes first.
    pub written_at: DateTime<Utc>,
    /// When it has become pointless, if ever.
    pub useless_after: Option<DateTime<Utc>>,
}

/// What becomes of a waiting message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// It goes out then, at the earliest now.
    At(DateTime<Utc>),
    /// It would only go out when it has become pointless.
    Drop,
}

/// Whether one more message may be started now. `sent` are the counted messages of the past, in any order.
pub fn has_room(sent: &[DateTime<Utc>], now: DateTime<Utc>) -> bool {
    sent.iter().filter(|sent| now - **sent < WEEK).count() < MESSAGES_A_WEEK
}

/// When each of the waiting messages to one member goes out, in the order given.
///
/// `sent` are the counted messages of the past, in any order; `member` is the member's own calendar.
pub fn plan(
    waiting: &[Waiting],
    sent: &[DateTime<Utc>],
    member: &Calendar,
    now: DateTime<Utc>,
) -> Vec<Delivery> {
    let mut by_use: Vec<usize> = (0..waiting.len()).collect();
    by_use.sort_by_key(|at| (waiting[*at].purpose, waiting[*at].written_at, *at));
    let mut counted: Vec<_> = sent.to_vec();
    counted.sort_unstable();
    let mut plan = vec![Delivery::Drop; waiting.len()];
    for at in by_use {
        let message = &waiting[at];
        if !message.purpose.counts() {
            plan[at] = Delivery::At(now);
            continue;
        }
        let when = next_room(&counted, member, now);
        if message.useless_after.is_none_or(|useless| when < useless) {
            plan[at] = Delivery::At(when);
            counted.push(when);
        }
    }
    plan
}

/// The first instant within working hours at which fewer than four of the sorted messages lie within the week before. What is
/// planned is always planned after all that went before, so only the last four can stand in the way.
fn next_room(counted: &[DateTime<Utc>], member: &Calendar, now: DateTime<Utc>) -> DateTime<Utc> {
    let fourth_last = counted
        .len()
        .checked_sub(MESSAGES_A_WEEK)
        .and_then(|at| counted.get(at));
    let free = fourth_last.map_or(now, |sent| (*sent + WEEK).max(now));
    let after_last = counted.last().map_or(free, |last| free.max(*last));
    member.next_working_instant(after_last)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use proptest::prelude::*;

    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        format!("2026-03-{text}:00Z").parse().unwrap()
    }

    fn lisbon() -> Calendar {
        Calendar::standard(chrono_tz::Europe::Lisbon)
    }

    fn message(purpose: Purpose) -> Waiting {
        Waiting {
            purpose,
            written_at: at("10T08:00"),
            useless_after: None,
        }
    }

    #[track_caller]
    fn check(why: &str, waiting: &[Waiting], sent: &[&str], now: &str, expected: &[Option<&str>]) {
        let sent: Vec<_> = sent.iter().map(|text| at(text)).collect();
        let expected: Vec<_> = expected
            .iter()
            .map(|when| when.map_or(Delivery::Drop, |when| Delivery::At(at(when))))
            .collect();
        assert_eq!(plan(waiting, &sent, &lisbon(), at(now)), expected, "{why}");
    }

    #[test]
    fn messages_wait_for_work_and_for_room() {
        use Purpose::{Answer, Invitation, News, Reminder, Welcome};
        check(
            "at work",
            &[message(Invitation)],
            &[],
            "10T10:00",
            &[Some("10T10:00")],
        );
        check(
            "at night",
            &[message(Invitation)],
            &[],
            "10T22:00",
            &[Some("11T09:00")],
        );
        check(
            "at night, their own doing",
            &[message(Answer), message(Welcome)],
            &[],
            "10T22:00",
            &[Some("10T22:00"); 2],
        );
        let four = ["05T10:00", "06T10:00", "09T10:00", "10T09:00"];
        check(
            "four this week",
            &[message(News)],
            &four,
            "10T10:00",
            &[Some("12T10:00")],
        );
        check(
            "four, but one long ago",
            &[message(News)],
            &["02T10:00", "06T10:00", "09T10:00", "10T09:00"],
            "10T10:00",
            &[Some("10T10:00")],
        );
        check(
            "an answer is not held back",
            &[message(Answer)],
            &four,
            "10T10:00",
            &[Some("10T10:00")],
        );
        check(
            "the least useful waits longest",
            &[message(Reminder), message(Invitation), message(News)],
            &["05T10:00", "06T10:00", "09T10:00"],
            "10T10:00",
            &[Some("13T10:00"), Some("10T10:00"), Some("12T10:00")],
        );
        let pointless = Waiting {
            useless_after: Some(at("11T09:00")),
            ..message(Reminder)
        };
        check(
            "dropped when it would come too late",
            &[pointless],
            &four,
            "10T10:00",
            &[None],
        );
        check(
            "and in time otherwise",
            &[pointless],
            &[],
            "10T10:00",
            &[Some("10T10:00")],
        );
    }

    #[test]
    fn room_is_counted_over_seven_days() {
        let sent = [
            at("03T10:00"),
            at("05T10:00"),
            at("06T10:00"),
            at("09T10:00"),
        ];
        assert!(!has_room(&sent, at("10T09:59")));
        assert!(has_room(&sent, at("10T10:00")));
        assert!(has_room(&[], at("10T10:00")));
    }

    proptest! {
        #[test]
        fn never_more_than_four_in_any_seven_days_and_only_at_work(
            kinds in proptest::collection::vec((0_u8..5, 0_i64..5000), 0..20),
            sent in proptest::collection::vec(0_i64..10_000, 0..4),
        ) {
            let now = at("10T22:00");
            let waiting: Vec<_> = kinds
                .iter()
                .map(|(kind, minutes)| Waiting {
                    purpose: [Purpose::Answer, Purpose::Welcome, Purpose::Invitation, Purpose::News, Purpose::Reminder][usize::from(*kind)],
                    written_at: now - TimeDelta::minutes(*minutes),
                    useless_after: (minutes % 3 == 0).then(|| now + TimeDelta::minutes(*minutes)),
                })
                .collect();
            let mut all: Vec<_> = sent.iter().map(|minutes| now - TimeDelta::minutes(*minutes)).collect();
            for (message, delivery) in waiting.iter().zip(plan(&waiting, &all.clone(), &lisbon(), now)) {
                let Delivery::At(when) = delivery else { continue };
                if message.purpose.counts() {
                    prop_assert!(lisbon().is_working(when));
                    prop_assert!(message.useless_after.is_none_or(|useless| when < useless));
                    all.push(when);
                } else {
                    prop_assert_eq!(when, now);
                }
            }
            all.sort_unstable();
            prop_assert!(all.windows(5).all(|five| five[4] - five[0] >= WEEK), "{:?}", all);
        }
    }
}
