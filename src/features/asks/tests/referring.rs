//! Someone better: whoever is named, the referrer reads the same.

use chrono::TimeDelta;

use super::*;
use crate::domain::ask::{AskState, InvitationState};
use crate::domain::permissions::{Overwrite, Permissions};
use crate::store::referrals::{self, Credit};
use crate::store::{blocks, choices};

/// Mia's ask, to which Ravi is invited as the only one who teaches it.
async fn ravi_is_invited() -> (World, AskId, InvitationId) {
    let mut world = World::new().await;
    world.teach(&[RAVI]).await;
    let ask = world.ask().await;
    let invitation = world.invitation(ask, RAVI).await.unwrap();
    (world, ask, invitation)
}

impl World {
    /// Ravi names somebody.
    async fn ravi_names(&self, invitation: InvitationId, named: MemberId) -> Result<Reply> {
        let refer = AskClick::Refer { invitation };
        self.press_with(RAVI, refer, None, None, &[named], &[])
            .await
    }

    async fn state_of(&self, invitation: InvitationId) -> InvitationState {
        let mut read = self.ctx.store.read().await.unwrap();
        let found = invitations::find(&mut read, invitation).await.unwrap();
        found.unwrap().state
    }

    async fn credit(&self, member: MemberId) -> Credit {
        let mut read = self.ctx.store.read().await.unwrap();
        referrals::credit(&mut read, GUILD, member).await.unwrap()
    }
}

#[tokio::test]
async fn the_one_named_is_invited_and_reads_who_thought_of_them() {
    let (mut world, ask, invitation) = ravi_is_invited().await;
    let thanks = answer(world.ravi_names(invitation, NOOR).await);
    assert!(thanks.starts_with("**Thank you!**"), "{thanks}");
    assert!(!thanks.contains("Noor"), "{thanks}");
    world.deliver().await;
    let told = world.said_in(&Place::Direct(NOOR));
    assert!(told[0].contains("**Ravi** thought of you"), "{}", told[0]);
    assert_eq!(world.state_of(invitation).await, InvitationState::Referred);
    let (named, helped) = (1, 0);
    assert_eq!(world.credit(RAVI).await, Credit { named, helped });

    // What the referrer does later is still theirs to decide, and so is what the other does.
    let noors = world.invitation(ask, NOOR).await.unwrap();
    let accept = AskClick::Accept { invitation: noors };
    answer(world.press(NOOR, accept).await);
    world.deliver().await;
    answer(world.press(MIA, AskClick::SolvedDone { ask }).await);
    world.deliver().await;
    let thread = world.said_in(&Place::AskThread(ask));
    assert!(
        thread
            .last()
            .unwrap()
            .contains("thank you, <@12>, for knowing whom to ask"),
        "{thread:?}"
    );
    assert_eq!(world.credit(RAVI).await, Credit { named, helped: 1 });
}

#[tokio::test]
async fn the_thanks_are_the_same_whoever_was_named() {
    let mut answers = Vec::new();
    let mut lasting = Vec::new();
    for case in 0..8 {
        let (mut world, ask, invitation) = ravi_is_invited().await;
        let mut write = world.ctx.store.write().await.unwrap();
        let later = world.now() + TimeDelta::days(7);
        let mut named = NOOR;
        let mut invited = false;
        match case {
            0 => invited = true,
            1 => blocks::add(&mut write, GUILD, MIA, NOOR, world.now())
                .await
                .unwrap(),
            2 => blocks::add(&mut write, GUILD, NOOR, MIA, world.now())
                .await
                .unwrap(),
            3 => choices::set_pause(&mut write, GUILD, NOOR, Some(later))
                .await
                .unwrap(),
            4 => named = MIA,
            5 => named = BOT,
            6 => named = MemberId(4711),
            _ => {
                members::leave(&mut write, GUILD, NOOR, world.now())
                    .await
                    .unwrap();
            }
        }
        write.commit().await.unwrap();
        answers.push(answer(world.ravi_names(invitation, named).await));
        world.deliver().await;
        let page = world
            .press(RAVI, AskClick::SomeoneBetter { invitation })
            .await;
        lasting.push((world.state_of(invitation).await, refusal(page)));
        let told = world.said_in(&Place::Direct(RAVI));
        assert_eq!(told.len(), 1, "case {case}: nothing more comes: {told:?}");
        let asked = world.invitation(ask, named).await.is_some();
        assert_eq!(asked, invited, "case {case}");
        // Unless the one named was asked, it goes on as after a refusal: nobody is left, and the asker hears.
        let mia = world.said_in(&Place::Direct(MIA));
        assert_eq!(mia.len(), usize::from(!invited), "case {case}: {mia:?}");
        // The referrer sees the same of themselves, too.
        assert_eq!(world.credit(RAVI).await.named, 1, "case {case}");
    }
    assert!(
        answers.iter().all(|text| text == &answers[0]),
        "{answers:#?}"
    );
    assert!(
        lasting.iter().all(|each| each == &lasting[0]),
        "{lasting:#?}"
    );
}

