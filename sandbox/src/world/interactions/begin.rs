//! What starts when a person acts.

use std::time::Instant;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::Value;
use twilight_model::{
    application::{
        command::{CommandOption, CommandOptionType, CommandType},
        interaction::InteractionType,
    },
    id::{
        Id,
        marker::{ChannelMarker, CommandMarker, InteractionMarker, MessageMarker, UserMarker},
    },
};

use super::{Interaction, State, commands::Command, payload};
use crate::{
    permissions,
    world::{
        World,
        dispatch::{Audience, Dispatch},
    },
};

/// Something a person does that the bot is told of as an interaction.
#[derive(Clone, Debug, PartialEq)]
pub enum Deed {
    /// Using a slash command.
    Command {
        /// Which.
        command: Id<CommandMarker>,
        /// Its subcommand group and subcommand, by name; empty without.
        path: Vec<String>,
        /// The options filled in.
        options: Vec<Given>,
    },
    /// Typing in an option that suggests while one types.
    Autocomplete {
        /// Which command.
        command: Id<CommandMarker>,
        /// Its subcommand group and subcommand, by name; empty without.
        path: Vec<String>,
        /// The options filled in so far, the focused one with what is typed in it.
        options: Vec<Given>,
        /// The name of the option being typed.
        focused: String,
    },
    /// Using a command from somebody's context menu.
    UserCommand {
        /// Which.
        command: Id<CommandMarker>,
        /// On whom.
        target: Id<UserMarker>,
    },
    /// Using a command from a message's context menu.
    MessageCommand {
        /// Which.
        command: Id<CommandMarker>,
        /// On which message of the channel.
        target: Id<MessageMarker>,
    },
    /// Clicking a button or choosing in a select.
    Component {
        /// The message it stands on.
        message: Id<MessageMarker>,
        /// Its `custom_id`.
        custom_id: String,
        /// What is chosen, for a select: option values or ids.
        values: Vec<String>,
    },
    /// Submitting a modal.
    Modal {
        /// The interaction that was answered with it.
        opened_by: Id<InteractionMarker>,
        /// What stands in each field: its `custom_id`, and its text or what is chosen in it.
        fields: Vec<(String, Vec<String>)>,
    },
}

/// An option of a command, filled in.
#[derive(Clone, Debug, PartialEq)]
pub struct Given {
    /// Its name.
    pub name: String,
    /// Its value as Discord carries it: text, a number, a bool, an id as text.
    pub value: Value,
}

impl World {
    /// Begins an interaction: checks that Discord would let this person do this here, and tells the bot.
    ///
    /// Whether options and fields are filled in well is the client's to check before.
    ///
    /// # Errors
    ///
    /// The rule by which it cannot be done, as a sentence.
    pub fn begin(
        &mut self,
        user: Id<UserMarker>,
        channel: Id<ChannelMarker>,
        deed: &Deed,
    ) -> Result<Id<InteractionMarker>, String> {
        if !permissions::can_see(self, channel, user) {
            return Err("This channel cannot be seen by this person".to_owned());
        }
        let guild = self
            .channels
            .get(&channel)
            .and_then(|channel| channel.guild_id);
        if guild.is_none() && !self.is_dm_with_bot(channel) {
            return Err("The application is not in this conversation".to_owned());
        }
        let is_pending = guild
            .and_then(|guild| self.member(guild, user))
            .is_some_and(|(member, _)| member.pending);
        if is_pending {
            return Err("Membership screening comes first".to_owned());
        }
        let data = payload::data(self, user, channel, deed)?;
        let id: Id<InteractionMarker> = self.next_id();
        let mut interaction = Interaction {
            id,
            token: URL_SAFE_NO_PAD.encode(format!("interaction:{id}:only-good-on-this-loopback")),
            kind: InteractionType::ApplicationCommand,
            user,
            channel,
            guild,
            begun_at: self.now(),
            begun: Instant::now(),
            command: String::new(),
            command_kind: None,
            focused: None,
            message: None,
            state: State::Waiting,
            original: None,
            followups: Vec::new(),
        };
        self.describe(&mut interaction, deed);
        let event = payload::event(self, &interaction, &data);
        self.interactions.insert(interaction);
        self.emit(Dispatch {
            event: "INTERACTION_CREATE",
            data: event,
            audience: Audience::Application,
        });
        Ok(id)
    }

    fn is_dm_with_bot(&self, channel: Id<ChannelMarker>) -> bool {
        self.channels
            .get(&channel)
            .is_some_and(|channel| channel.recipients.contains(&self.application.bot))
    }

    /// Fills in what later answers depend on.
    fn describe(&self, interaction: &mut Interaction, deed: &Deed) {
        match deed {
            Deed::Command { command, path, .. } => {
                interaction.command = self.full_name(*command, path);
                interaction.command_kind = Some(CommandType::ChatInput);
            }
            Deed::Autocomplete {
                command,
                path,
                focused,
                ..
            } => {
                interaction.kind = InteractionType::ApplicationCommandAutocomplete;
                interaction.command = self.full_name(*command, path);
                interaction.command_kind = Some(CommandType::ChatInput);
                interaction.focused = self
                    .interactions
                    .commands
                    .get(command)
                    .and_then(|command| options_at(command, path))
                    .and_then(|options| options.iter().find(|option| option.name == *focused))
                    .map(|option| option.kind);
            }
            Deed::UserCommand { command, .. } => {
                interaction.command = self.full_name(*command, &[]);
                interaction.command_kind = Some(CommandType::User);
            }
            Deed::MessageCommand { command, .. } => {
                interaction.command = self.full_name(*command, &[]);
                interaction.command_kind = Some(CommandType::Message);
            }
            Deed::Component { message, .. } => {
                interaction.kind = InteractionType::MessageComponent;
                interaction.message = Some(*message);
            }
            Deed::Modal { opened_by, .. } => {
                interaction.kind = InteractionType::ModalSubmit;
                if let Some(opener) = self.interactions.get(*opened_by) {
                    interaction.message = opener.message;
                    interaction.command.clone_from(&opener.command);
                    interaction.command_kind = opener.command_kind;
                }
            }
        }
    }

    fn full_name(&self, command: Id<CommandMarker>, path: &[String]) -> String {
        let name = self
            .interactions
            .commands
            .get(&command)
            .map(|command| command.definition.name.clone());
        name.into_iter()
            .chain(path.iter().cloned())
            .collect::<Vec<_>>()
            .join(" ")
    }
}

/// The options that can be filled in at a command's subcommand; `None` where the path leads nowhere, or stops before
/// a subcommand that has to be chosen.
pub fn options_at<'a>(command: &'a Command, path: &[String]) -> Option<&'a [CommandOption]> {
    let mut options: &[CommandOption] = &command.definition.options;
    for name in path {
        let next = options
            .iter()
            .find(|option| option.name == *name && is_nested(option.kind))?;
        options = next.options.as_deref().unwrap_or_default();
    }
    if options.iter().any(|option| is_nested(option.kind)) {
        return None;
    }
    Some(options)
}

fn is_nested(kind: CommandOptionType) -> bool {
    matches!(
        kind,
        CommandOptionType::SubCommand | CommandOptionType::SubCommandGroup
    )
}
