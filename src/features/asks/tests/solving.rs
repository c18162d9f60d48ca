//! Solved, quiet, never mind.

use super::*;
use crate::delivery::Purpose;
use crate::domain::ask::{AskState, Face};
use crate::features::asks::{ask_page, invitation_page, still_to_thank_for};
use crate::store::choices::{self, Consent};
use crate::store::helps;

/// An ask of Mia's that Ravi has, with its thread open.
async fn taken() -> (World, AskId) {
    let mut world = World::new().await;
    let ask = world.ask().await;
    world.press(RAVI, AskClick::Help { ask }).await.unwrap();
    world.deliver().await;
    (world, ask)
}

async fn recorded(world: &World) -> Vec<(MemberId, MemberId, Option<String>)> {
    let helps = helps::all(&mut world.ctx.store.read().await.unwrap(), GUILD)
        .await
        .unwrap();
    helps
        .into_iter()
        .map(|help| (help.helper.unwrap(), help.learner.unwrap(), help.thanks))
        .collect()
}

#[tokio::test]
async fn solved_with_several_helpers_is_on_record_once_each() {
    let (mut world, ask) = taken().await;
    let page = answer(world.press(MIA, AskClick::Solved { ask }).await);
    assert!(
        page.contains("Chosen: <@12>"),
        "who took it is chosen to begin with: {page}"
    );
    let chosen = world
        .press_with(
            MIA,
            AskClick::SolvedBy { ask },
            Some(GUILD),
            None,
            &[RAVI, NOOR, RAVI],
            &[],
        )
        .await;
    assert!(answer(chosen).contains("Chosen: <@12> and <@13>"));
    world
        .press(MIA, AskClick::Face { ask, face: 3 })
        .await
        .unwrap();
    let thanked = world
        .press_with(
            MIA,
            AskClick::Thanks { ask },
            Some(GUILD),
            None,
            &[],
            &[("thanks", "You *two*!")],
        )
        .await;
    assert!(answer(thanked).contains("> You \\*two\\*!"));
    assert!(answer(world.press(MIA, AskClick::SolvedDone { ask }).await).contains("are on record"));
    assert!(
        refusal(world.press(MIA, AskClick::SolvedDone { ask }).await).contains("solved already")
    );
    world.deliver().await;
    let thanks = Some("You *two*!".to_owned());
    assert_eq!(
        recorded(&world).await,
        [(RAVI, MIA, thanks.clone()), (NOOR, MIA, thanks)]
    );
    let ended = world.find(ask).await;
    assert_eq!(
        (ended.state, ended.face),
        (AskState::Solved, Some(Face::Happy))
    );
    let (_, last) = world.sent.last().unwrap();
    assert!(
        text(last).contains("Thank you, <@12> and <@13>")
            && text(last).contains("> You \\*two\\*!"),
        "{}",
        text(last)
    );
    assert_eq!(last.pings.members, [RAVI, NOOR]);
    assert_eq!(world.next_due().await, None);
}

#[tokio::test]
async fn only_the_asker_solves_and_only_people_have_helped() {
    let (world, ask) = taken().await;
    for click in [
        AskClick::Solved { ask },
        AskClick::SolvedDone { ask },
        AskClick::Face { ask, face: 1 },
        AskClick::WriteThanks { ask },
        AskClick::SolvedBySomebodyElse { ask },
        AskClick::SolvedByName { ask },
        AskClick::SolvedByMember { ask, member: RAVI },
    ] {
        assert!(refusal(world.press(RAVI, click).await).contains("Only <@11>"));
    }
    let choose = |members: Vec<MemberId>| {
        let world = &world;
        async move {
            answer(
                world
                    .press_with(
                        MIA,
                        AskClick::SolvedBy { ask },
                        Some(GUILD),
                        None,
                        &members,
                        &[],
                    )
                    .await,
            )
        }
    };
    assert!(choose(vec![MIA]).await.contains("Well done"));
    assert!(choose(vec![BOT]).await.contains("Bots don't need thanks"));
    assert!(
        choose(vec![MemberId(999)])
            .await
            .contains("don't know that person")
    );
    // Nobody is right, too: some find it themselves.
    assert!(answer(world.press(MIA, AskClick::SolvedDone { ask }).await).contains("Well done"));
    assert_eq!(recorded(&world).await, []);
}

