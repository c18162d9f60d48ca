//! What a command's definition must be like, field by field, with Discord's error for each breach.

use serde_json::{Map, Value};
use twilight_model::application::command::{Command, CommandOptionType, CommandType};
use twilight_validate::command as limits;

use super::super::form::{join, length, list, one_of, required, text};
use super::fields::{default_member_permissions, description, localizations, name, numbers, total};
use crate::error::{ApiError, FormErrors};

/// Checks a whole definition. `at` is the path of the command in the body: empty, or its index in a list.
pub(super) fn command(body: &Map<String, Value>, at: &str, errors: &mut FormErrors) {
    let kind = match body.get("type") {
        None | Some(Value::Null) => Some(CommandType::ChatInput),
        Some(kind) => match kind.as_u64() {
            Some(1) => Some(CommandType::ChatInput),
            Some(2) => Some(CommandType::User),
            Some(3) => Some(CommandType::Message),
            // Entry points (4) belong to applications with an Activity, which this one is not.
            _ => {
                one_of(&join(at, "type"), "1, 2, 3", errors);
                None
            }
        },
    };
    let Some(kind) = kind else { return };
    let is_chat = kind == CommandType::ChatInput;
    name(body, at, is_chat, errors);
    localizations(body, at, "name_localizations", 32, is_chat, errors);
    localizations(body, at, "description_localizations", 100, false, errors);
    default_member_permissions(body, at, errors);
    numbers(body, at, "contexts", "0, 1, 2", errors);
    numbers(body, at, "integration_types", "0, 1", errors);
    if is_chat {
        description(body, at, errors);
        options(body, at, Level::Command, errors);
        total(body, at, errors);
    } else {
        context_menu(body, at, errors);
    }
}

/// Lets twilight-validate look at a definition that passed, where the two do not differ: it still has the earlier
/// limit of 4,000 characters, and takes neither apostrophes nor vowel marks in names.
pub(super) fn second_opinion(definition: &Command) -> Result<(), ApiError> {
    use limits::CommandValidationErrorType as Refused;
    let refused = limits::command(definition)
        .and_then(|()| limits::options(&definition.options))
        .err();
    match refused {
        None => Ok(()),
        Some(error)
            if matches!(
                error.kind(),
                Refused::CommandTooLarge { .. }
                    | Refused::NameCharacterInvalid { .. }
                    | Refused::OptionNameCharacterInvalid { .. }
            ) =>
        {
            Ok(())
        }
        Some(error) => Err(ApiError::invalid_form(
            "",
            "SANDBOX_TWILIGHT",
            error.to_string(),
        )),
    }
}

/// A user or message command has neither description nor options.
fn context_menu(body: &Map<String, Value>, at: &str, errors: &mut FormErrors) {
    let described = text(body, "description").is_some_and(|text| !text.is_empty());
    if described {
        errors.add(
            &join(at, "description"),
            "APPLICATION_COMMAND_CONTEXT_MENU_DESCRIPTION_CANNOT_BE_SET",
            "Context menu commands cannot have description",
        );
    }
    if list(body, "options").is_some_and(|options| !options.is_empty()) {
        errors.add(
            &join(at, "options"),
            "APPLICATION_COMMAND_CONTEXT_MENU_OPTIONS_CANNOT_BE_SET",
            "Context menu commands cannot have options",
        );
    }
}

/// Where a list of options stands, which decides what may be in it.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Level {
    Command,
    Group,
    Subcommand,
}

