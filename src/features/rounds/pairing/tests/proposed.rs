//! The hour that is proposed: ahead when they read of it, and the same for all of them.

use chrono::TimeDelta;

use super::*;
use crate::delivery::Receipt;
use crate::features::trial::{MANAGERS, MIA, NOOR, RAVI};
use crate::store::choices;

fn written(at: DateTime<Utc>) -> String {
    format!("<t:{}:", at.timestamp())
}

/// The instant an hour after the one that was proposed, at which it now is.
async fn after_the_hour(table: &mut Table, pairing: PairingId) -> DateTime<Utc> {
    let proposed = table.find(pairing).await.common_at.unwrap();
    table.trial.clock.move_to(proposed + TimeDelta::hours(1));
    proposed
}

/// What **Add to calendar** gives this one begins at the hour that is proposed now.
async fn gets_the_hour(table: &Table, by: MemberId, pairing: PairingId) -> DateTime<Utc> {
    let press = RoundClick::Calendar { pairing };
    let event = match table.trial.presses_in_private(by, press).await {
        Ok(Reply::Private(post)) => String::from_utf8(post.files[0].bytes.clone()).unwrap(),
        other => panic!("{other:?}"),
    };
    let hour = table.find(pairing).await.common_at.unwrap();
    let start = hour.format("DTSTART:%Y%m%dT%H%M%SZ").to_string();
    assert!(event.contains(&start), "{event}");
    hour
}

/// The programme's channel is one that not all of them see.
async fn without_a_thread(table: &mut Table) {
    table.moves_to(MANAGERS).await;
}

/// The round of these tests ends then.
async fn ends_at(table: &Table, then: DateTime<Utc>) {
    let mut write = table.trial.ctx.store.write().await.unwrap();
    rounds::move_end(&mut write, table.round, then)
        .await
        .unwrap();
    write.commit().await.unwrap();
}

/// What a member reads of a pairing in `/me`.
async fn page_of(table: &Table, pairing: PairingId, member: MemberId) -> String {
    text(
        &super::super::page(&table.trial.ctx, pairing, member)
            .await
            .unwrap(),
    )
}

/// Why **Add to calendar** gives this one nothing.
async fn gets_none(table: &Table, by: MemberId, pairing: PairingId) -> String {
    let press = RoundClick::Calendar { pairing };
    match table.trial.presses_in_private(by, press).await {
        Err(crate::error::Error::User(why)) => why.text,
        other => panic!("{other:?}"),
    }
}

const NONE_LEFT: &str = "No hour is left before the next round in which";
const NEVER: &str = "Your working hours don't meet before the next round";

#[tokio::test]
async fn a_thread_that_opens_late_proposes_an_hour_ahead() {
    let mut table = Table::new().await;
    let pairing = table.seats_unsaid(&[MIA, RAVI]).await;
    let first = after_the_hour(&mut table, pairing).await;
    table.deliver().await;
    let hour = table.find(pairing).await.common_at.unwrap();
    assert!(hour > table.now(), "{hour}");
    let [intro] = table.in_thread(pairing)[..] else {
        panic!("{:?}", table.sent)
    };
    assert!(intro.contains(&written(hour)), "{intro}");
    assert!(!intro.contains(&written(first)), "{intro}");
    assert!(table.edited.is_empty(), "{:?}", table.edited);
}

#[tokio::test]
async fn an_introduction_that_comes_late_is_put_right() {
    let mut table = Table::new().await;
    let pairing = table.seats(&[MIA, RAVI]).await;
    after_the_hour(&mut table, pairing).await;
    let mut write = table.trial.ctx.store.write().await.unwrap();
    let introduced = Receipt::PairingIntroduced(pairing);
    let message = table.find(pairing).await.intro;
    heard::delivered(&mut write, introduced, HELP, message, table.now())
        .await
        .unwrap();
    write.commit().await.unwrap();
    table.deliver().await;
    let hour = table.find(pairing).await.common_at.unwrap();
    assert!(hour > table.now(), "{hour}");
    let intro = table.edited.last().unwrap();
    assert!(intro.contains(&written(hour)), "{intro}");
}

