//! Messages, reactions and pins.

use axum::{body::Body, extract::Request, http::Method};
use serde_json::{Value, json};

use super::Api;

#[tokio::test]
async fn messages_of_every_form() {
    let api = Api::new();
    let help = api.channel("help");
    let messages = format!("/channels/{help}/messages");
    let mia = api.user("mia");
    let plain = api
        .post(
            &messages,
            json!({ "content": format!("Hello <@{mia}>"), "nonce": "r1", "enforce_nonce": true,
                "allowed_mentions": { "users": [mia] } }),
        )
        .await;
    assert_eq!(plain["nonce"], "r1");
    assert_eq!(plain["mentions"][0]["username"], "mia");
    let again = api
        .post(
            &messages,
            json!({ "content": "again", "nonce": "r1", "enforce_nonce": true }),
        )
        .await;
    assert_eq!(again["id"], plain["id"]);
    let id = plain["id"].as_str().unwrap();
    let reply = api
        .post(
            &messages,
            json!({ "content": "a reply", "message_reference": { "message_id": id } }),
        )
        .await;
    assert_eq!(reply["type"], 19);
    assert_eq!(reply["referenced_message"]["id"], plain["id"]);
    let embedded = api
        .post(
            &messages,
            json!({ "embeds": [{ "title": "T", "description": "D", "color": 255,
                "author": { "name": "A" }, "footer": { "text": "F" },
                "fields": [{ "name": "n", "value": "v" }],
                "image": { "url": "https://example.com/a.png" },
                "timestamp": "2026-03-02T09:00:00Z" }] }),
        )
        .await;
    assert_eq!(embedded["embeds"][0]["type"], "rich");
    let rows = api
        .post(
            &messages,
            json!({ "content": "choose", "components": [
                { "type": 1, "components": [
                    { "type": 2, "style": 3, "label": "I can help", "custom_id": "a",
                      "emoji": { "name": "🍲" } },
                    { "type": 2, "style": 5, "label": "Link", "url": "https://example.com/" },
                ] },
                { "type": 1, "components": [{ "type": 3, "custom_id": "b", "options": [
                    { "label": "x", "value": "x", "default": true },
                    { "label": "y", "value": "y", "description": "why" },
                ] }] },
                { "type": 1, "components": [{ "type": 5, "custom_id": "c", "max_values": 3 }] },
                { "type": 1, "components": [{ "type": 6, "custom_id": "d" }] },
                { "type": 1, "components": [
                    { "type": 8, "custom_id": "e", "channel_types": [0] },
                ] },
            ] }),
        )
        .await;
    assert_eq!(rows["components"][0]["components"][0]["id"], 2);
    let edited = api
        .patch(
            &format!("{messages}/{id}"),
            json!({ "content": "changed", "components": [], "allowed_mentions": { "parse": [] } }),
        )
        .await;
    assert_eq!(edited["content"], "changed");
    assert!(edited["edited_timestamp"].is_string());
    let listed = api.get(&format!("{messages}?limit=2")).await;
    assert_eq!(listed[0]["id"], rows["id"]);
    assert_eq!(listed[1]["id"], embedded["id"]);
    let older = api
        .get(&format!(
            "{messages}?before={}",
            reply["id"].as_str().unwrap()
        ))
        .await;
    assert_eq!(older[0]["id"], plain["id"]);
    let newer = api.get(&format!("{messages}?after={id}&limit=1")).await;
    assert_eq!(newer[0]["id"], reply["id"]);
    let around = api.get(&format!("{messages}?around={id}")).await;
    assert!(
        around
            .as_array()
            .unwrap()
            .iter()
            .any(|one| one["id"] == plain["id"])
    );
    api.get(&format!("{messages}/{id}")).await;
    api.delete(&format!("{messages}/{id}")).await;
    api.own_the_guild();
    api.post(
        &format!("{messages}/bulk-delete"),
        json!({ "messages": [rows["id"], embedded["id"]] }),
    )
    .await;
    api.post(&format!("/channels/{help}/typing"), Value::Null)
        .await;
    api.done();
}

