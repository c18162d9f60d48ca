//! Pairings without a thread: by private messages, and where the thread went away.

use super::super::{of_member, page, place_gone, undeliverable};
use super::*;
use crate::delivery::Receipt;
use crate::domain::permissions::{Overwrite, Permissions};
use crate::features::trial::{BOT, MANAGERS, MIA, NOOR, OF_THE_BOT, RAVI, SAM, shown};
use crate::store::channels::{self, ChannelRow};
use crate::store::facts;

#[tokio::test]
async fn where_somebody_cannot_see_the_channel_each_is_told_privately() {
    let mut table = Table::new().await;
    table.moves_to(MANAGERS).await;
    let pairing = table.seats(&[NOOR, RAVI]).await;
    assert!(table.opened.is_empty());
    assert!(table.find(pairing).await.privately);
    let [told] = table.told(RAVI)[..] else {
        panic!("{:?}", table.sent)
    };
    for part in [
        "This round of **Coffee chats** in **Quay** brings you together with **Noor**.",
        "please write to each other directly",
        "- **Noor** (<@11>): ",
        "[We met] [It's planned] [Can't this time] [Add to calendar]",
        "Fewer of these?",
    ] {
        assert!(told.contains(part), "{part:?} in {told}");
    }
    // Silence says nothing here, so nobody is nudged; the question comes to each.
    table.pass_until(march(10, 9)).await;
    let [_, asked] = table.told(RAVI)[..] else {
        panic!("{:?}", table.sent)
    };
    let question = "Did you get to your chat with **Noor** (**Coffee chats** in **Quay**)?";
    assert!(asked.starts_with(question), "{asked}");
    shown(
        table
            .trial
            .presses_in_private(RAVI, RoundClick::Met { pairing })
            .await,
    );
    assert_eq!(table.find(pairing).await.state, PairingState::Met);
}

#[tokio::test]
async fn a_thread_that_cannot_be_opened_is_made_up_for_by_messages() {
    let mut table = Table::new().await;
    let pairing = table.seats_unsaid(&[MIA, RAVI]).await;
    let mut write = table.trial.ctx.store.write().await.unwrap();
    let receipt = Receipt::PairingThreadOpened(pairing);
    undeliverable(&mut write, receipt, table.now())
        .await
        .unwrap();
    write.commit().await.unwrap();
    table.deliver().await;
    assert!(table.opened.is_empty());
    assert_eq!((table.told(MIA).len(), table.told(RAVI).len()), (1, 1));
}

#[tokio::test]
async fn a_thread_or_channel_that_is_deleted_is_made_up_for_by_messages() {
    for deleted in ["thread", "channel"] {
        let mut table = Table::new().await;
        let pairing = table.seats(&[MIA, RAVI]).await;
        let place = match deleted {
            "thread" => table.find(pairing).await.thread.unwrap(),
            _ => HELP,
        };
        for _ in 0..2 {
            place_gone(&table.trial.ctx, place).await.unwrap();
        }
        table.deliver().await;
        let [told] = table.told(MIA)[..] else {
            panic!("{deleted}: {:?}", table.sent)
        };
        let gone = "The thread with **Ravi** for **Coffee chats** in **Quay** is no longer there.";
        assert!(told.starts_with(gone), "{told}");
        let found = table.find(pairing).await;
        assert!(found.privately && found.thread.is_none());
    }
}

#[tokio::test]
async fn a_thread_goes_with_the_channel_it_hangs_under_whatever_channel_its_programme_has() {
    let mut table = Table::new().await;
    let open = table.seats(&[MIA, RAVI]).await;
    let to_be_opened = table.seats_unsaid(&[NOOR, SAM]).await;
    table.moves_to(MANAGERS).await;
    place_gone(&table.trial.ctx, MANAGERS).await.unwrap();
    for pairing in [open, to_be_opened] {
        assert!(!table.find(pairing).await.privately);
    }
    place_gone(&table.trial.ctx, HELP).await.unwrap();
    table.deliver().await;
    let gone = "The thread with **Ravi** for **Coffee chats** in **Quay** is no longer there.";
    assert!(table.told(MIA)[0].starts_with(gone), "{:?}", table.sent);
    assert!(table.told(SAM)[0].contains("brings you together with **Noor**"));
    for pairing in [open, to_be_opened] {
        assert!(table.find(pairing).await.privately);
    }
}

