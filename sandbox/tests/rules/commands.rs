//! Commands: what a definition must be like, and what making, changing and removing them does.

use serde_json::{Value, json};

use crate::api::Api;

fn path(api: &Api) -> String {
    format!(
        "/applications/{}/guilds/{}/commands",
        api.application(),
        api.guild()
    )
}

fn global(api: &Api) -> String {
    format!("/applications/{}/commands", api.application())
}

fn command(name: &str) -> Value {
    json!({ "name": name, "description": "Does it" })
}

fn with_options(options: &Value) -> Value {
    json!({ "name": "x", "description": "Does it", "options": options })
}

fn option(kind: u8, name: &str) -> Value {
    json!({ "type": kind, "name": name, "description": "It" })
}

#[tokio::test]
async fn names_and_descriptions() {
    let api = Api::start().await;
    let path = path(&api);
    for (body, at, code) in [
        (json!({ "description": "x" }), "name", "BASE_TYPE_REQUIRED"),
        (command(""), "name", "BASE_TYPE_BAD_LENGTH"),
        (command(&"x".repeat(33)), "name", "BASE_TYPE_BAD_LENGTH"),
        (command("Teach"), "name", "APPLICATION_COMMAND_INVALID_NAME"),
        (
            command("i teach"),
            "name",
            "APPLICATION_COMMAND_INVALID_NAME",
        ),
        (
            command("teach!"),
            "name",
            "APPLICATION_COMMAND_INVALID_NAME",
        ),
        (json!({ "name": "x" }), "description", "BASE_TYPE_REQUIRED"),
        (
            json!({ "name": "x", "description": "" }),
            "description",
            "BASE_TYPE_BAD_LENGTH",
        ),
        (
            json!({ "name": "x", "description": "x".repeat(101) }),
            "description",
            "BASE_TYPE_BAD_LENGTH|BASE_TYPE_MAX_LENGTH",
        ),
    ] {
        api.post(&path, body).await.form(at, code);
    }
    api.post(&path, command("über-uns_1")).await.ok();
}

#[tokio::test]
async fn context_menus_have_no_description_and_no_options() {
    let api = Api::start().await;
    let path = path(&api);
    api.post(
        &path,
        json!({ "name": "Thanks for this", "type": 3, "description": "x" }),
    )
    .await
    .form(
        "description",
        "APPLICATION_COMMAND_CONTEXT_MENU_DESCRIPTION_CANNOT_BE_SET",
    );
    api.post(
        &path,
        json!({ "name": "Thanks", "type": 2, "options": [option(3, "a")] }),
    )
    .await
    .form(
        "options",
        "APPLICATION_COMMAND_CONTEXT_MENU_OPTIONS_CANNOT_BE_SET",
    );
    let made = api
        .post(&path, json!({ "name": "Thanks for this", "type": 3 }))
        .await;
    assert_eq!(made.ok()["description"], "");
}

