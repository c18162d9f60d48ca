//! Posts, modals and choices as Discord's JSON.
//!
//! Everything the bot says is Components V2, for which serenity has no builders: these are plain JSON values that go through its raw
//! HTTP methods. A post that breaks one of Discord's limits would be refused whole, so what is over a limit is shortened here,
//! visibly, and what Discord refuses as empty is left out.

mod components;

use serde_json::{Map, Value, json};
use serenity::builder::CreateAttachment;

use crate::features::Choice;
use crate::post::{
    Field, MAX_FIELDS, MAX_FILES, MAX_MODAL_TEXT, MAX_OPTION_TEXT, MAX_OPTIONS, Modal, Pings, Post,
};
use components::{components, kind};

/// The message is of the kind that is made of components only.
pub(super) const COMPONENTS_V2: u64 = 1 << 15;
/// Only the person who acted sees the message.
pub(super) const EPHEMERAL: u64 = 1 << 6;

/// Who sees a message that is new.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Audience {
    /// Everybody who sees the channel.
    Everyone,
    /// Only the person who acted.
    OnlyThem,
}

/// The body of a new message.
pub(super) fn message(post: &Post, audience: Audience) -> Map<String, Value> {
    let mut body = edit(post);
    if audience == Audience::OnlyThem {
        body.insert("flags".into(), json!(COMPONENTS_V2 | EPHEMERAL));
    }
    body
}

/// The body that replaces what a message says. Who sees a message cannot be changed by it.
pub(super) fn edit(post: &Post) -> Map<String, Value> {
    let mut body = Map::new();
    body.insert("flags".into(), json!(COMPONENTS_V2));
    body.insert("components".into(), Value::Array(components(post)));
    body.insert("allowed_mentions".into(), allowed_mentions(&post.pings));
    if !post.kept.is_empty() && post.files.is_empty() {
        // Without a list of them a message keeps its files.
        return body;
    }
    let attachments = post
        .files
        .iter()
        .take(MAX_FILES)
        .enumerate()
        .map(|(id, file)| {
            let mut attachment = json!({ "id": id, "filename": file.name });
            if let Some(description) = &file.description {
                attachment["description"] = json!(shortened(description, 1024));
            }
            attachment
        });
    body.insert("attachments".into(), attachments.collect());
    body
}

/// The files of a post, in the order in which the body numbers them.
pub(super) fn files(post: &Post) -> Vec<CreateAttachment> {
    post.files
        .iter()
        .take(MAX_FILES)
        .map(|file| CreateAttachment::bytes(file.bytes.clone(), file.name.clone()))
        .collect()
}

/// A form. serenity reads only text inputs in rows, so that is what forms are made of.
pub(super) fn modal(modal: &Modal) -> Value {
    json!({
        "custom_id": modal.id.to_string(),
        "title": shortened(&modal.title, MAX_MODAL_TEXT),
        "components": modal.fields.iter().take(MAX_FIELDS).map(field).collect::<Vec<_>>(),
    })
}

/// Suggestions for an option.
pub(super) fn choices(choices: &[Choice]) -> Value {
    let choices = choices
        .iter()
        .filter(|choice| !choice.name.is_empty() && !choice.value.is_empty())
        .take(MAX_OPTIONS)
        .map(|choice| {
            json!({
                "name": shortened(&choice.name, MAX_OPTION_TEXT),
                "value": shortened(&choice.value, MAX_OPTION_TEXT),
            })
        });
    json!({ "choices": choices.collect::<Vec<_>>() })
}

/// At most so many characters, with an ellipsis where something was left out. Discord counts some characters twice, as
/// UTF-16 does, so this does too.
pub(super) fn shortened(text: &str, most: usize) -> String {
    if text.encode_utf16().count() <= most {
        return text.to_owned();
    }
    let mut room = most.saturating_sub(1);
    let mut short: String = text
        .chars()
        .take_while(|character| {
            let width = character.len_utf16();
            let fits = width <= room;
            room = room.saturating_sub(width);
            fits
        })
        .collect();
    short.push('…');
    short
}

/// The custom ids of a rendered or received list of components, nested ones included, in order.
pub(super) fn custom_ids(components: &Value) -> Vec<String> {
    strings(components, "custom_id")
}

