//! What is said to people as members, whatever they do.

use crate::features::samples::{Reader, Said, Sample, Shown};
use crate::markdown::escape_line;
use crate::post::Post;

/// To somebody who wrote to the bot.
pub(super) fn use_the_buttons(server: &str) -> Post {
    let server = escape_line(server);
    Post::text(format!(
        "Thanks for writing! I don't read messages here, so please use the buttons on mine, or type `/me` in {server}: everything that is \
         open for you is there, and so is how often you hear from me."
    ))
}

/// Everything above.
pub fn samples() -> Vec<Sample> {
    vec![Sample {
        reader: Reader::Teammate,
        place: Shown::PrivateMessage,
        when: "after they wrote to the bot",
        said: Said::Post(use_the_buttons("Hearth & Co")),
    }]
}