#[tokio::test]
async fn who_is_full_or_asked_already_is_not_asked_again() {
    let mut world = World::new().await;
    world.teach(&[RAVI, NOOR]).await;
    let ask = world.ask().await;
    let ravis = world.invitation(ask, RAVI).await.unwrap();
    let noors = world.invitation(ask, NOOR).await.unwrap();
    answer(
        world
            .press(NOOR, AskClick::Decline { invitation: noors })
            .await,
    );
    answer(world.ravi_names(ravis, NOOR).await);
    world.deliver().await;
    assert_eq!(world.state_of(noors).await, InvitationState::Declined);
    assert_eq!(world.invited(ask).await, [RAVI, NOOR]);
}

#[tokio::test]
async fn a_referral_is_an_answer_and_the_last_one_brings_the_next_three() {
    let mut world = World::new().await;
    world.teach(&[RAVI]).await;
    let ask = world.ask().await;
    world.teach(&[SAM]).await;
    let invitation = world.invitation(ask, RAVI).await.unwrap();
    // Naming the asker invites nobody, so the next is asked at once.
    answer(world.ravi_names(invitation, MIA).await);
    assert_eq!(world.invited(ask).await, [RAVI, SAM]);
}

#[tokio::test]
async fn pressed_twice_late_by_somebody_else_or_about_oneself_gets_a_sentence() {
    let (mut world, ask, invitation) = ravi_is_invited().await;
    let page = AskClick::SomeoneBetter { invitation };
    assert!(refusal(world.press(SAM, page.clone()).await).contains("for somebody else"));
    assert!(refusal(world.ravi_names(invitation, RAVI).await).contains("That's you"));
    assert_eq!(world.state_of(invitation).await, InvitationState::Open);
    answer(world.ravi_names(invitation, NOOR).await);
    for again in [NOOR, SAM] {
        let said = refusal(world.ravi_names(invitation, again).await);
        assert!(
            said.contains("named somebody for this one already"),
            "{said}"
        );
    }
    assert_eq!(world.invitation(ask, SAM).await, None);

    // A change of mind is welcome.
    answer(world.press(RAVI, AskClick::Accept { invitation }).await);
    assert_eq!(world.find(ask).await.state, AskState::Taken);
    let noors = world.invitation(ask, NOOR).await.unwrap();
    let page = AskClick::SomeoneBetter { invitation: noors };
    let said = refusal(world.press(NOOR, page.clone()).await);
    assert!(
        said.contains("Somebody is helping with this one already"),
        "{said}"
    );
    let own = refusal(
        world
            .press(RAVI, AskClick::SomeoneBetter { invitation })
            .await,
    );
    assert!(own.contains("taken this one on already"), "{own}");
    world.press(MIA, AskClick::NeverMind { ask }).await.unwrap();
    assert!(refusal(world.press(NOOR, page).await).contains("no longer needed"));
    world.deliver().await;
}

#[tokio::test]
async fn a_good_idea_is_welcome_after_not_now_too() {
    let (world, ask, invitation) = ravi_is_invited().await;
    answer(world.press(RAVI, AskClick::Decline { invitation }).await);
    answer(world.ravi_names(invitation, NOOR).await);
    assert_eq!(world.state_of(invitation).await, InvitationState::Referred);
    assert_eq!(world.invited(ask).await, [RAVI, NOOR]);
}

#[tokio::test]
async fn colleagues_are_suggested_and_found_by_name_where_there_is_no_picker() {
    let (world, _, invitation) = ravi_is_invited().await;
    world.teach_this("MySQL", &[SAM]).await;
    let page = AskClick::SomeoneBetter { invitation };
    let reply = world
        .press_with(RAVI, page.clone(), None, None, &[], &[])
        .await;
    let Reply::Private(post) = reply.unwrap() else {
        panic!("a private page")
    };
    let offered = post.blocks.iter().find_map(|block| match block {
        Block::Select(select) => Some(&select.kind),
        _ => None,
    });
    let Some(crate::post::SelectKind::Options(options)) = offered else {
        panic!("{post:?}")
    };
    // Sam teaches a neighbouring skill; the others come by name. Neither the asker, nor Ravi, nor the bot is there.
    let names: Vec<&str> = options.iter().map(|one| one.label.as_str()).collect();
    assert_eq!(names, ["Sam", "Noor", "Olu"]);

    let name = |typed: &'static str| {
        let click = AskClick::ReferName { invitation };
        let world = &world;
        async move {
            let fields = [("colleague", typed)];
            answer(
                world
                    .press_with(RAVI, click, None, None, &[], &fields)
                    .await,
            )
        }
    };
    assert!(name("no").await.contains("[Noor]"));
    assert!(name("mia").await.contains("nobody of that name"));
    let member = AskClick::ReferMember {
        invitation,
        member: NOOR,
    };
    assert!(answer(world.press(RAVI, member).await).starts_with("**Thank you!**"));

    let in_guild = world.press(RAVI, page).await;
    assert!(refusal(in_guild).contains("already"));
}

