//! Which events come, and what of a message can be read.

use discord_sandbox::{Fault, Options, Sandbox};
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
    late.nothing_comes().await;
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

#[tokio::test]
async fn a_new_session_is_told_of_the_threads_that_the_bot_sees() {
    let sandbox = sandbox().await;
    let ada = sandbox.person("ada").unwrap();
    let help = ada.sees().place("help").unwrap().id;
    let response = reqwest::Client::new()
        .post(format!(
            "{}/api/v10/channels/{help}/threads",
            sandbox.base_url()
        ))
        .header("authorization", format!("Bot {}", sandbox.token()))
        .json(&serde_json::json!({ "name": "Postgres", "type": 11 }))
        .send()
        .await
        .unwrap();
    assert_eq!(response.status(), 201);
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
