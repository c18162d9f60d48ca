//! A member's own page, tried against a real database.

mod wants;

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;

use super::command::ME;
use super::pause_of;
use crate::custom_id::{CustomId, MeClick, SetupClick, SkillClick};
use crate::delivery::{Delivery, Place, Purpose, Receipt};
use crate::domain::ids::{GuildId, MemberId, SkillId};
use crate::domain::skill::SkillName;
use crate::features::Reply;
use crate::features::skills::command::{LEARN, TEACH};
use crate::features::trial::{
    BOT, GUILD, MIA, NOOR, RAVI, SAM, Trial, assert_fits, button, refused, shown,
};
use crate::post::{Block, Button, Post, Select, SelectKind};
use crate::store::outbox::{self, End, Lane, Owed};
use crate::store::{blocks, guilds, members, settings, skills as rows};

#[track_caller]
fn check(days: u16, zone: Tz, now: &str, expected: Option<&str>) {
    let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
    assert_eq!(
        pause_of(days, zone, at(now)),
        expected.map(at),
        "{days} days from {now} in {zone}"
    );
}

#[test]
fn a_pause_ends_at_midnight_where_the_member_is() {
    check(
        7,
        chrono_tz::UTC,
        "2026-03-10T15:00:00Z",
        Some("2026-03-17T00:00:00Z"),
    );
    check(
        7,
        chrono_tz::Pacific::Auckland,
        "2026-03-10T15:00:00Z",
        Some("2026-03-17T11:00:00Z"),
    );
    // Over the change of the clocks.
    check(
        30,
        chrono_tz::Europe::Berlin,
        "2026-03-10T15:00:00Z",
        Some("2026-04-08T22:00:00Z"),
    );
    check(
        366,
        chrono_tz::UTC,
        "2026-03-10T15:00:00Z",
        Some("2027-03-11T00:00:00Z"),
    );
    check(0, chrono_tz::UTC, "2026-03-10T15:00:00Z", None);
    check(367, chrono_tz::UTC, "2026-03-10T15:00:00Z", None);
    check(u16::MAX, chrono_tz::UTC, "2026-03-10T15:00:00Z", None);
}

