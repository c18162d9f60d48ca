//! Threads: opening, joining, archiving, and what an archived one refuses.

use serde_json::{Value, json};
use twilight_model::guild::Permissions;

use crate::api::Api;

async fn open(api: &Api, kind: u8) -> String {
    let answer = api
        .post(
            &format!("/channels/{}/threads", api.channel("help")),
            json!({ "name": "Talk", "type": kind }),
        )
        .await;
    assert_eq!(answer.status, 201);
    answer.ok()["id"].as_str().unwrap().to_owned()
}

async fn archive(api: &Api, thread: &str, locked: bool) {
    api.patch(
        &format!("/channels/{thread}"),
        json!({ "archived": true, "locked": locked }),
    )
    .await
    .ok();
}

#[tokio::test]
async fn a_message_has_one_thread() {
    let api = Api::start().await;
    let id = api.message("help", "Here").await;
    let path = format!("{}/{id}/threads", api.messages("help"));
    let thread = api.post(&path, json!({ "name": "Talk" })).await;
    assert_eq!(thread.ok()["id"], id, "it has the message's id");
    assert_eq!(thread.ok()["type"], 11);
    api.post(&path, json!({ "name": "Again" }))
        .await
        .refused(400, 160_004);
    api.post(
        &format!("{}/1/threads", api.messages("help")),
        json!({ "name": "x" }),
    )
    .await
    .refused(404, 10008);
}

#[tokio::test]
async fn names_and_durations() {
    let api = Api::start().await;
    let path = format!("/channels/{}/threads", api.channel("help"));
    let asked = |key: &str, value: Value| {
        let mut body = json!({ "name": "x", "type": 11 });
        body[key] = value;
        body
    };
    api.post(&path, json!({ "type": 11 }))
        .await
        .form("name", "BASE_TYPE_REQUIRED");
    api.post(&path, asked("name", json!("x".repeat(101))))
        .await
        .form("name", "BASE_TYPE_BAD_LENGTH");
    api.post(&path, asked("auto_archive_duration", json!(61)))
        .await
        .form("auto_archive_duration", "BASE_TYPE_CHOICES");
    api.post(&path, asked("type", json!(0)))
        .await
        .refused(400, 50035);
}

#[tokio::test]
async fn edits_in_an_archived_thread_are_50083() {
    let api = Api::start().await;
    let thread = open(&api, 11).await;
    let messages = format!("/channels/{thread}/messages");
    let sent = api.post(&messages, json!({ "content": "Here" })).await;
    let one = format!("{messages}/{}", sent.ok()["id"].as_str().unwrap());
    archive(&api, &thread, false).await;
    api.patch(&one, json!({ "content": "x" }))
        .await
        .refused(400, 50083);
    api.patch(&format!("/channels/{thread}"), json!({ "name": "Renamed" }))
        .await
        .refused(400, 50083);
    api.put(
        &format!("/channels/{thread}/thread-members/{}", api.user("ravi")),
        json!({}),
    )
    .await
    .refused(400, 50083);
    api.patch(&format!("/channels/{thread}"), json!({ "archived": false }))
        .await
        .ok();
    api.patch(&one, json!({ "content": "x" })).await.ok();
}

#[tokio::test]
async fn writing_wakes_an_archived_thread() {
    let api = Api::start().await;
    let thread = open(&api, 11).await;
    archive(&api, &thread, false).await;
    api.post(
        &format!("/channels/{thread}/messages"),
        json!({ "content": "x" }),
    )
    .await
    .ok();
    let awake = api.get(&format!("/channels/{thread}")).await;
    assert_eq!(awake.ok()["thread_metadata"]["archived"], false);
}

#[tokio::test]
async fn a_thread_archives_itself_by_the_sandboxs_clock() {
    let api = Api::start().await;
    let thread = api
        .post(
            &format!("/channels/{}/threads", api.channel("help")),
            json!({ "name": "Talk", "type": 11, "auto_archive_duration": 60 }),
        )
        .await;
    let path = format!("/channels/{}", thread.ok()["id"].as_str().unwrap());
    let archived = |answer: &crate::api::Answer| answer.ok()["thread_metadata"]["archived"].clone();
    api.pass(chrono::TimeDelta::minutes(59));
    assert_eq!(archived(&api.get(&path).await), false);
    api.pass(chrono::TimeDelta::minutes(2));
    assert_eq!(archived(&api.get(&path).await), true);
}

