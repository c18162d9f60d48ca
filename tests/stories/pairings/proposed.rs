//! What is proposed to two people: an hour by both their clocks, an event for the calendar, and something to talk about.

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use ical::parser::ical::component::IcalEvent;

use super::{everybody_reads, introduction, march, paired};
use crate::harness::{Player, tell};

/// Says in `/me` in which city they live.
async fn lives_in(player: &Player, city: &str) {
    let page = player.uses("me", &[]).await;
    let page = player.clicks(&page, "Zone and hours").await;
    let form = player.clicks_for_form(&page, "Change my city").await;
    let field = form.fields[0].label.clone();
    let page = player.submits(&form, &[(&field, city)]).await;
    assert!(page.text.contains("your own choice"), "{page}");
}

/// The one event in a calendar.
fn event_in(file: &[u8]) -> IcalEvent {
    let mut calendars = ical::IcalParser::new(file);
    let mut calendar = calendars.next().unwrap().unwrap();
    assert!(calendars.next().is_none());
    assert_eq!(calendar.events.len(), 1);
    calendar.events.remove(0)
}

fn value(event: &IcalEvent, name: &str) -> String {
    let found = event
        .properties
        .iter()
        .find(|property| property.name == name);
    found
        .and_then(|property| property.value.clone())
        .unwrap_or_else(|| panic!("no {name} in {event:?}"))
}

fn instant(event: &IcalEvent, name: &str) -> DateTime<Utc> {
    NaiveDateTime::parse_from_str(&value(event, name), "%Y%m%dT%H%M%SZ")
        .unwrap()
        .and_utc()
}

#[test]
fn the_hour_is_named_by_both_clocks_and_the_calendar_has_the_same_one() {
    tell(async |story| {
        let [mia, ravi] = ["mia", "ravi"].map(|name| story.player(name));
        lives_in(&mia, "Lisbon").await;
        lives_in(&ravi, "Kolkata").await;
        paired(story, &["mia", "ravi"]).await;
        let intro = introduction(story, &mia).await;
        // Mia's day begins at nine, when Ravi's half past two has come, and his ends at eleven thirty of hers.
        let in_lisbon = "**Wed 11 Mar, 09:30 in Lisbon (Mia)**";
        let in_kolkata = "**Wed 11 Mar, 15:00 in Kolkata (Ravi)**";
        let either = [
            format!("{in_lisbon} · {in_kolkata}"),
            format!("{in_kolkata} · {in_lisbon}"),
        ];
        assert!(
            either.iter().any(|clocks| intro.text.contains(clocks)),
            "{intro}"
        );
        let answer = mia.clicks(&intro, "Add to calendar").await;
        let [file] = answer.files.as_slice() else {
            panic!("{answer}")
        };
        assert_eq!(file.name, "potluck.ics");
        let event = event_in(&file.bytes);
        let start = march(11, 9) + TimeDelta::minutes(30);
        assert_eq!(instant(&event, "DTSTART"), start);
        assert_eq!(instant(&event, "DTEND"), start + TimeDelta::hours(1));
        assert_eq!(value(&event, "SUMMARY"), "Coffee chats: Ravi");
        // Nobody and nothing is named in it beyond who is in the thread anyway.
        let all = format!("{event:?}");
        for name in ["Ada", "Noor", "Hearth"] {
            assert!(!all.contains(name), "{name} in {all}");
        }
        let theirs = ravi.clicks(&intro, "Add to calendar").await;
        let theirs = event_in(&theirs.files[0].bytes);
        assert_eq!(instant(&theirs, "DTSTART"), start);
        assert_eq!(value(&theirs, "SUMMARY"), "Coffee chats: Mia");
        everybody_reads(story).await;
    });
}

/// The line of an introduction with something to talk about.
fn starter(text: &str) -> &str {
    text.lines()
        .find(|line| line.starts_with("To begin with: "))
        .unwrap_or_else(|| panic!("no starter in {text}"))
}

#[test]
fn where_one_has_been_here_for_much_longer_they_are_the_one_who_asks() {
    tell(async |story| {
        // Ada has been here for nine years, Mia for one and a half.
        paired(story, &["mia", "ada"]).await;
        let intro = introduction(story, &story.player("mia")).await;
        let starter = starter(&intro.text);
        let [longer, newer] = ["@Ada", "@Mia"].map(|name| starter.find(name));
        assert!(longer.is_some() && newer.is_some(), "{starter}");
        everybody_reads(story).await;
    });
}

#[test]
fn two_of_much_the_same_time_are_both_asked() {
    tell(async |story| {
        paired(story, &["ravi", "noor"]).await;
        let intro = introduction(story, &story.player("noor")).await;
        let starter = starter(&intro.text);
        assert!(!starter.contains('@'), "{starter}");
        everybody_reads(story).await;
    });
}
