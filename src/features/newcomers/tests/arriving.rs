//! Who is welcomed, and by whom they are met.

use std::collections::{BTreeMap, BTreeSet};

use chrono::TimeDelta;

use super::*;
use crate::custom_id::NewcomerClick;
use crate::features::trial::{DATA, refused, shown};
use crate::store::blocks;

#[tokio::test]
async fn who_joins_is_welcomed_and_has_a_buddy_at_once() {
    let mut world = World::new().await;
    world.only_hosts(&[MIA]).await;
    world.joins(SAM, "Sam").await;
    assert_eq!(world.buddy_of(SAM).await, Some(MIA));
    let welcome = world.news(&World::dm(SAM));
    assert_eq!(welcome.len(), 1);
    for part in [
        "Welcome to **Quay**, Sam!",
        "**Mia** (<@12>)",
        "[What I can teach] [What I'd like to learn] [My city]",
    ] {
        assert!(welcome[0].contains(part), "{welcome:?}");
    }
    world.expect(
        "thread",
        &[
            "opened “Welcome, Sam” with [MemberId(14), MemberId(12)]",
            "👋 <@14>, meet <@12>, your buddy for the first weeks.",
        ],
    );
    world.expect_nothing_else();
}

#[tokio::test]
async fn nobody_is_welcomed_twice_for_one_joining() {
    let mut world = World::new().await;
    let mut sam = person(SAM, "Sam", world.now());
    world.sees(&sam).await;
    sam.display_name = "Samira".to_owned();
    world.sees(&sam).await;
    let mut list =
        crate::store::members::present(&mut world.trial.ctx.store.read().await.unwrap(), GUILD)
            .await
            .unwrap();
    sam.roles = vec![DATA];
    list.insert(SAM, sam);
    members::complete(&world.trial.ctx, GUILD, &list)
        .await
        .unwrap();
    world.deliver().await;
    assert_eq!(world.count("SELECT count(*) FROM newcomers").await, 1);
    assert_eq!(world.news(&World::dm(SAM)).len(), 1);
}

#[tokio::test]
async fn the_screening_comes_first_and_bots_are_not_welcomed() {
    let mut world = World::new().await;
    let mut sam = person(SAM, "Sam", world.now());
    sam.pending = true;
    world.sees(&sam).await;
    let mut bot = person(LU, "Robot", world.now());
    bot.bot = true;
    world.sees(&bot).await;
    world.expect_nothing_else();
    world.pass(TimeDelta::hours(2)).await;
    sam.pending = false;
    world.sees(&sam).await;
    assert_eq!(world.news(&World::dm(SAM)).len(), 1);
    assert_eq!(world.count("SELECT count(*) FROM newcomers").await, 1);
}

#[tokio::test]
async fn new_to_a_large_server_it_welcomes_only_who_joins_from_then_on() {
    let mut world = World::new().await;
    let on = world.now() - TimeDelta::minutes(1);
    let mut list: BTreeMap<MemberId, Person> = (1000..3000)
        .map(|number| {
            let before = on - TimeDelta::minutes(number % 5000);
            let somebody = person(MemberId(number), &format!("Person {number}"), before);
            (somebody.member, somebody)
        })
        .collect();
    members::complete(&world.trial.ctx, GUILD, &list)
        .await
        .unwrap();
    world.deliver().await;
    world.expect_nothing_else();
    assert_eq!(world.count("SELECT count(*) FROM newcomers").await, 0);
    list.insert(SAM, person(SAM, "Sam", world.now()));
    for _ in 0..2 {
        members::complete(&world.trial.ctx, GUILD, &list)
            .await
            .unwrap();
    }
    world.deliver().await;
    assert_eq!(world.news(&World::dm(SAM)).len(), 1);
    assert_eq!(world.count("SELECT count(*) FROM newcomers").await, 1);
}

#[tokio::test]
async fn nobody_is_welcomed_while_it_is_off_nor_afterwards_for_that() {
    let mut world = World::new().await;
    let mut write = world.write().await;
    settings::set_turned_on(&mut write, GUILD, None)
        .await
        .unwrap();
    write.commit().await.unwrap();
    let mut sam = person(SAM, "Sam", world.now());
    world.sees(&sam).await;
    world.pass(TimeDelta::hours(1)).await;
    let mut write = world.write().await;
    settings::set_turned_on(&mut write, GUILD, Some(world.now()))
        .await
        .unwrap();
    write.commit().await.unwrap();
    sam.display_name = "Samira".to_owned();
    world.sees(&sam).await;
    world.expect_nothing_else();
}

#[tokio::test]
async fn at_night_the_welcome_comes_at_once_and_the_buddy_hears_in_the_morning() {
    let mut world = World::new().await;
    world.pass(TimeDelta::hours(13)).await;
    world.joins(SAM, "Sam").await;
    assert!(world.buddy_of(SAM).await.is_some());
    assert_eq!(world.news(&World::dm(SAM)).len(), 1);
    world.expect_nothing_else();
    world.pass(TimeDelta::hours(10)).await;
    world.expect_nothing_else();
    world.pass(TimeDelta::hours(1)).await;
    world.expect("thread", &["opened", "meet"]);
}

