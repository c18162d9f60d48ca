//! Embeds: the limits that Discord documents, whether or not the OpenAPI file is there.

use chrono::DateTime;
use serde_json::Value;
use twilight_model::channel::message::Embed;

use super::form::length_wording;
use crate::{error::FormErrors, world::timestamp};

/// The most embeds of one message.
pub const MOST: usize = 10;
/// The most characters over all embeds of one message.
pub const MOST_CHARACTERS: usize = 6000;

/// Adds what is wrong with a message's embeds. `at` is their path.
pub fn check(embeds: &[Value], at: &str, errors: &mut FormErrors) {
    if embeds.len() > MOST {
        let (code, message) = length_wording(None, Some(10));
        errors.add(at, code, message);
    }
    let mut characters = 0;
    for (index, embed) in embeds.iter().enumerate() {
        let at = format!("{at}.{index}");
        if !embed.is_object() {
            errors.add(
                &at,
                "MODEL_TYPE_CONVERT",
                "Only dictionaries may be used in a ModelType",
            );
            continue;
        }
        characters += one(embed, &at, errors);
    }
    if characters > MOST_CHARACTERS {
        errors.add(
            at,
            "MAX_EMBED_SIZE_EXCEEDED",
            format!("Embed size exceeds maximum size of {MOST_CHARACTERS}"),
        );
    }
    if errors.is_empty() {
        second_opinion(embeds, at, errors);
    }
}

/// Checks one embed and counts the characters that count.
fn one(embed: &Value, at: &str, errors: &mut FormErrors) -> usize {
    let mut characters = 0;
    for (path, most) in [
        ("title", 256),
        ("description", 4096),
        ("author.name", 256),
        ("footer.text", 2048),
    ] {
        characters += text(embed, path, at, most, errors);
    }
    for (path, name) in [("author", "name"), ("footer", "text")] {
        let inner = embed.get(path).filter(|inner| inner.is_object());
        if let Some(inner) = inner
            && inner.get(name).is_none_or(Value::is_null)
        {
            errors.add(
                &format!("{at}.{path}.{name}"),
                "BASE_TYPE_REQUIRED",
                "This field is required",
            );
        }
    }
    let fields = embed.get("fields").and_then(Value::as_array);
    if fields.is_some_and(|fields| fields.len() > 25) {
        let (code, message) = length_wording(None, Some(25));
        errors.add(&format!("{at}.fields"), code, message);
    }
    for (index, field) in fields.into_iter().flatten().enumerate() {
        let at = format!("{at}.fields.{index}");
        for (name, most) in [("name", 256), ("value", 1024)] {
            if field
                .get(name)
                .and_then(Value::as_str)
                .is_none_or(str::is_empty)
            {
                errors.add(
                    &format!("{at}.{name}"),
                    "BASE_TYPE_REQUIRED",
                    "This field is required",
                );
            }
            characters += text(field, name, &at, most, errors);
        }
    }
    characters
}

/// Checks the length of a text, and gives it back.
fn text(inside: &Value, path: &str, at: &str, most: u64, errors: &mut FormErrors) -> usize {
    let pointer = format!("/{}", path.replace('.', "/"));
    let Some(text) = inside.pointer(&pointer).and_then(Value::as_str) else {
        return 0;
    };
    let length = text.chars().count();
    if u64::try_from(length).unwrap_or(u64::MAX) > most {
        let (code, message) = length_wording(None, Some(most));
        errors.add(&format!("{at}.{path}"), code, message);
    }
    length
}

/// What twilight refuses although nothing else did.
fn second_opinion(embeds: &[Value], at: &str, errors: &mut FormErrors) {
    for (index, embed) in embeds.iter().enumerate() {
        // A sender may leave the kind out; twilight's type, made for what Discord answers, may not.
        let mut embed = embed.clone();
        embed["type"] = Value::String("rich".to_owned());
        // Discord takes any way of writing an instant; twilight takes only the one that Discord answers with.
        if let Some(text) = embed.get("timestamp").and_then(Value::as_str) {
            let Ok(instant) = DateTime::parse_from_rfc3339(text) else {
                errors.add(
                    &format!("{at}.{index}.timestamp"),
                    "DATE_TIME_TYPE_PARSE",
                    format!("Could not parse {text}. Should be ISO8601."),
                );
                continue;
            };
            embed["timestamp"] = Value::String(timestamp(instant.to_utc()));
        }
        let verdict = serde_json::from_value::<Embed>(embed)
            .map_err(|error| error.to_string())
            .and_then(|embed| {
                twilight_validate::embed::embed(&embed).map_err(|error| error.to_string())
            });
        if let Err(why) = verdict {
            errors.add(&format!("{at}.{index}"), "SANDBOX_TWILIGHT", why);
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use serde_json::json;

    use super::*;

    #[track_caller]
    fn check_one(embeds: &Value, expected: Option<(&str, &str)>) {
        let mut errors = FormErrors::new();
        check(embeds.as_array().unwrap(), "embeds", &mut errors);
        let found = errors.finish().err().map(|error| error.errors.unwrap());
        match (found, expected) {
            (None, None) => {}
            (Some(found), Some((pointer, code))) => {
                assert_eq!(
                    found.pointer(&format!("/embeds{pointer}/_errors/0/code")),
                    Some(&json!(code)),
                    "{found}"
                );
            }
            (found, expected) => panic!("found {found:?}, expected {expected:?}"),
        }
    }

    #[test]
    fn embeds_within_the_limits_pass() {
        check_one(
            &json!([{ "title": "x".repeat(256), "fields": [{ "name": "a", "value": "b" }] }]),
            None,
        );
    }

    #[test]
    fn each_limit_is_told_at_its_field() {
        check_one(
            &json!([{ "title": "x".repeat(257) }]),
            Some(("/0/title", "BASE_TYPE_MAX_LENGTH")),
        );
        check_one(
            &json!([{ "footer": { "text": "x".repeat(2049) } }]),
            Some(("/0/footer/text", "BASE_TYPE_MAX_LENGTH")),
        );
        check_one(
            &json!([{ "fields": [{ "name": "a" }] }]),
            Some(("/0/fields/0/value", "BASE_TYPE_REQUIRED")),
        );
        check_one(
            &json!([{ "description": "x".repeat(3500) }, { "description": "x".repeat(2501) }]),
            Some(("", "MAX_EMBED_SIZE_EXCEEDED")),
        );
        let eleven: Vec<Value> = (0..11).map(|_| json!({ "title": "x" })).collect();
        check_one(&json!(eleven), Some(("", "BASE_TYPE_MAX_LENGTH")));
        check_one(&json!(["x"]), Some(("/0", "MODEL_TYPE_CONVERT")));
    }
}