/// The texts of a rendered or received list of components, nested ones included, in order.
pub(super) fn texts(components: &Value) -> Vec<String> {
    strings(components, "content")
}

fn strings(value: &Value, key: &str) -> Vec<String> {
    match value {
        Value::Array(values) => values
            .iter()
            .flat_map(|value| strings(value, key))
            .collect(),
        Value::Object(object) => {
            let own = object
                .get(key)
                .and_then(Value::as_str)
                .map(|text| text.trim().to_owned());
            let nested = object
                .values()
                .filter(|value| value.is_array() || value.is_object())
                .flat_map(|value| strings(value, key));
            own.into_iter().chain(nested).collect()
        }
        _ => Vec::new(),
    }
}

fn allowed_mentions(pings: &Pings) -> Value {
    let mut allowed = json!({ "parse": [] });
    // Discord takes at most a hundred of each.
    if !pings.members.is_empty() {
        allowed["users"] = pings
            .members
            .iter()
            .take(100)
            .map(ToString::to_string)
            .collect();
    }
    if !pings.roles.is_empty() {
        allowed["roles"] = pings
            .roles
            .iter()
            .take(100)
            .map(ToString::to_string)
            .collect();
    }
    allowed
}

fn field(field: &Field) -> Value {
    let max = usize::from(field.max_length).clamp(1, 4000);
    let mut input = json!({
        "type": kind::TEXT_INPUT,
        "custom_id": field.name,
        "style": if field.long { 2 } else { 1 },
        "label": shortened(&field.label, MAX_MODAL_TEXT),
        "required": field.required,
        "max_length": max,
    });
    if let Some(placeholder) = field
        .placeholder
        .as_deref()
        .filter(|placeholder| !placeholder.is_empty())
    {
        input["placeholder"] = json!(shortened(placeholder, 100));
    }
    if let Some(value) = field.value.as_deref().filter(|value| !value.is_empty()) {
        input["value"] = json!(shortened(value, max));
    }
    json!({ "type": kind::ROW, "components": [input] })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::custom_id::{AskClick, MeClick};
    use crate::domain::ids::{AskId, MemberId};
    use crate::post::{
        Block, Button, File, MAX_COMPONENTS, MAX_LABEL, MAX_TEXT, Select, SelectKind,
    };

    fn help() -> AskClick {
        AskClick::Help { ask: AskId(7) }
    }

    #[test]
    fn a_post_is_made_of_components_and_pings_nobody_unless_it_says_so() {
        let post = Post::text("Hello <@1>").and_divider().and_buttons([
            Button::primary("I can help", help()),
            Button::link("Docs", "https://example.org"),
        ]);
        assert_eq!(
            Value::Object(message(&post, Audience::Everyone)),
            json!({
                "flags": 32768,
                "allowed_mentions": { "parse": [] },
                "attachments": [],
                "components": [
                    { "type": 10, "content": "Hello <@1>" },
                    { "type": 14, "divider": true, "spacing": 1 },
                    { "type": 1, "components": [
                        { "type": 2, "style": 1, "label": "I can help", "custom_id": "1:ask:help:7" },
                        { "type": 2, "style": 5, "label": "Docs", "url": "https://example.org" },
                    ]},
                ],
            })
        );
        let pinging = message(&post.pinging([MemberId(1)]), Audience::OnlyThem);
        assert_eq!(
            pinging["allowed_mentions"],
            json!({ "parse": [], "users": ["1"] })
        );
        assert_eq!(pinging["flags"], 32768 + 64);
    }

    #[test]
    fn only_a_new_message_says_who_sees_it() {
        assert_eq!(edit(&Post::text("x"))["flags"], 32768);
    }

    #[test]
    fn what_is_over_a_limit_is_shortened() {
        let long = "🫕".repeat(3000);
        let mut post = Post::text(long.clone())
            .and_text(long.clone())
            .and_buttons([Button::plain(long.clone(), help())]);
        for _ in 0..60 {
            post = post.and_divider();
        }
        let body = message(&post, Audience::Everyone);
        let components = body["components"].as_array().unwrap();
        let text: usize = texts(&body["components"])
            .iter()
            .map(|text| text.encode_utf16().count())
            .sum();
        assert!((MAX_TEXT - 2..=MAX_TEXT).contains(&text), "{text}");
        assert!(components.len() <= MAX_COMPONENTS);
        let label = components
            .iter()
            .find(|component| component["type"] == 1)
            .unwrap()["components"][0]["label"]
            .as_str()
            .unwrap();
        assert!(label.encode_utf16().count() <= MAX_LABEL && label.ends_with('…'));
    }

    #[test]
    fn what_discord_refuses_as_empty_is_left_out() {
        let nothing = Select {
            id: MeClick::Load {}.into(),
            placeholder: String::new(),
            kind: SelectKind::Options(vec![]),
            min: 0,
            max: 1,
        };
        let post = Post::text("  ").and_select(nothing).and_buttons([]);
        assert_eq!(
            message(&post, Audience::Everyone)["components"],
            json!([{ "type": 10, "content": "…" }])
        );
    }

    #[test]
    fn a_form_is_text_inputs_in_rows() {
        let form = Modal {
            id: MeClick::Zone {}.into(),
            title: "T".repeat(60),
            fields: vec![Field {
                name: "city".into(),
                label: "Your city".into(),
                long: false,
                required: true,
                max_length: 80,
                placeholder: Some("Lisbon".into()),
                value: None,
            }],
        };
        let rendered = modal(&form);
        assert_eq!(
            rendered["title"].as_str().unwrap().encode_utf16().count(),
            MAX_MODAL_TEXT
        );
        assert_eq!(
            rendered["components"],
            json!([{ "type": 1, "components": [{
                "type": 4, "custom_id": "city", "style": 1, "label": "Your city", "required": true, "max_length": 80, "placeholder": "Lisbon",
            }]}])
        );
    }

    #[test]
    fn a_file_is_attached_and_shown() {
        let file = |name: &str| File {
            name: name.into(),
            bytes: vec![1, 2],
            description: Some("two bytes".into()),
        };
        for (name, shown) in [
            (
                "meet.ics",
                json!({ "type": 13, "file": { "url": "attachment://meet.ics" } }),
            ),
            (
                "weeks.PNG",
                json!({ "type": 12, "items": [{ "media": { "url": "attachment://weeks.PNG" }, "description": "two bytes" }] }),
            ),
        ] {
            let post = Post {
                files: std::iter::once(file(name))
                    .chain((1..=MAX_FILES).map(|number| file(&format!("{number}.txt"))))
                    .collect(),
                ..Post::text("Here")
            };
            let body = message(&post, Audience::Everyone);
            let attached = body["attachments"].as_array().unwrap();
            assert_eq!(
                attached[0],
                json!({ "id": 0, "filename": name, "description": "two bytes" })
            );
            assert_eq!(
                attached[9]["filename"], "9.txt",
                "and the tenth is the last"
            );
            assert_eq!((attached.len(), files(&post).len()), (MAX_FILES, MAX_FILES));
            assert_eq!(body["components"][1], shown);
        }
    }

    #[test]
    fn ids_and_texts_are_found_wherever_they_are() {
        let body = message(
            &Post {
                blocks: vec![Block::Section {
                    text: "a".into(),
                    button: Button::plain("b", help()),
                }],
                ..Post::text("")
            },
            Audience::Everyone,
        );
        assert_eq!(custom_ids(&body["components"]), ["1:ask:help:7"]);
        assert_eq!(texts(&body["components"]), ["a"]);
    }

    #[test]
    fn at_most_25_suggestions_that_are_not_empty() {
        let mut all: Vec<Choice> = (0..30)
            .map(|n| Choice {
                name: format!("{n}"),
                value: "v".repeat(150),
            })
            .collect();
        all.insert(
            0,
            Choice {
                name: String::new(),
                value: "x".into(),
            },
        );
        let rendered = choices(&all);
        assert_eq!(rendered["choices"].as_array().unwrap().len(), 25);
        assert_eq!(
            rendered["choices"][0]["value"]
                .as_str()
                .unwrap()
                .encode_utf16()
                .count(),
            100
        );
    }
}
