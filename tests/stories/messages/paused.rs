//! Who paused hears of what is their own, and of everything else when they are back.

use super::{check, march, news_of, thanks};
use crate::harness::tell;

#[test]
fn thanks_wait_until_the_pause_is_over() {
    tell(async |story| {
        let [mia, ravi] = ["mia", "ravi"].map(|name| story.player(name));
        ravi.pauses().await;
        thanks(&mia, "ravi", "It helped").await;
        story.pass_until(march(10, 12)).await;
        ravi.has_no_news().await;
        story.pass_until(march(13, 12)).await;
        check(&news_of(&ravi).await, &["It helped"]);
    });
}

#[test]
fn what_becomes_of_their_own_ask_reaches_them_all_the_same() {
    tell(async |story| {
        let [mia, noor] = ["mia", "noor"].map(|name| story.player(name));
        mia.asks_for("beekeeping").await;
        noor.reads_in("help").await;
        story.pass_until(march(17, 10)).await;
        mia.catches_up().await;
        mia.pauses().await;
        story.pass_until(march(18, 12)).await;
        check(&news_of(&mia).await, &["one of your wishes"]);
        noor.catches_up().await;
    });
}
