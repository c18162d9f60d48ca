//! How often Potluck writes to somebody: four messages a week at most, and what becomes of the fifth.

mod giving_way;
mod late;
mod paused;
mod waiting;

use chrono::{DateTime, TimeZone, Utc};

use crate::harness::{Player, Story};

/// In March 2026. The stories begin on Wednesday the fourth at ten; the sixth is a Friday.
fn march(day: u32, hour: u32) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 3, day, hour, 0, 0).unwrap()
}

/// Thanks somebody for what they did elsewhere: they hear of it privately.
async fn thanks(by: &Player, whom: &str, line: &str) {
    by.uses("thanks", &[("member", whom), ("for", line)]).await;
}

/// So many others thank somebody, one after the other: at work, all of it arrives at once.
async fn thanked(story: &Story, whom: &str, times: usize) {
    let others = ["ines", "tomas", "lena", "amara"];
    for (name, line) in others
        .iter()
        .zip(["First", "Second", "Third", "Fourth"])
        .take(times)
    {
        thanks(&story.player(name), whom, line).await;
        story.settle().await;
    }
}

/// The private messages that are new to somebody, which they read now.
async fn news_of(player: &Player) -> Vec<String> {
    let news = player.new_dms().await;
    player.catches_up().await;
    news.into_iter().map(|message| message.text).collect()
}

/// Whether a member has had so many messages, of which each holds the word in its place.
fn check(news: &[String], expected: &[&str]) {
    assert_eq!(news.len(), expected.len(), "{news:#?}");
    for (text, word) in news.iter().zip(expected) {
        assert!(text.contains(word), "{word} is not in {text:?}");
    }
}
