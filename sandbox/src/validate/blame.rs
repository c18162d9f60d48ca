//! Turns what the OpenAPI file refuses into Discord's nested error form.

use jsonschema::{
    ValidationError,
    error::{TypeKind, ValidationErrorKind as Kind},
};
use serde_json::Value;

use crate::error::FormErrors;

/// Adds a refusal to a form's errors, at the field that is to blame.
pub(super) fn add(
    document: &Value,
    error: &ValidationError,
    body: &Value,
    errors: &mut FormErrors,
) {
    let path = dotted(error);
    match error.kind() {
        Kind::OneOfNotValid { context } | Kind::AnyOf { context } => {
            branches(document, &path, context, error.instance(), body, errors);
        }
        Kind::Required { property } => {
            let name = property.as_str().unwrap_or_default();
            errors.add(
                &join(&path, name),
                "BASE_TYPE_REQUIRED",
                "This field is required",
            );
        }
        kind => {
            let (code, message) = wording(document, error, kind);
            errors.add(&path, code, message);
        }
    }
}

/// A refusal in one sentence, for those who read the sandbox's own mistakes.
pub(super) fn sentence(error: &ValidationError) -> String {
    let path = dotted(error);
    let place = if path.is_empty() { "it" } else { &path };
    match error.kind() {
        Kind::OneOfNotValid { context } | Kind::AnyOf { context } => {
            let closest = closest(&path, context);
            let inner: Vec<String> = closest.into_iter().flatten().map(sentence).collect();
            format!("{place} fits no variant ({})", inner.join(", "))
        }
        Kind::Required { property } => format!("{place} lacks {property}"),
        _ => format!("{place}: {}", error.masked_with("the value")),
    }
}

/// Of a union none of whose variants fits, blames the variant that was meant.
fn branches(
    document: &Value,
    path: &str,
    context: &[Vec<ValidationError<'static>>],
    instance: &Value,
    body: &Value,
    errors: &mut FormErrors,
) {
    if let Some(branch) = closest(path, context) {
        for error in branch {
            add(document, error, body, errors);
        }
        return;
    }
    let constants: Vec<String> = context
        .iter()
        .flatten()
        .filter_map(|error| match error.kind() {
            Kind::Constant { expected_value } => Some(expected_value.to_string()),
            _ => None,
        })
        .collect();
    if instance.is_object() {
        let kinds: Vec<String> = context
            .iter()
            .flatten()
            .filter(|error| dotted(error) == join(path, "type"))
            .filter_map(|error| match error.kind() {
                Kind::Enum { options } => options.as_array().map(|list| {
                    list.iter()
                        .map(ToString::to_string)
                        .collect::<Vec<_>>()
                        .join(", ")
                }),
                _ => None,
            })
            .collect();
        errors.add(
            path,
            "UNION_TYPE_CHOICES",
            format!(
                "Value of field \"type\" must be one of ({}).",
                kinds.join(", ")
            ),
        );
    } else if constants.is_empty() {
        match context
            .iter()
            .flatten()
            .find(|error| !matches!(error.kind(), Kind::Type { kind } if is_null(kind)))
        {
            Some(error) => add(document, error, body, errors),
            None => errors.add(path, "BASE_TYPE_REQUIRED", "This field is required"),
        }
    } else {
        errors.add(
            path,
            "BASE_TYPE_CHOICES",
            format!("Value must be one of {{{}}}.", constants.join(", ")),
        );
    }
}

/// The variant that was meant: of those whose own type and `type` field fit, the one with the fewest errors.
fn closest<'c>(
    path: &str,
    context: &'c [Vec<ValidationError<'static>>],
) -> Option<&'c Vec<ValidationError<'static>>> {
    let kind_path = join(path, "type");
    context
        .iter()
        .filter(|branch| {
            !branch.is_empty()
                && !branch.iter().any(|error| {
                    let at = dotted(error);
                    match error.kind() {
                        Kind::Type { .. } | Kind::Constant { .. } | Kind::Pattern { .. } => {
                            at == path
                        }
                        Kind::Enum { .. } => at == path || at == kind_path,
                        _ => false,
                    }
                })
        })
        .min_by_key(|branch| branch.len())
}

