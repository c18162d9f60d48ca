//! The thread of the two is deleted or locked: nothing that was to be said in it is lost, and nobody is introduced twice.

use chrono::TimeDelta;

use super::*;
use crate::custom_id::{MeClick, NewcomerClick};
use crate::features::trial::shown;

const GONE: &str = "Your thread with **Mia** (<@12>) in **Quay** is no longer there.";
const GONE_TO_BUDDY: &str =
    "Your thread with **Sam** (<@14>) in **Quay**, whose buddy you are, is no longer there.";
const HELPS: &str =
    "SELECT count(*) FROM helps WHERE through = 'buddy' AND helper_id = 12 AND learner_id = 14";

/// Mia is Sam's buddy, both have read of it in their thread, and so much time has passed.
async fn after(days: i64) -> World {
    let mut world = World::new().await;
    world.only_hosts(&[MIA]).await;
    world.joins(SAM, "Sam").await;
    world.pass(TimeDelta::days(days)).await;
    world.done.clear();
    world
}

/// Mia presses **Hand over**.
async fn mia_hands_over(world: &World) {
    let newcomer = world.of(SAM).await.id;
    let hands_over = NewcomerClick::HandOver { newcomer };
    shown(world.trial.presses(MIA, hands_over).await);
}

#[tokio::test]
async fn a_question_that_finds_no_thread_is_put_privately() {
    for (before, question) in [
        (0, "Meanwhile, your first day is behind you."),
        (8, "Meanwhile, a good week is behind you."),
    ] {
        let mut world = after(before).await;
        world.thread_is_gone = true;
        world.pass(TimeDelta::days(1)).await;
        let [said] = &world.news(&World::dm(SAM))[..] else {
            panic!("{:?}", world.done)
        };
        for part in [GONE, question, "[All is well] [We have not talked yet]"] {
            assert!(said.contains(part), "{part:?} in {said}");
        }
        world.expect(&World::dm(MIA), &[GONE_TO_BUDDY]);
        world.expect_nothing_else();
    }
}

#[tokio::test]
async fn the_end_that_finds_no_thread_comes_privately() {
    let mut world = after(41).await;
    world.thread_is_gone = true;
    world.pass(TimeDelta::days(2)).await;
    world.expect(
        &World::dm(SAM),
        &["Thirty working days in **Quay**! I have thanked your buddy **Mia** (<@12>)"],
    );
    world.expect(
        &World::dm(MIA),
        &["Thirty working days ago **Sam** (<@14>) came to **Quay**."],
    );
    world.expect_nothing_else();
    assert_eq!(world.count(HELPS).await, 1);
}

#[tokio::test]
async fn a_buddy_who_hears_of_no_thanks_is_not_said_to_have_been_thanked() {
    let mut world = after(41).await;
    let mut write = world.write().await;
    choices::set_consent(&mut write, GUILD, MIA, choices::Consent::Thanks, false)
        .await
        .unwrap();
    write.commit().await.unwrap();
    world.thread_is_gone = true;
    world.pass(TimeDelta::days(2)).await;
    world.expect(
        &World::dm(SAM),
        &["Thirty working days in **Quay**! That your buddy **Mia** (<@12>) was there for you is on record as help they gave"],
    );
    world.expect_nothing_else();
    assert_eq!(world.count(HELPS).await, 1);
}

#[tokio::test]
async fn that_somebody_would_be_glad_to_hear_from_them_is_not_lost() {
    let mut world = after(1).await;
    let newcomer = world.of(SAM).await.id;
    let not_yet = NewcomerClick::NotYet { newcomer };
    shown(world.trial.presses(SAM, not_yet).await);
    world.thread_is_gone = true;
    world.deliver().await;
    let [said] = &world.news(&World::dm(MIA))[..] else {
        panic!("{:?}", world.done)
    };
    for part in [GONE_TO_BUDDY, "They would be glad to hear from you"] {
        assert!(said.contains(part), "{part:?} in {said}");
    }
    world.expect(&World::dm(SAM), &[GONE]);
}

