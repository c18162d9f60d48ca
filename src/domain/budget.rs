//! How often Potluck writes to somebody unasked.
//!
//! At most four private messages a member and week are started by Potluck; what answers something they did themselves does not
//! count. The week is a rolling one, and it holds when a message goes out, not only when it is written: `plan` lays out what is
//! owed to a member over the days to come, the most useful first, and is asked again whenever something changes or the turn of a
//! message has come. `docs/messages.md` tells the same in words.

mod plan;

pub use plan::{Fate, Joins, Pending, Size, Week, plan};

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

/// The most private messages started by Potluck within any span of [`WEEK`].
pub const MESSAGES_A_WEEK: usize = 4;
/// The span in which they are counted. Two messages exactly so far apart are not within the same one.
pub const WEEK: TimeDelta = TimeDelta::days(7);
/// What could not go out for so long after its turn, because the bot was away or turned off, is no news any more, unless it says itself
/// until when it is of use.
pub const OLD_NEWS: TimeDelta = TimeDelta::days(7);

/// Why the bot sends a private message, from the most to the least useful: what the message budget goes by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// An answer to what the member did themselves. It does not count.
    Answer,
    /// The welcome that answers their joining. It does not count, and comes at once, whatever the hour.
    Welcome,
    /// An ask put to the member.
    Invitation,
    /// Whom a round they take part in put them with, where they have no thread for it.
    Pairing,
    /// A question or reminder about something of the member's own.
    Reminder,
    /// The digest of a week, to a manager.
    Digest,
    /// Thanks for a help that the member gave.
    Thanks,
    /// A question to a leader: what are you learning?
    Leading,
    /// The member's own month, which they asked for.
    Month,
    /// A question that may come any time: could you start someone off with it now?
    Suggestion,
    /// A courtesy, such as an invitation that closed.
    Courtesy,
}

/// What becomes of a message that cannot go out when its member works next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Otherwise {
    /// It goes out all the same.
    Goes,
    /// It goes to somebody else.
    SomebodyElse,
    /// It waits.
    Waits,
    /// It is left out.
    LeftOut,
}

impl Purpose {
    /// What does not count for the member's week: it answers what they did themselves.
    pub const UNCOUNTED: [Self; 2] = [Self::Answer, Self::Welcome];

    /// Whether it counts for the member's week.
    pub const fn counts(self) -> bool {
        !matches!(self, Self::Answer | Self::Welcome)
    }

    /// What becomes of it where there is no room in the member's week.
    pub const fn without_room(self) -> Otherwise {
        match self {
            Self::Answer | Self::Welcome => Otherwise::Goes,
            Self::Invitation => Otherwise::SomebodyElse,
            Self::Pairing
            | Self::Reminder
            | Self::Digest
            | Self::Thanks
            | Self::Leading
            | Self::Month
            | Self::Suggestion => Otherwise::Waits,
            Self::Courtesy => Otherwise::LeftOut,
        }
    }

    /// What becomes of it while the member has paused. What is about something of their own reaches them: they wait for it.
    pub const fn while_paused(self) -> Otherwise {
        match self {
            Self::Answer | Self::Welcome | Self::Pairing | Self::Reminder => Otherwise::Goes,
            Self::Invitation => Otherwise::SomebodyElse,
            Self::Digest | Self::Thanks | Self::Leading | Self::Month | Self::Suggestion => {
                Otherwise::Waits
            }
            Self::Courtesy => Otherwise::LeftOut,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_becomes_of_each_purpose_without_room_and_while_paused() {
        use Otherwise::{Goes, LeftOut, SomebodyElse, Waits};
        for (purpose, without_room, while_paused) in [
            (Purpose::Answer, Goes, Goes),
            (Purpose::Welcome, Goes, Goes),
            (Purpose::Invitation, SomebodyElse, SomebodyElse),
            (Purpose::Pairing, Waits, Goes),
            (Purpose::Reminder, Waits, Goes),
            (Purpose::Digest, Waits, Waits),
            (Purpose::Thanks, Waits, Waits),
            (Purpose::Leading, Waits, Waits),
            (Purpose::Month, Waits, Waits),
            (Purpose::Suggestion, Waits, Waits),
            (Purpose::Courtesy, LeftOut, LeftOut),
        ] {
            assert_eq!(purpose.without_room(), without_room, "{purpose:?}");
            assert_eq!(purpose.while_paused(), while_paused, "{purpose:?}");
            assert_eq!(
                purpose.counts(),
                !Purpose::UNCOUNTED.contains(&purpose),
                "{purpose:?}"
            );
        }
    }
}
