//! Single fields of components.

use serde_json::Value;

use super::{super::form::length_wording, Check};

impl Check<'_> {
    /// An id of one's own: there, of one to a hundred characters, and the only one of its name.
    pub(super) fn custom_id(&mut self, component: &Value, at: &str) {
        self.text(component, "custom_id", at, 1, 100);
        if let Some(id) = component.get("custom_id").and_then(Value::as_str)
            && !self.custom_ids.insert(id.to_owned())
        {
            self.errors.add(
                &format!("{at}.custom_id"),
                "COMPONENT_CUSTOM_ID_DUPLICATED",
                "Component custom id cannot be duplicated",
            );
        }
    }

    /// A text that must be there, within a length. Gives back its length.
    pub(super) fn text(
        &mut self,
        inside: &Value,
        name: &str,
        at: &str,
        least: u64,
        most: u64,
    ) -> usize {
        let at = format!("{at}.{name}");
        let Some(text) = inside.get(name).and_then(Value::as_str) else {
            self.required(&at);
            return 0;
        };
        let length = text.chars().count();
        if !(least..=most).contains(&u64::try_from(length).unwrap_or(u64::MAX)) {
            self.too_long(&at, Some(least), most);
        }
        length
    }

    pub(super) fn optional_text(&mut self, inside: &Value, name: &str, at: &str, most: u64) {
        if let Some(text) = inside.get(name).and_then(Value::as_str)
            && u64::try_from(text.chars().count()).unwrap_or(u64::MAX) > most
        {
            self.too_long(&format!("{at}.{name}"), None, most);
        }
    }

    /// A list that must be there, within a length.
    pub(super) fn list<'v>(
        &mut self,
        inside: &'v Value,
        name: &str,
        at: &str,
        least: usize,
        most: usize,
    ) -> &'v [Value] {
        let at = format!("{at}.{name}");
        let Some(list) = inside.get(name).and_then(Value::as_array) else {
            self.required(&at);
            return &[];
        };
        if !(least..=most).contains(&list.len()) {
            match u64::try_from(most) {
                Ok(most) if most < 1000 => {
                    self.too_long(&at, u64::try_from(least).ok(), most);
                }
                _ => self.required(&at),
            }
        }
        list
    }

    pub(super) fn required(&mut self, at: &str) {
        self.errors
            .add(at, "BASE_TYPE_REQUIRED", "This field is required");
    }

    pub(super) fn too_long(&mut self, at: &str, least: Option<u64>, most: u64) {
        let (code, message) = length_wording(least, Some(most));
        self.errors.add(at, code, message);
    }

    pub(super) fn too_large(&mut self, at: &str, most: u64) {
        self.errors.add(
            at,
            "NUMBER_TYPE_MAX",
            format!("int value should be less than or equal to {most}."),
        );
    }
}
