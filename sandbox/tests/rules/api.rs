//! Plain HTTP to a fresh sandbox, and what is expected of its answers.

use chrono::{DateTime, TimeDelta, Utc};
use discord_sandbox::{ClockMode, Sandbox, sandbox::Options, world::World};
use serde_json::{Value, json};
use twilight_model::id::{
    Id,
    marker::{ChannelMarker, UserMarker},
};

/// A sandbox and a client that talks to it.
pub(crate) struct Api {
    pub(crate) sandbox: Sandbox,
    client: reqwest::Client,
}

/// What the sandbox answered.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: Value,
    request: String,
}

impl Api {
    /// A sandbox with the small cast, whose clock stands still.
    pub(crate) async fn start() -> Self {
        Self::with(Options::default()).await
    }

    /// A sandbox with other options; its clock stands still all the same.
    pub(crate) async fn with(options: Options) -> Self {
        let start: DateTime<Utc> = "2026-03-02T09:00:00Z".parse().unwrap();
        let sandbox = Sandbox::start(Options {
            clock: ClockMode::Moved(start),
            ..options
        })
        .await
        .unwrap();
        Self {
            sandbox,
            client: reqwest::Client::new(),
        }
    }

    /// Sends a request as the bot.
    pub(crate) async fn send(&self, method: &str, path: &str, body: Option<&Value>) -> Answer {
        let token = format!("Bot {}", self.sandbox.token());
        self.send_as(method, path, body, Some(&token)).await
    }

    /// Sends a request with any authorization, or none.
    pub(crate) async fn send_as(
        &self,
        method: &str,
        path: &str,
        body: Option<&Value>,
        authorization: Option<&str>,
    ) -> Answer {
        let url = format!("{}/api/v10{path}", self.sandbox.base_url());
        let mut request = self.client.request(method.parse().unwrap(), url);
        if let Some(authorization) = authorization {
            request = request.header("authorization", authorization);
        }
        if let Some(body) = body {
            request = request.json(body);
        }
        self.finish(
            request,
            format!("{method} {path} {}", body.unwrap_or(&Value::Null)),
        )
        .await
    }

    /// Sends a body that is not JSON by `reqwest`'s own means.
    pub(crate) async fn send_raw(
        &self,
        method: &str,
        path: &str,
        content_type: &str,
        body: &str,
    ) -> Answer {
        let url = format!("{}/api/v10{path}", self.sandbox.base_url());
        let request = self
            .client
            .request(method.parse().unwrap(), url)
            .header("authorization", format!("Bot {}", self.sandbox.token()))
            .header("content-type", content_type)
            .body(body.to_owned());
        self.finish(request, format!("{method} {path} {body}"))
            .await
    }

    /// Sends a multipart body: `payload_json` and the given parts.
    pub(crate) async fn send_files(
        &self,
        path: &str,
        payload: &Value,
        files: &[(&str, &str, &str)],
    ) -> Answer {
        let mut form = reqwest::multipart::Form::new().text("payload_json", payload.to_string());
        for (part, name, bytes) in files {
            let file =
                reqwest::multipart::Part::text((*bytes).to_owned()).file_name((*name).to_owned());
            form = form.part((*part).to_owned(), file);
        }
        let request = self
            .client
            .post(format!("{}/api/v10{path}", self.sandbox.base_url()))
            .header("authorization", format!("Bot {}", self.sandbox.token()))
            .multipart(form);
        self.finish(request, format!("POST {path} (multipart) {payload}"))
            .await
    }

