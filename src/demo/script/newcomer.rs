//! Somebody's first day: a welcome, and a buddy at once.

use chrono::TimeDelta;

use super::super::DemoError;
use super::super::team::failed;
use super::stage::Story;

impl Story<'_> {
    /// Sam joins on the next morning, says what they bring, and meets their buddy.
    pub(super) async fn a_newcomers_first_day(&mut self) -> Result<(), DemoError> {
        self.pass_until_morning(1, 9, 30).await?;
        self.scene("Sam joins")?;
        self.person("sam", "general")?
            .join()
            .map_err(failed("Sam joins"))?;
        self.settle().await?;
        let welcome = self.newest("sam", "dm")?;
        self.page.reads("a direct message to Sam", &welcome)?;
        self.pass(TimeDelta::minutes(4)).await?;
        for (button, typed) in [
            ("What I can teach", "Go, Docker"),
            ("What I'd like to learn", "Kubernetes, SQL"),
        ] {
            self.page
                .does("Sam", &format!("presses [ {button} ] and writes “{typed}”"))?;
            let answer = self.write("sam", &welcome, button, typed).await?;
            self.page.reads("Potluck, only to Sam", &answer)?;
        }
        let thread = self
            .pass_until("Sam meets a buddy", |story| {
                story.thread_named("sam", "Sam")
            })
            .await?;
        let introduction = self.newest("sam", &thread.id.to_string())?;
        self.page
            .reads("in a private thread of the two", &introduction)?;
        let buddy = self.other_in("sam", &thread)?;
        self.says(
            &buddy,
            &thread,
            "Hello Sam! Coffee at eleven? I'll show you where everything is, and who knows what.",
        )
        .await?;
        self.says("sam", &thread, "Gladly, thank you!").await
    }
}
