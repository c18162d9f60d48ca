//! How it goes on: the questions, the end, and those who leave before it.

use chrono::TimeDelta;
use insta::assert_snapshot;

use super::{Joined, THREAD, everybody_reads, hosts, sam_joins};
use crate::harness::{redacted, tell};

#[test]
fn it_is_asked_how_it_goes_and_in_the_end_the_buddy_is_thanked() {
    tell(async |story| {
        let Joined { sam, mia, .. } = sam_joins(story).await;
        story.pass(TimeDelta::days(1)).await;
        let question = sam.reads_in(THREAD).await;
        assert_snapshot!(redacted(&question), @"");
        let answer = sam.clicks(&question, "We have not talked yet").await;
        assert_snapshot!(redacted(&answer), @"");
        mia.reads_in(THREAD).await;
        let nudge = mia.reads_in(THREAD).await;
        assert!(
            nudge.text.contains("would be glad to hear from you"),
            "{nudge}"
        );
        sam.catches_up().await;
        // Seven working days after a Wednesday is the Friday of the week after.
        story.pass(TimeDelta::days(8)).await;
        let question = sam.reads_in(THREAD).await;
        assert!(
            question.text.contains("a good week is behind you"),
            "{question}"
        );
        let answer = sam.clicks(&question, "All is well").await;
        assert!(answer.text.starts_with("Good to hear!"), "{answer}");
        story.pass(TimeDelta::days(33)).await;
        mia.catches_up().await;
        let end = sam.reads_in(THREAD).await;
        assert_snapshot!(redacted(&end), @"");
        assert_eq!(
            story
                .rows("SELECT helper_id, learner_id, through FROM helps")
                .await,
            ["mia | sam | buddy"]
        );
        story.pass(TimeDelta::days(60)).await;
        sam.has_no_news().await;
        mia.has_no_news().await;
    });
}

#[test]
fn when_the_buddy_leaves_there_is_another() {
    tell(async |story| {
        let Joined { mia, .. } = sam_joins(story).await;
        let ravi = story.player("ravi");
        hosts(&ravi, "I'd like to").await;
        mia.person.leave().unwrap();
        let introduction = ravi.reads_in(THREAD).await;
        assert!(
            introduction.text.contains("your buddy from here on"),
            "{introduction}"
        );
        everybody_reads(story).await;
    });
}

#[test]
fn when_the_newcomer_leaves_the_buddy_is_told() {
    tell(async |story| {
        let Joined { sam, mia, .. } = sam_joins(story).await;
        sam.person.leave().unwrap();
        let told = mia.reads_in(THREAD).await;
        assert_eq!(
            told.text,
            "Sam has left the server, so this ends here. Thank you for having been there!"
        );
        everybody_reads(story).await;
    });
}

#[test]
fn who_comes_back_is_welcomed_back() {
    tell(async |story| {
        let Joined { sam, mia, .. } = sam_joins(story).await;
        sam.person.leave().unwrap();
        story.settle().await;
        everybody_reads(story).await;
        story.pass(TimeDelta::days(2)).await;
        sam.person.join().unwrap();
        let welcome = sam.reads_dm().await;
        assert!(welcome.text.contains("Welcome back"), "{welcome}");
        mia.reads_in(THREAD).await;
        everybody_reads(story).await;
    });
}
