//! Asks without a name.

use super::super::anonymous::{
    CLOSED_FOR_REPLIES, ENOUGH_REPLIES, NEXT_STEPS, NO_LONGER_ANONYMOUS, NO_PLACE,
    NO_THREAD_TO_REPLY_IN, NOT_AN_ASK, NOT_YOURS_TO_REPLY, NOT_YOURS_TO_REVEAL, ONLY_MODERATORS,
    REVEALED_ALREADY, THEY_READ_ALONG, accepted, afterwards, answered, asked, close_page, closed,
    closed_in_thread, closed_privately, closed_quiet_privately, ended_unanswered, joined,
    no_thread_for_asker, no_thread_for_helper, one_less, opening, page, post_gone, quiet_question,
    reply, reply_form, reply_posted, reveal_page, revealed, revealed_in_thread, thread_gone,
    unanswered_privately, you_are_helping,
};
use super::super::{given_back_privately, help_post, never_minded, nobody_to_ask, taking};
use super::{GUILD, MIA, RAVI, anonymous, answer, ask, said, sentence};
use crate::domain::ask::AskState;
use crate::domain::text::Details;
use crate::features::asks::take::Taking;
use crate::features::samples::{Reader, Said, Sample, Shown};
use crate::post::Post;

pub(super) fn samples() -> Vec<Sample> {
    let mut samples = public();
    samples.extend(private());
    samples.extend(answers());
    samples.extend(closing());
    samples
}

/// What everybody reads.
fn public() -> Vec<Sample> {
    let (open, taken) = (anonymous(AskState::Open), anonymous(AskState::Taken));
    let thread = |when, post| said(Reader::Helper, Shown::Thread, when, post);
    let mut samples = vec![
        said(
            Reader::Teammate,
            Shown::HelpChannel,
            "when somebody asks without a name",
            help_post(&open, &[]),
        ),
        thread(
            "when they help somebody without a name",
            opening(&taken, RAVI),
        ),
        thread(
            "when they join in for somebody without a name",
            joined(&taken, RAVI),
        ),
        thread(
            "when the one who helped somebody without a name is gone",
            one_less(
                &taken,
                "The one who was helping here has left the server.".to_owned(),
            ),
        ),
        thread(
            "when it was quiet for three days, without a name",
            quiet_question(&taken),
        ),
        thread(
            "when nobody took it on again, without a name",
            ended_unanswered(&open),
        ),
        thread(
            "when whoever asked puts their name to it",
            revealed_in_thread(MIA),
        ),
        thread("when a moderator closes a question", closed_in_thread()),
    ];
    if let Ok(text) = Details::parse("An index on the date, and it's still slow.") {
        samples.push(thread(
            "when whoever asked replies without a name",
            reply(&taken, &[RAVI], &text),
        ));
    }
    samples
}

/// What whoever asked reads privately.
fn private() -> Vec<Sample> {
    let (open, taken) = (anonymous(AskState::Open), anonymous(AskState::Taken));
    let told = |when, post| said(Reader::Teammate, Shown::PrivateMessage, when, post);
    vec![
        told(
            "when somebody helps them, who asked without a name",
            accepted(&taken, GUILD, "Ravi"),
        ),
        told("when somebody wrote in the thread", answered(&taken, GUILD)),
        told(
            "when their helper cannot go on",
            given_back_privately(&taken, GUILD, Some(2)),
        ),
        told(
            "when nobody is left to be asked, without a name",
            nobody_to_ask(&open, GUILD, false),
        ),
        told(
            "when two weeks brought no answer",
            unanswered_privately(&anonymous(AskState::Unanswered), GUILD),
        ),
        told(
            "when two weeks were quiet",
            closed_quiet_privately(&anonymous(AskState::Quiet), GUILD),
        ),
        told("when the thread was removed", thread_gone(&open, GUILD)),
        told("when the post is gone", post_gone(&open, GUILD)),
        told(
            "when no thread could be opened",
            no_thread_for_asker(&open, GUILD),
        ),
        said(
            Reader::Helper,
            Shown::PrivateMessage,
            "when no thread could be opened for somebody without a name",
            no_thread_for_helper(&open, GUILD),
        ),
        said(
            Reader::Helper,
            Shown::PrivateMessage,
            "when they have said that they can help somebody without a name",
            Post::text(you_are_helping(&taken)),
        ),
    ]
}

