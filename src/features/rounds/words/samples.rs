//! Every sentence about rounds, with when and to whom it is said.

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc, Weekday};
use chrono_tz::Tz;

use super::channel::{self, HeadsUp, Standing};
use super::{command, part};
use crate::domain::digest::DigestTo;
use crate::domain::ids::{ChannelId, GuildId, MemberId, ProgrammeId, RoleId, RoundId};
use crate::domain::pairing::Emphasis;
use crate::domain::round::{ProgrammeKind, RoundState, WhyNot};
use crate::domain::schedule::Calendar;
use crate::domain::schedule::rhythm::Start;
use crate::error::Error;
use crate::features::rounds::admin::Extra;
use crate::features::rounds::command::{People, View};
use crate::features::rounds::plan::Upcoming;
use crate::features::rounds::programmes;
use crate::features::rounds::seating::{Group, Seating};
use crate::features::samples::{Reader, Said, Sample, Shown};
use crate::post::Post;
use crate::store::pairings::NewSeat;
use crate::store::programmes::Programme;
use crate::store::rounds::{Progress, Round};
use crate::store::settings::Guild;

const MIA: MemberId = MemberId(12);
const RAVI: MemberId = MemberId(13);
const SAM: MemberId = MemberId(14);
const NOOR: MemberId = MemberId(11);

/// Everything said about rounds.
pub fn samples() -> Vec<Sample> {
    let mut samples = in_channel();
    samples.extend(to_members());
    samples.extend(to_admins());
    samples.extend(refusals());
    samples
}

fn at(day: i64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::days(20_514 + day) + TimeDelta::hours(10)
}

fn programme(kind: ProgrammeKind) -> Programme {
    Programme {
        id: ProgrammeId(1),
        guild: GuildId(1),
        kind,
        name: match kind {
            ProgrammeKind::Coffee => "Coffee chats".to_owned(),
            ProgrammeKind::Swap => "Skill swaps".to_owned(),
        },
        channel: Some(ChannelId(101)),
        role: None,
        weekday: Weekday::Tue,
        time: NaiveTime::from_hms_opt(10, 0, 0).unwrap_or_default(),
        every_weeks: 1,
        anchor: NaiveDate::default(),
        group_size: 2,
        names_shown: false,
        emphasis: Emphasis::default(),
        running: true,
    }
}

fn round(number: i64, state: RoundState, day: i64) -> Round {
    Round {
        id: RoundId(number),
        programme: ProgrammeId(1),
        guild: GuildId(1),
        number,
        state,
        period: at(day).date_naive().to_string(),
        starts_at: at(day),
        next_at: at(day + 7),
        seed: 0,
        announced_at: Some(at(day - 1)),
        paired_at: (!matches!(
            state,
            RoundState::Announced | RoundState::Missed | RoundState::Cancelled
        ))
        .then(|| at(day)),
        why: None,
    }
}

fn post(reader: Reader, place: Shown, when: &'static str, post: Post) -> Sample {
    Sample {
        reader,
        place,
        when,
        said: Said::Post(post),
    }
}

fn in_channel() -> Vec<Sample> {
    let coffee = programme(ProgrammeKind::Coffee);
    let threes = Programme {
        group_size: 3,
        role: Some(RoleId(202)),
        ..coffee.clone()
    };
    let swaps = programme(ProgrammeKind::Swap);
    let named = Programme {
        names_shown: true,
        ..coffee.clone()
    };
    let heads_up = |programme: &Programme, standing| {
        channel::heads_up(&HeadsUp {
            round: RoundId(5),
            number: 5,
            programme,
            standing,
        })
    };
    let coming = Standing::Coming { starts_at: at(0) };
    let begun = |groups, taking_part| Standing::Begun {
        groups,
        taking_part,
    };
    let groups = [vec![MIA, RAVI], vec![NOOR, SAM, MemberId(15)]];
    let told = channel::on_their_way(&groups);
    let all = [
        (
            "one working day before a round of those who opted in",
            heads_up(&coffee, coming),
        ),
        (
            "one working day before a round of threes, of those with a role",
            heads_up(&threes, coming),
        ),
        (
            "one working day before a round of swaps",
            heads_up(&swaps, coming),
        ),
        (
            "in the heads-up, once the round has begun",
            heads_up(&coffee, begun(12, 24)),
        ),
        (
            "in the heads-up, when there were too few",
            heads_up(&coffee, begun(0, 1)),
        ),
        (
            "in the heads-up, when nobody could be put together",
            heads_up(&coffee, begun(0, 2)),
        ),
        (
            "in the heads-up, when no swap works out",
            heads_up(&swaps, begun(0, 5)),
        ),
        (
            "in the heads-up of a round that is not held",
            heads_up(&coffee, Standing::Cancelled { another: true }),
        ),
        (
            "in the heads-up of a round that is not held, as the programme was stopped or Potluck turned off",
            heads_up(&coffee, Standing::Cancelled { another: false }),
        ),
        (
            "when a round is paired",
            channel::result(&coffee, 5, &told, &groups),
        ),
        (
            "when a round is paired, and the admin wants names",
            channel::result(&named, 5, &told, &groups),
        ),
    ];
    all.into_iter()
        .map(|(when, said)| post(Reader::Teammate, Shown::ProgrammeChannel, when, said))
        .collect()
}

