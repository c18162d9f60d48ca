#![allow(clippy::unwrap_used, clippy::expect_used)]

use chrono::{Days, NaiveDateTime, TimeDelta};
use chrono_tz::Tz;

use super::*;

/// An instant of March 2026, in UTC: "2 09:00". The second is a Monday.
fn at(text: &str) -> DateTime<Utc> {
    let (day, time) = text.split_once(' ').expect("a day and a time");
    let text = format!("2026-03-01T{time}:00");
    let first: NaiveDateTime = text.parse().expect("a time");
    let days: u64 = day.parse().expect("a day");
    (first + Days::new(days - 1)).and_utc()
}

const ROOM: Size = Size {
    characters: 100,
    components: 10,
};

fn week<'a>(calendar: &'a Calendar, now: &str, started: &[&str]) -> Week<'a> {
    Week {
        now: at(now),
        calendar,
        paused_until: None,
        started: started.iter().map(|text| at(text)).collect(),
        room: ROOM,
    }
}

fn message(id: i64, purpose: Purpose, since: &str) -> Pending {
    Pending {
        id: OutboxId(id),
        purpose,
        since: at(since),
        due: at(since),
        until: None,
        joins: None,
    }
}

fn open(characters: usize) -> Joins {
    let size = Size {
        characters,
        components: 2,
    };
    Joins { size }
}

/// As it is read below: "2 09:00", "waits until 3 09:00", "with 1 at 2 09:00", "somebody else", "left out".
fn told(fate: Fate) -> String {
    let time = |when: DateTime<Utc>| when.format("%-d %H:%M").to_string();
    match fate {
        Fate::At { when, waits: false } => time(when),
        Fate::At { when, waits: true } => format!("waits until {}", time(when)),
        Fate::With { host, when } => format!("with {host} at {}", time(when)),
        Fate::SomebodyElse => "somebody else".to_owned(),
        Fate::LeftOut => "left out".to_owned(),
    }
}

fn check(week: &Week<'_>, pending: &[Pending], expected: &[&str]) {
    let fates: Vec<String> = plan(week, pending).into_iter().map(told).collect();
    assert_eq!(fates, expected, "{week:?} {pending:?}");
}

fn hours() -> Calendar {
    Calendar::standard(Tz::UTC)
}

/// Three messages this week, and the last of them today.
const THREE: [&str; 3] = ["3 10:00", "4 10:00", "5 10:00"];
/// Four, so that there is room again on Tuesday the tenth at ten.
const FOUR: [&str; 4] = ["3 10:00", "4 10:00", "5 10:00", "5 10:30"];

#[test]
fn with_room_everything_goes_when_they_work_next() {
    let calendar = hours();
    for purpose in [
        Purpose::Invitation,
        Purpose::Reminder,
        Purpose::Thanks,
        Purpose::Suggestion,
        Purpose::Courtesy,
    ] {
        for (now, expected) in [
            ("5 11:00", "5 11:00"),
            ("5 17:00", "6 09:00"),
            ("7 12:00", "9 09:00"),
        ] {
            let week = week(&calendar, now, &THREE);
            check(&week, &[message(1, purpose, now)], &[expected]);
        }
    }
}

#[test]
fn without_room_each_purpose_has_its_own_way() {
    let calendar = hours();
    let week = week(&calendar, "5 11:00", &FOUR);
    for (purpose, expected) in [
        (Purpose::Invitation, "somebody else"),
        (Purpose::Reminder, "waits until 10 10:00"),
        (Purpose::Thanks, "waits until 10 10:00"),
        (Purpose::Suggestion, "waits until 10 10:00"),
        (Purpose::Courtesy, "left out"),
    ] {
        check(&week, &[message(1, purpose, "5 11:00")], &[expected]);
    }
}

#[test]
fn what_is_less_useful_and_not_begun_gives_way() {
    let calendar = hours();
    // In the evening one place is left for the next morning.
    let week = week(&calendar, "5 18:00", &THREE);
    let invitation = message(9, Purpose::Invitation, "5 18:00");
    for (owed, expected) in [
        (Purpose::Reminder, "waits until 10 10:00"),
        (Purpose::Thanks, "waits until 10 10:00"),
        (Purpose::Courtesy, "left out"),
    ] {
        let earlier = message(1, owed, "5 17:30");
        check(
            &week,
            &[earlier, invitation.clone()],
            &[expected, "6 09:00"],
        );
    }
    let earlier = message(1, Purpose::Invitation, "5 17:30");
    let both = [earlier, invitation];
    check(&week, &both, &["6 09:00", "somebody else"]);
}

#[test]
fn what_waits_goes_in_the_order_of_its_use_and_then_of_its_age() {
    let calendar = hours();
    let week = week(&calendar, "5 11:00", &FOUR);
    let pending = [
        message(1, Purpose::Suggestion, "5 10:40"),
        message(2, Purpose::Thanks, "5 10:50"),
        message(3, Purpose::Thanks, "5 10:45"),
        message(4, Purpose::Reminder, "5 11:00"),
    ];
    let expected = [
        "waits until 12 10:30",
        "waits until 12 10:00",
        "waits until 11 10:00",
        "waits until 10 10:00",
    ];
    check(&week, &pending, &expected);
}

#[test]
fn messages_exactly_a_week_apart_are_not_of_the_same_week() {
    let calendar = hours();
    let reminder = [message(1, Purpose::Reminder, "10 09:59")];
    let before = week(&calendar, "10 09:59", &FOUR);
    check(&before, &reminder, &["waits until 10 10:00"]);
    let then = week(&calendar, "10 10:00", &FOUR);
    check(
        &then,
        &[message(1, Purpose::Reminder, "10 10:00")],
        &["10 10:00"],
    );
}