#[tokio::test]
async fn a_farewell_that_finds_no_thread_comes_privately() {
    let mut world = after(3).await;
    world.thread_is_gone = true;
    world.leaves(SAM).await;
    world.expect(
        &World::dm(MIA),
        &["**Sam**, whose buddy you were in **Quay**, has left the server."],
    );
    world.expect_nothing_else();
}

#[tokio::test]
async fn that_somebody_else_is_looked_for_is_not_lost() {
    let mut world = after(3).await;
    world.only_hosts(&[]).await;
    mia_hands_over(&world).await;
    world.thread_is_gone = true;
    world.deliver().await;
    world.expect(
        &World::dm(SAM),
        &["About your buddy in **Quay**: I am looking for somebody else"],
    );
}

#[tokio::test]
async fn an_introduction_that_finds_no_thread_introduces_them_privately() {
    let mut world = after(3).await;
    world.only_hosts(&[RAVI]).await;
    mia_hands_over(&world).await;
    assert_eq!(world.buddy_of(SAM).await, Some(RAVI));
    world.thread_is_gone = true;
    world.deliver().await;
    world.expect(&World::dm(SAM), &["Your buddy in **Quay** is **Ravi**"]);
    world.expect(&World::dm(RAVI), &["**Sam** (<@14>) is new in **Quay**"]);
}

/// Discord fails at the introduction owed to the two, so that nobody knows whether it went through.
async fn introduction_is_tried(world: &World) {
    world
        .executes(
            "UPDATE outbox SET sending_at = due_at, attempts = 1 WHERE state = 'owed' AND receipt LIKE '{\"buddy_introduced\"%'",
        )
        .await;
    let tried = "SELECT count(*) FROM outbox WHERE state = 'owed' AND sending_at IS NOT NULL";
    assert_eq!(world.count(tried).await, 1);
}

fn said_in_their_thread(delivery: &Delivery) -> bool {
    matches!(
        delivery,
        Delivery::Send {
            to: Place::BuddyThread(_),
            ..
        }
    )
}

#[tokio::test]
async fn an_introduction_that_was_begun_before_the_thread_went_introduces_nobody_twice() {
    let mut world = after(3).await;
    world.only_hosts(&[RAVI]).await;
    mia_hands_over(&world).await;
    introduction_is_tried(&world).await;
    let thread = world.of(SAM).await.thread.unwrap();
    heard::thread_locked(&world.trial.ctx, thread)
        .await
        .unwrap();
    world.refused = said_in_their_thread;
    world.deliver().await;
    world.expect(&World::dm(SAM), &["Your buddy in **Quay** is **Ravi**"]);
    world.expect(&World::dm(RAVI), &["**Sam** (<@14>) is new in **Quay**"]);
    world.expect_nothing_else();
    let failed = "SELECT count(*) FROM outbox WHERE state = 'failed'";
    assert_eq!(world.count(failed).await, 1);

    // The next one has a thread again until that cannot be: they are introduced as well.
    world.only_hosts(&[NOOR]).await;
    let newcomer = world.of(SAM).await.id;
    let hands_over = NewcomerClick::HandOver { newcomer };
    shown(world.trial.presses(RAVI, hands_over).await);
    assert!(!world.of(SAM).await.privately);
    world.deliver().await;
    world.expect(&World::dm(SAM), &["Your buddy in **Quay** is **Noor**"]);
    world.expect(&World::dm(NOOR), &["**Sam** (<@14>) is new in **Quay**"]);
}

#[tokio::test]
async fn whose_buddy_was_named_privately_hears_nothing_of_an_old_thread() {
    let mut world = after(3).await;
    let thread = world.of(SAM).await.thread.unwrap();
    world
        .executes("UPDATE newcomers SET privately = 1 WHERE thread_id IS NOT NULL")
        .await;
    heard::thread_gone(&world.trial.ctx, thread).await.unwrap();
    world.deliver().await;
    world.expect_nothing_else();
    assert_eq!(world.of(SAM).await.thread, None);
}

