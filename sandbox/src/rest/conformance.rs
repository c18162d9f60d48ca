//! Every successful answer as Discord describes it, and every event as two libraries read it.
//!
//! A flow fails if anything that the sandbox says by itself is a defect.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use axum::{body::Body, extract::Request, http::Method};
use chrono::{TimeDelta, TimeZone, Utc};
use serde_json::{Value, json};
use twilight_model::id::{
    Id,
    marker::{ChannelMarker, UserMarker},
};

use super::serve::answer;
use crate::{
    ClockMode, cast,
    error::ApiError,
    sandbox::{Options, Sandbox},
    validate::Validator,
    world::World,
};

/// A sandbox with the small cast, asked without a socket.
struct Api {
    sandbox: Sandbox,
    token: String,
}

impl Api {
    fn new() -> Self {
        let start = Utc.with_ymd_and_hms(2026, 3, 2, 9, 0, 0).unwrap();
        let mut world = World::new(ClockMode::Moved(start));
        cast::settle_in(&mut world, &Options::default());
        let token = world.application.token.clone();
        Self {
            sandbox: Sandbox::around(world, Validator::load(None).unwrap()),
            token,
        }
    }

    async fn ask(&self, method: Method, path: &str, body: Value) -> Result<Value, ApiError> {
        let request = Request::builder()
            .method(method)
            .uri(format!("/api/v10{path}"))
            .header("authorization", format!("Bot {}", self.token));
        let request = if body.is_null() {
            request.body(Body::empty())
        } else {
            request
                .header("content-type", "application/json")
                .body(Body::from(body.to_string()))
        };
        self.send(path, request.unwrap()).await
    }

    async fn send(&self, path: &str, request: Request) -> Result<Value, ApiError> {
        let bare = path.split('?').next().unwrap_or_default();
        let mut seen = None;
        answer(&self.sandbox, &format!("v10{bare}"), request, &mut seen)
            .await
            .map(|reply| reply.body.unwrap_or_default())
    }

    async fn get(&self, path: &str) -> Value {
        self.ask(Method::GET, path, Value::Null).await.unwrap()
    }

    async fn post(&self, path: &str, body: Value) -> Value {
        self.ask(Method::POST, path, body).await.unwrap()
    }

    async fn patch(&self, path: &str, body: Value) -> Value {
        self.ask(Method::PATCH, path, body).await.unwrap()
    }

    async fn put(&self, path: &str, body: Value) -> Value {
        self.ask(Method::PUT, path, body).await.unwrap()
    }

    async fn delete(&self, path: &str) -> Value {
        self.ask(Method::DELETE, path, Value::Null).await.unwrap()
    }

    fn channel(&self, name: &str) -> Id<ChannelMarker> {
        self.sandbox.look(|world| {
            world
                .channels
                .values()
                .find(|channel| channel.name == name)
                .map(|channel| channel.id)
                .unwrap()
        })
    }

    fn user(&self, name: &str) -> Id<UserMarker> {
        self.sandbox.look(|world| world.user_named(name).unwrap())
    }

    /// Lets the bot do everything, for flows in which permissions are not the point.
    fn own_the_guild(&self) {
        let guild = self.sandbox.guild_id();
        self.sandbox.with(|world| {
            let bot = world.application.bot;
            world.guilds.get_mut(&guild).unwrap().owner = bot;
        });
    }

    fn pass(&self, time: TimeDelta) {
        self.sandbox.with(|world| {
            world.clock = ClockMode::Moved(world.now() + time);
        });
    }

    /// Ends a flow.
    #[track_caller]
    fn done(&self) {
        let defects = self.sandbox.defects();
        assert!(defects.is_empty(), "{defects:#?}");
    }
}

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
