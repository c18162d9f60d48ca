//! What a modal must be like, and how Discord renders one.

use serde_json::{Map, Value, json};

use super::super::form::{join, length, list, one_of, required, text, within};
use crate::error::FormErrors;

/// Top-level components that a modal may have.
const MAX_COMPONENTS: usize = 5;

/// Discord's numbers for the component types that modals know.
mod kind {
    pub(super) const ACTION_ROW: u64 = 1;
    pub(super) const STRING_SELECT: u64 = 3;
    pub(super) const TEXT_INPUT: u64 = 4;
    pub(super) const USER_SELECT: u64 = 5;
    pub(super) const CHANNEL_SELECT: u64 = 8;
    pub(super) const TEXT_DISPLAY: u64 = 10;
    pub(super) const LABEL: u64 = 18;
    pub(super) const FILE_UPLOAD: u64 = 19;
    pub(super) const CHECKBOX_GROUP: u64 = 22;
    pub(super) const CHECKBOX: u64 = 23;
}

/// Checks the `data` of a callback that opens a modal.
pub(super) fn check(data: &Map<String, Value>, at: &str, errors: &mut FormErrors) {
    length(data, at, "custom_id", 1, 100, errors);
    length(data, at, "title", 1, 45, errors);
    let path = join(at, "components");
    let Some(components) = list(data, "components") else {
        required(&path, errors);
        return;
    };
    if !(1..=MAX_COMPONENTS).contains(&components.len()) {
        errors.add(
            &path,
            "BASE_TYPE_BAD_LENGTH",
            format!("Must be between 1 and {MAX_COMPONENTS} in length."),
        );
    }
    let mut seen = Vec::new();
    for (index, component) in components.iter().enumerate() {
        top_level(component, &format!("{path}.{index}"), &mut seen, errors);
    }
}

fn fields<'a>(
    component: &'a Value,
    at: &str,
    errors: &mut FormErrors,
) -> Option<&'a Map<String, Value>> {
    let fields = component.as_object();
    if fields.is_none() {
        errors.add(
            at,
            "MODEL_TYPE_CONVERT",
            "Only dictionaries may be used in a ModelType",
        );
    }
    fields
}

fn top_level<'a>(component: &'a Value, at: &str, seen: &mut Vec<&'a str>, errors: &mut FormErrors) {
    let Some(body) = fields(component, at, errors) else {
        return;
    };
    match component["type"].as_u64() {
        Some(kind::ACTION_ROW) => row(body, at, seen, errors),
        Some(kind::LABEL) => label(body, at, seen, errors),
        Some(kind::TEXT_DISPLAY) => {
            length(body, at, "content", 1, 4000, errors);
        }
        Some(_) => one_of(&join(at, "type"), "1, 10, 18", errors),
        None => required(&join(at, "type"), errors),
    }
}

/// An action row holds exactly one text input, which carries its own label.
fn row<'a>(
    body: &'a Map<String, Value>,
    at: &str,
    seen: &mut Vec<&'a str>,
    errors: &mut FormErrors,
) {
    let path = join(at, "components");
    let inner = list(body, "components").unwrap_or_default();
    if inner.len() != 1 {
        errors.add(
            &path,
            "BASE_TYPE_BAD_LENGTH",
            "Must be between 1 and 1 in length.",
        );
    }
    for (index, component) in inner.iter().enumerate() {
        let at = format!("{path}.{index}");
        let Some(body) = fields(component, &at, errors) else {
            continue;
        };
        if component["type"].as_u64() == Some(kind::TEXT_INPUT) {
            length(body, &at, "label", 1, 45, errors);
            text_input(body, &at, errors);
            own_id(body, &at, seen, errors);
        } else {
            one_of(&join(&at, "type"), "4", errors);
        }
    }
}

