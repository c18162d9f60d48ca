//! Nobody is left: the asker hears first, then the managers, unless the asker would rather not.

use chrono::TimeDelta;

use super::*;
use crate::domain::permissions::{Overwrite, Permissions};

const HOUR: TimeDelta = TimeDelta::hours(1);

/// Mia's ask on Monday at nine, which nobody teaches, in a guild with a managers' channel; with what she read.
async fn nobody_is_left() -> (World, AskId, String) {
    let mut world = World::new().await;
    world.with_managers(Vec::new()).await;
    let (ask, reply) = mia_asks(&mut world).await;
    (world, ask, reply)
}

async fn mia_asks(world: &mut World) -> (AskId, String) {
    let reply = world
        .try_ask(MIA, "Postgres", Some("My query is slow."))
        .await;
    let reply = answer(reply);
    world.deliver().await;
    let mut read = world.ctx.store.read().await.unwrap();
    let ask = asks::unfinished_of(&mut read, GUILD, MIA).await.unwrap()[0];
    (ask, reply)
}

impl World {
    fn managers_read(&self) -> Vec<String> {
        self.said_in(&Place::Channel(MANAGERS))
    }
}

#[tokio::test]
async fn the_answer_says_it_first_and_four_working_hours_later_the_managers_hear() {
    let (mut world, _, reply) = nobody_is_left().await;
    assert!(
        reply.contains("I'll ask in the managers' channel")
            && reply.ends_with("[I'd rather you didn't]\n[Never mind]"),
        "{reply}"
    );
    world.pass(HOUR * 4 - TimeDelta::seconds(1)).await;
    assert_eq!(world.managers_read(), Vec::<String>::new());
    world.pass(TimeDelta::seconds(1)).await;
    let read = world.managers_read();
    assert_eq!(read.len(), 1);
    assert!(
        read[0].contains("**PostgreSQL**") && read[0].contains("[Open the question]"),
        "{}",
        read[0]
    );
    assert!(
        !read[0].contains("Mia") && !read[0].contains("<@") && !read[0].contains("slow"),
        "{}",
        read[0]
    );
    // Once for an ask, however long it goes on.
    world.pass(TimeDelta::days(13)).await;
    assert_eq!(world.managers_read().len(), 1);
    assert_eq!(world.said_in(&Place::Direct(MIA)), Vec::<String>::new());
}

#[tokio::test]
async fn the_asker_can_say_no_and_is_not_asked_again() {
    let (mut world, ask, _) = nobody_is_left().await;
    let no = AskClick::RatherNot { ask };
    assert!(refusal(world.press(RAVI, no.clone()).await).contains("Only"));
    for _ in 0..2 {
        let said = answer(world.press(MIA, no.clone()).await);
        assert!(said.contains("I won't ask the managers"), "{said}");
    }
    world.pass(TimeDelta::days(1)).await;
    // Somebody is found, declines, and nobody is left again.
    world.teach(&[RAVI]).await;
    world.pass(TimeDelta::days(1)).await;
    let invitation = world.invitation(ask, RAVI).await.unwrap();
    answer(world.press(RAVI, AskClick::Decline { invitation }).await);
    world.pass(TimeDelta::days(3)).await;
    let told = world.said_in(&Place::Direct(MIA));
    assert_eq!(told.len(), 1);
    assert!(!told[0].contains("managers"), "{}", told[0]);
    assert_eq!(world.managers_read(), Vec::<String>::new());
}

#[tokio::test]
async fn the_managers_wait_until_the_asker_was_told() {
    let mut world = World::new().await;
    world.with_managers(Vec::new()).await;
    world.teach(&[RAVI]).await;
    let ask = world.ask().await;
    // On Monday after work, so that Mia hears on Tuesday at nine and the managers at one.
    world.pass(HOUR * 2).await;
    let invitation = world.invitation(ask, RAVI).await.unwrap();
    world.pass(HOUR * 7).await;
    answer(world.press(RAVI, AskClick::Decline { invitation }).await);
    world.pass(HOUR * 15).await;
    let told = world.said_in(&Place::Direct(MIA));
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].contains("[I'd rather you didn't]"), "{}", told[0]);
    world.pass(HOUR * 3).await;
    assert_eq!(world.managers_read(), Vec::<String>::new());
    world.pass(HOUR).await;
    assert_eq!(world.managers_read().len(), 1);
}