/// Answers to what somebody did.
fn answers() -> Vec<Sample> {
    let (open, taken) = (anonymous(AskState::Open), anonymous(AskState::Taken));
    let solved = anonymous(AskState::Solved);
    vec![
        answer(
            "when they have asked without a name",
            asked(&open, 2, false, GUILD),
        ),
        answer(
            "when nobody is free for a question without a name",
            asked(&open, 0, true, GUILD),
        ),
        said(
            Reader::Helper,
            Shown::Answer,
            "when they can help somebody without a name",
            taking(&Taking::Taken(taken.clone())),
        ),
        Sample {
            reader: Reader::Teammate,
            place: Shown::Form,
            when: "when they press Reply anonymously",
            said: Said::Form(reply_form(&taken)),
        },
        answer(
            "when they have replied without a name",
            reply_posted(&taken),
        ),
        answer(
            "when they look at their question in /me",
            page(&taken, &[RAVI], 0, None),
        ),
        answer(
            "when they look at it after its end",
            page(&solved, &[RAVI], 0, None),
        ),
        answer("when they press Reveal myself", reveal_page(&taken)),
        answer("when their name is on it", revealed(&ask(AskState::Taken))),
        answer(
            "when they don't need it any more",
            never_minded(&anonymous(AskState::Withdrawn)),
        ),
        answer(
            "when they have ended it",
            afterwards(&solved, Post::text("**PostgreSQL** is solved. Well done!")),
        ),
        sentence(
            "when they reply after a moderator has closed it",
            CLOSED_FOR_REPLIES,
        ),
        sentence("when they reply too often", ENOUGH_REPLIES),
        sentence(
            "when somebody else presses Reply anonymously",
            NOT_YOURS_TO_REPLY,
        ),
        sentence("when it has a name by now", NO_LONGER_ANONYMOUS),
        sentence("when there is no thread yet", NO_THREAD_TO_REPLY_IN),
        sentence(
            "when somebody else presses Reveal myself",
            NOT_YOURS_TO_REVEAL,
        ),
        sentence("when they press it twice", REVEALED_ALREADY),
        sentence("when there is nowhere to answer", NO_PLACE),
        sentence(
            "before the thread, when they help somebody without a name",
            THEY_READ_ALONG,
        ),
        sentence(
            "after a message that nobody is left, without a name",
            NEXT_STEPS,
        ),
    ]
}

/// A moderator closes a question.
fn closing() -> Vec<Sample> {
    let manager = |when, post| said(Reader::Manager, Shown::Answer, when, post);
    let refused = |when, sentence: &str| Sample {
        reader: Reader::Manager,
        place: Shown::Answer,
        when,
        said: Said::Sentence(sentence.to_owned()),
    };
    let told = |when, post| said(Reader::Teammate, Shown::PrivateMessage, when, post);
    vec![
        manager(
            "when they want to close a question",
            close_page(&ask(AskState::Taken)),
        ),
        manager("when they have closed it", closed(&ask(AskState::Closed))),
        refused("when it is not on a question", NOT_AN_ASK),
        refused("when they are no moderator any more", ONLY_MODERATORS),
        told(
            "when a moderator closed their question",
            closed_privately(&ask(AskState::Closed), GUILD),
        ),
        told(
            "when a moderator closed their question without a name",
            closed_privately(&anonymous(AskState::Closed), GUILD),
        ),
    ]
}
