//! First answers to interactions: which are legal for what, in time, once, and well formed.

use chrono::TimeDelta;
use discord_sandbox::world::interactions::State;
use serde_json::{Value, json};

use crate::{
    acting::{Begun, input, modal, row},
    api::Api,
};

async fn say(api: &Api, begun: &Begun, data: Value) -> crate::api::Answer {
    api.call_back(begun, json!({ "type": 4, "data": data }))
        .await
}

#[tokio::test]
async fn a_second_answer_is_40060() {
    let api = Api::start().await;
    let begun = api.used_command().await;
    assert_eq!(
        say(&api, &begun, json!({ "content": "Hi" })).await.status,
        204
    );
    say(&api, &begun, json!({ "content": "Again" }))
        .await
        .refused(400, 40060);
    api.call_back(&begun, json!({ "type": 5 }))
        .await
        .refused(400, 40060);
}

#[tokio::test]
async fn a_late_or_unknown_interaction_is_10062() {
    let api = Api::start().await;
    let begun = api.used_command().await;
    api.pass(TimeDelta::milliseconds(3_000));
    say(&api, &begun, json!({ "content": "Hi" }))
        .await
        .refused(404, 10062);
    assert_eq!(api.state(&begun), State::Failed);
    assert!(api.sandbox.defects()[0].contains("no answer to /hello"));
    api.post("/interactions/1/nothing/callback", json!({ "type": 5 }))
        .await
        .refused(404, 10062);
    let (begun, _) = api.clicked().await;
    api.post(
        &format!("/interactions/{}/wrong/callback", begun.id),
        json!({ "type": 6 }),
    )
    .await
    .refused(404, 10062);
}

#[tokio::test]
async fn an_answer_just_in_time_is_fine() {
    let api = Api::start().await;
    let begun = api.used_command().await;
    api.pass(TimeDelta::milliseconds(2_999));
    say(&api, &begun, json!({ "content": "Hi" })).await.ok();
}

#[tokio::test]
async fn each_interaction_takes_its_own_kinds_of_answer() {
    let api = Api::start().await;
    let command = api.used_command().await;
    for kind in [0, 2, 3, 11] {
        api.call_back(&command, json!({ "type": kind }))
            .await
            .refused(400, 50035);
    }
    for kind in [1, 6, 7, 8] {
        api.call_back(&command, json!({ "type": kind, "data": { "choices": [] } }))
            .await
            .refused(400, 50035);
    }
    api.call_back(&command, json!({ "type": 6 }))
        .await
        .form("type", "BASE_TYPE_CHOICES");
    let (component, _) = api.clicked().await;
    for body in [
        json!({ "type": 1 }),
        json!({ "type": 8, "data": { "choices": [] } }),
    ] {
        api.call_back(&component, body)
            .await
            .form("type", "BASE_TYPE_CHOICES");
    }
    let typed = api.typed(3).await;
    for body in [
        json!({ "type": 4, "data": { "content": "x" } }),
        json!({ "type": 5 }),
        json!({ "type": 6 }),
        modal(&[input("a")]),
    ] {
        api.call_back(&typed, body)
            .await
            .form("type", "BASE_TYPE_CHOICES");
    }
    let submitted = api.submitted().await;
    for body in [
        modal(&[input("a")]),
        json!({ "type": 6 }),
        json!({ "type": 7, "data": { "content": "x" } }),
    ] {
        api.call_back(&submitted, body)
            .await
            .form("type", "BASE_TYPE_CHOICES");
    }
    api.call_back(&submitted, json!({}))
        .await
        .form("type", "BASE_TYPE_REQUIRED");
}

#[tokio::test]
async fn with_response_tells_what_came_of_it() {
    let api = Api::start().await;
    let begun = api.used_command().await;
    let path = format!("{}?with_response=true", begun.callback());
    let answer = api
        .post(
            &path,
            json!({ "type": 4, "data": { "content": "Hi", "flags": 64 } }),
        )
        .await;
    assert_eq!(answer.status, 200);
    let body = answer.ok();
    assert_eq!(body["interaction"]["id"], begun.id.to_string());
    assert_eq!(body["interaction"]["response_message_ephemeral"], true);
    assert_eq!(body["interaction"]["response_message_loading"], false);
    assert_eq!(body["resource"]["type"], 4);
    assert_eq!(body["resource"]["message"]["content"], "Hi");
    assert_eq!(body["resource"]["message"]["flags"], 64);
}

#[tokio::test]
async fn the_messages_own_rules_hold_under_data() {
    let api = Api::start().await;
    let begun = api.used_command().await;
    say(&api, &begun, json!({ "content": "x".repeat(2001) }))
        .await
        .form("data.content", "BASE_TYPE_MAX_LENGTH");
    say(&api, &begun, json!({ "content": "x", "flags": 1 << 15 }))
        .await
        .form(
            "data.content",
            "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
        );
    say(&api, &begun, json!({ "content": "x", "flags": 1 }))
        .await
        .form("data.flags", "SANDBOX_FLAGS");
    say(
        &api,
        &begun,
        json!({ "content": "x", "components": [row("a"), row("a")] }),
    )
    .await
    .form(
        "data.components.1.components.0.custom_id",
        "COMPONENT_CUSTOM_ID_DUPLICATED",
    );
    say(&api, &begun, json!({ "content": "" }))
        .await
        .refused(400, 50006);
    assert_eq!(
        api.state(&begun),
        State::Waiting,
        "a refused answer is none"
    );
    say(&api, &begun, json!({ "content": "x" })).await.ok();
}

