//! What the bot is told of an interaction.

use serde_json::{Value, json};
use twilight_model::{
    application::command::{CommandOption, CommandType},
    id::{
        Id,
        marker::{ChannelMarker, CommandMarker, GuildMarker, UserMarker},
    },
};

use super::{
    Interaction, State,
    begin::{Deed, Given, options_at},
    commands::{Command, context_of},
    resolved::Resolved,
};
use crate::{
    permissions,
    world::{World, user::User},
};

/// Bytes that a file in an answer may have in a guild without boosts.
pub const ATTACHMENT_SIZE_LIMIT: u64 = 10 * 1024 * 1024;

/// The language that everybody and every guild uses.
const LOCALE: &str = "en-US";

/// Discord's `INTERACTION_CREATE` around an interaction's `data`.
pub(super) fn event(world: &World, one: &Interaction, data: &Value) -> Value {
    let mut event = json!({
        "version": 1,
        "id": one.id,
        "application_id": world.application.id,
        "type": one.kind,
        "token": one.token,
        "data": data,
        "channel_id": one.channel,
        "channel": channel_of(world, one.channel, one.user),
        "app_permissions": bits(world, one.channel, world.application.bot),
        "locale": LOCALE,
        "context": u8::from(context_of(one.guild)),
        "entitlements": [],
        "entitlement_sku_ids": [],
        "attachment_size_limit": ATTACHMENT_SIZE_LIMIT,
    });
    if let Some(guild) = one.guild {
        event["guild_id"] = json!(guild);
        event["guild"] = json!({ "id": guild, "locale": LOCALE, "features": [] });
        event["guild_locale"] = json!(LOCALE);
        event["member"] = member(world, guild, one.user, one.channel, true);
        event["authorizing_integration_owners"] = json!({ "0": guild });
    } else {
        event["user"] = world.users.get(&one.user).map(User::render).into();
        event["authorizing_integration_owners"] = json!({ "0": "0" });
    }
    let message = one
        .message
        .and_then(|id| world.channels.get(&one.channel)?.messages.get(&id));
    if let Some(message) = message {
        event["message"] = world.render_message(message);
    }
    event
}

/// The `data` of a deed, once it is certain that it can be done.
pub(super) fn data(
    world: &World,
    user: Id<UserMarker>,
    channel: Id<ChannelMarker>,
    deed: &Deed,
) -> Result<Value, String> {
    match deed {
        Deed::Command {
            command,
            path,
            options,
        } => {
            let command = usable(world, user, channel, *command, CommandType::ChatInput)?;
            let mut resolved = Resolved::new(world, channel, user);
            let options = options_of(command, path, options, None, Some(&mut resolved))?;
            let mut data = command_data(command);
            set_unless_empty(&mut data, "options", options);
            resolved.put_into(&mut data);
            Ok(data)
        }
        Deed::Autocomplete {
            command,
            path,
            options,
            focused,
        } => {
            let command = usable(world, user, channel, *command, CommandType::ChatInput)?;
            let options = options_of(command, path, options, Some(focused), None)?;
            let mut data = command_data(command);
            set_unless_empty(&mut data, "options", options);
            Ok(data)
        }
        Deed::UserCommand { command, target } => {
            let command = usable(world, user, channel, *command, CommandType::User)?;
            let mut resolved = Resolved::new(world, channel, user);
            resolved.user(*target)?;
            let mut data = command_data(command);
            data["target_id"] = json!(target);
            resolved.put_into(&mut data);
            Ok(data)
        }
        Deed::MessageCommand { command, target } => {
            let command = usable(world, user, channel, *command, CommandType::Message)?;
            let message = world
                .channels
                .get(&channel)
                .and_then(|channel| channel.messages.get(target))
                .filter(|message| message.visible_to.is_none_or(|only| only == user))
                .ok_or("There is no such message here")?;
            let mut data = command_data(command);
            data["target_id"] = json!(target);
            data["resolved"] =
                json!({ "messages": { target.to_string(): world.render_message(message) } });
            Ok(data)
        }
        Deed::Component {
            message,
            custom_id,
            values,
        } => super::components::used(world, user, channel, *message, custom_id, values),
        Deed::Modal { opened_by, fields } => {
            let opener = world
                .interactions
                .get(*opened_by)
                .filter(|opener| opener.user == user && opener.channel == channel)
                .ok_or("This person was shown no such modal")?;
            let State::Modal(modal) = &opener.state else {
                return Err("This person was shown no such modal".to_owned());
            };
            super::components::submitted(world, user, channel, modal, fields)
        }
    }
}

