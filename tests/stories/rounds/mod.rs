//! The life of a round: announced, skipped, paired, told, and what becomes of it when the bot is away.

mod admins;
mod away;
mod life;
mod taking_part;
mod three_weeks;
mod together;

use chrono::{DateTime, TimeZone, Utc};
use discord_sandbox::control::MessageView;

use crate::harness::{Player, Story};

/// What the rounds of the stories hang in.
const CHANNEL: &str = "coffee";

/// In March 2026, in Lisbon, which has UTC's time until the 29th. Stories begin on Wednesday the 4th, so that the first round starts on
/// Tuesday the 10th.
fn march(day: u32, hour: u32) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 3, day, hour, 0, 0).unwrap()
}

/// Ada begins coffee chats; a week later, on Monday at ten, the heads-up is there and these count themselves in. Gives back the heads-up.
async fn announced(story: &Story, people: &[&str]) -> MessageView {
    let ada = story.player("ada");
    ada.sets_up_coffee().await;
    story.pass_until(march(9, 10)).await;
    let heads_up = ada.reads_in(CHANNEL).await;
    come_in(story, &heads_up, people).await;
    heads_up
}

/// These press **Count me in**.
async fn come_in(story: &Story, heads_up: &MessageView, people: &[&str]) {
    for name in people {
        let answer = story.player(name).clicks(heads_up, "Count me in").await;
        assert!(answer.text.starts_with("You are in"), "{answer}");
    }
}

/// Reads what is new in the channel, and has everybody read whatever else there is.
async fn everybody_reads(story: &Story) {
    story.settle().await;
    for name in story.sandbox.people() {
        story.player(&name).person.mark_read();
    }
}

/// What is new to somebody in the channel, oldest first, unread as it is.
fn new_in_channel(player: &Player) -> Vec<MessageView> {
    player
        .person
        .unread()
        .into_iter()
        .filter(|message| !message.direct && message.channel_name == CHANNEL)
        .collect()
}
