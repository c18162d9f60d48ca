//! What the rules of components refuse, and where they say so.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use serde_json::json;

use super::*;

#[track_caller]
fn check_all(components: &Value, v2: bool, expected: Option<(&str, &str)>) {
    let mut errors = FormErrors::new();
    check(
        components.as_array().unwrap(),
        "components",
        v2,
        &["plan.ics".to_owned()],
        &mut errors,
    );
    let found = errors.finish().err().map(|error| error.errors.unwrap());
    match (found, expected) {
        (None, None) => {}
        (Some(found), Some((pointer, code))) => assert_eq!(
            found.pointer(&format!("/components{pointer}/_errors/0/code")),
            Some(&json!(code)),
            "{found}"
        ),
        (found, expected) => panic!("found {found:?}, expected {expected:?}"),
    }
}

fn row(components: &Value) -> Value {
    json!([{ "type": 1, "components": components }])
}

fn button(id: usize) -> Value {
    json!({ "type": 2, "style": 1, "label": "x", "custom_id": id.to_string() })
}

#[test]
fn legacy_rows_of_buttons_and_selects_pass() {
    check_all(
        &json!([
            { "type": 1, "components": [button(1), button(2), button(3), button(4), button(5)] },
            { "type": 1, "components": [{ "type": 5, "custom_id": "who", "max_values": 25 }] },
            { "type": 1, "components": [
                { "type": 2, "style": 5, "url": "https://example.com", "label": "x" },
            ] },
            { "type": 1, "components": [
                { "type": 2, "style": 2, "emoji": { "id": null, "name": "🍲" }, "custom_id": "e" },
            ] },
        ]),
        false,
        None,
    );
}

#[test]
fn layout_passes_with_components_v2() {
    check_all(
        &json!([
            { "type": 10, "content": "x".repeat(2001) },
            { "type": 17, "accent_color": 0xff, "components": [
                { "type": 9, "components": [{ "type": 10, "content": "a" }],
                  "accessory": { "type": 2, "style": 1, "label": "b", "custom_id": "b" } },
                { "type": 14, "divider": true, "spacing": 1 },
                { "type": 13, "file": { "url": "attachment://plan.ics" } },
                { "type": 12, "items": [{ "media": { "url": "https://example.com/a.png" } }] },
                { "type": 1, "components": [button(1)] },
            ] },
        ]),
        true,
        None,
    );
}

#[test]
fn layout_needs_the_flag_and_rows_only_without_it() {
    check_all(
        &json!([{ "type": 10, "content": "a" }]),
        false,
        Some(("/0", "UNION_TYPE_CHOICES")),
    );
    check_all(
        &json!([button(1)]),
        true,
        Some(("/0", "UNION_TYPE_CHOICES")),
    );
    check_all(
        &row(&json!([{ "type": 10, "content": "a" }])),
        true,
        Some(("/0/components/0", "UNION_TYPE_CHOICES")),
    );
}

#[test]
fn rows_are_five_wide_and_five_high() {
    let six: Vec<Value> = (0..6).map(button).collect();
    check_all(
        &row(&json!(six)),
        false,
        Some(("/0/components", "BASE_TYPE_BAD_LENGTH")),
    );
    check_all(
        &row(&json!([])),
        false,
        Some(("/0/components", "BASE_TYPE_BAD_LENGTH")),
    );
    check_all(
        &row(&json!([button(1), { "type": 5, "custom_id": "who" }])),
        false,
        Some(("/0/components/1", "COMPONENT_LAYOUT_WIDTH_EXCEEDED")),
    );
    let rows: Vec<Value> = (0..6)
        .map(|id| json!({ "type": 1, "components": [button(id)] }))
        .collect();
    check_all(&json!(rows), false, Some(("", "BASE_TYPE_MAX_LENGTH")));
}

