//! Threads, channels and direct messages.

use axum::http::Method;
use chrono::TimeDelta;
use serde_json::{Value, json};

use super::Api;
use crate::error::ApiError;

#[tokio::test]
async fn threads_from_open_to_archived() {
    let api = Api::new();
    let help = api.channel("help");
    let ravi = api.user("ravi");
    let guild = api.sandbox.guild_id();
    let post = api
        .post(
            &format!("/channels/{help}/messages"),
            json!({ "content": "ask" }),
        )
        .await;
    let id = post["id"].as_str().unwrap();
    let opened = api
        .post(
            &format!("/channels/{help}/messages/{id}/threads"),
            json!({ "name": "Postgres", "auto_archive_duration": 1440 }),
        )
        .await;
    assert_eq!(opened["id"], post["id"]);
    let whole = api.get(&format!("/channels/{help}/messages/{id}")).await;
    assert_eq!(whole["thread"]["name"], "Postgres");
    let starter = api.get(&format!("/channels/{id}/messages")).await;
    assert_eq!(starter[0]["type"], 21);
    assert_eq!(starter[0]["referenced_message"]["id"], post["id"]);
    api.put(
        &format!("/channels/{id}/thread-members/{ravi}"),
        Value::Null,
    )
    .await;
    let members = api
        .get(&format!("/channels/{id}/thread-members?with_member=true"))
        .await;
    assert_eq!(members.as_array().unwrap().len(), 2);
    api.get(&format!(
        "/channels/{id}/thread-members/{ravi}?with_member=true"
    ))
    .await;
    let told = api.get(&format!("/channels/{id}/messages?limit=1")).await;
    assert_eq!(told[0]["type"], 1);
    let renamed = api
        .patch(&format!("/channels/{id}"), json!({ "name": "MySQL" }))
        .await;
    assert_eq!(renamed["name"], "MySQL");
    let active = api.get(&format!("/guilds/{guild}/threads/active")).await;
    assert_eq!(active["threads"][0]["id"], post["id"]);
    api.pass(TimeDelta::minutes(1440));
    let asleep = api.get(&format!("/channels/{id}")).await;
    assert_eq!(asleep["thread_metadata"]["archived"], true);
    let listed = api
        .get(&format!("/channels/{help}/threads/archived/public"))
        .await;
    assert_eq!(listed["threads"][0]["id"], post["id"]);
    api.post(
        &format!("/channels/{id}/messages"),
        json!({ "content": "still here" }),
    )
    .await;
    let awake = api.get(&format!("/channels/{id}")).await;
    assert_eq!(awake["thread_metadata"]["archived"], false);
    api.delete(&format!("/channels/{id}/thread-members/{ravi}"))
        .await;
    api.delete(&format!("/channels/{id}")).await;
    api.done();
}

#[tokio::test]
async fn private_threads_and_their_lists() {
    let api = Api::new();
    let help = api.channel("help");
    let mia = api.user("mia");
    let opened = api
        .post(
            &format!("/channels/{help}/threads"),
            json!({ "name": "Just us", "type": 12, "invitable": false }),
        )
        .await;
    let id = opened["id"].as_str().unwrap();
    assert_eq!(opened["thread_metadata"]["invitable"], false);
    api.put(&format!("/channels/{id}/thread-members/{mia}"), Value::Null)
        .await;
    api.post(
        &format!("/channels/{id}/messages"),
        json!({ "content": "hello" }),
    )
    .await;
    api.patch(
        &format!("/channels/{id}"),
        json!({ "archived": true, "locked": true }),
    )
    .await;
    for list in [
        "threads/archived/private",
        "users/@me/threads/archived/private",
    ] {
        let listed = api.get(&format!("/channels/{help}/{list}")).await;
        assert_eq!(listed["threads"][0]["id"], opened["id"], "{list}");
        assert_eq!(listed["members"].as_array().unwrap().len(), 1, "{list}");
    }
    api.done();
}

