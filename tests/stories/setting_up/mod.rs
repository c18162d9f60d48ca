//! `/setup`: an admin goes through one private page, nothing is sent before **Turn on**, and everything can be changed later.

mod hours;
mod places;
mod switching;
mod teams;
mod who;

use discord_sandbox::control::MessageView;

use crate::harness::Player;

/// Opens a section of the page.
async fn section(admin: &Player, name: &str) -> MessageView {
    let page = admin.uses("setup", &[]).await;
    admin.clicks(&page, name).await
}

/// Fills in the one field of the form behind a button.
async fn fills_in(admin: &Player, on: &MessageView, button: &str, text: &str) -> MessageView {
    let form = admin.clicks_for_form(on, button).await;
    let field = form.fields[0].label.clone();
    admin.submits(&form, &[(&field, text)]).await
}

/// Chooses the help channel and the city, which is the least that is needed, and gives back the first page.
async fn makes_ready(admin: &Player) -> MessageView {
    let page = section(admin, "Channels").await;
    let page = admin
        .chooses(&page, "Choose the help channel", &["help"])
        .await;
    let page = admin.clicks(&page, "Back").await;
    let page = admin.clicks(&page, "Zone and hours").await;
    let page = fills_in(admin, &page, "Change the city", "Lisbon").await;
    admin.clicks(&page, "Back").await
}
