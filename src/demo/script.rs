//! The story of the demo: from `/teach` to the first help on record.

use std::path::Path;

use chrono::TimeDelta;
use discord_sandbox::{MessageView, OptionInput, Outcome, Person, Sandbox};

use super::DemoError;
use super::team::{Hours, failed, somebody, turn_on};
use super::transcript::Transcript;
use crate::activity::Activity;
use crate::domain::ids::GuildId;
use crate::store::Store;
use crate::store::helps;

/// Columns of the helps table, in characters.
const COLUMNS: [usize; 5] = [18, 10, 10, 14, 48];

/// Plays the story and prints it; the first step that fails ends it.
pub(super) async fn play(sandbox: &Sandbox, database: &Path) -> Result<(), DemoError> {
    turn_on(sandbox, Hours::Office).await?;
    let mut story = Story {
        sandbox,
        page: Transcript::new(),
    };
    story.page.title("Potluck: a Monday at Hearth & Co")?;
    story.the_table_is_laid().await?;
    let ask = story.mia_asks().await?;
    let thread = story.somebody_who_knows_is_found(&ask).await?;
    story.it_is_solved(&thread).await?;
    sandbox.settle().await.map_err(|why| DemoError::Step {
        step: "everything is delivered".to_owned(),
        why: why.to_string(),
    })?;
    let table = helps_table(sandbox, database).await?;
    story.page.table(&table)?;
    Ok(())
}

/// The story being told.
struct Story<'s> {
    sandbox: &'s Sandbox,
    page: Transcript,
}

impl Story<'_> {
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

    /// Mia says who helped, and thank you.
    async fn it_is_solved(&mut self, thread: &MessageView) -> Result<(), DemoError> {
        self.pass(TimeDelta::minutes(4)).await?;
        self.scene("solved")?;
        let page = self.click("mia", thread, "Solved").await?;
        let mia = self.person("mia", "general")?;
        let step = failed("Mia says thank you");
        let page = mia
            .click(&page, "🙂")
            .await
            .map_err(&step)?
            .message()
            .map_err(&step)?
            .clone();
        let form = mia
            .click(&page, "Write a thank-you")
            .await
            .map_err(&step)?
            .modal()
            .map_err(&step)?
            .clone();
        let field = form
            .fields
            .first()
            .map(|field| field.label.clone())
            .unwrap_or_default();
        let thanks = "You saved my afternoon, and taught me to read a query plan.";
        self.page
            .does("Mia", &format!("chooses 🙂 and writes “{thanks}”"))?;
        let page = mia
            .submit(&form, &[(&field, thanks)])
            .await
            .map_err(&step)?
            .message()
            .map_err(&step)?
            .clone();
        self.click("mia", &page, "Done").await?;
        self.settle().await?;
        let words = self.newest("ravi", &thread.channel.to_string())?;
        self.page.reads("in the thread", &words)?;
        self.scene("and it is on record who helped whom")?;
        Ok(())
    }

    /// Somebody uses a command; what they did and what they read is printed.
    async fn command(
        &mut self,
        who: &str,
        place: &str,
        command: &str,
        options: &[(&str, &str)],
    ) -> Result<(), DemoError> {
        let person = self.person(who, place)?;
        let typed = options.iter().fold(String::new(), |typed, (name, value)| {
            format!("{typed} {name}: {value}")
        });
        self.page
            .does(&person.name(), &format!("in #{place}  /{command}{typed}"))?;
        let said = self.run(&person, command, options).await?;
        self.reads(who, &said)
    }

    /// Somebody uses a command, and the transcript says no more of it.
    async fn quietly(
        &mut self,
        who: &str,
        command: &str,
        options: &[(&str, &str)],
    ) -> Result<(), DemoError> {
        let person = self.person(who, "general")?;
        self.run(&person, command, options).await.map(|_| ())
    }

    async fn run(
        &self,
        person: &Person,
        command: &str,
        options: &[(&str, &str)],
    ) -> Result<Outcome, DemoError> {
        let filled: Vec<(&str, OptionInput)> = options
            .iter()
            .map(|(name, value)| (*name, OptionInput::from(*value)))
            .collect();
        person
            .command(command, &filled)
            .await
            .map_err(failed(&format!("{} types /{command}", person.name())))
    }

    /// Somebody clicks; what they did and what they read is printed.
    async fn click(
        &mut self,
        who: &str,
        message: &MessageView,
        button: &str,
    ) -> Result<MessageView, DemoError> {
        let person = self.person(who, "general")?;
        self.page
            .does(&person.name(), &format!("presses [ {button} ]"))?;
        let step = failed(&format!("{} presses {button}", person.name()));
        let said = person.click(message, button).await.map_err(&step)?;
        self.reads(who, &said)?;
        said.message().map_err(step).cloned()
    }

    /// Prints what came of an act.
    fn reads(&mut self, who: &str, outcome: &Outcome) -> Result<(), DemoError> {
        let message = outcome
            .message()
            .map_err(failed(&format!("{who} reads the answer")))?;
        let heading = match (message.ephemeral, message.direct) {
            (true, _) => format!("Potluck, only to {}", self.person(who, "general")?.name()),
            (false, true) => "the direct message now".to_owned(),
            (false, false) => "Potluck".to_owned(),
        };
        Ok(self.page.reads(&heading, message)?)
    }

    /// The newest message somebody sees in a place.
    fn newest(&self, who: &str, place: &str) -> Result<MessageView, DemoError> {
        let view = self.person(who, "general")?.sees();
        let found = view
            .places
            .iter()
            .find(|seen| seen.id.to_string() == place)
            .or_else(|| view.place(place));
        let message = found.and_then(|seen| {
            seen.messages
                .iter()
                .rev()
                .find(|message| message.author == "Potluck" || !message.body.is_empty())
        });
        message
            .cloned()
            .ok_or_else(|| missing(&format!("{who} looks into {place}"), "nothing is there"))
    }

    /// A message as it is now.
    fn again(&self, who: &str, message: &MessageView) -> Result<MessageView, DemoError> {
        let now = self.person(who, "general")?.message(message.id);
        now.ok_or_else(|| missing(&format!("{who} looks at a message again"), "it is gone"))
    }

    fn person(&self, who: &str, place: &str) -> Result<Person, DemoError> {
        Ok(somebody(self.sandbox, who)?.in_channel(place))
    }

    fn scene(&mut self, text: &str) -> Result<(), DemoError> {
        Ok(self.page.scene(self.sandbox.clock().now(), text)?)
    }

    async fn pass(&self, time: TimeDelta) -> Result<(), DemoError> {
        self.sandbox
            .advance(time)
            .await
            .map_err(|why| missing("time passes", &why.to_string()))
    }

    async fn settle(&self) -> Result<(), DemoError> {
        self.sandbox
            .settle()
            .await
            .map_err(|why| missing("everything is delivered", &why.to_string()))
    }
}

