//! Components of messages: what may stand where, how much of it, and Components V2.

mod controls;
mod leaves;

use std::collections::HashSet;

use serde_json::Value;
use twilight_model::channel::message::Component;
use twilight_validate::component::ComponentValidationErrorType as Refused;

use crate::error::FormErrors;

/// The most components of a message with Components V2, nested ones counted.
pub const MOST: usize = 40;
/// The most characters over all text displays of a message.
pub const MOST_CHARACTERS: usize = 4000;
/// The most action rows of a message without Components V2.
pub const MOST_ROWS: usize = 5;

/// Discord's number for each type of component.
pub mod kind {
    /// A row of buttons, or one select.
    pub const ACTION_ROW: u64 = 1;
    /// A button.
    pub const BUTTON: u64 = 2;
    /// A select with options of its own.
    pub const STRING_SELECT: u64 = 3;
    /// A field of a modal.
    pub const TEXT_INPUT: u64 = 4;
    /// A select of people.
    pub const USER_SELECT: u64 = 5;
    /// A select of roles.
    pub const ROLE_SELECT: u64 = 6;
    /// A select of people and roles.
    pub const MENTIONABLE_SELECT: u64 = 7;
    /// A select of channels.
    pub const CHANNEL_SELECT: u64 = 8;
    /// Text with something beside it.
    pub const SECTION: u64 = 9;
    /// Text.
    pub const TEXT_DISPLAY: u64 = 10;
    /// A small picture beside a section.
    pub const THUMBNAIL: u64 = 11;
    /// Pictures.
    pub const MEDIA_GALLERY: u64 = 12;
    /// A file.
    pub const FILE: u64 = 13;
    /// A line, or space.
    pub const SEPARATOR: u64 = 14;
    /// A box around others.
    pub const CONTAINER: u64 = 17;
}

/// What may stand at the top of a message with Components V2.
const TOP_V2: &[u64] = &[
    kind::ACTION_ROW,
    kind::SECTION,
    kind::TEXT_DISPLAY,
    kind::MEDIA_GALLERY,
    kind::FILE,
    kind::SEPARATOR,
    kind::CONTAINER,
];
/// What may stand in a container.
const IN_CONTAINER: &[u64] = &[
    kind::ACTION_ROW,
    kind::SECTION,
    kind::TEXT_DISPLAY,
    kind::MEDIA_GALLERY,
    kind::FILE,
    kind::SEPARATOR,
];
/// What may stand in an action row of a message.
const IN_ROW: &[u64] = &[
    kind::BUTTON,
    kind::STRING_SELECT,
    kind::USER_SELECT,
    kind::ROLE_SELECT,
    kind::MENTIONABLE_SELECT,
    kind::CHANNEL_SELECT,
];

/// Adds what is wrong with a message's components.
///
/// `at` is their path, `v2` whether the message has the flag, `files` the names that `attachment://` may refer to.
pub fn check(list: &[Value], at: &str, v2: bool, files: &[String], errors: &mut FormErrors) {
    let mut check = Check {
        files,
        errors,
        custom_ids: HashSet::new(),
        ids: HashSet::new(),
        count: 0,
        characters: 0,
    };
    if v2 {
        check.children(list, at, TOP_V2);
    } else {
        if list.len() > MOST_ROWS {
            check.too_long(at, None, 5);
        }
        check.children(list, at, &[kind::ACTION_ROW]);
    }
    if check.count > MOST {
        check.errors.add(
            at,
            "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED",
            format!("Total number of components cannot exceed {MOST}"),
        );
    }
    if check.characters > MOST_CHARACTERS {
        check.errors.add(
            at,
            "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED",
            format!("Components displayable text size exceeds maximum size of {MOST_CHARACTERS}"),
        );
    }
    if errors.is_empty() {
        second_opinion(list, at, v2, errors);
    }
}

/// One walk over the components of one message.
struct Check<'c> {
    files: &'c [String],
    errors: &'c mut FormErrors,
    custom_ids: HashSet<String>,
    ids: HashSet<u64>,
    count: usize,
    characters: usize,
}

