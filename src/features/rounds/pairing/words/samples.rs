//! When and to whom each of these is said.

use chrono::{DateTime, TimeDelta, Utc};

use super::{Changed, Introduction, Leaver, Page};
use crate::domain::ask::Face;
use crate::domain::ids::{
    ChannelId, DraftId, GuildId, MemberId, MessageId, PairingId, ProgrammeId, RoundId, SkillId,
};
use crate::domain::regroup::FreedState;
use crate::domain::round::{PairingState, ProgrammeKind, SeatAnswer};
use crate::domain::schedule::Calendar;
use crate::domain::skill::SkillName;
use crate::domain::starters::Starters;
use crate::features::samples::{Reader, Said, Sample, Shown};
use crate::post::{File, Modal, Post};
use crate::store::pairings::{Introduced, Pairing, Seat};

const MIA: MemberId = MemberId(12);
const RAVI: MemberId = MemberId(13);
const SAM: MemberId = MemberId(14);
const NOOR: MemberId = MemberId(11);
const GUILD: &str = "Quay";

/// All of them.
pub(crate) fn samples() -> Vec<Sample> {
    let mut samples = in_the_thread();
    samples.extend(privately());
    samples.extend(alone());
    samples.extend(answers());
    samples.extend(lessons());
    samples.extend(sentences());
    samples
}

fn start() -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::days(20_515)
}

fn seat(member: MemberId, name: &str) -> Seat {
    Seat {
        member,
        name: name.to_owned(),
        answer: None,
        answered_at: None,
        sign_at: None,
        face: None,
        left_at: None,
        teaches_skill: None,
        teaches_to: None,
        served: None,
    }
}

fn pairing(people: &[(MemberId, &str)]) -> Pairing {
    Pairing {
        id: PairingId(7),
        round: RoundId(5),
        number: 5,
        programme: ProgrammeId(2),
        kind: ProgrammeKind::Coffee,
        programme_name: "Coffee chats".to_owned(),
        channel: Some(ChannelId(101)),
        guild: GuildId(1),
        state: PairingState::Open,
        privately: false,
        thread: Some(ChannelId(501)),
        intro: Some(MessageId(601)),
        first_writer: Some(RAVI),
        starter: None,
        common_at: Some(start() + TimeDelta::hours(37)),
        created_at: start(),
        introduced_at: Some(start()),
        starts_at: start(),
        next_at: start() + TimeDelta::days(7),
        round_goes_on: true,
        last_sign_at: None,
        nudged_at: None,
        asked_at: None,
        asked_again_at: None,
        met_at: None,
        ended_at: None,
        seats: people
            .iter()
            .map(|(member, name)| seat(*member, name))
            .collect(),
    }
}

fn two() -> Pairing {
    pairing(&[(MIA, "Mia"), (RAVI, "Ravi")])
}

fn three() -> Pairing {
    pairing(&[(MIA, "Mia"), (RAVI, "Ravi"), (NOOR, "Noor")])
}

fn person(member: MemberId, name: &str, zone: chrono_tz::Tz) -> Introduced {
    Introduced {
        member,
        name: name.to_owned(),
        team: None,
        joined_at: start(),
        newcomer_since: None,
        hosting: true,
        calendar: Calendar::standard(zone),
        roles: Vec::new(),
        teaches: Vec::new(),
        wishes: Vec::new(),
    }
}

fn introduction(pairing: Pairing) -> Introduction {
    let skill = |id: i64, name: &str| (SkillId(id), name.to_owned());
    let starters = Starters::built_in().unwrap_or_default();
    // What is shown lives as long as the program, as the real ones do.
    let starter = starters
        .all()
        .first()
        .cloned()
        .map(|starter| &*Box::leak(Box::new(starter)));
    Introduction {
        pairing,
        people: vec![
            Introduced {
                team: Some("Data".to_owned()),
                teaches: vec![skill(1, "SQL"), skill(2, "Rust")],
                wishes: vec![skill(3, "Figma")],
                ..person(MIA, "Mia", chrono_tz::Europe::Lisbon)
            },
            Introduced {
                team: Some("Design".to_owned()),
                teaches: vec![skill(3, "Figma")],
                wishes: vec![skill(1, "SQL")],
                ..person(RAVI, "Ravi", chrono_tz::Asia::Kolkata)
            },
        ],
        starter,
        longer_and_newer: None,
        none_left: false,
        swap: None,
    }
}

