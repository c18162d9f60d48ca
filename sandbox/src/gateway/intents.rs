//! Which events a session asked for, and what of a message it may read.

use serde_json::{Value, json};
use twilight_model::gateway::Intents;

/// The intents Discord grants only to applications that were allowed them.
pub(crate) const PRIVILEGED: Intents = Intents::GUILD_MEMBERS
    .union(Intents::GUILD_PRESENCES)
    .union(Intents::MESSAGE_CONTENT);

/// What IDENTIFY's `intents` comes to.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Requested {
    /// All of them exist and are granted.
    Granted(Intents),
    /// A bit that means nothing: close code 4013.
    Invalid,
    /// A privileged intent the application does not have: close code 4014.
    Disallowed,
}

/// Judges the bits a client asks for against what the application has.
pub(crate) fn judge(bits: u64, granted: Intents) -> Requested {
    let Some(intents) = Intents::from_bits(bits) else {
        return Requested::Invalid;
    };
    if (intents & PRIVILEGED).difference(granted).is_empty() {
        Requested::Granted(intents)
    } else {
        Requested::Disallowed
    }
}

/// Whether a session with these intents is sent this event.
///
/// `bot` is the bot's own user id as Discord spells it: a few events about itself are sent
/// without being asked for.
pub(crate) fn wants(intents: Intents, event: &str, data: &Value, bot: &str) -> bool {
    let direct = data.get("guild_id").is_none_or(Value::is_null);
    let either = |in_guild, in_direct| {
        let needed: Intents = if direct { in_direct } else { in_guild };
        intents.contains(needed)
    };
    match event {
        "GUILD_MEMBER_UPDATE" if data.pointer("/user/id").and_then(Value::as_str) == Some(bot) => {
            true
        }
        "GUILD_MEMBER_ADD" | "GUILD_MEMBER_UPDATE" | "GUILD_MEMBER_REMOVE" => {
            intents.contains(Intents::GUILD_MEMBERS)
        }
        "THREAD_MEMBERS_UPDATE" => {
            intents.contains(Intents::GUILD_MEMBERS)
                || (intents.contains(Intents::GUILDS) && changes_membership_of(data, bot))
        }
        _ if event.starts_with("GUILD_SCHEDULED_EVENT") => {
            intents.contains(Intents::GUILD_SCHEDULED_EVENTS)
        }
        "GUILD_BAN_ADD" | "GUILD_BAN_REMOVE" | "GUILD_AUDIT_LOG_ENTRY_CREATE" => {
            intents.contains(Intents::GUILD_MODERATION)
        }
        "GUILD_EMOJIS_UPDATE" | "GUILD_STICKERS_UPDATE" => {
            intents.contains(Intents::GUILD_EMOJIS_AND_STICKERS)
        }
        "GUILD_INTEGRATIONS_UPDATE" => intents.contains(Intents::GUILD_INTEGRATIONS),
        "VOICE_STATE_UPDATE" => intents.contains(Intents::GUILD_VOICE_STATES),
        "PRESENCE_UPDATE" => intents.contains(Intents::GUILD_PRESENCES),
        "INVITE_CREATE" | "INVITE_DELETE" => intents.contains(Intents::GUILD_INVITES),
        "CHANNEL_PINS_UPDATE" => either(Intents::GUILDS, Intents::DIRECT_MESSAGES),
        "TYPING_START" => either(
            Intents::GUILD_MESSAGE_TYPING,
            Intents::DIRECT_MESSAGE_TYPING,
        ),
        _ if event.starts_with("MESSAGE_REACTION_") => either(
            Intents::GUILD_MESSAGE_REACTIONS,
            Intents::DIRECT_MESSAGE_REACTIONS,
        ),
        _ if event.starts_with("MESSAGE_") => {
            either(Intents::GUILD_MESSAGES, Intents::DIRECT_MESSAGES)
        }
        _ if event.starts_with("GUILD_MEMBERS_CHUNK") => true,
        _ if event.starts_with("GUILD_")
            || event.starts_with("CHANNEL_")
            || event.starts_with("THREAD_")
            || event.starts_with("STAGE_INSTANCE_") =>
        {
            intents.contains(Intents::GUILDS)
        }
        _ => true,
    }
}

/// Whether a `THREAD_MEMBERS_UPDATE` adds or removes the bot itself.
fn changes_membership_of(data: &Value, bot: &str) -> bool {
    let listed = |key: &str| data.get(key).and_then(Value::as_array);
    listed("added_members").is_some_and(|added| {
        added
            .iter()
            .any(|member| member.get("user_id").and_then(Value::as_str) == Some(bot))
    }) || listed("removed_member_ids")
        .is_some_and(|removed| removed.iter().any(|id| id.as_str() == Some(bot)))
}

/// Takes the words out of a guild message that a session without `MESSAGE_CONTENT` may not read.
///
/// Direct messages, messages that mention the bot, and the bot's own stay whole; a message that
/// this one answers is judged by itself.
pub(crate) fn hide_content(event: &str, data: &mut Value, bot: &str) {
    if !matches!(event, "MESSAGE_CREATE" | "MESSAGE_UPDATE")
        || data.get("guild_id").is_none_or(Value::is_null)
    {
        return;
    }
    hide_one(data, bot);
    if let Some(answered) = data.get_mut("referenced_message") {
        hide_one(answered, bot);
    }
}

