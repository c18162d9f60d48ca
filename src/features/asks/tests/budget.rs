//! Private messages that time or others set off, within what a member is written to in a week.

use super::*;
use crate::delivery::Purpose;
use crate::domain::ask::AskState;
use crate::domain::budget::MESSAGES_A_WEEK;
use crate::store::outbox::{Lane, Owed};

const NEWS: &str = "Something else.";

/// An ask of Mia's that Ravi has, whose thread was deleted.
async fn without_thread() -> (World, AskId) {
    let mut world = World::new().await;
    let ask = world.ask().await;
    world.press(RAVI, AskClick::Help { ask }).await.unwrap();
    world.deliver().await;
    let thread = world.find(ask).await.thread.unwrap();
    gone::place_gone(&world.ctx, thread).await.unwrap();
    world.deliver().await;
    world.sent.clear();
    (world, ask)
}

/// The member has had all the unasked messages of this week.
async fn spend(world: &mut World, member: MemberId) {
    let mut write = world.ctx.store.write().await.unwrap();
    for _ in 0..MESSAGES_A_WEEK {
        let owed = Owed {
            guild: GUILD,
            lane: Lane::Direct(member),
            delivery: Delivery::Send {
                to: Place::Direct(member),
                post: Post::text(NEWS),
            },
            receipt: Receipt::Nothing,
            purpose: Purpose::Courtesy,
            about: None,
            not_before: world.now(),
        };
        outbox::owe(&mut write, owed, world.now()).await.unwrap();
    }
    write.commit().await.unwrap();
    world.deliver().await;
}

/// What a member was told privately about asks.
fn told(world: &World, member: MemberId) -> Vec<String> {
    let mut said = world.said_in(&Place::Direct(member));
    said.retain(|text| text != NEWS);
    said
}

#[tokio::test]
async fn without_a_thread_the_two_are_told_that_it_closes() {
    let (mut world, ask) = without_thread().await;
    world.pass(TimeDelta::days(15)).await;
    assert_eq!(world.find(ask).await.state, AskState::Quiet);
    let mia = told(&world, MIA);
    assert_eq!(mia.len(), 2, "{mia:?}");
    assert!(mia[0].contains("How is it going"), "{mia:?}");
    assert!(
        mia[1].contains("I'm closing your question about **PostgreSQL**"),
        "{mia:?}"
    );
    let ravi = told(&world, RAVI);
    assert_eq!(ravi.len(), 1, "{ravi:?}");
    assert!(ravi[0].contains("nothing is left to do"), "{ravi:?}");
}

#[tokio::test]
async fn the_question_waits_until_the_week_has_room() {
    let (mut world, ask) = without_thread().await;
    world.pass(TimeDelta::days(2)).await;
    spend(&mut world, MIA).await;
    world.pass(TimeDelta::days(6)).await;
    assert_eq!(told(&world, MIA), Vec::<String>::new());
    assert_eq!(world.find(ask).await.quiet_asked_at, None);
    world.pass(TimeDelta::days(2)).await;
    let mia = told(&world, MIA);
    assert_eq!(mia.len(), 1, "{mia:?}");
    assert!(mia[0].contains("How is it going"), "{mia:?}");
    assert!(world.find(ask).await.quiet_asked_at.is_some());
}

#[tokio::test]
async fn never_asked_for_want_of_room_it_closes_all_the_same_and_says_so_when_there_is_room() {
    let (mut world, ask) = without_thread().await;
    for days in [2, 6] {
        world.pass(TimeDelta::days(days)).await;
        spend(&mut world, MIA).await;
    }
    world.pass(TimeDelta::days(6)).await;
    assert_eq!(world.find(ask).await.state, AskState::Quiet);
    assert_eq!(told(&world, MIA), Vec::<String>::new());
    world.pass(TimeDelta::days(2)).await;
    let mia = told(&world, MIA);
    assert_eq!(mia.len(), 1, "{mia:?}");
    assert!(mia[0].contains("I'm closing"), "{mia:?}");
}

#[tokio::test]
async fn an_ask_that_ends_as_a_wish_lets_go_of_who_is_still_on_it() {
    let (mut world, ask) = without_thread().await;
    world
        .press(MIA, AskClick::StillNeeded { ask })
        .await
        .unwrap();
    world.pass(TimeDelta::days(17)).await;
    assert_eq!(world.find(ask).await.state, AskState::Unanswered);
    assert!(told(&world, MIA).last().unwrap().contains("your wishes"));
    let ravi = told(&world, RAVI);
    assert_eq!(ravi.len(), 1, "{ravi:?}");
    assert!(ravi[0].contains("nothing is left to do"), "{ravi:?}");
}

#[tokio::test]
async fn what_time_and_others_set_off_counts_and_is_left_to_me_when_the_week_is_full() {
    let (mut world, ask) = without_thread().await;
    spend(&mut world, MIA).await;
    world.press(RAVI, AskClick::GiveBack { ask }).await.unwrap();
    gone::place_gone(&world.ctx, HELP_CHANNEL).await.unwrap();
    world.pass(TimeDelta::days(2)).await;
    assert_eq!(told(&world, MIA), Vec::<String>::new());
    let page = text(&super::super::ask_page(&world.ctx, ask, MIA).await.unwrap());
    assert!(
        page.contains("Nobody has it yet; I look again") && page.contains("[Never mind]"),
        "{page}"
    );
}

#[tokio::test]
async fn that_nobody_is_left_to_ask_counts_too() {
    for spent in [false, true] {
        let mut world = World::new().await;
        world.teach(&[RAVI]).await;
        let ask = world.ask().await;
        let invitation = world.invitation(ask, RAVI).await.unwrap();
        if spent {
            spend(&mut world, MIA).await;
        }
        world
            .press(RAVI, AskClick::Decline { invitation })
            .await
            .unwrap();
        world.deliver().await;
        assert_eq!(told(&world, MIA).is_empty(), spent);
    }
}
