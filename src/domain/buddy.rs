//! New colleagues and their buddies: who counts as new, who is chosen as a buddy, and what time brings.
//!
//! A newcomer has their first thirty working days: a welcome, a buddy at once, and three times the question how it goes.

mod choice;

pub use choice::{Host, MAX_NEWCOMERS, Seeking, ranked};

use chrono::{DateTime, TimeDelta, Utc};

use super::schedule::Calendar;
use super::tenure::is_newcomer;
use crate::domain::stored::stored_words;

/// After how many working days it is asked how it goes. The last one is the end.
pub const CHECK_INS: [u32; 3] = [1, 7, 30];
/// How often a buddy is looked for while nobody is suitable.
pub const SOUGHT_EVERY: TimeDelta = TimeDelta::days(1);
/// How long the managers are not told yet that nobody is suitable: those who join together are one message.
pub const TOLD_TOGETHER: TimeDelta = TimeDelta::minutes(2);
/// A check-in that is so many working days late, because the bot was away, is left out.
const TOO_LATE: u32 = 3;
/// So many working days lie between an introduction and the first question after it.
const HEARD_FOR: u32 = 1;

stored_words! {
    /// How far somebody's first thirty days have come.
    NewcomerState {
        /// No buddy was suitable yet.
        Looking = "looking",
        /// They have a buddy.
        Paired = "paired",
        /// The thirty days are over.
        Done = "done",
        /// They left the server.
        Left = "left",
    }
}

stored_words! {
    /// What time brings to a newcomer.
    NewcomerDue {
        /// A buddy is looked for again.
        Seek = "seek",
        /// The managers are told that nobody is suitable.
        Managers = "managers",
        /// "How is it going?", and in the end thanks for the buddy.
        CheckIn = "check_in",
    }
}

impl NewcomerState {
    /// Whether something may still come of it.
    pub const fn is_going_on(self) -> bool {
        matches!(self, Self::Looking | Self::Paired)
    }
}

/// Somebody as far as it matters for whether they are new.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    /// When they joined, the last time they did.
    pub joined_at: DateTime<Utc>,
    /// Whether it is a bot.
    pub bot: bool,
    /// Whether they have yet to pass membership screening.
    pub pending: bool,
    /// Whether they have the newcomer role; also true where none is set.
    pub has_role: bool,
}

impl Seen {
    const fn counts(self) -> bool {
        !self.bot && !self.pending && self.has_role
    }
}

/// From when a guild's newcomers are welcomed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Threshold {
    /// Since when Potluck is there and turned on: who was there before is not new to it.
    pub from: DateTime<Utc>,
    /// Whether a role makes somebody a newcomer, rather than joining.
    pub by_role: bool,
}

/// Since when somebody is new, if what was just seen of them makes them a newcomer: they joined, passed the screening, or got the
/// newcomer role. `before` is how they were known while they were there; `None`: they were not.
pub fn new_since(
    threshold: Threshold,
    before: Option<Seen>,
    after: Seen,
    now: DateTime<Utc>,
) -> Option<DateTime<Utc>> {
    // Who left and came back while nobody was looking joined anew, too.
    let known = before.filter(|before| before.joined_at == after.joined_at);
    if !after.counts() || known.is_some_and(Seen::counts) {
        return None;
    }
    if threshold.by_role {
        // Of somebody who was not known, only a joining can tell that the role is new.
        let new = known.is_some() || after.joined_at > threshold.from;
        return new.then_some(now);
    }
    let since = after.joined_at;
    (since > threshold.from && is_newcomer(since, now)).then_some(since)
}

/// What has to be known of a newcomer to say what time brings next.
#[derive(Clone, Copy, Debug)]
pub struct Course<'a> {
    /// How far it has come.
    pub state: NewcomerState,
    /// When they joined, or got the newcomer role.
    pub since: DateTime<Utc>,
    /// How many check-ins are behind them.
    pub checks: u8,
    /// While looking: when it is tried again.
    pub seek_at: Option<DateTime<Utc>>,
    /// While looking: when the managers are told; `None`: they have been.
    pub tell_at: Option<DateTime<Utc>>,
    /// When they heard how it stands: when they and their buddy are introduced, or else when they were welcomed without one. Nobody is
    /// asked how it goes before a working day has passed since.
    pub told_at: DateTime<Utc>,
    /// When they work.
    pub calendar: &'a Calendar,
}

/// What becomes of a check-in that is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CheckIn {
    /// It is asked how it goes. The number counts from 1; earlier ones that were never asked are behind them with it.
    Ask(u8),
    /// Too late: this one and those before it are left out.
    LeaveOut(u8),
    /// The thirty days are over.
    End,
}

