//! A person in a story. What they do waits until the bot is done with it; what they try and may be refused says so.

use discord_sandbox::control::{MessageView, ModalView, OptionInput, Outcome, Person, Refusal};
use discord_sandbox::sandbox::Sandbox;

/// Somebody in the story.
#[derive(Clone)]
pub(crate) struct Player {
    pub(super) sandbox: Sandbox,
    /// For what has no shorter way here.
    pub(crate) person: Person,
}

impl Player {
    pub(super) fn new(sandbox: &Sandbox, name: &str) -> Self {
        Self {
            sandbox: sandbox.clone(),
            person: sandbox.person(name).unwrap(),
        }
    }

    /// Uses a command and reads the private answer.
    pub(crate) async fn uses(&self, command: &str, options: &[(&str, &str)]) -> MessageView {
        message(
            &self
                .tries(command, options)
                .await
                .unwrap_or_else(|refusal| panic!("/{command}: {refusal}")),
        )
    }

    /// Uses a command that opens a form.
    pub(crate) async fn opens(&self, command: &str, options: &[(&str, &str)]) -> ModalView {
        modal(
            &self
                .tries(command, options)
                .await
                .unwrap_or_else(|refusal| panic!("/{command}: {refusal}")),
        )
    }

    /// Uses a command that Discord may refuse.
    pub(crate) async fn tries(
        &self,
        command: &str,
        options: &[(&str, &str)],
    ) -> Result<Outcome, Refusal> {
        let options: Vec<(&str, OptionInput)> = options
            .iter()
            .map(|(name, value)| (*name, OptionInput::from(*value)))
            .collect();
        self.settled(self.person.command(command, &options).await)
            .await
    }

    /// Clicks a button and reads what comes: a private answer, or the message as it is now.
    pub(crate) async fn clicks(&self, on: &MessageView, button: &str) -> MessageView {
        message(
            &self
                .tries_to_click(on, button)
                .await
                .unwrap_or_else(|refusal| panic!("[{button}]: {refusal}")),
        )
    }

    /// Clicks a button that opens a form.
    pub(crate) async fn clicks_for_form(&self, on: &MessageView, button: &str) -> ModalView {
        modal(
            &self
                .tries_to_click(on, button)
                .await
                .unwrap_or_else(|refusal| panic!("[{button}]: {refusal}")),
        )
    }

    /// Clicks a button that may not be there any more.
    pub(crate) async fn tries_to_click(
        &self,
        on: &MessageView,
        button: &str,
    ) -> Result<Outcome, Refusal> {
        self.settled(self.person.click(on, button).await).await
    }

    /// Chooses in a select and reads what comes.
    pub(crate) async fn chooses(
        &self,
        on: &MessageView,
        select: &str,
        values: &[&str],
    ) -> MessageView {
        let outcome = self.person.choose(on, select, values).await;
        message(
            &self
                .settled(outcome)
                .await
                .unwrap_or_else(|refusal| panic!("({select}): {refusal}")),
        )
    }

    /// Submits a form and reads what comes.
    pub(crate) async fn submits(&self, form: &ModalView, fields: &[(&str, &str)]) -> MessageView {
        let outcome = self.person.submit(form, fields).await;
        message(
            &self
                .settled(outcome)
                .await
                .unwrap_or_else(|refusal| panic!("{}: {refusal}", form.title)),
        )
    }

    /// Reads the oldest unread direct message.
    pub(crate) async fn reads_dm(&self) -> MessageView {
        self.reads("a direct message", |message| message.direct)
            .await
    }

    /// Reads the oldest unread message in a channel or thread of this name.
    pub(crate) async fn reads_in(&self, place: &str) -> MessageView {
        self.reads(place, |message| {
            !message.direct && message.channel_name == place
        })
        .await
    }

    async fn reads(&self, what: &str, wanted: impl Fn(&MessageView) -> bool) -> MessageView {
        self.sandbox.settle().await.unwrap();
        let unread = self.person.unread();
        let message = unread.iter().find(|message| wanted(message));
        let message = message
            .unwrap_or_else(|| {
                panic!(
                    "{} finds nothing new in {what}, but {unread:#?}",
                    self.person.name()
                )
            })
            .clone();
        self.person.read(&message);
        message
    }

    /// A message read before, as it is now; `None` if it is gone.
    pub(crate) async fn looks_again_at(&self, message: &MessageView) -> Option<MessageView> {
        self.sandbox.settle().await.unwrap();
        self.person.message(message.id)
    }

