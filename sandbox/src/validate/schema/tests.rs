//! What the OpenAPI file refuses, and where it is said.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use serde_json::json;

use super::*;

/// The file's validator, or nothing where there is no file.
fn validator() -> Option<Validator> {
    Validator::load(None).ok().filter(Validator::is_active)
}

#[track_caller]
fn refused(path: &str, body: &Value) -> Value {
    let Some(validator) = validator() else {
        return Value::Null;
    };
    let error = validator
        .request(&Method::POST, path, body)
        .expect_err("must be refused");
    assert_eq!(error.code, 50035);
    error.errors.expect("50035 carries errors")
}

#[test]
fn every_operation_compiles() {
    let Some(validator) = validator() else {
        return;
    };
    let description = validator.description.as_ref().unwrap();
    for (path, methods) in description.document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            if let Some(schema) = operation.pointer("/requestBody/content/application~1json/schema")
            {
                assert!(
                    description
                        .compile(&format!("{method} {path}"), schema)
                        .is_some(),
                    "{method} {path}"
                );
            }
        }
    }
}

#[test]
fn a_good_body_passes() {
    let Some(validator) = validator() else {
        return;
    };
    let body = json!({
        "content": "hello",
        "nonce": "r1",
        "enforce_nonce": true,
        "allowed_mentions": { "parse": [], "users": ["123"] },
        "attachments": [{ "id": 0, "filename": "a.ics" }],
        "components": [{ "type": 1, "components": [
            { "type": 2, "style": 1, "label": "I can help", "custom_id": "a" },
        ] }],
    });
    assert_eq!(
        validator.request(&Method::POST, "/channels/{channel_id}/messages", &body),
        Ok(())
    );
}

#[test]
fn the_bad_field_is_named_by_its_path() {
    let errors = refused(
        "/channels/{channel_id}/messages",
        &json!({ "components": [{ "type": 1, "components": [
            { "type": 2, "style": 1, "label": "x".repeat(81), "custom_id": "a" },
        ] }] }),
    );
    if errors.is_null() {
        return;
    }
    assert_eq!(
        errors,
        json!({ "components": { "0": { "components": { "0": { "label": { "_errors": [
            { "code": "BASE_TYPE_MAX_LENGTH", "message": "Must be 80 or fewer in length." },
        ] } } } } } })
    );
}

#[test]
fn a_missing_field_is_named() {
    let errors = refused(
        "/channels/{channel_id}/messages/{message_id}/threads",
        &json!({}),
    );
    if errors.is_null() {
        return;
    }
    assert_eq!(
        errors,
        json!({ "name": { "_errors": [
            { "code": "BASE_TYPE_REQUIRED", "message": "This field is required" },
        ] } })
    );
}

#[test]
fn an_unknown_key_is_refused_where_it_stands() {
    let errors = refused(
        "/channels/{channel_id}/messages",
        &json!({ "content": "x", "embeds": [{ "titel": "x" }] }),
    );
    if errors.is_null() {
        return;
    }
    assert_eq!(
        errors["embeds"]["0"]["titel"]["_errors"][0]["code"],
        json!("SANDBOX_UNKNOWN_KEY")
    );
}

#[test]
fn an_unknown_kind_of_component_is_refused_at_the_component() {
    let errors = refused(
        "/channels/{channel_id}/messages",
        &json!({ "components": [{ "type": 99 }] }),
    );
    if errors.is_null() {
        return;
    }
    assert_eq!(
        errors["components"]["0"]["_errors"][0]["code"],
        json!("UNION_TYPE_CHOICES")
    );
}

#[test]
fn an_answer_that_differs_is_told() {
    let Some(validator) = validator() else {
        return;
    };
    let path = "/channels/{channel_id}/messages/{message_id}";
    let problem = validator
        .response(
            &Method::GET,
            path,
            StatusCode::OK,
            Some(&json!({ "id": "1" })),
        )
        .unwrap_err();
    assert!(problem.contains("author"), "{problem}");
    assert_eq!(
        validator.response(&Method::DELETE, path, StatusCode::NO_CONTENT, None),
        Ok(())
    );
}

#[test]
fn a_message_has_2000_characters_and_a_text_display_4000() {
    let content = |content: &str, most: usize| {
        let errors = refused(
            "/channels/{channel_id}/messages",
            &json!({ "content": content.repeat(most + 1) }),
        );
        (!errors.is_null()).then(|| errors["content"]["_errors"][0]["message"].clone())
    };
    if let Some(message) = content("x", 2000) {
        assert_eq!(message, json!("Must be 2000 or fewer in length."));
    }
    let Some(validator) = validator() else {
        return;
    };
    let text = json!({ "flags": 1 << 15, "components": [
        { "type": 10, "content": "x".repeat(4000) },
    ] });
    assert_eq!(
        validator.request(&Method::POST, "/channels/{channel_id}/messages", &text),
        Ok(())
    );
}

#[test]
fn how_many_messages_are_deleted_is_left_to_the_rule() {
    let Some(validator) = validator() else {
        return;
    };
    let path = "/channels/{channel_id}/messages/bulk-delete";
    assert_eq!(
        validator.request(&Method::POST, path, &json!({ "messages": ["1"] })),
        Ok(())
    );
}

#[test]
fn permissions_are_numbers_or_digits() {
    let Some(validator) = validator() else {
        return;
    };
    let check = |allow: Value| {
        validator
            .request(
                &Method::PUT,
                "/channels/{channel_id}/permissions/{overwrite_id}",
                &json!({ "type": 0, "allow": allow }),
            )
            .is_ok()
    };
    assert!(check(json!(1024)));
    assert!(check(json!("1024")));
    assert!(!check(json!("many")));
}