#[tokio::test]
async fn members_come_and_go() {
    let api = Api::start().await;
    let thread = open(&api, 12).await;
    let member = |name: &str| format!("/channels/{thread}/thread-members/{}", api.user(name));
    assert_eq!(api.put(&member("ravi"), json!({})).await.status, 204);
    assert_eq!(
        api.get(&member("ravi")).await.ok()["user_id"],
        api.user("ravi").to_string()
    );
    let list = api.get(&format!("/channels/{thread}/thread-members")).await;
    assert_eq!(list.ok().as_array().unwrap().len(), 2, "and the bot");
    assert_eq!(api.delete(&member("ravi")).await.status, 204);
    api.get(&member("ravi")).await.refused(404, 10007);
    api.put(
        &format!(
            "/channels/{}/thread-members/{}",
            api.channel("help"),
            api.user("ravi")
        ),
        json!({}),
    )
    .await
    .refused(400, 50024);
}

#[tokio::test]
async fn private_threads_are_seen_by_their_members_and_moderators() {
    let api = Api::start().await;
    let thread = open(&api, 12).await;
    let id = thread.parse().unwrap();
    let sees = |name: &str| {
        let user = api.user(name);
        api.world(|world| discord_sandbox::permissions::can_see(world, id, user))
    };
    assert!(!sees("mia"));
    assert!(sees("ada"), "the owner may everything");
    api.put(
        &format!("/channels/{thread}/thread-members/{}", api.user("mia")),
        json!({}),
    )
    .await
    .ok();
    assert!(sees("mia"));
    api.deny(Permissions::MANAGE_THREADS);
    api.delete(&format!("/channels/{thread}/thread-members/@me"))
        .await
        .ok();
    api.get(&format!("/channels/{thread}"))
        .await
        .refused(403, 50001);
    api.post(
        &format!("/channels/{thread}/messages"),
        json!({ "content": "x" }),
    )
    .await
    .refused(403, 50001);
}

#[tokio::test]
async fn a_dm_has_no_threads() {
    let api = Api::start().await;
    let dm = api.dm("mia").await;
    let answer = api
        .post(
            &format!("/channels/{dm}/threads"),
            json!({ "name": "x", "type": 11 }),
        )
        .await;
    assert!(
        [(403, 50003), (400, 50024)].contains(&(
            answer.status,
            answer.body["code"].as_u64().unwrap_or_default()
        )),
        "{}",
        answer.body
    );
}

#[tokio::test]
async fn active_threads_are_listed_for_the_guild() {
    let api = Api::start().await;
    let (kept, gone) = (open(&api, 11).await, open(&api, 11).await);
    archive(&api, &gone, false).await;
    let list = api
        .get(&format!("/guilds/{}/threads/active", api.guild()))
        .await;
    let ids: Vec<&str> = list.ok()["threads"]
        .as_array()
        .unwrap()
        .iter()
        .map(|thread| thread["id"].as_str().unwrap())
        .collect();
    assert_eq!(ids, [kept.as_str()]);
}

#[tokio::test]
async fn only_moderators_wake_a_locked_thread() {
    let api = Api::start().await;
    let thread = open(&api, 11).await;
    archive(&api, &thread, true).await;
    api.deny(Permissions::MANAGE_THREADS);
    let path = format!("/channels/{thread}");
    api.patch(&path, json!({ "archived": false }))
        .await
        .refused(403, 50013);
    api.patch(&path, json!({ "archived": false, "locked": false }))
        .await
        .refused(403, 50013);
    api.post(&format!("{path}/messages"), json!({ "content": "x" }))
        .await
        .refused(400, 160_005);
    api.patch(&path, json!({ "archived": true })).await.ok();
}

#[tokio::test]
async fn what_is_about_a_server_that_is_out_is_503() {
    let api = Api::start().await;
    let thread = open(&api, 11).await;
    let message = api.message("help", "Here").await;
    api.sandbox
        .fault(discord_sandbox::Fault::GuildUnavailable)
        .unwrap();
    for path in [
        format!("/channels/{thread}"),
        format!("{}/{message}", api.messages("help")),
        format!("/guilds/{}/threads/active", api.guild()),
        format!("/channels/{thread}/thread-members"),
    ] {
        api.get(&path).await.refused(503, 130_000);
    }
    api.get("/users/@me").await.ok();
    api.dm("mia").await;
    api.sandbox.clear_faults().unwrap();
    api.get(&format!("/channels/{thread}")).await.ok();
}
