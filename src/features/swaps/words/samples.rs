//! The sentences of skill swaps, one by one.

use super::{
    NOT_A_MEMBER, asked, asked_privately, is_gone, kept, learned, learned_before, learned_from_you,
    not_on_the_list, not_yours, nothing_to_learn, open_call, question_line, result, served,
    served_already, served_without_wish, skill_is_gone, teaches_already, written_out,
};
use crate::domain::ids::{MemberId, PairingId, SkillId};
use crate::domain::swap::Leg;
use crate::error::Error;
use crate::features::samples::{Reader, Said, Sample, Shown};
use crate::post::Post;
use crate::store::swaps::{Lesson, Wanted};

const GUILD: &str = "Hearth & Co";
const SWAP: PairingId = PairingId(1);

fn lesson(giver: (i64, &str), taker: (i64, &str), skill: (i64, &str)) -> Lesson {
    Lesson {
        leg: Leg {
            giver: MemberId(giver.0),
            taker: MemberId(taker.0),
            skill: SkillId(skill.0),
        },
        skill_name: skill.1.to_owned(),
        names: (giver.1.to_owned(), taker.1.to_owned()),
        served: None,
    }
}

/// Every sentence, with when and to whom it is said.
pub fn samples() -> Vec<Sample> {
    let (mia, ravi) = ((12, "Mia"), (13, "Ravi"));
    let postgres = lesson(ravi, mia, (1, "PostgreSQL"));
    let python = lesson(mia, ravi, (2, "Python"));
    let mut samples = in_thread(&postgres, &python);
    samples.extend(privately(&postgres));
    samples.extend(answers(&postgres));
    samples.extend(in_channel());
    samples
}

fn post(reader: Reader, place: Shown, when: &'static str, post: Post) -> Sample {
    Sample {
        reader,
        place,
        when,
        said: Said::Post(post),
    }
}

fn sentence(when: &'static str, error: &Error) -> Sample {
    Sample {
        reader: Reader::Teammate,
        place: Shown::Answer,
        when,
        said: Said::Sentence(error.to_string()),
    }
}

fn in_thread(postgres: &Lesson, python: &Lesson) -> Vec<Sample> {
    vec![
        post(
            Reader::Teammate,
            Shown::PairingThread,
            "where the two of a swap are introduced, among the other words",
            Post::text(written_out(&[postgres.clone(), python.clone()], false)),
        ),
        post(
            Reader::Teammate,
            Shown::PairingThread,
            "when somebody of a swap said that they met",
            asked(SWAP, &[postgres, python]),
        ),
        post(
            Reader::Teammate,
            Shown::PairingThread,
            "when somebody of a swap said that they met, and one wish is open",
            asked(SWAP, &[postgres]),
        ),
        post(
            Reader::Helper,
            Shown::PairingThread,
            "when somebody said that they learned it",
            learned(postgres),
        ),
    ]
}

fn privately(postgres: &Lesson) -> Vec<Sample> {
    vec![
        post(
            Reader::Teammate,
            Shown::PrivateMessage,
            "when somebody of a swap without a thread said that they met",
            asked_privately(SWAP, postgres, GUILD),
        ),
        post(
            Reader::Helper,
            Shown::PrivateMessage,
            "when somebody of a swap without a thread said that they learned it",
            learned_from_you(postgres, GUILD),
        ),
    ]
}

fn answers(postgres: &Lesson) -> Vec<Sample> {
    let answer = |when, said| post(Reader::Teammate, Shown::Answer, when, said);
    vec![
        answer(
            "in `/me`, while their wish from a swap is open",
            Post::text(question_line(postgres)),
        ),
        answer("after **Yes, I learned it**", served(postgres)),
        answer(
            "after **Yes, I learned it**, when the wish was off their list",
            served_without_wish(postgres),
        ),
        answer(
            "after **Yes, I learned it** a second time",
            served_already(postgres),
        ),
        answer("after **Keep it on my list**", kept(postgres)),
        answer(
            "after **Keep it on my list**, when the wish was off their list",
            not_on_the_list(postgres),
        ),
        answer(
            "after **Keep it on my list**, when they had said that they learned it",
            learned_before(postgres, false),
        ),
        answer(
            "after **Keep it on my list**, when they had learned it and wished for it again",
            learned_before(postgres, true),
        ),
        sentence(
            "when somebody else answers the question of a swap",
            &not_yours(),
        ),
        sentence(
            "when somebody answers whom nobody of the swap teaches any more",
            &nothing_to_learn(),
        ),
        sentence("when a swap is erased", &is_gone()),
        sentence(
            "when somebody who left the server presses in a private message about a swap",
            &Error::user(NOT_A_MEMBER),
        ),
    ]
}

fn in_channel() -> Vec<Sample> {
    let wanted = |id, name: &str, wishes| Wanted {
        skill: SkillId(id),
        name: name.to_owned(),
        wishes,
        called_at: None,
    };
    let channel = |when, said| post(Reader::Teammate, Shown::HelpChannel, when, said);
    vec![
        channel(
            "as the result of a round of swaps, when none works out",
            Post::text(result(0, 0)),
        ),
        channel(
            "as the result of a round of swaps, when one works out",
            Post::text(result(1, 3)),
        ),
        channel(
            "as the result of a round of swaps, when several work out",
            Post::text(result(4, 9)),
        ),
        channel(
            "when one wish can be served by nobody",
            open_call(&[wanted(1, "Rust", 1)]),
        ),
        channel(
            "when several wishes can be served by nobody",
            open_call(&[wanted(1, "Rust", 3), wanted(2, "Figma", 1)]),
        ),
        post(
            Reader::Helper,
            Shown::Answer,
            "when somebody answers an open call who teaches it already",
            teaches_already("Rust"),
        ),
        Sample {
            reader: Reader::Helper,
            place: Shown::Answer,
            when: "when the skill of an open call is not kept any more",
            said: Said::Sentence(skill_is_gone().to_string()),
        },
    ]
}
