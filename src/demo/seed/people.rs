//! The team, acting.

use chrono::{DateTime, TimeDelta, Utc};
use discord_sandbox::{ChannelId, MessageId, MessageView, OptionInput, Outcome, Person, Sandbox};
use futures_util::future::try_join_all;

use super::super::DemoError;
use super::super::team::{failed, somebody};
use super::table::{Dish, LEVELS, TABLE, UNSERVED};

/// What is due within this is on its way already, and waits only for its turn.
const MOMENT: TimeDelta = TimeDelta::seconds(1);

/// What is new since somebody looked last.
pub(super) struct News {
    /// In channels and threads.
    pub(super) said: Vec<MessageView>,
    /// To one person alone, by their user name.
    pub(super) letters: Vec<(String, MessageView)>,
}

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
        try_join_all(
            self.members()?
                .iter()
                .map(|name| self.says_what_they_bring(name)),
        )
        .await?;
        self.settle().await
    }

    /// Somebody says what they teach and what they would like to learn.
    pub(super) async fn says_what_they_bring(&self, name: &str) -> Result<(), DemoError> {
        let skills = |of: fn(&Dish) -> &'static [&'static str]| {
            let mine: Vec<&str> = TABLE
                .iter()
                .filter(|dish| of(dish).contains(&name))
                .map(|dish| dish.skill)
                .collect();
            mine.join(", ")
        };
        let teaches = skills(|dish| dish.teachers);
        let mut wishes = skills(|dish| dish.wishers);
        for (skill, _) in UNSERVED.iter().filter(|(_, who)| who.contains(&name)) {
            wishes = [wishes.as_str(), *skill].join(", ");
        }
        if !teaches.is_empty() {
            let mut options = vec![("skill", teaches.as_str())];
            if let Some((_, level)) = LEVELS.iter().find(|(who, _)| who.contains(&name)) {
                options.push(("level", level));
            }
            self.uses(name, "teach", &options).await?;
        }
        if !wishes.is_empty() {
            self.uses(name, "learn", &[("skill", &wishes)]).await?;
        }
        Ok(())
    }

    /// Somebody new joins, and gets the role of their team.
    pub(super) async fn somebody_joins(&self, name: &str, role: &str) -> Result<(), DemoError> {
        let step = failed(&format!("{name} joins"));
        let mut shown = name.to_owned();
        if let Some(first) = shown.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        let person = self.sandbox.new_person(&shown).map_err(&step)?;
        person.join().map_err(&step)?;
        person.add_role(role).map_err(&step)?;
        self.settle().await
    }

    /// Whether somebody is in the server now.
    pub(super) fn is_there(&self, name: &str) -> Result<bool, DemoError> {
        Ok(self.members()?.iter().any(|member| member == name))
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

    /// Somebody presses a button, whatever is answered, and whenever.
    pub(super) async fn just_presses(
        &self,
        name: &str,
        message: &MessageView,
        button: &str,
    ) -> Result<(), DemoError> {
        let person = self.person(name)?;
        let step = failed(&format!("{name} presses {button}"));
        person
            .click(message, button)
            .await
            .map(|_| ())
            .map_err(step)
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

    /// Somebody chooses in the select with this placeholder.
    pub(super) async fn chooses(
        &self,
        name: &str,
        page: &MessageView,
        select: &str,
        values: &[&str],
    ) -> Result<MessageView, DemoError> {
        let person = self.person(name)?;
        let step = failed(&format!("{name} chooses {}", values.join(", ")));
        said(&person.choose(page, select, values).await.map_err(&step)?).map_err(step)
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

    /// Everything that was said after a message. What is said in channels and threads is as Ada sees it, who sees all of them; what is
    /// said to somebody alone as they see it.
    pub(super) fn news(&self, since: Option<MessageId>) -> Result<News, DemoError> {
        let mut letters = Vec::new();
        for name in self.members()? {
            for letter in self.person(&name)?.said_directly(since) {
                letters.push((name.clone(), letter));
            }
        }
        let mut said = self.person("ada")?.said_after(since);
        said.retain(|message| !message.direct);
        Ok(News { said, letters })
    }

    /// The first message after another one in a place, with these words in it.
    pub(super) fn said_with(
        &self,
        place: &str,
        after: Option<MessageId>,
        words: &str,
    ) -> Result<Option<MessageView>, DemoError> {
        Ok(self
            .person("ada")?
            .said_after(after)
            .into_iter()
            .find(|message| message.channel_name == place && message.text.contains(words)))
    }

    /// The first of these people with an invitation to the ask of a post that is still to be answered, and the invitation.
    pub(super) fn invited<'n>(
        &self,
        people: &[&'n str],
        post: &MessageView,
        question: &str,
    ) -> Result<Option<(&'n str, MessageView)>, DemoError> {
        for name in people {
            let found = self
                .person(name)?
                .said_directly(Some(post.id))
                .into_iter()
                .find(|message| {
                    message.button("Not now").is_some() && message.text.contains(question)
                });
            if let Some(invitation) = found {
                return Ok(Some((name, invitation)));
            }
        }
        Ok(None)
    }

    /// The message in the thread under a post that has this button.
    pub(super) fn under(&self, post: &MessageView, button: &str) -> Result<MessageView, DemoError> {
        let ada = self.person("ada")?;
        let now = ada
            .message(post.id)
            .ok_or_else(|| Self::missing("the post is there", &post.text))?;
        let thread = now
            .thread
            .ok_or_else(|| Self::missing("a thread opens", &post.text))?;
        self.latest_with(thread.id, Some(post.id), button)?
            .ok_or_else(|| Self::missing("the two are introduced", &post.text))
    }

    /// Whether a message still has this button.
    pub(super) fn has_still(&self, message: &MessageView, button: &str) -> Result<bool, DemoError> {
        let now = self.person("ada")?.message(message.id);
        Ok(now.is_some_and(|now| now.button(button).is_some()))
    }

    /// The latest message in a thread that has this button.
    pub(super) fn latest_with(
        &self,
        thread: ChannelId,
        since: Option<MessageId>,
        button: &str,
    ) -> Result<Option<MessageView>, DemoError> {
        Ok(self
            .person("ada")?
            .said_in(thread, since)
            .into_iter()
            .rev()
            .find(|message| message.button(button).is_some()))
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

    /// Waits until everything is delivered, by a clock that stands. The bot makes only so many requests a second, so where many people
    /// act at one instant, the moments pass that it needs for the rest. Nobody's interaction is left waiting by that: time passes only
    /// once all are answered.
    pub(super) async fn settle(&self) -> Result<(), DemoError> {
        self.sandbox.settle().await.map_err(|why| DemoError::Step {
            step: "everything is delivered".to_owned(),
            why: why.to_string(),
        })?;
        // Between what is read here and where time moves nothing else is polled, as the team acts in one task: time never goes back.
        while let Some(due) = self.sandbox.next_due()
            && due <= self.now() + MOMENT
        {
            self.move_to(due.max(self.now())).await?;
        }
        Ok(())
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
