//! Components: rows, buttons and selects, and the limits of Components V2.

use serde_json::{Value, json};

use crate::{acting::row, api::Api};

async fn refuse(components: Value, at: &str, code: &str) {
    let api = Api::start().await;
    api.post(
        &api.messages("help"),
        json!({ "content": "x", "components": components }),
    )
    .await
    .form(at, code);
}

async fn refuse_v2(components: Value, at: &str, code: &str) {
    let api = Api::start().await;
    api.post(
        &api.messages("help"),
        json!({ "flags": 1 << 15, "components": components }),
    )
    .await
    .form(at, code);
}

fn holding(component: &Value) -> Value {
    json!([{ "type": 1, "components": [component] }])
}

#[tokio::test]
async fn five_rows_of_five() {
    let six: Vec<Value> = (0..6).map(|n| row(&n.to_string())).collect();
    refuse(json!(six), "components", "BASE_TYPE_MAX_LENGTH").await;
    let buttons: Vec<Value> = (0..6)
        .map(|n| json!({ "type": 2, "style": 1, "label": "x", "custom_id": n.to_string() }))
        .collect();
    refuse(
        json!([{ "type": 1, "components": buttons }]),
        "components.0.components",
        "BASE_TYPE_BAD_LENGTH",
    )
    .await;
    refuse(
        json!([{ "type": 1, "components": [] }]),
        "components.0.components",
        "BASE_TYPE_BAD_LENGTH",
    )
    .await;
    let select = json!({ "type": 5, "custom_id": "who" });
    let button = json!({ "type": 2, "style": 1, "label": "x", "custom_id": "b" });
    refuse(
        json!([{ "type": 1, "components": [button, select] }]),
        "components.0.components.1",
        "COMPONENT_LAYOUT_WIDTH_EXCEEDED",
    )
    .await;
}

#[tokio::test]
async fn buttons_have_labels_and_ids() {
    let at = "components.0.components.0";
    for (button, field, code) in [
        (
            json!({ "type": 2, "style": 1, "custom_id": "b" }),
            "label",
            "BASE_TYPE_REQUIRED",
        ),
        (
            json!({ "type": 2, "style": 1, "label": "", "custom_id": "b" }),
            "label",
            "BASE_TYPE_REQUIRED",
        ),
        (
            json!({ "type": 2, "style": 1, "label": "x" }),
            "custom_id",
            "BUTTON_COMPONENT_CUSTOM_ID_REQUIRED",
        ),
        (
            json!({ "type": 2, "style": 5, "label": "x" }),
            "url",
            "BUTTON_COMPONENT_URL_REQUIRED",
        ),
        (
            json!({ "type": 2, "style": 5, "label": "x", "url": "ftp://example.com" }),
            "url",
            "URL_TYPE_INVALID_SCHEME",
        ),
        (
            json!({ "type": 2, "style": 9, "label": "x", "custom_id": "b" }),
            "style",
            "BASE_TYPE_CHOICES",
        ),
    ] {
        refuse(holding(&button), &format!("{at}.{field}"), code).await;
    }
    let long = json!({ "type": 2, "style": 1, "label": "x".repeat(81), "custom_id": "b" });
    refuse(
        holding(&long),
        &format!("{at}.label"),
        "BASE_TYPE_MAX_LENGTH",
    )
    .await;
    let long = json!({ "type": 2, "style": 1, "label": "x", "custom_id": "b".repeat(101) });
    refuse(
        holding(&long),
        &format!("{at}.custom_id"),
        "BASE_TYPE_BAD_LENGTH",
    )
    .await;
}

#[tokio::test]
async fn no_two_components_share_an_id() {
    refuse(
        json!([row("a"), row("a")]),
        "components.1.components.0.custom_id",
        "COMPONENT_CUSTOM_ID_DUPLICATED",
    )
    .await;
    refuse_v2(
        json!([{ "type": 17, "components": [row("a")] }, row("a")]),
        "components.1.components.0.custom_id",
        "COMPONENT_CUSTOM_ID_DUPLICATED",
    )
    .await;
}

