//! The open call.

use chrono::TimeDelta;

use super::super::open_calls;
use super::fixture::{guild, round, run, said, skill, teaches, wishes, with_programme};
use crate::custom_id::SwapClick;
use crate::domain::ids::{MemberId, SkillId};
use crate::features::trial::{GUILD, MIA, NOOR, RAVI, SAM, Trial, refused, shown, text};
use crate::store::outbox::Lane;
use crate::store::programmes::Programme;
use crate::store::skills as rows;

/// The round of this number is paired among these; what the channel is asked then.
async fn called(
    trial: &Trial,
    programme: &Programme,
    number: i64,
    members: &[MemberId],
) -> Vec<String> {
    let round = round(trial, programme, number).await;
    let guild = guild(trial).await;
    let mut write = trial.ctx.store.write().await.unwrap();
    open_calls(
        &mut write,
        &guild,
        programme,
        round,
        members,
        trial.clock.now(),
    )
    .await
    .unwrap();
    write.commit().await.unwrap();
    let posts = said(trial, Lane::Round(round)).await;
    posts.iter().map(text).collect()
}

#[tokio::test]
async fn what_nobody_teaches_is_called_for_without_a_name() {
    let (trial, programme) = with_programme().await;
    wishes(&trial, MIA, "Rust, Figma").await;
    wishes(&trial, RAVI, "Rust, Go").await;
    teaches(&trial, SAM, "Go").await;
    // Sam does not take part, but teaches it: nothing has to be called for.
    assert_eq!(
        called(&trial, &programme, 1, &[MIA, RAVI]).await,
        ["Here are wishes that nobody can serve yet:\n\
          - **Rust**: 2 people wish to learn it\n\
          - **Figma**: one person wishes to learn it\n\
          Could you start someone off with one of them? The first steps are plenty.\n\
          [I could teach Rust] [I could teach Figma]"]
    );
}

#[tokio::test]
async fn one_wish_is_called_for_in_words_of_one() {
    let (trial, programme) = with_programme().await;
    wishes(&trial, MIA, "Rust").await;
    assert_eq!(
        called(&trial, &programme, 1, &[MIA]).await,
        ["Here is a wish that nobody can serve yet:\n\
          - **Rust**: one person wishes to learn it\n\
          Could you start someone off with it? The first steps are plenty.\n\
          [I could teach Rust]"]
    );
}

#[tokio::test]
async fn nothing_is_called_for_where_every_wish_can_be_served() {
    let (trial, mut programme) = with_programme().await;
    wishes(&trial, MIA, "Rust").await;
    teaches(&trial, RAVI, "Rust").await;
    assert!(called(&trial, &programme, 1, &[MIA, RAVI]).await.is_empty());
    // Wishes of people who do not take part are not the programme's business.
    wishes(&trial, NOOR, "Zig").await;
    assert!(called(&trial, &programme, 2, &[MIA, RAVI]).await.is_empty());
    programme.channel = None;
    assert!(called(&trial, &programme, 3, &[NOOR]).await.is_empty());
}

#[tokio::test]
async fn who_left_or_wishes_for_it_themselves_teaches_nobody() {
    let (trial, programme) = with_programme().await;
    wishes(&trial, MIA, "Rust").await;
    teaches(&trial, MIA, "Rust").await;
    teaches(&trial, RAVI, "Rust").await;
    run(
        &trial,
        &format!("UPDATE members SET left_at = 1 WHERE member_id = {RAVI}"),
    )
    .await;
    assert_eq!(called(&trial, &programme, 1, &[MIA]).await.len(), 1);
}

#[tokio::test]
async fn a_skill_is_called_for_once_in_four_weeks() {
    let (trial, programme) = with_programme().await;
    wishes(&trial, MIA, "Rust").await;
    let mut calls = Vec::new();
    for number in 1..=9 {
        if !called(&trial, &programme, number, &[MIA]).await.is_empty() {
            calls.push(number);
        }
        trial.clock.move_to(trial.clock.now() + TimeDelta::days(7));
    }
    assert_eq!(calls, [1, 5, 9]);
}

#[tokio::test]
async fn four_weeks_are_four_weeks_when_the_clocks_go_forward_within_them() {
    let (trial, programme) = with_programme().await;
    run(
        &trial,
        &format!("UPDATE guilds SET zone = 'Europe/Lisbon' WHERE guild_id = {GUILD}"),
    )
    .await;
    wishes(&trial, MIA, "Rust").await;
    assert_eq!(called(&trial, &programme, 1, &[MIA]).await.len(), 1);
    // The clocks go forward on 29 March: the same time of day comes an hour earlier.
    let later = TimeDelta::days(28) - TimeDelta::hours(1);
    trial.clock.move_to(trial.clock.now() + later);
    assert_eq!(called(&trial, &programme, 2, &[MIA]).await.len(), 1);
}

#[tokio::test]
async fn what_does_not_fit_comes_with_the_next_round() {
    let (trial, programme) = with_programme().await;
    let names = ["Ada", "Basic", "Cobol", "Dart", "Elm", "Forth", "Groovy"];
    for name in names {
        wishes(&trial, MIA, name).await;
        trial
            .clock
            .move_to(trial.clock.now() + TimeDelta::minutes(1));
    }
    let first = called(&trial, &programme, 1, &[MIA]).await;
    assert!(first[0].contains("**Ada**") && first[0].contains("**Elm**"));
    assert!(!first[0].contains("**Forth**"));
    let second = called(&trial, &programme, 2, &[MIA]).await;
    assert!(second[0].contains("**Forth**") && second[0].contains("**Groovy**"));
    assert!(!second[0].contains("**Ada**"));
    assert!(called(&trial, &programme, 3, &[MIA]).await.is_empty());
}

#[tokio::test]
async fn who_answers_the_call_teaches_it_from_now_on() {
    let (trial, programme) = with_programme().await;
    wishes(&trial, MIA, "Rust").await;
    called(&trial, &programme, 1, &[MIA]).await;
    let click = SwapClick::CouldTeach {
        skill: skill(&trial, "Rust").await,
    };
    let answer = shown(trial.presses(SAM, click.clone()).await);
    assert!(answer.starts_with("You teach **Rust** now"), "{answer}");
    let mut read = trial.ctx.store.read().await.unwrap();
    let offers = rows::offers_of(&mut read, GUILD, SAM).await.unwrap();
    assert_eq!(offers.len(), 1);
    let again = shown(trial.presses(SAM, click).await);
    assert!(again.starts_with("You teach **Rust** already"), "{again}");
    let gone = SwapClick::CouldTeach { skill: SkillId(99) };
    let refusal = refused(trial.presses(SAM, gone).await);
    assert!(
        refusal.starts_with("I no longer have that skill."),
        "{refusal}"
    );
}

#[tokio::test]
async fn a_name_brings_no_markdown_of_its_own() {
    let (trial, programme) = with_programme().await;
    wishes(&trial, MIA, "*Rust* in `anger`").await;
    assert_eq!(
        called(&trial, &programme, 1, &[MIA]).await,
        ["Here is a wish that nobody can serve yet:\n\
          - **Rust in anger**: one person wishes to learn it\n\
          Could you start someone off with it? The first steps are plenty.\n\
          [I could teach Rust in anger]"]
    );
}
