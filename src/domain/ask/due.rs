//! What time brings to an ask and to its invitations, and when.

use chrono::{DateTime, TimeDelta, Utc};

use super::AskState;
use crate::domain::schedule::Calendar;
use crate::domain::stored::stored_words;

/// So much working time of the guild passes before the next three are invited.
pub const WAVE_PATIENCE: TimeDelta = TimeDelta::hours(4);
/// So much working time of the guild the asker of a stuck ask has to say that the managers' channel should not hear of it.
pub const MANAGERS_PATIENCE: TimeDelta = TimeDelta::hours(4);
/// An ask that nobody took ends so long after it was posted, or opened again.
pub const UNANSWERED_AFTER: TimeDelta = TimeDelta::days(14);
/// A taken ask without any sign for so long is asked about.
pub const QUIET_AFTER: TimeDelta = TimeDelta::days(3);
/// A taken ask without any sign for so long closes.
pub const CLOSED_AFTER: TimeDelta = TimeDelta::days(14);
/// An invitation lapses so many of the invited member's working days after it was delivered.
pub const INVITATION_WORKING_DAYS: u32 = 2;

stored_words! {
    /// What time brings next to an ask.
    AskDue {
        /// The next three are invited.
        Wave = "wave",
        /// The managers' channel hears that it is stuck.
        Managers = "managers",
        /// Nobody answered: it ends and becomes a wish.
        Unanswered = "unanswered",
        /// The people in it are asked: solved, still need help, or never mind?
        QuietQuestion = "quiet_question",
        /// It closes quietly.
        Close = "close",
    }
}

/// What has to be known of an ask to say when something is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AskFacts {
    /// How far it has come.
    pub state: AskState,
    /// When it was posted.
    pub posted_at: DateTime<Utc>,
    /// When it was last open again after somebody had it, if ever.
    pub reopened_at: Option<DateTime<Utc>>,
    /// The last time people were looked for, whether or not somebody was found. `None` before the first time, and again when
    /// the ask was opened anew: the next three are then due at once.
    pub last_wave_at: Option<DateTime<Utc>>,
    /// Whether that last time anybody was invited at all.
    pub last_wave_found_somebody: bool,
    /// Invitations that wait for an answer, delivered or not.
    pub open_invitations: u32,
    /// When the last invitation was declined, lapsed or closed.
    pub last_answer_at: Option<DateTime<Utc>>,
    /// When the managers' channel hears that it is stuck; `None` where that is not planned.
    pub managers_at: Option<DateTime<Utc>>,
    /// The last message in its thread, click or change.
    pub last_sign_at: DateTime<Utc>,
    /// When the people in it were last asked about its silence.
    pub quiet_asked_at: Option<DateTime<Utc>>,
}

/// What is due next, and when; in the past if it is overdue. `None` for an ask that is over.
///
/// `guild` is the guild's calendar: waves wait for its working time. Silences and ends are counted in plain days.
pub fn next_due(ask: &AskFacts, guild: &Calendar) -> Option<(DateTime<Utc>, AskDue)> {
    match ask.state {
        AskState::Open => {
            let ends =
                ask.reopened_at.unwrap_or(ask.posted_at).max(ask.posted_at) + UNANSWERED_AFTER;
            // At the same instant people are looked for once more first: who is found spares the managers.
            let wave = (next_wave_at(ask, guild), AskDue::Wave);
            let next = match ask.managers_at {
                Some(managers) if managers < wave.0 => (managers, AskDue::Managers),
                _ => wave,
            };
            Some(if next.0 < ends {
                next
            } else {
                (ends, AskDue::Unanswered)
            })
        }
        AskState::Taken => {
            let asked = ask
                .quiet_asked_at
                .filter(|asked| *asked >= ask.last_sign_at);
            Some(match asked {
                // Where the question came late, because the bot was away, there is still time to answer it.
                Some(asked) => (
                    (ask.last_sign_at + CLOSED_AFTER).max(asked + QUIET_AFTER),
                    AskDue::Close,
                ),
                None => (ask.last_sign_at + QUIET_AFTER, AskDue::QuietQuestion),
            })
        }
        _ => None,
    }
}