/// A label holds exactly one field of whichever kind.
fn label<'a>(
    body: &'a Map<String, Value>,
    at: &str,
    seen: &mut Vec<&'a str>,
    errors: &mut FormErrors,
) {
    length(body, at, "label", 1, 45, errors);
    if let Some(text) = text(body, "description") {
        within(text, &join(at, "description"), 1, 100, errors);
    }
    let at = join(at, "component");
    let Some(component) = body.get("component").filter(|inner| !inner.is_null()) else {
        required(&at, errors);
        return;
    };
    let Some(body) = fields(component, &at, errors) else {
        return;
    };
    match component["type"].as_u64() {
        Some(kind::TEXT_INPUT) => text_input(body, &at, errors),
        Some(kind::STRING_SELECT) => {
            options(body, &at, 1, 25, errors);
            range(body, &at, 25, errors);
        }
        Some(kind::USER_SELECT..=kind::CHANNEL_SELECT) => range(body, &at, 25, errors),
        Some(kind::FILE_UPLOAD) => range(body, &at, 10, errors),
        Some(kind::CHECKBOX_GROUP) => {
            options(body, &at, 1, 10, errors);
            range(body, &at, 10, errors);
        }
        Some(kind::CHECKBOX) => {}
        Some(_) => {
            one_of(&join(&at, "type"), "3, 4, 5, 6, 7, 8, 19, 22, 23", errors);
            return;
        }
        None => {
            required(&join(&at, "type"), errors);
            return;
        }
    }
    if component["disabled"] == true {
        errors.add(
            &join(&at, "disabled"),
            "SANDBOX_DISABLED_IN_MODAL",
            "Components in a modal cannot be disabled",
        );
    }
    own_id(body, &at, seen, errors);
}

/// Every field needs a `custom_id` that no other field of the modal has.
fn own_id<'a>(
    body: &'a Map<String, Value>,
    at: &str,
    seen: &mut Vec<&'a str>,
    errors: &mut FormErrors,
) {
    let Some(id) = length(body, at, "custom_id", 1, 100, errors) else {
        return;
    };
    if seen.contains(&id) {
        errors.add(
            &join(at, "custom_id"),
            "COMPONENT_CUSTOM_ID_DUPLICATED",
            "Component custom id cannot be duplicated",
        );
    }
    seen.push(id);
}

fn text_input(body: &Map<String, Value>, at: &str, errors: &mut FormErrors) {
    match body.get("style").and_then(Value::as_u64) {
        Some(1 | 2) => {}
        Some(_) => one_of(&join(at, "style"), "1, 2", errors),
        None => required(&join(at, "style"), errors),
    }
    for (key, most) in [("placeholder", 100), ("value", 4000)] {
        if let Some(text) = text(body, key) {
            within(text, &join(at, key), 0, most, errors);
        }
    }
    let least = number(body, at, "min_length", 0, 4000, errors);
    let most = number(body, at, "max_length", 1, 4000, errors);
    if let (Some(least), Some(most)) = (least, most)
        && least > most
    {
        errors.add(
            &join(at, "min_length"),
            "SANDBOX_MIN_ABOVE_MAX",
            "min_length must be less than or equal to max_length",
        );
    }
}

fn options(
    body: &Map<String, Value>,
    at: &str,
    least: usize,
    most: usize,
    errors: &mut FormErrors,
) {
    let path = join(at, "options");
    let options = list(body, "options").unwrap_or_default();
    if !(least..=most).contains(&options.len()) {
        errors.add(
            &path,
            "BASE_TYPE_BAD_LENGTH",
            format!("Must be between {least} and {most} in length."),
        );
    }
    let mut seen = Vec::new();
    for (index, option) in options.iter().enumerate() {
        let at = format!("{path}.{index}");
        let Some(option) = fields(option, &at, errors) else {
            continue;
        };
        length(option, &at, "label", 1, 100, errors);
        if let Some(text) = text(option, "description") {
            within(text, &join(&at, "description"), 1, 100, errors);
        }
        let Some(value) = length(option, &at, "value", 1, 100, errors) else {
            continue;
        };
        if seen.contains(&value) {
            errors.add(
                &join(&at, "value"),
                "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED",
                "The specified option value is already used",
            );
        }
        seen.push(value);
    }
}

fn range(body: &Map<String, Value>, at: &str, limit: i64, errors: &mut FormErrors) {
    let least = number(body, at, "min_values", 0, limit, errors);
    let most = number(body, at, "max_values", 1, limit, errors);
    if least.unwrap_or(1) > most.unwrap_or(limit) {
        errors.add(
            &join(at, "min_values"),
            "SANDBOX_MIN_ABOVE_MAX",
            "min_values must be less than or equal to max_values",
        );
    }
}

