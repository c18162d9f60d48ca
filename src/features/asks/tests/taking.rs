//! Taking an ask on, giving it back, and who or what goes away meanwhile.

use super::*;
use crate::domain::ask::{AskState, InvitationState};
use crate::domain::schedule::WorkingHours;
use crate::store::{ask_helpers, channels, choices};

const HELPED: &str = "You're helping";

#[tokio::test]
async fn of_two_at_the_same_moment_one_gets_it_and_the_other_a_kind_answer() {
    let mut world = World::new().await;
    world.teach(&[RAVI, NOOR]).await;
    let ask = world.ask().await;
    let invitation = world.invitation(ask, RAVI).await.unwrap();
    let (one, other) = tokio::join!(
        world.press(RAVI, AskClick::Accept { invitation }),
        world.press(OLU, AskClick::Help { ask })
    );
    let answers = [answer(one), answer(other)];
    assert_eq!(
        answers
            .iter()
            .filter(|answer| answer.contains(HELPED))
            .count(),
        1,
        "{answers:?}"
    );
    assert_eq!(
        answers
            .iter()
            .filter(|answer| answer.contains("a moment quicker"))
            .count(),
        1,
        "{answers:?}"
    );
    let helpers = ask_helpers::current(&mut world.ctx.store.read().await.unwrap(), ask)
        .await
        .unwrap();
    assert_eq!(helpers.len(), 1);
    world.deliver().await;
    let thread = world.said_in(&Place::AskThread(ask));
    assert_eq!(thread.len(), 1, "{thread:?}");
    assert!(
        thread[0].contains("[Solved]\n[I can't after all]\n[Never mind]"),
        "{}",
        thread[0]
    );
}

#[tokio::test]
async fn the_other_invitations_close_and_one_not_sent_yet_is_never_sent() {
    let mut world = World::new().await;
    world.teach(&[RAVI, NOOR]).await;
    let mut write = world.ctx.store.write().await.unwrap();
    // Noor works in the afternoons.
    let afternoon = WorkingHours::new(13 * 60, 20 * 60).unwrap();
    choices::set_hours(&mut write, GUILD, NOOR, afternoon)
        .await
        .unwrap();
    write.commit().await.unwrap();
    let ask = world.ask().await;
    let ravi = world.invitation(ask, RAVI).await.unwrap();
    let noor = world.invitation(ask, NOOR).await.unwrap();
    world
        .press(RAVI, AskClick::Accept { invitation: ravi })
        .await
        .unwrap();
    world.pass(TimeDelta::days(1)).await;
    assert_eq!(world.said_in(&Place::Direct(NOOR)), Vec::<String>::new());
    let state = invitations::find(&mut world.ctx.store.read().await.unwrap(), noor)
        .await
        .unwrap()
        .unwrap()
        .state;
    assert_eq!(state, InvitationState::Closed);
    assert!(
        answer(
            world
                .press(NOOR, AskClick::Accept { invitation: noor })
                .await
        )
        .contains("a moment quicker")
    );
}

#[tokio::test]
async fn pressing_twice_helping_oneself_and_coming_from_outside_each_get_a_sentence() {
    let mut world = World::new().await;
    let ask = world.ask().await;
    assert!(refusal(world.press(MIA, AskClick::Help { ask }).await).contains("your own question"));
    assert!(
        refusal(world.press(MemberId(999), AskClick::Help { ask }).await)
            .contains("not in that server")
    );
    assert!(
        refusal(world.press(RAVI, AskClick::GiveBack { ask }).await)
            .contains("for whoever is helping here")
    );
    assert!(refusal(world.press(RAVI, AskClick::NeverMind { ask }).await).contains("Only <@11>"));
    assert!(
        refusal(world.press(RAVI, AskClick::Help { ask: AskId(77) }).await).contains("can't find")
    );
    assert!(answer(world.press(RAVI, AskClick::Help { ask }).await).contains(HELPED));
    assert!(answer(world.press(RAVI, AskClick::Help { ask }).await).contains("on it already"));
}

