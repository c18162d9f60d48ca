//! The control interface over HTTP, as curl and bots in other languages meet it.

use reqwest::{Client, Method};
use serde_json::{Value, json};

use crate::bot::{Bot, answer, command};

struct Curl {
    http: Client,
    base: String,
}

impl Curl {
    fn new(bot: &Bot) -> Self {
        Self {
            http: Client::new(),
            base: bot.sandbox.base_url(),
        }
    }

    async fn text(&self, method: Method, path: &str, body: Value) -> (u16, String) {
        let mut request = self
            .http
            .request(method, format!("{}/sandbox{path}", self.base));
        if !body.is_null() {
            request = request.json(&body);
        }
        let response = request.send().await.unwrap();
        (response.status().as_u16(), response.text().await.unwrap())
    }

    async fn call(&self, method: Method, path: &str, body: Value) -> (u16, Value) {
        let (status, text) = self.text(method, path, body).await;
        (status, serde_json::from_str(&text).unwrap_or(Value::Null))
    }

    async fn get(&self, path: &str) -> Value {
        let (status, answer) = self.call(Method::GET, path, Value::Null).await;
        assert_eq!(status, 200, "{path}: {answer}");
        answer
    }

    async fn post(&self, path: &str, body: Value) -> (u16, Value) {
        self.call(Method::POST, path, body).await
    }
}

/// A bot with one command that opens a modal, one that shows a button and a select, and context menus.
async fn bot() -> Bot {
    let commands = json!([
        command("ask"),
        command("ui"),
        { "name": "find", "description": "Find", "type": 1, "options": [
            { "type": 3, "name": "skill", "description": "Which", "autocomplete": true },
        ]},
        { "name": "Thanks", "type": 3 },
        { "name": "Teaches", "type": 2 },
    ]);
    Bot::start(commands, |one| {
        let data = &one["data"];
        let (kind, data) = match (one["type"].as_u64(), data["name"].as_str()) {
            (Some(4), _) => (8, json!({ "choices": [{ "name": "Rust", "value": "rust" }] })),
            (_, Some("ask")) => {
                let input = json!({ "type": 4, "custom_id": "what", "label": "What?", "style": 1 });
                let rows = json!([{ "type": 1, "components": [input] }]);
                (9, json!({ "custom_id": "m", "title": "Ask", "components": rows }))
            }
            (_, Some("ui")) => {
                let button = json!({ "type": 2, "style": 1, "label": "Go", "custom_id": "go" });
                let select = json!({ "type": 3, "custom_id": "s", "placeholder": "Pick", "options": [
                    { "label": "One", "value": "1" },
                ]});
                let rows = json!([
                    { "type": 1, "components": [button] },
                    { "type": 1, "components": [select] },
                ]);
                (4, json!({ "content": "Here", "components": rows }))
            }
            _ => (4, json!({ "content": "Done", "flags": 64 })),
        };
        vec![answer(one, kind, &data)]
    })
    .await
}

#[tokio::test]
async fn a_person_acts_over_http() {
    let bot = bot().await;
    let curl = Curl::new(&bot);
    let (status, shown) = curl
        .post(
            "/people/mia/command",
            json!({ "command": "ui", "in": "help" }),
        )
        .await;
    assert_eq!((status, &shown["answer"]), (200, &json!("message")));
    let message = shown["seen"]["id"].clone();
    let (_, clicked) = curl
        .post(
            "/people/ravi/click",
            json!({ "message": message, "button": "Go" }),
        )
        .await;
    assert_eq!(clicked["seen"]["text"], "Done");
    let body = json!({ "message": message, "select": "Pick", "values": ["One"] });
    let (status, _) = curl.post("/people/ravi/choose", body).await;
    assert_eq!(status, 200);
    let (_, opened) = curl
        .post("/people/mia/command", json!({ "command": "ask" }))
        .await;
    assert_eq!(opened["answer"], "modal");
    let body = json!({ "modal": opened["seen"]["id"], "fields": { "What?": "Help" } });
    let (_, submitted) = curl.post("/people/mia/submit", body).await;
    assert_eq!(submitted["seen"]["text"], "Done");
    let body = json!({ "command": "find", "focused": "skill", "typed": "ru" });
    let (_, choices) = curl.post("/people/mia/autocomplete", body).await;
    assert_eq!(choices, json!([{ "name": "Rust", "value": "rust" }]));
    let (_, written) = curl
        .post(
            "/people/mia/write",
            json!({ "in": "help", "text": "Thank you" }),
        )
        .await;
    let body = json!({ "command": "Thanks", "message": written["id"] });
    assert_eq!(curl.post("/people/ravi/use-on-message", body).await.0, 200);
    let body = json!({ "command": "Teaches", "member": "mia" });
    assert_eq!(curl.post("/people/ravi/use-on-member", body).await.0, 200);
    assert_eq!(curl.get("/defects").await, json!([]));
}

