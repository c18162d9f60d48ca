//! `/privacy export` and `/privacy forget`, with everything that everybody sees afterwards.

mod coming_back;
mod elsewhere;
mod exporting;
mod forgetting;
mod hindered;
mod others;

use discord_sandbox::control::MessageView;

use crate::harness::{Player, Story};

/// Has somebody press **Forget me**.
async fn is_forgotten(player: &Player) -> MessageView {
    let page = player.uses("privacy forget", &[]).await;
    let answer = player.clicks(&page, "Forget me").await;
    assert!(
        answer.text.starts_with("Done: you're forgotten here."),
        "{answer}"
    );
    answer
}

/// Everything of the bot's that anybody sees now: in channels, threads, and private conversations, with the names of threads.
fn seen_by_anybody(story: &Story) -> Vec<String> {
    let mut seen = Vec::new();
    for name in story.sandbox.people() {
        let person = story.sandbox.person(&name).unwrap();
        for message in person.sees().messages() {
            // Who was added to a thread is Discord's own note, which no bot can change or delete.
            if message.author == "Potluck" && !message.ephemeral && !message.notice {
                seen.push(message.to_string());
            }
        }
    }
    seen
}

/// What of it names or quotes somebody.
fn traces(story: &Story, of: &[&str]) -> Vec<String> {
    seen_by_anybody(story)
        .into_iter()
        .filter(|seen| of.iter().any(|trace| seen.contains(trace)))
        .collect()
}
