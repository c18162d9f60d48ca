//! The fields that commands, options and choices share.

use serde_json::{Map, Value};
use twilight_validate::command as limits;

use super::super::form::{join, length, list, one_of, text, within};
use crate::error::FormErrors;

/// Characters that a command's name, description and values, its options' included, may add up to.
///
/// Discord's documents say 8,000; twilight-validate still has the earlier 4,000.
const TOTAL_CHARACTERS: usize = 8_000;

/// Locales that Discord knows.
const LOCALES: &[&str] = &[
    "id", "da", "de", "en-GB", "en-US", "es-ES", "es-419", "fr", "hr", "it", "lt", "hu", "nl",
    "no", "pl", "pt-BR", "ro", "fi", "sv-SE", "vi", "tr", "cs", "el", "bg", "ru", "uk", "hi", "th",
    "zh-CN", "ja", "zh-TW", "ko", "ar", "he",
];

/// A command's or option's name. `strict` is the rule for slash commands and options: lower case, no spaces.
pub(super) fn name(body: &Map<String, Value>, at: &str, strict: bool, errors: &mut FormErrors) {
    if let Some(name) = length(body, at, "name", 1, 32, errors) {
        well_formed(name, &join(at, "name"), strict, errors);
    }
}

fn well_formed(name: &str, path: &str, strict: bool, errors: &mut FormErrors) {
    let good = if strict {
        // Discord's pattern also takes an apostrophe, and letters with Devanagari and Thai vowel marks.
        let plain: String = name.chars().filter(|c| !is_mark(*c)).collect();
        plain.is_empty() || limits::chat_input_name(plain).is_ok()
    } else {
        limits::name(name).is_ok() && !name.trim().is_empty()
    };
    if !good {
        errors.add(
            path,
            "APPLICATION_COMMAND_INVALID_NAME",
            "Command name is invalid",
        );
    }
}

fn is_mark(c: char) -> bool {
    c == '\'' || ('\u{0900}'..='\u{097f}').contains(&c) || ('\u{0e00}'..='\u{0e7f}').contains(&c)
}

/// The description that slash commands and options must have.
pub(super) fn description(body: &Map<String, Value>, at: &str, errors: &mut FormErrors) {
    length(body, at, "description", 1, 100, errors);
}

/// A dictionary of translations of at most `most` characters each.
pub(super) fn localizations(
    body: &Map<String, Value>,
    at: &str,
    key: &str,
    most: usize,
    strict_name: bool,
    errors: &mut FormErrors,
) {
    let path = join(at, key);
    let translations = match body.get(key) {
        None | Some(Value::Null) => return,
        Some(Value::Object(translations)) => translations,
        Some(_) => {
            errors.add(
                &path,
                "DICT_TYPE_CONVERT",
                "Only dictionaries may be used in a DictType",
            );
            return;
        }
    };
    for (locale, translation) in translations {
        let path = join(&path, locale);
        if !LOCALES.contains(&locale.as_str()) {
            one_of(&path, &LOCALES.join(", "), errors);
        }
        let Some(text) = translation.as_str() else {
            errors.add(
                &path,
                "STRING_TYPE_CONVERT",
                "Could not interpret value as string.",
            );
            continue;
        };
        if within(text, &path, 1, most, errors) && strict_name {
            well_formed(text, &path, true, errors);
        }
    }
}

/// The permissions asked of members by default: null, or a number written as text. Discord still takes a number.
pub(super) fn default_member_permissions(
    body: &Map<String, Value>,
    at: &str,
    errors: &mut FormErrors,
) {
    let good = match body.get("default_member_permissions") {
        None | Some(Value::Null) => true,
        Some(Value::String(text)) => text.parse::<u64>().is_ok(),
        Some(Value::Number(number)) => number.as_u64().is_some(),
        Some(_) => false,
    };
    if !good {
        errors.add(
            &join(at, "default_member_permissions"),
            "NUMBER_TYPE_COERCE",
            "Value is not int.",
        );
    }
}

/// A list of distinct numbers, each of which must be in `allowed`, as in `0, 1, 2`.
pub(super) fn numbers(
    body: &Map<String, Value>,
    at: &str,
    key: &str,
    allowed: &str,
    errors: &mut FormErrors,
) {
    let path = join(at, key);
    let Some(values) = list(body, key) else {
        if body.get(key).is_some_and(|value| !value.is_null()) {
            errors.add(
                &path,
                "LIST_TYPE_CONVERT",
                "Only iterables may be used in a ListType",
            );
        }
        return;
    };
    if values.is_empty() {
        errors.add(
            &path,
            "BASE_TYPE_MIN_LENGTH",
            "Must be 1 or more in length.",
        );
    }
    for (index, value) in values.iter().enumerate() {
        let shown = value.to_string();
        if !allowed.split(", ").any(|number| shown == number) {
            one_of(&format!("{path}.{index}"), allowed, errors);
        }
        if values[..index].contains(value) {
            errors.add(
                &path,
                "SET_TYPE_ALREADY_CONTAINS_VALUE",
                "The set already contains this value",
            );
        }
    }
}

/// Checks that the whole command is not too large. Of translations, the longest of each field counts.
pub(super) fn total(body: &Map<String, Value>, at: &str, errors: &mut FormErrors) {
    if characters(body) > TOTAL_CHARACTERS {
        errors.add(
            at,
            "APPLICATION_COMMAND_TOO_LARGE",
            format!("Command exceeds maximum size ({TOTAL_CHARACTERS})"),
        );
    }
}

fn characters(body: &Map<String, Value>) -> usize {
    let count = |text: &str| text.chars().count();
    let longest = |key: &str| {
        let translated = body
            .get(&format!("{key}_localizations"))
            .and_then(Value::as_object)
            .into_iter()
            .flat_map(Map::values)
            .filter_map(Value::as_str)
            .map(count);
        let own = text(body, key).map(count);
        translated.chain(own).max().unwrap_or(0)
    };
    let value = text(body, "value").map_or(0, count);
    let nested: usize = ["options", "choices"]
        .into_iter()
        .filter_map(|key| list(body, key))
        .flatten()
        .filter_map(Value::as_object)
        .map(characters)
        .sum();
    longest("name") + longest("description") + value + nested
}
