//! Members: reading, finding, renaming, giving roles, timing out, removing.

use serde_json::json;
use twilight_model::{gateway::Intents, guild::Permissions};

use crate::api::Api;

fn path(api: &Api, name: &str) -> String {
    format!("/guilds/{}/members/{}", api.guild(), api.user(name))
}

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
async fn those_who_are_not_there() {
    let api = Api::start().await;
    let member = api.get(&path(&api, "mia")).await;
    assert_eq!(member.ok()["user"]["username"], "mia");
    api.get(&path(&api, "olu")).await.refused(404, 10007);
    api.get(&format!("/guilds/{}/members/1", api.guild()))
        .await
        .refused(404, 10013);
    api.get(&format!("/guilds/1/members/{}", api.user("mia")))
        .await
        .refused(404, 10004);
}

#[tokio::test]
async fn the_list_needs_the_members_intent() {
    let api = Api::start().await;
    let list = format!("/guilds/{}/members", api.guild());
    let one = api.get(&list).await;
    assert_eq!(
        one.ok().as_array().unwrap().len(),
        1,
        "one unless asked for more"
    );
    let first = one.ok()[0]["user"]["id"].as_str().unwrap();
    let rest = api.get(&format!("{list}?limit=1000&after={first}")).await;
    assert_eq!(rest.ok().as_array().unwrap().len(), 4);
    api.get(&format!("{list}?limit=1001"))
        .await
        .form("limit", "NUMBER_TYPE_MAX");
    api.get(&format!("{list}?limit=some"))
        .await
        .form("limit", "NUMBER_TYPE_COERCE");
    api.world(|world| world.application.granted = Intents::empty());
    api.get(&list).await.refused(403, 50001);
}

#[tokio::test]
async fn search_goes_by_the_beginning_of_a_name() {
    let api = Api::start().await;
    let search = format!("/guilds/{}/members/search", api.guild());
    let found = api.get(&format!("{search}?query=RA&limit=5")).await;
    assert_eq!(found.ok().as_array().unwrap().len(), 1);
    assert_eq!(found.ok()[0]["user"]["username"], "ravi");
    let none = api.get(&format!("{search}?query=avi")).await;
    assert_eq!(*none.ok(), json!([]));
    api.get(&search).await.form("query", "BASE_TYPE_REQUIRED");
}

#[tokio::test]
async fn nicknames_need_their_permission_and_rank() {
    let api = Api::start().await;
    let mia = path(&api, "mia");
    api.patch(&mia, json!({ "nick": "M" }))
        .await
        .refused(403, 50013);
    allow(&api, Permissions::MANAGE_NICKNAMES);
    let renamed = api.patch(&mia, json!({ "nick": "M" })).await;
    assert_eq!(renamed.ok()["nick"], "M");
    api.patch(&mia, json!({ "nick": "x".repeat(33) }))
        .await
        .form("nick", "BASE_TYPE_MAX_LENGTH");
    let owner = api.patch(&path(&api, "ada"), json!({ "nick": "A" })).await;
    owner.refused(403, 50013);
}

#[tokio::test]
async fn roles_need_their_permission_and_rank() {
    let api = Api::start().await;
    let (mia, data) = (path(&api, "mia"), api.role("Data"));
    let one = format!("{mia}/roles/{data}");
    api.put(&one, json!({})).await.refused(403, 50013);
    allow(&api, Permissions::MANAGE_ROLES);
    assert_eq!(api.put(&one, json!({})).await.status, 204);
    let member = api.get(&mia).await;
    let roles = member.ok()["roles"].as_array().unwrap().clone();
    assert!(roles.contains(&json!(data)));
    assert_eq!(api.delete(&one).await.status, 204);
    api.put(&format!("{mia}/roles/1"), json!({}))
        .await
        .refused(404, 10011);
    api.put(&format!("{mia}/roles/{}", api.guild()), json!({}))
        .await
        .refused(400, 50028);
    api.put(&format!("{mia}/roles/{}", api.role("Potluck")), json!({}))
        .await
        .refused(403, 50013);
}

#[tokio::test]
async fn timeouts_end_within_28_days() {
    let api = Api::start().await;
    let mia = path(&api, "mia");
    let until = |text: &str| json!({ "communication_disabled_until": text });
    api.patch(&mia, until("2026-03-03T09:00:00Z"))
        .await
        .refused(403, 50013);
    allow(&api, Permissions::MODERATE_MEMBERS);
    api.patch(&mia, until("2026-04-03T09:00:00Z"))
        .await
        .form("communication_disabled_until", "SANDBOX_TIMEOUT_TOO_LONG");
    api.patch(&mia, until("tomorrow"))
        .await
        .form("communication_disabled_until", "DATE_TIME_TYPE_PARSE");
    api.patch(&mia, until("2026-03-03T09:00:00Z")).await.ok();
    let (user, help) = (api.user("mia"), api.channel("help"));
    let left = api.world(|world| discord_sandbox::permissions::in_channel(world, help, user));
    assert!(left.contains(Permissions::VIEW_CHANNEL));
    assert!(!left.contains(Permissions::SEND_MESSAGES));
    api.patch(&mia, json!({ "mute": true }))
        .await
        .refused(400, 40032);
}

#[tokio::test]
async fn removing_somebody_needs_its_permission() {
    let api = Api::start().await;
    let mia = path(&api, "mia");
    api.delete(&mia).await.refused(403, 50013);
    allow(&api, Permissions::KICK_MEMBERS);
    api.delete(&path(&api, "ada")).await.refused(403, 50013);
    assert_eq!(api.delete(&mia).await.status, 204);
    api.get(&mia).await.refused(404, 10007);
}
