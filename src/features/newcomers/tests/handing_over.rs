//! A buddy hands over, or leaves; and what becomes of those for whom nobody is suitable.

use chrono::TimeDelta;

use super::*;
use crate::custom_id::NewcomerClick;
use crate::features::trial::{refused, shown};

async fn hand_over(world: &World, by: MemberId) -> crate::error::Result<crate::features::Reply> {
    let newcomer = world.of(SAM).await.id;
    world
        .trial
        .presses(by, NewcomerClick::HandOver { newcomer })
        .await
}

#[tokio::test]
async fn the_buddy_hands_over_with_one_button() {
    let mut world = World::new().await;
    world.only_hosts(&[MIA]).await;
    world.joins(SAM, "Sam").await;
    world.done.clear();
    world.only_hosts(&[MIA, RAVI]).await;
    assert_eq!(
        refused(hand_over(&world, NOOR).await),
        "That button is for the buddy, who is Mia at present."
    );
    assert_eq!(
        refused(hand_over(&world, SAM).await),
        "That button is for the buddy, who is Mia at present."
    );
    let done = shown(hand_over(&world, MIA).await);
    assert_eq!(
        done,
        "Done: **Ravi** takes over from here. Thank you for the time you gave!"
    );
    assert_eq!(world.buddy_of(SAM).await, Some(RAVI));
    assert!(refused(hand_over(&world, MIA).await).starts_with("You have handed over already"));
    world.deliver().await;
    world.expect(
        "thread",
        &[
            "removed 12",
            "added 13",
            "👋 <@14>, meet <@13>, your buddy from here on.",
        ],
    );
    world.expect_nothing_else();
}

#[tokio::test]
async fn who_takes_over_hears_of_it_in_their_hours_and_the_newcomer_at_once() {
    let mut world = World::new().await;
    world.only_hosts(&[MIA]).await;
    world.joins(SAM, "Sam").await;
    world.done.clear();
    world.only_hosts(&[MIA, RAVI]).await;
    // Ravi works from noon on.
    world
        .executes("UPDATE members SET work_start = 720, work_end = 1200 WHERE member_id = 13")
        .await;
    shown(hand_over(&world, MIA).await);
    world.deliver().await;
    world.expect(
        "thread",
        &[
            "removed 12",
            "<@14>, **Mia** has handed over: **Ravi** is your buddy from here on",
        ],
    );
    world.pass(TimeDelta::hours(3)).await;
    world.expect("thread", &["added 13", "meet <@13>"]);
}

#[tokio::test]
async fn at_night_nobody_is_pinged_because_of_a_hand_over() {
    let mut world = World::new().await;
    world.only_hosts(&[MIA]).await;
    world.joins(SAM, "Sam").await;
    world.pass(TimeDelta::hours(11)).await;
    world.done.clear();
    world.only_hosts(&[MIA, RAVI]).await;
    shown(hand_over(&world, MIA).await);
    world.deliver().await;
    world.expect("thread", &["removed 12"]);
    world.expect_nothing_else();
    // Not as long as until the first question.
    world.pass(TimeDelta::minutes(13 * 60 - 1)).await;
    world.expect("thread", &["added 13", "meet <@13>"]);
}

#[tokio::test]
async fn it_is_handed_over_before_the_thread_is_open() {
    let mut world = World::new().await;
    world.only_hosts(&[MIA]).await;
    world.pass(TimeDelta::hours(13)).await;
    world.joins(SAM, "Sam").await;
    world.only_hosts(&[RAVI]).await;
    shown(hand_over(&world, MIA).await);
    world.done.clear();
    world.pass(TimeDelta::hours(12)).await;
    world.expect(
        "thread",
        &[
            "opened “Welcome, Sam” with [MemberId(14), MemberId(13)]",
            "meet <@13>",
        ],
    );
}

