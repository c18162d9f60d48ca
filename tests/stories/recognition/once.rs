//! Whatever is lost on the way, the question, the table and each one's own month come once.

use chrono::{DateTime, TimeDelta, Utc};
use discord_sandbox::control::MessageView;
use discord_sandbox::faults::Fault;

use super::{ada_wants, at, everybody_catches_up, first_of_april, managers_lead, section};
use crate::harness::{Player, Story, tell};
use crate::lessons::learns;

/// What each of the three says.
const QUESTION: &str = "What are you learning yourself?";
const TABLE: &str = "The table of March 2026";
const MONTH: &str = "Your March 2026";

/// When the question is put, at nine in Lisbon.
fn asking() -> DateTime<Utc> {
    at("2026-03-27T09:00:00Z")
}

/// A table with something on it, for which Noor is asked; Ravi and Noor want their own month. It is a minute before the question.
async fn all_of_it_is_on(story: &Story) {
    managers_lead(story).await;
    ada_wants(story, "Lay the monthly table").await;
    for name in ["ravi", "noor"] {
        let player = story.player(name);
        let page = section(&player, "Private messages").await;
        player.clicks(&page, "Send me my month").await;
    }
    learns(story, "PostgreSQL", "A slow report wants an index.").await;
    story.pass_until(asking() - TimeDelta::minutes(1)).await;
    everybody_catches_up(story).await;
}

/// How often somebody was told something, in a channel or privately.
fn times(player: &Player, what: &str) -> usize {
    let view = player.person.sees();
    view.messages()
        .filter(|message| message.text.contains(&format!("### {what}")))
        .count()
}

/// How often each of the three came: the question to Noor, the table, and the months of Ravi and Noor.
fn came(story: &Story) -> [usize; 4] {
    let [ravi, noor] = ["ravi", "noor"].map(|name| story.player(name));
    [
        times(&noor, QUESTION),
        times(&noor, TABLE),
        times(&ravi, MONTH),
        times(&noor, MONTH),
    ]
}

async fn noor_says(story: &Story, question: &MessageView) {
    let noor = story.player("noor");
    let form = noor.clicks_for_form(question, "Say it").await;
    noor.submits(&form, &[(QUESTION, "Portuguese")]).await;
}

/// The bot dies and is back.
async fn dies(story: &mut Story) {
    story.settle().await;
    story.kill_bot().await;
    story.start_bot().await;
    story.settle().await;
}

/// The bot is dead when the time comes, and back ten minutes later.
async fn is_dead_until(story: &mut Story, then: DateTime<Utc>) {
    story.settle().await;
    story.kill_bot().await;
    story.pass_until(then + TimeDelta::minutes(10)).await;
    story.start_bot().await;
    story.settle().await;
}

fn posts_fail(times: u32, after_effect: bool) -> Fault {
    Fault::ServerError {
        method: Some("POST".to_owned()),
        route: Some("/channels/{channel_id}/messages".to_owned()),
        times,
        status: Some(503),
        after_effect,
    }
}

#[test]
fn a_bot_that_dies_around_each_step_takes_each_step_once() {
    tell(async |story| {
        all_of_it_is_on(story).await;
        is_dead_until(story, asking()).await;
        assert_eq!(came(story), [1, 0, 0, 0]);
        dies(story).await;
        let question = story.player("noor").reads_dm().await;
        noor_says(story, &question).await;
        dies(story).await;
        story
            .pass_until(first_of_april() - TimeDelta::minutes(1))
            .await;
        everybody_catches_up(story).await;
        is_dead_until(story, first_of_april()).await;
        assert_eq!(came(story), [1, 1, 1, 1]);
        dies(story).await;
        story.pass(TimeDelta::days(1)).await;
        assert_eq!(came(story), [1, 1, 1, 1]);
        let table = story.player("mia").reads_in("help").await;
        assert!(table.text.contains("is learning Portuguese"), "{table}");
        assert_eq!(
            story
                .rows("SELECT period, state FROM occurrences WHERE job = 'recognition' AND period NOT LIKE 'month:2026-02' ORDER BY period")
                .await,
            ["leader:2026-03 | done", "month:2026-03 | done", "table:2026-03 | done"]
        );
        everybody_catches_up(story).await;
    });
}

