//! Asking, inviting, lapsing, and the end without an answer.

use chrono::TimeDelta;

use super::*;
use crate::domain::ask::{AskState, InvitationState};
use crate::post::MAX_TEXT;

#[tokio::test]
async fn an_ask_is_posted_and_the_three_best_placed_are_invited() {
    let mut world = World::new().await;
    world.teach(&[MIA, RAVI, NOOR, SAM, OLU]).await;
    let reply = answer(
        world
            .try_ask(MIA, "postgres", Some("My query is slow."))
            .await,
    );
    assert!(reply.contains("asking 3 people privately"), "{reply}");
    world.deliver().await;
    let posts = world.said_in(&Place::Channel(HELP_CHANNEL));
    assert_eq!(posts.len(), 1);
    assert!(
        posts[0].contains("> My query is slow.") && posts[0].ends_with("[I can help]"),
        "{}",
        posts[0]
    );
    assert!(
        world.sent.iter().all(|(_, post)| post.pings.is_empty()),
        "an ask pings nobody"
    );
    let ask = asks::unfinished_of(&mut world.ctx.store.read().await.unwrap(), GUILD, MIA)
        .await
        .unwrap()[0];
    let invited = world.invited(ask).await;
    assert_eq!(invited.len(), 3);
    assert!(!invited.contains(&MIA));
    let message = &world.said_in(&Place::Direct(invited[0]))[0];
    assert!(
        message.contains("**Mia** in **Quay**")
            && message.contains("because you said that you teach **PostgreSQL**"),
        "{message}"
    );
    assert!(
        message.contains("[I can help]\n[Someone better]\n[Not now]") && message.contains("`/me`"),
        "{message}"
    );
}

#[tokio::test]
async fn without_details_a_form_opens_and_works_once() {
    let world = World::new().await;
    world.teach(&[RAVI]).await;
    let Reply::Modal(form) = world.try_ask(MIA, "postgres", None).await.unwrap() else {
        panic!("a form")
    };
    let crate::custom_id::CustomId::Ask(click) = form.id else {
        panic!("a click of an ask")
    };
    let write = |member, text: &'static str| {
        let (click, world) = (click.clone(), &world);
        async move {
            world
                .press_with(member, click, Some(GUILD), None, &[], &[("details", text)])
                .await
        }
    };
    assert!(refusal(write(RAVI, "mine").await).contains("somebody else's"));
    assert!(answer(write(MIA, "  ").await).contains("nothing in it yet"));
    assert!(answer(write(MIA, "My query is slow.").await).contains("**PostgreSQL**"));
    assert!(refusal(write(MIA, "My query is slow.").await).contains("up already"));
    let mut read = world.ctx.store.read().await.unwrap();
    assert_eq!(
        asks::unfinished_of(&mut read, GUILD, MIA)
            .await
            .unwrap()
            .len(),
        1
    );
}

#[tokio::test]
async fn a_near_miss_is_asked_about_and_never_merged() {
    let world = World::new().await;
    world.teach(&[RAVI]).await;
    let Reply::Private(question) = world
        .try_ask(MIA, "Postgressql", Some("Slow."))
        .await
        .unwrap()
    else {
        panic!("a question")
    };
    let said = text(&question);
    assert!(
        said.contains("Did you mean **PostgreSQL**") && said.contains("[No, Postgressql]"),
        "{said}"
    );
    let draft = crate::domain::ids::DraftId(1);
    let meant = |choice| AskClick::Meant { draft, choice };
    assert!(refusal(world.press(MIA, meant(9)).await).contains("`/askfor`"));
    assert!(answer(world.press(MIA, meant(0)).await).contains("**Postgressql**"));
    assert!(refusal(world.press(MIA, meant(1)).await).contains("up already"));
}

#[tokio::test]
async fn after_four_working_hours_the_next_three_are_asked_and_then_the_asker_hears_that_nobody_is_left()
 {
    let mut world = World::new().await;
    world.teach(&[RAVI, NOOR, SAM, OLU]).await;
    let ask = world.ask().await;
    assert_eq!(world.invited(ask).await.len(), 3);
    world.pass(TimeDelta::minutes(239)).await;
    assert_eq!(world.invited(ask).await.len(), 3);
    world.pass(TimeDelta::minutes(1)).await;
    assert_eq!(world.invited(ask).await.len(), 4);
    world.pass(TimeDelta::days(6)).await;
    let told = world.said_in(&Place::Direct(MIA));
    assert_eq!(told.len(), 1, "once, however often it is looked: {told:?}");
    assert!(
        told[0].contains("busy or has been asked") && told[0].contains("[Never mind]"),
        "{}",
        told[0]
    );
}

#[tokio::test]
async fn when_all_decline_the_next_three_are_asked_at_once() {
    let mut world = World::new().await;
    world.teach(&[RAVI, NOOR, SAM, OLU]).await;
    let ask = world.ask().await;
    let first = world.invited(ask).await;
    for member in &first {
        let invitation = world.invitation(ask, *member).await.unwrap();
        assert!(
            answer(world.press(*member, AskClick::Decline { invitation }).await)
                .contains("that's fine")
        );
        let wrong = world.press(MIA, AskClick::Decline { invitation }).await;
        assert!(refusal(wrong).contains("somebody else"));
    }
    world.run_due().await;
    assert_eq!(world.invited(ask).await.len(), 4);
    // A month later the button on the declined one still answers, and the ask, if still open, could still be taken.
    let invitation = world.invitation(ask, first[0]).await.unwrap();
    assert!(
        answer(world.press(first[0], AskClick::Accept { invitation }).await).contains("Thank you")
    );
    assert_eq!(world.find(ask).await.state, AskState::Taken);
}

