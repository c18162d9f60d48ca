//! A skill swap, and a wish that nobody could serve.

use chrono::TimeDelta;

use super::super::DemoError;
use super::super::team;
use super::stage::Story;

/// Who would like to swap: what they teach, and what they wish to learn.
const IN: [(&str, &str, &str); 3] = [
    ("hana", "Accessibility", "Figma"),
    ("nadia", "Figma", "Accessibility"),
    ("greta", "Technical writing", "Spanish"),
];

impl Story<'_> {
    /// Hana and Nadia teach each other, and somebody answers the open call.
    pub(super) async fn a_skill_swap(&mut self) -> Result<(), DemoError> {
        self.scene("Ada begins skill swaps in #general")?;
        team::begin_programme(self.sandbox, "begin skill swaps", "general").await?;
        self.page.does(
            "Ada",
            "opens /setup, presses [ Programmes ] and chooses #general for skill swaps",
        )?;
        for (who, teaches, wishes) in IN {
            self.quietly(who, "teach", &[("skill", teaches)]).await?;
            self.quietly(who, "learn", &[("skill", wishes)]).await?;
            let name = self.person(who, "general")?.name();
            self.page.does(
                &name,
                &format!("teaches {teaches}, and wishes for {wishes}"),
            )?;
        }
        let heads_up = self
            .pass_until("the swaps are announced", |story| {
                story.with_button("hana", "general", "Skip this one")
            })
            .await?;
        self.scene("a working day before the swaps")?;
        self.page.reads("#general, for everybody", &heads_up)?;
        for (who, ..) in IN {
            self.press(who, &heads_up, "Count me in").await?;
        }
        self.page
            .does("Hana, Nadia and Greta", "press [ Count me in ]")?;
        let thread = self
            .pass_until("Hana and Nadia are put together", |story| {
                story.thread_named("hana", "Skill swaps 1")
            })
            .await?;
        self.scene("the swaps are put together")?;
        let introduction = self.newest("hana", &thread.id.to_string())?;
        self.page
            .reads(&format!("a private thread: {}", thread.name), &introduction)?;
        self.the_open_call().await?;
        self.pass(TimeDelta::hours(26)).await?;
        self.scene("they have met")?;
        self.click("nadia", &introduction, "We met").await?;
        self.settle().await?;
        let question = self.newest("hana", &thread.id.to_string())?;
        self.page.reads("in the thread", &question)?;
        self.click("hana", &question, "Yes, I learned it").await?;
        self.settle().await?;
        let thanks = self.newest("nadia", &thread.id.to_string())?;
        self.page.reads("in the thread", &thanks)?;
        Ok(())
    }

    /// Samir answers it.
    async fn the_open_call(&mut self) -> Result<(), DemoError> {
        let call = self
            .pass_until("an open call is made", |story| {
                story.with_button("samir", "general", "I could teach Spanish")
            })
            .await?;
        self.page.reads("#general, for everybody", &call)?;
        self.click("samir", &call, "I could teach Spanish").await?;
        Ok(())
    }
}
