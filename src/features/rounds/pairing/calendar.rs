//! **Add to calendar**: the hour proposed, as a file that calendars read.

use chrono::{DateTime, Utc};
use icalendar::{Calendar, Component as _, Event, EventLike as _, EventStatus};

use super::answers::{self, Own};
use super::tell::Scene;
use super::{hour, words};
use crate::domain::common_hour;
use crate::domain::ids::{MemberId, PairingId};
use crate::error::{Error, Result};
use crate::features::Ctx;
use crate::post::{File, Post};
use crate::store::activity;
use crate::store::pairings::{self, Pairing};

/// What the file is called.
const NAME: &str = "potluck.ics";

/// The answer to **Add to calendar**: the hour that is proposed, or where that one is past, the next one, which is proposed from then on:
/// all of them get the same.
pub(super) async fn add(ctx: &Ctx, pairing: PairingId, member: MemberId) -> Result<Post> {
    let mut write = ctx.store.write().await?;
    let Own {
        mut pairing, guild, ..
    } = answers::own_going_on(&mut write, pairing, member).await?;
    let scene = Scene {
        guild: &guild,
        now: ctx.clock.now(),
    };
    // Whoever wants it in their calendar is there, whether or not there is an hour to be had.
    pairings::sign(&mut write, pairing.id, member, scene.now).await?;
    hour::look_again(&mut write, scene, &mut pairing).await?;
    let people = pairings::introduced(&mut write, &guild, &pairing.members()).await?;
    activity::note(&mut write, guild.id, member, scene.now).await?;
    write.commit().await?;
    let Some(at) = pairing.common_at else {
        return Err(Error::user(if hour::there_was(&people, &pairing) {
            words::CALENDAR_TOO_LATE
        } else {
            words::NO_HOUR
        }));
    };
    let file = File {
        name: NAME.to_owned(),
        bytes: event(&pairing, member, at, scene.now).into_bytes(),
        description: Some("An event for your calendar".to_owned()),
    };
    Ok(words::calendar(file, &words::hour(at, &people)))
}

/// The event in `RFC 5545`, for one of them. Its id stays the same, so that a calendar moves it instead of showing it twice.
fn event(pairing: &Pairing, member: MemberId, at: DateTime<Utc>, now: DateTime<Utc>) -> String {
    let others: Vec<String> = pairing
        .others(member)
        .iter()
        .map(|seat| seat.name.clone())
        .collect();
    let event = Event::new()
        .uid(&format!("pairing-{}@potluck", pairing.id))
        .timestamp(now)
        .summary(&format!(
            "{}: {}",
            pairing.programme_name,
            words::and(&others)
        ))
        .description(&words::calendar_note(pairing))
        .starts(at)
        .ends(at + common_hour::LENGTH)
        .status(EventStatus::Tentative)
        .done();
    Calendar::new().push(event).done().to_string()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::*;
    use crate::features::rounds::pairing::tests::pairing_of;

    /// Reads an event back with a parser that is not the one which wrote it.
    fn read_back(text: &str) -> std::collections::BTreeMap<String, String> {
        let mut calendars = ical::IcalParser::new(text.as_bytes());
        let calendar = calendars.next().unwrap().unwrap();
        assert!(calendars.next().is_none());
        assert_eq!(calendar.events.len(), 1);
        let properties = calendar
            .properties
            .iter()
            .chain(&calendar.events[0].properties);
        properties
            .map(|property| {
                (
                    property.name.clone(),
                    property.value.clone().unwrap_or_default(),
                )
            })
            .collect()
    }

    #[test]
    fn the_event_reads_back_with_another_parser() {
        let at: DateTime<Utc> = "2026-03-11T14:30:00Z".parse().unwrap();
        let now: DateTime<Utc> = "2026-03-10T10:00:00Z".parse().unwrap();
        let pairing = pairing_of(&[
            (1, "Mia"),
            (2, "Ravi, the \"tall\"; one\\two"),
            (3, "Noor\nX"),
        ]);
        let text = event(&pairing, MemberId(1), at, now);
        assert!(text.lines().all(|line| line.len() <= 75), "{text}");
        assert!(
            text.split('\n')
                .filter(|line| !line.is_empty())
                .all(|line| line.ends_with('\r')),
            "{text:?}"
        );
        let read = read_back(&text);
        assert_eq!(read["VERSION"], "2.0");
        assert_eq!(read["DTSTART"], "20260311T143000Z");
        assert_eq!(read["DTEND"], "20260311T153000Z");
        assert_eq!(read["DTSTAMP"], "20260310T100000Z");
        assert_eq!(read["UID"], format!("pairing-{}@potluck", pairing.id));
        assert_eq!(read["STATUS"], "TENTATIVE");
        // As RFC 5545 has it: what would end or split a value is escaped.
        assert_eq!(
            read["SUMMARY"],
            "Coffee chats: Ravi\\, the \"tall\"\\; one\\\\two and Noor\\nX"
        );
        // Another one of the same pairing is the same event.
        assert_eq!(
            read_back(&event(&pairing, MemberId(2), at, now))["UID"],
            read["UID"]
        );
    }

    #[test]
    fn a_long_and_a_hostile_name_stay_within_their_line() {
        let at: DateTime<Utc> = "2026-03-11T14:30:00Z".parse().unwrap();
        let name = "é".repeat(32);
        let hostile = "X\r\nBEGIN:VALARM\r\nEND:VEVENT";
        let pairing = pairing_of(&[(1, "Mia"), (2, &name), (3, hostile)]);
        let read = read_back(&event(&pairing, MemberId(1), at, at));
        assert!(read["SUMMARY"].contains(&name), "{}", read["SUMMARY"]);
        assert!(!read.contains_key("BEGIN"));
    }
}
