//! Asks without a name, against a real database.

use super::*;
use crate::domain::ask::AskState;
use crate::features::asks::anonymous::anonymous_asker_gone;
use crate::features::asks::close;
use crate::store::{anonymity, ask_helpers, ask_times, helps};

impl World {
    /// Mia asks about Postgres without her name.
    async fn ask_anonymously(&mut self) -> AskId {
        let reply = self.try_ask_anonymously(MIA).await;
        assert!(answer(reply).contains("without your name"));
        self.deliver().await;
        let mut read = self.ctx.store.read().await.unwrap();
        anonymity::open_of(&mut read, GUILD, MIA)
            .await
            .unwrap()
            .unwrap()
    }

    async fn try_ask_anonymously(&self, member: MemberId) -> Result<Reply> {
        let values = BTreeMap::from([
            ("skill".to_owned(), OptionValue::Text("postgres".to_owned())),
            (
                "details".to_owned(),
                OptionValue::Text("My query is slow.".to_owned()),
            ),
            ("anonymous".to_owned(), OptionValue::YesNo(true)),
        ]);
        let used = Invocation {
            by: actor(member),
            guild: GUILD,
            channel: HELP_CHANNEL,
            subcommand: None,
            options: Options { values },
        };
        (command::ASKFOR.run)(&self.ctx, &used).await
    }

    /// And Ravi helps.
    pub(super) async fn taken_anonymously(&mut self) -> AskId {
        self.teach(&[RAVI]).await;
        let ask = self.ask_anonymously().await;
        let reply = self.press(RAVI, AskClick::Help { ask }).await;
        assert!(answer(reply).contains("You're helping somebody"));
        self.deliver().await;
        ask
    }

    /// Somebody writes in the thread.
    async fn writes(&mut self, ask: AskId, member: MemberId) {
        let thread = self.find(ask).await.thread.unwrap();
        gone::sign_of_life(&self.ctx, thread, member).await.unwrap();
        self.deliver().await;
    }

    fn told(&self) -> Vec<String> {
        self.said_in(&Place::Discreet(MIA))
    }

    pub(super) async fn asker_of(&self, ask: AskId) -> Option<MemberId> {
        let mut read = self.ctx.store.read().await.unwrap();
        anonymity::asker_of(&mut read, ask).await.unwrap()
    }

    /// What a query counts.
    pub(super) async fn count(&self, query: &'static str) -> i64 {
        crate::store::tests::count(&self.ctx.store, query).await
    }
}

#[tokio::test]
async fn a_helper_alone_is_added_and_the_asker_is_told_privately() {
    let mut world = World::new().await;
    let ask = world.taken_anonymously().await;
    let thread = world.said_in(&Place::AskThread(ask));
    assert_eq!(thread.len(), 1, "{thread:?}");
    assert!(
        thread[0].contains("Somebody asked anonymously"),
        "{thread:?}"
    );
    assert!(
        thread[0].contains("[Reply anonymously]\n[Solved]\n[I can't after all]\n[Never mind]"),
        "{thread:?}"
    );
    let told = world.told();
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].contains("**Ravi** can help you"), "{told:?}");
    assert!(told[0].contains("[Reply anonymously]"), "{told:?}");
    let everything: Vec<String> = world
        .sent
        .iter()
        .filter(|(to, _)| *to != Place::Discreet(MIA))
        .map(|(_, post)| format!("{post:?}"))
        .collect();
    assert!(
        !everything
            .iter()
            .any(|post| post.contains("Mia") || post.contains("<@11>") || post.contains("(11)")),
        "{everything:?}"
    );
}

#[tokio::test]
async fn answers_are_told_at_most_hourly_and_never_for_what_the_asker_or_a_bot_writes() {
    let mut world = World::new().await;
    let ask = world.taken_anonymously().await;
    let before = world.told().len();
    for member in [MIA, BOT] {
        world.writes(ask, member).await;
    }
    assert_eq!(world.told().len(), before);
    world.writes(ask, RAVI).await;
    assert_eq!(world.told().len(), before + 1);
    assert!(world.told().last().unwrap().contains("something new"));
    for _ in 0..3 {
        world.pass(TimeDelta::minutes(10)).await;
        world.writes(ask, OLU).await;
    }
    assert_eq!(world.told().len(), before + 1, "within the hour");
    world.pass(TimeDelta::minutes(29)).await;
    assert_eq!(world.told().len(), before + 1, "still within it");
    world.pass(TimeDelta::minutes(1)).await;
    assert_eq!(world.told().len(), before + 2, "at its end, once");
    world.pass(TimeDelta::hours(3)).await;
    assert_eq!(world.told().len(), before + 2);
}