#[tokio::test]
async fn whose_thread_was_locked_is_still_their_buddy_after_a_pause_or_a_block() {
    for blocks in [false, true] {
        // In the evening: who is told hears of it on the next morning.
        let mut world = after(16).await;
        world.pass(TimeDelta::hours(13)).await;
        let thread = world.of(SAM).await.thread.unwrap();
        heard::thread_locked(&world.trial.ctx, thread)
            .await
            .unwrap();
        world.only_hosts(&[MIA, RAVI]).await;
        if blocks {
            let other = SAM.to_string();
            shown(world.trial.chooses(MIA, MeClick::Block {}, &[&other]).await);
        } else {
            let pauses = MeClick::PauseFor { days: 7 };
            shown(world.trial.presses(MIA, pauses).await);
        }
        assert_eq!(world.buddy_of(SAM).await, Some(MIA));
        world.pass(TimeDelta::days(12)).await;
        world.expect(&World::dm(SAM), &[GONE]);
        world.expect(&World::dm(MIA), &[GONE_TO_BUDDY]);
        world.expect_nothing_else();
    }
}

#[tokio::test]
async fn with_the_channel_that_it_hangs_under_the_thread_is_gone() {
    let mut world = after(3).await;
    let ctx = &world.trial.ctx;
    heard::channel_gone(ctx, MANAGERS).await.unwrap();
    assert!(world.of(SAM).await.thread.is_some());
    // The help channel is another one by now.
    world
        .executes("UPDATE guilds SET help_channel_id = NULL")
        .await;
    let ctx = &world.trial.ctx;
    heard::channel_gone(ctx, HELP).await.unwrap();
    world.deliver().await;
    world.expect(&World::dm(SAM), &[GONE]);
    world.expect(&World::dm(MIA), &[GONE_TO_BUDDY]);
    world.expect_nothing_else();
}

#[tokio::test]
async fn who_has_no_buddy_any_more_is_not_told_that_nobody_could_be_found() {
    let mut world = after(20).await;
    world.only_hosts(&[]).await;
    mia_hands_over(&world).await;
    world.pass(TimeDelta::days(40)).await;
    let said = world.news(&World::dm(SAM));
    assert_eq!(said.len(), 1, "{said:?}");
    for part in ["nobody could be found to go on", "thanked **Mia** (<@12>)"] {
        assert!(said[0].contains(part), "{part:?} in {said:?}");
    }
    world.expect(
        &World::dm(MIA),
        &["Thirty working days ago **Sam** (<@14>) came to **Quay**."],
    );
    assert_eq!(world.count(HELPS).await, 1);
}

#[tokio::test]
async fn of_several_who_went_the_one_who_was_there_the_longest_is_thanked() {
    let mut world = after(14).await;
    world.only_hosts(&[RAVI]).await;
    mia_hands_over(&world).await;
    world.pass(TimeDelta::days(5)).await;
    world.only_hosts(&[]).await;
    world.leaves(RAVI).await;
    world.done.clear();
    world.pass(TimeDelta::days(40)).await;
    let said = world.news(&World::dm(SAM));
    assert!(said[0].contains("thanked **Mia** (<@12>)"), "{said:?}");
    assert_eq!(world.count(HELPS).await, 1);
}

#[tokio::test]
async fn whoever_left_is_thanked_by_nobody() {
    let mut world = after(14).await;
    world.only_hosts(&[]).await;
    world.leaves(MIA).await;
    world.done.clear();
    world.pass(TimeDelta::days(40)).await;
    let said = world.news(&World::dm(SAM));
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(
        said[0].contains("nobody could be found to go on") && !said[0].contains("thanked"),
        "{said:?}"
    );
    assert_eq!(world.count(HELPS).await, 0);
}

#[tokio::test]
async fn who_never_heard_that_they_were_to_be_a_buddy_was_none() {
    let mut world = World::new().await;
    world.only_hosts(&[MIA]).await;
    world.pass(TimeDelta::hours(13)).await;
    world.joins(SAM, "Sam").await;
    world.only_hosts(&[]).await;
    let pauses = MeClick::PauseFor { days: 7 };
    shown(world.trial.presses(MIA, pauses).await);
    assert_eq!(world.buddy_of(SAM).await, None);
    world.pass(TimeDelta::days(50)).await;
    let said = world.news(&World::dm(SAM));
    let end = said.last().unwrap();
    assert!(end.contains("no buddy could be found"), "{said:?}");
    assert_eq!(world.news(&World::dm(MIA)), Vec::<String>::new());
    assert_eq!(world.count(HELPS).await, 0);
}
