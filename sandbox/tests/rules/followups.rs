//! Follow-ups, `@original`, and the life of a token.

use chrono::TimeDelta;
use discord_sandbox::world::interactions::State;
use serde_json::json;

use crate::api::Api;

#[tokio::test]
async fn before_the_first_answer_there_is_no_webhook() {
    let api = Api::start().await;
    let begun = api.used_command().await;
    api.post(&begun.webhook(""), json!({ "content": "Early" }))
        .await
        .refused(404, 10015);
    api.get(&begun.webhook("/messages/@original"))
        .await
        .refused(404, 10015);
}

#[tokio::test]
async fn wrong_tokens_and_applications_are_10015() {
    let api = Api::start().await;
    let begun = api.used_command().await;
    api.call_back(&begun, json!({ "type": 5 })).await.ok();
    api.post(
        &format!("/webhooks/{}/wrong", api.application()),
        json!({ "content": "x" }),
    )
    .await
    .refused(404, 10015);
    api.post(
        &format!("/webhooks/1/{}", begun.token),
        json!({ "content": "x" }),
    )
    .await
    .refused(404, 10015);
}

#[tokio::test]
async fn a_token_dies_after_fifteen_minutes() {
    let api = Api::start().await;
    let begun = api.used_command().await;
    api.call_back(&begun, json!({ "type": 4, "data": { "content": "Hi" } }))
        .await
        .ok();
    api.pass(TimeDelta::minutes(15) - TimeDelta::seconds(1));
    api.patch(
        &begun.webhook("/messages/@original"),
        json!({ "content": "Late" }),
    )
    .await
    .ok();
    api.pass(TimeDelta::seconds(1));
    for method in ["GET", "DELETE"] {
        api.send(method, &begun.webhook("/messages/@original"), None)
            .await
            .refused(401, 50027);
    }
    api.post(&begun.webhook(""), json!({ "content": "Later" }))
        .await
        .refused(401, 50027);
}

#[tokio::test]
async fn the_first_follow_up_after_a_promise_keeps_it() {
    let api = Api::start().await;
    let begun = api.used_command().await;
    api.call_back(&begun, json!({ "type": 5, "data": { "flags": 64 } }))
        .await
        .ok();
    let promised = api.get(&begun.webhook("/messages/@original")).await;
    let first = api
        .post(&begun.webhook(""), json!({ "content": "Here" }))
        .await;
    assert_eq!(first.ok()["id"], promised.ok()["id"]);
    assert_eq!(
        first.ok()["flags"],
        64,
        "it stays ephemeral and is loading no more"
    );
    assert!(matches!(api.state(&begun), State::Answered(_)));
    let second = api
        .post(&begun.webhook(""), json!({ "content": "More" }))
        .await;
    assert_ne!(second.ok()["id"], promised.ok()["id"]);
    assert_eq!(second.ok()["flags"], 0, "each later one decides for itself");
}

#[tokio::test]
async fn the_promise_can_be_kept_by_an_edit_with_components_v2() {
    let api = Api::start().await;
    let begun = api.used_command().await;
    api.call_back(&begun, json!({ "type": 5 })).await.ok();
    let edited = api
        .patch(
            &begun.webhook("/messages/@original"),
            json!({ "flags": 1 << 15, "components": [{ "type": 10, "content": "Hello" }] }),
        )
        .await;
    assert_eq!(edited.ok()["flags"], 1 << 15);
    assert_eq!(edited.ok()["components"][0]["content"], "Hello");
}

#[tokio::test]
async fn follow_ups_can_be_read_edited_and_deleted_by_the_token_alone() {
    let api = Api::start().await;
    let begun = api.used_command().await;
    api.call_back(&begun, json!({ "type": 4, "data": { "content": "Hi" } }))
        .await
        .ok();
    let path = begun.webhook("");
    let sent = api
        .send_as(
            "POST",
            &path,
            Some(&json!({ "content": "Psst", "flags": 64 })),
            None,
        )
        .await;
    let one = begun.webhook(&format!("/messages/{}", sent.ok()["id"].as_str().unwrap()));
    assert_eq!(api.get(&one).await.ok()["content"], "Psst");
    let edited = api
        .send_as("PATCH", &one, Some(&json!({ "content": "Psst!" })), None)
        .await;
    assert_eq!(edited.ok()["content"], "Psst!");
    assert_eq!(api.send_as("DELETE", &one, None, None).await.status, 204);
    api.get(&one).await.refused(404, 10008);
    api.patch(&one, json!({ "content": "x" }))
        .await
        .refused(404, 10008);
}

#[tokio::test]
async fn a_deleted_original_is_10008() {
    let api = Api::start().await;
    let begun = api.used_command().await;
    api.call_back(&begun, json!({ "type": 4, "data": { "content": "Hi" } }))
        .await
        .ok();
    let original = begun.webhook("/messages/@original");
    assert_eq!(api.delete(&original).await.status, 204);
    api.get(&original).await.refused(404, 10008);
    api.patch(&original, json!({ "content": "x" }))
        .await
        .refused(404, 10008);
    api.delete(&original).await.refused(404, 10008);
}

#[tokio::test]
async fn other_messages_are_out_of_an_interactions_reach() {
    let api = Api::start().await;
    let other = api
        .message("help", "Mine, but not this interaction's")
        .await;
    let begun = api.used_command().await;
    api.call_back(&begun, json!({ "type": 4, "data": { "content": "Hi" } }))
        .await
        .ok();
    api.patch(
        &begun.webhook(&format!("/messages/{other}")),
        json!({ "content": "x" }),
    )
    .await
    .refused(404, 10008);
}

#[tokio::test]
async fn the_messages_own_rules_hold_here_too() {
    let api = Api::start().await;
    let begun = api.used_command().await;
    api.call_back(&begun, json!({ "type": 4, "data": { "content": "Hi" } }))
        .await
        .ok();
    let path = begun.webhook("");
    api.post(&path, json!({ "content": "x".repeat(2001) }))
        .await
        .form("content", "BASE_TYPE_MAX_LENGTH");
    api.post(&path, json!({ "content": "" }))
        .await
        .refused(400, 50006);
    api.patch(
        &begun.webhook("/messages/@original"),
        json!({ "content": "x".repeat(2001) }),
    )
    .await
    .form("content", "BASE_TYPE_MAX_LENGTH");
    api.patch(
        &begun.webhook("/messages/@original"),
        json!({ "content": "" }),
    )
    .await
    .refused(400, 50006);
}

#[tokio::test]
async fn after_suggestions_or_a_modal_there_is_nothing_to_follow_up() {
    let api = Api::start().await;
    let typed = api.typed(3).await;
    api.call_back(&typed, json!({ "type": 8, "data": { "choices": [] } }))
        .await
        .ok();
    api.post(&typed.webhook(""), json!({ "content": "x" }))
        .await
        .refused(404, 10015);
}

#[tokio::test]
async fn a_component_acknowledged_can_still_edit_its_message() {
    let api = Api::start().await;
    let (begun, message) = api.clicked().await;
    api.call_back(&begun, json!({ "type": 6 })).await.ok();
    let edited = api
        .patch(
            &begun.webhook("/messages/@original"),
            json!({ "content": "Changed" }),
        )
        .await;
    assert_eq!(edited.ok()["id"], message);
    assert!(matches!(api.state(&begun), State::Updated(_)));
    let follow_up = api
        .post(
            &begun.webhook(""),
            json!({ "content": "And this", "flags": 64 }),
        )
        .await;
    assert_ne!(follow_up.ok()["id"], message);
}
