//! Holds every dispatch against two readers, so that a mistake in one cannot hide a mistake here.

use serde::de::DeserializeSeed;
use serde_json::Value;
use twilight_model::gateway::event::GatewayEventDeserializer;

/// Events that Discord documents but that neither reader takes as documented: serenity 0.12 has no
/// type for it, and twilight-model 0.18 expects the limit's `meta` wrapped in a variant's name.
const READ_BY_NEITHER: [&str; 1] = ["RATE_LIMITED"];

/// Serenity 0.12 wants fields of this event that Discord does not document for it: whether the reaction
/// was a burst, and its type.
const NOT_READ_BY_SERENITY: [&str; 1] = ["MESSAGE_REACTION_REMOVE_EMOJI"];

/// What the two readers have against this payload, each in a sentence; empty when both read it.
pub(crate) fn breaches(event: &str, payload: &str) -> Vec<String> {
    let mut found = Vec::new();
    if READ_BY_NEITHER.contains(&event) {
        return found;
    }
    if let Some(why) = twilight_refuses(payload) {
        found.push(format!("twilight-model does not read {event}: {why}"));
    }
    if !NOT_READ_BY_SERENITY.contains(&event)
        && let Some(why) = serenity_refuses(payload)
    {
        found.push(format!("serenity does not read {event}: {why}"));
    }
    found
}

fn twilight_refuses(payload: &str) -> Option<String> {
    let Some(reader) = GatewayEventDeserializer::from_json(payload) else {
        return Some("it has no opcode".to_owned());
    };
    let mut json = serde_json::Deserializer::from_str(payload);
    reader
        .deserialize(&mut json)
        .err()
        .map(|error| error.to_string())
}

fn serenity_refuses(payload: &str) -> Option<String> {
    use serenity::model::event::{Event, GatewayEvent};
    match serde_json::from_str::<GatewayEvent>(payload) {
        Err(error) => Some(error.to_string()),
        // An event that fails to parse falls through to the untagged last variant, which keeps
        // no reason; the kind is all there is to say.
        Ok(GatewayEvent::Dispatch(_, Event::Unknown(_))) => {
            Some("it falls through to an unknown event".to_owned())
        }
        Ok(_) => None,
    }
}

/// One dispatch as it goes over the wire: opcode, sequence and name stand before the data, as
/// Discord sends them and as readers that scan for them expect.
pub(crate) fn payload(event: &str, sequence: u64, data: &Value) -> String {
    format!(r#"{{"t":"{event}","s":{sequence},"op":0,"d":{data}}}"#)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_whole_event_passes() {
        let data = json!({"guild_id": "1", "role_id": "2"});
        let payload = payload("GUILD_ROLE_DELETE", 3, &data);
        assert_eq!(
            breaches("GUILD_ROLE_DELETE", &payload),
            Vec::<String>::new()
        );
    }

    #[test]
    fn what_ends_a_replay_passes() {
        let payload = payload("RESUMED", 9, &json!({ "_trace": ["sandbox"] }));
        assert_eq!(breaches("RESUMED", &payload), Vec::<String>::new());
    }

    #[test]
    fn a_missing_field_is_seen_by_both() {
        let payload = payload("GUILD_ROLE_DELETE", 3, &json!({"guild_id": "1"}));
        let found = breaches("GUILD_ROLE_DELETE", &payload);
        assert_eq!(found.len(), 2, "{found:?}");
    }
}
