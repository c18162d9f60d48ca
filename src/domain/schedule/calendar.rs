//! Somebody's working time, as instants.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use chrono_tz::Tz;

use super::hours::WorkingHours;
use super::local::{local_date, local_instant, next_day};
use super::week::WorkingDays;

/// How many days are looked through for the next working one. Holidays are listed one by one, so no sensible calendar is empty
/// for ten years; with one that is, nothing waits for ever.
pub(super) const HORIZON_DAYS: usize = 3660;

/// A zone, a working week and holidays: a guild's, or a member's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    /// Where the clock on the wall hangs.
    pub zone: Tz,
    /// The days of the week worked.
    pub days: WorkingDays,
    /// The hours of each of them.
    pub hours: WorkingHours,
    /// Dates not worked although the week says so.
    pub holidays: Arc<BTreeSet<NaiveDate>>,
}

/// What a member says of their own working time. What they leave out is as the guild has it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MemberHours {
    /// Their zone.
    pub zone: Option<Tz>,
    /// Their working days.
    pub days: Option<WorkingDays>,
    /// Their working hours.
    pub hours: Option<WorkingHours>,
}

impl Calendar {
    /// Monday to Friday, nine to five, without holidays: what a guild starts from.
    pub fn standard(zone: Tz) -> Self {
        Self {
            zone,
            days: WorkingDays::MONDAY_TO_FRIDAY,
            hours: WorkingHours::NINE_TO_FIVE,
            holidays: Arc::default(),
        }
    }

    /// This calendar with what a member says of themselves in place of the guild's. The guild's holidays stay.
    #[must_use]
    pub fn for_member(&self, own: MemberHours) -> Self {
        Self {
            zone: own.zone.unwrap_or(self.zone),
            days: own.days.unwrap_or(self.days),
            hours: own.hours.unwrap_or(self.hours),
            holidays: Arc::clone(&self.holidays),
        }
    }

    /// Whether a date is worked.
    pub fn is_working_day(&self, date: NaiveDate) -> bool {
        use chrono::Datelike as _;
        self.days.contains(date.weekday()) && !self.holidays.contains(&date)
    }

    /// Whether an instant is within the working time. The first minute is, the last one's end is not.
    pub fn is_working(&self, at: DateTime<Utc>) -> bool {
        self.shift(local_date(self.zone, at))
            .is_some_and(|(start, end)| start <= at && at < end)
    }

    /// The instant itself within the working time, otherwise the next start of work.
    pub fn next_working_instant(&self, at: DateTime<Utc>) -> DateTime<Utc> {
        self.shifts_from(at).next().map_or(at, |(start, _)| start)
    }

    /// When so much working time has passed. Counting starts, and pauses, outside working time as the clock on the wall does.
    pub fn add_working_hours(&self, at: DateTime<Utc>, span: TimeDelta) -> DateTime<Utc> {
        let mut left = span;
        for (start, end) in self.shifts_from(at) {
            if left <= end - start {
                return start + left;
            }
            left -= end - start;
        }
        at + left
    }

    /// The same time of day, so many working days later. What is not within working time counts from the next start of work.
    pub fn add_working_days(&self, at: DateTime<Utc>, days: u32) -> DateTime<Utc> {
        let from = self.next_working_instant(at);
        let time = from.with_timezone(&self.zone).time();
        let later = self
            .shifts_from(from)
            .map(|(start, _)| local_date(self.zone, start))
            .nth(days as usize);
        later.map_or(from, |date| local_instant(self.zone, date, time).max(from))
    }

    /// The working instant that has as much working time before it, from the one instant on, as after it until the other. Where
    /// there is none between them it is the first itself.
    pub fn middle(&self, from: DateTime<Utc>, to: DateTime<Utc>) -> DateTime<Utc> {
        let between = self
            .shifts_from(from)
            .take_while(|(start, _)| *start < to)
            .map(|(start, end)| end.min(to) - start)
            .sum::<TimeDelta>();
        if between.is_zero() {
            return from;
        }
        self.add_working_hours(from, between / 2)
    }

