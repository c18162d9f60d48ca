//! The commands as Discord is told about them. They are registered only when they changed.

use serde_json::{Value, json};

use crate::features::{Command, CommandKind, OptionDef, OptionKind, Who};

/// Manage Server, as Discord writes permissions.
const MANAGE_GUILD: &str = "32";
/// `MANAGE_MESSAGES`, as Discord takes it.
const MANAGE_MESSAGES: &str = "8192";
/// In guilds; not in private conversations with the bot, nor in those between people.
const IN_GUILDS: [u8; 1] = [0];

/// The body that replaces all global commands.
pub(super) fn body(commands: &[&Command]) -> Value {
    commands.iter().map(|command| definition(command)).collect()
}

/// A short text that differs when the body does.
///
/// It is kept across versions of the program, so it is spelled out here (FNV-1a, 64 bits) and not left to the standard library, whose
/// hashes may change.
pub(super) fn fingerprint(body: &Value) -> String {
    let hash = body
        .to_string()
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
    format!("{hash:016x}")
}

fn definition(command: &Command) -> Value {
    let mut definition = json!({
        "name": command.name,
        "contexts": IN_GUILDS,
        "integration_types": [0],
        "default_member_permissions": match command.who {
            Who::Everyone => Value::Null,
            Who::Admins => json!(MANAGE_GUILD),
            Who::Moderators => json!(MANAGE_MESSAGES),
        },
    });
    match &command.kind {
        CommandKind::Slash(options) => {
            definition["type"] = json!(1);
            definition["description"] = json!(command.description);
            definition["options"] = options.iter().map(option).collect();
        }
        CommandKind::Group(subcommands) => {
            definition["type"] = json!(1);
            definition["description"] = json!(command.description);
            definition["options"] = subcommands
                .iter()
                .map(|sub| {
                    json!({
                        "type": 1,
                        "name": sub.name,
                        "description": sub.description,
                        "options": sub.options.iter().map(option).collect::<Vec<_>>(),
                    })
                })
                .collect();
        }
        // Discord refuses a description on what stands in a context menu.
        CommandKind::Member => definition["type"] = json!(2),
        CommandKind::Message => definition["type"] = json!(3),
    }
    definition
}

