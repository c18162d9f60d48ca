//! Keys that the OpenAPI file does not know.
//!
//! Discord ignores them, and so does the file. Here they are refused, because a misspelt key is a mistake that nothing
//! else would show.

use serde_json::Value;

use crate::error::FormErrors;

/// Adds each key of a body that no variant of its schema has.
pub(super) fn add(document: &Value, schema: &Value, body: &Value, errors: &mut FormErrors) {
    walk(document, &[schema], body, "", errors);
}

fn walk(document: &Value, schemas: &[&Value], value: &Value, path: &str, errors: &mut FormErrors) {
    let mut variants = Vec::new();
    for schema in schemas {
        expand(document, schema, value, &mut variants);
    }
    match value {
        Value::Object(object) => {
            let described = variants
                .iter()
                .any(|schema| schema.get("properties").is_some());
            for (key, inner) in object {
                let known: Vec<&Value> = variants
                    .iter()
                    .filter_map(|schema| property(schema, key))
                    .collect();
                let path = join(path, key);
                if !known.is_empty() {
                    walk(document, &known, inner, &path, errors);
                } else if described {
                    errors.add(
                        &path,
                        "SANDBOX_UNKNOWN_KEY",
                        "Discord's description has no such field here.",
                    );
                }
            }
        }
        Value::Array(list) => {
            let items: Vec<&Value> = variants
                .iter()
                .filter_map(|schema| schema.get("items"))
                .collect();
            if items.is_empty() {
                return;
            }
            for (index, inner) in list.iter().enumerate() {
                walk(
                    document,
                    &items,
                    inner,
                    &join(path, &index.to_string()),
                    errors,
                );
            }
        }
        _ => {}
    }
}

/// The schema of one property, or of all others.
fn property<'d>(schema: &'d Value, key: &str) -> Option<&'d Value> {
    schema
        .get("properties")
        .and_then(|properties| properties.get(key))
        .or_else(|| {
            schema
                .get("additionalProperties")
                .filter(|rest| rest.is_object())
        })
}

/// Follows references and unions down to plain schemas, leaving out variants for another `type`.
fn expand<'d>(document: &'d Value, schema: &'d Value, value: &Value, into: &mut Vec<&'d Value>) {
    if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
        if let Some(target) = document.pointer(reference.trim_start_matches('#')) {
            expand(document, target, value, into);
        }
        return;
    }
    if !fits_type(schema, value) {
        return;
    }
    into.push(schema);
    for union in ["anyOf", "oneOf", "allOf"] {
        for variant in schema
            .get(union)
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
        {
            expand(document, variant, value, into);
        }
    }
}

/// Whether a schema is for values with this `type`, as far as it says.
fn fits_type(schema: &Value, value: &Value) -> bool {
    let Some(kind) = value.get("type") else {
        return true;
    };
    schema
        .pointer("/properties/type/enum")
        .and_then(Value::as_array)
        .is_none_or(|kinds| kinds.contains(kind))
}

fn join(path: &str, name: &str) -> String {
    if path.is_empty() {
        name.to_owned()
    } else {
        format!("{path}.{name}")
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use serde_json::json;

    use super::*;

    fn check(body: &Value, expected: &[&str]) {
        let document = json!({ "components": { "schemas": {
            "A": { "type": "object", "properties": { "type": { "enum": [1] }, "a": {} } },
            "B": { "type": "object", "properties": { "type": { "enum": [2] }, "b": {} } },
        } } });
        let schema = json!({ "type": "object", "properties": {
            "list": { "type": "array", "items": { "oneOf": [
                { "$ref": "#/components/schemas/A" }, { "$ref": "#/components/schemas/B" },
            ] } },
            "free": { "type": "object", "additionalProperties": { "type": "string" } },
        } });
        let mut errors = FormErrors::new();
        add(&document, &schema, body, &mut errors);
        let found = errors.finish().err().and_then(|error| error.errors);
        let mut wanted = FormErrors::new();
        for path in expected {
            wanted.add(
                path,
                "SANDBOX_UNKNOWN_KEY",
                "Discord's description has no such field here.",
            );
        }
        let wanted = wanted.finish().err().and_then(|error| error.errors);
        assert_eq!(found, wanted);
    }

    #[test]
    fn known_keys_pass() {
        check(
            &json!({ "list": [{ "type": 1, "a": 1 }], "free": { "x": "y" } }),
            &[],
        );
    }

    #[test]
    fn an_unknown_key_is_found_at_any_depth() {
        check(
            &json!({ "lists": [], "list": [{ "type": 2, "b": 1 }, { "type": 2, "c": 1 }] }),
            &["lists", "list.1.c"],
        );
    }

    #[test]
    fn a_key_of_another_variant_is_unknown() {
        check(&json!({ "list": [{ "type": 1, "b": 1 }] }), &["list.0.b"]);
    }
}
