//! What the scenes are played with: people who type, click and read, and a transcript of it.

use chrono::{Days, TimeDelta};
use chrono_tz::Europe::Lisbon;
use discord_sandbox::control::ThreadView;
use discord_sandbox::{MessageView, OptionInput, Outcome, Person, Sandbox};

use super::super::DemoError;
use super::super::team::{failed, somebody};
use super::super::transcript::Transcript;

/// The story being told.
pub(super) struct Story<'s> {
    pub(super) sandbox: &'s Sandbox,
    pub(super) page: Transcript,
}

impl Story<'_> {
    /// Somebody uses a command; what they did and what they read is printed.
    pub(super) async fn command(
        &mut self,
        who: &str,
        place: &str,
        command: &str,
        options: &[(&str, &str)],
    ) -> Result<MessageView, DemoError> {
        let person = self.person(who, place)?;
        let typed = options.iter().fold(String::new(), |typed, (name, value)| {
            format!("{typed} {name}: {value}")
        });
        self.page
            .does(&person.name(), &format!("in #{place}  /{command}{typed}"))?;
        let said = self.run(&person, command, options).await?;
        self.reads(who, &said)?;
        said.message()
            .map_err(failed(&format!("{who} reads the answer")))
            .cloned()
    }

    /// Somebody uses a command, and the transcript says no more of it.
    pub(super) async fn quietly(
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
            .map(|(name, value)| match *value {
                "yes" => (*name, OptionInput::Bool(true)),
                text => (*name, OptionInput::from(text)),
            })
            .collect();
        person
            .command(command, &filled)
            .await
            .map_err(failed(&format!("{} types /{command}", person.name())))
    }

    /// Somebody clicks; what they did and what they read is printed.
    pub(super) async fn click(
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

    /// Somebody clicks, and the transcript says no more of it.
    pub(super) async fn press(
        &self,
        who: &str,
        message: &MessageView,
        button: &str,
    ) -> Result<MessageView, DemoError> {
        let person = self.person(who, "general")?;
        let step = failed(&format!("{} presses {button}", person.name()));
        let said = person.click(message, button).await.map_err(&step)?;
        said.message().map_err(step).cloned()
    }

    /// Somebody opens a form of one field and fills it in, and the transcript says no more of it.
    pub(super) async fn write(
        &self,
        who: &str,
        message: &MessageView,
        button: &str,
        text: &str,
    ) -> Result<MessageView, DemoError> {
        let person = self.person(who, "general")?;
        let step = failed(&format!("{} fills in {button}", person.name()));
        let opened = person.click(message, button).await.map_err(&step)?;
        let form = opened.modal().map_err(&step)?;
        let field = form
            .fields
            .first()
            .map(|field| field.label.clone())
            .unwrap_or_default();
        let said = person
            .submit(form, &[(&field, text)])
            .await
            .map_err(&step)?;
        said.message().map_err(step).cloned()
    }

    /// Somebody writes in a thread.
    pub(super) async fn says(
        &mut self,
        who: &str,
        thread: &ThreadView,
        text: &str,
    ) -> Result<(), DemoError> {
        let person = self.person(who, "general")?;
        let step = failed(&format!("{who} writes in the thread"));
        person.write(thread.id, text).map_err(step)?;
        self.page.does(&person.name(), &format!("“{text}”"))?;
        self.settle().await
    }

    /// Somebody chooses one thing in the only select of a page; what they did and what they read is printed.
    pub(super) async fn choose(
        &mut self,
        who: &str,
        page: &MessageView,
        what: &str,
    ) -> Result<MessageView, DemoError> {
        let person = self.person(who, "general")?;
        self.page.does(&person.name(), &format!("chooses {what}"))?;
        let step = failed(&format!("{} chooses {what}", person.name()));
        let select = page
            .selects
            .first()
            .map(|select| select.custom_id.clone())
            .unwrap_or_default();
        let said = person.choose(page, &select, &[what]).await.map_err(&step)?;
        self.reads(who, &said)?;
        said.message().map_err(step).cloned()
    }

    /// The thread under a post.
    pub(super) fn thread_of(&self, post: &MessageView) -> Result<ThreadView, DemoError> {
        let now = self.again("ines", post)?;
        now.thread
            .ok_or_else(|| missing("a thread opens", "there is none under the post"))
    }

    /// Prints what came of an act.
    pub(super) fn reads(&mut self, who: &str, outcome: &Outcome) -> Result<(), DemoError> {
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
    pub(super) fn newest(&self, who: &str, place: &str) -> Result<MessageView, DemoError> {
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

    /// The newest message that somebody sees in a place with a button of this name on it; `None`: there is none (yet).
    pub(super) fn with_button(&self, who: &str, place: &str, button: &str) -> Option<MessageView> {
        let view = self.person(who, "general").ok()?.sees();
        let seen = view.place(place)?;
        seen.messages
            .iter()
            .rev()
            .find(|message| message.button(button).is_some())
            .cloned()
    }

    /// The thread that somebody is in whose name holds this, once something was said in it.
    pub(super) fn thread_named(&self, who: &str, name: &str) -> Option<ThreadView> {
        let person = self.person(who, "general").ok()?;
        let view = person.sees();
        let found = view.places.iter().find(|place| {
            place.under.is_some()
                && place.name.contains(name)
                && place.members.contains(&person.name())
                && !place.messages.is_empty()
        })?;
        Some(ThreadView {
            id: found.id,
            name: found.name.clone(),
        })
    }

    /// Whom somebody is in a thread with, by user name.
    pub(super) fn other_in(&self, who: &str, thread: &ThreadView) -> Result<String, DemoError> {
        let person = self.person(who, "general")?;
        let view = person.sees();
        let members = view
            .places
            .iter()
            .find(|place| place.id == thread.id)
            .map(|place| place.members.clone())
            .unwrap_or_default();
        let names = self.sandbox.people();
        members
            .iter()
            .filter(|name| **name != person.name())
            .map(|name| name.to_lowercase())
            .find(|name| names.contains(name))
            .ok_or_else(|| {
                missing(
                    "somebody looks who is there",
                    "nobody else is in the thread",
                )
            })
    }

    /// Lets time pass, an hour at a time and for two weeks at most, until there is what is looked for.
    pub(super) async fn pass_until<T>(
        &self,
        what: &str,
        find: impl Fn(&Self) -> Option<T>,
    ) -> Result<T, DemoError> {
        for _ in 0..14 * 24 {
            self.settle().await?;
            if let Some(found) = find(self) {
                return Ok(found);
            }
            self.pass(TimeDelta::hours(1)).await?;
        }
        Err(missing(what, "it did not happen within two weeks"))
    }

    /// A message as it is now.
    pub(super) fn again(&self, who: &str, message: &MessageView) -> Result<MessageView, DemoError> {
        let now = self.person(who, "general")?.message(message.id);
        now.ok_or_else(|| missing(&format!("{who} looks at a message again"), "it is gone"))
    }

    pub(super) fn person(&self, who: &str, place: &str) -> Result<Person, DemoError> {
        Ok(somebody(self.sandbox, who)?.in_channel(place))
    }

    pub(super) fn scene(&mut self, text: &str) -> Result<(), DemoError> {
        Ok(self.page.scene(self.sandbox.clock().now(), text)?)
    }

    pub(super) async fn pass(&self, time: TimeDelta) -> Result<(), DemoError> {
        self.sandbox
            .advance(time)
            .await
            .map_err(|why| missing("time passes", &why.to_string()))
    }

    /// Lets time pass until a time of day, so many days from now, by the server's clock, which is that of Lisbon.
    pub(super) async fn pass_until_morning(
        &self,
        days: u64,
        hour: u32,
        minute: u32,
    ) -> Result<(), DemoError> {
        let now = self.sandbox.clock().now();
        let morning = now
            .with_timezone(&Lisbon)
            .date_naive()
            .checked_add_days(Days::new(days))
            .and_then(|day| day.and_hms_opt(hour, minute, 0))
            .and_then(|local| local.and_local_timezone(Lisbon).earliest())
            .ok_or_else(|| missing("a morning comes", "there is no such time"))?;
        self.pass(morning.to_utc() - now).await
    }

    /// What people are called, as a list.
    pub(super) fn names<'w>(
        &self,
        people: impl Iterator<Item = &'w str>,
    ) -> Result<String, DemoError> {
        let names: Vec<String> = people
            .map(|who| self.person(who, "general").map(|person| person.name()))
            .collect::<Result<_, _>>()?;
        Ok(names.join(", "))
    }

    pub(super) async fn settle(&self) -> Result<(), DemoError> {
        self.sandbox
            .settle()
            .await
            .map_err(|why| missing("everything is delivered", &why.to_string()))
    }
}

pub(super) fn missing(step: &str, why: &str) -> DemoError {
    DemoError::Step {
        step: step.to_owned(),
        why: why.to_owned(),
    }
}
