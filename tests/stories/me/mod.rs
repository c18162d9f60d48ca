//! `/me`: everything that is one's own, and changing it.

mod agreeing;
mod choices;
mod going;
mod page;

use discord_sandbox::control::MessageView;

use crate::harness::{Player, Story};

/// Opens `/me` and one of its sections.
async fn section(who: &Player, name: &str) -> MessageView {
    let page = who.uses("me", &[]).await;
    who.clicks(&page, name).await
}

/// Fills in the one field of the form behind a button.
async fn fills_in(who: &Player, on: &MessageView, button: &str, text: &str) -> MessageView {
    let form = who.clicks_for_form(on, button).await;
    let field = form.fields[0].label.clone();
    who.submits(&form, &[(&field, text)]).await
}

/// Everybody reads what is another story's.
async fn all_catch_up(story: &Story) {
    for name in ["ada", "mia", "noor", "ravi"] {
        story.player(name).catches_up().await;
    }
}

/// Mia asks about Rust, which Ravi teaches.
async fn mia_asks_ravi(story: &Story) -> (Player, Player) {
    let (mia, ravi) = (story.player("mia"), story.player("ravi"));
    ravi.teaches("Rust").await;
    mia.asks_for("Rust").await;
    all_catch_up(story).await;
    (mia, ravi)
}
