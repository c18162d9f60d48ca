//! Which events come, and what of a message can be read.

use discord_sandbox::{Fault, Options, Sandbox};
use reqwest::Method;
use serde_json::{Value, json};
use twilight_model::gateway::Intents;

use crate::client::{Client, options, sandbox, usual};

#[tokio::test]
async fn an_event_that_was_not_asked_for_is_not_sent() {
    let sandbox = sandbox().await;
    let (mut client, _) = Client::ready(&sandbox, Intents::GUILDS).await;
    sandbox.person("sam").unwrap().join().unwrap();
    let mia = sandbox.person("mia").unwrap();
    mia.write("general", "Hello").unwrap();
    mia.write("dm", "Hello").unwrap();
    client.nothing_comes().await;
    let (mut client, _) = Client::ready(&sandbox, usual()).await;
    sandbox.person("sam").unwrap().leave().unwrap();
    mia.write("general", "Hello").unwrap();
    mia.write("dm", "Hello").unwrap();
    client.event("GUILD_MEMBER_REMOVE").await;
    client.event("MESSAGE_CREATE").await;
    client.event("MESSAGE_CREATE").await;
    client.nothing_comes().await;
    assert_eq!(sandbox.defects(), Vec::<String>::new());
}

#[tokio::test]
async fn words_are_hidden_without_the_message_content_intent() {
    let sandbox = sandbox().await;
    let (mut client, ready) = Client::ready(&sandbox, usual()).await;
    let bot = ready["user"]["id"].as_str().unwrap();
    let mention = format!("<@{bot}> hello");
    let mia = sandbox.person("mia").unwrap();
    for (place, text, read) in [
        ("general", "hello", ""),
        ("general", mention.as_str(), mention.as_str()),
        ("dm", "hello", "hello"),
    ] {
        mia.write(place, text).unwrap();
        let message = client.event("MESSAGE_CREATE").await;
        assert_eq!(message["content"], read, "{text} in {place}");
    }
}

#[tokio::test]
async fn words_are_shown_with_it() {
    let sandbox = Sandbox::start(Options {
        grant_privileged: Intents::MESSAGE_CONTENT,
        ..options()
    })
    .await
    .unwrap();
    let intents = Intents::GUILDS | Intents::GUILD_MESSAGES | Intents::MESSAGE_CONTENT;
    let (mut client, _) = Client::ready(&sandbox, intents).await;
    sandbox
        .person("mia")
        .unwrap()
        .write("general", "hello")
        .unwrap();
    assert_eq!(client.event("MESSAGE_CREATE").await["content"], "hello");
}

#[tokio::test]
async fn what_the_bot_cannot_see_it_does_not_hear() {
    let sandbox = sandbox().await;
    let (mut client, _) = Client::ready(&sandbox, usual()).await;
    let mia = sandbox.person("mia").unwrap();
    mia.write("members", "Among ourselves").unwrap();
    client.nothing_comes().await;
}

#[tokio::test]
async fn a_guild_goes_in_an_outage_and_comes_back() {
    let sandbox = sandbox().await;
    let (mut client, _) = Client::ready(&sandbox, usual()).await;
    sandbox.fault(Fault::GuildUnavailable).unwrap();
    assert_eq!(client.event("GUILD_DELETE").await["unavailable"], true);
    let mut late = Client::connect(&sandbox).await;
    late.identify(&sandbox, usual()).await;
    late.event("READY").await;
    let gone = late.event("GUILD_DELETE").await;
    assert_eq!(gone["unavailable"], true);
    sandbox.person("sam").unwrap().join().unwrap();
    let guild = sandbox.guild_id();
    let all = json!({ "guild_id": guild, "query": "", "limit": 0, "nonce": "n" });
    late.send(&json!({ "op": 8, "d": all })).await;
    late.nothing_comes().await;
    client.nothing_comes().await;
    sandbox.clear_fault(&Fault::GuildUnavailable).unwrap();
    for client in [&mut client, &mut late] {
        assert_eq!(client.event("GUILD_CREATE").await["unavailable"], false);
    }
    assert_eq!(sandbox.defects(), Vec::<String>::new());
}

#[tokio::test]
async fn a_bot_can_be_removed_and_invited_again() {
    let sandbox = sandbox().await;
    let (mut client, _) = Client::ready(&sandbox, usual()).await;
    sandbox.fault(Fault::BotRemoved).unwrap();
    let gone = client.event("GUILD_DELETE").await;
    assert_eq!(gone.get("unavailable"), None);
    sandbox
        .person("mia")
        .unwrap()
        .write("general", "Hi")
        .unwrap();
    client.nothing_comes().await;
    sandbox.clear_faults().unwrap();
    assert_eq!(client.event("GUILD_CREATE").await["member_count"], 5);
    sandbox
        .person("mia")
        .unwrap()
        .write("general", "Hi")
        .unwrap();
    client.event("MESSAGE_CREATE").await;
    assert_eq!(sandbox.defects(), Vec::<String>::new());
}

