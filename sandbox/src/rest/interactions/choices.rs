//! What autocomplete may answer.

use serde_json::{Map, Value};
use twilight_model::application::command::CommandOptionType;

use super::super::{
    commands::check::value_of_choice,
    form::{join, length, list},
};
use crate::error::FormErrors;

/// Suggestions that one answer may hold.
const MAX_CHOICES: usize = 25;

/// Checks the suggestions for an option of type `kind`.
pub(super) fn check(
    data: &Map<String, Value>,
    at: &str,
    kind: CommandOptionType,
    errors: &mut FormErrors,
) {
    let path = join(at, "choices");
    if data
        .get("choices")
        .is_some_and(|value| !value.is_array() && !value.is_null())
    {
        errors.add(
            &path,
            "LIST_TYPE_CONVERT",
            "Only iterables may be used in a ListType",
        );
    }
    let choices = list(data, "choices").unwrap_or_default();
    if choices.len() > MAX_CHOICES {
        errors.add(
            &path,
            "BASE_TYPE_MAX_LENGTH",
            format!("Must be {MAX_CHOICES} or fewer in length."),
        );
    }
    for (index, choice) in choices.iter().enumerate() {
        let at = format!("{path}.{index}");
        let Some(choice) = choice.as_object() else {
            errors.add(
                &at,
                "MODEL_TYPE_CONVERT",
                "Only dictionaries may be used in a ModelType",
            );
            continue;
        };
        length(choice, &at, "name", 1, 100, errors);
        value_of_choice(choice, &at, kind, errors);
    }
}
