//! How much is asked of one person: four unasked messages a week, two open invitations, their limit of asks.

use chrono::TimeDelta;

use super::{Asked, mia_asks};
use crate::harness::tell;

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
        for _ in 0..3 {
            mia.asks_for("postgres").await;
            noor.reads_in("help").await;
            let invitation = ravi.reads_dm().await;
            ravi.clicks(&invitation, "Not now").await;
        }
        mia.catches_up().await;
        let answer = mia.asks_for("postgres").await;
        assert!(!answer.text.contains("privately"), "{answer}");
        noor.reads_in("help").await;
        ravi.has_no_news().await;

        story.pass(TimeDelta::days(8)).await;
        assert_eq!(
            ravi.new_dms().await.len(),
            1,
            "there is room again, and the last ask is still open"
        );
        ravi.catches_up().await;
        mia.catches_up().await;
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
        for _ in 0..4 {
            mia.asks_for("beekeeping").await;
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
