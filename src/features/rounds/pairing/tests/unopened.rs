//! A round ends before its threads were open: there is no room for them, Discord is out, or the bot away.

use super::super::{about_to_be_read, receipt, sign_of_life};
use super::*;
use crate::delivery::Receipt;
use crate::domain::skill::SkillName;
use crate::domain::swap::Leg;
use crate::features::trial::{MIA, NOOR, RAVI, SAM};
use crate::store::{skills, swaps};

const NOBODY: &str = "**Coffee chats**, round 1: your thread could not be opened in time, so nobody new for you this time; you are first next time.";

#[tokio::test]
async fn whose_thread_never_opened_has_met_nobody_is_told_and_is_first_next_time() {
    let mut table = Table::new().await;
    let met = table.seats(&[NOOR, SAM]).await;
    let never = table.seats_unsaid(&[MIA, RAVI]).await;
    table.trial.clock.move_to(march(10, 10));
    table.close_round().await;
    table.deliver().await;
    assert_eq!(table.opened.len(), 1);
    assert_eq!(table.find(met).await.state, PairingState::Over);
    assert_eq!(table.find(never).await.state, PairingState::Off);
    for member in [MIA, RAVI] {
        let [told] = table.told(member)[..] else {
            panic!("{:?}", table.sent)
        };
        assert!(
            told.starts_with(NOBODY) && told.contains("Fewer of these?"),
            "{told}"
        );
    }
    assert!(table.told(NOOR).is_empty() && table.told(SAM).is_empty());
    assert_eq!(table.first_next_time().await, [MIA, RAVI]);
    assert!(table.deleted.is_empty());

    // Discord opens it after all.
    table.trial.clock.move_to(march(10, 11));
    let mut write = table.trial.ctx.store.write().await.unwrap();
    let opened = Receipt::PairingThreadOpened(never);
    receipt(&mut write, opened, ChannelId(900), None, table.now())
        .await
        .unwrap();
    write.commit().await.unwrap();
    table.deliver().await;
    assert_eq!(table.deleted, [Place::Channel(ChannelId(900))]);
}

#[tokio::test]
async fn a_thread_in_which_nobody_was_introduced_is_taken_back() {
    let mut table = Table::new().await;
    let pairing = table.seats_unsaid(&[MIA, RAVI]).await;
    let mut write = table.trial.ctx.store.write().await.unwrap();
    let opened = Receipt::PairingThreadOpened(pairing);
    receipt(&mut write, opened, ChannelId(900), None, table.now())
        .await
        .unwrap();
    write.commit().await.unwrap();
    table.trial.clock.move_to(march(10, 10));
    table.close_round().await;
    table.deliver().await;
    assert_eq!(table.deleted, [Place::Channel(ChannelId(900))]);
    assert!(table.in_thread(pairing).is_empty());
    assert!(table.told(MIA)[0].starts_with(NOBODY));
    // Whoever is told privately had their chance to hear of it: nothing else is said to them.
    let mut table = Table::new().await;
    let privately = table.seats_unsaid(&[MIA, RAVI]).await;
    let mut write = table.trial.ctx.store.write().await.unwrap();
    pairings::set_privately(&mut write, privately)
        .await
        .unwrap();
    write.commit().await.unwrap();
    table.close_round().await;
    assert_eq!(table.find(privately).await.state, PairingState::Over);
    assert!(table.first_next_time().await.is_empty());
}

#[tokio::test]
async fn who_wrote_in_a_thread_that_says_nothing_yet_has_found_the_others() {
    let mut table = Table::new().await;
    let pairing = table.seats_unsaid(&[MIA, RAVI]).await;
    let thread = ChannelId(900);
    let mut write = table.trial.ctx.store.write().await.unwrap();
    let opened = Receipt::PairingThreadOpened(pairing);
    receipt(&mut write, opened, thread, None, table.now())
        .await
        .unwrap();
    write.commit().await.unwrap();
    sign_of_life(&table.trial.ctx, thread, MIA).await.unwrap();
    table.trial.clock.move_to(march(10, 10));
    table.close_round().await;
    table.deliver().await;
    let found = table.find(pairing).await;
    assert_eq!(
        (found.state, found.thread),
        (PairingState::Over, Some(thread))
    );
    assert!(table.deleted.is_empty() && table.sent.is_empty());
    assert!(table.first_next_time().await.is_empty());
}

#[tokio::test]
async fn a_swap_whose_thread_never_opened_may_come_again() {
    let mut table = Table::of(ProgrammeKind::Swap).await;
    let one = table.seats(&[NOOR, SAM]).await;
    let never = table.seats_unsaid(&[MIA, RAVI]).await;
    let mut write = table.trial.ctx.store.write().await.unwrap();
    let name = SkillName::parse("Rust").unwrap();
    let skill = skills::ensure(&mut write, GUILD, &name, march(3, 10))
        .await
        .unwrap();
    let leg = |giver, taker| Leg {
        giver,
        taker,
        skill,
    };
    for (pairing, leg) in [(one, leg(NOOR, SAM)), (never, leg(MIA, RAVI))] {
        swaps::write_out(&mut write, pairing, &[leg]).await.unwrap();
    }
    write.commit().await.unwrap();
    table.close_round().await;
    let mut read = table.trial.ctx.store.read().await.unwrap();
    let done = swaps::done(&mut read, GUILD, &[NOOR, SAM, MIA, RAVI])
        .await
        .unwrap();
    assert_eq!(done, [leg(NOOR, SAM)]);
}