#[tokio::test]
async fn given_back_it_is_open_again_in_the_same_thread() {
    let mut world = World::new().await;
    world.teach(&[RAVI, NOOR]).await;
    let ask = world.ask().await;
    world.press(SAM, AskClick::Help { ask }).await.unwrap();
    world.deliver().await;
    let thread = world.find(ask).await.thread.unwrap();
    world.teach(&[OLU]).await;
    assert!(answer(world.press(SAM, AskClick::GiveBack { ask }).await).contains("That's fine"));
    world.deliver().await;
    let again = world.find(ask).await;
    assert_eq!((again.state, again.thread), (AskState::Open, Some(thread)));
    assert!(
        world.invitation(ask, OLU).await.is_some(),
        "the next are asked at once"
    );
    let said = world.said_in(&Place::AskThread(ask));
    assert!(
        said[1].contains("<@14> can't go on") && said[1].contains("asked 3 more people"),
        "{}",
        said[1]
    );
    world.press(OLU, AskClick::Help { ask }).await.unwrap();
    world.deliver().await;
    assert!(world.said_in(&Place::AskThread(ask))[2].contains("<@15> can help you"));
    assert_eq!(world.find(ask).await.thread, Some(thread));
    assert!(
        answer(world.press(SAM, AskClick::GiveBack { ask }).await)
            .contains("off your list already")
    );
}

#[tokio::test]
async fn still_needed_asks_the_next_into_the_same_thread_and_keeps_who_is_there() {
    let mut world = World::new().await;
    let ask = world.ask().await;
    world.press(RAVI, AskClick::Help { ask }).await.unwrap();
    world.deliver().await;
    world.teach(&[NOOR]).await;
    assert!(refusal(world.press(RAVI, AskClick::StillNeeded { ask }).await).contains("Only <@11>"));
    assert!(
        answer(world.press(MIA, AskClick::StillNeeded { ask }).await)
            .contains("asked one more person")
    );
    assert!(
        answer(world.press(MIA, AskClick::StillNeeded { ask }).await)
            .contains("One person is being asked right now")
    );
    let invitation = world.invitation(ask, NOOR).await.unwrap();
    world
        .press(NOOR, AskClick::Accept { invitation })
        .await
        .unwrap();
    let helpers = ask_helpers::current(&mut world.ctx.store.read().await.unwrap(), ask)
        .await
        .unwrap();
    assert_eq!(helpers, [RAVI, NOOR]);
    assert_eq!(world.find(ask).await.state, AskState::Taken);
}

#[tokio::test]
async fn when_the_asker_leaves_it_closes_and_when_the_helper_leaves_it_opens() {
    let mut world = World::new().await;
    let ask = world.ask().await;
    world.press(RAVI, AskClick::Help { ask }).await.unwrap();
    world.deliver().await;
    leave(&world, RAVI).await;
    world.deliver().await;
    assert_eq!(world.find(ask).await.state, AskState::Open);
    assert!(world.said_in(&Place::AskThread(ask))[1].contains("has left the server"));
    leave(&world, MIA).await;
    world.deliver().await;
    assert_eq!(world.find(ask).await.state, AskState::Left);
    assert!(world.said_in(&Place::AskThread(ask))[2].contains("has left the server"));
    assert_eq!(world.next_due().await, None);
    assert!(refusal(world.press(NOOR, AskClick::Help { ask }).await).contains("no longer here"));
}

#[tokio::test]
async fn when_the_last_invited_member_leaves_the_next_are_asked() {
    let mut world = World::new().await;
    world.teach(&[RAVI]).await;
    let ask = world.ask().await;
    world.teach(&[NOOR]).await;
    leave(&world, RAVI).await;
    world.run_due().await;
    assert!(world.invitation(ask, NOOR).await.is_some());
}

async fn leave(world: &World, member: MemberId) {
    let mut write = world.ctx.store.write().await.unwrap();
    members::leave(&mut write, GUILD, member, world.now())
        .await
        .unwrap();
    gone::member_left(&world.ctx, &mut write, GUILD, member, world.now())
        .await
        .unwrap();
    write.commit().await.unwrap();
}

