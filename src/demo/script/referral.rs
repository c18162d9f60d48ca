//! Somebody who is asked knows who would know better.

use chrono::TimeDelta;

use super::super::DemoError;
use super::stage::Story;

impl Story<'_> {
    /// Oscar asks, Kenji is invited and names Sofia, who takes it on.
    pub(super) async fn somebody_knows_somebody_better(&mut self) -> Result<(), DemoError> {
        self.pass(TimeDelta::minutes(20)).await?;
        self.scene("Oscar asks, and Kenji knows somebody better")?;
        let details = "A pandas merge gives me more rows than I put in.";
        self.command(
            "oscar",
            "general",
            "askfor",
            &[("skill", "python"), ("details", details)],
        )
        .await?;
        self.settle().await?;
        let invitation = self.newest("kenji", "dm")?;
        self.page.reads("a direct message to Kenji", &invitation)?;
        let page = self.click("kenji", &invitation, "Someone better").await?;
        self.choose("kenji", &page, "Sofia").await?;
        self.settle().await?;
        let invitation = self.newest("sofia", "dm")?;
        self.page.reads("a direct message to Sofia", &invitation)?;
        self.click("sofia", &invitation, "I can help").await?;
        self.settle().await?;
        let post = self.newest("oscar", "help")?;
        let thread = self.thread_of(&post)?;
        let opening = self.newest("oscar", &thread.id.to_string())?;
        self.pass(TimeDelta::minutes(12)).await?;
        self.says(
            "sofia",
            &thread,
            "Are the keys unique on both sides? validate=\"one_to_one\" tells you at once.",
        )
        .await?;
        let page = self.press("oscar", &opening, "Solved").await?;
        self.page.does("Oscar", "presses [ Solved ] and [ Done ]")?;
        self.press("oscar", &page, "Done").await?;
        self.settle().await?;
        let thanks = self.newest("sofia", &thread.id.to_string())?;
        self.page.reads("in the thread", &thanks)?;
        Ok(())
    }
}
