//! Which round of a programme comes next, and when.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, Utc};

use crate::domain::ids::ProgrammeId;
use crate::domain::round::RoundState;
use crate::domain::schedule::rhythm::{Rhythm, Start, announce_at};
use crate::domain::schedule::{Calendar, local_instant};
use crate::error::Result;
use crate::store::SqliteConnection;
use crate::store::programmes::Programme;
use crate::store::rounds::{self as rows, Round};
use crate::store::settings::Guild;

/// So many rounds back are looked at for those that stand for a period already: cancelled ahead, or brought forward.
const BACK: u32 = 60;
/// So many starts are looked through. Nobody cancels more rounds ahead.
const AHEAD: usize = 200;
/// How the period of a round begins that an admin started beside the rhythm.
const EXTRA: &str = "extra:";

/// What comes next in a programme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Upcoming {
    /// The round that is announced and not yet paired, if any.
    pub(crate) announced: Option<Round>,
    /// When the next one starts that is not announced yet.
    pub(crate) start: Start,
    /// When that one is announced.
    pub(crate) announce_at: DateTime<Utc>,
    /// When the one after it starts.
    pub(crate) next_at: DateTime<Utc>,
}

/// What comes next in a programme, as it looks now. Of one that is stopped: what would.
///
/// # Errors
///
/// When the database does not answer.
pub(crate) async fn upcoming(
    db: &mut SqliteConnection,
    guild: &Guild,
    programme: &Programme,
    now: DateTime<Utc>,
) -> Result<Upcoming> {
    let rhythm = rhythm(programme);
    let calendar = &guild.calendar;
    let planned = rows::plan_of(db, programme.id)
        .await?
        .and_then(|plan| plan.period);
    let start = match planned.and_then(|period| start_of(&rhythm, calendar, period)) {
        Some(start) if !is_taken(db, programme.id, start).await? => start,
        _ => anew(db, guild, programme, now).await?,
    };
    let announced = rows::in_state(db, programme.id, RoundState::Announced).await?;
    Ok(Upcoming {
        announced: announced.into_iter().next(),
        start,
        announce_at: announce_at(calendar, start.at),
        next_at: rhythm.next_start(calendar, start.at).at,
    })
}

/// When the rounds of a programme start.
pub(super) fn rhythm(programme: &Programme) -> Rhythm {
    Rhythm {
        weekday: programme.weekday,
        time: programme.time,
        every_weeks: programme.every_weeks,
        anchor: programme.anchor,
    }
}

/// What the pairing of a round is drawn with: the same for the same round, so that a preview shows what will be.
pub(super) const fn seed(programme: ProgrammeId, number: i64) -> u64 {
    programme.0.cast_unsigned().rotate_left(32) ^ number.cast_unsigned()
}

/// The period of a round that an admin starts beside the rhythm at an instant.
pub(super) fn extra(now: DateTime<Utc>) -> String {
    format!("{EXTRA}{}", now.timestamp_millis())
}

/// Whether a round is one that an admin started beside the rhythm.
pub(super) fn is_extra(round: &Round) -> bool {
    round.period.starts_with(EXTRA)
}

/// The start that belongs to a planned date; `None`: the rhythm has no such date any more.
pub(super) fn start_of(rhythm: &Rhythm, calendar: &Calendar, period: NaiveDate) -> Option<Start> {
    // Starts only move to later days, so it is among those from the date on.
    let before = period.checked_sub_days(Days::new(1))?;
    let mut after = local_instant(calendar.zone, before, NaiveTime::MIN);
    for _ in 0..AHEAD {
        let start = rhythm.next_start(calendar, after);
        if start.period >= period {
            return (start.period == period).then_some(start);
        }
        after = start.at;
    }
    None
}

/// When a round that was announced before its time would have started in the rhythm; of one beside it: when the next one does. `None`:
/// the rhythm has no such start any more.
pub(super) fn in_the_rhythm(
    programme: &Programme,
    calendar: &Calendar,
    round: &Round,
) -> Option<DateTime<Utc>> {
    if is_extra(round) {
        return Some(round.next_at);
    }
    let period = round.period.parse().ok()?;
    start_of(&rhythm(programme), calendar, period).map(|start| start.at)
}

/// Whether there is a round for this start already: one that was brought forward, or cancelled ahead.
pub(super) async fn is_taken(
    db: &mut SqliteConnection,
    programme: ProgrammeId,
    start: Start,
) -> Result<bool> {
    let period = start.period.to_string();
    Ok(rows::of_period(db, programme, &period).await?.is_some())
}

/// The next start found out anew: the first one that can still be announced in time, not so close behind the round before that both
/// would have less than half of their time.
pub(super) async fn anew(
    db: &mut SqliteConnection,
    guild: &Guild,
    programme: &Programme,
    now: DateTime<Utc>,
) -> Result<Start> {
    let latest = rows::of_programme(db, programme.id, BACK).await?;
    Ok(first(programme, &guild.calendar, &latest, now))
}

