//! The blocks of a post as components, within Discord's limits.

use serde_json::{Value, json};

use super::shortened;
use crate::post::{
    Action, Block, Button, MAX_COMPONENTS, MAX_FILES, MAX_LABEL, MAX_OPTION_TEXT, MAX_OPTIONS,
    MAX_PLACEHOLDER, MAX_ROW, MAX_TEXT, Post, Select, SelectKind, SelectOption, Style,
};

/// Discord's numbers for the kinds of components.
pub(super) mod kind {
    pub(in crate::discord::render) const ROW: u8 = 1;
    pub(in crate::discord::render) const BUTTON: u8 = 2;
    pub(in crate::discord::render) const OPTIONS: u8 = 3;
    pub(in crate::discord::render) const TEXT_INPUT: u8 = 4;
    pub(in crate::discord::render) const MEMBERS: u8 = 5;
    pub(in crate::discord::render) const ROLES: u8 = 6;
    pub(in crate::discord::render) const CHANNELS: u8 = 8;
    pub(in crate::discord::render) const SECTION: u8 = 9;
    pub(in crate::discord::render) const TEXT: u8 = 10;
    pub(in crate::discord::render) const GALLERY: u8 = 12;
    pub(in crate::discord::render) const FILE: u8 = 13;
    pub(in crate::discord::render) const SEPARATOR: u8 = 14;
}

/// What is left of Discord's limits while a post is rendered from top to bottom.
struct Room {
    text: usize,
    components: usize,
}

impl Room {
    /// The text as far as there is room for it; `None` where there is nothing to show.
    fn text(&mut self, text: &str) -> Option<Value> {
        if text.trim().is_empty() || self.text == 0 {
            return None;
        }
        let text = shortened(text, self.text);
        self.text -= text.encode_utf16().count();
        Some(json!({ "type": kind::TEXT, "content": text }))
    }

    /// Whether so many components still fit; if so they are taken.
    fn take(&mut self, components: usize) -> bool {
        let fits = components <= self.components;
        if fits {
            self.components -= components;
        }
        fits
    }
}

pub(super) fn components(post: &Post) -> Vec<Value> {
    let mut room = Room {
        text: MAX_TEXT,
        components: MAX_COMPONENTS,
    };
    let mut rendered: Vec<Value> = post
        .shown()
        .iter()
        .filter_map(|block| rendered_block(block, &mut room))
        .collect();
    let kept = post.kept.iter().map(|file| (&file.name, &file.description));
    let new = post
        .files
        .iter()
        .map(|file| (&file.name, &file.description));
    rendered.extend(
        kept.chain(new)
            .take(MAX_FILES)
            .filter(|_| room.take(1))
            .map(|(name, description)| shown_file(name, description.as_deref())),
    );
    if rendered.is_empty() {
        rendered.push(json!({ "type": kind::TEXT, "content": "…" }));
    }
    rendered
}

fn rendered_block(block: &Block, room: &mut Room) -> Option<Value> {
    match block {
        Block::Text(text) => {
            if !room.take(1) {
                return None;
            }
            room.text(text)
        }
        Block::Section {
            text,
            button: beside,
        } => {
            if !room.take(3) {
                return None;
            }
            let accessory = button(beside);
            Some(match room.text(text) {
                Some(text) => {
                    json!({ "type": kind::SECTION, "components": [text], "accessory": accessory })
                }
                None => json!({ "type": kind::ROW, "components": [accessory] }),
            })
        }
        Block::Buttons(buttons) => {
            let buttons: Vec<Value> = buttons.iter().take(MAX_ROW).map(button).collect();
            (!buttons.is_empty() && room.take(1 + buttons.len()))
                .then(|| json!({ "type": kind::ROW, "components": buttons }))
        }
        Block::Select(menu) => {
            let menu = select(menu)?;
            room.take(2)
                .then(|| json!({ "type": kind::ROW, "components": [menu] }))
        }
        Block::Divider => room
            .take(1)
            .then(|| json!({ "type": kind::SEPARATOR, "divider": true, "spacing": 1 })),
        // What is rendered are the blocks as they are shown, without any.
        Block::Quotes(_) => None,
    }
}

fn shown_file(name: &str, description: Option<&str>) -> Value {
    let source = json!({ "url": format!("attachment://{name}") });
    let picture = std::path::Path::new(name)
        .extension()
        .is_some_and(|extension| {
            ["png", "jpg", "jpeg", "gif", "webp"]
                .iter()
                .any(|known| extension.eq_ignore_ascii_case(known))
        });
    if !picture {
        return json!({ "type": kind::FILE, "file": source });
    }
    let mut item = json!({ "media": source });
    if let Some(description) = description {
        item["description"] = json!(shortened(description, 1024));
    }
    json!({ "type": kind::GALLERY, "items": [item] })
}

