//! Modals: what they may hold, and when they may be shown.

use serde_json::{Value, json};

use crate::{
    acting::{input, modal},
    api::Api,
};

async fn refuse(data: Value, at: &str, code: &str) {
    let api = Api::start().await;
    let begun = api.used_command().await;
    api.call_back(&begun, json!({ "type": 9, "data": data }))
        .await
        .form(at, code);
}

fn holding(components: &Value) -> Value {
    json!({ "custom_id": "m", "title": "Ask", "components": components })
}

#[tokio::test]
async fn a_modal_has_an_id_a_title_and_one_to_five_components() {
    refuse(
        json!({ "title": "Ask", "components": [input("a")] }),
        "data.custom_id",
        "BASE_TYPE_REQUIRED",
    )
    .await;
    refuse(
        json!({ "custom_id": "m", "title": "x".repeat(46), "components": [input("a")] }),
        "data.title",
        "BASE_TYPE_BAD_LENGTH",
    )
    .await;
    let six: Vec<Value> = (0..6).map(|n| input(&n.to_string())).collect();
    refuse(
        holding(&json!(six)),
        "data.components",
        "BASE_TYPE_BAD_LENGTH",
    )
    .await;
    refuse(
        holding(&json!([])),
        "data.components",
        "BASE_TYPE_BAD_LENGTH",
    )
    .await;
}

#[tokio::test]
async fn fields_have_ids_of_their_own_and_labels() {
    refuse(
        holding(&json!([input("a"), input("a")])),
        "data.components.1.components.0.custom_id",
        "COMPONENT_CUSTOM_ID_DUPLICATED",
    )
    .await;
    refuse(
        holding(
            &json!([{ "type": 1, "components": [{ "type": 4, "style": 1, "custom_id": "a" }] }]),
        ),
        "data.components.0.components.0.label",
        "BASE_TYPE_REQUIRED",
    )
    .await;
    refuse(
        holding(&json!([{ "type": 1, "components": [
            { "type": 4, "style": 1, "custom_id": "a", "label": "x".repeat(46) },
        ] }])),
        "data.components.0.components.0.label",
        "BASE_TYPE_BAD_LENGTH",
    )
    .await;
    refuse(
        holding(&json!([{ "type": 1, "components": [
            { "type": 4, "style": 1, "custom_id": "a", "label": "x", "min_length": 9, "max_length": 3 },
        ] }])),
        "data.components.0.components.0.min_length",
        "SANDBOX_MIN_ABOVE_MAX",
    )
    .await;
}

#[tokio::test]
async fn a_modal_never_follows_a_modal_or_a_promise() {
    let api = Api::start().await;
    let submitted = api.submitted().await;
    api.call_back(&submitted, modal(&[input("again")]))
        .await
        .form("type", "BASE_TYPE_CHOICES");
    let begun = api.used_command().await;
    api.call_back(&begun, json!({ "type": 5 })).await.ok();
    api.call_back(&begun, modal(&[input("late")]))
        .await
        .refused(400, 40060);
}

#[tokio::test]
async fn what_is_submitted_comes_with_its_fields() {
    let api = Api::start().await;
    let opener = api.used_command().await;
    let label = json!({ "type": 18, "label": "Who", "component":
        { "type": 5, "custom_id": "who" } });
    api.call_back(&opener, modal(&[input("why"), label]))
        .await
        .ok();
    let (mia, ravi, help) = (api.user("mia"), api.user("ravi"), api.channel("help"));
    let deed = discord_sandbox::world::interactions::begin::Deed::Modal {
        opened_by: opener.id,
        fields: vec![
            ("why".to_owned(), vec!["Because".to_owned()]),
            ("who".to_owned(), vec![ravi.to_string()]),
        ],
    };
    let told = api.told(
        |world| {
            world.begin(mia, help, &deed).unwrap();
        },
        "INTERACTION_CREATE",
    );
    assert_eq!(told["type"], 5);
    assert_eq!(told["data"]["custom_id"], "m");
    let components = &told["data"]["components"];
    assert_eq!(components[0]["components"][0]["value"], "Because");
    assert_eq!(components[1]["component"]["values"][0], ravi.to_string());
    assert_eq!(
        told["data"]["resolved"]["users"][ravi.to_string()]["username"],
        "ravi"
    );
    assert!(
        api.try_begin("ravi", help, &deed).is_err(),
        "it was shown to Mia"
    );
}
