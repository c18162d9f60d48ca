//! Skill swaps: from `/setup` to a wish that is served.

mod calling;
mod gone;
mod swapping;

use chrono::{DateTime, TimeZone, Utc};
use discord_sandbox::control::MessageView;

use crate::harness::{Player, Story};

/// Ada begins skill swaps in #general. By default they start on Thursdays at 10:00.
async fn begins_swaps(story: &Story) {
    let ada = story.player("ada");
    let page = ada.uses("setup", &[]).await;
    let page = ada.clicks(&page, "Programmes").await;
    ada.chooses(&page, "Begin skill swaps in a channel", &["general"])
        .await;
}

/// So many days after the Monday on which stories begin, at this hour in Lisbon.
fn day(days: u32, hour: u32) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 3, 2 + days, hour, 0, 0).unwrap()
}

/// On the day before, those who want to be in press **Count me in** on the heads-up.
async fn are_in(story: &Story, names: &[&str]) -> MessageView {
    story.pass_until(day(2, 11)).await;
    let mut heads_up = None;
    for name in names {
        let player = story.player(name);
        let post = player.reads_in("general").await;
        assert!(post.text.contains("Skill swaps"), "{post}");
        player.clicks(&post, "Count me in").await;
        heads_up = Some(post);
    }
    heads_up.unwrap()
}

/// Teaches this, and would like to learn that.
async fn brings(player: &Player, teaches: &str, wishes: &str) {
    player.teaches(teaches).await;
    player.uses("learn", &[("skill", wishes)]).await;
}

async fn everybody_reads(story: &Story) {
    story.settle().await;
    for name in story.sandbox.people() {
        story.player(&name).person.mark_read();
    }
}
