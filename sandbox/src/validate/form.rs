//! Reads single fields of a body, with Discord's sentence for each that is bad.
//!
//! It holds without the OpenAPI file too, so a handler never trusts a body.

use std::ops::RangeInclusive;

use serde_json::Value;
use twilight_model::id::Id;

use crate::error::{ApiError, FormErrors};

/// Discord's code and sentence for a text or list of the wrong length.
pub fn length_wording(least: Option<u64>, most: Option<u64>) -> (&'static str, String) {
    match (least, most) {
        (Some(least), Some(most)) => (
            "BASE_TYPE_BAD_LENGTH",
            format!("Must be between {least} and {most} in length."),
        ),
        (None, Some(most)) => (
            "BASE_TYPE_MAX_LENGTH",
            format!("Must be {most} or fewer in length."),
        ),
        (least, None) => (
            "BASE_TYPE_MIN_LENGTH",
            format!("Must be {} or more in length.", least.unwrap_or(1)),
        ),
    }
}

/// A body being read. Bad fields are collected; [`Form::finish`] refuses if there were any.
#[derive(Debug)]
pub struct Form<'b> {
    body: &'b Value,
    errors: FormErrors,
}

impl<'b> Form<'b> {
    /// Begins to read a body. Anything but an object is refused.
    pub fn new(body: Option<&'b Value>) -> Result<Self, ApiError> {
        const NOTHING: &Value = &Value::Null;
        let body = body.unwrap_or(NOTHING);
        if body.is_object() || body.is_null() {
            Ok(Self {
                body,
                errors: FormErrors::new(),
            })
        } else {
            Err(ApiError::invalid_form(
                "",
                "MODEL_TYPE_CONVERT",
                "Only dictionaries may be used in a ModelType",
            ))
        }
    }

    /// Whether a field is there, `null` included.
    pub fn has(&self, name: &str) -> bool {
        self.body.get(name).is_some()
    }

    /// A field as it stands, unless it is absent or `null`.
    pub fn value(&self, name: &str) -> Option<&'b Value> {
        self.body.get(name).filter(|value| !value.is_null())
    }

    /// Adds a bad field.
    pub fn refuse(&mut self, path: &str, code: &str, message: impl Into<String>) {
        self.errors.add(path, code, message);
    }

    /// Takes over the bad fields of a form inside this one.
    pub fn adopt(&mut self, path: &str, inner: FormErrors) {
        self.errors.adopt(path, inner);
    }

    /// Adds that a field is missing.
    pub fn require(&mut self, name: &str) {
        if self.value(name).is_none() {
            self.errors
                .add(name, "BASE_TYPE_REQUIRED", "This field is required");
        }
    }

    /// A text whose number of characters is within `length`.
    pub fn string(&mut self, name: &str, length: RangeInclusive<usize>) -> Option<String> {
        let value = self.value(name)?;
        let Some(text) = value.as_str() else {
            self.errors.add(
                name,
                "STRING_TYPE_CONVERT",
                "Could not interpret value as string.",
            );
            return None;
        };
        if !length.contains(&text.chars().count()) {
            let least = u64::try_from(*length.start())
                .ok()
                .filter(|least| *least > 0);
            let (code, message) = length_wording(least, u64::try_from(*length.end()).ok());
            self.errors.add(name, code, message);
        }
        Some(text.to_owned())
    }

    /// A yes or no.
    pub fn boolean(&mut self, name: &str) -> Option<bool> {
        let value = self.value(name)?;
        if !value.is_boolean() {
            self.errors.add(
                name,
                "BOOLEAN_TYPE_CONVERT",
                "Must be either true or false.",
            );
        }
        value.as_bool()
    }

    /// A whole number within `range`. Digits in a text are taken too, as Discord does.
    pub fn integer(&mut self, name: &str, range: RangeInclusive<i64>) -> Option<i64> {
        let value = self.value(name)?;
        let number = value
            .as_i64()
            .or_else(|| value.as_str().and_then(|text| text.parse().ok()));
        let Some(number) = number else {
            self.errors.add(
                name,
                "NUMBER_TYPE_COERCE",
                format!("Value \"{}\" is not int.", plain(value)),
            );
            return None;
        };
        if number < *range.start() {
            self.errors.add(
                name,
                "NUMBER_TYPE_MIN",
                format!(
                    "int value should be greater than or equal to {}.",
                    range.start()
                ),
            );
        } else if number > *range.end() {
            self.errors.add(
                name,
                "NUMBER_TYPE_MAX",
                format!("int value should be less than or equal to {}.", range.end()),
            );
        }
        Some(number)
    }

    /// A whole number that is one of a few.
    pub fn one_of(&mut self, name: &str, choices: &[i64]) -> Option<i64> {
        let number = self.integer(name, i64::MIN..=i64::MAX)?;
        if !choices.contains(&number) {
            let list: Vec<String> = choices.iter().map(ToString::to_string).collect();
            self.errors.add(
                name,
                "BASE_TYPE_CHOICES",
                format!("Value must be one of {{{}}}.", list.join(", ")),
            );
        }
        Some(number)
    }

    /// An id, as text or number.
    pub fn snowflake<T>(&mut self, name: &str) -> Option<Id<T>> {
        let value = self.value(name)?;
        let id = snowflake(value);
        if id.is_none() {
            self.errors.add(
                name,
                "NUMBER_TYPE_COERCE",
                format!("Value \"{}\" is not snowflake.", plain(value)),
            );
        }
        id
    }

    /// A list of ids, at most `most` of them.
    pub fn snowflakes<T>(&mut self, name: &str, most: usize) -> Option<Vec<Id<T>>> {
        let list = self.list(name, 0..=most)?;
        let mut ids = Vec::new();
        for (index, value) in list.iter().enumerate() {
            match snowflake(value) {
                Some(id) => ids.push(id),
                None => self.errors.add(
                    &format!("{name}.{index}"),
                    "NUMBER_TYPE_COERCE",
                    format!("Value \"{}\" is not snowflake.", plain(value)),
                ),
            }
        }
        Some(ids)
    }

    /// A list whose length is within `length`.
    pub fn list(&mut self, name: &str, length: RangeInclusive<usize>) -> Option<&'b Vec<Value>> {
        let value = self.value(name)?;
        let Some(list) = value.as_array() else {
            self.errors.add(
                name,
                "LIST_TYPE_CONVERT",
                "Only iterables may be used in a ListType",
            );
            return None;
        };
        if !length.contains(&list.len()) {
            let least = u64::try_from(*length.start())
                .ok()
                .filter(|least| *least > 0);
            let (code, message) = length_wording(least, u64::try_from(*length.end()).ok());
            self.errors.add(name, code, message);
        }
        Some(list)
    }

    /// Refuses with 50035 if any field was bad.
    pub fn finish(self) -> Result<(), ApiError> {
        self.errors.finish()
    }

    /// The bad fields so far, to go on with elsewhere.
    pub fn into_errors(self) -> FormErrors {
        self.errors
    }
}

