//! "Could you start someone off with it now?"

use chrono::{DateTime, TimeDelta, TimeZone, Utc};
use discord_sandbox::control::MessageView;
use insta::assert_snapshot;

use crate::harness::{Player, Story, redacted, start, tell};

/// Mia thanked Ravi for help with Postgres.
async fn mia_learned(story: &Story) -> Player {
    let [mia, ravi] = ["mia", "ravi"].map(|name| story.player(name));
    mia.uses("thanks", &[("member", "ravi"), ("skill", "postgres")])
        .await;
    ravi.catches_up().await;
    mia
}

/// The question, two weeks later.
async fn mia_is_asked(story: &Story) -> (Player, MessageView) {
    let mia = mia_learned(story).await;
    story.pass(TimeDelta::days(14)).await;
    let question = mia.reads_dm().await;
    (mia, question)
}

fn day(month: u32, day: u32, hour: u32) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, month, day, hour, 0, 0).unwrap()
}

#[test]
fn who_learned_is_asked_and_says_yes() {
    tell(async |story| {
        let (mia, question) = mia_is_asked(story).await;
        assert_snapshot!(redacted(&question), @"
        DM · Potluck
        A while ago you got a hand with **PostgreSQL** in **Hearth & Co**. Could you start someone off with it now?
        The first steps are plenty: whoever has just learned something often explains it best. I ask this once for each skill.
        [ Yes, add it ] [ Not yet ]
        -# Fewer of these? **Private messages** in `/me` of **Hearth & Co**, or a pause there.
        ");
        mia.clicks(&question, "Yes, add it").await;
        let question = mia.looks_again_at(&question).await.unwrap();
        assert_snapshot!(redacted(&question), @"
        DM · Potluck (edited)
        You teach **PostgreSQL** now (“can start you off”). Nobody else wishes to learn it yet.
        What happens next: when somebody asks about it, I may invite you to help and say why. **Not now** is always a fine answer, and `/me` is the place for a pause or a limit.
        [ Remove PostgreSQL ]
        -# Fewer of these? **Private messages** in `/me` of **Hearth & Co**, or a pause there.
        ");
        assert_eq!(
            story.rows("SELECT member_id, level FROM offers").await,
            ["mia | starter"]
        );
    });
}

#[test]
fn not_yet_is_a_fine_answer_and_the_last_question() {
    tell(async |story| {
        let (mia, question) = mia_is_asked(story).await;
        mia.clicks(&question, "Not yet").await;
        let question = mia.looks_again_at(&question).await.unwrap();
        assert_snapshot!(redacted(&question), @"
        DM · Potluck (edited)
        That's fine, and I won't ask about **PostgreSQL** again. Whenever you feel like it, `/teach` in **Hearth & Co** adds it.
        -# Fewer of these? **Private messages** in `/me` of **Hearth & Co**, or a pause there.
        ");
        mia_learned(story).await;
        story.pass(TimeDelta::days(30)).await;
        mia.has_no_news().await;
    });
}

#[test]
fn an_ask_that_was_solved_is_asked_about_too() {
    tell(async |story| {
        let [mia, ravi, noor] = ["mia", "ravi", "noor"].map(|name| story.player(name));
        ravi.teaches("postgres").await;
        mia.asks_for("postgres").await;
        let invitation = ravi.reads_dm().await;
        ravi.clicks(&invitation, "I can help").await;
        let opening = mia.reads_in("PostgreSQL: Mia and Ravi").await;
        let page = mia.clicks(&opening, "Solved").await;
        mia.clicks(&page, "Done").await;
        for player in [&mia, &ravi, &noor] {
            player.catches_up().await;
        }
        story.pass(TimeDelta::days(14)).await;
        let question = mia.reads_dm().await;
        assert!(
            question.text.starts_with("A while ago you got a hand"),
            "{question}"
        );
        ravi.has_no_news().await;
        story.player("ada").catches_up().await;
    });
}

#[test]
fn it_comes_in_their_hours_and_after_their_pause() {
    tell(async |story| {
        let mia = mia_learned(story).await;
        mia.works("14:00-18:00").await;
        story.pass_until(day(3, 17, 12)).await;
        mia.pauses().await;
        story.pass_until(day(3, 24, 13)).await;
        mia.has_no_news().await;
        story.pass_until(day(3, 24, 14)).await;
        mia.reads_dm().await;
    });
}

#[test]
fn who_wants_no_such_questions_gets_none() {
    tell(async |story| {
        let mia = mia_learned(story).await;
        let page = mia.uses("me", &[]).await;
        let page = mia.clicks(&page, "Private messages").await;
        mia.clicks(&page, "Don't ask me").await;
        story.pass(TimeDelta::days(30)).await;
        mia.has_no_news().await;
    });
}

#[test]
fn after_a_day_a_week_or_three_weeks_away_it_is_asked_once_and_late() {
    for away in [1, 7, 21] {
        tell(async |story| {
            let mia = mia_learned(story).await;
            story.pass(TimeDelta::days(13)).await;
            story.stop_bot().await;
            story.pass_until(start() + TimeDelta::days(14 + away)).await;
            story.start_bot().await;
            story.pass(TimeDelta::days(3)).await;
            let question = mia.reads_dm().await;
            assert!(question.text.contains("**PostgreSQL**"), "{question}");
            story.pass(TimeDelta::days(21)).await;
            mia.has_no_news().await;
        });
    }
}

#[test]
fn killed_while_it_asks_it_asks_once() {
    tell(async |story| {
        let mia = mia_learned(story).await;
        story
            .pass(TimeDelta::days(14) - TimeDelta::minutes(1))
            .await;
        story.kill_bot().await;
        story.pass(TimeDelta::minutes(2)).await;
        story.start_bot().await;
        story.settle().await;
        story.kill_bot().await;
        story.start_bot().await;
        story.settle().await;
        mia.reads_dm().await;
        mia.has_no_news().await;
    });
}

#[test]
fn the_buttons_work_a_month_later_and_for_nobody_else() {
    tell(async |story| {
        let (mia, question) = mia_is_asked(story).await;
        story.pass(TimeDelta::days(30)).await;
        story.stop_bot().await;
        story.start_bot().await;
        mia.clicks(&question, "Yes, add it").await;
        let again = mia.tries_to_click(&question, "Yes, add it").await;
        assert!(again.is_err(), "the buttons are gone once it is answered");
    });
}