fn reads(place: Shown, when: &'static str, post: Post) -> Sample {
    Sample {
        reader: Reader::Teammate,
        place,
        when,
        said: Said::Post(post),
    }
}

fn in_the_thread() -> Vec<Sample> {
    let thread = |when, post| reads(Shown::PairingThread, when, post);
    let noor = seat(NOOR, "Noor");
    let plain = introduction(two());
    let upwards = Introduction {
        longer_and_newer: Some((MIA, RAVI)),
        ..introduction(two())
    };
    let no_hour = Introduction {
        starter: None,
        ..introduction(Pairing {
            common_at: None,
            ..two()
        })
    };
    let none_left = Introduction {
        none_left: true,
        ..no_hour.clone()
    };
    let met = introduction(Pairing {
        state: PairingState::Met,
        ..two()
    });
    let off = introduction(Pairing {
        state: PairingState::Off,
        ..two()
    });
    let bare = Introduction {
        people: vec![
            person(MIA, "Mia", chrono_tz::UTC),
            person(RAVI, "Ravi", chrono_tz::UTC),
        ],
        ..introduction(two())
    };
    vec![
        thread(
            "when a round brings two people together",
            super::intro(&plain),
        ),
        thread(
            "when one of them has been here for much longer",
            super::intro(&upwards),
        ),
        thread(
            "when they share no working hour and have had every starter",
            super::intro(&no_hour),
        ),
        thread(
            "when the round is nearly over, or they come together late in it",
            super::intro(&none_left),
        ),
        thread(
            "when neither has said what they teach or wish for",
            super::intro(&bare),
        ),
        thread("once one of them said that they met", super::intro(&met)),
        thread("once it fell apart", super::intro(&off)),
        thread("half-way, when nobody has written", super::nudge(&two())),
        thread(
            "half-way, when they share no working hour",
            super::nudge(&Pairing {
                common_at: None,
                ..two()
            }),
        ),
        thread(
            "three working days before the next round",
            super::asked(&two()),
        ),
        thread("two days after **Not yet**", super::asked_again(&two())),
        thread(
            "when one of three cannot",
            super::two_go_on(&plain, Leaver::Cannot(&noor), Changed::default()),
        ),
        thread(
            "the same, when that one was to write first and the hour proposed is past",
            super::two_go_on(
                &plain,
                Leaver::Cannot(&noor),
                Changed {
                    first_writer: true,
                    hour: true,
                },
            ),
        ),
        thread(
            "when one of three left the server",
            super::two_go_on(&plain, Leaver::Gone(&noor), Changed::default()),
        ),
        thread(
            "when one of three asked to be forgotten",
            super::two_go_on(&plain, Leaver::Nobody, Changed::default()),
        ),
    ]
}

