//! The sentences about offers, wishes and the list of skills, one by one.

use super::{
    Typed, a_bot, learn_form, member, no_such_offer, no_such_skill, no_such_wish, offer_removed,
    only_in_a_server, outcome, question_is_gone, question_of_somebody_else, question_was_answered,
    skills, teach_form, teachers, unknown_level, unknown_skill, unreadable, wish_removed,
};
use crate::custom_id::SkillClick;
use crate::domain::ids::{DraftId, MemberId, SkillId};
use crate::domain::skill::{Level, SkillName};
use crate::error::Error;
use crate::features::paging::Page;
use crate::features::samples::{Reader, Said, Sample, Shown};
use crate::features::skills::browse::{
    Availability, MemberPage, SkillsPage, TeacherLine, TeachersPage,
};
use crate::features::skills::{Intent, Outcome, Put, Question, Recorded};
use crate::post::{Button, Post};
use crate::store::skills::{Offer, Tally, Wish};

const MIA: MemberId = MemberId(12);
const RAVI: MemberId = MemberId(13);
const SAM: MemberId = MemberId(15);
const POSTGRES: SkillId = SkillId(1);

/// Every sentence, with when and to whom it is said.
pub fn samples() -> Vec<Sample> {
    let mut samples = said();
    samples.extend(questions());
    samples.extend(lists());
    samples.extend(refusals());
    samples
}

fn answer(reader: Reader, when: &'static str, post: Post) -> Sample {
    Sample {
        reader,
        place: Shown::Answer,
        when,
        said: Said::Post(post),
    }
}

fn recorded(name: &str, put: Put, others: i64) -> Recorded {
    Recorded {
        skill: POSTGRES,
        name: name.to_owned(),
        level: None,
        put,
        teach: others,
        wish: others,
    }
}

fn said() -> Vec<Sample> {
    let teach = |recorded: Vec<Recorded>| {
        outcome(&Outcome {
            intent: Intent::Teach { level: None },
            recorded,
            question: None,
        })
    };
    let learn = |recorded: Vec<Recorded>| {
        outcome(&Outcome {
            intent: Intent::Learn,
            recorded,
            question: None,
        })
    };
    let daily = Recorded {
        level: Some(Level::Daily),
        ..recorded("PostgreSQL", Put::New, 2)
    };
    vec![
        answer(
            Reader::Helper,
            "after `/teach` with two skills",
            teach(vec![daily, recorded("Baking", Put::New, 0)]),
        ),
        answer(
            Reader::Helper,
            "after `/teach` with a skill they taught already",
            teach(vec![recorded("PostgreSQL", Put::Updated, 1)]),
        ),
        answer(
            Reader::NewHire,
            "after `/learn` with a skill that somebody teaches",
            learn(vec![recorded("PostgreSQL", Put::New, 2)]),
        ),
        answer(
            Reader::NewHire,
            "after `/learn` with a skill that nobody teaches",
            learn(vec![recorded("Spanish", Put::Updated, 0)]),
        ),
        answer(
            Reader::Helper,
            "on **Remove** under an offer",
            offer_removed("PostgreSQL"),
        ),
        answer(
            Reader::Teammate,
            "on **Remove** under a wish",
            wish_removed("Spanish"),
        ),
        Sample {
            reader: Reader::NewHire,
            place: Shown::Form,
            when: "on **I could teach…**",
            said: Said::Form(teach_form(SkillClick::Teach {}.into())),
        },
        Sample {
            reader: Reader::NewHire,
            place: Shown::Form,
            when: "on **I'd like to learn…**",
            said: Said::Form(learn_form(SkillClick::Learn {}.into())),
        },
    ]
}

fn questions() -> Vec<Sample> {
    let (Ok(typed), Ok(meant)) = (SkillName::parse("Postgers"), SkillName::parse("PostgreSQL"))
    else {
        return Vec::new();
    };
    let sentence = |when, error: Error| Sample {
        reader: Reader::Teammate,
        place: Shown::Answer,
        when,
        said: Said::Sentence(error.to_string()),
    };
    let asked = Outcome {
        intent: Intent::Teach { level: None },
        recorded: vec![recorded("Rust", Put::New, 1)],
        question: Some(Question {
            draft: DraftId(1),
            word: 0,
            typed: typed.clone(),
            candidates: vec![meant],
        }),
    };
    let candidates = vec![Button::plain(
        "PostgreSQL",
        SkillClick::Teachers {
            skill: POSTGRES,
            page: 0,
        },
    )];
    vec![
        answer(
            Reader::Helper,
            "when one of two skills is spelled much like a known one",
            outcome(&asked),
        ),
        answer(
            Reader::Teammate,
            "on `/skills` with a skill that is spelled much like a known one",
            unknown_skill(&typed, candidates),
        ),
        answer(
            Reader::Teammate,
            "on `/skills` with a skill that nobody has",
            unknown_skill(&typed, Vec::new()),
        ),
        sentence(
            "when that question is answered days later",
            question_is_gone(),
        ),
        sentence(
            "when somebody else answers that question",
            question_of_somebody_else(),
        ),
        sentence(
            "when that question is answered twice",
            question_was_answered(&typed),
        ),
    ]
}

