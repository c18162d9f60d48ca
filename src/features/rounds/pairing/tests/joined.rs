//! A pair becomes three: what its introduction says then, and what it counts for later.

use super::alone::{NOBODY, answers, cannot, finds};
use super::*;
use crate::domain::skill::SkillName;
use crate::features::skills::command::{LEARN, TEACH};
use crate::features::trial::{MIA, NOOR, RAVI, SAM};
use crate::store::rounds::Paired;
use crate::store::skills;
use crate::store::tests::count;

const STARTER: &str = "To begin with: ";

/// Mia, whose partner cannot, comes to Noor and Sam.
async fn mia_joins(table: &mut Table, one: PairingId, pair: PairingId) {
    cannot(table, RAVI, one).await;
    finds(table, MIA, one).await;
    for by in [NOOR, SAM] {
        answers(table, by, true, pair).await;
    }
    assert_eq!(table.find(pair).await.members(), [NOOR, SAM, MIA]);
}

#[tokio::test]
async fn whoever_comes_to_a_pair_reads_no_starter_that_they_have_had() {
    for had in [true, false] {
        let mut table = Table::new().await;
        let one = table.seats(&[MIA, RAVI]).await;
        let pair = table.seats(&[NOOR, SAM]).await;
        if !had {
            let first = table.find(one).await.first_writer;
            let mut write = table.trial.ctx.store.write().await.unwrap();
            pairings::set_introduction(&mut write, one, first, None, None)
                .await
                .unwrap();
            write.commit().await.unwrap();
        }
        let given = table.find(pair).await.starter;
        assert!(table.in_thread(pair)[0].contains(STARTER));
        mia_joins(&mut table, one, pair).await;
        let intro = table.edited.last().unwrap();
        assert_eq!(intro.contains(STARTER), !had, "{intro}");
        // The two have had it.
        assert_eq!(table.find(pair).await.starter, given);
    }
}

#[tokio::test]
async fn a_swap_has_its_topic_and_no_starter() {
    for (kind, expected) in [(ProgrammeKind::Coffee, true), (ProgrammeKind::Swap, false)] {
        let mut table = Table::of(kind).await;
        let pairing = table.seats(&[MIA, RAVI]).await;
        assert_eq!(table.find(pairing).await.starter.is_some(), expected);
        let intro = table.in_thread(pairing)[0];
        assert_eq!(intro.contains(STARTER), expected, "{intro}");
    }
}

#[tokio::test]
async fn all_three_have_sat_in_a_trio_where_that_is_a_turn_to_take() {
    for (group_size, trios) in [(2, 3), (3, 0)] {
        let mut table = Table::new().await;
        table.programme.group_size = group_size;
        let mut write = table.trial.ctx.store.write().await.unwrap();
        programmes::update(&mut write, &table.programme)
            .await
            .unwrap();
        let rust = SkillName::parse("Rust").unwrap();
        skills::ensure(&mut write, GUILD, &rust, march(3, 10))
            .await
            .unwrap();
        write.commit().await.unwrap();
        let one = table.seats(&[MIA, RAVI]).await;
        let pair = table.seats(&[NOOR, SAM]).await;
        let skill = [("skill", "Rust")];
        table.trial.uses(NOOR, &TEACH, &skill).await.unwrap();
        table.trial.uses(MIA, &LEARN, &skill).await.unwrap();
        mia_joins(&mut table, one, pair).await;
        assert_eq!(pair, PairingId(2));
        for (seats, expected) in [
            (
                "SELECT count(*) FROM seats WHERE pairing_id = 2 AND of_three = 1",
                trios,
            ),
            (
                "SELECT count(*) FROM seats WHERE pairing_id = 2 AND gave = 1",
                1,
            ),
            (
                "SELECT count(*) FROM seats WHERE pairing_id = 2 AND gave = 1 AND member_id = 11",
                1,
            ),
            (
                "SELECT count(*) FROM seats WHERE pairing_id = 2 AND got = 1 AND member_id = 12",
                1,
            ),
        ] {
            let counted = count(&table.trial.ctx.store, seats).await;
            assert_eq!(counted, expected, "{group_size}: {seats}");
        }
    }
}

/// What `/me` says of the latest round in which there was nobody for Mia.
async fn without_anybody(table: &Table) -> Option<i64> {
    let mut read = table.trial.ctx.store.read().await.unwrap();
    let programme = table.programme.id;
    pairings::left_out_lately(&mut read, programme, MIA)
        .await
        .unwrap()
}

