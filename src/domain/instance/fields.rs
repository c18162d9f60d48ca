//! One member's fields, and what to say of one that is wrong.

use serde_json::{Map, Value};

use super::Malformed;
use crate::domain::ids::MemberId;
use crate::domain::pairing::Slots;

/// A member's object, once it is known whose it is.
pub(super) struct Fields {
    id: MemberId,
    object: Map<String, Value>,
}

/// What a number must be.
#[derive(Clone, Copy)]
pub(super) enum Wanted {
    Number,
    Count,
    Band,
    HalfHour,
}

impl Wanted {
    const fn words(self) -> &'static str {
        match self {
            Self::Number => "a whole number",
            Self::Count => "a whole number from 0 on",
            Self::Band => "a whole number from 0 to 9",
            Self::HalfHour => "a whole number from 0 to 47",
        }
    }

    fn holds(self, number: i64) -> bool {
        match self {
            Self::Number => true,
            Self::Count => number >= 0,
            Self::Band => (0..=9).contains(&number),
            Self::HalfHour => (0..i64::from(Slots::COUNT)).contains(&number),
        }
    }
}

impl Fields {
    /// The object that stands `place`th among the members.
    pub(super) fn new(place: usize, object: Map<String, Value>) -> Result<Self, Malformed> {
        let id = object.get("id");
        let Some(number) = id.and_then(whole) else {
            return Err(Malformed(format!(
                "the {place}. of `members`: `id` is {}, but must be a whole number",
                id.map_or_else(|| "missing".to_owned(), shown)
            )));
        };
        Ok(Self {
            id: MemberId(number),
            object,
        })
    }

    pub(super) fn id(&self) -> MemberId {
        self.id
    }

    /// A number that must be there.
    pub(super) fn whole(&self, field: &str, wanted: Wanted) -> Result<i64, Malformed> {
        let value = self.object.get(field);
        value
            .and_then(whole)
            .filter(|number| wanted.holds(*number))
            .ok_or_else(|| self.wrong(field, value, wanted.words()))
    }

    /// A count that may be missing, or null.
    pub(super) fn whole_if_any(&self, field: &str) -> Result<Option<i64>, Malformed> {
        match self.object.get(field) {
            None | Some(Value::Null) => Ok(None),
            Some(_) => self.whole(field, Wanted::Count).map(Some),
        }
    }

    /// True or false.
    pub(super) fn flag(&self, field: &str) -> Result<bool, Malformed> {
        let value = self.object.get(field);
        value
            .and_then(Value::as_bool)
            .ok_or_else(|| self.wrong(field, value, "true or false"))
    }

    /// A list of numbers.
    pub(super) fn list(
        &self,
        field: &str,
        wanted: Wanted,
    ) -> Result<impl Iterator<Item = i64>, Malformed> {
        let value = self.object.get(field);
        let Some(Value::Array(items)) = value else {
            return Err(self.wrong(field, value, "a list"));
        };
        let mut numbers = Vec::with_capacity(items.len());
        for item in items {
            let number = whole(item).filter(|number| wanted.holds(*number));
            numbers.push(number.ok_or_else(|| {
                Malformed(format!(
                    "member {}: `{field}` has {} in it, but each must be {}",
                    self.id,
                    shown(item),
                    wanted.words()
                ))
            })?);
        }
        Ok(numbers.into_iter())
    }

    fn wrong(&self, field: &str, value: Option<&Value>, must: &str) -> Malformed {
        Malformed(match value {
            None => format!("member {}: `{field}` is missing: add {must}", self.id),
            Some(value) => format!(
                "member {}: `{field}` is {}, but must be {must}",
                self.id,
                shown(value)
            ),
        })
    }
}

/// A number without a fraction that fits.
pub(super) fn whole(value: &Value) -> Option<i64> {
    value.as_i64()
}

/// The value as it stands in the file, or its beginning.
pub(super) fn shown(value: &Value) -> String {
    const SHOWN: usize = 40;
    let text = value.to_string();
    if text.chars().count() <= SHOWN {
        return text;
    }
    text.chars().take(SHOWN).chain(['…']).collect()
}
