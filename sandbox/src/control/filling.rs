//! Filling in a command, with the checks that Discord's client makes before it sends anything.

use serde_json::{Value, json};
use twilight_model::{
    application::command::{
        CommandOption, CommandOptionChoiceValue, CommandOptionType, CommandOptionValue, CommandType,
    },
    guild::Permissions,
    id::{
        Id,
        marker::{ChannelMarker, CommandMarker, RoleMarker, UserMarker},
    },
};

use super::{OptionInput, Person, Refusal, Rule};
use crate::{
    permissions,
    world::{
        World,
        interactions::{
            begin::{Given, options_at},
            commands::Command,
        },
    },
};

/// Characters in a text option that says nothing else.
const LONGEST_TEXT: usize = 6000;

impl Person {
    /// The slash command that is meant by `typed`, and its subcommands.
    pub(super) fn find_command<'a>(
        &self,
        world: &'a World,
        channel: Id<ChannelMarker>,
        typed: &str,
    ) -> Result<(&'a Command, Vec<String>), Refusal> {
        let mut words = typed.trim_start_matches('/').split_whitespace();
        let name = words.next().unwrap_or_default();
        let path: Vec<String> = words.map(str::to_owned).collect();
        let command = self.usable(world, channel, name, CommandType::ChatInput)?;
        if options_at(command, &path).is_none() {
            return Err(Refusal::new(
                Rule::UnknownCommand,
                format!("/{name} has no such subcommand: {typed}"),
            ));
        }
        Ok((command, path))
    }

    /// The context menu command of this name.
    pub(super) fn find_in_menu(
        &self,
        world: &World,
        channel: Id<ChannelMarker>,
        name: &str,
        kind: CommandType,
    ) -> Result<Id<CommandMarker>, Refusal> {
        self.usable(world, channel, name, kind)
            .map(|command| command.id)
    }

    fn usable<'a>(
        &self,
        world: &'a World,
        channel: Id<ChannelMarker>,
        name: &str,
        kind: CommandType,
    ) -> Result<&'a Command, Refusal> {
        let guild = world
            .channels
            .get(&channel)
            .and_then(|channel| channel.guild_id);
        let command = world
            .commands_for(guild)
            .into_iter()
            // A bot that was removed leaves no commands in the server.
            .filter(|_| {
                guild.is_none_or(|guild| world.member(guild, world.application.bot).is_some())
            })
            .find(|command| command.definition.kind == kind && command.definition.name == name)
            .ok_or_else(|| {
                Refusal::new(
                    Rule::UnknownCommand,
                    format!("There is no command {name} here"),
                )
            })?;
        if world.may_use_command(command, self.user, channel) {
            return Ok(command);
        }
        let says = if permissions::in_channel(world, channel, self.user)
            .contains(Permissions::USE_SLASH_COMMANDS)
        {
            format!("You do not have permission to use {name}")
        } else {
            "You do not have permission to use application commands in this channel".to_owned()
        };
        Err(Refusal::new(Rule::CommandNotAllowed, says))
    }
}

/// Turns what a person says into option values. While `typing`, that option holds what is typed so far, and nothing
/// is required yet.
pub(super) fn fill(
    world: &World,
    user: Id<UserMarker>,
    channel: Id<ChannelMarker>,
    command: &Command,
    path: &[String],
    said: &[(&str, OptionInput)],
    typing: Option<(&str, &str)>,
) -> Result<Vec<Given>, Refusal> {
    let options = options_at(command, path).unwrap_or_default();
    let find = |name: &str| {
        options
            .iter()
            .find(|option| option.name == name)
            .ok_or_else(|| {
                Refusal::new(
                    Rule::UnknownOption,
                    format!("/{} has no option {name}", command.definition.name),
                )
            })
    };
    let mut given = Vec::new();
    let typed_name = typing.map(|(name, _)| name);
    for (name, input) in said {
        if Some(*name) == typed_name {
            continue;
        }
        let option = find(name)?;
        let filler = Filler {
            world,
            user,
            channel,
            option,
        };
        given.push(Given {
            name: option.name.clone(),
            value: filler.value(input)?,
        });
    }
    if let Some((name, typed)) = typing {
        let option = find(name)?;
        if option.autocomplete != Some(true) {
            return Err(Refusal::new(
                Rule::NoAutocomplete,
                format!("{name} does not suggest anything"),
            ));
        }
        given.push(Given {
            name: name.to_owned(),
            value: json!(typed),
        });
        return Ok(given);
    }
    let missing = options.iter().find(|option| {
        option.required == Some(true) && !given.iter().any(|given| given.name == option.name)
    });
    match missing {
        Some(option) => Err(Refusal::new(
            Rule::Required,
            format!("{}: This option is required. Specify a value.", option.name),
        )),
        None => Ok(given),
    }
}