#[tokio::test]
async fn a_reply_goes_into_the_thread_without_a_name_and_only_by_whoever_asked() {
    let mut world = World::new().await;
    let ask = world.taken_anonymously().await;
    let click = AskClick::ReplyAnonymously { ask };
    assert!(refusal(world.press(RAVI, click.clone()).await).contains("for whoever asked"));
    assert!(refusal(world.press(OLU, click.clone()).await).contains("for whoever asked"));
    assert!(answer(world.press(MIA, click).await).starts_with("<form"));
    let submit = AskClick::AnonymousReply { ask };
    let field = [("reply", "It is the *index*, @everyone!")];
    let stolen = world
        .press_with(RAVI, submit.clone(), Some(GUILD), None, &[], &field)
        .await;
    assert!(refusal(stolen).contains("for whoever asked"));
    let reply = world
        .press_with(MIA, submit, Some(GUILD), Some(MessageId(1)), &[], &field)
        .await;
    assert!(matches!(reply, Ok(Reply::Private(_))), "{reply:?}");
    world.deliver().await;
    let thread = world.said_in(&Place::AskThread(ask));
    let said = thread.last().unwrap();
    assert!(said.contains("whoever asked writes"), "{said}");
    assert!(said.contains("> It is the"), "{said}");
    assert!(said.contains("[Reply anonymously]"), "{said}");
}

#[tokio::test]
async fn every_answer_to_an_anonymous_asker_is_private() {
    let mut world = World::new().await;
    let ask = world.taken_anonymously().await;
    for click in [
        AskClick::ReplyAnonymously { ask },
        AskClick::Help { ask },
        AskClick::GiveBack { ask },
        AskClick::StillNeeded { ask },
        AskClick::Solved { ask },
        AskClick::Reveal { ask },
        AskClick::NeverMind { ask },
    ] {
        // As on the opening message, which everybody sees.
        let reply = world
            .press_with(
                MIA,
                click.clone(),
                Some(GUILD),
                Some(MessageId(1)),
                &[],
                &[],
            )
            .await;
        assert!(
            matches!(
                reply,
                Ok(Reply::Private(_) | Reply::Modal(_)) | Err(Error::User(_))
            ),
            "{click:?}: {reply:?}"
        );
    }
}

#[tokio::test]
async fn three_days_after_the_end_the_asker_is_forgotten_and_the_thread_archived() {
    let mut world = World::new().await;
    let ask = world.taken_anonymously().await;
    world
        .press(MIA, AskClick::SolvedDone { ask })
        .await
        .unwrap();
    world.deliver().await;
    let found = world.find(ask).await;
    assert_eq!(found.state, AskState::Solved);
    let helps = helps::all(&mut world.ctx.store.read().await.unwrap(), GUILD)
        .await
        .unwrap();
    assert_eq!((helps[0].helper, helps[0].learner), (Some(RAVI), None));
    // They may ask anew, and go on here.
    world.writes(ask, RAVI).await;
    assert!(
        answer(world.press(MIA, AskClick::ReplyAnonymously { ask }).await).starts_with("<form")
    );
    assert!(answer(world.try_ask_anonymously(MIA).await).contains("without your name"));
    world.pass(TimeDelta::days(3) - TimeDelta::minutes(1)).await;
    assert_eq!(world.asker_of(ask).await, Some(MIA));
    world.pass(TimeDelta::minutes(1)).await;
    assert_eq!(world.asker_of(ask).await, None);
    assert!(
        refusal(world.press(MIA, AskClick::ReplyAnonymously { ask }).await)
            .contains("for whoever asked")
    );
    assert!(
        refusal(world.press(MIA, AskClick::Reveal { ask }).await).contains("for whoever asked")
    );
    assert_eq!(
        world
            .count("SELECT count(*) FROM outbox WHERE addressee = 11 AND ask_id = 1")
            .await,
        0
    );
    assert_eq!(
        world
            .count("SELECT count(*) FROM outbox WHERE delivery LIKE '%archive_thread%'")
            .await,
        1
    );
}

