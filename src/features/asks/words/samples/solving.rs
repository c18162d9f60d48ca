//! The Solved page, and what comes of it.

use super::super::{
    LESSON_OF_ANOTHER, LESSON_TOO_EARLY, NO_SUCH_FACE, NOT_A_BOT, NOT_HERE, NOT_YOURSELF, Picker,
    TOO_MANY_HELPERS, lesson_form, name_form, nobody_found, people_found, recorded, solved_page,
    thanks_form,
};
use super::{NOOR, RAVI, answer, ask, sentence};
use crate::domain::ask::{AskState, Face};
use crate::domain::ids::AskId;
use crate::features::samples::{Reader, Said, Sample, Shown};
use crate::post::Modal;
use crate::store::asks::Ask;

const ASK: AskId = AskId(1);

pub(super) fn samples() -> Vec<Sample> {
    let form = |when, form: Modal| Sample {
        reader: Reader::Teammate,
        place: Shown::Form,
        when,
        said: Said::Form(form),
    };
    let taken = ask(AskState::Taken);
    let filled_in = Ask {
        face: Some(Face::Happy),
        thanks: Some("You saved my afternoon!".to_owned()),
        lesson: Some("A slow report mostly wants an index.".to_owned()),
        ..taken.clone()
    };
    let people = || vec![(RAVI, "Ravi".to_owned()), (NOOR, "Noor".to_owned())];
    vec![
        answer(
            "on **Solved**",
            solved_page(&taken, &[], &Picker::Everybody),
        ),
        answer(
            "on **Solved**, in a private message, once it is filled in",
            solved_page(&filled_in, &[RAVI], &Picker::Suggestions(people())),
        ),
        form("on **Write a thank-you**", thanks_form(&taken)),
        form("on **Write down a lesson**", lesson_form(&taken)),
        form("on **Somebody else**", name_form(ASK)),
        answer("when several go by that name", people_found(ASK, &people())),
        answer("when nobody goes by that name", nobody_found(ASK)),
        sentence("when they choose themselves", NOT_YOURSELF),
        sentence("when they choose a face that is none", NO_SUCH_FACE),
        sentence("when they choose a bot", NOT_A_BOT),
        sentence("when they choose somebody who is not there", NOT_HERE),
        sentence("when they choose an eleventh", TOO_MANY_HELPERS),
        answer("on **Done**", recorded(&taken, &[RAVI])),
        answer("on **Done**, with a lesson", recorded(&filled_in, &[RAVI])),
        answer("on **Done**, having found it alone", recorded(&taken, &[])),
        sentence(
            "on **Write down a lesson** of somebody else's question",
            LESSON_OF_ANOTHER,
        ),
        sentence(
            "on **Write down a lesson** before it is solved",
            LESSON_TOO_EARLY,
        ),
    ]
}
