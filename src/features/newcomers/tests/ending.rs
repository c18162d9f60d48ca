//! Somebody leaves, or asks to be forgotten; a thread is deleted.

use chrono::TimeDelta;

use super::*;

#[tokio::test]
async fn when_the_newcomer_leaves_the_buddy_is_told() {
    let mut world = World::new().await;
    world.joins(SAM, "Sam").await;
    world.done.clear();
    world.leaves(SAM).await;
    assert_eq!(world.of(SAM).await.state, NewcomerState::Left);
    world.expect(
        "thread",
        &[
            "**Sam** has left the server, so this ends here.",
            "archived",
        ],
    );
    world.pass(TimeDelta::days(60)).await;
    world.expect_nothing_else();
}

#[tokio::test]
async fn a_newcomer_who_leaves_before_their_buddy_heard_of_them_leaves_no_trace() {
    let mut world = World::new().await;
    world.pass(TimeDelta::hours(13)).await;
    world.joins(SAM, "Sam").await;
    world.done.clear();
    world.leaves(SAM).await;
    world.pass(TimeDelta::days(2)).await;
    world.expect_nothing_else();
}

#[tokio::test]
async fn when_the_buddy_leaves_the_newcomer_gets_another() {
    let mut world = World::new().await;
    world.only_hosts(&[MIA]).await;
    world.joins(SAM, "Sam").await;
    world.done.clear();
    world.only_hosts(&[MIA, RAVI]).await;
    world.leaves(MIA).await;
    assert_eq!(world.buddy_of(SAM).await, Some(RAVI));
    world.expect(
        "thread",
        &["added 13", "meet <@13>, your buddy from here on"],
    );
    world.leaves(RAVI).await;
    assert_eq!(world.buddy_of(SAM).await, None);
    world.expect(
        "thread",
        &["<@14>, **Ravi** has left the server: I am looking for somebody else"],
    );
}

#[tokio::test]
async fn a_buddy_told_privately_is_told_privately_of_the_end() {
    let mut world = World::new().await;
    world.only_hosts(&[MIA]).await;
    world
        .executes("UPDATE guilds SET help_channel_id = NULL")
        .await;
    world.joins(SAM, "Sam").await;
    world.done.clear();
    world.leaves(SAM).await;
    world.expect(
        &World::dm(MIA),
        &["**Sam**, whose buddy you were in **Quay**, has left the server."],
    );
}

#[tokio::test]
async fn a_buddy_who_is_still_to_be_nudged_hears_of_the_end_instead() {
    let mut world = World::new().await;
    world.only_hosts(&[MIA]).await;
    world
        .executes("UPDATE guilds SET help_channel_id = NULL")
        .await;
    world.joins(SAM, "Sam").await;
    world.pass(TimeDelta::hours(24 + 9)).await;
    let newcomer = world.of(SAM).await.id;
    // In the evening: the buddy hears of it on the next morning, unless it is over by then.
    let press = world
        .trial
        .presses(SAM, crate::custom_id::NewcomerClick::NotYet { newcomer })
        .await;
    assert!(press.is_ok());
    world.done.clear();
    world.leaves(SAM).await;
    world.pass(TimeDelta::days(1)).await;
    world.expect(
        &World::dm(MIA),
        &["**Sam**, whose buddy you were in **Quay**, has left the server."],
    );
    world.expect_nothing_else();
}

#[tokio::test]
async fn a_buddy_told_privately_hears_of_it_when_their_newcomer_is_forgotten() {
    let mut world = World::new().await;
    world.only_hosts(&[MIA]).await;
    world
        .executes("UPDATE guilds SET help_channel_id = NULL")
        .await;
    world.joins(SAM, "Sam").await;
    world.done.clear();
    let mut write = world.write().await;
    super::super::forgotten(&mut write, GUILD, SAM, world.now())
        .await
        .unwrap();
    write.commit().await.unwrap();
    world.deliver().await;
    let said = world.news(&World::dm(MIA));
    assert_eq!(said.len(), 1);
    assert!(said[0].contains("end here. Thank you"), "{said:?}");
    assert!(!said[0].contains("Sam"), "{said:?}");
}

#[tokio::test]
async fn a_thread_that_is_gone_is_made_up_for_privately() {
    let mut world = World::new().await;
    world.only_hosts(&[MIA]).await;
    world.joins(SAM, "Sam").await;
    world.done.clear();
    let thread = world.of(SAM).await.thread.unwrap();
    for _ in 0..2 {
        super::super::place_gone(&world.trial.ctx, thread)
            .await
            .unwrap();
    }
    world.deliver().await;
    world.expect(
        &World::dm(SAM),
        &["Your thread with **Mia** (<@12>) in **Quay** is no longer there."],
    );
    world.expect(
        &World::dm(MIA),
        &["Your thread with **Sam** (<@14>) in **Quay**, whose buddy you are, is no longer there."],
    );
    world.pass(TimeDelta::days(1)).await;
    world.expect(
        &World::dm(SAM),
        &["In **Quay**, your first day is behind you."],
    );
    world.expect_nothing_else();
}

#[tokio::test]
async fn who_is_forgotten_is_named_nowhere() {
    let mut world = World::new().await;
    world.only_hosts(&[MIA]).await;
    world.joins(SAM, "Sam").await;
    world.done.clear();
    let mut write = world.write().await;
    super::super::forgotten(&mut write, GUILD, SAM, world.now())
        .await
        .unwrap();
    write.commit().await.unwrap();
    world.deliver().await;
    let thread = world.of(SAM).await.thread.unwrap();
    world.expect(&format!("channel {thread}"), &["This ends here."]);
    world.expect("thread", &["renamed “Welcome”"]);
    assert_eq!(world.of(SAM).await.state, NewcomerState::Left);
}

#[tokio::test]
async fn a_buddy_who_is_forgotten_is_followed_by_another_without_a_name() {
    let mut world = World::new().await;
    world.only_hosts(&[MIA]).await;
    world.joins(SAM, "Sam").await;
    world.done.clear();
    world.only_hosts(&[]).await;
    let mut write = world.write().await;
    super::super::forgotten(&mut write, GUILD, MIA, world.now())
        .await
        .unwrap();
    write.commit().await.unwrap();
    world.deliver().await;
    world.expect(
        "thread",
        &["removed 12", "<@14>, I am looking for somebody else"],
    );
}
