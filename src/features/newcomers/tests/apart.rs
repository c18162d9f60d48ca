//! A block or a pause between the choice of a buddy and their introduction.

use chrono::TimeDelta;

use super::*;
use crate::custom_id::{MeClick, NewcomerClick};
use crate::features::trial::shown;

/// Mia is to be Sam's buddy, and will hear of it in the morning. Ravi could be it as well.
async fn sam_joins_at_night() -> World {
    let mut world = World::new().await;
    world.only_hosts(&[MIA]).await;
    world.pass(TimeDelta::hours(13)).await;
    world.joins(SAM, "Sam").await;
    assert_eq!(world.buddy_of(SAM).await, Some(MIA));
    world.only_hosts(&[MIA, RAVI]).await;
    world.done.clear();
    world
}

async fn blocks(world: &World, by: MemberId, other: MemberId) {
    let other = other.to_string();
    shown(world.trial.chooses(by, MeClick::Block {}, &[&other]).await);
}

/// In the morning Ravi is introduced, and of Mia nothing is read.
async fn ravi_is_introduced(mut world: World) {
    assert_eq!(world.buddy_of(SAM).await, Some(RAVI));
    world.pass(TimeDelta::hours(12)).await;
    world.expect(
        "thread",
        &[
            "opened “Welcome, Sam” with [MemberId(14), MemberId(13)]",
            "meet <@13>, your buddy from here on",
        ],
    );
    world.expect_nothing_else();
}

#[tokio::test]
async fn a_block_set_by_either_keeps_them_from_being_introduced() {
    for (by, other) in [(SAM, MIA), (MIA, SAM)] {
        let world = sam_joins_at_night().await;
        blocks(&world, by, other).await;
        ravi_is_introduced(world).await;
    }
}

#[tokio::test]
async fn a_buddy_who_pauses_before_they_hear_of_it_is_followed_by_another() {
    let world = sam_joins_at_night().await;
    shown(
        world
            .trial
            .presses(MIA, MeClick::PauseFor { days: 7 })
            .await,
    );
    ravi_is_introduced(world).await;
}

#[tokio::test]
async fn a_block_before_the_buddy_reads_of_it_privately_keeps_them_apart_as_well() {
    let mut world = World::new().await;
    world.only_hosts(&[MIA]).await;
    world
        .executes("UPDATE guilds SET help_channel_id = NULL")
        .await;
    world.pass(TimeDelta::hours(13)).await;
    world.joins(SAM, "Sam").await;
    world.only_hosts(&[MIA, RAVI]).await;
    world.done.clear();
    blocks(&world, MIA, SAM).await;
    assert_eq!(world.buddy_of(SAM).await, Some(RAVI));
    world.pass(TimeDelta::hours(12)).await;
    assert_eq!(world.news(&World::dm(MIA)), Vec::<String>::new());
    world.expect(&World::dm(RAVI), &["**Sam** (<@14>) is new in **Quay**"]);
    world.expect(&World::dm(SAM), &["Your buddy in **Quay** is **Ravi**"]);
}

#[tokio::test]
async fn a_block_before_the_newcomer_reads_privately_who_it_is_takes_that_back() {
    let mut world = World::new().await;
    world.only_hosts(&[MIA]).await;
    world
        .executes("UPDATE guilds SET help_channel_id = NULL")
        .await;
    world.joins(SAM, "Sam").await;
    world.pass(TimeDelta::hours(13)).await;
    world.only_hosts(&[RAVI]).await;
    world.done.clear();
    let newcomer = world.of(SAM).await.id;
    let hands_over = NewcomerClick::HandOver { newcomer };
    shown(world.trial.presses(MIA, hands_over).await);
    assert_eq!(world.buddy_of(SAM).await, Some(RAVI));
    world.only_hosts(&[NOOR]).await;
    blocks(&world, SAM, RAVI).await;
    assert_eq!(world.buddy_of(SAM).await, Some(NOOR));
    world.pass(TimeDelta::hours(12)).await;
    world.expect(&World::dm(SAM), &["Your buddy in **Quay** is **Noor**"]);
    world.expect(&World::dm(NOOR), &["**Sam** (<@14>) is new in **Quay**"]);
    assert_eq!(world.news(&World::dm(RAVI)), Vec::<String>::new());
}

#[tokio::test]
async fn once_they_are_introduced_a_block_takes_nothing_back() {
    let mut world = World::new().await;
    world.only_hosts(&[MIA]).await;
    world.joins(SAM, "Sam").await;
    world.only_hosts(&[MIA, RAVI]).await;
    world.done.clear();
    blocks(&world, SAM, MIA).await;
    world.deliver().await;
    assert_eq!(world.buddy_of(SAM).await, Some(MIA));
    world.expect_nothing_else();
}

#[tokio::test]
async fn a_buddy_who_left_and_came_back_unseen_is_followed_by_another() {
    let mut world = World::new().await;
    world.only_hosts(&[MIA]).await;
    world.joins(SAM, "Sam").await;
    world.only_hosts(&[RAVI]).await;
    world.done.clear();
    let mia = person(MIA, "Mia", world.now());
    world.sees(&mia).await;
    assert_eq!(world.buddy_of(SAM).await, Some(RAVI));
    world.expect(
        "thread",
        &[
            "removed 12",
            "added 13",
            "meet <@13>, your buddy from here on",
            // They are new again themselves.
            "opened “Welcome, Mia” with [MemberId(12), MemberId(13)]",
            "<@12>, meet <@13>, your buddy for the first weeks",
        ],
    );
    world.expect(&World::dm(MIA), &["Welcome back to **Quay**, Mia!"]);
}
