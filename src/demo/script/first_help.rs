//! Everyone brings something, Mia asks, and somebody who knows is found.

use chrono::TimeDelta;
use discord_sandbox::{MessageView, OptionInput};

use super::super::DemoError;
use super::super::team::failed;
use super::stage::{Story, missing};

impl Story<'_> {
    /// From what people bring to the first thanks.
    pub(super) async fn first_help(&mut self) -> Result<(), DemoError> {
        self.the_table_is_laid().await?;
        let ask = self.mia_asks().await?;
        let thread = self.somebody_who_knows_is_found(&ask).await?;
        self.it_is_solved(&thread).await
    }

    /// People say what they teach, and what they would like to learn.
    async fn the_table_is_laid(&mut self) -> Result<(), DemoError> {
        self.scene("everyone brings something")?;
        self.command(
            "ravi",
            "general",
            "teach",
            &[
                ("skill", "postgres"),
                ("level", "use it daily"),
                ("note", "query plans are my hobby"),
            ],
        )
        .await?;
        self.quietly(
            "amara",
            "teach",
            &[("skill", "PostgreSQL, SQL"), ("level", "could give a talk")],
        )
        .await?;
        self.quietly("kenji", "teach", &[("skill", "Postgres, Python")])
            .await?;
        self.quietly("yuki", "teach", &[("skill", "Git")]).await?;
        self.command("tomas", "general", "learn", &[("skill", "postgres")])
            .await?;
        self.command("chloe", "general", "skills", &[("skill", "postgres")])
            .await?;
        Ok(())
    }

    /// Mia asks; the help post goes up.
    async fn mia_asks(&mut self) -> Result<MessageView, DemoError> {
        self.pass(TimeDelta::minutes(45)).await?;
        self.scene("Mia is stuck")?;
        let mia = self.person("mia", "general")?;
        self.page
            .does("Mia", "in #general  /askfor skill: postgres")?;
        let step = failed("Mia asks for help");
        let form = mia
            .command("askfor", &[("skill", OptionInput::from("postgres"))])
            .await
            .map_err(&step)?
            .modal()
            .map_err(&step)?
            .clone();
        self.page.form(&form)?;
        let details = "My report takes 40 seconds since Friday. EXPLAIN says “Seq Scan on events”, although there is an index.";
        self.page.does("Mia", "fills it in and submits")?;
        let field = form
            .fields
            .first()
            .map(|field| field.label.clone())
            .unwrap_or_default();
        let said = mia
            .submit(&form, &[(&field, details)])
            .await
            .map_err(&step)?;
        self.reads("mia", &said)?;
        self.settle().await?;
        self.scene("in #help, for everybody")?;
        let post = self.newest("ines", "help")?;
        self.page.reads("#help, Potluck", &post)?;
        Ok(post)
    }

    /// Invitations go out; one says not now, one can help, and a thread opens.
    async fn somebody_who_knows_is_found(
        &mut self,
        ask: &MessageView,
    ) -> Result<MessageView, DemoError> {
        self.scene("and privately, to the three who are best placed")?;
        let ravi = self.newest("ravi", "dm")?;
        self.page.reads("a direct message to Ravi", &ravi)?;
        let kenji = self.newest("kenji", "dm")?;
        self.pass(TimeDelta::minutes(10)).await?;
        self.click("kenji", &kenji, "Not now").await?;
        self.pass(TimeDelta::minutes(5)).await?;
        self.click("ravi", &ravi, "I can help").await?;
        self.settle().await?;
        self.scene("a thread opens under the post")?;
        let post = self.again("ines", ask)?;
        self.page.reads("#help, the post now", &post)?;
        let thread = post
            .thread
            .clone()
            .ok_or_else(|| missing("a thread opens", "there is none under the post"))?;
        let opening = self.newest("mia", &thread.id.to_string())?;
        self.page.reads("in the thread", &opening)?;
        for (who, text) in [
            (
                "ravi",
                "Hi Mia! What type is the column, and what type do you compare it with?",
            ),
            ("mia", "It's a bigint… and the report sends text. Oh."),
            (
                "ravi",
                "There you go: cast the parameter and the index is back. Want to look at the plan together?",
            ),
            ("mia", "0.2 seconds! And now I know how to read that plan."),
        ] {
            self.pass(TimeDelta::minutes(3)).await?;
            let person = self.person(who, "general")?;
            let step = failed(&format!("{who} writes in the thread"));
            person.write(thread.id, text).map_err(step)?;
            self.page.does(&person.name(), &format!("“{text}”"))?;
        }
        self.settle().await?;
        Ok(opening)
    }

    /// Mia says who helped, and thank you, and writes down what the next one may want to know.
    async fn it_is_solved(&mut self, thread: &MessageView) -> Result<(), DemoError> {
        self.pass(TimeDelta::minutes(4)).await?;
        self.scene("solved")?;
        let page = self.click("mia", thread, "Solved").await?;
        let page = self.press("mia", &page, "🙂").await?;
        let thanks = "You saved my afternoon, and taught me to read a query plan.";
        let page = self
            .write("mia", &page, "Write a thank-you", thanks)
            .await?;
        let lesson = "Postgres leaves an index alone when the types differ: my column is a bigint, the report sent text. \
                      EXPLAIN shows the cast as “(id)::text”. Cast the parameter instead, and the index is back.";
        let page = self
            .write("mia", &page, "Write down a lesson", lesson)
            .await?;
        self.page.does(
            "Mia",
            &format!("chooses 🙂, writes “{thanks}”, and leaves a lesson for whoever asks next"),
        )?;
        self.click("mia", &page, "Done").await?;
        self.settle().await?;
        let words = self.newest("ravi", &thread.channel.to_string())?;
        self.page.reads("in the thread", &words)?;
        Ok(())
    }
}
