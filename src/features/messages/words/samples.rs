//! What two messages look like that go out as one.

use super::super::merge;
use super::with_fewer;
use crate::features::samples::{Reader, Said, Sample, Shown};
use crate::post::Post;

/// Every sentence of private messages themselves; what they are about is among the samples of their features.
pub fn samples() -> Vec<Sample> {
    let guild = "Hearth & Co";
    let one = with_fewer(
        Post::text("(what is the most useful, with its buttons)"),
        guild,
    );
    let other = with_fewer(Post::text("(what waited, too, with its own)"), guild);
    vec![Sample {
        reader: Reader::Teammate,
        place: Shown::PrivateMessage,
        when: "when two messages go out at the same time: as one",
        said: Said::Post(merge::one_of(&[&one, &other])),
    }]
}
