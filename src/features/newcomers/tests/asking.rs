//! Three times it is asked how it goes, and in the end the buddy is thanked.

use chrono::TimeDelta;

use super::*;
use crate::custom_id::NewcomerClick;
use crate::delivery::Purpose;
use crate::features::trial::{refused, shown};
use crate::post::Post;

async fn with_mia() -> World {
    let mut world = World::new().await;
    world.only_hosts(&[MIA]).await;
    world.joins(SAM, "Sam").await;
    world.done.clear();
    world
}

#[tokio::test]
async fn it_is_asked_on_the_working_days_one_seven_and_thirty() {
    let mut world = with_mia().await;
    world.pass(TimeDelta::hours(23)).await;
    world.expect_nothing_else();
    world.pass(TimeDelta::hours(1)).await;
    world.expect("thread", &["<@14>, your first day is behind you."]);
    // Seven working days after a Monday is a Wednesday.
    world.pass(TimeDelta::days(8) - TimeDelta::minutes(1)).await;
    world.expect_nothing_else();
    world.pass(TimeDelta::minutes(1)).await;
    world.expect("thread", &["<@14>, a good week is behind you."]);
    world
        .pass(TimeDelta::days(33) - TimeDelta::minutes(1))
        .await;
    world.expect_nothing_else();
    world.pass(TimeDelta::minutes(1)).await;
    world.expect("thread", &["Thirty working days! 🎉 <@12>, thank you"]);
    assert_eq!(world.of(SAM).await.state, NewcomerState::Done);
    let helps =
        "SELECT count(*) FROM helps WHERE through = 'buddy' AND helper_id = 12 AND learner_id = 14";
    assert_eq!(world.count(helps).await, 1);
    world.pass(TimeDelta::days(60)).await;
    world.expect_nothing_else();
}

#[tokio::test]
async fn we_have_not_talked_yet_reaches_the_buddy_once_for_each_question() {
    let mut world = with_mia().await;
    let newcomer = world.of(SAM).await.id;
    world.pass(TimeDelta::days(1)).await;
    world.done.clear();
    let press = |by| world.trial.presses(by, NewcomerClick::NotYet { newcomer });
    assert!(shown(press(SAM).await).contains("I have let **Mia** (<@12>) know"));
    assert!(shown(press(SAM).await).contains("knows already"));
    assert!(shown(press(MIA).await).contains("A short line to **Sam** (<@14>)"));
    assert!(refused(press(RAVI).await).contains("for the new colleague and their buddy"));
    world.deliver().await;
    world.expect("thread", &["<@12>, <@14> would be glad to hear from you."]);
    world.pass(TimeDelta::days(8)).await;
    world.done.clear();
    let press = |by| world.trial.presses(by, NewcomerClick::NotYet { newcomer });
    assert!(shown(press(SAM).await).contains("I have let **Mia** (<@12>) know"));
}

#[tokio::test]
async fn all_is_well_is_answered_to_both_and_to_nobody_else() {
    let mut world = with_mia().await;
    let newcomer = world.of(SAM).await.id;
    world.pass(TimeDelta::days(1)).await;
    let press = |by| world.trial.presses(by, NewcomerClick::Well { newcomer });
    assert!(shown(press(SAM).await).starts_with("Good to hear!"));
    assert!(shown(press(MIA).await).contains("thank you for being there"));
    assert!(refused(press(RAVI).await).contains("for the new colleague and their buddy"));
}

#[tokio::test]
async fn buttons_answer_long_afterwards() {
    let mut world = with_mia().await;
    let newcomer = world.of(SAM).await.id;
    world.pass(TimeDelta::days(90)).await;
    let trial = &world.trial;
    let hand_over = trial
        .presses(MIA, NewcomerClick::HandOver { newcomer })
        .await;
    assert!(refused(hand_over).starts_with("Those first thirty days are over"));
    let not_yet = trial.presses(SAM, NewcomerClick::NotYet { newcomer }).await;
    assert!(shown(not_yet).starts_with("It is never too late"));
    world.leaves(SAM).await;
    world.joins(SAM, "Sam").await;
    world.leaves(SAM).await;
    let newcomer = world.of(SAM).await.id;
    let trial = &world.trial;
    let gone = trial
        .presses(MIA, NewcomerClick::HandOver { newcomer })
        .await;
    assert!(refused(gone).contains("has left the server"));
    let never = crate::domain::ids::NewcomerId(999);
    let unknown = trial
        .presses(MIA, NewcomerClick::HandOver { newcomer: never })
        .await;
    assert!(refused(unknown).starts_with("I no longer have what that was about"));
}