#[tokio::test]
async fn who_reveals_themselves_gets_name_and_help_and_the_link_goes() {
    let mut world = World::new().await;
    let ask = world.taken_anonymously().await;
    world
        .press(MIA, AskClick::SolvedDone { ask })
        .await
        .unwrap();
    world.deliver().await;
    assert!(
        refusal(world.press(RAVI, AskClick::RevealSure { ask }).await).contains("whoever asked")
    );
    assert!(
        answer(world.press(MIA, AskClick::Reveal { ask }).await)
            .contains("[Yes, put my name to it]")
    );
    assert!(answer(world.press(MIA, AskClick::RevealSure { ask }).await).contains("Done"));
    world.deliver().await;
    assert_eq!(world.find(ask).await.asker.named(), Some(MIA));
    assert_eq!(world.asker_of(ask).await, None);
    let helps = helps::all(&mut world.ctx.store.read().await.unwrap(), GUILD)
        .await
        .unwrap();
    assert_eq!(helps[0].learner, Some(MIA));
    let thread = world.said_in(&Place::AskThread(ask));
    assert!(thread.last().unwrap().contains("It was <@11> who asked"));
    assert!(
        refusal(world.press(MIA, AskClick::RevealSure { ask }).await)
            .contains("has a name already")
    );
    world.pass(TimeDelta::days(4)).await;
    assert_eq!(world.find(ask).await.asker.named(), Some(MIA));
}

#[tokio::test]
async fn an_asker_who_is_gone_is_forgotten_at_once_and_the_ask_ends_within_a_day_as_if_never_minded()
 {
    let mut world = World::new().await;
    let ask = world.taken_anonymously().await;
    world.writes(ask, RAVI).await;
    world.writes(ask, RAVI).await;
    assert!(
        world
            .count("SELECT count(*) FROM outbox WHERE addressee = 11")
            .await
            > 0
    );
    let mut write = world.ctx.store.write().await.unwrap();
    anonymous_asker_gone(&world.ctx, &mut write, GUILD, MIA, world.now())
        .await
        .unwrap();
    write.commit().await.unwrap();
    assert_eq!(world.asker_of(ask).await, None);
    assert_eq!(
        world
            .count("SELECT count(*) FROM outbox WHERE addressee = 11 OR delivery LIKE '%11%'")
            .await,
        0
    );
    assert_eq!(world.find(ask).await.state, AskState::Taken);
    world.pass(TimeDelta::days(1)).await;
    assert_eq!(world.find(ask).await.state, AskState::Withdrawn);
    let thread = world.said_in(&Place::AskThread(ask));
    assert!(
        thread
            .last()
            .unwrap()
            .contains("Whoever asked doesn't need this any more"),
        "{thread:?}"
    );
    // As after any other end, the thread stays for three days.
    world.pass(TimeDelta::days(3)).await;
    assert_eq!(
        world
            .count("SELECT count(*) FROM outbox WHERE delivery LIKE '%archive_thread%'")
            .await,
        1
    );
    assert_eq!(
        world
            .count(
                "SELECT count(*) FROM asks WHERE vanishes_at IS NOT NULL OR kept_until IS NOT NULL"
            )
            .await,
        0
    );
}

