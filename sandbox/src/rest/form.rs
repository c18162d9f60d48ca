//! Reading one field of a JSON form, and Discord's words for what is wrong with it.

use serde_json::{Map, Value};

use super::Call;
use crate::error::FormErrors;

/// Whether a part of the query says yes, in any of the ways in which clients write it.
pub(super) fn says_yes(call: &Call, name: &str) -> bool {
    matches!(call.query(name), Some("true" | "True" | "1"))
}

/// The path of `key` inside the object at `at`, which is empty for the form itself.
pub(super) fn join(at: &str, key: &str) -> String {
    if at.is_empty() {
        key.to_owned()
    } else {
        format!("{at}.{key}")
    }
}

/// A field that is text.
pub(super) fn text<'a>(form: &'a Map<String, Value>, key: &str) -> Option<&'a str> {
    form.get(key).and_then(Value::as_str)
}

/// A field that is a list.
pub(super) fn list<'a>(form: &'a Map<String, Value>, key: &str) -> Option<&'a [Value]> {
    form.get(key).and_then(Value::as_array).map(Vec::as_slice)
}

/// Says that a field is missing.
pub(super) fn required(path: &str, errors: &mut FormErrors) {
    errors.add(path, "BASE_TYPE_REQUIRED", "This field is required");
}

/// Says that a field must be one of `allowed`, a list as Discord prints it without its braces.
pub(super) fn one_of(path: &str, allowed: &str, errors: &mut FormErrors) {
    errors.add(
        path,
        "BASE_TYPE_CHOICES",
        format!("Value must be one of {{{allowed}}}."),
    );
}

/// Checks a required text of `least` to `most` characters, and gives it back when it is good.
pub(super) fn length<'a>(
    form: &'a Map<String, Value>,
    at: &str,
    key: &str,
    least: usize,
    most: usize,
    errors: &mut FormErrors,
) -> Option<&'a str> {
    let path = join(at, key);
    match form.get(key) {
        None | Some(Value::Null) => {
            required(&path, errors);
            None
        }
        Some(Value::String(text)) => {
            within(text, &path, least, most, errors).then_some(text.as_str())
        }
        Some(_) => {
            errors.add(
                &path,
                "STRING_TYPE_CONVERT",
                "Could not interpret value as string.",
            );
            None
        }
    }
}

/// Checks that a text has `least` to `most` characters.
pub(super) fn within(
    text: &str,
    path: &str,
    least: usize,
    most: usize,
    errors: &mut FormErrors,
) -> bool {
    let good = (least..=most).contains(&text.chars().count());
    if !good {
        errors.add(
            path,
            "BASE_TYPE_BAD_LENGTH",
            format!("Must be between {least} and {most} in length."),
        );
    }
    good
}