#[tokio::test]
async fn a_channel_that_was_deleted_while_nobody_looked_takes_its_threads_along() {
    let mut table = Table::new().await;
    let pairing = table.seats(&[MIA, RAVI]).await;
    heard::channel_gone(&table.trial.ctx, HELP).await.unwrap();
    assert!(table.find(pairing).await.privately);
    table.pass_until(march(5, 11)).await;
    let [gone, asked] = table.told(MIA)[..] else {
        panic!("{:?}", table.sent)
    };
    assert!(gone.starts_with("The thread with **Ravi**"), "{gone}");
    assert!(
        asked.starts_with("Did you get to your chat with **Ravi**"),
        "{asked}"
    );
}

/// What is due next is done, and what it owes stays owed.
async fn brings_unsaid(table: &Table) {
    let next = due::PAIRINGS.next(&table.trial.ctx).await.unwrap();
    table.trial.clock.move_to(next.unwrap());
    (due::PAIRINGS.run)(&table.trial.ctx, table.now())
        .await
        .unwrap();
}

#[tokio::test]
async fn a_question_that_finds_no_thread_is_put_privately() {
    for again in [false, true] {
        let mut table = Table::new().await;
        let pairing = table.seats(&[MIA, RAVI]).await;
        let question = if again {
            table.pass_until(march(5, 11)).await;
            shown(table.presses(MIA, RoundClick::NotYet { pairing }).await);
            "Has your chat with **Ravi** happened meanwhile"
        } else {
            table.pass_until(march(5, 9)).await;
            "Did you get to your chat with **Ravi**"
        };
        let said = table.in_thread(pairing).len();
        brings_unsaid(&table).await;
        let found = table.find(pairing).await;
        assert_eq!(found.asked_again_at.is_some(), again);
        assert!(found.asked_at.is_some());
        // The courier finds out; the row by which it does is begun.
        let mut write = table.trial.ctx.store.write().await.unwrap();
        let ready = outbox::ready(&mut write, Kind::Other, table.now(), 100)
            .await
            .unwrap();
        let [row] = &ready[..] else {
            panic!("{ready:?}")
        };
        assert!(
            outbox::begin(&mut write, row.id, table.now())
                .await
                .unwrap()
                .is_some()
        );
        let thread = found.thread.unwrap();
        heard::place_gone_in(&mut write, thread, table.now())
            .await
            .unwrap();
        outbox::conclude(&mut write, row.id, &End::Dropped, table.now())
            .await
            .unwrap();
        write.commit().await.unwrap();
        table.pass_until(march(10, 9)).await;
        assert_eq!(table.in_thread(pairing).len(), said);
        let [asked] = table.told(MIA)[..] else {
            panic!("{again}: {:?}", table.sent)
        };
        assert!(asked.starts_with(question), "{asked}");
        assert!(asked.contains("[We met] [Not yet]"), "{asked}");
    }
}

#[tokio::test]
async fn a_question_that_was_put_in_the_thread_is_not_put_again() {
    let mut table = Table::new().await;
    let pairing = table.seats(&[MIA, RAVI]).await;
    table.pass_until(march(5, 11)).await;
    let thread = table.find(pairing).await.thread.unwrap();
    place_gone(&table.trial.ctx, thread).await.unwrap();
    table.deliver().await;
    let [told] = table.told(MIA)[..] else {
        panic!("{:?}", table.sent)
    };
    assert!(told.starts_with("The thread with **Ravi**"), "{told}");
}