fn to_members() -> Vec<Sample> {
    use programmes::Standing::{In, NotForThem, Out, Resting};

    let coffee = programme(ProgrammeKind::Coffee);
    let of_role = Programme {
        role: Some(RoleId(202)),
        ..coffee.clone()
    };
    let announced = round(5, RoundState::Announced, 0);
    let counted = |before, unskipped, paused_until, not_before| {
        part::counted_in(&part::In {
            programme: &coffee,
            before,
            unskipped,
            starts_at: at(0),
            paused_until,
            not_before,
        })
    };
    let answers = [
        (
            "after **Skip this one**",
            part::skipped(&coffee, &announced, true),
        ),
        (
            "after **Skip this one** twice",
            part::skipped(&coffee, &announced, false),
        ),
        (
            "after **Skip this one** by somebody who is not in it",
            part::nothing_to_skip(&coffee, Out),
        ),
        (
            "after **Skip this one** by somebody who rests",
            part::nothing_to_skip(&coffee, Resting),
        ),
        (
            "after **Skip this one** by somebody without the role",
            part::nothing_to_skip(&of_role, NotForThem),
        ),
        (
            "after **Skip this one** of a round that has begun",
            part::too_late(&coffee, &round(5, RoundState::Paired, 0)),
        ),
        (
            "after **Skip this one** of a round that is over",
            part::too_late(&coffee, &round(5, RoundState::Closed, 0)),
        ),
        (
            "after **Skip this one** of a round that is not held",
            part::too_late(&coffee, &round(5, RoundState::Cancelled, 0)),
        ),
        ("after **Count me in**", counted(Out, false, None, None)),
        (
            "after **Count me in** twice",
            counted(In, false, None, None),
        ),
        (
            "after **Count me in** of a round they had skipped",
            counted(In, true, None, None),
        ),
        (
            "after **Count me in** or **I'm back** by somebody who rested",
            counted(Resting, false, None, None),
        ),
        (
            "after **Count me in** by somebody who has paused",
            counted(Out, false, Some(at(20)), None),
        ),
        (
            "after **Count me in** by somebody who likes every four weeks",
            counted(In, false, None, Some(at(18))),
        ),
    ];
    let mut samples: Vec<Sample> = answers
        .into_iter()
        .map(|(when, said)| post(Reader::Teammate, Shown::Answer, when, said))
        .collect();
    let homeless = Programme {
        channel: None,
        ..coffee.clone()
    };
    samples.push(post(
        Reader::Teammate,
        Shown::Answer,
        "after **Count me in** of a programme whose channel was deleted",
        part::counted_in(&part::In {
            programme: &homeless,
            before: Out,
            unskipped: false,
            starts_at: at(0),
            paused_until: None,
            not_before: None,
        }),
    ));
    samples.push(post(
        Reader::Teammate,
        Shown::PrivateMessage,
        "when nobody new is left for them in a round",
        channel::left_out(&coffee, "Hearth & Co"),
    ));
    samples.push(post(
        Reader::Teammate,
        Shown::PrivateMessage,
        "when their thread could not be opened before the round ended",
        channel::never_opened(&coffee.name, 4, "Hearth & Co"),
    ));
    samples
}