/// Discord's code and sentence for a single field.
fn wording(document: &Value, error: &ValidationError, kind: &Kind) -> (&'static str, String) {
    let value = plain(error.instance());
    match kind {
        Kind::MaxLength { .. } | Kind::MinLength { .. } => {
            length(document, error, "minLength", "maxLength")
        }
        Kind::MaxItems { .. } | Kind::MinItems { .. } => {
            length(document, error, "minItems", "maxItems")
        }
        Kind::Maximum { limit } | Kind::ExclusiveMaximum { limit } => (
            "NUMBER_TYPE_MAX",
            format!("int value should be less than or equal to {limit}."),
        ),
        Kind::Minimum { limit } | Kind::ExclusiveMinimum { limit } => (
            "NUMBER_TYPE_MIN",
            format!("int value should be greater than or equal to {limit}."),
        ),
        Kind::Type { kind } => wrong_type(kind, &value),
        Kind::Enum { options } => (
            "BASE_TYPE_CHOICES",
            format!(
                "Value must be one of {{{}}}.",
                options
                    .as_array()
                    .into_iter()
                    .flatten()
                    .map(ToString::to_string)
                    .collect::<Vec<_>>()
                    .join(", ")
            ),
        ),
        Kind::Constant { expected_value } => (
            "BASE_TYPE_CHOICES",
            format!("Value must be one of {{{expected_value}}}."),
        ),
        Kind::Format { format } if format == "uri" => {
            ("URL_TYPE_INVALID_URL", "Not a well formed URL.".to_owned())
        }
        Kind::Format { format } if format == "date-time" => (
            "DATE_TIME_TYPE_PARSE",
            format!("Could not parse {value}. Should be ISO8601."),
        ),
        Kind::Pattern { pattern } if pattern.contains("[1-9][0-9]*") => (
            "NUMBER_TYPE_COERCE",
            format!("Value \"{value}\" is not snowflake."),
        ),
        Kind::Pattern { .. } => (
            "STRING_TYPE_REGEX",
            "String value did not match validation regex.".to_owned(),
        ),
        Kind::UniqueItems => (
            "SET_TYPE_ALREADY_CONTAINS_VALUE",
            "The set already contains this value".to_owned(),
        ),
        other => (
            "SANDBOX_SCHEMA",
            format!("Discord's description refuses this: {}.", other.keyword()),
        ),
    }
}

/// The code and sentence for a text or list of the wrong length, which depend on whether both ends are limited.
fn length(
    document: &Value,
    error: &ValidationError,
    min: &str,
    max: &str,
) -> (&'static str, String) {
    let limits = parent(document, error);
    let limit = |name: &str| {
        limits
            .and_then(|schema| schema.get(name))
            .and_then(Value::as_u64)
    };
    let own = match error.kind() {
        Kind::MaxLength { limit } | Kind::MaxItems { limit } => (None, Some(*limit)),
        Kind::MinLength { limit } | Kind::MinItems { limit } => (Some(*limit), None),
        _ => (None, None),
    };
    super::form::length_wording(
        limit(min).or(own.0).filter(|least| *least > 0),
        limit(max).or(own.1),
    )
}

/// The schema that holds the keyword that refused.
fn parent<'d>(document: &'d Value, error: &ValidationError) -> Option<&'d Value> {
    let location = error.absolute_keyword_location()?;
    let pointer = location.fragment()?.as_str();
    let (parent, _) = pointer.rsplit_once('/')?;
    document.pointer(parent)
}

fn wrong_type(kind: &TypeKind, value: &str) -> (&'static str, String) {
    use jsonschema::JsonType;

    let wants = |wanted: JsonType| match kind {
        TypeKind::Single(single) => *single == wanted,
        TypeKind::Multiple(set) => set.contains(wanted),
    };
    if wants(JsonType::String) && wants(JsonType::Integer) {
        (
            "NUMBER_TYPE_COERCE",
            format!("Value \"{value}\" is not snowflake."),
        )
    } else if wants(JsonType::String) {
        (
            "STRING_TYPE_CONVERT",
            "Could not interpret value as string.".to_owned(),
        )
    } else if wants(JsonType::Integer) || wants(JsonType::Number) {
        (
            "NUMBER_TYPE_COERCE",
            format!("Value \"{value}\" is not int."),
        )
    } else if wants(JsonType::Boolean) {
        (
            "BOOLEAN_TYPE_CONVERT",
            "Must be either true or false.".to_owned(),
        )
    } else if wants(JsonType::Array) {
        (
            "LIST_TYPE_CONVERT",
            "Only iterables may be used in a ListType".to_owned(),
        )
    } else {
        (
            "MODEL_TYPE_CONVERT",
            "Only dictionaries may be used in a ModelType".to_owned(),
        )
    }
}

fn is_null(kind: &TypeKind) -> bool {
    matches!(kind, TypeKind::Single(jsonschema::JsonType::Null))
}

/// A value as Discord quotes it: text without quotation marks.
fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// Where the refused value stands, with dots.
fn dotted(error: &ValidationError) -> String {
    error
        .instance_path()
        .as_str()
        .trim_start_matches('/')
        .replace('/', ".")
}

fn join(path: &str, name: &str) -> String {
    if path.is_empty() {
        name.to_owned()
    } else {
        format!("{path}.{name}")
    }
}