#[tokio::test]
async fn the_next_hour_is_the_same_for_all_of_them_and_stands_in_the_introduction() {
    let mut table = Table::new().await;
    let pairing = table.seats(&[MIA, RAVI]).await;
    after_the_hour(&mut table, pairing).await;
    let hour = gets_the_hour(&table, MIA, pairing).await;
    assert!(hour > table.now(), "{hour}");
    table.deliver().await;
    let intro = table.edited.last().unwrap();
    assert!(intro.contains(&written(hour)), "{intro}");
    table.trial.clock.move_to(hour - TimeDelta::minutes(1));
    assert_eq!(gets_the_hour(&table, RAVI, pairing).await, hour);
}

#[tokio::test]
async fn who_was_not_told_privately_yet_is_told_of_the_next_hour() {
    let mut table = Table::new().await;
    without_a_thread(&mut table).await;
    let pairing = table.seats_unsaid(&[NOOR, RAVI]).await;
    after_the_hour(&mut table, pairing).await;
    let hour = gets_the_hour(&table, NOOR, pairing).await;
    table.deliver().await;
    for member in [NOOR, RAVI] {
        let [told] = table.told(member)[..] else {
            panic!("{:?}", table.sent)
        };
        assert!(told.contains(&written(hour)), "{told}");
    }
}

#[tokio::test]
async fn of_two_who_are_left_no_newcomer_writes_first_where_the_other_can() {
    let mut table = Table::new().await;
    let mut write = table.trial.ctx.store.write().await.unwrap();
    for (member, name, days) in [(NOOR, "Noor", 5), (MIA, "Mia", 900), (RAVI, "Ravi", 400)] {
        let person = Person {
            member,
            display_name: name.to_owned(),
            user_name: name.to_lowercase(),
            bot: false,
            pending: false,
            joined_at: table.now() - TimeDelta::days(days),
            roles: Vec::new(),
        };
        members::put(&mut write, GUILD, &person).await.unwrap();
    }
    write.commit().await.unwrap();
    let pairing = table.seats(&[NOOR, MIA, RAVI]).await;
    assert_eq!(table.find(pairing).await.first_writer, Some(MIA));
    let cannot = RoundClick::Cant { pairing };
    table.presses(MIA, cannot).await.unwrap();
    assert_eq!(table.find(pairing).await.first_writer, Some(RAVI));
}

#[tokio::test]
async fn the_hour_that_me_shows_is_proposed_everywhere_from_then_on() {
    let mut table = Table::new().await;
    let pairing = table.seats(&[MIA, RAVI]).await;
    after_the_hour(&mut table, pairing).await;
    let page = page_of(&table, pairing, MIA).await;
    let hour = table.find(pairing).await.common_at.unwrap();
    assert!(hour > table.now(), "{hour}");
    assert!(page.contains(&written(hour)), "{page}");
    table.deliver().await;
    let [intro] = &table.edited[..] else {
        panic!("{:?}", table.edited)
    };
    assert!(intro.contains(&written(hour)), "{intro}");
    table.trial.clock.move_to(hour - TimeDelta::minutes(1));
    assert_eq!(gets_the_hour(&table, RAVI, pairing).await, hour);
    page_of(&table, pairing, RAVI).await;
    table.deliver().await;
    assert_eq!(table.edited.len(), 1, "nothing changed: {:?}", table.edited);
}

