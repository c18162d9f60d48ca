//! Rules that are seldom met.

use chrono::TimeDelta;
use serde_json::{Value, json};
use twilight_model::guild::Permissions;

use crate::api::Api;

#[tokio::test]
async fn another_version_of_the_api_is_invalid() {
    let api = Api::start().await;
    let url = format!("{}/api/v5/gateway", api.sandbox.base_url());
    let answer = reqwest::get(url).await.unwrap();
    assert_eq!(answer.status(), 400);
    let body: Value = answer.json().await.unwrap();
    assert_eq!(body["code"], 50041);
}

#[tokio::test]
async fn a_body_says_what_it_is() {
    let api = Api::start().await;
    api.send_raw("POST", &api.messages("help"), "text/plain", "content=x")
        .await
        .form("", "CONTENT_TYPE_INVALID");
}

#[tokio::test]
async fn a_category_takes_no_messages() {
    let api = Api::start().await;
    api.world(|world| {
        let bot = world.application.bot;
        for guild in world.guilds.values_mut() {
            guild.owner = bot;
        }
    });
    let path = format!("/guilds/{}/channels", api.guild());
    let category = api.post(&path, json!({ "name": "Rooms", "type": 4 })).await;
    let id = category.ok()["id"].as_str().unwrap().to_owned();
    api.post(
        &format!("/channels/{id}/messages"),
        json!({ "content": "x" }),
    )
    .await
    .refused(400, 50008);
    api.get(&format!("/channels/{id}/messages"))
        .await
        .refused(400, 50008);
    api.post(
        &format!("/channels/{id}/threads"),
        json!({ "name": "x", "type": 11 }),
    )
    .await
    .refused(400, 50024);
}

#[tokio::test]
async fn opening_dms_too_fast_is_40003() {
    let api = Api::start().await;
    let known = api.dm("mia").await;
    api.world(|world| world.refuse_new_dms = true);
    assert_eq!(api.dm("mia").await, known, "one that is open stays open");
    let ravi = api.user("ravi");
    api.post("/users/@me/channels", json!({ "recipient_id": ravi }))
        .await
        .refused(403, 40003);
}

#[tokio::test]
async fn what_discord_says_itself_stays_as_it_is() {
    let api = Api::start().await;
    let help = api.channel("help");
    let opened = api
        .post(
            &format!("/channels/{help}/threads"),
            json!({ "name": "Talk", "type": 11 }),
        )
        .await;
    let thread = opened.ok()["id"].as_str().unwrap().to_owned();
    let said = api.get(&format!("/channels/{help}/messages?limit=1")).await;
    let said = said.ok()[0]["id"].as_str().unwrap().to_owned();
    api.patch(
        &format!("/channels/{help}/messages/{said}"),
        json!({ "content": "x" }),
    )
    .await
    .refused(403, 50021);
    api.post(
        &format!("/channels/{help}/messages"),
        json!({ "content": "x", "message_reference": { "message_id": said } }),
    )
    .await
    .form(
        "message_reference",
        "REPLIES_CANNOT_REPLY_TO_SYSTEM_MESSAGE",
    );
    let mia = api.user("mia");
    api.send(
        "PUT",
        &format!("/channels/{thread}/thread-members/{mia}"),
        None,
    )
    .await
    .ok();
    let added = api
        .get(&format!("/channels/{thread}/messages?limit=1"))
        .await;
    let added = added.ok()[0]["id"].as_str().unwrap().to_owned();
    api.delete(&format!("/channels/{thread}/messages/{added}"))
        .await
        .refused(403, 50021);
}

#[tokio::test]
async fn deleting_many_has_its_limits() {
    let api = Api::start().await;
    let dm = api.dm("mia").await;
    api.world(|world| {
        let bot = world.application.bot;
        for guild in world.guilds.values_mut() {
            guild.owner = bot;
        }
    });
    let path = format!("{}/bulk-delete", api.messages("help"));
    let old = api.message("help", "old").await;
    api.post(&path, json!({ "messages": [old] }))
        .await
        .refused(400, 50016);
    let many: Vec<String> = (1..=101).map(|id: u64| id.to_string()).collect();
    api.post(&path, json!({ "messages": many }))
        .await
        .refused(400, 50016);
    api.pass(TimeDelta::days(15));
    let new = api.message("help", "new").await;
    api.post(&path, json!({ "messages": [old, new] }))
        .await
        .refused(400, 50034);
    api.post(
        &format!("/channels/{dm}/messages/bulk-delete"),
        json!({ "messages": [old, new] }),
    )
    .await
    .refused(403, 50003);
}

