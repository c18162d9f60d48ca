//! The sentences of learners who become teachers, one by one.

use super::{
    NOT_A_MEMBER, add_label, help_is_gone, not_yet, only_for_helpers, question, question_is_gone,
    teaches_already,
};
use crate::domain::ids::{HelpId, SkillId};
use crate::error::Error;
use crate::features::learning::add_after_thanks;
use crate::features::samples::{Reader, Said, Sample, Shown};
use crate::post::Post;

/// Every sentence, with when and to whom it is said.
pub fn samples() -> Vec<Sample> {
    let sentence = |reader, when, error: Error| Sample {
        reader,
        place: Shown::Answer,
        when,
        said: Said::Sentence(error.to_string()),
    };
    let post = |reader, place, when, post: Post| Sample {
        reader,
        place,
        when,
        said: Said::Post(post),
    };
    let name = "PostgreSQL";
    vec![
        Sample {
            reader: Reader::Helper,
            place: Shown::PrivateMessage,
            when: "on the button under thanks, when they do not teach the skill yet",
            said: Said::Sentence(add_label(name)),
        },
        post(
            Reader::Helper,
            Shown::PrivateMessage,
            "under thanks for a help that happened elsewhere",
            Post::text("(thanks)").and_buttons([add_after_thanks(HelpId(1), name)]),
        ),
        post(
            Reader::Teammate,
            Shown::PrivateMessage,
            "two weeks after they were helped, once for each skill",
            question(SkillId(1), name, "Hearth & Co"),
        ),
        post(
            Reader::Teammate,
            Shown::Answer,
            "after **Not yet**",
            not_yet(name, "Hearth & Co"),
        ),
        post(
            Reader::Helper,
            Shown::Answer,
            "when they press a second time, or added the skill some other way",
            teaches_already(name),
        ),
        sentence(
            Reader::Teammate,
            "when somebody who did not help presses the helpers' button",
            only_for_helpers(name),
        ),
        sentence(
            Reader::Helper,
            "when the help that the button was about is erased",
            help_is_gone(),
        ),
        sentence(
            Reader::Teammate,
            "when somebody answers a question that was not put to them, or is erased",
            question_is_gone(),
        ),
        sentence(
            Reader::Helper,
            "when somebody who left the server presses in a private message",
            Error::user(NOT_A_MEMBER),
        ),
    ]
}