#[tokio::test]
async fn components_v2_with_a_file() {
    let api = Api::new();
    let help = api.channel("help");
    let path = format!("/channels/{help}/messages");
    let payload = json!({
        "flags": 1 << 15,
        "attachments": [{ "id": 0, "filename": "plan.ics", "description": "the plan" }],
        "components": [
            { "type": 10, "content": "# Hello" },
            { "type": 17, "accent_color": 255, "components": [
                { "type": 9, "components": [{ "type": 10, "content": "text" }],
                  "accessory": { "type": 2, "style": 1, "label": "b", "custom_id": "b" } },
                { "type": 9, "components": [{ "type": 10, "content": "text" }],
                  "accessory": { "type": 11, "media": { "url": "https://example.com/a.png" } } },
                { "type": 14 },
                { "type": 13, "file": { "url": "attachment://plan.ics" } },
                { "type": 12, "items": [{ "media": { "url": "https://example.com/b.png" } }] },
                { "type": 1, "components": [
                    { "type": 2, "style": 2, "label": "c", "custom_id": "c" },
                ] },
            ] },
        ],
    });
    let body = format!(
        "--x\r\nContent-Disposition: form-data; name=\"payload_json\"\r\n\r\n{payload}\r\n\
         --x\r\nContent-Disposition: form-data; name=\"files[0]\"; filename=\"blob\"\r\n\
         Content-Type: text/calendar\r\n\r\nBEGIN:VCALENDAR\r\n--x--\r\n"
    );
    let request = Request::builder()
        .method(Method::POST)
        .uri(format!("/api/v10{path}"))
        .header("authorization", format!("Bot {}", api.token))
        .header("content-type", "multipart/form-data; boundary=x")
        .body(Body::from(body))
        .unwrap();
    let sent = api.send(&path, request).await.unwrap();
    assert_eq!(sent["attachments"][0]["filename"], "plan.ics");
    assert_eq!(sent["attachments"][0]["description"], "the plan");
    let file = &sent["components"][1]["components"][3];
    assert_eq!(file["file"]["url"], sent["attachments"][0]["url"]);
    let id = sent["id"].as_str().unwrap();
    let edited = api
        .patch(
            &format!("{path}/{id}"),
            json!({ "components": [{ "type": 10, "content": "new" }], "attachments": [] }),
        )
        .await;
    assert_eq!(edited["attachments"], json!([]));
    assert_eq!(edited["flags"], 1 << 15);
    api.done();
}

#[tokio::test]
async fn reactions_and_pins() {
    let api = Api::new();
    let help = api.channel("help");
    let post = api
        .post(
            &format!("/channels/{help}/messages"),
            json!({ "content": "x" }),
        )
        .await;
    let message = format!("/channels/{help}/messages/{}", post["id"].as_str().unwrap());
    api.put(&format!("{message}/reactions/🍲/@me"), Value::Null)
        .await;
    let users = api.get(&format!("{message}/reactions/🍲")).await;
    assert_eq!(users.as_array().unwrap().len(), 1);
    let reacted = api.get(&message).await;
    assert_eq!(reacted["reactions"][0]["me"], true);
    api.delete(&format!("{message}/reactions/🍲/@me")).await;
    api.own_the_guild();
    let pins = format!("/channels/{help}/messages/pins");
    let pin = format!("{pins}/{}", post["id"].as_str().unwrap());
    api.put(&pin, Value::Null).await;
    let pinned = api.get(&pins).await;
    assert_eq!(pinned["items"][0]["message"]["id"], post["id"]);
    let older = api.get(&format!("/channels/{help}/pins")).await;
    assert_eq!(older[0]["id"], post["id"]);
    api.delete(&pin).await;
    api.put(&format!("{message}/reactions/🍲/@me"), Value::Null)
        .await;
    api.delete(&format!("{message}/reactions/🍲")).await;
    api.put(&format!("{message}/reactions/🍲/@me"), Value::Null)
        .await;
    api.delete(&format!("{message}/reactions")).await;
    api.done();
}