fn privately() -> Vec<Sample> {
    let private = |when, post| reads(Shown::PrivateMessage, when, post);
    let noor = seat(NOOR, "Noor");
    let plain = introduction(two());
    let another = Changed {
        first_writer: true,
        hour: true,
    };
    vec![
        private(
            "when a round brings them together and one cannot see the channel",
            super::told(&introduction(two()), MIA, GUILD),
        ),
        private(
            "the same, to the one who is to write first",
            super::told(&introduction(two()), RAVI, GUILD),
        ),
        private(
            "when their thread is gone",
            super::goes_on_privately(&two(), MIA, GUILD),
        ),
        private(
            "three working days before the next round, without a thread",
            super::asked_privately(&two(), MIA, GUILD),
        ),
        private(
            "two days after **Not yet**, without a thread",
            super::asked_again_privately(&two(), MIA, GUILD),
        ),
        private(
            "when one of three cannot, without a thread",
            super::two_go_on_privately(
                &plain,
                Leaver::Cannot(&noor),
                Changed::default(),
                (MIA, GUILD),
            ),
        ),
        private(
            "the same, when that one was to write first and the hour proposed is past, without a thread",
            super::two_go_on_privately(&plain, Leaver::Cannot(&noor), another, (RAVI, GUILD)),
        ),
        private(
            "when one of three left the server, without a thread",
            super::two_go_on_privately(
                &plain,
                Leaver::Gone(&noor),
                Changed::default(),
                (MIA, GUILD),
            ),
        ),
        private(
            "when one of three asked to be forgotten, without a thread",
            super::two_go_on_privately(&plain, Leaver::Nobody, Changed::default(), (MIA, GUILD)),
        ),
        private(
            "after three rounds without a sign of them",
            super::rests(ProgrammeId(2), "Coffee chats", GUILD),
        ),
    ]
}

fn alone() -> Vec<Sample> {
    let thread = |when, post| reads(Shown::PairingThread, when, post);
    let private = |when, post| reads(Shown::PrivateMessage, when, post);
    let answer = |when, post| reads(Shown::Answer, when, post);
    let [noor, ravi] = [seat(NOOR, "Noor"), seat(RAVI, "Ravi")];
    let another_hour = Changed {
        hour: true,
        ..Changed::default()
    };
    vec![
        thread(
            "when the partner cannot",
            super::freed(&two(), Leaver::Cannot(&ravi), MIA),
        ),
        thread(
            "when the partner left the server",
            super::freed(&two(), Leaver::Gone(&ravi), MIA),
        ),
        thread(
            "when the partner asked to be forgotten",
            super::freed(&two(), Leaver::Nobody, MIA),
        ),
        private(
            "when the partner cannot, without a thread",
            super::freed_privately(&two(), Leaver::Cannot(&ravi), GUILD),
        ),
        private(
            "when the partner left the server, without a thread",
            super::freed_privately(&two(), Leaver::Gone(&ravi), GUILD),
        ),
        private(
            "when it fell apart before anybody was introduced, or the partner asked to be forgotten, without a thread",
            super::freed_privately(&two(), Leaver::Nobody, GUILD),
        ),
        thread(
            "when the partner cannot, on the last working day of the round",
            super::freed_too_late(Leaver::Cannot(&ravi), MIA),
        ),
        private(
            "when the partner cannot, on the last working day of the round, without a thread",
            super::freed_too_late_privately(&two(), Leaver::Cannot(&ravi), GUILD),
        ),
        answer(
            "after **Find me somebody else**, when there is nobody",
            super::searching(0),
        ),
        answer(
            "after **Find me somebody else**, at night",
            super::searching_later(start()),
        ),
        answer(
            "after **Find me somebody else**, when one pair is asked",
            super::searching(1),
        ),
        answer(
            "after **Find me somebody else**, when several pairs are asked",
            super::searching(3),
        ),
        answer(
            "after **Find me somebody else**, when another waits",
            super::together(&[&noor]),
        ),
        answer("after **I'll sit this one out**", super::sat_out()),
        thread(
            "when another was found for somebody who waited",
            super::found_in_thread(MIA),
        ),
        thread("when nobody was found", super::nobody(MIA)),
        private(
            "when nobody was found, without a thread",
            super::nobody_privately(&two(), GUILD),
        ),
        thread(
            "when a pair is asked to be three",
            super::asked_for_a_place(&two(), SAM),
        ),
        private(
            "when a pair is asked to be three, without a thread",
            super::asked_for_a_place_privately(&two(), (SAM, "Sam"), MIA, GUILD),
        ),
        answer(
            "after the first **Happy to be three**",
            super::place_answered(true, &[&noor]),
        ),
        answer(
            "after the second **Happy to be three**",
            super::place_answered(true, &[]),
        ),
        answer(
            "after **We'd rather stay two**",
            super::place_answered(false, &[]),
        ),
        answer("when a pair answers too late", super::place_is_over()),
        answer(
            "when a pair says yes once it was asked whether it met",
            super::place_is_over_as_asked(),
        ),
        thread(
            "when a third joins",
            super::three_now(&introduction(three()), NOOR, Changed::default()),
        ),
        thread(
            "the same, when the hour proposed does not suit them",
            super::three_now(&introduction(three()), NOOR, another_hour),
        ),
        private(
            "when a third joins, without a thread",
            super::three_now_privately(&introduction(three()), "Noor", Changed::default(), GUILD),
        ),
        private(
            "the same, when the hour proposed does not suit them, without a thread",
            super::three_now_privately(&introduction(three()), "Noor", another_hour, GUILD),
        ),
    ]
}

