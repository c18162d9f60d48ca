//! An introduction is in flight, nobody knows whether it was sent, and meanwhile the pairing changes.

use super::*;
use crate::delivery::Receipt;
use crate::domain::ids::OutboxId;
use crate::features::rounds::pairing::{about_to_be_read, is_out_of_date};
use crate::features::trial::{MANAGERS, MIA, NOOR, RAVI};

/// These are told privately whom they are with; the bot dies while it is sending that to Mia, and the others have read it.
async fn told_but_for_mia(people: &[MemberId]) -> (Table, PairingId, OutboxId) {
    let mut table = Table::new().await;
    table.moves_to(MANAGERS).await;
    let pairing = table.seats_unsaid(people).await;
    let now = table.now();
    let mut write = table.trial.ctx.store.write().await.unwrap();
    let ready = outbox::ready(&mut write, Kind::Private, now, 100)
        .await
        .unwrap();
    let to_mia = |row: &outbox::Row| row.receipt == Receipt::PairingTold(pairing, MIA);
    let row = ready.into_iter().find(to_mia).unwrap().id;
    assert!(outbox::begin(&mut write, row, now).await.unwrap().is_some());
    write.commit().await.unwrap();
    table.deliver().await;
    (table, pairing, row)
}

/// What the row is to say now.
async fn says(table: &Table, row: OutboxId) -> String {
    let mut read = table.trial.ctx.store.read().await.unwrap();
    match outbox::delivery_of(&mut read, row).await.unwrap().unwrap() {
        Delivery::Send { post, .. } => text(&post),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn what_was_not_sent_after_all_names_nobody_who_left_meanwhile() {
    let (mut table, pairing, row) = told_but_for_mia(&[MIA, RAVI, NOOR]).await;
    let cannot = RoundClick::Cant { pairing };
    let told = Receipt::PairingTold(pairing, MIA);
    let mut write = table.trial.ctx.store.write().await.unwrap();
    let delivery = outbox::delivery_of(&mut write, row).await.unwrap().unwrap();
    let is_it = is_out_of_date(&mut write, (pairing, MIA), &delivery, table.now()).await;
    assert!(!is_it.unwrap(), "nothing has changed yet");
    drop(write);
    table.presses(RAVI, cannot).await.unwrap();
    // In the evening it is found that it was not sent, and it is to be in the morning.
    let mut write = table.trial.ctx.store.write().await.unwrap();
    let is_it = is_out_of_date(&mut write, (pairing, MIA), &delivery, table.now()).await;
    assert!(is_it.unwrap());
    outbox::put_off(&mut write, row, march(4, 9)).await.unwrap();
    table.trial.clock.move_to(march(4, 9));
    assert!(
        about_to_be_read(&mut write, told, table.now())
            .await
            .unwrap()
    );
    write.commit().await.unwrap();
    let said = says(&table, row).await;
    assert!(
        said.contains("brings you together with **Noor**."),
        "{said}"
    );
    assert!(!said.contains("Ravi"), "{said}");
    table.deliver().await;
    assert!(table.told(MIA).contains(&said.as_str()), "{:?}", table.sent);
}

#[tokio::test]
async fn what_goes_out_as_it_is_has_nothing_behind_it() {
    let (table, pairing, row) = told_but_for_mia(&[MIA, RAVI, NOOR]).await;
    let mut write = table.trial.ctx.store.write().await.unwrap();
    let told = Receipt::PairingTold(pairing, MIA);
    assert!(
        about_to_be_read(&mut write, told, table.now())
            .await
            .unwrap()
    );
    outbox::put_off(&mut write, row, table.now()).await.unwrap();
    let owed = outbox::owed_in(&mut write, outbox::Lane::Direct(MIA)).await;
    assert_eq!(owed.unwrap().len(), 1);
}

#[tokio::test]
async fn what_was_not_sent_of_a_pairing_that_fell_apart_is_not_sent_any_more() {
    let (table, pairing, _) = told_but_for_mia(&[MIA, RAVI]).await;
    let cannot = RoundClick::Cant { pairing };
    table.presses(RAVI, cannot).await.unwrap();
    let told = Receipt::PairingTold(pairing, MIA);
    let mut write = table.trial.ctx.store.write().await.unwrap();
    assert!(
        !about_to_be_read(&mut write, told, table.now())
            .await
            .unwrap()
    );
}

/// It can be delivered nowhere, and waits in `/me`.
async fn waits_in_me(table: &Table, row: OutboxId, told: Receipt) -> usize {
    let now = table.now();
    let mut write = table.trial.ctx.store.write().await.unwrap();
    let end = End::Waiting("the member takes no private messages".to_owned());
    outbox::conclude(&mut write, row, &end, now).await.unwrap();
    heard::undeliverable(&mut write, told, now).await.unwrap();
    let waiting = outbox::waiting_for(&mut write, GUILD, MIA).await.unwrap();
    write.commit().await.unwrap();
    waiting.len()
}

#[tokio::test]
async fn what_waits_in_me_says_how_things_were_when_it_could_not_be_delivered() {
    let (table, pairing, row) = told_but_for_mia(&[MIA, RAVI, NOOR]).await;
    let cannot = RoundClick::Cant { pairing };
    table.presses(RAVI, cannot).await.unwrap();
    let told = Receipt::PairingTold(pairing, MIA);
    assert_eq!(waits_in_me(&table, row, told).await, 1);
    let said = says(&table, row).await;
    assert!(
        said.contains("brings you together with **Noor**."),
        "{said}"
    );
    assert!(!said.contains("Ravi"), "{said}");
}

#[tokio::test]
async fn of_a_pairing_that_fell_apart_nothing_waits_in_me() {
    let (table, pairing, row) = told_but_for_mia(&[MIA, RAVI]).await;
    let cannot = RoundClick::Cant { pairing };
    table.presses(RAVI, cannot).await.unwrap();
    let told = Receipt::PairingTold(pairing, MIA);
    assert_eq!(waits_in_me(&table, row, told).await, 0);
}