/// An id, as text or number.
pub fn snowflake<T>(value: &Value) -> Option<Id<T>> {
    let number = value
        .as_u64()
        .or_else(|| value.as_str().and_then(|text| text.parse().ok()))?;
    Id::new_checked(number)
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use serde_json::json;
    use twilight_model::id::marker::UserMarker;

    use super::*;

    #[test]
    fn each_bad_field_is_told_at_once() {
        let body = json!({ "name": "", "archived": 1, "rate": 21601, "who": "x", "minutes": 61 });
        let mut form = Form::new(Some(&body)).unwrap();
        form.string("name", 1..=100);
        form.boolean("archived");
        form.integer("rate", 0..=21600);
        form.snowflake::<UserMarker>("who");
        form.one_of("minutes", &[60, 1440]);
        form.require("absent");
        let errors = form.finish().unwrap_err().errors.unwrap();
        let code = |name: &str| {
            errors[name]["_errors"][0]["code"]
                .as_str()
                .unwrap()
                .to_owned()
        };
        assert_eq!(code("name"), "BASE_TYPE_BAD_LENGTH");
        assert_eq!(code("archived"), "BOOLEAN_TYPE_CONVERT");
        assert_eq!(code("rate"), "NUMBER_TYPE_MAX");
        assert_eq!(code("who"), "NUMBER_TYPE_COERCE");
        assert_eq!(code("minutes"), "BASE_TYPE_CHOICES");
        assert_eq!(code("absent"), "BASE_TYPE_REQUIRED");
    }

    #[test]
    fn null_is_as_good_as_absent() {
        let body = json!({ "name": null });
        let mut form = Form::new(Some(&body)).unwrap();
        assert_eq!(form.string("name", 1..=100), None);
        assert!(form.has("name"));
        assert_eq!(form.finish(), Ok(()));
    }

    #[test]
    fn a_body_that_is_no_object_is_refused() {
        let body = json!([1]);
        assert_eq!(Form::new(Some(&body)).unwrap_err().code, 50035);
    }
}
