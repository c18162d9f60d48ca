//! The page, and what is done in Discord once it is confirmed.

use chrono::TimeDelta;

use super::super::command::PRIVACY;
use super::*;
use crate::custom_id::PrivacyClick;
use crate::delivery::{MessageRef, Purpose, Receipt};
use crate::domain::ids::{ChannelId, MessageId};
use crate::features::trial::{MIA, SAM, button, refused, shown};
use crate::features::{Invocation, Options, Reply};
use crate::post::Post;
use crate::store::outbox::{End, Owed, begin};

async fn uses(trial: &Trial, by: MemberId, subcommand: &str) -> Result<Reply> {
    let used = Invocation {
        by: crate::features::trial::actor(by),
        guild: GUILD,
        channel: crate::features::trial::HELP,
        subcommand: Some(subcommand.to_owned()),
        options: Options::default(),
    };
    (PRIVACY.run)(&trial.ctx, &used).await
}

#[tokio::test]
async fn the_page_says_what_happens_and_nothing_happens_until_it_is_pressed() {
    let trial = Trial::turned_on().await;
    let page = uses(&trial, MIA, "forget").await;
    let forget_me = button(&page, "Forget me");
    let text = shown(page);
    assert!(
        text.contains("This cannot be undone") && text.contains("[Keep me]"),
        "{text}"
    );
    assert!(
        !text.contains("remove my lessons"),
        "she has written none: {text}"
    );
    assert!(
        refused(trial.presses(SAM, forget_me.clone()).await).contains("somebody else's"),
        "it is hers"
    );
    let kept = shown(trial.presses(MIA, PrivacyClick::Keep { member: MIA }).await);
    assert!(kept.starts_with("Nothing has changed"), "{kept}");
    let refusal = refused(trial.presses(SAM, PrivacyClick::Keep { member: MIA }).await);
    assert!(refusal.contains("somebody else's"), "{refusal}");
    assert!(
        refused(trial.presses_in_private(MIA, forget_me.clone()).await).contains("in the server"),
        "a private conversation is in no server"
    );
    let done = shown(trial.presses(MIA, forget_me.clone()).await);
    assert!(done.starts_with("Done: you're forgotten here."), "{done}");
    assert_eq!(
        refused(trial.presses(MIA, forget_me).await),
        words::FORGOTTEN
    );
    assert_eq!(refused(uses(&trial, MIA, "forget").await), words::FORGOTTEN);
}

#[tokio::test]
async fn an_old_page_asks_once_more() {
    let trial = Trial::turned_on().await;
    let page = uses(&trial, MIA, "forget").await;
    let forget_me = button(&page, "Forget me");
    trial.clock.move_to(trial.clock.now() + TimeDelta::hours(2));
    let again = trial.presses(MIA, forget_me).await;
    let forget_me = button(&again, "Forget me");
    let again = shown(again);
    assert!(
        again.starts_with("That page was more than an hour old"),
        "{again}"
    );
    let done = shown(trial.presses(MIA, forget_me).await);
    assert!(done.starts_with("Done"), "{done}");
}

#[tokio::test]
async fn lessons_stay_without_their_author_or_go_as_she_says() {
    for (label, left) in [("Forget me", 1), ("Forget me and remove my lessons", 0)] {
        let trial = Trial::turned_on().await;
        filled::run(
            &trial,
            "INSERT INTO skills (skill_id, guild_id, key, name, created_at) VALUES (1, 1, 'go', 'Go', 0);
             INSERT INTO lessons (guild_id, author_id, skill_id, text, created_at) VALUES (1, 12, 1, 'Ask Mia, or read', 0)",
        )
        .await;
        let page = uses(&trial, MIA, "forget").await;
        let pressed = trial.presses(MIA, button(&page, label)).await;
        assert!(shown(pressed).starts_with("Done"));
        let lessons: Vec<(String, Option<i64>)> =
            sqlx::query_as("SELECT text, author_id FROM lessons")
                .fetch_all(&mut *trial.ctx.store.read().await.unwrap())
                .await
                .unwrap();
        assert_eq!(lessons.len(), left, "{label}");
        assert!(lessons.iter().all(|(_, author)| author.is_none()));
    }
}