#[tokio::test]
async fn an_invitation_lapses_two_working_days_after_it_was_delivered() {
    let mut world = World::new().await;
    world.teach(&[RAVI]).await;
    // Sunday noon: it waits for Monday at nine.
    world
        .ctx
        .clock
        .move_to("2026-03-08T12:00:00Z".parse().unwrap());
    let ask = world.ask().await;
    assert_eq!(world.said_in(&Place::Direct(RAVI)), Vec::<String>::new());
    world.pass(TimeDelta::hours(21)).await;
    assert_eq!(world.said_in(&Place::Direct(RAVI)).len(), 1);
    let invitation = world.invitation(ask, RAVI).await.unwrap();
    let state = async |world: &World| {
        invitations::find(&mut world.ctx.store.read().await.unwrap(), invitation)
            .await
            .unwrap()
            .unwrap()
            .state
    };
    world.pass(TimeDelta::hours(47)).await;
    assert_eq!(state(&world).await, InvitationState::Open);
    world.pass(TimeDelta::hours(1)).await;
    assert_eq!(state(&world).await, InvitationState::Lapsed);
    assert!(world.said_in(&Place::Direct(MIA))[0].contains("busy or has been asked"));
    // Lapsing is not refusing: a late yes is a yes.
    assert!(answer(world.press(RAVI, AskClick::Accept { invitation }).await).contains("Thank you"));
}

#[tokio::test]
async fn after_fourteen_days_it_ends_as_a_wish() {
    let mut world = World::new().await;
    world.teach(&[]).await;
    let reply = answer(
        world
            .try_ask(MIA, "postgres", Some("My query is slow."))
            .await,
    );
    assert!(reply.contains("in two weeks"), "{reply}");
    world.deliver().await;
    let ask = asks::unfinished_of(&mut world.ctx.store.read().await.unwrap(), GUILD, MIA)
        .await
        .unwrap()[0];
    world
        .pass(TimeDelta::days(14) - TimeDelta::minutes(1))
        .await;
    assert_eq!(world.find(ask).await.state, AskState::Open);
    world.pass(TimeDelta::days(1)).await;
    assert_eq!(world.find(ask).await.state, AskState::Unanswered);
    let wishes =
        crate::store::skills::wishes_of(&mut world.ctx.store.read().await.unwrap(), GUILD, MIA)
            .await
            .unwrap();
    assert_eq!(
        wishes
            .iter()
            .map(|wish| wish.name.as_str())
            .collect::<Vec<_>>(),
        ["PostgreSQL"]
    );
    assert!(world.said_in(&Place::Direct(MIA))[0].contains("one of your wishes now"));
    assert_eq!(world.next_due().await, None);
    assert!(
        refusal(world.press(RAVI, AskClick::Help { ask }).await).contains("lives on as a wish")
    );
}

#[tokio::test]
async fn nothing_happens_in_a_guild_that_is_turned_off_or_gone() {
    let mut world = World::new().await;
    world.teach(&[RAVI]).await;
    let ask = world.ask().await;
    let mut write = world.ctx.store.write().await.unwrap();
    crate::store::settings::set_turned_on(&mut write, GUILD, None)
        .await
        .unwrap();
    write.commit().await.unwrap();
    assert_eq!(world.next_due().await, None);
    assert!(refusal(world.press(RAVI, AskClick::Help { ask }).await).contains("resting"));
    assert_eq!(world.find(ask).await.state, AskState::Open);
}

#[tokio::test]
async fn the_weeks_messages_are_never_exceeded() {
    let mut world = World::new().await;
    world.teach(&[RAVI]).await;
    for number in 0..6 {
        let ask = world.ask().await;
        let invited = world.invitation(ask, RAVI).await;
        assert_eq!(invited.is_some(), number < 4, "invitation {number}");
        if let Some(invitation) = invited {
            world
                .press(RAVI, AskClick::Decline { invitation })
                .await
                .unwrap();
        }
        world.press(MIA, AskClick::NeverMind { ask }).await.unwrap();
        world.deliver().await;
    }
}

#[tokio::test]
async fn the_longest_and_strangest_texts_fit_every_post() {
    let mut world = World::new().await;
    let skill = "W".repeat(50);
    world
        .try_ask(MIA, &skill, Some(&"*\\`\n".repeat(375)))
        .await
        .unwrap();
    world.deliver().await;
    let ask = asks::unfinished_of(&mut world.ctx.store.read().await.unwrap(), GUILD, MIA)
        .await
        .unwrap()[0];
    world.press(RAVI, AskClick::Help { ask }).await.unwrap();
    world.deliver().await;
    assert!(world.sent.len() >= 2);
    for (_, post) in &world.sent {
        let length: usize = text(post).chars().count();
        assert!(length <= MAX_TEXT, "{length}");
    }
}

#[tokio::test]
async fn the_id_of_an_invitation_or_ask_that_is_gone_is_not_used_again() {
    let mut world = World::new().await;
    world.teach(&[RAVI]).await;
    let ask = world.ask().await;
    let invitation = world.invitation(ask, RAVI).await.unwrap();
    let mut write = world.ctx.store.write().await.unwrap();
    sqlx::query("DELETE FROM invitations")
        .execute(&mut *write)
        .await
        .unwrap();
    let again = invitations::insert(&mut write, ask, RAVI, 1, "{}", world.now())
        .await
        .unwrap();
    assert!(again > invitation, "{again} follows {invitation}");
    sqlx::query("DELETE FROM asks")
        .execute(&mut *write)
        .await
        .unwrap();
    write.commit().await.unwrap();
    assert!(world.ask().await > ask);
}
