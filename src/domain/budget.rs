//! How often Potluck writes to somebody unasked.
//!
//! At most four private messages a member and week are started by Potluck: invitations, reminders and courtesies. What answers
//! something they did themselves does not count. Whoever writes such a message first asks whether there is room: without it, an
//! invitation goes to somebody else, and a courtesy is left out. When it arrives is the member's calendar's to say
//! ([`Calendar::next_working_instant`](super::schedule::Calendar::next_working_instant)).

use chrono::TimeDelta;

/// The most private messages started by Potluck within [`WEEK`].
pub const MESSAGES_A_WEEK: u32 = 4;
/// The span in which they are counted, ending now. What is owed, and waits for working hours, counts already.
pub const WEEK: TimeDelta = TimeDelta::days(7);

/// Whether one more message may be started with somebody to whom so many were within [`WEEK`].
pub const fn has_room(started: u32) -> bool {
    started < MESSAGES_A_WEEK
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fourth_message_is_the_last() {
        let allowed: Vec<_> = (0..6).map(has_room).collect();
        assert_eq!(allowed, [true, true, true, true, false, false]);
    }
}