#[tokio::test]
async fn who_was_told_privately_reads_of_the_next_hour_in_the_same_message() {
    let mut table = Table::new().await;
    without_a_thread(&mut table).await;
    let pairing = table.seats(&[NOOR, RAVI]).await;
    after_the_hour(&mut table, pairing).await;
    let hour = gets_the_hour(&table, NOOR, pairing).await;
    table.deliver().await;
    let [one, other] = &table.edited[..] else {
        panic!("{:?}", table.edited)
    };
    for told in [one, other] {
        assert!(told.contains("brings you together with"), "{told}");
        assert!(told.contains(&written(hour)), "{told}");
    }
    assert_eq!(table.told(NOOR).len(), 1, "and nobody is written to again");
}

#[tokio::test]
async fn where_no_hour_is_left_that_is_what_is_said_and_a_longer_round_has_one() {
    let mut table = Table::new().await;
    let pairing = table.seats(&[MIA, RAVI]).await;
    // Half an hour before the round ends.
    let late = march(10, 9) + TimeDelta::minutes(30);
    table.trial.clock.move_to(late);
    for _ in 0..2 {
        let why = gets_none(&table, MIA, pairing).await;
        assert!(why.starts_with(NONE_LEFT), "{why}");
    }
    let page = page_of(&table, pairing, RAVI).await;
    assert!(page.contains(NONE_LEFT), "{page}");
    assert!(!page.contains("Add to calendar"), "{page}");
    table.deliver().await;
    let intro = table.edited.last().unwrap();
    assert!(intro.contains(NONE_LEFT), "{intro}");
    ends_at(&table, march(17, 10)).await;
    let page = page_of(&table, pairing, RAVI).await;
    let hour = table.find(pairing).await.common_at.unwrap();
    assert!(page.contains(&written(hour)), "{page}");
    assert_eq!(gets_the_hour(&table, MIA, pairing).await, hour);
    table.deliver().await;
    let intro = table.edited.last().unwrap();
    assert!(intro.contains(&written(hour)), "{intro}");
}

#[tokio::test]
async fn working_hours_that_never_meet_are_named_as_the_reason() {
    let mut table = Table::new().await;
    let mut write = table.trial.ctx.store.write().await.unwrap();
    let (guild, far) = (GUILD, chrono_tz::Pacific::Auckland);
    choices::set_zone(&mut write, guild, RAVI, far)
        .await
        .unwrap();
    write.commit().await.unwrap();
    let pairing = table.seats(&[MIA, RAVI]).await;
    let [intro] = table.in_thread(pairing)[..] else {
        panic!("{:?}", table.sent)
    };
    assert!(intro.contains(NEVER), "{intro}");
    let why = gets_none(&table, MIA, pairing).await;
    assert!(why.starts_with(NEVER), "{why}");
    let page = page_of(&table, pairing, RAVI).await;
    assert!(page.contains(NEVER), "{page}");
}

#[tokio::test]
async fn whoever_has_met_reads_of_no_hour_to_meet_in() {
    let mut table = Table::new().await;
    let pairing = table.seats(&[MIA, RAVI]).await;
    after_the_hour(&mut table, pairing).await;
    table
        .presses(MIA, RoundClick::Met { pairing })
        .await
        .unwrap();
    table.deliver().await;
    let intro = table.edited.last().unwrap();
    assert!(intro.contains("**You met**"), "{intro}");
    assert!(!intro.contains("An hour in which"), "{intro}");
}

#[tokio::test]
async fn what_whoever_has_met_was_told_is_not_changed_for_an_hour_that_it_does_not_name() {
    for privately in [false, true] {
        let mut table = Table::new().await;
        if privately {
            without_a_thread(&mut table).await;
        }
        let pairing = table.seats(&[NOOR, RAVI]).await;
        table
            .presses(NOOR, RoundClick::Met { pairing })
            .await
            .unwrap();
        table.deliver().await;
        let before = table.edited.len();
        after_the_hour(&mut table, pairing).await;
        let hour = gets_the_hour(&table, RAVI, pairing).await;
        assert!(hour > table.now(), "{hour}");
        page_of(&table, pairing, NOOR).await;
        table.deliver().await;
        assert_eq!(table.edited.len(), before, "{:?}", table.edited);
    }
}
