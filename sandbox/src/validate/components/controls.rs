//! Buttons and selects.

use std::collections::HashSet;

use serde_json::Value;

use super::Check;

impl Check<'_> {
    pub(super) fn button(&mut self, button: &Value, at: &str) {
        let has = |name: &str| button.get(name).is_some_and(|value| !value.is_null());
        let label = button.get("label").and_then(Value::as_str);
        self.optional_text(button, "label", at, 80);
        let style = button.get("style").and_then(Value::as_u64);
        match style {
            Some(1..=4) => {
                if has("url") {
                    self.errors.add(
                        at,
                        "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE",
                        "A custom id and url cannot both be specified",
                    );
                }
                if has("custom_id") {
                    self.custom_id(button, at);
                } else {
                    self.errors.add(
                        &format!("{at}.custom_id"),
                        "BUTTON_COMPONENT_CUSTOM_ID_REQUIRED",
                        "A custom id is required",
                    );
                }
            }
            Some(5) => {
                if has("custom_id") {
                    self.errors.add(
                        at,
                        "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE",
                        "A custom id and url cannot both be specified",
                    );
                }
                self.link(button, at);
            }
            // A button that sells something has a product and nothing else.
            Some(6) => {
                if !has("sku_id") {
                    self.required(&format!("{at}.sku_id"));
                }
                return;
            }
            _ => {
                self.errors.add(
                    &format!("{at}.style"),
                    "BASE_TYPE_CHOICES",
                    "Value must be one of {1, 2, 3, 4, 5, 6}.",
                );
                return;
            }
        }
        if label.is_none_or(str::is_empty) && !has("emoji") {
            self.required(&format!("{at}.label"));
        }
    }

    pub(super) fn link(&mut self, button: &Value, at: &str) {
        let at = format!("{at}.url");
        match button.get("url").and_then(Value::as_str) {
            None => self
                .errors
                .add(&at, "BUTTON_COMPONENT_URL_REQUIRED", "A url is required"),
            Some(url) => {
                let scheme = url.split(':').next().unwrap_or_default();
                if !url.contains("://") {
                    self.errors
                        .add(&at, "URL_TYPE_INVALID_URL", "Not a well formed URL.");
                } else if !["http", "https", "discord"].contains(&scheme) {
                    self.errors.add(
                        &at,
                        "URL_TYPE_INVALID_SCHEME",
                        format!(
                            "Scheme \"{scheme}\" is not supported. Scheme must be one of ('http', 'https', 'discord')."
                        ),
                    );
                }
                if url.chars().count() > 512 {
                    self.too_long(&at, None, 512);
                }
            }
        }
    }

    pub(super) fn string_select(&mut self, select: &Value, at: &str) {
        let options = self.list(select, "options", at, 1, 25);
        let mut values = HashSet::new();
        let mut chosen = 0;
        for (index, option) in options.iter().enumerate() {
            let at = format!("{at}.options.{index}");
            self.text(option, "label", &at, 1, 100);
            self.text(option, "value", &at, 1, 100);
            self.optional_text(option, "description", &at, 100);
            let value = option.get("value").and_then(Value::as_str);
            if value.is_some_and(|value| !values.insert(value)) {
                self.errors.add(
                    &format!("{at}.value"),
                    "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED",
                    "The specified option value is already used",
                );
            }
            chosen += u64::from(option.get("default").and_then(Value::as_bool) == Some(true));
        }
        self.select(select, at, u64::try_from(options.len()).unwrap_or(25));
        let most = select
            .get("max_values")
            .and_then(Value::as_u64)
            .unwrap_or(1);
        if chosen > most {
            self.errors.add(
                &format!("{at}.options"),
                "SELECT_COMPONENT_TOO_MANY_DEFAULT_VALUES",
                "The specified number of default values exceeds the specified maximum values",
            );
        }
    }

    /// What all selects have in common. `choices` is how many things there are to choose from, at most.
    pub(super) fn select(&mut self, select: &Value, at: &str, choices: u64) {
        self.custom_id(select, at);
        self.optional_text(select, "placeholder", at, 150);
        let number = |name: &str| select.get(name).and_then(Value::as_u64);
        let least = number("min_values").unwrap_or(1);
        let most = number("max_values").unwrap_or(1);
        if least > 25 {
            self.too_large(&format!("{at}.min_values"), 25);
        }
        if most == 0 {
            self.errors.add(
                &format!("{at}.max_values"),
                "NUMBER_TYPE_MIN",
                "int value should be greater than or equal to 1.",
            );
        }
        if most > choices.min(25) {
            self.too_large(&format!("{at}.max_values"), choices.min(25));
        }
        if number("min_values").is_some() && least > most {
            self.too_large(&format!("{at}.min_values"), most);
        }
        let defaults = select
            .get("default_values")
            .and_then(Value::as_array)
            .map_or(0, Vec::len);
        if u64::try_from(defaults).unwrap_or(u64::MAX) > most {
            self.errors.add(
                &format!("{at}.default_values"),
                "SELECT_COMPONENT_TOO_MANY_DEFAULT_VALUES",
                "The specified number of default values exceeds the specified maximum values",
            );
        }
    }
}
