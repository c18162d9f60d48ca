//! The life of an ask: what may be done with it, by whom, and what it becomes.

mod anonymous;
mod due;
mod state;

use chrono::TimeDelta;

use super::ids::MemberId;

pub use anonymous::{
    KEPT_AFTER_THE_END, MAX_REPLIES, POSTED_AGAIN_AFTER, REPLIES_WITHIN, TOLD_EVERY,
    VANISHES_WITHIN, told_again_at,
};
pub use state::{AskState, Face, InvitationState};

pub use due::{
    AskDue, AskFacts, CLOSED_AFTER, INVITATION_WORKING_DAYS, MANAGERS_PATIENCE, QUIET_AFTER,
    UNANSWERED_AFTER, WAVE_PATIENCE, invitation_lapses_at, managers_hear_at, next_due,
};

/// The most asks that one member may have open at a time, the anonymous one counted.
pub const MAX_OPEN: usize = 3;

/// The most people recorded as helpers of one ask.
pub const MAX_HELPERS: usize = 10;

/// How long after its end `/me` still offers **Solved** for an ask that ended without a word of who helped.
pub const LATE_THANKS: TimeDelta = TimeDelta::days(14);

/// Something done to an ask, by a member or by time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AskEvent {
    /// **I can help**, on the post or on an invitation.
    Help(MemberId),
    /// **I can't after all**, or a helper left the guild.
    GiveBack(MemberId),
    /// **Still need help**: the next three are looked for, in the same thread.
    StillNeeded(MemberId),
    /// **Solved**.
    Solve(MemberId),
    /// **Never mind**.
    NeverMind(MemberId),
    /// Fourteen days without an answer.
    Unanswered,
    /// Fourteen quiet days.
    Quiet,
    /// The asker left the guild.
    AskerLeft,
    /// A moderator closes it.
    Close,
}

/// Why something cannot be done. Whoever clicked gets a kind sentence for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AskRefusal {
    /// Helpers cannot be their own asker.
    OwnAsk,
    /// Only the asker can say this.
    OnlyAsker,
    /// Only somebody who has it can give it back.
    NotYours,
    /// They have it already: pressed twice.
    YoursAlready,
    /// Somebody else was faster.
    TakenBy(MemberId),
    /// Nobody has it yet, so it is being looked for anyway.
    StillOpen,
    /// It is over, in this way.
    Over(AskState),
}

/// What has to be known of an ask to decide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AskSoFar<'a> {
    /// How far it has come.
    pub state: AskState,
    /// Whose it is; `None` once nothing says any more whose an anonymous ask is.
    pub asker: Option<MemberId>,
    /// Who took it and did not give it back, the latest last. An ask looked at again keeps its earlier helpers.
    pub helpers: &'a [MemberId],
}

impl AskSoFar<'_> {
    /// What the ask becomes, or why it stays as it is.
    ///
    /// Blocks, pauses and load play no part here: they limit whom Potluck chooses, not what people click.
    pub fn after(&self, event: AskEvent) -> Result<AskState, AskRefusal> {
        match event {
            AskEvent::Help(member) => self.helped_by(member),
            AskEvent::GiveBack(member) => self.given_back_by(member),
            AskEvent::StillNeeded(member) => {
                self.only_asker(member)?;
                match self.state {
                    AskState::Taken => Ok(AskState::Open),
                    AskState::Open => Err(AskRefusal::StillOpen),
                    over => Err(AskRefusal::Over(over)),
                }
            }
            AskEvent::Solve(member) => {
                self.only_asker(member)?;
                match self.state {
                    // Thanks are welcome late, too: the button of an ask that closed quietly still works.
                    AskState::Open | AskState::Taken | AskState::Quiet => Ok(AskState::Solved),
                    // Nobody was left who had time, but somebody was on it before, and may have been a help.
                    AskState::Unanswered if !self.helpers.is_empty() => Ok(AskState::Solved),
                    over => Err(AskRefusal::Over(over)),
                }
            }
            AskEvent::NeverMind(member) => {
                self.only_asker(member)?;
                self.going_on().map(|()| AskState::Withdrawn)
            }
            AskEvent::Unanswered => match self.state {
                AskState::Open => Ok(AskState::Unanswered),
                AskState::Taken => Err(self.taken()),
                over => Err(AskRefusal::Over(over)),
            },
            AskEvent::Quiet => match self.state {
                AskState::Taken => Ok(AskState::Quiet),
                AskState::Open => Err(AskRefusal::StillOpen),
                over => Err(AskRefusal::Over(over)),
            },
            AskEvent::AskerLeft => self.going_on().map(|()| AskState::Left),
            AskEvent::Close => self.going_on().map(|()| AskState::Closed),
        }
    }

    fn helped_by(&self, member: MemberId) -> Result<AskState, AskRefusal> {
        if self.asker == Some(member) {
            return Err(AskRefusal::OwnAsk);
        }
        match self.state {
            AskState::Open => Ok(AskState::Taken),
            AskState::Taken if self.helpers.contains(&member) => Err(AskRefusal::YoursAlready),
            AskState::Taken => Err(self.taken()),
            over => Err(AskRefusal::Over(over)),
        }
    }

    fn given_back_by(&self, member: MemberId) -> Result<AskState, AskRefusal> {
        self.going_on()?;
        if !self.helpers.contains(&member) {
            return Err(AskRefusal::NotYours);
        }
        // An earlier helper may go without taking the ask from the one who has it now.
        Ok(if self.holder() == Some(member) {
            AskState::Open
        } else {
            self.state
        })
    }

    /// Who took it last.
    fn holder(&self) -> Option<MemberId> {
        self.helpers.last().copied()
    }

    /// Somebody has it; where nobody is known any more who does, it counts as given back to nobody.
    fn taken(&self) -> AskRefusal {
        self.holder()
            .map_or(AskRefusal::Over(self.state), AskRefusal::TakenBy)
    }

    fn only_asker(&self, member: MemberId) -> Result<(), AskRefusal> {
        if self.asker == Some(member) {
            Ok(())
        } else {
            Err(AskRefusal::OnlyAsker)
        }
    }

    fn going_on(&self) -> Result<(), AskRefusal> {
        if self.state.is_over() {
            Err(AskRefusal::Over(self.state))
        } else {
            Ok(())
        }
    }
}