    async fn finish(&self, request: reqwest::RequestBuilder, shown: String) -> Answer {
        let response = request.send().await.unwrap();
        let status = response.status().as_u16();
        let text = response.text().await.unwrap();
        Answer {
            status,
            body: if text.is_empty() {
                Value::Null
            } else {
                serde_json::from_str(&text).unwrap_or(Value::String(text))
            },
            request: shown,
        }
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send("GET", path, None).await
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Answer {
        self.send("POST", path, Some(&body)).await
    }

    pub(crate) async fn put(&self, path: &str, body: Value) -> Answer {
        self.send("PUT", path, Some(&body)).await
    }

    pub(crate) async fn patch(&self, path: &str, body: Value) -> Answer {
        self.send("PATCH", path, Some(&body)).await
    }

    pub(crate) async fn delete(&self, path: &str) -> Answer {
        self.send("DELETE", path, None).await
    }

    /// Looks at or changes the world behind the API.
    pub(crate) fn world<T>(&self, change: impl FnOnce(&mut World) -> T) -> T {
        self.sandbox.with(change)
    }

    pub(crate) fn guild(&self) -> String {
        self.sandbox.guild_id().to_string()
    }

    pub(crate) fn application(&self) -> String {
        self.sandbox.application_id().to_string()
    }

    /// The id of a channel by its name.
    pub(crate) fn channel(&self, name: &str) -> Id<ChannelMarker> {
        self.world(|world| {
            world
                .channels
                .values()
                .find(|channel| channel.name == name)
                .unwrap_or_else(|| panic!("no channel {name}"))
                .id
        })
    }

    /// The path of a channel's messages.
    pub(crate) fn messages(&self, name: &str) -> String {
        format!("/channels/{}/messages", self.channel(name))
    }

    /// The id of a person by user name.
    pub(crate) fn user(&self, name: &str) -> Id<UserMarker> {
        self.world(|world| {
            world
                .users
                .values()
                .find(|user| user.username.eq_ignore_ascii_case(name))
                .unwrap_or_else(|| panic!("no user {name}"))
                .id
        })
    }

    /// The id of a role by name.
    pub(crate) fn role(&self, name: &str) -> String {
        self.world(|world| {
            world
                .guilds
                .values()
                .flat_map(|guild| guild.roles.values())
                .find(|role| role.name == name)
                .unwrap_or_else(|| panic!("no role {name}"))
                .id
                .to_string()
        })
    }

    /// Posts a message as the bot and gives its id.
    pub(crate) async fn message(&self, channel: &str, content: &str) -> String {
        let answer = self
            .post(&self.messages(channel), json!({ "content": content }))
            .await;
        answer.ok()["id"].as_str().unwrap().to_owned()
    }

    /// The bot's DM with a person.
    pub(crate) async fn dm(&self, name: &str) -> String {
        let recipient = self.user(name).to_string();
        let answer = self
            .post("/users/@me/channels", json!({ "recipient_id": recipient }))
            .await;
        answer.ok()["id"].as_str().unwrap().to_owned()
    }

    /// Moves the sandbox's clock, without waiting for anybody to settle.
    pub(crate) fn pass(&self, time: TimeDelta) {
        self.world(|world| world.clock = ClockMode::Moved(world.now() + time));
    }

    /// Takes permissions from the bot everywhere.
    pub(crate) fn deny(&self, permission: twilight_model::guild::Permissions) {
        self.world(|world| {
            for guild in world.guilds.values_mut() {
                for role in guild.roles.values_mut() {
                    role.permissions -= permission;
                }
            }
        });
    }
}

/// Whatever was tried, the sandbox's own answers fit Discord's description and its events can be read.
impl Drop for Api {
    fn drop(&mut self) {
        if std::thread::panicking() {
            return;
        }
        let own: Vec<String> = self
            .sandbox
            .defects()
            .into_iter()
            .filter(|defect| {
                defect.contains("sandbox is wrong") || defect.contains("does not read")
            })
            .collect();
        assert_eq!(own, Vec::<String>::new());
    }
}

impl Answer {
    /// The body of a request that succeeded.
    #[track_caller]
    pub(crate) fn ok(&self) -> &Value {
        assert!(
            (200..300).contains(&self.status),
            "{} was refused: {} {}",
            self.request,
            self.status,
            self.body
        );
        &self.body
    }

    /// The request was refused so.
    #[track_caller]
    pub(crate) fn refused(&self, status: u16, code: u32) -> &Self {
        assert_eq!(
            (self.status, self.body["code"].as_u64()),
            (status, Some(u64::from(code))),
            "{} -> {}",
            self.request,
            self.body
        );
        assert!(
            self.body["message"]
                .as_str()
                .is_some_and(|text| !text.is_empty()),
            "an error has a sentence: {}",
            self.body
        );
        self
    }

    /// The form was refused because of the field at `path`, with Discord's code for what is wrong with it. Where
    /// Discord's description and its practice word the same breach differently, both codes stand, with a bar between.
    #[track_caller]
    pub(crate) fn form(&self, path: &str, code: &str) -> &Self {
        self.refused(400, 50035);
        let mut node = &self.body["errors"];
        for part in path.split('.').filter(|part| !part.is_empty()) {
            node = &node[part];
        }
        let found = node["_errors"].as_array().is_some_and(|list| {
            list.iter()
                .any(|error| code.split('|').any(|code| error["code"] == code))
        });
        assert!(
            found,
            "{} -> no {code} at {path}: {}",
            self.request, self.body
        );
        self
    }
}