#[tokio::test]
async fn without_post_thread_or_channel_it_goes_on_privately() {
    let mut world = World::new().await;
    let ask = world.ask().await;
    let post = world.find(ask).await.post_message.unwrap();
    gone::message_gone(&world.ctx, HELP_CHANNEL, post)
        .await
        .unwrap();
    world.deliver().await;
    assert!(world.said_in(&Place::Direct(MIA))[0].contains("no longer in the help channel"));
    // A thread needs a message to hang under: a new post says that it is taken.
    world.press(RAVI, AskClick::Help { ask }).await.unwrap();
    world.deliver().await;
    assert!(world.said_in(&Place::Channel(HELP_CHANNEL))[1].contains("**Taken:** <@12>"));
    let thread = world.find(ask).await.thread.unwrap();
    gone::place_gone(&world.ctx, thread).await.unwrap();
    world.deliver().await;
    let told = &world.said_in(&Place::Direct(MIA))[1];
    assert!(
        told.contains("**Ravi** can write to each other") && told.contains("[Solved]"),
        "{told}"
    );
    // Then the whole channel.
    gone::place_gone(&world.ctx, HELP_CHANNEL).await.unwrap();
    let mut write = world.ctx.store.write().await.unwrap();
    channels::remove_channel(&mut write, GUILD, HELP_CHANNEL)
        .await
        .unwrap();
    write.commit().await.unwrap();
    world.press(RAVI, AskClick::GiveBack { ask }).await.unwrap();
    world.press(NOOR, AskClick::Help { ask }).await.unwrap();
    world.deliver().await;
    assert!(world.said_in(&Place::Direct(NOOR))[0].contains("You're helping **Mia**"));
    assert!(
        world
            .said_in(&Place::Direct(MIA))
            .last()
            .unwrap()
            .contains("**Noor** from **Quay** can help you")
    );
}

#[tokio::test]
async fn after_its_thread_was_deleted_the_next_one_helps_under_a_new_post() {
    let mut world = World::new().await;
    let ask = world.ask().await;
    world.press(RAVI, AskClick::Help { ask }).await.unwrap();
    world.deliver().await;
    let before = world.find(ask).await;
    gone::place_gone(&world.ctx, before.thread.unwrap())
        .await
        .unwrap();
    world
        .press(MIA, AskClick::StillNeeded { ask })
        .await
        .unwrap();
    world.press(RAVI, AskClick::Help { ask }).await.unwrap();
    world.deliver().await;
    let after = world.find(ask).await;
    assert_ne!(after.post_message, before.post_message);
    assert!(after.thread.is_some() && after.thread != before.thread);
    assert_eq!(world.said_in(&Place::Channel(HELP_CHANNEL)).len(), 2);
}

#[tokio::test]
async fn the_last_to_lapse_on_the_instant_of_a_wave_is_told_all_the_same() {
    let mut world = World::new().await;
    world.teach(&[RAVI]).await;
    // Asked at nine, so a wave falls on one o'clock of every day; Ravi is asked at one on the first.
    let mut write = world.ctx.store.write().await.unwrap();
    let afternoon = WorkingHours::new(13 * 60, 18 * 60).unwrap();
    choices::set_hours(&mut write, GUILD, RAVI, afternoon)
        .await
        .unwrap();
    write.commit().await.unwrap();
    world.ask().await;
    world.pass(TimeDelta::hours(4 + 48)).await;
    assert_eq!(world.said_in(&Place::Direct(MIA)).len(), 1);
}

#[tokio::test]
async fn a_thread_that_cannot_be_opened_is_made_up_for_privately() {
    let mut world = World::new().await;
    let ask = world.ask().await;
    world.press(RAVI, AskClick::Help { ask }).await.unwrap();
    world
        .deliver_unless(|receipt| matches!(receipt, Receipt::AskThreadOpened(_)))
        .await;
    assert!(world.said_in(&Place::Direct(RAVI))[0].contains("You're helping **Mia**"));
    assert!(world.said_in(&Place::AskThread(ask)).is_empty());
    assert!(!world.find(ask).await.has_thread());
}