#[tokio::test]
async fn a_place_is_asked_for_and_taken_privately_too() {
    let mut table = Table::new().await;
    let one = table.seats(&[MIA, RAVI]).await;
    let pair = table.seats(&[NOOR, SAM]).await;
    for pairing in [one, pair] {
        let thread = table.find(pairing).await.thread.unwrap();
        place_gone(&table.trial.ctx, thread).await.unwrap();
    }
    table.deliver().await;
    table
        .presses(RAVI, RoundClick::Cant { pairing: one })
        .await
        .unwrap();
    table.deliver().await;
    let freed = *table.told(MIA).last().unwrap();
    assert!(freed.contains("**Ravi** can't this time"), "{freed}");
    let find = RoundClick::FindMe { pairing: one };
    table.trial.presses_in_private(MIA, find).await.unwrap();
    table.deliver().await;
    let asked = *table.told(SAM).last().unwrap();
    let question = "would you and **Noor** like to be three, with **Mia**";
    assert!(asked.contains(question), "{asked}");
    for member in [SAM, NOOR] {
        let yes = RoundClick::BeThree {
            pairing: pair,
            member: MIA,
        };
        table.trial.presses_in_private(member, yes).await.unwrap();
    }
    table.deliver().await;
    let told = *table.told(MIA).last().unwrap();
    assert!(
        told.contains("brings you together with **Noor** and **Sam**"),
        "{told}"
    );
    assert!(table.added.is_empty());
}

#[tokio::test]
async fn ones_own_page_shows_what_can_be_done_now() {
    let mut table = Table::new().await;
    let one = table.seats(&[MIA, RAVI]).await;
    let pair = table.seats(&[NOOR, SAM]).await;
    let ctx = table.trial.ctx.clone();
    let shows = async |pairing, member| text(&page(&ctx, pairing, member).await.unwrap());
    let before = shows(one, MIA).await;
    assert!(
        before.starts_with("**Coffee chats**, round 1 with **Ravi**."),
        "{before}"
    );
    let buttons = "[We met] [It's planned] [Not yet] [Can't this time] [Add to calendar]";
    assert!(before.contains(buttons), "{before}");
    table
        .presses(RAVI, RoundClick::Cant { pairing: one })
        .await
        .unwrap();
    assert!(shows(one, RAVI).await.contains("You couldn't this time."));
    assert!(
        shows(one, MIA)
            .await
            .contains("[Find me somebody else] [I'll sit this one out]")
    );
    table
        .presses(MIA, RoundClick::FindMe { pairing: one })
        .await
        .unwrap();
    assert!(
        shows(one, MIA)
            .await
            .contains("I'm looking for somebody else for you")
    );
    let asked = shows(pair, SAM).await;
    let question = "to be three, with **Mia**?\n[Happy to be three] [We'd rather stay two]";
    assert!(asked.contains(question), "{asked}");
    table
        .presses(SAM, RoundClick::Met { pairing: pair })
        .await
        .unwrap();
    let met = shows(pair, NOOR).await;
    assert!(
        met.contains("You met.\n[We met]") && !met.contains("be three"),
        "{met}"
    );
    // The pair met, so there is no place for a third.
    assert!(shows(one, MIA).await.contains("you are first next time"));
    let mine = of_member(&ctx, GUILD, MIA, 0).await.unwrap();
    assert_eq!(mine.len(), 1);
    assert!(!mine[0].going_on && mine[0].with.is_empty());
    let noors = of_member(&ctx, GUILD, NOOR, 0).await.unwrap();
    assert!(noors[0].going_on && noors[0].met && noors[0].thread.is_some());
    assert_eq!(noors[0].with, ["Sam"]);
}

#[tokio::test]
async fn where_the_bot_may_open_no_private_threads_nothing_is_tried() {
    let mut table = Table::new().await;
    let may_not = Overwrite {
        id: OF_THE_BOT.0,
        member: false,
        allow: Permissions::NONE,
        deny: Permissions::CREATE_PRIVATE_THREADS,
    };
    for (overwrites, privately) in [(vec![may_not], true), (Vec::new(), false)] {
        let mut write = table.trial.ctx.store.write().await.unwrap();
        facts::set_bot(&mut write, BOT).await.unwrap();
        let row = ChannelRow {
            id: HELP,
            name: "help".to_owned(),
            kind: 0,
            overwrites,
        };
        channels::put_channel(&mut write, GUILD, &row)
            .await
            .unwrap();
        write.commit().await.unwrap();
        let pairing = table.seats(&[MIA, RAVI]).await;
        assert_eq!(table.find(pairing).await.privately, privately);
        assert_eq!(table.opened.is_empty(), privately);
        assert_eq!(table.told(MIA).len(), 1);
        table.close(pairing).await;
    }
}
