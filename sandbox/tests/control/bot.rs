//! A bot that answers as it is told, over plain HTTP and a raw WebSocket.

use std::{sync::Arc, time::Duration};

use discord_sandbox::{Cast, ClockMode, Options, Sandbox};
use futures_util::{SinkExt, StreamExt};
use reqwest::Method;
use serde_json::{Value, json};
use tokio::task::JoinHandle;
use tokio_tungstenite::{connect_async, tungstenite::Message};
use twilight_model::gateway::Intents;

/// What the bot does with each interaction: any number of requests, one after the other.
type Habit = dyn Fn(&Value) -> Vec<Request> + Send + Sync;

/// A request that the bot makes.
pub(crate) struct Request {
    pub(crate) method: Method,
    pub(crate) path: String,
    pub(crate) body: Value,
    /// A file that goes with it: its name and what it holds.
    pub(crate) file: Option<(String, String)>,
}

pub(crate) struct Bot {
    pub(crate) sandbox: Sandbox,
    http: reqwest::Client,
    task: JoinHandle<()>,
}

impl Drop for Bot {
    fn drop(&mut self) {
        self.task.abort();
    }
}

pub(crate) fn options() -> Options {
    Options {
        clock: ClockMode::Moved("2026-03-02T09:00:00Z".parse().unwrap()),
        members: Cast::Small,
        ..Options::default()
    }
}

impl Bot {
    /// A sandbox with a bot in it that has registered these commands and has this habit.
    pub(crate) async fn start(
        commands: Value,
        habit: impl Fn(&Value) -> Vec<Request> + Send + Sync + 'static,
    ) -> Self {
        let sandbox = Sandbox::start(options()).await.unwrap();
        Self::join(sandbox, commands, habit).await
    }

    pub(crate) async fn join(
        sandbox: Sandbox,
        commands: Value,
        habit: impl Fn(&Value) -> Vec<Request> + Send + Sync + 'static,
    ) -> Self {
        let http = reqwest::Client::new();
        let task = listen(&sandbox, http.clone(), Arc::new(habit)).await;
        let bot = Self {
            sandbox,
            http,
            task,
        };
        let path = format!("/applications/{}/commands", bot.sandbox.application_id());
        let (status, answer) = bot.call(Method::PUT, &path, &commands).await;
        assert_eq!(status, 200, "{answer}");
        bot
    }

    pub(crate) async fn call(&self, method: Method, path: &str, body: &Value) -> (u16, Value) {
        call(&self.http, &self.sandbox, method, path, body).await
    }

    /// Posts a message to a channel by its name, and answers its id.
    pub(crate) async fn post(&self, channel: &str, body: &Value) -> Value {
        let ada = self.sandbox.person("ada").unwrap();
        let channel = ada.sees().place(channel).expect("a channel").id;
        let path = format!("/channels/{channel}/messages");
        let (status, answer) = self.call(Method::POST, &path, body).await;
        assert_eq!(status, 200, "{answer}");
        answer
    }
}

async fn call(
    http: &reqwest::Client,
    sandbox: &Sandbox,
    method: Method,
    path: &str,
    body: &Value,
) -> (u16, Value) {
    let mut request = http
        .request(method, format!("{}/api/v10{path}", sandbox.base_url()))
        .header("authorization", format!("Bot {}", sandbox.token()));
    if !body.is_null() {
        request = request.json(body);
    }
    let response = request.send().await.unwrap();
    let status = response.status().as_u16();
    let text = response.text().await.unwrap();
    (status, serde_json::from_str(&text).unwrap_or(Value::Null))
}

async fn perform(http: &reqwest::Client, sandbox: &Sandbox, request: Request) -> (u16, Value) {
    let Some((name, text)) = request.file else {
        return call(http, sandbox, request.method, &request.path, &request.body).await;
    };
    let form = reqwest::multipart::Form::new()
        .text("payload_json", request.body.to_string())
        .part(
            "files[0]",
            reqwest::multipart::Part::text(text).file_name(name),
        );
    let response = http
        .request(
            request.method,
            format!("{}/api/v10{}", sandbox.base_url(), request.path),
        )
        .header("authorization", format!("Bot {}", sandbox.token()))
        .multipart(form)
        .send()
        .await
        .unwrap();
    let status = response.status().as_u16();
    let text = response.text().await.unwrap();
    (status, serde_json::from_str(&text).unwrap_or(Value::Null))
}

/// Logs in, and from then on answers interactions.
async fn listen(sandbox: &Sandbox, http: reqwest::Client, habit: Arc<Habit>) -> JoinHandle<()> {
    let (mut socket, _) = connect_async(format!("{}?v=10&encoding=json", sandbox.gateway_url()))
        .await
        .unwrap();
    let intents = Intents::GUILDS | Intents::GUILD_MESSAGES | Intents::DIRECT_MESSAGES;
    let identify = json!({
        "op": 2,
        "d": { "token": sandbox.token(), "intents": intents.bits(), "properties": {} },
    });
    socket
        .send(Message::Text(identify.to_string()))
        .await
        .unwrap();
    loop {
        let payload = socket.next().await.unwrap().unwrap().into_text().unwrap();
        if payload.contains("GUILD_CREATE") {
            break;
        }
    }
    let sandbox = sandbox.clone();
    tokio::spawn(async move {
        while let Some(Ok(message)) = socket.next().await {
            let Ok(payload) = serde_json::from_str::<Value>(message.to_text().unwrap()) else {
                continue;
            };
            if payload["t"] != "INTERACTION_CREATE" {
                continue;
            }
            for request in habit(&payload["d"]) {
                let path = request.path.clone();
                let (status, answer) = perform(&http, &sandbox, request).await;
                assert!(status < 300, "{path}: {status} {answer}");
            }
        }
    })
}

/// The first answer to an interaction.
pub(crate) fn answer(interaction: &Value, kind: u8, data: &Value) -> Request {
    Request {
        method: Method::POST,
        path: format!(
            "/interactions/{}/{}/callback",
            interaction["id"].as_str().unwrap(),
            interaction["token"].as_str().unwrap()
        ),
        body: json!({ "type": kind, "data": data }),
        file: None,
    }
}

/// A message that everybody sees.
pub(crate) fn say(interaction: &Value, content: &str) -> Vec<Request> {
    vec![answer(interaction, 4, &json!({ "content": content }))]
}

/// Something about the messages of an interaction: a follow-up, or a change of `@original`.
pub(crate) fn webhook(interaction: &Value, method: Method, rest: &str, body: &Value) -> Request {
    Request {
        method,
        path: format!(
            "/webhooks/{}/{}{rest}",
            interaction["application_id"].as_str().unwrap(),
            interaction["token"].as_str().unwrap()
        ),
        body: body.clone(),
        file: None,
    }
}

/// A command without options.
pub(crate) fn command(name: &str) -> Value {
    json!({ "name": name, "description": "A command", "type": 1 })
}

/// How long a test waits for what must come.
pub(crate) const PATIENCE: Duration = Duration::from_secs(10);
