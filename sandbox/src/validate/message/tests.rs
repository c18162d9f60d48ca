//! What is refused of a message as a whole.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use super::*;

fn upload(number: u64, filename: &str) -> Upload {
    Upload {
        number,
        filename: filename.to_owned(),
        content_type: None,
        bytes: b"x".to_vec(),
    }
}

#[track_caller]
fn check_read(body: &Value, uploads: &[Upload], expected: Result<(), (&str, &str)>) {
    let result = read(Some(body), uploads, &Rules::create());
    match (result, expected) {
        (Ok(_), Ok(())) => {}
        (Err(error), Err((path, code))) => {
            assert_eq!(error.code, 50035, "{error}");
            let errors = error.errors.unwrap();
            let pointer = format!("/{}/_errors/0/code", path.replace('.', "/"));
            assert_eq!(errors.pointer(&pointer), Some(&json!(code)), "{errors}");
        }
        (result, expected) => panic!("found {result:?}, expected {expected:?}"),
    }
}

#[test]
fn ordinary_messages_pass() {
    check_read(&json!({ "content": "x".repeat(2000) }), &[], Ok(()));
    check_read(
        &json!({ "embeds": [{ "title": "x" }], "flags": 4 }),
        &[],
        Ok(()),
    );
    check_read(&json!({}), &[upload(0, "a.ics")], Ok(()));
    check_read(
        &json!({ "flags": 1 << 15, "components": [{ "type": 10, "content": "x" }], "content": null }),
        &[],
        Ok(()),
    );
    check_read(
        &json!({ "flags": 1 << 15, "components": [{ "type": 13, "file": { "url": "attachment://my_plan.ics" } }],
            "attachments": [{ "id": "0", "filename": "my plan.ics" }] }),
        &[upload(0, "blob")],
        Ok(()),
    );
}

#[test]
fn length_is_counted_in_characters() {
    check_read(&json!({ "content": "é".repeat(2000) }), &[], Ok(()));
    check_read(
        &json!({ "content": "é".repeat(2001) }),
        &[],
        Err(("content", "BASE_TYPE_MAX_LENGTH")),
    );
}

#[test]
fn nothing_is_no_message() {
    for body in [
        json!({}),
        json!({ "content": "  \n " }),
        json!({ "content": null, "embeds": [] }),
        json!({ "flags": 1 << 15, "components": [] }),
    ] {
        let error = read(Some(&body), &[], &Rules::create()).unwrap_err();
        assert_eq!(error, ApiError::empty_message(), "{body}");
    }
}

#[test]
fn an_ephemeral_flag_is_only_for_answers() {
    let body = json!({ "content": "x", "flags": 64 });
    check_read(&body, &[], Err(("flags", "SANDBOX_FLAGS")));
    assert!(read(Some(&body), &[], &Rules::follow_up()).is_ok());
}

#[test]
fn an_answer_names_its_fields_below_data() {
    let body = json!({ "content": "x".repeat(2001), "embeds": [{ "title": "x".repeat(257) }] });
    let errors = read(Some(&body), &[], &Rules::answer())
        .unwrap_err()
        .errors
        .unwrap();
    assert!(errors["data"]["content"].is_object(), "{errors}");
    assert!(
        errors["data"]["embeds"]["0"]["title"].is_object(),
        "{errors}"
    );
}

#[test]
fn text_and_embeds_cannot_stand_beside_components_v2() {
    let components = json!([{ "type": 10, "content": "x" }]);
    check_read(
        &json!({ "flags": 1 << 15, "components": components, "content": "x" }),
        &[],
        Err((
            "content",
            "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
        )),
    );
    check_read(
        &json!({ "flags": 1 << 15, "components": components, "embeds": [{ "title": "x" }] }),
        &[],
        Err((
            "embeds",
            "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
        )),
    );
    check_read(
        &json!({ "components": components }),
        &[],
        Err(("components.0", "UNION_TYPE_CHOICES")),
    );
}

#[test]
fn pings_are_either_all_or_listed() {
    check_read(
        &json!({ "content": "x", "allowed_mentions": { "parse": ["users"], "users": ["1"] } }),
        &[],
        Err((
            "allowed_mentions",
            "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
        )),
    );
    check_read(
        &json!({ "content": "x", "allowed_mentions": { "parse": ["people"] } }),
        &[],
        Err(("allowed_mentions.parse.0", "BASE_TYPE_CHOICES")),
    );
}

#[test]
fn nonces_are_short() {
    check_read(
        &json!({ "content": "x", "nonce": "n".repeat(25) }),
        &[],
        Ok(()),
    );
    check_read(
        &json!({ "content": "x", "nonce": "n".repeat(26) }),
        &[],
        Err(("nonce", "NONCE_TYPE_TOO_LONG")),
    );
}

#[test]
fn a_file_that_did_not_come_is_missed() {
    check_read(
        &json!({ "content": "x", "attachments": [{ "id": 1 }] }),
        &[upload(0, "a")],
        Err(("attachments.0", "ATTACHMENT_NOT_FOUND")),
    );
    check_read(
        &json!({ "embeds": [{ "image": { "url": "attachment://b.png" } }] }),
        &[upload(0, "a.png")],
        Err((
            "embeds.0.image.url",
            "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND",
        )),
    );
}
