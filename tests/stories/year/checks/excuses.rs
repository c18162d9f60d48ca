//! What may be dropped, and what may wait in `/me`: by what is known otherwise of whom it was for and of what it was about.

/// What was not said, or not done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// What introduces people to each other in a thread of their own, the opening of that thread included.
    Introduction,
    /// What tells somebody privately whom they are with.
    Told,
    /// Something else in the thread of a pairing.
    OfPairing,
    /// A post of a round in the channel.
    OfRound,
    /// A newcomer's welcome.
    Welcome,
    /// Something in the thread of a newcomer and their buddy.
    OfNewcomer,
    /// An ask put to somebody.
    Invitation,
    /// Something else about an ask: in its thread, in the channel, or to its asker.
    OfAsk,
    /// A private message that nothing of this is true of.
    Private,
    /// No message: a change of one, or of a thread.
    Change,
}

/// What the year and Discord know about it, at the time at which it was dropped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "each is a fact of its own, and any of them may be so together"
)]
pub(super) struct Known {
    /// The same stands in Discord: in another message, or in a later one for the same.
    pub(super) stands: bool,
    /// Whom it was for had left the server.
    pub(super) gone: bool,
    /// They had paused.
    pub(super) paused: bool,
    /// They and whom it would have brought them together with were kept apart.
    pub(super) apart: bool,
    /// Potluck had started four private messages with them within a week, all the time that it was of use.
    pub(super) full: bool,
    /// What it was about had ended: the pairing fell apart, its round was over, the ask was had or closed, the newcomer left.
    pub(super) over: bool,
    /// A courtesy, which does not wait.
    pub(super) courtesy: bool,
    /// What it was to change is not in Discord.
    pub(super) nothing_there: bool,
}

/// Why something may have been dropped; `None`: it is lost.
pub(super) fn excuse(kind: Kind, known: Known) -> Option<&'static str> {
    let reasons: &[(bool, &'static str)] = match kind {
        // Who takes part waits for these: only that they are said elsewhere, or that there is nothing to say any more, excuses that they
        // are not said.
        Kind::Introduction | Kind::OfPairing => &[
            (known.stands, "said anew"),
            (known.over, "fell apart before"),
        ],
        Kind::OfRound => &[(known.stands, "said anew")],
        Kind::Welcome => &[(known.gone, "left before")],
        Kind::Told => &[
            (known.over, "fell apart before"),
            (known.full, "no room all round"),
        ],
        Kind::OfNewcomer => &[
            (known.stands, "said anew"),
            (known.gone, "left before"),
            (known.over, "another buddy"),
        ],
        Kind::Invitation => &[
            (known.over, "the ask needs nobody any more"),
            (known.gone, "left before"),
            (known.paused, "paused before"),
            (known.apart, "kept apart"),
            (known.full, "no room"),
        ],
        Kind::OfAsk => &[
            (known.stands, "said with another"),
            (known.over, "the ask went on"),
            (known.gone, "left before"),
            (known.full, "no room"),
        ],
        Kind::Private => &[
            (known.stands, "said with another"),
            (known.gone, "left before"),
            (known.over, "over before"),
            (known.full, "no room"),
            (known.courtesy && known.paused, "paused before"),
        ],
        Kind::Change => &[
            (known.nothing_there, "nothing there to change"),
            (known.gone, "left before"),
        ],
    };
    let found = reasons.iter().find(|(is_so, _)| *is_so);
    found.map(|(_, reason)| *reason)
}

/// Whether something may wait in `/me`: with closed direct messages, and only where no private thread may stand in for them, as for what an
/// anonymous asker is told.
pub(super) const fn may_wait(closed: bool, discreet: bool) -> bool {
    closed && discreet
}

#[cfg(test)]
mod tests {
    use super::*;

    const KINDS: [Kind; 10] = [
        Kind::Introduction,
        Kind::Told,
        Kind::OfPairing,
        Kind::OfRound,
        Kind::Welcome,
        Kind::OfNewcomer,
        Kind::Invitation,
        Kind::OfAsk,
        Kind::Private,
        Kind::Change,
    ];

    #[test]
    fn what_is_dropped_without_a_reason_is_lost() {
        for kind in KINDS {
            assert_eq!(excuse(kind, Known::default()), None, "{kind:?}");
        }
    }

    #[test]
    fn neither_a_full_week_nor_a_pause_excuses_that_people_are_not_introduced_welcomed_or_told_of_a_round()
     {
        let busy = Known {
            full: true,
            paused: true,
            courtesy: true,
            nothing_there: true,
            ..Known::default()
        };
        for kind in [Kind::Introduction, Kind::OfRound, Kind::Welcome] {
            assert_eq!(excuse(kind, busy), None, "{kind:?}");
        }
        assert_eq!(
            excuse(
                Kind::Told,
                Known {
                    full: false,
                    ..busy
                }
            ),
            None
        );
        assert_eq!(excuse(Kind::Told, busy), Some("no room all round"));
    }

    #[test]
    fn an_invitation_needs_a_reason_in_the_ask_or_in_whom_it_was_for() {
        let none = Known::default();
        for known in [
            Known { over: true, ..none },
            Known { gone: true, ..none },
            Known {
                paused: true,
                ..none
            },
            Known {
                apart: true,
                ..none
            },
            Known { full: true, ..none },
        ] {
            assert!(excuse(Kind::Invitation, known).is_some(), "{known:?}");
        }
        let elsewhere = Known {
            stands: true,
            nothing_there: true,
            ..none
        };
        assert_eq!(excuse(Kind::Invitation, elsewhere), None);
    }

    #[test]
    fn only_what_nobody_else_may_read_waits_and_only_for_those_who_take_no_direct_messages() {
        assert!(may_wait(true, true));
        assert!(!may_wait(true, false));
        assert!(!may_wait(false, true));
    }
}