#[tokio::test]
async fn the_page_says_everything_at_a_glance_and_the_first_step() {
    let trial = Trial::turned_on().await;
    insta::assert_snapshot!(shown(trial.uses(MIA, &ME, &[]).await), @"
    ### Your page in Quay
    Only you see this.

    **Skills** · you teach 0 and wish to learn 0
    **Asks** · 0 of your own open, 0 taken on, 0 invitations wait for an answer
    **Helps** · 0 given, 0 received
    **Programmes** · none yet
    **Lessons** · you wrote 0
    **Your hours** · UTC, Mon-Fri, 9:00-17:00
    **Pause** · none
    **Limit** · up to 4 asks in two weeks
    **New colleagues** · you may be asked to welcome them
    **Blocked** · 0
    **Private messages** · I started 0 of 4 this week
    **Quoting** · your thanks are not quoted

    A good first step: say under **Skills** what you could start somebody off with, or what you would like to know.
    [Skills] [Asks and invitations] [Helps] [Programmes] [Pairings]
    [Lessons] [Zone and hours] [Pause] [Limit] [New colleagues]
    [Blocks] [Private messages] [Quoting] [Refresh]
    -# `/privacy export` gives you everything I hold about you, and `/privacy forget` erases it.
    ");
}

#[tokio::test]
async fn it_works_before_potluck_is_turned_on() {
    let trial = Trial::new().await;
    assert!(shown(trial.uses(MIA, &ME, &[]).await).starts_with("### Your page in Quay"));
}

#[tokio::test]
async fn empty_sections_say_the_next_step() {
    let trial = Trial::turned_on().await;
    for (click, step) in [
        (MeClick::Skills { page: 0 }, "[I could teach…]"),
        (MeClick::Asks { page: 0 }, "`/askfor`"),
        (MeClick::Helps { page: 0 }, "**Solved**"),
        (MeClick::Lessons {}, "**Write down a lesson**"),
        (MeClick::Blocks { page: 0 }, "<Choose whom to block>"),
        (MeClick::Waiting { page: 0 }, "Nothing waits for you here."),
    ] {
        let page = shown(trial.presses(MIA, click).await);
        assert!(page.contains(step) && page.contains("[Back]"), "{page}");
    }
}

#[tokio::test]
async fn skills_are_listed_and_removed() {
    let trial = Trial::turned_on().await;
    trial
        .uses(
            MIA,
            &TEACH,
            &[("skill", "Rust"), ("level", "daily"), ("note", "ask *me*")],
        )
        .await
        .unwrap();
    trial
        .uses(MIA, &LEARN, &[("skill", "Spanish")])
        .await
        .unwrap();
    let page = trial.presses(MIA, MeClick::Skills { page: 0 }).await;
    let text = shown(Ok(page.as_ref().unwrap().clone()));
    assert!(text.contains("You teach **Rust** · “use it daily”\n-# ask \\*me\\* [Remove]\nYou wish to learn **Spanish** [Remove]"), "{text}");
    let first = button(&page, "Remove");
    let text = shown(trial.presses(MIA, first.clone()).await);
    assert!(!text.contains("Rust") && text.contains("Spanish"), "{text}");
    assert!(refused(trial.presses(MIA, first).await).starts_with("That was removed already."));
}

#[tokio::test]
async fn hours_are_ones_own_or_the_servers() {
    let trial = Trial::turned_on().await;
    let page = shown(trial.submits(MIA, MeClick::Zone {}, "Tokyo").await);
    assert!(
        page.contains("**Time zone** · Asia/Tokyo, where it is 18:00 now (your own choice)"),
        "{page}"
    );
    assert!(
        page.contains("**Days** · Mon-Fri (as everybody here)"),
        "{page}"
    );
    shown(trial.chooses(MIA, MeClick::Days {}, &["Mon", "Thu"]).await);
    let page = shown(trial.submits(MIA, MeClick::HoursTyped {}, "10-16").await);
    assert!(
        page.contains(
            "**Days** · Mon, Thu (your own choice)\n**Hours** · 10:00-16:00 (your own choice)"
        ),
        "{page}"
    );
    assert!(
        refused(trial.submits(MIA, MeClick::HoursTyped {}, "late").await)
            .ends_with("Nothing was changed. You typed “late”.")
    );
    assert!(
        shown(trial.submits(MIA, MeClick::Zone {}, "portland").await)
            .starts_with("Which place did you mean")
    );
    assert!(
        refused(trial.submits(MIA, MeClick::Zone {}, "qqqqq").await)
            .starts_with("I don't know a place")
    );
    let page = trial.presses(MIA, MeClick::Hours {}).await;
    let page = shown(trial.presses(MIA, button(&page, "Use the server's")).await);
    assert!(
        page.contains("UTC, where it is 09:00 now (as everybody here)")
            && !page.contains("Use the server's"),
        "{page}"
    );
}

#[tokio::test]
async fn a_pause_ends_by_itself_or_by_a_button() {
    let trial = Trial::turned_on().await;
    let page = shown(trial.presses(MIA, MeClick::PauseFor { days: 7 }).await);
    assert!(
        page.contains("You are out until Mon 9 March 2026.") && page.contains("[I'm back]"),
        "{page}"
    );
    trial.clock.move_to("2026-03-08T23:59:59Z".parse().unwrap());
    assert!(
        shown(trial.uses(MIA, &ME, &[]).await).contains("**Pause** · out until Mon 9 March 2026")
    );
    trial.clock.move_to("2026-03-09T00:00:00Z".parse().unwrap());
    assert!(shown(trial.uses(MIA, &ME, &[]).await).contains("**Pause** · none"));
    let page = shown(trial.submits(MIA, MeClick::PauseUntil {}, "24 Dec").await);
    assert!(
        page.contains("You are out until Thu 24 December 2026."),
        "{page}"
    );
    let page = shown(trial.presses(MIA, MeClick::Resume {}).await);
    assert!(
        page.contains("You are not paused.") && !page.contains("I'm back"),
        "{page}"
    );
    // Pressed twice.
    assert!(shown(trial.presses(MIA, MeClick::Resume {}).await).contains("You are not paused."));
    assert!(
        refused(
            trial
                .submits(MIA, MeClick::PauseUntil {}, "yesterday")
                .await
        )
        .ends_with("Nothing was changed. You typed “yesterday”.")
    );
    for days in [0, 367, u16::MAX] {
        refused(trial.presses(MIA, MeClick::PauseFor { days }).await);
    }
}

#[tokio::test]
async fn the_limit_is_from_one_to_twenty() {
    let trial = Trial::turned_on().await;
    assert!(
        shown(trial.chooses(MIA, MeClick::LoadChosen {}, &["1"]).await)
            .contains("Once you have taken on 1 ask within two weeks")
    );
    for wrong in ["0", "21", "-1", "many"] {
        refused(trial.chooses(MIA, MeClick::LoadChosen {}, &[wrong]).await);
    }
    assert!(shown(trial.uses(MIA, &ME, &[]).await).contains("up to 1 ask in two weeks"));
}

#[tokio::test]
async fn blocks_are_ones_own_business() {
    let trial = Trial::turned_on().await;
    let page = shown(trial.chooses(MIA, MeClick::Block {}, &["13", "14"]).await);
    assert!(page.contains("<@13> [Unblock]\n<@14> [Unblock]"), "{page}");
    // Those blocked see nothing of it, and may block back.
    let other = shown(trial.presses(RAVI, MeClick::Blocks { page: 0 }).await);
    assert!(
        other.contains("There is nobody on this list.") && !other.contains("<@12>"),
        "{other}"
    );
    assert!(shown(trial.uses(RAVI, &ME, &[]).await).contains("**Blocked** · 0"));
    shown(trial.chooses(RAVI, MeClick::Block {}, &["12"]).await);
    let mut db = trial.ctx.store.read().await.unwrap();
    assert_eq!(
        blocks::apart_from(&mut db, GUILD, RAVI).await.unwrap(),
        [MIA]
    );
    assert_eq!(
        blocks::apart_from(&mut db, GUILD, SAM).await.unwrap(),
        [MIA]
    );
    drop(db);
    let page = shown(trial.presses(MIA, MeClick::Unblock { member: RAVI }).await);
    assert!(!page.contains("<@13>"), "{page}");
    assert!(
        refused(trial.presses(MIA, MeClick::Unblock { member: RAVI }).await)
            .starts_with("That person is not on your list")
    );
    // Ravi's own block stays.
    let mut db = trial.ctx.store.read().await.unwrap();
    assert_eq!(
        blocks::apart_from(&mut db, GUILD, MIA).await.unwrap(),
        [RAVI, SAM]
    );
}

#[tokio::test]
async fn oneself_and_bots_cannot_be_blocked_and_then_nobody_is() {
    let trial = Trial::turned_on().await;
    let (noor, mia, bot) = (NOOR.to_string(), MIA.to_string(), BOT.to_string());
    assert!(
        refused(trial.chooses(MIA, MeClick::Block {}, &[&noor, &mia]).await)
            .starts_with("You can't block yourself")
    );
    assert!(
        refused(trial.chooses(MIA, MeClick::Block {}, &[&noor, &bot]).await)
            .starts_with("<@99> is a bot")
    );
    assert!(
        blocks::set_by(&mut trial.ctx.store.read().await.unwrap(), GUILD, MIA)
            .await
            .unwrap()
            .is_empty()
    );
}

#[tokio::test]
async fn what_could_not_be_delivered_waits_until_it_was_read() {
    let trial = Trial::turned_on().await;
    let mut write = trial.ctx.store.write().await.unwrap();
    let now = trial.clock.now();
    for text in ["First.", "Second."] {
        let post = Post::text(text)
            .and_buttons([Button::plain("A button", MeClick::Open { guild: GUILD })]);
        let owed = Owed {
            guild: GUILD,
            lane: Lane::Direct(MIA),
            delivery: Delivery::Send {
                to: Place::Direct(MIA),
                post,
            },
            receipt: Receipt::Nothing,
            purpose: Purpose::Answer,
            about: None,
            not_before: now,
        };
        let id = outbox::owe(&mut write, owed, now).await.unwrap();
        outbox::conclude(&mut write, id, &End::Waiting("closed".to_owned()), now)
            .await
            .unwrap();
    }
    write.commit().await.unwrap();
    let page = trial.uses(MIA, &ME, &[]).await;
    assert!(
        shown(Ok(page.as_ref().unwrap().clone()))
            .contains("2 messages could not be delivered to you")
    );
    let first = trial
        .presses(MIA, button(&page, "Read what waits here"))
        .await;
    let text = shown(Ok(first.as_ref().unwrap().clone()));
    assert!(
        text.contains("First.\n[A button]") && text.contains("Page 1 of 2"),
        "{text}"
    );
    let done = button(&first, "Done with this one");
    // Nobody else's.
    trial.presses(RAVI, done.clone()).await.unwrap();
    let second = shown(trial.presses(MIA, done.clone()).await);
    assert!(
        second.contains("Second.") && !second.contains("Page"),
        "{second}"
    );
    // Pressed twice, it takes nothing else away.
    assert!(shown(trial.presses(MIA, done).await).contains("Second."));
}

#[tokio::test]
async fn in_a_private_conversation_the_server_is_the_one_they_share() {
    let trial = Trial::turned_on().await;
    let page = trial
        .presses_in_private(MIA, MeClick::Blocks { page: 0 })
        .await;
    let text = shown(Ok(page.unwrap()));
    assert!(
        text.contains("<Choose whom to block>") && text.contains("[Somebody else…]"),
        "{text}"
    );
    // The others by name, neither oneself nor a bot.
    let Ok(Reply::Update(post)) = trial
        .presses_in_private(MIA, MeClick::Blocks { page: 0 })
        .await
    else {
        panic!("no page")
    };
    let names = post.blocks.iter().find_map(|block| match block {
        Block::Select(Select {
            kind: SelectKind::Options(options),
            ..
        }) => Some(options.iter().map(|option| option.label.clone()).collect()),
        _ => None,
    });
    assert_eq!(
        names,
        Some(vec!["Noor".to_owned(), "Ravi".to_owned(), "Sam".to_owned()])
    );
    let opened = trial
        .presses_in_private(MIA, MeClick::Open { guild: GUILD })
        .await;
    assert!(matches!(opened, Ok(Reply::Private(_))));
    // Somebody who shares no server with the bot.
    let olu = MemberId(50);
    assert!(
        refused(trial.presses_in_private(olu, MeClick::Home {}).await)
            .starts_with("I can't tell which server this is about")
    );
    let opened = trial
        .presses_in_private(olu, MeClick::Open { guild: GUILD })
        .await;
    assert!(refused(opened).starts_with("I don't see you in that server"));
    assert!(
        shown(
            trial
                .presses_in_private(MIA, SkillClick::Page { page: 0 })
                .await
        )
        .starts_with("Nobody has added a skill yet")
    );
    assert!(
        refused(
            trial
                .presses_in_private(olu, SkillClick::Page { page: 0 })
                .await
        )
        .contains("Please use `/skills` in your server.")
    );
    assert!(
        refused(trial.presses_in_private(NOOR, SetupClick::Open {}).await)
            .contains("Please use `/setup` there.")
    );
}

#[tokio::test]
async fn the_largest_pages_keep_discords_limits() {
    let trial = Trial::turned_on().await;
    let hostile = "*_~`|[<>@#".repeat(20);
    let now = trial.clock.now();
    let mut write = trial.ctx.store.write().await.unwrap();
    for n in 0..40 {
        let name = SkillName::parse(&format!("{n:0>50}")).unwrap();
        let skill: SkillId = rows::ensure(&mut write, GUILD, &name, now).await.unwrap();
        rows::put_offer(&mut write, GUILD, MIA, skill, None, Some(&hostile), now)
            .await
            .unwrap();
        rows::put_wish(&mut write, GUILD, MIA, skill, Some(&hostile), None, now)
            .await
            .unwrap();
        blocks::add(
            &mut write,
            GUILD,
            MIA,
            MemberId(i64::MAX - n),
            now + TimeDelta::seconds(n),
        )
        .await
        .unwrap();
    }
    write.commit().await.unwrap();
    for page in 0..12 {
        for click in [MeClick::Skills { page }, MeClick::Blocks { page }] {
            let Ok(Reply::Update(post)) = trial.presses(MIA, click).await else {
                panic!("no page")
            };
            assert_fits(&post);
        }
    }
    for click in [
        MeClick::Hours {},
        MeClick::Pause {},
        MeClick::Load {},
        MeClick::Lessons {},
        MeClick::Home {},
    ] {
        let Ok(Reply::Update(post)) = trial.presses(MIA, click).await else {
            panic!("no page")
        };
        assert_fits(&post);
    }
    let opened = trial
        .presses(MIA, CustomId::from(MeClick::Open { guild: GUILD }))
        .await;
    assert!(matches!(opened, Ok(Reply::Private(_))));
}

#[tokio::test]
async fn a_server_in_which_potluck_is_off_does_not_count_as_another() {
    let trial = Trial::turned_on().await;
    let pier = GuildId(2);
    let mut write = trial.ctx.store.write().await.unwrap();
    let now = trial.clock.now();
    guilds::arrive(&mut write, pier, "Pier", NOOR, now)
        .await
        .unwrap();
    let mia = members::one(&mut write, GUILD, MIA).await.unwrap().unwrap();
    let there = members::Person {
        roles: Vec::new(),
        ..mia
    };
    members::put(&mut write, pier, &there).await.unwrap();
    write.commit().await.unwrap();
    let page = shown(trial.presses_in_private(MIA, MeClick::Home {}).await);
    assert!(page.contains("Quay"), "{page}");
    let mut write = trial.ctx.store.write().await.unwrap();
    settings::set_turned_on(&mut write, pier, Some(now))
        .await
        .unwrap();
    write.commit().await.unwrap();
    assert!(
        refused(trial.presses_in_private(MIA, MeClick::Home {}).await)
            .starts_with("I can't tell which server this is about")
    );
}