fn hide_one(message: &mut Value, bot: &str) {
    let own = message.pointer("/author/id").and_then(Value::as_str) == Some(bot);
    let mentioned = message
        .get("mentions")
        .and_then(Value::as_array)
        .is_some_and(|mentions| {
            mentions
                .iter()
                .any(|user| user.get("id").and_then(Value::as_str) == Some(bot))
        });
    if own || mentioned {
        return;
    }
    let Some(fields) = message.as_object_mut() else {
        return;
    };
    for (key, empty) in [
        ("content", json!("")),
        ("embeds", json!([])),
        ("attachments", json!([])),
        ("components", json!([])),
    ] {
        if let Some(value) = fields.get_mut(key) {
            *value = empty;
        }
    }
    fields.remove("poll");
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::*;

    const BOT: &str = "7";

    #[test]
    fn privileged_intents_must_be_granted() {
        let members = Intents::GUILD_MEMBERS;
        assert_eq!(
            judge((Intents::GUILDS | members).bits(), members),
            Requested::Granted(Intents::GUILDS | members)
        );
        assert_eq!(
            judge(members.bits(), Intents::empty()),
            Requested::Disallowed
        );
        assert_eq!(
            judge(Intents::MESSAGE_CONTENT.bits(), members),
            Requested::Disallowed
        );
        assert_eq!(judge(1 << 60, Intents::all()), Requested::Invalid);
        assert_eq!(
            judge(Intents::GUILDS.bits(), Intents::empty()),
            Requested::Granted(Intents::GUILDS)
        );
    }

    #[test]
    fn events_need_their_intent() {
        let guild = json!({"guild_id": "1", "user": {"id": "9"}});
        let direct = json!({"channel_id": "2"});
        for (event, data, needed) in [
            ("GUILD_CREATE", &guild, Intents::GUILDS),
            ("CHANNEL_UPDATE", &guild, Intents::GUILDS),
            ("THREAD_CREATE", &guild, Intents::GUILDS),
            ("GUILD_ROLE_DELETE", &guild, Intents::GUILDS),
            ("GUILD_MEMBER_ADD", &guild, Intents::GUILD_MEMBERS),
            ("GUILD_MEMBER_UPDATE", &guild, Intents::GUILD_MEMBERS),
            ("THREAD_MEMBERS_UPDATE", &guild, Intents::GUILD_MEMBERS),
            ("MESSAGE_CREATE", &guild, Intents::GUILD_MESSAGES),
            ("MESSAGE_CREATE", &direct, Intents::DIRECT_MESSAGES),
            ("MESSAGE_DELETE_BULK", &guild, Intents::GUILD_MESSAGES),
            (
                "MESSAGE_REACTION_ADD",
                &guild,
                Intents::GUILD_MESSAGE_REACTIONS,
            ),
            ("TYPING_START", &direct, Intents::DIRECT_MESSAGE_TYPING),
            ("GUILD_BAN_ADD", &guild, Intents::GUILD_MODERATION),
        ] {
            assert!(wants(needed, event, data, BOT), "{event}");
            assert!(
                !wants(Intents::all().difference(needed), event, data, BOT),
                "{event} without its intent"
            );
        }
    }

    #[test]
    fn some_events_need_no_intent() {
        let own = json!({"guild_id": "1", "user": {"id": BOT}});
        for event in [
            "INTERACTION_CREATE",
            "GUILD_MEMBERS_CHUNK",
            "GUILD_MEMBER_UPDATE",
        ] {
            assert!(wants(Intents::empty(), event, &own, BOT), "{event}");
        }
    }

    #[test]
    fn being_added_to_a_thread_is_told_without_the_members_intent() {
        let added = json!({"guild_id": "1", "added_members": [{"user_id": BOT}]});
        let removed = json!({"guild_id": "1", "removed_member_ids": [BOT]});
        let other = json!({"guild_id": "1", "added_members": [{"user_id": "9"}]});
        let event = "THREAD_MEMBERS_UPDATE";
        assert!(wants(Intents::GUILDS, event, &added, BOT));
        assert!(wants(Intents::GUILDS, event, &removed, BOT));
        assert!(!wants(Intents::GUILDS, event, &other, BOT));
    }

    #[test]
    fn content_is_hidden_except_where_discord_shows_it() {
        let message = |guild: bool, author: &str, mentions: Value| {
            let mut message = json!({
                "author": {"id": author}, "mentions": mentions, "content": "words",
                "embeds": [{"title": "t"}], "attachments": [], "components": [],
            });
            if guild {
                message["guild_id"] = json!("1");
            }
            message
        };
        for (mut data, shown, why) in [
            (message(true, "9", json!([])), false, "a guild message"),
            (message(false, "9", json!([])), true, "a direct message"),
            (message(true, BOT, json!([])), true, "the bot's own"),
            (message(true, "9", json!([{"id": BOT}])), true, "a mention"),
        ] {
            hide_content("MESSAGE_CREATE", &mut data, BOT);
            assert_eq!(data["content"] == "words", shown, "{why}");
            assert_eq!(data["embeds"] != json!([]), shown, "{why}");
        }
    }

    #[test]
    fn an_answered_message_is_judged_by_itself() {
        let mut data = json!({
            "guild_id": "1", "author": {"id": BOT}, "mentions": [], "content": "mine",
            "referenced_message": {"author": {"id": "9"}, "mentions": [], "content": "theirs"},
        });
        hide_content("MESSAGE_CREATE", &mut data, BOT);
        assert_eq!(data["content"], "mine");
        assert_eq!(data["referenced_message"]["content"], "");
    }
}
