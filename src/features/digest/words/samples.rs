//! Every sentence of a digest, for reading through.

use chrono::{DateTime, NaiveDate};

use super::{
    help, is_there, message, not_a_manager, not_to_you, nothing_yet, privately, to_you_again,
};
use crate::domain::digest::{
    Band, Change, Chart, Digest, Figure, Map, Need, Range, Span, ThankYou, Told, Value, Week,
};
use crate::domain::ids::{GuildId, HelpId, MemberId};
use crate::features::samples::{Reader, Said, Sample, Shown};
use crate::picture::Spelled;
use crate::post::Post;

const GUILD: &str = "Hearth & Co";

/// What managers read.
pub fn samples() -> Vec<Sample> {
    let week = week();
    let names = [Spelled {
        shown: "Platform Infrastructure and…".to_owned(),
        name: "Platform Infrastructure and Reliability".to_owned(),
    }];
    let manager = |place, when, post: Post| Sample {
        reader: Reader::Manager,
        place,
        when,
        said: Said::Post(post),
    };
    vec![
        manager(
            Shown::ManagersChannel,
            "at the beginning of the week",
            message(&full(week), GUILD, &names),
        ),
        manager(
            Shown::ManagersChannel,
            "at the beginning of the second week, with too few people behind most of it",
            message(&early(week), GUILD, &[]),
        ),
        manager(
            Shown::ManagersChannel,
            "at the beginning of the second week, where nothing can be shown yet",
            message(&nothing(week), GUILD, &[]),
        ),
        manager(
            Shown::Answer,
            "when they ask for twelve weeks, some of which are told together",
            message(&quarter(week), GUILD, &[]),
        ),
        manager(
            Shown::ManagersChannel,
            "at the beginning of a week after one in which nobody asked or rated",
            message(&quiet(week), GUILD, &[]),
        ),
        manager(
            Shown::PrivateMessage,
            "at the beginning of the week, where each manager gets it",
            privately(message(&full(week), GUILD, &[]), GuildId(1), GUILD),
        ),
        manager(
            Shown::PrivateMessage,
            "in place of a digest that could not be delivered",
            is_there(week),
        ),
        manager(Shown::Answer, "when asked what the figures mean", help(0)),
        manager(Shown::Answer, "on the second page of that", help(1)),
        manager(
            Shown::Answer,
            "when there is no digest yet",
            nothing_yet(false, DateTime::UNIX_EPOCH),
        ),
        manager(
            Shown::Answer,
            "when the first week is over and nobody has worked since",
            nothing_yet(true, DateTime::UNIX_EPOCH),
        ),
        manager(
            Shown::Answer,
            "when they want no more of them",
            not_to_you(GuildId(1)),
        ),
        manager(
            Shown::Answer,
            "when they want them again",
            to_you_again(GuildId(1)),
        ),
        Sample {
            reader: Reader::Teammate,
            place: Shown::Answer,
            when: "when they are no manager",
            said: Said::Sentence(not_a_manager(true).to_string()),
        },
        Sample {
            reader: Reader::Manager,
            place: Shown::Answer,
            when: "when no managers' role is chosen",
            said: Said::Sentence(not_a_manager(false).to_string()),
        },
    ]
}

fn week() -> Week {
    NaiveDate::from_ymd_opt(2026, 11, 16).map_or_else(|| Week::of(NaiveDate::MIN), Week::of)
}

fn told(figure: Figure, value: Value) -> Told {
    Told {
        figure,
        value: Some(value),
        weeks: None,
        of: None,
        part: None,
        change: None,
    }
}