#[tokio::test]
async fn in_private_people_are_chosen_from_suggestions_or_by_name() {
    let (world, ask) = taken().await;
    let Reply::Private(page) = world
        .press_with(MIA, AskClick::Solved { ask }, None, None, &[], &[])
        .await
        .unwrap()
    else {
        panic!("a page")
    };
    let Some(Block::Select(select)) = page
        .blocks
        .iter()
        .find(|block| matches!(block, Block::Select(_)))
    else {
        panic!("a select")
    };
    let crate::post::SelectKind::Options(options) = &select.kind else {
        panic!("options")
    };
    let shown: Vec<(&str, bool)> = options
        .iter()
        .map(|option| (option.label.as_str(), option.chosen))
        .collect();
    assert_eq!(
        shown,
        [
            ("Ravi", true),
            ("Noor", false),
            ("Olu", false),
            ("Sam", false)
        ]
    );
    assert!(text(&page).contains("[Somebody else]"));
    let by_name = |name: &'static str| {
        let world = &world;
        async move {
            answer(
                world
                    .press_with(
                        MIA,
                        AskClick::SolvedByName { ask },
                        None,
                        None,
                        &[],
                        &[("name", name)],
                    )
                    .await,
            )
        }
    };
    assert!(by_name("zed").await.contains("found nobody"));
    assert!(by_name("mia").await.contains("found nobody"), "not oneself");
    assert!(by_name("o").await.contains("Which of them?"));
    assert!(by_name("noor").await.contains("Chosen: <@12> and <@13>"));
}

#[tokio::test]
async fn ten_helpers_are_the_most_and_the_page_says_so() {
    let (world, ask) = taken().await;
    let mut write = world.ctx.store.write().await.unwrap();
    let crowd: Vec<MemberId> = (100..111).map(MemberId).collect();
    for member in &crowd {
        let name = format!("Guest {member}");
        members::put(&mut write, GUILD, &person(*member, &name, world.now()))
            .await
            .unwrap();
    }
    write.commit().await.unwrap();
    let reply = world
        .press_with(
            MIA,
            AskClick::SolvedBy { ask },
            Some(GUILD),
            None,
            &crowd,
            &[],
        )
        .await;
    assert!(answer(reply).contains("Ten people are the most"));
    world
        .press(MIA, AskClick::SolvedDone { ask })
        .await
        .unwrap();
    assert_eq!(recorded(&world).await.len(), 10);
}

#[tokio::test]
async fn without_a_thread_the_question_and_the_thanks_go_privately() {
    let (mut world, ask) = taken().await;
    let thread = world.find(ask).await.thread.unwrap();
    gone::place_gone(&world.ctx, thread).await.unwrap();
    world.pass(TimeDelta::days(4)).await;
    let told = world.said_in(&Place::Direct(MIA));
    assert!(
        told[1].contains("How is it going with **PostgreSQL**"),
        "{told:?}"
    );
    world.press(MIA, AskClick::Solved { ask }).await.unwrap();
    world
        .press(MIA, AskClick::SolvedDone { ask })
        .await
        .unwrap();
    world.pass(TimeDelta::days(4)).await;
    let thanked = world.said_in(&Place::Direct(RAVI));
    assert!(
        thanked[0].contains("**Mia** from **Quay** says thank you"),
        "{thanked:?}"
    );
}

#[tokio::test]
async fn a_quiet_thread_is_asked_about_once_and_closes_after_fourteen_days() {
    let (mut world, ask) = taken().await;
    let thread = world.find(ask).await.thread.unwrap();
    world.pass(TimeDelta::days(2)).await;
    gone::sign_of_life(&world.ctx, thread, RAVI).await.unwrap();
    world.pass(TimeDelta::days(2)).await;
    assert_eq!(
        world.said_in(&Place::AskThread(ask)).len(),
        1,
        "a word starts the silence anew"
    );
    world.pass(TimeDelta::days(1)).await;
    let said = world.said_in(&Place::AskThread(ask));
    assert!(
        said[1].contains("quiet here")
            && said[1].contains("[Solved]\n[Still need help]\n[Never mind]"),
        "{}",
        said[1]
    );
    world.pass(TimeDelta::days(10)).await;
    assert_eq!(
        world.said_in(&Place::AskThread(ask)).len(),
        2,
        "asked once for each silence"
    );
    world.pass(TimeDelta::days(1)).await;
    assert_eq!(world.find(ask).await.state, AskState::Quiet);
    assert_eq!(world.next_due().await, None);
    // Thanks are welcome late, too.
    world.press(MIA, AskClick::Solved { ask }).await.unwrap();
    world
        .press(MIA, AskClick::SolvedDone { ask })
        .await
        .unwrap();
    assert_eq!(recorded(&world).await, [(RAVI, MIA, None)]);
}