#[test]
fn a_bot_that_dies_between_the_table_and_its_post_posts_it_once() {
    tell(async |story| {
        all_of_it_is_on(story).await;
        // Until it dies Discord takes nothing.
        story.suffer(posts_fail(10_000, false));
        story.pass_until(asking() + TimeDelta::minutes(1)).await;
        assert_eq!(came(story), [0; 4]);
        story.kill_bot().await;
        story.sandbox.clear_faults().unwrap();
        story.start_bot().await;
        story.pass(TimeDelta::minutes(15)).await;
        assert_eq!(came(story), [1, 0, 0, 0]);
        noor_says(story, &story.player("noor").reads_dm().await).await;
        story
            .pass_until(first_of_april() - TimeDelta::minutes(1))
            .await;
        everybody_catches_up(story).await;
        story.suffer(posts_fail(10_000, false));
        story.pass(TimeDelta::minutes(2)).await;
        assert_eq!(came(story), [1, 0, 0, 0]);
        story.kill_bot().await;
        // Of the months it had written one, and knew of the other.
        story
            .execute("DELETE FROM outbox WHERE state <> 'done' AND delivery LIKE '%### Your March 2026%' AND addressee = (SELECT member_id FROM members WHERE user_name = 'noor')")
            .await;
        story
            .execute("UPDATE members SET month_owed = '2026-03-01' WHERE user_name = 'noor'")
            .await;
        story.sandbox.clear_faults().unwrap();
        story.start_bot().await;
        story.pass(TimeDelta::minutes(15)).await;
        assert_eq!(came(story), [1, 1, 1, 1]);
        everybody_catches_up(story).await;
    });
}

#[test]
fn an_answer_of_discords_that_is_lost_brings_none_of_it_twice() {
    tell(async |story| {
        all_of_it_is_on(story).await;
        story.suffer(posts_fail(1, true));
        story.pass_until(asking() + TimeDelta::minutes(5)).await;
        assert_eq!(came(story), [1, 0, 0, 0]);
        noor_says(story, &story.player("noor").reads_dm().await).await;
        story
            .pass_until(first_of_april() - TimeDelta::minutes(1))
            .await;
        everybody_catches_up(story).await;
        story.suffer(posts_fail(3, true));
        story.pass(TimeDelta::minutes(6)).await;
        assert_eq!(came(story), [1, 1, 1, 1]);
        assert_eq!(
            story.rows("SELECT count(*) FROM leader_answers").await,
            ["1"],
            "nobody else was asked"
        );
        everybody_catches_up(story).await;
    });
}

#[test]
fn a_bot_that_dies_before_it_notes_what_it_sent_looks_first() {
    for minutes in [0, 10] {
        tell(async |story| {
            all_of_it_is_on(story).await;
            story.pass_until(asking()).await;
            noted_nothing_and_dies(story, minutes).await;
            assert_eq!(came(story), [1, 0, 0, 0]);
            noor_says(story, &story.player("noor").reads_dm().await).await;
            story.pass_until(first_of_april()).await;
            noted_nothing_and_dies(story, minutes).await;
            assert_eq!(came(story), [1, 1, 1, 1]);
            everybody_catches_up(story).await;
        });
    }
}

/// The bot dies with everything of recognition sent and nothing of it noted, and is back so many minutes later.
async fn noted_nothing_and_dies(story: &mut Story, minutes: i64) {
    story.settle().await;
    story.kill_bot().await;
    story
        .execute(
            "UPDATE outbox SET state = 'sending', done_at = NULL, channel_id = NULL, message_id = NULL
             WHERE delivery LIKE '%### What are you learning yourself%' OR delivery LIKE '%### The table of March%'
                 OR delivery LIKE '%### Your March 2026%'",
        )
        .await;
    story.pass(TimeDelta::minutes(minutes)).await;
    story.start_bot().await;
    story.settle().await;
}