fn lists() -> Vec<Sample> {
    let tally = |name: &str, teach, wish| Tally {
        skill: POSTGRES,
        name: name.to_owned(),
        teach,
        wish,
    };
    let teacher = |member, availability| TeacherLine {
        member,
        level: Some(Level::Daily),
        note: Some("query plans are my hobby".to_owned()),
        availability,
    };
    let known = vec![
        tally("PostgreSQL", 3, 1),
        tally("Rust", 1, 0),
        tally("Spanish", 0, 2),
    ];
    let list = |skills: Vec<Tally>| SkillsPage {
        page: Page::new(skills.len(), 20, 0),
        skills,
    };
    let taught = |skill, teachers: Vec<TeacherLine>| TeachersPage {
        page: Page::new(teachers.len(), 10, 0),
        skill,
        teachers,
    };
    let everybody = vec![
        teacher(RAVI, Availability::Now),
        teacher(MIA, Availability::InTheirHours),
        teacher(SAM, Availability::Busy),
        teacher(MemberId(16), Availability::Away),
    ];
    let of = |member, full: bool| MemberPage {
        page: Page::new(2, 10, 0),
        member,
        offers: full
            .then(|| Offer {
                skill: POSTGRES,
                name: "PostgreSQL".to_owned(),
                level: Some(Level::Talk),
                note: None,
            })
            .into_iter()
            .collect(),
        wishes: full
            .then(|| Wish {
                skill: SkillId(2),
                name: "Spanish".to_owned(),
                note: Some("for a trip in May".to_owned()),
            })
            .into_iter()
            .collect(),
    };
    vec![
        answer(
            Reader::NewHire,
            "on `/skills`, the first day",
            skills(&list(Vec::new())),
        ),
        answer(Reader::Teammate, "on `/skills`", skills(&list(known))),
        answer(
            Reader::Teammate,
            "on `/skills skill:PostgreSQL`",
            teachers(&taught(tally("PostgreSQL", 4, 1), everybody)),
        ),
        answer(
            Reader::Teammate,
            "on `/skills skill:Spanish`, where nobody teaches it",
            teachers(&taught(tally("Spanish", 0, 2), Vec::new())),
        ),
        answer(
            Reader::Teammate,
            "on **What can they teach?**",
            member(&of(RAVI, true), MIA),
        ),
        answer(
            Reader::Teammate,
            "on **What can they teach?**, of somebody who has added nothing",
            member(&of(SAM, false), MIA),
        ),
        answer(
            Reader::Helper,
            "on **What can they teach?**, of oneself",
            member(&of(RAVI, true), RAVI),
        ),
        answer(
            Reader::NewHire,
            "on **What can they teach?**, of oneself, with nothing there yet",
            member(&of(SAM, false), SAM),
        ),
    ]
}

fn refusals() -> Vec<Sample> {
    let sentence = |when, error: Error| Sample {
        reader: Reader::Teammate,
        place: Shown::Answer,
        when,
        said: Said::Sentence(error.to_string()),
    };
    vec![
        sentence("when an offer is removed twice", no_such_offer()),
        sentence("when a wish is removed twice", no_such_wish()),
        sentence(
            "in a private conversation, by somebody with several servers",
            only_in_a_server(),
        ),
        sentence("on an old button of a skill that is gone", no_such_skill()),
        sentence("on `/skills` of a bot", a_bot()),
        sentence(
            "when a form cannot be read",
            unreadable(
                "A skill's name needs at least one letter or digit.",
                Typed {
                    skills: "???",
                    level: "daily",
                    note: "Only on Mondays.",
                },
            ),
        ),
        sentence(
            "when a level in a form cannot be read",
            unknown_level(Typed {
                skills: "Postgres",
                level: "expert",
                note: "Only on Mondays.",
            }),
        ),
    ]
}