#[tokio::test]
async fn what_is_due_twice_happens_once() {
    let (mut world, ask) = taken().await;
    world.ctx.clock.move_to(world.now() + TimeDelta::days(3));
    world.run_due().await;
    world.run_due().await;
    assert_eq!(world.said_in(&Place::AskThread(ask)).len(), 2);
}

#[tokio::test]
async fn never_mind_closes_it_for_everybody() {
    let (mut world, ask) = taken().await;
    assert!(answer(world.press(MIA, AskClick::NeverMind { ask }).await).contains("is closed"));
    assert!(refusal(world.press(MIA, AskClick::NeverMind { ask }).await).contains("taken back"));
    world.deliver().await;
    assert!(world.said_in(&Place::AskThread(ask))[1].contains("doesn't need this any more"));
    assert!(refusal(world.press(NOOR, AskClick::Help { ask }).await).contains("no longer needed"));
    assert!(refusal(world.press(MIA, AskClick::Solved { ask }).await).contains("taken back"));
    assert_eq!(world.next_due().await, None);
}

#[tokio::test]
async fn never_minded_before_it_went_up_nothing_goes_up() {
    let mut world = World::new().await;
    world.teach(&[RAVI]).await;
    world.try_ask(MIA, "postgres", Some("Slow.")).await.unwrap();
    let ask = asks::unfinished_of(&mut world.ctx.store.read().await.unwrap(), GUILD, MIA)
        .await
        .unwrap()[0];
    world.press(MIA, AskClick::NeverMind { ask }).await.unwrap();
    world.pass(TimeDelta::days(1)).await;
    assert!(world.sent.is_empty(), "{:?}", world.sent);
}

#[tokio::test]
async fn the_pages_of_me_say_what_can_be_done() {
    let (world, ask) = taken().await;
    let page = async |member| {
        text(
            &super::super::ask_page(&world.ctx, ask, member)
                .await
                .unwrap(),
        )
    };
    assert!(
        page(MIA)
            .await
            .contains("[Solved]\n[Still need help]\n[Never mind]")
    );
    assert!(page(RAVI).await.contains("[I can't after all]"));
    assert!(page(NOOR).await.contains("somebody else's"));
    let mut read = world.ctx.store.read().await.unwrap();
    let asked = super::super::asks_of(&mut read, GUILD, MIA).await.unwrap();
    assert_eq!(
        asked
            .iter()
            .map(|line| (line.ask, line.helpers.clone()))
            .collect::<Vec<_>>(),
        [(ask, vec![RAVI])]
    );
    assert_eq!(
        super::super::taken_by(&mut read, GUILD, RAVI)
            .await
            .unwrap()
            .len(),
        1
    );
    assert_eq!(
        super::super::help_counts(&mut read, GUILD, RAVI)
            .await
            .unwrap(),
        (0, 0)
    );
}

#[tokio::test]
async fn who_was_taken_off_the_page_stays_off_it() {
    let (world, ask) = taken().await;
    assert!(
        answer(world.press(MIA, AskClick::Solved { ask }).await).contains("Chosen: <@12>"),
        "who took it is chosen to begin with"
    );
    let empty = world
        .press_with(MIA, AskClick::SolvedBy { ask }, Some(GUILD), None, &[], &[])
        .await;
    assert!(answer(empty).contains("Nobody is chosen"));
    for click in [AskClick::Solved { ask }, AskClick::SolvedPage { ask }] {
        let page = answer(world.press(MIA, click).await);
        assert!(page.contains("Nobody is chosen"), "{page}");
    }
    world
        .press(MIA, AskClick::SolvedDone { ask })
        .await
        .unwrap();
    assert_eq!(recorded(&world).await, []);
}

