//! The story of the demo: from `/teach` to the first help on record, somebody's first day, a skill swap, a round of coffee chats, and
//! what a manager reads of it all.

mod anonymous;
mod first_help;
mod helps;
mod lesson;
mod monday;
mod newcomer;
mod referral;
mod round;
mod stage;
mod swap;

use std::path::Path;

use discord_sandbox::Sandbox;

use super::DemoError;
use super::team::{Hours, turn_on};
use super::transcript::Transcript;
use stage::Story;

/// Plays the story and prints it; the first step that fails ends it.
pub(super) async fn play(sandbox: &Sandbox, database: &Path) -> Result<(), DemoError> {
    turn_on(sandbox, Hours::Office).await?;
    let mut story = Story {
        sandbox,
        page: Transcript::new(),
    };
    story.page.title("Potluck: three weeks at Hearth & Co")?;
    story.first_help().await?;
    story.a_lesson_answers_the_next_asker().await?;
    story.somebody_knows_somebody_better().await?;
    story.an_ask_without_a_name().await?;
    story.a_newcomers_first_day().await?;
    story.a_skill_swap().await?;
    story.a_round_of_coffee_chats().await?;
    story.settle().await?;
    story.scene("and it is on record who helped whom")?;
    let table = helps::table(sandbox, database).await?;
    story.page.table(&table)?;
    story.noors_monday().await
}
