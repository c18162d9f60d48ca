//! The help channel or the thread goes.

use chrono::TimeDelta;
use discord_sandbox::Fault;

use super::{Asked, THREAD, Taken, mia_asks, ravi_helps};
use crate::harness::tell;

fn deleted(channel: &str) -> Fault {
    Fault::DeleteChannel {
        channel: channel.into(),
    }
}

#[test]
fn without_a_channel_nobody_is_introduced_and_a_new_one_gets_the_question_again() {
    tell(async |story| {
        let Asked {
            mia,
            ravi,
            noor,
            invitation,
            search,
            ..
        } = mia_asks(story).await;
        story.suffer(deleted("help"));
        let told = mia.reads_dm().await;
        assert!(told.text.contains("without your name"), "{told}");
        let answer = ravi.clicks(&invitation, "I can help").await;
        assert!(
            answer.text.contains("no help channel to answer in"),
            "{answer}"
        );
        search.is_nowhere_else(story);
        mia.clicks(&told, "Never mind").await;
        for player in [&mia, &ravi, &noor, &story.player("ada")] {
            player.catches_up().await;
        }
    });
}

#[test]
fn a_thread_that_was_removed_is_told_discreetly_and_still_need_help_puts_it_up_again() {
    tell(async |story| {
        let Taken {
            mia,
            ravi,
            noor,
            search,
            ..
        } = ravi_helps(story).await;
        story.suffer(deleted(THREAD));
        let told = mia.reads_dm().await;
        assert!(told.text.contains("was removed"), "{told}");
        assert!(!told.text.contains("write to each other"), "{told}");
        mia.clicks(&told, "Still need help").await;
        search.is_nowhere_else(story);
        story.pass(TimeDelta::minutes(1)).await;
        for player in [&mia, &ravi, &noor] {
            player.catches_up().await;
        }
    });
}
