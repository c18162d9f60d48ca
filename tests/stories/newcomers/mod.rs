//! New hires: a welcome, a buddy at once, and how it goes on.

mod afterwards;
mod arriving;
mod away;
mod buddies;
mod choosing;

use chrono::TimeDelta;
use discord_sandbox::control::MessageView;

use crate::harness::{Player, Story};

/// The thread in which Sam and their buddy meet.
const THREAD: &str = "Welcome, Sam";

/// Only Mia would welcome somebody new, and a minute has passed since Potluck was turned on.
async fn only_mia_hosts(story: &Story) {
    for name in ["ada", "ravi", "noor"] {
        hosts(&story.player(name), "Rather not").await;
    }
    story.pass(TimeDelta::minutes(1)).await;
}

/// Says in `/me` whether they would welcome somebody new.
async fn hosts(player: &Player, answer: &str) {
    let page = player.uses("me", &[]).await;
    let page = player.clicks(&page, "New colleagues").await;
    player.clicks(&page, answer).await;
}

/// Sam joins, and reads their welcome; Mia is their buddy, and both have read of it in their thread.
struct Joined {
    sam: Player,
    mia: Player,
    /// What stands first in the thread.
    introduction: MessageView,
}

async fn sam_joins(story: &Story) -> Joined {
    only_mia_hosts(story).await;
    let [sam, mia] = ["sam", "mia"].map(|name| story.player(name));
    sam.person.join().unwrap();
    sam.reads_dm().await;
    let introduction = sam.reads_in(THREAD).await;
    mia.reads_in(THREAD).await;
    Joined {
        sam,
        mia,
        introduction,
    }
}

async fn everybody_reads(story: &Story) {
    story.settle().await;
    for name in story.sandbox.people() {
        story.player(&name).person.mark_read();
    }
}