/// Why the helpers named by an asker were not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HelpersRefusal {
    /// Nobody was named.
    Nobody,
    /// The asker named themselves.
    Yourself,
    /// More than [`MAX_HELPERS`].
    TooMany,
}

/// The people an asker says have helped, each once, in the order named. They need not have taken the ask.
pub fn named_helpers(
    asker: Option<MemberId>,
    named: &[MemberId],
) -> Result<Vec<MemberId>, HelpersRefusal> {
    let mut helpers: Vec<MemberId> = Vec::with_capacity(named.len());
    for member in named {
        if Some(*member) == asker {
            return Err(HelpersRefusal::Yourself);
        }
        if !helpers.contains(member) {
            helpers.push(*member);
        }
    }
    match helpers.len() {
        0 => Err(HelpersRefusal::Nobody),
        1..=MAX_HELPERS => Ok(helpers),
        _ => Err(HelpersRefusal::TooMany),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const MIA: MemberId = MemberId(1);
    const RAVI: MemberId = MemberId(2);
    const NOOR: MemberId = MemberId(3);

    #[track_caller]
    fn check(
        state: AskState,
        helpers: &[MemberId],
        event: AskEvent,
        expected: Result<AskState, AskRefusal>,
    ) {
        assert_eq!(
            AskSoFar {
                state,
                asker: Some(MIA),
                helpers
            }
            .after(event),
            expected,
            "{event:?} when {state:?}"
        );
    }

    #[test]
    fn an_ask_is_taken_given_back_and_solved() {
        use AskEvent::*;
        use AskState::*;
        check(Open, &[], Help(RAVI), Ok(Taken));
        check(Open, &[], Help(MIA), Err(AskRefusal::OwnAsk));
        check(Taken, &[RAVI], Help(NOOR), Err(AskRefusal::TakenBy(RAVI)));
        check(Taken, &[RAVI], Help(RAVI), Err(AskRefusal::YoursAlready));
        check(Taken, &[RAVI], GiveBack(RAVI), Ok(Open));
        check(Taken, &[RAVI], GiveBack(NOOR), Err(AskRefusal::NotYours));
        check(Taken, &[RAVI, NOOR], GiveBack(RAVI), Ok(Taken));
        check(Taken, &[RAVI, NOOR], GiveBack(NOOR), Ok(Open));
        check(Open, &[RAVI], GiveBack(RAVI), Ok(Open));
        check(Taken, &[RAVI], StillNeeded(MIA), Ok(Open));
        check(
            Taken,
            &[RAVI],
            StillNeeded(RAVI),
            Err(AskRefusal::OnlyAsker),
        );
        check(Open, &[], StillNeeded(MIA), Err(AskRefusal::StillOpen));
        check(Open, &[RAVI], Help(RAVI), Ok(Taken));
        check(Taken, &[RAVI], Solve(MIA), Ok(Solved));
        check(Open, &[], Solve(MIA), Ok(Solved));
        check(Taken, &[RAVI], Solve(RAVI), Err(AskRefusal::OnlyAsker));
        check(Open, &[], NeverMind(MIA), Ok(Withdrawn));
        check(Taken, &[RAVI], NeverMind(MIA), Ok(Withdrawn));
        check(Taken, &[RAVI], NeverMind(NOOR), Err(AskRefusal::OnlyAsker));
    }

    #[test]
    fn time_and_leaving_end_an_ask() {
        use AskEvent::*;
        use AskState::*;
        check(Open, &[], AskEvent::Unanswered, Ok(AskState::Unanswered));
        check(
            Taken,
            &[RAVI],
            AskEvent::Unanswered,
            Err(AskRefusal::TakenBy(RAVI)),
        );
        check(Taken, &[RAVI], AskEvent::Quiet, Ok(AskState::Quiet));
        check(Open, &[], AskEvent::Quiet, Err(AskRefusal::StillOpen));
        check(Open, &[], AskerLeft, Ok(Left));
        check(Taken, &[RAVI], AskerLeft, Ok(Left));
    }

    #[test]
    fn thanks_come_late_too_but_only_there() {
        check(
            AskState::Quiet,
            &[RAVI],
            AskEvent::Solve(MIA),
            Ok(AskState::Solved),
        );
        check(
            AskState::Quiet,
            &[RAVI],
            AskEvent::Solve(RAVI),
            Err(AskRefusal::OnlyAsker),
        );
        check(
            AskState::Unanswered,
            &[RAVI],
            AskEvent::Solve(MIA),
            Ok(AskState::Solved),
        );
        check(
            AskState::Unanswered,
            &[],
            AskEvent::Solve(MIA),
            Err(AskRefusal::Over(AskState::Unanswered)),
        );
        for state in [AskState::Solved, AskState::Withdrawn, AskState::Left] {
            check(
                state,
                &[RAVI],
                AskEvent::Solve(MIA),
                Err(AskRefusal::Over(state)),
            );
        }
    }

    #[test]
    fn an_ask_that_is_over_stays_over() {
        for state in AskState::ALL
            .iter()
            .copied()
            .filter(|state| state.is_over())
        {
            for event in [
                AskEvent::Help(RAVI),
                AskEvent::GiveBack(RAVI),
                AskEvent::StillNeeded(MIA),
                AskEvent::NeverMind(MIA),
                AskEvent::Unanswered,
                AskEvent::Quiet,
                AskEvent::AskerLeft,
            ] {
                check(state, &[RAVI], event, Err(AskRefusal::Over(state)));
            }
        }
    }

    #[test]
    fn named_helpers_are_others_and_counted_once() {
        assert_eq!(
            named_helpers(Some(MIA), &[RAVI, NOOR, RAVI]),
            Ok(vec![RAVI, NOOR])
        );
        assert_eq!(named_helpers(Some(MIA), &[]), Err(HelpersRefusal::Nobody));
        assert_eq!(
            named_helpers(Some(MIA), &[RAVI, MIA]),
            Err(HelpersRefusal::Yourself)
        );
        let many: Vec<_> = (2..13).map(MemberId).collect();
        assert_eq!(
            named_helpers(Some(MIA), &many),
            Err(HelpersRefusal::TooMany)
        );
        assert_eq!(
            named_helpers(Some(MIA), &many[..10]).map(|helpers| helpers.len()),
            Ok(10)
        );
    }

    proptest! {
        #[test]
        fn somebody_has_every_taken_ask(clicks in proptest::collection::vec((0_u8..5, 1_i64..5), 0..30)) {
            let (mut state, mut helpers) = (AskState::Open, Vec::new());
            for (kind, who) in clicks {
                let who = MemberId(who);
                let event = match kind {
                    0 | 1 => AskEvent::Help(who),
                    2 => AskEvent::GiveBack(who),
                    3 => AskEvent::StillNeeded(who),
                    _ => AskEvent::NeverMind(who),
                };
                let Ok(next) = (AskSoFar { state, asker: Some(MIA), helpers: &helpers }).after(event) else { continue };
                match event {
                    AskEvent::Help(who) => {
                        helpers.retain(|helper| *helper != who);
                        helpers.push(who);
                    }
                    AskEvent::GiveBack(who) => helpers.retain(|helper| *helper != who),
                    _ => {}
                }
                state = next;
                prop_assert!(state != AskState::Taken || !helpers.is_empty());
                prop_assert!(!helpers.contains(&MIA));
            }
        }
    }
}
