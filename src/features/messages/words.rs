//! What stands under every private message.

mod samples;

pub use samples::samples;

use crate::markdown::escape_line;
use crate::post::Post;

/// The post with a line under it that says how to get fewer. `guild` is its name as written.
pub fn with_fewer(post: Post, guild: &str) -> Post {
    post.and_text(format!(
        "-# Fewer of these? **Private messages** in `/me` of **{}**, or a pause there.",
        escape_line(guild)
    ))
}
