//! Channels and their overwrites.

use serde_json::json;
use twilight_model::guild::Permissions;

use crate::api::Api;

fn allow(api: &Api, permission: Permissions) {
    api.world(|world| {
        for guild in world.guilds.values_mut() {
            for role in guild.roles.values_mut().filter(|role| role.bot.is_some()) {
                role.permissions |= permission;
            }
        }
    });
}

#[tokio::test]
async fn reading_channels() {
    let api = Api::start().await;
    let help = api.get(&format!("/channels/{}", api.channel("help"))).await;
    assert_eq!(help.ok()["name"], "help");
    assert_eq!(help.ok()["guild_id"], api.guild());
    api.get("/channels/1").await.refused(404, 10003);
    let all = api.get(&format!("/guilds/{}/channels", api.guild())).await;
    assert!(
        all.ok()
            .as_array()
            .unwrap()
            .iter()
            .any(|channel| channel["name"] == "managers")
    );
}

#[tokio::test]
async fn making_changing_and_deleting_needs_manage_channels() {
    let api = Api::start().await;
    let all = format!("/guilds/{}/channels", api.guild());
    let help = format!("/channels/{}", api.channel("help"));
    api.post(&all, json!({ "name": "new" }))
        .await
        .refused(403, 50013);
    api.patch(&help, json!({ "topic": "x" }))
        .await
        .refused(403, 50013);
    api.delete(&help).await.refused(403, 50013);
    allow(&api, Permissions::MANAGE_CHANNELS);
    let made = api.post(&all, json!({ "name": "new" })).await;
    assert_eq!(made.status, 201);
    assert_eq!(made.ok()["type"], 0);
    let changed = api.patch(&help, json!({ "topic": "Ask here" })).await;
    assert_eq!(changed.ok()["topic"], "Ask here");
    api.delete(&help).await.ok();
    api.get(&help).await.refused(404, 10003);
    api.post(&format!("{help}/messages"), json!({ "content": "x" }))
        .await
        .refused(404, 10003);
}

#[tokio::test]
async fn names_and_topics_have_their_lengths() {
    let api = Api::start().await;
    allow(&api, Permissions::MANAGE_CHANNELS);
    let help = format!("/channels/{}", api.channel("help"));
    api.patch(&help, json!({ "name": "" }))
        .await
        .form("name", "BASE_TYPE_BAD_LENGTH");
    api.patch(&help, json!({ "name": "x".repeat(101) }))
        .await
        .form("name", "BASE_TYPE_BAD_LENGTH|BASE_TYPE_MAX_LENGTH");
    api.patch(&help, json!({ "rate_limit_per_user": 21_601 }))
        .await
        .form("rate_limit_per_user", "NUMBER_TYPE_MAX");
    api.post(&format!("/guilds/{}/channels", api.guild()), json!({}))
        .await
        .form("name", "BASE_TYPE_REQUIRED");
}

#[tokio::test]
async fn overwrites_need_manage_roles() {
    let api = Api::start().await;
    let one = format!(
        "/channels/{}/permissions/{}",
        api.channel("help"),
        api.role("Data")
    );
    let body = json!({ "type": 0, "deny": "2048" });
    api.put(&one, body.clone()).await.refused(403, 50013);
    allow(&api, Permissions::MANAGE_ROLES);
    assert_eq!(api.put(&one, body).await.status, 204);
    let help = api.get(&format!("/channels/{}", api.channel("help"))).await;
    assert_eq!(help.ok()["permission_overwrites"][0]["deny"], "2048");
    assert_eq!(api.delete(&one).await.status, 204);
}