fn upcoming(announced: Option<Round>) -> Upcoming {
    Upcoming {
        announced,
        start: Start {
            period: at(7).date_naive(),
            at: at(7),
        },
        announce_at: at(6),
        next_at: at(14),
    }
}

fn view(announced: Option<Round>, rounds: Vec<(Round, Option<Progress>)>) -> View {
    View {
        guild: Guild {
            id: GuildId(1),
            name: "Hearth & Co".to_owned(),
            owner: NOOR,
            turned_on_at: Some(at(-90)),
            help_channel: None,
            managers_channel: None,
            managers_role: None,
            leaders_role: None,
            newcomer_role: None,
            calendar: Calendar::standard(Tz::Europe__Lisbon),
            zone_chosen: true,
            anonymity: true,
            digest: DigestTo::Channel,
        },
        programme: programme(ProgrammeKind::Coffee),
        number: 6,
        upcoming: upcoming(announced),
        rounds,
        together: None,
        people: People {
            taking_part: 24,
            skip: 2,
            paused: 1,
            resting: 1,
            less_often: 3,
        },
    }
}

fn seating(groups: &[&[MemberId]]) -> Seating {
    let seat = |member: &MemberId| NewSeat {
        member: *member,
        gave: false,
        got: false,
        wished: false,
        hosted: false,
        of_three: false,
        teaches: None,
    };
    Seating {
        groups: groups
            .iter()
            .zip([None, Some(3)])
            .map(|(members, met_ago)| Group {
                seats: members.iter().map(seat).collect(),
                legs: Vec::new(),
                met_ago,
            })
            .collect(),
        left_out: Vec::new(),
        taking_part: groups.iter().map(|group| group.len()).sum(),
        repeats: 1,
        proven: true,
        value: 490.0,
        bound: 500.0,
        cost_of_fairness: 10.0,
        names: [(MIA, "Mia"), (RAVI, "Ravi"), (NOOR, "Noor"), (SAM, "Sam")]
            .map(|(member, name)| (member, name.to_owned()))
            .into(),
    }
}

fn to_admins() -> Vec<Sample> {
    let coffee = programme(ProgrammeKind::Coffee);
    let announced = round(6, RoundState::Announced, 7);
    let on_the_way = Progress {
        pairings: 12,
        trios: 1,
        came_to_nothing: 1,
        on_the_way: 4,
        no_room: 4,
        failed: 1,
        privately: 1,
        telling: 1,
        met: 3,
        answered: 5,
        left_out: 0,
    };
    let away = Round {
        why: Some(WhyNot::Away),
        ..round(4, RoundState::Missed, -7)
    };
    let rounds = vec![
        (round(5, RoundState::Paired, 0), Some(on_the_way)),
        (away, None),
    ];
    let idle = view(None, rounds.clone());
    let waiting = view(Some(announced.clone()), rounds);
    let named = View {
        together: Some((5, vec![vec!["Mia".to_owned(), "Ravi".to_owned()]])),
        ..idle.clone()
    };
    let gone = |came_to_nothing| Progress {
        came_to_nothing,
        ..Progress::default()
    };
    let none_left = view(
        None,
        vec![
            (round(5, RoundState::Paired, 0), Some(gone(12))),
            (round(4, RoundState::Closed, -7), Some(gone(1))),
            (round(3, RoundState::Closed, -14), Some(gone(0))),
        ],
    );
    let extra = Extra {
        period: "extra:0".to_owned(),
        brought_forward: false,
        starts_at: at(1),
        next_at: at(7),
    };
    let now = at(0);
    let nobody_together = Seating {
        left_out: vec![MIA, RAVI],
        taking_part: 2,
        repeats: 0,
        cost_of_fairness: 0.0,
        ..seating(&[])
    };
    let mut all = vec![
        ("after `/round status`", command::status(&idle)),
        (
            "after `/round status`, where the channel names who is with whom",
            command::status(&named),
        ),
        (
            "after `/round status`, where no group of a round is left",
            command::status(&none_left),
        ),
        (
            "after `/round status`, with several programmes",
            command::overview(&[idle.clone(), waiting.clone()]),
        ),
        (
            "after `/round preview`",
            command::preview(
                &coffee,
                6,
                &upcoming(None),
                &seating(&[&[MIA, RAVI], &[NOOR, SAM]]),
            ),
        ),
        (
            "after `/round preview` of a round so large, or in threes, that no best way is known",
            command::preview(
                &coffee,
                6,
                &upcoming(None),
                &Seating {
                    proven: false,
                    ..seating(&[&[MIA, RAVI], &[NOOR, SAM]])
                },
            ),
        ),
        (
            "after `/round preview` of a programme that is stopped",
            command::preview(
                &Programme {
                    running: false,
                    ..coffee.clone()
                },
                6,
                &upcoming(None),
                &seating(&[&[MIA, RAVI], &[NOOR, SAM]]),
            ),
        ),
        (
            "after `/round preview`, when too few are in",
            command::preview(&coffee, 6, &upcoming(None), &Seating::default()),
        ),
        (
            "after `/round preview`, when nobody could be put together",
            command::preview(&coffee, 6, &upcoming(None), &nobody_together),
        ),
        (
            "after **Announce it now**",
            command::announced(&coffee, 6, &extra),
        ),
        (
            "after **Pair now**",
            command::paired_now(&coffee, &announced, &on_the_way),
        ),
        (
            "after a round was cancelled",
            command::cancelled(&coffee, 6, &upcoming(None)),
        ),
    ];
    let asked = [
        ("after `/round start`", command::start(&idle, now)),
        (
            "after `/round start`, when one is announced",
            command::start(&waiting, now),
        ),
        ("after `/round cancel`", command::cancel(&idle)),
        (
            "after `/round cancel`, when one is announced",
            command::cancel(&waiting),
        ),
    ];
    all.extend(
        asked
            .into_iter()
            .filter_map(|(when, said)| said.ok().map(|said| (when, said))),
    );
    all.into_iter()
        .map(|(when, said)| post(Reader::Admin, Shown::Answer, when, said))
        .collect()
}

