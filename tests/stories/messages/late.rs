//! The week is counted when a message goes out, not only when it is written.

use chrono::TimeDelta;

use super::{check, march, news_of, thanked, thanks};
use crate::harness::tell_in_a_team_of;

#[test]
fn what_was_owed_for_friday_and_is_late_keeps_to_the_week_and_to_its_order() {
    tell_in_a_team_of(24, async |story| {
        let [mia, ravi, noor] = ["mia", "ravi", "noor"].map(|name| story.player(name));
        ravi.teaches("postgres").await;
        thanked(story, "ravi", 3).await;
        check(&news_of(&ravi).await, &["First", "Second", "Third"]);
        // On Thursday evening there is room for one more on Friday: first for thanks, and then for what is more useful.
        story.pass_until(march(5, 20)).await;
        thanks(&noor, "ravi", "Fourth").await;
        mia.asks_for("postgres").await;
        noor.catches_up().await;
        story.stop_bot().await;
        story.pass_until(march(6, 18)).await;
        story.start_bot().await;
        ravi.has_no_news().await;
        story.pass_until(march(9, 9) - TimeDelta::seconds(1)).await;
        ravi.has_no_news().await;
        story.pass_until(march(9, 9)).await;
        check(&news_of(&ravi).await, &["Postgre"]);
        story.pass_until(march(11, 9)).await;
        ravi.has_no_news().await;
        story.pass_until(march(11, 11)).await;
        check(&news_of(&ravi).await, &["Fourth"]);
        mia.catches_up().await;
        noor.catches_up().await;
    });
}
