//! Direct messages: opening them, closed ones, strangers.

use serde_json::json;

use crate::api::Api;

#[tokio::test]
async fn the_same_two_people_have_one_dm() {
    let api = Api::start().await;
    let first = api.dm("mia").await;
    let second = api.dm("mia").await;
    assert_eq!(first, second);
    let channel = api.get(&format!("/channels/{first}")).await;
    assert_eq!(channel.ok()["type"], 1);
    assert_eq!(channel.ok()["recipients"][0]["username"], "mia");
    api.post(
        &format!("/channels/{first}/messages"),
        json!({ "content": "Hi" }),
    )
    .await
    .ok();
}

#[tokio::test]
async fn closed_dms_are_50007_when_written_to() {
    let api = Api::start().await;
    let mia = api.user("mia");
    api.world(|world| world.users.get_mut(&mia).unwrap().dms_open = false);
    let dm = api.dm("mia").await;
    api.post(
        &format!("/channels/{dm}/messages"),
        json!({ "content": "Hi" }),
    )
    .await
    .refused(403, 50007);
    api.world(|world| world.users.get_mut(&mia).unwrap().dms_open = true);
    api.post(
        &format!("/channels/{dm}/messages"),
        json!({ "content": "Hi" }),
    )
    .await
    .ok();
}

#[tokio::test]
async fn without_a_common_server_it_is_50278() {
    let api = Api::start().await;
    let dm = api.dm("olu").await;
    api.post(
        &format!("/channels/{dm}/messages"),
        json!({ "content": "Hi" }),
    )
    .await
    .refused(403, 50278);
}

#[tokio::test]
async fn nobody_and_oneself_cannot_be_written_to() {
    let api = Api::start().await;
    api.post("/users/@me/channels", json!({ "recipient_id": "1" }))
        .await
        .refused(400, 50033);
    let bot = api.user("potluck").to_string();
    api.post("/users/@me/channels", json!({ "recipient_id": bot }))
        .await
        .refused(400, 50033);
    api.post("/users/@me/channels", json!({}))
        .await
        .form("recipient_id", "BASE_TYPE_REQUIRED");
    api.post("/users/@me/channels", json!({ "recipient_id": "mia" }))
        .await
        .form("recipient_id", "NUMBER_TYPE_COERCE");
}

#[tokio::test]
async fn an_answer_in_a_dm_reaches_even_closed_ones() {
    let api = Api::start().await;
    let made = api
        .post(
            &format!("/applications/{}/commands", api.application()),
            json!({ "name": "me", "description": "Me" }),
        )
        .await;
    let command = made.ok()["id"].as_str().unwrap().parse().unwrap();
    let dm = api.dm("mia").await.parse().unwrap();
    let mia = api.user("mia");
    api.world(|world| world.users.get_mut(&mia).unwrap().dms_open = false);
    let deed = discord_sandbox::world::interactions::begin::Deed::Command {
        command,
        path: Vec::new(),
        options: Vec::new(),
    };
    let begun = api.begin("mia", dm, &deed);
    api.call_back(&begun, json!({ "type": 4, "data": { "content": "You" } }))
        .await
        .ok();
}
