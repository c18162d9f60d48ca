//! When somebody is at work on the day of a round, as the engine counts it.

use chrono::{DateTime, TimeDelta, Utc};

use crate::domain::pairing::Slots;
use crate::domain::schedule::{Calendar, local_date, local_instant};

const HALF_HOUR: TimeDelta = TimeDelta::minutes(30);

/// The half-hours of the UTC day that lie wholly within somebody's working hours around the time of a round. Which days of the
/// week they work does not matter: the two have until the next round.
pub fn slots(calendar: &Calendar, round: DateTime<Utc>) -> Slots {
    let date = local_date(calendar.zone, round);
    let start = local_instant(calendar.zone, date, calendar.hours.start());
    let end = match calendar.hours.end() {
        Some(end) => local_instant(calendar.zone, date, end),
        None => date.succ_opt().map_or(start, |tomorrow| {
            local_instant(calendar.zone, tomorrow, chrono::NaiveTime::MIN)
        }),
    };
    let minutes = start.timestamp().div_euclid(60);
    let to_the_half_hour = TimeDelta::minutes((30 - minutes.rem_euclid(30)) % 30);
    std::iter::successors(Some(start + to_the_half_hour), |at| Some(*at + HALF_HOUR))
        .take_while(|at| *at + HALF_HOUR <= end)
        .map(half_hour)
        .collect()
}

fn half_hour(at: DateTime<Utc>) -> u8 {
    use chrono::Timelike as _;
    // At most 47.
    u8::try_from(at.num_seconds_from_midnight() / 1_800).unwrap_or_default()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::*;
    use crate::domain::schedule::WorkingHours;

    #[track_caller]
    fn check(zone: &str, from: u16, to: u16, expected: impl IntoIterator<Item = u8>) {
        let calendar = Calendar {
            hours: WorkingHours::new(from, to).unwrap(),
            ..Calendar::standard(zone.parse().unwrap())
        };
        let round = "2026-07-07T08:00:00Z".parse().unwrap();
        let expected: Slots = expected.into_iter().collect();
        assert_eq!(slots(&calendar, round), expected, "{zone}");
    }

    #[test]
    fn nine_to_five_is_elsewhere_in_the_day_elsewhere() {
        check("Etc/UTC", 540, 1020, 18..34);
        // Two hours ahead in summer.
        check("Europe/Berlin", 540, 1020, 14..30);
        check("Asia/Kolkata", 540, 1020, 7..23);
        // Its day begins the evening before.
        check("Pacific/Auckland", 540, 1020, (42..48).chain(0..10));
    }

    #[test]
    fn only_whole_half_hours_count() {
        check("Etc/UTC", 555, 645, 19..21);
        // 05:45 ahead: nine o'clock is a quarter past three.
        check("Asia/Kathmandu", 540, 1020, 7..22);
        check("Etc/UTC", 1380, 1440, 46..48);
    }
}
