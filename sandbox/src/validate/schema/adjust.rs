//! Where the OpenAPI file and Discord's documents differ, the documents win.

use serde_json::{Value, json};

/// Makes the file say what Discord does.
pub(super) fn adjust(document: &mut Value) {
    loosen(document);
    tighten(document);
    complete(document);
}

/// Widens what the file says more narrowly than Discord does: ids may be numbers, sets of permissions are strings.
fn loosen(document: &mut Value) {
    document["components"]["schemas"]["SnowflakeType"]["type"] = json!(["string", "integer"]);
    // Too few or too many messages to delete at once are a rule with a code of its own, 50016.
    if let Some(Value::Object(messages)) = document.pointer_mut(
        "/paths/~1channels~1{channel_id}~1messages~1bulk-delete/post/requestBody/content\
         /application~1json/schema/properties/messages",
    ) {
        messages.remove("minItems");
        messages.remove("maxItems");
    }
    loosen_permissions(document);
}

/// Fields that Discord takes and the file leaves out: the schemas, the field, and the types of its values. `nsfw` is
/// in Discord's documents; the nonces are what discord.js sends with every message, an interaction's answer included.
const LEFT_OUT: &[(&[&str], &str, &[&str])] = &[
    (
        &[
            "ApplicationCommandCreateRequest",
            "ApplicationCommandPatchRequestPartial",
            "ApplicationCommandUpdateRequest",
        ],
        "nsfw",
        &["boolean", "null"],
    ),
    (WEBHOOK_MESSAGES, "nonce", &["string", "integer", "null"]),
    (WEBHOOK_MESSAGES, "enforce_nonce", &["boolean", "null"]),
    (WEBHOOK_MESSAGES, "tts", &["boolean", "null"]),
];

/// The schemas of interactions' messages: answers, follow-ups and edits of both.
const WEBHOOK_MESSAGES: &[&str] = &[
    "IncomingWebhookInteractionRequest",
    "IncomingWebhookRequestPartial",
    "IncomingWebhookUpdateForInteractionCallbackRequestPartial",
    "IncomingWebhookUpdateRequestPartial",
];

/// Puts in what the file leaves out.
fn complete(document: &mut Value) {
    let schemas = &mut document["components"]["schemas"];
    for (names, field, types) in LEFT_OUT {
        for name in *names {
            let properties = schemas
                .get_mut(*name)
                .and_then(|schema| schema.get_mut("properties"))
                .and_then(Value::as_object_mut);
            if let Some(properties) = properties {
                properties
                    .entry(*field)
                    .or_insert_with(|| json!({ "type": types }));
            }
        }
    }
}

fn loosen_permissions(schema: &mut Value) {
    match schema {
        Value::Object(object) => {
            if let Some(Value::Object(properties)) = object.get_mut("properties") {
                for name in ["default_member_permissions", "permissions", "allow", "deny"] {
                    if let Some(Value::Object(property)) = properties.get_mut(name) {
                        loosen_type(property);
                    }
                }
            }
            object.values_mut().for_each(loosen_permissions);
        }
        Value::Array(list) => list.iter_mut().for_each(loosen_permissions),
        _ => {}
    }
}

/// Lets an integer be a string of digits too.
fn loosen_type(property: &mut serde_json::Map<String, Value>) {
    let Some(kind) = property.get("type") else {
        return;
    };
    let mut kinds: Vec<Value> = match kind {
        Value::Array(kinds) => kinds.clone(),
        kind => vec![kind.clone()],
    };
    if kinds.contains(&json!("integer")) {
        kinds.push(json!("string"));
        kinds.dedup();
        property.insert("type".to_owned(), Value::Array(kinds));
        property.insert("pattern".to_owned(), json!("^[0-9]+$"));
    }
}

/// The most characters of a message's text that the file allows, and that Discord allows a bot.
const LONGEST_TEXT: (u64, u64) = (4000, 2000);

/// Narrows what the file says more widely than Discord does: the text of a bot's message. The texts of components
/// have the same name and the same limit, and keep it; they cannot be `null`.
fn tighten(schema: &mut Value) {
    match schema {
        Value::Object(object) => {
            if let Some(content) = object
                .get_mut("properties")
                .and_then(|properties| properties.get_mut("content"))
                && content.get("maxLength").and_then(Value::as_u64) == Some(LONGEST_TEXT.0)
                && content.get("type").is_some_and(Value::is_array)
            {
                content["maxLength"] = json!(LONGEST_TEXT.1);
            }
            object.values_mut().for_each(tighten);
        }
        Value::Array(list) => list.iter_mut().for_each(tighten),
        _ => {}
    }
}
