//! Who is pinged: `allowed_mentions`, and the right to ping everyone.

use serde_json::{Value, json};
use twilight_model::guild::Permissions;

use crate::api::Api;

async fn send(api: &Api, content: &str, allowed: Option<Value>) -> Value {
    let mut body = json!({ "content": content });
    if let Some(allowed) = allowed {
        body["allowed_mentions"] = allowed;
    }
    let answer = api.post(&api.messages("help"), body).await;
    answer.ok().clone()
}

#[tokio::test]
async fn malformed_permissions_to_ping_are_refused() {
    let api = Api::start().await;
    let path = api.messages("help");
    let mia = api.user("mia").to_string();
    api.post(
        &path,
        json!({ "content": "x", "allowed_mentions": { "parse": ["people"] } }),
    )
    .await
    .form("allowed_mentions.parse.0", "BASE_TYPE_CHOICES");
    api.post(
        &path,
        json!({ "content": "x", "allowed_mentions": { "parse": ["users"], "users": [mia] } }),
    )
    .await
    .form(
        "allowed_mentions",
        "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
    );
    let many: Vec<String> = (1..=101).map(|n: u32| n.to_string()).collect();
    api.post(
        &path,
        json!({ "content": "x", "allowed_mentions": { "users": many } }),
    )
    .await
    .form("allowed_mentions.users", "BASE_TYPE_MAX_LENGTH");
}

#[tokio::test]
async fn only_those_allowed_are_pinged() {
    let api = Api::start().await;
    let (mia, ravi) = (api.user("mia"), api.user("ravi"));
    let text = format!("<@{mia}> and <@{ravi}>");
    let pinged = |message: &Value| {
        message["mentions"]
            .as_array()
            .unwrap()
            .iter()
            .map(|user| user["username"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(pinged(&send(&api, &text, None).await), ["mia", "ravi"]);
    assert!(pinged(&send(&api, &text, Some(json!({ "parse": [] }))).await).is_empty());
    let one = send(&api, &text, Some(json!({ "users": [ravi.to_string()] }))).await;
    assert_eq!(pinged(&one), ["ravi"]);
}

#[tokio::test]
async fn everyone_is_pinged_only_by_those_who_may() {
    let api = Api::start().await;
    let message = send(&api, "@everyone look", None).await;
    assert_eq!(message["mention_everyone"], false, "the bot may not");
    api.world(|world| {
        for guild in world.guilds.values_mut() {
            let everyone = guild.everyone();
            guild.roles.get_mut(&everyone).unwrap().permissions |= Permissions::MENTION_EVERYONE;
        }
    });
    let message = send(&api, "@everyone look", None).await;
    assert_eq!(message["mention_everyone"], true);
    let message = send(&api, "@everyone look", Some(json!({ "parse": ["users"] }))).await;
    assert_eq!(message["mention_everyone"], false);
}

#[tokio::test]
async fn roles_are_pinged_when_they_may_be_mentioned() {
    let api = Api::start().await;
    let data = api.role("Data");
    let text = format!("<@&{data}> look");
    let message = send(&api, &text, None).await;
    assert_eq!(message["mention_roles"], json!([]));
    api.world(|world| {
        for guild in world.guilds.values_mut() {
            for role in guild.roles.values_mut() {
                role.mentionable = true;
            }
        }
    });
    let message = send(&api, &text, None).await;
    assert_eq!(message["mention_roles"], json!([data]));
}
