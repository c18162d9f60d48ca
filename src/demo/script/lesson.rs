//! What one has learned answers the next.

use chrono::TimeDelta;

use super::super::DemoError;
use super::stage::Story;

impl Story<'_> {
    /// Tomas has Mia's problem, and reads her lesson before anybody is asked.
    pub(super) async fn a_lesson_answers_the_next_asker(&mut self) -> Result<(), DemoError> {
        self.pass(TimeDelta::minutes(30)).await?;
        self.scene("Tomas runs into the same wall")?;
        let details = "An index on a bigint column that Postgres won’t use. What am I missing?";
        let page = self
            .command(
                "tomas",
                "general",
                "askfor",
                &[("skill", "postgres"), ("details", details)],
            )
            .await?;
        self.click("tomas", &page, "This answers it").await?;
        Ok(())
    }
}
