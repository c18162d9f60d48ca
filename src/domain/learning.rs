//! Learner becomes teacher: when somebody who learned a skill is asked whether they could start somebody off with it.

use chrono::{DateTime, TimeDelta, Utc};

/// How long after a help the one who learned is asked.
pub const ASKED_AFTER: TimeDelta = TimeDelta::days(14);

/// What is known of the one who learned, once the time has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Learner {
    /// Whether they are still in the guild.
    pub here: bool,
    /// Whether they teach the skill already.
    pub teaches: bool,
    /// Whether they want such questions.
    pub wants_questions: bool,
    /// Until when they are out; in the past means not paused.
    pub paused_until: Option<DateTime<Utc>>,
    /// The first instant from now on at which they work; now where they are working.
    pub at_work: DateTime<Utc>,
}

/// What becomes of the question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asking {
    /// It is put now.
    Now,
    /// It is looked at again then.
    Later(DateTime<Utc>),
    /// It is of no use, and is not put for this help.
    Never,
}

/// What becomes of a question that is due.
pub fn asking(learner: Learner, now: DateTime<Utc>) -> Asking {
    if !learner.here || learner.teaches || !learner.wants_questions {
        return Asking::Never;
    }
    match learner.paused_until.filter(|until| *until > now) {
        Some(until) => Asking::Later(until),
        None if learner.at_work > now => Asking::Later(learner.at_work),
        None => Asking::Now,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use chrono::TimeZone as _;

    use super::*;

    #[test]
    fn who_is_there_and_at_work_is_asked_and_nobody_else() {
        let now = Utc.with_ymd_and_hms(2026, 3, 18, 10, 0, 0).unwrap();
        let tomorrow = now + TimeDelta::days(1);
        let ready = Learner {
            here: true,
            teaches: false,
            wants_questions: true,
            paused_until: None,
            at_work: now,
        };
        let check = |learner: Learner, expected: Asking| {
            assert_eq!(asking(learner, now), expected, "{learner:?}");
        };
        check(ready, Asking::Now);
        check(
            Learner {
                here: false,
                ..ready
            },
            Asking::Never,
        );
        check(
            Learner {
                teaches: true,
                ..ready
            },
            Asking::Never,
        );
        check(
            Learner {
                wants_questions: false,
                ..ready
            },
            Asking::Never,
        );
        check(
            Learner {
                at_work: tomorrow,
                ..ready
            },
            Asking::Later(tomorrow),
        );
        check(
            Learner {
                paused_until: Some(now),
                ..ready
            },
            Asking::Now,
        );
        // The pause comes first: when it is over, their hours are looked at again.
        check(
            Learner {
                paused_until: Some(now + TimeDelta::days(7)),
                at_work: tomorrow,
                ..ready
            },
            Asking::Later(now + TimeDelta::days(7)),
        );
    }
}