impl Check<'_> {
    fn children(&mut self, list: &[Value], at: &str, allowed: &[u64]) {
        for (index, component) in list.iter().enumerate() {
            self.one(component, &format!("{at}.{index}"), allowed);
        }
    }

    /// Checks one component, of a type that may stand here, with all that is in it.
    fn one(&mut self, component: &Value, at: &str, allowed: &[u64]) {
        if !component.is_object() {
            self.errors.add(
                at,
                "MODEL_TYPE_CONVERT",
                "Only dictionaries may be used in a ModelType",
            );
            return;
        }
        let kind = component.get("type").and_then(Value::as_u64).unwrap_or(0);
        if !allowed.contains(&kind) {
            self.wrong_kind(at, allowed);
            return;
        }
        self.count += 1;
        if let Some(id) = component
            .get("id")
            .and_then(Value::as_u64)
            .filter(|id| *id != 0)
            && !self.ids.insert(id)
        {
            self.errors.add(
                &format!("{at}.id"),
                "COMPONENT_ID_DUPLICATED",
                "Component id cannot be duplicated",
            );
        }
        match kind {
            kind::ACTION_ROW => self.row(component, at),
            kind::BUTTON => self.button(component, at),
            kind::STRING_SELECT => self.string_select(component, at),
            kind::USER_SELECT
            | kind::ROLE_SELECT
            | kind::MENTIONABLE_SELECT
            | kind::CHANNEL_SELECT => self.select(component, at, 25),
            kind::SECTION => self.section(component, at),
            kind::TEXT_DISPLAY => {
                self.characters += self.text(component, "content", at, 1, 4000);
            }
            kind::THUMBNAIL => {
                self.media(component, "media", at);
                self.optional_text(component, "description", at, 1024);
            }
            kind::MEDIA_GALLERY => self.gallery(component, at),
            kind::FILE => self.media(component, "file", at),
            kind::CONTAINER => {
                let list = self.list(component, "components", at, 1, usize::MAX);
                self.children(list, &format!("{at}.components"), IN_CONTAINER);
            }
            _ => {}
        }
    }

    /// Up to five buttons, or one select: each takes its share of a row five wide.
    fn row(&mut self, row: &Value, at: &str) {
        let list = self.list(row, "components", at, 1, 5);
        let mut width = 0;
        for (index, component) in list.iter().enumerate() {
            let kind = component.get("type").and_then(Value::as_u64);
            width += if kind == Some(kind::BUTTON) { 1 } else { 5 };
            if width > 5 && IN_ROW.contains(&kind.unwrap_or(0)) {
                self.errors.add(
                    &format!("{at}.components.{index}"),
                    "COMPONENT_LAYOUT_WIDTH_EXCEEDED",
                    "The specified component exceeds the maximum width",
                );
            }
        }
        self.children(list, &format!("{at}.components"), IN_ROW);
    }

    fn section(&mut self, section: &Value, at: &str) {
        let list = self.list(section, "components", at, 1, 3);
        self.children(list, &format!("{at}.components"), &[kind::TEXT_DISPLAY]);
        match section.get("accessory") {
            Some(accessory) if !accessory.is_null() => self.one(
                accessory,
                &format!("{at}.accessory"),
                &[kind::BUTTON, kind::THUMBNAIL],
            ),
            _ => self.required(&format!("{at}.accessory")),
        }
    }

    fn gallery(&mut self, gallery: &Value, at: &str) {
        let items = self.list(gallery, "items", at, 1, 10);
        for (index, item) in items.iter().enumerate() {
            let at = format!("{at}.items.{index}");
            self.media(item, "media", &at);
            self.optional_text(item, "description", &at, 1024);
        }
    }

    /// A picture or file by its address. A file component takes only what came with the message.
    fn media(&mut self, inside: &Value, name: &str, at: &str) {
        let at = format!("{at}.{name}");
        let Some(url) = inside
            .pointer(&format!("/{name}/url"))
            .and_then(Value::as_str)
        else {
            self.required(&format!("{at}.url"));
            return;
        };
        let known = match url.strip_prefix("attachment://") {
            Some(file) => self.files.iter().any(|known| known == file),
            None if name == "file" => false,
            None => return,
        };
        if !known {
            self.errors.add(
                &at,
                "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND",
                "The referenced attachment was not found",
            );
        }
    }

    fn wrong_kind(&mut self, at: &str, allowed: &[u64]) {
        let list: Vec<String> = allowed.iter().map(ToString::to_string).collect();
        let list = if allowed.len() == 1 {
            format!("{},", list.join(""))
        } else {
            list.join(", ")
        };
        self.errors.add(
            at,
            "UNION_TYPE_CHOICES",
            format!("Value of field \"type\" must be one of ({list})."),
        );
    }
}

/// What twilight refuses although nothing else did, except where Discord's documents say otherwise.
fn second_opinion(list: &[Value], at: &str, v2: bool, errors: &mut FormErrors) {
    for (index, component) in list.iter().enumerate() {
        let at = format!("{at}.{index}");
        let parsed = match serde_json::from_value::<Component>(component.clone()) {
            Ok(parsed) => parsed,
            Err(error) => {
                errors.add(&at, "SANDBOX_TWILIGHT", error.to_string());
                continue;
            }
        };
        let verdict = if v2 {
            twilight_validate::component::component_v2(&parsed)
        } else {
            twilight_validate::component::component_v1(&parsed)
        };
        if let Err(error) = verdict
            // Twilight allows a text display 2,000 characters; Discord documents 4,000 over the whole message.
            && !matches!(error.kind(), Refused::TextDisplayContentTooLong { .. })
        {
            errors.add(&at, "SANDBOX_TWILIGHT", error.to_string());
        }
    }
}

#[cfg(test)]
mod tests;
