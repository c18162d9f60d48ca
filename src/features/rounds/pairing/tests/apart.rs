//! What has not begun when somebody steps back or is kept apart does not begin, as `/me` has it.

use super::alone::{NOBODY, answers, cannot, finds};
use super::*;
use crate::features::trial::{MANAGERS, MIA, NOOR, RAVI, SAM, shown};

/// What is read where it is not said who is not there, nor why.
const NOT_THIS_TIME: &str = "It doesn't work out with your partner this time (**Coffee chats** in **Quay**). Shall I look for somebody else for you?";

async fn pauses(table: &Table, member: MemberId) {
    let pause = MeClick::PauseFor { days: 7 };
    shown(table.presses_me(member, pause).await);
}

async fn leaves_the_programme(table: &Table, member: MemberId) {
    let programme = table.programme.id;
    let leave = MeClick::LeaveProgramme { programme };
    shown(table.presses_me(member, leave).await);
}

async fn blocks(table: &Table, by: MemberId, other: MemberId) {
    let other = other.to_string();
    let block = MeClick::Block {};
    shown(table.trial.chooses(by, block, &[&other]).await);
}

async fn freed(table: &Table, member: MemberId) -> FreedState {
    let mut read = table.trial.ctx.store.read().await.unwrap();
    let freed = pairings::freed(&mut read, table.round, member).await;
    freed.unwrap().unwrap().state
}

#[tokio::test]
async fn whoever_pauses_or_leaves_the_programme_is_not_looked_for_any_more() {
    for pause in [true, false] {
        let mut table = Table::new().await;
        let one = table.seats(&[MIA, RAVI]).await;
        let pair = table.seats(&[NOOR, SAM]).await;
        cannot(&mut table, RAVI, one).await;
        finds(&mut table, MIA, one).await;
        if pause {
            pauses(&table, MIA).await;
        } else {
            leaves_the_programme(&table, MIA).await;
        }
        assert_eq!(freed(&table, MIA).await, FreedState::Out);
        let mut read = table.trial.ctx.store.read().await.unwrap();
        assert_eq!(pairings::asked_of(&mut read, pair).await.unwrap(), []);
        drop(read);
        let said = answers(&mut table, NOOR, true, pair).await;
        assert!(
            said.starts_with("Thank you! That has settled itself"),
            "{said}"
        );
        // Nothing is due for them, and nothing comes.
        let before = table.in_thread(one).len();
        table.pass_until(march(5, 9)).await;
        assert_eq!(table.in_thread(one).len(), before, "{:?}", table.sent);
    }
}

#[tokio::test]
async fn a_pair_one_of_whom_pauses_is_not_asked_to_take_in_another() {
    let mut table = Table::new().await;
    let one = table.seats(&[MIA, RAVI]).await;
    let pair = table.seats(&[NOOR, SAM]).await;
    cannot(&mut table, RAVI, one).await;
    finds(&mut table, MIA, one).await;
    assert_eq!(
        answers(&mut table, SAM, true, pair).await,
        "Thank you! It only needs a yes from **Noor** now."
    );
    pauses(&table, SAM).await;
    table.deliver().await;
    assert_eq!(
        *table.in_thread(one).last().unwrap(),
        format!("<@12>: {NOBODY}")
    );
    let said = answers(&mut table, NOOR, true, pair).await;
    assert!(
        said.starts_with("Thank you! That has settled itself"),
        "{said}"
    );
    // The two were introduced, and go on.
    assert_eq!(table.find(pair).await.members(), [NOOR, SAM]);
    let two = table.seats(&[OLU, ADA]).await;
    cannot(&mut table, OLU, two).await;
    let found = finds(&mut table, ADA, two).await;
    assert!(found.starts_with("Found: you're with **Mia**"), "{found}");
}

#[tokio::test]
async fn whoever_pauses_before_they_are_introduced_is_not_and_their_partner_may_have_another() {
    let mut table = Table::new().await;
    let one = table.seats_unsaid(&[MIA, RAVI]).await;
    pauses(&table, MIA).await;
    table.deliver().await;
    assert!(table.opened.is_empty(), "{:?}", table.opened);
    assert!(table.told(MIA).is_empty());
    let [told] = table.told(RAVI)[..] else {
        panic!("{:?}", table.sent)
    };
    assert!(told.starts_with(NOT_THIS_TIME), "{told}");
    assert_eq!(table.first_next_time().await, [RAVI]);
    let two = table.seats(&[OLU, ADA]).await;
    cannot(&mut table, OLU, two).await;
    finds(&mut table, RAVI, one).await;
    let found = finds(&mut table, ADA, two).await;
    assert!(found.starts_with("Found: you're with **Ravi**"), "{found}");
}