#[tokio::test]
async fn who_teaches_a_neighbouring_skill_is_asked_when_no_teacher_is_left() {
    let mut world = World::new().await;
    world.teach(&[RAVI]).await;
    // Of the same parent in the alias file.
    world.teach_this("MySQL", &[NOOR]).await;
    world.teach_this("Knitting", &[SAM]).await;
    let ask = world.ask().await;
    assert_eq!(world.invited(ask).await, [RAVI]);
    world.pass(TimeDelta::hours(4)).await;
    assert_eq!(world.invited(ask).await, [RAVI, NOOR]);
    let told = world.said_in(&Place::Direct(NOOR));
    assert!(
        told[0].contains("because you teach **MySQL**, which is close"),
        "{}",
        told[0]
    );
}

#[tokio::test]
async fn what_three_people_teach_together_is_close_though_the_alias_file_does_not_say_so() {
    let world = World::new().await;
    let overlap = async |world: &World| {
        let mut read = world.ctx.store.read().await.unwrap();
        let name = SkillName::parse("Beekeeping").unwrap();
        let (skill, _) = crate::store::skills::find(&mut read, GUILD, &name.key())
            .await
            .unwrap()
            .unwrap();
        crate::store::neighbours::of(&mut read, GUILD, skill)
            .await
            .unwrap()
            .len()
    };
    world.teach_this("Beekeeping", &[NOOR, SAM, OLU]).await;
    world.teach_this("Candle making", &[NOOR, SAM, OLU]).await;
    // Three of five teach both, where chance gives 1.8.
    world.teach_this("Tax law", &[MIA, RAVI]).await;
    assert_eq!(overlap(&world).await, 0);
    // With one more in the team, who teaches something else, it gives 1.5. Bots do not count.
    world.teach_this("Tax law", &[BOT]).await;
    assert_eq!(overlap(&world).await, 0);
    let mut write = world.ctx.store.write().await.unwrap();
    let newcomer = person(MemberId(16), "Ines", world.now());
    members::put(&mut write, GUILD, &newcomer).await.unwrap();
    write.commit().await.unwrap();
    world.teach_this("Tax law", &[MemberId(16)]).await;
    assert_eq!(overlap(&world).await, 1);
}

#[tokio::test]
async fn who_cannot_see_the_help_channel_is_not_asked_to_help_there() {
    let mut world = World::new().await;
    let hidden_from = |member: MemberId| Overwrite {
        id: member.0,
        member: true,
        allow: Permissions::NONE,
        deny: Permissions::VIEW_CHANNEL,
    };
    let mut write = world.ctx.store.write().await.unwrap();
    let help = ChannelRow {
        id: HELP_CHANNEL,
        name: "help".to_owned(),
        kind: 0,
        overwrites: vec![hidden_from(RAVI), hidden_from(SAM)],
    };
    channels::put_channel(&mut write, GUILD, &help)
        .await
        .unwrap();
    write.commit().await.unwrap();
    world.teach(&[RAVI, OLU]).await;
    let ask = world.ask().await;
    assert_eq!(world.invited(ask).await, [OLU]);
    // Nor when a colleague names them.
    let invitation = world.invitation(ask, OLU).await.unwrap();
    let refer = AskClick::Refer { invitation };
    let named = world.press_with(OLU, refer, None, None, &[SAM], &[]).await;
    assert!(answer(named).starts_with("**Thank you!**"));
    assert_eq!(world.invited(ask).await, [OLU]);

    // Without a help channel there is nothing to be seen, and the two write to each other.
    gone::place_gone(&world.ctx, HELP_CHANNEL).await.unwrap();
    let mut write = world.ctx.store.write().await.unwrap();
    channels::remove_channel(&mut write, GUILD, HELP_CHANNEL)
        .await
        .unwrap();
    write.commit().await.unwrap();
    world.pass(TimeDelta::hours(4)).await;
    assert_eq!(world.invited(ask).await, [RAVI, OLU]);
}
