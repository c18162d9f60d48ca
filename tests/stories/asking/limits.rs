//! How much is asked of one person: four unasked messages a week, two open invitations, their limit of asks.

use chrono::TimeDelta;
use insta::assert_snapshot;

use super::{Asked, mia_asks};
use crate::harness::{redacted, tell};

#[test]
fn a_fifth_unasked_message_in_a_week_does_not_go_out() {
    tell(async |story| {
        let Asked {
            mia,
            ravi,
            noor,
            invitation,
            ..
        } = mia_asks(story).await;
        ravi.clicks(&invitation, "Not now").await;
        for asker in [&mia, &mia, &noor] {
            asker.asks_for("postgres").await;
            noor.reads_in("help").await;
            let invitation = ravi.reads_dm().await;
            ravi.clicks(&invitation, "Not now").await;
        }
        mia.catches_up().await;
        let answer = noor.asks_for("postgres").await;
        assert!(!answer.text.contains("privately"), "{answer}");
        noor.reads_in("help").await;
        ravi.has_no_news().await;

        story.pass(TimeDelta::days(8)).await;
        assert_eq!(
            ravi.new_dms().await.len(),
            1,
            "there is room again, and the last ask is still open"
        );
        for player in [&mia, &ravi, &noor] {
            player.catches_up().await;
        }
    });
}

#[test]
fn who_has_accepted_as_many_as_their_limit_is_passed_over_for_a_fortnight() {
    tell(async |story| {
        let (mia, ravi, noor) = (
            story.player("mia"),
            story.player("ravi"),
            story.player("noor"),
        );
        ravi.teaches("postgres").await;
        for asker in [&mia, &mia, &noor, &noor] {
            asker.asks_for("beekeeping").await;
            let post = ravi.reads_in("help").await;
            noor.catches_up().await;
            ravi.clicks(&post, "I can help").await;
        }
        mia.catches_up().await;
        let answer = noor.asks_for("postgres").await;
        assert!(!answer.text.contains("privately"), "{answer}");
        ravi.reads_in("help").await;
        ravi.has_no_news().await;

        story.pass(TimeDelta::days(12)).await;
        story.pass(TimeDelta::days(2) + TimeDelta::hours(23)).await;
        for player in [&mia, &ravi, &noor] {
            player.catches_up().await;
        }
        noor.asks_for("postgres").await;
        ravi.reads_dm().await;
        ravi.reads_in("help").await;
    });
}

#[test]
fn a_fourth_question_waits_until_there_is_room_and_is_not_lost() {
    tell(async |story| {
        let (mia, noor) = (story.player("mia"), story.player("noor"));
        let mut answers = Vec::new();
        for skill in ["beekeeping", "juggling", "whittling"] {
            answers.push(mia.asks_for(skill).await);
            noor.reads_in("help").await;
        }
        let refused = mia.asks_for("pottery").await;
        assert_snapshot!(redacted(&refused), @"
        #general · Potluck (only you can see this)
        ↪ Mia used /askfor
        Three of your questions are open, which is the most at a time: **whittling** ([here](https://discord.com/channels/ID/ID/ID)), **juggling** ([here](https://discord.com/channels/ID/ID/ID)) and **beekeeping** ([here](https://discord.com/channels/ID/ID/ID)). Once one of them is **Solved**, or you say **Never mind** there or in `/me`, there is room for the next.
        Your question about **Pottery** is safe for a day:
        > My report is slow.
        [ Try again ]
        ");
        let sentence = mia.uses("askfor", &[("skill", "pottery")]).await;
        assert!(
            sentence
                .text
                .starts_with("Three of your questions are open"),
            "{sentence}"
        );
        noor.has_no_news().await;

        mia.clicks(&answers[0], "Never mind").await;
        let up = mia.clicks(&refused, "Try again").await;
        assert!(up.text.contains("**Pottery** goes up"), "{up}");
        let post = noor.reads_in("help").await;
        assert!(post.text.contains("My report is slow."), "{post}");
    });
}