#[tokio::test]
async fn options_each_by_their_rule() {
    let api = Api::start().await;
    let path = path(&api);
    let many: Vec<Value> = (0..26).map(|n| option(3, &format!("o{n}"))).collect();
    let choices: Vec<Value> = (0..26)
        .map(|n| json!({ "name": format!("c{n}"), "value": "v" }))
        .collect();
    let required = json!({ "type": 3, "name": "b", "description": "It", "required": true });
    for (options, at, code) in [
        (json!(many), "options", "BASE_TYPE_MAX_LENGTH"),
        (
            json!([option(3, "Big")]),
            "options.0.name",
            "APPLICATION_COMMAND_INVALID_NAME",
        ),
        (
            json!([{ "type": 3, "name": "a" }]),
            "options.0.description",
            "BASE_TYPE_REQUIRED",
        ),
        (
            json!([option(3, "a"), required]),
            "options.1",
            "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
        ),
        (
            json!([option(3, "a"), option(4, "a")]),
            "options.1",
            "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS",
        ),
        (
            json!([option(1, "sub"), option(3, "a")]),
            "options",
            "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
        ),
        (
            json!([{ "type": 3, "name": "a", "description": "It", "choices": choices }]),
            "options.0.choices",
            "BASE_TYPE_MAX_LENGTH",
        ),
        (
            json!([{ "type": 3, "name": "a", "description": "It", "autocomplete": true,
                "choices": [{ "name": "c", "value": "v" }] }]),
            "options.0.autocomplete",
            "SANDBOX_AUTOCOMPLETE_WITH_CHOICES",
        ),
        (
            json!([{ "type": 3, "name": "a", "description": "It",
                "choices": [{ "name": "c".repeat(101), "value": "v" }] }]),
            "options.0.choices.0.name",
            "BASE_TYPE_BAD_LENGTH",
        ),
        (
            json!([{ "type": 3, "name": "a", "description": "It", "min_length": 5, "max_length": 2 }]),
            "options.0.min_length",
            "SANDBOX_MIN_ABOVE_MAX",
        ),
        (
            json!([{ "type": 3, "name": "a", "description": "It", "max_length": 6001 }]),
            "options.0.max_length",
            "NUMBER_TYPE_MAX",
        ),
    ] {
        api.post(&path, with_options(&options)).await.form(at, code);
    }
}

#[tokio::test]
async fn a_command_holds_8000_characters() {
    let api = Api::start().await;
    let choices: Vec<Value> = (0..25)
        .map(|n| json!({ "name": format!("{n:0>100}"), "value": format!("{n:0>100}") }))
        .collect();
    let option = |n: u8| json!({ "type": 3, "name": format!("o{n}"), "description": "It", "choices": choices });
    let path = path(&api);
    api.post(&path, with_options(&json!([option(1)])))
        .await
        .ok();
    api.post(&path, with_options(&json!([option(1), option(2)])))
        .await
        .form("", "APPLICATION_COMMAND_TOO_LARGE");
}

#[tokio::test]
async fn translations_know_their_locales() {
    let api = Api::start().await;
    let path = path(&api);
    let translated = |locale: &str, name: &str| json!({ "name": "x", "description": "It", "name_localizations": { locale: name } });
    api.post(&path, translated("xx", "y"))
        .await
        .form("name_localizations.xx", "BASE_TYPE_CHOICES");
    api.post(&path, translated("de", "Groß"))
        .await
        .form("name_localizations.de", "APPLICATION_COMMAND_INVALID_NAME");
    let made = api.post(&path, translated("de", "lehre")).await;
    assert_eq!(made.ok()["name_localizations"]["de"], "lehre");
    let listed = api.get(&path).await;
    assert!(listed.ok()[0].get("name_localizations").is_none());
    let listed = api.get(&format!("{path}?with_localizations=true")).await;
    assert_eq!(listed.ok()[0]["name_localizations"]["de"], "lehre");
}

#[tokio::test]
async fn contexts_permissions_and_types() {
    let api = Api::start().await;
    let path = global(&api);
    let with = |key: &str, value: Value| {
        let mut body = command("x");
        body[key] = value;
        body
    };
    api.post(&path, with("type", json!(9)))
        .await
        .form("type", "BASE_TYPE_CHOICES");
    api.post(&path, with("contexts", json!([0, 3])))
        .await
        .form("contexts.1", "BASE_TYPE_CHOICES");
    api.post(&path, with("contexts", json!([0, 0])))
        .await
        .form("contexts", "SET_TYPE_ALREADY_CONTAINS_VALUE");
    api.post(&path, with("integration_types", json!([7])))
        .await
        .form("integration_types.0", "BASE_TYPE_CHOICES");
    api.post(&path, with("default_member_permissions", json!("lots")))
        .await
        .form(
            "default_member_permissions",
            "NUMBER_TYPE_COERCE|STRING_TYPE_REGEX",
        );
    let made = api
        .post(&path, with("default_member_permissions", json!("32")))
        .await;
    assert_eq!(made.ok()["default_member_permissions"], "32");
}