fn refusals() -> Vec<Sample> {
    let coffee = programme(ProgrammeKind::Coffee);
    let stopped = Programme {
        running: false,
        ..coffee.clone()
    };
    let homeless = Programme {
        channel: None,
        ..coffee.clone()
    };
    let both = [coffee, programme(ProgrammeKind::Swap)];
    let refusals = [
        (
            Reader::Teammate,
            "when the server of a button is not theirs any more",
            Err(part::not_a_member()),
        ),
        (
            Reader::Teammate,
            "when the round of a button is gone",
            Err(part::gone()),
        ),
        (
            Reader::Teammate,
            "when the programme of a button is gone",
            Err(part::programme_gone()),
        ),
        (
            Reader::Admin,
            "when `/round` is used and there is no programme",
            Err(command::no_programme()),
        ),
        (
            Reader::Admin,
            "when no programme is called what was typed",
            Err(command::unknown("Lunch", &both)),
        ),
        (
            Reader::Admin,
            "when there are several programmes and none was named",
            Err(command::which(&both)),
        ),
        (
            Reader::Admin,
            "when a command of `/round` is not known",
            Err(command::no_such_command()),
        ),
        (
            Reader::Admin,
            "when a button of `/round` is pressed elsewhere",
            Err(command::only_in_a_server()),
        ),
        (
            Reader::Teammate,
            "when somebody presses a button of `/round` who is no admin",
            Err(command::not_an_admin()),
        ),
        (
            Reader::Admin,
            "when what was to be started or cancelled is not what comes next any more",
            Err(command::has_moved_on()),
        ),
        (
            Reader::Admin,
            "after **Pair now**, when the heads-up is not there yet",
            Err(command::not_announced_yet()),
        ),
        (
            Reader::Admin,
            "after `/round start` of a programme that is stopped",
            command::check_held(&stopped),
        ),
        (
            Reader::Admin,
            "after `/round start` of a programme without a channel",
            command::check_held(&homeless),
        ),
    ];
    refusals
        .into_iter()
        .filter_map(|(reader, when, refusal)| match refusal {
            Err(Error::User(refusal)) => Some(Sample {
                reader,
                place: Shown::Answer,
                when,
                said: Said::Sentence(refusal.text),
            }),
            Ok(()) | Err(Error::Fault(_)) => None,
        })
        .collect()
}
