//! What is said in the help channel and in the thread, beyond asking and solving.

use super::super::{
    asker_left, closed_quiet, ended_unanswered, given_back, help_post, helper_gone, helper_left,
    joined, moved_post, opening, quiet_question, still_needed, thread_name, withdrawn,
};
use super::{NOOR, RAVI, ask, said};
use crate::domain::ask::AskState;
use crate::features::samples::{Reader, Said, Sample, Shown};
use crate::store::asks::Ask;

pub(super) fn samples() -> Vec<Sample> {
    let (open, taken) = (ask(AskState::Open), ask(AskState::Taken));
    let mut samples = posts(&taken);
    samples.extend(going_on(&taken));
    samples.extend(ends(&open, &taken));
    samples
}

/// The post, in every state that it can be in.
fn posts(taken: &Ask) -> Vec<Sample> {
    let post = |when, post| said(Reader::Teammate, Shown::HelpChannel, when, post);
    let in_state = |state| help_post(&ask(state), &[RAVI]);
    vec![
        post("when Mia asks", help_post(&ask(AskState::Open), &[])),
        post("when one more is looked for", in_state(AskState::Open)),
        post("when Ravi helps", in_state(AskState::Taken)),
        post("when it is solved", in_state(AskState::Solved)),
        post(
            "when Mia needs it no more",
            help_post(&ask(AskState::Withdrawn), &[]),
        ),
        post(
            "when nobody answered",
            help_post(&ask(AskState::Unanswered), &[]),
        ),
        post(
            "when it was quiet for two weeks",
            help_post(&ask(AskState::Quiet), &[]),
        ),
        post(
            "when a moderator closed it",
            help_post(&ask(AskState::Closed), &[]),
        ),
        post("when Mia has left", help_post(&ask(AskState::Left), &[])),
        post("when it goes on under another post", moved_post(taken)),
        Sample {
            reader: Reader::Teammate,
            place: Shown::HelpChannel,
            when: "as the name of the thread",
            said: Said::Sentence(thread_name(taken, "Mia", "Ravi")),
        },
    ]
}

/// In the thread, while it goes on.
fn going_on(taken: &Ask) -> Vec<Sample> {
    let thread = |when, post| said(Reader::Teammate, Shown::Thread, when, post);
    vec![
        thread("when it opens", opening(taken, RAVI)),
        thread("when Noor joins", joined(taken, NOOR)),
        thread(
            "when Ravi cannot go on",
            given_back(taken, RAVI, &[], Some(2)),
        ),
        thread(
            "when Ravi cannot go on, and Noor can",
            given_back(taken, RAVI, &[NOOR], None),
        ),
        thread(
            "when Ravi has left the server",
            helper_left(taken, &[], Some(1)),
        ),
        thread(
            "when Ravi has asked to be forgotten",
            helper_gone(taken, &[], Some(0)),
        ),
        thread("when Mia still needs help", still_needed(taken, 3)),
        thread("when it was quiet for three days", quiet_question(taken)),
    ]
}

/// In the thread, at the end.
fn ends(open: &Ask, taken: &Ask) -> Vec<Sample> {
    let thread = |when, post| said(Reader::Helper, Shown::Thread, when, post);
    vec![
        thread("when Mia needs it no more", withdrawn(taken)),
        thread("when it was quiet for two weeks", closed_quiet(taken)),
        thread("when Mia has left the server", asker_left()),
        thread("when nobody took it on again", ended_unanswered(open)),
    ]
}
