//! A round of coffee chats, from `/setup` to how it was.

use chrono::TimeDelta;

use super::super::DemoError;
use super::super::team;
use super::stage::Story;

/// Who would like a coffee.
pub(super) const IN: [&str; 8] = [
    "mia", "ravi", "tomas", "lena", "oscar", "amara", "kenji", "yuki",
];

impl Story<'_> {
    /// Ada begins coffee chats; eight people are in, and Mia meets somebody.
    pub(super) async fn a_round_of_coffee_chats(&mut self) -> Result<(), DemoError> {
        self.scene("Ada begins coffee chats in #coffee")?;
        team::begin_programme(self.sandbox, "begin coffee chats", "coffee").await?;
        self.page.does(
            "Ada",
            "opens /setup, presses [ Programmes ] and chooses #coffee for coffee chats",
        )?;
        self.quietly("mia", "teach", &[("skill", "Testing")])
            .await?;
        self.quietly("mia", "learn", &[("skill", "Python")]).await?;
        self.page
            .does("Mia", "teaches Testing, and wishes for Python")?;
        let heads_up = self
            .pass_until("the round is announced", |story| {
                story.with_button("mia", "coffee", "Skip this one")
            })
            .await?;
        self.scene("a working day before the round")?;
        self.page.reads("#coffee, for everybody", &heads_up)?;
        let (first, others) = (IN[0], &IN[1..]);
        self.click(first, &heads_up, "Count me in").await?;
        for who in others {
            self.press(who, &heads_up, "Count me in").await?;
        }
        let names = self.names(others.iter().copied())?;
        self.page.does(&names, "press [ Count me in ], too")?;
        let thread = self
            .pass_until("Mia is put together with somebody", |story| {
                story.thread_named("mia", "Coffee chats 1")
            })
            .await?;
        self.scene("the round starts")?;
        let result = self.newest("mia", "coffee")?;
        self.page.reads("#coffee, for everybody", &result)?;
        let introduction = self.newest("mia", &thread.id.to_string())?;
        self.page
            .reads(&format!("a private thread: {}", thread.name), &introduction)?;
        let partner = self.other_in("mia", &thread)?;
        self.says(&partner, &thread, "Hi Mia! Does the time suit you?")
            .await?;
        self.says("mia", &thread, "It does, see you then.").await?;
        self.click("mia", &introduction, "It's planned").await?;
        self.pass(TimeDelta::hours(30)).await?;
        self.scene("they have met")?;
        let page = self.click("mia", &introduction, "We met").await?;
        self.page.does("Mia", "presses [ 🙂 ]")?;
        let thanked = self.press("mia", &page, "🙂").await?;
        self.page.reads("Potluck, only to Mia", &thanked)?;
        Ok(())
    }
}