#[tokio::test]
async fn a_block_before_they_are_introduced_undoes_it_and_both_read_the_same() {
    let mut table = Table::new().await;
    let one = table.seats_unsaid(&[MIA, RAVI]).await;
    blocks(&table, RAVI, MIA).await;
    table.deliver().await;
    assert!(table.opened.is_empty(), "{:?}", table.opened);
    for member in [MIA, RAVI] {
        let [told] = table.told(member)[..] else {
            panic!("{:?}", table.sent)
        };
        assert!(told.starts_with(NOT_THIS_TIME), "{told}");
        assert!(!told.contains("Mia") && !told.contains("Ravi"), "{told}");
    }
    assert_eq!(table.first_next_time().await, [MIA, RAVI]);
    // Both would like another, and neither is that for the other.
    for member in [MIA, RAVI] {
        assert_eq!(finds(&mut table, member, one).await, NOBODY);
    }
    let two = table.seats(&[OLU, ADA]).await;
    cannot(&mut table, OLU, two).await;
    let found = finds(&mut table, ADA, two).await;
    assert!(found.starts_with("Found: you're with"), "{found}");
    assert_eq!(table.together().await.len(), 1);
}

#[tokio::test]
async fn a_block_after_they_were_introduced_takes_nothing_back() {
    let mut table = Table::new().await;
    let one = table.seats(&[MIA, RAVI]).await;
    let said = table.sent.len();
    blocks(&table, RAVI, MIA).await;
    table.deliver().await;
    assert_eq!(table.find(one).await.members(), [MIA, RAVI]);
    assert_eq!(table.sent.len(), said);
}

#[tokio::test]
async fn of_three_who_are_not_introduced_yet_two_go_on_and_read_nothing_of_a_third() {
    let mut table = Table::new().await;
    let three = table.seats_unsaid(&[NOOR, SAM, OLU]).await;
    blocks(&table, SAM, OLU).await;
    table.deliver().await;
    let name = "Noor and Olu · Coffee chats 1".to_owned();
    assert_eq!(table.opened, [(HELP, name, vec![NOOR, OLU])]);
    let [intro] = table.in_thread(three)[..] else {
        panic!("{:?}", table.sent)
    };
    assert!(!intro.contains(&SAM.mention()), "{intro}");
    let [told] = table.told(SAM)[..] else {
        panic!("{:?}", table.sent)
    };
    assert!(told.starts_with(NOT_THIS_TIME), "{told}");
    assert_eq!(finds(&mut table, SAM, three).await, NOBODY);
    // Found later, they read it where they are, which is not in the thread of the others.
    let two = table.seats(&[MIA, ADA]).await;
    cannot(&mut table, MIA, two).await;
    let found = finds(&mut table, ADA, two).await;
    assert!(found.starts_with("Found: you're with **Sam**"), "{found}");
    assert_eq!(table.in_thread(three).len(), 1);
}

#[tokio::test]
async fn a_block_before_a_private_message_is_sent_undoes_it_too() {
    let mut table = Table::new().await;
    table.moves_to(MANAGERS).await;
    table.seats_unsaid(&[NOOR, RAVI]).await;
    blocks(&table, NOOR, RAVI).await;
    table.deliver().await;
    for member in [NOOR, RAVI] {
        let [told] = table.told(member)[..] else {
            panic!("{:?}", table.sent)
        };
        assert!(told.starts_with(NOT_THIS_TIME), "{told}");
    }
}

#[tokio::test]
async fn who_left_and_came_back_unseen_is_not_in_what_they_were_in() {
    for listed in [true, false] {
        let mut table = Table::new().await;
        let one = table.seats(&[MIA, RAVI]).await;
        let three = table.seats(&[NOOR, SAM, OLU]).await;
        for member in [RAVI, OLU] {
            let ctx = &table.trial.ctx;
            let mut read = ctx.store.read().await.unwrap();
            let mut everybody = members::present(&mut read, GUILD).await.unwrap();
            drop(read);
            let person = everybody.get_mut(&member).unwrap();
            person.joined_at = table.now() - chrono::TimeDelta::hours(1);
            if listed {
                crate::features::members::complete(ctx, GUILD, &everybody)
                    .await
                    .unwrap();
            } else {
                crate::features::members::seen(ctx, GUILD, person)
                    .await
                    .unwrap();
            }
        }
        table.deliver().await;
        assert_eq!(table.find(one).await.state, PairingState::Off);
        let asked = *table.in_thread(one).last().unwrap();
        assert!(
            asked.starts_with("It doesn't work out with your partner this time. <@12>, shall I"),
            "{asked}"
        );
        assert_eq!(table.find(three).await.members(), [NOOR, SAM]);
        let told = *table.in_thread(three).last().unwrap();
        assert!(
            told.starts_with("One of you can't this time, so it's the two of you"),
            "{told}"
        );
        let met = crate::features::trial::refused(
            table.presses(RAVI, RoundClick::Met { pairing: one }).await,
        );
        assert!(met.starts_with("You're no longer in this one."), "{met}");
    }
}
