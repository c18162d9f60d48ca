//! A message's parts, from what Discord keeps to what a person sees.

use serde_json::Value;
use twilight_model::{
    channel::message::MessageType,
    id::{
        Id,
        marker::{GuildMarker, UserMarker},
    },
};

use super::{
    Choice,
    markup::as_read,
    view::{ButtonView, FieldView, Node, SelectView},
};
use crate::world::{World, message::Message};

/// Who looks, and at what: all that is needed to turn a message into what is seen.
pub(super) struct Eye<'a> {
    pub(super) world: &'a World,
    pub(super) guild: Option<Id<GuildMarker>>,
    pub(super) viewer: Id<UserMarker>,
}

impl Eye<'_> {
    fn read(&self, text: &str) -> String {
        as_read(self.world, self.guild, self.viewer, text)
    }

    fn read_at(&self, value: &Value, key: &str) -> Option<String> {
        let text = value.get(key)?.as_str()?;
        (!text.is_empty()).then(|| self.read(text))
    }

    /// The parts of a message, top to bottom.
    pub(super) fn parts(&self, message: &Message) -> Vec<Node> {
        if let Some(text) = self.notice(message) {
            return vec![Node::Text { text }];
        }
        if message.kind == MessageType::ThreadStarterMessage {
            return self.starter(message);
        }
        let mut parts = Vec::new();
        if !message.content.is_empty() {
            parts.push(Node::Text {
                text: self.read(&message.content),
            });
        }
        parts.extend(message.embeds.iter().map(|embed| self.embed(embed)));
        parts.extend(message.components.iter().filter_map(|one| self.part(one)));
        parts
    }

    /// What Discord itself says by a message, for those kinds that are a line of its own.
    fn notice(&self, message: &Message) -> Option<String> {
        let name = |user| self.world.name_of(self.guild, user);
        let author = name(message.author);
        let whom: Vec<String> = message.mentions.iter().map(|user| name(*user)).collect();
        let whom = whom.join(", ");
        Some(match message.kind {
            MessageType::ThreadCreated => {
                format!("{author} started a thread: {}", message.content)
            }
            MessageType::RecipientAdd => format!("{author} added {whom} to the thread."),
            MessageType::RecipientRemove => format!("{author} removed {whom} from the thread."),
            MessageType::ChannelNameChange => {
                format!("{author} changed the thread's name: {}", message.content)
            }
            MessageType::ChannelMessagePinned => {
                format!("{author} pinned a message to this channel.")
            }
            _ => return None,
        })
    }

    /// The words of the message that a thread was opened from; its buttons stay where they are.
    fn starter(&self, message: &Message) -> Vec<Node> {
        let opened_from = message.reference.and_then(|reference| {
            let place = self.world.channels.get(&reference.channel_id)?;
            place.messages.get(&reference.message_id?)
        });
        opened_from.map_or_else(
            || {
                vec![Node::Text {
                    text: "Sorry, we couldn't load the first message in this thread".to_owned(),
                }]
            },
            |opened_from| words(self.parts(opened_from)),
        )
    }

    fn embed(&self, embed: &Value) -> Node {
        let mut lines = Vec::new();
        lines.extend(
            embed
                .get("author")
                .and_then(|author| self.read_at(author, "name")),
        );
        lines.extend(
            self.read_at(embed, "title")
                .map(|title| format!("**{title}**")),
        );
        lines.extend(self.read_at(embed, "description"));
        for field in embed["fields"].as_array().into_iter().flatten() {
            let name = self.read_at(field, "name").unwrap_or_default();
            let value = self.read_at(field, "value").unwrap_or_default();
            lines.push(format!("{name}: {value}"));
        }
        if embed.get("image").is_some() {
            lines.push("(picture)".to_owned());
        }
        lines.extend(
            embed
                .get("footer")
                .and_then(|footer| self.read_at(footer, "text")),
        );
        Node::Embed {
            text: lines.join("\n"),
        }
    }

    /// One component, or `None` for a kind that nobody sees.
    fn part(&self, component: &Value) -> Option<Node> {
        let inner = || component["components"].as_array().into_iter().flatten();
        Some(match component["type"].as_u64()? {
            1 => self.row(inner().collect()),
            2 => Node::Buttons {
                buttons: vec![button(component)],
            },
            3 | 5..=8 => Node::Select {
                select: self.select(component),
            },
            9 => Node::Section {
                texts: inner().filter_map(|one| self.part(one)).collect(),
                accessory: Box::new(self.part(&component["accessory"])?),
            },
            10 => Node::Text {
                text: self.read_at(component, "content").unwrap_or_default(),
            },
            11 => Node::Pictures {
                pictures: vec![self.picture(component)],
            },
            12 => Node::Pictures {
                pictures: component["items"]
                    .as_array()
                    .into_iter()
                    .flatten()
                    .map(|item| self.picture(item))
                    .collect(),
            },
            13 => Node::File {
                name: component["name"]
                    .as_str()
                    .or_else(|| component["file"]["url"].as_str()?.rsplit('/').next())
                    .unwrap_or_default()
                    .to_owned(),
            },
            14 => Node::Separator {
                line: component["divider"].as_bool().unwrap_or(true),
            },
            17 => Node::Container {
                parts: inner().filter_map(|one| self.part(one)).collect(),
                spoiler: component["spoiler"] == true,
            },
            _ => return None,
        })
    }

    fn row(&self, components: Vec<&Value>) -> Node {
        match components.first() {
            Some(first) if first["type"] != 2 => Node::Select {
                select: self.select(first),
            },
            _ => Node::Buttons {
                buttons: components.into_iter().map(button).collect(),
            },
        }
    }

    fn picture(&self, component: &Value) -> String {
        self.read_at(component, "description").unwrap_or_else(|| {
            component["media"]["url"]
                .as_str()
                .unwrap_or_default()
                .to_owned()
        })
    }

    fn select(&self, component: &Value) -> SelectView {
        let options = component["options"].as_array();
        let mut chosen: Vec<String> = options
            .into_iter()
            .flatten()
            .filter(|option| option["default"] == true)
            .map(|option| text(option, "label"))
            .collect();
        for default in component["default_values"].as_array().into_iter().flatten() {
            let id = text(default, "id");
            let mark = match default["type"].as_str() {
                Some("role") => format!("<@&{id}>"),
                Some("channel") => format!("<#{id}>"),
                _ => format!("<@{id}>"),
            };
            chosen.push(self.read(&mark));
        }
        SelectView {
            kind: select_kind(component).to_owned(),
            custom_id: text(component, "custom_id"),
            placeholder: component["placeholder"].as_str().map(str::to_owned),
            options: options.into_iter().flatten().map(choice).collect(),
            chosen,
            min: count(component, "min_values", 1),
            max: count(component, "max_values", 1),
            disabled: component["disabled"] == true,
        }
    }

    /// The fields of a modal, top to bottom.
    pub(super) fn fields(&self, components: &Value) -> Vec<FieldView> {
        components
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|component| match component["type"].as_u64()? {
                1 => {
                    let input = component["components"].get(0)?;
                    Some(field(input, text(input, "label"), None))
                }
                10 => Some(FieldView {
                    label: self.read_at(component, "content").unwrap_or_default(),
                    description: None,
                    custom_id: None,
                    kind: "text".to_owned(),
                    placeholder: None,
                    value: None,
                    required: false,
                    min: 0,
                    max: 0,
                    options: Vec::new(),
                }),
                18 => Some(field(
                    &component["component"],
                    text(component, "label"),
                    component["description"].as_str().map(str::to_owned),
                )),
                _ => None,
            })
            .collect()
    }
}