#[test]
fn a_button_needs_an_id_and_something_to_show() {
    let one = |button: Value| row(&json!([button]));
    check_all(
        &one(json!({ "type": 2, "style": 1, "label": "x" })),
        false,
        Some((
            "/0/components/0/custom_id",
            "BUTTON_COMPONENT_CUSTOM_ID_REQUIRED",
        )),
    );
    check_all(
        &one(json!({ "type": 2, "style": 1, "custom_id": "x" })),
        false,
        Some(("/0/components/0/label", "BASE_TYPE_REQUIRED")),
    );
    check_all(
        &one(json!({ "type": 2, "style": 1, "custom_id": "x", "label": "" })),
        false,
        Some(("/0/components/0/label", "BASE_TYPE_REQUIRED")),
    );
    check_all(
        &one(json!({ "type": 2, "style": 1, "custom_id": "x", "label": "x".repeat(81) })),
        false,
        Some(("/0/components/0/label", "BASE_TYPE_MAX_LENGTH")),
    );
    check_all(
        &one(json!({ "type": 2, "style": 1, "custom_id": "x".repeat(101), "label": "x" })),
        false,
        Some(("/0/components/0/custom_id", "BASE_TYPE_BAD_LENGTH")),
    );
    check_all(
        &one(json!({ "type": 2, "style": 5, "label": "x" })),
        false,
        Some(("/0/components/0/url", "BUTTON_COMPONENT_URL_REQUIRED")),
    );
    check_all(
        &one(json!({ "type": 2, "style": 5, "label": "x", "url": "ftp://a" })),
        false,
        Some(("/0/components/0/url", "URL_TYPE_INVALID_SCHEME")),
    );
    check_all(
        &one(json!({ "type": 2, "style": 9, "label": "x", "custom_id": "x" })),
        false,
        Some(("/0/components/0/style", "BASE_TYPE_CHOICES")),
    );
}

#[test]
fn custom_ids_are_never_the_same() {
    check_all(
        &row(&json!([button(1), button(1)])),
        false,
        Some((
            "/0/components/1/custom_id",
            "COMPONENT_CUSTOM_ID_DUPLICATED",
        )),
    );
}

#[test]
fn selects_keep_their_limits() {
    let one = |select: Value| row(&json!([select]));
    let option = |value: usize| json!({ "label": "a", "value": value.to_string() });
    let many: Vec<Value> = (0..26).map(option).collect();
    check_all(
        &one(json!({ "type": 3, "custom_id": "s", "options": many })),
        false,
        Some(("/0/components/0/options", "BASE_TYPE_BAD_LENGTH")),
    );
    check_all(
        &one(json!({ "type": 3, "custom_id": "s", "options": [option(1), option(1)] })),
        false,
        Some((
            "/0/components/0/options/1/value",
            "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED",
        )),
    );
    check_all(
        &one(json!({ "type": 3, "custom_id": "s", "options": [option(1)], "max_values": 2 })),
        false,
        Some(("/0/components/0/max_values", "NUMBER_TYPE_MAX")),
    );
    check_all(
        &one(json!({ "type": 5, "custom_id": "s", "min_values": 3, "max_values": 2 })),
        false,
        Some(("/0/components/0/min_values", "NUMBER_TYPE_MAX")),
    );
    check_all(
        &one(json!({ "type": 5, "custom_id": "s", "placeholder": "x".repeat(151) })),
        false,
        Some(("/0/components/0/placeholder", "BASE_TYPE_MAX_LENGTH")),
    );
    check_all(
        &one(json!({ "type": 5 })),
        false,
        Some(("/0/components/0/custom_id", "BASE_TYPE_REQUIRED")),
    );
}

#[test]
fn forty_components_and_four_thousand_characters_are_the_most() {
    // Four containers of nine texts are forty components; a fifth text in one is one too many.
    let texts = |count: usize| -> Vec<Value> {
        (0..count)
            .map(|_| json!({ "type": 10, "content": "a" }))
            .collect()
    };
    let containers = |last: usize| {
        json!([
            { "type": 17, "components": texts(9) },
            { "type": 17, "components": texts(9) },
            { "type": 17, "components": texts(9) },
            { "type": 17, "components": texts(last) },
        ])
    };
    check_all(&containers(9), true, None);
    check_all(
        &containers(10),
        true,
        Some(("", "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED")),
    );
    check_all(
        &json!([
            { "type": 10, "content": "x".repeat(2000) },
            { "type": 10, "content": "x".repeat(2001) },
        ]),
        true,
        Some(("", "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED")),
    );
}

#[test]
fn a_file_must_have_come_with_the_message() {
    check_all(
        &json!([{ "type": 13, "file": { "url": "attachment://other.ics" } }]),
        true,
        Some((
            "/0/file",
            "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND",
        )),
    );
    check_all(
        &json!([{ "type": 13, "file": { "url": "https://example.com/a" } }]),
        true,
        Some((
            "/0/file",
            "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND",
        )),
    );
}

#[test]
fn a_section_needs_something_beside_it() {
    check_all(
        &json!([{ "type": 9, "components": [{ "type": 10, "content": "a" }] }]),
        true,
        Some(("/0/accessory", "BASE_TYPE_REQUIRED")),
    );
}
