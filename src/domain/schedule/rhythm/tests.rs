#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use chrono::Datelike as _;
use proptest::prelude::*;

use super::*;

/// What is expected of one rhythm: from `after` on, these starts and no other, as period and instant.
struct Row {
    zone: &'static str,
    days: &'static str,
    off: &'static [&'static str],
    /// Weekday, time, every how many weeks, anchor.
    rhythm: (&'static str, &'static str, u8, &'static str),
    after: &'static str,
    starts: &'static [(&'static str, &'static str)],
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn calendar(zone: &str, days: &str, hours: &str, off: &[&str]) -> Calendar {
    Calendar {
        zone: zone.parse().unwrap(),
        days: days.parse().unwrap(),
        hours: hours.parse().unwrap(),
        holidays: Arc::new(off.iter().map(|date| date.parse().unwrap()).collect()),
    }
}

fn rhythm((weekday, time, every_weeks, anchor): (&str, &str, u8, &str)) -> Rhythm {
    Rhythm {
        weekday: weekday.parse().unwrap(),
        time: NaiveTime::parse_from_str(time, "%H:%M").unwrap(),
        every_weeks,
        anchor: anchor.parse().unwrap(),
    }
}

/// The next starts, each asked for from the one before.
fn starts(rhythm: &Rhythm, calendar: &Calendar, after: DateTime<Utc>, count: usize) -> Vec<Start> {
    std::iter::successors(Some(rhythm.next_start(calendar, after)), |start| {
        Some(rhythm.next_start(calendar, start.at))
    })
    .take(count)
    .collect()
}

#[test]
fn rounds_start_when_they_should_in_ten_zones_and_more() {
    for row in ROWS {
        let calendar = calendar(row.zone, row.days, "9-17", row.off);
        let found: Vec<_> = starts(
            &rhythm(row.rhythm),
            &calendar,
            at(row.after),
            row.starts.len(),
        )
        .iter()
        .map(|start| (start.period.to_string(), start.at))
        .collect();
        let expected: Vec<_> = row
            .starts
            .iter()
            .map(|(period, start)| ((*period).to_owned(), at(start)))
            .collect();
        assert_eq!(
            found, expected,
            "{} {:?} after {}",
            row.zone, row.rhythm, row.after
        );
    }
}

#[test]
fn the_table_has_ten_zones_and_every_cadence() {
    let zones: std::collections::BTreeSet<_> = ROWS.iter().map(|row| row.zone).collect();
    assert!(zones.len() >= 10, "{zones:?}");
    for weeks in 1..=4 {
        assert!(ROWS.iter().any(|row| row.rhythm.2 == weeks), "{weeks}");
    }
}

#[track_caller]
fn check_steps(calendar: &Calendar, start: &str, next: &str, expected: [&str; 4]) {
    let shown = |at: Option<DateTime<Utc>>| {
        at.map_or_else(
            || "-".to_owned(),
            |at| {
                at.with_timezone(&calendar.zone)
                    .format("%a %m-%d %H:%M")
                    .to_string()
            },
        )
    };
    let (start, next) = (at(start), at(next));
    let asked = check_in_at(calendar, start, next);
    let found = [
        shown(Some(announce_at(calendar, start))),
        shown(half_way(calendar, start, next)),
        shown(asked),
        shown(asked.and_then(|asked| check_again_at(calendar, asked, next))),
    ];
    assert_eq!(found, expected, "{start} to {next} in {}", calendar.zone);
}

#[test]
fn the_steps_of_a_round_lie_on_working_days() {
    let lisbon = calendar(
        "Europe/Lisbon",
        "Mon-Fri",
        "9-17",
        &["2026-04-03", "2026-04-06"],
    );
    // A week: the nudge is half-way to the check-in, the second question on the last working day.
    check_steps(
        &lisbon,
        "2026-03-10T10:00:00Z",
        "2026-03-17T10:00:00Z",
        [
            "Mon 03-09 10:00",
            "Wed 03-11 10:00",
            "Thu 03-12 10:00",
            "Mon 03-16 09:00",
        ],
    );
    // Two weeks, over the change of the clocks, and four, with Easter in between.
    check_steps(
        &lisbon,
        "2026-03-17T10:00:00Z",
        "2026-03-31T09:00:00Z",
        [
            "Mon 03-16 10:00",
            "Tue 03-24 10:00",
            "Thu 03-26 10:00",
            "Mon 03-30 09:00",
        ],
    );
    check_steps(
        &lisbon,
        "2026-03-17T10:00:00Z",
        "2026-04-14T09:00:00Z",
        [
            "Mon 03-16 10:00",
            "Mon 03-30 10:00",
            "Thu 04-09 10:00",
            "Mon 04-13 09:00",
        ],
    );
    // After Easter Monday the working day before is Thursday.
    check_steps(
        &lisbon,
        "2026-04-07T09:00:00Z",
        "2026-04-14T09:00:00Z",
        [
            "Thu 04-02 10:00",
            "Wed 04-08 10:00",
            "Thu 04-09 10:00",
            "Mon 04-13 09:00",
        ],
    );
    // A week with Easter in it: three days remain, and the check-in is the next one after the start.
    check_steps(
        &lisbon,
        "2026-03-31T09:00:00Z",
        "2026-04-07T09:00:00Z",
        ["Mon 03-30 10:00", "-", "Wed 04-01 10:00", "Tue 04-07 09:00"],
    );
    // From Thursday to Thursday there is a weekend in the middle.
    check_steps(
        &lisbon,
        "2026-03-12T10:00:00Z",
        "2026-03-19T10:00:00Z",
        [
            "Wed 03-11 10:00",
            "Fri 03-13 10:00",
            "Mon 03-16 10:00",
            "Wed 03-18 10:00",
        ],
    );
    // In the evening: what belongs to no working time still keeps its time of day.
    check_steps(
        &lisbon,
        "2026-03-10T20:00:00Z",
        "2026-03-17T20:00:00Z",
        [
            "Mon 03-09 20:00",
            "Wed 03-11 17:00",
            "Thu 03-12 20:00",
            "Mon 03-16 09:00",
        ],
    );
    let two_days = calendar("Asia/Kolkata", "Tue, Thu", "9-17", &[]);
    check_steps(
        &two_days,
        "2026-03-10T04:30:00Z",
        "2026-03-17T04:30:00Z",
        ["Thu 03-05 10:00", "-", "Thu 03-12 10:00", "Tue 03-17 09:00"],
    );
    let one_day = calendar("Asia/Kolkata", "Tue", "9-17", &[]);
    check_steps(
        &one_day,
        "2026-03-10T04:30:00Z",
        "2026-03-17T04:30:00Z",
        ["Tue 03-03 10:00", "-", "-", "-"],
    );
    // One that an admin started the day before the next.
    check_steps(
        &lisbon,
        "2026-03-16T15:00:00Z",
        "2026-03-17T10:00:00Z",
        ["Fri 03-13 15:00", "-", "-", "-"],
    );
}

fn any_calendar() -> impl Strategy<Value = Calendar> {
    (
        proptest::sample::select(vec![
            "Europe/Berlin",
            "America/St_Johns",
            "Asia/Kathmandu",
            "Australia/Lord_Howe",
            "Pacific/Apia",
            "Africa/Cairo",
        ]),
        1_u8..128,
        proptest::collection::btree_set(0_u64..800, 0..80),
    )
        .prop_map(|(zone, days, off)| Calendar {
            days: super::super::week::WorkingDays::from_bits(days).unwrap(),
            holidays: Arc::new(
                off.into_iter()
                    .map(|day| NaiveDate::from_ymd_opt(2026, 1, 1).unwrap() + Days::new(day))
                    .collect(),
            ),
            ..Calendar::standard(zone.parse().unwrap())
        })
}

fn any_rhythm() -> impl Strategy<Value = Rhythm> {
    (0_u8..7, 0_u32..1440, 1_u8..5, 0_u64..400).prop_map(
        |(weekday, minute, every_weeks, anchor)| Rhythm {
            weekday: Weekday::try_from(weekday).unwrap(),
            time: NaiveTime::from_num_seconds_from_midnight_opt(minute * 60, 0).unwrap(),
            every_weeks,
            anchor: NaiveDate::from_ymd_opt(2026, 1, 1).unwrap() + Days::new(anchor),
        },
    )
}

fn any_instant() -> impl Strategy<Value = DateTime<Utc>> {
    (1_767_225_600_i64..1_830_297_600)
        .prop_map(|seconds| DateTime::from_timestamp(seconds, 0).unwrap())
}

proptest! {
    #[test]
    fn starts_keep_the_rhythm_and_their_distance(calendar in any_calendar(), rhythm in any_rhythm(), after in any_instant()) {
        let found = starts(&rhythm, &calendar, after, 6);
        prop_assert!(found[0].at > after);
        for start in &found {
            prop_assert_eq!(start.period.weekday(), rhythm.weekday);
            let weeks = (start.period.week(Weekday::Mon).first_day() - rhythm.anchor.week(Weekday::Mon).first_day()).num_weeks();
            prop_assert!(weeks >= 0 && weeks % i64::from(rhythm.every_weeks) == 0, "{weeks}");
            let local = start.at.with_timezone(&calendar.zone);
            prop_assert!(calendar.is_working_day(local.date_naive()));
            prop_assert!(local.date_naive() >= start.period);
            // At its time, or where the clocks skip that, within the hour after it.
            let late = local.time() - rhythm.time;
            prop_assert!((TimeDelta::zero()..=TimeDelta::hours(1)).contains(&late), "{late}");
        }
        for pair in found.windows(2) {
            // Half a period lies between, but for an hour of a change of the clocks.
            let apart = pair[1].at - pair[0].at + TimeDelta::hours(1);
            prop_assert!(apart.num_hours() * 2 >= i64::from(rhythm.every_weeks) * 7 * 24 - 24, "{apart}");
        }
    }

    #[test]
    fn whenever_it_is_asked_for_a_start_is_the_same(calendar in any_calendar(), rhythm in any_rhythm(), after in any_instant(), part in 0_i32..100) {
        let first = rhythm.next_start(&calendar, after);
        let second = rhythm.next_start(&calendar, first.at);
        let between = first.at + (second.at - first.at) * part / 100;
        prop_assert_eq!(rhythm.next_start(&calendar, between), second);
        prop_assert_eq!(rhythm.next_start(&calendar, second.at - TimeDelta::seconds(1)), second);
    }

    #[test]
    fn the_steps_of_a_round_come_in_order(calendar in any_calendar(), rhythm in any_rhythm(), after in any_instant()) {
        let start = rhythm.next_start(&calendar, after).at;
        let next = rhythm.next_start(&calendar, start).at;
        prop_assert!(announce_at(&calendar, start) < start);
        let asked = check_in_at(&calendar, start, next);
        let nudged = half_way(&calendar, start, next);
        let again = asked.and_then(|asked| check_again_at(&calendar, asked, next));
        let steps: Vec<_> = [Some(start), nudged, asked, again, Some(next)].into_iter().flatten().collect();
        prop_assert!(steps.windows(2).all(|pair| pair[0] < pair[1]), "{steps:?}");
        prop_assert!(nudged.is_none_or(|at| calendar.is_working(at) || calendar.is_working(at - TimeDelta::seconds(1))));
    }
}

const ROWS: &[Row] = &[
    // Lisbon: ten stays ten, in spring.
    Row {
        zone: "Europe/Lisbon",
        days: "Mon-Fri",
        off: &[],
        rhythm: ("Tue", "10:00", 1, "2026-01-01"),
        after: "2026-03-16T00:00:00Z",
        starts: &[
            ("2026-03-17", "2026-03-17T10:00:00Z"),
            ("2026-03-24", "2026-03-24T10:00:00Z"),
            ("2026-03-31", "2026-03-31T09:00:00Z"),
            ("2026-04-07", "2026-04-07T09:00:00Z"),
        ],
    },
    // and in autumn.
    Row {
        zone: "Europe/Lisbon",
        days: "Mon-Fri",
        off: &[],
        rhythm: ("Tue", "10:00", 1, "2026-01-01"),
        after: "2026-10-17T00:00:00Z",
        starts: &[
            ("2026-10-20", "2026-10-20T09:00:00Z"),
            ("2026-10-27", "2026-10-27T10:00:00Z"),
            ("2026-11-03", "2026-11-03T10:00:00Z"),
            ("2026-11-10", "2026-11-10T10:00:00Z"),
        ],
    },
    // Berlin: a time that is skipped is the next there is.
    Row {
        zone: "Europe/Berlin",
        days: "Mon-Sun",
        off: &[],
        rhythm: ("Sun", "02:30", 1, "2026-01-01"),
        after: "2026-03-20T00:00:00Z",
        starts: &[
            ("2026-03-22", "2026-03-22T01:30:00Z"),
            ("2026-03-29", "2026-03-29T01:00:00Z"),
            ("2026-04-05", "2026-04-05T00:30:00Z"),
        ],
    },
    // of a time shown twice, the first.
    Row {
        zone: "Europe/Berlin",
        days: "Mon-Sun",
        off: &[],
        rhythm: ("Sun", "02:30", 1, "2026-01-01"),
        after: "2026-10-16T00:00:00Z",
        starts: &[
            ("2026-10-18", "2026-10-18T00:30:00Z"),
            ("2026-10-25", "2026-10-25T00:30:00Z"),
            ("2026-11-01", "2026-11-01T01:30:00Z"),
        ],
    },
    // New York, every two weeks, over both changes.
    Row {
        zone: "America/New_York",
        days: "Mon-Fri",
        off: &[],
        rhythm: ("Thu", "09:00", 2, "2026-02-26"),
        after: "2026-02-25T00:00:00Z",
        starts: &[
            ("2026-02-26", "2026-02-26T14:00:00Z"),
            ("2026-03-12", "2026-03-12T13:00:00Z"),
            ("2026-03-26", "2026-03-26T13:00:00Z"),
        ],
    },
    Row {
        zone: "America/New_York",
        days: "Mon-Fri",
        off: &[],
        rhythm: ("Thu", "09:00", 2, "2026-02-26"),
        after: "2026-10-20T00:00:00Z",
        starts: &[
            ("2026-10-22", "2026-10-22T13:00:00Z"),
            ("2026-11-05", "2026-11-05T14:00:00Z"),
            ("2026-11-19", "2026-11-19T14:00:00Z"),
        ],
    },
    // Sao Paulo: midnight was skipped.
    Row {
        zone: "America/Sao_Paulo",
        days: "Mon-Sun",
        off: &[],
        rhythm: ("Sun", "00:00", 1, "2018-10-01"),
        after: "2018-10-27T00:00:00Z",
        starts: &[
            ("2018-10-28", "2018-10-28T03:00:00Z"),
            ("2018-11-04", "2018-11-04T03:00:00Z"),
            ("2018-11-11", "2018-11-11T02:00:00Z"),
        ],
    },
    // and an hour before midnight shown twice.
    Row {
        zone: "America/Sao_Paulo",
        days: "Mon-Sun",
        off: &[],
        rhythm: ("Sat", "23:30", 1, "2018-10-01"),
        after: "2019-02-08T00:00:00Z",
        starts: &[
            ("2019-02-09", "2019-02-10T01:30:00Z"),
            ("2019-02-16", "2019-02-17T01:30:00Z"),
            ("2019-02-23", "2019-02-24T02:30:00Z"),
        ],
    },
    // St John's, half an hour off the hour.
    Row {
        zone: "America/St_Johns",
        days: "Mon-Fri",
        off: &[],
        rhythm: ("Mon", "09:00", 1, "2026-01-05"),
        after: "2026-02-28T00:00:00Z",
        starts: &[
            ("2026-03-02", "2026-03-02T12:30:00Z"),
            ("2026-03-09", "2026-03-09T11:30:00Z"),
            ("2026-03-16", "2026-03-16T11:30:00Z"),
        ],
    },
    // Kolkata, every four weeks, over the year's end.
    Row {
        zone: "Asia/Kolkata",
        days: "Mon-Fri",
        off: &[],
        rhythm: ("Fri", "18:30", 4, "2026-10-12"),
        after: "2026-11-01T00:00:00Z",
        starts: &[
            ("2026-11-13", "2026-11-13T13:00:00Z"),
            ("2026-12-11", "2026-12-11T13:00:00Z"),
            ("2027-01-08", "2027-01-08T13:00:00Z"),
            ("2027-02-05", "2027-02-05T13:00:00Z"),
        ],
    },
    // Kathmandu, every three weeks, over a year of 53 weeks.
    Row {
        zone: "Asia/Kathmandu",
        days: "Mon-Fri",
        off: &[],
        rhythm: ("Mon", "10:00", 3, "2026-11-30"),
        after: "2026-11-29T00:00:00Z",
        starts: &[
            ("2026-11-30", "2026-11-30T04:15:00Z"),
            ("2026-12-21", "2026-12-21T04:15:00Z"),
            ("2027-01-11", "2027-01-11T04:15:00Z"),
            ("2027-02-01", "2027-02-01T04:15:00Z"),
        ],
    },
    // Adelaide: the clocks go back in April and on in October.
    Row {
        zone: "Australia/Adelaide",
        days: "Mon-Fri",
        off: &[],
        rhythm: ("Wed", "09:00", 1, "2026-01-01"),
        after: "2026-03-31T00:00:00Z",
        starts: &[
            ("2026-04-01", "2026-03-31T22:30:00Z"),
            ("2026-04-08", "2026-04-07T23:30:00Z"),
            ("2026-04-15", "2026-04-14T23:30:00Z"),
        ],
    },
    Row {
        zone: "Australia/Adelaide",
        days: "Mon-Fri",
        off: &[],
        rhythm: ("Wed", "09:00", 1, "2026-01-01"),
        after: "2026-09-26T00:00:00Z",
        starts: &[
            ("2026-09-30", "2026-09-29T23:30:00Z"),
            ("2026-10-07", "2026-10-06T22:30:00Z"),
            ("2026-10-14", "2026-10-13T22:30:00Z"),
        ],
    },
    // Lord Howe: by half an hour only, skipped.
    Row {
        zone: "Australia/Lord_Howe",
        days: "Mon-Sun",
        off: &[],
        rhythm: ("Sun", "02:15", 1, "2026-01-01"),
        after: "2026-09-26T00:00:00Z",
        starts: &[
            ("2026-09-27", "2026-09-26T15:45:00Z"),
            ("2026-10-04", "2026-10-03T15:30:00Z"),
            ("2026-10-11", "2026-10-10T15:15:00Z"),
        ],
    },
    // and shown twice.
    Row {
        zone: "Australia/Lord_Howe",
        days: "Mon-Sun",
        off: &[],
        rhythm: ("Sun", "01:45", 1, "2026-01-01"),
        after: "2026-03-28T00:00:00Z",
        starts: &[
            ("2026-03-29", "2026-03-28T14:45:00Z"),
            ("2026-04-05", "2026-04-04T14:45:00Z"),
            ("2026-04-12", "2026-04-11T15:15:00Z"),
        ],
    },
    // Auckland: holidays move a start, and the rhythm stays.
    Row {
        zone: "Pacific/Auckland",
        days: "Mon-Fri",
        off: &["2026-12-25", "2026-12-28", "2027-01-01"],
        rhythm: ("Fri", "09:30", 1, "2026-12-01"),
        after: "2026-12-17T00:00:00Z",
        starts: &[
            ("2026-12-18", "2026-12-17T20:30:00Z"),
            ("2026-12-25", "2026-12-28T20:30:00Z"),
            ("2027-01-01", "2027-01-03T20:30:00Z"),
            ("2027-01-08", "2027-01-07T20:30:00Z"),
        ],
    },
    // two weeks off: what would come a day before the next start is left out.
    Row {
        zone: "Pacific/Auckland",
        days: "Mon-Fri",
        off: &[
            "2026-12-21",
            "2026-12-22",
            "2026-12-23",
            "2026-12-24",
            "2026-12-25",
            "2026-12-26",
            "2026-12-27",
            "2026-12-28",
            "2026-12-29",
            "2026-12-30",
            "2026-12-31",
            "2027-01-01",
        ],
        rhythm: ("Tue", "09:30", 1, "2026-12-01"),
        after: "2026-12-17T00:00:00Z",
        starts: &[
            ("2027-01-05", "2027-01-04T20:30:00Z"),
            ("2027-01-12", "2027-01-11T20:30:00Z"),
            ("2027-01-19", "2027-01-18T20:30:00Z"),
        ],
    },
    // Apia had no 30 December.
    Row {
        zone: "Pacific/Apia",
        days: "Mon-Fri",
        off: &[],
        rhythm: ("Fri", "09:00", 1, "2011-12-05"),
        after: "2011-12-22T00:00:00Z",
        starts: &[
            ("2011-12-23", "2011-12-23T19:00:00Z"),
            ("2011-12-30", "2012-01-01T19:00:00Z"),
            ("2012-01-06", "2012-01-05T19:00:00Z"),
        ],
    },
    // Cairo: a Friday begins at one.
    Row {
        zone: "Africa/Cairo",
        days: "Mon-Sun",
        off: &[],
        rhythm: ("Fri", "00:00", 1, "2026-01-01"),
        after: "2026-04-16T00:00:00Z",
        starts: &[
            ("2026-04-17", "2026-04-16T22:00:00Z"),
            ("2026-04-24", "2026-04-23T22:00:00Z"),
            ("2026-05-01", "2026-04-30T21:00:00Z"),
        ],
    },
    // Dubai, Sunday to Thursday: Friday is not worked.
    Row {
        zone: "Asia/Dubai",
        days: "Sun-Thu",
        off: &[],
        rhythm: ("Fri", "10:00", 2, "2026-03-02"),
        after: "2026-03-01T00:00:00Z",
        starts: &[
            ("2026-03-06", "2026-03-08T06:00:00Z"),
            ("2026-03-20", "2026-03-22T06:00:00Z"),
            ("2026-04-03", "2026-04-05T06:00:00Z"),
        ],
    },
    // none before the week of the anchor, and its days before the anchor count.
    Row {
        zone: "Europe/Lisbon",
        days: "Mon-Fri",
        off: &[],
        rhythm: ("Mon", "10:00", 2, "2026-05-07"),
        after: "2026-03-01T00:00:00Z",
        starts: &[
            ("2026-05-04", "2026-05-04T09:00:00Z"),
            ("2026-05-18", "2026-05-18T09:00:00Z"),
        ],
    },
];
