//! `REQUEST_GUILD_MEMBERS`.

use chrono::TimeDelta;
use discord_sandbox::{Cast, Options, Sandbox};
use serde_json::{Value, json};
use twilight_model::gateway::Intents;

use crate::client::{Client, options, sandbox, usual};

async fn ask(client: &mut Client, sandbox: &Sandbox, mut request: Value) {
    request["guild_id"] = json!(sandbox.guild_id());
    client.send(&json!({ "op": 8, "d": request })).await;
}

fn names(chunk: &Value) -> Vec<&str> {
    chunk["members"]
        .as_array()
        .unwrap()
        .iter()
        .map(|member| member["user"]["username"].as_str().unwrap())
        .collect()
}

#[tokio::test]
async fn the_whole_list_comes_in_chunks_of_a_thousand() {
    let sandbox = Sandbox::start(Options {
        members: Cast::Team(1500),
        ..options()
    })
    .await
    .unwrap();
    let (mut client, _) = Client::ready(&sandbox, usual()).await;
    let request = json!({ "query": "", "limit": 0, "nonce": "all" });
    ask(&mut client, &sandbox, request).await;
    for (index, members) in [(0, 1000), (1, 501)] {
        let chunk = client.event("GUILD_MEMBERS_CHUNK").await;
        assert_eq!(chunk["chunk_index"], index);
        assert_eq!(chunk["chunk_count"], 2);
        assert_eq!(chunk["nonce"], "all");
        assert_eq!(names(&chunk).len(), members);
    }
    assert_eq!(sandbox.defects(), Vec::<String>::new());
}

#[tokio::test]
async fn members_are_found_by_name_and_id() {
    let sandbox = sandbox().await;
    let (mut client, _) = Client::ready(&sandbox, usual()).await;
    ask(&mut client, &sandbox, json!({ "query": "M", "limit": 5 })).await;
    let chunk = client.event("GUILD_MEMBERS_CHUNK").await;
    assert_eq!(names(&chunk), ["mia"]);
    let ravi = sandbox.person("ravi").unwrap().id();
    let olu = sandbox.person("olu").unwrap().id();
    ask(&mut client, &sandbox, json!({ "user_ids": [ravi, olu] })).await;
    let chunk = client.event("GUILD_MEMBERS_CHUNK").await;
    assert_eq!(names(&chunk), ["ravi"]);
    assert_eq!(chunk["not_found"], json!([olu]));
    ask(&mut client, &sandbox, json!({ "query": "zz", "limit": 5 })).await;
    let chunk = client.event("GUILD_MEMBERS_CHUNK").await;
    assert_eq!((names(&chunk).len(), &chunk["chunk_count"]), (0, &json!(1)));
}

#[tokio::test]
async fn the_whole_list_comes_once_in_thirty_seconds() {
    let sandbox = sandbox().await;
    let (mut client, _) = Client::ready(&sandbox, usual()).await;
    let whole = json!({ "query": "", "limit": 0, "nonce": "n" });
    ask(&mut client, &sandbox, whole.clone()).await;
    client.event("GUILD_MEMBERS_CHUNK").await;
    sandbox.advance(TimeDelta::seconds(10)).await.unwrap();
    ask(&mut client, &sandbox, whole.clone()).await;
    let limited = client.event("RATE_LIMITED").await;
    assert_eq!(limited["opcode"], 8);
    assert_eq!(limited["retry_after"], 20.0);
    assert_eq!(limited["meta"]["nonce"], "n");
    sandbox.advance(TimeDelta::seconds(20)).await.unwrap();
    ask(&mut client, &sandbox, whole).await;
    client.event("GUILD_MEMBERS_CHUNK").await;
}

#[tokio::test]
async fn the_whole_list_needs_the_members_intent() {
    let sandbox = sandbox().await;
    let (mut client, _) = Client::ready(&sandbox, Intents::GUILDS).await;
    ask(&mut client, &sandbox, json!({ "query": "", "limit": 0 })).await;
    client.nothing_comes().await;
    assert_eq!(
        sandbox.defects(),
        ["the whole member list was requested without the GUILD_MEMBERS intent"]
    );
}

#[tokio::test]
async fn a_request_of_a_wrong_form_closes() {
    let sandbox = sandbox().await;
    let hundred_and_one: Vec<String> = (1..=101).map(|id: u64| id.to_string()).collect();
    for request in [
        json!({}),
        json!({ "query": "" }),
        json!({ "user_ids": hundred_and_one }),
    ] {
        let (mut client, _) = Client::ready(&sandbox, usual()).await;
        ask(&mut client, &sandbox, request.clone()).await;
        assert_eq!(client.end().await, Some(4002), "{request}");
    }
}
