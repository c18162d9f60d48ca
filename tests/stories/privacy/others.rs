//! What others wrote, and what is everybody's, stays when somebody with the same words is forgotten.

use super::{is_forgotten, traces};
use crate::harness::{Story, tell};

/// What everybody reads of Ravi's question.
fn ravis_question(story: &Story) -> Vec<String> {
    traces(story, &["My report is slow"])
}

#[test]
fn a_name_that_is_a_word_and_words_that_were_copied_take_nothing_from_others() {
    tell(async |story| {
        let [mia, ravi, noor] = ["mia", "ravi", "noor"].map(|name| story.player(name));
        story
            .execute("INSERT INTO former_names SELECT guild_id, member_id, 'help' FROM members WHERE user_name = 'mia'")
            .await;
        mia.uses("teach", &[("skill", "Go"), ("note", "My report is slow.")])
            .await;
        noor.teaches("postgres").await;
        ravi.asks_for("postgres").await;
        for player in [&mia, &ravi, &noor, &story.player("ada")] {
            player.catches_up().await;
        }
        let before = ravis_question(story);
        assert!(before.len() > 1, "in public and in private: {before:#?}");
        is_forgotten(&mia).await;
        story.settle().await;
        assert_eq!(ravis_question(story), before);
    });
}

#[test]
fn who_asked_by_name_and_without_it_is_not_told_by_what_changes() {
    tell(async |story| {
        let [mia, ravi, noor] = ["mia", "ravi", "noor"].map(|name| story.player(name));
        mia.asks_for("postgres").await;
        mia.uses(
            "askfor",
            &[
                ("skill", "Go"),
                ("details", "My report is slow."),
                ("anonymous", "true"),
            ],
        )
        .await;
        story.settle().await;
        for player in [&mia, &ravi, &noor, &story.player("ada")] {
            player.catches_up().await;
        }
        is_forgotten(&mia).await;
        story.settle().await;
        let seen = traces(story, &["My report is slow"]);
        assert!(!seen.is_empty(), "what was asked without a name stays");
        for seen in seen {
            assert!(
                seen.contains("**Go**") && !seen.contains("(edited)"),
                "{seen}"
            );
        }
        for player in [&mia, &ravi, &noor] {
            player.catches_up().await;
        }
    });
}

#[test]
fn a_mention_in_what_ravi_wrote_stays_out_when_his_question_is_shown_anew() {
    tell(async |story| {
        let [mia, ravi, noor] = ["mia", "ravi", "noor"].map(|name| story.player(name));
        let id = mia.person.id();
        let details = format!("Was it <@{id}> or https://discord.com/users/{id}, Mia?");
        ravi.uses("askfor", &[("skill", "postgres"), ("details", &details)])
            .await;
        story.settle().await;
        for player in [&mia, &ravi, &noor, &story.player("ada")] {
            player.catches_up().await;
        }
        is_forgotten(&mia).await;
        story.settle().await;
        let after = "Was it somebody or somebody, Mia?";
        let id = id.to_string();
        assert_eq!(traces(story, &[&id]), Vec::<String>::new());
        assert!(!traces(story, &[after]).is_empty());
        assert_eq!(story.rows("SELECT details FROM asks").await, [after]);
        // The post is written anew from the row.
        let post = ravi.person.sees();
        let post = post
            .messages()
            .find(|message| message.channel_name == "help")
            .unwrap()
            .clone();
        noor.clicks(&post, "I can help").await;
        story.settle().await;
        assert!(!traces(story, &[after]).is_empty());
        assert_eq!(traces(story, &[&id]), Vec::<String>::new());
        for player in [&mia, &ravi, &noor, &story.player("ada")] {
            player.catches_up().await;
        }
    });
}