#[tokio::test]
async fn who_let_go_is_not_chosen_and_who_came_after_is() {
    let (mut world, ask) = taken().await;
    world.press(RAVI, AskClick::GiveBack { ask }).await.unwrap();
    world.press(NOOR, AskClick::Help { ask }).await.unwrap();
    world.deliver().await;
    let page = answer(world.press(MIA, AskClick::Solved { ask }).await);
    assert!(page.contains("Chosen: <@13>"), "{page}");
}

#[tokio::test]
async fn without_a_thread_thanks_wait_like_other_thanks_and_go_to_whoever_wants_them() {
    for wants in [true, false] {
        let (mut world, ask) = taken().await;
        let thread = world.find(ask).await.thread.unwrap();
        gone::place_gone(&world.ctx, thread).await.unwrap();
        world.deliver().await;
        let mut write = world.ctx.store.write().await.unwrap();
        choices::set_consent(&mut write, GUILD, RAVI, Consent::Thanks, wants)
            .await
            .unwrap();
        write.commit().await.unwrap();
        world.press(MIA, AskClick::Solved { ask }).await.unwrap();
        let done = answer(world.press(MIA, AskClick::SolvedDone { ask }).await);
        assert!(
            done.contains("your thanks to <@12> are on record"),
            "{done}"
        );
        let mut read = world.ctx.store.read().await.unwrap();
        let owed = outbox::unsent(&mut read, GUILD, RAVI, None).await.unwrap();
        let purposes: Vec<Purpose> = owed.iter().map(|message| message.purpose).collect();
        let expected = if wants {
            Purpose::Thanks
        } else {
            Purpose::Courtesy
        };
        assert_eq!(purposes, [expected]);
    }
}

#[tokio::test]
async fn what_closed_quietly_can_be_solved_from_its_thread_and_from_me_for_two_weeks() {
    let (mut world, ask) = taken().await;
    world.pass(TimeDelta::days(15)).await;
    assert_eq!(world.find(ask).await.state, AskState::Quiet);
    let said = world.said_in(&Place::AskThread(ask));
    assert!(said.last().unwrap().ends_with("[Solved]"), "{said:?}");
    let offered = async |world: &World, member| {
        let mut read = world.ctx.store.read().await.unwrap();
        still_to_thank_for(&mut read, GUILD, member, world.now())
            .await
            .unwrap()
            .len()
    };
    assert_eq!(offered(&world, MIA).await, 1);
    assert_eq!(offered(&world, RAVI).await, 0);
    let page = ask_page(&world.ctx, ask, MIA).await.unwrap();
    assert!(text(&page).ends_with("[Solved]"), "{}", text(&page));
    let page = ask_page(&world.ctx, ask, RAVI).await.unwrap();
    assert!(!text(&page).contains("[Solved]"), "{}", text(&page));
    world.pass(TimeDelta::days(15)).await;
    assert_eq!(offered(&world, MIA).await, 0);
    world.press(MIA, AskClick::Solved { ask }).await.unwrap();
}

#[tokio::test]
async fn a_declined_invitation_offers_nothing_once_the_ask_is_over() {
    let mut world = World::new().await;
    world.teach(&[NOOR]).await;
    let ask = world.ask().await;
    world.pass(TimeDelta::days(1)).await;
    let invitation = world.invitation(ask, NOOR).await.unwrap();
    let declined = answer(world.press(NOOR, AskClick::Decline { invitation }).await);
    assert!(declined.contains("the button still works"), "{declined}");
    world.deliver().await;
    world.press(MIA, AskClick::NeverMind { ask }).await.unwrap();
    let page = invitation_page(&world.ctx, invitation, NOOR).await.unwrap();
    assert!(text(&page).contains("no longer needed"), "{}", text(&page));
    assert!(!text(&page).contains("[I can help]"), "{}", text(&page));
    let mut read = world.ctx.store.read().await.unwrap();
    let mut rows = Vec::new();
    for kind in [Kind::Other, Kind::Private] {
        rows.extend(
            outbox::ready(&mut read, kind, world.now(), 20)
                .await
                .unwrap(),
        );
    }
    let edited = rows.iter().any(|row| {
        matches!(&row.delivery, Delivery::Edit { post, .. }
            if text(post).contains("no longer needed. Thank you for being there"))
    });
    assert!(edited, "{rows:?}");
}