fn number(
    body: &Map<String, Value>,
    at: &str,
    key: &str,
    least: i64,
    most: i64,
    errors: &mut FormErrors,
) -> Option<i64> {
    let number = body.get(key)?.as_i64()?;
    if number < least {
        errors.add(
            &join(at, key),
            "NUMBER_TYPE_MIN",
            format!("int value should be greater than or equal to {least}."),
        );
    } else if number > most {
        errors.add(
            &join(at, key),
            "NUMBER_TYPE_MAX",
            format!("int value should be less than or equal to {most}."),
        );
    }
    Some(number)
}

/// A checked modal as people see it: every component has its number, counted from 1 where the bot gave none.
pub(super) fn render(data: &Map<String, Value>) -> Value {
    let mut components = data.get("components").cloned().unwrap_or_default();
    let mut next = 1;
    if let Some(list) = components.as_array_mut() {
        for component in list {
            enumerate(component, &mut next);
        }
    }
    json!({
        "custom_id": data.get("custom_id"),
        "title": data.get("title"),
        "components": components,
    })
}

fn enumerate(component: &mut Value, next: &mut i64) {
    let Some(fields) = component.as_object_mut() else {
        return;
    };
    fields.retain(|_, value| !value.is_null());
    if fields.get("id").and_then(Value::as_i64).unwrap_or(0) == 0 {
        fields.insert("id".to_owned(), json!(next));
    }
    *next += 1;
    if let Some(inner) = fields.get_mut("component") {
        enumerate(inner, next);
    }
    if let Some(inner) = fields.get_mut("components").and_then(Value::as_array_mut) {
        for component in inner {
            enumerate(component, next);
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::*;

    fn input(custom_id: &str) -> Value {
        json!({ "type": 1, "components": [
            { "type": 4, "custom_id": custom_id, "style": 1, "label": "What" },
        ] })
    }

    fn codes(modal: &Value) -> String {
        let mut errors = FormErrors::new();
        check(modal.as_object().unwrap(), "data", &mut errors);
        match errors.finish() {
            Ok(()) => String::new(),
            Err(error) => error.errors.unwrap().to_string(),
        }
    }

    fn modal(components: &[Value]) -> Value {
        json!({ "custom_id": "m", "title": "Ask", "components": components })
    }

    #[test]
    fn good_modals_pass() {
        let label = json!({ "type": 18, "label": "Who", "component":
            { "type": 5, "custom_id": "who", "max_values": 3 } });
        let display = json!({ "type": 10, "content": "Hello" });
        assert_eq!(codes(&modal(&[input("a"), label, display])), "");
    }

    #[test]
    fn each_breach_names_its_path() {
        let six: Vec<Value> = (0..6).map(|n| input(&n.to_string())).collect();
        assert_eq!(
            codes(&modal(&six)),
            json!({ "data": { "components": { "_errors": [{
                "code": "BASE_TYPE_BAD_LENGTH",
                "message": "Must be between 1 and 5 in length.",
            }] } } })
            .to_string()
        );
        let twice = codes(&modal(&[input("a"), input("a")]));
        assert!(twice.contains("COMPONENT_CUSTOM_ID_DUPLICATED"), "{twice}");
        let button = json!({ "type": 1, "components": [{ "type": 2, "style": 1, "label": "x", "custom_id": "b" }] });
        assert!(codes(&modal(&[button])).contains("BASE_TYPE_CHOICES"));
        let bare = json!({ "type": 4, "custom_id": "a", "style": 1, "label": "x" });
        assert!(codes(&modal(&[bare])).contains("BASE_TYPE_CHOICES"));
    }

    #[test]
    fn rendering_numbers_every_component_once() {
        let rendered = render(modal(&[input("a"), input("b")]).as_object().unwrap());
        assert_eq!(rendered["components"][0]["id"], 1);
        assert_eq!(rendered["components"][0]["components"][0]["id"], 2);
        assert_eq!(rendered["components"][1]["id"], 3);
    }
}