/// What is owed, oldest first.
async fn owed(trial: &Trial) -> Vec<String> {
    sqlx::query_scalar(
        "SELECT lane || ' ' || delivery FROM outbox WHERE state = 'owed' ORDER BY outbox_id",
    )
    .fetch_all(&mut *trial.ctx.store.read().await.unwrap())
    .await
    .unwrap()
}

async fn owes(trial: &Trial, lane: Lane, to: Place, said: &str) -> OutboxId {
    let mut write = trial.ctx.store.write().await.unwrap();
    let owed = Owed {
        guild: GUILD,
        lane,
        delivery: Delivery::Send {
            to,
            post: Post::text(said),
        },
        receipt: Receipt::Nothing,
        purpose: Purpose::Answer,
        about: None,
        not_before: trial.clock.now(),
    };
    let row = outbox::owe(&mut write, owed, trial.clock.now())
        .await
        .unwrap();
    write.commit().await.unwrap();
    row
}

#[tokio::test]
async fn what_was_said_is_changed_what_is_owed_says_it_anew_and_what_is_on_its_way_is_changed_behind()
 {
    let trial = Trial::turned_on().await;
    let channel = ChannelId(101);
    let lane = Lane::Guild(GUILD);
    let sent = owes(&trial, lane, Place::Channel(channel), "<@12> said hello").await;
    let on_its_way = owes(
        &trial,
        Lane::Direct(RAVI),
        Place::Direct(RAVI),
        "<@12> can help",
    )
    .await;
    let waits = owes(
        &trial,
        Lane::Direct(SAM),
        Place::Direct(SAM),
        "Hi, <@12> asked",
    )
    .await;
    let elsewhere = owes(&trial, lane, Place::Channel(channel), "Hello everybody").await;
    let now = trial.clock.now();
    let mut write = trial.ctx.store.write().await.unwrap();
    for (row, message) in [(sent, 71), (elsewhere, 72)] {
        let place = Some((channel, Some(MessageId(message))));
        outbox::conclude(&mut write, row, &End::Done(place), now)
            .await
            .unwrap();
    }
    begin(&mut write, on_its_way, now).await.unwrap();
    write.commit().await.unwrap();

    forget(&trial.ctx, GUILD, MIA, Erased::LessonsLoseTheirAuthor)
        .await
        .unwrap();

    let owed = owed(&trial).await;
    let expected = [
        r#"dm:14 {"send":{"to":{"direct":14},"post":{"blocks":[{"text":"Hi, somebody asked"}]}}}"#.to_owned(),
        r#"guild:1 {"edit":{"message":{"at":[101,71]},"post":{"blocks":[{"text":"Somebody said hello"}]}}}"#.to_owned(),
        format!(r#"dm:13 {{"edit":{{"message":{{"sent":{on_its_way}}},"post":{{"blocks":[{{"text":"Somebody can help"}}]}}}}}}"#),
    ];
    assert_eq!(owed, expected, "{waits}");
}

#[tokio::test]
async fn what_will_say_something_new_anyway_is_not_changed_twice() {
    let trial = Trial::turned_on().await;
    let channel = ChannelId(101);
    let sent = owes(
        &trial,
        Lane::Guild(GUILD),
        Place::Channel(channel),
        "<@12> signed",
    )
    .await;
    let now = trial.clock.now();
    let mut write = trial.ctx.store.write().await.unwrap();
    let place = Some((channel, Some(MessageId(71))));
    outbox::conclude(&mut write, sent, &End::Done(place), now)
        .await
        .unwrap();
    let edit = Owed {
        guild: GUILD,
        lane: Lane::Guild(GUILD),
        delivery: Delivery::Edit {
            message: MessageRef::At(channel, MessageId(71)),
            post: Post::text("Nobody signed"),
        },
        receipt: Receipt::Nothing,
        purpose: Purpose::Answer,
        about: None,
        not_before: now,
    };
    outbox::owe(&mut write, edit, now).await.unwrap();
    write.commit().await.unwrap();
    forget(&trial.ctx, GUILD, MIA, Erased::LessonsLoseTheirAuthor)
        .await
        .unwrap();
    assert_eq!(owed(&trial).await.len(), 1);
}