#[test]
fn room_that_comes_at_night_is_used_in_the_morning() {
    let calendar = hours();
    let night = ["3 22:00", "4 10:00", "5 10:00", "5 10:30"];
    let week = week(&calendar, "5 11:00", &night);
    let reminder = [message(1, Purpose::Reminder, "5 11:00")];
    check(&week, &reminder, &["waits until 11 09:00"]);
}

#[test]
fn what_would_be_of_no_use_by_then_is_left_out() {
    let calendar = hours();
    let week = week(&calendar, "5 11:00", &FOUR);
    for (until, expected) in [
        ("10 10:00", "left out"),
        ("10 10:01", "waits until 10 10:00"),
    ] {
        let reminder = Pending {
            until: Some(at(until)),
            ..message(1, Purpose::Reminder, "5 11:00")
        };
        check(&week, &[reminder], &[expected]);
    }
}

#[test]
fn what_is_left_out_takes_nobodys_place() {
    let calendar = hours();
    let week = week(&calendar, "5 18:00", &THREE);
    let useless = Pending {
        until: Some(at("6 08:00")),
        ..message(1, Purpose::Reminder, "5 17:30")
    };
    let thanks = message(2, Purpose::Thanks, "5 18:00");
    check(&week, &[useless, thanks], &["left out", "6 09:00"]);
}

#[test]
fn what_goes_at_the_same_time_goes_as_one() {
    let calendar = hours();
    let evening = week(&calendar, "5 18:00", &THREE);
    let with = |id, purpose, joins| Pending {
        joins,
        ..message(id, purpose, "5 18:00")
    };
    let thanks = with(1, Purpose::Thanks, Some(open(40)));
    let reminder = with(2, Purpose::Reminder, Some(open(40)));
    let courtesy = with(3, Purpose::Courtesy, Some(open(20)));
    check(
        &evening,
        &[thanks.clone(), reminder.clone(), courtesy],
        &["with 2 at 6 09:00", "6 09:00", "with 2 at 6 09:00"],
    );
    let full = week(&calendar, "5 18:00", &FOUR);
    check(
        &full,
        &[thanks.clone(), reminder.clone()],
        &["with 2 at 10 10:00", "waits until 10 10:00"],
    );
    let too_long = with(3, Purpose::Thanks, Some(open(61)));
    check(
        &evening,
        &[too_long, reminder.clone()],
        &["waits until 10 10:00", "6 09:00"],
    );
    let alone = with(3, Purpose::Thanks, None);
    check(
        &evening,
        &[alone, reminder],
        &["waits until 10 10:00", "6 09:00"],
    );
}

#[test]
fn in_a_pause_only_what_is_their_own_reaches_them() {
    let calendar = hours();
    let paused = Week {
        paused_until: Some(at("14 00:00")),
        ..week(&calendar, "5 11:00", &[])
    };
    for (purpose, expected) in [
        (Purpose::Invitation, "somebody else"),
        (Purpose::Reminder, "5 11:00"),
        (Purpose::Thanks, "waits until 16 09:00"),
        (Purpose::Suggestion, "waits until 16 09:00"),
        (Purpose::Courtesy, "left out"),
    ] {
        check(&paused, &[message(1, purpose, "5 11:00")], &[expected]);
    }
    let over = Week {
        paused_until: Some(at("5 11:00")),
        ..week(&calendar, "5 11:00", &[])
    };
    check(
        &over,
        &[message(1, Purpose::Thanks, "5 11:00")],
        &["5 11:00"],
    );
}

#[test]
fn late_on_a_friday_the_week_is_counted_anew() {
    let calendar = hours();
    // Owed for Friday afternoon; the bot came back at five past five. Meanwhile nothing changed but the clock.
    let reminder = Pending {
        due: at("6 15:00"),
        ..message(1, Purpose::Reminder, "6 15:00")
    };
    let late = week(&calendar, "6 17:05", &THREE);
    check(&late, std::slice::from_ref(&reminder), &["9 09:00"]);
    let full = week(&calendar, "6 17:05", &FOUR);
    check(&full, &[reminder], &["waits until 10 10:00"]);
}

#[test]
fn news_of_more_than_a_week_ago_are_none_but_an_invitation_is_its_asks_to_judge() {
    let calendar = hours();
    let week = week(&calendar, "16 09:01", &[]);
    for (purpose, due, expected) in [
        (Purpose::Reminder, "9 09:00", "left out"),
        (Purpose::Reminder, "9 09:01", "16 09:01"),
        (Purpose::Invitation, "9 09:00", "16 09:01"),
    ] {
        check(&week, &[message(1, purpose, due)], &[expected]);
    }
}

#[test]
fn an_hour_that_the_clocks_skip_or_repeat_changes_nothing() {
    let calendar = Calendar::standard(Tz::Europe__Berlin);
    // On the 29th summer begins in Berlin: nine o'clock is 08:00 in UTC before and 07:00 after.
    let four = ["23 08:00", "24 08:00", "25 08:00", "26 08:00"];
    let week = week(&calendar, "27 08:00", &four);
    let reminder = [message(1, Purpose::Reminder, "27 08:00")];
    check(&week, &reminder, &["waits until 30 08:00"]);
}

#[test]
fn a_clock_that_was_set_back_counts_what_lies_ahead() {
    let calendar = hours();
    let ahead = ["10 10:00", "10 11:00", "10 12:00", "10 13:00"];
    let week = week(&calendar, "5 11:00", &ahead);
    let reminder = [message(1, Purpose::Reminder, "5 11:00")];
    check(&week, &reminder, &["waits until 17 10:00"]);
    assert_eq!(at("17 10:00") - at("10 10:00"), WEEK);
    assert_eq!(WEEK, TimeDelta::hours(168));
}