#[tokio::test]
async fn the_same_name_changes_what_is_there() {
    let api = Api::start().await;
    let path = path(&api);
    let first = api.post(&path, command("teach")).await;
    assert_eq!(first.status, 201);
    let second = api
        .post(&path, json!({ "name": "teach", "description": "Better" }))
        .await;
    assert_eq!(second.status, 200);
    assert_eq!(first.ok()["id"], second.ok()["id"]);
    assert_ne!(first.ok()["version"], second.ok()["version"]);
    let all = api.get(&path).await;
    assert_eq!(all.ok().as_array().unwrap().len(), 1);
    assert_eq!(all.ok()[0]["description"], "Better");
    let globally = api.get(&global(&api)).await;
    assert_eq!(*globally.ok(), json!([]), "a guild's commands are its own");
}

#[tokio::test]
async fn overwriting_keeps_what_stays_and_drops_the_rest() {
    let api = Api::start().await;
    let path = global(&api);
    let before = api
        .put(&path, json!([command("teach"), command("learn")]))
        .await;
    let before = before.ok().clone();
    let after = api
        .put(&path, json!([command("learn"), command("skills")]))
        .await;
    let after = after.ok();
    let id = |list: &Value, name: &str| {
        list.as_array()
            .unwrap()
            .iter()
            .find(|command| command["name"] == name)
            .map(|command| (command["id"].clone(), command["version"].clone()))
    };
    assert_eq!(id(&before, "learn"), id(after, "learn"));
    assert!(id(after, "teach").is_none());
    api.put(&path, json!([command("same"), command("same")]))
        .await
        .form("1", "APPLICATION_COMMANDS_DUPLICATE_NAME");
    api.put(&path, json!([command("fine"), command("Not fine")]))
        .await
        .form("1.name", "APPLICATION_COMMAND_INVALID_NAME");
    let many: Vec<Value> = (0..101).map(|n| command(&format!("c{n}"))).collect();
    api.put(&path, json!(many)).await.refused(400, 30032);
}

#[tokio::test]
async fn editing_getting_and_deleting_one() {
    let api = Api::start().await;
    let path = path(&api);
    let id = api.command(command("teach")).await;
    let one = format!("{path}/{id}");
    assert_eq!(api.get(&one).await.ok()["name"], "teach");
    let edited = api.patch(&one, json!({ "description": "Better" })).await;
    assert_eq!(edited.ok()["description"], "Better");
    assert_eq!(edited.ok()["name"], "teach");
    api.patch(&one, json!({ "name": "NO" }))
        .await
        .form("name", "APPLICATION_COMMAND_INVALID_NAME");
    assert_eq!(api.delete(&one).await.status, 204);
    api.get(&one).await.refused(404, 10063);
    api.patch(&one, json!({ "name": "x" }))
        .await
        .refused(404, 10063);
    api.delete(&one).await.refused(404, 10063);
}

#[tokio::test]
async fn other_applications_and_guilds_are_out_of_reach() {
    let api = Api::start().await;
    api.get("/applications/1/commands")
        .await
        .refused(403, 20001);
    api.get(&format!(
        "/applications/{}/guilds/1/commands",
        api.application()
    ))
    .await
    .refused(403, 50001);
}

#[tokio::test]
async fn there_is_room_for_100_slash_commands_and_15_of_each_menu() {
    let api = Api::start().await;
    let path = path(&api);
    let slash: Vec<Value> = (0..100).map(|n| command(&format!("c{n}"))).collect();
    let menus = [2, 3].into_iter().flat_map(|kind| {
        (0..15).map(move |n| json!({ "name": format!("Menu {n}"), "type": kind }))
    });
    let full: Vec<Value> = slash.into_iter().chain(menus).collect();
    api.put(&path, json!(full)).await.ok();
    for one in [
        command("more"),
        json!({ "name": "More", "type": 2 }),
        json!({ "name": "More", "type": 3 }),
    ] {
        api.post(&path, one).await.refused(400, 30032);
    }
    // Changing one that is there needs no room.
    api.post(&path, command("c1")).await.ok();
}
