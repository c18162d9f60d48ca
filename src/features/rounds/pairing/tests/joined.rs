//! A pair becomes three: what its introduction says then, and what it counts for later.

use super::alone::{answers, cannot, finds};
use super::*;
use crate::features::trial::{MIA, NOOR, RAVI, SAM};

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
