//! What arrives, as it is sent.

use serde_json::{Value, json};

use super::*;
use crate::custom_id::{AskClick, MeClick};
use crate::domain::ids::{AskId, ChannelId, MemberId, MessageId, RoleId};

fn user() -> Value {
    json!({ "id": "33", "username": "mia", "global_name": "Mia", "discriminator": "0", "avatar": null })
}

fn base(kind: u8) -> Value {
    json!({
        "id": "1", "application_id": "2", "type": kind, "token": "t", "version": 1, "channel_id": "22", "guild_id": "5",
        "locale": "en-GB", "entitlements": [], "authorizing_integration_owners": {}, "attachment_size_limit": 1,
        "member": { "user": user(), "nick": "Mimi", "roles": ["9"], "joined_at": "2026-03-02T09:00:00Z", "permissions": "32", "pending": false, "deaf": false, "mute": false, "flags": 0 },
    })
}

fn message() -> Value {
    json!({
        "id": "77", "channel_id": "22", "type": 0, "content": "", "timestamp": "2026-03-02T09:00:00Z", "edited_timestamp": null, "author": user(),
        "tts": false, "mention_everyone": false, "mentions": [], "mention_roles": [], "attachments": [], "embeds": [], "pinned": false, "flags": 32768,
        "components": [{ "type": 10, "id": 1, "content": "hello" }, { "type": 1, "id": 2, "components": [{ "type": 2, "id": 3, "style": 1, "label": "x", "custom_id": "y" }] }],
    })
}

fn received(value: Value) -> Received {
    read(serde_json::from_value(value).unwrap()).unwrap()
}

fn acted(value: Value) -> Input {
    match received(value).what {
        What::Acted(input) => input,
        What::Typed(..) => panic!("nobody acted"),
    }
}

#[test]
fn a_command_brings_its_options_and_who_used_it() {
    let mut interaction = base(2);
    interaction["data"] = json!({
        "id": "8", "type": 1, "name": "skills",
        "options": [{ "name": "member", "type": 6, "value": "44" }, { "name": "skill", "type": 3, "value": "rust" }],
        "resolved": { "users": { "44": { "id": "44", "username": "bot", "discriminator": "0001", "avatar": null, "bot": true } } },
    });
    let person = received(interaction.clone()).seen.unwrap().1;
    let Input::Command(command, invocation) = acted(interaction) else {
        panic!("no command")
    };
    assert_eq!(command.name, "skills");
    assert_eq!(
        (invocation.guild, invocation.channel),
        (GuildId(5), ChannelId(22))
    );
    assert_eq!(invocation.options.text("skill"), Some("rust"));
    assert_eq!(
        invocation.options.member("member"),
        Some((MemberId(44), true))
    );
    assert_eq!(
        (invocation.by.name.as_str(), invocation.by.admin),
        ("Mimi", true)
    );
    assert_eq!(invocation.by.roles, [RoleId(9)]);
    assert_eq!(person.display_name, "Mimi");
}

#[test]
fn a_command_that_is_gone_or_private_is_known_as_such() {
    let mut interaction = base(2);
    interaction["data"] = json!({ "id": "8", "type": 1, "name": "nothing-of-ours" });
    assert!(matches!(acted(interaction.clone()), Input::UnknownCommand));
    interaction["guild_id"] = Value::Null;
    interaction["member"] = Value::Null;
    interaction["user"] = user();
    assert!(matches!(acted(interaction), Input::PrivateCommand));
}

#[test]
fn a_press_on_a_message_of_components_arrives() {
    let mut interaction = base(3);
    interaction["message"] = message();
    interaction["data"] = json!({ "custom_id": CustomId::from(AskClick::Help { ask: AskId(4) }).to_string(), "component_type": 2 });
    let input = acted(interaction);
    assert!(input.on_message());
    let Input::Press(press) = input else {
        panic!("no press")
    };
    assert_eq!(press.id, AskClick::Help { ask: AskId(4) }.into());
    assert_eq!(
        (press.guild, press.message),
        (Some(GuildId(5)), Some(MessageId(77)))
    );
}

#[test]
fn what_was_chosen_arrives_as_texts() {
    let mut interaction = base(3);
    interaction["message"] = message();
    let data = |kind: u8, values: Value| json!({ "custom_id": CustomId::from(MeClick::Block {}).to_string(), "component_type": kind, "values": values });
    for (kind, chosen) in [(3, "a"), (5, "33"), (6, "33"), (8, "33")] {
        interaction["data"] = data(kind, json!([chosen]));
        let Input::Press(press) = acted(interaction.clone()) else {
            panic!("{kind}")
        };
        assert_eq!(press.values, [chosen], "{kind}");
    }
}

#[test]
fn an_id_that_is_not_understood_is_known_as_such() {
    let mut interaction = base(3);
    interaction["message"] = message();
    interaction["data"] = json!({ "custom_id": "0:old:thing", "component_type": 2 });
    assert!(matches!(
        acted(interaction),
        Input::UnknownPress { on_message: true }
    ));
}

#[test]
fn a_form_brings_its_fields() {
    let mut interaction = base(5);
    interaction["data"] = json!({
        "custom_id": CustomId::from(MeClick::Zone {}).to_string(),
        "components": [{ "type": 1, "components": [{ "type": 4, "custom_id": "city", "value": "Lisbon" }] }],
    });
    let Input::Press(press) = acted(interaction) else {
        panic!("no press")
    };
    assert_eq!(press.fields.get("city").map(String::as_str), Some("Lisbon"));
    assert_eq!(press.message, None);
}