/// At once when nobody was looked for yet, or when everybody found has answered; otherwise when patience ends. Where the last
/// look found nobody, only an answer since then, to an earlier wave, is a reason to look again before patience ends: that is
/// what keeps it from looking at once and for ever.
fn next_wave_at(ask: &AskFacts, guild: &Calendar) -> DateTime<Utc> {
    let Some(last) = ask.last_wave_at else {
        return ask.reopened_at.unwrap_or(ask.posted_at);
    };
    let patience_ends = guild.add_working_hours(last, WAVE_PATIENCE);
    let answered_since = ask.last_answer_at.is_some_and(|answered| answered > last);
    if ask.open_invitations == 0 && (ask.last_wave_found_somebody || answered_since) {
        ask.last_answer_at
            .unwrap_or(last)
            .max(last)
            .min(patience_ends)
    } else {
        patience_ends
    }
}

/// When the managers' channel hears of a stuck ask whose asker was told of it then, by the guild's calendar.
pub fn managers_hear_at(told_at: DateTime<Utc>, guild: &Calendar) -> DateTime<Utc> {
    guild.add_working_hours(told_at, MANAGERS_PATIENCE)
}

/// When an invitation lapses: two of the member's working days after it was delivered, not after it was written.
pub fn invitation_lapses_at(delivered_at: DateTime<Utc>, member: &Calendar) -> DateTime<Utc> {
    member.add_working_days(delivered_at, INVITATION_WORKING_DAYS)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        format!("2026-03-{text}:00Z").parse().unwrap()
    }

    fn lisbon() -> Calendar {
        Calendar::standard(chrono_tz::Europe::Lisbon)
    }

    /// Posted on Tuesday the tenth at ten, three invited at once.
    fn ask() -> AskFacts {
        AskFacts {
            state: AskState::Open,
            posted_at: at("10T10:00"),
            reopened_at: None,
            last_wave_at: Some(at("10T10:00")),
            last_wave_found_somebody: true,
            open_invitations: 3,
            last_answer_at: None,
            managers_at: None,
            last_sign_at: at("10T10:00"),
            quiet_asked_at: None,
        }
    }

    fn taken() -> AskFacts {
        AskFacts {
            state: AskState::Taken,
            open_invitations: 0,
            last_sign_at: at("10T12:00"),
            ..ask()
        }
    }

    #[track_caller]
    fn check(why: &str, ask: &AskFacts, expected: (&str, AskDue)) {
        assert_eq!(
            next_due(ask, &lisbon()),
            Some((at(expected.0), expected.1)),
            "{why}"
        );
    }

    #[test]
    fn waves_follow_each_other() {
        check(
            "posted, nobody looked for yet",
            &AskFacts {
                last_wave_at: None,
                ..ask()
            },
            ("10T10:00", AskDue::Wave),
        );
        check(
            "four working hours of patience",
            &ask(),
            ("10T14:00", AskDue::Wave),
        );
        let late = AskFacts {
            last_wave_at: Some(at("13T16:00")),
            ..ask()
        };
        check(
            "of which only one is left on a Friday at four",
            &late,
            ("16T12:00", AskDue::Wave),
        );
        let declined = AskFacts {
            open_invitations: 0,
            last_answer_at: Some(at("10T10:30")),
            ..ask()
        };
        check(
            "all declined: at once",
            &declined,
            ("10T10:30", AskDue::Wave),
        );
        let one_left = AskFacts {
            open_invitations: 1,
            ..declined
        };
        check(
            "one may still accept",
            &one_left,
            ("10T14:00", AskDue::Wave),
        );
        let nobody = AskFacts {
            open_invitations: 0,
            last_wave_found_somebody: false,
            ..ask()
        };
        check(
            "nobody was found: looked again, but not at once",
            &nobody,
            ("10T14:00", AskDue::Wave),
        );
        let last_lapsed = AskFacts {
            last_answer_at: Some(at("10T11:00")),
            ..nobody
        };
        check(
            "nobody new was found, then the last of an earlier wave lapsed: at once",
            &last_lapsed,
            ("10T11:00", AskDue::Wave),
        );
        let before = AskFacts {
            open_invitations: 0,
            last_answer_at: Some(at("10T09:00")),
            ..ask()
        };
        check(
            "an answer to an earlier wave does not date the next back",
            &before,
            ("10T10:00", AskDue::Wave),
        );
    }

    #[test]
    fn managers_hear_four_working_hours_after_the_asker_unless_somebody_is_found() {
        let stuck = AskFacts {
            open_invitations: 0,
            last_wave_found_somebody: false,
            ..ask()
        };
        let planned = |managers: &str| AskFacts {
            managers_at: Some(at(managers)),
            ..stuck
        };
        check(
            "people are looked for once more first",
            &planned("10T14:00"),
            ("10T14:00", AskDue::Wave),
        );
        let looked = AskFacts {
            last_wave_at: Some(at("10T14:00")),
            ..planned("10T14:00")
        };
        check("then they hear", &looked, ("10T14:00", AskDue::Managers));
        check(
            "told between two looks",
            &planned("10T13:30"),
            ("10T13:30", AskDue::Managers),
        );
        let ends = AskFacts {
            last_wave_at: Some(at("24T09:30")),
            ..planned("24T11:00")
        };
        check(
            "not about what has ended",
            &ends,
            ("24T10:00", AskDue::Unanswered),
        );
        // Friday at four in the afternoon: an hour, the weekend, three more.
        assert_eq!(managers_hear_at(at("13T16:00"), &lisbon()), at("16T12:00"));
    }

    #[test]
    fn an_unanswered_ask_ends_after_fourteen_days() {
        let last = AskFacts {
            last_wave_at: Some(at("24T09:30")),
            ..ask()
        };
        check(
            "before the next three",
            &last,
            ("24T10:00", AskDue::Unanswered),
        );
        let reopened = AskFacts {
            reopened_at: Some(at("12T10:00")),
            last_wave_at: Some(at("26T09:00")),
            ..ask()
        };
        check(
            "counted from when it was open again",
            &reopened,
            ("26T10:00", AskDue::Unanswered),
        );
        let at_once = AskFacts {
            reopened_at: Some(at("12T10:00")),
            last_wave_at: None,
            ..ask()
        };
        check(
            "opened again: the next three at once",
            &at_once,
            ("12T10:00", AskDue::Wave),
        );
    }

    #[test]
    fn a_quiet_ask_is_asked_about_and_closes() {
        check("three days", &taken(), ("13T12:00", AskDue::QuietQuestion));
        let asked = AskFacts {
            quiet_asked_at: Some(at("13T12:00")),
            ..taken()
        };
        check(
            "fourteen days from the last sign",
            &asked,
            ("24T12:00", AskDue::Close),
        );
        let asked_late = AskFacts {
            quiet_asked_at: Some(at("28T12:00")),
            ..taken()
        };
        check(
            "asked after a long absence: three days to answer",
            &asked_late,
            ("31T12:00", AskDue::Close),
        );
        let spoke = AskFacts {
            last_sign_at: at("14T09:00"),
            ..asked
        };
        check(
            "a sign starts both anew",
            &spoke,
            ("17T09:00", AskDue::QuietQuestion),
        );
    }

    #[test]
    fn nothing_is_due_when_it_is_over() {
        for state in AskState::ALL
            .iter()
            .copied()
            .filter(|state| state.is_over())
        {
            assert_eq!(
                next_due(&AskFacts { state, ..ask() }, &lisbon()),
                None,
                "{state:?}"
            );
        }
    }

    #[test]
    fn an_invitation_lapses_by_its_delivery() {
        let kolkata = Calendar::standard(chrono_tz::Asia::Kolkata);
        // On Monday at nine in Kolkata.
        assert_eq!(
            invitation_lapses_at(at("16T03:30"), &kolkata),
            at("18T03:30")
        );
        assert_eq!(
            invitation_lapses_at(at("12T15:00"), &lisbon()),
            at("16T15:00")
        );
    }
}
