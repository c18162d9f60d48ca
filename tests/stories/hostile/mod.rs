//! Every text that wants to be more than text, through every option of every command and every field of every form, as Discord
//! lets people write them: shortened to what it takes, refused where it refuses them itself.

#[path = "../../texts/hostile.rs"]
mod hostile_texts;

mod forms;
mod options;

use discord_sandbox::control::MessageView;
use hostile_texts::{Hostile, UNSEEN, in_effect, texts};

use crate::harness::{Player, Story};

/// Everybody who may read what others write, in a story.
const READERS: [&str; 4] = ["ada", "mia", "ravi", "noor"];

/// A text as Discord lets somebody type it into something that takes so many characters.
fn typed(text: &str, most: usize) -> String {
    text.chars().take(most).collect()
}

/// The texts that are tried in a story; Noor is the one who is not to be called.
fn all(story: &Story) -> Vec<Hostile> {
    let noor = story
        .sandbox
        .look(|world| world.user_named("noor").unwrap());
    texts(&noor.to_string())
}

/// Nobody was called, and nobody reads what the text wanted them to: in the answer, and in everything else that is new.
async fn nothing_happened(
    story: &Story,
    what: &str,
    hostile: &Hostile,
    answer: Option<&MessageView>,
) {
    story.sandbox.settle().await.unwrap();
    for message in answer.cloned().into_iter().chain(news(story)) {
        assert!(
            !message.text.contains("Something went wrong on my side"),
            "{what}, {}: {message}",
            hostile.tries
        );
        assert!(
            !message
                .mentions_pinged
                .iter()
                .any(|name| name == "Noor" || name.starts_with('@')),
            "{what}, {}: {message}",
            hostile.tries
        );
        let text = in_effect(&message.text);
        let shows =
            message.text.contains(UNSEEN) || hostile.never.iter().any(|never| text.contains(never));
        assert!(!shows, "{what}, {}: {:?}", hostile.tries, message.text);
    }
}

/// What is new to anybody; it is read by that.
fn news(story: &Story) -> Vec<MessageView> {
    READERS
        .iter()
        .flat_map(|name| {
            let person: Player = story.player(name);
            let unread = person.person.unread();
            person.person.mark_read();
            unread
        })
        .filter(|message| message.author == "Potluck")
        .collect()
}