#[tokio::test]
async fn what_the_bot_was_away_for_too_long_for_is_left_out_and_the_end_comes() {
    let mut world = with_mia().await;
    // Three weeks away: both questions are of no use any more.
    world.trial.clock.move_to(world.now() + TimeDelta::days(21));
    world.run_due().await;
    world.run_due().await;
    world.expect_nothing_else();
    assert_eq!(world.of(SAM).await.checks, 2);
    world.trial.clock.move_to(world.now() + TimeDelta::days(60));
    world.pass(TimeDelta::days(3)).await;
    world.expect("thread", &["Thirty working days!"]);
}

#[tokio::test]
async fn a_question_that_is_late_by_a_night_waits_for_the_morning() {
    let mut world = with_mia().await;
    world
        .trial
        .clock
        .move_to(world.now() + TimeDelta::hours(24 + 13));
    world.run_due().await;
    world.expect_nothing_else();
    world.pass(TimeDelta::hours(11)).await;
    world.expect("thread", &["<@14>, your first day is behind you."]);
}

#[tokio::test]
async fn me_shows_both_whom_they_have() {
    let mut world = with_mia().await;
    let ctx = &world.trial.ctx;
    let page = super::super::mine(ctx, GUILD, SAM).await.unwrap();
    let page = text(&page);
    assert!(
        page.contains("Your buddy for the first weeks is **Mia** (<@12>)."),
        "{page}"
    );
    assert!(
        page.contains("[All is well] [We have not talked yet]"),
        "{page}"
    );
    let page = text(&super::super::mine(ctx, GUILD, MIA).await.unwrap());
    assert!(
        page.contains("You are the buddy of **Sam** (<@14>)"),
        "{page}"
    );
    assert!(page.contains("[Hand over]"), "{page}");
    let page = text(&super::super::mine(ctx, GUILD, RAVI).await.unwrap());
    assert!(page.starts_with("Nobody is new here just now"), "{page}");
    world.leaves(SAM).await;
    let mut read = world.trial.ctx.store.read().await.unwrap();
    assert!(!super::super::has_any(&mut read, GUILD, MIA).await.unwrap());
}

/// Sam joins on a Friday evening: Mia works next on Monday at nine.
async fn joined_on_friday() -> World {
    let mut world = World::new().await;
    world.only_hosts(&[MIA]).await;
    let friday = TimeDelta::days(4) + TimeDelta::hours(9);
    world.pass(friday).await;
    world.joins(SAM, "Sam").await;
    world.done.clear();
    world
}

const INTRODUCED: [&str; 2] = ["opened “Welcome, Sam”", "👋 <@14>, meet <@12>"];

#[tokio::test]
async fn nobody_is_asked_about_a_buddy_whom_they_met_just_now() {
    for asked_first in [false, true] {
        let mut world = joined_on_friday().await;
        // The bot, or Discord, is away until Tuesday.
        let tuesday = world.now() + TimeDelta::days(4);
        world.trial.clock.move_to(tuesday - TimeDelta::hours(8));
        if asked_first {
            world.run_due_alone().await;
        }
        world.pass(TimeDelta::hours(5)).await;
        world.expect("thread", &INTRODUCED);
        world.expect_nothing_else();
        assert_eq!(world.of(SAM).await.checks, 0);
        world.pass(TimeDelta::days(1)).await;
        world.expect("thread", &["your first day is behind you"]);
    }
}

#[tokio::test]
async fn nobody_is_asked_about_a_buddy_who_waits_for_room_to_hear_of_them() {
    let mut world = World::new().await;
    world.only_hosts(&[MIA]).await;
    world
        .executes("UPDATE guilds SET help_channel_id = NULL")
        .await;
    // Mia's week is full.
    for number in 0..4 {
        let mut write = world.write().await;
        let guild = settings::guild(&mut write, GUILD).await.unwrap().unwrap();
        let post = Post::text(format!("News {number}"));
        let message = messages::Message::new(MIA, Purpose::Reminder, post);
        messages::start(&mut write, &guild, message, world.now())
            .await
            .unwrap();
        write.commit().await.unwrap();
        world.deliver().await;
    }
    assert_eq!(world.news(&World::dm(MIA)).len(), 4);
    world.joins(SAM, "Sam").await;
    world.done.clear();
    world.pass(TimeDelta::days(7) - TimeDelta::hours(1)).await;
    world.expect_nothing_else();
    world.pass(TimeDelta::hours(2)).await;
    world.expect(&World::dm(MIA), &["you are their buddy"]);
    world.expect_nothing_else();
    // By then it is too late for the first question, and the second comes as usual.
    world.pass(TimeDelta::hours(24)).await;
    world.expect_nothing_else();
    world.pass(TimeDelta::hours(24)).await;
    world.expect(
        &World::dm(SAM),
        &["have the two of you found time to talk?"],
    );
}