#[test]
fn what_is_being_typed_arrives() {
    let mut interaction = base(4);
    interaction["data"] = json!({ "id": "8", "type": 1, "name": "teach", "options": [{ "name": "skill", "type": 3, "value": "kub", "focused": true }] });
    let What::Typed(_, typing, _) = received(interaction).what else {
        panic!("not typing")
    };
    assert_eq!(
        (typing.option.as_str(), typing.text.as_str()),
        ("skill", "kub")
    );
}

fn resolved_message(id: &str, author: &Value) -> Value {
    let mut found = message();
    found["id"] = json!(id);
    found["author"] = author.clone();
    found
}

#[test]
fn a_command_of_a_group_brings_its_name_and_its_options() {
    let mut interaction = base(2);
    interaction["data"] = json!({
        "id": "8", "type": 1, "name": "skills",
        "options": [{ "name": "export", "type": 1, "options": [
            { "name": "everything", "type": 5, "value": true },
            { "name": "member", "type": 6, "value": "44" },
            { "name": "why", "type": 3, "value": "to see" },
        ] }],
        "resolved": { "users": { "44": { "id": "44", "username": "ravi", "discriminator": "0", "avatar": null } } },
    });
    let Input::Command(_, invocation) = acted(interaction.clone()) else {
        panic!("no command")
    };
    assert_eq!(invocation.subcommand.as_deref(), Some("export"));
    assert!(invocation.options.yes("everything"));
    assert_eq!(invocation.options.text("why"), Some("to see"));
    assert_eq!(
        invocation.options.member("member"),
        Some((MemberId(44), false))
    );
    interaction["data"]["options"] = json!([{ "name": "forget", "type": 1, "options": [] }]);
    let Input::Command(_, invocation) = acted(interaction) else {
        panic!("no command")
    };
    assert_eq!(invocation.subcommand.as_deref(), Some("forget"));
    assert!(invocation.options.values.is_empty());
}

#[test]
fn what_is_typed_into_an_option_of_a_group_arrives() {
    let mut interaction = base(4);
    interaction["data"] = json!({ "id": "8", "type": 1, "name": "teach", "options": [{ "name": "again", "type": 1, "options": [
        { "name": "level", "type": 3, "value": "starter" },
        { "name": "skill", "type": 3, "value": "kub", "focused": true },
    ] }] });
    let What::Typed(_, typing, _) = received(interaction).what else {
        panic!("not typing")
    };
    assert_eq!(
        (typing.option.as_str(), typing.text.as_str()),
        ("skill", "kub")
    );
}

#[test]
fn a_menu_on_a_message_brings_the_message_and_who_wrote_it() {
    let command = COMMANDS
        .iter()
        .find(|command| matches!(command.kind, crate::features::CommandKind::Message))
        .unwrap();
    let bot = json!({ "id": "34", "username": "potluck", "discriminator": "0001", "avatar": null, "bot": true });
    for (author, expected) in [(user(), (MemberId(33), false)), (bot, (MemberId(34), true))] {
        let mut interaction = base(2);
        interaction["data"] = json!({
            "id": "8", "type": 3, "name": command.name, "target_id": "78",
            "resolved": { "messages": {
                "77": resolved_message("77", &user()),
                "78": resolved_message("78", &author),
            } },
        });
        let Input::Command(found, invocation) = acted(interaction) else {
            panic!("no command")
        };
        assert_eq!(found.name, command.name);
        assert_eq!(
            invocation.options.message("message"),
            Some((MessageId(78), expected.0, expected.1))
        );
        assert_eq!(invocation.channel, ChannelId(22));
    }
}

#[test]
fn a_webhook_is_nobody_who_can_be_thanked() {
    let mut interaction = base(2);
    let mut said = resolved_message("78", &user());
    said["webhook_id"] = json!("35");
    interaction["data"] = json!({
        "id": "8", "type": 3, "name": "Thanks for this", "target_id": "78", "resolved": { "messages": { "78": said } },
    });
    let Input::Command(_, invocation) = acted(interaction) else {
        panic!("no command")
    };
    let (_, _, bot) = invocation.options.message("message").unwrap();
    assert!(bot);
}

#[test]
fn a_menu_on_a_member_brings_the_member() {
    let mut interaction = base(2);
    interaction["data"] = json!({
        "id": "8", "type": 2, "name": "What can they teach?", "target_id": "44",
        "resolved": { "users": { "44": { "id": "44", "username": "ravi", "discriminator": "0", "avatar": null } } },
    });
    let Input::Command(_, invocation) = acted(interaction) else {
        panic!("no command")
    };
    assert_eq!(
        invocation.options.member("member"),
        Some((MemberId(44), false))
    );
}

#[test]
fn who_may_manage_messages_is_a_moderator() {
    // Manage Messages, Manage Server, Administrator.
    for (permissions, moderator, admin) in [
        ("8192", true, false),
        ("32", false, true),
        ("8", true, true),
        ("0", false, false),
    ] {
        let mut interaction = base(2);
        interaction["data"] = json!({ "id": "8", "type": 1, "name": "skills" });
        interaction["member"]["permissions"] = json!(permissions);
        let Input::Command(_, invocation) = acted(interaction) else {
            panic!("no command")
        };
        assert_eq!(
            (invocation.by.moderator, invocation.by.admin),
            (moderator, admin),
            "{permissions}"
        );
    }
}