fn missing(step: &str, why: &str) -> DemoError {
    DemoError::Step {
        step: step.to_owned(),
        why: why.to_owned(),
    }
}

/// The helps on record, read from the database.
async fn helps_table(sandbox: &Sandbox, database: &Path) -> Result<String, DemoError> {
    let unreadable = |why: &dyn std::fmt::Display| DemoError::Database(why.to_string());
    let store = Store::open(database, &Activity::default())
        .await
        .map_err(|why| unreadable(&why))?;
    let guild = GuildId(i64::try_from(sandbox.guild_id().get()).map_err(|why| unreadable(&why))?);
    let mut reader = store.read().await.map_err(|why| unreadable(&why))?;
    let facts = helps::all(&mut reader, guild)
        .await
        .map_err(|why| unreadable(&why))?;
    drop(reader);
    store.close().await;
    if facts.is_empty() {
        return Err(missing("the help is on record", "the helps table is empty"));
    }
    let name = |member: i64| {
        sandbox
            .look(|world| {
                world
                    .users
                    .values()
                    .find(|user| i64::try_from(user.id.get()) == Ok(member))
                    .and_then(|user| user.global_name.clone())
            })
            .unwrap_or_default()
    };
    let mut table = row(&["when", "helper", "learner", "skill", "thanks"]);
    table.push_str(&COLUMNS.map(|width| "─".repeat(width)).join("┼"));
    table.push('\n');
    let nobody = || "(not told)".to_owned();
    for fact in facts {
        let when = fact.happened_at.format("%Y-%m-%d %H:%M").to_string();
        table.push_str(&row(&[
            &when,
            &fact.helper.map_or_else(nobody, |member| name(member.0)),
            &fact.learner.map_or_else(nobody, |member| name(member.0)),
            &fact.skill.unwrap_or_default(),
            &fact.thanks.unwrap_or_default(),
        ]));
    }
    Ok(table)
}

fn row(cells: &[&str; 5]) -> String {
    let cells: Vec<String> = cells
        .iter()
        .zip(COLUMNS)
        .map(|(cell, width)| format!("{cell:<width$}"))
        .collect();
    format!("{}\n", cells.join("│").trim_end())
}
