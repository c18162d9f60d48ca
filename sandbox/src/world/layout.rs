//! Components and embeds as Discord keeps them: numbered, with defaults filled in and files by their address.

use std::collections::HashSet;

use chrono::DateTime;
use serde_json::{Map, Value, json};
use twilight_model::id::{Id, marker::AttachmentMarker};

use super::timestamp;
use crate::validate::components::kind;

/// A file of the message and where it can be fetched.
#[derive(Clone, Debug)]
pub(super) struct FileLink {
    pub(super) filename: String,
    pub(super) url: String,
    pub(super) id: Id<AttachmentMarker>,
    pub(super) size: usize,
}

/// Embeds as Discord answers them.
pub(super) fn embeds(sent: &[Value], files: &[FileLink]) -> Vec<Value> {
    sent.iter()
        .map(|embed| {
            let mut embed = without_nulls(embed);
            embed["type"] = json!("rich");
            if let Some(at) = embed
                .get("timestamp")
                .and_then(Value::as_str)
                .and_then(|text| DateTime::parse_from_rfc3339(text).ok())
            {
                embed["timestamp"] = json!(timestamp(at.to_utc()));
            }
            for name in ["image", "thumbnail"] {
                if let Some(media) = embed.get_mut(name) {
                    picture(media, files);
                }
            }
            for field in embed
                .get_mut("fields")
                .and_then(Value::as_array_mut)
                .into_iter()
                .flatten()
            {
                if field.get("inline").is_none() {
                    field["inline"] = json!(false);
                }
            }
            embed
        })
        .collect()
}

/// An embed's picture, with the address of the file that it names.
fn picture(media: &mut Value, files: &[FileLink]) {
    if let Some(file) = named(media, files) {
        media["url"] = json!(file.url);
    }
    media["proxy_url"] = media["url"].clone();
    media["width"] = json!(0);
    media["height"] = json!(0);
}

/// Components as Discord answers them: each has a number that no other has.
pub(super) fn components(sent: &[Value], files: &[FileLink]) -> Vec<Value> {
    let mut taken = HashSet::new();
    for component in sent {
        collect(component, &mut taken);
    }
    let mut numbers = Numbers { taken, last: 0 };
    sent.iter()
        .map(|component| one(&without_nulls(component), &mut numbers, files))
        .collect()
}

/// All text that a component shows as text, for mentions in it.
pub(super) fn displayed_text(component: &Value, into: &mut String) {
    if component.get("type").and_then(Value::as_u64) == Some(kind::TEXT_DISPLAY)
        && let Some(text) = component.get("content").and_then(Value::as_str)
    {
        into.push('\n');
        into.push_str(text);
    }
    for inner in component
        .get("components")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
    {
        displayed_text(inner, into);
    }
}

/// The numbers given to components that came without one.
struct Numbers {
    taken: HashSet<u64>,
    last: u64,
}

impl Numbers {
    fn next(&mut self) -> u64 {
        loop {
            self.last += 1;
            if self.taken.insert(self.last) {
                return self.last;
            }
        }
    }
}

/// Collects the numbers that the sender gave.
fn collect(component: &Value, taken: &mut HashSet<u64>) {
    if let Some(id) = given_number(component) {
        taken.insert(id);
    }
    for inner in component
        .get("components")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .chain(component.get("accessory"))
    {
        collect(inner, taken);
    }
}

/// A component's own number. Zero asks for one.
fn given_number(component: &Value) -> Option<u64> {
    component
        .get("id")
        .and_then(Value::as_u64)
        .filter(|id| *id > 0)
}

fn one(component: &Value, numbers: &mut Numbers, files: &[FileLink]) -> Value {
    let mut component = component.clone();
    let number = given_number(&component).unwrap_or_else(|| numbers.next());
    component["id"] = json!(number);
    if let Some(list) = component
        .get_mut("components")
        .and_then(Value::as_array_mut)
    {
        for inner in list {
            *inner = one(inner, numbers, files);
        }
    }
    if let Some(accessory) = component.get("accessory") {
        component["accessory"] = one(accessory, numbers, files);
    }
    defaults(&mut component);
    match component["type"].as_u64() {
        Some(kind::THUMBNAIL) => medium(&mut component["media"], files),
        Some(kind::FILE) => {
            if let Some(file) = named(&component["file"], files) {
                component["name"] = json!(file.filename);
                component["size"] = json!(file.size);
            }
            medium(&mut component["file"], files);
        }
        Some(kind::MEDIA_GALLERY) => {
            for item in component
                .get_mut("items")
                .and_then(Value::as_array_mut)
                .into_iter()
                .flatten()
            {
                for (name, value) in [("spoiler", json!(false)), ("description", Value::Null)] {
                    if item.get(name).is_none() {
                        item[name] = value;
                    }
                }
                medium(&mut item["media"], files);
            }
        }
        _ => {}
    }
    component
}

