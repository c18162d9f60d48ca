//! Private messages about an ask, beyond the invitation and the thanks.

use super::super::{
    became_a_wish, closed_quiet_privately, given_back_privately, invitation_accepted,
    invitation_closed, invitation_declined, invitation_given_back, invitation_head,
    invitation_lapsed, meet_your_asker, meet_your_helper, nothing_expected, over_privately,
    post_failed, post_gone, quiet_question_privately, thanks_privately, their_thread_waits,
    thread_gone, your_thread_waits,
};
use super::{GUILD, ask, said};
use crate::domain::ask::AskState;
use crate::features::samples::{Reader, Sample, Shown};

pub(super) fn samples() -> Vec<Sample> {
    let mut samples = to_helpers();
    samples.extend(to_askers());
    samples
}

fn to_helpers() -> Vec<Sample> {
    let told = |when, post| said(Reader::Helper, Shown::PrivateMessage, when, post);
    let (open, taken, solved) = (
        ask(AskState::Open),
        ask(AskState::Taken),
        ask(AskState::Solved),
    );
    vec![
        told(
            "as the beginning of every invitation",
            invitation_head(&open, "Mia", GUILD),
        ),
        told(
            "on their invitation, when they help",
            invitation_accepted(&taken, "Mia", GUILD),
        ),
        told(
            "on their invitation, once it is solved",
            invitation_accepted(&solved, "Mia", GUILD),
        ),
        told(
            "on their invitation, when they cannot go on",
            invitation_given_back(&open, "Mia", GUILD),
        ),
        told(
            "on their invitation, when it is not now",
            invitation_declined(&open, "Mia", GUILD),
        ),
        told(
            "on their invitation, when it lapsed",
            invitation_lapsed(&open, "Mia", GUILD),
        ),
        told(
            "on their invitation, when it is no longer theirs to see",
            nothing_expected(),
        ),
        told(
            "on their invitation, when somebody else helps",
            invitation_closed(&taken, "Mia", GUILD),
        ),
        told(
            "when there is no channel for a thread",
            meet_your_asker(&taken, GUILD, "Mia"),
        ),
        told(
            "when there is no room for a thread yet",
            their_thread_waits(&taken, GUILD),
        ),
        told(
            "when they are thanked and there is no thread",
            thanks_privately(&solved, GUILD, "Mia", true),
        ),
        told(
            "when it is over and there is no thread",
            over_privately(&solved, GUILD),
        ),
    ]
}

fn to_askers() -> Vec<Sample> {
    let told = |when, post| said(Reader::Teammate, Shown::PrivateMessage, when, post);
    let (open, taken) = (ask(AskState::Open), ask(AskState::Taken));
    vec![
        told(
            "when there is no channel for a thread",
            meet_your_helper(&taken, GUILD, "Ravi"),
        ),
        told(
            "when there is no room for a thread yet",
            your_thread_waits(&taken, GUILD),
        ),
        told(
            "when their helper cannot go on and there is no thread",
            given_back_privately(&open, GUILD, Some(2)),
        ),
        told("when the post is gone", post_gone(&open, GUILD)),
        told(
            "when the post could not be put up",
            post_failed(&open, GUILD),
        ),
        told(
            "when the thread was removed",
            thread_gone(&taken, GUILD, &["Ravi".to_owned()]),
        ),
        told(
            "when it was quiet for three days and there is no thread",
            quiet_question_privately(&taken, GUILD),
        ),
        told(
            "when it was quiet for two weeks and there is no thread",
            closed_quiet_privately(&ask(AskState::Quiet), GUILD),
        ),
        told(
            "when nobody answered for two weeks",
            became_a_wish(&ask(AskState::Unanswered), GUILD),
        ),
    ]
}
