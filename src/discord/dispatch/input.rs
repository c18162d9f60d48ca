//! What a person did, from Discord's form into the features'.

use std::collections::BTreeMap;

use futures_util::future::BoxFuture;
use serenity::all::{
    ActionRowComponent, CommandData, CommandDataOption, CommandDataOptionValue,
    CommandDataResolved, CommandInteraction, CommandType, ComponentInteraction,
    ComponentInteractionDataKind, Interaction, Member, ModalInteraction, User,
};
use serenity::model::id::UserId;

use crate::custom_id::CustomId;
use crate::discord::gateway::{channel_id, guild_id, member_id, message_id, person, role_id};
use crate::discord::rest::Answerable;
use crate::domain::ids::GuildId;
use crate::error::Result;
use crate::features::members::Person;
use crate::features::{
    self, Actor, COMMANDS, Choice, Command, Ctx, Invocation, OptionValue, Options, Press, Typing,
};
use crate::metrics;

/// Suggests values for an option.
pub(super) type Complete = for<'a> fn(&'a Ctx, &'a Typing) -> BoxFuture<'a, Result<Vec<Choice>>>;

/// An interaction, ready to be handled.
#[derive(Debug)]
pub(super) struct Received {
    pub(super) what: What,
    pub(super) to: Answerable,
    /// Who acted, as Discord shows them in the guild where they did.
    pub(super) seen: Option<(GuildId, Person)>,
}

/// What Discord wants an answer to.
#[derive(Debug)]
pub(super) enum What {
    /// An option of the command with this name is being typed.
    Typed(&'static str, Typing, Complete),
    /// Something was done.
    Acted(Input),
}

/// What of an interaction may be shown to those who watch: words that stand in the source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Label {
    pub(super) kind: metrics::Interaction,
    pub(super) name: &'static str,
}

/// What was done.
#[derive(Debug)]
pub(super) enum Input {
    /// A command was used.
    Command(&'static Command, Invocation),
    /// Something was pressed, chosen or submitted.
    Press(Press),
    /// A command was used in a private conversation, where there is none.
    PrivateCommand,
    /// A command that is no longer there.
    UnknownCommand,
    /// Something with an id that is not understood: of an older version, or forged.
    UnknownPress {
        /// Whether it stands on a message.
        on_message: bool,
    },
}

impl What {
    /// Under what it is counted.
    pub(super) fn label(&self) -> Label {
        let (kind, name) = match self {
            Self::Typed(command, ..) => (metrics::Interaction::Typing, *command),
            Self::Acted(input) => {
                let kind = match input {
                    Input::Command(..) | Input::PrivateCommand | Input::UnknownCommand => {
                        metrics::Interaction::Command
                    }
                    Input::Press(_) | Input::UnknownPress { .. } => metrics::Interaction::Click,
                };
                (kind, self.kind())
            }
        };
        Label { kind, name }
    }

    /// In a word or two, for logs.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Typed(..) => "typing",
            Self::Acted(Input::Command(command, _)) => command.name,
            Self::Acted(Input::Press(press)) => features::family(&press.id).name,
            Self::Acted(Input::PrivateCommand) => features::PRIVATE_COMMAND,
            Self::Acted(Input::UnknownCommand) => features::UNKNOWN_COMMAND,
            Self::Acted(Input::UnknownPress { .. }) => features::UNKNOWN_ID,
        }
    }
}

impl Input {
    /// Whether there is a message that the answer can change.
    pub(super) fn on_message(&self) -> bool {
        match self {
            Self::Press(press) => press.message.is_some(),
            Self::UnknownPress { on_message } => *on_message,
            Self::Command(..) | Self::PrivateCommand | Self::UnknownCommand => false,
        }
    }
}

/// Reads an interaction; `None` for what needs no answer.
pub(super) fn read(interaction: Interaction) -> Option<Received> {
    match interaction {
        Interaction::Command(command) => Some(used(command)),
        Interaction::Autocomplete(command) => typed(command),
        Interaction::Component(component) => Some(pressed(component)),
        Interaction::Modal(modal) => Some(submitted(modal)),
        _ => None,
    }
}

fn used(interaction: CommandInteraction) -> Received {
    let seen = seen(interaction.member.as_deref());
    let to = Answerable {
        application: interaction.application_id,
        interaction: interaction.id,
        token: interaction.token,
    };
    let command = COMMANDS
        .iter()
        .find(|command| command.name == interaction.data.name);
    let input = match (command, interaction.guild_id) {
        (_, None) => Input::PrivateCommand,
        (None, _) => Input::UnknownCommand,
        (Some(command), Some(guild)) => {
            let (subcommand, options) = options(interaction.data);
            Input::Command(
                command,
                Invocation {
                    by: actor(&interaction.user, interaction.member.as_deref()),
                    guild: guild_id(guild),
                    channel: channel_id(interaction.channel_id),
                    subcommand,
                    options,
                },
            )
        }
    };
    Received {
        what: What::Acted(input),
        to,
        seen,
    }
}

fn typed(interaction: CommandInteraction) -> Option<Received> {
    let seen = seen(interaction.member.as_deref());
    let command = COMMANDS
        .iter()
        .find(|command| command.name == interaction.data.name)?;
    let option = interaction.data.autocomplete()?;
    let typing = Typing {
        by: actor(&interaction.user, interaction.member.as_deref()),
        guild: guild_id(interaction.guild_id?),
        option: option.name.to_owned(),
        text: option.value.to_owned(),
    };
    let to = Answerable {
        application: interaction.application_id,
        interaction: interaction.id,
        token: interaction.token,
    };
    Some(Received {
        what: What::Typed(command.name, typing, command.complete?),
        to,
        seen,
    })
}