/// Carries out the first row that is ready, or only begins it, as a bot does that dies before it hears of it.
async fn one_row(table: &Table, receipt: Receipt, thread: ChannelId, hears: bool) {
    let now = table.now();
    let mut write = table.trial.ctx.store.write().await.unwrap();
    let ready = outbox::ready(&mut write, Kind::Other, now, 1)
        .await
        .unwrap();
    assert_eq!(ready[0].receipt, receipt);
    assert!(
        outbox::begin(&mut write, ready[0].id, now)
            .await
            .unwrap()
            .is_some()
    );
    if hears {
        heard::delivered(&mut write, receipt, thread, None, now)
            .await
            .unwrap();
        outbox::conclude(
            &mut write,
            ready[0].id,
            &End::Done(Some((thread, None))),
            now,
        )
        .await
        .unwrap();
    }
    write.commit().await.unwrap();
}

#[tokio::test]
async fn a_thread_in_which_they_may_have_been_introduced_is_left_to_them() {
    let mut table = Table::new().await;
    let pairing = table.seats_unsaid(&[MIA, RAVI]).await;
    let thread = ChannelId(900);
    one_row(&table, Receipt::PairingThreadOpened(pairing), thread, true).await;
    let introduced = Receipt::PairingIntroduced(pairing);
    one_row(&table, introduced, thread, false).await;
    // The bot is away for the whole round, so it has heard neither of that nor of what they wrote to each other.
    table.trial.clock.move_to(march(10, 10));
    table.close_round().await;
    table.deliver().await;
    assert_eq!(table.find(pairing).await.state, PairingState::Over);
    assert!(table.deleted.is_empty());
    assert!(table.first_next_time().await.is_empty());
    assert!(table.told(MIA).is_empty() && table.told(RAVI).is_empty());

    // It is found where it was sent.
    let mut write = table.trial.ctx.store.write().await.unwrap();
    let message = Some(MessageId(901));
    receipt(&mut write, introduced, thread, message, table.now())
        .await
        .unwrap();
    write.commit().await.unwrap();
    table.deliver().await;
    assert_eq!(table.find(pairing).await.state, PairingState::Over);
    assert_eq!(table.edited.len() + table.deleted.len(), 0);
}

/// The bot died while it was introducing Mia and Ravi to each other, and was away for the rest of the round; then it is found that they were
/// not introduced.
async fn found_out_too_late(they_talk: bool) -> (Table, PairingId, ChannelId) {
    let mut table = Table::new().await;
    let pairing = table.seats_unsaid(&[MIA, RAVI]).await;
    let thread = ChannelId(900);
    one_row(&table, Receipt::PairingThreadOpened(pairing), thread, true).await;
    let introduced = Receipt::PairingIntroduced(pairing);
    one_row(&table, introduced, thread, false).await;
    if they_talk {
        sign_of_life(&table.trial.ctx, thread, MIA).await.unwrap();
    }
    table.trial.clock.move_to(march(10, 10));
    table.close_round().await;
    assert_eq!(table.find(pairing).await.state, PairingState::Over);
    let now = table.now();
    let mut write = table.trial.ctx.store.write().await.unwrap();
    let row = outbox::in_work(&mut write).await.unwrap().remove(0);
    assert!(
        !about_to_be_read(&mut write, introduced, now).await.unwrap(),
        "they are not introduced when it is over"
    );
    outbox::conclude(&mut write, row.id, &End::Dropped, now)
        .await
        .unwrap();
    write.commit().await.unwrap();
    table.deliver().await;
    (table, pairing, thread)
}

#[tokio::test]
async fn who_turns_out_not_to_have_been_introduced_has_met_nobody_and_is_first_next_time() {
    let (table, pairing, thread) = found_out_too_late(false).await;
    assert_eq!(table.find(pairing).await.state, PairingState::Off);
    assert_eq!(table.deleted, [Place::Channel(thread)]);
    for member in [MIA, RAVI] {
        let [told] = table.told(member)[..] else {
            panic!("{:?}", table.sent)
        };
        assert!(told.starts_with(NOBODY), "{told}");
    }
    assert_eq!(table.first_next_time().await, [MIA, RAVI]);
}

#[tokio::test]
async fn who_wrote_to_each_other_without_having_been_introduced_keeps_their_thread() {
    let (table, pairing, thread) = found_out_too_late(true).await;
    let found = table.find(pairing).await;
    assert_eq!(
        (found.state, found.thread),
        (PairingState::Over, Some(thread))
    );
    assert!(table.deleted.is_empty() && table.sent.is_empty());
    assert!(table.first_next_time().await.is_empty());
}
