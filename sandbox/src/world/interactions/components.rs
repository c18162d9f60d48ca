//! What the bot is told of a used component and of a submitted modal.

use serde_json::{Value, json};
use twilight_model::id::{
    Id,
    marker::{ChannelMarker, MessageMarker, UserMarker},
};

use super::resolved::Resolved;
use crate::world::World;

/// Discord's numbers for the component types that people use.
mod kind {
    pub(super) const BUTTON: u64 = 2;
    pub(super) const STRING_SELECT: u64 = 3;
    pub(super) const TEXT_INPUT: u64 = 4;
    pub(super) const USER_SELECT: u64 = 5;
    pub(super) const ROLE_SELECT: u64 = 6;
    pub(super) const MENTIONABLE_SELECT: u64 = 7;
    pub(super) const CHANNEL_SELECT: u64 = 8;
    pub(super) const TEXT_DISPLAY: u64 = 10;
    pub(super) const LABEL: u64 = 18;
    pub(super) const FILE_UPLOAD: u64 = 19;
    pub(super) const CHECKBOX: u64 = 23;
}

/// Every component in a list, those inside rows, sections, containers and labels included.
pub fn flatten(components: &[Value]) -> Vec<&Value> {
    let mut all = Vec::new();
    for component in components {
        all.push(component);
        for key in ["accessory", "component"] {
            if let Some(inner) = component.get(key) {
                all.extend(flatten(std::slice::from_ref(inner)));
            }
        }
        if let Some(inner) = component.get("components").and_then(Value::as_array) {
            all.extend(flatten(inner));
        }
    }
    all
}

fn kind_of(component: &Value) -> u64 {
    component["type"].as_u64().unwrap_or_default()
}

fn is_select(kind: u64) -> bool {
    matches!(
        kind,
        kind::STRING_SELECT
            | kind::USER_SELECT
            | kind::ROLE_SELECT
            | kind::MENTIONABLE_SELECT
            | kind::CHANNEL_SELECT
    )
}

/// The `data` of a click or choice on a message's component.
pub(super) fn used(
    world: &World,
    user: Id<UserMarker>,
    channel: Id<ChannelMarker>,
    message: Id<MessageMarker>,
    custom_id: &str,
    values: &[String],
) -> Result<Value, String> {
    let message = world
        .channels
        .get(&channel)
        .and_then(|channel| channel.messages.get(&message))
        .filter(|message| message.visible_to.is_none_or(|only| only == user))
        .ok_or("There is no such message here")?;
    if message.author != world.application.bot {
        return Err("This message is not the application's".to_owned());
    }
    let component = flatten(&message.components)
        .into_iter()
        .find(|component| component["custom_id"] == custom_id)
        .ok_or("There is no such button or select on the message")?;
    if component["disabled"] == true {
        return Err("It is disabled".to_owned());
    }
    let kind = kind_of(component);
    let mut data = json!({
        "id": component["id"],
        "component_type": kind,
        "custom_id": custom_id,
    });
    if kind == kind::BUTTON {
        return Ok(data);
    }
    let mut resolved = Resolved::new(world, channel, user);
    choose(component, values, &mut resolved)?;
    data["values"] = json!(values);
    resolved.put_into(&mut data);
    Ok(data)
}

/// Checks what is chosen in a select, and resolves the ids in it.
fn choose(component: &Value, values: &[String], resolved: &mut Resolved<'_>) -> Result<(), String> {
    for value in values {
        match kind_of(component) {
            kind::STRING_SELECT => {
                let offered = component["options"]
                    .as_array()
                    .is_some_and(|options| options.iter().any(|option| option["value"] == *value));
                if !offered {
                    return Err(format!("\"{value}\" is not one of the options"));
                }
            }
            kind::USER_SELECT => resolved.user_text(value)?,
            kind::ROLE_SELECT => resolved.role(value)?,
            kind::MENTIONABLE_SELECT => resolved.mentionable(value)?,
            kind::CHANNEL_SELECT => {
                let kinds = component["channel_types"].as_array();
                let kinds: Vec<u64> = kinds
                    .into_iter()
                    .flatten()
                    .filter_map(Value::as_u64)
                    .collect();
                resolved.channel(value, &kinds)?;
            }
            _ => return Err("It is neither a button nor a select".to_owned()),
        }
    }
    Ok(())
}

/// The `data` of a modal with its fields filled in.
pub(super) fn submitted(
    world: &World,
    user: Id<UserMarker>,
    channel: Id<ChannelMarker>,
    modal: &Value,
    fields: &[(String, Vec<String>)],
) -> Result<Value, String> {
    let components = modal["components"]
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default();
    for (custom_id, _) in fields {
        let exists = flatten(components)
            .into_iter()
            .any(|component| component["custom_id"] == *custom_id);
        if !exists {
            return Err(format!("The modal has no field \"{custom_id}\""));
        }
    }
    let mut resolved = Resolved::new(world, channel, user);
    let mut filled = Vec::new();
    for component in components {
        filled.push(fill(component, fields, &mut resolved)?);
    }
    let mut data = json!({ "custom_id": modal["custom_id"], "components": filled });
    resolved.put_into(&mut data);
    Ok(data)
}

fn fill(
    component: &Value,
    fields: &[(String, Vec<String>)],
    resolved: &mut Resolved<'_>,
) -> Result<Value, String> {
    let kind = kind_of(component);
    let mut filled = json!({ "type": kind, "id": component["id"] });
    if kind == kind::TEXT_DISPLAY {
        return Ok(filled);
    }
    if kind == kind::LABEL {
        filled["component"] = fill(&component["component"], fields, resolved)?;
        return Ok(filled);
    }
    if let Some(inner) = component["components"].as_array() {
        let inner: Result<Vec<Value>, String> = inner
            .iter()
            .map(|one| fill(one, fields, resolved))
            .collect();
        filled["components"] = Value::Array(inner?);
        return Ok(filled);
    }
    filled["custom_id"] = component["custom_id"].clone();
    let values = fields
        .iter()
        .find(|(custom_id, _)| component["custom_id"] == *custom_id)
        .map(|(_, values)| values.as_slice());
    match kind {
        kind::TEXT_INPUT => {
            let text = values.and_then(<[String]>::first).map(String::as_str);
            // What stands in the field from the start is sent when it is left alone.
            filled["value"] = json!(text.or(component["value"].as_str()).unwrap_or_default());
        }
        kind::CHECKBOX => {
            filled["value"] = match values.and_then(<[String]>::first) {
                Some(text) => json!(text == "true"),
                None => json!(component["default"] == true),
            };
        }
        _ => {
            let values = values.unwrap_or_default();
            if is_select(kind) {
                choose(component, values, resolved)?;
            } else if kind == kind::FILE_UPLOAD && !values.is_empty() {
                return Err("The sandbox's people have no files to hand in".to_owned());
            }
            filled["values"] = json!(values);
        }
    }
    Ok(filled)
}