impl Course<'_> {
    /// What time brings next, and when; `None`: nothing.
    pub fn next(&self) -> Option<(DateTime<Utc>, NewcomerDue)> {
        if !self.state.is_going_on() {
            return None;
        }
        let looking = self.state == NewcomerState::Looking;
        let seek = self.seek_at.filter(|_| looking);
        let tell = self.tell_at.filter(|_| looking);
        [
            self.time_of(self.checks)
                .map(|when| (when, NewcomerDue::CheckIn)),
            seek.map(|when| (when, NewcomerDue::Seek)),
            tell.map(|when| (when, NewcomerDue::Managers)),
        ]
        .into_iter()
        .flatten()
        .min()
    }

    /// Which check-in it is time for; `None`: none yet.
    pub fn check_in(&self, now: DateTime<Utc>) -> Option<CheckIn> {
        let come = |check: &u8| self.time_of(*check).is_some_and(|when| when <= now);
        let latest = (self.checks..u8::MAX).take_while(come).last()?;
        let number = latest + 1;
        if usize::from(number) == CHECK_INS.len() {
            return Some(CheckIn::End);
        }
        let too_late = self
            .time_of(latest)
            .map(|when| self.calendar.add_working_days(when, TOO_LATE));
        Some(if too_late.is_some_and(|late| late <= now) {
            CheckIn::LeaveOut(number)
        } else {
            CheckIn::Ask(number)
        })
    }

    fn time_of(&self, check: u8) -> Option<DateTime<Utc>> {
        let days = CHECK_INS.get(usize::from(check))?;
        let of_the_course = self.calendar.add_working_days(self.since, *days);
        // Who was seen late, or has another buddy, has had nothing to tell of yet.
        Some(of_the_course.max(self.calendar.add_working_days(self.told_at, HEARD_FOR)))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use chrono::TimeZone as _;
    use chrono_tz::Tz;

    use super::*;

    /// An instant of March 2026, in UTC. The second is a Monday.
    fn march(day: u32, hour: u32) -> DateTime<Utc> {
        Utc.with_ymd_and_hms(2026, 3, day, hour, 0, 0).unwrap()
    }

    fn seen(joined_at: DateTime<Utc>) -> Seen {
        Seen {
            joined_at,
            bot: false,
            pending: false,
            has_role: true,
        }
    }

    #[track_caller]
    fn check(by_role: bool, before: Option<Seen>, after: Seen, expected: Option<DateTime<Utc>>) {
        let threshold = Threshold {
            from: march(2, 10),
            by_role,
        };
        assert_eq!(
            new_since(threshold, before, after, march(10, 12)),
            expected,
            "{before:?} -> {after:?}"
        );
    }

    #[test]
    fn who_joins_afterwards_is_new_since_they_joined() {
        let joined = march(9, 9);
        check(false, None, seen(joined), Some(joined));
        check(false, None, seen(march(2, 10)), None);
        check(false, None, seen(march(1, 9)), None);
        check(false, Some(seen(joined)), seen(joined), None);
    }

    #[test]
    fn bots_never_are_and_people_only_after_the_screening() {
        let joined = march(9, 9);
        let bot = Seen {
            bot: true,
            ..seen(joined)
        };
        check(false, None, bot, None);
        let pending = Seen {
            pending: true,
            ..seen(joined)
        };
        check(false, None, pending, None);
        check(false, Some(pending), pending, None);
        check(false, Some(pending), seen(joined), Some(joined));
    }

    #[test]
    fn who_came_back_unseen_joined_anew() {
        check(
            false,
            Some(seen(march(1, 9))),
            seen(march(9, 9)),
            Some(march(9, 9)),
        );
    }

    #[test]
    fn who_joined_long_ago_is_not_new_however_late_it_is_seen() {
        let threshold = Threshold {
            from: march(2, 10),
            by_role: false,
        };
        let late = march(3, 9) + TimeDelta::days(31);
        assert_eq!(new_since(threshold, None, seen(march(3, 9)), late), None);
    }

    #[test]
    fn where_a_role_is_set_it_counts_from_when_they_got_it() {
        let now = Some(march(10, 12));
        let long_ago = march(1, 9);
        let without = Seen {
            has_role: false,
            ..seen(long_ago)
        };
        check(true, None, without, None);
        check(true, Some(without), seen(long_ago), now);
        check(true, Some(seen(long_ago)), seen(long_ago), None);
        check(true, None, seen(long_ago), None);
        check(true, None, seen(march(9, 9)), now);
        let screened = Seen {
            pending: true,
            ..seen(march(9, 9))
        };
        check(true, Some(screened), seen(march(9, 9)), now);
    }

    fn course(calendar: &Calendar, state: NewcomerState, checks: u8) -> Course<'_> {
        Course {
            state,
            since: march(6, 15),
            checks,
            seek_at: None,
            tell_at: None,
            told_at: march(6, 15),
            calendar,
        }
    }

    #[test]
    fn it_is_asked_after_one_seven_and_thirty_working_days() {
        let utc = Calendar::standard(Tz::UTC);
        let at = |checks| course(&utc, NewcomerState::Paired, checks).next();
        // The sixth is a Friday.
        assert_eq!(at(0), Some((march(9, 15), NewcomerDue::CheckIn)));
        assert_eq!(at(1), Some((march(17, 15), NewcomerDue::CheckIn)));
        let last = Utc.with_ymd_and_hms(2026, 4, 17, 15, 0, 0).unwrap();
        assert_eq!(at(2), Some((last, NewcomerDue::CheckIn)));
        assert_eq!(at(3), None);
        for over in [NewcomerState::Done, NewcomerState::Left] {
            assert_eq!(course(&utc, over, 0).next(), None);
        }
    }

    #[test]
    fn who_joins_at_night_is_asked_from_their_first_working_day_on() {
        let utc = Calendar::standard(Tz::UTC);
        let saturday = Course {
            since: march(7, 23),
            ..course(&utc, NewcomerState::Paired, 0)
        };
        assert_eq!(saturday.next(), Some((march(10, 9), NewcomerDue::CheckIn)));
    }

    #[test]
    fn nobody_is_asked_on_the_day_they_are_introduced() {
        let utc = Calendar::standard(Tz::UTC);
        // Seen on their eighth working day, with a buddy who works on the day after.
        let late = Course {
            told_at: march(19, 9),
            ..course(&utc, NewcomerState::Paired, 0)
        };
        assert_eq!(late.next(), Some((march(20, 9), NewcomerDue::CheckIn)));
        assert_eq!(late.check_in(march(19, 17)), None);
        assert_eq!(late.check_in(march(20, 9)), Some(CheckIn::Ask(2)));
        // Handed over in the night before the last day: the end waits for it, too.
        let last = Utc.with_ymd_and_hms(2026, 4, 17, 15, 0, 0).unwrap();
        let handed_over = Course {
            told_at: last,
            ..course(&utc, NewcomerState::Paired, 2)
        };
        assert_eq!(handed_over.check_in(last), None);
        let monday = last + TimeDelta::days(3);
        assert_eq!(handed_over.check_in(monday), Some(CheckIn::End));
    }

    #[test]
    fn looking_goes_on_beside_the_questions_and_ends_with_a_buddy() {
        let utc = Calendar::standard(Tz::UTC);
        let looking = Course {
            seek_at: Some(march(7, 15)),
            tell_at: Some(march(6, 16)),
            ..course(&utc, NewcomerState::Looking, 0)
        };
        assert_eq!(looking.next(), Some((march(6, 16), NewcomerDue::Managers)));
        let told = Course {
            tell_at: None,
            ..looking
        };
        assert_eq!(told.next(), Some((march(7, 15), NewcomerDue::Seek)));
        let paired = Course {
            state: NewcomerState::Paired,
            ..looking
        };
        assert_eq!(paired.next(), Some((march(9, 15), NewcomerDue::CheckIn)));
    }

    #[test]
    fn a_late_question_is_asked_a_very_late_one_is_not_and_the_end_always_comes() {
        let utc = Calendar::standard(Tz::UTC);
        let paired = |checks| course(&utc, NewcomerState::Paired, checks);
        assert_eq!(paired(0).check_in(march(9, 14)), None);
        assert_eq!(paired(0).check_in(march(9, 15)), Some(CheckIn::Ask(1)));
        assert_eq!(paired(0).check_in(march(10, 15)), Some(CheckIn::Ask(1)));
        assert_eq!(
            paired(0).check_in(march(12, 15)),
            Some(CheckIn::LeaveOut(1))
        );
        assert_eq!(paired(0).check_in(march(17, 16)), Some(CheckIn::Ask(2)));
        assert_eq!(paired(1).check_in(march(17, 14)), None);
        assert_eq!(paired(1).check_in(march(30, 9)), Some(CheckIn::LeaveOut(2)));
        let much_later = march(30, 9) + TimeDelta::days(60);
        for checks in 0..3 {
            assert_eq!(paired(checks).check_in(much_later), Some(CheckIn::End));
        }
        assert_eq!(paired(3).check_in(much_later), None);
    }
}