#[tokio::test]
async fn a_telling_that_waits_in_me_holds_the_managers_until_it_was_read() {
    let mut world = World::new().await;
    world.with_managers(Vec::new()).await;
    world.teach(&[RAVI]).await;
    let ask = world.ask().await;
    let invitation = world.invitation(ask, RAVI).await.unwrap();
    answer(world.press(RAVI, AskClick::Decline { invitation }).await);
    let mut write = world.ctx.store.write().await.unwrap();
    let row = outbox::ready(&mut write, Kind::Private, world.now(), 9)
        .await
        .unwrap()
        .into_iter()
        .find(|row| row.receipt == Receipt::StuckTold(ask))
        .unwrap();
    assert!(
        outbox::begin(&mut write, row.id, world.now())
            .await
            .unwrap()
            .is_some()
    );
    gone::undeliverable(&mut write, row.receipt, world.now())
        .await
        .unwrap();
    outbox::conclude(
        &mut write,
        row.id,
        &End::Waiting("closed".to_owned()),
        world.now(),
    )
    .await
    .unwrap();
    write.commit().await.unwrap();
    world.pass(TimeDelta::days(2)).await;
    assert_eq!(world.managers_read(), Vec::<String>::new());
    let mut write = world.ctx.store.write().await.unwrap();
    crate::features::asks::read_in_me(&mut write, row.id, world.now())
        .await
        .unwrap();
    write.commit().await.unwrap();
    world.pass(HOUR * 4).await;
    assert_eq!(world.managers_read().len(), 1);
}

#[tokio::test]
async fn what_somebody_takes_before_the_managers_hear_they_never_do() {
    let (mut world, ask, _) = nobody_is_left().await;
    answer(world.press(RAVI, AskClick::Help { ask }).await);
    let late = answer(world.press(MIA, AskClick::RatherNot { ask }).await);
    assert!(late.contains("Somebody is helping"), "{late}");
    world.pass(TimeDelta::days(2)).await;
    assert_eq!(world.managers_read(), Vec::<String>::new());
}

#[tokio::test]
async fn who_is_found_meanwhile_spares_the_managers() {
    let (mut world, ask, _) = nobody_is_left().await;
    world.pass(HOUR).await;
    world.teach(&[RAVI]).await;
    // At one o'clock both are due: people are looked for first.
    world.pass(HOUR * 3).await;
    assert_eq!(world.invited(ask).await, [RAVI]);
    world.pass(HOUR * 4).await;
    assert_eq!(world.managers_read(), Vec::<String>::new());
}

#[tokio::test]
async fn the_answer_promises_nothing_where_the_managers_cannot_hear() {
    let mut world = World::new().await;
    let (_, reply) = mia_asks(&mut world).await;
    assert!(!reply.contains("managers"), "{reply}");
    let mut world = World::new().await;
    let closed = Overwrite {
        id: GUILD.0,
        member: false,
        allow: Permissions::NONE,
        deny: Permissions::SEND_MESSAGES,
    };
    world.with_managers(vec![closed]).await;
    let (_, reply) = mia_asks(&mut world).await;
    assert!(!reply.contains("managers"), "{reply}");
    world.pass(TimeDelta::days(3)).await;
    assert_eq!(world.managers_read(), Vec::<String>::new());
}

#[tokio::test]
async fn still_needed_says_it_in_its_answer_too() {
    let mut world = World::new().await;
    world.with_managers(Vec::new()).await;
    let ask = world.ask().await;
    answer(world.press(RAVI, AskClick::Help { ask }).await);
    world.deliver().await;
    let said = answer(world.press(MIA, AskClick::StillNeeded { ask }).await);
    assert!(said.contains("[I'd rather you didn't]"), "{said}");
    world.pass(HOUR * 4).await;
    assert_eq!(world.managers_read().len(), 1);
}

#[tokio::test]
async fn given_back_with_nobody_left_the_asker_is_told_by_the_next_look() {
    let mut world = World::new().await;
    world.with_managers(Vec::new()).await;
    let ask = world.ask().await;
    answer(world.press(RAVI, AskClick::Help { ask }).await);
    world.deliver().await;
    answer(world.press(RAVI, AskClick::GiveBack { ask }).await);
    world.pass(HOUR * 4).await;
    let told = world.said_in(&Place::Direct(MIA));
    assert!(
        told.last().unwrap().contains("[I'd rather you didn't]"),
        "{told:?}"
    );
    world.pass(HOUR * 24).await;
    assert_eq!(world.managers_read().len(), 1);
}

