//! Who is forgotten stays so until they use a command, and then begins with nothing.

use chrono::TimeDelta;
use insta::assert_snapshot;

use super::is_forgotten;
use crate::harness::{Story, redacted, tell};

async fn is_known(story: &Story) -> bool {
    let members = story
        .rows("SELECT user_name FROM members WHERE user_name = 'mia'")
        .await;
    !members.is_empty()
}

#[test]
fn neither_the_member_list_nor_a_press_brings_her_back_but_a_command_does() {
    tell(async |story| {
        let [mia, noor] = ["mia", "noor"].map(|name| story.player(name));
        mia.teaches("postgres").await;
        noor.asks_for("postgres").await;
        mia.catches_up().await;
        noor.catches_up().await;
        is_forgotten(&mia).await;
        noor.catches_up().await;
        assert!(!is_known(story).await);

        story.stop_bot().await;
        story.start_bot().await;
        // Discord gives out the list of a guild once in thirty seconds.
        story.pass(TimeDelta::seconds(31)).await;
        assert!(!is_known(story).await, "after the whole list was read");

        let post = mia.person.sees();
        let post = post
            .messages()
            .find(|message| message.channel_name == "help")
            .unwrap()
            .clone();
        let answer = mia.clicks(&post, "I can help").await;
        assert_snapshot!(redacted(&answer.text), @"You asked me to forget you here, and I have. If you'd like to start anew, any command does it: `/me`, say, or `/teach`.");
        let answer = mia.uses("privacy export", &[]).await;
        assert_snapshot!(redacted(&answer.text), @"You asked me to forget you in **Hearth & Co**, and all that I hold is the note that says so. Here it is.");
        assert!(
            !is_known(story).await,
            "after she pressed, and asked what is held"
        );

        mia.teaches("Go").await;
        assert!(is_known(story).await);
        let page = mia.uses("me", &[]).await;
        assert!(
            page.text.contains("you teach 1 and wish to learn 0"),
            "{page}"
        );
        assert_eq!(story.rows("SELECT count(*) FROM forgotten").await, ["0"]);
        noor.catches_up().await;
    });
}

#[test]
fn a_block_that_ravi_set_still_holds_when_she_is_back() {
    tell(async |story| {
        let [mia, ravi, noor] = ["mia", "ravi", "noor"].map(|name| story.player(name));
        ravi.blocks("mia").await;
        is_forgotten(&mia).await;
        mia.teaches("postgres").await;
        ravi.asks_for("postgres").await;
        mia.has_no_news().await;
        assert_eq!(
            story.rows("SELECT by_member, other FROM blocks").await,
            ["ravi | mia"]
        );
        for player in [&mia, &ravi, &noor] {
            player.catches_up().await;
        }
    });
}
