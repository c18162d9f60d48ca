//! The hour that is proposed: ahead when they read of it, and the same for all of them.

use chrono::TimeDelta;

use super::*;
use crate::delivery::Receipt;
use crate::features::trial::{MANAGERS, MIA, NOOR, RAVI};

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
    table.programme.channel = Some(MANAGERS);
    let mut write = table.trial.ctx.store.write().await.unwrap();
    programmes::update(&mut write, &table.programme)
        .await
        .unwrap();
    write.commit().await.unwrap();
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