#[tokio::test]
async fn twenty_who_join_in_a_minute_get_different_buddies() {
    let mut world = World::new().await;
    let long_ago = world.now() - TimeDelta::days(200);
    for number in 100..120 {
        let host = person(MemberId(number), &format!("Host {number}"), long_ago);
        world.sees(&host).await;
    }
    let mut buddies = BTreeSet::new();
    for number in 200..220 {
        world
            .joins(MemberId(number), &format!("New {number}"))
            .await;
        buddies.extend(world.buddy_of(MemberId(number)).await);
    }
    assert_eq!(buddies.len(), 20, "{buddies:?}");
}

#[tokio::test]
async fn twenty_found_on_one_list_get_different_buddies() {
    let mut world = World::new().await;
    let long_ago = world.now() - TimeDelta::days(200);
    let mut list =
        crate::store::members::present(&mut world.trial.ctx.store.read().await.unwrap(), GUILD)
            .await
            .unwrap();
    for number in 100..120 {
        let host = person(MemberId(number), &format!("Host {number}"), long_ago);
        world.sees(&host).await;
        list.insert(host.member, host);
    }
    for number in 200..220 {
        let new = person(MemberId(number), &format!("New {number}"), world.now());
        list.insert(new.member, new);
    }
    members::complete(&world.trial.ctx, GUILD, &list)
        .await
        .unwrap();
    let different = "SELECT count(DISTINCT buddy_id) FROM newcomers WHERE state = 'paired'";
    assert_eq!(world.count(different).await, 20);
}

#[tokio::test]
async fn those_who_are_kept_apart_never_meet_and_nobody_reads_why() {
    let mut world = World::new().await;
    world.only_hosts(&[MIA]).await;
    let mut write = world.write().await;
    blocks::add(&mut write, GUILD, MIA, SAM, world.now())
        .await
        .unwrap();
    write.commit().await.unwrap();
    world.joins(SAM, "Sam").await;
    assert_eq!(world.buddy_of(SAM).await, None);
    world.pass(TimeDelta::minutes(3)).await;
    world.expect(&World::dm(SAM), &["I'm looking for one"]);
    let told = world.news(&format!("channel {MANAGERS}"));
    assert_eq!(told.len(), 1);
    assert!(!told[0].contains("block"), "{told:?}");
}

#[tokio::test]
async fn where_a_role_makes_somebody_new_it_counts_from_when_they_got_it() {
    let mut world = World::new().await;
    let mut write = world.write().await;
    settings::set_newcomer_role(&mut write, GUILD, Some(DATA))
        .await
        .unwrap();
    write.commit().await.unwrap();
    let mut sam = person(SAM, "Sam", world.now());
    world.sees(&sam).await;
    world.expect_nothing_else();
    world.pass(TimeDelta::days(1)).await;
    sam.roles = vec![DATA];
    world.sees(&sam).await;
    assert_eq!(world.of(SAM).await.since, world.now());
    assert_eq!(world.news(&World::dm(SAM)).len(), 1);
    assert_eq!(
        world
            .count("SELECT count(*) FROM members WHERE newcomer_since IS NOT NULL")
            .await,
        1
    );
    // Taken away and given again, it makes nobody new a second time.
    sam.roles.clear();
    world.sees(&sam).await;
    sam.roles = vec![DATA];
    world.sees(&sam).await;
    assert_eq!(world.count("SELECT count(*) FROM newcomers").await, 1);
}

#[tokio::test]
async fn who_comes_back_is_welcomed_back_and_meets_the_same_buddy() {
    let mut world = World::new().await;
    world.joins(SAM, "Sam").await;
    let buddy = world.buddy_of(SAM).await;
    world.pass(TimeDelta::hours(1)).await;
    world.leaves(SAM).await;
    world.done.clear();
    world.pass(TimeDelta::hours(1)).await;
    world.joins(SAM, "Sam").await;
    assert_eq!(world.buddy_of(SAM).await, buddy);
    world.expect(&World::dm(SAM), &["Welcome back to **Quay**, Sam!"]);
    world.expect("thread", &["opened", "meet"]);
}

#[tokio::test]
async fn who_was_there_before_potluck_and_joins_again_is_welcomed_back() {
    let mut world = World::new().await;
    world.leaves(RAVI).await;
    world.done.clear();
    world.pass(TimeDelta::hours(1)).await;
    world.joins(RAVI, "Ravi").await;
    world.expect(&World::dm(RAVI), &["Welcome back to **Quay**, Ravi!"]);
}