/// What Discord fills in where the sender said nothing.
fn defaults(component: &mut Value) {
    let filled: &[(&str, Value)] = match component["type"].as_u64() {
        Some(
            kind::STRING_SELECT
            | kind::USER_SELECT
            | kind::ROLE_SELECT
            | kind::MENTIONABLE_SELECT
            | kind::CHANNEL_SELECT,
        ) => &[("min_values", json!(1)), ("max_values", json!(1))],
        Some(kind::CONTAINER) => &[("accent_color", Value::Null), ("spoiler", json!(false))],
        Some(kind::SEPARATOR) => &[("spacing", json!(1)), ("divider", json!(true))],
        Some(kind::FILE) => &[("spoiler", json!(false))],
        Some(kind::THUMBNAIL) => &[("spoiler", json!(false)), ("description", Value::Null)],
        _ => &[],
    };
    for (name, value) in filled {
        if component.get(*name).is_none() {
            component[*name] = value.clone();
        }
    }
}

/// A picture or file of Components V2, with its address.
fn medium(media: &mut Value, files: &[FileLink]) {
    let mut id = None;
    if let Some(file) = named(media, files) {
        media["url"] = json!(file.url);
        media["attachment_id"] = json!(file.id);
        id = Some(file.id.to_string());
    }
    media["proxy_url"] = media["url"].clone();
    // Media from elsewhere get an id of their own at Discord; nothing can be done with it.
    media["id"] = json!(id.unwrap_or_else(|| "1".to_owned()));
}

/// The file that `attachment://` names.
fn named<'f>(media: &Value, files: &'f [FileLink]) -> Option<&'f FileLink> {
    let name = media
        .get("url")
        .and_then(Value::as_str)?
        .strip_prefix("attachment://")?;
    files.iter().find(|file| file.filename == name)
}

/// A value without the fields that are `null`, which mean that nothing was said.
fn without_nulls(value: &Value) -> Value {
    match value {
        Value::Object(object) => Value::Object(
            object
                .iter()
                .filter(|(_, value)| !value.is_null())
                .map(|(key, value)| (key.clone(), without_nulls(value)))
                .collect::<Map<_, _>>(),
        ),
        Value::Array(list) => Value::Array(list.iter().map(without_nulls).collect()),
        other => other.clone(),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::*;

    #[test]
    fn each_component_has_a_number_of_its_own() {
        let sent = [json!({ "type": 17, "components": [
            { "type": 10, "content": "a", "id": 1 },
            { "type": 9, "components": [{ "type": 10, "content": "b" }],
              "accessory": { "type": 2, "style": 1, "label": "c", "custom_id": "c", "url": null } },
        ] })];
        let kept = components(&sent, &[]);
        assert_eq!(kept[0]["id"], 2);
        assert_eq!(kept[0]["components"][0]["id"], 1);
        assert_eq!(kept[0]["components"][1]["id"], 3);
        assert_eq!(kept[0]["components"][1]["components"][0]["id"], 4);
        assert_eq!(kept[0]["components"][1]["accessory"]["id"], 5);
        assert!(kept[0]["components"][1]["accessory"].get("url").is_none());
    }

    #[test]
    fn files_are_given_by_their_address() {
        let files = [FileLink {
            filename: "plan.ics".to_owned(),
            url: "http://127.0.0.1/attachments/1/2/plan.ics".to_owned(),
            id: Id::new(2),
            size: 5,
        }];
        let sent = [json!({ "type": 13, "file": { "url": "attachment://plan.ics" } })];
        let kept = components(&sent, &files);
        assert_eq!(kept[0]["file"]["url"], files[0].url);
        assert_eq!(kept[0]["file"]["attachment_id"], "2");
        assert_eq!(kept[0]["name"], "plan.ics");
        assert_eq!(kept[0]["size"], 5);
    }

    #[test]
    fn shown_text_is_found_at_any_depth() {
        let mut text = String::new();
        displayed_text(
            &json!({ "type": 17, "components": [
                { "type": 10, "content": "<@1>" },
                { "type": 9, "components": [{ "type": 10, "content": "<@2>" }] },
            ] }),
            &mut text,
        );
        assert_eq!(text, "\n<@1>\n<@2>");
    }
}