    /// The next instant, after the given one, at which the clock on the wall shows this time: once on every date.
    pub fn next_time_of_day(&self, after: DateTime<Utc>, time: NaiveTime) -> DateTime<Utc> {
        let today = local_date(self.zone, after);
        // From the day before, as a skipped time may be made up for past midnight.
        std::iter::successors(today.pred_opt(), |date| Some(next_day(*date)))
            .take(HORIZON_DAYS)
            .map(|date| local_instant(self.zone, date, time))
            .find(|instant| *instant > after)
            .unwrap_or(after)
    }

    /// From when to when a date is worked. A day that the clocks skip has no working time.
    fn shift(&self, date: NaiveDate) -> Option<(DateTime<Utc>, DateTime<Utc>)> {
        if !self.is_working_day(date) {
            return None;
        }
        let start = local_instant(self.zone, date, self.hours.start());
        let end = match self.hours.end() {
            Some(time) => local_instant(self.zone, date, time),
            None => local_instant(self.zone, next_day(date), NaiveTime::MIN),
        };
        (start < end).then_some((start, end))
    }

    /// The working time from an instant on, in order; the first piece begins at the instant if that is within it.
    fn shifts_from(
        &self,
        at: DateTime<Utc>,
    ) -> impl Iterator<Item = (DateTime<Utc>, DateTime<Utc>)> {
        std::iter::successors(Some(local_date(self.zone, at)), |date| {
            Some(next_day(*date))
        })
        .take(HORIZON_DAYS)
        .filter_map(|date| self.shift(date))
        .filter(move |(_, end)| at < *end)
        .map(move |(start, end)| (start.max(at), end))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use proptest::prelude::*;

    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn calendar(zone: Tz, days: &str, hours: &str, holidays: &[&str]) -> Calendar {
        Calendar {
            zone,
            days: days.parse().unwrap(),
            hours: hours.parse().unwrap(),
            holidays: Arc::new(holidays.iter().map(|date| date.parse().unwrap()).collect()),
        }
    }

    #[track_caller]
    fn check_next(calendar: &Calendar, from: &str, expected: &str) {
        assert_eq!(
            calendar.next_working_instant(at(from)),
            at(expected),
            "next from {from} in {}",
            calendar.zone
        );
    }

    #[track_caller]
    fn check_hours(calendar: &Calendar, from: &str, hours: i64, expected: &str) {
        let found = calendar.add_working_hours(at(from), TimeDelta::hours(hours));
        assert_eq!(
            found,
            at(expected),
            "{hours} working hours after {from} in {}",
            calendar.zone
        );
    }

    #[track_caller]
    fn check_days(calendar: &Calendar, from: &str, days: u32, expected: &str) {
        assert_eq!(
            calendar.add_working_days(at(from), days),
            at(expected),
            "{days} working days after {from}"
        );
    }

    #[test]
    fn work_starts_by_the_local_clock() {
        // 2026-03-13 is a Friday.
        let lisbon = Calendar::standard(chrono_tz::Europe::Lisbon);
        check_next(&lisbon, "2026-03-13T08:59:59Z", "2026-03-13T09:00:00Z");
        check_next(&lisbon, "2026-03-13T09:00:00Z", "2026-03-13T09:00:00Z");
        check_next(&lisbon, "2026-03-13T16:59:59Z", "2026-03-13T16:59:59Z");
        check_next(&lisbon, "2026-03-13T17:00:00Z", "2026-03-16T09:00:00Z");
        check_next(
            &Calendar::standard(chrono_tz::Asia::Kolkata),
            "2026-03-13T12:00:00Z",
            "2026-03-16T03:30:00Z",
        );
        check_next(
            &Calendar::standard(chrono_tz::Asia::Kathmandu),
            "2026-03-13T00:00:00Z",
            "2026-03-13T03:15:00Z",
        );
        check_next(
            &Calendar::standard(chrono_tz::Pacific::Auckland),
            "2026-03-13T12:00:00Z",
            "2026-03-15T20:00:00Z",
        );
        check_next(
            &Calendar::standard(chrono_tz::America::Los_Angeles),
            "2026-03-13T12:00:00Z",
            "2026-03-13T16:00:00Z",
        );
        check_next(
            &calendar(chrono_tz::Asia::Dubai, "Sun-Thu", "8-16", &[]),
            "2026-03-13T12:00:00Z",
            "2026-03-15T04:00:00Z",
        );
        check_next(
            &calendar(
                chrono_tz::Europe::Berlin,
                "Mon-Fri",
                "9-17",
                &["2026-12-24", "2026-12-25"],
            ),
            "2026-12-23T18:00:00Z",
            "2026-12-28T08:00:00Z",
        );
    }

    #[test]
    fn hours_of_work_pass_only_at_work() {
        let berlin = calendar(
            chrono_tz::Europe::Berlin,
            "Mon-Fri",
            "9-17",
            &["2026-05-01"],
        );
        check_hours(&berlin, "2026-03-10T09:00:00Z", 4, "2026-03-10T13:00:00Z");
        check_hours(&berlin, "2026-03-10T12:00:00Z", 4, "2026-03-10T16:00:00Z");
        check_hours(&berlin, "2026-03-10T14:00:00Z", 4, "2026-03-11T10:00:00Z");
        check_hours(&berlin, "2026-03-13T15:00:00Z", 4, "2026-03-16T11:00:00Z");
        check_hours(&berlin, "2026-03-14T15:00:00Z", 4, "2026-03-16T12:00:00Z");
        // Over the May holiday, and 20 hours are two days and a half.
        check_hours(&berlin, "2026-04-30T14:00:00Z", 20, "2026-05-06T10:00:00Z");
        // Over the weekend on which the clocks change, by the clock on the wall.
        check_hours(&berlin, "2026-03-27T15:00:00Z", 4, "2026-03-30T10:00:00Z");
        check_hours(&berlin, "2026-10-23T14:00:00Z", 4, "2026-10-26T11:00:00Z");
        // Through the night in which they change, real time counts: from midnight to four are three hours in spring.
        let night = calendar(chrono_tz::Europe::Berlin, "Sat-Sun", "0-6", &[]);
        check_hours(&night, "2026-03-28T23:00:00Z", 4, "2026-03-29T03:00:00Z");
        check_hours(&night, "2026-03-28T23:00:00Z", 6, "2026-04-03T23:00:00Z");
    }

    #[test]
    fn days_of_work_keep_the_time_of_day() {
        let lisbon = calendar(
            chrono_tz::Europe::Lisbon,
            "Mon-Fri",
            "9-17",
            &["2026-04-03"],
        );
        check_days(&lisbon, "2026-03-10T15:00:00Z", 2, "2026-03-12T15:00:00Z");
        check_days(&lisbon, "2026-03-13T15:00:00Z", 2, "2026-03-17T15:00:00Z");
        check_days(&lisbon, "2026-03-14T15:00:00Z", 2, "2026-03-18T09:00:00Z");
        check_days(&lisbon, "2026-03-14T15:00:00Z", 0, "2026-03-16T09:00:00Z");
        check_days(&lisbon, "2026-04-02T10:00:00Z", 1, "2026-04-06T10:00:00Z");
        // Over the change of the clocks: three in the afternoon stays three in the afternoon.
        check_days(&lisbon, "2026-03-27T15:00:00Z", 1, "2026-03-30T14:00:00Z");
    }

    #[test]
    fn a_daily_time_comes_once_a_day() {
        let berlin = Calendar::standard(chrono_tz::Europe::Berlin);
        let half_past_two = NaiveTime::from_hms_opt(2, 30, 0).unwrap();
        for (start, days) in [("2026-03-26T12:00:00Z", 5), ("2026-10-22T12:00:00Z", 5)] {
            let mut times = vec![at(start)];
            for _ in 0..days {
                times.push(berlin.next_time_of_day(*times.last().unwrap(), half_past_two));
            }
            let dates: Vec<_> = times
                .iter()
                .map(|time| local_date(berlin.zone, *time))
                .collect();
            assert!(
                dates.windows(2).all(|pair| next_day(pair[0]) == pair[1]),
                "{times:?}"
            );
        }
    }

    #[test]
    fn a_member_keeps_their_own_hours() {
        let guild = calendar(
            chrono_tz::Europe::Berlin,
            "Mon-Fri",
            "9-17",
            &["2026-12-25"],
        );
        let own = MemberHours {
            zone: Some(chrono_tz::Asia::Tokyo),
            hours: "10-16".parse().ok(),
            days: None,
        };
        let member = guild.for_member(own);
        check_next(&member, "2026-12-24T12:00:00Z", "2026-12-28T01:00:00Z");
        assert_eq!(guild.for_member(MemberHours::default()), guild);
    }

    #[test]
    fn a_calendar_without_work_ends_the_search() {
        let never = Calendar {
            holidays: Arc::new(
                std::iter::successors("2026-01-01".parse().ok(), |date: &NaiveDate| {
                    date.succ_opt()
                })
                .take(5000)
                .collect(),
            ),
            ..Calendar::standard(chrono_tz::UTC)
        };
        check_next(&never, "2026-01-05T12:00:00Z", "2026-01-05T12:00:00Z");
        check_days(&never, "2026-01-05T12:00:00Z", 2, "2026-01-05T12:00:00Z");
    }

    fn any_calendar() -> impl Strategy<Value = Calendar> {
        let zones = chrono_tz::TZ_VARIANTS;
        (
            0..zones.len(),
            1_u8..128,
            0_u16..22,
            1_u16..24,
            proptest::collection::btree_set(0_i64..400, 0..20),
        )
            .prop_map(move |(zone, days, from, length, holidays)| {
                let start: NaiveDate = "2026-01-01".parse().unwrap();
                Calendar {
                    zone: zones[zone],
                    days: WorkingDays::from_bits(days).unwrap(),
                    hours: WorkingHours::new(from * 60, ((from + length) * 60).min(1440)).unwrap(),
                    holidays: Arc::new(
                        holidays
                            .into_iter()
                            .map(|day| start + TimeDelta::days(day))
                            .collect(),
                    ),
                }
            })
    }

    fn any_instant() -> impl Strategy<Value = DateTime<Utc>> {
        (0_i64..400 * 24 * 60)
            .prop_map(|minute| at("2026-01-01T00:00:00Z") + TimeDelta::minutes(minute))
    }

    proptest! {
        #[test]
        fn the_next_working_instant_is_working_and_nothing_before_it(calendar in any_calendar(), from in any_instant()) {
            let next = calendar.next_working_instant(from);
            prop_assert!(next >= from);
            prop_assert!(calendar.is_working(next));
            prop_assert_eq!(calendar.next_working_instant(next), next);
            if next > from {
                prop_assert!(!calendar.is_working(from));
                prop_assert!(!calendar.is_working(next - TimeDelta::seconds(1)));
            }
        }

        #[test]
        fn working_hours_add_up(calendar in any_calendar(), from in any_instant(), one in 0_i64..30, other in 0_i64..30) {
            let (one, other) = (TimeDelta::hours(one), TimeDelta::hours(other));
            let both = calendar.add_working_hours(from, one + other);
            let steps = calendar.add_working_hours(calendar.add_working_hours(from, one), other);
            prop_assert!(both >= from + one + other);
            // At the end of a shift, nothing more to wait is that end, or the next start.
            prop_assert_eq!(calendar.next_working_instant(both), calendar.next_working_instant(steps));
        }

        #[test]
        fn working_days_go_forward(calendar in any_calendar(), from in any_instant(), days in 0_u32..20) {
            let later = calendar.add_working_days(from, days);
            prop_assert!(later >= from + TimeDelta::days(i64::from(days)) - TimeDelta::hours(25));
            prop_assert!(calendar.add_working_days(from, days + 1) > later);
        }
    }
}