fn first(
    programme: &Programme,
    calendar: &Calendar,
    latest: &[Round],
    now: DateTime<Utc>,
) -> Start {
    let rhythm = rhythm(programme);
    let half = TimeDelta::weeks(programme.every_weeks.max(1).into()) / 2;
    let held = |round: &&Round| {
        !is_extra(round) && !matches!(round.state, RoundState::Cancelled | RoundState::Missed)
    };
    let earliest = latest
        .iter()
        .filter(held)
        .map(|round| round.starts_at + half)
        .max();
    let fits = |start: &Start| {
        announce_at(calendar, start.at) >= now
            && earliest.is_none_or(|earliest| start.at >= earliest)
            && latest
                .iter()
                .all(|round| round.period != start.period.to_string())
    };
    let mut start = rhythm.next_start(calendar, now);
    for _ in 0..AHEAD {
        if fits(&start) {
            break;
        }
        start = rhythm.next_start(calendar, start.at);
    }
    start
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use chrono::Weekday;

    use super::*;
    use crate::domain::ids::{ChannelId, GuildId, RoundId};
    use crate::domain::pairing::Emphasis;
    use crate::domain::round::ProgrammeKind;

    fn march(day: u32, hour: u32) -> DateTime<Utc> {
        use chrono::TimeZone as _;
        Utc.with_ymd_and_hms(2026, 3, day, hour, 0, 0).unwrap()
    }

    fn date(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 3, day).unwrap()
    }

    /// Tuesdays at ten.
    fn programme() -> Programme {
        Programme {
            id: ProgrammeId(1),
            guild: GuildId(1),
            kind: ProgrammeKind::Coffee,
            name: "Coffee chats".to_owned(),
            channel: Some(ChannelId(1)),
            role: None,
            weekday: Weekday::Tue,
            time: NaiveTime::from_hms_opt(10, 0, 0).unwrap(),
            every_weeks: 1,
            anchor: date(2),
            group_size: 2,
            names_shown: false,
            emphasis: Emphasis::default(),
            running: true,
        }
    }

    fn round(state: RoundState, period: &str, starts_at: DateTime<Utc>) -> Round {
        Round {
            id: RoundId(1),
            programme: ProgrammeId(1),
            guild: GuildId(1),
            number: 1,
            state,
            period: period.to_owned(),
            starts_at,
            next_at: starts_at + TimeDelta::weeks(1),
            seed: 0,
            announced_at: None,
            paired_at: None,
            why: None,
        }
    }

    #[track_caller]
    fn check(latest: &[Round], now: DateTime<Utc>, expected: NaiveDate) {
        let calendar = Calendar::standard(chrono_tz::UTC);
        assert_eq!(first(&programme(), &calendar, latest, now).period, expected);
    }

    #[test]
    fn the_first_round_is_the_first_that_can_be_announced_in_time() {
        check(&[], march(9, 9), date(10));
        check(&[], march(9, 10), date(10));
        check(&[], march(9, 11), date(17));
        // The day before is a Friday for nobody here.
        check(&[], march(7, 12), date(10));
    }

    #[test]
    fn a_round_that_was_just_held_or_stands_for_the_date_is_heeded() {
        // Paired on a Thursday, before an admin moved the programme to Tuesdays: five days are enough, two would not be.
        let thursday = round(RoundState::Paired, "2026-03-05", march(5, 10));
        check(&[thursday], march(6, 9), date(10));
        let friday = round(RoundState::Announced, "2026-03-09", march(9, 10));
        check(&[friday], march(9, 9), date(17));
        let cancelled = round(RoundState::Cancelled, "2026-03-10", march(10, 10));
        check(&[cancelled], march(6, 9), date(17));
        // One beside the rhythm is not in its way.
        let extra = round(RoundState::Paired, "extra:1", march(9, 10));
        check(&[extra], march(9, 9), date(10));
    }

    #[test]
    fn the_start_of_a_planned_date_is_found_again_where_a_holiday_moves_it() {
        let mut calendar = Calendar::standard(chrono_tz::UTC);
        let rhythm = rhythm(&programme());
        let start = |calendar: &Calendar, day| start_of(&rhythm, calendar, date(day));
        assert_eq!(start(&calendar, 10).unwrap().at, march(10, 10));
        assert_eq!(start(&calendar, 11), None);
        calendar.holidays = std::sync::Arc::new([date(10)].into());
        assert_eq!(start(&calendar, 10).unwrap().at, march(11, 10));
    }

    #[test]
    fn a_round_announced_before_its_time_has_a_start_in_the_rhythm() {
        let calendar = Calendar::standard(chrono_tz::UTC);
        let start = |period| {
            let early = round(RoundState::Announced, period, march(6, 9));
            in_the_rhythm(&programme(), &calendar, &early)
        };
        assert_eq!(start("2026-03-10"), Some(march(10, 10)));
        assert_eq!(start("2026-03-11"), None, "no Tuesday");
        // Beside the rhythm: the one after it starts as usual.
        assert_eq!(start("extra:1"), Some(march(13, 9)));
    }

    #[test]
    fn each_round_has_a_seed_of_its_own() {
        let seeds: std::collections::BTreeSet<u64> = (1..10)
            .flat_map(|programme| (1..200).map(move |number| seed(ProgrammeId(programme), number)))
            .collect();
        assert_eq!(seeds.len(), 9 * 199);
    }
}