#[tokio::test]
async fn a_moderator_closes_an_ask_and_its_asker_hears_of_it() {
    let mut world = World::new().await;
    let ask = world.taken_anonymously().await;
    let click = AskClick::CloseAsk { ask };
    assert!(refusal(world.press(NOOR, click).await).contains("for moderators"));
    let by = Actor {
        moderator: true,
        ..actor(NOOR)
    };
    let answer = close::close(&world.ctx, ask, &by).await.unwrap();
    assert!(!text(&answer).contains("Mia"));
    world.deliver().await;
    assert_eq!(world.find(ask).await.state, AskState::Closed);
    assert!(
        world
            .told()
            .last()
            .unwrap()
            .contains("A moderator of **Quay**")
    );
    assert!(
        matches!(
            close::close(&world.ctx, ask, &by).await,
            Err(Error::User(_))
        ),
        "it is over"
    );
    // Nothing more is said there without a name, and the thread does not wait for it.
    assert!(!world.told().last().unwrap().contains("Reply anonymously"));
    for click in [
        AskClick::ReplyAnonymously { ask },
        AskClick::AnonymousReply { ask },
    ] {
        let reply = world
            .press_with(MIA, click, Some(GUILD), None, &[], &[("reply", "But!")])
            .await;
        assert!(refusal(reply).contains("A moderator has closed this question"));
    }
    let archived = "SELECT count(*) FROM outbox WHERE delivery LIKE '%archive_thread%'";
    assert_eq!(world.count(archived).await, 1);
    // Nor is there a next one at once; what was written comes back.
    let refused = refusal(world.try_ask_anonymously(MIA).await);
    assert!(refused.contains("closed your question"), "{refused}");
    assert!(refused.contains("My query is slow."), "{refused}");
    assert_eq!(world.count("SELECT count(*) FROM drafts").await, 0);
    world.pass(TimeDelta::days(3)).await;
    assert_eq!(world.asker_of(ask).await, None);
    assert_eq!(world.count(archived).await, 1, "only once");
    world.ask_anonymously().await;
}

#[tokio::test]
async fn a_second_question_without_a_name_is_given_back_and_not_kept() {
    let mut world = World::new().await;
    world.teach(&[RAVI]).await;
    world.ask_anonymously().await;
    let refused = refusal(world.try_ask_anonymously(MIA).await);
    assert!(refused.contains("One question without a name"), "{refused}");
    assert!(refused.contains("My query is slow."), "{refused}");
    assert_eq!(world.count("SELECT count(*) FROM drafts").await, 0);
    // With a near miss before it, it is no different.
    let values = BTreeMap::from([
        (
            "skill".to_owned(),
            OptionValue::Text("postgress".to_owned()),
        ),
        (
            "details".to_owned(),
            OptionValue::Text("My query is slow.".to_owned()),
        ),
        ("anonymous".to_owned(), OptionValue::YesNo(true)),
    ]);
    let used = Invocation {
        by: actor(MIA),
        guild: GUILD,
        channel: HELP_CHANNEL,
        subcommand: None,
        options: Options { values },
    };
    let refused = refusal((command::ASKFOR.run)(&world.ctx, &used).await);
    assert!(refused.contains("One question without a name"), "{refused}");
    assert_eq!(world.count("SELECT count(*) FROM drafts").await, 0);
}

#[tokio::test]
async fn twenty_replies_an_hour_are_the_most() {
    let mut world = World::new().await;
    let ask = world.taken_anonymously().await;
    let mut said = Vec::new();
    for _ in 0..21 {
        let field = [("reply", "One more thing.")];
        let click = AskClick::AnonymousReply { ask };
        said.push(
            world
                .press_with(MIA, click, Some(GUILD), None, &[], &field)
                .await,
        );
        world.pass(TimeDelta::minutes(2)).await;
    }
    let last = said.pop().unwrap();
    assert!(said.iter().all(Result::is_ok), "{said:?}");
    assert!(refusal(last).contains("twenty replies within an hour"));
    world.pass(TimeDelta::minutes(19)).await;
    let field = [("reply", "And after an hour.")];
    let click = AskClick::AnonymousReply { ask };
    let reply = world
        .press_with(MIA, click, Some(GUILD), None, &[], &field)
        .await;
    assert!(reply.is_ok(), "{reply:?}");
}

#[tokio::test]
async fn who_leaves_takes_along_what_they_had_begun_to_ask() {
    let world = World::new().await;
    world.teach(&[RAVI]).await;
    let values = BTreeMap::from([
        ("skill".to_owned(), OptionValue::Text("postgres".to_owned())),
        ("anonymous".to_owned(), OptionValue::YesNo(true)),
    ]);
    let used = Invocation {
        by: actor(MIA),
        guild: GUILD,
        channel: HELP_CHANNEL,
        subcommand: None,
        options: Options { values },
    };
    (command::ASKFOR.run)(&world.ctx, &used).await.unwrap();
    assert_eq!(world.count("SELECT count(*) FROM drafts").await, 1);
    let mut write = world.ctx.store.write().await.unwrap();
    anonymous_asker_gone(&world.ctx, &mut write, GUILD, MIA, world.now())
        .await
        .unwrap();
    write.commit().await.unwrap();
    assert_eq!(world.count("SELECT count(*) FROM drafts").await, 0);
}