#[tokio::test]
async fn while_somebody_is_looked_for_nobody_reads_that_there_was_nobody() {
    let mut table = Table::new().await;
    let mut write = table.trial.ctx.store.write().await.unwrap();
    let paired = Paired {
        repeats: 0,
        value: 0.0,
        bound: 0.0,
    };
    rounds::set_paired(&mut write, table.round, paired, march(3, 10))
        .await
        .unwrap();
    write.commit().await.unwrap();
    let one = table.seats(&[MIA, RAVI]).await;
    let pair = table.seats(&[NOOR, SAM]).await;
    cannot(&mut table, RAVI, one).await;
    assert_eq!(without_anybody(&table).await, None, "they are asked first");
    finds(&mut table, MIA, one).await;
    assert_eq!(without_anybody(&table).await, None, "a pair is asked");
    answers(&mut table, SAM, false, pair).await;
    let said = *table.in_thread(one).last().unwrap();
    assert!(said.ends_with(NOBODY), "{said}");
    assert_eq!(without_anybody(&table).await, Some(1));
}

/// The round goes on for a week longer, so that another partner can be found again.
async fn prolonged(table: &Table) {
    let mut write = table.trial.ctx.store.write().await.unwrap();
    rounds::move_end(&mut write, table.round, march(17, 10))
        .await
        .unwrap();
    write.commit().await.unwrap();
}

#[tokio::test]
async fn a_pair_that_was_asked_whether_it_met_is_not_asked_to_be_three() {
    let mut table = Table::new().await;
    let one = table.seats(&[MIA, RAVI]).await;
    let pair = table.seats(&[NOOR, SAM]).await;
    table.pass_until(march(5, 11)).await;
    assert!(table.find(pair).await.asked_at.is_some());
    prolonged(&table).await;
    cannot(&mut table, RAVI, one).await;
    let said = *table.in_thread(one).last().unwrap();
    assert!(said.contains("shall I look for somebody else"), "{said}");
    assert_eq!(finds(&mut table, MIA, one).await, NOBODY);
    // A pair that was not asked yet is.
    let late = table.seats(&[OLU, ADA]).await;
    let found = finds(&mut table, MIA, one).await;
    assert!(found.starts_with("I've asked a pair whether"), "{found}");
    let question = *table.in_thread(late).last().unwrap();
    assert!(question.contains("to be three, with <@12>?"), "{question}");
}

#[tokio::test]
async fn a_pair_that_is_asked_meanwhile_whether_it_met_stays_two() {
    let mut table = Table::new().await;
    let one = table.seats(&[MIA, RAVI]).await;
    let pair = table.seats(&[NOOR, SAM]).await;
    cannot(&mut table, RAVI, one).await;
    finds(&mut table, MIA, one).await;
    let said = answers(&mut table, SAM, true, pair).await;
    assert!(said.starts_with("Thank you! It only needs"), "{said}");
    let mut write = table.trial.ctx.store.write().await.unwrap();
    pairings::set_asked(&mut write, pair, table.now())
        .await
        .unwrap();
    write.commit().await.unwrap();
    let said = answers(&mut table, NOOR, true, pair).await;
    let late = "Thank you! It has got late for a third: I've asked you already whether you met";
    assert!(said.starts_with(late), "{said}");
    assert_eq!(table.find(pair).await.members(), [NOOR, SAM]);
    let told = *table.in_thread(one).last().unwrap();
    assert!(told.ends_with(NOBODY), "{told}");
    assert_eq!(table.first_next_time().await, [MIA]);
}

#[tokio::test]
async fn two_who_take_in_a_third_read_of_the_hour_that_is_another() {
    for privately in [false, true] {
        let mut table = Table::new().await;
        if privately {
            table.moves_to(crate::features::trial::MANAGERS).await;
        }
        let one = table.seats(&[MIA, RAVI]).await;
        let pair = table.seats(&[NOOR, SAM]).await;
        cannot(&mut table, RAVI, one).await;
        finds(&mut table, MIA, one).await;
        answers(&mut table, SAM, true, pair).await;
        let past = table.find(pair).await.common_at.unwrap();
        table.trial.clock.move_to(past);
        answers(&mut table, NOOR, true, pair).await;
        let hour = table.find(pair).await.common_at.unwrap();
        assert!(hour > past, "{hour}");
        let said = if privately {
            table.told(NOOR)
        } else {
            table.in_thread(pair)
        };
        let said = *said.last().unwrap();
        assert!(said.contains("ou're three now"), "{said}");
        let written = format!("<t:{}:", hour.timestamp());
        assert!(said.contains(&written), "{said}");
    }
}

#[tokio::test]
async fn two_who_take_in_a_third_read_of_no_hour_where_it_stays() {
    let mut table = Table::new().await;
    let one = table.seats(&[MIA, RAVI]).await;
    let pair = table.seats(&[NOOR, SAM]).await;
    mia_joins(&mut table, one, pair).await;
    let said = *table.in_thread(pair).last().unwrap();
    assert!(said.contains("You're three now"), "{said}");
    assert!(!said.contains("An hour in which"), "{said}");
}
