//! `/teach`, `/learn` and `/skills`: what people bring, what they would like, and who knows what.

mod browsing;
mod completing;
mod near_misses;
mod saying;
mod speed;

use discord_sandbox::control::MessageView;

use crate::harness::{Player, Story};

/// What somebody teaches, as the database has it: skill, level, note.
async fn offers(story: &Story) -> Vec<String> {
    story
        .rows("SELECT member_id, name, level, note FROM offers JOIN skills USING (guild_id, skill_id) ORDER BY member_id, name COLLATE NOCASE")
        .await
}

/// What somebody wishes to learn, as the database has it: skill, note.
async fn wishes(story: &Story) -> Vec<String> {
    story
        .rows("SELECT member_id, name, note FROM wishes JOIN skills USING (guild_id, skill_id) ORDER BY member_id, name COLLATE NOCASE")
        .await
}

/// Says what they would like to learn.
async fn learns(who: &Player, skill: &str) -> MessageView {
    who.uses("learn", &[("skill", skill)]).await
}
