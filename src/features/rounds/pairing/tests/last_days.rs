//! Somebody cannot late in a round: once people were asked whether they met, and on its last working day.

use super::alone::{NOBODY, cannot, finds};
use super::*;
use crate::features::trial::{MIA, NOOR, RAVI, SAM, shown};

const TOO_LATE: &str = "It's too late in the round to find another, so nobody new for you this time; you are first next time.";

/// Mia and Ravi are together, and it is the last working day before the next round.
async fn on_the_last_day() -> (Table, PairingId) {
    let mut table = Table::new().await;
    let pairing = table.seats(&[MIA, RAVI]).await;
    table.pass_until(march(9, 11)).await;
    (table, pairing)
}

#[tokio::test]
async fn from_the_check_in_on_two_who_are_left_alone_are_put_together_and_no_pair_is_asked() {
    let mut table = Table::new().await;
    let one = table.seats(&[MIA, RAVI]).await;
    let two = table.seats(&[NOOR, SAM]).await;
    let pair = table.seats(&[OLU, ADA]).await;
    table.pass_until(march(6, 10)).await;
    assert!(table.find(pair).await.asked_at.is_some());
    let before = table.in_thread(pair).len();
    let said = shown(table.presses(RAVI, RoundClick::Cant { pairing: one }).await);
    assert!(
        said.starts_with("That's fine. I'm telling **Mia**, and offering to look for somebody"),
        "{said}"
    );
    table.deliver().await;
    let asked = *table.in_thread(one).last().unwrap();
    assert!(
        asked.starts_with("<@13> can't this time. <@12>, shall I look for somebody else for you?"),
        "{asked}"
    );
    assert_eq!(finds(&mut table, MIA, one).await, NOBODY);
    assert_eq!(table.in_thread(pair).len(), before);
    cannot(&mut table, SAM, two).await;
    let found = finds(&mut table, NOOR, two).await;
    assert!(found.starts_with("Found: you're with **Mia**"), "{found}");
    assert!(table.together().await.contains(&vec![MIA, NOOR]));
    assert!(table.first_next_time().await.is_empty());
}

#[tokio::test]
async fn on_the_last_working_day_they_read_who_cannot_and_nobody_is_promised_another() {
    let (mut table, pairing) = on_the_last_day().await;
    let said = shown(table.presses(RAVI, RoundClick::Cant { pairing }).await);
    assert_eq!(said, "That's fine. I'm telling **Mia**. See you next time!");
    table.deliver().await;
    assert_eq!(
        *table.in_thread(pairing).last().unwrap(),
        format!("<@13> can't this time. <@12> {TOO_LATE}")
    );
    assert_eq!(table.first_next_time().await, [MIA]);
    assert_eq!(finds(&mut table, MIA, pairing).await, NOBODY);
}

#[tokio::test]
async fn on_the_last_working_day_they_read_who_left_the_server() {
    let (mut table, pairing) = on_the_last_day().await;
    crate::features::members::left(&table.trial.ctx, GUILD, RAVI)
        .await
        .unwrap();
    table.deliver().await;
    assert_eq!(
        *table.in_thread(pairing).last().unwrap(),
        format!("**Ravi** is not in the team any more. <@12> {TOO_LATE}")
    );
}

/// Not everybody sees the channel, so each is told privately.
async fn in_private() -> Table {
    let mut table = Table::new().await;
    table.moves_to(crate::features::trial::MANAGERS).await;
    table
}

#[tokio::test]
async fn two_who_are_put_together_late_have_a_working_day_before_they_are_asked_privately_too() {
    let mut table = in_private().await;
    let one = table.seats(&[MIA, RAVI]).await;
    let two = table.seats(&[OLU, SAM]).await;
    table.pass_until(march(6, 10)).await;
    assert!(table.find(two).await.asked_at.is_some());
    cannot(&mut table, RAVI, one).await;
    assert_eq!(finds(&mut table, MIA, one).await, NOBODY);
    cannot(&mut table, SAM, two).await;
    finds(&mut table, OLU, two).await;
    assert!(table.together().await.contains(&vec![MIA, OLU]));
    let new = PairingId(two.0 + 1);
    table.pass_until(march(6, 16)).await;
    let pairing = table.find(new).await;
    assert!(pairing.privately && pairing.introduced_at.is_some());
    assert_eq!(pairing.asked_at, None);
    table.pass_until(march(9, 16)).await;
    assert!(table.find(new).await.asked_at.is_some());
}

#[tokio::test]
async fn without_a_thread_they_read_the_same_privately() {
    let mut table = in_private().await;
    let pairing = table.seats(&[MIA, RAVI]).await;
    table.trial.clock.move_to(march(9, 11));
    cannot(&mut table, RAVI, pairing).await;
    let told = *table.told(MIA).last().unwrap();
    assert!(
        told.starts_with(&format!(
            "**Ravi** can't this time (**Coffee chats** in **Quay**). {TOO_LATE}"
        )),
        "{told}"
    );
}

#[tokio::test]
async fn a_pair_that_knows_nothing_of_each_other_yet_is_not_asked_to_be_three() {
    let mut table = Table::new().await;
    let one = table.seats(&[MIA, RAVI]).await;
    table.seats(&[NOOR, SAM]).await;
    // Their thread waits for a wave.
    table.seats_unsaid(&[OLU, ADA]).await;
    shown(table.presses(RAVI, RoundClick::Cant { pairing: one }).await);
    let asked = shown(
        table
            .presses(MIA, RoundClick::FindMe { pairing: one })
            .await,
    );
    assert!(asked.starts_with("I've asked a pair whether"), "{asked}");
}
