//! What the bot may do where: the permission each deed needs, and what happens without it.

use serde_json::{Value, json};
use twilight_model::{
    channel::permission_overwrite::{PermissionOverwrite, PermissionOverwriteType},
    guild::Permissions,
};

use crate::api::Api;

/// Denies the bot a permission in a channel, as an admin would.
fn deny_in(api: &Api, channel: &str, permission: Permissions) {
    let (channel, bot) = (api.channel(channel), api.user("potluck"));
    api.world(|world| {
        let channel = world.channels.get_mut(&channel).unwrap();
        channel.overwrites.push(PermissionOverwrite {
            allow: Permissions::empty(),
            deny: permission,
            id: bot.cast(),
            kind: PermissionOverwriteType::Member,
        });
    });
}

#[tokio::test]
async fn a_channel_that_cannot_be_seen_is_50001() {
    let api = Api::start().await;
    let id = api.message("help", "Here").await;
    deny_in(&api, "help", Permissions::VIEW_CHANNEL);
    let path = api.messages("help");
    api.post(&path, json!({ "content": "x" }))
        .await
        .refused(403, 50001);
    api.get(&path).await.refused(403, 50001);
    api.get(&format!("{path}/{id}")).await.refused(403, 50001);
    api.patch(&format!("{path}/{id}"), json!({ "content": "x" }))
        .await
        .refused(403, 50001);
    api.delete(&format!("{path}/{id}"))
        .await
        .refused(403, 50001);
    api.get(&format!("/channels/{}", api.channel("help")))
        .await
        .refused(403, 50001);
    api.post(&format!("{path}/{id}/threads"), json!({ "name": "x" }))
        .await
        .refused(403, 50001);
}

#[tokio::test]
async fn each_deed_needs_its_permission() {
    let embed = json!({ "embeds": [{ "title": "x" }] });
    let text = json!({ "content": "x" });
    for (permission, body) in [
        (Permissions::SEND_MESSAGES, &text),
        (Permissions::SEND_MESSAGES, &embed),
    ] {
        let api = Api::start().await;
        let path = api.messages("help");
        api.post(&path, body.clone()).await.ok();
        deny_in(&api, "help", permission);
        api.post(&path, body.clone()).await.refused(403, 50013);
    }
}

#[tokio::test]
async fn files_need_their_permission() {
    let api = Api::start().await;
    let path = api.messages("help");
    let files = [("files[0]", "a.txt", "a")];
    api.send_files(&path, &json!({}), &files).await.ok();
    deny_in(&api, "help", Permissions::ATTACH_FILES);
    api.send_files(&path, &json!({}), &files)
        .await
        .refused(403, 50013);
}

#[tokio::test]
async fn reading_history_needs_its_permission() {
    let api = Api::start().await;
    let id = api.message("help", "Here").await;
    deny_in(&api, "help", Permissions::READ_MESSAGE_HISTORY);
    let path = api.messages("help");
    assert_eq!(
        *api.get(&path).await.ok(),
        json!([]),
        "as if there were nothing"
    );
    api.get(&format!("{path}/{id}")).await.refused(403, 50013);
    api.post(
        &path,
        json!({ "content": "x", "message_reference": { "message_id": id } }),
    )
    .await
    .refused(400, 160_002);
}

#[tokio::test]
async fn opening_threads_needs_the_permission_for_their_kind() {
    for (permission, kind) in [
        (Permissions::CREATE_PUBLIC_THREADS, 11),
        (Permissions::CREATE_PRIVATE_THREADS, 12),
    ] {
        let api = Api::start().await;
        let path = format!("/channels/{}/threads", api.channel("help"));
        api.post(&path, json!({ "name": "x", "type": kind }))
            .await
            .ok();
        deny_in(&api, "help", permission);
        api.post(&path, json!({ "name": "x", "type": kind }))
            .await
            .refused(403, 50013);
    }
}

#[tokio::test]
async fn writing_in_threads_has_a_permission_of_its_own() {
    let api = Api::start().await;
    let opened = api
        .post(
            &format!("/channels/{}/threads", api.channel("help")),
            json!({ "name": "Talk", "type": 11 }),
        )
        .await;
    let thread = format!("/channels/{}/messages", opened.ok()["id"].as_str().unwrap());
    deny_in(&api, "help", Permissions::SEND_MESSAGES);
    api.post(&thread, json!({ "content": "x" })).await.ok();
    deny_in(&api, "help", Permissions::SEND_MESSAGES_IN_THREADS);
    api.post(&thread, json!({ "content": "x" }))
        .await
        .refused(403, 50013);
}

#[tokio::test]
async fn an_answer_to_an_interaction_needs_none() {
    let api = Api::start().await;
    let begun = api.used_command().await;
    deny_in(&api, "help", Permissions::SEND_MESSAGES);
    api.call_back(&begun, json!({ "type": 4, "data": { "content": "Hi" } }))
        .await
        .ok();
    assert!(api.get(&begun.webhook("/messages/@original")).await.ok()["id"].is_string());
}

#[tokio::test]
async fn administrators_may_everything() {
    let api = Api::start().await;
    deny_in(&api, "help", Permissions::all());
    api.world(|world| {
        for guild in world.guilds.values_mut() {
            for role in guild.roles.values_mut().filter(|role| role.bot.is_some()) {
                role.permissions = Permissions::ADMINISTRATOR;
            }
        }
    });
    let sent: Value = api
        .post(&api.messages("help"), json!({ "content": "x" }))
        .await
        .ok()
        .clone();
    assert_eq!(sent["content"], "x");
}