#[tokio::test]
async fn selects_have_25_options_and_sane_ranges() {
    let at = "components.0.components.0";
    let options = |count: u8| -> Vec<Value> {
        (0..count)
            .map(|n| json!({ "label": n.to_string(), "value": n.to_string() }))
            .collect()
    };
    let select = |options: Vec<Value>| json!({ "type": 3, "custom_id": "s", "options": options });
    refuse(
        holding(&select(options(26))),
        &format!("{at}.options"),
        "BASE_TYPE_BAD_LENGTH",
    )
    .await;
    refuse(
        holding(&select(Vec::new())),
        &format!("{at}.options"),
        "BASE_TYPE_BAD_LENGTH",
    )
    .await;
    let twice = vec![
        json!({ "label": "a", "value": "v" }),
        json!({ "label": "b", "value": "v" }),
    ];
    refuse(
        holding(&select(twice)),
        &format!("{at}.options.1.value"),
        "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED",
    )
    .await;
    let mut many = select(options(3));
    many["max_values"] = json!(26);
    refuse(
        holding(&many),
        &format!("{at}.max_values"),
        "NUMBER_TYPE_MAX",
    )
    .await;
}

#[tokio::test]
async fn beside_components_v2_there_is_no_text_and_no_embed() {
    let api = Api::start().await;
    let path = api.messages("help");
    let display = json!([{ "type": 10, "content": "Hello" }]);
    api.post(
        &path,
        json!({ "flags": 1 << 15, "components": display, "content": "x" }),
    )
    .await
    .form(
        "content",
        "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
    );
    api.post(
        &path,
        json!({ "flags": 1 << 15, "components": display, "embeds": [{ "title": "x" }] }),
    )
    .await
    .form(
        "embeds",
        "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
    );
    let sent = api
        .post(&path, json!({ "flags": 1 << 15, "components": display }))
        .await;
    let one = format!("{path}/{}", sent.ok()["id"].as_str().unwrap());
    api.patch(&one, json!({ "content": "x" })).await.form(
        "content",
        "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
    );
}

#[tokio::test]
async fn the_new_components_need_their_flag() {
    refuse(
        json!([{ "type": 10, "content": "Hello" }]),
        "components.0",
        "UNION_TYPE_CHOICES",
    )
    .await;
}

#[tokio::test]
async fn forty_components_nested_ones_counted() {
    let display = |n: usize| json!({ "type": 10, "content": n.to_string() });
    let forty_one: Vec<Value> = (0..41).map(display).collect();
    refuse_v2(
        json!(forty_one),
        "components",
        "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED|BASE_TYPE_MAX_LENGTH",
    )
    .await;
    let inside: Vec<Value> = (0..40).map(display).collect();
    refuse_v2(
        json!([{ "type": 17, "components": inside }]),
        "components",
        "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED",
    )
    .await;
    let api = Api::start().await;
    let inside: Vec<Value> = (0..39).map(display).collect();
    api.post(
        &api.messages("help"),
        json!({ "flags": 1 << 15, "components": [{ "type": 17, "components": inside }] }),
    )
    .await
    .ok();
}

#[tokio::test]
async fn four_thousand_characters_over_all_texts() {
    let half = json!({ "type": 10, "content": "x".repeat(2001) });
    let other = json!({ "type": 10, "content": "x".repeat(2000) });
    refuse_v2(
        json!([half, other]),
        "components",
        "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED",
    )
    .await;
    refuse_v2(
        json!([{ "type": 17, "components": [half] }, other]),
        "components",
        "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED",
    )
    .await;
    let api = Api::start().await;
    let whole = json!({ "type": 10, "content": "x".repeat(4000) });
    api.post(
        &api.messages("help"),
        json!({ "flags": 1 << 15, "components": [whole] }),
    )
    .await
    .ok();
}

#[tokio::test]
async fn sections_hold_texts_and_one_thing_beside_them() {
    let text = json!({ "type": 10, "content": "x" });
    let button = json!({ "type": 2, "style": 1, "label": "x", "custom_id": "b" });
    refuse_v2(
        json!([{ "type": 9, "components": [text] }]),
        "components.0.accessory",
        "BASE_TYPE_REQUIRED",
    )
    .await;
    refuse_v2(
        json!([{ "type": 9, "components": [text, text, text, text], "accessory": button }]),
        "components.0.components",
        "BASE_TYPE_BAD_LENGTH",
    )
    .await;
    let api = Api::start().await;
    let sent = api
        .post(
            &api.messages("help"),
            json!({ "flags": 1 << 15, "components": [
                { "type": 9, "components": [text], "accessory": button },
            ] }),
        )
        .await;
    let section = &sent.ok()["components"][0];
    assert!(section["id"].is_u64(), "Discord numbers what has no number");
    assert!(section["accessory"]["id"].is_u64());
}