#[tokio::test]
async fn a_public_thread_without_a_message_is_told_of() {
    let api = Api::new();
    let help = api.channel("help");
    let opened = api
        .post(
            &format!("/channels/{help}/threads"),
            json!({ "name": "Open", "type": 11 }),
        )
        .await;
    let told = api.get(&format!("/channels/{help}/messages?limit=1")).await;
    assert_eq!(told[0]["type"], 18);
    assert_eq!(told[0]["message_reference"]["channel_id"], opened["id"]);
    api.done();
}

#[tokio::test]
async fn channels_and_overwrites() {
    let api = Api::new();
    let guild = api.sandbox.guild_id();
    api.own_the_guild();
    let category = api
        .post(
            &format!("/guilds/{guild}/channels"),
            json!({ "name": "Rooms", "type": 4 }),
        )
        .await;
    let made = api
        .post(
            &format!("/guilds/{guild}/channels"),
            json!({ "name": "Quiet Room", "topic": "hush", "parent_id": category["id"],
                "default_auto_archive_duration": 60,
                "permission_overwrites": [{ "id": guild, "type": 0, "deny": "1024" }] }),
        )
        .await;
    assert_eq!(made["name"], "quiet-room");
    let channel = format!("/channels/{}", made["id"].as_str().unwrap());
    let mia = api.user("mia");
    api.put(
        &format!("{channel}/permissions/{mia}"),
        json!({ "type": 1, "allow": "1024" }),
    )
    .await;
    let changed = api
        .patch(
            &channel,
            json!({ "topic": null, "rate_limit_per_user": 5, "nsfw": false }),
        )
        .await;
    assert_eq!(changed["topic"], Value::Null);
    assert_eq!(
        changed["permission_overwrites"].as_array().unwrap().len(),
        2
    );
    api.delete(&format!("{channel}/permissions/{mia}")).await;
    let all = api.get(&format!("/guilds/{guild}/channels")).await;
    assert!(
        all.as_array()
            .unwrap()
            .iter()
            .any(|one| one["id"] == made["id"])
    );
    api.delete(&format!("/channels/{}", category["id"].as_str().unwrap()))
        .await;
    let left = api.get(&channel).await;
    assert_eq!(left["parent_id"], Value::Null);
    api.delete(&channel).await;
    api.done();
}

#[tokio::test]
async fn direct_messages() {
    let api = Api::new();
    let mia = api.user("mia");
    let dm = api
        .post("/users/@me/channels", json!({ "recipient_id": mia }))
        .await;
    let again = api
        .post("/users/@me/channels", json!({ "recipient_id": mia }))
        .await;
    assert_eq!(dm["id"], again["id"]);
    assert_eq!(dm["recipients"][0]["username"], "mia");
    let channel = format!("/channels/{}", dm["id"].as_str().unwrap());
    api.get(&channel).await;
    let sent = api
        .post(&format!("{channel}/messages"), json!({ "content": "hi" }))
        .await;
    api.patch(
        &format!("{channel}/messages/{}", sent["id"].as_str().unwrap()),
        json!({ "content": "hello" }),
    )
    .await;
    api.delete(&channel).await;
    api.done();
}

#[tokio::test]
async fn opening_dms_can_be_too_fast() {
    let api = Api::new();
    let (mia, ravi) = (api.user("mia"), api.user("ravi"));
    api.post("/users/@me/channels", json!({ "recipient_id": mia }))
        .await;
    api.sandbox.with(|world| world.refuse_new_dms = true);
    api.post("/users/@me/channels", json!({ "recipient_id": mia }))
        .await;
    let refused = api
        .ask(
            Method::POST,
            "/users/@me/channels",
            json!({ "recipient_id": ravi }),
        )
        .await;
    assert_eq!(refused, Err(ApiError::opening_dms_too_fast()));
}
