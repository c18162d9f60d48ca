//! A gateway client that does nothing by itself.

use std::time::Duration;

use discord_sandbox::{Cast, ClockMode, Options, Sandbox};
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async,
    tungstenite::{Message, protocol::CloseFrame},
};
use twilight_model::gateway::Intents;

/// Nothing here takes longer; a test that waits for more has failed.
const PATIENCE: Duration = Duration::from_secs(10);

pub(crate) struct Client {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
}

/// A sandbox whose time stands still.
pub(crate) fn options() -> Options {
    Options {
        clock: ClockMode::Moved("2026-03-02T09:00:00Z".parse().unwrap()),
        members: Cast::Small,
        ..Options::default()
    }
}

pub(crate) async fn sandbox() -> Sandbox {
    Sandbox::start(options()).await.unwrap()
}

/// What the bot asks for in most of these tests.
pub(crate) fn usual() -> Intents {
    Intents::GUILDS | Intents::GUILD_MEMBERS | Intents::GUILD_MESSAGES | Intents::DIRECT_MESSAGES
}

impl Client {
    /// Connects and reads HELLO.
    pub(crate) async fn connect(sandbox: &Sandbox) -> Self {
        let mut client = Self::connect_with(sandbox, "v=10&encoding=json").await;
        let hello = client.next().await;
        assert_eq!(hello["op"], 10, "{hello}");
        client
    }

    /// Connects with this query and reads nothing.
    pub(crate) async fn connect_with(sandbox: &Sandbox, query: &str) -> Self {
        let url = format!("{}/?{query}", sandbox.gateway_url());
        let (socket, _) = connect_async(url).await.unwrap();
        Self { socket }
    }

    /// Connects, identifies and reads READY and `GUILD_CREATE`. Answers READY's data too.
    pub(crate) async fn ready(sandbox: &Sandbox, intents: Intents) -> (Self, Value) {
        let mut client = Self::connect(sandbox).await;
        client.identify(sandbox, intents).await;
        let ready = client.event("READY").await;
        client.event("GUILD_CREATE").await;
        (client, ready)
    }

    pub(crate) async fn identify(&mut self, sandbox: &Sandbox, intents: Intents) {
        let identify = identify(sandbox, intents);
        self.send(&identify).await;
    }

    pub(crate) async fn send(&mut self, payload: &Value) {
        self.send_text(&payload.to_string()).await;
    }

    pub(crate) async fn send_text(&mut self, text: &str) {
        self.socket.send(Message::Text(text.into())).await.unwrap();
    }

    pub(crate) async fn close(&mut self, code: u16) {
        let frame = CloseFrame {
            code: code.into(),
            reason: "".into(),
        };
        self.socket.close(Some(frame)).await.unwrap();
        while let Some(Ok(_)) = self.message().await {}
    }

    async fn message(&mut self) -> Option<Result<Message, tokio_tungstenite::tungstenite::Error>> {
        tokio::time::timeout(PATIENCE, self.socket.next())
            .await
            .expect("the gateway said nothing")
    }

    /// The next payload, which must be text.
    pub(crate) async fn next(&mut self) -> Value {
        match self.message().await {
            Some(Ok(Message::Text(text))) => serde_json::from_str(&text).unwrap(),
            other => panic!("not a payload: {other:?}"),
        }
    }

    /// The next payload, which must be binary.
    pub(crate) async fn next_bytes(&mut self) -> Vec<u8> {
        match self.message().await {
            Some(Ok(Message::Binary(bytes))) => bytes,
            other => panic!("not binary: {other:?}"),
        }
    }

    /// The next payload, which must be this dispatch; its data.
    pub(crate) async fn event(&mut self, event: &str) -> Value {
        let payload = self.next().await;
        assert_eq!(payload["t"], event, "{payload}");
        payload["d"].clone()
    }

    /// Asks for an acknowledged heartbeat. Whatever is queued before it would come first, so this says that nothing
    /// is.
    pub(crate) async fn nothing_comes(&mut self) {
        self.send(&json!({ "op": 1, "d": null })).await;
        let payload = self.next().await;
        assert_eq!(payload["op"], 11, "{payload}");
    }

    /// Reads on until the connection ends; the close code, if there was one.
    pub(crate) async fn end(&mut self) -> Option<u16> {
        loop {
            match self.message().await {
                Some(Ok(Message::Close(frame))) => return frame.map(|frame| frame.code.into()),
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return None,
            }
        }
    }
}

pub(crate) fn identify(sandbox: &Sandbox, intents: Intents) -> Value {
    json!({
        "op": 2,
        "d": {
            "token": sandbox.token(),
            "intents": intents.bits(),
            "properties": { "os": "linux", "browser": "test", "device": "test" },
        },
    })
}
