//! What stands between a question and the team: a lesson that may answer it.

use chrono::TimeDelta;
use discord_sandbox::control::{MessageView, OptionInput};
use insta::assert_snapshot;

use crate::harness::{Player, Story, redacted, tell};
use crate::lessons::learns;

/// Ravi asked about Postgres, and has written down what he learned.
async fn ravi_writes_a_lesson(story: &Story) {
    learns(story, "PostgreSQL", "A slow report wants an index.").await;
}

/// The newest post in the help channel.
fn help_post(reader: &Player) -> MessageView {
    reader
        .person
        .sees()
        .messages()
        .filter(|message| message.channel_name == "help")
        .last()
        .unwrap()
        .clone()
}

async fn asks_there_are(story: &Story) -> Vec<String> {
    story.rows("SELECT state FROM asks ORDER BY ask_id").await
}

#[test]
fn a_lesson_answers_the_next_question_and_nobody_is_asked() {
    tell(async |story| {
        ravi_writes_a_lesson(story).await;
        let mia = story.player("mia");
        let page = mia.asks_for("postgres").await;
        assert_snapshot!(redacted(&page), @"
        #general · Potluck (only you can see this)
        ↪ Mia used /askfor
        Before I ask the team about **PostgreSQL**: a colleague has written something down. Maybe it answers your question?
        **PostgreSQL** · @Ravi · 4 March 2026
        > A slow report wants an index.
        [ This answers it ]
        [ Ask the team ]
        -# Nobody has been asked yet. I keep your question for a day.
        ");
        let thanks = mia.clicks(&page, "This answers it").await;
        assert_snapshot!(redacted(&thanks.text), @"Lovely: **PostgreSQL** is answered, and nobody had to be asked. Whoever wrote that down would be glad.");
        assert_eq!(asks_there_are(story).await, ["solved"]);
        assert_eq!(story.rows("SELECT answered FROM lessons").await, ["1"]);
        for name in ["ravi", "noor"] {
            story.player(name).has_no_news().await;
        }
        assert!(
            mia.tries_to_click(&page, "Ask the team").await.is_err(),
            "it offers nothing more"
        );
    });
}

#[test]
fn the_team_can_be_asked_all_the_same_for_a_day() {
    tell(async |story| {
        ravi_writes_a_lesson(story).await;
        let mia = story.player("mia");
        let page = mia.asks_for("postgres").await;
        story.pass(TimeDelta::hours(23)).await;
        let up = mia.clicks(&page, "Ask the team").await;
        assert!(up.text.contains("**PostgreSQL** goes up in"), "{up}");
        story.settle().await;
        let post = help_post(&story.player("noor"));
        assert!(post.text.contains("My report is slow."), "{post}");
        for name in ["mia", "noor", "ravi", "ada"] {
            story.player(name).catches_up().await;
        }
    });
}

#[test]
fn after_more_than_a_day_the_question_is_gone_and_says_so() {
    tell(async |story| {
        ravi_writes_a_lesson(story).await;
        let mia = story.player("mia");
        let page = mia.asks_for("postgres").await;
        story.pass(TimeDelta::hours(49)).await;
        for button in ["This answers it", "Ask the team"] {
            let sentence = mia.clicks(&page, button).await;
            assert!(sentence.text.contains("this one is gone"), "{sentence}");
        }
        assert_eq!(story.rows("SELECT answered FROM lessons").await, ["0"]);
        for name in ["mia", "noor", "ravi", "ada"] {
            story.player(name).catches_up().await;
        }
    });
}

#[test]
fn a_question_without_a_name_reads_the_lessons_first_too() {
    tell(async |story| {
        ravi_writes_a_lesson(story).await;
        let mia = story.player("mia");
        let options = [
            ("skill", OptionInput::from("postgres")),
            ("details", OptionInput::from("Mine is slow.")),
            ("anonymous", OptionInput::Bool(true)),
        ];
        let used = mia.person.command("askfor", &options).await.unwrap();
        let page = used.message().unwrap().clone();
        assert!(page.button("This answers it").is_some(), "{page}");
        let up = mia.clicks(&page, "Ask the team").await;
        assert!(up.text.contains("without your name"), "{up}");
        story.settle().await;
        assert_eq!(
            story.rows("SELECT count(*) FROM drafts WHERE json_extract(content, '$.ask') IS NOT NULL AND content LIKE '%Mine is slow%'").await,
            ["0"],
            "nothing that was typed stays beside it"
        );
        for name in ["mia", "noor", "ravi", "ada"] {
            story.player(name).catches_up().await;
        }
    });
}