#[tokio::test]
async fn deferring_takes_no_flag_but_ephemeral() {
    let api = Api::start().await;
    let begun = api.used_command().await;
    api.call_back(&begun, json!({ "type": 5, "data": { "flags": 1 << 15 } }))
        .await
        .form("data.flags", "SANDBOX_FLAGS");
    api.call_back(&begun, json!({ "type": 5, "data": { "flags": 64 } }))
        .await
        .ok();
    let original = api.get(&begun.webhook("/messages/@original")).await;
    assert_eq!(original.ok()["flags"], 64 | 128, "ephemeral, and loading");
}

#[tokio::test]
async fn suggestions_are_at_most_25_of_100_characters_and_of_the_options_type() {
    let api = Api::start().await;
    let typed = api.typed(3).await;
    let answer = |choices: Value| json!({ "type": 8, "data": { "choices": choices } });
    let many: Vec<Value> = (0..26)
        .map(|n| json!({ "name": n.to_string(), "value": "v" }))
        .collect();
    api.call_back(&typed, answer(json!(many)))
        .await
        .form("data.choices", "BASE_TYPE_MAX_LENGTH");
    api.call_back(
        &typed,
        answer(json!([{ "name": "x".repeat(101), "value": "v" }])),
    )
    .await
    .form("data.choices.0.name", "BASE_TYPE_BAD_LENGTH");
    api.call_back(
        &typed,
        answer(json!([{ "name": "x", "value": "v".repeat(101) }])),
    )
    .await
    .form("data.choices.0.value", "BASE_TYPE_BAD_LENGTH");
    api.call_back(&typed, answer(json!([{ "name": "", "value": "v" }])))
        .await
        .form("data.choices.0.name", "BASE_TYPE_BAD_LENGTH");
    api.call_back(&typed, answer(json!([{ "name": "x" }])))
        .await
        .form("data.choices.0.value", "BASE_TYPE_REQUIRED");
    api.call_back(&typed, answer(json!([{ "name": "x", "value": 3 }])))
        .await
        .form("data.choices.0.value", "STRING_TYPE_CONVERT");
    api.call_back(&typed, answer(json!([]))).await.ok();
    let number = api.typed(4).await;
    api.call_back(&number, answer(json!([{ "name": "x", "value": "three" }])))
        .await
        .form("data.choices.0.value", "NUMBER_TYPE_COERCE");
    api.call_back(&number, answer(json!([{ "name": "x", "value": 3 }])))
        .await
        .ok();
}

#[tokio::test]
async fn an_update_edits_the_message_the_button_is_on() {
    let api = Api::start().await;
    let (begun, message) = api.clicked().await;
    api.call_back(
        &begun,
        json!({ "type": 7, "data": { "content": "Done", "components": [] } }),
    )
    .await
    .ok();
    let path = format!("{}/{message}", api.messages("help"));
    let edited = api.get(&path).await;
    assert_eq!(edited.ok()["content"], "Done");
    assert_eq!(edited.ok()["components"], json!([]));
    let original = api.get(&begun.webhook("/messages/@original")).await;
    assert_eq!(original.ok()["id"], message);
    let (begun, _) = api.clicked().await;
    api.call_back(
        &begun,
        json!({ "type": 7, "data": { "content": "x".repeat(2001) } }),
    )
    .await
    .form("data.content", "BASE_TYPE_MAX_LENGTH");
    api.call_back(
        &begun,
        json!({ "type": 7, "data": { "content": "", "components": [] } }),
    )
    .await
    .refused(400, 50006);
}

#[tokio::test]
async fn a_public_answer_says_who_used_the_command() {
    let api = Api::start().await;
    let begun = api.used_command().await;
    say(&api, &begun, json!({ "content": "Hi" })).await.ok();
    let original = api.get(&begun.webhook("/messages/@original")).await;
    let original = original.ok();
    assert_eq!(original["type"], 20);
    assert_eq!(original["interaction_metadata"]["user"]["username"], "mia");
    assert_eq!(original["interaction_metadata"]["type"], 2);
    let listed = api
        .get(&format!(
            "{}/{}",
            api.messages("help"),
            original["id"].as_str().unwrap()
        ))
        .await;
    assert_eq!(listed.ok()["content"], "Hi");
}

#[tokio::test]
async fn an_answer_can_bring_files() {
    let api = Api::start().await;
    let begun = api.used_command().await;
    let data = json!({ "content": "Here", "attachments": [{ "id": 0, "description": "A day" }] });
    api.send_files(
        &begun.callback(),
        &json!({ "type": 4, "data": data }),
        &[("files[0]", "day.ics", "BEGIN:VCALENDAR")],
    )
    .await
    .ok();
    let original = api.get(&begun.webhook("/messages/@original")).await;
    assert_eq!(original.ok()["attachments"][0]["filename"], "day.ics");
    let begun = api.used_command().await;
    api.call_back(&begun, json!({ "type": 4, "data": data }))
        .await
        .form("data.attachments.0", "ATTACHMENT_NOT_FOUND");
}

#[tokio::test]
async fn an_ephemeral_answer_is_not_in_the_channel() {
    let api = Api::start().await;
    let begun = api.used_command().await;
    say(&api, &begun, json!({ "content": "Psst", "flags": 64 }))
        .await
        .ok();
    let original = api.get(&begun.webhook("/messages/@original")).await;
    let id = original.ok()["id"].as_str().unwrap().to_owned();
    let path = api.messages("help");
    api.get(&format!("{path}/{id}")).await.refused(404, 10008);
    api.patch(&format!("{path}/{id}"), json!({ "content": "Loud" }))
        .await
        .refused(404, 10008);
    api.delete(&format!("{path}/{id}"))
        .await
        .refused(404, 10008);
    assert_eq!(*api.get(&path).await.ok(), json!([]));
}