fn options(body: &Map<String, Value>, at: &str, level: Level, errors: &mut FormErrors) {
    let path = join(at, "options");
    let Some(options) = list(body, "options") else {
        if body
            .get("options")
            .is_some_and(|options| !options.is_null())
        {
            errors.add(
                &path,
                "LIST_TYPE_CONVERT",
                "Only iterables may be used in a ListType",
            );
        }
        return;
    };
    if options.len() > limits::OPTIONS_LIMIT {
        errors.add(
            &path,
            "BASE_TYPE_MAX_LENGTH",
            "Must be 25 or fewer in length.",
        );
    }
    let mut seen: Vec<&str> = Vec::new();
    let mut optional_seen = false;
    let mut nested = 0;
    for (index, value) in options.iter().enumerate() {
        let at = format!("{path}.{index}");
        let Some(fields) = value.as_object() else {
            errors.add(
                &at,
                "MODEL_TYPE_CONVERT",
                "Only dictionaries may be used in a ModelType",
            );
            continue;
        };
        let Some(kind) = option(fields, &at, level, errors) else {
            continue;
        };
        if is_nested(kind) {
            nested += 1;
        } else if fields.get("required").and_then(Value::as_bool) != Some(true) {
            optional_seen = true;
        } else if optional_seen {
            errors.add(
                &at,
                "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
                "Required options must be placed before non-required options",
            );
        }
        if let Some(name) = text(fields, "name") {
            if seen.contains(&name) {
                errors.add(
                    &at,
                    "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS",
                    "Option name already exists",
                );
            }
            seen.push(name);
        }
    }
    if nested > 0 && nested < options.len() {
        errors.add(
            &path,
            "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
            "Sub-command and sub-command group option types are mutually exclusive to all other types",
        );
    }
}

/// Checks one option; its type, when it has a good one.
fn option(
    fields: &Map<String, Value>,
    at: &str,
    level: Level,
    errors: &mut FormErrors,
) -> Option<CommandOptionType> {
    let kind = option_kind(fields, at, errors)?;
    let misplaced = match level {
        Level::Command => false,
        Level::Group => kind != CommandOptionType::SubCommand,
        Level::Subcommand => is_nested(kind),
    };
    if misplaced {
        let allowed = if level == Level::Group {
            "1"
        } else {
            "3, 4, 5, 6, 7, 8, 9, 10, 11"
        };
        one_of(&join(at, "type"), allowed, errors);
        return None;
    }
    name(fields, at, true, errors);
    description(fields, at, errors);
    localizations(fields, at, "name_localizations", 32, true, errors);
    localizations(fields, at, "description_localizations", 100, false, errors);
    match kind {
        CommandOptionType::SubCommand => options(fields, at, Level::Subcommand, errors),
        CommandOptionType::SubCommandGroup => options(fields, at, Level::Group, errors),
        CommandOptionType::String => {
            lengths(fields, at, errors);
            choices(fields, at, kind, errors);
        }
        CommandOptionType::Integer | CommandOptionType::Number => {
            bounds(fields, at, kind, errors);
            choices(fields, at, kind, errors);
        }
        _ => {
            for key in ["choices", "autocomplete"] {
                let set = fields.get(key).is_some_and(|value| {
                    value.as_bool() == Some(true)
                        || value.as_array().is_some_and(|list| !list.is_empty())
                });
                if set {
                    errors.add(
                        &join(at, key),
                        "SANDBOX_CHOICES_TYPE",
                        "Only string, integer and number options can have choices or autocomplete",
                    );
                }
            }
        }
    }
    Some(kind)
}

fn option_kind(
    fields: &Map<String, Value>,
    at: &str,
    errors: &mut FormErrors,
) -> Option<CommandOptionType> {
    let path = join(at, "type");
    let Some(value) = fields.get("type").filter(|value| !value.is_null()) else {
        required(&path, errors);
        return None;
    };
    let kind = serde_json::from_value(value.clone()).ok();
    if kind.is_none() {
        one_of(&path, "1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11", errors);
    }
    kind
}