/// One option being filled in, by somebody, somewhere.
struct Filler<'a> {
    world: &'a World,
    user: Id<UserMarker>,
    channel: Id<ChannelMarker>,
    option: &'a CommandOption,
}

impl Filler<'_> {
    fn value(&self, input: &OptionInput) -> Result<Value, Refusal> {
        match self.option.kind {
            CommandOptionType::String => self.text(input),
            CommandOptionType::Integer => self.integer(input),
            CommandOptionType::Number => self.number(input),
            CommandOptionType::Boolean => match input {
                OptionInput::Bool(yes) => Ok(json!(yes)),
                OptionInput::Text(text) if text.eq_ignore_ascii_case("true") => Ok(json!(true)),
                OptionInput::Text(text) if text.eq_ignore_ascii_case("false") => Ok(json!(false)),
                _ => Err(self.bad("Enter a valid boolean")),
            },
            CommandOptionType::User => self.named(input, "Enter a valid user", |name| {
                pick_user::<UserMarker>(self.world, self.channel, name)
            }),
            CommandOptionType::Role => self.named(input, "Enter a valid role", |name| {
                self.role::<RoleMarker>(name)
            }),
            CommandOptionType::Mentionable => {
                self.named(input, "Enter a valid user or role", |name| {
                    pick_user::<UserMarker>(self.world, self.channel, name)
                        .or_else(|| self.role(name))
                })
            }
            CommandOptionType::Channel => {
                self.named(input, "Enter a valid channel", |name| self.place(name))
            }
            CommandOptionType::Attachment => {
                Err(self.bad("The sandbox has no way to attach a file to a command"))
            }
            _ => Err(self.bad("This is a subcommand, not an option")),
        }
    }

    fn text(&self, input: &OptionInput) -> Result<Value, Refusal> {
        let text = match input {
            OptionInput::Text(text) => text.trim().to_owned(),
            OptionInput::Integer(number) => number.to_string(),
            OptionInput::Number(number) => number.to_string(),
            OptionInput::Bool(yes) => yes.to_string(),
        };
        if text.is_empty() {
            return Err(Refusal::new(
                Rule::Required,
                format!(
                    "{}: This option is empty. Specify a value.",
                    self.option.name
                ),
            ));
        }
        if let Some(choices) = self.choices() {
            return choices
                .iter()
                .find_map(|(name, value)| match value {
                    CommandOptionChoiceValue::String(value) if *name == text || *value == text => {
                        Some(json!(value))
                    }
                    _ => None,
                })
                .ok_or_else(|| self.bad("Enter one of the choices"));
        }
        let length = text.chars().count();
        let least = self.option.min_length.map_or(0, usize::from);
        let most = self.option.max_length.map_or(LONGEST_TEXT, usize::from);
        if !(least..=most).contains(&length) {
            return Err(Refusal::new(
                Rule::TextLength,
                format!(
                    "{}: {length} characters, where {least} to {most} are allowed",
                    self.option.name
                ),
            ));
        }
        Ok(json!(text))
    }

    fn integer(&self, input: &OptionInput) -> Result<Value, Refusal> {
        // Discord's integers are those that a double holds exactly.
        const MOST: i64 = 1 << 53;
        if let Some(choices) = self.choices() {
            return choices
                .iter()
                .find_map(|(name, value)| match (value, input) {
                    (CommandOptionChoiceValue::Integer(value), OptionInput::Integer(said))
                        if value == said =>
                    {
                        Some(json!(value))
                    }
                    (CommandOptionChoiceValue::Integer(value), OptionInput::Text(said))
                        if *name == *said =>
                    {
                        Some(json!(value))
                    }
                    _ => None,
                })
                .ok_or_else(|| self.bad("Enter one of the choices"));
        }
        let number = match input {
            OptionInput::Integer(number) => Some(*number),
            OptionInput::Text(text) => text.trim().parse().ok(),
            _ => None,
        }
        .filter(|number| (-MOST..=MOST).contains(number))
        .ok_or_else(|| self.bad("Enter a valid integer"))?;
        #[allow(clippy::cast_precision_loss)] // It is within what a double holds exactly.
        self.within(number as f64)?;
        Ok(json!(number))
    }

    fn number(&self, input: &OptionInput) -> Result<Value, Refusal> {
        let number = match input {
            OptionInput::Number(number) => Some(*number),
            #[allow(clippy::cast_precision_loss)] // As Discord's client does.
            OptionInput::Integer(number) => Some(*number as f64),
            OptionInput::Text(text) => text.trim().parse().ok(),
            OptionInput::Bool(_) => None,
        }
        .filter(|number: &f64| number.is_finite())
        .ok_or_else(|| self.bad("Enter a valid number"))?;
        if let Some(choices) = self.choices() {
            let offered = choices.iter().any(|(_, value)| {
                matches!(value, CommandOptionChoiceValue::Number(value)
                    if value.to_bits() == number.to_bits())
            });
            return if offered {
                Ok(json!(number))
            } else {
                Err(self.bad("Enter one of the choices"))
            };
        }
        self.within(number)?;
        Ok(json!(number))
    }

    fn within(&self, number: f64) -> Result<(), Refusal> {
        #[allow(clippy::cast_precision_loss)] // Bounds are within what a double holds exactly.
        let bound = |value: Option<CommandOptionValue>| match value {
            Some(CommandOptionValue::Integer(value)) => Some(value as f64),
            Some(CommandOptionValue::Number(value)) => Some(value),
            None => None,
        };
        let low = bound(self.option.min_value).is_some_and(|least| number < least);
        let high = bound(self.option.max_value).is_some_and(|most| number > most);
        if low || high {
            return Err(self.bad("This number is out of range"));
        }
        Ok(())
    }

    fn named<T>(
        &self,
        input: &OptionInput,
        says: &str,
        find: impl FnOnce(&str) -> Option<Id<T>>,
    ) -> Result<Value, Refusal> {
        let found = match input {
            OptionInput::Text(name) => find(name),
            OptionInput::Integer(number) => find(&number.to_string()),
            _ => None,
        };
        found.map(|id| json!(id)).ok_or_else(|| self.bad(says))
    }

    fn role<T>(&self, name: &str) -> Option<Id<T>> {
        let guild = self.world.channels.get(&self.channel)?.guild_id?;
        self.world.role_named(guild, name).map(Id::cast)
    }

    fn place(&self, name: &str) -> Option<Id<ChannelMarker>> {
        self.world.channels.get(&self.channel)?.guild_id?;
        let id = self.world.place_named(self.user, name)?;
        let channel = self.world.channels.get(&id)?;
        let fits = self
            .option
            .channel_types
            .as_ref()
            .is_none_or(|types| types.is_empty() || types.contains(&channel.kind));
        (fits && !channel.is_dm()).then_some(id)
    }

    fn choices(&self) -> Option<Vec<(&str, &CommandOptionChoiceValue)>> {
        let choices = self.option.choices.as_ref()?;
        if choices.is_empty() {
            return None;
        }
        Some(
            choices
                .iter()
                .map(|choice| (choice.name.as_str(), &choice.value))
                .collect(),
        )
    }

    fn bad(&self, says: &str) -> Refusal {
        Refusal::new(Rule::BadValue, format!("{}: {says}.", self.option.name))
    }
}

/// Somebody whom Discord's picker offers here: the server's members, or in direct messages just the two. By id, in a
/// server, it takes anybody.
pub(super) fn pick_user<T>(world: &World, channel: Id<ChannelMarker>, name: &str) -> Option<Id<T>> {
    let channel = world.channels.get(&channel)?;
    let user = world.somebody(name)?;
    let offered = match channel.guild_id {
        None => channel.recipients.contains(&user),
        Some(guild) => {
            name == user.to_string() || world.guilds.get(&guild)?.members.contains_key(&user)
        }
    };
    offered.then(|| user.cast())
}
