//! Messages in channels: what they may hold, who may change them, nonces, files, replies.

use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::api::Api;

async fn refuse(body: Value, at: &str, code: &str) {
    let api = Api::start().await;
    let path = api.messages("help");
    api.post(&path, body.clone()).await.form(at, code);
    let id = api.message("help", "Here").await;
    api.patch(&format!("{path}/{id}"), body)
        .await
        .form(at, code);
}

#[tokio::test]
async fn content_has_2000_characters() {
    refuse(
        json!({ "content": "x".repeat(2001) }),
        "content",
        "BASE_TYPE_MAX_LENGTH",
    )
    .await;
    let api = Api::start().await;
    // Characters, not bytes.
    api.post(
        &api.messages("help"),
        json!({ "content": "ß".repeat(2000) }),
    )
    .await
    .ok();
}

#[tokio::test]
async fn an_empty_message_is_50006() {
    let api = Api::start().await;
    let path = api.messages("help");
    for body in [
        json!({}),
        json!({ "content": "" }),
        json!({ "content": "  \n " }),
        json!({ "content": null, "embeds": [] }),
        json!({ "flags": 1 << 15, "components": [] }),
    ] {
        api.post(&path, body).await.refused(400, 50006);
    }
    api.send("POST", &path, None).await.refused(400, 50006);
    let id = api.message("help", "Here").await;
    api.patch(&format!("{path}/{id}"), json!({ "content": "" }))
        .await
        .refused(400, 50006);
}

#[tokio::test]
async fn embeds_have_their_limits() {
    refuse(
        json!({ "embeds": [{ "title": "x".repeat(257) }] }),
        "embeds.0.title",
        "BASE_TYPE_MAX_LENGTH",
    )
    .await;
    refuse(
        json!({ "embeds": [{ "description": "x".repeat(4097) }] }),
        "embeds.0.description",
        "BASE_TYPE_MAX_LENGTH",
    )
    .await;
    let eleven: Vec<Value> = (0..11).map(|n| json!({ "title": n.to_string() })).collect();
    refuse(
        json!({ "embeds": eleven }),
        "embeds",
        "BASE_TYPE_MAX_LENGTH",
    )
    .await;
    // Over all embeds of the message together.
    let halves = json!([{ "description": "x".repeat(3001) }, { "description": "x".repeat(3000) }]);
    refuse(
        json!({ "embeds": halves }),
        "embeds",
        "MAX_EMBED_SIZE_EXCEEDED",
    )
    .await;
    refuse(
        json!({ "embeds": [{ "title": "x", "fields": [{ "name": "n" }] }] }),
        "embeds.0.fields.0.value",
        "BASE_TYPE_REQUIRED",
    )
    .await;
}

#[tokio::test]
async fn flags_that_cannot_be_set() {
    refuse(
        json!({ "content": "x", "flags": 64 }),
        "flags",
        "SANDBOX_FLAGS",
    )
    .await;
    let api = Api::start().await;
    let path = api.messages("help");
    let sent = api
        .post(
            &path,
            json!({ "flags": 1 << 15, "components": [{ "type": 10, "content": "x" }] }),
        )
        .await;
    let one = format!("{path}/{}", sent.ok()["id"].as_str().unwrap());
    let edited = api.patch(&one, json!({ "flags": 0 })).await;
    assert_eq!(edited.ok()["flags"], 1 << 15, "Components V2 stay");
}

#[tokio::test]
async fn misspelt_keys_are_refused_where_the_description_is_at_hand() {
    let api = Api::start().await;
    if !api.sandbox.validator().is_active() {
        eprintln!("Discord's OpenAPI file is not here, so nobody knows which keys there are");
        return;
    }
    let path = api.messages("help");
    api.post(&path, json!({ "content": "x", "ephemeral": true }))
        .await
        .form("ephemeral", "SANDBOX_UNKNOWN_KEY");
    api.post(&path, json!({ "embeds": [{ "titel": "x" }] }))
        .await
        .form("embeds.0.titel", "SANDBOX_UNKNOWN_KEY");
}

#[tokio::test]
async fn fields_of_the_wrong_type() {
    let api = Api::start().await;
    let path = api.messages("help");
    api.post(&path, json!({ "content": 7 }))
        .await
        .form("content", "STRING_TYPE_CONVERT");
    api.post(&path, json!({ "embeds": {} }))
        .await
        .form("embeds", "LIST_TYPE_CONVERT");
    api.post(&path, json!({ "embeds": ["x"] }))
        .await
        .form("embeds.0", "MODEL_TYPE_CONVERT");
}

