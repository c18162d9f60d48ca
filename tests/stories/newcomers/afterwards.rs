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
        assert_snapshot!(redacted(&question), @"
        #Welcome, Sam · Potluck (pings Sam)
        @Sam, your first day is behind you. How is it going, and have the two of you said hello?
        [ All is well ] [ We have not talked yet ]
        -# Either of you may answer; @Mia, that means you, too.
        ");
        let answer = sam.clicks(&question, "We have not talked yet").await;
        assert_snapshot!(redacted(&answer), @"
        #Welcome, Sam · Potluck (only you can see this)
        ↪ Potluck: @Sam, your first day is behind you. How is it goin…
        That happens in full weeks. I have let **Mia** (@Mia) know that you would be glad to hear from them; a first line of your own is just as welcome.
        ");
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
        assert_snapshot!(redacted(&end), @"
        #Welcome, Sam · Potluck (pings Mia, Sam)
        Thirty working days! 🎉 @Mia, thank you for being there for @Sam: that is on record as help you gave.
        @Sam, how has it been? Nothing ends here but my questions. `/thanks` adds words of your own, and one day you may be somebody's buddy yourself.
        [ All is well ] [ We have not talked yet ]
        ");
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
        // What was said before is there for him, too.
        ravi.reads_in(THREAD).await;
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
            "**Sam** has left the server, so this ends here. Thank you for having been there!"
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