#[tokio::test]
async fn a_moderator_closes_an_ask_with_a_name_too() {
    let mut world = World::new().await;
    let ask = world.ask().await;
    world.press(RAVI, AskClick::Help { ask }).await.unwrap();
    world.deliver().await;
    let by = Actor {
        moderator: true,
        ..actor(NOOR)
    };
    close::close(&world.ctx, ask, &by).await.unwrap();
    world.deliver().await;
    let thread = world.said_in(&Place::AskThread(ask));
    assert!(
        thread
            .last()
            .unwrap()
            .contains("A moderator has closed this")
    );
    let told = world.said_in(&Place::Direct(MIA));
    assert!(told.last().unwrap().contains("A moderator of **Quay**"));
    assert!(!told.last().unwrap().contains("Reveal"));
    assert_eq!(
        world
            .count("SELECT count(*) FROM outbox WHERE delivery LIKE '%archive_thread%'")
            .await,
        1,
        "at once, since nobody replies without a name"
    );
}

#[tokio::test]
async fn with_no_place_to_answer_nobody_is_introduced_and_a_new_channel_gets_a_new_post() {
    let mut world = World::new().await;
    world.teach(&[RAVI]).await;
    let ask = world.ask_anonymously().await;
    let mut write = world.ctx.store.write().await.unwrap();
    channels::remove_channel(&mut write, GUILD, HELP_CHANNEL)
        .await
        .unwrap();
    write.commit().await.unwrap();
    gone::place_gone(&world.ctx, HELP_CHANNEL).await.unwrap();
    world.deliver().await;
    assert!(world.told().last().unwrap().contains("I put it up again"));
    assert!(
        refusal(world.press(RAVI, AskClick::Help { ask }).await)
            .contains("no help channel to answer in")
    );
    let helpers = ask_helpers::current(&mut world.ctx.store.read().await.unwrap(), ask)
        .await
        .unwrap();
    assert_eq!(helpers, []);
    let help = ChannelRow {
        id: HELP_CHANNEL,
        name: "help".to_owned(),
        kind: 0,
        overwrites: Vec::new(),
    };
    let mut write = world.ctx.store.write().await.unwrap();
    channels::put_channel(&mut write, GUILD, &help)
        .await
        .unwrap();
    write.commit().await.unwrap();
    let posts = world.said_in(&Place::Channel(HELP_CHANNEL)).len();
    world.run_due().await;
    assert_eq!(
        world.said_in(&Place::Channel(HELP_CHANNEL)).len(),
        posts + 1
    );
    assert!(answer(world.press(RAVI, AskClick::Help { ask }).await).contains("You're helping"));
}

#[tokio::test]
async fn where_no_thread_can_be_opened_the_helper_is_let_go_and_nobody_is_named() {
    let mut world = World::new().await;
    world.teach(&[RAVI]).await;
    let ask = world.ask_anonymously().await;
    world.press(RAVI, AskClick::Help { ask }).await.unwrap();
    world
        .deliver_unless(|receipt| matches!(receipt, Receipt::AskThreadOpened(_)))
        .await;
    assert_eq!(world.find(ask).await.state, AskState::Open);
    let to_ravi = world.said_in(&Place::Direct(RAVI));
    assert!(
        to_ravi.last().unwrap().contains("couldn't open a thread"),
        "{to_ravi:?}"
    );
    assert!(!to_ravi.iter().any(|said| said.contains("Mia")));
    assert!(
        world
            .told()
            .last()
            .unwrap()
            .contains("couldn't open a thread")
    );
    // It works again once that is mended.
    world.press(RAVI, AskClick::Help { ask }).await.unwrap();
    world.deliver().await;
    assert!(world.find(ask).await.thread.is_some());
}

#[tokio::test]
async fn a_post_that_cannot_be_put_up_is_tried_again_some_hours_later() {
    let mut world = World::new().await;
    world.try_ask_anonymously(MIA).await.unwrap();
    world
        .deliver_unless(|receipt| matches!(receipt, Receipt::AskPosted(_)))
        .await;
    world.pass(TimeDelta::hours(3)).await;
    assert_eq!(world.said_in(&Place::Channel(HELP_CHANNEL)).len(), 0);
    world.pass(TimeDelta::hours(1)).await;
    assert_eq!(world.said_in(&Place::Channel(HELP_CHANNEL)).len(), 1);
}

