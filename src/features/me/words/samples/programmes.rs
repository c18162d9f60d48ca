//! The programmes on a member's own page, as they stand in them.

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc, Weekday};

use crate::domain::ids::{ChannelId, GuildId, ProgrammeId, RoundId};
use crate::domain::pairing::Emphasis;
use crate::domain::round::{Participation, ProgrammeKind};
use crate::features::me::rounds::Seen;
use crate::features::me::words::{programme, programmes};
use crate::features::rounds::Coming;
use crate::features::rounds::programmes::Standing;
use crate::features::samples::{Reader, Said, Sample, Shown};
use crate::post::Post;
use crate::store::programmes::Programme;

fn days(days: i64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::days(days)
}

fn coffee() -> Programme {
    Programme {
        id: ProgrammeId(1),
        guild: GuildId(1),
        kind: ProgrammeKind::Coffee,
        name: "Coffee chats".to_owned(),
        channel: Some(ChannelId(102)),
        role: None,
        weekday: Weekday::Tue,
        time: NaiveTime::MIN,
        every_weeks: 1,
        anchor: NaiveDate::default(),
        group_size: 2,
        names_shown: false,
        emphasis: Emphasis::default(),
        running: true,
    }
}

fn seen(standing: Standing, coming: Option<Participation>) -> Seen {
    let paused_until = match coming {
        Some(Participation::Paused(until)) => Some(until),
        _ => None,
    };
    Seen {
        programme: coffee(),
        standing,
        every_weeks: 1,
        coming: coming.map(|participation| Coming {
            round: RoundId(5),
            programme: ProgrammeId(1),
            name: "Coffee chats".to_owned(),
            number: 5,
            starts_at: days(1),
            participation,
        }),
        left_out: None,
        paused_until,
    }
}

/// Every page there is about programmes.
pub(super) fn samples() -> Vec<Sample> {
    let page = |when, post: Post| Sample {
        reader: Reader::Teammate,
        place: Shown::Answer,
        when,
        said: Said::Post(post),
    };
    let one = |when, standing, coming| page(when, programme(&seen(standing, coming)));
    vec![
        page("in `/me`, without programmes", programmes(&[])),
        page(
            "in `/me`, the programmes there are",
            programmes(&[seen(Standing::In, None)]),
        ),
        one("in `/me`, a programme they are not in", Standing::Out, None),
        one(
            "in `/me`, a programme they rest from",
            Standing::Resting,
            None,
        ),
        one(
            "in `/me`, a programme they are in",
            Standing::In,
            Some(Participation::In),
        ),
        one(
            "in `/me`, a programme whose next round they skip",
            Standing::In,
            Some(Participation::Skips),
        ),
        one(
            "in `/me`, a programme whose next round comes too soon for them",
            Standing::In,
            Some(Participation::NotYet(days(5))),
        ),
        one(
            "in `/me`, a programme while they are paused",
            Standing::In,
            Some(Participation::Paused(days(20))),
        ),
    ]
}
