//! The thread of a pairing: who they are, what they click, what time brings, and what becomes of whoever is left alone.

mod alone;
mod elsewhere;
mod gone;
mod in_me;
mod not_yet;
mod proposed;
mod together;

use chrono::{DateTime, TimeZone, Utc};
use discord_sandbox::control::MessageView;

use crate::harness::{Player, Story};

/// In March 2026, in Lisbon, which has UTC's time until the 29th. The first round starts on Tuesday the 10th at ten.
fn march(day: u32, hour: u32) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 3, day, hour, 0, 0).unwrap()
}

/// Coffee chats with these people, up to the start of their first round; everybody has read what there is.
async fn paired(story: &Story, people: &[&str]) {
    let ada = story.player("ada");
    ada.sets_up_coffee().await;
    story.pass_until(march(9, 10)).await;
    let heads_up = ada.reads_in("coffee").await;
    for name in people {
        story.player(name).clicks(&heads_up, "Count me in").await;
    }
    story.pass_until(march(10, 10)).await;
}

/// Everybody reads whatever there is.
async fn everybody_reads(story: &Story) {
    story.settle().await;
    for name in story.sandbox.people() {
        story.player(&name).person.mark_read();
    }
}

/// What is new to somebody in the threads of their pairings, oldest first; it is read then.
async fn new_in_threads(story: &Story, player: &Player) -> Vec<MessageView> {
    story.settle().await;
    let new = player
        .person
        .unread()
        .into_iter()
        .filter(|message| !message.direct && message.channel_name.contains("Coffee chats"))
        .collect();
    player.person.mark_read();
    new
}

/// The introduction that somebody reads in their thread.
async fn introduction(story: &Story, player: &Player) -> MessageView {
    let mut new = new_in_threads(story, player).await;
    assert_eq!(new.len(), 1, "{new:#?}");
    new.remove(0)
}
