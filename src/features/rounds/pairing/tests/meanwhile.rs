//! What changes between a question and its answer: people leave, pause, are kept apart, and rounds end.

use super::alone::{NOBODY, answers, cannot, finds};
use super::*;
use crate::features::trial::{MIA, NOOR, RAVI, SAM, refused};
use crate::store::{blocks, choices};

/// How somebody may step back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Back {
    Left,
    Paused,
    Out,
    Blocked,
}

/// Mia steps back. Whom she blocks is Noor.
async fn mia_steps(table: &Table, back: Back) {
    let now = table.now();
    if back == Back::Left {
        crate::features::members::left(&table.trial.ctx, GUILD, MIA)
            .await
            .unwrap();
        return;
    }
    let mut write = table.trial.ctx.store.write().await.unwrap();
    match back {
        Back::Paused => choices::set_pause(&mut write, GUILD, MIA, Some(march(20, 9)))
            .await
            .unwrap(),
        Back::Blocked => blocks::add(&mut write, GUILD, MIA, NOOR, now)
            .await
            .unwrap(),
        _ => programmes::set_membership(&mut write, &table.programme, MIA, Membership::Out, now)
            .await
            .unwrap(),
    }
    write.commit().await.unwrap();
}

#[tokio::test]
async fn whoever_was_told_nobody_and_stepped_back_is_not_put_together() {
    for back in [Back::Left, Back::Paused, Back::Out] {
        let mut table = Table::new().await;
        let one = table.seats(&[MIA, RAVI]).await;
        cannot(&mut table, RAVI, one).await;
        assert_eq!(finds(&mut table, MIA, one).await, NOBODY);
        mia_steps(&table, back).await;
        if back != Back::Left {
            let find = RoundClick::FindMe { pairing: one };
            let said = refused(table.presses(MIA, find).await);
            assert!(said.starts_with("You're paused, or no longer in"), "{said}");
        }
        let two = table.seats(&[OLU, ADA]).await;
        cannot(&mut table, OLU, two).await;
        assert_eq!(finds(&mut table, ADA, two).await, NOBODY, "{back:?}");
        assert!(table.together().await.is_empty(), "{back:?}");
    }
}

#[tokio::test]
async fn a_pair_that_agrees_to_somebody_who_stepped_back_meanwhile_stays_two() {
    for back in [Back::Left, Back::Paused, Back::Out, Back::Blocked] {
        let mut table = Table::new().await;
        let one = table.seats(&[MIA, RAVI]).await;
        let pair = table.seats(&[NOOR, SAM]).await;
        cannot(&mut table, RAVI, one).await;
        finds(&mut table, MIA, one).await;
        let said = answers(&mut table, NOOR, true, pair).await;
        assert_eq!(said, "Thank you! It only needs a yes from **Sam** now.");
        mia_steps(&table, back).await;
        let said = answers(&mut table, SAM, true, pair).await;
        assert!(
            said.starts_with("Thank you! That has settled itself"),
            "{back:?}: {said}"
        );
        assert_eq!(table.find(pair).await.members(), [NOOR, SAM], "{back:?}");
        assert!(table.added.is_empty(), "{back:?}");
    }
}

#[tokio::test]
async fn once_the_round_has_ended_nobody_is_looked_for_any_more() {
    let mut table = Table::new().await;
    let one = table.seats(&[MIA, RAVI]).await;
    let two = table.seats(&[OLU, ADA]).await;
    let pair = table.seats(&[NOOR, SAM]).await;
    cannot(&mut table, RAVI, one).await;
    cannot(&mut table, OLU, two).await;
    let asked = finds(&mut table, MIA, one).await;
    assert!(asked.starts_with("I've asked a pair whether"), "{asked}");
    table.close_round().await;
    let said = table.in_thread(one).len();
    let clicks = [
        (MIA, RoundClick::FindMe { pairing: one }),
        (MIA, RoundClick::SitOut { pairing: one }),
        (ADA, RoundClick::FindMe { pairing: two }),
        (
            NOOR,
            RoundClick::BeThree {
                pairing: pair,
                member: MIA,
            },
        ),
    ];
    for (by, click) in clicks {
        let said = refused(table.presses(by, click).await);
        assert!(
            said.starts_with("This round of **Coffee chats** has ended"),
            "{said}"
        );
    }
    table.pass_until(march(5, 12)).await;
    assert_eq!(table.in_thread(one).len(), said);
    assert!(table.together().await.is_empty());
}

#[tokio::test]
async fn whoever_leaves_before_the_thread_is_open_is_not_in_it() {
    let mut table = Table::new().await;
    let three = table.seats_unsaid(&[NOOR, SAM, OLU]).await;
    cannot(&mut table, OLU, three).await;
    let opened = &table.opened;
    let name = "Noor and Sam · Coffee chats 1".to_owned();
    assert_eq!(*opened, [(HELP, name, vec![NOOR, SAM])]);
    let [intro] = table.in_thread(three)[..] else {
        panic!("{:?}", table.sent)
    };
    assert!(!intro.contains(&OLU.mention()), "{intro}");
}

#[tokio::test]
async fn nobody_is_asked_whether_they_met_before_they_had_time_to() {
    let mut table = Table::new().await;
    let pairing = table.seats_unsaid(&[MIA, RAVI]).await;
    // Nothing could be delivered until Thursday.
    table.trial.clock.move_to(march(5, 9));
    table.pass_until(march(5, 17)).await;
    assert_eq!(table.in_thread(pairing).len(), 1, "{:?}", table.sent);
    table.pass_until(march(6, 12)).await;
    let [_, asked] = table.in_thread(pairing)[..] else {
        panic!("{:?}", table.sent)
    };
    assert!(asked.contains("did you get to your chat?"), "{asked}");
}