fn answers() -> Vec<Sample> {
    let answer = |when, post| reads(Shown::Answer, when, post);
    let mia = seat(MIA, "Mia");
    let happy = Seat {
        face: Some(Face::Happy),
        ..seat(MIA, "Mia")
    };
    let ravi = seat(RAVI, "Ravi");
    let noor = seat(NOOR, "Noor");
    let file = File {
        name: "potluck.ics".to_owned(),
        bytes: Vec::new(),
        description: None,
    };
    let page = |pairing: Pairing, seat: &Seat, freed, asked: &[(MemberId, &str)]| {
        super::page(&Page {
            introduction: introduction(pairing),
            seat: seat.clone(),
            question: None,
            freed,
            asked_from: None,
            asked: asked
                .iter()
                .map(|(member, name)| (*member, (*name).to_owned()))
                .collect(),
        })
    };
    let planned = Seat {
        answer: Some(SeatAnswer::Planned),
        ..mia.clone()
    };
    let gone = Seat {
        left_at: Some(start()),
        ..mia.clone()
    };
    let state = |state| Pairing { state, ..two() };
    let hour = super::hour(start() + TimeDelta::hours(37), &introduction(two()).people);
    vec![
        answer("after **We met**", super::met(&two(), &mia, None)),
        answer(
            "after a face, with a lesson",
            super::met(&two(), &happy, Some("Vacuum every night.")),
        ),
        answer("after **It's planned**", super::planned(&two())),
        answer(
            "after **It's planned**, when they met already",
            super::planned_but_met(),
        ),
        answer(
            "after **Not yet**",
            super::not_yet(&two(), Some(start() + TimeDelta::days(5))),
        ),
        answer(
            "after **Not yet**, the second time",
            super::not_yet(&two(), None),
        ),
        answer(
            "after **Not yet**, when they met already",
            super::met_by_another(),
        ),
        answer(
            "after **Can't this time**, of two",
            super::cannot(&[&ravi], true),
        ),
        answer(
            "after **Can't this time**, of two on the last working day of the round",
            super::cannot(&[&ravi], false),
        ),
        answer(
            "after **Can't this time**, of three",
            super::cannot(&[&ravi, &noor], true),
        ),
        answer(
            "after **Can't this time**, when nobody else is left",
            super::cannot(&[], true),
        ),
        answer(
            "after **Can't this time**, pressed again",
            super::cannot_again(),
        ),
        answer("after **Add to calendar**", super::calendar(file, &hour)),
        answer("in `/me`, a pairing", page(two(), &mia, None, &[])),
        answer(
            "in `/me`, a pairing that is planned",
            page(two(), &planned, None, &[]),
        ),
        answer(
            "in `/me`, a pairing that met",
            page(state(PairingState::Met), &mia, None, &[]),
        ),
        answer(
            "in `/me`, a pair asked to be three",
            page(two(), &mia, None, &[(SAM, "Sam")]),
        ),
        answer(
            "in `/me`, a pairing they could not take part in",
            page(two(), &gone, None, &[]),
        ),
        answer(
            "in `/me`, a pairing of a past round",
            page(state(PairingState::Over), &mia, None, &[]),
        ),
        answer(
            "in `/me`, when the partner cannot",
            page(state(PairingState::Off), &mia, Some(FreedState::Asked), &[]),
        ),
        answer(
            "in `/me`, while another is looked for",
            page(
                state(PairingState::Off),
                &mia,
                Some(FreedState::Looking),
                &[],
            ),
        ),
        answer(
            "in `/me`, while another is looked for, and nobody is asked before people are at work",
            super::page(&Page {
                introduction: introduction(state(PairingState::Off)),
                seat: mia.clone(),
                question: None,
                freed: Some(FreedState::Looking),
                asked_from: Some(start() + TimeDelta::hours(9)),
                asked: Vec::new(),
            }),
        ),
        answer(
            "in `/me`, when there was nobody",
            page(
                state(PairingState::Off),
                &mia,
                Some(FreedState::Nobody),
                &[],
            ),
        ),
    ]
}

