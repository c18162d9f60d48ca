//! HELLO, IDENTIFY, READY, `GUILD_CREATE`, heartbeats, shards.

use discord_sandbox::{Cast, Fault, Options, Sandbox};
use serde_json::json;
use twilight_model::gateway::Intents;

use crate::client::{Client, identify, options, sandbox, usual};

#[tokio::test]
async fn a_session_opens_with_ready_and_the_guild() {
    let sandbox = sandbox().await;
    let mut client = Client::connect(&sandbox).await;
    client.identify(&sandbox, usual()).await;
    let ready = client.next().await;
    assert_eq!((&ready["t"], &ready["s"]), (&json!("READY"), &json!(1)));
    let ready = &ready["d"];
    assert_eq!(ready["v"], 10);
    assert_eq!(
        ready["guilds"],
        json!([{ "id": sandbox.guild_id(), "unavailable": true }])
    );
    assert_eq!(ready["resume_gateway_url"], sandbox.gateway_url());
    assert_eq!(ready["user"]["bot"], true);
    assert_eq!(ready["application"]["id"], json!(sandbox.application_id()));
    let guild = client.event("GUILD_CREATE").await;
    assert_eq!(guild["member_count"], 5);
    let members = guild["members"].as_array().unwrap();
    assert_eq!(
        members.len(),
        1,
        "only the bot, without the presence intent"
    );
    assert_eq!(members[0]["user"]["id"], ready["user"]["id"]);
    assert_eq!(guild["channels"].as_array().unwrap().len(), 5);
    assert_eq!(guild["presences"], json!([]));
    assert_eq!(sandbox.defects(), Vec::<String>::new());
}

#[tokio::test]
async fn without_the_guilds_intent_only_ready_comes() {
    let sandbox = sandbox().await;
    let mut client = Client::connect(&sandbox).await;
    client.identify(&sandbox, Intents::empty()).await;
    client.event("READY").await;
    client.nothing_comes().await;
}

#[tokio::test]
async fn a_heartbeat_is_acknowledged_and_can_be_asked_for() {
    let sandbox = sandbox().await;
    let (mut client, _) = Client::ready(&sandbox, usual()).await;
    client.send(&json!({ "op": 1, "d": 2 })).await;
    assert_eq!(client.next().await["op"], 11);
    sandbox.fault(Fault::RequestHeartbeat).unwrap();
    assert_eq!(client.next().await["op"], 1);
    client.nothing_comes().await;
}

#[tokio::test]
async fn each_shard_has_its_guilds_and_the_first_has_direct_messages() {
    let sandbox = sandbox().await;
    let home = (sandbox.guild_id().get() >> 22) % 2;
    let mut shards = Vec::new();
    for number in 0..2 {
        let mut client = Client::connect(&sandbox).await;
        let mut payload = identify(&sandbox, usual());
        payload["d"]["shard"] = json!([number, 2]);
        client.send(&payload).await;
        let ready = client.event("READY").await;
        assert_eq!(ready["shard"], json!([number, 2]));
        let guilds = usize::from(number == home);
        assert_eq!(ready["guilds"].as_array().unwrap().len(), guilds);
        if number == home {
            client.event("GUILD_CREATE").await;
        }
        shards.push(client);
    }
    let mia = sandbox.person("mia").unwrap();
    mia.write("general", "Hello").unwrap();
    for (number, client) in (0..).zip(&mut shards) {
        if number == home {
            client.event("MESSAGE_CREATE").await;
        }
        client.nothing_comes().await;
    }
    mia.write("dm", "Hello").unwrap();
    shards[0].event("MESSAGE_CREATE").await;
    shards[1].nothing_comes().await;
}

#[tokio::test]
async fn the_large_threshold_is_honoured() {
    let sandbox = Sandbox::start(Options {
        members: Cast::Team(60),
        ..options()
    })
    .await
    .unwrap();
    for (threshold, large) in [(None, true), (Some(250), false)] {
        let mut client = Client::connect(&sandbox).await;
        let mut payload = identify(&sandbox, usual());
        payload["d"]["large_threshold"] = json!(threshold);
        client.send(&payload).await;
        client.event("READY").await;
        assert_eq!(client.event("GUILD_CREATE").await["large"], large);
    }
}

#[tokio::test]
async fn identifying_too_soon_after_another_is_refused() {
    let sandbox = Sandbox::start(Options {
        identify_interval: std::time::Duration::from_mins(1),
        ..options()
    })
    .await
    .unwrap();
    Client::ready(&sandbox, usual()).await;
    let mut hasty = Client::connect(&sandbox).await;
    hasty.identify(&sandbox, usual()).await;
    let answer = hasty.next().await;
    assert_eq!((&answer["op"], &answer["d"]), (&json!(9), &json!(false)));
}