#[tokio::test]
async fn taken_where_there_is_no_help_channel_it_is_over_for_the_managers_too() {
    let (mut world, ask, _) = nobody_is_left_without_a_help_channel().await;
    answer(world.press(RAVI, AskClick::Help { ask }).await);
    let mut read = world.ctx.store.read().await.unwrap();
    let standing = crate::store::stuck::of(&mut read, ask).await.unwrap();
    assert_eq!(standing.planned_for, None);
    assert!(
        !asks::find(&mut read, ask)
            .await
            .unwrap()
            .unwrap()
            .nobody_told
    );
    drop(read);
    // Given back a day later, the managers wait for the asker once more.
    world.pass(HOUR * 24).await;
    answer(world.press(RAVI, AskClick::GiveBack { ask }).await);
    world.deliver().await;
    assert_eq!(world.managers_read(), Vec::<String>::new());
}

/// The same as [`nobody_is_left`], in a guild without a help channel.
async fn nobody_is_left_without_a_help_channel() -> (World, AskId, String) {
    let mut world = World::new().await;
    world.with_managers(Vec::new()).await;
    let mut write = world.ctx.store.write().await.unwrap();
    sqlx::query("UPDATE guilds SET help_channel_id = NULL")
        .execute(&mut *write)
        .await
        .unwrap();
    write.commit().await.unwrap();
    let (ask, reply) = mia_asks(&mut world).await;
    (world, ask, reply)
}

#[tokio::test]
async fn without_a_post_no_link_is_promised_and_none_is_given() {
    let (mut world, _, reply) = nobody_is_left_without_a_help_channel().await;
    assert!(
        reply.contains("I'll ask in the managers' channel") && !reply.contains("a link"),
        "{reply}"
    );
    world.pass(HOUR * 4).await;
    let read = world.managers_read();
    assert_eq!(read.len(), 1);
    assert!(
        read[0].contains("no post in a help channel") && !read[0].contains("[Open"),
        "{}",
        read[0]
    );
}

#[tokio::test]
async fn a_managers_channel_chosen_later_hears_once_the_asker_was_told_of_it() {
    let mut world = World::new().await;
    let (_, reply) = mia_asks(&mut world).await;
    assert!(!reply.contains("managers"), "{reply}");
    world.pass(HOUR).await;
    world.with_managers(Vec::new()).await;
    world.pass(HOUR * 24).await;
    let told = world.said_in(&Place::Direct(MIA));
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].contains("[I'd rather you didn't]"), "{}", told[0]);
    world.pass(HOUR * 24).await;
    assert_eq!(world.managers_read().len(), 1);
    assert_eq!(world.said_in(&Place::Direct(MIA)).len(), 1);
}

#[tokio::test]
async fn an_announcement_that_failed_is_made_again_a_day_later() {
    let mut world = World::new().await;
    world.with_managers(Vec::new()).await;
    world.teach(&[RAVI]).await;
    let ask = world.ask().await;
    world.pass(HOUR).await;
    let invitation = world.invitation(ask, RAVI).await.unwrap();
    answer(world.press(RAVI, AskClick::Decline { invitation }).await);
    world
        .deliver_unless(|receipt| *receipt == Receipt::StuckTold(ask))
        .await;
    world.pass(HOUR * 22).await;
    assert_eq!(world.said_in(&Place::Direct(MIA)), Vec::<String>::new());
    world.pass(TimeDelta::days(3)).await;
    assert_eq!(world.said_in(&Place::Direct(MIA)).len(), 1);
    assert_eq!(world.managers_read().len(), 1);
}

#[tokio::test]
async fn the_askers_page_says_no_for_as_long_as_the_managers_are_to_hear() {
    let (mut world, ask, _) = nobody_is_left().await;
    let page = |world: &World| {
        let ctx = world.ctx.clone();
        async move {
            text(
                &crate::features::asks::ask_page(&ctx, ask, MIA)
                    .await
                    .unwrap(),
            )
        }
    };
    let before = page(&world).await;
    assert!(before.ends_with("[I'd rather you didn't]"), "{before}");
    world.pass(HOUR * 4).await;
    let heard = page(&world).await;
    assert!(
        !heard.contains("managers") && !heard.contains("rather"),
        "{heard}"
    );
    let (world, ask, _) = nobody_is_left().await;
    answer(world.press(MIA, AskClick::RatherNot { ask }).await);
    let refused = page(&world).await;
    assert!(!refused.contains("managers"), "{refused}");
}