#[tokio::test]
async fn a_locked_thread_is_closed_to_who_is_no_moderator() {
    let api = Api::start().await;
    let opened = api
        .post(
            &format!("/channels/{}/threads", api.channel("help")),
            json!({ "name": "Talk", "type": 11 }),
        )
        .await;
    let thread = opened.ok()["id"].as_str().unwrap().to_owned();
    api.patch(&format!("/channels/{thread}"), json!({ "locked": true }))
        .await
        .ok();
    api.deny(Permissions::MANAGE_THREADS);
    api.post(
        &format!("/channels/{thread}/messages"),
        json!({ "content": "x" }),
    )
    .await
    .refused(400, 160_005);
}

#[tokio::test]
async fn reactions_are_emojis() {
    let api = Api::start().await;
    let message = api.message("help", "Here").await;
    let path = format!("{}/{message}/reactions", api.messages("help"));
    api.send("PUT", &format!("{path}/soup/@me"), None)
        .await
        .refused(400, 10014);
}

#[tokio::test]
async fn overwrites_are_for_who_is_there() {
    let api = Api::start().await;
    api.world(|world| {
        let bot = world.application.bot;
        for guild in world.guilds.values_mut() {
            guild.owner = bot;
        }
    });
    let path = format!("/channels/{}/permissions/1", api.channel("help"));
    api.put(&path, json!({ "type": 0, "allow": "1024" }))
        .await
        .refused(404, 10009);
    api.delete(&path).await.refused(404, 10009);
}

#[tokio::test]
async fn fine_points_of_components() {
    let api = Api::start().await;
    let path = api.messages("help");
    let one = |component: Value| json!({ "content": "x", "components": [{ "type": 1, "components": [component] }] });
    let at = "components.0.components.0";
    api.post(
        &path,
        one(json!({ "type": 2, "style": 1, "label": "x", "custom_id": "a", "url": "https://example.com" })),
    )
    .await
    .form(at, "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE");
    api.post(
        &path,
        one(json!({ "type": 2, "style": 5, "label": "x", "url": "nowhere" })),
    )
    .await
    .form(&format!("{at}.url"), "URL_TYPE_INVALID_URL");
    let chosen = |value: &str| json!({ "label": value, "value": value, "default": true });
    api.post(
        &path,
        one(json!({ "type": 3, "custom_id": "a", "options": [chosen("a"), chosen("b")] })),
    )
    .await
    .form(
        &format!("{at}.options"),
        "SELECT_COMPONENT_TOO_MANY_DEFAULT_VALUES",
    );
    api.post(
        &path,
        json!({ "flags": 1 << 15, "components": [
            { "type": 10, "id": 5, "content": "a" }, { "type": 10, "id": 5, "content": "b" },
        ] }),
    )
    .await
    .form("components.1.id", "COMPONENT_ID_DUPLICATED");
    api.post(
        &path,
        json!({ "flags": 1 << 15, "components": [
            { "type": 13, "file": { "url": "attachment://missing.ics" } },
        ] }),
    )
    .await
    .form(
        "components.0.file",
        "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND",
    );
}

#[tokio::test]
async fn what_the_sandbox_has_not_is_refused_and_not_ignored() {
    let api = Api::start().await;
    let path = api.messages("help");
    let poll = json!({ "question": { "text": "?" }, "answers": [
        { "poll_media": { "text": "a" } }, { "poll_media": { "text": "b" } },
    ] });
    api.post(&path, json!({ "content": "x", "poll": poll }))
        .await
        .form("poll", "SANDBOX_UNSUPPORTED");
    api.post(&path, json!({ "content": "x", "sticker_ids": ["1"] }))
        .await
        .form("sticker_ids", "SANDBOX_UNSUPPORTED");
}

#[tokio::test]
async fn fields_of_a_thread_are_of_their_types() {
    let api = Api::start().await;
    let opened = api
        .post(
            &format!("/channels/{}/threads", api.channel("help")),
            json!({ "name": "Talk", "type": 11 }),
        )
        .await;
    let thread = format!("/channels/{}", opened.ok()["id"].as_str().unwrap());
    api.patch(&thread, json!({ "archived": "yes" }))
        .await
        .form("archived", "BOOLEAN_TYPE_CONVERT");
    api.patch(&thread, json!({ "rate_limit_per_user": 21601 }))
        .await
        .form("rate_limit_per_user", "NUMBER_TYPE_MAX");
}
