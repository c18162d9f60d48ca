//! Each close code, met by doing what it is for.

use std::time::Duration;

use discord_sandbox::{Fault, Options, Sandbox};
use serde_json::{Value, json};
use twilight_model::gateway::Intents;

use crate::client::{Client, identify, options, sandbox, usual};

/// The code that answers this as the first payload after HELLO.
async fn first_payload(sandbox: &Sandbox, payload: &Value) -> Option<u16> {
    let mut client = Client::connect(sandbox).await;
    client.send(payload).await;
    client.end().await
}

#[tokio::test]
async fn a_wrong_word_closes_with_its_code() {
    let sandbox = sandbox().await;
    let with = |key: &str, value: Value| {
        let mut payload = identify(&sandbox, usual());
        payload["d"][key] = value;
        payload
    };
    let unknown_session = json!({ "token": "wrong", "session_id": "x", "seq": 1 });
    for (payload, code) in [
        (json!({ "op": 99, "d": null }), 4001),
        (json!({ "d": 1 }), 4002),
        (json!({ "op": 2, "d": {} }), 4002),
        (json!({ "op": 1, "d": "soon" }), 4002),
        (with("large_threshold", json!(10)), 4002),
        (json!({ "op": 8, "d": {} }), 4003),
        (json!({ "op": 3, "d": {} }), 4003),
        (with("token", json!("wrong")), 4004),
        (json!({ "op": 6, "d": unknown_session }), 4004),
        (with("shard", json!([2, 2])), 4010),
        (with("shard", json!([0, 0])), 4010),
        (with("intents", json!(1_u64 << 40)), 4013),
        (with("intents", Value::Null), 4013),
        (
            with("intents", json!(Intents::GUILD_PRESENCES.bits())),
            4014,
        ),
        (
            with("intents", json!(Intents::MESSAGE_CONTENT.bits())),
            4014,
        ),
    ] {
        assert_eq!(
            first_payload(&sandbox, &payload).await,
            Some(code),
            "{payload}"
        );
    }
}

#[tokio::test]
async fn what_is_no_json_or_too_long_cannot_be_decoded() {
    let sandbox = sandbox().await;
    let long = json!({ "op": 1, "d": null, "x": "x".repeat(5000) }).to_string();
    for text in ["{", &long] {
        let mut client = Client::connect(&sandbox).await;
        client.send_text(text).await;
        assert_eq!(client.end().await, Some(4002));
    }
}

#[tokio::test]
async fn the_address_is_judged_first() {
    let sandbox = sandbox().await;
    for (query, code) in [
        ("v=9&encoding=json", 4012),
        ("encoding=json", 4012),
        ("v=10&encoding=etf", 4002),
        ("v=10&encoding=json&compress=zstd-stream", 4002),
    ] {
        let mut client = Client::connect_with(&sandbox, query).await;
        assert_eq!(client.end().await, Some(code), "{query}");
    }
}

#[tokio::test]
async fn identifying_twice_closes() {
    let sandbox = sandbox().await;
    let (mut client, _) = Client::ready(&sandbox, usual()).await;
    client.identify(&sandbox, usual()).await;
    assert_eq!(client.end().await, Some(4005));
}

#[tokio::test]
async fn too_many_payloads_close() {
    let sandbox = sandbox().await;
    let (mut client, _) = Client::ready(&sandbox, usual()).await;
    // IDENTIFY was the first of the 120 that a minute allows.
    for _ in 0..119 {
        client.nothing_comes().await;
    }
    client.send(&json!({ "op": 1, "d": null })).await;
    assert_eq!(client.end().await, Some(4008));
}

#[tokio::test]
async fn a_client_without_heartbeats_times_out() {
    let sandbox = Sandbox::start(Options {
        heartbeat_interval: Duration::from_millis(20),
        ..options()
    })
    .await
    .unwrap();
    let mut client = Client::connect(&sandbox).await;
    assert_eq!(client.end().await, Some(4009));
}

/// What `GET /gateway/bot` says of the day's session starts.
async fn starts_left(sandbox: &Sandbox) -> u64 {
    let answer: Value = reqwest::Client::new()
        .get(format!("{}/api/v10/gateway/bot", sandbox.base_url()))
        .header("authorization", format!("Bot {}", sandbox.token()))
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    answer["session_start_limit"]["remaining"].as_u64().unwrap()
}

#[tokio::test]
async fn a_day_has_so_many_session_starts() {
    let sandbox = sandbox().await;
    let (mut connected, _) = Client::ready(&sandbox, usual()).await;
    assert_eq!(starts_left(&sandbox).await, 999);
    sandbox.fault(Fault::UseUpSessionStarts).unwrap();
    assert_eq!(starts_left(&sandbox).await, 0);
    assert_eq!(
        first_payload(&sandbox, &identify(&sandbox, usual())).await,
        Some(4004)
    );
    assert_eq!(connected.end().await, Some(4004), "sessions end with it");
    sandbox.advance(chrono::TimeDelta::days(1)).await.unwrap();
    Client::ready(&sandbox, usual()).await;
}

#[tokio::test]
async fn a_fault_closes_with_any_code() {
    let sandbox = sandbox().await;
    let (mut client, _) = Client::ready(&sandbox, usual()).await;
    sandbox.fault(Fault::CloseGateway { code: 4014 }).unwrap();
    assert_eq!(client.end().await, Some(4014));
}
