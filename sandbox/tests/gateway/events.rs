//! Which events come, and what of a message can be read.

use discord_sandbox::{Options, Sandbox};
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
