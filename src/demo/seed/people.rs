//! The team, acting.

use chrono::{DateTime, Utc};
use discord_sandbox::{MessageId, MessageView, OptionInput, Outcome, Person, Sandbox};

use super::super::DemoError;
use super::super::team::{failed, somebody};
use super::table::TABLE;

/// The people of the demo, and the local Discord they are in.
pub(super) struct Team<'s> {
    pub(super) sandbox: &'s Sandbox,
}

impl<'s> Team<'s> {
    pub(super) const fn new(sandbox: &'s Sandbox) -> Self {
        Self { sandbox }
    }

    /// Everybody says what they teach and what they would like to learn.
    pub(super) async fn lays_the_table(&self) -> Result<(), DemoError> {
        for name in self.members()? {
            let skills = |of: fn(&super::table::Dish) -> &'static [&'static str]| {
                let mine: Vec<&str> = TABLE
                    .iter()
                    .filter(|dish| of(dish).contains(&name.as_str()))
                    .map(|dish| dish.skill)
                    .collect();
                mine.join(", ")
            };
            for (command, typed) in [
                ("teach", skills(|dish| dish.teachers)),
                ("learn", skills(|dish| dish.wishers)),
            ] {
                if !typed.is_empty() {
                    self.uses(&name, command, &[("skill", &typed)]).await?;
                }
            }
        }
        Ok(())
    }

    /// Somebody new joins, and gets the role of their team.
    pub(super) async fn somebody_joins(&self, name: &str, team: &str) -> Result<(), DemoError> {
        let step = failed(&format!("{name} joins"));
        let person = self.sandbox.new_person(name).map_err(&step)?;
        person.join().map_err(&step)?;
        person.add_role(team).map_err(&step)?;
        self.settle().await
    }

    /// The user names of everybody who is in the server.
    pub(super) fn members(&self) -> Result<Vec<String>, DemoError> {
        let mut names = Vec::new();
        for name in self.sandbox.people() {
            if self.person(&name)?.is_member() {
                names.push(name);
            }
        }
        Ok(names)
    }

    pub(super) fn person(&self, name: &str) -> Result<Person, DemoError> {
        Ok(somebody(self.sandbox, name)?.in_channel("general"))
    }

    /// Somebody uses a command.
    pub(super) async fn uses(
        &self,
        name: &str,
        command: &str,
        options: &[(&str, &str)],
    ) -> Result<MessageView, DemoError> {
        let person = self.person(name)?;
        let step = failed(&format!("{name} types /{command}"));
        let filled: Vec<(&str, OptionInput)> = options
            .iter()
            .map(|(option, value)| match *value {
                "yes" => (*option, OptionInput::Bool(true)),
                text => (*option, OptionInput::from(text)),
            })
            .collect();
        said(&person.command(command, &filled).await.map_err(&step)?).map_err(step)
    }

    /// Somebody presses a button.
    pub(super) async fn presses(
        &self,
        name: &str,
        message: &MessageView,
        button: &str,
    ) -> Result<MessageView, DemoError> {
        let person = self.person(name)?;
        let step = failed(&format!("{name} presses {button}"));
        said(&person.click(message, button).await.map_err(&step)?).map_err(step)
    }

    /// Somebody opens a form of one field and fills it in.
    pub(super) async fn fills_in(
        &self,
        name: &str,
        message: &MessageView,
        button: &str,
        text: &str,
    ) -> Result<MessageView, DemoError> {
        let person = self.person(name)?;
        let step = failed(&format!("{name} fills in {button}"));
        let opened = person.click(message, button).await.map_err(&step)?;
        let form = opened.modal().map_err(&step)?;
        let field = form.fields.first().map_or("", |field| field.label.as_str());
        said(&person.submit(form, &[(field, text)]).await.map_err(&step)?).map_err(step)
    }

    /// Somebody opens a form of several fields and fills in those named; the rest stays as it is.
    pub(super) async fn writes_in(
        &self,
        name: &str,
        message: &MessageView,
        button: &str,
        fields: &[(&str, &str)],
    ) -> Result<MessageView, DemoError> {
        let person = self.person(name)?;
        let step = failed(&format!("{name} fills in {button}"));
        let opened = person.click(message, button).await.map_err(&step)?;
        let form = opened.modal().map_err(&step)?;
        said(&person.submit(form, fields).await.map_err(&step)?).map_err(step)
    }

    /// Somebody chooses people, in the first select of a page.
    pub(super) async fn chooses_people(
        &self,
        name: &str,
        page: &MessageView,
        people: &[&str],
    ) -> Result<MessageView, DemoError> {
        let person = self.person(name)?;
        let step = failed(&format!("{name} chooses {}", people.join(", ")));
        let select = page
            .selects
            .first()
            .map(|select| select.custom_id.clone())
            .unwrap_or_default();
        let names = people
            .iter()
            .map(|name| Ok(self.person(name)?.name()))
            .collect::<Result<Vec<String>, DemoError>>()?;
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        said(&person.choose(page, &select, &names).await.map_err(&step)?).map_err(step)
    }

    /// A moderator closes the ask of a post, by its context menu.
    pub(super) async fn closes(&self, name: &str, post: &MessageView) -> Result<(), DemoError> {
        let person = self.person(name)?.in_channel(post.channel);
        let step = failed(&format!("{name} closes an ask"));
        let page = person
            .use_on_message("Close this ask", post.id)
            .await
            .map_err(&step)?;
        let page = said(&page).map_err(&step)?;
        let button = page
            .buttons
            .first()
            .map(|button| button.label.clone())
            .unwrap_or_default();
        self.presses(name, &page, &button).await.map(|_| ())
    }

    /// Somebody writes where a message stands.
    pub(super) fn writes(
        &self,
        name: &str,
        beside: &MessageView,
        text: &str,
    ) -> Result<(), DemoError> {
        self.person(name)?
            .write(beside.channel, text)
            .map(|_| ())
            .map_err(failed(&format!("{name} writes in a thread")))
    }

    /// The latest message there is, wherever.
    pub(super) fn latest(&self) -> Option<MessageId> {
        self.sandbox.look(|world| {
            world
                .channels
                .values()
                .filter_map(|channel| channel.messages.keys().next_back().copied())
                .max()
        })
    }

    /// The first message after another one in a place that somebody sees, with these words in it.
    pub(super) fn said_in(
        &self,
        name: &str,
        place: &str,
        after: Option<MessageId>,
        words: &str,
    ) -> Result<Option<MessageView>, DemoError> {
        Ok(self
            .person(name)?
            .said_after(after)
            .into_iter()
            .find(|message| message.channel_name == place && message.text.contains(words)))
    }

    /// The first of these people with an invitation to an ask that is still to be answered, and the invitation.
    pub(super) fn invited<'n>(
        &self,
        people: &[&'n str],
        post: &MessageView,
    ) -> Result<Option<(&'n str, MessageView)>, DemoError> {
        for name in people {
            let found = self
                .person(name)?
                .said_after(Some(post.id))
                .into_iter()
                .find(|message| message.direct && message.button("Not now").is_some());
            if let Some(invitation) = found {
                return Ok(Some((name, invitation)));
            }
        }
        Ok(None)
    }

    /// The first message in the thread under a post, which one of these people sees.
    pub(super) fn opening_under(
        &self,
        name: &str,
        post: &MessageView,
    ) -> Result<MessageView, DemoError> {
        let person = self.person(name)?;
        let now = person
            .message(post.id)
            .ok_or_else(|| Self::missing("the post is there", &post.text))?;
        let thread = now
            .thread
            .ok_or_else(|| Self::missing("a thread opens", &post.text))?;
        person
            .said_after(Some(post.id))
            .into_iter()
            .rev()
            .find(|message| message.channel == thread.id && message.button("Solved").is_some())
            .ok_or_else(|| Self::missing("the two are introduced", &post.text))
    }

    pub(super) fn missing(step: &str, why: &str) -> DemoError {
        DemoError::Step {
            step: step.to_owned(),
            why: format!("not there: {why}"),
        }
    }

    pub(super) fn now(&self) -> DateTime<Utc> {
        self.sandbox.clock().now()
    }

    pub(super) async fn settle(&self) -> Result<(), DemoError> {
        self.sandbox.settle().await.map_err(|why| DemoError::Step {
            step: "everything is delivered".to_owned(),
            why: why.to_string(),
        })
    }

    pub(super) async fn move_to(&self, then: DateTime<Utc>) -> Result<(), DemoError> {
        self.sandbox
            .move_to(then)
            .await
            .map_err(|why| DemoError::Step {
                step: "time passes".to_owned(),
                why: why.to_string(),
            })
    }
}

fn said(outcome: &Outcome) -> Result<MessageView, discord_sandbox::Refusal> {
    outcome.message().cloned()
}