#[tokio::test]
async fn channels_and_messages_that_are_not_there() {
    let api = Api::start().await;
    api.post("/channels/1/messages", json!({ "content": "x" }))
        .await
        .refused(404, 10003);
    api.get("/channels/1/messages").await.refused(404, 10003);
    let path = api.messages("help");
    api.get(&format!("{path}/1")).await.refused(404, 10008);
    api.patch(&format!("{path}/1"), json!({ "content": "x" }))
        .await
        .refused(404, 10008);
    api.delete(&format!("{path}/1")).await.refused(404, 10008);
    let id = api.message("help", "Here").await;
    assert_eq!(api.delete(&format!("{path}/{id}")).await.status, 204);
    api.delete(&format!("{path}/{id}"))
        .await
        .refused(404, 10008);
}

#[tokio::test]
async fn a_nonce_makes_a_message_once_for_three_minutes() {
    let api = Api::start().await;
    let path = api.messages("help");
    let body = json!({ "content": "Once", "nonce": "n1", "enforce_nonce": true });
    let first = api.post(&path, body.clone()).await;
    let again = api.post(&path, body.clone()).await;
    assert_eq!(first.ok()["id"], again.ok()["id"]);
    assert_eq!(first.ok()["nonce"], "n1");
    api.pass(TimeDelta::minutes(3) + TimeDelta::seconds(1));
    let later = api.post(&path, body.clone()).await;
    assert_ne!(first.ok()["id"], later.ok()["id"], "it is forgotten");
    let mut free = body;
    free["enforce_nonce"] = json!(false);
    let free = api.post(&path, free).await;
    assert_ne!(later.ok()["id"], free.ok()["id"]);
    api.post(&path, json!({ "content": "x", "nonce": "n".repeat(26) }))
        .await
        .form("nonce", "NONCE_TYPE_TOO_LONG|BASE_TYPE_MAX_LENGTH");
}

#[tokio::test]
async fn somebody_elses_message_is_theirs() {
    let api = Api::start().await;
    let (mia, help) = (api.user("mia"), api.channel("help"));
    let id = api
        .world(|world| world.write_as_person(mia, help, "Mine"))
        .unwrap()
        .to_string();
    let one = format!("{}/{id}", api.messages("help"));
    api.patch(&one, json!({ "content": "Not yours" }))
        .await
        .refused(403, 50005);
    api.delete(&one).await.refused(403, 50013);
}

#[tokio::test]
async fn replies_need_something_to_reply_to() {
    let api = Api::start().await;
    let path = api.messages("help");
    let reply = |fail: bool| json!({ "content": "x", "message_reference": { "message_id": "1", "fail_if_not_exists": fail } });
    api.post(&path, reply(true))
        .await
        .form("message_reference", "MESSAGE_REFERENCE_UNKNOWN_MESSAGE");
    api.post(&path, reply(false)).await.ok();
    let id = api.message("help", "Here").await;
    let answer = api
        .post(
            &path,
            json!({ "content": "x", "message_reference": { "message_id": id } }),
        )
        .await;
    assert_eq!(answer.ok()["type"], 19);
    assert_eq!(answer.ok()["referenced_message"]["id"], id);
}

#[tokio::test]
async fn files_come_with_the_form_that_names_them() {
    let api = Api::start().await;
    let path = api.messages("help");
    let sent = api
        .send_files(
            &path,
            &json!({ "attachments": [{ "id": 0, "description": "A plan" }] }),
            &[("files[0]", "plan.txt", "step one")],
        )
        .await;
    let file = &sent.ok()["attachments"][0];
    assert_eq!(file["filename"], "plan.txt");
    assert_eq!(file["description"], "A plan");
    assert_eq!(file["size"], 8);
    api.post(
        &path,
        json!({ "content": "x", "attachments": [{ "id": 0 }] }),
    )
    .await
    .form("attachments.0", "ATTACHMENT_NOT_FOUND");
}

#[tokio::test]
async fn lists_of_messages_have_a_limit() {
    let api = Api::start().await;
    let path = api.messages("help");
    for n in 0..3 {
        api.message("help", &n.to_string()).await;
    }
    api.get(&format!("{path}?limit=101"))
        .await
        .form("limit", "NUMBER_TYPE_MAX");
    api.get(&format!("{path}?limit=0"))
        .await
        .form("limit", "NUMBER_TYPE_MIN");
    let two = api.get(&format!("{path}?limit=2")).await;
    let two = two.ok().as_array().unwrap();
    assert_eq!(two[0]["content"], "2", "newest first");
    assert_eq!(two.len(), 2);
    let before = two[1]["id"].as_str().unwrap();
    let rest = api.get(&format!("{path}?before={before}")).await;
    assert_eq!(rest.ok()[0]["content"], "0");
}
