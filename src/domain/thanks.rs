//! Thanks for a help that happened elsewhere: whom they may go to, and which of them count.

use chrono::{DateTime, TimeDelta, Utc};

use crate::domain::ids::MemberId;

/// Of the thanks of one member to another, one in this span counts in figures. The rest is kept.
pub const COUNTS_ONCE_IN: TimeDelta = TimeDelta::days(7);

/// Whether somebody is in the guild.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// They are.
    Here,
    /// They were.
    Left,
    /// They never were, as far as is known.
    Unknown,
}

/// Somebody who is to be thanked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Thanked {
    /// Who.
    pub member: MemberId,
    /// Whether it is a bot.
    pub bot: bool,
    /// Whether they are there to hear it.
    pub presence: Presence,
}

/// Why thanks are not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ThanksRefusal {
    /// One's own help needs no thanks.
    Yourself,
    /// Bots take no part.
    Bot,
    /// They left the guild.
    Left,
    /// They are no member of the guild.
    Unknown,
}

/// Whether `by` may thank somebody. Blocks do not matter: they limit whom Potluck puts together, never what people click.
pub fn may_thank(by: MemberId, thanked: Thanked) -> Result<(), ThanksRefusal> {
    match thanked {
        Thanked { member, .. } if member == by => Err(ThanksRefusal::Yourself),
        Thanked { bot: true, .. } => Err(ThanksRefusal::Bot),
        Thanked {
            presence: Presence::Left,
            ..
        } => Err(ThanksRefusal::Left),
        Thanked {
            presence: Presence::Unknown,
            ..
        } => Err(ThanksRefusal::Unknown),
        Thanked {
            presence: Presence::Here,
            ..
        } => Ok(()),
    }
}

/// Whether thanks from one member to another count in figures, where the last of theirs that did were at `last_counted`.
///
/// Only thanks of the same direction are looked at: two who helped each other are two helps.
pub fn counts(last_counted: Option<DateTime<Utc>>, now: DateTime<Utc>) -> bool {
    last_counted.is_none_or(|last| now - last >= COUNTS_ONCE_IN)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use chrono::TimeZone as _;

    use super::*;

    const MIA: MemberId = MemberId(1);
    const RAVI: MemberId = MemberId(2);

    #[track_caller]
    fn check(member: MemberId, bot: bool, presence: Presence, expected: Result<(), ThanksRefusal>) {
        let thanked = Thanked {
            member,
            bot,
            presence,
        };
        assert_eq!(may_thank(MIA, thanked), expected, "{thanked:?}");
    }

    #[test]
    fn a_colleague_who_is_there_may_be_thanked() {
        check(RAVI, false, Presence::Here, Ok(()));
        check(MIA, false, Presence::Here, Err(ThanksRefusal::Yourself));
        check(RAVI, true, Presence::Here, Err(ThanksRefusal::Bot));
        check(RAVI, true, Presence::Unknown, Err(ThanksRefusal::Bot));
        check(RAVI, false, Presence::Left, Err(ThanksRefusal::Left));
        check(RAVI, false, Presence::Unknown, Err(ThanksRefusal::Unknown));
    }

    #[test]
    fn one_in_seven_days_counts() {
        let start = Utc.with_ymd_and_hms(2026, 3, 4, 10, 0, 0).unwrap();
        assert!(counts(None, start));
        let week = COUNTS_ONCE_IN;
        for (after, expected) in [
            (TimeDelta::zero(), false),
            (TimeDelta::days(3), false),
            (week - TimeDelta::milliseconds(1), false),
            (week, true),
            (TimeDelta::days(30), true),
            // The clock was set back.
            (-TimeDelta::days(1), false),
        ] {
            assert_eq!(counts(Some(start), start + after), expected, "{after}");
        }
    }
}
