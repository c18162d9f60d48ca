//! Who is let in, and to what: tokens, paths, methods, versions, bodies that are no JSON.

use serde_json::json;

use crate::api::Api;

#[tokio::test]
async fn a_missing_or_wrong_token_is_401() {
    let api = Api::start().await;
    let token = api.sandbox.token();
    for wrong in [
        None,
        Some("Bot wrong".to_owned()),
        Some(token.clone()),
        Some(format!("Bearer {token}")),
    ] {
        let answer = api
            .send_as("GET", "/users/@me", None, wrong.as_deref())
            .await;
        answer.refused(401, 0);
        assert_eq!(answer.body["message"], "401: Unauthorized");
    }
    api.get("/users/@me").await.ok();
}

#[tokio::test]
async fn an_unknown_path_is_404_and_a_wrong_method_405() {
    let api = Api::start().await;
    let answer = api.get("/nowhere").await;
    answer.refused(404, 0);
    assert_eq!(answer.body["message"], "404: Not Found");
    let answer = api.put("/users/@me/channels", json!({})).await;
    answer.refused(405, 0);
    assert_eq!(answer.body["message"], "405: Method Not Allowed");
}

#[tokio::test]
async fn bodies_that_are_no_json_are_50109() {
    let api = Api::start().await;
    let path = api.messages("help");
    api.send_raw("POST", &path, "application/json", "{\"content\":")
        .await
        .refused(400, 50109);
}

#[tokio::test]
async fn ids_that_are_no_ids_are_50035() {
    let api = Api::start().await;
    api.get("/channels/help")
        .await
        .form("channel_id", "NUMBER_TYPE_COERCE");
    api.get("/users/mia")
        .await
        .form("user_id", "NUMBER_TYPE_COERCE");
}

#[tokio::test]
async fn the_gateway_is_told_to_anyone_and_its_limits_to_bots() {
    let api = Api::start().await;
    let answer = api.send_as("GET", "/gateway", None, None).await;
    let url = answer.ok()["url"].as_str().unwrap();
    assert!(api.sandbox.gateway_url().starts_with(url), "{url}");
    api.send_as("GET", "/gateway/bot", None, None)
        .await
        .refused(401, 0);
    let answer = api.get("/gateway/bot").await;
    assert_eq!(answer.ok()["session_start_limit"]["max_concurrency"], 1);
    assert_eq!(answer.ok()["shards"], 1);
}

#[tokio::test]
async fn the_application_knows_its_bot_and_owner() {
    let api = Api::start().await;
    for path in ["/applications/@me", "/oauth2/applications/@me"] {
        let answer = api.get(path).await;
        assert_eq!(answer.ok()["id"], api.application());
        assert_eq!(answer.ok()["owner"]["username"], "ada");
        assert_eq!(answer.ok()["bot"]["bot"], true);
    }
    let me = api.get("/users/@me").await;
    assert_eq!(me.ok()["bot"], true);
    let guilds = api.get("/users/@me/guilds").await;
    assert_eq!(guilds.ok()[0]["id"], api.guild());
}

#[tokio::test]
async fn users_and_guilds_that_are_not_there() {
    let api = Api::start().await;
    api.get("/users/1").await.refused(404, 10013);
    api.get("/guilds/1").await.refused(404, 10004);
    let guild = api
        .get(&format!("/guilds/{}?with_counts=true", api.guild()))
        .await;
    assert_eq!(guild.ok()["approximate_member_count"], 5);
}

#[tokio::test]
async fn what_is_right_leaves_no_defect() {
    let api = Api::start().await;
    api.message("help", "Hello").await;
    api.get(&format!("/guilds/{}", api.guild())).await.ok();
    api.get("/applications/@me").await.ok();
    api.get("/users/@me").await.ok();
    assert_eq!(api.sandbox.defects(), Vec::<String>::new());
}

#[tokio::test]
async fn what_is_written_wrongly_is_a_defect() {
    let api = Api::start().await;
    api.post(
        &api.messages("help"),
        json!({ "content": "x".repeat(2001) }),
    )
    .await
    .refused(400, 50035);
    assert_eq!(api.sandbox.defects().len(), 1);
}
