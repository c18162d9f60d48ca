//! A question that nobody has to put their name to.

use chrono::TimeDelta;

use super::super::DemoError;
use super::stage::Story;

impl Story<'_> {
    /// Chloe asks anonymously; Yuki helps somebody, and never learns whom.
    pub(super) async fn an_ask_without_a_name(&mut self) -> Result<(), DemoError> {
        self.pass(TimeDelta::minutes(15)).await?;
        self.scene("Chloe would rather ask this one without her name")?;
        let details = "I pushed to main by mistake. How do I take it back without making it worse?";
        self.command(
            "chloe",
            "general",
            "askfor",
            &[("skill", "git"), ("details", details), ("anonymous", "yes")],
        )
        .await?;
        self.settle().await?;
        let invitation = self.newest("yuki", "dm")?;
        self.page.reads("a direct message to Yuki", &invitation)?;
        self.click("yuki", &invitation, "I can help").await?;
        self.settle().await?;
        let post = self.newest("yuki", "help")?;
        self.page.reads("#help, for everybody", &post)?;
        let thread = self.thread_of(&post)?;
        let opening = self.newest("yuki", &thread.id.to_string())?;
        self.page.reads("in the thread", &opening)?;
        self.pass(TimeDelta::minutes(70)).await?;
        self.says(
            "yuki",
            &thread,
            "Happens to all of us! git revert makes a commit that undoes it; nothing is lost. Was it a merge?",
        )
        .await?;
        let news = self.newest("chloe", "dm")?;
        self.page
            .reads("a direct message to Chloe, and nobody else", &news)?;
        let reply = "Not a merge. Reverted, and the build is green again. Thank you!";
        self.page.does(
            "Chloe",
            &format!("presses [ Reply anonymously ] and writes “{reply}”"),
        )?;
        self.write("chloe", &news, "Reply anonymously", reply)
            .await?;
        self.settle().await?;
        let reply = self.newest("yuki", &thread.id.to_string())?;
        self.page.reads("in the thread", &reply)?;
        let page = self.press("chloe", &news, "Solved").await?;
        self.page.does("Chloe", "presses [ Solved ] and [ Done ]")?;
        self.press("chloe", &page, "Done").await?;
        self.settle().await?;
        let thanks = self.newest("yuki", &thread.id.to_string())?;
        self.page.reads("in the thread", &thanks)?;
        Ok(())
    }
}