fn button(button: &Button) -> Value {
    let style = match (&button.action, button.style) {
        (Action::Link(_), _) => 5,
        (_, Style::Primary) => 1,
        (_, Style::Plain) => 2,
        (_, Style::Success) => 3,
        (_, Style::Danger) => 4,
    };
    let label = if button.label.trim().is_empty() {
        "…".to_owned()
    } else {
        shortened(&button.label, MAX_LABEL)
    };
    let mut rendered = json!({ "type": kind::BUTTON, "style": style, "label": label });
    match &button.action {
        Action::Click(id) => rendered["custom_id"] = json!(id.to_string()),
        Action::Link(url) => rendered["url"] = json!(url),
    }
    if button.disabled {
        rendered["disabled"] = json!(true);
    }
    rendered
}

fn select(select: &Select) -> Option<Value> {
    let most = usize::from(select.max).clamp(1, MAX_OPTIONS);
    let mut rendered = json!({ "custom_id": select.id.to_string() });
    let most = match &select.kind {
        SelectKind::Options(options) if options.is_empty() => return None,
        SelectKind::Options(options) => {
            let most = most.min(options.len());
            rendered["type"] = json!(kind::OPTIONS);
            let mut chosen = 0;
            rendered["options"] = options
                .iter()
                .take(MAX_OPTIONS)
                .map(|option| select_option(option, &mut chosen, most))
                .collect();
            most
        }
        SelectKind::Members(members) => {
            rendered["type"] = json!(kind::MEMBERS);
            defaults(&mut rendered, "user", members, most);
            most
        }
        SelectKind::Roles(roles) => {
            rendered["type"] = json!(kind::ROLES);
            defaults(&mut rendered, "role", roles, most);
            most
        }
        SelectKind::TextChannels(channels) => {
            rendered["type"] = json!(kind::CHANNELS);
            rendered["channel_types"] = json!([0]);
            defaults(&mut rendered, "channel", channels, most);
            most
        }
    };
    rendered["min_values"] = json!(usize::from(select.min).min(most));
    rendered["max_values"] = json!(most);
    if !select.placeholder.trim().is_empty() {
        rendered["placeholder"] = json!(shortened(&select.placeholder, MAX_PLACEHOLDER));
    }
    Some(rendered)
}

fn select_option(option: &SelectOption, chosen: &mut usize, most: usize) -> Value {
    let mut rendered = json!({
        "label": shortened(&option.label, MAX_OPTION_TEXT),
        "value": shortened(&option.value, MAX_OPTION_TEXT),
    });
    if let Some(description) = option
        .description
        .as_deref()
        .filter(|description| !description.trim().is_empty())
    {
        rendered["description"] = json!(shortened(description, MAX_OPTION_TEXT));
    }
    // Discord refuses a select in which more is chosen than may be.
    if option.chosen && *chosen < most {
        *chosen += 1;
        rendered["default"] = json!(true);
    }
    rendered
}

fn defaults(select: &mut Value, kind: &str, ids: &[impl ToString], most: usize) {
    if !ids.is_empty() {
        select["default_values"] = ids
            .iter()
            .take(most)
            .map(|id| json!({ "id": id.to_string(), "type": kind }))
            .collect();
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::custom_id::MeClick;
    use crate::domain::ids::MemberId;

    #[test]
    fn a_select_never_asks_for_more_than_there_is() {
        let option = |value: &str| SelectOption {
            label: value.into(),
            value: value.into(),
            description: Some(String::new()),
            chosen: true,
        };
        let menu = Select {
            id: MeClick::Days {}.into(),
            placeholder: "Days".into(),
            kind: SelectKind::Options(vec![option("a"), option("b")]),
            min: 3,
            max: 9,
        };
        let rendered = select(&menu).unwrap();
        assert_eq!(
            (&rendered["min_values"], &rendered["max_values"]),
            (&json!(2), &json!(2))
        );
        let one = select(&Select { max: 1, ..menu }).unwrap();
        let chosen = one["options"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|option| option["default"] == true)
            .count();
        assert_eq!(chosen, 1);
        let people = Select {
            id: MeClick::Block {}.into(),
            placeholder: "Who".into(),
            kind: SelectKind::Members(vec![MemberId(1), MemberId(2)]),
            min: 0,
            max: 1,
        };
        assert_eq!(
            select(&people).unwrap()["default_values"],
            json!([{ "id": "1", "type": "user" }])
        );
    }
}