#[tokio::test]
async fn with_nobody_left_the_managers_are_told_and_it_is_tried_again_every_day() {
    let mut world = World::new().await;
    world.only_hosts(&[MIA]).await;
    world.joins(SAM, "Sam").await;
    world.done.clear();
    let done = shown(hand_over(&world, MIA).await);
    assert!(done.contains("the managers hear of it"), "{done}");
    world.deliver().await;
    world.expect(
        "thread",
        &[
            "removed 12",
            "<@14>, **Mia** has handed over: I am looking for somebody else",
        ],
    );
    world.pass(TimeDelta::minutes(3)).await;
    world.expect(
        &format!("channel {MANAGERS}"),
        &["**Sam** (<@14>) is new and has no buddy yet"],
    );
    world.pass(TimeDelta::hours(12)).await;
    world.expect_nothing_else();
    world.only_hosts(&[MIA, NOOR]).await;
    world.pass(TimeDelta::hours(12)).await;
    assert_eq!(
        world.buddy_of(SAM).await,
        Some(NOOR),
        "and not the one who handed over"
    );
    assert!(
        world
            .news("thread")
            .iter()
            .any(|said| said.contains("meet <@11>"))
    );
}

#[tokio::test]
async fn several_without_a_buddy_are_one_message() {
    let mut world = World::new().await;
    world.only_hosts(&[]).await;
    world.joins(SAM, "Sam").await;
    world.pass(TimeDelta::seconds(30)).await;
    world.joins(LU, "Lu").await;
    world.pass(TimeDelta::minutes(5)).await;
    world.expect(
        &format!("channel {MANAGERS}"),
        &["**Sam** (<@14>) and **Lu** (<@21>) are new and have no buddy yet"],
    );
    assert_eq!(world.news(&format!("channel {MANAGERS}")).len(), 0);
}

#[tokio::test]
async fn without_a_channel_the_managers_are_written_to() {
    let mut world = World::new().await;
    world.only_hosts(&[]).await;
    world
        .executes("UPDATE guilds SET managers_channel_id = NULL")
        .await;
    world.joins(SAM, "Sam").await;
    world.pass(TimeDelta::minutes(5)).await;
    // Noor owns the server, and nobody has the managers' role.
    world.expect(
        &World::dm(NOOR),
        &["In **Quay**, **Sam** (<@14>) is new and has no buddy yet"],
    );
}

#[tokio::test]
async fn where_there_is_no_channel_for_managers_each_of_them_hears_privately() {
    let mut world = World::new().await;
    world.only_hosts(&[]).await;
    world
        .executes("UPDATE guilds SET managers_channel_id = NULL, managers_role_id = 77")
        .await;
    let mut write = world.write().await;
    for number in 0..6 {
        let manager = Person {
            roles: vec![crate::domain::ids::RoleId(77)],
            ..person(MemberId(50 + number), "Ada", world.now())
        };
        crate::store::members::put(&mut write, GUILD, &manager)
            .await
            .unwrap();
        choices::set_consent(
            &mut write,
            GUILD,
            manager.member,
            choices::Consent::Hosting,
            false,
        )
        .await
        .unwrap();
    }
    write.commit().await.unwrap();
    world.joins(SAM, "Sam").await;
    world.pass(TimeDelta::minutes(5)).await;
    for number in 0..6 {
        let news = world.news(&World::dm(MemberId(50 + number)));
        let told = news.iter().filter(|said| said.contains("has no buddy yet"));
        assert_eq!(told.count(), 1, "{number}: {news:?}");
    }
}

#[tokio::test]
async fn it_is_tried_until_the_thirtieth_day_and_no_longer() {
    let mut world = World::new().await;
    world.only_hosts(&[]).await;
    world.joins(SAM, "Sam").await;
    world.pass(TimeDelta::days(50)).await;
    assert_eq!(world.of(SAM).await.state, NewcomerState::Done);
    assert_eq!(
        world
            .count("SELECT count(*) FROM newcomers WHERE due_at IS NOT NULL")
            .await,
        0
    );
    assert_eq!(world.count("SELECT count(*) FROM helps").await, 0);
    world.expect(
        &World::dm(SAM),
        &[
            "I'm looking for one",
            "Your first day in",
            "A good week in",
            "no buddy could be found",
        ],
    );
}

#[tokio::test]
async fn a_buddy_has_no_more_than_two_newcomers() {
    let mut world = World::new().await;
    world.only_hosts(&[MIA]).await;
    for number in 200..203 {
        world
            .joins(MemberId(number), &format!("New {number}"))
            .await;
    }
    let of_mia = "SELECT count(*) FROM newcomers WHERE buddy_id = 12 AND state = 'paired'";
    assert_eq!(world.count(of_mia).await, 2);
    assert_eq!(world.buddy_of(MemberId(202)).await, None);
}