fn choices(
    fields: &Map<String, Value>,
    at: &str,
    kind: CommandOptionType,
    errors: &mut FormErrors,
) {
    let path = join(at, "choices");
    let choices = list(fields, "choices").unwrap_or_default();
    if choices.len() > limits::CHOICES_LIMIT {
        errors.add(
            &path,
            "BASE_TYPE_MAX_LENGTH",
            "Must be 25 or fewer in length.",
        );
    }
    if !choices.is_empty() && fields.get("autocomplete").and_then(Value::as_bool) == Some(true) {
        errors.add(
            &join(at, "autocomplete"),
            "SANDBOX_AUTOCOMPLETE_WITH_CHOICES",
            "Autocomplete cannot be set together with choices",
        );
    }
    let mut seen: Vec<&str> = Vec::new();
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
        localizations(choice, &at, "name_localizations", 100, false, errors);
        value_of_choice(choice, &at, kind, errors);
        if let Some(name) = text(choice, "name") {
            if seen.contains(&name) {
                errors.add(
                    &at,
                    "APPLICATION_COMMAND_OPTIONS_CHOICE_NAME_ALREADY_EXISTS",
                    "Option choice name already exists",
                );
            }
            seen.push(name);
        }
    }
}

/// Checks that a choice's value is of its option's type, and not too long. Autocomplete answers use it too.
pub(in crate::rest) fn value_of_choice(
    choice: &Map<String, Value>,
    at: &str,
    kind: CommandOptionType,
    errors: &mut FormErrors,
) {
    let path = join(at, "value");
    match (kind, choice.get("value")) {
        (_, None | Some(Value::Null)) => required(&path, errors),
        (CommandOptionType::String, Some(Value::String(_))) => {
            length(choice, at, "value", 1, 100, errors);
        }
        (CommandOptionType::String, Some(_)) => {
            errors.add(
                &path,
                "STRING_TYPE_CONVERT",
                "Could not interpret value as string.",
            );
        }
        (CommandOptionType::Integer, Some(value)) if value.as_i64().is_none() => {
            errors.add(
                &path,
                "NUMBER_TYPE_COERCE",
                format!("Value {value} is not int."),
            );
        }
        (CommandOptionType::Number, Some(value)) if value.as_f64().is_none() => {
            errors.add(
                &path,
                "NUMBER_TYPE_COERCE",
                format!("Value {value} is not float."),
            );
        }
        _ => {}
    }
}

fn lengths(fields: &Map<String, Value>, at: &str, errors: &mut FormErrors) {
    let read = |key: &str| fields.get(key).and_then(Value::as_i64);
    for (key, least) in [("min_length", 0), ("max_length", 1)] {
        if let Some(length) = read(key) {
            if length < least {
                errors.add(
                    &join(at, key),
                    "NUMBER_TYPE_MIN",
                    format!("int value should be greater than or equal to {least}."),
                );
            } else if length > 6_000 {
                errors.add(
                    &join(at, key),
                    "NUMBER_TYPE_MAX",
                    "int value should be less than or equal to 6000.",
                );
            }
        }
    }
    if let (Some(least), Some(most)) = (read("min_length"), read("max_length"))
        && least > most
    {
        errors.add(
            &join(at, "min_length"),
            "SANDBOX_MIN_ABOVE_MAX",
            "min_length must be less than or equal to max_length",
        );
    }
}

fn bounds(fields: &Map<String, Value>, at: &str, kind: CommandOptionType, errors: &mut FormErrors) {
    let read = |key: &str| fields.get(key).filter(|value| !value.is_null());
    for key in ["min_value", "max_value"] {
        if let Some(value) = read(key) {
            let good = if kind == CommandOptionType::Integer {
                value.as_i64().is_some()
            } else {
                value.as_f64().is_some()
            };
            if !good {
                errors.add(
                    &join(at, key),
                    "NUMBER_TYPE_COERCE",
                    format!("Value {value} is not a number of the option's type."),
                );
            }
        }
    }
    let number = |key: &str| read(key).and_then(Value::as_f64);
    if let (Some(least), Some(most)) = (number("min_value"), number("max_value"))
        && least > most
    {
        errors.add(
            &join(at, "min_value"),
            "SANDBOX_MIN_ABOVE_MAX",
            "min_value must be less than or equal to max_value",
        );
    }
}

fn is_nested(kind: CommandOptionType) -> bool {
    matches!(
        kind,
        CommandOptionType::SubCommand | CommandOptionType::SubCommandGroup
    )
}