fn option(option: &OptionDef) -> Value {
    let mut definition = json!({ "name": option.name, "description": option.description, "required": option.required });
    match &option.kind {
        OptionKind::Text { max, complete } => {
            definition["type"] = json!(3);
            definition["max_length"] = json!(max);
            if *complete {
                definition["autocomplete"] = json!(true);
            }
        }
        OptionKind::OneOf(choices) => {
            definition["type"] = json!(3);
            definition["choices"] = choices
                .iter()
                .map(|(name, value)| json!({ "name": name, "value": value }))
                .collect();
        }
        OptionKind::Integer { min, max } => {
            definition["type"] = json!(4);
            definition["min_value"] = json!(min);
            definition["max_value"] = json!(max);
        }
        OptionKind::YesNo => definition["type"] = json!(5),
        OptionKind::Member => definition["type"] = json!(6),
    }
    definition
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::error::Error;
    use crate::features::{COMMANDS, Subcommand};
    use crate::post::{MAX_OPTION_TEXT, MAX_OPTIONS};

    /// Discord's rule for the names of slash commands and options, for those in English letters.
    fn is_slash_name(name: &str) -> bool {
        (1..=32).contains(&name.len())
            && name.chars().all(|letter| {
                letter.is_ascii_lowercase() || letter.is_ascii_digit() || "-_".contains(letter)
            })
    }

    #[track_caller]
    fn check_options(name: &str, options: &[OptionDef]) {
        assert!(options.len() <= 25, "{name}");
        let names: BTreeSet<_> = options.iter().map(|option| option.name).collect();
        assert_eq!(names.len(), options.len(), "{name} has an option twice");
        let first_optional = options
            .iter()
            .position(|option| !option.required)
            .unwrap_or(options.len());
        assert!(
            options[first_optional..]
                .iter()
                .all(|option| !option.required),
            "{name}: required options come first"
        );
        for option in options {
            check_option(name, option);
        }
    }

    #[test]
    fn every_command_keeps_discords_limits() {
        for command in COMMANDS {
            let name = command.name;
            assert!(
                (1..=100).contains(&command.description.chars().count()),
                "{name}"
            );
            match &command.kind {
                CommandKind::Slash(options) => {
                    assert!(is_slash_name(name), "{name}");
                    check_options(name, options);
                }
                CommandKind::Group(subcommands) => {
                    assert!(is_slash_name(name), "{name}");
                    assert!((1..=25).contains(&subcommands.len()), "{name}");
                    let names: BTreeSet<_> = subcommands.iter().map(|sub| sub.name).collect();
                    assert_eq!(names.len(), subcommands.len(), "{name} has one twice");
                    for sub in *subcommands {
                        let name = format!("{name} {}", sub.name);
                        assert!(is_slash_name(sub.name), "{name}");
                        assert!(
                            (1..=100).contains(&sub.description.chars().count()),
                            "{name}"
                        );
                        check_options(&name, sub.options);
                    }
                }
                CommandKind::Member | CommandKind::Message => {
                    assert!((1..=32).contains(&name.chars().count()), "{name}");
                }
            }
        }
        // A hundred that are typed, and five in the menu of messages and of members each.
        let of_kind = |wanted: fn(&CommandKind) -> bool| {
            COMMANDS
                .iter()
                .filter(|command| wanted(&command.kind))
                .count()
        };
        let typed =
            |kind: &CommandKind| matches!(kind, CommandKind::Slash(_) | CommandKind::Group(_));
        assert!(of_kind(typed) <= 100);
        assert!(of_kind(|kind| matches!(kind, CommandKind::Message)) <= 5);
        assert!(of_kind(|kind| matches!(kind, CommandKind::Member)) <= 5);
        let names: BTreeSet<_> = COMMANDS.iter().map(|command| command.name).collect();
        assert_eq!(names.len(), COMMANDS.len(), "a name is taken twice");
    }

    fn check_option(command: &str, option: &OptionDef) {
        let place = format!("/{command} {}", option.name);
        assert!(is_slash_name(option.name), "{place}");
        assert!(
            (1..=100).contains(&option.description.chars().count()),
            "{place}"
        );
        match &option.kind {
            OptionKind::Text { max, .. } => assert!((1..=6000).contains(max), "{place}"),
            OptionKind::OneOf(choices) => {
                assert!((1..=MAX_OPTIONS).contains(&choices.len()), "{place}");
                for (name, value) in *choices {
                    assert!(
                        (1..=MAX_OPTION_TEXT).contains(&name.chars().count()),
                        "{place}"
                    );
                    assert!(
                        (1..=MAX_OPTION_TEXT).contains(&value.chars().count()),
                        "{place}"
                    );
                }
            }
            OptionKind::Integer { min, max } => assert!(
                min <= max && min.unsigned_abs() <= 1 << 53 && max.unsigned_abs() <= 1 << 53,
                "{place}"
            ),
            OptionKind::YesNo | OptionKind::Member => {}
        }
    }

    #[test]
    fn what_suggests_values_says_so_and_the_other_way_round() {
        for command in COMMANDS {
            let suggesting = |options: &[OptionDef]| {
                options
                    .iter()
                    .any(|option| matches!(option.kind, OptionKind::Text { complete: true, .. }))
            };
            let suggests = match &command.kind {
                CommandKind::Slash(options) => suggesting(options),
                CommandKind::Group(subcommands) => {
                    subcommands.iter().any(|sub| suggesting(sub.options))
                }
                CommandKind::Member | CommandKind::Message => false,
            };
            assert_eq!(suggests, command.complete.is_some(), "/{}", command.name);
        }
    }

    #[test]
    fn a_command_of_all_of_them_fits_in_what_discord_takes() {
        for command in body(COMMANDS).as_array().into_iter().flatten() {
            let text: usize = texts(command);
            assert!(
                text <= 8000,
                "{}: {text} characters of names, descriptions and values",
                command["name"]
            );
            assert_eq!(command["contexts"], json!([0]), "{}", command["name"]);
        }
    }

    fn texts(value: &Value) -> usize {
        match value {
            Value::Object(object) => object
                .iter()
                .map(|(key, value)| match value {
                    Value::String(text)
                        if ["name", "description", "value"].contains(&key.as_str()) =>
                    {
                        text.chars().count()
                    }
                    nested => texts(nested),
                })
                .sum(),
            Value::Array(values) => values.iter().map(texts).sum(),
            _ => 0,
        }
    }

    #[test]
    fn only_admins_see_what_is_for_admins() {
        for command in COMMANDS {
            let expected = match command.who {
                Who::Admins => json!("32"),
                Who::Moderators => json!("8192"),
                Who::Everyone => Value::Null,
            };
            assert_eq!(
                definition(command)["default_member_permissions"],
                expected,
                "{}",
                command.name
            );
        }
    }

    #[test]
    fn a_group_and_the_menus_are_registered_as_discord_wants_them() {
        static GROUP: Command = Command {
            name: "privacy",
            description: "What is kept",
            kind: CommandKind::Group(&[Subcommand {
                name: "export",
                description: "Everything",
                options: &[OptionDef {
                    name: "quiet",
                    description: "Whether",
                    kind: OptionKind::YesNo,
                    required: false,
                }],
            }]),
            who: Who::Everyone,
            run: |_, _| Box::pin(async { Err(Error::user("no")) }),
            complete: None,
        };
        static MENU: Command = Command {
            name: "Close this",
            description: "Closes it",
            kind: CommandKind::Message,
            who: Who::Moderators,
            run: |_, _| Box::pin(async { Err(Error::user("no")) }),
            complete: None,
        };
        let common = |mut definition: Value| {
            definition["contexts"] = json!([0]);
            definition["integration_types"] = json!([0]);
            definition
        };
        assert_eq!(
            definition(&GROUP),
            common(json!({
                "name": "privacy", "type": 1, "description": "What is kept", "default_member_permissions": null,
                "options": [{ "type": 1, "name": "export", "description": "Everything", "options": [
                    { "type": 5, "name": "quiet", "description": "Whether", "required": false },
                ] }],
            }))
        );
        assert_eq!(
            definition(&MENU),
            common(
                json!({ "name": "Close this", "type": 3, "default_member_permissions": "8192" })
            ),
            "no description in a menu"
        );
    }

    #[test]
    fn the_fingerprint_follows_the_body() {
        assert_eq!(fingerprint(&json!([])), fingerprint(&json!([])));
        assert_ne!(fingerprint(&json!([])), fingerprint(&json!([1])));
        // Written down, so that a new version of the program does not register everything again.
        assert_eq!(fingerprint(&json!([])), "09612b07b5ecb5a5");
    }
}
