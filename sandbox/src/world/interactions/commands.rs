//! The application's commands: kept here, made and changed by the routes, used by people.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use twilight_model::{
    application::{
        command::{Command as Definition, CommandType},
        interaction::InteractionContextType,
    },
    guild::Permissions,
    id::{
        Id,
        marker::{ChannelMarker, CommandMarker, GuildMarker, UserMarker},
    },
};

use crate::{permissions, world::World};

/// Slash commands that an application may have globally, and again in each guild.
pub const MAX_CHAT_INPUT: usize = 100;

/// Context menu commands of one kind that an application may have globally, and again in each guild.
pub const MAX_CONTEXT_MENU: usize = 15;

/// A registered command.
#[derive(Clone, Debug, PartialEq)]
pub struct Command {
    /// Its id, which stays the same when it is changed or created again under the same name.
    pub id: Id<CommandMarker>,
    /// The guild that it is for; `None` for a global one.
    pub guild: Option<Id<GuildMarker>>,
    /// What the application said about it; `id`, `application_id` and `version` are filled in.
    pub definition: Definition,
}

impl Command {
    /// Discord's command object. Localizations are left out of lists unless they are asked for.
    pub fn render(&self, with_localizations: bool) -> Value {
        let mut body = serde_json::to_value(&self.definition).unwrap_or_default();
        // Discord always says these, and says null where nothing was set.
        for key in [
            "name_localizations",
            "description_localizations",
            "contexts",
        ] {
            if body.get(key).is_none() {
                body[key] = Value::Null;
            }
        }
        if body.get("nsfw").is_none() {
            body["nsfw"] = json!(false);
        }
        if self.guild.is_none() && body.get("dm_permission").is_none() {
            body["dm_permission"] = json!(true);
        }
        if body["options"].as_array().is_some_and(Vec::is_empty)
            && let Some(body) = body.as_object_mut()
        {
            body.remove("options");
        }
        if !with_localizations {
            without_localizations(&mut body);
        }
        body
    }

    /// Whether it may be used where `context` says.
    pub fn allows(&self, context: InteractionContextType) -> bool {
        if self.guild.is_some() {
            return context == InteractionContextType::Guild;
        }
        if let Some(contexts) = &self.definition.contexts {
            return contexts.contains(&context);
        }
        #[allow(deprecated)] // Discord still honours it where no contexts are given.
        let in_dms = self.definition.dm_permission.unwrap_or(true);
        context == InteractionContextType::Guild || in_dms
    }
}

fn without_localizations(body: &mut Value) {
    match body {
        Value::Object(fields) => {
            fields.retain(|key, _| !key.ends_with("_localizations"));
            fields.values_mut().for_each(without_localizations);
        }
        Value::Array(items) => items.iter_mut().for_each(without_localizations),
        _ => {}
    }
}

/// All registered commands.
pub type Commands = BTreeMap<Id<CommandMarker>, Command>;

/// How many commands of a kind one scope may hold.
pub fn limit(kind: CommandType) -> usize {
    match kind {
        CommandType::ChatInput => MAX_CHAT_INPUT,
        _ => MAX_CONTEXT_MENU,
    }
}

impl World {
    /// The commands that Discord's client would list in a guild, or in a DM with the bot.
    ///
    /// A guild's command hides a global one of the same name and type.
    pub fn commands_for(&self, guild: Option<Id<GuildMarker>>) -> Vec<&Command> {
        let context = context_of(guild);
        let own = |command: &&Command| guild.is_some() && command.guild == guild;
        let all = &self.interactions.commands;
        let hidden = |global: &Command| {
            all.values().filter(own).any(|command| {
                command.definition.name == global.definition.name
                    && command.definition.kind == global.definition.kind
            })
        };
        all.values()
            .filter(|command| own(command) || (command.guild.is_none() && !hidden(command)))
            .filter(|command| command.allows(context))
            .collect()
    }

    /// Whether a person may use a command in a channel: `USE_APPLICATION_COMMANDS` there, and in the guild what
    /// the command asks of its members by default. Administrators always may.
    pub fn may_use_command(
        &self,
        command: &Command,
        user: Id<UserMarker>,
        channel: Id<ChannelMarker>,
    ) -> bool {
        let Some(guild) = self.channels.get(&channel).map(|channel| channel.guild_id) else {
            return false;
        };
        if guild.is_none() {
            return true;
        }
        let held = permissions::in_channel(self, channel, user);
        if held.contains(Permissions::ADMINISTRATOR) {
            return true;
        }
        held.contains(Permissions::USE_SLASH_COMMANDS)
            && match command.definition.default_member_permissions {
                None => true,
                // Nothing asked for means that only administrators may.
                Some(asked) if asked.is_empty() => false,
                Some(asked) => held.contains(asked),
            }
    }
}

/// Discord's name for where an interaction happens.
pub fn context_of(guild: Option<Id<GuildMarker>>) -> InteractionContextType {
    if guild.is_some() {
        InteractionContextType::Guild
    } else {
        InteractionContextType::BotDm
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::*;
    use crate::clock::ClockMode;

    fn command(id: u64, guild: Option<u64>, name: &str, more: Value) -> Command {
        let mut body = json!({ "name": name, "description": "It", "type": 1, "version": "1" });
        if let (Some(body), Value::Object(more)) = (body.as_object_mut(), more) {
            body.extend(more);
        }
        Command {
            id: Id::new(id),
            guild: guild.map(Id::new),
            definition: serde_json::from_value(body).unwrap(),
        }
    }

    fn seen(commands: Vec<Command>, guild: Option<u64>) -> Vec<u64> {
        let mut world = World::new(ClockMode::Moved("2026-03-02T09:00:00Z".parse().unwrap()));
        for command in commands {
            world.interactions.commands.insert(command.id, command);
        }
        world
            .commands_for(guild.map(Id::new))
            .into_iter()
            .map(|command| command.id.get())
            .collect()
    }

    #[test]
    fn where_a_command_is_listed() {
        let none = json!({});
        let all = || {
            vec![
                command(1, None, "everywhere", none.clone()),
                command(2, None, "here-only", json!({ "contexts": [0] })),
                command(3, None, "dm-only", json!({ "contexts": [1] })),
                command(4, None, "no-dm", json!({ "dm_permission": false })),
                command(5, Some(7), "own", none.clone()),
                command(6, Some(8), "others", none.clone()),
            ]
        };
        assert_eq!(seen(all(), Some(7)), [1, 2, 4, 5]);
        assert_eq!(seen(all(), None), [1, 3]);
    }

    #[test]
    fn a_guilds_command_hides_a_global_one_of_the_same_name() {
        let both = vec![
            command(1, None, "teach", json!({})),
            command(2, Some(7), "teach", json!({})),
        ];
        assert_eq!(seen(both.clone(), Some(7)), [2]);
        assert_eq!(seen(both.clone(), Some(8)), [1]);
        assert_eq!(seen(both, None), [1]);
    }

    #[test]
    fn rendering_says_null_where_nothing_is_set() {
        let rendered = command(1, None, "teach", json!({})).render(true);
        assert_eq!(rendered["contexts"], Value::Null);
        assert_eq!(rendered["default_member_permissions"], Value::Null);
        assert_eq!(rendered["nsfw"], false);
        assert!(rendered.get("options").is_none());
        let short = command(1, None, "teach", json!({})).render(false);
        assert!(short.get("name_localizations").is_none());
    }
}
