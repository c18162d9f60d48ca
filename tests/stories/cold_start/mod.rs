//! The opening post: shown before it is sent, answered by its buttons, signed by a leader, and put up again.

mod answering;
mod signing;
mod trouble;
mod turning_on;

use discord_sandbox::control::MessageView;

use crate::harness::{Player, Story};

/// The page about the opening post in `/settings`.
async fn opening_page(admin: &Player) -> MessageView {
    let page = admin.uses("settings", &[]).await;
    admin.clicks(&page, "Opening post").await
}

/// Ada puts the opening post up, and Mia reads it.
async fn put_up(story: &Story) -> MessageView {
    let ada = story.player("ada");
    let page = opening_page(&ada).await;
    ada.clicks(&page, "Put it up").await;
    let post = story.player("mia").reads_in("help").await;
    for name in story.sandbox.people() {
        story.player(&name).catches_up().await;
    }
    post
}