#[tokio::test]
async fn who_passes_the_screening_after_joining_again_is_welcomed_back() {
    let mut world = World::new().await;
    world.leaves(RAVI).await;
    world.done.clear();
    world.pass(TimeDelta::hours(1)).await;
    let mut ravi = Person {
        pending: true,
        ..person(RAVI, "Ravi", world.now())
    };
    world.sees(&ravi).await;
    world.pass(TimeDelta::minutes(5)).await;
    ravi.pending = false;
    world.sees(&ravi).await;
    world.expect(&World::dm(RAVI), &["Welcome back to **Quay**, Ravi!"]);
}

#[tokio::test]
async fn who_left_before_they_passed_the_screening_is_not_welcomed_back() {
    let mut world = World::new().await;
    let mut sam = Person {
        pending: true,
        ..person(SAM, "Sam", world.now())
    };
    world.sees(&sam).await;
    world.leaves(SAM).await;
    world.pass(TimeDelta::hours(1)).await;
    sam.joined_at = world.now();
    world.sees(&sam).await;
    sam.pending = false;
    world.sees(&sam).await;
    world.expect(&World::dm(SAM), &["Welcome to **Quay**, Sam!"]);
}

#[tokio::test]
async fn who_left_and_came_back_unseen_begins_anew() {
    let mut world = World::new().await;
    world.joins(SAM, "Sam").await;
    let buddy = world.buddy_of(SAM).await;
    world.done.clear();
    world.pass(TimeDelta::hours(1)).await;
    world.joins(SAM, "Sam").await;
    assert_eq!(world.buddy_of(SAM).await, buddy);
    world.expect(&World::dm(SAM), &["Welcome back"]);
    assert_eq!(
        world
            .count("SELECT count(*) FROM newcomers WHERE state = 'left'")
            .await,
        1
    );
}

#[tokio::test]
async fn where_both_see_no_channel_they_are_told_privately() {
    let mut world = World::new().await;
    world.only_hosts(&[MIA]).await;
    world
        .executes("UPDATE guilds SET help_channel_id = NULL")
        .await;
    world.joins(SAM, "Sam").await;
    world.expect(
        &World::dm(SAM),
        &["**Mia** (<@12>), who hears of it at work"],
    );
    world.expect(
        &World::dm(MIA),
        &["👋 **Sam** (<@14>) is new in **Quay**, and you are their buddy"],
    );
    world.expect_nothing_else();
}

#[tokio::test]
async fn a_welcome_that_reaches_nobody_stands_in_the_channel() {
    let mut world = World::new().await;
    world.refused = |delivery| {
        matches!(
            delivery,
            Delivery::Send {
                to: Place::Direct(_),
                ..
            }
        )
    };
    world.joins(SAM, "Sam").await;
    world.expect(&format!("channel {HELP}"), &["👋 Welcome, <@14>!"]);
}

#[tokio::test]
async fn where_no_thread_can_be_opened_they_are_told_privately() {
    let mut world = World::new().await;
    world.only_hosts(&[MIA]).await;
    world.refused = |delivery| matches!(delivery, Delivery::OpenPrivateThread { .. });
    world.joins(SAM, "Sam").await;
    world.pass(TimeDelta::hours(1)).await;
    world.expect(
        &World::dm(SAM),
        &["Welcome to", "Your buddy in **Quay** is **Mia**"],
    );
    world.expect(&World::dm(MIA), &["you are their buddy"]);
    world.expect_nothing_else();
}

#[tokio::test]
async fn the_three_questions_are_answered_in_the_welcome() {
    let mut world = World::new().await;
    world.joins(SAM, "Sam").await;
    let trial = &world.trial;
    let form = trial
        .presses_in_private(SAM, NewcomerClick::Teach { guild: GUILD })
        .await;
    assert!(shown(form).starts_with("form: "));
    let taught = NewcomerClick::TeachTyped { guild: GUILD };
    let taught = trial.fills_in(SAM, taught, &[("skills", "rust")]).await;
    assert!(shown(taught).contains("**Rust**"));
    let wished = NewcomerClick::LearnTyped { guild: GUILD };
    let wished = trial.fills_in(SAM, wished, &[("skills", "kafka")]).await;
    assert!(shown(wished).contains("Kafka"));
    let city = || NewcomerClick::CityTyped { guild: GUILD };
    let lisbon = trial.submits(SAM, city(), "Lisbon").await;
    assert!(shown(lisbon).contains("Europe/Lisbon"));
    let several = trial.submits(SAM, city(), "portland").await;
    assert!(shown(several).contains("Which place did you mean"));
    let chosen = NewcomerClick::CityChosen { guild: GUILD };
    let chosen = trial.chooses(SAM, chosen, &["0:America/Los_Angeles"]).await;
    assert!(shown(chosen).contains("America/Los Angeles"));
    let nowhere = trial.submits(SAM, city(), "Quixville").await;
    assert!(refused(nowhere).contains("I don't know a place"));
    world.leaves(SAM).await;
    let late = world.trial.submits(SAM, city(), "Lisbon").await;
    assert!(refused(late).contains("I don't see you in that server"));
}
