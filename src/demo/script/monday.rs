//! Noor's Monday: what the team has taught itself, and what needs her.

use chrono::TimeDelta;

use super::super::DemoError;
use super::round::IN;
use super::stage::{Story, missing};

/// Who asks in the third week: about what, who knows, and how it was.
const ASKS: [(&str, &str, &str, &str); 8] = [
    ("jonas", "User research", "elio", "🙂"),
    ("bram", "Kubernetes", "ines", "🙂"),
    ("femi", "Data modelling", "amara", "🙂"),
    ("yuki", "Pandas", "sofia", "🙂"),
    ("chloe", "Roadmaps", "lena", "😐"),
    ("milo", "Customer interviews", "samir", "🙂"),
    ("dario", "Technical writing", "greta", "🙂"),
    ("oscar", "Negotiation", "noor", "🙂"),
];

impl Story<'_> {
    /// The third week goes by, and on the Monday after it Noor reads the digest.
    pub(super) async fn noors_monday(&mut self) -> Result<(), DemoError> {
        self.the_others_meet().await?;
        self.pass_until_morning(6, 10, 30).await?;
        self.a_week_of_asks().await?;
        self.pass_until_morning(5, 9, 0).await?;
        self.settle().await?;
        self.scene("Noor, who manages people here, looks into #managers")?;
        let digest = self.newest("noor", "managers")?;
        self.page.reads("#managers, for managers alone", &digest)?;
        Ok(())
    }

    /// Whoever was paired says that they met, and how it was.
    async fn the_others_meet(&mut self) -> Result<(), DemoError> {
        self.pass(TimeDelta::hours(18)).await?;
        self.scene("the others have met, too")?;
        for who in &IN[1..] {
            let introduction = self
                .thread_named(who, "Coffee chats 1")
                .and_then(|thread| self.with_button(who, &thread.name, "We met"))
                .ok_or_else(|| {
                    missing(&format!("{who} looks for their thread"), "there is none")
                })?;
            let page = self.press(who, &introduction, "We met").await?;
            self.press(who, &page, "🙂").await?;
        }
        let names = self.names(IN[1..].iter().copied())?;
        self.page.does(&names, "press [ We met ] and [ 🙂 ]")?;
        Ok(())
    }

    /// Eight people ask, and each is helped within the hour.
    async fn a_week_of_asks(&mut self) -> Result<(), DemoError> {
        self.scene("a week in which more and more goes by itself")?;
        for (_, skill, helper, _) in ASKS {
            self.quietly(helper, "teach", &[("skill", skill)]).await?;
        }
        for (asker, skill, helper, face) in ASKS {
            self.ask_and_help(asker, skill, helper, face).await?;
        }
        let askers = self.names(ASKS.iter().map(|(asker, ..)| *asker))?;
        self.page
            .does(&askers, "ask, and each is helped within the hour")?;
        Ok(())
    }

    async fn ask_and_help(
        &mut self,
        asker: &str,
        skill: &str,
        helper: &str,
        face: &str,
    ) -> Result<(), DemoError> {
        let details = "Where would you begin? I have an hour tomorrow.";
        self.quietly(asker, "askfor", &[("skill", skill), ("details", details)])
            .await?;
        self.settle().await?;
        let invitation = self.newest(helper, "dm")?;
        self.pass(TimeDelta::minutes(4)).await?;
        self.press(helper, &invitation, "I can help").await?;
        self.settle().await?;
        let post = self.newest(asker, "help")?;
        let thread = self.thread_of(&post)?;
        let opening = self.newest(asker, &thread.id.to_string())?;
        self.pass(TimeDelta::minutes(11)).await?;
        let page = self.press(asker, &opening, "Solved").await?;
        let page = self.press(asker, &page, face).await?;
        self.press(asker, &page, "Done").await?;
        self.settle().await
    }
}