fn usable(
    world: &World,
    user: Id<UserMarker>,
    channel: Id<ChannelMarker>,
    id: Id<CommandMarker>,
    kind: CommandType,
) -> Result<&Command, String> {
    let guild = world
        .channels
        .get(&channel)
        .and_then(|channel| channel.guild_id);
    let command = world
        .commands_for(guild)
        .into_iter()
        .find(|command| command.id == id && command.definition.kind == kind)
        .ok_or("There is no such command here")?;
    if world.may_use_command(command, user, channel) {
        Ok(command)
    } else {
        Err("You do not have permission to use this command".to_owned())
    }
}

fn command_data(command: &Command) -> Value {
    let mut data = json!({
        "id": command.id,
        "name": command.definition.name,
        "type": command.definition.kind,
    });
    if let Some(guild) = command.guild {
        data["guild_id"] = json!(guild);
    }
    data
}

fn set_unless_empty(data: &mut Value, key: &str, list: Vec<Value>) {
    if !list.is_empty() {
        data[key] = Value::Array(list);
    }
}

/// The options as Discord nests them under their subcommands.
fn options_of(
    command: &Command,
    path: &[String],
    given: &[Given],
    focused: Option<&str>,
    mut resolved: Option<&mut Resolved<'_>>,
) -> Result<Vec<Value>, String> {
    let defined = options_at(command, path).ok_or("There is no such subcommand")?;
    let mut options = Vec::new();
    for one in given {
        let option = defined
            .iter()
            .find(|option| option.name == one.name)
            .ok_or_else(|| format!("The command has no option \"{}\"", one.name))?;
        let mut value = json!({ "name": one.name, "type": option.kind, "value": one.value });
        if focused == Some(one.name.as_str()) {
            if option.autocomplete != Some(true) {
                return Err(format!("\"{}\" does not suggest anything", one.name));
            }
            value["focused"] = json!(true);
        }
        if let Some(resolved) = resolved.as_deref_mut() {
            resolved.option(option, &one.value)?;
        }
        options.push(value);
    }
    if let Some(focused) = focused
        && !given.iter().any(|one| one.name == focused)
    {
        return Err(format!("Nothing is being typed in \"{focused}\""));
    }
    nest(&command.definition.options, path, options)
}

fn nest(
    defined: &[CommandOption],
    path: &[String],
    options: Vec<Value>,
) -> Result<Vec<Value>, String> {
    let Some((name, rest)) = path.split_first() else {
        return Ok(options);
    };
    let option = defined
        .iter()
        .find(|option| option.name == *name)
        .ok_or("There is no such subcommand")?;
    let inner = nest(option.options.as_deref().unwrap_or_default(), rest, options)?;
    Ok(vec![
        json!({ "name": name, "type": option.kind, "options": inner }),
    ])
}

/// The channel of an interaction, with what the person may do in it.
fn channel_of(world: &World, id: Id<ChannelMarker>, user: Id<UserMarker>) -> Value {
    let Some(channel) = world.channels.get(&id) else {
        return Value::Null;
    };
    let mut value = world.render_channel(channel);
    if let Some(value) = value.as_object_mut() {
        value.remove("permission_overwrites");
    }
    value["permissions"] = bits(world, id, user);
    value
}

/// A member with their permissions in the channel; `with_user` as the one who acts, without as a resolved one.
pub(super) fn member(
    world: &World,
    guild: Id<GuildMarker>,
    id: Id<UserMarker>,
    channel: Id<ChannelMarker>,
    with_user: bool,
) -> Value {
    let Some((member, user)) = world.member(guild, id) else {
        return Value::Null;
    };
    let mut value = if with_user {
        member.render(user)
    } else {
        member.render_bare()
    };
    value["permissions"] = bits(world, channel, id);
    if !with_user && let Some(value) = value.as_object_mut() {
        value.remove("deaf");
        value.remove("mute");
    }
    value
}

pub(super) fn bits(world: &World, channel: Id<ChannelMarker>, user: Id<UserMarker>) -> Value {
    json!(
        permissions::in_channel(world, channel, user)
            .bits()
            .to_string()
    )
}