fn lessons() -> Vec<Sample> {
    let pairing = PairingId(7);
    let form = |when, form: Modal| Sample {
        reader: Reader::Teammate,
        place: Shown::Form,
        when,
        said: Said::Form(form),
    };
    let mut samples = vec![
        reads(
            Shown::Answer,
            "after **Write down what I learned**",
            super::lesson_select(pairing, &[(SkillId(1), "SQL".to_owned())]),
        ),
        form(
            "for a lesson about a skill of theirs",
            super::lesson_form(pairing, (SkillId(1), "SQL"), None),
        ),
        form(
            "for a lesson about something else",
            super::lesson_form_with_skill(pairing, None),
        ),
        reads(
            Shown::Answer,
            "when a lesson is written",
            super::lesson_written("SQL", "Vacuum every night."),
        ),
    ];
    if let (Ok(typed), Ok(known)) = (
        SkillName::parse("Kubernets"),
        SkillName::parse("Kubernetes"),
    ) {
        samples.push(reads(
            Shown::Answer,
            "when the skill of a lesson looks much like another",
            super::lesson_meant(DraftId(3), &typed, &[known]),
        ));
    }
    samples
}

fn sentences() -> Vec<Sample> {
    let over = |state| super::over(&Pairing { state, ..two() });
    [
        (
            "after a click on a pairing that is gone",
            super::GONE.to_owned(),
        ),
        (
            "after a click by somebody else",
            super::NOT_YOURS.to_owned(),
        ),
        (
            "after a click by somebody who left the server",
            super::NOT_A_MEMBER.to_owned(),
        ),
        (
            "after a face that there is not",
            super::NO_SUCH_FACE.to_owned(),
        ),
        (
            "after **Add to calendar** without an hour in common",
            super::NO_HOUR.to_owned(),
        ),
        (
            "after **Add to calendar** too late",
            super::CALENDAR_TOO_LATE.to_owned(),
        ),
        (
            "after **Find me somebody else** too late",
            super::NOT_FREED.to_owned(),
        ),
        (
            "after **Find me somebody else** by somebody who is paused, or left the programme",
            super::not_looking(&two()),
        ),
        (
            "when a question about a lesson is too old",
            super::MEANT_IS_OVER.to_owned(),
        ),
        (
            "after **Can't this time** by people who met",
            super::MET_ALREADY.to_owned(),
        ),
        (
            "after a click when the round has ended",
            over(PairingState::Over),
        ),
        (
            "after a click when it did not come about",
            over(PairingState::Off),
        ),
        (
            "after a click by somebody who cannot",
            super::you_left(&Seat {
                answer: Some(SeatAnswer::Cant),
                ..seat(MIA, "Mia")
            })
            .to_owned(),
        ),
        (
            "after a click by somebody with whom it did not come about",
            super::you_left(&seat(MIA, "Mia")).to_owned(),
        ),
    ]
    .map(|(when, said)| Sample {
        reader: Reader::Teammate,
        place: Shown::Answer,
        when,
        said: Said::Sentence(said),
    })
    .into()
}