/// A digest that has something to say of everything.
fn full(week: Week) -> Digest {
    let three_weeks = Some(Span {
        first: week.earlier(2),
        last: week,
    });
    let number = |figure, number| told(figure, Value::Number(number));
    Digest {
        figures: vec![
            Told {
                of: Some(24),
                change: Some(Change::Percent(5)),
                ..number(Figure::Active, 19)
            },
            Told {
                weeks: three_weeks,
                change: Some(Change::Percent(-4)),
                ..number(Figure::AsksMade, 27)
            },
            Told {
                of: Some(27),
                weeks: three_weeks,
                ..number(Figure::AsksAnswered, 22)
            },
            Told {
                weeks: three_weeks,
                ..told(Figure::FirstHelper, Value::Minutes(42))
            },
            Told {
                change: Some(Change::New),
                ..number(Figure::Helps, 11)
            },
            Told {
                of: Some(11),
                ..number(Figure::HelpsAcross, 6)
            },
            Told {
                of: Some(11),
                ..number(Figure::HelpsUpwards, 5)
            },
            Told {
                of: Some(7),
                ..number(Figure::Met, 7)
            },
            number(Figure::SwapsMet, 3),
            Told {
                of: Some(5),
                weeks: three_weeks,
                ..number(Figure::Buddied, 5)
            },
            number(Figure::Rated, 14),
            told(Figure::Satisfaction, Value::Band(Band::Happy)),
            number(Figure::Lessons, 7),
        ],
        needs: vec![
            Need::RestsOnOne {
                skill: "Kubernetes".to_owned(),
                wishers: 4,
            },
            Need::NobodyTeaches {
                skill: "Negotiation".to_owned(),
                wishers: 1,
            },
            Need::AsksStuck {
                asks: 5,
                of: 27,
                weeks: 3,
            },
            Need::RestsOnFew { tenths: 4 },
            Need::NobodyMet { members: 6 },
            Need::NoBuddy {
                newcomers: 5,
                weeks: 4,
            },
            Need::FewerActive { percent: 12 },
            Need::FewerMeet { percent: 30 },
            Need::Unhappy,
        ],
        thanks: vec![ThankYou {
            help: HelpId(1),
            by: MemberId(11),
            to: MemberId(12),
            words: "You saved my afternoon.".to_owned(),
            skill: Some("PostgreSQL".to_owned()),
        }],
        ..early(week)
    }
}

/// A digest in which nothing can be shown.
fn nothing(week: Week) -> Digest {
    Digest {
        figures: Vec::new(),
        ..early(week)
    }
}

/// A digest of twelve weeks, whose parts and wholes are told of different weeks.
fn quarter(week: Week) -> Digest {
    let of_weeks = |first, last, told: Told| Told {
        weeks: Some(Span {
            first: week.earlier(first),
            last: week.earlier(last),
        }),
        ..told
    };
    let number = |figure, number| told(figure, Value::Number(number));
    Digest {
        range: Range::new(week, 12).unwrap_or_else(|_| Range::of(week)),
        away: Vec::new(),
        figures: vec![
            of_weeks(11, 0, number(Figure::Active, 204)),
            Told {
                part: Some(170),
                change: Some(Change::Percent(9)),
                ..of_weeks(11, 2, number(Figure::Eligible, 231))
            },
            Told {
                part: Some(71),
                ..of_weeks(13, 1, number(Figure::AsksMade, 78))
            },
            of_weeks(11, 0, number(Figure::AsksAnswered, 80)),
            of_weeks(11, 0, told(Figure::FirstHelper, Value::Minutes(130))),
            of_weeks(11, 0, number(Figure::Helps, 96)),
            Told {
                of: Some(90),
                ..of_weeks(11, 2, number(Figure::HelpsUpwards, 31))
            },
            Told {
                change: Some(Change::New),
                ..of_weeks(11, 0, number(Figure::Met, 34))
            },
            Told {
                part: Some(32),
                ..of_weeks(12, 2, number(Figure::Checked, 38))
            },
            of_weeks(11, 0, number(Figure::SwapsMet, 0)),
            Told {
                of: Some(6),
                ..of_weeks(11, 0, number(Figure::Buddied, 0))
            },
            of_weeks(11, 0, number(Figure::Rated, 58)),
            Told {
                change: Some(Change::Was(Band::Happy)),
                ..of_weeks(11, 0, told(Figure::Satisfaction, Value::Band(Band::Mixed)))
            },
        ],
        ..early(week)
    }
}

/// A digest of a week in which hardly anything happened.
fn quiet(week: Week) -> Digest {
    let none = |figure| told(figure, Value::Number(0));
    Digest {
        figures: vec![
            Told {
                change: Some(Change::Percent(-40)),
                ..told(Figure::Active, Value::Number(12))
            },
            none(Figure::AsksMade),
            none(Figure::AsksAnswered),
            none(Figure::Helps),
            Told {
                of: Some(6),
                change: Some(Change::Percent(20)),
                ..told(Figure::Met, Value::Number(6))
            },
            none(Figure::SwapsMet),
            none(Figure::Rated),
        ],
        ..early(week)
    }
}

/// A digest of a team that has just begun.
fn early(week: Week) -> Digest {
    Digest {
        range: Range::of(week),
        away: Vec::new(),
        figures: vec![told(Figure::AsksMade, Value::Number(6))],
        needs: Vec::new(),
        chart: Chart {
            weeks: Vec::new(),
            asks: Vec::new(),
            answers: Vec::new(),
            meetings: Vec::new(),
        },
        map: Map::default(),
        coverage: Vec::new(),
        thanks: Vec::new(),
    }
}