/// The parts without their buttons and selects.
fn words(parts: Vec<Node>) -> Vec<Node> {
    parts
        .into_iter()
        .flat_map(|part| match part {
            Node::Buttons { .. } | Node::Select { .. } => Vec::new(),
            Node::Section { texts, .. } => words(texts),
            Node::Container { parts, spoiler } => vec![Node::Container {
                parts: words(parts),
                spoiler,
            }],
            other => vec![other],
        })
        .collect()
}

fn field(input: &Value, label: String, description: Option<String>) -> FieldView {
    let is_text = input["type"] == 4;
    let kind = match (is_text, input["style"].as_u64()) {
        (true, Some(2)) => "paragraph",
        (true, _) => "short",
        (false, _) => select_kind(input),
    };
    let required = input["required"].as_bool().unwrap_or(true);
    let (min, max) = if is_text {
        (
            count(input, "min_length", 0),
            count(input, "max_length", 4000),
        )
    } else {
        (
            count(input, "min_values", usize::from(required)),
            count(input, "max_values", 1),
        )
    };
    FieldView {
        label,
        description,
        custom_id: input["custom_id"].as_str().map(str::to_owned),
        kind: kind.to_owned(),
        placeholder: input["placeholder"].as_str().map(str::to_owned),
        value: input["value"].as_str().map(str::to_owned),
        required,
        min,
        max,
        options: input["options"]
            .as_array()
            .into_iter()
            .flatten()
            .map(choice)
            .collect(),
    }
}

fn button(component: &Value) -> ButtonView {
    let style = match component["style"].as_u64() {
        Some(1) => "primary",
        Some(3) => "success",
        Some(4) => "danger",
        Some(5) => "link",
        Some(6) => "premium",
        _ => "secondary",
    };
    let emoji = &component["emoji"];
    ButtonView {
        label: text(component, "label"),
        emoji: emoji["name"].as_str().map(|name| {
            if emoji["id"].is_string() {
                format!(":{name}:")
            } else {
                name.to_owned()
            }
        }),
        style: style.to_owned(),
        custom_id: component["custom_id"].as_str().map(str::to_owned),
        disabled: component["disabled"] == true,
        url: component["url"].as_str().map(str::to_owned),
    }
}

fn choice(option: &Value) -> Choice {
    Choice {
        name: text(option, "label"),
        value: option["value"].clone(),
    }
}

fn select_kind(component: &Value) -> &'static str {
    match component["type"].as_u64() {
        Some(5) => "user",
        Some(6) => "role",
        Some(7) => "mentionable",
        Some(8) => "channel",
        Some(19) => "file",
        Some(21) => "radio",
        Some(22) => "checkboxes",
        Some(23) => "checkbox",
        _ => "string",
    }
}

fn text(value: &Value, key: &str) -> String {
    value[key].as_str().unwrap_or_default().to_owned()
}

fn count(value: &Value, key: &str, otherwise: usize) -> usize {
    value[key]
        .as_u64()
        .and_then(|count| usize::try_from(count).ok())
        .unwrap_or(otherwise)
}