    /// Asserts that there is nothing new for this person: no direct message, no private reply, no ping.
    pub(crate) async fn has_no_news(&self) {
        self.sandbox.settle().await.unwrap();
        let unread = self.person.unread_for_me();
        assert!(
            unread.is_empty(),
            "{} has news: {unread:#?}",
            self.person.name()
        );
    }

    /// Goes through `/setup`: the channels, the teams, a city, and **Turn on**, without the opening post.
    pub(crate) async fn sets_up(&self) {
        let page = self.prepares().await;
        self.turns_on(&page).await;
    }

    /// Goes through `/setup` as far as **Turn on**, and gives back the first page.
    pub(crate) async fn prepares(&self) -> MessageView {
        let page = self.uses("setup", &[]).await;
        let page = self.clicks(&page, "Channels").await;
        let page = self.chooses_about(&page, "help", &["help"]).await;
        let page = self.chooses_about(&page, "managers", &["managers"]).await;
        let page = self.clicks(&page, "Back").await;
        let page = self.clicks(&page, "Teams").await;
        let page = self
            .chooses_about(&page, "add", &["Platform", "Product", "Data"])
            .await;
        let page = self.clicks(&page, "Back").await;
        let page = self.clicks(&page, "Zone and hours").await;
        let form = self.clicks_for_form(&page, "Change the city").await;
        let city = form.fields[0].label.clone();
        let page = self.submits(&form, &[(&city, "Lisbon")]).await;
        self.clicks(&page, "Back").await
    }

    /// Presses **Turn on** on the page of `/setup`, and turns Potluck on without the opening post.
    pub(crate) async fn turns_on(&self, page: &MessageView) -> MessageView {
        let preview = self.clicks(page, "Turn on").await;
        self.clicks(&preview, "Turn on without").await
    }

    /// Begins coffee chats in #coffee by `/settings`, as they come: pairs, every Tuesday at ten, for whoever opts in. Gives back the
    /// programme's page.
    pub(crate) async fn sets_up_coffee(&self) -> MessageView {
        self.begins("coffee chats", "coffee").await
    }

    /// Begins skill swaps in #coffee by `/settings`, as they come: every Thursday at ten, for whoever opts in. Gives back the programme's
    /// page.
    pub(crate) async fn sets_up_swaps(&self) -> MessageView {
        self.begins("skill swaps", "coffee").await
    }

    /// Begins a programme in a channel by `/settings`, and gives back its page.
    pub(crate) async fn begins(&self, what: &str, channel: &str) -> MessageView {
        let page = self.uses("settings", &[]).await;
        let page = self.clicks(&page, "Programmes").await;
        self.chooses_about(&page, &format!("begin {what}"), &[channel])
            .await
    }

    /// Chooses in the select whose placeholder speaks of this.
    async fn chooses_about(&self, on: &MessageView, about: &str, values: &[&str]) -> MessageView {
        let select = on.selects.iter().find(|select| {
            select
                .placeholder
                .as_deref()
                .is_some_and(|text| text.to_lowercase().contains(about))
        });
        let select = select
            .unwrap_or_else(|| panic!("no select about {about} on {on}"))
            .custom_id
            .clone();
        self.chooses(on, &select, values).await
    }

    async fn settled(&self, outcome: Result<Outcome, Refusal>) -> Result<Outcome, Refusal> {
        self.sandbox.settle().await.unwrap();
        outcome
    }
}

fn message(outcome: &Outcome) -> MessageView {
    outcome
        .message()
        .unwrap_or_else(|refusal| panic!("{refusal}"))
        .clone()
}

fn modal(outcome: &Outcome) -> ModalView {
    outcome
        .modal()
        .unwrap_or_else(|refusal| panic!("{refusal}"))
        .clone()
}

/// A text with ids in place of numbers that differ from run to run.
#[allow(
    clippy::needless_pass_by_value,
    reason = "a message is as good as a reference to one"
)]
pub(crate) fn redacted(text: impl ToString) -> String {
    let text = text.to_string();
    let mut redacted = String::new();
    let mut digits = String::new();
    for c in text.chars().chain(std::iter::once('\n')) {
        if c.is_ascii_digit() {
            digits.push(c);
            continue;
        }
        redacted.push_str(if digits.len() >= 15 { "ID" } else { &digits });
        digits.clear();
        redacted.push(c);
    }
    redacted.pop();
    redacted
}