#[tokio::test]
async fn a_post_that_cannot_be_put_up_is_told_and_the_ask_goes_on() {
    let mut world = World::new().await;
    world.teach(&[RAVI]).await;
    world.try_ask(MIA, "postgres", Some("Slow.")).await.unwrap();
    world
        .deliver_unless(|receipt| matches!(receipt, Receipt::AskPosted(_)))
        .await;
    assert!(world.said_in(&Place::Direct(MIA))[0].contains("couldn't put your question"));
    let ask = asks::unfinished_of(&mut world.ctx.store.read().await.unwrap(), GUILD, MIA)
        .await
        .unwrap()[0];
    let invitation = world.invitation(ask, RAVI).await.unwrap();
    assert!(answer(world.press(RAVI, AskClick::Accept { invitation }).await).contains(HELPED));
}

#[tokio::test]
async fn an_invitation_that_reaches_nobody_waits_in_me_and_lapses_all_the_same() {
    let mut world = World::new().await;
    world.teach(&[RAVI]).await;
    world.try_ask(MIA, "postgres", Some("Slow.")).await.unwrap();
    world
        .deliver_unless(|receipt| matches!(receipt, Receipt::InvitationDelivered(_)))
        .await;
    let ask = asks::unfinished_of(&mut world.ctx.store.read().await.unwrap(), GUILD, MIA)
        .await
        .unwrap()[0];
    let invitation = world.invitation(ask, RAVI).await.unwrap();
    let page = text(
        &super::super::invitation_page(&world.ctx, invitation, RAVI)
            .await
            .unwrap(),
    );
    assert!(page.contains("[I can help]"), "{page}");
    world.pass(TimeDelta::days(3)).await;
    let state = invitations::find(&mut world.ctx.store.read().await.unwrap(), invitation)
        .await
        .unwrap()
        .unwrap()
        .state;
    assert_eq!(state, InvitationState::Lapsed);
}

#[tokio::test]
async fn given_back_those_are_asked_again_whose_invitation_only_closed() {
    let mut world = World::new().await;
    world.teach(&[RAVI, NOOR, SAM]).await;
    let ask = world.ask().await;
    world.pass(TimeDelta::hours(1)).await;
    let invitation = world.invitation(ask, SAM).await.unwrap();
    answer(world.press(SAM, AskClick::Decline { invitation }).await);
    let noor = world.invitation(ask, NOOR).await.unwrap();
    let ravi = world.invitation(ask, RAVI).await.unwrap();
    answer(
        world
            .press(RAVI, AskClick::Accept { invitation: ravi })
            .await,
    );
    world.deliver().await;
    assert_eq!(world.said_in(&Place::Direct(NOOR)).len(), 1);
    answer(world.press(RAVI, AskClick::GiveBack { ask }).await);
    world.pass(TimeDelta::hours(1)).await;
    // Noor had no chance to answer; Sam declined and Ravi gave it back.
    let to_noor = world.said_in(&Place::Direct(NOOR));
    assert_eq!(to_noor.len(), 2, "{to_noor:?}");
    assert_eq!(to_noor[0], to_noor[1]);
    assert_eq!(world.said_in(&Place::Direct(SAM)).len(), 1);
    assert_eq!(world.said_in(&Place::Direct(RAVI)).len(), 1);
    // The one invitation is open again, with two working days to answer the new message.
    assert_eq!(world.invitation(ask, NOOR).await, Some(noor));
    let mut read = world.ctx.store.read().await.unwrap();
    let anew = invitations::find(&mut read, noor).await.unwrap().unwrap();
    drop(read);
    assert_eq!(anew.state, InvitationState::Open);
    assert!(anew.delivered_at > Some(world.now() - TimeDelta::minutes(61)));
    let said = answer(
        world
            .press(NOOR, AskClick::Accept { invitation: noor })
            .await,
    );
    assert!(said.contains(HELPED), "{said}");
}
