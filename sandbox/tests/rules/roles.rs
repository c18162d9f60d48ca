//! Roles: making, changing and removing them.

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
async fn roles_can_be_read() {
    let api = Api::start().await;
    let path = format!("/guilds/{}/roles", api.guild());
    let all = api.get(&path).await;
    assert!(
        all.ok()
            .as_array()
            .unwrap()
            .iter()
            .any(|role| role["name"] == "@everyone" && role["id"] == api.guild())
    );
    let one = api.get(&format!("{path}/{}", api.role("Data"))).await;
    assert_eq!(one.ok()["name"], "Data");
    api.get(&format!("{path}/1")).await.refused(404, 10011);
    let counts = api.get(&format!("{path}/member-counts")).await;
    assert_eq!(counts.ok()[api.role("Data")], 1);
}

#[tokio::test]
async fn making_one_needs_the_right_to_and_what_it_grants() {
    let api = Api::start().await;
    let path = format!("/guilds/{}/roles", api.guild());
    api.post(&path, json!({ "name": "Leads" }))
        .await
        .refused(403, 50013);
    allow(&api, Permissions::MANAGE_ROLES);
    let made = api
        .post(&path, json!({ "name": "Leads", "color": 255 }))
        .await;
    assert_eq!(made.ok()["name"], "Leads");
    assert_eq!(made.ok()["position"], 1);
    api.post(&path, json!({ "name": "Bosses", "permissions": "8" }))
        .await
        .refused(403, 50013);
    api.post(&path, json!({ "name": "x".repeat(101) }))
        .await
        .form("name", "BASE_TYPE_BAD_LENGTH|BASE_TYPE_MAX_LENGTH");
    api.post(&path, json!({ "color": 0x100_0000 }))
        .await
        .form("color", "NUMBER_TYPE_MAX");
}

#[tokio::test]
async fn only_lower_roles_can_be_changed_or_removed() {
    let api = Api::start().await;
    allow(&api, Permissions::MANAGE_ROLES);
    let one = |name: &str| format!("/guilds/{}/roles/{}", api.guild(), api.role(name));
    let data = one("Data");
    let changed = api.patch(&data, json!({ "mentionable": true })).await;
    assert_eq!(changed.ok()["mentionable"], true);
    api.patch(&one("Potluck"), json!({ "name": "x" }))
        .await
        .refused(403, 50013);
    api.delete(&one("Potluck")).await.refused(403, 50013);
    api.delete(&one("@everyone")).await.refused(400, 50028);
    assert_eq!(api.delete(&data).await.status, 204);
    api.delete(&data).await.refused(404, 10011);
    let ravi = api
        .get(&format!(
            "/guilds/{}/members/{}",
            api.guild(),
            api.user("ravi")
        ))
        .await;
    assert!(
        !ravi.ok()["roles"]
            .as_array()
            .unwrap()
            .iter()
            .any(|role| data.ends_with(role.as_str().unwrap())),
        "nobody has it any more"
    );
}

#[tokio::test]
async fn roles_move_only_below_the_bots_own() {
    let api = Api::start().await;
    let path = format!("/guilds/{}/roles", api.guild());
    let place = |name: &str, position: i64| json!([{ "id": api.role(name), "position": position }]);
    api.patch(&path, place("Data", 1)).await.refused(403, 50013);
    allow(&api, Permissions::MANAGE_ROLES);
    let moved = api.patch(&path, place("Data", 1)).await;
    let data = moved
        .ok()
        .as_array()
        .unwrap()
        .iter()
        .find(|role| role["name"] == "Data")
        .unwrap();
    assert_eq!(data["position"], 1);
    api.patch(&path, place("Data", 99))
        .await
        .refused(403, 50013);
    api.patch(&path, place("Potluck", 1))
        .await
        .refused(403, 50013);
    api.patch(&path, place("@everyone", 1))
        .await
        .refused(400, 50028);
    api.patch(&path, json!([{ "id": "1", "position": 1 }]))
        .await
        .refused(404, 10011);
    api.patch(&path, json!([{ "position": 1 }]))
        .await
        .refused(400, 50035);
}
