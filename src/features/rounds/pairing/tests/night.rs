//! Somebody looks for another partner, or is looked for, at night: nobody is called by name for it, and what is said of it is true.

use super::alone::{NOBODY, answers, cannot, finds};
use super::*;
use crate::features::trial::{MIA, NOOR, RAVI, SAM};

/// What Mia reads of a pairing in `/me`.
async fn page_of(table: &Table, pairing: PairingId) -> String {
    text(
        &super::super::page(&table.trial.ctx, pairing, MIA)
            .await
            .unwrap(),
    )
}

#[tokio::test]
async fn while_nobody_is_asked_yet_me_says_when_pairs_are() {
    let mut table = Table::new().await;
    let one = table.seats(&[MIA, RAVI]).await;
    table.seats(&[NOOR, SAM]).await;
    cannot(&mut table, RAVI, one).await;
    table.trial.clock.move_to(march(3, 23));
    finds(&mut table, MIA, one).await;
    let page = page_of(&table, one).await;
    assert!(page.contains("when people are at work again"), "{page}");
    table.pass_until(march(4, 9)).await;
    let page = page_of(&table, one).await;
    assert!(
        page.contains("pairs are asked whether they'd like to be three"),
        "{page}"
    );
}

/// A round whose pairs are asked whether they met the moment they come to work, on the 5th at nine.
async fn asked_at_the_start_of_work() -> (Table, PairingId, PairingId) {
    let mut table = Table::new().await;
    table.round = table.begin_round(march(2, 9), march(10, 9)).await;
    let one = table.seats(&[MIA, RAVI]).await;
    let pair = table.seats(&[NOOR, SAM]).await;
    cannot(&mut table, RAVI, one).await;
    (table, one, pair)
}

#[tokio::test]
async fn nobody_is_called_at_night_who_could_not_answer_in_time() {
    let (mut table, one, pair) = asked_at_the_start_of_work().await;
    table.trial.clock.move_to(march(4, 23));
    assert_eq!(finds(&mut table, MIA, one).await, NOBODY);
    assert_eq!(table.in_thread(pair).len(), 1, "{:?}", table.sent);
    let page = page_of(&table, one).await;
    assert!(page.contains(NOBODY), "{page}");
}

#[tokio::test]
async fn what_a_pair_says_in_the_last_night_is_told_in_the_morning() {
    let (mut table, one, pair) = asked_at_the_start_of_work().await;
    table.pass_until(march(4, 11)).await;
    let asked = finds(&mut table, MIA, one).await;
    assert!(asked.starts_with("I've asked a pair"), "{asked}");
    let before = table.in_thread(one).len();
    table.trial.clock.move_to(march(4, 23));
    answers(&mut table, SAM, false, pair).await;
    assert_eq!(table.in_thread(one).len(), before, "{:?}", table.sent);
    // There is nobody who could be asked in time, and whoever looks reads so.
    let page = page_of(&table, one).await;
    assert!(page.contains(NOBODY), "{page}");
    assert_eq!(finds(&mut table, MIA, one).await, NOBODY);
    table.pass_until(march(5, 9)).await;
    let said = &table.in_thread(one)[before..];
    assert_eq!(said, [format!("<@12>: {NOBODY}")]);
}