fn pressed(interaction: ComponentInteraction) -> Received {
    let seen = seen(interaction.member.as_ref());
    let input = match interaction.data.custom_id.parse::<CustomId>() {
        Err(_) => Input::UnknownPress { on_message: true },
        Ok(id) => Input::Press(Press {
            id,
            by: actor(&interaction.user, interaction.member.as_ref()),
            guild: interaction.guild_id.map(guild_id),
            channel: channel_id(interaction.channel_id),
            message: Some(message_id(interaction.message.id)),
            values: values(interaction.data.kind),
            fields: BTreeMap::new(),
        }),
    };
    let to = Answerable {
        application: interaction.application_id,
        interaction: interaction.id,
        token: interaction.token,
    };
    Received {
        what: What::Acted(input),
        to,
        seen,
    }
}

fn submitted(interaction: ModalInteraction) -> Received {
    let seen = seen(interaction.member.as_ref());
    let message = interaction
        .message
        .as_ref()
        .map(|message| message_id(message.id));
    let input = match interaction.data.custom_id.parse::<CustomId>() {
        Err(_) => Input::UnknownPress {
            on_message: message.is_some(),
        },
        Ok(id) => Input::Press(Press {
            id,
            by: actor(&interaction.user, interaction.member.as_ref()),
            guild: interaction.guild_id.map(guild_id),
            channel: channel_id(interaction.channel_id),
            message,
            values: Vec::new(),
            fields: interaction
                .data
                .components
                .into_iter()
                .flat_map(|row| row.components)
                .filter_map(field)
                .collect(),
        }),
    };
    let to = Answerable {
        application: interaction.application_id,
        interaction: interaction.id,
        token: interaction.token,
    };
    Received {
        what: What::Acted(input),
        to,
        seen,
    }
}

fn field(component: ActionRowComponent) -> Option<(String, String)> {
    match component {
        ActionRowComponent::InputText(input) => {
            Some((input.custom_id, input.value.unwrap_or_default()))
        }
        _ => None,
    }
}

fn values(kind: ComponentInteractionDataKind) -> Vec<String> {
    match kind {
        ComponentInteractionDataKind::StringSelect { values } => values,
        ComponentInteractionDataKind::UserSelect { values } => {
            values.iter().map(ToString::to_string).collect()
        }
        ComponentInteractionDataKind::RoleSelect { values } => {
            values.iter().map(ToString::to_string).collect()
        }
        ComponentInteractionDataKind::MentionableSelect { values } => {
            values.iter().map(ToString::to_string).collect()
        }
        ComponentInteractionDataKind::ChannelSelect { values } => {
            values.iter().map(ToString::to_string).collect()
        }
        ComponentInteractionDataKind::Button | ComponentInteractionDataKind::Unknown(_) => {
            Vec::new()
        }
    }
}

fn seen(member: Option<&Member>) -> Option<(GuildId, Person)> {
    let member = member?;
    Some((guild_id(member.guild_id), person(member)?))
}

fn actor(user: &User, member: Option<&Member>) -> Actor {
    let nick = member.and_then(|member| member.nick.as_deref());
    Actor {
        member: member_id(user.id),
        name: nick
            .or(user.global_name.as_deref())
            .unwrap_or(&user.name)
            .to_owned(),
        roles: member
            .map(|member| member.roles.iter().copied().map(role_id).collect())
            .unwrap_or_default(),
        admin: member
            .and_then(|member| member.permissions)
            .is_some_and(|may| may.manage_guild() || may.administrator()),
        moderator: member
            .and_then(|member| member.permissions)
            .is_some_and(|may| may.manage_messages() || may.administrator()),
    }
}

/// The options of a command, or of the one of its group that was used, with that one's name.
fn options(data: CommandData) -> (Option<String>, Options) {
    let resolved = data.resolved;
    let mut given = data.options;
    let mut subcommand = None;
    if let [
        CommandDataOption {
            name,
            value: CommandDataOptionValue::SubCommand(inner),
            ..
        },
    ] = given.as_mut_slice()
    {
        subcommand = Some(std::mem::take(name));
        given = std::mem::take(inner);
    }
    let mut values: BTreeMap<String, OptionValue> = given
        .into_iter()
        .filter_map(|CommandDataOption { name, value, .. }| Some((name, option(value, &resolved)?)))
        .collect();
    // What a context menu was opened on, under the name that the same thing has as an option.
    if let Some(target) = data.target_id {
        match data.kind {
            CommandType::User => {
                values.insert("member".to_owned(), chosen(target.to_user_id(), &resolved));
            }
            CommandType::Message => {
                let message = target.to_message_id();
                if let Some(found) = resolved.messages.get(&message) {
                    values.insert(
                        "message".to_owned(),
                        OptionValue::Message {
                            message: message_id(message),
                            author: member_id(found.author.id),
                            bot: found.author.bot || found.webhook_id.is_some(),
                        },
                    );
                }
            }
            _ => {}
        }
    }
    (subcommand, Options { values })
}

fn option(value: CommandDataOptionValue, resolved: &CommandDataResolved) -> Option<OptionValue> {
    match value {
        CommandDataOptionValue::String(text) => Some(OptionValue::Text(text)),
        CommandDataOptionValue::Integer(number) => Some(OptionValue::Integer(number)),
        CommandDataOptionValue::Boolean(yes) => Some(OptionValue::YesNo(yes)),
        CommandDataOptionValue::User(user) => Some(chosen(user, resolved)),
        // No command declares another kind.
        _ => None,
    }
}

fn chosen(user: UserId, resolved: &CommandDataResolved) -> OptionValue {
    OptionValue::Member {
        member: member_id(user),
        bot: resolved.users.get(&user).is_some_and(|user| user.bot),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