async fn call(sandbox: &Sandbox, method: Method, path: &str, body: Value) -> Value {
    let response = reqwest::Client::new()
        .request(method, format!("{}/api/v10{path}", sandbox.base_url()))
        .header("authorization", format!("Bot {}", sandbox.token()))
        .json(&body)
        .send()
        .await
        .unwrap();
    assert!(response.status().is_success(), "{}", response.status());
    let text = response.text().await.unwrap();
    serde_json::from_str(&text).unwrap_or(Value::Null)
}

/// Opens a thread in `#help`; its id.
async fn open_thread(sandbox: &Sandbox) -> String {
    let ada = sandbox.person("ada").unwrap();
    let help = ada.sees().place("help").unwrap().id;
    let path = format!("/channels/{help}/threads");
    let thread = json!({ "name": "Postgres", "type": 11 });
    let opened = call(sandbox, Method::POST, &path, thread).await;
    opened["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn who_gains_a_channel_is_told_of_its_threads() {
    let sandbox = sandbox().await;
    let thread = open_thread(&sandbox).await;
    let blind = Fault::MissingPermission {
        channel: "help".to_owned(),
        permission: "VIEW_CHANNEL".to_owned(),
    };
    sandbox.fault(blind.clone()).unwrap();
    let (mut client, _) = Client::ready(&sandbox, usual()).await;
    sandbox.clear_fault(&blind).unwrap();
    let channel = client.event("CHANNEL_UPDATE").await;
    let list = client.event("THREAD_LIST_SYNC").await;
    assert_eq!(list["channel_ids"], json!([channel["id"]]));
    assert_eq!(list["threads"][0]["id"], thread.as_str());
    assert_eq!(list["members"][0]["id"], thread.as_str());
    // What changes nothing about it is only a change.
    let path = format!("/channels/{}", channel["id"].as_str().unwrap());
    sandbox
        .fault(Fault::MissingPermission {
            channel: "help".to_owned(),
            permission: "EMBED_LINKS".to_owned(),
        })
        .unwrap();
    client.event("CHANNEL_UPDATE").await;
    client.nothing_comes().await;
    call(&sandbox, Method::GET, &path, Value::Null).await;
    assert_eq!(sandbox.defects(), Vec::<String>::new());
}

#[tokio::test]
async fn who_leaves_the_server_leaves_its_threads() {
    let sandbox = sandbox().await;
    let thread = open_thread(&sandbox).await;
    let mia = sandbox.person("mia").unwrap();
    let path = format!("/channels/{thread}/thread-members/{}", mia.id());
    call(&sandbox, Method::PUT, &path, json!({})).await;
    let (mut client, _) = Client::ready(&sandbox, usual()).await;
    mia.leave().unwrap();
    let change = client.event("THREAD_MEMBERS_UPDATE").await;
    assert_eq!(change["removed_member_ids"], json!([mia.id()]));
    assert_eq!(change["id"], thread.as_str());
    client.event("GUILD_MEMBER_REMOVE").await;
    client.nothing_comes().await;
    assert_eq!(sandbox.defects(), Vec::<String>::new());
}

#[tokio::test]
async fn a_thread_that_is_closed_locked_and_woken_is_told_each_time() {
    let sandbox = sandbox().await;
    open_thread(&sandbox).await;
    let (mut client, _) = Client::ready(&sandbox, usual()).await;
    let (ada, mia) = (
        sandbox.person("ada").unwrap(),
        sandbox.person("mia").unwrap(),
    );
    let state = |thread: &Value| {
        let metadata = &thread["thread_metadata"];
        (
            metadata["archived"].as_bool().unwrap(),
            metadata["locked"].as_bool().unwrap(),
        )
    };
    ada.archive("Postgres").unwrap();
    assert_eq!(state(&client.event("THREAD_UPDATE").await), (true, false));
    mia.write("Postgres", "One more thing").unwrap();
    assert_eq!(state(&client.event("THREAD_UPDATE").await), (false, false));
    client.event("THREAD_MEMBERS_UPDATE").await;
    client.event("MESSAGE_CREATE").await;
    ada.lock("Postgres").unwrap();
    assert_eq!(state(&client.event("THREAD_UPDATE").await), (true, true));
    assert!(mia.write("Postgres", "And another").is_err());
    assert!(mia.unarchive("Postgres").is_err());
    client.nothing_comes().await;
    ada.unlock("Postgres").unwrap();
    assert_eq!(state(&client.event("THREAD_UPDATE").await), (false, false));
    assert_eq!(sandbox.defects(), Vec::<String>::new());
}

#[tokio::test]
async fn a_new_session_is_told_of_the_threads_that_the_bot_sees() {
    let sandbox = sandbox().await;
    open_thread(&sandbox).await;
    let blind = Fault::MissingPermission {
        channel: "help".to_owned(),
        permission: "VIEW_CHANNEL".to_owned(),
    };
    for threads in [1, 0] {
        let mut client = Client::connect(&sandbox).await;
        client.identify(&sandbox, usual()).await;
        client.event("READY").await;
        let guild = client.event("GUILD_CREATE").await;
        assert_eq!(guild["threads"].as_array().unwrap().len(), threads);
        sandbox.fault(blind.clone()).unwrap();
    }
}