#[tokio::test]
async fn after_three_quiet_days_the_asker_is_asked_privately_too() {
    let mut world = World::new().await;
    let ask = world.taken_anonymously().await;
    world.pass(TimeDelta::days(3)).await;
    assert!(
        world.told().last().unwrap().contains("How is it going"),
        "{:?}",
        world.told()
    );
    let thread = world.said_in(&Place::AskThread(ask));
    assert!(thread.last().unwrap().contains("It's been quiet here"));
    let due = ask_times::due_of(&mut world.ctx.store.read().await.unwrap(), ask, world.now())
        .await
        .unwrap();
    assert_eq!(due, None);
}

#[tokio::test]
async fn unanswered_it_becomes_nobodys_wish() {
    let mut world = World::new().await;
    let ask = world.ask_anonymously().await;
    world.pass(TimeDelta::days(14)).await;
    assert_eq!(world.find(ask).await.state, AskState::Unanswered);
    assert_eq!(world.count("SELECT count(*) FROM wishes").await, 0);
    world.pass(TimeDelta::days(1)).await;
    let told = world.told();
    assert!(
        told.iter().any(|said| said.contains("nobody was free")),
        "{told:?}"
    );
}

#[tokio::test]
async fn blocks_hold_in_both_directions() {
    for (by, other) in [(MIA, RAVI), (RAVI, MIA)] {
        let mut world = World::new().await;
        world.teach(&[RAVI, NOOR, MIA]).await;
        let mut write = world.ctx.store.write().await.unwrap();
        crate::store::blocks::add(&mut write, GUILD, by, other, world.now())
            .await
            .unwrap();
        write.commit().await.unwrap();
        let ask = world.ask_anonymously().await;
        assert_eq!(world.invited(ask).await, [NOOR]);
    }
}

#[tokio::test]
async fn the_thread_is_asked_on_time_however_full_the_askers_week_is() {
    let mut world = World::new().await;
    let ask = world.taken_anonymously().await;
    let day = (world.now() + TimeDelta::days(2))
        .timestamp_millis()
        .div_euclid(86_400_000)
        * 86_400_000;
    let mut write = world.ctx.store.write().await.unwrap();
    sqlx::query(
        "INSERT INTO discreet_messages (guild_id, member_id, day, messages) VALUES (?, ?, ?, 9)",
    )
    .bind(GUILD)
    .bind(MIA)
    .bind(day)
    .execute(&mut *write)
    .await
    .unwrap();
    write.commit().await.unwrap();
    world.pass(TimeDelta::days(3)).await;
    let thread = world.said_in(&Place::AskThread(ask));
    assert!(
        thread.last().unwrap().contains("It's been quiet here"),
        "{thread:?}"
    );
    assert!(!world.told().last().unwrap().contains("How is it going"));
}

#[tokio::test]
async fn whom_it_goes_to_does_not_tell_the_team_of_the_asker() {
    let mut invited = Vec::new();
    for of_mia in [RoleId(10), RoleId(20)] {
        let mut world = World::new().await;
        world.teach(&[RAVI, NOOR, SAM, OLU]).await;
        let mut write = world.ctx.store.write().await.unwrap();
        settings::set_team_roles(&mut write, GUILD, &[RoleId(10), RoleId(20)])
            .await
            .unwrap();
        for (member, role) in [
            (MIA, of_mia),
            (RAVI, RoleId(10)),
            (NOOR, RoleId(10)),
            (SAM, RoleId(20)),
            (OLU, RoleId(20)),
        ] {
            sqlx::query("INSERT INTO member_roles (guild_id, member_id, role_id) VALUES (?, ?, ?)")
                .bind(GUILD)
                .bind(member)
                .bind(role)
                .execute(&mut *write)
                .await
                .unwrap();
        }
        write.commit().await.unwrap();
        let ask = world.ask_anonymously().await;
        invited.push(world.invited(ask).await);
    }
    assert_eq!(invited[0].len(), 3);
    assert_eq!(invited[0], invited[1]);
}