#[tokio::test]
async fn what_a_person_sees_comes_as_json_or_as_text() {
    let bot = bot().await;
    let curl = Curl::new(&bot);
    curl.post(
        "/people/mia/command",
        json!({ "command": "ui", "in": "help" }),
    )
    .await;
    let view = curl.get("/people/noor/sees").await;
    let places = view["places"].as_array().unwrap();
    let help = places.iter().find(|place| place["name"] == "help").unwrap();
    assert_eq!(help["messages"][0]["buttons"][0]["label"], "Go");
    let (_, text) = curl
        .text(Method::GET, "/people/noor/sees?as=text", Value::Null)
        .await;
    assert_eq!(
        text,
        "═ #help\n\n#help · Potluck\n↪ Mia used /ui\nHere\n[ Go ]\n( Pick ▾ )\n"
    );
    assert_eq!(
        curl.get("/people/noor/unread")
            .await
            .as_array()
            .unwrap()
            .len(),
        1
    );
    assert_eq!(
        curl.post("/people/noor/mark-read", Value::Null).await.0,
        204
    );
    assert_eq!(curl.get("/people/noor/unread").await, json!([]));
    assert_eq!(curl.post("/people/mia/reload", Value::Null).await.0, 204);
}

#[tokio::test]
async fn people_are_listed_invented_and_moved() {
    let bot = bot().await;
    let curl = Curl::new(&bot);
    let (status, _) = curl.post("/people", json!({ "name": "Wren" })).await;
    assert_eq!(status, 201);
    for deed in ["join", "close-dms", "open-dms", "leave", "join"] {
        let (status, answer) = curl
            .post(&format!("/people/wren/{deed}"), Value::Null)
            .await;
        assert_eq!(status, 204, "{deed}: {answer}");
    }
    let role = json!({ "role": "Managers" });
    assert_eq!(
        curl.post("/people/wren/add-role", role.clone()).await.0,
        204
    );
    let people = curl.get("/people").await;
    let wren = people
        .as_array()
        .unwrap()
        .iter()
        .find(|person| person["name"] == "wren")
        .unwrap();
    assert_eq!(wren["roles"], json!(["Managers"]));
    assert_eq!(curl.post("/people/wren/remove-role", role).await.0, 204);
    let (status, refusal) = curl.post("/people/wren/pass-screening", Value::Null).await;
    assert_eq!((status, &refusal["rule"]), (409, &json!("already_done")));
}

#[tokio::test]
async fn refusals_and_mistakes_say_why() {
    let bot = bot().await;
    let curl = Curl::new(&bot);
    for (path, body, status, rule) in [
        ("/people/nobody/join", json!({}), 404, "unknown_person"),
        (
            "/people/mia/command",
            json!({ "command": "x" }),
            409,
            "unknown_command",
        ),
        ("/people/mia/command", json!({}), 400, "body"),
        (
            "/people/mia/command",
            json!({ "command": "ui", "colour": 1 }),
            400,
            "body",
        ),
        ("/people/mia/dance", json!({}), 400, "body"),
        (
            "/people/mia/submit",
            json!({ "modal": "5" }),
            409,
            "modal_closed",
        ),
        ("/faults", json!({ "fault": "earthquake" }), 400, "body"),
        (
            "/faults",
            json!({ "fault": "closed_dms", "person": "x" }),
            409,
            "fault",
        ),
        (
            "/clock/move",
            json!({ "to": "2020-01-01T00:00:00Z" }),
            409,
            "clock",
        ),
    ] {
        let (got, refusal) = curl.post(path, body).await;
        assert_eq!((got, &refusal["rule"]), (status, &json!(rule)), "{path}");
        assert!(!refusal["says"].as_str().unwrap().is_empty());
    }
}

#[tokio::test]
async fn time_and_faults_are_switched_over_http() {
    let bot = bot().await;
    let curl = Curl::new(&bot);
    assert_eq!(curl.get("/clock").await["now"], "2026-03-02T09:00:00Z");
    let (_, moved) = curl
        .post("/clock/advance", json!({ "days": 1, "hours": 2 }))
        .await;
    assert_eq!(moved["now"], "2026-03-03T11:00:00Z");
    let (_, moved) = curl
        .post("/clock/move", json!({ "to": "2026-03-09T09:00:00Z" }))
        .await;
    assert_eq!(moved["now"], "2026-03-09T09:00:00Z");
    assert_eq!(curl.post("/clock/settle", Value::Null).await.0, 200);
    let fault = json!({ "fault": "closed_dms", "person": "mia" });
    assert_eq!(curl.post("/faults", fault.clone()).await.0, 204);
    assert_eq!(curl.get("/faults").await, json!([fault]));
    let (status, _) = curl.call(Method::DELETE, "/faults", fault).await;
    assert_eq!(status, 204);
    let (status, _) = curl.call(Method::DELETE, "/faults", Value::Null).await;
    assert_eq!(status, 204);
    assert_eq!(curl.get("/faults").await, json!([]));
    let (status, running) = curl.post("/clock/run", Value::Null).await;
    assert_eq!((status, &running["mode"]), (200, &json!("running")));
    let (status, _) = curl.post("/clock/advance", json!({ "days": 1 })).await;
    assert_eq!(status, 409, "it runs by itself");
}

#[tokio::test]
async fn the_sandbox_says_what_it_is_and_what_went_on() {
    let bot = bot().await;
    let curl = Curl::new(&bot);
    let summary = curl.get("").await;
    assert_eq!(summary["token"], bot.sandbox.token());
    assert_eq!(summary["guild_id"], json!(bot.sandbox.guild_id()));
    assert_eq!(summary["commands"].as_array().unwrap().len(), 5);
    let requests = curl.get("/requests").await;
    assert_eq!(requests[0]["method"], "PUT");
    assert_eq!(requests[0]["status"], 200);
    assert_eq!(curl.get("/requests?skip=1").await, json!([]));
    let sessions = curl.get("/sessions").await;
    assert_eq!(sessions[0]["connected"], true);
    assert_eq!(sessions[0]["sequence"], 2);
}
