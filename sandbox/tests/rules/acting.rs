//! People who act, and what the bot is told of it.

use discord_sandbox::world::{
    World,
    interactions::{
        State,
        begin::{Deed, Given},
    },
};
use serde_json::{Value, json};
use twilight_model::id::{
    Id,
    marker::{ChannelMarker, CommandMarker, InteractionMarker},
};

use crate::api::{Answer, Api};

/// An interaction as the bot has been told of it.
#[derive(Clone, Debug)]
pub(crate) struct Begun {
    pub(crate) id: Id<InteractionMarker>,
    pub(crate) token: String,
    application: String,
}

impl Api {
    /// Lets a person do something that becomes an interaction in a channel.
    pub(crate) fn begin(&self, user: &str, channel: Id<ChannelMarker>, deed: &Deed) -> Begun {
        self.try_begin(user, channel, deed)
            .unwrap_or_else(|why| panic!("{user} cannot: {why}"))
    }

    /// Lets a person try something.
    pub(crate) fn try_begin(
        &self,
        user: &str,
        channel: Id<ChannelMarker>,
        deed: &Deed,
    ) -> Result<Begun, String> {
        let user = self.user(user);
        self.world(|world| {
            let id = world.begin(user, channel, deed)?;
            let token = world.interactions.get(id).unwrap().token.clone();
            Ok(Begun {
                id,
                token,
                application: world.application.id.to_string(),
            })
        })
    }

    /// Registers a slash command in the guild and gives its id.
    pub(crate) async fn command(&self, body: Value) -> Id<CommandMarker> {
        let path = format!(
            "/applications/{}/guilds/{}/commands",
            self.application(),
            self.guild()
        );
        let answer = self.post(&path, body).await;
        answer.ok()["id"].as_str().unwrap().parse().unwrap()
    }

    /// Mia uses a command without options in `#help`.
    pub(crate) async fn used_command(&self) -> Begun {
        let command = self
            .command(json!({ "name": "hello", "description": "Says hello" }))
            .await;
        let deed = Deed::Command {
            command,
            path: Vec::new(),
            options: Vec::new(),
        };
        self.begin("mia", self.channel("help"), &deed)
    }

    /// Mia types in an option of type `kind` that suggests.
    pub(crate) async fn typed(&self, kind: u8) -> Begun {
        let command = self
            .command(
                json!({ "name": "teach", "description": "Teach", "options": [
                { "type": kind, "name": "skill", "description": "Which", "autocomplete": true },
            ] }),
            )
            .await;
        let deed = Deed::Autocomplete {
            command,
            path: Vec::new(),
            options: vec![Given {
                name: "skill".to_owned(),
                value: json!("3"),
            }],
            focused: "skill".to_owned(),
        };
        self.begin("mia", self.channel("help"), &deed)
    }

    /// Mia clicks a button on a message of the bot in `#help`; the message's id comes too.
    pub(crate) async fn clicked(&self) -> (Begun, String) {
        let answer = self
            .post(
                &self.messages("help"),
                json!({ "content": "Here", "components": [row("go")] }),
            )
            .await;
        let message = answer.ok()["id"].as_str().unwrap().to_owned();
        let deed = Deed::Component {
            message: message.parse().unwrap(),
            custom_id: "go".to_owned(),
            values: Vec::new(),
        };
        (self.begin("mia", self.channel("help"), &deed), message)
    }

    /// Mia is shown a modal by a command and submits it.
    pub(crate) async fn submitted(&self) -> Begun {
        let opener = self.used_command().await;
        self.call_back(&opener, modal(&[input("why")])).await.ok();
        let deed = Deed::Modal {
            opened_by: opener.id,
            fields: vec![("why".to_owned(), vec!["Because".to_owned()])],
        };
        self.begin("mia", self.channel("help"), &deed)
    }

    /// Answers an interaction for the first time.
    pub(crate) async fn call_back(&self, begun: &Begun, body: Value) -> Answer {
        // Answers need no token of the bot.
        self.send_as("POST", &begun.callback(), Some(&body), None)
            .await
    }

    /// What has come of an interaction.
    pub(crate) fn state(&self, begun: &Begun) -> State {
        self.world(|world| world.interactions.get(begun.id).unwrap().state.clone())
    }

    /// The data of the last event of a kind that the gateway was given, as the bot would read it.
    pub(crate) fn told(&self, change: impl FnOnce(&mut World), event: &str) -> Value {
        self.world(|world| {
            world.take_dispatches();
            change(world);
            world
                .take_dispatches()
                .into_iter()
                .rev()
                .find(|dispatch| dispatch.event == event)
                .unwrap_or_else(|| panic!("no {event}"))
                .data
        })
    }
}

impl Begun {
    pub(crate) fn callback(&self) -> String {
        format!("/interactions/{}/{}/callback", self.id, self.token)
    }

    /// The path of follow-ups, with what comes behind.
    pub(crate) fn webhook(&self, rest: &str) -> String {
        format!("/webhooks/{}/{}{rest}", self.application, self.token)
    }
}

/// A row with one button.
pub(crate) fn row(custom_id: &str) -> Value {
    json!({ "type": 1, "components": [
        { "type": 2, "style": 1, "label": "Go", "custom_id": custom_id },
    ] })
}

/// A row with one text input, as modals have.
pub(crate) fn input(custom_id: &str) -> Value {
    json!({ "type": 1, "components": [
        { "type": 4, "style": 1, "label": "Why", "custom_id": custom_id },
    ] })
}

/// A first answer that opens a modal.
pub(crate) fn modal(components: &[Value]) -> Value {
    json!({ "type": 9, "data": { "custom_id": "m", "title": "Ask", "components": components } })
}
